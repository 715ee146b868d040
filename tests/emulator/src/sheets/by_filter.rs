//! What a `DataFilter` selects: the checks in Google's order, and the filter as an answer repeats it.

use serde_json::{Value, json};

use super::book::Book;
use super::edit::beyond;
use super::metadata::{Place, matched};
use super::range::{GridRange, Span};
use super::read::within_grid;
use super::{Sheet, a1};

/// The ranges that a filter means: its own, or those of the entries it finds. `noun` is what a refusal calls a sheet that
/// is not there.
pub(crate) fn ranges(book: &Book, filter: &Value, noun: &str) -> Result<Vec<GridRange>, String> {
    let lookup = &filter["developerMetadataLookup"];
    if lookup.is_object() {
        check_lookup(lookup)?;
        let location = &lookup["metadataLocation"];
        if location.as_object().is_some_and(|members| !members.is_empty()) {
            Place::from_json(location, book)?;
        }
        return Ok(matched(book, filter)?.iter().filter_map(|entry| entry.place.range(book)).collect());
    }
    range(book, filter, noun).map(|range| vec![range])
}

/// The ranges of each filter with its position; the first filter that is wrong is named by its position.
pub(crate) fn selections(book: &Book, filters: &[Value]) -> Result<Vec<(GridRange, usize)>, String> {
    let mut out = Vec::new();
    for (index, filter) in filters.iter().enumerate() {
        let found = ranges(book, filter, "grid");
        let found = found.map_err(|text| format!("Invalid dataFilter[{index}]: {text}"))?;
        out.extend(found.into_iter().map(|range| (range, index)));
    }
    Ok(out)
}

/// The range of an `a1Range` or `gridRange` filter; one that holds no cell is a range.
pub(crate) fn range(book: &Book, filter: &Value, noun: &str) -> Result<GridRange, String> {
    if let Some(text) = filter["a1Range"].as_str() {
        let range = a1::parse(book, text).ok_or_else(|| format!("Unable to parse range: {text}"))?;
        return within_grid(book, range);
    }
    let given = &filter["gridRange"];
    if !given.is_object() {
        return Err("dataFilter.filter must be specified.".to_owned());
    }
    let range = GridRange::from_json(given);
    let sheet = book.sheet(range.sheet).ok_or_else(|| format!("No {noun} with id: {}", range.sheet))?;
    let bound = |name: &str| given[name].as_i64();
    let axes = [
        ("Row", bound("startRowIndex"), bound("endRowIndex")),
        ("Column", bound("startColumnIndex"), bound("endColumnIndex")),
    ];
    if axes.iter().any(|(_, start, end)| start.is_some_and(|at| at < 0) || end.is_some_and(|at| at < 0)) {
        return Err("GridRange indexes must be >= 0".to_owned());
    }
    for (axis, start, end) in axes {
        if let (Some(start), Some(end)) = (start, end)
            && end < start
        {
            return Err(format!("end{axis}Index[{end}] cannot be before start{axis}Index[{start}]"));
        }
    }
    if range.rows.first() >= sheet.rows || range.columns.first() >= sheet.columns {
        return Err(beyond(sheet, &named(sheet, range)));
    }
    Ok(range)
}

/// A range of a filter as Google names it where it begins past the grid: by the bounds that were sent, columns as letters.
fn named(sheet: &Sheet, range: GridRange) -> String {
    const LAST_COLUMN: usize = 18_277;
    let letters =
        |at: Option<usize>| at.filter(|at| *at <= LAST_COLUMN).map(a1::column_name).unwrap_or_default();
    let number = |at: Option<usize>| at.map(|at| at.to_string()).unwrap_or_default();
    let (rows, columns) = (range.rows, range.columns);
    let first = letters(columns.start) + &number(rows.start.map(|at| at + 1));
    let last = letters(columns.end.and_then(|end| end.checked_sub(1))) + &number(rows.end);
    let empty = |span: Span| span.start.is_some() && span.start == span.end;
    let mark = if empty(rows) || empty(columns) { "(empty) " } else { "" };
    let title = a1::quoted(&sheet.title);
    if first == last { format!("{mark}{title}!{first}") } else { format!("{mark}{title}!{first}:{last}") }
}

/// Refuses a lookup whose members exclude each other.
pub(crate) fn check_lookup(lookup: &Value) -> Result<(), String> {
    let kind = lookup["locationType"].as_str();
    let strategy = lookup["locationMatchingStrategy"].as_str().filter(|s| !s.ends_with("_UNSPECIFIED"));
    let location = &lookup["metadataLocation"];
    let member =
        ["spreadsheet", "sheetId", "dimensionRange"].into_iter().find(|name| !location[*name].is_null());
    let whole = location["spreadsheet"].as_bool() == Some(true);
    if let (Some("SPREADSHEET"), Some(member), false) = (kind, member, whole) {
        return Err(format!("Cannot limit by location type of SPREADSHEET for the location {member}"));
    }
    if strategy == Some("EXACT_LOCATION") && kind.is_some() {
        return Err("The locationMatchingStrategy was specified as EXACT_LOCATION, but a locationType was also specified: lookups cannot limit by a location type when matching an exact location.".to_owned());
    }
    if strategy.is_some() && member.is_none() {
        return Err("A locationMatchingStrategy was specified, but no metadataLocation was specified: lookups must always specify a metadataLocation when specifying a locationMatchingStrategy.".to_owned());
    }
    if strategy == Some("INTERSECTING_LOCATION") && whole {
        return Err("DeveloperMetadataLookup.spreadsheet is true, but locationMatchingStrategy was specified as INTERSECTING.".to_owned());
    }
    Ok(())
}

/// A filter as an answer repeats it: a sheet whose id is 0 goes without, as every plain member that is zero does, while a
/// bound that was sent stays.
pub(crate) fn echo(filter: &Value) -> Value {
    let mut out = filter.clone();
    for pointer in ["/gridRange", "/developerMetadataLookup/metadataLocation/dimensionRange"] {
        if let Some(range) = out.pointer_mut(pointer).and_then(Value::as_object_mut)
            && range.get("sheetId") == Some(&json!(0))
        {
            range.remove("sheetId");
        }
    }
    out
}
