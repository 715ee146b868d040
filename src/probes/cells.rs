//! What Google does with cells: texts, formulas, places.

use chrono::NaiveDate;
use serde_json::json;

use crate::google::sheets::change;
use crate::google::{Error, RefusalKind};
use crate::probes::scratch_sheet::ScratchSheet;
use crate::probes::{done, refused};
use crate::sheet::cell::Cell;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::tab_cell::TabCell;

/// Texts that a person's typing would turn into something else.
const TEXTS: [&str; 16] = [
    "=1+1",
    "=IMPORTXML(\"http://a.example\",\"//b\")",
    "+57 300 000 0000",
    "-1",
    "@nadie",
    "'x",
    "007",
    "1999000000000000123",
    "1/2",
    "TRUE",
    "10%",
    "$ 5.000",
    " dos  espacios ",
    "a\nb\tc",
    "ñ \u{301} \u{202e} \u{200b} 🚰",
    "=TAPA FALTANTE",
];

fn texts(row: &[&str]) -> Vec<TabCell> {
    row.iter()
        .map(|text| if text.is_empty() { TabCell::Blank } else { TabCell::Text((*text).into()) })
        .collect()
}

pub(super) async fn text_stays_text(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let tab = scratch.tab(40, 3).await?;
    let rows: Vec<Vec<TabCell>> = TEXTS.iter().map(|text| texts(&[text])).collect();
    scratch
        .apply(&[change::update_cells(tab, CellAddress::A1, &rows), change::append_cells(tab, &rows)])
        .await?;
    let tag = scratch.id();
    scratch.apply(&[change::tag_column(tag, tab, ColumnIndex::new(1), "traslado.prueba", "")]).await?;
    scratch.write_column(tag, &TEXTS.map(Some)).await?;
    let shown = scratch.shown(tab).await?;
    let is = |row: usize, column: usize, text: &str| matches!(shown.get(row).and_then(|row| row.get(column)), Some(Cell::Text(found)) if found == text);

    Ok(TEXTS
        .iter()
        .enumerate()
        .all(|(row, text)| is(row, 0, text) && is(row, 1, text) && is(row + TEXTS.len(), 0, text)))
}

pub(super) async fn formula_source(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let tab = scratch.tab(4, 2).await?;
    scratch.types(tab, 0, 0, "=TAPA FALTANTE\t=1+1").await?;
    let read = scratch.texts(tab).await?;
    Ok(read == [["=TAPA FALTANTE", "=1+1"]])
}

pub(super) async fn long_text(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let tab = scratch.tab(2, 2).await?;
    let text = "ñ".repeat(45_000);
    let rows = [texts(&[&text])];
    let taken = done(scratch.apply(&[change::update_cells(tab, CellAddress::A1, &rows)]).await)?;
    Ok(taken && scratch.texts(tab).await? == [[text]])
}

pub(super) async fn too_long_text(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let tab = scratch.tab(2, 2).await?;
    let rows = [texts(&[&"x".repeat(50_001)])];
    refused(
        scratch.apply(&[change::update_cells(tab, CellAddress::A1, &rows)]).await,
        RefusalKind::CellTooLong,
    )
}

pub(super) async fn append_below(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let tab = scratch.tab(6, 2).await?;
    let rows = [texts(&["head"]), texts(&["one"]), texts(&[""]), texts(&["", "two"])];
    scratch.apply(&[change::update_cells(tab, CellAddress::A1, &rows)]).await?;
    let more = [texts(&["three"]), texts(&["four"]), texts(&["five"])];
    scratch.apply(&[change::append_cells(tab, &more)]).await?;
    let read: Vec<String> = scratch.texts(tab).await?.iter().map(|row| row.concat()).collect();
    Ok(read == ["head", "one", "", "two", "three", "four", "five"])
}

pub(super) async fn append_under_filter(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let tab = scratch.tab(4, 1).await?;
    let rows = [texts(&["head"]), texts(&["one"]), texts(&["two"])];
    scratch.apply(&[change::update_cells(tab, CellAddress::A1, &rows)]).await?;
    let range = json!({"sheetId": tab, "startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 1});
    let filter = json!({"range": range, "criteria": {"0": {"hiddenValues": ["two"]}}});
    scratch.people(&[json!({"setBasicFilter": {"filter": filter}})]).await?;
    scratch.apply(&[change::append_cells(tab, &[texts(&["three"]), texts(&["four"])])]).await?;
    Ok(scratch.texts(tab).await?.concat() == ["head", "one", "two", "three", "four"])
}

pub(super) async fn neighbours(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let tab = scratch.tab(3, 3).await?;
    let all: Vec<Vec<TabCell>> = (0..3).map(|_| texts(&["a", "b", "c"])).collect();
    scratch.apply(&[change::update_cells(tab, CellAddress::A1, &all)]).await?;
    scratch.apply(&[change::update_cells(tab, CellAddress::at(1, 1), &[texts(&["X"])])]).await?;
    Ok(scratch.texts(tab).await? == [["a", "b", "c"], ["a", "X", "c"], ["a", "b", "c"]])
}

pub(super) async fn sort_leaves_row_tags(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let tab = scratch.tab(3, 1).await?;
    let rows = [texts(&["c"]), texts(&["b"]), texts(&["a"])];
    scratch.apply(&[change::update_cells(tab, CellAddress::A1, &rows)]).await?;
    let tag = scratch.id();
    let row = json!({"sheetId": tab, "dimension": "ROWS", "startIndex": 0, "endIndex": 1});
    let metadata = json!({"metadataId": tag, "metadataKey": "traslado.prueba", "visibility": "DOCUMENT",
        "location": {"dimensionRange": row}});
    scratch.people(&[json!({"createDeveloperMetadata": {"developerMetadata": metadata}})]).await?;
    let order = json!([{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]);

    scratch.people(&[json!({"sortRange": {"range": {"sheetId": tab}, "sortSpecs": order}})]).await?;
    Ok(scratch.texts(tab).await?.concat() == ["a", "b", "c"] && scratch.row_of(tag).await? == Some(0))
}

/// A tab as clerks leave it: a text that looks like a formula, a formula, a day, a note, a colour.
pub(super) async fn copy_is_whole(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let tab = scratch.tab(2, 20).await?;
    let rows = [vec![TabCell::Text("=1+1".into()), TabCell::Date(NaiveDate::default())]];
    scratch.apply(&[change::update_cells(tab, CellAddress::A1, &rows)]).await?;
    scratch.types(tab, 1, 17, "=1+1").await?;
    let place = json!({"sheetId": tab, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 18, "endColumnIndex": 19});
    let styles = json!({"backgroundColor": {"red": 1.0}, "textFormat": {"strikethrough": true}});
    let cell = json!({"note": "ojo", "userEnteredFormat": styles});
    let fields = "note,userEnteredFormat(backgroundColor,textFormat.strikethrough)";
    scratch.people(&[json!({"repeatCell": {"range": place, "cell": cell, "fields": fields}})]).await?;

    let copy = scratch.copy(tab).await?;
    let [original, copied] = [scratch.snapshot(tab).await?, scratch.snapshot(copy).await?];

    Ok(original.is_some() && original == copied)
}
