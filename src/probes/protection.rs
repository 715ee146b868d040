//! What Google does with ranges that the account protects, and with filter views.

use serde_json::{Value, json};

use crate::google::Error;
use crate::google::RefusalKind;
use crate::google::sheets::change;
use crate::probes::scratch_sheet::Bench;
use crate::probes::{done, refused};
use crate::sheet::tab_cell::TabCell;

pub(super) async fn own_protection(bench: &Bench<'_>) -> Result<bool, Error> {
    let tab = bench.tab(3, 2).await?;
    bench.people(&[protect(bench.id(), tab)]).await?;
    let rows = [vec![TabCell::Text("a".into())]];
    let written =
        done(bench.apply(&[change::update_cells(tab, 0, 0, &rows), change::append_cells(tab, &rows)]).await)?;
    Ok(written && bench.texts(tab).await?.concat() == ["a", "a"])
}

pub(super) async fn used_protection_id(bench: &Bench<'_>) -> Result<bool, Error> {
    let (tab, id) = (bench.tab(3, 2).await?, bench.id());
    bench.people(&[protect(id, tab)]).await?;
    refused(bench.people(&[protect(id, tab)]).await, RefusalKind::ObjectIdTaken)
}

pub(super) async fn used_filter_view_id(bench: &Bench<'_>) -> Result<bool, Error> {
    let (tab, id) = (bench.tab(3, 2).await?, bench.id());
    let view = json!({"filterViewId": id, "title": "Prueba", "range": {"sheetId": tab}});
    let add = json!({"addFilterView": {"filter": view}});
    bench.people(std::slice::from_ref(&add)).await?;
    refused(bench.people(&[add]).await, RefusalKind::ObjectIdTaken)
}

fn protect(id: i32, tab: i32) -> Value {
    let range = json!({"protectedRangeId": id, "range": {"sheetId": tab}, "warningOnly": false});
    json!({"addProtectedRange": {"protectedRange": range}})
}
