//! What a formula comes to, given the book it stands in and the time.

use std::cell::RefCell;
use std::collections::HashMap;

use super::functions;
use super::lex;
use super::parse::{Expression, parse};
use crate::sheets::cell::{Entered, Failure, Outcome};
use crate::sheets::range::GridRange;
use crate::sheets::{Book, Sheet, a1};

/// How a result wants to be shown when its cell has no pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Plain,
    Date,
    DateTime,
}

/// Sheet, row and column.
type Place = (i64, usize, usize);

pub(crate) type Result = std::result::Result<Outcome, Failure>;

/// Evaluates the formulas of one book at one moment, each at most once.
pub(crate) struct Evaluator<'a> {
    pub(crate) book: &'a Book,
    /// The wall time of the book, as a serial.
    pub(crate) now: f64,
    known: RefCell<HashMap<Place, (Outcome, Shape)>>,
    depth: RefCell<usize>,
    /// How far down each column of each sheet is known.
    settled: RefCell<HashMap<(i64, usize), usize>>,
}

/// Chains of formulas longer than this are given up as circular.
const DEPTH: usize = 48;

/// One value, or a block of them.
pub(crate) enum Operand {
    One(Outcome),
    Cells(GridRange),
}

impl<'a> Evaluator<'a> {
    pub(crate) fn new(book: &'a Book, now: f64) -> Self {
        Self { book, now, known: RefCell::default(), depth: RefCell::new(0), settled: RefCell::default() }
    }

    /// What a cell comes to, and how it wants to be shown.
    pub(crate) fn outcome(&self, sheet: &Sheet, row: usize, column: usize) -> (Outcome, Shape) {
        let cell = sheet.cell(row, column);
        let outcome = match &cell.entered {
            Entered::Blank => Outcome::Blank,
            Entered::Bool(b) => Outcome::Bool(*b),
            Entered::Number(n) => Outcome::Number(*n),
            Entered::Text(text) => Outcome::Text(text.to_string()),
            Entered::Formula(source) => {
                self.settle_above(sheet, row, column);
                return self.formula((sheet.id, row, column), source);
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
                self.formula((sheet.id, above, column), source);
            }
        }
    }

    fn formula(&self, place: Place, source: &str) -> (Outcome, Shape) {
        if let Some(known) = self.known.borrow().get(&place) {
            return known.clone();
        }
        if *self.depth.borrow() >= DEPTH {
            return (Outcome::Error(Failure::Reference), Shape::Plain);
        }
        // Until it is known, a cell that asks for itself finds a broken reference, as a circle is.
        self.known.borrow_mut().insert(place, (Outcome::Error(Failure::Reference), Shape::Plain));
        *self.depth.borrow_mut() += 1;
        let locale = self.book.locale();
        let tree = lex::words(source, locale.decimal).and_then(|words| parse(&words));
        let answer = match tree {
            None => (Outcome::Error(Failure::Parse), Shape::Plain),
            Some(tree) => {
                let outcome = self.single(&tree, place.0).unwrap_or_else(Outcome::Error);
                let shape = if matches!(outcome, Outcome::Number(_)) {
                    self.shape(&tree, place.0)
                } else {
                    Shape::Plain
                };
                (outcome, shape)
            }
        };
        *self.depth.borrow_mut() -= 1;
        self.known.borrow_mut().insert(place, answer.clone());
        answer
    }

    /// What a formula comes to that stands in no cell, read on that sheet.
    pub(crate) fn evaluate(&self, source: &str, sheet: i64) -> Outcome {
        let tree = lex::words(source, self.book.locale().decimal).and_then(|words| parse(&words));
        tree.map_or(Outcome::Error(Failure::Parse), |tree| {
            self.single(&tree, sheet).unwrap_or_else(Outcome::Error)
        })
    }

    fn shape(&self, tree: &Expression, sheet: i64) -> Shape {
        match tree {
            Expression::Call { name, .. } => match name.as_str() {
                "TODAY" | "HOY" | "DATE" | "FECHA" => Shape::Date,
                "NOW" | "AHORA" => Shape::DateTime,
                _ => Shape::Plain,
            },
            Expression::Binary { operator: "+" | "-", left, right } => {
                match (self.shape(left, sheet), self.shape(right, sheet)) {
                    (left, Shape::Plain) => left,
                    _ => Shape::Plain,
                }
            }
            Expression::Positive(inner) => self.shape(inner, sheet),
            Expression::Reference { title, cells } => {
                let Some(range) = self.resolve(title.as_deref(), cells, sheet) else { return Shape::Plain };
                let Some(sheet) = self.book.sheet(range.sheet) else { return Shape::Plain };
                let (row, column) = (range.rows.first(), range.columns.first());
                match self.book.number_format(sheet.cell(row, column).format).map(|(kind, _)| kind) {
                    Some("DATE") => Shape::Date,
                    Some("DATE_TIME") => Shape::DateTime,
                    _ => self.outcome(sheet, row, column).1,
                }
            }
            _ => Shape::Plain,
        }
    }

