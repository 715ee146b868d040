//! What the parts of a formula come to, and how one kind of value is read as another.

use std::cmp::Ordering;
use std::rc::Rc;

use crate::num;
use crate::sheets::cell::{Failure, Outcome};
use crate::sheets::format;
use crate::sheets::input::Typist;
use crate::sheets::locale::Locale;
use crate::sheets::range::GridRange;

/// One value, a range of cells, or a block of values that stand in no cell.
#[derive(Clone, Debug)]
pub(crate) enum Operand {
    One(Outcome),
    Cells(GridRange),
    Block(Rc<Matrix>),
    /// An argument that was left out.
    Missing,
}

/// A block of values, row by row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Matrix {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) cells: Vec<Outcome>,
}

impl Matrix {
    /// A block of rows of the same width.
    pub(crate) fn of(rows: Vec<Vec<Outcome>>) -> Self {
        let columns = rows.first().map_or(0, Vec::len);
        Self { rows: rows.len(), columns, cells: rows.into_iter().flatten().collect() }
    }

    /// A single column.
    pub(crate) fn column(cells: Vec<Outcome>) -> Self {
        Self { rows: cells.len(), columns: 1, cells }
    }

    pub(crate) fn at(&self, row: usize, column: usize) -> Option<&Outcome> {
        if column < self.columns { self.cells.get(row * self.columns + column) } else { None }
    }

    pub(crate) fn row(&self, row: usize) -> &[Outcome] {
        self.cells.get(row * self.columns..(row + 1) * self.columns).unwrap_or(&[])
    }

    pub(crate) fn lines(&self) -> impl Iterator<Item = &[Outcome]> {
        (0..self.rows).map(|row| self.row(row))
    }

    pub(crate) fn transposed(&self) -> Self {
        let cells = (0..self.columns).flat_map(|column| (0..self.rows).map(move |row| (row, column)));
        let cells = cells.filter_map(|(row, column)| self.at(row, column).cloned()).collect();
        Self { rows: self.columns, columns: self.rows, cells }
    }

    /// The value for a place in an array that this is gone through with: a single row or column is repeated.
    pub(crate) fn spread(&self, row: usize, column: usize) -> Option<&Outcome> {
        self.at(if self.rows == 1 { 0 } else { row }, if self.columns == 1 { 0 } else { column })
    }

    pub(crate) fn is_line(&self) -> bool {
        self.rows == 1 || self.columns == 1
    }
}

impl From<Matrix> for Operand {
    fn from(matrix: Matrix) -> Self {
        if matrix.rows == 1
            && matrix.columns == 1
            && let Some(only) = matrix.cells.first()
        {
            return Self::One(only.clone());
        }
        Self::Block(Rc::new(matrix))
    }
}

impl From<Outcome> for Operand {
    fn from(outcome: Outcome) -> Self {
        Self::One(outcome)
    }
}

/// The value as a number; a text counts when it reads as one. `who` says which parameter of what asks.
pub(crate) fn number(outcome: &Outcome, typist: &Typist, who: &dyn Fn() -> String) -> Result<f64, Failure> {
    match outcome {
        Outcome::Blank => Ok(0.0),
        Outcome::Bool(b) => Ok(f64::from(u8::from(*b))),
        Outcome::Number(n) => Ok(*n),
        Outcome::Text(text) => typist.value(text).ok_or_else(|| {
            Failure::value(format!(
                "{} expects number values. But '{text}' is a text and cannot be coerced to a number.",
                who()
            ))
        }),
        Outcome::Error(failure) => Err(failure.clone()),
    }
}

pub(crate) fn text(outcome: &Outcome, locale: &Locale) -> Result<String, Failure> {
    Ok(match outcome {
        Outcome::Blank => String::new(),
        Outcome::Bool(b) => locale.boolean(*b).to_owned(),
        Outcome::Number(n) => format::plain(*n, locale),
        Outcome::Text(text) => text.clone(),
        Outcome::Error(failure) => return Err(failure.clone()),
    })
}

pub(crate) fn truth(outcome: &Outcome, locale: &Locale, who: &dyn Fn() -> String) -> Result<bool, Failure> {
    match outcome {
        Outcome::Bool(b) => Ok(*b),
        Outcome::Number(n) => Ok(*n != 0.0),
        Outcome::Blank => Ok(false),
        Outcome::Text(text) if text.is_empty() => Ok(false),
        Outcome::Text(text) => locale.truth(text).ok_or_else(|| {
            Failure::value(format!(
                "{} expects boolean values. But '{text}' is a text and cannot be coerced to a boolean.",
                who()
            ))
        }),
        Outcome::Error(failure) => Err(failure.clone()),
    }
}

/// Numbers come before text, text before truth values; a blank is the empty value of what it is compared with.
pub(crate) fn order(left: &Outcome, right: &Outcome) -> Ordering {
    let rank = |o: &Outcome| match o {
        Outcome::Blank | Outcome::Number(_) => 0,
        Outcome::Text(_) => 1,
        Outcome::Bool(_) => 2,
        Outcome::Error(_) => 3,
    };
    match (left, right) {
        (Outcome::Text(a), Outcome::Text(b)) => a.to_lowercase().cmp(&b.to_lowercase()),
        (Outcome::Text(a), Outcome::Blank) => a.as_str().cmp(""),
        (Outcome::Blank, Outcome::Text(b)) => "".cmp(b.as_str()),
        (Outcome::Bool(a), Outcome::Bool(b)) => a.cmp(b),
        (Outcome::Bool(a), Outcome::Blank) => a.cmp(&false),
        (Outcome::Blank, Outcome::Bool(b)) => false.cmp(b),
        (Outcome::Number(a), Outcome::Number(b)) => a.partial_cmp(b).unwrap_or(Ordering::Equal),
        (Outcome::Blank, Outcome::Number(b)) => 0.0f64.partial_cmp(b).unwrap_or(Ordering::Equal),
        (Outcome::Number(a), Outcome::Blank) => a.partial_cmp(&0.0).unwrap_or(Ordering::Equal),
        _ => rank(left).cmp(&rank(right)),
    }
}

/// The order of a sort, in which blanks come last.
pub(crate) fn sorting(left: &Outcome, right: &Outcome) -> Ordering {
    match (left, right) {
        (Outcome::Blank, Outcome::Blank) => Ordering::Equal,
        (Outcome::Blank, _) => Ordering::Greater,
        (_, Outcome::Blank) => Ordering::Less,
        _ => order(left, right),
    }
}

/// A count or a position as a value.
pub(crate) fn count(n: usize) -> Outcome {
    Outcome::Number(num::real(num::int(n)))
}
