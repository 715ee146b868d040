//! What is checked, kept as given and moved along with its range: conditional formats, banding, charts, slicers, tables.

use serde_json::{Value, json};

use super::{Reply, choose, fields};
use crate::num;
use crate::sheets::GridRange;
use crate::sheets::edit::Edit;
use crate::sheets::sheet::Sheet;

fn rule_sheet(rule: &Value) -> i64 {
    GridRange::from_json(&rule["ranges"][0]).sheet
}

/// Checks the ranges of a rule, which must lie on one sheet.
fn checked(edit: &Edit<'_>, rule: &Value) -> Result<Value, String> {
    let ranges = rule["ranges"].as_array().map_or(&[] as &[Value], Vec::as_slice);
    if ranges.is_empty() {
        return Err("A conditional format rule must have at least one range.".to_owned());
    }
    if !rule["booleanRule"].is_object() && !rule["gradientRule"].is_object() {
        return Err("A conditional format rule must have a boolean or a gradient rule.".to_owned());
    }
    let mut out = rule.clone();
    let mut shown = Vec::new();
    for range in ranges {
        let (range, block) = edit.range(range)?;
        if range.sheet != rule_sheet(rule) {
            return Err("All ranges of a rule must be on the same sheet.".to_owned());
        }
        shown.push(GridRange::of(range.sheet, block).json());
    }
    out["ranges"] = shown.into();
    Ok(out)
}

pub(super) fn add_rule(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let rule = checked(edit, &body["rule"])?;
    let rules = &mut edit.sheet_mut(rule_sheet(&rule))?.conditional;
    let at = num::index(body["index"].as_i64().unwrap_or(0));
    if at > rules.len() {
        return Err(format!("index[{at}] is after the last rule[{}]", rules.len()).into());
    }
    rules.insert(at, rule);
    Ok(Value::Null)
}

pub(super) fn update_rule(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let at = num::index(body["index"].as_i64().unwrap_or(0));
    let new = if body["rule"].is_object() { Some(checked(edit, &body["rule"])?) } else { None };
    let sheet = body["sheetId"].as_i64().unwrap_or_else(|| new.as_ref().map_or(0, rule_sheet));
    let rules = &mut edit.sheet_mut(sheet)?.conditional;
    if at >= rules.len() {
        return Err(format!("No conditional format on sheet: {sheet} at index: {at}").into());
    }
    let old = rules.remove(at);
    let to =
        if new.is_some() { at } else { num::index(body["newIndex"].as_i64().unwrap_or(0)).min(rules.len()) };
    let rule = new.unwrap_or_else(|| old.clone());
    rules.insert(to, rule.clone());
    Ok(json!({"oldRule": old, "oldIndex": num::int(at), "newRule": rule, "newIndex": num::int(to)}))
}

pub(super) fn delete_rule(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let at = num::index(body["index"].as_i64().unwrap_or(0));
    let sheet = body["sheetId"].as_i64().unwrap_or(0);
    let rules = &mut edit.sheet_mut(sheet)?.conditional;
    if at >= rules.len() {
        return Err(format!("No conditional format on sheet: {sheet} at index: {at}").into());
    }
    Ok(json!({"rule": rules.remove(at)}))
}

/// A list of things with ids that hangs on each sheet.
struct Kind {
    noun: &'static str,
    id: &'static str,
    list: fn(&mut Sheet) -> &mut Vec<Value>,
    read: fn(&Sheet) -> &Vec<Value>,
}

const BANDING: Kind =
    Kind { noun: "banded range", id: "bandedRangeId", list: |s| &mut s.banded, read: |s| &s.banded };
const CHART: Kind = Kind { noun: "chart", id: "chartId", list: |s| &mut s.charts, read: |s| &s.charts };
const SLICER: Kind = Kind { noun: "slicer", id: "slicerId", list: |s| &mut s.slicers, read: |s| &s.slicers };
const TABLE: Kind = Kind { noun: "table", id: "tableId", list: |s| &mut s.tables, read: |s| &s.tables };

impl Kind {
    fn find(&self, edit: &Edit<'_>, id: &Value) -> Result<(i64, usize), String> {
        let place = edit.book.sheets.iter().find_map(|sheet| {
            let index = (self.read)(sheet).iter().position(|v| v[self.id] == *id)?;
            Some((sheet.id, index))
        });
        let shown = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
        place.ok_or_else(|| format!("No {} with id: {shown}", self.noun))
    }

