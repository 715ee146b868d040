//! The steps of a night, one effect each.

pub mod access;
pub mod adopt;
pub mod alarm;
pub mod annotate;
pub mod archive;
pub mod beside;
pub mod commit;
pub mod dress;
mod form_tab;
pub mod keep;
pub mod ledger;
pub mod mend;
pub mod notify;
pub mod once;
mod palette;
pub mod prove;
pub mod read;
pub mod reissue;
pub mod remind;
pub mod set_aside;
