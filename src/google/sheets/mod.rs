//! Sheets v4: the spreadsheet's metadata, its values, and one atomic change.

mod batch;
mod cells;
pub mod change;
pub mod chart;
mod columns;
mod create;
mod display;
mod metadata;
mod protected;
pub mod style;
pub mod tabs;
mod values;

use google_sheets4::api::{BatchUpdateSpreadsheetResponse, DeveloperMetadata, Spreadsheet};

pub use self::batch::Batch;
pub use self::change::Change;
pub use self::columns::TaggedColumn;
pub use self::display::Displays;
pub use self::metadata::{ColumnTag, MetadataEntry, SpreadsheetMetadata, TabMetadata, place};
pub use self::protected::Protected;
pub use self::values::{Area, AreaRows, Render, ValuesByArea, each_row};

use crate::google::Google;
use crate::google::endpoint::Api;
use crate::google::error::{Error, ErrorKind, RefusalKind};
use crate::google::request::{ApiRequest, json};
use crate::google::transport::call::CallTarget;

const SPREADSHEETS: &str = "/v4/spreadsheets/";

/// The fields that a night needs of a spreadsheet beside its values, and nothing else.
const METADATA_FIELDS: &str = "spreadsheetId,properties(title,locale,timeZone),\
    developerMetadata(metadataId,metadataKey,metadataValue),\
    sheets(properties(sheetId,title,index,hidden,sheetType,gridProperties(rowCount,columnCount)),\
    protectedRanges(protectedRangeId),charts(chartId),merges,\
    data(columnMetadata(developerMetadata(metadataId,metadataKey,metadataValue))))";

impl Google {
    /// The spreadsheet without its cells: names, locale, time zone, tabs, protected ranges, the
    /// developer metadata of the file and of the columns (`spreadsheets.get`).
    ///
    /// # Errors
    /// Any [`Error`]; [`ErrorKind::Malformed`] when the answer is of another file, or has no tab, or a
    /// tab without id or title.
    pub async fn spreadsheet(&self, spreadsheet_id: &str) -> Result<Spreadsheet, Error> {
        let target = CallTarget::with_id(SPREADSHEETS, spreadsheet_id, "").and("fields", METADATA_FIELDS);
        self.request(ApiRequest::get("sheets.get", Api::Sheets, target), |body| {
            let metadata: Spreadsheet = json(body)?;
            let tabs = metadata.sheets.as_deref().unwrap_or_default();
            let named = |tab: &google_sheets4::api::Sheet| {
                tab.properties.as_ref().is_some_and(|tab| tab.sheet_id.is_some() && tab.title.is_some())
            };
            let whole = metadata.spreadsheet_id.as_deref() == Some(spreadsheet_id)
                && metadata.properties.is_some()
                && !tabs.is_empty()
                && tabs.iter().all(named);
            whole.then_some(metadata)
        })
        .await
    }

    /// Applies a batch, all of it or nothing (`spreadsheets.batchUpdate`). `safe` says that a
    /// second copy does no harm: it only overwrites, or creates under an id of our own choice,
    /// which Google refuses to do twice.
    ///
    /// # Errors
    /// Any [`Error`]. Where it is `ambiguous`, the batch may have been applied, even when the kind
    /// is [`ErrorKind::Refused`]: the try that was refused may have met an earlier copy of itself.
    pub async fn batch_update(
        &self,
        spreadsheet_id: &str,
        batch: &Batch,
        safe: bool,
    ) -> Result<BatchUpdateSpreadsheetResponse, Error> {
        let target = CallTarget::with_id(SPREADSHEETS, spreadsheet_id, ":batchUpdate");
        let request = ApiRequest::change("sheets.batchUpdate", Api::Sheets, target, batch.bytes(), safe);
        self.request(request, |body| {
            let answer: BatchUpdateSpreadsheetResponse = json(body)?;
            let replies = answer.replies.as_ref().map_or(0, Vec::len);
            (replies == batch.requests()).then_some(answer)
        })
        .await
    }

    /// Developer metadata by its id, or `None` where there is none (`developerMetadata.get`).
    ///
    /// # Errors
    /// Any [`Error`]; [`ErrorKind::NotFound`] is about the file.
    pub async fn metadata_by_id(
        &self,
        spreadsheet_id: &str,
        metadata_id: i32,
    ) -> Result<Option<DeveloperMetadata>, Error> {
        let after = format!("/developerMetadata/{metadata_id}");
        let target = CallTarget::with_id(SPREADSHEETS, spreadsheet_id, &after);
        let request = ApiRequest::get("sheets.developerMetadata.get", Api::Sheets, target);
        let answer = self
            .request(request, |body| {
                json::<DeveloperMetadata>(body).filter(|found| found.metadata_id == Some(metadata_id))
            })
            .await;

        match answer {
            Ok(found) => Ok(Some(found)),
            Err(error) if missing(&error) => Ok(None),
            // A 404 may be about the metadata or about the file; where its text does not say, the
            // file's own list does.
            Err(Error { kind: ErrorKind::NotFound, .. }) => {
                self.listed_metadata(spreadsheet_id, metadata_id).await
            }
            Err(error) => Err(error),
        }
    }

    async fn listed_metadata(&self, file: &str, id: i32) -> Result<Option<DeveloperMetadata>, Error> {
        let target = CallTarget::with_id(SPREADSHEETS, file, "")
            .and("fields", "spreadsheetId,developerMetadata(metadataId,metadataKey,metadataValue)");
        self.request(ApiRequest::get("sheets.get", Api::Sheets, target), |body| {
            let metadata: Spreadsheet = json(body)?;
            let listed = metadata.developer_metadata.unwrap_or_default();
            (metadata.spreadsheet_id.as_deref() == Some(file))
                .then(|| listed.into_iter().find(|one| one.metadata_id == Some(id)))
        })
        .await
    }
}

/// Returns `true` if Google says that no developer metadata has the id.
fn missing(error: &Error) -> bool {
    error.status == Some(404) && error.refusal() == Some(RefusalKind::NotFoundId)
}
