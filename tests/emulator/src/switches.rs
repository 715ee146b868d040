//! Behaviour that Google leaves undocumented, and limits that a test may tighten.

use crate::control::Most;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One choice for each point on which no document of Google's settles what happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "a switch is a bool; they are independent of each other")]
pub struct Switches {
    /// `drafts.send` and `messages.send` replace the Message-ID header by one of Gmail's. Default: true.
    pub rewrites_message_id: bool,
    /// `drafts.send` gives the sent message a new id, as the guide says; false keeps the draft's. Default: true.
    pub sending_renews_message_id: bool,
    /// Row metadata goes along with the row when a range is sorted. Default: false, cells alone move.
    pub metadata_follows_sort: bool,
    /// A sort moves rows that are hidden. Default: false, they stay where they are.
    pub sort_moves_hidden_rows: bool,
    /// An ascending sort puts text before numbers. Default: true, as observed.
    pub sort_puts_text_first: bool,
    /// Sheet titles are compared without regard to case when one is taken. Default: false.
    pub titles_ignore_case: bool,
    /// `updateDeveloperMetadata` and `deleteDeveloperMetadata` refuse a filter that matches nothing. Default: true.
    pub unmatched_metadata_is_an_error: bool,
    /// A text typed with a leading minus is taken for a formula when it is no number. Default: false.
    pub leading_minus_is_formula: bool,
    /// `setDataValidation` with `strict` also refuses values written through the API. Default: false.
    pub validation_binds_the_api: bool,
    /// A copy of a file keeps the developer metadata of the original. Default: true.
    pub copies_keep_metadata: bool,
    /// A version that is restored keeps the spreadsheet's own developer metadata as it is now; false restores that
    /// too. Default: false.
    pub restored_versions_keep_metadata: bool,
    /// A copied row carries its developer metadata along. Default: false.
    pub copy_paste_copies_metadata: bool,
    /// The id of a deleted sheet may be given to a new one. Default: true.
    pub deleted_sheet_ids_are_free: bool,
    /// `values.batchUpdateByDataFilter` refuses a filter that matches nothing. Default: false, nothing is written.
    pub unmatched_write_is_an_error: bool,
    /// `values.batchGetByDataFilter` answers in the order of sheets, columns and rows, and gives filters whose ranges have
    /// one name one answer; false answers in the order asked. Default: true, as measured.
    pub bulk_reads_are_sorted: bool,
    /// Sorting a range that holds cells the account may not edit is refused. Default: true.
    pub sort_respects_protection: bool,
    /// A slicer's criteria hide rows for everyone, as the basic filter's do. Default: true.
    pub slicers_hide_rows: bool,
    /// A filter hides and shows rows as their cells change; false leaves what it hid until it is set again, as the window
    /// does. Default: false.
    pub filters_follow_edits: bool,
    /// A named range that lies within what is cut goes along to where it is pasted. Default: true.
    pub names_follow_cut: bool,
    /// Numbers that rise unevenly are filled on along their trend; false repeats them. Default: true.
    pub fill_follows_trend: bool,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            rewrites_message_id: true,
            sending_renews_message_id: true,
            metadata_follows_sort: false,
            sort_moves_hidden_rows: false,
            sort_puts_text_first: true,
            titles_ignore_case: false,
            unmatched_metadata_is_an_error: true,
            leading_minus_is_formula: false,
            validation_binds_the_api: false,
            copies_keep_metadata: true,
            restored_versions_keep_metadata: false,
            copy_paste_copies_metadata: false,
            deleted_sheet_ids_are_free: true,
            unmatched_write_is_an_error: false,
            bulk_reads_are_sorted: true,
            sort_respects_protection: true,
            slicers_hide_rows: true,
            filters_follow_edits: false,
            names_follow_cut: true,
            fill_follows_trend: true,
        }
    }
}

/// Google's limits; a test tightens one to reach it cheaply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Limits {
    /// Cells of a spreadsheet, empty ones included.
    pub cells: usize,
    /// Characters of one cell.
    pub cell_characters: usize,
    /// Columns of a sheet.
    pub columns: usize,
    /// Sheets of a spreadsheet.
    pub sheets: usize,
    /// Characters of developer metadata for the spreadsheet, and again for each sheet.
    pub metadata_characters: usize,
    /// Read requests a minute and user; 0 is no quota.
    pub reads_per_minute_per_user: usize,
    /// Write requests a minute and user; 0 is no quota.
    pub writes_per_minute_per_user: usize,
    /// Read requests a minute of the whole project; 0 is no quota.
    pub reads_per_minute: usize,
    /// Write requests a minute of the whole project; 0 is no quota.
    pub writes_per_minute: usize,
    /// Drive requests a minute and user; 0 is no quota.
    pub drive_requests_per_minute_per_user: usize,
    /// Drive requests a minute of the whole project; 0 is no quota.
    pub drive_requests_per_minute: usize,
    /// Gmail's quota units a minute and user; 0 is no quota.
    pub gmail_units_per_minute_per_user: usize,
    /// Gmail's quota units a minute of the whole project; 0 is no quota.
    pub gmail_units_per_minute: usize,
    /// Milliseconds that Google takes over a request before it gives up.
    pub request_ms: u64,
    /// Bytes of a request's body. Google documents no limit of Sheets and recommends 2 MB.
    pub body_bytes: usize,
    /// Bytes of a mail.
    pub mail_bytes: usize,
    /// Seconds a bearer token lives.
    pub token_seconds: i64,
    /// Seconds by which a signed assertion's times may differ from the clock. A test whose clock stands far from the
    /// host's, by which the client signs, raises this.
    pub skew_seconds: i64,
    /// Cell changes kept for one mutation in the log.
    pub logged_changes: usize,
    /// Entries kept of each log: of requests, of changes, of mails, and of what became of files. Older ones are let go.
    pub logged_entries: usize,
    /// Bytes kept, about, of each of these logs.
    pub logged_bytes: usize,
}

impl Limits {
    /// Limits as JSON gives them. What it leaves out is Google's, but how much of the logs is kept stays as it is.
    ///
    /// # Errors
    /// A limit that is not known, or whose value is no number.
    pub(crate) fn read(given: &Value, now: &Self) -> serde_json::Result<Self> {
        let mut limits = Self::deserialize(given)?;
        if given["loggedEntries"].is_null() {
            limits.logged_entries = now.logged_entries;
        }
        if given["loggedBytes"].is_null() {
            limits.logged_bytes = now.logged_bytes;
        }
        Ok(limits)
    }

    /// How much of a log is kept.
    pub(crate) fn log(&self) -> Most {
        Most { entries: self.logged_entries, bytes: self.logged_bytes }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            cells: 10_000_000,
            cell_characters: 50_000,
            columns: 18_278,
            sheets: 200,
            metadata_characters: 30_000,
            reads_per_minute_per_user: 0,
            writes_per_minute_per_user: 0,
            reads_per_minute: 0,
            writes_per_minute: 0,
            drive_requests_per_minute_per_user: 0,
            drive_requests_per_minute: 0,
            gmail_units_per_minute_per_user: 0,
            gmail_units_per_minute: 0,
            request_ms: 180_000,
            body_bytes: 256 * 1024 * 1024,
            mail_bytes: 36_700_160,
            token_seconds: 3599,
            skew_seconds: 300,
            logged_changes: 100_000,
            logged_entries: 100_000,
            logged_bytes: 2 * 1024 * 1024 * 1024 - 1,
        }
    }
}
