//! Form CE-F05: from the cells of a sheet to reports.

mod blank;
mod citizen_texts;
mod classification;
mod definition;
pub mod display;
mod error;
mod file;
mod header;
mod header_rows;
pub mod heading;
mod id;
mod layout;
mod prefilled;
mod radicado;
pub mod report;
mod row;
mod service_column;
pub mod service_text;
mod sheet;
mod staff_tab;
pub mod texts;

pub use blank::{BlankColumn, Holds};
pub use citizen_texts::{CitizenTexts, TextBlank};
pub use classification::Classification;
pub use definition::Form;
pub use error::{FormError, FormFileError, RowScore};
pub use header::Contents;
pub use id::FormId;
pub use layout::{ColumnChange, HeaderNote, Layout, TermStart};
pub use radicado::RadicadoPrefixes;
pub use service_column::ServiceColumn;
pub use sheet::{Reader, Sheet};
pub use staff_tab::{KnownTitles, StaffTab};
