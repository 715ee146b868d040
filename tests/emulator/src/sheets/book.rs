//! A spreadsheet: its sheets, its names, its metadata and its table of formats.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::comment::Comment;
use super::locale::Locale;
use super::metadata::Metadata;
use super::range::GridRange;
use super::serial;
use super::sheet::Sheet;

/// A copy costs next to nothing, for everything large is shared until it is written to:
/// that is how a batch is undone, and how an earlier version is kept.
#[derive(Serialize, Deserialize, Clone)]
pub(crate) struct Book {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) locale: String,
    pub(crate) time_zone: String,
    pub(crate) auto_recalc: String,
    /// Properties that only have to come back as they were given.
    pub(crate) properties: Map<String, Value>,
    pub(crate) sheets: Vec<Arc<Sheet>>,
    pub(crate) names: Vec<NamedRange>,
    pub(crate) metadata: Vec<Metadata>,
    /// Comments on cells, and those whose cell is gone.
    #[serde(default)]
    pub(crate) comments: Vec<Comment>,
    /// Ids of deleted sheets.
    #[serde(default)]
    pub(crate) deleted: BTreeSet<i64>,
    formats: Arc<Formats>,
}

#[derive(Serialize, Deserialize, Clone, Debug)]
pub(crate) struct NamedRange {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) range: GridRange,
}

/// Every format in use, once; cells hold its number.
#[derive(Serialize, Deserialize, Clone, Default)]
struct Formats {
    list: Vec<Value>,
    numbers: HashMap<String, u32>,
}

impl Book {
    /// A spreadsheet as Drive makes it: one sheet of 1000 by 26.
    pub(crate) fn new(id: &str, title: &str) -> Self {
        Self {
            id: id.to_owned(),
            title: title.to_owned(),
            locale: "en_US".to_owned(),
            time_zone: "Etc/GMT".to_owned(),
            auto_recalc: "ON_CHANGE".to_owned(),
            properties: Map::new(),
            sheets: vec![Arc::new(Sheet::new(0, "Sheet1", 1000, 26))],
            names: Vec::new(),
            metadata: Vec::new(),
            comments: Vec::new(),
            deleted: BTreeSet::new(),
            formats: Arc::default(),
        }
    }

    pub(crate) fn sheet(&self, id: i64) -> Option<&Sheet> {
        self.sheets.iter().find(|s| s.id == id).map(AsRef::as_ref)
    }

    pub(crate) fn sheet_mut(&mut self, id: i64) -> Option<&mut Sheet> {
        self.sheets.iter_mut().find(|s| s.id == id).map(Arc::make_mut)
    }

    pub(crate) fn sheet_by_title(&self, title: &str) -> Option<&Sheet> {
        let exact = self.sheets.iter().find(|s| s.title == title);
        exact
            .or_else(|| self.sheets.iter().find(|s| s.title.to_lowercase() == title.to_lowercase()))
            .map(AsRef::as_ref)
    }

    pub(crate) fn named(&self, name: &str) -> Option<GridRange> {
        self.names.iter().find(|n| n.name.eq_ignore_ascii_case(name)).map(|n| n.range)
    }

    pub(crate) fn locale(&self) -> Locale {
        Locale::named(&self.locale).unwrap_or_else(Locale::english)
    }

    /// The wall time of the book at an instant, as a serial.
    pub(crate) fn serial(&self, now: DateTime<Utc>) -> f64 {
        serial::from_moment(serial::local(now, &self.time_zone))
    }

    /// The cells of all grids, empty ones included.
    pub(crate) fn cells(&self) -> usize {
        self.sheets.iter().map(|s| s.rows * s.columns).sum()
    }

    /// The format with that number; `None` for a cell without one.
    pub(crate) fn format(&self, number: u32) -> Option<&Value> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        self.formats.list.get(index)
    }

    /// The number of a format, which is added to the table when it is new.
    pub(crate) fn intern(&mut self, format: Value) -> u32 {
        if format.as_object().is_none_or(Map::is_empty) {
            return 0;
        }
        let key = format.to_string();
        if let Some(number) = self.formats.numbers.get(&key) {
            return *number;
        }
        let formats = Arc::make_mut(&mut self.formats);
        formats.list.push(format);
        let number = u32::try_from(formats.list.len()).unwrap_or(u32::MAX);
        formats.numbers.insert(key, number);
        number
    }

    /// Kind and pattern of a cell's own number format.
    pub(crate) fn number_format(&self, number: u32) -> Option<(&str, &str)> {
        let format = &self.format(number)?["numberFormat"];
        Some((format["type"].as_str()?, format["pattern"].as_str().unwrap_or("")))
    }

    /// The format with another number format in it.
    pub(crate) fn with_number_format(&mut self, number: u32, kind: &str, pattern: &str) -> u32 {
        let mut format = self.format(number).cloned().unwrap_or_else(|| json!({}));
        format["numberFormat"] = json!({"type": kind, "pattern": pattern});
        self.intern(format)
    }
}
