//! Which rows a basic filter hides.

use serde_json::Value;

use super::cell::{Entered, Outcome};
use super::range::GridRange;
use super::sheet::Sheet;

/// Whether the sheet's basic filter hides the row: one of its columns holds a value that is filtered out.
pub(crate) fn hides(sheet: &Sheet, row: usize) -> bool {
    let Some(filter) = &sheet.basic_filter else { return false };
    let block = sheet.block(GridRange::from_json(&filter["range"]));
    // The first row of the range is the header, which is always seen.
    if row <= block.top || row >= block.bottom {
        return false;
    }
    let specs = filter["filterSpecs"].as_array().into_iter().flatten();
    let listed = specs.map(|spec| (spec["columnIndex"].as_i64().unwrap_or(0), &spec["filterCriteria"]));
    let mapped = filter["criteria"].as_object().into_iter().flatten();
    let mapped = mapped.filter_map(|(column, criteria)| Some((column.parse().ok()?, criteria)));
    listed.chain(mapped).any(|(column, criteria)| excludes(criteria, sheet, row, crate::num::index(column)))
}

fn excludes(criteria: &Value, sheet: &Sheet, row: usize, column: usize) -> bool {
    let shown = shown(sheet, row, column);
    let hidden = criteria["hiddenValues"].as_array().into_iter().flatten();
    if hidden.filter_map(Value::as_str).any(|value| value == shown) {
        return true;
    }
    let condition = &criteria["condition"];
    let value = condition["values"][0]["userEnteredValue"].as_str().unwrap_or("").to_lowercase();
    let lower = shown.to_lowercase();
    match condition["type"].as_str() {
        Some("BLANK") => !shown.is_empty(),
        Some("NOT_BLANK") => shown.is_empty(),
        Some("TEXT_CONTAINS") => !lower.contains(&value),
        Some("TEXT_NOT_CONTAINS") => lower.contains(&value),
        Some("TEXT_STARTS_WITH") => !lower.starts_with(&value),
        Some("TEXT_ENDS_WITH") => !lower.ends_with(&value),
        Some("TEXT_EQ" | "NUMBER_EQ") => lower != value,
        // The other conditions are kept as given and hide nothing.
        _ => false,
    }
}

/// The cell as a filter sees it; a formula counts by its source here, for its value depends on the moment.
fn shown(sheet: &Sheet, row: usize, column: usize) -> String {
    match &sheet.cell(row, column).entered {
        Entered::Blank => String::new(),
        Entered::Bool(b) => if *b { "TRUE" } else { "FALSE" }.to_owned(),
        Entered::Number(n) => n.to_string(),
        Entered::Text(text) | Entered::Formula(text) => text.to_string(),
    }
}

/// The order in which a sort puts values; blanks come last whichever way.
pub(crate) fn compare(a: &Outcome, b: &Outcome, descending: bool, text_first: bool) -> std::cmp::Ordering {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let blank = |o: &Outcome| *o == Outcome::Blank || *o == Outcome::Text(String::new());
    match (blank(a), blank(b)) {
        (true, true) => return Equal,
        (true, false) => return Greater,
        (false, true) => return Less,
        _ => {}
    }
    let rank = |o: &Outcome| match o {
        Outcome::Number(_) => i32::from(text_first),
        Outcome::Text(_) => i32::from(!text_first),
        Outcome::Bool(_) => 2,
        _ => 3,
    };
    let order = match (a, b) {
        (Outcome::Number(a), Outcome::Number(b)) => a.partial_cmp(b).unwrap_or(Equal),
        (Outcome::Text(a), Outcome::Text(b)) => a.to_lowercase().cmp(&b.to_lowercase()),
        (Outcome::Bool(a), Outcome::Bool(b)) => a.cmp(b),
        _ => rank(a).cmp(&rank(b)),
    };
    if descending { order.reverse() } else { order }
}
