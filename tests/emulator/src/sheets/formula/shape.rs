//! How a result wants to be shown when its cell has no number format of its own.

use super::eval::{Evaluator, Scope};
use super::parse::Expression;
use super::table;
use super::value::Operand;

/// What a formula says of the look of its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Plain,
    Date,
    DateTime,
    Time,
    Percent,
}

/// The shape that a formula gives its result.
pub(crate) fn shape(eval: &Evaluator<'_>, tree: &Expression, scope: Scope) -> Shape {
    match tree {
        Expression::Call { name, arguments } => {
            let of = |at: usize| arguments.get(at).map_or(Shape::Plain, |tree| shape(eval, tree, scope));
            match table::named(name).map_or("", |f| f.names[0]) {
                "TODAY" | "DATE" | "EDATE" | "EOMONTH" | "WORKDAY" | "WORKDAY.INTL" | "TO_DATE" => {
                    Shape::Date
                }
                "NOW" => Shape::DateTime,
                "TIME" => Shape::Time,
                "TO_PERCENT" => Shape::Percent,
                "MAX" | "MIN" | "LARGE" | "SMALL" | "MEDIAN" | "AVERAGE" | "SUM" | "IFERROR" | "IFNA"
                | "ARRAYFORMULA" | "SORT" | "UNIQUE" | "FILTER" | "ABS" | "ROUND" | "MAXIFS" | "MINIFS" => {
                    of(0)
                }
                "IF" | "SWITCH" | "IFS" | "CHOOSE" => of(1),
                "INDEX" | "OFFSET" | "INDIRECT" => cells(eval, tree, scope),
                _ => Shape::Plain,
            }
        }
        Expression::Chain { first, rest } => {
            rest.iter().fold(shape(eval, first, scope), |left, (operator, right)| {
                if !matches!(*operator, "+" | "-") {
                    return Shape::Plain;
                }
                match (left, shape(eval, right, scope)) {
                    // A date less a date is a number of days.
                    (Shape::Date | Shape::DateTime, Shape::Date | Shape::DateTime) => Shape::Plain,
                    (Shape::Date, Shape::Time) => Shape::DateTime,
                    (Shape::Plain, right @ (Shape::Date | Shape::DateTime | Shape::Time)) => right,
                    (left @ (Shape::Date | Shape::DateTime | Shape::Time), _) => left,
                    _ => Shape::Plain,
                }
            })
        }
        Expression::Percent(_) => Shape::Percent,
        Expression::Positive(inner) => shape(eval, inner, scope),
        Expression::Reference { .. } | Expression::Name(_) => cells(eval, tree, scope),
        _ => Shape::Plain,
    }
}

/// The shape of the first cell that is referred to.
fn cells(eval: &Evaluator<'_>, tree: &Expression, scope: Scope) -> Shape {
    let Ok(Operand::Cells(range)) = eval.operand(tree, scope) else { return Shape::Plain };
    let Some(sheet) = eval.book.sheet(range.sheet) else { return Shape::Plain };
    let (row, column) = (range.rows.first(), range.columns.first());
    match eval.book.number_format(sheet.cell(row, column).format).map(|(kind, _)| kind) {
        Some("DATE") => Shape::Date,
        Some("DATE_TIME") => Shape::DateTime,
        Some("TIME") => Shape::Time,
        Some("PERCENT") => Shape::Percent,
        Some(_) => Shape::Plain,
        None => eval.outcome(sheet, row, column).1,
    }
}
