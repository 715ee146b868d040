//! What else people do at a tab's window: cells shifted, filters looked through, things pasted in part, the handle
//! dragged, and the tab itself.

use serde_json::{Value, json};

use super::{Refused, Tab};
use crate::num;
use crate::sheets::{Evaluator, Filters};

fn dimension(rows: bool) -> &'static str {
    if rows { "ROWS" } else { "COLUMNS" }
}

impl Tab<'_> {
    /// Inserts empty cells in place of a range, whose cells go down, or to the right.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn insert_cells(&mut self, range: &str, down: bool) -> Result<(), Refused> {
        let range = self.range(range)?;
        self.apply(json!({"insertRange": {"range": range, "shiftDimension": dimension(down)}})).map(drop)
    }

    /// Deletes the cells of a range; those below come up, or those on the right come over.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn delete_cells(&mut self, range: &str, up: bool) -> Result<(), Refused> {
        let range = self.range(range)?;
        self.apply(json!({"deleteRange": {"range": range, "shiftDimension": dimension(up)}})).map(drop)
    }

    /// Hides or shows columns, counted from 1.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn hide_columns(&mut self, first: usize, count: usize, hidden: bool) -> Result<(), Refused> {
        let range = self.lines("COLUMNS", first, count);
        let properties = json!({"hiddenByUser": hidden});
        self.apply(json!({"updateDimensionProperties": {"range": range, "properties": properties, "fields": "hiddenByUser"}})).map(drop)
    }

    /// Makes rows, or columns, this many pixels high or wide.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn resize(&mut self, rows: bool, first: usize, count: usize, pixels: i64) -> Result<(), Refused> {
        let range = self.lines(dimension(rows), first, count);
        let properties = json!({"pixelSize": pixels});
        self.apply(json!({"updateDimensionProperties": {"range": range, "properties": properties, "fields": "pixelSize"}})).map(drop)
    }

    /// Groups rows, or columns.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn group(&mut self, rows: bool, first: usize, count: usize) -> Result<(), Refused> {
        let range = self.lines(dimension(rows), first, count);
        self.apply(json!({"addDimensionGroup": {"range": range}})).map(drop)
    }

    /// Takes rows, or columns, out of their innermost group.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn ungroup(&mut self, rows: bool, first: usize, count: usize) -> Result<(), Refused> {
        let range = self.lines(dimension(rows), first, count);
        self.apply(json!({"deleteDimensionGroup": {"range": range}})).map(drop)
    }

    /// Takes merged cells apart.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn unmerge(&mut self, range: &str) -> Result<(), Refused> {
        let range = self.range(range)?;
        self.apply(json!({"unmergeCells": {"range": range}})).map(drop)
    }

    /// Copies a range and pastes a part of it: `PASTE_VALUES`, `PASTE_FORMAT` and so on.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn paste_special(&mut self, source: &str, to: &str, kind: &str) -> Result<(), Refused> {
        let (source, to) = (self.range(source)?, self.range(to)?);
        self.apply(json!({"copyPaste": {"source": source, "destination": to, "pasteType": kind}})).map(drop)
    }

    /// Copies a range and pastes it at the same cell of another tab.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn copy_to_tab(&mut self, source: &str, tab: i64, to: &str) -> Result<(), Refused> {
        let (source, mut to) = (self.range(source)?, self.range(to)?);
        to["sheetId"] = tab.into();
        self.apply(json!({"copyPaste": {"source": source, "destination": to, "pasteType": "PASTE_NORMAL"}}))
            .map(drop)
    }

    /// Cuts a range and pastes it at a cell of another tab.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn cut_to_tab(&mut self, source: &str, tab: i64, to: &str) -> Result<(), Refused> {
        let (source, to) = (self.range(source)?, self.range(to)?);
        let corner =
            json!({"sheetId": tab, "rowIndex": to["startRowIndex"], "columnIndex": to["startColumnIndex"]});
        self.apply(
            json!({"cutPaste": {"source": source, "destination": corner, "pasteType": "PASTE_NORMAL"}}),
        )
        .map(drop)
    }

    /// Drags the handle of a range over so many rows below it, or above it below zero.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn fill(&mut self, source: &str, rows: i64, alternate: bool) -> Result<(), Refused> {
        let source = self.range(source)?;
        let drag = json!({"source": source, "dimension": "ROWS", "fillLength": rows});
        self.apply(json!({"autoFill": {"sourceAndDestination": drag, "useAlternateSeries": alternate}}))
            .map(drop)
    }

    /// Formats a range; `format` is a `CellFormat`, of which what is given is set.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn format(&mut self, range: &str, format: &Value) -> Result<(), Refused> {
        let range = self.range(range)?;
        let names: Vec<String> = format
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| format!("userEnteredFormat.{name}"))
            .collect();
        let cell = json!({"userEnteredFormat": format});
        self.apply(json!({"repeatCell": {"range": range, "cell": cell, "fields": names.join(",")}})).map(drop)
    }

    /// Lets a range hold only these texts, from a drop-down; `strict` turns others down.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn allow(&mut self, range: &str, texts: &[&str], strict: bool) -> Result<(), Refused> {
        let range = self.range(range)?;
        let values: Vec<Value> = texts.iter().map(|text| json!({"userEnteredValue": text})).collect();
        let condition = json!({"type": "ONE_OF_LIST", "values": values});
        let rule = json!({"condition": condition, "strict": strict, "showCustomUi": true});
        self.apply(json!({"setDataValidation": {"range": range, "rule": rule}})).map(drop)
    }

    /// Puts a basic filter over a range that shows the rows whose column, counted from 1, meets a `BooleanCondition`.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn filter_by(&mut self, range: &str, column: usize, condition: &Value) -> Result<(), Refused> {
        let range = self.range(range)?;
        let criteria = json!({"condition": condition});
        let spec = json!({"columnIndex": num::int(column.saturating_sub(1)), "filterCriteria": criteria});
        self.apply(json!({"setBasicFilter": {"filter": {"range": range, "filterSpecs": [spec]}}})).map(drop)
    }

    /// Sorts by a column of the basic filter, counted from 1: the rows that are seen, for everyone.
    ///
    /// # Errors
    /// There is no basic filter, or what the window would refuse.
    pub fn sort_by_filter(&mut self, column: usize, descending: bool) -> Result<(), Refused> {
        let mut filter = self
            .sheet()
            .and_then(|sheet| sheet.basic_filter.clone())
            .ok_or_else(|| Refused("there is no filter on the tab".to_owned()))?;
        let order = if descending { "DESCENDING" } else { "ASCENDING" };
        filter["sortSpecs"] =
            json!([{"dimensionIndex": num::int(column.saturating_sub(1)), "sortOrder": order}]);
        self.apply(json!({"setBasicFilter": {"filter": filter}})).map(drop)
    }

    /// Takes the basic filter off.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn clear_filter(&mut self) -> Result<(), Refused> {
        let id = self.sheet_id();
        self.apply(json!({"clearBasicFilter": {"sheetId": id}})).map(drop)
    }

    /// The rows that are seen, counted from 1: as everyone sees the tab, or through a filter view of that title.
    ///
    /// # Errors
    /// There is no such filter view.
    pub fn rows_seen(&self, view: Option<&str>) -> Result<Vec<usize>, Refused> {
        let (Some(book), Some(sheet)) = (self.book(), self.sheet()) else {
            return Err(Refused("there is no such tab".to_owned()));
        };
        let eval = Evaluator::new(book, book.serial(self.world().now()));
        let filters = match view {
            Some(title) => Filters::through(&eval, sheet, title)
                .ok_or_else(|| Refused(format!("there is no filter view {title}")))?,
            None => Filters::of(&eval, sheet, &self.world().switches),
        };
        Ok((0..sheet.rows).filter(|row| !filters.out_of_sight(*row)).map(|row| row + 1).collect())
    }

    /// Takes off whatever protects exactly this range, or the whole tab when the range is empty.
    ///
    /// # Errors
    /// Nothing protects it, or what the window would refuse.
    pub fn unprotect(&mut self, range: &str) -> Result<(), Refused> {
        let wanted = if range.is_empty() { json!({"sheetId": self.sheet_id()}) } else { self.range(range)? };
        let wanted = crate::sheets::GridRange::from_json(&wanted);
        let sheet = self.sheet().ok_or_else(|| Refused("there is no such tab".to_owned()))?;
        let ids: Vec<i64> = sheet
            .protected
            .iter()
            .filter(|p| sheet.block(crate::sheets::GridRange::from_json(&p["range"])) == sheet.block(wanted))
            .filter_map(|p| p["protectedRangeId"].as_i64())
            .collect();
        if ids.is_empty() {
            return Err(Refused(format!("nothing protects {range}")));
        }
        for id in ids {
            self.apply(json!({"deleteProtectedRange": {"protectedRangeId": id}}))?;
        }
        Ok(())
    }

    /// Comments on a cell.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn comment(&mut self, cell: &str, text: &str) -> Result<(), Refused> {
        let range = self.range(cell)?;
        let place = json!({"sheetId": self.sheet_id(), "rowIndex": range["startRowIndex"], "columnIndex": range["startColumnIndex"]});
        self.apply(json!({"insertComment": {"coordinate": place, "content": text}})).map(drop)
    }

    /// Freezes the first rows and columns.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn freeze(&mut self, rows: usize, columns: usize) -> Result<(), Refused> {
        let grid = json!({"frozenRowCount": num::int(rows), "frozenColumnCount": num::int(columns)});
        self.properties(&json!({"gridProperties": grid}), "gridProperties(frozenRowCount,frozenColumnCount)")
    }

    /// Hides the tab, or shows it.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn hide(&mut self, hidden: bool) -> Result<(), Refused> {
        self.properties(&json!({"hidden": hidden}), "hidden")
    }

    /// Drags the tab to before the tab at a place, counted from 1.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn move_before(&mut self, place: usize) -> Result<(), Refused> {
        self.properties(&json!({"index": num::int(place.saturating_sub(1))}), "index")
    }

    /// Duplicates the tab; the copy's id comes back.
    ///
    /// # Errors
    /// What the window would refuse.
    pub fn duplicate(&mut self, title: &str) -> Result<i64, Refused> {
        let id = self.sheet_id();
        let reply = self.apply(json!({"duplicateSheet": {"sourceSheetId": id, "newSheetName": title}}))?;
        Ok(reply["properties"]["sheetId"].as_i64().unwrap_or(0))
    }

    fn properties(&mut self, properties: &Value, fields: &str) -> Result<(), Refused> {
        let mut properties = properties.clone();
        properties["sheetId"] = self.sheet_id().into();
        self.apply(json!({"updateSheetProperties": {"properties": properties, "fields": fields}})).map(drop)
    }
}
