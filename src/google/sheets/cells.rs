//! Cells on their way to Google.
//!
//! A generated `CellData` takes 3 kB; these borrow what they write.

use std::ops::Range;

use serde::Serialize;
use serde::ser::{SerializeSeq as _, Serializer};

use crate::sheet::serial::{serial, serial_moment};
use crate::sheet::sheet_id::SheetId;
use crate::sheet::tab_cell::TabCell;

/// An `updateCells` or `appendCells` request.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Cells<'a> {
    UpdateCells {
        start: RowStart,
        rows: RowsJson<'a>,
        fields: &'static str,
    },
    #[serde(rename_all = "camelCase")]
    AppendCells {
        sheet_id: SheetId,
        rows: RowsJson<'a>,
        fields: &'static str,
    },
}

/// Only what is written here is written: no other property of a cell is touched. A date's format
/// goes with its value, because a bare serial says nothing to a clerk.
pub(super) const FIELDS: &str = "userEnteredValue,userEnteredFormat.numberFormat";

/// The fields to write where cells lead somewhere, or have led.
pub(super) const FIELDS_AND_LINKS: &str = "userEnteredValue,userEnteredFormat.numberFormat,textFormatRuns";

/// The cell at which the rows begin.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RowStart {
    pub(super) sheet_id: SheetId,
    pub(super) row_index: u32,
    pub(super) column_index: u32,
}

/// Rows of cells, borrowed.
#[derive(Clone, Debug)]
pub(super) struct RowsJson<'a> {
    pub(super) rows: &'a [Vec<TabCell>],
    /// The columns, by index among the cells, whose numbers are given their format by another request.
    pub(super) formatted: Vec<usize>,
}

impl<'a> RowsJson<'a> {
    /// Rows in which each number bears its own format.
    pub(super) fn of(rows: &'a [Vec<TabCell>]) -> Self {
        Self { rows, formatted: Vec::new() }
    }
}

impl Serialize for RowsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(Some(self.rows.len()))?;
        for cells in self.rows {
            let values = cells.iter().enumerate();
            let values = values.map(|(column, cell)| CellJson::of(cell, self.formatted.contains(&column)));
            rows.serialize_element(&RowJson { values: values.collect() })?;
        }
        rows.end()
    }
}

/// The cells of a column from the first to the last of its days, all of which are shown alike.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct UniformColumn {
    pub(super) column: usize,
    pub(super) rows: Range<usize>,
    /// Type and pattern of the days.
    pub(super) format: (&'static str, &'static str),
}

/// So many days or more in a column take less with one format for all than with one each.
const WORTH_A_REQUEST: usize = 4;

/// The columns with many days or instants, and with nothing but blanks between them.
pub(super) fn uniform_columns(rows: &[Vec<TabCell>]) -> Vec<UniformColumn> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    (0..width).filter_map(|column| uniform_column(rows, column)).collect()
}

fn uniform_column(rows: &[Vec<TabCell>], column: usize) -> Option<UniformColumn> {
    let cells = || rows.iter().map(|cells| cells.get(column).unwrap_or(&TabCell::Blank)).enumerate();
    let days = || cells().filter_map(|(row, cell)| Some((row, day_format(cell)?)));
    let (first, format) = days().next()?;
    let last = days().next_back()?.0;

    let mut between = cells().skip(first).take(last + 1 - first);
    let is_uniform = between.all(|(_, cell)| *cell == TabCell::Blank || day_format(cell) == Some(format));
    let is_worth_it = days().nth(WORTH_A_REQUEST - 1).is_some();
    (is_uniform && is_worth_it).then_some(UniformColumn { column, rows: first..last + 1, format })
}

/// Type and pattern by which a day or an instant is shown.
fn day_format(cell: &TabCell) -> Option<(&'static str, &'static str)> {
    match cell {
        TabCell::Date(_) => Some(DAY),
        TabCell::Moment(_) => Some(MOMENT),
        _ => None,
    }
}

const DAY: (&str, &str) = ("DATE", "dd/mm/yyyy");
const MOMENT: (&str, &str) = ("DATE_TIME", "dd/mm/yyyy hh:mm");

#[derive(Serialize)]
struct RowJson<'a> {
    values: Vec<CellJson<'a>>,
}

#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
struct CellJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    user_entered_value: Option<ValueJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_entered_format: Option<Format>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text_format_runs: Option<[Run; 1]>,
}

/// How the text looks from a character on.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    start_index: u32,
    format: Linked,
}

#[derive(Serialize)]
struct Linked {
    link: Uri,
}

