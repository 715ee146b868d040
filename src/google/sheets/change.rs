//! The requests of a batch, in the words of the program.

use std::ops::Range;

use google_sheets4::FieldMask;
use google_sheets4::api::{
    AddSheetRequest, AppendDimensionRequest, CellData, CreateDeveloperMetadataRequest, DataFilter,
    DeleteDeveloperMetadataRequest, DeleteDimensionRequest, DeveloperMetadata, DeveloperMetadataLocation,
    DeveloperMetadataLookup, DimensionRange, DuplicateSheetRequest, ExtendedValue, GridCoordinate,
    GridProperties, GridRange, InsertDimensionRequest, Request, RowData, SheetProperties,
    SpreadsheetProperties, UnmergeCellsRequest, UpdateCellsRequest, UpdateDeveloperMetadataRequest,
    UpdateSheetPropertiesRequest, UpdateSpreadsheetPropertiesRequest,
};
use serde::Serialize;

use crate::google::sheets::cells::{Cells, FIELDS, FIELDS_AND_LINKS, RowStart, RowsJson, uniform_columns};
use crate::google::sheets::style::{self, Style};
use crate::sheet::cell_address::CellAddress;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::row_number::RowNumber;
use crate::sheet::sheet_id::SheetId;
use crate::sheet::tab_cell::TabCell;

/// One request of a batch.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Change<'a>(ChangeKind<'a>);

#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
enum ChangeKind<'a> {
    Generated(Box<Request>),
    Cells(Cells<'a>),
}

/// A rectangle of a sheet: rows and columns from 0, the ends excluded. Rows that end at [`u32::MAX`]
/// go on as far as the sheet does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The sheet's id.
    pub sheet: SheetId,
    /// The block's rows.
    pub rows: Range<u32>,
    /// The block's columns.
    pub columns: Range<u32>,
}

impl Block {
    pub(super) fn grid(&self) -> GridRange {
        GridRange {
            sheet_id: Some(self.sheet.number()),
            start_row_index: Some(signed(self.rows.start)),
            end_row_index: (self.rows.end < u32::MAX).then(|| signed(self.rows.end)),
            start_column_index: Some(signed(self.columns.start)),
            end_column_index: Some(signed(self.columns.end)),
        }
    }
}

/// Creates developer metadata of the spreadsheet under an id of the caller's choice; Google
/// refuses the whole batch when the id is taken.
pub fn create_metadata(id: i32, key: &str, value: String) -> Change<'static> {
    let location = DeveloperMetadataLocation { spreadsheet: Some(true), ..Default::default() };
    metadata(Some(id), key, value, location)
}

/// Tags a column, wherever people move it, under an id of the caller's choice.
pub fn tag_column(id: i32, sheet: SheetId, column: ColumnIndex, key: &str, value: &str) -> Change<'static> {
    let range = dimension(sheet, "COLUMNS", column.offset()..column.offset() + 1);
    let location = DeveloperMetadataLocation { dimension_range: Some(range), ..Default::default() };
    metadata(Some(id), key, value.to_owned(), location)
}

fn metadata(
    id: Option<i32>,
    key: &str,
    value: String,
    location: DeveloperMetadataLocation,
) -> Change<'static> {
    generated(Request {
        create_developer_metadata: Some(CreateDeveloperMetadataRequest {
            developer_metadata: Some(DeveloperMetadata {
                metadata_id: id,
                metadata_key: Some(key.to_owned()),
                metadata_value: Some(value),
                location: Some(location),
                visibility: Some("DOCUMENT".to_owned()),
            }),
        }),
        ..Default::default()
    })
}

/// Deletes developer metadata by its id.
pub fn delete_metadata(id: i32) -> Change<'static> {
    let lookup = DeveloperMetadataLookup { metadata_id: Some(id), ..Default::default() };
    let filter = DataFilter { developer_metadata_lookup: Some(lookup), ..Default::default() };
    generated(Request {
        delete_developer_metadata: Some(DeleteDeveloperMetadataRequest { data_filter: Some(filter) }),
        ..Default::default()
    })
}

