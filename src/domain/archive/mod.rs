//! Putting answered hand-offs away: which may go, what proves that their copy is whole, and what is
//! recorded of them.
//!
//! A hand-off goes as one: all its tabs are copied to the archive spreadsheet of its year, hidden
//! and staged; on a later day the copies are compared again, and only then do the tabs go, in the
//! batch that records where each line went. What differs stays.

pub mod eligible;
pub mod index;
pub mod lines;
pub mod stage;

/// When hand-offs are put away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArchivePolicy {
    /// A night puts hand-offs away by itself while the spreadsheet has more tabs than this.
    pub tabs: u32,
    /// How old a hand-off is before it may go, in days.
    pub days: u32,
}

/// Title of the archive spreadsheet of a year.
pub fn title(year: i32) -> String {
    format!("Archivo CE-F05 {year}")
}

/// Title of the tab with which it begins.
pub const COVER_TITLE: &str = "Archivo";

/// The text of that tab's first cell. It names the spreadsheet that it belongs to, by which
/// an archive whose making was cut short is known again.
pub fn cover(year: i32, spreadsheet_id: &str) -> String {
    format!(
        "Archivo de los traslados de {year} del formato CE-F05 (procedimiento CE-P08). Cada pestaña es la copia completa \
         de una pestaña de traslado ya respondida. Contiene datos personales: solo pueden abrirlo quienes pueden abrir la \
         hoja de origen, {spreadsheet_id}."
    )
}