#[derive(Serialize)]
struct Uri {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum ValueJson<'a> {
    StringValue(&'a str),
    NumberValue(f64),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Format {
    number_format: NumberFormat,
}

#[derive(Serialize)]
struct NumberFormat {
    r#type: &'static str,
    pattern: &'static str,
}

impl<'a> CellJson<'a> {
    /// A cell; where it is `formatted` by another request, without a format of its own.
    fn of(cell: &'a TabCell, formatted: bool) -> Self {
        let text = |text| Self { user_entered_value: Some(ValueJson::StringValue(text)), ..Self::default() };
        let number = |number, (r#type, pattern)| Self {
            user_entered_value: Some(ValueJson::NumberValue(number)),
            user_entered_format: (!formatted)
                .then_some(Format { number_format: NumberFormat { r#type, pattern } }),
            ..Self::default()
        };

        match cell {
            TabCell::Blank => Self::default(),
            // To write an empty text is to leave the cell blank.
            TabCell::Text(typed) if typed.is_empty() => Self::default(),
            TabCell::Text(typed) => text(typed),
            TabCell::Date(date) => number(serial(*date), DAY),
            TabCell::Moment(moment) => number(serial_moment(*moment), MOMENT),
            TabCell::Number(count) => number(f64::from(*count), ("NUMBER", "0")),
            TabCell::Percent(share) => number(f64::from(*share) / 100.0, ("PERCENT", "0%")),
            TabCell::Link { text: shown, sheet, row } => {
                let link = Uri { uri: format!("#gid={sheet}&range=A{row}") };
                let run = Run { start_index: 0, format: Linked { link } };
                Self { text_format_runs: Some([run]), ..text(shown) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::testing::{gid, nth_row};

    #[test]
    fn a_formula_typed_by_a_citizen_is_written_as_a_string() {
        let rows = [vec![TabCell::Text("=1+1".into()), TabCell::Blank]];
        let cells = Cells::AppendCells { sheet_id: gid(7), rows: RowsJson::of(&rows), fields: FIELDS };
        let written = serde_json::to_value(cells).expect("it serialises");
        assert_eq!(
            written["appendCells"]["rows"][0]["values"],
            serde_json::json!([
                {"userEnteredValue": {"stringValue": "=1+1"}},
                {},
            ])
        );
    }

    #[test]
    fn a_link_is_text_that_leads_to_a_row() {
        let link = TabCell::Link { text: "=1".into(), sheet: gid(7), row: nth_row(12) };
        let written = serde_json::to_value(CellJson::of(&link, false)).expect("it serialises");
        assert_eq!(
            written,
            serde_json::json!({
                "userEnteredValue": {"stringValue": "=1"},
                "textFormatRuns": [{"startIndex": 0, "format": {"link": {"uri": "#gid=7&range=A12"}}}],
            })
        );
    }

    #[test]
    fn an_empty_text_is_written_as_a_blank() {
        let written = serde_json::to_string(&CellJson::of(&TabCell::Text(String::new()), false));
        assert_eq!(written.expect("it serialises"), "{}");
    }

    #[test]
    fn days_that_are_shown_alike_are_given_their_format_once() {
        let day = TabCell::Date(NaiveDate::from_ymd_opt(2026, 11, 17).expect("a date"));
        let moment = TabCell::Moment(
            NaiveDate::from_ymd_opt(2026, 11, 17).and_then(|day| day.and_hms_opt(8, 0, 0)).expect("one"),
        );
        let text = TabCell::Text("Vence".into());
        let column = |cells: &[&TabCell]| -> Vec<Vec<TabCell>> {
            cells.iter().map(|cell| vec![TabCell::Blank, (*cell).clone()]).collect()
        };

        let uniform = column(&[&text, &day, &day, &TabCell::Blank, &day, &day, &text]);
        assert_eq!(uniform_columns(&uniform), [UniformColumn { column: 1, rows: 1..6, format: DAY }]);
        let moments = column(&[&moment; 4]);
        assert_eq!(uniform_columns(&moments), [UniformColumn { column: 1, rows: 0..4, format: MOMENT }]);
        for other in [
            column(&[&day, &day, &moment, &day, &day]),
            column(&[&day, &day, &text, &day, &day]),
            column(&[&day, &day, &day]),
            column(&[&text]),
        ] {
            assert_eq!(uniform_columns(&other), [], "{other:?}");
        }

        let rows = RowsJson { rows: &uniform, formatted: vec![1] };
        let written = serde_json::to_value(rows).expect("it serialises");
        let cell = serde_json::json!({"userEnteredValue": {"numberValue": 46_343.0}});
        assert_eq!(written[1]["values"], serde_json::json!([{}, cell]));
    }

    #[test]
    fn the_bytes_of_a_cell_are_never_more_than_what_is_counted_for_it() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 17).expect("a date");
        let moment = date.and_hms_opt(23, 59, 59).expect("a time");
        let texts = ["", "a", "di\"jo\"", "una\nlínea\t\u{1}\\", "ñandú 😀"];
        let texts = texts.map(|text| TabCell::Text(text.into()));
        let link =
            TabCell::Link { text: "fila \"5\"".into(), sheet: gid(1_907_000_001), row: nth_row(1_000_000) };
        let others =
            [TabCell::Blank, TabCell::Date(date), TabCell::Moment(moment), TabCell::Number(-7), link];
        for cell in texts.into_iter().chain(others) {
            // The column of a day has its format.
            let json = CellJson::of(&cell, matches!(cell, TabCell::Date(_)));
            let written = serde_json::to_string(&json).expect("it serialises").len() + 1;
            let counted = cell.written_len();
            assert!(
                (written..=written + 90).contains(&counted),
                "{cell:?}: {written} bytes, {counted} counted"
            );
        }
    }

    #[test]
    fn dates_are_serials() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 17).expect("a date");
        assert!((serial(date) - 46_343.0).abs() < f64::EPSILON);
        let noon = date.and_hms_opt(12, 0, 0).expect("a time");
        assert!((serial_moment(noon) - 46_343.5).abs() < f64::EPSILON);
    }
}
