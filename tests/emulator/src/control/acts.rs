//! The staff actions by name, for `/_emulator/spreadsheets/ID/tab`.

use serde_json::{Value, json};

use super::{Refused, Tab};
use crate::num;

type Act = fn(&mut Tab<'_>, &Value) -> Result<Value, Refused>;

/// Each act takes its arguments by name; rows and columns are counted from 1, ranges are A1.
static ACTS: &[(&str, Act)] = &[
    ("type", |tab, a| done(tab.type_rows(text(a, "range")?, &rows(a)?))),
    ("insertRows", |tab, a| done(tab.insert_rows(number(a, "before")?, number(a, "count")?))),
    ("deleteRows", |tab, a| done(tab.delete_rows(number(a, "first")?, number(a, "count")?))),
    ("insertColumns", |tab, a| done(tab.insert_columns(number(a, "before")?, number(a, "count")?))),
    ("deleteColumns", |tab, a| done(tab.delete_columns(number(a, "first")?, number(a, "count")?))),
    ("moveRows", |tab, a| {
        done(tab.move_rows(number(a, "first")?, number(a, "count")?, number(a, "before")?))
    }),
    ("moveColumns", |tab, a| {
        done(tab.move_columns(number(a, "first")?, number(a, "count")?, number(a, "before")?))
    }),
    ("insertCells", |tab, a| done(tab.insert_cells(text(a, "range")?, flag(a, "down")))),
    ("deleteCells", |tab, a| done(tab.delete_cells(text(a, "range")?, flag(a, "up")))),
    ("hideRows", |tab, a| done(tab.hide_rows(number(a, "first")?, number(a, "count")?, !flag(a, "show")))),
    ("hideColumns", |tab, a| {
        done(tab.hide_columns(number(a, "first")?, number(a, "count")?, !flag(a, "show")))
    }),
    ("resizeRows", |tab, a| {
        done(tab.resize(true, number(a, "first")?, number(a, "count")?, num::int(number(a, "pixels")?)))
    }),
    ("resizeColumns", |tab, a| {
        done(tab.resize(false, number(a, "first")?, number(a, "count")?, num::int(number(a, "pixels")?)))
    }),
    ("groupRows", |tab, a| done(tab.group(true, number(a, "first")?, number(a, "count")?))),
    ("groupColumns", |tab, a| done(tab.group(false, number(a, "first")?, number(a, "count")?))),
    ("ungroupRows", |tab, a| done(tab.ungroup(true, number(a, "first")?, number(a, "count")?))),
    ("ungroupColumns", |tab, a| done(tab.ungroup(false, number(a, "first")?, number(a, "count")?))),
    ("sort", |tab, a| done(tab.sort(text(a, "range")?, number(a, "column")?, flag(a, "descending")))),
    ("sortByFilter", |tab, a| done(tab.sort_by_filter(number(a, "column")?, flag(a, "descending")))),
    ("filter", |tab, a| {
        let hidden = texts(a, "hidden")?;
        done(tab.filter(text(a, "range")?, number(a, "column")?, &hidden))
    }),
    ("filterBy", |tab, a| done(tab.filter_by(text(a, "range")?, number(a, "column")?, &a["condition"]))),
    ("clearFilter", |tab, _| done(tab.clear_filter())),
    ("rowsSeen", |tab, a| Ok(json!({"rows": tab.rows_seen(a["view"].as_str())?}))),
    ("cut", |tab, a| match a["tab"].as_i64() {
        Some(id) => done(tab.cut_to_tab(text(a, "source")?, id, text(a, "to")?)),
        None => done(tab.cut(text(a, "source")?, text(a, "to")?)),
    }),
    ("copy", |tab, a| match (a["tab"].as_i64(), a["paste"].as_str()) {
        (Some(id), _) => done(tab.copy_to_tab(text(a, "source")?, id, text(a, "to")?)),
        (None, Some(kind)) => done(tab.paste_special(text(a, "source")?, text(a, "to")?, kind)),
        (None, None) => done(tab.copy(text(a, "source")?, text(a, "to")?)),
    }),
    ("fill", |tab, a| {
        let rows = a["rows"].as_i64().ok_or_else(|| missing("rows"))?;
        done(tab.fill(text(a, "source")?, rows, flag(a, "alternate")))
    }),
    ("clear", |tab, a| done(tab.clear(text(a, "range")?))),
    ("merge", |tab, a| done(tab.merge(text(a, "range")?))),
    ("unmerge", |tab, a| done(tab.unmerge(text(a, "range")?))),
    ("format", |tab, a| done(tab.format(text(a, "range")?, &a["format"]))),
    ("allow", |tab, a| {
        let values = texts(a, "values")?;
        done(tab.allow(text(a, "range")?, &values, flag(a, "strict")))
    }),
    ("note", |tab, a| done(tab.set_note(text(a, "cell")?, text(a, "note")?))),
    ("comment", |tab, a| done(tab.comment(text(a, "cell")?, text(a, "text")?))),
    ("protect", |tab, a| {
        let editors = texts(a, "editors")?;
        done(tab.protect(text(a, "range")?, &editors))
    }),
    ("unprotect", |tab, a| done(tab.unprotect(a["range"].as_str().unwrap_or("")))),
    ("freeze", |tab, a| done(tab.freeze(number(a, "rows")?, number(a, "columns")?))),
    ("rename", |tab, a| done(tab.rename(text(a, "title")?))),
    ("hide", |tab, a| done(tab.hide(!flag(a, "show")))),
    ("moveBefore", |tab, a| done(tab.move_before(number(a, "place")?))),
    ("duplicate", |tab, a| Ok(json!({"sheetId": tab.duplicate(text(a, "title")?)?}))),
];

/// Does what is named to a tab.
pub(super) fn act(tab: &mut Tab<'_>, name: &str, arguments: &Value) -> Result<Value, Refused> {
    let found = ACTS.iter().find(|(known, _)| *known == name);
    let (_, act) = found.ok_or_else(|| {
        let known: Vec<&str> = ACTS.iter().map(|(name, _)| *name).collect();
        Refused(format!("staff cannot do {name}; they can do {}", known.join(", ")))
    })?;
    act(tab, arguments)
}

fn done(result: Result<(), Refused>) -> Result<Value, Refused> {
    result.map(|()| json!({}))
}

fn missing(name: &str) -> Refused {
    Refused(format!("{name} is missing"))
}

fn text<'a>(arguments: &'a Value, name: &str) -> Result<&'a str, Refused> {
    arguments[name].as_str().ok_or_else(|| missing(name))
}

fn number(arguments: &Value, name: &str) -> Result<usize, Refused> {
    arguments[name].as_i64().and_then(|n| usize::try_from(n).ok()).ok_or_else(|| missing(name))
}

fn flag(arguments: &Value, name: &str) -> bool {
    arguments[name].as_bool().unwrap_or(false)
}

fn texts<'a>(arguments: &'a Value, name: &str) -> Result<Vec<&'a str>, Refused> {
    let list = arguments[name].as_array().ok_or_else(|| missing(name))?;
    Ok(list.iter().filter_map(Value::as_str).collect())
}

fn rows(arguments: &Value) -> Result<Vec<Vec<String>>, Refused> {
    serde_json::from_value(arguments["rows"].clone()).map_err(|_| missing("rows"))
}
