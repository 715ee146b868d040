//! Counting and summing what meets a condition.

use std::cmp::Ordering;
use std::rc::Rc;

use regex::{Regex, RegexBuilder};

use crate::num;
use crate::sheets::cell::{Failure, Outcome};
use crate::sheets::formula::args::Args;
use crate::sheets::formula::call::Answer;
use crate::sheets::formula::eval::Evaluator;
use crate::sheets::formula::table::{ANY, Function, whole};
use crate::sheets::formula::value::{Matrix, count, order};

/// Every second parameter from the second or third on is a condition.
const FROM_SECOND: u32 = 0xAAAA_AAAA;
const FROM_THIRD: u32 = 0x5555_5554;

pub(crate) static TABLE: &[Function] =
    &[
        whole(&["COUNTIF", "CONTAR.SI"], 2, 2, FROM_SECOND, |a| Ok(count(places(a, 0)?.len()).into())),
        whole(&["COUNTIFS", "CONTAR.SI.CONJUNTO"], 2, ANY, FROM_SECOND, |a| {
            Ok(count(places(a, 0)?.len()).into())
        }),
        whole(&["SUMIF", "SUMAR.SI"], 2, 3, 0b10, |a| Ok(Outcome::Number(one_range(a)?.iter().sum()).into())),
        whole(&["AVERAGEIF", "PROMEDIO.SI"], 2, 3, 0b10, |a| average(a, &one_range(a)?)),
        whole(&["SUMIFS", "SUMAR.SI.CONJUNTO"], 3, ANY, FROM_THIRD, |a| {
            Ok(Outcome::Number(many_ranges(a)?.iter().sum()).into())
        }),
        whole(&["AVERAGEIFS", "PROMEDIO.SI.CONJUNTO"], 3, ANY, FROM_THIRD, |a| average(a, &many_ranges(a)?)),
        whole(&["MAXIFS", "MAX.SI.CONJUNTO"], 3, ANY, FROM_THIRD, |a| extreme(&many_ranges(a)?, f64::max)),
        whole(&["MINIFS", "MIN.SI.CONJUNTO"], 3, ANY, FROM_THIRD, |a| extreme(&many_ranges(a)?, f64::min)),
    ];

/// A condition such as `">5"`, `"agua*"`, `"<>"`, or a value.
pub(crate) struct Criterion {
    operator: &'static str,
    wanted: Outcome,
    /// What a text must look like as a whole.
    pattern: Option<Regex>,
}

impl Criterion {
    pub(crate) fn read(eval: &Evaluator<'_>, given: &Outcome) -> Self {
        let Outcome::Text(text) = given else {
            return Self { operator: "=", wanted: given.clone(), pattern: None };
        };
        let operator = ["<>", "<=", ">=", "=", "<", ">"].into_iter().find(|o| text.starts_with(o));
        let rest = &text[operator.map_or(0, str::len)..];
        let wanted = if let Some(n) = eval.typist.value(rest) {
            Outcome::Number(n)
        } else if let Some(truth) = eval.locale.truth(rest) {
            Outcome::Bool(truth)
        } else if rest.is_empty() && operator.is_some() {
            Outcome::Blank
        } else {
            Outcome::Text(rest.to_owned())
        };
        let pattern = match &wanted {
            Outcome::Text(text) => wildcard(text),
            _ => None,
        };
        Self { operator: operator.unwrap_or("="), wanted, pattern }
    }

    fn equal(&self, eval: &Evaluator<'_>, outcome: &Outcome) -> bool {
        match (&self.wanted, outcome) {
            (Outcome::Blank, Outcome::Blank) => true,
            (Outcome::Text(wanted), Outcome::Blank) => wanted.is_empty(),
            (Outcome::Text(wanted), Outcome::Text(text)) => match &self.pattern {
                Some(pattern) => pattern.is_match(text),
                None => wanted.to_lowercase() == text.to_lowercase(),
            },
            // A text that reads as the number is counted with it.
            (Outcome::Number(n), Outcome::Text(text)) => eval.typist.value(text) == Some(*n),
            (Outcome::Number(a), Outcome::Number(b)) => (a - b).abs() < f64::EPSILON * a.abs().max(1.0),
            (Outcome::Bool(a), Outcome::Bool(b)) => a == b,
            _ => false,
        }
    }

