//! The report of the month before, `Informe`: written on the first night of a month, with its cut-off, its sources
//! and how each figure is computed.

use chrono::NaiveDateTime;
use sha2::{Digest as _, Sha256};

use crate::domain::clerks::figures::{DRAFT, Dimension, FigureLine};
use crate::domain::clerks::month_figures::{Measure, MonthFigures, month_name, says_nothing};
use crate::domain::clerks::period::Period;
use crate::domain::handoff::tab::HEADER_ROW;
use crate::domain::law::deadlines::Terms;
use crate::domain::law::entity::Entity;
use crate::sheet::cell::Cell;
use crate::sheet::tab_cell::{TabCell, padded};

/// Headers of the report.
pub const HEADERS: [&str; 3] = ["Cifra", "Valor", "Cómo se calcula"];
/// How many columns it has.
pub const COLUMNS: u32 = 3;

/// The words in front of the digest of what the tab says.
const DIGEST: &str = "Huella de este informe";

/// The dimensions by which the reports of the month are counted.
const DIMENSIONS: [Dimension; 4] =
    [Dimension::Network, Dimension::Kind, Dimension::Service, Dimension::District];

/// The sources of the report.
#[derive(Clone, Copy, Debug)]
pub struct MonthReportSources<'a> {
    /// All reports in figures.
    pub lines: &'a [FigureLine],
    /// The terms.
    pub terms: Terms,
    /// The papers and offices that the tab cites.
    pub entity: &'a Entity,
    /// The instant of the cut-off, Colombian time.
    pub cut_off: NaiveDateTime,
}

/// The whole tab, from A1; `None` where the month before had no report.
pub fn rows(sources: MonthReportSources<'_>) -> Option<Vec<Vec<TabCell>>> {
    let month = Period::month_before(sources.cut_off.date());
    let figures = MonthFigures::of(sources.lines, month);
    if figures.is_empty() {
        return None;
    }

    let text = |text: &str| TabCell::Text(text.to_owned());
    let cut_off = sources.cut_off.format("%d/%m/%Y %H:%M");
    let mut rows = vec![
        vec![text(&title(month, sources.entity))],
        vec![text(&format!(
            "Corte: {cut_off}. Fuentes: Libro de traslados, pestañas de traslado e Historia de estados. {DRAFT}"
        ))],
        vec![text(&format!("Un reporte es del mes de su traslado. {}", sources.entity.no_record()))],
        HEADERS.map(text).to_vec(),
    ];
    debug_assert_eq!(rows.len(), HEADER_ROW as usize + 1, "the header stands where hand-offs have it");

    let measures =
        figures.measures(sources.terms).into_iter().filter(|measure| !says_nothing(&measure.value));
    rows.extend(measures.map(|Measure { name, value, how }| vec![TabCell::Text(name), value, text(how)]));
    for dimension in DIMENSIONS {
        rows.extend(figures.words(dimension).into_iter().map(|word| {
            let value = TabCell::Number(figures.count(dimension, &word));
            let how = "De los trasladados en el mes, según el libro de traslados.";
            vec![TabCell::Text(format!("{}: {word}", dimension.header())), value, text(how)]
        }));
    }
    let digest = digest(rows.iter().flatten().map(written));
    rows.push(vec![text(DIGEST), TabCell::Text(digest)]);

    Some(padded(rows, COLUMNS))
}

/// Returns `true` if a tab, as it was read, is the report of the month before as it was written, whatever the
/// figures have come to since.
pub fn stands(found: &[Vec<Cell>], sources: MonthReportSources<'_>) -> bool {
    let month = Period::month_before(sources.cut_off.date());
    let Some((last, above)) = found.split_last() else { return false };
    let shown = |row: &[Cell], column: usize| row.get(column).map(|cell| cell.text().into_owned());

    let is_of_month = found.first().and_then(|row| shown(row, 0)) == Some(title(month, sources.entity));
    let is_whole = shown(last, 0).as_deref() == Some(DIGEST);
    let cells = above.iter().flatten().map(|cell| cell.text().into_owned());
    is_of_month && is_whole && shown(last, 1) == Some(digest(cells))
}

fn title(month: Period, entity: &Entity) -> String {
    format!("Informe de {} · {}", month_name(month.first()), entity.judged_by())
}

/// The text of a cell as it is read back.
fn written(cell: &TabCell) -> String {
    match cell {
        TabCell::Text(text) | TabCell::Link { text, .. } => text.clone(),
        TabCell::Number(number) => number.to_string(),
        TabCell::Blank | TabCell::Date(_) | TabCell::Moment(_) | TabCell::Percent(_) => String::new(),
    }
}

/// Twelve characters that another content does not come to by any mistake. Blank cells do not count: their number
/// is not read back.
fn digest(texts: impl Iterator<Item = String>) -> String {
    let mut hash = Sha256::new();
    for text in texts.filter(|text| !text.is_empty()) {
        hash.update(text.len().to_le_bytes());
        hash.update(text);
    }
    hex::encode(&hash.finalize()[..6])
}

#[cfg(test)]
mod tests;
