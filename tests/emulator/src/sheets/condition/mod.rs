//! Whether a cell meets a condition: what conditional formats, filters and validation share.

mod check;
mod values;

use regex::Regex;
use serde_json::Value;

use super::cell::Outcome;
use super::formula::{self, Evaluator};
use super::sheet::Sheet;
use super::{format, render};
use crate::num;
use values::{Given, compared, is_email, is_url, list_range, read_value, same, shown, typed, wildcards};

pub(crate) use check::check;

/// A `BooleanCondition` made ready to be asked of many cells.
#[derive(Debug)]
pub(crate) struct Condition {
    kind: String,
    values: Vec<Given>,
    /// The cell that the references of its formulas are written for.
    origin: (usize, usize),
    /// A text with `*` and `?` in it, which stand for any characters.
    pattern: Option<Regex>,
}

/// A value as a condition sees it, whether it stands in a cell already or is about to.
pub(crate) struct Seen {
    pub(crate) outcome: Outcome,
    /// What the cell shows.
    pub(crate) text: String,
    /// Whether a number is shown as a date or a time.
    pub(crate) moment: bool,
}

impl Seen {
    /// What stands in a cell.
    pub(crate) fn at(eval: &Evaluator<'_>, sheet: &Sheet, row: usize, column: usize) -> Self {
        let (outcome, shape) = eval.outcome(sheet, row, column);
        let moment = render::pattern(eval.book, sheet, row, column, shape, &eval.book.locale())
            .is_some_and(|pattern| format::is_moment(&pattern));
        Self { outcome, text: render::formatted(eval, sheet, row, column), moment }
    }

    fn is_blank(&self) -> bool {
        self.outcome == Outcome::Blank || self.outcome == Outcome::Text(String::new())
    }
}

impl Condition {
    /// Reads a condition whose formulas are written for the cell `origin`; `today` is the serial of the moment.
    pub(crate) fn read(given: &Value, origin: (usize, usize), today: f64) -> Self {
        let kind = given["type"].as_str().unwrap_or("").to_owned();
        let values: Vec<Given> =
            given["values"].as_array().into_iter().flatten().map(|value| read_value(value, today)).collect();
        let pattern = match values.first() {
            Some(Given::Text(text))
                if matches!(kind.as_str(), "TEXT_CONTAINS" | "TEXT_NOT_CONTAINS")
                    && text.contains(['*', '?']) =>
            {
                wildcards(text)
            }
            _ => None,
        };
        Self { kind, values, origin, pattern }
    }

    /// Whether the cell meets it.
    pub(crate) fn holds(&self, eval: &Evaluator<'_>, sheet: &Sheet, row: usize, column: usize) -> bool {
        self.meets(eval, sheet, row, column, &Seen::at(eval, sheet, row, column))
    }

