//! What hangs on ranges under ids of its own: banding, charts, slicers.

use serde_json::{Value, json};

use super::{Reply, choose, fields};
use crate::num;
use crate::sheets::GridRange;
use crate::sheets::edit::Edit;
use crate::sheets::sheet::Sheet;
use crate::sheets::{condition, filter, theme};

/// A list of things with ids that hangs on each sheet.
pub(super) struct Kind {
    noun: &'static str,
    id: &'static str,
    list: fn(&mut Sheet) -> &mut Vec<Value>,
    read: fn(&Sheet) -> &Vec<Value>,
}

const BANDING: Kind =
    Kind { noun: "banded range", id: "bandedRangeId", list: |s| &mut s.banded, read: |s| &s.banded };
const CHART: Kind = Kind { noun: "chart", id: "chartId", list: |s| &mut s.charts, read: |s| &s.charts };
const SLICER: Kind = Kind { noun: "slicer", id: "slicerId", list: |s| &mut s.slicers, read: |s| &s.slicers };
pub(super) const TABLE: Kind =
    Kind { noun: "table", id: "tableId", list: |s| &mut s.tables, read: |s| &s.tables };

impl Kind {
    pub(super) fn find(&self, edit: &Edit<'_>, id: &Value) -> Result<(i64, usize), String> {
        let place = edit.book.sheets.iter().find_map(|sheet| {
            let index = (self.read)(sheet).iter().position(|v| v[self.id] == *id)?;
            Some((sheet.id, index))
        });
        let shown = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
        place.ok_or_else(|| format!("No {} with id: {shown}", self.noun))
    }

    pub(super) fn add(
        &self,
        edit: &mut Edit<'_>,
        sheet: i64,
        mut given: Value,
    ) -> Result<Value, super::Refusal> {
        if self.id == "tableId" {
            let id = given[self.id].as_str().filter(|id| !id.is_empty()).map(str::to_owned);
            if id.as_ref().is_some_and(|id| self.find(edit, &id.as_str().into()).is_ok()) {
                return Err(format!("A {} with that id already exists.", self.noun).into());
            }
            given[self.id] = id.unwrap_or_else(|| edit.ids.number().to_string()).into();
        } else {
            let taken = |edit: &Edit<'_>, id: i64| self.find(edit, &id.into()).is_ok();
            given[self.id] = choose(edit, given[self.id].as_i64(), taken, self.noun)?.into();
        }
        (self.list)(edit.sheet_mut(sheet)?).push(given.clone());
        Ok(given)
    }

    pub(super) fn change(&self, edit: &mut Edit<'_>, id: &Value, act: impl FnOnce(&mut Value)) -> Reply {
        let (sheet, index) = self.find(edit, id)?;
        act(&mut (self.list)(edit.sheet_mut(sheet)?)[index]);
        Ok(Value::Null)
    }

    pub(super) fn delete(&self, edit: &mut Edit<'_>, id: &Value) -> Reply {
        let (sheet, index) = self.find(edit, id)?;
        (self.list)(edit.sheet_mut(sheet)?).remove(index);
        Ok(Value::Null)
    }
}

/// The range of a thing, made whole and checked.
pub(super) fn ranged(edit: &Edit<'_>, given: &Value) -> Result<(i64, Value), String> {
    let (range, block) = edit.range(&given["range"])?;
    let mut out = given.clone();
    out["range"] = GridRange::of(range.sheet, block).json();
    Ok((range.sheet, out))
}

/// Checks a banded range, which must not meet another, and gives its colours both their names.
fn banded(edit: &Edit<'_>, given: &Value) -> Result<(i64, Value), String> {
    let (sheet, mut given) = ranged(edit, given)?;
    if !given["rowProperties"].is_object() && !given["columnProperties"].is_object() {
        return Err("At least one of rowProperties or columnProperties must be specified.".to_owned());
    }
    for properties in ["rowProperties", "columnProperties"] {
        if given[properties].is_object() {
            theme::pair_all(&mut given[properties], &BAND_COLORS);
        }
    }
    if let Some(map) = given.as_object_mut() {
        map.retain(|_, value| !value.is_null());
    }
    let (_, block) = edit.range(&given["range"])?;
    let grid = edit.sheet(sheet)?;
    let overlaps = |other: &Value| {
        other["bandedRangeId"] != given["bandedRangeId"]
            && grid.block(GridRange::from_json(&other["range"])).meets(block)
    };
    if grid.banded.iter().any(overlaps) {
        return Err("You cannot add alternating background colors to a range that already has alternating background colors.".to_owned());
    }
    Ok((sheet, given))
}

const BAND_COLORS: [&str; 4] = ["headerColor", "firstBandColor", "secondBandColor", "footerColor"];

