//! The bulk read: whole tabs, by sheet id, straight into cells.

mod compare;
mod decode;

use std::collections::{HashMap, HashSet};

use bytes::Bytes;
use serde::Deserializer as _;
use serde_json::{Value, json};

use self::compare::Unchanged;
use self::decode::{EachRow, Matched, MatchedRanges};
use crate::google::Google;
use crate::google::endpoint::Api;
use crate::google::error::Error;
use crate::google::request::ApiRequest;
use crate::google::sheets::SPREADSHEETS;
use crate::google::transport::call::CallTarget;
use crate::sheet::cell::Cell;
use crate::sheet::sheet_id::SheetId;

/// A part of a tab, or all of it. Bounds count from 0 and exclude their end, as `GridRange` does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Area {
    /// The tab's id, which no renaming changes.
    pub sheet_id: SheetId,
    /// The rows; `None` for all.
    pub rows: Option<(u32, u32)>,
    /// The columns; `None` for all.
    pub columns: Option<(u32, u32)>,
}

/// How Google tells a cell (`ValueRenderOption`). Dates are serial numbers in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Render {
    /// The content as typed: a formula by its source, with nothing shown.
    Formula,
    /// The value as computed.
    Unformatted,
}

impl Area {
    /// A whole tab.
    pub fn tab(sheet_id: SheetId) -> Self {
        Self { sheet_id, rows: None, columns: None }
    }

    /// Some columns of a tab.
    pub fn columns(sheet_id: SheetId, start: u32, end: u32) -> Self {
        Self { sheet_id, rows: None, columns: Some((start, end)) }
    }

    fn grid_range(&self) -> Value {
        let mut range = json!({"sheetId": self.sheet_id});
        if let Some((start, end)) = self.rows {
            range["startRowIndex"] = start.into();
            range["endRowIndex"] = end.into();
        }
        if let Some((start, end)) = self.columns {
            range["startColumnIndex"] = start.into();
            range["endColumnIndex"] = end.into();
        }
        range
    }
}

/// Rows of cells: from the first row of an area, each from the area's first column. Rows and cells
/// that are blank to the end are left out.
pub type AreaRows = Vec<Vec<Cell>>;

/// The answer to one or several bulk reads. Callers take from it by the area that they asked for;
/// the order of neither question nor answer matters.
#[derive(Debug, Default)]
pub struct ValuesByArea(HashMap<Area, AreaRows>);

impl ValuesByArea {
    /// Removes and returns the rows of an area: none when the area was not asked for or is taken
    /// already.
    pub fn take(&mut self, area: Area) -> AreaRows {
        self.0.remove(&area).unwrap_or_default()
    }
}

impl Google {
    /// Reads the cells of each area (`values.batchGetByDataFilter`).
    ///
    /// # Errors
    /// Any [`Error`]; [`ErrorKind::Malformed`] when an area is missing from the answer or cannot be told
    /// from another; [`RefusalKind::NotFoundId`] or [`RefusalKind::UnknownRange`] when a tab is
    /// gone.
    ///
    /// [`ErrorKind::Malformed`]: crate::google::ErrorKind::Malformed
    /// [`RefusalKind::NotFoundId`]: crate::google::RefusalKind::NotFoundId
    /// [`RefusalKind::UnknownRange`]: crate::google::RefusalKind::UnknownRange
    pub async fn values_by_area(
        &self,
        spreadsheet_id: &str,
        areas: &[Area],
        render: Render,
    ) -> Result<ValuesByArea, Error> {
        let request = bulk_read(spreadsheet_id, areas, render);
        self.request(request, |body| by_area(areas, decode::parts(body, render)?)).await
    }

    /// Reads the cells of an area as [`Google::values_by_area`] does, beside those of an earlier read: `None`
    /// where they are the same, cell by cell, so that they need not be made into cells again. With
    /// [`Render::Unformatted`] a known formula is compared by what it showed.
    ///
    /// # Errors
    /// Those of [`Google::values_by_area`].
    pub async fn values_unless(
        &self,
        spreadsheet_id: &str,
        area: Area,
        render: Render,
        known: &[Vec<Cell>],
    ) -> Result<Option<AreaRows>, Error> {
        let known = Unchanged { render, rows: known };
        self.request(bulk_read(spreadsheet_id, &[area], render), |body| {
            if decode::is_unchanged(body, area, known) {
                return Some(None);
            }
            by_area(&[area], decode::parts(body, render)?).map(|mut found| Some(found.take(area)))
        })
        .await
    }

    /// Reads the cells of each area as [`Google::values_by_area`] does, in the order asked for. Areas
    /// must differ: a second copy of one gets no rows.
    ///
    /// # Errors
    /// Those of [`Google::values_by_area`].
    pub async fn values(
        &self,
        spreadsheet_id: &str,
        areas: &[Area],
        render: Render,
    ) -> Result<Vec<AreaRows>, Error> {
        let mut found = self.values_by_area(spreadsheet_id, areas, render).await?;
        Ok(areas.iter().map(|area| found.take(*area)).collect())
    }
}

/// Decodes the rows of one range, as the bulk read does, and gives them to `each` one at a time
/// instead of keeping them: what it costs to make cells of JSON can be measured without a network.
///
/// # Errors
/// When the JSON is broken or is no array of rows.
pub fn each_row(json: &[u8], render: Render, each: impl FnMut(&[Cell])) -> serde_json::Result<()> {
    serde_json::Deserializer::from_slice(json).deserialize_seq(EachRow(render, each))
}

/// The request of a bulk read.
fn bulk_read(spreadsheet_id: &str, areas: &[Area], render: Render) -> ApiRequest {
    let target = CallTarget::with_id(SPREADSHEETS, spreadsheet_id, "/values:batchGetByDataFilter");
    ApiRequest::query("sheets.values.batchGetByDataFilter", Api::Sheets, target, question(areas, render))
}

fn question(areas: &[Area], render: Render) -> Bytes {
    let filters: Vec<Value> = areas.iter().map(|area| json!({"gridRange": area.grid_range()})).collect();
    let render = match render {
        Render::Formula => "FORMULA",
        Render::Unformatted => "UNFORMATTED_VALUE",
    };

    json!({
        "dataFilters": filters,
        "majorDimension": "ROWS",
        "valueRenderOption": render,
        "dateTimeRenderOption": "SERIAL_NUMBER",
    })
    .to_string()
    .into()
}

/// Sorts the parts of the answer by the filters that Google says each part matched; no document
/// promises an order. `None` when an area has no part, or two.
fn by_area(areas: &[Area], MatchedRanges(parts): MatchedRanges) -> Option<ValuesByArea> {
    let distinct: HashSet<Area> = areas.iter().copied().collect();
    let mut found = HashMap::with_capacity(distinct.len());

    for Matched { rows, of } in parts {
        let rows = rows.unwrap_or_default();
        let mut matched: Vec<Area> = distinct.iter().copied().filter(|area| of.contains(area)).collect();
        let last = matched.pop()?;
        for area in matched {
            insert_new(&mut found, area, rows.clone())?;
        }
        insert_new(&mut found, last, rows)?;
    }

    (found.len() == distinct.len()).then_some(ValuesByArea(found))
}

/// Inserts the rows of an area that has none yet; `None` when it has.
fn insert_new(found: &mut HashMap<Area, AreaRows>, area: Area, rows: AreaRows) -> Option<()> {
    found.insert(area, rows).is_none().then_some(())
}
