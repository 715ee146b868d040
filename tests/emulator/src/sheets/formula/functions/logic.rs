//! Conditions and what follows from them.

use crate::sheets::cell::{Failure, FailureKind, Outcome};
use crate::sheets::formula::args::Args;
use crate::sheets::formula::call::{Answer, lift};
use crate::sheets::formula::eval::{Evaluator, Scope};
use crate::sheets::formula::parse::Expression;
use crate::sheets::formula::table::{ANY, Function, each, lazy, spilling, whole};
use crate::sheets::formula::value::{self, Operand, order};

pub(crate) static TABLE: &[Function] = &[
    spilling(lazy(&["IF", "SI"], 2, 3, choose)),
    spilling(lazy(&["IFS", "SI.CONJUNTO"], 2, ANY, first_true)),
    spilling(lazy(&["SWITCH", "CAMBIAR"], 3, ANY, switch)),
    spilling(lazy(&["IFERROR", "SI.ERROR"], 1, 2, |e, a, s| otherwise(e, a, s, |_| true))),
    spilling(lazy(&["IFNA", "SI.ND"], 2, 2, |e, a, s| {
        otherwise(e, a, s, |f| f.kind == FailureKind::NotAvailable)
    })),
    whole(&["AND", "Y"], 1, ANY, 0, |a| truths(a).map(|all| Outcome::Bool(all.iter().all(|t| *t)).into())),
    whole(&["OR", "O"], 1, ANY, 0, |a| truths(a).map(|all| Outcome::Bool(all.contains(&true)).into())),
    whole(&["XOR", "XO"], 1, ANY, 0, |a| {
        truths(a).map(|all| Outcome::Bool(all.iter().filter(|t| **t).count() % 2 == 1).into())
    }),
    each(&["NOT", "NO"], 1, 1, |a| Ok(Outcome::Bool(!a.truth(0)?))),
    each(&["TRUE", "VERDADERO"], 0, 0, |_| Ok(Outcome::Bool(true))),
    each(&["FALSE", "FALSO"], 0, 0, |_| Ok(Outcome::Bool(false))),
];

fn choose(eval: &Evaluator<'_>, arguments: &[Expression], scope: Scope) -> Answer {
    let condition = eval.operand(&arguments[0], scope)?;
    let truth = |operand: &Operand| {
        let outcome = eval.single(operand, scope)?;
        value::truth(&outcome, &eval.locale, &|| "Function IF parameter 1".to_owned())
    };
    if !(scope.arrays && eval.is_block(&condition)) {
        return match (truth(&condition)?, arguments.get(2)) {
            (true, _) => eval.operand(&arguments[1], scope),
            (false, Some(tree)) => eval.operand(tree, scope),
            (false, None) => Ok(Outcome::Bool(false).into()),
        };
    }
    let side = |at: usize| match arguments.get(at) {
        Some(tree) => eval.operand(tree, scope).unwrap_or_else(|f| Operand::One(Outcome::Error(f))),
        None => Operand::One(Outcome::Bool(false)),
    };
    lift(eval, vec![condition, side(1), side(2)], u32::MAX, |list| {
        let [condition, yes, no] = list.as_slice() else { return Err(Failure::parse()) };
        Ok(if truth(condition)? { yes.clone() } else { no.clone() })
    })
}

fn first_true(eval: &Evaluator<'_>, arguments: &[Expression], scope: Scope) -> Answer {
    for pair in arguments.chunks(2) {
        let [condition, tree] = pair else {
            return Err(Failure::missing(
                "Wrong number of arguments to IFS. Expected an even number of arguments.",
            ));
        };
        let outcome = eval.operand(condition, scope).and_then(|o| eval.single(&o, scope))?;
        if value::truth(&outcome, &eval.locale, &|| "Function IFS parameter 1".to_owned())? {
            return eval.operand(tree, scope);
        }
    }
    Err(Failure::missing("No match."))
}

fn switch(eval: &Evaluator<'_>, arguments: &[Expression], scope: Scope) -> Answer {
    let one = |tree: &Expression| eval.operand(tree, scope).and_then(|o| eval.single(&o, scope));
    let wanted = one(&arguments[0])?;
    let mut cases = arguments[1..].chunks_exact(2);
    for case in &mut cases {
        if order(&wanted, &one(&case[0])?).is_eq() {
            return eval.operand(&case[1], scope);
        }
    }
    match cases.remainder().first() {
        Some(tree) => eval.operand(tree, scope),
        None => Err(Failure::missing("No match.")),
    }
}

/// The first argument, or the second where the first is a failure of such a kind.
fn otherwise(
    eval: &Evaluator<'_>,
    arguments: &[Expression],
    scope: Scope,
    caught: fn(&Failure) -> bool,
) -> Answer {
    let instead = || match arguments.get(1) {
        Some(tree) => eval.operand(tree, scope),
        None => Ok(Outcome::Blank.into()),
    };
    let operand = match eval.operand(&arguments[0], scope) {
        Err(failure) if caught(&failure) => return instead(),
        other => other?,
    };
    if scope.arrays || matches!(operand, Operand::Block(_)) {
        return lift(eval, vec![operand], u32::MAX, |list| match list.as_slice() {
            [Operand::One(Outcome::Error(failure))] if caught(failure) => instead(),
            [other] => Ok(other.clone()),
            _ => Err(Failure::parse()),
        });
    }
    match eval.single(&operand, scope) {
        Ok(Outcome::Error(failure)) | Err(failure) if caught(&failure) => instead(),
        _ => Ok(operand),
    }
}

/// The truth values among the arguments; texts among cells are passed over.
fn truths(args: &Args<'_, '_>) -> Result<Vec<bool>, Failure> {
    let mut out = Vec::new();
    args.each(0, |outcome, literal| {
        match outcome {
            Outcome::Text(_) | Outcome::Blank if !literal => {}
            other => out.push(value::truth(&other, &args.eval.locale, &|| args.parameter(0))?),
        }
        Ok(())
    })?;
    if out.is_empty() { Err(Failure::value("No valid input data.")) } else { Ok(out) }
}
