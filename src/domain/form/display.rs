//! What people see of a cell that its value does not say: zeros before a number, the address behind a text.
//!
//! It is read for judging and for what clerks are handed. Which report a row is, the values alone decide.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use crate::domain::finding::field::Field;
use crate::domain::form::layout::Layout;
use crate::domain::form::row::datum;
use crate::domain::identity::digests::Digests;
use crate::domain::identity::fingerprint::Fingerprint;
use crate::sheet::cell::Cell;
use crate::sheet::cell_display::CellDisplay;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::normalize;

/// The fields of which a cell may show more than its value says.
pub const FIELDS: [Field; 3] = [Field::Document, Field::Phone, Field::Link];

/// Cells in place of others, by their field and their place among its columns: a column may be inserted before
/// the next reading.
type Replaced = BTreeMap<(Field, usize), Cell>;

/// The cells that show more than their values say, as people see them, by the report that they are part of.
#[derive(Clone, Debug, Default)]
pub struct DisplayedCells(HashMap<Fingerprint, Replaced>);

impl DisplayedCells {
    /// Returns `true` if no cell shows more than its value says.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds the cells of a report's row. A row that no longer says what the report said adds nothing: its
    /// number is another report's by then.
    pub fn add(&mut self, digests: &Digests, cells: &[Cell], displays: &[CellDisplay], layout: &Layout) {
        let none = CellDisplay::default();
        let display = |column: &ColumnIndex| displays.get(column.index()).unwrap_or(&none);
        let is_the_row = compared(layout).all(|column| display(&column).is_of(cell(cells, column)));
        if !is_the_row {
            return;
        }

        let replaced: Replaced = columns(layout)
            .filter_map(|(field, place, column)| {
                Some(((field, place), displayed(field, cell(cells, column), display(&column))?))
            })
            .collect();
        if !replaced.is_empty() {
            self.0.insert(Fingerprint::of(digests), replaced);
        }
    }

    /// The cells of a report's row as people see them; `None` where their values say it all.
    pub(super) fn of(&self, digests: &Digests, cells: &[Cell], layout: &Layout) -> Option<Vec<Cell>> {
        if self.0.is_empty() {
            return None;
        }
        let replaced = self.0.get(&Fingerprint::of(digests))?;
        let mut cells = cells.to_vec();
        for (field, place, column) in columns(layout) {
            if let (Some(displayed), Some(cell)) =
                (replaced.get(&(field, place)), cells.get_mut(column.index()))
            {
                *cell = displayed.clone();
            }
        }
        Some(cells)
    }

    /// Returns `true` if a report has cells that show more than their values say.
    pub(super) fn has(&self, digests: &Digests) -> bool {
        self.0.contains_key(&Fingerprint::of(digests))
    }
}

/// Returns `true` if the cell of a field may show more than its value says.
pub fn may_show_more(field: Field, cells: &[Cell], layout: &Layout) -> bool {
    let mut of_field = columns(layout).filter(|(other, ..)| *other == field);
    of_field.any(|(field, _, column)| is_short_of(field, cell(cells, column)))
}

/// How many columns of a row are needed to tell what its cells show, from the first on.
pub fn width(layout: &Layout) -> usize {
    compared(layout).map(|column| column.index() + 1).max().unwrap_or(0)
}

/// The columns by which a row is known again: those of the citizen's and the link.
fn compared(layout: &Layout) -> impl Iterator<Item = ColumnIndex> {
    let read = layout.columns.iter().filter(|(field, _)| !field.is_office());
    read.flat_map(|(_, columns)| columns.iter().copied())
}

/// The columns of the fields, each with its place among those of its field.
fn columns(layout: &Layout) -> impl Iterator<Item = (Field, usize, ColumnIndex)> {
    FIELDS.into_iter().flat_map(|field| {
        let columns = layout.columns.get(&field).map(Vec::as_slice).unwrap_or_default();
        columns.iter().enumerate().map(move |(place, column)| (field, place, *column))
    })
}

fn cell(cells: &[Cell], column: ColumnIndex) -> &Cell {
    cells.get(column.index()).unwrap_or(&Cell::Blank)
}

/// Returns `true` if the value of a cell may be short of what it shows.
fn is_short_of(field: Field, cell: &Cell) -> bool {
    match (field, cell) {
        // Ten digits that begin with 1 are a citizen's whole number, and no number is longer than eleven.
        (Field::Document | Field::Phone, Cell::Number(number)) => {
            number.fract() == 0.0 && (0.0..1e10).contains(number) && !(1e9..2e9).contains(number)
        }
        (Field::Link, Cell::Text(text)) => !normalize::is_blank(text) && !is_address(text),
        // The address of `=HIPERVINCULO(B5;"ver")` stands in another cell.
        (Field::Link, Cell::Formula { source, .. }) => {
            let source = normalize::plain(source);
            let is_link = source.contains("hyperlink(") || source.contains("hipervinculo(");
            is_link && datum::hyperlink(cell).is_none()
        }
        _ => false,
    }
}

/// Returns `true` if a text holds an address on the web.
fn is_address(text: &str) -> bool {
    let is_one = |word: &str| {
        let word = word.to_lowercase();
        let host = word.split('/').next().unwrap_or_default();
        word.contains("://") || word.contains("www.") || word.contains('/') && host.contains('.')
    };
    text.split_whitespace().any(is_one)
}

