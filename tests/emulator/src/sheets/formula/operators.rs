//! Operators, under the names by which Google's errors call them.

use super::eval::Evaluator;
use super::value::{number, order, text};
use crate::sheets::cell::{Failure, Outcome};

/// Two values and an operator between them.
pub(crate) fn binary(
    eval: &Evaluator<'_>,
    operator: &str,
    left: &Outcome,
    right: &Outcome,
) -> Result<Outcome, Failure> {
    for side in [left, right] {
        if let Outcome::Error(failure) = side {
            return Err(failure.clone());
        }
    }
    if operator == "&" {
        return Ok(Outcome::Text(text(left, &eval.locale)? + &text(right, &eval.locale)?));
    }
    if let Some(truth) = compared(operator, left, right) {
        return Ok(Outcome::Bool(truth));
    }
    let name = match operator {
        "+" => "ADD",
        "-" => "MINUS",
        "*" => "MULTIPLY",
        "/" => "DIVIDE",
        _ => "POW",
    };
    let side = |outcome: &Outcome, at: usize| {
        number(outcome, &eval.typist, &|| format!("Function {name} parameter {at}"))
    };
    let (a, b) = (side(left, 1)?, side(right, 2)?);
    let n = match operator {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" if b == 0.0 => {
            let message = "Function DIVIDE parameter 2 cannot be zero.";
            return Err(Failure::new(crate::sheets::cell::FailureKind::DivideByZero, message));
        }
        "/" => a / b,
        _ => a.powf(b),
    };
    if n.is_finite() {
        Ok(Outcome::Number(n))
    } else {
        Err(Failure::number(format!("The result of function {name} is not a finite number.")))
    }
}

fn compared(operator: &str, left: &Outcome, right: &Outcome) -> Option<bool> {
    let order = order(left, right);
    Some(match operator {
        "=" => order.is_eq(),
        "<>" => order.is_ne(),
        "<" => order.is_lt(),
        ">" => order.is_gt(),
        "<=" => order.is_le(),
        ">=" => order.is_ge(),
        _ => return None,
    })
}
