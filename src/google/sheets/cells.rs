//! Cells on their way to Google.
//!
//! A generated `CellData` takes 3 kB; these borrow what they write.

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
pub(super) struct RowsJson<'a>(pub(super) &'a [Vec<TabCell>]);

impl Serialize for RowsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(Some(self.0.len()))?;
        for cells in self.0 {
            rows.serialize_element(&RowJson { values: cells.iter().map(CellJson::from).collect() })?;
        }
        rows.end()
    }
}

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

impl<'a> From<&'a TabCell> for CellJson<'a> {
    fn from(cell: &'a TabCell) -> Self {
        let text = |text| Self { user_entered_value: Some(ValueJson::StringValue(text)), ..Self::default() };
        let number = |number, r#type, pattern| Self {
            user_entered_value: Some(ValueJson::NumberValue(number)),
            user_entered_format: Some(Format { number_format: NumberFormat { r#type, pattern } }),
            ..Self::default()
        };

        match cell {
            TabCell::Blank => Self::default(),
            TabCell::Text(typed) => text(typed),
            TabCell::Date(date) => number(serial(*date), "DATE", "dd/mm/yyyy"),
            TabCell::Moment(moment) => number(serial_moment(*moment), "DATE_TIME", "dd/mm/yyyy hh:mm"),
            TabCell::Number(count) => number(f64::from(*count), "NUMBER", "0"),
            TabCell::Percent(share) => number(f64::from(*share) / 100.0, "PERCENT", "0%"),
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
        let cells = Cells::AppendCells { sheet_id: gid(7), rows: RowsJson(&rows), fields: FIELDS };
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
        let written = serde_json::to_value(CellJson::from(&link)).expect("it serialises");
        assert_eq!(
            written,
            serde_json::json!({
                "userEnteredValue": {"stringValue": "=1"},
                "textFormatRuns": [{"startIndex": 0, "format": {"link": {"uri": "#gid=7&range=A12"}}}],
            })
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