/// A cell as people see it; `None` where that is what its value says.
fn displayed(field: Field, cell: &Cell, display: &CellDisplay) -> Option<Cell> {
    if !is_short_of(field, cell) {
        return None;
    }
    if let Cell::Number(number) = cell {
        return with_zeros(*number, &display.formatted).map(Cell::Text);
    }
    let is_web = |link: &&String| link.starts_with("http://") || link.starts_with("https://");
    let links: Vec<&str> = display.links.iter().filter(is_web).map(String::as_str).collect();
    (!links.is_empty()).then(|| Cell::Text(links.join(" ")))
}

/// The text of a number that is shown with zeros before it; `None` of one that is shown otherwise: as a
/// quantity, a day, or in scientific notation.
fn with_zeros(number: f64, formatted: &str) -> Option<String> {
    let shown: Cow<'_, str> = normalize::tidy(formatted);
    let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
    let value = format!("{number:.0}");
    let is_the_number = digits.trim_start_matches('0') == value.trim_start_matches('0');
    let has_decimals = value == "0" && shown.contains([',', '.']);
    (is_the_number && !has_decimals && digits.len() > value.len()).then(|| shown.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::form::Form;

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    #[test]
    fn zeros_before_a_number_are_seen_and_other_formats_are_not() {
        for (number, formatted, shown) in [
            (35.0, "CE 000035", Some("CE 000035")),
            (35.0, "000035", Some("000035")),
            (0.0, "0000000000", Some("0000000000")),
            (5_081_512_345.0, "05081512345", Some("05081512345")),
            (36_543_210.0, "036.543.210", Some("036.543.210")),
            (36_543_210.0, "36.543.210", None),
            (36_543_210.0, "3,65E+07", None),
            (36_543_210.0, "36.543.210,00", None),
            (46_343.0, "17/11/2026", None),
            (0.0, "0,00", None),
            (0.0, "0", None),
            (35.0, "", None),
            (35.0, "######", None),
        ] {
            assert_eq!(with_zeros(number, formatted).as_deref(), shown, "{formatted}");
        }
    }

    #[test]
    fn only_cells_that_may_be_short_of_what_they_show_are_asked_for() {
        let formula = |source: &str| Cell::Formula { source: source.into(), shown: Box::new(text("ver")) };
        for (field, cell, asks) in [
            (Field::Document, Cell::Number(35.0), true),
            (Field::Document, Cell::Number(0.0), true),
            (Field::Document, Cell::Number(5_081_512_345.0), true),
            (Field::Document, Cell::Number(1_999_345_001.0), false),
            (Field::Document, Cell::Number(19_993_450_012.0), false),
            (Field::Document, Cell::Number(35.5), false),
            (Field::Document, text("000035"), false),
            (Field::Name, Cell::Number(35.0), false),
            (Field::Link, text("ver publicación"), true),
            (Field::Link, text("@"), true),
            (Field::Link, text("https://red.example/3"), false),
            (Field::Link, text("captura en www.red.example/3"), false),
            (Field::Link, text("facebook.com/posts/3"), false),
            (Field::Link, text(" "), false),
            (Field::Link, Cell::Blank, false),
            (Field::Link, formula("=HIPERVINCULO(B5;\"ver\")"), true),
            (Field::Link, formula("=SI(B5=\"\";\"\";HYPERLINK(B5;\"ver\"))"), true),
            (Field::Link, formula("=HYPERLINK(\"https://red.example/3\";\"ver\")"), false),
            (Field::Link, formula("=B5"), false),
            (Field::Grounds, text("ver publicación"), false),
        ] {
            assert_eq!(is_short_of(field, &cell), asks, "{field:?}");
        }
    }

    #[test]
    fn what_a_cell_shows_follows_its_column() {
        let form = Form::builtin();
        let layout = |headers: &[&str]| {
            let grid = [headers.iter().map(|header| text(header)).collect::<Vec<_>>()];
            form.recognize(grid.as_slice(), None).ok().flatten().expect("a header row")
        };
        let headers = ["Fecha del reporte", "Red social", "Nombre", "Documento", "Dirección", "Objeto"];
        let before = layout(&headers);
        let after = layout(&[&headers[..2], &["Nota"], &headers[2..]].concat());
        let mut cells = headers.map(text).to_vec();
        cells[3] = Cell::Number(35.0);
        let displays = cells.iter().map(|cell| CellDisplay {
            entered: cell.clone(),
            formatted: "CE 000035".to_owned(),
            links: Vec::new(),
        });

        let digests = Digests::none(before.columns.keys().copied().collect());
        let mut known = DisplayedCells::default();
        known.add(&digests, &cells, &displays.collect::<Vec<_>>(), &before);
        let mut moved = cells.clone();
        moved.insert(2, Cell::Blank);
        for (layout, cells, column) in [(before, cells, 3), (after, moved, 4)] {
            let mut wanted = cells.clone();
            wanted[column] = text("CE 000035");
            assert!(known.of(&digests, &cells, &layout) == Some(wanted), "column {column}");
        }
    }

    #[test]
    fn a_text_leads_to_its_addresses_on_the_web() {
        let led = |links: &[&str]| {
            let links = links.iter().map(|link| (*link).to_owned()).collect();
            let display = CellDisplay { entered: text("ver"), formatted: "ver".to_owned(), links };
            displayed(Field::Link, &text("ver"), &display)
        };
        assert!(led(&["https://red.example/3"]) == Some(text("https://red.example/3")));
        let both = text("https://red.example/3 http://red.example/4");
        assert!(led(&["https://red.example/3", "#gid=0", "http://red.example/4"]) == Some(both));
        assert!(led(&["#gid=0&range=A5", "mailto:ana@correo.example", "javascript:x"]).is_none());
        assert!(led(&[]).is_none());
    }
}
