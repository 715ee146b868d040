//! New spreadsheets.

use google_sheets4::api::Spreadsheet;
use serde_json::json;

use crate::google::Google;
use crate::google::endpoint::Api;
use crate::google::error::Error;
use crate::google::request::{ApiRequest, json as read};
use crate::google::transport::call::CallTarget;
use crate::sheet::sheet_id::SheetId;

impl Google {
    /// Makes a spreadsheet of the account's own with one tab under this id, in Spanish as Colombia writes it and
    /// in its time zone, and returns its id (`spreadsheets.create`). Never tried again once it may
    /// have been applied: each try makes another file.
    ///
    /// # Errors
    /// Any [`Error`]; where it is `ambiguous`, there may be a file whose id is not known.
    pub async fn create_spreadsheet(&self, title: &str, tab: &str, sheet: SheetId) -> Result<String, Error> {
        let body = json!({
            "properties": {"title": title, "locale": "es_CO", "timeZone": "America/Bogota"},
            "sheets": [{"properties": {"sheetId": sheet, "title": tab}}],
        });
        let target = CallTarget::new("/v4/spreadsheets").and("fields", "spreadsheetId");
        let body = body.to_string().into();
        let request = ApiRequest::change("sheets.create", Api::Sheets, target, body, false);
        self.request(request, |body| read::<Spreadsheet>(body)?.spreadsheet_id.filter(|id| !id.is_empty()))
            .await
    }
}
