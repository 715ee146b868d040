//! Operators, and the functions that are known by their English and Spanish names.

use chrono::{Datelike, NaiveDate};

use super::eval::{Evaluator, Operand, Result};
use super::parse::Expression;
use crate::num;
use crate::sheets::cell::{Failure, Outcome};
use crate::sheets::{Book, format, serial};

/// The value as a number; a text counts when it reads as one.
pub(crate) fn number(outcome: &Outcome, book: &Book) -> std::result::Result<f64, Failure> {
    match outcome {
        Outcome::Blank => Ok(0.0),
        Outcome::Bool(b) => Ok(f64::from(u8::from(*b))),
        Outcome::Number(n) => Ok(*n),
        Outcome::Text(text) => {
            text.trim().replace(book.locale().decimal, ".").parse().map_err(|_| Failure::Value)
        }
        Outcome::Error(failure) => Err(*failure),
    }
}

pub(crate) fn text(outcome: &Outcome, book: &Book) -> String {
    let locale = book.locale();
    match outcome {
        Outcome::Blank => String::new(),
        Outcome::Bool(b) => locale.boolean(*b).to_owned(),
        Outcome::Number(n) => format::plain(*n, &locale),
        Outcome::Text(text) => text.clone(),
        Outcome::Error(failure) => failure.shown().to_owned(),
    }
}

pub(crate) fn binary(operator: &str, left: &Outcome, right: &Outcome, book: &Book) -> Result {
    if operator == "&" {
        return Ok(Outcome::Text(text(left, book) + &text(right, book)));
    }
    if let Some(truth) = compare(operator, left, right) {
        return Ok(Outcome::Bool(truth));
    }
    let (a, b) = (number(left, book)?, number(right, book)?);
    let n = match operator {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" if b == 0.0 => return Err(Failure::DivideByZero),
        "/" => a / b,
        _ => a.powf(b),
    };
    if n.is_finite() { Ok(Outcome::Number(n)) } else { Err(Failure::Number) }
}

fn compare(operator: &str, left: &Outcome, right: &Outcome) -> Option<bool> {
    use std::cmp::Ordering::{Equal, Greater, Less};
    // Numbers come before text, text before truth values, and blank is whatever it is compared with.
    let rank = |o: &Outcome| match o {
        Outcome::Blank | Outcome::Number(_) => 0,
        Outcome::Text(_) => 1,
        _ => 2,
    };
    let order = match (left, right) {
        (Outcome::Text(a), Outcome::Text(b)) => a.to_lowercase().cmp(&b.to_lowercase()),
        (Outcome::Text(a), Outcome::Blank) if a.is_empty() => Equal,
        (Outcome::Bool(a), Outcome::Bool(b)) => a.cmp(b),
        (Outcome::Number(a), Outcome::Number(b)) => a.partial_cmp(b).unwrap_or(Equal),
        (Outcome::Blank, Outcome::Number(b)) => 0.0f64.partial_cmp(b).unwrap_or(Equal),
        (Outcome::Number(a), Outcome::Blank) => a.partial_cmp(&0.0).unwrap_or(Equal),
        _ => rank(left).cmp(&rank(right)),
    };
    Some(match operator {
        "=" => order == Equal,
        "<>" => order != Equal,
        "<" => order == Less,
        ">" => order == Greater,
        "<=" => order != Greater,
        ">=" => order != Less,
        _ => return None,
    })
}