    /// Whether a value meets it in the place of that cell.
    pub(crate) fn meets(
        &self,
        eval: &Evaluator<'_>,
        sheet: &Sheet,
        row: usize,
        column: usize,
        seen: &Seen,
    ) -> bool {
        let value = |index: usize| self.value(eval, sheet, row, column, index);
        let text = |index: usize| shown(&value(index)).to_lowercase();
        let lower = seen.text.to_lowercase();
        match self.kind.as_str() {
            "BLANK" => seen.is_blank(),
            "NOT_BLANK" => !seen.is_blank(),
            "TEXT_CONTAINS" => self.contains(&lower, &text(0)),
            "TEXT_NOT_CONTAINS" => !self.contains(&lower, &text(0)),
            "TEXT_STARTS_WITH" => !seen.is_blank() && lower.starts_with(&text(0)),
            "TEXT_ENDS_WITH" => !seen.is_blank() && lower.ends_with(&text(0)),
            "TEXT_EQ" => lower == text(0),
            "TEXT_NOT_EQ" => self.places().all(|index| lower != text(index)),
            "TEXT_IS_EMAIL" => is_email(&seen.text),
            "TEXT_IS_URL" => is_url(&seen.text),
            "NUMBER_EQ" => same(&seen.outcome, &value(0)),
            "NUMBER_NOT_EQ" => !seen.is_blank() && !same(&seen.outcome, &value(0)),
            "ONE_OF_LIST" => {
                self.places().any(|index| self.literal(index).is_some_and(|own| own == seen.text))
                    || self.places().any(|index| same(&seen.outcome, &value(index)))
            }
            "ONE_OF_RANGE" => self.listed(eval, sheet, &seen.outcome),
            "BOOLEAN" if self.values.is_empty() => matches!(seen.outcome, Outcome::Bool(_)),
            "BOOLEAN" => {
                (self.values.len() == 1 && seen.is_blank())
                    || self.places().any(|index| same(&seen.outcome, &value(index)))
            }
            "CUSTOM_FORMULA" => match value(0) {
                Outcome::Bool(b) => b,
                Outcome::Number(n) => n != 0.0,
                _ => false,
            },
            kind if kind.starts_with("NUMBER_") => {
                let Outcome::Number(n) = seen.outcome else { return false };
                compared(kind.trim_start_matches("NUMBER_"), n, &value(0), &value(1), |n| n)
            }
            "DATE_IS_VALID" => seen.moment && matches!(seen.outcome, Outcome::Number(_)),
            kind if kind.starts_with("DATE_") => {
                let Outcome::Number(n) = seen.outcome else { return false };
                compared(kind.trim_start_matches("DATE_"), n, &value(0), &value(1), f64::floor)
            }
            // A pattern of a data source's filter, which stands for nothing here.
            _ => true,
        }
    }

    fn places(&self) -> std::ops::Range<usize> {
        0..self.values.len()
    }

    fn contains(&self, lower: &str, wanted: &str) -> bool {
        self.pattern.as_ref().map_or_else(|| lower.contains(wanted), |pattern| pattern.is_match(lower))
    }

