//! The clerks of Citizen Attention: what they type in the hand-off tabs, and what they, the staff and
//! the auditor are shown of it.

pub mod annotation;
pub mod answers;
pub mod board;
pub mod figures;
pub mod find;
pub mod history;
pub mod lives;
pub mod month_figures;
pub mod month_report;
pub mod pending;
pub mod period;
pub mod report_index;
pub mod service_cells;
