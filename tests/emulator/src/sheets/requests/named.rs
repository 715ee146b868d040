//! Named ranges.

use serde_json::{Value, json};

use super::{Reply, fields};
use crate::sheets::book::NamedRange;
use crate::sheets::edit::Edit;

pub(crate) fn add(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let given = &body["namedRange"];
    let name = given["name"].as_str().unwrap_or("");
    check(edit, name, "")?;
    let (range, _) = edit.range(&given["range"])?;
    let id = match given["namedRangeId"].as_str() {
        Some(id) if edit.book.names.iter().any(|n| n.id == id) => {
            return Err(format!("A named range with id {id} already exists.").into());
        }
        Some(id) if !id.is_empty() => id.to_owned(),
        _ => edit.ids.number().to_string(),
    };
    edit.book.names.push(NamedRange { id: id.clone(), name: name.to_owned(), range });
    Ok(json!({"namedRange": {"namedRangeId": id, "name": name, "range": range.json()}}))
}

/// A name is a word that no cell is called, and that no other range has.
fn check(edit: &Edit<'_>, name: &str, own: &str) -> Result<(), String> {
    let well_formed = name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || c == '_')
        && name.len() <= 250
        && crate::sheets::a1::quoted(name).len() <= name.len() + 2;
    let cell = crate::sheets::a1::corner(name).is_some_and(|c| c.row.is_some() && c.column.is_some());
    if !well_formed || cell {
        return Err(format!("Invalid name for a range: \"{name}\"."));
    }
    if edit.book.names.iter().any(|n| n.id != own && n.name.eq_ignore_ascii_case(name)) {
        return Err(format!("A named range with the name \"{name}\" already exists."));
    }
    Ok(())
}

pub(super) fn update(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let given = &body["namedRange"];
    let id = given["namedRangeId"].as_str().unwrap_or("").to_owned();
    let mask = fields(body)?;
    let index = find(edit, &id)?;
    if mask.wants("name") {
        let name = given["name"].as_str().unwrap_or("");
        check(edit, name, &id)?;
        name.clone_into(&mut edit.book.names[index].name);
    }
    if mask.wants("range") {
        edit.book.names[index].range = edit.range(&given["range"])?.0;
    }
    Ok(Value::Null)
}

pub(super) fn delete(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let index = find(edit, body["namedRangeId"].as_str().unwrap_or(""))?;
    edit.book.names.remove(index);
    Ok(Value::Null)
}

fn find(edit: &Edit<'_>, id: &str) -> Result<usize, String> {
    edit.book.names.iter().position(|n| n.id == id).ok_or_else(|| format!("No named range with id: {id}"))
}
