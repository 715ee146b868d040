//! What Google does with the tags of columns: the ground of "staff cells are never written".

use serde_json::{Value, json};

use crate::google::sheets::change;
use crate::google::{Error, ErrorKind};
use crate::probes::done;
use crate::probes::scratch_sheet::ScratchSheet;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::sheet_id::SheetId;
use crate::sheet::tab_cell::TabCell;

const KEY: &str = "traslado.prueba";

/// A tab of three columns, `a b c` in each of two rows, whose second column is tagged: the tab and
/// the tag.
async fn tagged(scratch: &ScratchSheet<'_>) -> Result<(SheetId, i32), Error> {
    let (tab, tag) = (scratch.tab(3, 3).await?, scratch.id());
    let row = || ["a", "b", "c"].map(|text| TabCell::Text(text.into())).to_vec();
    let rows = [row(), row()];
    scratch
        .apply(&[
            change::update_cells(tab, CellAddress::A1, &rows),
            change::tag_column(tag, tab, ColumnIndex::new(1), KEY, ""),
        ])
        .await?;
    Ok((tab, tag))
}

fn columns(tab: SheetId, start: u32, end: u32) -> Value {
    json!({"sheetId": tab, "dimension": "COLUMNS", "startIndex": start, "endIndex": end})
}

/// Staff put two columns before the first, and drag the tagged one to the far right.
async fn rearranged(scratch: &ScratchSheet<'_>) -> Result<(SheetId, i32), Error> {
    let (tab, tag) = tagged(scratch).await?;
    let insert = json!({"insertDimension": {"range": columns(tab, 0, 2), "inheritFromBefore": false}});
    let drag = json!({"moveDimension": {"source": columns(tab, 3, 4), "destinationIndex": 5}});
    scratch.people(&[insert, drag]).await?;
    Ok((tab, tag))
}

pub(super) async fn tag_follows_column(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let (tab, tag) = rearranged(scratch).await?;
    let tags = scratch.tab_metadata(tab).await?.map(|tab| tab.column_tags).unwrap_or_default();
    Ok(tags.iter().map(|found| (found.index, found.id)).eq([(ColumnIndex::new(4), tag)]))
}

pub(super) async fn tag_goes_with_column(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let (tab, tag) = tagged(scratch).await?;
    scratch.people(&[json!({"deleteDimension": {"range": columns(tab, 1, 2)}})]).await?;
    let tags = scratch.tab_metadata(tab).await?.map(|tab| tab.column_tags).unwrap_or_default();
    Ok(tags.is_empty() && scratch.mark(tag).await?.is_none())
}

pub(super) async fn write_by_tag(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let (tab, tag) = rearranged(scratch).await?;
    scratch.write_column(tag, &[None, Some("B")]).await?;
    let moved = scratch.texts(tab).await? == [["", "", "a", "c", "b"], ["", "", "a", "c", "B"]];
    scratch.write_column(tag, &[Some(""), None]).await?;
    Ok(moved && scratch.texts(tab).await? == [vec!["", "", "a", "c"], vec!["", "", "a", "c", "B"]])
}

pub(super) async fn unmatched_write(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let (tab, _) = tagged(scratch).await?;
    let before = scratch.texts(tab).await?;
    let taken = done(match scratch.write_column(scratch.id(), &[Some("X")]).await {
        // Google may as well say that there is no such place.
        Err(Error { kind: ErrorKind::NotFound, .. }) => return Ok(false),
        answer => answer,
    })?;
    Ok(taken && scratch.texts(tab).await? == before)
}

pub(super) async fn areas_are_echoed(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let (first, _) = tagged(scratch).await?;
    let empty = scratch.tab(2, 2).await?;
    let (second, _) = rearranged(scratch).await?;
    let parts = match scratch.read(&[second, empty, first]).await {
        // The parts cannot be told from each other.
        Err(Error { kind: ErrorKind::Malformed, .. }) => return Ok(false),
        read => read?,
    };
    let widths: Vec<usize> = parts.iter().map(|rows| rows.first().map_or(0, Vec::len)).collect();
    Ok(widths == [5, 0, 3])
}
