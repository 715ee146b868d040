//! The law and procedure CE-P08 as dates and criteria: holidays, business days, terms, and the four
//! criteria that make a report a PQR.

pub mod calendar;
pub mod criteria;
pub mod deadlines;
pub mod history;
pub mod life;
pub mod state;

/// The procedure and the form that reports are judged by, with the version of each as far as it has one.
pub const PROCEDURE: &str = "CE-P08 v03 / CE-F05";
