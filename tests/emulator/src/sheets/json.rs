//! A spreadsheet as `spreadsheets.get` answers it: defaults left out, and only what the mask asks for.

use serde_json::{Map, Value, json};

use super::book::Book;
use super::cell::{Cell, Outcome};
use super::formula::Evaluator;
use super::metadata::{Metadata, Place};
use super::range::{Block, GridRange};
use super::render;
use super::sheet::{Dimension, Group, Sheet};
use crate::num;
use crate::schema::Mask;

/// What a read wants, beside the mask.
pub(crate) struct View<'a> {
    pub(crate) eval: Evaluator<'a>,
    pub(crate) mask: &'a Mask,
    /// Whether the cells are wanted, as far as the mask lets them through.
    pub(crate) grid: bool,
    /// `None` is every sheet, whole.
    pub(crate) ranges: Option<Vec<GridRange>>,
    /// Who asks, for `requestingUserCanEdit`.
    pub(crate) editor: &'a dyn Fn(&Value) -> bool,
}

impl View<'_> {
    pub(crate) fn json(&self) -> Value {
        let book = self.eval.book;
        let mut out = json!({
            "spreadsheetId": book.id,
            "properties": properties(book),
            "spreadsheetUrl": format!("https://docs.google.com/spreadsheets/d/{}/edit", book.id),
        });
        if self.mask.wants("sheets") {
            let wanted =
                |sheet: &Sheet| self.ranges.as_ref().is_none_or(|r| r.iter().any(|r| r.sheet == sheet.id));
            let sheets = book.sheets.iter().enumerate().filter(|(_, sheet)| wanted(sheet));
            out["sheets"] = sheets.map(|(index, sheet)| self.sheet(index, sheet)).collect();
        }
        if !book.names.is_empty() {
            out["namedRanges"] = book.names.iter().map(named).collect();
        }
        let own: Vec<Value> =
            book.metadata.iter().filter(|m| m.place == Place::Book).map(Metadata::json).collect();
        set(&mut out, "developerMetadata", own);
        out
    }

    fn sheet(&self, index: usize, sheet: &Sheet) -> Value {
        let book = self.eval.book;
        let mut out = json!({"properties": sheet_properties(sheet, index)});
        let below = self.mask.below("sheets");
        if self.grid && below.is_some_and(|m| m.wants("data")) {
            let whole = vec![GridRange { sheet: sheet.id, ..GridRange::default() }];
            let ranges = self.ranges.as_ref().unwrap_or(&whole);
            let blocks = ranges.iter().filter(|r| r.sheet == sheet.id).map(|r| sheet.block(*r));
            out["data"] = blocks.map(|block| self.grid(sheet, block)).collect();
        }
        set(&mut out, "merges", sheet.merges.iter().map(|m| GridRange::of(sheet.id, *m).json()).collect());
        if let Some(filter) = &sheet.basic_filter {
            out["basicFilter"] = filter.clone();
        }
        let protected = sheet.protected.iter().map(|p| self.protected(p)).collect();
        set(&mut out, "protectedRanges", protected);
        set(&mut out, "filterViews", sheet.filter_views.clone());
        set(&mut out, "conditionalFormats", sheet.conditional.clone());
        set(&mut out, "bandedRanges", sheet.banded.clone());
        set(&mut out, "charts", sheet.charts.clone());
        set(&mut out, "slicers", sheet.slicers.clone());
        set(&mut out, "tables", sheet.tables.clone());
        set(&mut out, "rowGroups", sheet.row_groups.iter().map(|g| group(sheet.id, g, "ROWS")).collect());
        set(
            &mut out,
            "columnGroups",
            sheet.column_groups.iter().map(|g| group(sheet.id, g, "COLUMNS")).collect(),
        );
        let own =
            book.metadata.iter().filter(|m| m.place == Place::Sheet(sheet.id)).map(Metadata::json).collect();
        set(&mut out, "developerMetadata", own);
        out
    }

    /// Editors are shown to those who are one of them.
    fn protected(&self, range: &Value) -> Value {
        let mut out = range.clone();
        if (self.editor)(range) {
            out["requestingUserCanEdit"] = true.into();
        } else if let Some(map) = out.as_object_mut() {
            map.remove("editors");
        }
        out
    }

    fn grid(&self, sheet: &Sheet, block: Block) -> Value {
        let mut out = json!({});
        if block.top > 0 {
            out["startRow"] = num::int(block.top).into();
        }
        if block.left > 0 {
            out["startColumn"] = num::int(block.left).into();
        }
        let mask = self.mask.below("sheets").and_then(|m| m.below("data"));
        let Some(mask) = mask else { return out };
        if let Some(cells) = mask.below("rowData") {
            set(&mut out, "rowData", self.rows(sheet, block, cells));
        }
        if mask.wants("rowMetadata") {
            let row = |at| {
                self.dimension(
                    &sheet.row_dimensions,
                    at,
                    21,
                    &Place::Row(sheet.id, at),
                    super::filter::hides(sheet, at),
                )
            };
            set(&mut out, "rowMetadata", (block.top..block.bottom).map(row).collect());
        }
        if mask.wants("columnMetadata") {
            let column =
                |at| self.dimension(&sheet.column_dimensions, at, 100, &Place::Column(sheet.id, at), false);
            set(&mut out, "columnMetadata", (block.left..block.right).map(column).collect());
        }
        out
    }

    fn rows(&self, sheet: &Sheet, block: Block, mask: &Mask) -> Vec<Value> {
        let Some(mask) = mask.below("values") else { return Vec::new() };
        let mut rows = Vec::new();
        let (bottom, right) = self.eval.reach(sheet);
        for row in block.top..block.bottom.min(bottom) {
            let used = sheet.cells.get(row).map_or(0, |cells| cells.len()).max(right).min(block.right);
            let filled = |column: usize| {
                !sheet.cell(row, column).is_empty() || self.eval.spilled(sheet, row, column).is_some()
            };
            let last = (block.left..used).rev().find(|&column| filled(column));
            let cells: Vec<Value> = last.map_or_else(Vec::new, |last| {
                (block.left..=last).map(|column| self.cell(sheet, row, column, mask)).collect()
            });
            rows.push(if cells.is_empty() { json!({}) } else { json!({"values": cells}) });
        }
        while rows.last().is_some_and(|row| row.as_object().is_some_and(Map::is_empty)) {
            rows.pop();
        }
        rows
    }

    fn cell(&self, sheet: &Sheet, row: usize, column: usize, mask: &Mask) -> Value {
        let cell = sheet.cell(row, column);
        let book = self.eval.book;
        let mut out = Map::new();
        let (outcome, _) = self.eval.outcome(sheet, row, column);
        if cell.is_empty() && outcome == Outcome::Blank {
            return Value::Object(out);
        }
        let mut put = |name: &str, make: &dyn Fn() -> Option<Value>| {
            if let Some(mask) = mask.below(name)
                && let Some(value) = make()
            {
                out.insert(name.to_owned(), mask.keep(value));
            }
        };
        put("userEnteredValue", &|| cell.entered.json());
        put("effectiveValue", &|| outcome.json());
        put("formattedValue", &|| {
            let shows = cell.entered.json().is_some() || outcome != Outcome::Blank;
            shows.then(|| render::formatted(&self.eval, sheet, row, column).into())
        });
        put("userEnteredFormat", &|| book.format(cell.format).cloned());
        put("effectiveFormat", &|| Some(effective(book, cell)));
        put("hyperlink", &|| link(cell));
        for (name, value) in cell.extra.iter().flat_map(|extra| extra.iter()) {
            put(name, &|| {
                let mut value = value.clone();
                if name == "dataValidation" {
                    crate::server::drop_defaults(&mut value);
                }
                Some(value)
            });
        }
        Value::Object(out)
    }

    fn dimension(
        &self,
        known: &std::collections::BTreeMap<usize, Dimension>,
        at: usize,
        standard: i64,
        place: &Place,
        filtered: bool,
    ) -> Value {
        let known = known.get(&at);
        let mut out = json!({"pixelSize": known.and_then(|d| d.pixels).unwrap_or(standard)});
        if known.is_some_and(|d| d.hidden) {
            out["hiddenByUser"] = true.into();
        }
        if filtered {
            out["hiddenByFilter"] = true.into();
        }
        let own = self.eval.book.metadata.iter().filter(|m| m.place == *place).map(Metadata::json).collect();
        set(&mut out, "developerMetadata", own);
        out
    }
}