/// Deletes developer metadata by its id, while it has this value.
pub fn delete_metadata_with(id: i32, value: String) -> Change<'static> {
    let lookup =
        DeveloperMetadataLookup { metadata_id: Some(id), metadata_value: Some(value), ..Default::default() };
    let filter = DataFilter { developer_metadata_lookup: Some(lookup), ..Default::default() };
    generated(Request {
        delete_developer_metadata: Some(DeleteDeveloperMetadataRequest { data_filter: Some(filter) }),
        ..Default::default()
    })
}

/// Gives developer metadata another key and value, by its id.
pub fn update_metadata(id: i32, key: &str, value: String) -> Change<'static> {
    let lookup = DeveloperMetadataLookup { metadata_id: Some(id), ..Default::default() };
    let filter = DataFilter { developer_metadata_lookup: Some(lookup), ..Default::default() };
    let metadata = DeveloperMetadata {
        metadata_key: Some(key.to_owned()),
        metadata_value: Some(value),
        ..Default::default()
    };

    generated(Request {
        update_developer_metadata: Some(UpdateDeveloperMetadataRequest {
            data_filters: Some(vec![filter]),
            developer_metadata: Some(metadata),
            fields: mask("metadataKey,metadataValue"),
        }),
        ..Default::default()
    })
}

/// Takes merged cells of a tab apart.
pub fn unmerge(sheet: SheetId) -> Change<'static> {
    generated(Request {
        unmerge_cells: Some(UnmergeCellsRequest { range: Some(whole(sheet)) }),
        ..Default::default()
    })
}

/// Empties every cell of a tab, and takes merged cells apart.
pub fn clear(sheet: SheetId) -> [Change<'static>; 2] {
    let empty = Request {
        update_cells: Some(UpdateCellsRequest {
            range: Some(whole(sheet)),
            fields: mask("userEnteredValue"),
            ..Default::default()
        }),
        ..Default::default()
    };
    [unmerge(sheet), generated(empty)]
}

/// Takes the formats off every cell of a tab.
pub fn plain(sheet: SheetId) -> Change<'static> {
    generated(Request {
        update_cells: Some(UpdateCellsRequest {
            range: Some(whole(sheet)),
            fields: mask("userEnteredFormat"),
            ..Default::default()
        }),
        ..Default::default()
    })
}

fn whole(sheet: SheetId) -> GridRange {
    GridRange { sheet_id: Some(sheet.number()), ..Default::default() }
}

/// Gives a tab a grid of a size; what lies outside of it is gone.
pub fn resize(sheet: SheetId, rows: u32, columns: u32) -> Change<'static> {
    let grid = GridProperties {
        row_count: Some(signed(rows)),
        column_count: Some(signed(columns)),
        ..Default::default()
    };
    set_grid(sheet, grid, "gridProperties.rowCount,gridProperties.columnCount")
}

pub(super) fn set_grid(sheet: SheetId, grid: GridProperties, fields: &str) -> Change<'static> {
    let properties =
        SheetProperties { sheet_id: Some(sheet.number()), grid_properties: Some(grid), ..Default::default() };
    generated(Request {
        update_sheet_properties: Some(UpdateSheetPropertiesRequest {
            properties: Some(properties),
            fields: mask(fields),
        }),
        ..Default::default()
    })
}

/// Gives the spreadsheet another locale: how dates and numbers are read that somebody types from then on,
/// and how all are shown. What the cells hold stays.
pub fn set_locale(locale: &str) -> Change<'static> {
    let properties = SpreadsheetProperties { locale: Some(locale.to_owned()), ..Default::default() };
    generated(Request {
        update_spreadsheet_properties: Some(UpdateSpreadsheetPropertiesRequest {
            properties: Some(properties),
            fields: mask("locale"),
        }),
        ..Default::default()
    })
}