pub(super) fn add_banding(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (sheet, given) = banded(edit, &body["bandedRange"])?;
    Ok(json!({"bandedRange": BANDING.add(edit, sheet, given)?}))
}

pub(super) fn update_banding(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (given, mut mask) = (&body["bandedRange"], fields(body)?);
    for properties in ["rowProperties", "columnProperties"] {
        mask.pair(properties, &BAND_COLORS);
    }
    let id = &given["bandedRangeId"];
    let (sheet, index) = BANDING.find(edit, id)?;
    let mut own = edit.sheet(sheet)?.banded[index].clone();
    mask.merge(&mut own, given);
    own["bandedRangeId"] = id.clone();
    let (to, own) = banded(edit, &own)?;
    edit.sheet_mut(sheet)?.banded.remove(index);
    let list = &mut edit.sheet_mut(to)?.banded;
    list.insert(if to == sheet { index } else { list.len() }, own);
    Ok(Value::Null)
}

pub(super) fn delete_banding(edit: &mut Edit<'_>, body: &Value) -> Reply {
    BANDING.delete(edit, &body["bandedRangeId"])
}

pub(super) fn add_chart(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let chart = &body["chart"];
    if !chart["spec"].is_object() {
        return Err("A chart must have a spec.".into());
    }
    let anchor = &chart["position"]["overlayPosition"]["anchorCell"];
    let sheet = if anchor.is_object() {
        edit.place(anchor)?.0
    } else {
        edit.book.sheets.first().map_or(0, |sheet| sheet.id)
    };
    Ok(json!({"chart": CHART.add(edit, sheet, chart.clone())?}))
}

pub(super) fn update_chart(edit: &mut Edit<'_>, body: &Value) -> Reply {
    CHART.change(edit, &body["chartId"], |own| own["spec"] = body["spec"].clone())
}

pub(super) fn add_slicer(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let slicer = &body["slicer"];
    let sheet = checked_slicer(edit, &slicer["spec"])?;
    let made = SLICER.add(edit, sheet, slicer.clone())?;
    filter::settle(edit, sheet)?;
    Ok(json!({"slicer": made}))
}

/// The sheet of a slicer's data, in which its column must lie.
fn checked_slicer(edit: &Edit<'_>, spec: &Value) -> Result<i64, String> {
    let (range, block) = edit.range(&spec["dataRange"])?;
    let column = spec["columnIndex"].as_i64().unwrap_or(0);
    if column < 0 || num::index(column) >= block.columns() {
        return Err(format!("columnIndex[{column}] is outside of the slicer's data."));
    }
    if spec["filterCriteria"]["condition"].is_object() {
        condition::check(&spec["filterCriteria"]["condition"])?;
    }
    Ok(range.sheet)
}

pub(super) fn update_slicer(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let mask = fields(body)?;
    let (sheet, index) = SLICER.find(edit, &body["slicerId"])?;
    let mut spec = edit.sheet(sheet)?.slicers[index]["spec"].clone();
    mask.merge(&mut spec, &body["spec"]);
    checked_slicer(edit, &spec)?;
    edit.sheet_mut(sheet)?.slicers[index]["spec"] = spec;
    filter::settle(edit, sheet)?;
    Ok(Value::Null)
}

/// A chart or slicer, whichever has the id.
fn object(edit: &Edit<'_>, id: &Value) -> &'static Kind {
    if SLICER.find(edit, id).is_ok() { &SLICER } else { &CHART }
}

pub(super) fn move_object(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let mut position = Value::Null;
    let given = &body["newPosition"];
    let mask = crate::schema::Mask::parse(body["fields"].as_str().unwrap_or("*"))
        .map_err(|text| format!("Invalid field mask: {text}"))?;
    let kind = object(edit, &body["objectId"]);
    kind.change(edit, &body["objectId"], |own| {
        position = own["position"].clone();
        match &mask {
            crate::schema::Mask::All => position = given.clone(),
            crate::schema::Mask::Some(_) => {
                let mut overlay = position["overlayPosition"].clone();
                mask.merge(&mut overlay, &given["overlayPosition"]);
                position["overlayPosition"] = overlay;
            }
        }
        own["position"] = position.clone();
    })?;
    Ok(json!({"position": position}))
}

pub(super) fn object_border(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let mask = fields(body)?;
    object(edit, &body["objectId"]).change(edit, &body["objectId"], |own| {
        let mut border = own["border"].clone();
        mask.merge(&mut border, &body["border"]);
        own["border"] = border;
    })
}

pub(super) fn delete_object(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let kind = object(edit, &body["objectId"]);
    let (sheet, _) = kind.find(edit, &body["objectId"])?;
    kind.delete(edit, &body["objectId"])?;
    // A slicer that is gone hides nothing.
    filter::settle(edit, sheet)?;
    Ok(Value::Null)
}
