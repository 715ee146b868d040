//! Developer metadata: the one object whose unique id lets a program notice that another was first.

use serde_json::{Value, json};

use super::{Refusal, Reply, fields};
use crate::sheets::edit::Edit;
use crate::sheets::metadata::{Metadata, Place, matched};

pub(super) fn create(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let given = &body["developerMetadata"];
    let id = match given["metadataId"].as_i64() {
        Some(id) if id < 1 => {
            return Err(format!("Developer metadata ID must be positive, but was {id}.").into());
        }
        Some(id) if taken(edit, id) => {
            let text = format!(
                "Cannot add developer metadata with ID [{id}] because developer metadata with that ID already exists."
            );
            return Err(text.into());
        }
        Some(id) => id,
        None => loop {
            let id = edit.ids.number();
            if !taken(edit, id) {
                break id;
            }
        },
    };
    let key = given["metadataKey"].as_str().unwrap_or("");
    if key.is_empty() {
        return Err("Developer metadata must have a key.".into());
    }
    let visibility = given["visibility"].as_str().unwrap_or("DEVELOPER_METADATA_VISIBILITY_UNSPECIFIED");
    if visibility == "DEVELOPER_METADATA_VISIBILITY_UNSPECIFIED" {
        return Err("Developer metadata must have a visibility.".into());
    }
    let place = Place::from_json(&given["location"], edit.book)?;
    let value = given["metadataValue"].as_str().map(str::to_owned);
    let entry = Metadata { id, key: key.to_owned(), value, visibility: visibility.to_owned(), place };
    let shown = entry.json();
    edit.book.metadata.push(entry);
    room(edit)?;
    Ok(json!({"developerMetadata": shown}))
}

fn taken(edit: &Edit<'_>, id: i64) -> bool {
    edit.book.metadata.iter().any(|m| m.id == id)
}

/// The spreadsheet's own entries have one allowance, those of each sheet another.
fn room(edit: &Edit<'_>) -> Result<(), Refusal> {
    let most = edit.limits.metadata_characters;
    let mut places: Vec<Option<i64>> = edit.book.sheets.iter().map(|s| Some(s.id)).collect();
    places.push(None);
    for place in places {
        let used: usize =
            edit.book.metadata.iter().filter(|m| m.place.sheet() == place).map(Metadata::characters).sum();
        if used > most {
            let whose = if place.is_some() { "sheet" } else { "spreadsheet" };
            return Err(format!("This action would exceed the limit of {most} characters of developer metadata for the {whose}.").into());
        }
    }
    Ok(())
}

/// The ids that the filters of a request find.
fn found(edit: &Edit<'_>, filters: &[&Value]) -> Result<Vec<i64>, Refusal> {
    let mut ids = Vec::new();
    for filter in filters {
        ids.extend(matched(edit.book, filter)?.iter().map(|m| m.id));
    }
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() && edit.switches.unmatched_metadata_is_an_error {
        return Err("No developer metadata matched the data filter.".into());
    }
    Ok(ids)
}

pub(super) fn update(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let mask = fields(body)?;
    let filters: Vec<&Value> = body["dataFilters"].as_array().into_iter().flatten().collect();
    let given = &body["developerMetadata"];
    let mut shown = Vec::new();
    for id in found(edit, &filters)? {
        let place = if mask.wants("location") {
            Some(Place::from_json(&given["location"], edit.book)?)
        } else {
            None
        };
        let Some(entry) = edit.book.metadata.iter_mut().find(|m| m.id == id) else { continue };
        if mask.wants("metadataKey") {
            given["metadataKey"].as_str().unwrap_or("").clone_into(&mut entry.key);
        }
        if mask.wants("metadataValue") {
            entry.value = given["metadataValue"].as_str().map(str::to_owned);
        }
        if mask.wants("visibility") {
            given["visibility"].as_str().unwrap_or("DOCUMENT").clone_into(&mut entry.visibility);
        }
        if let Some(place) = place {
            entry.place = place;
        }
        shown.push(entry.json());
    }
    room(edit)?;
    Ok(if shown.is_empty() { json!({}) } else { json!({"developerMetadata": shown}) })
}

pub(super) fn delete(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let ids = found(edit, &[&body["dataFilter"]])?;
    let gone: Vec<Value> =
        edit.book.metadata.iter().filter(|m| ids.contains(&m.id)).map(Metadata::json).collect();
    edit.book.metadata.retain(|m| !ids.contains(&m.id));
    Ok(if gone.is_empty() { json!({}) } else { json!({"deletedDeveloperMetadata": gone}) })
}
