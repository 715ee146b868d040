//! One edit of a spreadsheet: the book being changed, who changes it, and the rules that bind every change.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::book::Book;
use super::cell::Entered;
use super::condition::Condition;
use super::formula::Evaluator;
use super::input::Typist;
use super::range::{Block, GridRange, Shift, Span};
use super::sheet::Sheet;
use super::{a1, protection, structure};
use crate::ids::Ids;
use crate::num;
use crate::switches::{Limits, Switches};

/// Who edits.
#[derive(Clone, Debug)]
pub(crate) struct Actor {
    pub(crate) account: String,
    pub(crate) owner: bool,
    pub(crate) file_owner: String,
}

/// A book under change. Refusals are the texts that Google appends to `Invalid requests[0].kind: `.
pub(crate) struct Edit<'a> {
    pub(crate) book: &'a mut Book,
    pub(crate) ids: &'a mut Ids,
    pub(crate) limits: &'a Limits,
    pub(crate) switches: &'a Switches,
    pub(crate) groups: &'a BTreeMap<String, BTreeSet<String>>,
    pub(crate) actor: &'a Actor,
    /// The wall time of the book, as a serial.
    pub(crate) now: f64,
    pub(crate) instant: DateTime<Utc>,
}

impl Edit<'_> {
    pub(crate) fn sheet(&self, id: i64) -> Result<&Sheet, String> {
        self.book.sheet(id).ok_or_else(|| format!("No grid with id: {id}"))
    }

    pub(crate) fn sheet_mut(&mut self, id: i64) -> Result<&mut Sheet, String> {
        self.book.sheet_mut(id).ok_or_else(|| format!("No grid with id: {id}"))
    }

    /// The range of a request and the cells it covers; it must begin within the grid, and end there if it ends.
    pub(crate) fn range(&self, value: &Value) -> Result<(GridRange, Block), String> {
        for (start, end) in [("startRowIndex", "endRowIndex"), ("startColumnIndex", "endColumnIndex")] {
            let (from, to) = (value[start].as_i64().unwrap_or(0), value[end].as_i64().unwrap_or(i64::MAX));
            if from < 0 || to < 0 {
                return Err(format!("{}[{from}] must be non-negative.", if from < 0 { start } else { end }));
            }
            if from >= to {
                return Err(format!("range.{end}[{to}] must be after range.{start}[{from}]."));
            }
        }
        let range = GridRange::from_json(value);
        let sheet = self.sheet(range.sheet)?;
        let beyond = range.rows.first() >= sheet.rows
            || range.columns.first() >= sheet.columns
            || range.rows.end.is_some_and(|end| end > sheet.rows)
            || range.columns.end.is_some_and(|end| end > sheet.columns);
        if beyond {
            return Err(exceeds(sheet, range));
        }
        Ok((range, sheet.block(range)))
    }

    /// The range of a request that may be empty and may end beyond the grid; its sheet must exist.
    pub(crate) fn loose_range(&self, value: &Value) -> Result<(GridRange, Block), String> {
        let range = GridRange::from_json(value);
        let sheet = self.sheet(range.sheet)?;
        let whole = self.range(&serde_json::json!({"sheetId": range.sheet}))?.1;
        let begins = range.rows.first() < whole.bottom && range.columns.first() < whole.right;
        let bound = |name: &str| value[name].as_i64();
        let turned = |start: &str, end: &str| bound(end).is_some_and(|end| end < bound(start).unwrap_or(0));
        if !begins || turned("startRowIndex", "endRowIndex") || turned("startColumnIndex", "endColumnIndex") {
            return self.range(value);
        }
        Ok((range, sheet.block(range)))
    }

    /// The cell of a `GridCoordinate`, which must lie in its grid: sheet, row and column.
    pub(crate) fn place(&self, value: &Value) -> Result<(i64, usize, usize), String> {
        let sheet = self.sheet(value["sheetId"].as_i64().unwrap_or(0))?;
        let at = |name: &str, noun: &str, count: usize| {
            let at = value[name].as_i64().unwrap_or(0);
            if at < 0 {
                return Err(format!("GridCoordinate.{name}[{at}] must be non-negative."));
            }
            let at = num::index(at);
            if at >= count {
                let last = count - 1;
                return Err(format!("GridCoordinate.{name}[{at}] is after last {noun} in grid[{last}]"));
            }
            Ok(at)
        };
        Ok((sheet.id, at("rowIndex", "row", sheet.rows)?, at("columnIndex", "column", sheet.columns)?))
    }

    /// Refuses an edit of cells that the account may not edit.
    pub(crate) fn guard(&self, sheet: i64, block: Block) -> Result<(), String> {
        let sheet = self.sheet(sheet)?;
        let allowed =
            |protected| protection::may_edit(protected, &self.actor.account, self.actor.owner, self.groups);
        if protection::touching(sheet, block).all(allowed) {
            Ok(())
        } else {
            Err(protection::REFUSED.to_owned())
        }
    }

    pub(crate) fn guard_sheet(&self, id: i64) -> Result<(), String> {
        let whole = self.sheet(id)?.whole();
        self.guard(id, whole)
    }

    /// Refuses what is too long for a cell.
    pub(crate) fn fits(&self, entered: &Entered) -> Result<(), String> {
        if entered.characters() > self.limits.cell_characters {
            let most = self.limits.cell_characters;
            return Err(format!(
                "Your input contains more than the maximum of {most} characters in a single cell."
            ));
        }
        Ok(())
    }

    /// Inserts rows or columns, unless the workbook would become too large by them.
    pub(crate) fn insert(&mut self, sheet: i64, rows: bool, at: usize, count: usize) -> Result<(), String> {
        let grid = self.sheet(sheet)?;
        let across = if rows { grid.columns } else { grid.rows };
        // Asked before anything is made room for, since the count may be any number.
        if self.book.cells().saturating_add(count.saturating_mul(across)) > self.limits.cells {
            return Err(self.too_large());
        }
        structure::shift(self.book, sheet, rows, Shift::Insert { at, count });
        self.room()
    }

    fn too_large(&self) -> String {
        let most = self.limits.cells;
        format!(
            "This action would increase the number of cells in the workbook above the limit of {most} cells."
        )
    }

    /// Refuses a grid that would make the workbook too large.
    pub(crate) fn room(&self) -> Result<(), String> {
        if self.book.cells() > self.limits.cells {
            return Err(self.too_large());
        }
        if let Some(sheet) = self.book.sheets.iter().find(|s| s.columns > self.limits.columns) {
            return Err(format!(
                "Sheet \"{}\" would have more than {} columns.",
                sheet.title, self.limits.columns
            ));
        }
        Ok(())
    }

    /// Writes what was entered, leaving the rest of the cell; a merged block takes it in its corner only.
    pub(crate) fn enter(
        &mut self,
        sheet: i64,
        row: usize,
        column: usize,
        entered: Entered,
    ) -> Result<(), String> {
        self.fits(&entered)?;
        let grid = self.sheet_mut(sheet)?;
        if grid.merge_at(row, column).is_some_and(|m| (m.top, m.left) != (row, column)) {
            return Ok(());
        }
        grid.change(row, column, |cell| {
            // Chips and runs belong to the text that was there.
            if cell.entered != entered {
                cell.set_extra("textFormatRuns", Value::Null);
                cell.set_extra("chipRuns", Value::Null);
            }
            cell.entered = entered;
        });
        if self.switches.validation_binds_the_api {
            self.validate(sheet, row, column)?;
        }
        Ok(())
    }

    /// Writes a text as a person types it, with the number format that it brings along.
    pub(crate) fn type_text(
        &mut self,
        sheet: i64,
        row: usize,
        column: usize,
        text: &str,
    ) -> Result<(), String> {
        let format = self.sheet(sheet)?.cell(row, column).format;
        // In a cell formatted as text everything is text.
        if self.book.number_format(format).is_some_and(|(kind, _)| kind == "TEXT") {
            return self.enter(sheet, row, column, Entered::text(text));
        }
        let typist = Typist {
            locale: self.book.locale(),
            today: self.now,
            minus_is_formula: self.switches.leading_minus_is_formula,
        };
        let typed = typist.read(text);
        self.enter(sheet, row, column, typed.entered)?;
        // A format that a person chose stays; one is added where there is none.
        if let Some((kind, pattern)) = typed.format
            && self.book.number_format(format).is_none()
        {
            let format = self.book.with_number_format(format, kind, &pattern);
            self.sheet_mut(sheet)?.change(row, column, |cell| cell.format = format);
        }
        Ok(())
    }

    /// Refuses what stands in a cell when the cell's validation is strict and not met.
    pub(crate) fn validate(&self, sheet: i64, row: usize, column: usize) -> Result<(), String> {
        let grid = self.sheet(sheet)?;
        let cell = grid.cell(row, column);
        let rule = cell.extra("dataValidation");
        if rule["strict"].as_bool() != Some(true) || cell.entered == Entered::Blank {
            return Ok(());
        }
        let eval = Evaluator::new(self.book, self.now);
        if Condition::read(&rule["condition"], (row, column), self.now).holds(&eval, grid, row, column) {
            return Ok(());
        }
        let cell = format!("{}{}", a1::column_name(column), row + 1);
        Err(format!(
            "The data you entered in cell {cell} violates the data validation rules set on this cell."
        ))
    }
}

/// Google's text for a range that leaves the grid: whole columns are named by their letters, whole rows by their numbers.
pub(crate) fn exceeds(sheet: &Sheet, range: GridRange) -> String {
    let (top, left) = (range.rows.first(), range.columns.first());
    let bottom = range.rows.last(sheet.rows.max(top + 1));
    let right = range.columns.last(sheet.columns.max(left + 1));
    let title = a1::quoted(&sheet.title);
    let axis = |first: String, last: String| {
        if first == last { format!("{title}!{first}") } else { format!("{title}!{first}:{last}") }
    };
    let shown = if range.rows == Span::default() {
        axis(a1::column_name(left), a1::column_name(right - 1))
    } else if range.columns == Span::default() {
        axis((top + 1).to_string(), bottom.to_string())
    } else {
        a1::written(sheet, top, bottom, left, right)
    };
    beyond(sheet, &shown)
}

/// Google's text for a range, as it is shown, that leaves the grid.
pub(crate) fn beyond(sheet: &Sheet, shown: &str) -> String {
    format!("Range ({shown}) exceeds grid limits. Max rows: {}, max columns: {}", sheet.rows, sheet.columns)
}
