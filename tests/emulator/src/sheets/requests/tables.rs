//! Tables: a name, a header row whose texts are the names of the columns, and rows below it.

use serde_json::{Value, json};

use super::hung::{TABLE, ranged};
use super::{Refusal, Reply, fields};
use crate::num;
use crate::sheets::cell::Entered;
use crate::sheets::edit::Edit;
use crate::sheets::range::Block;
use crate::sheets::{GridRange, Sheet, condition};

/// Sheet and cells of a table, header included.
pub(super) fn block(edit: &Edit<'_>, id: &str) -> Result<(i64, Block), String> {
    let (sheet, index) = TABLE.find(edit, &id.into())?;
    let grid = edit.sheet(sheet)?;
    Ok((sheet, grid.block(GridRange::from_json(&grid.tables[index]["range"]))))
}

/// A table as it is read back: the names of its columns are what its header row holds.
pub(crate) fn shown(sheet: &Sheet, table: &Value) -> Value {
    let block = sheet.block(GridRange::from_json(&table["range"]));
    let given = table["columnProperties"].as_array().map_or(&[] as &[Value], Vec::as_slice);
    let mut out = table.clone();
    let column = |at: usize| {
        let own = given.iter().find(|c| num::index(c["columnIndex"].as_i64().unwrap_or(0)) == at);
        let mut column = own.cloned().unwrap_or_else(|| json!({}));
        let name = match &sheet.cell(block.top, block.left + at).entered {
            Entered::Text(text) => text.to_string(),
            Entered::Number(n) => n.to_string(),
            _ => column["columnName"].as_str().map_or_else(|| format!("Column {}", at + 1), str::to_owned),
        };
        if at > 0 {
            column["columnIndex"] = num::int(at).into();
        }
        column["columnName"] = name.into();
        if column["columnType"].is_null() {
            column.as_object_mut().map(|map| map.remove("columnType"));
        }
        column
    };
    out["columnProperties"] = (0..block.columns()).map(column).collect();
    out
}

pub(super) fn add(edit: &mut Edit<'_>, body: &Value) -> Reply {
    if !body["table"].is_object() {
        return Err("A table must be specified.".into());
    }
    let (sheet, mut given) = ranged(edit, &body["table"])?;
    if given["name"].as_str().is_none_or(str::is_empty) {
        let free = (1..1_000_000).map(|n| format!("Table{n}")).find(|name| !named(edit, name, None));
        given["name"] = free.unwrap_or_default().into();
    }
    check(edit, sheet, &given)?;
    let made = TABLE.add(edit, sheet, given)?;
    write_header(edit, sheet, &made)?;
    let grid = edit.sheet(sheet)?;
    Ok(json!({"table": grid.tables.last().map(|table| shown(grid, table))}))
}

fn named(edit: &Edit<'_>, name: &str, but: Option<&Value>) -> bool {
    let same = |table: &&Value| {
        Some(&table["tableId"]) != but && table["name"].as_str().is_some_and(|n| n.eq_ignore_ascii_case(name))
    };
    edit.book.sheets.iter().any(|sheet| sheet.tables.iter().any(|table| same(&table)))
}

/// Checks a table against the others, and its columns against each other.
fn check(edit: &Edit<'_>, sheet: i64, table: &Value) -> Result<(), String> {
    let name = table["name"].as_str().unwrap_or("");
    let id = table.get("tableId").filter(|id| id.is_string());
    if name.is_empty() {
        return Err("The table name cannot be empty.".to_owned());
    }
    if named(edit, name, id) {
        return Err(format!("A table with the name \"{name}\" already exists."));
    }
    let grid = edit.sheet(sheet)?;
    let block = grid.block(GridRange::from_json(&table["range"]));
    if grid.tables.iter().any(|other| {
        Some(&other["tableId"]) != id && grid.block(GridRange::from_json(&other["range"])).meets(block)
    }) {
        return Err("You cannot add a table to a range that already has a table.".to_owned());
    }
    if grid.merges.iter().any(|merge| merge.meets(block)) {
        return Err("You cannot add a table to a range with merged cells.".to_owned());
    }
    let mut names: Vec<String> = Vec::new();
    for column in table["columnProperties"].as_array().into_iter().flatten() {
        let at = column["columnIndex"].as_i64().unwrap_or(0);
        if at < 0 || num::index(at) >= block.columns() {
            return Err(format!("columnProperties.columnIndex[{at}] is outside of the table."));
        }
        let rule = &column["dataValidationRule"];
        if rule["condition"].is_object() {
            if column["columnType"].as_str() != Some("DROPDOWN") {
                return Err("A dataValidationRule is only set for the dropdown column type.".to_owned());
            }
            condition::check(&rule["condition"])?;
        }
        if let Some(name) = column["columnName"].as_str() {
            if names.iter().any(|other| other.eq_ignore_ascii_case(name)) {
                return Err(format!("A table column with the name \"{name}\" already exists."));
            }
            names.push(name.to_owned());
        }
    }
    Ok(())
}

