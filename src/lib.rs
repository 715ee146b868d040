//! Carries citizens' reports from a shared Google Sheet to the office that must answer them.

pub mod domain;
pub mod google;
