//! What a formula comes to, given the book it stands in and the time.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::call::{call, lift};
use super::operators;
use super::parse::{Expression, parse};
use super::shape::{Shape, shape};
use super::spill::Spills;
use super::value::{Matrix, Operand, number};
use super::{lex, value};
use crate::sheets::cell::{Entered, Failure, Outcome};
use crate::sheets::input::Typist;
use crate::sheets::locale::Locale;
use crate::sheets::range::{Block, GridRange};
use crate::sheets::{Book, Sheet, a1};

/// Sheet, row and column.
type Place = (i64, usize, usize);

/// Where an expression stands, and whether ranges in it are arrays to be gone through.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope {
    pub(crate) sheet: i64,
    pub(crate) row: usize,
    pub(crate) column: usize,
    pub(crate) arrays: bool,
}

/// Evaluates the formulas of one book at one moment, each at most once.
pub(crate) struct Evaluator<'a> {
    pub(crate) book: &'a Book,
    /// The wall time of the book, as a serial.
    pub(crate) now: f64,
    pub(crate) locale: Locale,
    /// Reads texts as numbers, as a person typing them would have them read.
    pub(crate) typist: Typist,
    pub(crate) spills: Spills,
    known: RefCell<HashMap<Place, (Outcome, Shape)>>,
    depth: RefCell<usize>,
    /// How far down each column of each sheet is known.
    settled: RefCell<HashMap<(i64, usize), usize>>,
}

/// Expressions and chains of formulas deeper than this are given up.
const DEPTH: usize = 4000;
/// The stack that one step may need at most, and by how much the stack grows when it has less.
const STEP: usize = 128 * 1024;
const GROWTH: usize = 4 * 1024 * 1024;
/// Arrays larger than this are refused before they are made.
const ARRAY: usize = 2_000_000;

impl<'a> Evaluator<'a> {
    pub(crate) fn new(book: &'a Book, now: f64) -> Self {
        let locale = book.locale();
        Self {
            book,
            now,
            locale,
            typist: Typist { locale, today: now, minus_is_formula: false },
            spills: Spills::default(),
            known: RefCell::default(),
            depth: RefCell::new(0),
            settled: RefCell::default(),
        }
    }

    /// What a cell comes to, and how it wants to be shown.
    pub(crate) fn outcome(&self, sheet: &Sheet, row: usize, column: usize) -> (Outcome, Shape) {
        let outcome = match &sheet.cell(row, column).entered {
            Entered::Blank => self.spilled(sheet, row, column).unwrap_or(Outcome::Blank),
            Entered::Bool(b) => Outcome::Bool(*b),
            Entered::Number(n) => Outcome::Number(*n),
            Entered::Text(text) => Outcome::Text(text.to_string()),
            Entered::Formula(source) => {
                self.settle_above(sheet, row, column);
                return self.formula(sheet, (row, column), source);
            }
        };
        (outcome, Shape::Plain)
    }

    /// A column that counts on from the cell above is worked out from its top, however far down it is asked for.
    fn settle_above(&self, sheet: &Sheet, row: usize, column: usize) {
        if *self.depth.borrow() > 0 {
            return;
        }
        let start = self.settled.borrow_mut().insert((sheet.id, column), row).unwrap_or(0);
        for above in start..row {
            if let Entered::Formula(source) = &sheet.cell(above, column).entered {
                self.formula(sheet, (above, column), source);
            }
        }
    }

    fn formula(&self, sheet: &Sheet, (row, column): (usize, usize), source: &str) -> (Outcome, Shape) {
        let place = (sheet.id, row, column);
        if let Some(known) = self.known.borrow().get(&place) {
            return known.clone();
        }
        // Until it is known, a cell that asks for itself finds that it goes round in a circle.
        let circle = Failure::reference(
            "Circular dependency detected. To resolve with iterative calculation, see File > Settings.",
        );
        self.known.borrow_mut().insert(place, (Outcome::Error(circle), Shape::Plain));
        let scope = Scope { sheet: sheet.id, row, column, arrays: false };
        let answer = match self.read(source) {
            None => (Outcome::Error(Failure::parse()), Shape::Plain),
            Some(tree) => {
                let outcome = self.settle(sheet, &tree, scope).unwrap_or_else(Outcome::Error);
                let numeric = matches!(outcome, Outcome::Number(_));
                let shape = if numeric { shape(self, &tree, scope) } else { Shape::Plain };
                (outcome, shape)
            }
        };
        self.known.borrow_mut().insert(place, answer.clone());
        answer
    }

    fn read(&self, source: &str) -> Option<Expression> {
        lex::words(source, self.locale.decimal).and_then(|words| parse(&words))
    }

    /// What a formula comes to that stands in no cell, read as if it stood in that one.
    pub(crate) fn evaluate(&self, source: &str, sheet: i64, (row, column): (usize, usize)) -> Outcome {
        let scope = Scope { sheet, row, column, arrays: false };
        let Some(tree) = self.read(source) else { return Outcome::Error(Failure::parse()) };
        let value = self.operand(&tree, scope).and_then(|operand| self.single(&operand, scope));
        value.unwrap_or_else(Outcome::Error)
    }