/// Writes the names that were given into the header row, and a name where it is empty; a drop-down column validates.
fn write_header(edit: &mut Edit<'_>, sheet: i64, table: &Value) -> Result<(), Refusal> {
    let block = edit.sheet(sheet)?.block(GridRange::from_json(&table["range"]));
    edit.guard(sheet, Block { bottom: block.top + 1, ..block })?;
    for column in table["columnProperties"].as_array().into_iter().flatten() {
        let at = block.left + num::index(column["columnIndex"].as_i64().unwrap_or(0));
        if let Some(name) = column["columnName"].as_str() {
            edit.enter(sheet, block.top, at, Entered::text(name))?;
        }
        let rule = &column["dataValidationRule"];
        if rule["condition"].is_object() {
            let rule = json!({"condition": rule["condition"], "showCustomUi": true});
            let grid = edit.sheet_mut(sheet)?;
            for row in block.top + 1..block.bottom {
                grid.change(row, at, |cell| cell.set_extra("dataValidation", rule.clone()));
            }
        }
    }
    for (at, column) in (block.left..block.right).enumerate() {
        if edit.sheet(sheet)?.cell(block.top, column).entered == Entered::Blank {
            edit.enter(sheet, block.top, column, Entered::text(&format!("Column {}", at + 1)))?;
        }
    }
    Ok(())
}

pub(super) fn update(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (given, mask) = (&body["table"], fields(body)?);
    let (sheet, index) = TABLE.find(edit, &given["tableId"])?;
    let grid = edit.sheet(sheet)?;
    let mut table = shown(grid, &grid.tables[index]);
    let id = table["tableId"].clone();
    mask.merge(&mut table, given);
    table["tableId"] = id;
    let (to, table) = ranged(edit, &table)?;
    if to != sheet {
        return Err("A table cannot be moved to another sheet.".into());
    }
    check(edit, sheet, &table)?;
    edit.sheet_mut(sheet)?.tables[index] = table.clone();
    if mask.wants("columnProperties") {
        write_header(edit, sheet, &table)?;
    }
    Ok(Value::Null)
}

pub(super) fn delete(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (sheet, index) = TABLE.find(edit, &body["tableId"])?;
    let range = edit.sheet(sheet)?.tables[index]["range"].clone();
    let (_, block) = edit.range(&range)?;
    edit.guard(sheet, block)?;
    edit.sheet_mut(sheet)?.tables.remove(index);
    crate::sheets::write::erase(edit, sheet, block)?;
    Ok(Value::Null)
}

/// Makes room at the end of a table's body for so many rows; the first of them comes back.
pub(super) fn make_room(edit: &mut Edit<'_>, id: &str, rows: usize) -> Result<(i64, Block), String> {
    let (sheet, table) = block(edit, id)?;
    let grid = edit.sheet(sheet)?;
    let index = TABLE.find(edit, &id.into())?.1;
    let footer = usize::from(grid.tables[index]["rowsProperties"]["footerColorStyle"].is_object());
    let filled = |row: &usize| {
        (table.left..table.right).any(|column| grid.cell(*row, column).entered != Entered::Blank)
    };
    let end = table.bottom - footer;
    let top = (table.top + 1..end).rev().find(filled).map_or(table.top + 1, |row| row + 1).min(end);
    let missing = (top + rows).saturating_sub(end);
    if missing > 0 {
        // Whole rows come in at the end of the body, so that nothing beside the table is torn apart.
        edit.insert(sheet, true, end, missing)?;
        let grid = edit.sheet_mut(sheet)?;
        let mut range = GridRange::from_json(&grid.tables[index]["range"]);
        let wanted = table.bottom + missing;
        range.rows.end = Some(wanted);
        grid.tables[index]["range"] = range.json();
    }
    Ok((sheet, Block { top, bottom: top + rows, ..table }))
}
