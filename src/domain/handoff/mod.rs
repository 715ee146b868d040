//! A hand-off: from the rows of the sheet to the lines of a dated tab.

pub mod annulment;
pub mod assessment;
pub mod balance;
pub mod baseline;
pub mod batch_splitter;
pub mod comparison;
pub mod copied;
pub mod cut;
pub mod early_date;
pub mod facts;
pub mod known_before;
pub mod listed;
pub mod night_log;
pub mod other_tab;
pub mod plan;
pub mod plan_digest;
pub mod quarantine;
pub mod quiet;
pub mod refused_row;
pub mod reinstatement;
pub mod reissue;
mod shifted;
mod staff_rows;
pub mod tab;
pub mod table;
pub mod titles;
pub mod to_do;