/// Adds a tab under an id of the caller's choice, with a grid that holds just what is written:
/// empty cells count toward the ten million.
pub fn add_sheet(id: SheetId, title: &str, rows: u32, columns: u32, hidden: bool) -> Change<'static> {
    let grid = GridProperties {
        row_count: Some(signed(rows)),
        column_count: Some(signed(columns)),
        ..Default::default()
    };

    let properties = SheetProperties {
        sheet_id: Some(id.number()),
        title: Some(title.to_owned()),
        grid_properties: Some(grid),
        hidden: hidden.then_some(true),
        ..Default::default()
    };

    generated(Request {
        add_sheet: Some(AddSheetRequest { properties: Some(properties) }),
        ..Default::default()
    })
}

/// Gives a tab another title.
pub fn retitle_sheet(id: SheetId, title: &str) -> Change<'static> {
    let properties =
        SheetProperties { sheet_id: Some(id.number()), title: Some(title.to_owned()), ..Default::default() };
    generated(Request {
        update_sheet_properties: Some(UpdateSheetPropertiesRequest {
            properties: Some(properties),
            fields: mask("title"),
        }),
        ..Default::default()
    })
}

/// Copies a tab within its spreadsheet under an id of the caller's choice.
pub fn duplicate_sheet(source: SheetId, id: SheetId, title: &str, index: usize) -> Change<'static> {
    generated(Request {
        duplicate_sheet: Some(DuplicateSheetRequest {
            source_sheet_id: Some(source.number()),
            new_sheet_id: Some(id.number()),
            new_sheet_name: Some(title.to_owned()),
            insert_sheet_index: i32::try_from(index).ok(),
        }),
        ..Default::default()
    })
}

/// Adds columns at the right of a tab.
pub fn append_columns(sheet: SheetId, count: u32) -> Change<'static> {
    generated(Request {
        append_dimension: Some(AppendDimensionRequest {
            dimension: Some("COLUMNS".to_owned()),
            length: Some(signed(count)),
            sheet_id: Some(sheet.number()),
        }),
        ..Default::default()
    })
}

/// Adds blank columns in the midst of a tab; what stands there moves to the right.
pub fn insert_columns(sheet: SheetId, at: ColumnIndex, count: u32) -> Change<'static> {
    generated(Request {
        insert_dimension: Some(InsertDimensionRequest {
            range: Some(dimension(sheet, "COLUMNS", at.offset()..at.offset() + count)),
            inherit_from_before: Some(false),
        }),
        ..Default::default()
    })
}

/// Adds blank rows in the midst of a tab; what stands there moves down, and what spans the place grows.
pub fn insert_rows(sheet: SheetId, at: RowNumber, count: u32) -> Change<'static> {
    generated(Request {
        insert_dimension: Some(InsertDimensionRequest {
            range: Some(dimension(sheet, "ROWS", at.offset()..at.offset() + count)),
            inherit_from_before: Some(true),
        }),
        ..Default::default()
    })
}

/// Takes rows out of a tab; what stands below moves up, and what spans the place shrinks.
pub fn delete_rows(sheet: SheetId, at: RowNumber, count: u32) -> Change<'static> {
    generated(Request {
        delete_dimension: Some(DeleteDimensionRequest {
            range: Some(dimension(sheet, "ROWS", at.offset()..at.offset() + count)),
        }),
        ..Default::default()
    })
}

/// Writes cells from a corner on, and nothing beside them.
pub fn update_cells(sheet: SheetId, corner: CellAddress, rows: &[Vec<TabCell>]) -> Change<'_> {
    let start = row_start(sheet, corner);
    Change(ChangeKind::Cells(Cells::UpdateCells { start, rows: RowsJson::of(rows), fields: FIELDS }))
}

/// Writes all cells of a tab from its first on. Where the days of a column are shown alike, it is given their
/// format once: most of the bytes of a day are its format.
pub fn fill_tab(sheet: SheetId, rows: &[Vec<TabCell>]) -> Vec<Change<'_>> {
    fill(sheet, RowNumber::FIRST, rows, FIELDS)
}

