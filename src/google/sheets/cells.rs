//! Cells on their way to Google.
//!
//! A generated `CellData` takes 3 kB; these borrow what they write.

use chrono::{NaiveDate, NaiveDateTime, Timelike as _};
use serde::Serialize;
use serde::ser::{SerializeSeq as _, Serializer};

use crate::domain::tab::TabCell;

/// An `updateCells` or `appendCells` request.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Cells<'a> {
    UpdateCells {
        start: Start,
        rows: Rows<'a>,
        fields: &'static str,
    },
    #[serde(rename_all = "camelCase")]
    AppendCells {
        sheet_id: i32,
        rows: Rows<'a>,
        fields: &'static str,
    },
}

/// Only what is written here is written: no other property of a cell is touched. A date's format
/// goes with its value, because a bare serial says nothing to a clerk.
pub(super) const FIELDS: &str = "userEnteredValue,userEnteredFormat.numberFormat";

/// The cell at which the rows begin.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Start {
    pub(super) sheet_id: i32,
    pub(super) row_index: u32,
    pub(super) column_index: u32,
}

/// Rows of cells, borrowed.
#[derive(Clone, Debug)]
pub(super) struct Rows<'a>(pub(super) &'a [Vec<TabCell>]);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(Some(self.0.len()))?;
        for cells in self.0 {
            rows.serialize_element(&Row { values: cells.iter().map(Cell::from).collect() })?;
        }
        rows.end()
    }
}

#[derive(Serialize)]
struct Row<'a> {
    values: Vec<Cell<'a>>,
}

#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
struct Cell<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    user_entered_value: Option<Value<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_entered_format: Option<Format>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Value<'a> {
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

impl<'a> From<&'a TabCell> for Cell<'a> {
    fn from(cell: &'a TabCell) -> Self {
        let format = |r#type, pattern| Some(Format { number_format: NumberFormat { r#type, pattern } });
        match cell {
            TabCell::Blank => Self::default(),
            TabCell::Text(text) => {
                Self { user_entered_value: Some(Value::StringValue(text)), user_entered_format: None }
            }
            TabCell::Date(date) => Self {
                user_entered_value: Some(Value::NumberValue(serial(*date))),
                user_entered_format: format("DATE", "dd/mm/yyyy"),
            },
            TabCell::Moment(moment) => Self {
                user_entered_value: Some(Value::NumberValue(serial_moment(*moment))),
                user_entered_format: format("DATE_TIME", "dd/mm/yyyy hh:mm"),
            },
        }
    }
}

/// Days since 1899-12-30, as Sheets counts them.
fn serial(date: NaiveDate) -> f64 {
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default();
    // No date that chrono can hold is beyond what a double counts exactly.
    i32::try_from((date - epoch).num_days()).map_or(0.0, f64::from)
}

fn serial_moment(moment: NaiveDateTime) -> f64 {
    serial(moment.date()) + f64::from(moment.time().num_seconds_from_midnight()) / 86_400.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_typed_by_a_citizen_is_written_as_a_string() {
        let rows = [vec![TabCell::Text("=1+1".into()), TabCell::Blank]];
        let cells = Cells::AppendCells { sheet_id: 7, rows: Rows(&rows), fields: FIELDS };
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
    fn dates_are_serials() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 17).expect("a date");
        assert!((serial(date) - 46_343.0).abs() < f64::EPSILON);
        let noon = date.and_hms_opt(12, 0, 0).expect("a time");
        assert!((serial_moment(noon) - 46_343.5).abs() < f64::EPSILON);
    }
}
