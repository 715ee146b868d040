//! What Google does with ranges that the account protects, and with filter views.

use serde_json::{Value, json};

use crate::google::sheets::change;
use crate::google::{Error, RefusalKind};
use crate::probes::scratch_sheet::ScratchSheet;
use crate::probes::{done, refused};
use crate::sheet::cell_address::CellAddress;
use crate::sheet::sheet_id::SheetId;
use crate::sheet::tab_cell::TabCell;

pub(super) async fn own_protection(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let tab = scratch.tab(3, 2).await?;
    scratch.people(&[protect(scratch.id(), tab)]).await?;
    let rows = [vec![TabCell::Text("a".into())]];
    let written = done(
        scratch
            .apply(&[change::update_cells(tab, CellAddress::A1, &rows), change::append_cells(tab, &rows)])
            .await,
    )?;
    Ok(written && scratch.texts(tab).await?.concat() == ["a", "a"])
}

pub(super) async fn used_protection_id(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let (tab, id) = (scratch.tab(3, 2).await?, scratch.id());
    scratch.people(&[protect(id, tab)]).await?;
    refused(scratch.people(&[protect(id, tab)]).await, RefusalKind::ObjectIdTaken)
}

pub(super) async fn used_filter_view_id(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let (tab, id) = (scratch.tab(3, 2).await?, scratch.id());
    let view = json!({"filterViewId": id, "title": "Prueba", "range": {"sheetId": tab}});
    let add = json!({"addFilterView": {"filter": view}});
    scratch.people(std::slice::from_ref(&add)).await?;
    refused(scratch.people(&[add]).await, RefusalKind::ObjectIdTaken)
}

fn protect(id: i32, tab: SheetId) -> Value {
    let range = json!({"protectedRangeId": id, "range": {"sheetId": tab}, "warningOnly": false});
    json!({"addProtectedRange": {"protectedRange": range}})
}