    /// The value of a formula's own cell; what else its array holds flows into the cells around.
    fn settle(&self, sheet: &Sheet, tree: &Expression, scope: Scope) -> Result<Outcome, Failure> {
        let operand = self.operand(tree, scope)?;
        let bare = matches!(tree, Expression::Reference { .. } | Expression::Name(_));
        if bare || !self.is_block(&operand) {
            return self.single(&operand, scope);
        }
        let matrix = self.matrix(&operand)?;
        self.spill(sheet, (scope.row, scope.column), matrix)
    }

    /// Evaluates an expression; a range is not looked into.
    pub(crate) fn operand(&self, tree: &Expression, scope: Scope) -> Result<Operand, Failure> {
        if *self.depth.borrow() >= DEPTH {
            return Err(Failure::number("The formula reaches too deep."));
        }
        *self.depth.borrow_mut() += 1;
        let operand = stacker::maybe_grow(STEP, GROWTH, || self.step(tree, scope));
        *self.depth.borrow_mut() -= 1;
        operand
    }

    fn step(&self, tree: &Expression, scope: Scope) -> Result<Operand, Failure> {
        match tree {
            Expression::Number(n) => Ok(Outcome::Number(*n).into()),
            Expression::Text(text) => Ok(Outcome::Text(text.clone()).into()),
            Expression::Missing => Ok(Operand::Missing),
            Expression::Error(shown) => Err(Failure::shown_as(shown)),
            Expression::Negative(inner) => self.unary(inner, scope, "UMINUS", |n| -n),
            Expression::Positive(inner) => self.operand(inner, scope),
            Expression::Percent(inner) => self.unary(inner, scope, "UNARY_PERCENT", |n| n / 100.0),
            Expression::Name(name) => self.name(name),
            Expression::Reference { title, cells } => self.resolve(title.as_deref(), cells, scope.sheet),
            Expression::Array(rows) => self.array(rows, scope).map(Operand::from),
            Expression::Chain { first, rest } => {
                let mut before = self.operand(first, scope)?;
                for (operator, right) in rest {
                    let sides = vec![before, self.operand(right, scope)?];
                    let act = |sides: Vec<Operand>| {
                        let [left, right] = sides.as_slice() else { return Err(Failure::parse()) };
                        let (left, right) = (self.single(left, scope)?, self.single(right, scope)?);
                        operators::binary(self, operator, &left, &right).map(Operand::One)
                    };
                    before = if scope.arrays { lift(self, sides, u32::MAX, act) } else { act(sides) }?;
                }
                Ok(before)
            }
            Expression::Call { name, arguments } => call(self, name, arguments, scope),
        }
    }

    fn unary(
        &self,
        inner: &Expression,
        scope: Scope,
        name: &'static str,
        act: fn(f64) -> f64,
    ) -> Result<Operand, Failure> {
        let operand = self.operand(inner, scope)?;
        let one = |list: Vec<Operand>| {
            let Some(operand) = list.first() else { return Err(Failure::parse()) };
            let n = number(&self.single(operand, scope)?, &self.typist, &|| {
                format!("Function {name} parameter 1")
            })?;
            Ok(Outcome::Number(act(n)).into())
        };
        if scope.arrays { lift(self, vec![operand], u32::MAX, one) } else { one(vec![operand]) }
    }

    /// Ranges and values side by side and below each other.
    fn array(&self, rows: &[Vec<Expression>], scope: Scope) -> Result<Matrix, Failure> {
        let inner = Scope { arrays: true, ..scope };
        let mut lines: Vec<Vec<Outcome>> = Vec::new();
        for row in rows {
            let blocks: Vec<Rc<Matrix>> = row
                .iter()
                .map(|tree| self.operand(tree, inner).and_then(|o| self.matrix(&o)))
                .collect::<Result<_, _>>()?;
            let height = blocks.iter().map(|b| b.rows).max().unwrap_or(0);
            if let Some(odd) = blocks.iter().find(|b| b.rows != height) {
                return Err(Failure::value(format!(
                    "In ARRAY_ROW, an Array Literal was missing values for one or more rows: {} of {height}.",
                    odd.rows
                )));
            }
            lines.extend((0..height).map(|at| blocks.iter().flat_map(|b| b.row(at)).cloned().collect()));
        }
        let width = lines.first().map_or(0, Vec::len);
        if lines.iter().any(|line| line.len() != width) {
            return Err(Failure::value(
                "In ARRAY_LITERAL, an Array Literal was missing values for one or more rows.",
            ));
        }
        Ok(Matrix::of(lines))
    }

    /// A range by its A1 notation, which must begin within its sheet.
    pub(crate) fn resolve(&self, title: Option<&str>, cells: &str, own: i64) -> Result<Operand, Failure> {
        let missing = || Failure::reference("Reference does not exist.");
        let sheet = match title {
            Some(title) => self
                .book
                .sheet_by_title(title)
                .ok_or_else(|| Failure::reference(format!("Unresolved sheet name '{title}'.")))?,
            None => self.book.sheet(own).ok_or_else(missing)?,
        };
        let text = format!("{}!{cells}", a1::quoted(&sheet.title));
        let range = a1::parse(self.book, &text).ok_or_else(missing)?;
        if range.rows.first() >= sheet.rows || range.columns.first() >= sheet.columns {
            return Err(missing());
        }
        Ok(Operand::Cells(range))
    }