    fn resolve(&self, title: Option<&str>, cells: &str, own: i64) -> Option<GridRange> {
        let text = match title {
            Some(title) => format!("{}!{cells}", a1::quoted(title)),
            None => format!("{}!{cells}", a1::quoted(&self.book.sheet(own)?.title)),
        };
        a1::parse(self.book, &text)
    }

    /// Evaluates to one value; of a block the first cell is meant.
    pub(crate) fn single(&self, tree: &Expression, sheet: i64) -> Result {
        match self.operand(tree, sheet)? {
            Operand::One(outcome) => Ok(outcome),
            Operand::Cells(range) => {
                let sheet = self.book.sheet(range.sheet).ok_or(Failure::Reference)?;
                match self.outcome(sheet, range.rows.first(), range.columns.first()).0 {
                    Outcome::Error(failure) => Err(failure),
                    outcome => Ok(outcome),
                }
            }
        }
    }

    pub(crate) fn operand(&self, tree: &Expression, sheet: i64) -> std::result::Result<Operand, Failure> {
        let number =
            |tree: &Expression| self.single(tree, sheet).and_then(|o| functions::number(&o, self.book));
        let one = |n: f64| Ok(Operand::One(Outcome::Number(n)));
        match tree {
            Expression::Number(n) => one(*n),
            Expression::Text(text) => Ok(Operand::One(Outcome::Text(text.clone()))),
            Expression::Missing => Ok(Operand::One(Outcome::Blank)),
            Expression::Error(shown) => {
                Err(if shown == "#REF!" { Failure::Reference } else { Failure::NotAvailable })
            }
            Expression::Negative(inner) => one(-number(inner)?),
            Expression::Positive(inner) => self.single(inner, sheet).map(Operand::One),
            Expression::Percent(inner) => one(number(inner)? / 100.0),
            Expression::Name(name) => self.name(name),
            Expression::Reference { title, cells } => {
                let range = self.resolve(title.as_deref(), cells, sheet).ok_or(Failure::Reference)?;
                let grid = self.book.sheet(range.sheet).ok_or(Failure::Reference)?;
                if range.rows.first() >= grid.rows || range.columns.first() >= grid.columns {
                    return Err(Failure::Reference);
                }
                Ok(Operand::Cells(range))
            }
            Expression::Binary { operator, left, right } => {
                let (left, right) = (self.single(left, sheet)?, self.single(right, sheet)?);
                functions::binary(operator, &left, &right, self.book).map(Operand::One)
            }
            Expression::Call { name, arguments } => {
                functions::call(self, name, arguments, sheet).map(Operand::One)
            }
        }
    }

    fn name(&self, name: &str) -> std::result::Result<Operand, Failure> {
        let locale = self.book.locale();
        let upper = name.to_uppercase();
        if upper == locale.yes || upper == "TRUE" {
            return Ok(Operand::One(Outcome::Bool(true)));
        }
        if upper == locale.no || upper == "FALSE" {
            return Ok(Operand::One(Outcome::Bool(false)));
        }
        self.book.named(name).map(Operand::Cells).ok_or(Failure::Name)
    }

    /// Every value of an operand, blanks included, from left to right and down.
    pub(crate) fn each(
        &self,
        operand: Operand,
        mut act: impl FnMut(Outcome) -> std::result::Result<(), Failure>,
    ) -> std::result::Result<(), Failure> {
        match operand {
            Operand::One(outcome) => act(outcome),
            Operand::Cells(range) => {
                let sheet = self.book.sheet(range.sheet).ok_or(Failure::Reference)?;
                let block = sheet.block(range);
                for row in block.top..block.bottom.min(sheet.cells.len()) {
                    for column in block.left..block.right {
                        act(self.outcome(sheet, row, column).0)?;
                    }
                }
                Ok(())
            }
        }
    }
}
