//! Writes into columns that are named by their tags.
//!
//! An index from an earlier read lands on whatever column is there now, and that may be one of the
//! staff's. A tag is resolved by Google when it applies the write, so the column is the right one
//! wherever people have moved it meanwhile.

use serde_json::{Value, json};

use crate::google::Google;
use crate::google::endpoint::Api;
use crate::google::error::Error;
use crate::google::request::ApiRequest;
use crate::google::sheets::SPREADSHEETS;
use crate::google::transport::call::CallTarget;

/// The cells to write into one column.
///
/// The cells have no `Debug`: they stand beside citizens' rows.
pub struct TaggedColumn {
    /// Id of the column's developer metadata.
    pub tag: i32,
    /// The cells from row 1 down. `None` leaves a cell as it is; an empty text clears it.
    pub cells: Vec<Option<String>>,
}

impl Google {
    /// Writes texts into tagged columns (`values.batchUpdateByDataFilter`), as text and never as
    /// formulas, all of them or none. A second copy does no harm.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn write_columns(&self, spreadsheet_id: &str, columns: &[TaggedColumn]) -> Result<(), Error> {
        let target = CallTarget::with_id(SPREADSHEETS, spreadsheet_id, "/values:batchUpdateByDataFilter");
        let data: Vec<Value> = columns
            .iter()
            .map(|column| {
                json!({
                    "dataFilter": {"developerMetadataLookup": {"metadataId": column.tag}},
                    "majorDimension": "COLUMNS",
                    "values": [column.cells],
                })
            })
            .collect();

        let body = json!({"valueInputOption": "RAW", "data": data}).to_string().into();
        let request =
            ApiRequest::change("sheets.values.batchUpdateByDataFilter", Api::Sheets, target, body, true);

        self.request(request, |body| serde_json::from_slice::<Value>(body).ok().map(drop)).await
    }
}
