//! Form CE-F05: from the cells of a sheet to reports.

mod blank;
mod builtin;
mod error;
mod file;
mod header;
mod layout;
pub mod report;
mod row;
mod sheet;
pub mod texts;

use chrono::NaiveDate;

use crate::domain::fields::address::Neighbourhoods;
use crate::domain::fields::channel::Channels;
use crate::domain::fields::date::DateLimits;
use crate::domain::fields::document::Documents;
use crate::domain::fields::placeholder::Placeholders;
use crate::domain::finding::field::Field;
use crate::domain::law::calendar::Calendar;
use crate::domain::law::criteria::Criterion;
use crate::domain::law::deadlines::{Deadlines, Terms};
use crate::domain::suggest::Words;
use crate::sheet::cell::Cell;
pub use blank::{BlankColumn, Holds};
pub use error::{FormError, FormFileError, NearestHeader, RowScore};
pub use layout::{HeaderNote, Layout, OWN_COLUMNS};
pub use sheet::{Reader, Sheet};

/// The form as the operator has it: what its columns are called and how its cells are read.
#[derive(Clone, Debug)]
pub struct Form {
    headers: header::Headers,
    mandatory: Vec<Vec<Field>>,
    header_rows: usize,
    fewest_headers: usize,
    required: Vec<Criterion>,
    terms: Terms,
    limits: DateLimits,
    channels: Channels,
    placeholders: Placeholders,
    document_placeholders: Placeholders,
    documents: Documents,
    neighbourhoods: Neighbourhoods,
    words: Words,
    calendar: Calendar,
}

impl Form {
    /// The calendar of the form: national holidays, the operator's closures and suspensions, and
    /// the first day of a term.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The terms of the form, counted on its calendar.
    pub fn deadlines(&self) -> Deadlines<'_> {
        Deadlines::new(&self.calendar, self.terms)
    }

    /// The criteria a report must meet to be a PQR.
    pub fn required_criteria(&self) -> &[Criterion] {
        &self.required
    }

    /// The texts that people type where they have nothing to type.
    pub fn placeholders(&self) -> &Placeholders {
        &self.placeholders
    }

    /// How people write channels.
    pub fn channels(&self) -> &Channels {
        &self.channels
    }

    /// How people mark documents.
    pub fn documents(&self) -> &Documents {
        &self.documents
    }

    /// The neighbourhoods that make a place of a street.
    pub fn neighbourhoods(&self) -> &Neighbourhoods {
        &self.neighbourhoods
    }

    /// The word lists that suggest.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Reads a staff tab: every row below the header is a report, or empty. `today` is the day
    /// after which a date lies in the future.
    ///
    /// # Errors
    /// When the tab has content and is no CE-F05; see [`FormError`].
    pub fn read(&self, grid: &[Vec<Cell>], today: NaiveDate) -> Result<Sheet, FormError> {
        let Some(layout) = self.locate(grid)? else { return Ok(Sheet::default()) };
        let below = layout.header_row as usize;
        let mut reader = self.reader(layout, today);
        let mut reports = Vec::new();
        for row in grid.get(below..).unwrap_or_default() {
            reports.extend(reader.row(row));
        }
        Ok(reader.finish(reports))
    }
}