    fn name(&self, name: &str) -> Result<Operand, Failure> {
        if let Some(truth) = self.locale.truth(name) {
            return Ok(Outcome::Bool(truth).into());
        }
        self.book
            .named(name)
            .map(Operand::Cells)
            .ok_or_else(|| Failure::name(format!("Unknown range name: '{}'.", name.to_uppercase())))
    }

    fn block(&self, range: GridRange) -> Option<(&'a Sheet, Block)> {
        let sheet = self.book.sheet(range.sheet)?;
        Some((sheet, sheet.block(range)))
    }

    /// Whether an operand is more than one value.
    pub(crate) fn is_block(&self, operand: &Operand) -> bool {
        match operand {
            Operand::Cells(range) => self.block(*range).is_some_and(|(_, b)| b.rows() * b.columns() != 1),
            Operand::Block(_) => true,
            Operand::One(_) | Operand::Missing => false,
        }
    }

    /// One value: of a range the cell in the formula's own row or column, of an array the first.
    pub(crate) fn single(&self, operand: &Operand, scope: Scope) -> Result<Outcome, Failure> {
        let Operand::Cells(range) = operand else { return self.first(operand) };
        let (sheet, block) =
            self.block(*range).ok_or_else(|| Failure::reference("Reference does not exist."))?;
        let (row, column) = match (block.rows(), block.columns()) {
            (1, 1) => (block.top, block.left),
            (_, 1) if (block.top..block.bottom).contains(&scope.row) => (scope.row, block.left),
            (1, _) if (block.left..block.right).contains(&scope.column) => (block.top, scope.column),
            _ => return Err(Failure::value("An array value could not be found.")),
        };
        Ok(self.outcome(sheet, row, column).0)
    }

    /// The first value of an operand.
    pub(crate) fn first(&self, operand: &Operand) -> Result<Outcome, Failure> {
        match operand {
            Operand::One(outcome) => Ok(outcome.clone()),
            Operand::Missing => Ok(Outcome::Blank),
            Operand::Block(matrix) => {
                matrix.at(0, 0).cloned().ok_or_else(|| Failure::missing("The array is empty."))
            }
            Operand::Cells(range) => {
                let (sheet, block) =
                    self.block(*range).ok_or_else(|| Failure::reference("Reference does not exist."))?;
                Ok(self.outcome(sheet, block.top, block.left).0)
            }
        }
    }

    /// Refuses an array that would be too large to be made.
    pub(crate) fn fits(rows: usize, columns: usize) -> Result<(), Failure> {
        if rows.saturating_mul(columns) > ARRAY {
            return Err(Failure::number(format!("The array of {rows} by {columns} is too large.")));
        }
        Ok(())
    }

    /// The operand as a block of values.
    pub(crate) fn matrix(&self, operand: &Operand) -> Result<Rc<Matrix>, Failure> {
        match operand {
            Operand::Block(matrix) => Ok(Rc::clone(matrix)),
            Operand::One(Outcome::Error(failure)) => Err(failure.clone()),
            Operand::One(outcome) => Ok(Rc::new(Matrix::column(vec![outcome.clone()]))),
            Operand::Missing => Ok(Rc::new(Matrix::column(vec![Outcome::Blank]))),
            Operand::Cells(range) => {
                let (sheet, block) =
                    self.block(*range).ok_or_else(|| Failure::reference("Reference does not exist."))?;
                Self::fits(block.rows(), block.columns())?;
                let places =
                    (block.top..block.bottom).flat_map(|r| (block.left..block.right).map(move |c| (r, c)));
                let cells = places.map(|(row, column)| self.outcome(sheet, row, column).0).collect();
                Ok(Rc::new(Matrix { rows: block.rows(), columns: block.columns(), cells }))
            }
        }
    }

    /// Every value of an operand as far as there are any, blanks among them included, from left to right and down.
    pub(crate) fn each(
        &self,
        operand: &Operand,
        mut act: impl FnMut(Outcome) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        match operand {
            Operand::One(outcome) => act(outcome.clone()),
            Operand::Missing => act(Outcome::Blank),
            Operand::Block(matrix) => matrix.cells.iter().cloned().try_for_each(act),
            Operand::Cells(range) => {
                let (sheet, block) =
                    self.block(*range).ok_or_else(|| Failure::reference("Reference does not exist."))?;
                for row in block.top..block.bottom.min(self.reach(sheet).0) {
                    for column in block.left..block.right {
                        act(self.outcome(sheet, row, column).0)?;
                    }
                }
                Ok(())
            }
        }
    }

    /// A value as text, as it joins others.
    pub(crate) fn text(&self, outcome: &Outcome) -> Result<String, Failure> {
        value::text(outcome, &self.locale)
    }
}
