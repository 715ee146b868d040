//! Cells: values, formats, notes, validation.

use serde_json::{Value, json};

use super::{Reply, fields, tables};
use crate::num;
use crate::schema::Mask;
use crate::sheets::cell::{Cell, Entered};
use crate::sheets::edit::Edit;
use crate::sheets::range::Block;
use crate::sheets::{condition, structure, theme};

/// Members of a cell that are kept as given.
const KEPT: [&str; 6] =
    ["note", "dataValidation", "textFormatRuns", "chipRuns", "pivotTable", "dataSourceTable"];

pub(super) fn update(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let mask = fields(body)?;
    let rows = body["rows"].as_array().map_or(&[] as &[Value], Vec::as_slice);
    if body["range"].is_object() {
        let (range, block) = edit.range(&body["range"])?;
        edit.guard(range.sheet, block)?;
        if rows.len() > block.rows() {
            return Err(format!(
                "Attempting to write row: {}, beyond the last requested row of: {}",
                block.bottom,
                block.bottom - 1
            )
            .into());
        }
        for row in block.top..block.bottom {
            let given = rows.get(row - block.top).map_or(&Value::Null, |r| &r["values"]);
            let count = given.as_array().map_or(0, Vec::len);
            if count > block.columns() {
                return Err(format!(
                    "Attempting to write column: {}, beyond the last requested column of: {}",
                    block.right,
                    block.right - 1
                )
                .into());
            }
            for column in block.left..block.right {
                put(edit, range.sheet, row, column, &given[column - block.left], &mask)?;
            }
        }
        return Ok(Value::Null);
    }
    if !body["start"].is_object() {
        return Err("Must specify either start or range.".into());
    }
    let (sheet, top, left) = edit.place(&body["start"])?;
    write_rows(edit, sheet, top, left, rows, &mask)?;
    Ok(Value::Null)
}

/// Writes rows of `CellData` from a corner on; they must lie within the grid.
fn write_rows(
    edit: &mut Edit<'_>,
    sheet: i64,
    top: usize,
    left: usize,
    rows: &[Value],
    mask: &Mask,
) -> Result<(), String> {
    let width = rows.iter().filter_map(|r| r["values"].as_array()).map(Vec::len).max().unwrap_or(0);
    let grid = edit.sheet(sheet)?;
    if top + rows.len() > grid.rows {
        let last = grid.rows - 1;
        return Err(format!(
            "Attempting to write row: {}, beyond the last requested row of: {last}",
            last + 1
        ));
    }
    if left + width > grid.columns {
        let last = grid.columns - 1;
        return Err(format!(
            "Attempting to write column: {}, beyond the last requested column of: {last}",
            last + 1
        ));
    }
    edit.guard(sheet, Block { top, bottom: top + rows.len(), left, right: left + width })?;
    for (down, row) in rows.iter().enumerate() {
        for (right, cell) in row["values"].as_array().into_iter().flatten().enumerate() {
            put(edit, sheet, top + down, left + right, cell, mask)?;
        }
    }
    Ok(())
}

/// Sets the masked members of one cell to what is given; what is masked and not given is cleared.
fn put(
    edit: &mut Edit<'_>,
    sheet: i64,
    row: usize,
    column: usize,
    given: &Value,
    mask: &Mask,
) -> Result<(), String> {
    if mask.wants("userEnteredValue") {
        let entered = Entered::from_json(&given["userEnteredValue"])?;
        edit.enter(sheet, row, column, entered)?;
    }
    if let Some(mask) = mask.below("userEnteredFormat") {
        let number = edit.sheet(sheet)?.cell(row, column).format;
        let mut format = edit.book.format(number).cloned().unwrap_or_else(|| json!({}));
        let given = &given["userEnteredFormat"];
        mask.merge(&mut format, given);
        both_colors(&mut format, given, mask);
        let number = edit.book.intern(format);
        edit.sheet_mut(sheet)?.change(row, column, |cell| cell.format = number);
    }
    for name in KEPT {
        if let Some(below) = mask.below(name) {
            let value = &given[name];
            edit.sheet_mut(sheet)?.change(row, column, |cell| {
                let mut own = cell.extra(name).clone();
                below.merge(&mut own, value);
                cell.set_extra(name, own);
            });
        }
    }
    Ok(())
}

/// A colour has two names: whichever is written, both are read back, and neither keeps an older colour.
fn both_colors(format: &mut Value, given: &Value, mask: &Mask) {
    recolor(format, given, mask, "backgroundColor");
    if let Some(below) = mask.below("textFormat") {
        let mut text = format["textFormat"].clone();
        recolor(&mut text, &given["textFormat"], below, "foregroundColor");
        format["textFormat"] = text;
    }
    // Asking for a member of a map by index leaves nothing behind only when it is not assigned.
    if let Some(map) = format.as_object_mut() {
        map.retain(|_, value| !value.is_null());
    }
}

fn recolor(format: &mut Value, given: &Value, mask: &Mask, plain: &str) {
    let style = format!("{plain}Style");
    if !mask.wants(plain) && !mask.wants(&style) {
        return;
    }
    // A mask may reach into the colour; what it leaves of the older one stays then.
    let color = match mask.below(plain) {
        Some(Mask::Some(_)) => Some(json!({"rgbColor": format[plain]})),
        _ => theme::given(given, plain),
    };
    if let Some(map) = format.as_object_mut() {
        map.remove(plain);
        map.remove(&style);
    }
    if let Some(color) = color {
        theme::paint(format, plain, &color);
    }
}

