//! The bulk read: whole tabs, by sheet id, straight into cells.

mod decode;

use std::io;

use bytes::Bytes;
use serde::Deserializer as _;
use serde_json::{Value, json};

use self::decode::{EachRow, Matched, MatchedRanges};
use crate::google::Google;
use crate::google::endpoint::Api;
use crate::google::error::Error;
use crate::google::request::ApiRequest;
use crate::google::sheets::SPREADSHEETS;
use crate::google::transport::call::CallTarget;
use crate::sheet::cell::Cell;

/// A part of a tab, or all of it. Bounds count from 0 and exclude their end, as `GridRange` does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// The tab's id, which no renaming changes.
    pub sheet_id: i32,
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
    pub fn tab(sheet_id: i32) -> Self {
        Self { sheet_id, rows: None, columns: None }
    }

    /// Some columns of a tab.
    pub fn columns(sheet_id: i32, start: u32, end: u32) -> Self {
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

impl Google {
    /// The cells of each area, in the order asked for (`values.batchGetByDataFilter`): rows from
    /// the area's first, each from the area's first column; rows and cells that are blank to the
    /// end are left out.
    ///
    /// # Errors
    /// Any [`Error`]; [`ErrorKind::Malformed`] when an area is missing from the answer or cannot be told
    /// from another; [`RefusalKind::NotFoundId`] or [`RefusalKind::UnknownRange`] when a tab is
    /// gone.
    ///
    /// [`ErrorKind::Malformed`]: crate::google::Kind::Malformed
    /// [`RefusalKind::NotFoundId`]: crate::google::RefusalKind::NotFoundId
    /// [`RefusalKind::UnknownRange`]: crate::google::RefusalKind::UnknownRange
    pub async fn values(
        &self,
        spreadsheet_id: &str,
        areas: &[Area],
        render: Render,
    ) -> Result<Vec<Vec<Vec<Cell>>>, Error> {
        let target = CallTarget::with_id(SPREADSHEETS, spreadsheet_id, "/values:batchGetByDataFilter");
        let request = ApiRequest::query(
            "sheets.values.batchGetByDataFilter",
            Api::Sheets,
            target,
            question(areas, render),
        );
        self.request(request, |body| arrange(areas, decode::parts(body, render)?)).await
    }
}

/// Decodes the rows of one range, as the bulk read does, and gives them to `each` one at a time
/// instead of keeping them: what it costs to make cells of JSON can be measured without a network.
///
/// # Errors
/// When the JSON is broken or is no array of rows.
pub fn each_row(json: impl io::Read, render: Render, each: impl FnMut(&[Cell])) -> serde_json::Result<()> {
    serde_json::Deserializer::from_reader(json).deserialize_seq(EachRow(render, each))
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

/// Puts the parts of the answer in the order of the question, by the filters Google says each part
/// matched; no document promises an order. `None` when an area has no part, or two.
fn arrange(areas: &[Area], MatchedRanges(parts): MatchedRanges) -> Option<Vec<Vec<Vec<Cell>>>> {
    let mut found: Vec<Option<Vec<Vec<Cell>>>> = vec![None; areas.len()];
    for Matched { rows, of } in parts {
        let asked: Vec<usize> = (0..areas.len()).filter(|&index| of.contains(&areas[index])).collect();
        let (&last, others) = asked.split_last()?;
        for &index in others {
            put(&mut found[index], rows.clone())?;
        }
        put(&mut found[last], rows)?;
    }
    found.into_iter().collect()
}

fn put(place: &mut Option<Vec<Vec<Cell>>>, rows: Vec<Vec<Cell>>) -> Option<()> {
    place.replace(rows).is_none().then_some(())
}
