//! Sheets v4: spreadsheets, and every way in which they are read and changed.

mod a1;
mod append;
mod batch;
mod book;
mod by_filter;
mod cell;
mod comment;
mod condition;
mod create;
mod edit;
mod filter;
mod format;
mod formula;
mod gradient;
mod html;
mod hung;
mod input;
mod json;
mod locale;
mod looks;
pub(crate) mod metadata;
mod protection;
mod range;
mod read;
mod render;
mod requests;
mod serial;
mod series;
mod sheet;
mod structure;
mod theme;
mod values;
mod widths;
mod workbook;
mod write;

pub(crate) use book::Book;
pub(crate) use cell::{Entered, Outcome};
pub(crate) use comment::{Action, Comment, Post};
pub(crate) use edit::Edit;
pub(crate) use range::{Block, GridRange};
pub(crate) use sheet::{Sheet, row_bytes};

/// The handlers that the table of routes names.
pub(crate) mod handlers {
    pub(crate) use super::batch::batch_update;
    pub(crate) use super::create::create;
    pub(crate) use super::metadata::{get as metadata_get, search as metadata_search};
    pub(crate) use super::read::{get, get_by_data_filter};
    pub(crate) use super::requests::copy_to;
    pub(crate) use super::values::{batch_get, batch_get_by_data_filter, get as values_get};
    pub(crate) use super::write::{
        append, batch_clear, batch_clear_by_data_filter, batch_update as values_batch_update,
        batch_update_by_data_filter, clear, update,
    };
}

pub(crate) use a1::{column_name, parse as parse_range, written as written_range};
pub(crate) use batch::NoSuchBook;
pub(crate) use cell::Cell;
pub(crate) use filter::Filters;
pub(crate) use formula::Evaluator;
pub(crate) use json::{View, link};
pub(crate) use looks::Looks;
pub(crate) use metadata::Metadata;
pub(crate) use render::{Render, export_csv, formatted, rendered};
pub(crate) use requests::{Refusal, apply};
pub(crate) use serial::local as local_time;
pub(crate) use structure::grow;
pub(crate) use theme::{bytes as color_bytes, given as color_given, rgb as color_rgb};
pub(crate) use workbook::workbook;
