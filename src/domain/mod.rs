//! The reports and what becomes of them: pure and total.
//!
//! Nothing here is asynchronous, reads a file, an environment variable or the clock, logs, or names
//! a type of Google's; a test holds that. Bad cells are findings, never errors.
//!
//! # Rooms
//! From the cell to the legal end; each imports only rooms above it.
//! - [`finding`]: the fields of CE-F05 and what may be wrong with a cell.
//! - [`fields`]: one reader a kind of cell: dates, documents, addresses, names, networks.
//! - [`suggest`]: what a text seems to be about.
//! - [`law`]: holidays, business days, terms, the four criteria of CE-P08.
//! - [`form`]: header rows and rows; from cells to [`form::report::Report`].
//! - [`ids`]: codes of reports, and the ids under which the service keeps its things.
//! - [`identity`]: fingerprints of a report's content.
//! - [`ledger`]: what was handed over, its chain, its checks and its verification.
//! - [`reconcile`]: which known report a row is.
//! - [`handoff`]: tonight's plan, the lines of a tab, annulments and reissues.
//! - [`clerks`]: what clerks type, and what they and staff are shown.
//! - [`archive`]: which hand-offs may be put away, and what is recorded of them.
//! - [`access`]: who can open the file and may not.
//! - [`mail`]: the notice, its log, reminders.

pub mod access;
pub mod archive;
pub mod clerks;
pub mod columns;
pub mod fields;
pub mod finding;
pub mod form;
pub mod handoff;
pub mod identity;
pub mod ids;
pub mod law;
pub mod ledger;
pub mod mail;
pub mod reconcile;
pub mod suggest;

#[cfg(test)]
mod properties;