    /// A value as it was typed.
    fn literal(&self, index: usize) -> Option<&str> {
        match self.values.get(index)? {
            Given::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What a value of the condition comes to for that cell.
    fn value(&self, eval: &Evaluator<'_>, sheet: &Sheet, row: usize, column: usize, index: usize) -> Outcome {
        match self.values.get(index) {
            None => Outcome::Blank,
            Some(Given::Day(day)) => Outcome::Number(*day),
            Some(Given::Text(text)) if self.kind.starts_with("TEXT_") => Outcome::Text(text.clone()),
            Some(Given::Text(text)) => typed(eval, text),
            Some(Given::Formula(source)) => {
                let (down, right) =
                    (num::int(row) - num::int(self.origin.0), num::int(column) - num::int(self.origin.1));
                let slid = formula::translated(source, eval.book.locale().decimal, down, right);
                eval.evaluate(slid.as_deref().unwrap_or(source), sheet.id)
            }
        }
    }

    fn listed(&self, eval: &Evaluator<'_>, own: &Sheet, outcome: &Outcome) -> bool {
        let Some(Given::Formula(text) | Given::Text(text)) = self.values.first() else {
            return false;
        };
        let Some((sheet, block)) = list_range(eval, own, text) else { return false };
        (block.top..block.bottom.min(sheet.cells.len())).any(|row| {
            (block.left..block.right).any(|column| {
                let listed = eval.outcome(sheet, row, column).0;
                listed != Outcome::Blank && same(&listed, outcome)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::sheets::Book;
    use crate::sheets::cell::{Cell, Entered};

    fn book(column: &[Entered]) -> Book {
        let mut book = Book::new("x", "x");
        let sheet = book.sheet_mut(0).unwrap();
        for (row, entered) in column.iter().enumerate() {
            sheet.put(row, 0, Cell { entered: entered.clone(), ..Cell::default() });
        }
        book
    }

    /// Which rows of the column meet the condition; the clock stands at serial 46,349.6, in November 2026.
    fn rows(book: &Book, condition: &Value) -> Vec<usize> {
        let eval = Evaluator::new(book, 46_349.6);
        let sheet = book.sheet(0).unwrap();
        let read = Condition::read(condition, (0, 0), 46_349.6);
        (0..7).filter(|&row| read.holds(&eval, sheet, row, 0)).collect()
    }

    #[test]
    fn every_kind_of_condition_is_asked() {
        let book = book(&[
            Entered::Number(5.0),
            Entered::text("Agua turbia"),
            Entered::Bool(true),
            Entered::Number(46_349.25),
            Entered::text("a@x.example"),
            Entered::text("https://x.example/a"),
            Entered::Blank,
        ]);
        let one = |kind: &str, value: &str| json!({"type": kind, "values": [{"userEnteredValue": value}]});
        let two = |kind: &str, a: &str, b: &str| json!({"type": kind, "values": [{"userEnteredValue": a}, {"userEnteredValue": b}]});
        let day = |kind: &str, name: &str| json!({"type": kind, "values": [{"relativeDate": name}]});
        for (condition, met) in [
            (one("NUMBER_GREATER", "5"), vec![3]),
            (one("NUMBER_GREATER_THAN_EQ", "5"), vec![0, 3]),
            (one("NUMBER_LESS", "6"), vec![0]),
            (one("NUMBER_LESS_THAN_EQ", "5"), vec![0]),
            (one("NUMBER_EQ", "=2+3"), vec![0]),
            (one("NUMBER_NOT_EQ", "5"), vec![1, 2, 3, 4, 5]),
            (two("NUMBER_BETWEEN", "9", "1"), vec![0]),
            (two("NUMBER_NOT_BETWEEN", "1", "9"), vec![3]),
            (one("TEXT_CONTAINS", "TURBIA"), vec![1]),
            (one("TEXT_CONTAINS", "a*t?rb"), vec![1]),
            (one("TEXT_NOT_CONTAINS", "a"), vec![0, 2, 3, 6]),
            (one("TEXT_STARTS_WITH", "agua"), vec![1]),
            (one("TEXT_ENDS_WITH", "example"), vec![4]),
            (one("TEXT_EQ", "agua turbia"), vec![1]),
            (one("TEXT_NOT_EQ", "5"), vec![1, 2, 3, 4, 5, 6]),
            (json!({"type": "TEXT_IS_EMAIL"}), vec![4]),
            (json!({"type": "TEXT_IS_URL"}), vec![5]),
            (one("DATE_EQ", "11/23/2026"), vec![3]),
            (day("DATE_BEFORE", "TODAY"), vec![0]),
            (day("DATE_AFTER", "YESTERDAY"), vec![3]),
            (day("DATE_ON_OR_AFTER", "TOMORROW"), vec![]),
            (one("DATE_ON_OR_BEFORE", "11/23/2026"), vec![0, 3]),
            (two("DATE_BETWEEN", "11/1/2026", "11/30/2026"), vec![3]),
            (two("DATE_NOT_BETWEEN", "11/1/2026", "11/30/2026"), vec![0]),
            (json!({"type": "DATE_IS_VALID"}), vec![]),
            (one("ONE_OF_LIST", "Agua turbia"), vec![1]),
            (one("ONE_OF_RANGE", "=Sheet1!$A$1:$A$2"), vec![0, 1]),
            (json!({"type": "BLANK"}), vec![6]),
            (json!({"type": "NOT_BLANK"}), vec![0, 1, 2, 3, 4, 5]),
            (one("CUSTOM_FORMULA", "=A2=\"Agua turbia\""), vec![0]),
            (json!({"type": "BOOLEAN"}), vec![2]),
            (one("BOOLEAN", "5"), vec![0, 6]),
        ] {
            assert_eq!(rows(&book, &condition), met, "{condition}");
        }
    }
}
