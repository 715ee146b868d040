//! Arrays that flow from the cell of their formula into the cells below it and to its right.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::eval::Evaluator;
use super::table;
use super::value::Matrix;
use crate::sheets::a1;
use crate::sheets::cell::{Entered, Failure, Outcome};
use crate::sheets::sheet::Sheet;

/// Rows and columns of cells.
type Places = Rc<Vec<(usize, usize)>>;

/// The formulas of each sheet whose results may be arrays, and the arrays that are known by now.
#[derive(Default)]
pub(crate) struct Spills {
    sources: RefCell<HashMap<i64, Places>>,
    known: RefCell<HashMap<i64, Vec<Spill>>>,
}

#[derive(Clone)]
struct Spill {
    row: usize,
    column: usize,
    matrix: Rc<Matrix>,
}

impl Spill {
    fn holds(&self, row: usize, column: usize) -> bool {
        (self.row..self.row + self.matrix.rows).contains(&row)
            && (self.column..self.column + self.matrix.columns).contains(&column)
    }
}

/// Whether a formula can come to more than one value, by the look of it.
fn may_spill(source: &str) -> bool {
    if source.contains('{') {
        return true;
    }
    if !source.contains('(') {
        return false;
    }
    let mut words = source.split(|c: char| !c.is_alphanumeric() && c != '.' && c != '_');
    words.any(|word| table::named(&word.to_uppercase()).is_some_and(|function| function.spills))
}

impl Evaluator<'_> {
    fn sources(&self, sheet: &Sheet) -> Places {
        if let Some(known) = self.spills.sources.borrow().get(&sheet.id) {
            return Rc::clone(known);
        }
        let mut found = Vec::new();
        for (row, cells) in sheet.cells.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                if let Entered::Formula(source) = &cell.entered
                    && may_spill(source)
                {
                    found.push((row, column));
                }
            }
        }
        let found = Rc::new(found);
        self.spills.sources.borrow_mut().insert(sheet.id, Rc::clone(&found));
        found
    }

    /// What has flowed into a blank cell.
    pub(crate) fn spilled(&self, sheet: &Sheet, row: usize, column: usize) -> Option<Outcome> {
        for &(top, left) in self.sources(sheet).iter() {
            if top <= row && left <= column {
                self.outcome(sheet, top, left);
            }
        }
        let known = self.spills.known.borrow();
        let spill = known.get(&sheet.id)?.iter().find(|spill| spill.holds(row, column))?;
        spill.matrix.at(row - spill.row, column - spill.column).cloned()
    }

    /// The rows and columns that values reach to, those of arrays included.
    pub(crate) fn reach(&self, sheet: &Sheet) -> (usize, usize) {
        for &(row, column) in self.sources(sheet).iter() {
            self.outcome(sheet, row, column);
        }
        let known = self.spills.known.borrow();
        let spills = known.get(&sheet.id).map_or(&[] as &[Spill], Vec::as_slice);
        let ends = spills.iter().map(|s| (s.row + s.matrix.rows, s.column + s.matrix.columns));
        ends.fold((sheet.cells.len(), 0), |(rows, columns), (bottom, right)| {
            (rows.max(bottom), columns.max(right))
        })
    }

    /// Lets an array flow from its formula, unless something stands in its way.
    pub(crate) fn spill(
        &self,
        sheet: &Sheet,
        (row, column): (usize, usize),
        matrix: Rc<Matrix>,
    ) -> Result<Outcome, Failure> {
        let Some(first) = matrix.at(0, 0).cloned() else {
            return Err(Failure::missing("The array is empty."));
        };
        let (bottom, right) = (row + matrix.rows, column + matrix.columns);
        for (over, what) in
            [(bottom.saturating_sub(sheet.rows), "rows"), (right.saturating_sub(sheet.columns), "columns")]
        {
            if over > 0 {
                return Err(Failure::reference(format!(
                    "Result was not automatically expanded, please insert more {what} ({over})."
                )));
            }
        }
        let mut known = self.spills.known.borrow_mut();
        let others = known.entry(sheet.id).or_default();
        for at in row..bottom {
            for across in column..right {
                let taken = (at, across) != (row, column)
                    && (sheet.cell(at, across).entered != Entered::Blank
                        || others.iter().any(|other| other.holds(at, across)));
                if taken {
                    return Err(Failure::reference(format!(
                        "Array result was not expanded because it would overwrite data in {}{}.",
                        a1::column_name(across),
                        at + 1
                    )));
                }
            }
        }
        others.push(Spill { row, column, matrix });
        Ok(first)
    }
}