fn set(out: &mut Value, name: &str, list: Vec<Value>) {
    if !list.is_empty() {
        out[name] = list.into();
    }
}

/// The address of a cell that is a link by its formula.
fn link(cell: &Cell) -> Option<Value> {
    let super::cell::Entered::Formula(source) = &cell.entered else { return None };
    let upper = source.to_uppercase();
    let start = ["=HYPERLINK(", "=HIPERVINCULO("].into_iter().find(|start| upper.starts_with(start))?;
    let inner = source.get(start.len()..)?.trim_start().strip_prefix('"')?;
    Some(inner.split('"').next()?.into())
}

fn named(name: &super::book::NamedRange) -> Value {
    json!({"namedRangeId": name.id, "name": name.name, "range": name.range.json()})
}

pub(crate) fn group(sheet: i64, group: &Group, dimension: &str) -> Value {
    let mut range =
        json!({"dimension": dimension, "startIndex": num::int(group.start), "endIndex": num::int(group.end)});
    if sheet != 0 {
        range["sheetId"] = sheet.into();
    }
    let mut out = json!({"range": range, "depth": group.depth});
    if group.collapsed {
        out["collapsed"] = true.into();
    }
    out
}

/// The properties of a spreadsheet, without id.
pub(crate) fn properties(book: &Book) -> Value {
    let mut out = json!({
        "title": book.title,
        "locale": book.locale,
        "autoRecalc": book.auto_recalc,
        "timeZone": book.time_zone,
        "defaultFormat": default_format(),
        "spreadsheetTheme": theme(),
    });
    for (name, value) in &book.properties {
        out[name.as_str()] = value.clone();
    }
    out
}

