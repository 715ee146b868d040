//! The mails: what they say, and the log by which each is sent once.

pub mod access_notice;
pub mod first_steps;
pub mod notice;
pub mod notice_log;
pub mod reminder;
