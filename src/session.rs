//! The session of a command: who acts, on which spreadsheet, as of when.
//!
//! Calls about the spreadsheet are made through it, and answer with the operator's error.

use crate::clock::Moment;
use crate::config::Settings;
use crate::error::Error;
use crate::google::sheets::{Area, Batch, Change, Render, SpreadsheetMetadata, ValuesByArea};
use crate::google::{self, Google};
use crate::sheet::cell::Cell;

/// The context that every step of a night shares.
#[derive(Clone, Copy, Debug)]
pub struct Session<'a> {
    /// The connection to Google, signed in as the configured account.
    pub google: &'a Google,
    /// The operator's configuration.
    pub settings: &'a Settings,
    /// The instant of the night, read once at its start.
    pub moment: Moment,
}

impl Session<'_> {
    /// The id of the configured spreadsheet.
    pub fn file(&self) -> &str {
        &self.settings.sheet.spreadsheet_id
    }

    /// The operator's error for a failed call about the spreadsheet.
    pub fn error(&self, error: google::Error) -> Error {
        Error::of_file(error, &self.settings.account)
    }

    /// Reads the spreadsheet without its cells.
    ///
    /// # Errors
    /// The reason for which the file cannot be read.
    pub async fn metadata(&self) -> Result<SpreadsheetMetadata, Error> {
        self.google.metadata(self.file()).await.map_err(|error| self.error(error))
    }

    /// Reads the cells of some areas, all of one state of the spreadsheet. Each is taken from the answer
    /// by naming it again.
    ///
    /// # Errors
    /// The reason for which the file cannot be read.
    pub async fn values(&self, areas: &[Area], render: Render) -> Result<ValuesByArea, Error> {
        // Google refuses a read that names nothing.
        if areas.is_empty() {
            return Ok(ValuesByArea::default());
        }
        self.google.values_by_area(self.file(), areas, render).await.map_err(|error| self.error(error))
    }

    /// Reads the cells of an area; `None` where they are those of an earlier read.
    ///
    /// # Errors
    /// The reason for which the file cannot be read.
    pub async fn values_unless(
        &self,
        area: Area,
        render: Render,
        known: &[Vec<Cell>],
    ) -> Result<Option<Vec<Vec<Cell>>>, Error> {
        let read = self.google.values_unless(self.file(), area, render, known).await;
        read.map_err(|error| self.error(error))
    }

    /// Makes one atomic batch of changes.
    ///
    /// # Errors
    /// A change that cannot stand in JSON, which none of this program's is.
    pub fn batch(&self, changes: &[Change<'_>]) -> Result<Batch, Error> {
        Batch::new(changes).map_err(|error| self.error(error))
    }

    /// Applies a batch, all of it or nothing, of which a second copy does no harm.
    ///
    /// # Errors
    /// Google's, since its reason tells the step what has happened.
    pub async fn apply(&self, batch: &Batch) -> Result<(), google::Error> {
        self.google.batch_update(self.file(), batch, true).await.map(drop)
    }

    /// Reads the value of one entry of the spreadsheet's own developer metadata; `None` where there is
    /// none of that id.
    ///
    /// # Errors
    /// The reason for which the file cannot be read.
    pub async fn metadata_value(&self, id: i32) -> Result<Option<String>, Error> {
        let found = self.google.metadata_by_id(self.file(), id).await;
        let found = found.map_err(|error| self.error(error))?;
        Ok(found.map(|entry| entry.metadata_value.unwrap_or_default()))
    }
}
