//! The steps of a night, one effect each.

pub mod access;
pub mod adopt;
pub mod annotate;
pub mod commit;
pub mod dress;
mod form_tab;
pub mod ledger;
pub mod mend;
pub mod notify;
pub mod prove;
pub mod read;
pub mod reissue;
pub mod set_aside;
