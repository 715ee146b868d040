//! Colour scales: the fill of a cell by where its number lies among those of the range.

use serde_json::{Value, json};

use super::cell::{Entered, Outcome};
use super::formula::Evaluator;
use super::input::Typist;
use super::range::Block;
use super::sheet::Sheet;
use super::theme;
use crate::num;

/// A gradient rule with the numbers of its range already asked: two or three points, in rising order.
pub(crate) struct Gradient {
    points: Vec<(f64, [u8; 3])>,
}

impl Gradient {
    /// `None` when the range holds no number, or a point has no value.
    pub(crate) fn of(eval: &Evaluator<'_>, sheet: &Sheet, blocks: &[Block], rule: &Value) -> Option<Self> {
        let mut numbers = Vec::new();
        for block in blocks {
            for row in block.top..block.bottom.min(sheet.cells.len()) {
                for column in block.left..block.right.min(sheet.cells[row].len()) {
                    if let Outcome::Number(n) = eval.outcome(sheet, row, column).0 {
                        numbers.push(n);
                    }
                }
            }
        }
        numbers.sort_by(f64::total_cmp);
        let mut points = Vec::new();
        for (name, standard) in [("minpoint", "MIN"), ("midpoint", "PERCENT"), ("maxpoint", "MAX")] {
            let point = &rule[name];
            if point.is_object() {
                let at = place(eval, sheet, &numbers, point, standard)?;
                let style = theme::given(point, "color").unwrap_or_else(|| json!({}));
                points.push((at, theme::bytes(&theme::rgb(&style))));
            }
        }
        (points.len() > 1).then_some(Self { points })
    }

    /// The `Color` of a cell; one without a number has none.
    pub(crate) fn color(
        &self,
        eval: &Evaluator<'_>,
        sheet: &Sheet,
        row: usize,
        column: usize,
    ) -> Option<Value> {
        let Outcome::Number(n) = eval.outcome(sheet, row, column).0 else { return None };
        Some(theme::color(self.at(n)))
    }

    fn at(&self, n: f64) -> [u8; 3] {
        let first = self.points.first().map_or([0; 3], |p| p.1);
        let mut below = (f64::NEG_INFINITY, first);
        for &(place, color) in &self.points {
            if n < place {
                if below.0.is_infinite() {
                    return color;
                }
                let part = (n - below.0) / (place - below.0);
                let mut mixed = [0; 3];
                for (channel, (from, to)) in mixed.iter_mut().zip(below.1.into_iter().zip(color)) {
                    let value = f64::from(from) + (f64::from(to) - f64::from(from)) * part;
                    *channel = u8::try_from(num::floor(value.round())).unwrap_or(0);
                }
                return mixed;
            }
            below = (place, color);
        }
        below.1
    }
}

/// The number at which a point of the scale lies.
fn place(eval: &Evaluator<'_>, sheet: &Sheet, numbers: &[f64], point: &Value, standard: &str) -> Option<f64> {
    let (least, most) = (*numbers.first()?, *numbers.last()?);
    let value = || number(eval, sheet, point["value"].as_str().unwrap_or(""));
    Some(match point["type"].as_str().unwrap_or(standard) {
        "MIN" => least,
        "MAX" => most,
        "PERCENT" => least + (most - least) * value()? / 100.0,
        "PERCENTILE" => percentile(numbers, value()?),
        _ => value()?,
    })
}

fn number(eval: &Evaluator<'_>, sheet: &Sheet, text: &str) -> Option<f64> {
    if text.starts_with('=') {
        return match eval.evaluate(text, sheet.id) {
            Outcome::Number(n) => Some(n),
            _ => None,
        };
    }
    let typist = Typist { locale: eval.book.locale(), today: eval.now, minus_is_formula: false };
    match typist.read(text).entered {
        Entered::Number(n) => Some(n),
        _ => None,
    }
}

/// The number below which that many in a hundred lie, between two neighbours if need be.
fn percentile(sorted: &[f64], percent: f64) -> f64 {
    let last = num::real(num::int(sorted.len())) - 1.0;
    let at = (percent / 100.0).clamp(0.0, 1.0) * last;
    let below = num::index(num::floor(at));
    let (low, high) = (sorted[below], sorted[(below + 1).min(sorted.len() - 1)]);
    low + (high - low) * at.fract()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_mixes_the_colours_of_its_points() {
        let scale = Gradient { points: vec![(0.0, [255, 255, 255]), (10.0, [255, 0, 0])] };
        assert_eq!(scale.at(-3.0), [255, 255, 255]);
        assert_eq!(scale.at(4.0), [255, 153, 153]);
        assert_eq!(scale.at(99.0), [255, 0, 0]);
        let three = Gradient { points: vec![(0.0, [0, 0, 0]), (5.0, [100, 0, 0]), (10.0, [0, 0, 0])] };
        assert_eq!((three.at(5.0), three.at(7.5)), ([100, 0, 0], [50, 0, 0]));
        assert!((percentile(&[1.0, 2.0, 4.0, 8.0], 50.0) - 3.0).abs() < f64::EPSILON);
    }
}
