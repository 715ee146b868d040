//! The identity of a report: what makes two rows the same report.
//!
//! Judging does not feed it. Parsers, rules and word lists may become better without any report of
//! old becoming another one, because identity is made of what was typed, in a normal form of its own
//! ([`normal_form`]) that is never changed, and without the words that drop-downs offer
//! ([`filled_ahead`]), which are never changed either: another form would be another [`VERSION`], beside
//! this one. Recorded vectors hold it (`vectors.tsv`).

pub mod digests;
pub mod fields;
pub mod filled_ahead;
pub mod fingerprint;
mod formula;
pub mod normal_form;

/// Version of the normal form. A ledger line says by which it was made, and is compared by that.
pub const VERSION: u32 = 1;

#[cfg(test)]
mod vectors;