/// Calls a function; one that is not known is a name error, as a misspelt one is.
pub(crate) fn call(eval: &Evaluator<'_>, name: &str, arguments: &[Expression], sheet: i64) -> Result {
    let at = |index: usize| match arguments.get(index) {
        Some(tree) => eval.single(tree, sheet),
        None => Err(Failure::NotAvailable),
    };
    let figure = |index: usize| at(index).and_then(|o| number(&o, eval.book));
    let words = |index: usize| at(index).map(|o| text(&o, eval.book));
    let numbers = || numbers(eval, arguments, sheet);
    let given = |n: f64| Ok(Outcome::Number(n));
    match name {
        "TODAY" | "HOY" => given(eval.now.floor()),
        "NOW" | "AHORA" => given(eval.now),
        "SUM" | "SUMA" => given(numbers()?.iter().sum()),
        "COUNT" | "CONTAR" => given(num::real(num::int(numbers()?.len()))),
        "COUNTA" | "CONTARA" => given(num::real(num::int(filled(eval, arguments, sheet)?))),
        "MAX" => given(numbers()?.into_iter().reduce(f64::max).unwrap_or(0.0)),
        "MIN" => given(numbers()?.into_iter().reduce(f64::min).unwrap_or(0.0)),
        "AVERAGE" | "PROMEDIO" => {
            let all = numbers()?;
            if all.is_empty() {
                Err(Failure::DivideByZero)
            } else {
                given(all.iter().sum::<f64>() / num::real(num::int(all.len())))
            }
        }
        "ABS" => given(figure(0)?.abs()),
        "INT" | "ENTERO" => given(figure(0)?.floor()),
        "ROUND" | "REDONDEAR" => {
            let scale = 10f64.powf(if arguments.len() > 1 { figure(1)? } else { 0.0 });
            given((figure(0)? * scale).round() / scale)
        }
        "IF" | "SI" => match (truth(&at(0)?)?, arguments.len()) {
            (true, _) => at(1),
            (false, 0..=2) => Ok(Outcome::Bool(false)),
            (false, _) => at(2),
        },
        "IFERROR" | "SI.ERROR" => {
            at(0).or_else(|_| if arguments.len() > 1 { at(1) } else { Ok(Outcome::Text(String::new())) })
        }
        "NOT" | "NO" => Ok(Outcome::Bool(!truth(&at(0)?)?)),
        "LEN" | "LARGO" => given(num::real(num::int(words(0)?.chars().count()))),
        "UPPER" | "MAYUSC" => Ok(Outcome::Text(words(0)?.to_uppercase())),
        "LOWER" | "MINUSC" => Ok(Outcome::Text(words(0)?.to_lowercase())),
        "TRIM" | "ESPACIOS" => Ok(Outcome::Text(words(0)?.split_whitespace().collect::<Vec<_>>().join(" "))),
        "CONCATENATE" | "CONCATENAR" | "CONCAT" => {
            (0..arguments.len()).map(words).collect::<std::result::Result<String, _>>().map(Outcome::Text)
        }
        // A link shows its label, or the address when it has none.
        "HYPERLINK" | "HIPERVINCULO" | "HIPERVÍNCULO" => {
            if arguments.len() > 1 {
                at(1)
            } else {
                at(0)
            }
        }
        "TRUE" | "VERDADERO" => Ok(Outcome::Bool(true)),
        "FALSE" | "FALSO" => Ok(Outcome::Bool(false)),
        "NA" | "NOD" => Err(Failure::NotAvailable),
        "DATE" | "FECHA" => given(date(figure(0)?, figure(1)?, figure(2)?)?),
        "YEAR" | "AÑO" => given(f64::from(day(figure(0)?)?.year())),
        "MONTH" | "MES" => given(f64::from(day(figure(0)?)?.month())),
        "DAY" | "DIA" | "DÍA" => given(f64::from(day(figure(0)?)?.day())),
        "ROW" | "FILA" | "COLUMN" | "COLUMNA" => place(eval, name, arguments, sheet),
        _ => Err(Failure::Name),
    }
}

fn truth(outcome: &Outcome) -> std::result::Result<bool, Failure> {
    match outcome {
        Outcome::Bool(b) => Ok(*b),
        Outcome::Number(n) => Ok(*n != 0.0),
        Outcome::Blank => Ok(false),
        Outcome::Text(_) => Err(Failure::Value),
        Outcome::Error(failure) => Err(*failure),
    }
}

fn numbers(
    eval: &Evaluator<'_>,
    arguments: &[Expression],
    sheet: i64,
) -> std::result::Result<Vec<f64>, Failure> {
    let mut out = Vec::new();
    for tree in arguments {
        let operand = eval.operand(tree, sheet)?;
        let literal = matches!(operand, Operand::One(_));
        eval.each(operand, |outcome| {
            match outcome {
                Outcome::Number(n) => out.push(n),
                Outcome::Error(failure) => return Err(failure),
                // Texts among cells are passed over; one written as an argument must be a number.
                other if literal && other != Outcome::Blank => out.push(number(&other, eval.book)?),
                _ => {}
            }
            Ok(())
        })?;
    }
    Ok(out)
}

fn filled(eval: &Evaluator<'_>, arguments: &[Expression], sheet: i64) -> std::result::Result<usize, Failure> {
    let mut count = 0;
    for tree in arguments {
        eval.each(eval.operand(tree, sheet)?, |outcome| {
            count += usize::from(outcome != Outcome::Blank);
            Ok(())
        })?;
    }
    Ok(count)
}

fn date(year: f64, month: f64, day: f64) -> std::result::Result<f64, Failure> {
    let months = num::floor(year) * 12 + num::floor(month) - 1;
    let year = i32::try_from(months.div_euclid(12)).map_err(|_| Failure::Number)?;
    let month = u32::try_from(months.rem_euclid(12) + 1).map_err(|_| Failure::Number)?;
    let first = NaiveDate::from_ymd_opt(year, month, 1).ok_or(Failure::Number)?;
    Ok(serial::from_date(first) + day.floor() - 1.0)
}

fn day(serial: f64) -> std::result::Result<NaiveDate, Failure> {
    serial::moment(serial).map(|m| m.date()).ok_or(Failure::Number)
}

fn place(eval: &Evaluator<'_>, name: &str, arguments: &[Expression], sheet: i64) -> Result {
    let Some(tree) = arguments.first() else { return Err(Failure::NotAvailable) };
    let Operand::Cells(range) = eval.operand(tree, sheet)? else { return Err(Failure::Value) };
    let at = if matches!(name, "ROW" | "FILA") { range.rows.first() } else { range.columns.first() };
    Ok(Outcome::Number(num::real(num::int(at + 1))))
}