/// The properties of a sheet at its place among the others.
pub(crate) fn sheet_properties(sheet: &Sheet, index: usize) -> Value {
    let mut grid = Map::new();
    grid.insert("rowCount".to_owned(), num::int(sheet.rows).into());
    grid.insert("columnCount".to_owned(), num::int(sheet.columns).into());
    grid.extend(sheet.grid.clone());
    let mut out = json!({
        "sheetId": sheet.id, "title": sheet.title, "index": num::int(index), "sheetType": "GRID", "gridProperties": grid,
    });
    for (name, value) in &sheet.properties {
        out[name.as_str()] = value.clone();
    }
    out
}

/// A cell's format with the book's own below it; conditional formats are not laid over it.
fn effective(book: &Book, cell: &Cell) -> Value {
    let mut out = default_format();
    if let Some(map) = out.as_object_mut() {
        map.insert(
            "hyperlinkDisplayType".to_owned(),
            if link(cell).is_some() { "LINKED" } else { "PLAIN_TEXT" }.into(),
        );
    }
    if let Some(own) = book.format(cell.format) {
        lay(&mut out, own);
    }
    out
}

fn lay(under: &mut Value, over: &Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over))
            if !over.contains_key("red") && !over.contains_key("rgbColor") =>
        {
            for (name, value) in over {
                lay(under.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
        (under, over) => *under = over.clone(),
    }
}

fn default_format() -> Value {
    let white = json!({"red": 1, "green": 1, "blue": 1});
    json!({
        "backgroundColor": white,
        "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
        "verticalAlignment": "BOTTOM",
        "wrapStrategy": "OVERFLOW_CELL",
        "textFormat": {
            "foregroundColor": {}, "fontFamily": "arial,sans,sans-serif", "fontSize": 10, "bold": false,
            "italic": false, "strikethrough": false, "underline": false, "foregroundColorStyle": {"rgbColor": {}},
        },
        "backgroundColorStyle": {"rgbColor": white},
    })
}

fn theme() -> Value {
    // Eighths of a byte would be lost in decimals, so the colours are given as bytes.
    const COLORS: [(&str, [u8; 3]); 9] = [
        ("TEXT", [0, 0, 0]),
        ("BACKGROUND", [255, 255, 255]),
        ("ACCENT1", [66, 133, 244]),
        ("ACCENT2", [234, 67, 53]),
        ("ACCENT3", [251, 188, 4]),
        ("ACCENT4", [52, 168, 83]),
        ("ACCENT5", [255, 109, 1]),
        ("ACCENT6", [70, 189, 198]),
        ("LINK", [17, 85, 204]),
    ];
    let color = |bytes: [u8; 3]| {
        let mut out = Map::new();
        for (name, byte) in ["red", "green", "blue"].into_iter().zip(bytes) {
            if byte > 0 {
                out.insert(name.to_owned(), num::json(num::single(f64::from(byte) / 255.0)));
            }
        }
        Value::Object(out)
    };
    let list: Vec<Value> = COLORS
        .iter()
        .map(|(kind, bytes)| json!({"colorType": kind, "color": {"rgbColor": color(*bytes)}}))
        .collect();
    json!({"primaryFontFamily": "Arial", "themeColors": list})
}