    pub(crate) fn meets(&self, eval: &Evaluator<'_>, outcome: &Outcome) -> bool {
        match self.operator {
            "=" => return self.equal(eval, outcome),
            "<>" => return !self.equal(eval, outcome),
            _ => {}
        }
        let comparable = matches!(
            (&self.wanted, outcome),
            (Outcome::Number(_), Outcome::Number(_))
                | (Outcome::Text(_), Outcome::Text(_))
                | (Outcome::Bool(_), Outcome::Bool(_))
        );
        let order = order(outcome, &self.wanted);
        comparable
            && match self.operator {
                "<" => order == Ordering::Less,
                ">" => order == Ordering::Greater,
                "<=" => order != Ordering::Greater,
                _ => order != Ordering::Less,
            }
    }
}

/// The expression for a text with `*` and `?`, which a tilde makes plain; `None` for a text without them.
pub(crate) fn wildcard(text: &str) -> Option<Regex> {
    if !text.contains(['*', '?', '~']) {
        return None;
    }
    let mut pattern = "^(?s:".to_owned();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '~' if chars.peek().is_some_and(|next| "*?~".contains(*next)) => {
                pattern += &regex::escape(&chars.next().map(String::from).unwrap_or_default());
            }
            '*' => pattern += ".*",
            '?' => pattern.push('.'),
            other => pattern += &regex::escape(&other.to_string()),
        }
    }
    RegexBuilder::new(&(pattern + ")$")).case_insensitive(true).build().ok()
}

/// The places at which every pair of range and condition, from one parameter on, is met.
fn places(args: &Args<'_, '_>, from: usize) -> Result<Vec<(usize, usize)>, Failure> {
    let mut pairs: Vec<(Rc<Matrix>, Criterion)> = Vec::new();
    for at in (from..args.len()).step_by(2) {
        if at + 1 >= args.len() {
            return Err(Failure::missing(format!(
                "Wrong number of arguments to {}. Ranges and criteria come in pairs.",
                args.name
            )));
        }
        let matrix = args.matrix(at)?;
        if let Some((first, _)) = pairs.first()
            && (first.rows, first.columns) != (matrix.rows, matrix.columns)
        {
            return Err(Failure::value(
                "Array arguments to ".to_owned() + args.name + " are of different size.",
            ));
        }
        pairs.push((matrix, Criterion::read(args.eval, &args.one(at + 1)?)));
    }
    let Some((first, _)) = pairs.first() else { return Ok(Vec::new()) };
    let all = (0..first.rows).flat_map(|row| (0..first.columns).map(move |column| (row, column)));
    Ok(all
        .filter(|&(row, column)| {
            pairs.iter().all(|(matrix, criterion)| {
                matrix.at(row, column).is_some_and(|outcome| criterion.meets(args.eval, outcome))
            })
        })
        .collect())
}

fn numbers_at(matrix: &Matrix, places: &[(usize, usize)]) -> Result<Vec<f64>, Failure> {
    let mut out = Vec::new();
    for &(row, column) in places {
        match matrix.at(row, column) {
            Some(Outcome::Number(n)) => out.push(*n),
            Some(Outcome::Error(failure)) => return Err(failure.clone()),
            _ => {}
        }
    }
    Ok(out)
}

/// `SUMIF(range, criterion, [sum_range])`
fn one_range(args: &Args<'_, '_>) -> Result<Vec<f64>, Failure> {
    let matrix = args.matrix(0)?;
    let criterion = Criterion::read(args.eval, &args.one(1)?);
    let all = (0..matrix.rows).flat_map(|row| (0..matrix.columns).map(move |column| (row, column)));
    let places: Vec<_> = all
        .filter(|&(r, c)| matrix.at(r, c).is_some_and(|outcome| criterion.meets(args.eval, outcome)))
        .collect();
    let summed = if args.has(2) { args.matrix(2)? } else { matrix };
    numbers_at(&summed, &places)
}

/// `SUMIFS(sum_range, range, criterion, …)`
fn many_ranges(args: &Args<'_, '_>) -> Result<Vec<f64>, Failure> {
    numbers_at(args.matrix(0)?.as_ref(), &places(args, 1)?)
}

fn average(args: &Args<'_, '_>, numbers: &[f64]) -> Answer {
    if numbers.is_empty() {
        return Err(Failure::divide(args.name));
    }
    Ok(Outcome::Number(numbers.iter().sum::<f64>() / num::real(num::int(numbers.len()))).into())
}

#[expect(clippy::unnecessary_wraps, reason = "a body of the table")]
fn extreme(numbers: &[f64], pick: fn(f64, f64) -> f64) -> Answer {
    Ok(Outcome::Number(numbers.iter().copied().reduce(pick).unwrap_or(0.0)).into())
}
