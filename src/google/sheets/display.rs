//! What cells show beside their values (`spreadsheets.getByDataFilter`).

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::google::Google;
use crate::google::endpoint::Api;
use crate::google::error::Error;
use crate::google::request::{ApiRequest, json};
use crate::google::sheets::SPREADSHEETS;
use crate::google::transport::call::CallTarget;
use crate::sheet::cell::Cell;
use crate::sheet::cell_display::CellDisplay;
use crate::sheet::row_number::{self, RowNumber};
use crate::sheet::sheet_id::SheetId;

/// The members of a cell that say what it is, what it shows and where it leads, and nothing else.
const FIELDS: &str = "sheets(data(startRow,rowData(values(userEnteredValue,formattedValue,hyperlink,\
    textFormatRuns(format(link(uri))),chipRuns(chip(richLinkProperties(uri)))))))";

/// Rows that one request asks for: their answer is some hundreds of kilobytes.
const ROWS: usize = 500;

/// The displays of the cells of some rows, from the first column on; cells that are blank to the end are left
/// out.
pub type Displays = BTreeMap<RowNumber, Vec<CellDisplay>>;

impl Google {
    /// Reads what the cells of some rows show, in ascending order, from the first column up to `width`
    /// columns.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn displays(
        &self,
        spreadsheet_id: &str,
        tab: SheetId,
        rows: &[RowNumber],
        width: usize,
    ) -> Result<Displays, Error> {
        let mut found = Displays::new();
        for rows in rows.chunks(ROWS) {
            let target = CallTarget::with_id(SPREADSHEETS, spreadsheet_id, ":getByDataFilter");
            let target = target.and("fields", FIELDS);
            let question = question(tab, rows, width);
            let request = ApiRequest::query("sheets.getByDataFilter", Api::Sheets, target, question);
            found.extend(self.request(request, displays).await?);
        }
        Ok(found)
    }
}

fn question(tab: SheetId, rows: &[RowNumber], width: usize) -> Bytes {
    let filter = |(first, last): &(RowNumber, RowNumber)| {
        json!({"gridRange": {
            "sheetId": tab,
            "startRowIndex": first.offset(),
            "endRowIndex": last.offset() + 1,
            "startColumnIndex": 0,
            "endColumnIndex": width,
        }})
    };
    let filters: Vec<Value> = row_number::runs(rows.iter().copied()).iter().map(filter).collect();
    json!({"dataFilters": filters}).to_string().into()
}

/// The rows of an answer. A range without a single value has none.
fn displays(body: &[u8]) -> Option<Displays> {
    let answer: DisplayAnswer = json(body)?;
    let ranges = answer.sheets?.into_iter().flat_map(|sheet| sheet.data);
    let rows = ranges.flat_map(|range| {
        let start = range.start_row;
        range.row_data.into_iter().enumerate().map(move |(at, row)| {
            let cells = row.values.into_iter().map(CellData::display).collect();
            (RowNumber::at(start + at), cells)
        })
    });
    Some(rows.collect())
}

#[derive(Deserialize)]
struct DisplayAnswer {
    sheets: Option<Vec<SheetGrids>>,
}

#[derive(Deserialize)]
struct SheetGrids {
    #[serde(default)]
    data: Vec<GridData>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct GridData {
    start_row: usize,
    row_data: Vec<RowData>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RowData {
    values: Vec<CellData>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct CellData {
    user_entered_value: ExtendedValue,
    formatted_value: String,
    hyperlink: Option<String>,
    text_format_runs: Vec<TextFormatRun>,
    chip_runs: Vec<ChipRun>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ExtendedValue {
    #[serde(rename = "numberValue")]
    number: Option<f64>,
    #[serde(rename = "stringValue")]
    text: Option<String>,
    #[serde(rename = "boolValue")]
    logical: Option<bool>,
    #[serde(rename = "formulaValue")]
    formula: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct TextFormatRun {
    format: TextFormat,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct TextFormat {
    link: Option<LinkAddress>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ChipRun {
    chip: Chip,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Chip {
    rich_link_properties: Option<LinkAddress>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct LinkAddress {
    uri: Option<String>,
}

impl CellData {
    /// Google tells one link as the cell's, and several as those of its parts.
    fn display(self) -> CellDisplay {
        let runs = self.text_format_runs.into_iter().filter_map(|run| run.format.link?.uri);
        let chips = self.chip_runs.into_iter().filter_map(|run| run.chip.rich_link_properties?.uri);
        let mut links: Vec<String> = Vec::new();
        for link in self.hyperlink.into_iter().chain(runs).chain(chips) {
            if !links.contains(&link) {
                links.push(link);
            }
        }
        CellDisplay { entered: self.user_entered_value.cell(), formatted: self.formatted_value, links }
    }
}

impl ExtendedValue {
    fn cell(self) -> Cell {
        match self {
            Self { formula: Some(source), .. } => Cell::Formula { source, shown: Box::default() },
            Self { number: Some(number), .. } => Cell::Number(number),
            Self { logical: Some(value), .. } => Cell::Bool(value),
            Self { text: Some(text), .. } if !text.is_empty() => Cell::Text(text),
            _ => Cell::Blank,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_told_by_where_their_range_starts() {
        let body = json!({"sheets": [{"data": [
            {"startRow": 4, "rowData": [
                {"values": [{}, {"userEnteredValue": {"numberValue": 35}, "formattedValue": "CE 000035"}]},
                {},
            ]},
            {"rowData": [{"values": [{
                "userEnteredValue": {"stringValue": "ver y captura"}, "formattedValue": "ver y captura",
                "textFormatRuns": [
                    {"format": {"link": {"uri": "https://red.example/1"}}},
                    {"startIndex": 3, "format": {}},
                    {"startIndex": 6, "format": {"link": {"uri": "https://red.example/2"}}},
                    {"startIndex": 7},
                ],
                "chipRuns": [{"chip": {"richLinkProperties": {"uri": "https://red.example/1"}}}, {}],
            }]}]},
            {"startRow": 9},
        ]}]});
        let found = displays(body.to_string().as_bytes()).unwrap();
        assert_eq!(found.keys().map(|row| row.number()).collect::<Vec<_>>(), [1, 5, 6]);
        assert_eq!(found[&RowNumber::new(1)][0].links, ["https://red.example/1", "https://red.example/2"]);
        let number = &found[&RowNumber::new(5)][1];
        assert_eq!((number.formatted.as_str(), number.links.len()), ("CE 000035", 0));
        assert!(number.entered == Cell::Number(35.0) && found[&RowNumber::new(6)].is_empty());
        assert!(displays(b"{}").is_none() && displays(b"{\"sheets\":[").is_none());
    }

    #[test]
    fn neighbouring_rows_are_asked_for_as_one_range() {
        let rows: Vec<RowNumber> = [3, 4, 7].map(RowNumber::new).to_vec();
        let question: Value = serde_json::from_slice(&question(SheetId::new(7), &rows, 9)).unwrap();
        let range = |start: u32, end: u32| json!({"gridRange": {"sheetId": 7, "startRowIndex": start, "endRowIndex": end, "startColumnIndex": 0, "endColumnIndex": 9}});
        assert_eq!(question, json!({"dataFilters": [range(2, 4), range(6, 7)]}));
    }
}
