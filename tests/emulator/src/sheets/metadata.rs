//! Developer metadata: created under unique ids, found by filter, moved along with rows and columns.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::book::Book;
use super::by_filter;
use super::range::{GridRange, Span};
use crate::error::ApiError;
use crate::num;
use crate::server::{Answer, Call};
use crate::world::World;

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Metadata {
    pub(crate) id: i64,
    pub(crate) key: String,
    pub(crate) value: Option<String>,
    pub(crate) visibility: String,
    pub(crate) place: Place,
}

/// What an entry hangs on.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Book,
    Sheet(i64),
    Row(i64, usize),
    Column(i64, usize),
}

impl Place {
    pub(crate) fn sheet(&self) -> Option<i64> {
        match self {
            Self::Book => None,
            Self::Sheet(id) | Self::Row(id, _) | Self::Column(id, _) => Some(*id),
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Book => "SPREADSHEET",
            Self::Sheet(_) => "SHEET",
            Self::Row(..) => "ROW",
            Self::Column(..) => "COLUMN",
        }
    }

    fn json(&self) -> Value {
        let line = |sheet: i64, dimension: &str, at: usize| {
            let mut range =
                json!({"dimension": dimension, "startIndex": num::int(at), "endIndex": num::int(at + 1)});
            if sheet != 0 {
                range["sheetId"] = sheet.into();
            }
            json!({"locationType": self.kind(), "dimensionRange": range})
        };
        match self {
            Self::Book => json!({"locationType": "SPREADSHEET", "spreadsheet": true}),
            Self::Sheet(id) => json!({"locationType": "SHEET", "sheetId": id}),
            Self::Row(sheet, at) => line(*sheet, "ROWS", *at),
            Self::Column(sheet, at) => line(*sheet, "COLUMNS", *at),
        }
    }

    /// Reads a `DeveloperMetadataLocation`, which must be one that exists.
    pub(crate) fn from_json(value: &Value, book: &Book) -> Result<Self, String> {
        if value["spreadsheet"].as_bool() == Some(true) {
            return Ok(Self::Book);
        }
        if let Some(id) = value["sheetId"].as_i64() {
            return book.sheet(id).map(|_| Self::Sheet(id)).ok_or_else(|| format!("No grid with id: {id}"));
        }
        let range = &value["dimensionRange"];
        if range.is_null() {
            return Err("A location must be specified.".to_owned());
        }
        let (Some(start), Some(end)) = (range["startIndex"].as_i64(), range["endIndex"].as_i64()) else {
            return Err("DimensionRange must specify both a startIndex and an endIndex.".to_owned());
        };
        if end - start != 1 {
            return Err("DimensionRange must represent a single row or column.".to_owned());
        }
        if start < 0 {
            return Err("DimensionRange indexes must be >= 0".to_owned());
        }
        let id = range["sheetId"].as_i64().unwrap_or(0);
        let sheet = book.sheet(id).ok_or_else(|| format!("No grid with id: {id}"))?;
        let at = num::index(start);
        let (count, axis, place) = match range["dimension"].as_str() {
            Some("ROWS") => (sheet.rows, "ROWS", Self::Row(id, at)),
            Some("COLUMNS") => (sheet.columns, "COLUMNS", Self::Column(id, at)),
            _ => return Err("No dimension specified".to_owned()),
        };
        if at >= count {
            let last = count - 1;
            return Err(format!(
                "DimensionRange startIndex [{start}] is after the last {axis} index [{last}] of the sheet [{id}]."
            ));
        }
        Ok(place)
    }

    /// The cells that belong to the place.
    pub(crate) fn range(&self, book: &Book) -> Option<GridRange> {
        let whole = Span::default();
        Some(match self {
            Self::Book => GridRange { sheet: book.sheets.first()?.id, rows: whole, columns: whole },
            Self::Sheet(sheet) => GridRange { sheet: *sheet, rows: whole, columns: whole },
            Self::Row(sheet, at) => GridRange { sheet: *sheet, rows: Span::new(*at, at + 1), columns: whole },
            Self::Column(sheet, at) => {
                GridRange { sheet: *sheet, rows: whole, columns: Span::new(*at, at + 1) }
            }
        })
    }
}

impl Metadata {
    pub(crate) fn json(&self) -> Value {
        let mut out = json!({
            "metadataId": self.id, "metadataKey": self.key, "location": self.place.json(), "visibility": self.visibility,
        });
        if let Some(value) = &self.value {
            out["metadataValue"] = value.as_str().into();
        }
        out
    }

    pub(crate) fn characters(&self) -> usize {
        self.key.chars().count() + self.value.as_deref().unwrap_or("").chars().count()
    }

