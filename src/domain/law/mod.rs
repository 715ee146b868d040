//! The law and procedure CE-P08 as dates and criteria: holidays, business days, terms, the four
//! criteria that make a report a PQR, and what the entity's papers are called.

pub mod calendar;
pub mod criteria;
pub mod deadlines;
pub mod entity;
pub mod history;
pub mod life;
pub mod state;
