//! What people have protected, and against whom.

use std::ops::Range;

use google_sheets4::api::{ProtectedRange, Spreadsheet};

use crate::google::Google;
use crate::google::endpoint::Api;
use crate::google::error::Error;
use crate::google::request::{ApiRequest, json};
use crate::google::sheets::SPREADSHEETS;
use crate::google::transport::call::CallTarget;
use crate::sheet::sheet_id::SheetId;

const FIELDS: &str = "spreadsheetId,sheets(properties(sheetId),\
    protectedRanges(range,warningOnly,requestingUserCanEdit))";

/// A protected range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protected {
    /// The tab.
    pub sheet: SheetId,
    /// The range's columns, from 0.
    pub columns: Range<usize>,
    /// True if the account may not write there.
    pub keeps_out: bool,
}

impl Google {
    /// The protected ranges of all tabs, as the account sees them (`spreadsheets.get`).
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn protected(&self, spreadsheet_id: &str) -> Result<Vec<Protected>, Error> {
        let target = CallTarget::with_id(SPREADSHEETS, spreadsheet_id, "").and("fields", FIELDS);
        self.request(ApiRequest::get("sheets.get", Api::Sheets, target), |body| {
            let metadata: Spreadsheet = json(body)?;
            let whole = metadata.spreadsheet_id.as_deref() == Some(spreadsheet_id);
            let tabs = metadata.sheets.unwrap_or_default().into_iter().flat_map(|tab| {
                let sheet = tab.properties.and_then(|properties| properties.sheet_id).unwrap_or_default();
                tab.protected_ranges
                    .unwrap_or_default()
                    .into_iter()
                    .map(move |range| protected(SheetId::new(sheet), range))
            });
            whole.then(|| tabs.collect())
        })
        .await
    }
}

fn protected(sheet: SheetId, range: ProtectedRange) -> Protected {
    let area = range.range.unwrap_or_default();
    let column = |at: Option<i32>, open: usize| at.and_then(|at| usize::try_from(at).ok()).unwrap_or(open);
    let columns = column(area.start_column_index, 0)..column(area.end_column_index, usize::MAX);
    let keeps_out = range.requesting_user_can_edit != Some(true) && range.warning_only != Some(true);
    Protected { sheet, columns, keeps_out }
}
