//! A spreadsheet as `spreadsheets.get` answers it: defaults left out, and only what the mask asks for.

use serde_json::{Map, Value, json};

use super::book::Book;
use super::cell::{Cell, Entered};
use super::comment::Comment;
use super::filter::Filters;
use super::formula::Evaluator;
use super::looks::Looks;
use super::metadata::{Metadata, Place};
use super::range::{Block, GridRange};
use super::sheet::{Dimension, Group, Sheet};
use super::{render, theme};
use crate::num;
use crate::schema::Mask;
use crate::switches::Switches;

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
    pub(crate) switches: &'a Switches,
    /// The account that comments are shown to; `None` leaves them out.
    pub(crate) comments_for: Option<&'a str>,
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
        if let Some(viewer) = self.comments_for {
            set(&mut out, "comments", self.comments().map(|c| super::requests::thread(c, viewer)).collect());
        }
        out
    }

    /// The threads that are asked for: with ranges, only those tied to a cell of one.
    fn comments(&self) -> impl Iterator<Item = &Comment> {
        self.eval.book.comments.iter().filter(|comment| !comment.deleted).filter(|comment| {
            self.ranges.as_ref().is_none_or(|ranges| {
                comment.anchor.is_some_and(|anchor| {
                    let Some(sheet) = self.eval.book.sheet(anchor.sheet) else { return false };
                    let wanted = |range: &&GridRange| range.sheet == anchor.sheet;
                    ranges.iter().filter(wanted).any(|range| sheet.block(*range).meets(sheet.block(anchor)))
                })
            })
        })
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
        let tables = sheet.tables.iter().map(|table| super::requests::shown_table(sheet, table)).collect();
        set(&mut out, "tables", tables);

        if self.comments_for.is_some() {
            let anchors = self.comments().filter_map(|c| Some((c, c.anchor?)));
            let anchors = anchors.filter(|(_, anchor)| anchor.sheet == sheet.id);
            let anchors = anchors.map(|(c, anchor)| json!({"anchorId": c.anchor_id, "range": anchor.json()}));
            set(&mut out, "commentAnchors", anchors.collect());
        }

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
            let filters = Filters::of(&self.eval, sheet, self.switches);
            let row = |at| {
                self.dimension(&sheet.row_dimensions, at, 21, &Place::Row(sheet.id, at), filters.hides(at))
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
        // What lies over the cells is worked out only for those who ask how they look.
        let looks = mask.below("effectiveFormat").map(|_| Looks::of(&self.eval, sheet));
        let mut rows = Vec::new();
        let (bottom, right) = reach(&self.eval, sheet, looks.as_ref());
        for row in block.top..block.bottom.min(bottom) {
            let used = sheet.cells.get(row).map_or(0, |cells| cells.len()).max(right).min(block.right);
            let seen = |column: usize| {
                !sheet.cell(row, column).is_empty()
                    || self.eval.spilled(sheet, row, column).is_some()
                    || looks.as_ref().is_some_and(|looks| looks.covers(row, column))
            };
            let last = (block.left..used).rev().find(|&column| seen(column));
            let cells: Vec<Value> = last.map_or_else(Vec::new, |last| {
                (block.left..=last)
                    .map(|column| self.cell(sheet, row, column, mask, looks.as_ref()))
                    .collect()
            });
            rows.push(if cells.is_empty() { json!({}) } else { json!({"values": cells}) });
        }
        while rows.last().is_some_and(|row| row.as_object().is_some_and(Map::is_empty)) {
            rows.pop();
        }
        rows
    }

    fn cell(
        &self,
        sheet: &Sheet,
        row: usize,
        column: usize,
        mask: &Mask,
        looks: Option<&Looks<'_>>,
    ) -> Value {
        let cell = sheet.cell(row, column);
        let book = self.eval.book;
        let mut out = Map::new();
        let spilled = cell.entered == Entered::Blank && self.eval.spilled(sheet, row, column).is_some();
        let covered = looks.is_some_and(|looks| looks.covers(row, column));
        if cell.is_empty() && !spilled && !covered {
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
        put("effectiveValue", &|| self.eval.outcome(sheet, row, column).0.json());
        put("formattedValue", &|| {
            let shows = spilled || cell.entered != Entered::Blank;
            shows.then(|| render::formatted(&self.eval, sheet, row, column).into())
        });
        put("userEnteredFormat", &|| book.format(cell.format).cloned());
        put("effectiveFormat", &|| looks.map(|looks| looks.effective(row, column)));
        put("hyperlink", &|| link(cell).or_else(|| whole_link(cell, book.format(cell.format))));

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

/// The rows and columns that anything reaches to: values, those of arrays included, and what lies over cells.
fn reach(eval: &Evaluator<'_>, sheet: &Sheet, looks: Option<&Looks<'_>>) -> (usize, usize) {
    let ((rows, columns), (down, right)) =
        (eval.reach(sheet), looks.and_then(Looks::reach).unwrap_or((0, 0)));
    (rows.max(down), columns.max(right))
}

/// The address of a cell that is a link by its formula.
pub(crate) fn link(cell: &Cell) -> Option<Value> {
    let Entered::Formula(source) = &cell.entered else { return None };
    let upper = source.to_uppercase();
    let start = ["=HYPERLINK(", "=HIPERVINCULO("].into_iter().find(|start| upper.starts_with(start))?;
    let inner = source.get(start.len()..)?.trim_start().strip_prefix('"')?;
    Some(inner.split('"').next()?.into())
}

/// The address that the whole text of a cell leads to by its format or its runs; `None` where a part of it leads
/// elsewhere, or nowhere.
fn whole_link(cell: &Cell, format: Option<&Value>) -> Option<Value> {
    let Entered::Text(_) = cell.entered else { return None };
    let uri = |format: &Value| format["link"]["uri"].as_str().map(str::to_owned);
    let of_cell = format.and_then(|format| uri(&format["textFormat"]));
    let runs = cell.extra("textFormatRuns").as_array().map_or(&[] as &[Value], Vec::as_slice);

    // What stands before the first run looks as the cell does.
    let is_from_the_start = runs.first().is_some_and(|run| run["startIndex"].as_i64().unwrap_or(0) == 0);
    let before = (!is_from_the_start).then(|| of_cell.clone());
    let mut links =
        before.into_iter().chain(runs.iter().map(|run| uri(&run["format"]).or_else(|| of_cell.clone())));
    let first = links.next().flatten()?;
    links.all(|link| link.as_ref() == Some(&first)).then(|| first.into())
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
        "spreadsheetTheme": theme::json(),
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

/// The format of a cell that has none.
pub(crate) fn default_format() -> Value {
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
