//! Conversions between the number types of JSON, of the grid and of spreadsheets, each with its limits in one place.

use serde_json::{Number, Value};

/// The largest magnitude below which every whole number has an exact double.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The whole number that `n` is, if it is one that a double holds exactly.
#[expect(clippy::cast_possible_truncation, reason = "the range and the fraction are checked first")]
pub(crate) fn whole(n: f64) -> Option<i64> {
    (n.fract() == 0.0 && n.abs() <= EXACT).then_some(n as i64)
}

/// The largest whole number not above `n`, held within what a double counts exactly.
pub(crate) fn floor(n: f64) -> i64 {
    whole(n.floor().clamp(-EXACT, EXACT)).unwrap_or(0)
}

/// A count as a spreadsheet number; counts stay far below what a double holds.
#[expect(clippy::cast_precision_loss, reason = "counts of rows, cells and days are far below 2^53")]
pub(crate) fn real(n: i64) -> f64 {
    n as f64
}

/// A JSON number as Google prints it: without a fraction when there is none.
pub(crate) fn json(n: f64) -> Value {
    whole(n).map_or_else(|| Number::from_f64(n).map_or(Value::Null, Value::Number), Value::from)
}

/// What is left of `n` in 32 bits, as the shortest decimal that names it.
#[expect(clippy::cast_possible_truncation, reason = "losing the precision is the purpose")]
pub(crate) fn single(n: f64) -> f64 {
    (n as f32).to_string().parse().unwrap_or(n)
}

/// An index or count from a client; below zero counts as zero, which the callers have refused before.
pub(crate) fn index(n: i64) -> usize {
    usize::try_from(n).unwrap_or(0)
}

/// A position in the grid as JSON has it.
pub(crate) fn int(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
