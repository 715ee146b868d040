//! Whole tabs: copied to another spreadsheet, looked at cell by cell, hidden, renamed, deleted.

use std::ops::Range;

use google_sheets4::api::{
    DeleteProtectedRangeRequest, DeleteSheetRequest, Request, SheetProperties, Spreadsheet,
    SpreadsheetProperties, UpdateSheetPropertiesRequest, UpdateSpreadsheetPropertiesRequest,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::google::Google;
use crate::google::endpoint::Api;
use crate::google::error::{Error, RefusalKind};
use crate::google::request::{ApiRequest, json as read};
use crate::google::sheets::SPREADSHEETS;
use crate::google::sheets::change::{Change, generated, mask};
use crate::google::transport::call::CallTarget;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::sheet_id::SheetId;
use crate::sheet::snapshot::{CellSnapshot, TabSnapshot};

/// The fields by which a copy is compared. Of the looks, those to which people give a meaning: the
/// pattern of numbers, colours, and crossed-out or bold text.
const CELLS: &str = "spreadsheetId,sheets(properties(sheetId),data(startRow,startColumn,rowData(values(\
    userEnteredValue,note,userEnteredFormat(numberFormat,backgroundColor,\
    textFormat(bold,italic,strikethrough,underline,foregroundColor))))))";

impl Google {
    /// Copies a tab to another spreadsheet (`spreadsheets.sheets.copyTo`); the answer is the copy's
    /// id, which Google chooses. Never tried again once it may have been applied: each try makes
    /// another copy.
    ///
    /// # Errors
    /// Any [`Error`]; where it is `ambiguous`, there may be a copy whose id is not known.
    pub async fn copy_tab(&self, spreadsheet_id: &str, sheet: SheetId, to: &str) -> Result<SheetId, Error> {
        let after = format!("/sheets/{sheet}:copyTo");
        let target = CallTarget::with_id(SPREADSHEETS, spreadsheet_id, &after);
        let body = json!({"destinationSpreadsheetId": to}).to_string().into();
        let request = ApiRequest::change("sheets.copyTo", Api::Sheets, target, body, false);
        self.request(request, |body| read::<SheetProperties>(body)?.sheet_id.map(SheetId::new)).await
    }

    /// All that people have put into a tab, with the formats of the columns in which these mean
    /// something, or `None` where there is no such tab (`spreadsheets.getByDataFilter`).
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn snapshot(
        &self,
        spreadsheet_id: &str,
        sheet: SheetId,
        formatted: Range<u32>,
    ) -> Result<Option<TabSnapshot>, Error> {
        let target =
            CallTarget::with_id(SPREADSHEETS, spreadsheet_id, ":getByDataFilter").and("fields", CELLS);
        let body = json!({"dataFilters": [{"gridRange": {"sheetId": sheet}}]}).to_string().into();
        let request = ApiRequest::query("sheets.getByDataFilter", Api::Sheets, target, body);

        let found = self
            .request(request, |body| {
                let file: FileAnswer = read(body)?;
                (file.spreadsheet_id == spreadsheet_id).then_some(())?;
                let tab = file.sheets.into_iter().find(|tab| tab.properties.sheet_id == Some(sheet))?;
                Some(snapshot(tab, &formatted))
            })
            .await;

        match found {
            Ok(snapshot) => Ok(Some(snapshot)),
            Err(error)
                if matches!(error.refusal(), Some(RefusalKind::NotFoundId | RefusalKind::UnknownRange)) =>
            {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Makes a spreadsheet of the account's own that only the account can open, with one tab whose
    /// first cell says what it is for, and returns its id (`spreadsheets.create`).
    ///
    /// # Errors
    /// Any [`Error`]; where it is `ambiguous`, there may be a file whose id is not known.
    pub async fn create_archive(&self, title: &str, tab: &str, text: &str) -> Result<String, Error> {
        let cell = json!({"userEnteredValue": {"stringValue": text}});
        let body = json!({
            "properties": {"title": title, "locale": "es_CO", "timeZone": "America/Bogota"},
            "sheets": [{
                "properties": {"title": tab, "gridProperties": {"rowCount": 1, "columnCount": 1}},
                "data": [{"startRow": 0, "startColumn": 0, "rowData": [{"values": [cell]}]}],
            }],
        });

        let target = CallTarget::new("/v4/spreadsheets").and("fields", "spreadsheetId");
        let request =
            ApiRequest::change("sheets.create", Api::Sheets, target, body.to_string().into(), false);

        self.request(request, |body| read::<Spreadsheet>(body)?.spreadsheet_id.filter(|id| !id.is_empty()))
            .await
    }
}

/// The answer, as far as it is compared: a generated `CellData` takes 3 kB.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FileAnswer {
    spreadsheet_id: String,
    #[serde(default)]
    sheets: Vec<TabAnswer>,
}

#[derive(Deserialize)]
struct TabAnswer {
    properties: Properties,
    #[serde(default)]
    data: Vec<GridAnswer>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Properties {
    sheet_id: Option<SheetId>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct GridAnswer {
    start_row: usize,
    start_column: usize,
    row_data: Vec<RowAnswer>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RowAnswer {
    values: Vec<CellAnswer>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct CellAnswer {
    user_entered_value: Option<Value>,
    note: String,
    user_entered_format: Option<Value>,
}

fn snapshot(tab: TabAnswer, formatted: &Range<u32>) -> TabSnapshot {
    let mut snapshot = TabSnapshot::default();
    for grid in tab.data {
        for (row, cells) in (grid.start_row..).zip(grid.row_data) {
            for (column, cell) in (grid.start_column..).zip(cells.values) {
                let has_format = u32::try_from(column).is_ok_and(|column| formatted.contains(&column));
                let text = |value: Option<Value>| value.map_or_else(String::new, |value| value.to_string());
                let format = text(cell.user_entered_format.filter(|_| has_format));
                snapshot.add(
                    CellAddress::at(row, column),
                    CellSnapshot { value: text(cell.user_entered_value), note: cell.note, format },
                );
            }
        }
    }

    snapshot
}

/// Shows or hides a tab.
pub fn hide(sheet: SheetId, hidden: bool) -> Change<'static> {
    let properties = SheetProperties {
        sheet_id: Some(sheet.number()),
        hidden: Some(hidden),
        ..SheetProperties::default()
    };
    properties_of(properties, "hidden")
}

/// Gives a tab another title.
pub fn rename(sheet: SheetId, title: &str) -> Change<'static> {
    let title = Some(title.to_owned());
    properties_of(
        SheetProperties { sheet_id: Some(sheet.number()), title, ..SheetProperties::default() },
        "title",
    )
}

fn properties_of(properties: SheetProperties, path: &str) -> Change<'static> {
    generated(Request {
        update_sheet_properties: Some(UpdateSheetPropertiesRequest {
            properties: Some(properties),
            fields: mask(path),
        }),
        ..Default::default()
    })
}

/// Gives the spreadsheet another title.
pub fn retitle(title: &str) -> Change<'static> {
    let properties = SpreadsheetProperties { title: Some(title.to_owned()), ..Default::default() };
    generated(Request {
        update_spreadsheet_properties: Some(UpdateSpreadsheetPropertiesRequest {
            properties: Some(properties),
            fields: mask("title"),
        }),
        ..Default::default()
    })
}

/// Deletes a tab, with everything in it.
pub fn delete(sheet: SheetId) -> Change<'static> {
    generated(Request {
        delete_sheet: Some(DeleteSheetRequest { sheet_id: Some(sheet.number()) }),
        ..Default::default()
    })
}

/// Takes a protection away.
pub fn unprotect(id: i32) -> Change<'static> {
    generated(Request {
        delete_protected_range: Some(DeleteProtectedRangeRequest { protected_range_id: Some(id) }),
        ..Default::default()
    })
}