    fn add(&self, edit: &mut Edit<'_>, sheet: i64, mut given: Value) -> Result<Value, super::Refusal> {
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

    fn change(&self, edit: &mut Edit<'_>, id: &Value, act: impl FnOnce(&mut Value)) -> Reply {
        let (sheet, index) = self.find(edit, id)?;
        act(&mut (self.list)(edit.sheet_mut(sheet)?)[index]);
        Ok(Value::Null)
    }

    fn delete(&self, edit: &mut Edit<'_>, id: &Value) -> Reply {
        let (sheet, index) = self.find(edit, id)?;
        (self.list)(edit.sheet_mut(sheet)?).remove(index);
        Ok(Value::Null)
    }
}

/// The range of a thing, made whole and checked.
fn ranged(edit: &Edit<'_>, given: &Value) -> Result<(i64, Value), String> {
    let (range, block) = edit.range(&given["range"])?;
    let mut out = given.clone();
    out["range"] = GridRange::of(range.sheet, block).json();
    Ok((range.sheet, out))
}

pub(super) fn add_banding(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (sheet, given) = ranged(edit, &body["bandedRange"])?;
    let (_, block) = edit.range(&given["range"])?;
    let grid = edit.sheet(sheet)?;
    let overlaps = |other: &Value| grid.block(GridRange::from_json(&other["range"])).meets(block);
    if grid.banded.iter().any(overlaps) {
        return Err("You cannot add alternating background colors to a range that already has alternating background colors.".into());
    }
    Ok(json!({"bandedRange": BANDING.add(edit, sheet, given)?}))
}

pub(super) fn update_banding(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (given, mask) = (&body["bandedRange"], fields(body)?);
    BANDING.change(edit, &given["bandedRangeId"], |own| mask.merge(own, given))
}

pub(super) fn delete_banding(edit: &mut Edit<'_>, body: &Value) -> Reply {
    BANDING.delete(edit, &body["bandedRangeId"])
}

pub(super) fn add_chart(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let chart = &body["chart"];
    if !chart["spec"].is_object() {
        return Err("A chart must have a spec.".into());
    }
    let anchor = chart["position"]["overlayPosition"]["anchorCell"]["sheetId"].as_i64();
    let first = edit.book.sheets.first().map_or(0, |s| s.id);
    let sheet = anchor.unwrap_or(first);
    Ok(json!({"chart": CHART.add(edit, sheet, chart.clone())?}))
}

pub(super) fn update_chart(edit: &mut Edit<'_>, body: &Value) -> Reply {
    CHART.change(edit, &body["chartId"], |own| own["spec"] = body["spec"].clone())
}

pub(super) fn add_slicer(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let slicer = &body["slicer"];
    let sheet = edit.range(&slicer["spec"]["dataRange"])?.0.sheet;
    Ok(json!({"slicer": SLICER.add(edit, sheet, slicer.clone())?}))
}

pub(super) fn update_slicer(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let mask = fields(body)?;
    SLICER.change(edit, &body["slicerId"], |own| {
        let mut spec = own["spec"].clone();
        mask.merge(&mut spec, &body["spec"]);
        own["spec"] = spec;
    })
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
    object(edit, &body["objectId"]).delete(edit, &body["objectId"])
}

pub(super) fn add_table(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (sheet, given) = ranged(edit, &body["table"])?;
    let name = given["name"].as_str().unwrap_or("");
    if edit.book.sheets.iter().any(|s| s.tables.iter().any(|t| t["name"].as_str() == Some(name))) {
        return Err(format!("A table with the name \"{name}\" already exists.").into());
    }
    Ok(json!({"table": TABLE.add(edit, sheet, given)?}))
}

pub(super) fn update_table(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (given, mask) = (&body["table"], fields(body)?);
    TABLE.change(edit, &given["tableId"], |own| mask.merge(own, given))
}

pub(super) fn delete_table(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (sheet, index) = TABLE.find(edit, &body["tableId"])?;
    let range = edit.sheet(sheet)?.tables[index]["range"].clone();
    let (_, block) = edit.range(&range)?;
    edit.sheet_mut(sheet)?.tables.remove(index);
    crate::sheets::write::erase(edit, sheet, block)?;
    Ok(Value::Null)
}
