//! The operation of the service on a host: when nights are due, how they went, and what is kept of it.

pub mod alert;
pub mod forecast;
pub mod record;
pub mod schedule;
pub mod scheduler;
pub mod state_dir;
