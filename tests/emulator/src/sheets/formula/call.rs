//! Calling a function of the table: how many arguments it takes, and what becomes of arrays among them.

use super::args::Args;
use super::eval::{Evaluator, Scope};
use super::parse::Expression;
use super::table::{self, Function};
use super::value::{Matrix, Operand};
use crate::sheets::cell::{Failure, Outcome};

pub(crate) type Answer = Result<Operand, Failure>;

/// What a function does with its arguments.
#[derive(Clone, Copy)]
pub(crate) enum Body {
    /// Takes single values; arrays are gone through cell by cell where arrays are asked for.
    Each(fn(&Args<'_, '_>) -> Result<Outcome, Failure>),
    /// The same, but errors reach the function.
    Raw(fn(&Args<'_, '_>) -> Result<Outcome, Failure>),
    /// Takes ranges and arrays whole; the parameters of the mask, counted from the lowest bit, are single values.
    Whole(u32, fn(&Args<'_, '_>) -> Answer),
    /// The same, and what stands in its arguments is worked out as arrays.
    Arrays(u32, fn(&Args<'_, '_>) -> Answer),
    /// Takes its arguments as they are written.
    Lazy(fn(&Evaluator<'_>, &[Expression], Scope) -> Answer),
}

/// Calls a function by either of its names; one that is not known is a name error, as a misspelt one is.
pub(crate) fn call(eval: &Evaluator<'_>, name: &str, arguments: &[Expression], scope: Scope) -> Answer {
    let function = table::named(name).ok_or_else(|| Failure::name(format!("Unknown function: '{name}'.")))?;
    let given = arguments.len();
    if given < function.least || given > function.most {
        return Err(wrong_number(function, given));
    }
    let (mask, arrays) = match function.body {
        Body::Lazy(act) => return act(eval, arguments, scope),
        Body::Each(_) | Body::Raw(_) => (u32::MAX, scope.arrays),
        Body::Whole(mask, _) => (mask, scope.arrays),
        Body::Arrays(mask, _) => (mask, true),
    };
    let inner = Scope { arrays, ..scope };
    let list: Vec<Operand> = arguments
        .iter()
        .map(|tree| eval.operand(tree, inner).unwrap_or_else(|failure| Operand::One(Outcome::Error(failure))))
        .collect();
    let args = |list: Vec<Operand>| Args { eval, name: function.names[0], scope, list };
    let act = |list: Vec<Operand>| -> Answer {
        let args = args(list);
        match function.body {
            Body::Raw(act) => act(&args).map(Operand::One),
            Body::Each(act) => {
                for at in 0..args.len() {
                    args.one(at)?;
                }
                act(&args).map(Operand::One)
            }
            Body::Whole(_, act) | Body::Arrays(_, act) => {
                for at in (0..args.len()).filter(|&at| lifted(mask, at)) {
                    args.one(at)?;
                }
                act(&args)
            }
            Body::Lazy(_) => Err(Failure::parse()),
        }
    };
    if scope.arrays { lift(eval, list, mask, act) } else { act(list) }
}

fn lifted(mask: u32, at: usize) -> bool {
    mask == u32::MAX || (at < 32 && mask >> at & 1 == 1)
}

/// Goes through the arrays among the arguments that are meant to be single values, cell by cell.
pub(crate) fn lift(
    eval: &Evaluator<'_>,
    list: Vec<Operand>,
    mask: u32,
    act: impl Fn(Vec<Operand>) -> Answer,
) -> Answer {
    let mut blocks = Vec::new();
    for (at, operand) in list.iter().enumerate() {
        if lifted(mask, at) && eval.is_block(operand) {
            blocks.push((at, eval.matrix(operand)?));
        }
    }
    let rows = blocks.iter().map(|(_, m)| m.rows).max();
    let columns = blocks.iter().map(|(_, m)| m.columns).max();
    let (Some(rows), Some(columns)) = (rows, columns) else { return act(list) };
    Evaluator::fits(rows, columns)?;
    let mut cells = Vec::with_capacity(rows * columns);
    for row in 0..rows {
        for column in 0..columns {
            let mut one = list.clone();
            let mut beyond = false;
            for (at, block) in &blocks {
                match block.spread(row, column) {
                    Some(value) => one[*at] = Operand::One(value.clone()),
                    None => beyond = true,
                }
            }
            // Arrays of other sizes have nothing to go with what lies beyond them.
            let value = if beyond {
                Err(Failure::missing("Argument must be a range."))
            } else {
                act(one).and_then(|operand| eval.first(&operand))
            };
            cells.push(value.unwrap_or_else(Outcome::Error));
        }
    }
    Ok(Matrix { rows, columns, cells }.into())
}

fn wrong_number(function: &Function, given: usize) -> Failure {
    let (least, most) = (function.least, function.most);
    let wanted = if least == most {
        format!("{least}")
    } else if most == usize::MAX {
        format!("at least {least}")
    } else {
        format!("between {least} and {most}")
    };
    Failure::missing(format!(
        "Wrong number of arguments to {}. Expected {wanted} arguments, but got {given} arguments.",
        function.names[0]
    ))
}
