//! The law and procedure CE-P08 as dates and criteria: holidays, business days, terms, and the four
//! criteria that make a report a PQR.

pub mod calendar;
pub mod criteria;
pub mod deadlines;
