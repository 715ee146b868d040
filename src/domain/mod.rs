//! What a report is and what becomes of it: pure and total.
//!
//! Nothing here is asynchronous, reads a file, an environment variable or the clock, logs, or names
//! a type of Google's; a test holds that. Bad cells are findings, never errors.

pub mod a1;
pub mod calendar;
pub mod cell;
pub mod criteria;
pub mod field;
pub mod fields;
pub mod finding;
pub mod form;
pub mod private;
pub mod report;
pub mod spelling;
pub mod suggest;
pub mod texts;

#[cfg(test)]
mod properties;