/// The `data` of a sheet given to `spreadsheets.create`.
pub(crate) fn write_grid(edit: &mut Edit<'_>, sheet: i64, data: &Value) -> Result<(), String> {
    let at = |name: &str| num::index(data[name].as_i64().unwrap_or(0));
    let rows = data["rowData"].as_array().map_or(&[] as &[Value], Vec::as_slice);
    if rows.is_empty() {
        return Ok(());
    }
    write_rows(edit, sheet, at("startRow"), at("startColumn"), rows, &Mask::All)
}

pub(super) fn append(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let mask = fields(body)?;
    let rows = body["rows"].as_array().map_or(&[] as &[Value], Vec::as_slice);
    if let Some(table) = body["tableId"].as_str().filter(|id| !id.is_empty()) {
        let (sheet, place) = tables::make_room(edit, table, rows.len())?;
        if rows.iter().filter_map(|r| r["values"].as_array()).any(|values| values.len() > place.columns()) {
            return Err(
                format!("The rows have more cells than the table has columns: {}", place.columns()).into()
            );
        }
        if !rows.is_empty() {
            write_rows(edit, sheet, place.top, place.left, rows, &mask)?;
        }
        return Ok(Value::Null);
    }
    let sheet = body["sheetId"].as_i64().unwrap_or(0);
    let grid = edit.sheet(sheet)?;
    // "After the last row with data": a format alone is no data.
    let top = grid.used_rows();
    let missing = (top + rows.len()).saturating_sub(grid.rows);
    let height = grid.rows;
    // Rows are made as they are needed, columns are not.
    if missing > 0 {
        edit.insert(sheet, true, height, missing)?;
    }
    edit.room()?;
    if !rows.is_empty() {
        write_rows(edit, sheet, top, 0, rows, &mask)?;
    }
    Ok(Value::Null)
}

pub(super) fn repeat(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let mask = fields(body)?;
    let (range, block) = edit.loose_range(&body["range"])?;
    edit.guard(range.sheet, block)?;
    let cell = &body["cell"];
    let formula = cell["userEnteredValue"]["formulaValue"].as_str();
    let decimal = edit.book.locale().decimal;
    for row in block.top..block.bottom {
        for column in block.left..block.right {
            // A repeated formula slides along, as a copied one does.
            let slid = formula.and_then(|source| {
                crate::sheets::formula::translated(
                    source,
                    decimal,
                    num::int(row - block.top),
                    num::int(column - block.left),
                )
            });
            if let Some(source) = slid {
                let mut own = cell.clone();
                own["userEnteredValue"]["formulaValue"] = source.into();
                put(edit, range.sheet, row, column, &own, &mask)?;
            } else {
                put(edit, range.sheet, row, column, cell, &mask)?;
            }
        }
    }
    Ok(Value::Null)
}

pub(super) fn set_validation(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (range, block) = edit.range(&body["range"])?;
    edit.guard(range.sheet, block)?;
    let rule = &body["rule"];
    if rule.is_object() && !rule["condition"].is_object() {
        return Err("A condition must be specified.".into());
    }
    if rule.is_object() {
        condition::check(&rule["condition"])?;
    }
    let decimal = edit.book.locale().decimal;
    let grid = edit.sheet_mut(range.sheet)?;
    for row in block.top..block.bottom {
        for column in block.left..block.right {
            // The formulas of the rule are written for the first cell, and slide from there.
            let (down, right) = (num::int(row - block.top), num::int(column - block.left));
            let mut ruled = Cell::default();
            ruled.set_extra("dataValidation", rule.clone());
            let ruled = structure::slid(&ruled, decimal, down, right);
            grid.change(row, column, |cell| {
                cell.set_extra("dataValidation", ruled.extra("dataValidation").clone());
            });
        }
    }
    Ok(Value::Null)
}

pub(super) fn update_borders(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (range, block) = edit.range(&body["range"])?;
    edit.guard(range.sheet, block)?;
    for row in block.top..block.bottom {
        for column in block.left..block.right {
            let sides = [
                ("top", if row == block.top { "top" } else { "innerHorizontal" }),
                ("bottom", if row + 1 == block.bottom { "bottom" } else { "innerHorizontal" }),
                ("left", if column == block.left { "left" } else { "innerVertical" }),
                ("right", if column + 1 == block.right { "right" } else { "innerVertical" }),
            ];
            let number = edit.sheet(range.sheet)?.cell(row, column).format;
            let mut format = edit.book.format(number).cloned().unwrap_or_else(|| json!({}));
            for (side, name) in sides {
                let border = &body[name];
                if border["style"].as_str() == Some("NONE") {
                    if let Some(map) = format["borders"].as_object_mut() {
                        map.remove(side);
                    }
                } else if border.is_object() {
                    format["borders"][side] = border.clone();
                }
            }
            if format["borders"].is_null() {
                format.as_object_mut().map(|map| map.remove("borders"));
            }
            let number = edit.book.intern(format);
            edit.sheet_mut(range.sheet)?.change(row, column, |cell| cell.format = number);
        }
    }
    Ok(Value::Null)
}
