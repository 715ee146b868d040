//! The steps of a night, one effect each.

pub mod access;
pub mod adopt;
pub mod alert;
pub mod annotate;
pub mod archive;
pub mod assess;
pub mod baseline;
pub mod commit;
pub mod format;
pub mod host_mark;
pub mod ledger;
pub mod mail_time;
pub mod maintain;
pub mod night_log;
pub mod notify;
pub mod other_tabs;
pub mod protections;
pub mod prune;
pub mod read;
pub mod refused_rows;
pub mod reissue;
pub mod remind;
pub mod repair;
pub mod send_once;
pub mod set_aside;
pub mod verify;
