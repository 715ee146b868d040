//! What a row of the staff tab is: empty, a heading, or a report.

use crate::domain::finding::field::Field;
use crate::domain::form::heading::HeadingKind;
use crate::domain::form::prefilled::RepeatedTexts;
use crate::domain::form::row::cells::RowReader;
use crate::domain::form::service_text;
use crate::sheet::cell::Cell;
use crate::sheet::normalize;
use crate::sheet::row_number::RowNumber;

/// The kinds of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::domain::form) enum RowKind {
    /// Nothing in it, or nothing but what is filled in ahead.
    Empty,
    /// No report.
    Heading(HeadingKind),
    /// Everything else.
    Report,
}

/// So many cells are more than a heading has, the header again and signatures aside.
const FEW: usize = 6;

impl RowReader<'_> {
    /// The kind of a row, by what was typed into it: cells that only show the value of one above are blank.
    pub(in crate::domain::form) fn kind(
        &self,
        row: RowNumber,
        cells: &[Cell],
        repeated: &RepeatedTexts,
    ) -> RowKind {
        let own: Vec<usize> = self.typed(cells, repeated).collect();
        if own.is_empty() {
            return RowKind::Empty;
        }
        self.heading(row, cells, &own).map_or(RowKind::Report, RowKind::Heading)
    }

    /// Returns `true` if a row above the header row is a report: it fills a column of the citizen's beside a
    /// date or a network, or two of them. A title block has its codes, and text that spans columns.
    pub(in crate::domain::form) fn is_report_above(
        &self,
        row: RowNumber,
        cells: &[Cell],
        spans: impl Fn(usize) -> bool,
    ) -> bool {
        let date = self.date_of(row, cells).is_some();
        let network = normalize::plain(&self.network(cells).text());
        let network = !network.is_empty() && self.form.channels.parse(&network).value.is_some();

        let filled = |(column, cell): &(usize, &Cell)| {
            let citizens = self.field(*column).is_some_and(Field::is_citizens);
            citizens
                && !cell.is_blank()
                && !spans(*column)
                && !self.form.headings.begins_a_title(&normalize::plain(&cell.text()))
        };
        let filled = cells.iter().enumerate().filter(filled).count();
        filled > 1 || filled == 1 && (date || network)
    }

    /// The columns of the cells that somebody typed and that are not filled ahead.
    pub(super) fn typed<'a>(
        &'a self,
        cells: &'a [Cell],
        repeated: &'a RepeatedTexts,
    ) -> impl Iterator<Item = usize> + use<'a> {
        let typed = |(column, cell): &(usize, &Cell)| {
            !cell.is_blank()
                && !self.is_services(*column)
                && !self.is_left_by_service(*column, cell)
                && !self.form.is_prefilled(self.field(*column), *column, cell, repeated)
        };
        cells.iter().enumerate().filter(typed).map(|(column, _)| column)
    }

    /// Returns `true` if nobody reads a column and a cell there holds a text of the service's, which stays
    /// behind where people shift cells or keep a column of its.
    pub(super) fn is_left_by_service(&self, column: usize, cell: &Cell) -> bool {
        let text = |cell: &Cell| matches!(cell, Cell::Text(text) if service_text::is_sentences(text));
        self.field(column).is_none() && text(cell)
    }

    /// The kind of heading that a row is, if it is no report. `own` are the columns of what was typed.
    fn heading(&self, row: RowNumber, cells: &[Cell], own: &[usize]) -> Option<HeadingKind> {
        if own.len() > FEW {
            return self.header(row, cells, own);
        }

        let texts: Vec<(usize, String)> = own
            .iter()
            .filter_map(|column| Some((*column, shown_text(cells.get(*column)?)?)))
            .map(|(column, text)| (column, normalize::plain(text)))
            .collect();
        match texts.as_slice() {
            // Somebody who types a network reports something.
            [] => self.is_day_alone(row, cells, own).then_some(HeadingKind::Period),
            [(column, text)] if !self.has_network(cells, *column) => {
                self.alone(cells, own, *column, text).or_else(|| self.header(row, cells, own))
            }
            texts if texts.len() == own.len() && self.are_signatures(texts) => Some(HeadingKind::Section),
            _ => self.header(row, cells, own),
        }
    }

    fn header(&self, row: RowNumber, cells: &[Cell], own: &[usize]) -> Option<HeadingKind> {
        self.is_header(row, cells, own).then_some(HeadingKind::Header)
    }

    /// The kind of heading that the only text of a row is. Beside a total stands its number.
    fn alone(&self, cells: &[Cell], own: &[usize], column: usize, text: &str) -> Option<HeadingKind> {
        let kind = self.form.headings.of_text(text)?;
        let only = own.len() == 1;
        let counts = own.iter().all(|at| *at == column || cells.get(*at).is_some_and(is_count));
        // "Domingo" and "Abril" are also names of people.
        let name = matches!(self.field(column), Some(Field::Name | Field::Profile));
        let digit = text.bytes().any(|byte| byte.is_ascii_digit());
        match kind {
            HeadingKind::Total => counts.then_some(kind),
            HeadingKind::Period if name && !digit => None,
            _ => only.then_some(kind),
        }
    }

    fn are_signatures(&self, texts: &[(usize, String)]) -> bool {
        texts.len() > 1 && texts.iter().all(|(_, text)| self.form.headings.begins_with_signature(text))
    }

    /// Returns `true` if the row holds nothing but a day in the column of the date.
    fn is_day_alone(&self, row: RowNumber, cells: &[Cell], own: &[usize]) -> bool {
        let [column] = own else { return false };
        let day = self.field(*column) == Some(Field::Date);
        let whole = |cell: &Cell| matches!(cell, Cell::Number(serial) if serial.fract() == 0.0);
        day && !self.has_network(cells, *column)
            && cells.get(*column).is_some_and(whole)
            && self.date_of(row, cells).is_some()
    }

    fn network<'a>(&self, cells: &'a [Cell]) -> &'a Cell {
        self.column(Field::Network).and_then(|column| cells.get(column)).unwrap_or(&Cell::Blank)
    }

    fn has_network(&self, cells: &[Cell], but: usize) -> bool {
        self.column(Field::Network).is_some_and(|column| column != but) && !self.network(cells).is_blank()
    }

    /// Returns `true` if what was typed into a row are headers of the form. `own` are the columns of that.
    fn is_header(&self, row: RowNumber, cells: &[Cell], own: &[usize]) -> bool {
        let fewest = self.form.fewest_headers;
        if own.len() < fewest || self.date_of(row, cells).is_some() {
            return false;
        }

        let cells = own.iter().filter_map(|column| cells.get(*column));
        let shown: Vec<String> = cells.filter_map(shown_text).map(str::to_owned).collect();
        let known = shown.iter().filter(|text| self.form.headers.knows(text)).count();
        let fields = self.form.headers.claims(&shown).resolve(None).columns.len();
        fields >= fewest && 4 * known >= 3 * own.len()
    }
}

/// The text of a cell that shows one.
fn shown_text(cell: &Cell) -> Option<&str> {
    match cell {
        Cell::Text(text) => Some(text),
        Cell::Formula { shown, .. } => match shown.as_ref() {
            Cell::Text(text) => Some(text),
            _ => None,
        },
        Cell::Blank | Cell::Number(_) | Cell::Bool(_) => None,
    }
}

/// Returns `true` if a cell shows a number that counts rows.
fn is_count(cell: &Cell) -> bool {
    match cell {
        Cell::Number(number) => number.fract() == 0.0 && (0.0..1_000_000.0).contains(number),
        Cell::Formula { shown, .. } => is_count(shown),
        Cell::Blank | Cell::Text(_) | Cell::Bool(_) => false,
    }
}
