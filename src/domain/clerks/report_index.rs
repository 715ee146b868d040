//! The index of reports, `Índice`: where an auditor finds any report by its code or its days (CE-P08, section 9),
//! without the server. One line a report, in the order in which they were handed over, so that a night adds lines
//! at the end and changes few.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::Datelike as _;

use crate::domain::clerks::answers::Answer;
use crate::domain::clerks::lives::Lives;
use crate::domain::form::{Classification, RadicadoPrefixes};
use crate::domain::handoff::tab::HEADER_ROW;
use crate::domain::ids::report_id::ReportId;
use crate::domain::law::entity::Entity;
use crate::domain::law::life::Phase;
use crate::domain::ledger::entry::{Class, Entry};
use crate::sheet::cell::Cell;
use crate::sheet::sheet_id::SheetId;
use crate::sheet::tab_cell::{TabCell, agrees, padded};

/// Headers of the index.
pub const HEADERS: [&str; 13] = [
    "ID",
    "Radicado",
    "Recibido",
    "Trasladado",
    "Clase",
    "Estado",
    "Fecha del estado",
    "Vence",
    "Red social",
    "Tipo",
    "Servicio",
    "Barrio",
    "Dónde",
];
/// How many columns the index has.
pub const COLUMNS: u32 = 13;

/// A state that is no word of the list.
const OTHER: &str = "otro";

/// The sources of the index.
#[derive(Clone, Copy)]
pub struct IndexSources<'a> {
    /// How the reports stand.
    pub lives: Lives<'a>,
    /// The titles of the tabs, by sheet id.
    pub titles: &'a BTreeMap<SheetId, &'a str>,
    /// The letters of the office's radicados.
    pub prefixes: &'a RadicadoPrefixes,
    /// The papers and offices that the tab cites.
    pub entity: &'a Entity,
}

/// The whole tab, from A1.
pub fn rows(sources: IndexSources<'_>) -> Vec<Vec<TabCell>> {
    let text = |text: &str| vec![TabCell::Text(text.to_owned())];
    let year = sources.lives.today.year();
    let mut rows = vec![
        text(&format!("Índice de reportes · {}", sources.entity.judged_by())),
        text(&format!(
            "Los reportes de {} y {year}, y los anteriores que siguen abiertos. Los demás están en el archivo de su año.",
            year - 1
        )),
        text(&format!(
            "Para buscar, use la vista de filtro «Índice» (Datos > Vistas de filtro): cada quien ve su filtro. {}",
            sources.entity.no_record()
        )),
        HEADERS.iter().map(|header| TabCell::Text((*header).to_owned())).collect(),
    ];
    debug_assert_eq!(rows.len(), HEADER_ROW as usize + 1, "the header stands where hand-offs have it");

    let listed = sources.lives.ledger.ids().filter_map(|id| sources.line(id));
    rows.extend(listed);
    // A tab has a row that is not frozen.
    rows.resize(rows.len().max(HEADER_ROW as usize + 2), Vec::new());

    padded(rows, COLUMNS)
}

impl IndexSources<'_> {
    /// The line of a report; `None` of one that nobody was handed here, and of an older one that is ended.
    fn line(&self, id: ReportId) -> Option<Vec<TabCell>> {
        let Lives { ledger, answers, today, .. } = self.lives;
        let latest = ledger.latest(id)?;
        let handed_over = ledger.revisions(id).find(|entry| entry.class != Class::KnownBefore)?;
        let life = self.lives.of(id, None);
        if handed_over.handed_over.year() < today.year() - 1 && life.phase == Phase::Ended {
            return None;
        }

        let answer = answers.of(id, ledger);

        let text = |text: &str| if text.is_empty() { TabCell::Blank } else { TabCell::Text(text.to_owned()) };
        let Classification { network, kind, service, district } = &latest.classification;
        Some(vec![
            text(&id.to_string()),
            text(&self.prefixes.checked(answer.radicado)),
            TabCell::date(latest.received),
            TabCell::Date(handed_over.handed_over),
            text(latest.class.name()),
            text(state(&answer)),
            TabCell::date(answer.state_date.day()),
            TabCell::date(life.due),
            text(network),
            text(kind),
            text(service),
            text(district),
            self.place(latest),
        ])
    }

    /// Where a report's newest line is: in a tab, in the archive, or in a hand-off that nobody has any more.
    fn place(&self, latest: &Entry) -> TabCell {
        let newest_first = self.lives.answers.lines_of(latest.id).iter().rev();
        let mut standing = newest_first.filter_map(|line| Some((line, self.titles.get(&line.sheet)?)));
        if let Some((line, title)) = standing.next() {
            let text = format!("{title}, fila {}", line.row);
            return TabCell::Link { text, sheet: line.sheet, row: line.row };
        }

        let archived =
            self.lives.ledger.archivings_of(latest.number).find(|(record, _)| record.id == latest.id);
        TabCell::Text(match archived {
            Some((_, archiving)) => archiving.link(),
            None => format!("Traslado n.º {}", latest.number),
        })
    }
}

/// A state as the index says it: a word of the list, whatever clerks typed.
fn state(answer: &Answer<'_>) -> &'static str {
    match answer.state {
        Some(state) => state.name(),
        None if answer.typed_state.is_empty() => "",
        None => OTHER,
    }
}

/// The rows that a tab does not show as they should be, as ranges of row indices: what a night writes.
pub fn differing(wanted: &[Vec<TabCell>], found: &[Vec<Cell>]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (at, cells) in wanted.iter().enumerate() {
        let shown = found.get(at..=at).unwrap_or_default();
        if agrees(std::slice::from_ref(cells), shown) {
            continue;
        }
        match ranges.last_mut() {
            Some(last) if last.end == at => last.end += 1,
            _ => ranges.push(at..at + 1),
        }
    }
    ranges
}

#[cfg(test)]
mod tests;
