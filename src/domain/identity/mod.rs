//! The identity of a report: fingerprints of what it says.

pub mod fingerprint;
