//! What people have protected, and against whom.

use google_sheets4::api::{Editors, GridRange, ProtectedRange, Spreadsheet};

use crate::google::Google;
use crate::google::endpoint::Api;
use crate::google::error::Error;
use crate::google::request::{ApiRequest, json};
use crate::google::sheets::SPREADSHEETS;
use crate::google::transport::call::CallTarget;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::cell_range::CellRange;
use crate::sheet::sheet_id::SheetId;

const FIELDS: &str = "spreadsheetId,sheets(properties(sheetId),\
    protectedRanges(range,unprotectedRanges,warningOnly,requestingUserCanEdit,editors))";

/// A protected range. It has no `Debug`: it holds addresses of people.
#[derive(Clone, PartialEq, Eq)]
pub struct Protected {
    /// The tab.
    pub sheet: SheetId,
    /// The range's cells.
    pub cells: CellRange,
    /// The cells within it that are not protected.
    pub except: Vec<CellRange>,
    /// True if the account may not write there.
    pub keeps_out: bool,
    /// The people and groups who may. Google tells them only to those who are among them.
    pub editors: Vec<String>,
}

impl Protected {
    /// Returns `true` if the account may not write a cell of a tab because of this range.
    pub fn keeps_out_of(&self, sheet: SheetId, cell: CellAddress) -> bool {
        self.keeps_out
            && self.sheet == sheet
            && self.cells.covers(cell)
            && !self.except.iter().any(|except| except.covers(cell))
    }
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
    let keeps_out = range.requesting_user_can_edit != Some(true) && range.warning_only != Some(true);
    let Editors { users, groups, .. } = range.editors.unwrap_or_default();
    let editors = users.into_iter().chain(groups).flatten().collect();
    Protected {
        sheet,
        cells: cells(&range.range.unwrap_or_default()),
        except: range.unprotected_ranges.unwrap_or_default().iter().map(cells).collect(),
        keeps_out,
        editors,
    }
}

fn cells(range: &GridRange) -> CellRange {
    let at = |at: Option<i32>, open: usize| at.and_then(|at| usize::try_from(at).ok()).unwrap_or(open);
    CellRange {
        rows: at(range.start_row_index, 0)..at(range.end_row_index, usize::MAX),
        columns: at(range.start_column_index, 0)..at(range.end_column_index, usize::MAX),
    }
}