    /// Whether a `DeveloperMetadataLookup` finds this entry; what it does not name it does not ask.
    fn found(&self, lookup: &Value, book: &Book) -> bool {
        let text =
            |name: &str, own: Option<&str>| lookup[name].as_str().is_none_or(|wanted| own == Some(wanted));
        let kind = lookup["locationType"].as_str();
        lookup["metadataId"].as_i64().is_none_or(|id| id == self.id)
            && text("metadataKey", Some(&self.key))
            && text("metadataValue", self.value.as_deref())
            && text("visibility", Some(&self.visibility))
            && kind.is_none_or(|kind| kind == self.place.kind())
            && self.at(
                &lookup["metadataLocation"],
                lookup["locationMatchingStrategy"].as_str(),
                kind.is_some(),
                book,
            )
    }

    fn at(&self, location: &Value, strategy: Option<&str>, typed: bool, book: &Book) -> bool {
        if location.is_null() {
            return true;
        }
        let Ok(place) = Place::from_json(location, book) else { return false };
        // Intersecting is the default, except where a location is asked for exactly.
        match strategy {
            Some("EXACT_LOCATION") => self.place == place,
            Some("INTERSECTING_LOCATION") => meets(&self.place, &place),
            _ if typed => meets(&self.place, &place),
            _ => self.place == place || meets(&self.place, &place),
        }
    }
}

fn meets(own: &Place, asked: &Place) -> bool {
    match (own, asked) {
        (_, Place::Book) | (Place::Book, _) => true,
        (own, Place::Sheet(id)) => own.sheet() == Some(*id),
        (Place::Sheet(id), asked) => asked.sheet() == Some(*id),
        (Place::Row(a, x), Place::Row(b, y)) | (Place::Column(a, x), Place::Column(b, y)) => a == b && x == y,
        (own, asked) => own.sheet() == asked.sheet(),
    }
}

/// The entries that a `DataFilter` finds, in the order of their ids.
pub(crate) fn matched<'a>(book: &'a Book, filter: &Value) -> Result<Vec<&'a Metadata>, String> {
    let mut found: Vec<&Metadata> = if filter["developerMetadataLookup"].is_object() {
        by_filter::check_lookup(&filter["developerMetadataLookup"])?;
        book.metadata.iter().filter(|m| m.found(&filter["developerMetadataLookup"], book)).collect()
    } else {
        let range = by_filter::range(book, filter, "grid")?;
        book.metadata
            .iter()
            .filter(|m| match m.place {
                Place::Book => false,
                Place::Sheet(id) => {
                    id == range.sheet && range.rows == Span::default() && range.columns == Span::default()
                }
                Place::Row(id, at) => {
                    id == range.sheet && range.columns == Span::default() && within(range.rows, at)
                }
                Place::Column(id, at) => {
                    id == range.sheet && range.rows == Span::default() && within(range.columns, at)
                }
            })
            .collect()
    };
    found.sort_by_key(|m| m.id);
    Ok(found)
}

fn within(span: Span, at: usize) -> bool {
    span.first() <= at && span.end.is_none_or(|end| at < end)
}

/// `spreadsheets.developerMetadata.get`
pub(crate) fn get(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let book = world.readable(call.path("spreadsheetId"), &call.account)?;
    let id: i64 = call.path("metadataId").parse().unwrap_or(-1);
    let found = book.metadata.iter().find(|m| m.id == id);
    let found = found.ok_or_else(|| ApiError::missing(format!("No developer metadata with ID {id}")))?;
    Ok(Answer::Json(found.json()))
}

/// `spreadsheets.developerMetadata.search`
pub(crate) fn search(world: &mut World, call: &Call) -> Result<Answer, ApiError> {
    let book = world.readable(call.path("spreadsheetId"), &call.account)?;
    let mut out: Vec<(i64, Value)> = Vec::new();
    for filter in call.body["dataFilters"].as_array().into_iter().flatten() {
        for entry in matched(book, filter).map_err(ApiError::invalid)? {
            match out.iter_mut().find(|(id, _)| *id == entry.id) {
                Some((_, known)) => {
                    if let Some(filters) = known["dataFilters"].as_array_mut() {
                        filters.push(filter.clone());
                    }
                }
                None => {
                    out.push((entry.id, json!({"developerMetadata": entry.json(), "dataFilters": [filter]})));
                }
            }
        }
    }
    let out: Vec<Value> = out.into_iter().map(|(_, v)| v).collect();
    Ok(Answer::Json(if out.is_empty() { json!({}) } else { json!({"matchedDeveloperMetadata": out}) }))
}