/// Writes whole rows from one on, as [`fill_tab`] writes all; some of their cells lead somewhere, or have led.
pub fn fill_rows(sheet: SheetId, first: RowNumber, rows: &[Vec<TabCell>]) -> Vec<Change<'_>> {
    fill(sheet, first, rows, FIELDS_AND_LINKS)
}

fn fill<'a>(
    sheet: SheetId,
    first: RowNumber,
    rows: &'a [Vec<TabCell>],
    fields: &'static str,
) -> Vec<Change<'a>> {
    let uniform = uniform_columns(rows);
    let formatted = uniform.iter().map(|uniform| uniform.column).collect();
    let start = row_start(sheet, CellAddress::new(ColumnIndex::FIRST, first));
    let cells = Cells::UpdateCells { start, rows: RowsJson { rows, formatted }, fields };

    // The cells come first, since they clear the formats that they do not name.
    let mut changes = vec![Change(ChangeKind::Cells(cells))];
    changes.extend(uniform.into_iter().map(|uniform| {
        let index = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let row = |at: usize| first.offset() + index(at);
        let (rows, column) = (row(uniform.rows.start)..row(uniform.rows.end), index(uniform.column));
        let block = Block { sheet, rows, columns: column..column + 1 };
        style::style(&block, Style { number: Some(uniform.format), ..Style::default() })
    }));

    changes
}

/// Writes cells some of which lead somewhere, or have led.
pub fn update_cells_and_links(sheet: SheetId, corner: CellAddress, rows: &[Vec<TabCell>]) -> Change<'_> {
    let start = row_start(sheet, corner);
    Change(ChangeKind::Cells(Cells::UpdateCells {
        start,
        rows: RowsJson::of(rows),
        fields: FIELDS_AND_LINKS,
    }))
}

/// Writes a formula, which is one of the program's own: no text that people typed can be one.
pub fn formula(sheet: SheetId, at: CellAddress, formula: &'static str) -> Change<'static> {
    let value = ExtendedValue { formula_value: Some(formula.to_owned()), ..Default::default() };
    let cell = CellData { user_entered_value: Some(value), ..Default::default() };
    generated(Request {
        update_cells: Some(UpdateCellsRequest {
            start: Some(coordinate(sheet, at)),
            rows: Some(vec![RowData { values: Some(vec![cell]) }]),
            fields: mask("userEnteredValue"),
            range: None,
        }),
        ..Default::default()
    })
}

fn row_start(sheet: SheetId, at: CellAddress) -> RowStart {
    RowStart { sheet_id: sheet, row_index: at.row.offset(), column_index: at.column.offset() }
}

pub(super) fn coordinate(sheet: SheetId, at: CellAddress) -> GridCoordinate {
    let (row, column) = (at.row.offset(), at.column.offset());
    GridCoordinate {
        sheet_id: Some(sheet.number()),
        row_index: Some(signed(row)),
        column_index: Some(signed(column)),
    }
}

/// Writes rows below the last one with anything in it; Google finds the place when it applies.
pub fn append_cells(sheet: SheetId, rows: &[Vec<TabCell>]) -> Change<'_> {
    Change(ChangeKind::Cells(Cells::AppendCells {
        sheet_id: sheet,
        rows: RowsJson::of(rows),
        fields: FIELDS,
    }))
}

pub(super) fn generated(request: Request) -> Change<'static> {
    Change(ChangeKind::Generated(Box::new(request)))
}

pub(super) fn dimension(sheet: SheetId, dimension: &str, range: Range<u32>) -> DimensionRange {
    DimensionRange {
        sheet_id: Some(sheet.number()),
        dimension: Some(dimension.to_owned()),
        start_index: Some(signed(range.start)),
        end_index: Some(signed(range.end)),
    }
}

/// Field paths, separated by commas.
pub(super) fn mask(paths: &str) -> Option<FieldMask> {
    // A mask is read from any text.
    paths.parse().ok()
}

/// Google counts rows and columns in signed integers; no grid of ten million cells exceeds them.
pub(super) fn signed(index: u32) -> i32 {
    i32::try_from(index).unwrap_or(i32::MAX)
}
