//! The vocabulary of a spreadsheet: cells, addresses, serial dates, and how two texts or tabs compare.
//!
//! Both [`google`](crate::google), which reads and writes cells, and [`domain`](crate::domain), which
//! judges them, speak it. It knows neither.

pub mod cell;
pub mod cell_address;
pub mod cell_display;
pub mod cell_range;
pub mod column_index;
pub mod encoding;
pub(crate) mod integer;
pub mod locale;
pub mod merge;
pub mod normalize;
pub mod row_number;
pub mod serial;
pub mod sheet_id;
pub mod snapshot;
pub mod tab_cell;
pub mod tab_place;
