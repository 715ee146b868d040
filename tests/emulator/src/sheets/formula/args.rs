//! The arguments of a call, read as what a function takes them for.

use std::rc::Rc;

use super::eval::{Evaluator, Scope};
use super::value::{self, Matrix, Operand};
use crate::num;
use crate::sheets::cell::{Failure, Outcome};

/// A call whose arguments have been evaluated.
pub(crate) struct Args<'e, 'a> {
    pub(crate) eval: &'e Evaluator<'a>,
    /// The function's English name.
    pub(crate) name: &'static str,
    pub(crate) scope: Scope,
    pub(crate) list: Vec<Operand>,
}

impl Args<'_, '_> {
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether the argument is there and was not left out.
    pub(crate) fn has(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|o| !matches!(o, Operand::Missing))
    }

    /// The argument as one value; an error is a failure of the call.
    pub(crate) fn one(&self, at: usize) -> Result<Outcome, Failure> {
        match self.raw(at)? {
            Outcome::Error(failure) => Err(failure),
            outcome => Ok(outcome),
        }
    }

    /// The argument as one value, which may be an error.
    pub(crate) fn raw(&self, at: usize) -> Result<Outcome, Failure> {
        match self.list.get(at) {
            Some(operand) => self.eval.single(operand, self.scope),
            None => Ok(Outcome::Blank),
        }
    }

    /// How an error calls a parameter.
    pub(crate) fn parameter(&self, at: usize) -> String {
        format!("Function {} parameter {}", self.name, at + 1)
    }

    pub(crate) fn number(&self, at: usize) -> Result<f64, Failure> {
        value::number(&self.one(at)?, &self.eval.typist, &|| self.parameter(at))
    }

    pub(crate) fn number_or(&self, at: usize, otherwise: f64) -> Result<f64, Failure> {
        if self.has(at) { self.number(at) } else { Ok(otherwise) }
    }

    /// A whole number; a fraction is cut off.
    pub(crate) fn whole(&self, at: usize) -> Result<i64, Failure> {
        self.number(at).map(|n| num::floor(n.trunc()))
    }

    pub(crate) fn whole_or(&self, at: usize, otherwise: i64) -> Result<i64, Failure> {
        if self.has(at) { self.whole(at) } else { Ok(otherwise) }
    }

    /// A number that may not be negative.
    pub(crate) fn size(&self, at: usize) -> Result<usize, Failure> {
        let n = self.whole(at)?;
        usize::try_from(n).map_err(|_| self.too_small(at, num::real(n), 0))
    }

    pub(crate) fn size_or(&self, at: usize, otherwise: usize) -> Result<usize, Failure> {
        if self.has(at) { self.size(at) } else { Ok(otherwise) }
    }

    pub(crate) fn too_small(&self, at: usize, n: f64, least: i64) -> Failure {
        let n = crate::sheets::format::plain(n, &self.eval.locale);
        Failure::number(format!(
            "{} value is {n}. It should be greater than or equal to {least}.",
            self.parameter(at)
        ))
    }

    pub(crate) fn text(&self, at: usize) -> Result<String, Failure> {
        value::text(&self.one(at)?, &self.eval.locale)
    }

    pub(crate) fn truth(&self, at: usize) -> Result<bool, Failure> {
        value::truth(&self.one(at)?, &self.eval.locale, &|| self.parameter(at))
    }

    pub(crate) fn truth_or(&self, at: usize, otherwise: bool) -> Result<bool, Failure> {
        if self.has(at) { self.truth(at) } else { Ok(otherwise) }
    }

    /// The argument as a block, of one cell if it is one value.
    pub(crate) fn matrix(&self, at: usize) -> Result<Rc<Matrix>, Failure> {
        match self.list.get(at) {
            Some(operand) => self.eval.matrix(operand),
            None => Err(Failure::missing(format!("{} is missing.", self.parameter(at)))),
        }
    }

    /// Every value of the arguments from one on, and whether it was written as an argument of its own.
    pub(crate) fn each(
        &self,
        from: usize,
        mut act: impl FnMut(Outcome, bool) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        for operand in self.list.iter().skip(from) {
            let literal = matches!(operand, Operand::One(_));
            self.eval.each(operand, |outcome| act(outcome, literal))?;
        }
        Ok(())
    }

    /// The numbers among the arguments; texts among cells are passed over, one written out must read as a number.
    pub(crate) fn numbers(&self, from: usize) -> Result<Vec<f64>, Failure> {
        let mut out = Vec::new();
        self.each(from, |outcome, literal| {
            match outcome {
                Outcome::Number(n) => out.push(n),
                Outcome::Error(failure) => return Err(failure),
                other if literal && other != Outcome::Blank => {
                    out.push(value::number(&other, &self.eval.typist, &|| self.parameter(from))?);
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(out)
    }
}
