//! A cell to be written, and how written rows compare with what was read.

use chrono::{NaiveDate, NaiveDateTime};

use crate::sheet::cell::Cell;
use crate::sheet::row_number::RowNumber;
use crate::sheet::serial::{serial, serial_moment};
use crate::sheet::sheet_id::SheetId;

/// A cell to be written. Text is only ever text: there is no way to say "formula".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TabCell {
    /// Nothing.
    Blank,
    /// Text, written as a string whatever it begins with.
    Text(String),
    /// A day, shown dd/mm/yyyy.
    Date(NaiveDate),
    /// A day and the time of day, shown dd/mm/yyyy hh:mm.
    Moment(NaiveDateTime),
    /// A whole number.
    Number(i32),
    /// A share in whole percent.
    Percent(u8),
    /// Text that leads to a row of a tab, and is no formula.
    Link {
        /// The text of the link.
        text: String,
        /// Sheet id of the tab.
        sheet: SheetId,
        /// The linked cell's row, from 1.
        row: RowNumber,
    },
}

/// The bytes that surround the text of a cell in a request: `{"userEnteredValue":{"stringValue":"…"}},`.
const AROUND_A_TEXT: usize = 40;
/// The bytes that a blank cell takes there: `{},`.
const OF_A_BLANK: usize = 3;
/// The bytes that a day takes there; its column has the format.
const OF_A_DAY: usize = 50;
/// The bytes that an instant or a number takes there, its format included.
const OF_A_NUMBER: usize = 145;
/// The bytes that surround the text of a link there.
const AROUND_A_LINK: usize = 135;

/// The bytes that a text takes in a request, with those that surround it in its cell.
pub fn written_len(text: &str) -> usize {
    if text.is_empty() { OF_A_BLANK } else { AROUND_A_TEXT + escaped_len(text) }
}

/// The bytes of a text in JSON, without the quotes.
pub fn escaped_len(text: &str) -> usize {
    let of_byte = |byte: u8| match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' | 8 | 12 => 2,
        0..=31 => 6,
        _ => 1,
    };
    text.bytes().map(of_byte).sum()
}

impl TabCell {
    /// The bytes that the cell takes in a request, at most, where the days of a column are shown alike.
    pub fn written_len(&self) -> usize {
        match self {
            Self::Blank => OF_A_BLANK,
            Self::Text(text) => written_len(text),
            Self::Link { text, .. } => AROUND_A_LINK + written_len(text),
            Self::Date(_) => OF_A_DAY,
            Self::Moment(_) | Self::Number(_) | Self::Percent(_) => OF_A_NUMBER,
        }
    }

    pub(crate) fn date(date: Option<NaiveDate>) -> Self {
        date.map_or(Self::Blank, Self::Date)
    }
}

/// How far two numbers may lie apart and be one: Sheets keeps a time of day as a fraction.
const SLACK: f64 = 1e-6;

/// Returns `true` if a tab, as the bulk read found it, shows these rows and nothing else. What a cell
/// leads to cannot be read so; its text names the row, and changes with it.
pub fn agrees(wanted: &[Vec<TabCell>], found: &[Vec<Cell>]) -> bool {
    let width = |row: usize| wanted.get(row).map_or(0, Vec::len).max(found.get(row).map_or(0, Vec::len));
    (0..wanted.len().max(found.len())).all(|row| {
        (0..width(row)).all(|column| {
            let wanted = wanted.get(row).and_then(|cells| cells.get(column)).unwrap_or(&TabCell::Blank);
            let found = found.get(row).and_then(|cells| cells.get(column)).unwrap_or(&Cell::Blank);
            shows(wanted, found)
        })
    })
}

fn shows(wanted: &TabCell, found: &Cell) -> bool {
    let number = |wanted: f64| matches!(found, Cell::Number(found) if (found - wanted).abs() < SLACK);
    match wanted {
        TabCell::Blank => found.text().is_empty(),
        TabCell::Text(text) | TabCell::Link { text, .. } => found.text() == *text,
        TabCell::Date(date) => number(serial(*date)),
        TabCell::Moment(moment) => number(serial_moment(*moment)),
        TabCell::Number(count) => number(f64::from(*count)),
        TabCell::Percent(share) => number(f64::from(*share) / 100.0),
    }
}

/// Rows of one width: what is written over a tab covers all of it.
#[must_use]
pub fn padded(mut rows: Vec<Vec<TabCell>>, columns: u32) -> Vec<Vec<TabCell>> {
    for cells in &mut rows {
        cells.resize(columns as usize, TabCell::Blank);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{day, gid, nth_row};

    #[test]
    fn what_people_typed_over_it_or_beside_it_is_seen() {
        let text = |text: &str| Cell::Text(text.into());
        let link = TabCell::Link { text: "fila 5".into(), sheet: gid(1), row: nth_row(5) };
        let date = TabCell::Date(day("2026-11-17"));
        let wanted = padded(vec![vec![TabCell::Number(-2), TabCell::Percent(87)], vec![link, date]], 3);
        assert_eq!(wanted[0].len(), 3);
        let found =
            vec![vec![Cell::Number(-2.0), Cell::Number(0.87)], vec![text("fila 5"), Cell::Number(46_343.0)]];
        assert!(agrees(&wanted, &found));
        for (row, column, cell) in [
            (0, 0, Cell::Number(2.0)),
            (0, 1, text("87%")),
            (1, 0, text("fila 6")),
            (1, 1, Cell::Number(46_344.0)),
        ] {
            let mut changed = found.clone();
            changed[row][column] = cell;
            assert!(!agrees(&wanted, &changed), "{row} {column}");
        }
        let mut wider = found.clone();
        wider[1].extend([Cell::Blank, text("ojo")]);
        assert!(!agrees(&wanted, &wider));
        assert!(!agrees(&wanted, &[found, vec![vec![text("abajo")]]].concat()));
        assert!(!agrees(&wanted, &[]));
    }
}
