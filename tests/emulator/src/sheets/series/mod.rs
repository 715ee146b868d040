//! How a pattern of cells goes on when it is dragged: numbers, days, months, names, texts that are counted.

mod pattern;

use chrono::Months;

use super::cell::Entered;
use super::locale::Locale;
use super::serial;
use crate::num;
use pattern::{alike, understand};

/// A cell of the pattern: what was entered, and how a number in it is shown.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub(crate) entered: Entered,
    pub(crate) shown: ShownAs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ShownAs {
    Number,
    Date,
    Time,
}

/// A pattern, understood. Its places are counted from its first cell; what lies before is below zero.
#[derive(Debug)]
pub(crate) struct Series {
    length: i64,
    runs: Vec<Run>,
}

/// Neighbouring cells of one kind, which go on together.
#[derive(Debug)]
struct Run {
    start: i64,
    length: i64,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    /// The cells themselves, again and again.
    Again,
    Linear {
        first: f64,
        step: f64,
    },
    /// Whole months from a day on.
    Monthly {
        first: f64,
        months: i64,
    },
    /// A text with a number at its end.
    Counted {
        before: String,
        width: usize,
        first: i64,
        step: i64,
    },
    /// Names of days or months.
    Named {
        names: Vec<String>,
        first: i64,
        step: i64,
    },
}

impl Series {
    /// Understands a pattern. `alternate` is the other way of going on: a lone number counts, all else repeats.
    pub(crate) fn of(samples: &[Sample], alternate: bool, trend: bool, locale: &Locale) -> Self {
        let mut runs: Vec<Run> = Vec::new();
        let mut start = 0;
        while start < samples.len() {
            let same = |a: &Sample| alike(&samples[start], a, locale);
            let length = samples[start..].iter().take_while(|s| same(s)).count().max(1);
            let part = &samples[start..start + length];
            let lone = samples.len() == 1;
            let kind = understand(part, lone, alternate, trend, locale);
            runs.push(Run { start: num::int(start), length: num::int(length), kind });
            start += length;
        }
        Self { length: num::int(samples.len()), runs }
    }

    /// Which cell of the pattern a place repeats, and the value that stands there instead, if the pattern goes on.
    pub(crate) fn at(&self, place: i64) -> (usize, Option<Entered>) {
        let (cycle, offset) = (place.div_euclid(self.length), place.rem_euclid(self.length));
        let run = self.runs.iter().find(|run| (run.start..run.start + run.length).contains(&offset));
        let value = run.and_then(|run| run.kind.at(cycle * run.length + offset - run.start));
        (num::index(offset), value)
    }
}

impl Kind {
    fn at(&self, index: i64) -> Option<Entered> {
        match self {
            Self::Again => None,
            Self::Linear { first, step } => {
                // Decimals are counted on as they are written: 0.1, 0.2, 0.3.
                let n = first + step * num::real(index);
                Some(Entered::Number(format!("{n:.12}").parse().unwrap_or(n)))
            }
            Self::Monthly { first, months } => {
                let day = serial::moment(*first)?;
                let by = Months::new(u32::try_from((months * index).abs()).ok()?);
                let date = day.date();
                let moved = if months * index < 0 {
                    date.checked_sub_months(by)
                } else {
                    date.checked_add_months(by)
                };
                Some(Entered::Number(serial::from_date(moved?) + first.fract()))
            }
            Self::Counted { before, width, first, step } => {
                // A number too large to be counted on repeats.
                let n = step.checked_mul(index)?.checked_add(*first)?.checked_abs()?;
                Some(Entered::text(&format!("{before}{n:0width$}")))
            }
            Self::Named { names, first, step } => {
                let at = (first + step * index).rem_euclid(num::int(names.len()));
                names.get(num::index(at)).map(|name| Entered::text(name))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(entered: Entered, shown: ShownAs) -> Sample {
        Sample { entered, shown }
    }

    fn texts(samples: &[Sample], places: std::ops::Range<i64>, alternate: bool) -> Vec<String> {
        let locale = Locale::named("es_CO").unwrap();
        let series = Series::of(samples, alternate, true, &locale);
        let shown = |place: i64| {
            let (at, value) = series.at(place);
            match value.unwrap_or_else(|| samples[at].entered.clone()) {
                Entered::Number(n) => n.to_string(),
                Entered::Text(text) | Entered::Formula(text) => text.to_string(),
                _ => String::new(),
            }
        };
        places.map(shown).collect()
    }

    fn row(cells: &[&str]) -> Vec<Sample> {
        let one = |text: &&str| {
            let entered = text.parse().map_or_else(|_| Entered::text(text), Entered::Number);
            sample(entered, ShownAs::Number)
        };
        cells.iter().map(one).collect()
    }

    #[test]
    fn a_lone_number_repeats_and_two_go_on() {
        assert_eq!(texts(&row(&["5"]), 1..3, false), ["5", "5"]);
        assert_eq!(texts(&row(&["5"]), 1..3, true), ["6", "7"]);
        assert_eq!(texts(&row(&["1", "3"]), 2..4, false), ["5", "7"]);
        assert_eq!(texts(&row(&["1", "3"]), 2..4, true), ["1", "3"]);
        assert_eq!(texts(&row(&["1", "3"]), -2..0, false), ["-3", "-1"]);
        assert_eq!(texts(&row(&["0.1", "0.2"]), 2..4, false), ["0.3", "0.4"]);
        assert_eq!(texts(&row(&["1", "2", "6"]), 3..4, false), ["8"]);
    }

    #[test]
    fn texts_are_counted_on_by_the_number_at_their_end() {
        assert_eq!(texts(&row(&["Caso 9"]), 1..3, false), ["Caso 10", "Caso 11"]);
        assert_eq!(texts(&row(&["A001"]), 1..2, false), ["A002"]);
        assert_eq!(texts(&row(&["Caso 1", "Caso 3"]), 2..3, false), ["Caso 5"]);
        assert_eq!(texts(&row(&["Caso 9"]), 1..2, true), ["Caso 9"]);
        assert_eq!(texts(&row(&["agua"]), 1..2, false), ["agua"]);
    }

    #[test]
    fn days_and_months_go_round() {
        assert_eq!(texts(&row(&["Lunes"]), 1..3, false), ["Martes", "Miércoles"]);
        assert_eq!(texts(&row(&["DIC"]), 1..2, false), ["ENE"]);
        assert_eq!(texts(&row(&["enero", "marzo"]), 2..3, false), ["mayo"]);
        assert_eq!(texts(&row(&["Mon"]), -1..0, false), ["Sun"]);
    }

    #[test]
    fn dates_go_on_by_day_or_by_month() {
        let date = |serial: f64| sample(Entered::Number(serial), ShownAs::Date);
        assert_eq!(texts(&[date(46_349.0)], 1..3, false), ["46350", "46351"]);
        assert_eq!(texts(&[date(46_349.0)], 1..2, true), ["46349"]);
        // 2026-01-31 and 2026-03-31: the last of every second month.
        assert_eq!(texts(&[date(46_053.0), date(46_112.0)], 2..4, false), ["46173", "46234"]);
        let time = sample(Entered::Number(0.5), ShownAs::Time);
        assert_eq!(texts(&[time], 12..13, false), ["1"]);
    }

    #[test]
    fn a_mixed_pattern_goes_on_part_by_part() {
        assert_eq!(texts(&row(&["Total", "1"]), 2..6, false), ["Total", "2", "Total", "3"]);
        assert_eq!(texts(&row(&["Caso 1", "x", "10", "20"]), 4..8, false), ["Caso 2", "x", "30", "40"]);
    }
}
