//! The table of request kinds of `batchUpdate`, each with what answers it.

mod carry;
mod cells;
mod comments;
mod cut;
mod data;
mod dimensions;
mod fill;
mod filters;
mod find;
mod groups;
mod hung;
mod merge;
mod metadata;
mod named;
mod paste;
mod protect;
mod rules;
mod sheets;
mod slide;
mod sort;
mod split;
mod tables;

pub(crate) use cells::write_grid;
pub(crate) use comments::{is_comment, thread};
pub(crate) use sheets::{copy_to, set_book_properties, sheet_from};
pub(crate) use tables::shown as shown_table;

use serde_json::Value;

use super::edit::Edit;

/// Why a request is not applied.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// Google's text, or one in its manner where it is not known.
    Invalid(String),
    /// The emulator does not know the kind; saying so beats pretending.
    NotModelled,
}

impl From<String> for Refusal {
    fn from(text: String) -> Self {
        Self::Invalid(text)
    }
}

impl From<&str> for Refusal {
    fn from(text: &str) -> Self {
        Self::Invalid(text.to_owned())
    }
}

/// The content of the reply; null for a kind that has none.
pub(crate) type Reply = Result<Value, Refusal>;

pub(crate) type Handler = fn(&mut Edit<'_>, &Value) -> Reply;

fn not_modelled(_: &mut Edit<'_>, _: &Value) -> Reply {
    Err(Refusal::NotModelled)
}

pub(crate) static KINDS: &[(&str, Handler)] = &[
    // Spreadsheet and sheets.
    ("updateSpreadsheetProperties", sheets::update_book),
    ("addSheet", sheets::add),
    ("deleteSheet", sheets::delete),
    ("duplicateSheet", sheets::duplicate),
    ("updateSheetProperties", sheets::update),
    // Cells.
    ("updateCells", cells::update),
    ("appendCells", cells::append),
    ("repeatCell", cells::repeat),
    ("setDataValidation", cells::set_validation),
    ("updateBorders", cells::update_borders),
    ("pasteData", data::paste_data),
    ("copyPaste", paste::copy),
    ("cutPaste", cut::cut),
    ("insertRange", slide::insert_range),
    ("deleteRange", slide::delete_range),
    ("autoFill", fill::auto_fill),
    ("textToColumns", split::text_to_columns),
    ("findReplace", find::find_replace),
    ("trimWhitespace", find::trim_whitespace),
    ("deleteDuplicates", find::delete_duplicates),
    ("sortRange", sort::sort_range),
    ("randomizeRange", sort::randomize),
    ("mergeCells", merge::merge),
    ("unmergeCells", merge::unmerge),
    // Rows and columns.
    ("insertDimension", dimensions::insert),
    ("appendDimension", dimensions::append),
    ("deleteDimension", dimensions::delete),
    ("moveDimension", dimensions::relocate),
    ("updateDimensionProperties", dimensions::update),
    ("autoResizeDimensions", dimensions::auto_resize),
    ("addDimensionGroup", groups::add),
    ("deleteDimensionGroup", groups::delete),
    ("updateDimensionGroup", groups::update),
    // Names, metadata, protection.
    ("addNamedRange", named::add),
    ("updateNamedRange", named::update),
    ("deleteNamedRange", named::delete),
    ("createDeveloperMetadata", metadata::create),
    ("updateDeveloperMetadata", metadata::update),
    ("deleteDeveloperMetadata", metadata::delete),
    ("addProtectedRange", protect::add),
    ("updateProtectedRange", protect::update),
    ("deleteProtectedRange", protect::delete),
    // Filters.
    ("setBasicFilter", filters::set_basic),
    ("clearBasicFilter", filters::clear_basic),
    ("addFilterView", filters::add_view),
    ("updateFilterView", filters::update_view),
    ("duplicateFilterView", filters::duplicate_view),
    ("deleteFilterView", filters::delete_view),
    // What hangs on ranges.
    ("addConditionalFormatRule", rules::add),
    ("updateConditionalFormatRule", rules::update),
    ("deleteConditionalFormatRule", rules::delete),
    ("addBanding", hung::add_banding),
    ("updateBanding", hung::update_banding),
    ("deleteBanding", hung::delete_banding),
    ("addChart", hung::add_chart),
    ("updateChartSpec", hung::update_chart),
    ("addSlicer", hung::add_slicer),
    ("updateSlicerSpec", hung::update_slicer),
    ("updateEmbeddedObjectPosition", hung::move_object),
    ("updateEmbeddedObjectBorder", hung::object_border),
    ("deleteEmbeddedObject", hung::delete_object),
    ("addTable", tables::add),
    ("updateTable", tables::update),
    ("deleteTable", tables::delete),
    // Comments.
    ("insertComment", comments::insert),
    ("addCommentReply", comments::reply),
    ("updateCommentPost", comments::update),
    ("deleteComment", comments::delete),
    ("deleteCommentReply", comments::delete_reply),
    // Refused: data sources need BigQuery behind them.
    ("addDataSource", not_modelled),
    ("updateDataSource", not_modelled),
    ("deleteDataSource", not_modelled),
    ("refreshDataSource", not_modelled),
    ("cancelDataSourceRefresh", not_modelled),
];

/// The type that the `fields` of a kind of request select members of.
const MASKED: [(&str, &str); 16] = [
    ("updateSpreadsheetProperties", "SpreadsheetProperties"),
    ("updateSheetProperties", "SheetProperties"),
    ("updateDimensionProperties", "DimensionProperties"),
    ("updateNamedRange", "NamedRange"),
    ("repeatCell", "CellData"),
    ("updateCells", "CellData"),
    ("appendCells", "CellData"),
    ("updateFilterView", "FilterView"),
    ("updateProtectedRange", "ProtectedRange"),
    ("updateBanding", "BandedRange"),
    ("updateDeveloperMetadata", "DeveloperMetadata"),
    ("updateDimensionGroup", "DimensionGroup"),
    ("updateSlicerSpec", "SlicerSpec"),
    ("updateEmbeddedObjectBorder", "EmbeddedObjectBorder"),
    ("updateEmbeddedObjectPosition", "OverlayPosition"),
    ("updateTable", "Table"),
];

/// Applies a request of a kind; a kind that is not in the table is not modelled.
pub(crate) fn apply(edit: &mut Edit<'_>, kind: &str, body: &Value) -> Reply {
    let (_, handler) = KINDS.iter().find(|(name, _)| *name == kind).ok_or(Refusal::NotModelled)?;
    if let Some((_, type_name)) = MASKED.iter().find(|(name, _)| *name == kind)
        && body["fields"].as_str().is_some_and(|text| !text.is_empty())
        && let Some(path) = fields(body)?.unknown(&crate::schema::SHEETS, type_name)
    {
        return Err(format!("Invalid field: {path}").into());
    }
    handler(edit, body)
}

/// The id that a client chose, which must be free, or one that is drawn.
fn choose(
    edit: &mut Edit<'_>,
    given: Option<i64>,
    taken: impl Fn(&Edit<'_>, i64) -> bool,
    noun: &str,
) -> Result<i64, Refusal> {
    match given {
        Some(id) if id < 0 => Err(format!("The {noun} id [{id}] must be non-negative.").into()),
        Some(id) if taken(edit, id) => Err(format!("A {noun} with id [{id}] already exists.").into()),
        Some(id) => Ok(id),
        None => loop {
            let id = edit.ids.number();
            if !taken(edit, id) {
                return Ok(id);
            }
        },
    }
}

/// The `fields` of an update request, which must be there.
fn fields(body: &Value) -> Result<crate::schema::Mask, Refusal> {
    let text = body["fields"].as_str().unwrap_or("");
    if text.is_empty() {
        return Err("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)".into());
    }
    crate::schema::Mask::parse(text).map_err(|text| format!("Invalid field mask: {text}").into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::SHEETS;

    #[test]
    fn every_kind_with_a_mask_says_what_it_selects() {
        let masked = |kind: &&str| {
            let request = SHEETS.field("Request", kind).and_then(|f| f.kind.named()).unwrap();
            SHEETS.field(request, "fields").is_some() && !kind.ends_with("DataSource")
        };
        let mut known: Vec<&str> = KINDS.iter().map(|(name, _)| *name).filter(masked).collect();
        let mut listed: Vec<&str> = MASKED.iter().map(|(name, _)| *name).collect();
        known.sort_unstable();
        listed.sort_unstable();
        assert_eq!(known, listed);
        assert!(MASKED.iter().all(|(_, type_name)| !SHEETS.fields(type_name).is_empty()));
    }

    #[test]
    fn every_kind_of_the_api_is_in_the_table_once() {
        let mut known: Vec<&str> = SHEETS.fields("Request").iter().map(|f| f.name).collect();
        let mut listed: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
        known.sort_unstable();
        listed.sort_unstable();
        assert_eq!(known, listed);
    }
}
