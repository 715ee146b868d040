//! The looks of what the service makes: requests that give widths, colours, drop-downs and charts to
//! tabs. Pure: they are sent by [`steps`](crate::steps).

pub mod form_tab;
pub mod handoff_tab;
pub mod maintained_tabs;
pub mod palette;
pub mod service_columns;
