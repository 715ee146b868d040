//! What a report is and what becomes of it: pure and total.
//!
//! Nothing here is asynchronous, reads a file, an environment variable or the clock, logs, or names
//! a type of Google's; a test holds that. Bad cells are findings, never errors.

pub mod a1;
pub mod access;
pub mod alarm;
pub mod annotation;
pub mod annulment;
pub mod answers;
pub mod archive;
pub mod balance;
pub mod board;
pub mod calendar;
pub mod care;
pub mod cell;
pub mod chain;
pub mod considered;
pub mod criteria;
pub mod deadline;
pub mod entry;
pub mod evidence;
pub mod field;
pub mod fields;
pub mod find;
pub mod finding;
pub mod fingerprint;
pub mod form;
pub mod handoff;
pub mod hold;
pub mod id;
pub mod kept;
pub mod ledger;
pub mod lexicon;
pub mod listed;
pub mod notice;
pub mod notice_log;
pub mod pace;
pub mod pending;
pub mod place;
pub mod plan;
pub mod private;
pub mod proof;
pub mod reconcile;
pub mod record;
pub mod reissue;
pub mod reminder;
pub mod repair_log;
pub mod report;
pub mod schedule;
pub mod spelling;
pub mod suggest;
pub mod tab;
#[cfg(test)]
mod testing;
pub mod texts;
pub mod vigil;

#[cfg(test)]
mod properties;
