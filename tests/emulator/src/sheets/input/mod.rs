//! Reads a text as the sheet's window would when a person types it.

mod clock;

use chrono::NaiveDate;

use clock::time;

use super::cell::Entered;
use super::locale::{DateOrder, Locale};
use super::serial;

/// What typing a text makes of a cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Typed {
    pub(crate) entered: Entered,
    /// The kind and pattern that the text brings along, such as that of a date.
    pub(crate) format: Option<(&'static str, String)>,
}

impl Typed {
    fn plain(entered: Entered) -> Self {
        Self { entered, format: None }
    }
}

/// What a person typing needs to know of the sheet and the day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Typist {
    pub(crate) locale: Locale,
    /// The serial of the day, for dates typed without a year.
    pub(crate) today: f64,
    pub(crate) minus_is_formula: bool,
}

impl Typist {
    pub(crate) fn read(&self, text: &str) -> Typed {
        if let Some(rest) = text.strip_prefix('\'') {
            return Typed::plain(Entered::text(rest));
        }
        if text.starts_with('=') && text.len() > 1 {
            return Typed::plain(Entered::Formula(text.into()));
        }
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Typed::plain(Entered::text(text));
        }
        let found = self.boolean(trimmed).or_else(|| self.number(trimmed)).or_else(|| self.moment(trimmed));
        if let Some(typed) = found {
            return typed;
        }
        let signed = trimmed.starts_with('+') || (self.minus_is_formula && trimmed.starts_with('-'));
        if signed && trimmed.len() > 1 {
            return Typed::plain(Entered::Formula(format!("={trimmed}").into()));
        }
        Typed::plain(Entered::text(text))
    }

    fn boolean(&self, text: &str) -> Option<Typed> {
        self.locale.truth(text).map(|value| Typed::plain(Entered::Bool(value)))
    }

    /// The number that a text reads as, a date or a price included.
    pub(crate) fn value(&self, text: &str) -> Option<f64> {
        let text = text.trim();
        match self.number(text).or_else(|| self.moment(text))?.entered {
            Entered::Number(n) => Some(n),
            _ => None,
        }
    }

    /// Whether a text reads as a date or a time.
    pub(crate) fn is_moment(&self, text: &str) -> bool {
        self.moment(text.trim()).is_some()
    }

    fn number(&self, text: &str) -> Option<Typed> {
        let (mut rest, mut negative, mut currency, mut percent) = (text, false, false, false);
        if let Some(inner) = rest.strip_prefix('(').and_then(|r| r.strip_suffix(')')) {
            // Accountants write a debt in brackets.
            (rest, negative) = (inner.trim(), true);
        } else if let Some(inner) = rest.strip_prefix('+') {
            rest = inner.trim_start();
        }
        // Sign, currency and percent stand once each, on either side, in any order.
        loop {
            let minus = rest.strip_prefix(['-', '\u{2212}']).filter(|_| !negative);
            let sign = rest
                .strip_prefix(self.locale.currency)
                .or_else(|| rest.strip_suffix(self.locale.currency))
                .filter(|_| !currency);
            let hundredth = rest.strip_suffix('%').or_else(|| rest.strip_prefix('%')).filter(|_| !percent);
            if let Some(inner) = minus {
                (rest, negative) = (inner.trim(), true);
            } else if let Some(inner) = sign {
                (rest, currency) = (inner.trim(), true);
            } else if let Some(inner) = hundredth {
                (rest, percent) = (inner.trim(), true);
            } else {
                break;
            }
        }
        if currency && percent {
            return None;
        }
        let parsed = self.digits(rest).or_else(|| if currency || percent { None } else { fraction(rest) })?;
        let value = if negative { -parsed.value } else { parsed.value };
        let value = if percent { value / 100.0 } else { value };
        let digits = if parsed.decimals > 0 { "#,##0.00" } else { "#,##0" };
        let format = if parsed.parts {
            Some(("NUMBER", "# ?/?".to_owned()))
        } else if percent {
            Some(("PERCENT", if parsed.decimals > 0 { "0.00%" } else { "0%" }.to_owned()))
        } else if currency {
            Some(("CURRENCY", self.locale.priced(digits)))
        } else if parsed.scientific {
            Some(("SCIENTIFIC", "0.00E+00".to_owned()))
        } else if parsed.grouped {
            Some(("NUMBER", digits.to_owned()))
        } else {
            None
        };
        Some(Typed { entered: Entered::Number(value), format })
    }

    fn digits(&self, text: &str) -> Option<Digits> {
        if !text.starts_with(|c: char| c.is_ascii_digit() || c == self.locale.decimal) {
            return None;
        }
        let (mantissa, exponent) = match text.find(['e', 'E']) {
            Some(at) => (&text[..at], Some(text[at + 1..].parse::<i32>().ok()?)),
            None => (text, None),
        };
        let (whole, fraction) = match mantissa.split_once(self.locale.decimal) {
            Some((whole, fraction)) => (whole, fraction),
            None => (mantissa, ""),
        };
        // Where groups are parted by a blank, any of the blanks is typed.
        let blank = self.locale.group.is_whitespace();
        let parts = |c: char| c == self.locale.group || (blank && matches!(c, ' ' | '\u{a0}' | '\u{202f}'));
        let groups: Vec<&str> = whole.split(parts).collect();
        let grouped = groups.len() > 1;
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if !groups.iter().all(|g| all_digits(g)) || !all_digits(fraction) {
            return None;
        }
        let well_grouped = (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|g| g.len() == 3);
        if (grouped && !well_grouped) || (whole.is_empty() && fraction.is_empty()) {
            return None;
        }
        let plain = format!(
            "{}.{}e{}",
            groups.concat(),
            if fraction.is_empty() { "0" } else { fraction },
            exponent.unwrap_or(0)
        );
        let plain = if plain.starts_with('.') { format!("0{plain}") } else { plain };
        let value: f64 = plain.parse().ok().filter(|v: &f64| v.is_finite())?;
        let scientific = exponent.is_some();
        Some(Digits { value, decimals: fraction.len(), grouped, scientific, parts: false })
    }

    fn moment(&self, text: &str) -> Option<Typed> {
        if let Some((serial, pattern)) = self.date(text) {
            return Some(typed(serial, "DATE", pattern));
        }
        if let Some((part, pattern)) = time(text) {
            return Some(typed(part, "TIME", pattern));
        }
        // A date, then a time: the split is at the first space or T after which a time can be read.
        text.char_indices().filter(|&(_, c)| c == ' ' || c == 'T').find_map(|(at, _)| {
            let (serial, date_pattern) = self.date(text[..at].trim_end().trim_end_matches(','))?;
            let (part, time_pattern) = time(text[at + 1..].trim_start())?;
            Some(typed(serial + part, "DATE_TIME", format!("{date_pattern} {time_pattern}")))
        })
    }

    fn date(&self, text: &str) -> Option<(f64, String)> {
        let separator = text.chars().find(|c| !c.is_alphanumeric())?;
        if !matches!(separator, '/' | '-' | '.' | ' ') {
            return None;
        }
        let words: Vec<&str> = text
            .split(separator)
            .filter(|w| !w.is_empty())
            .filter(|w| !w.eq_ignore_ascii_case("de"))
            .collect();
        if !(2..=3).contains(&words.len()) || words.iter().any(|w| w.len() > 12) {
            return None;
        }
        let named = words.iter().position(|w| w.starts_with(char::is_alphabetic));
        // A number with a point is a number or nothing; "3 4" is two of them.
        if named.is_none() && (separator == ' ' || (separator == '.' && words.len() < 3)) {
            return None;
        }
        let year_first = words[0].len() == 4;
        let order = match (named, year_first) {
            (_, true) => DateOrder::YearMonthDay,
            (Some(0), false) => DateOrder::MonthDayYear,
            (Some(1), false) => DateOrder::DayMonthYear,
            (Some(_), false) => return None,
            (None, false) if self.locale.order == DateOrder::YearMonthDay && words.len() == 2 => {
                DateOrder::MonthDayYear
            }
            (None, false) => self.locale.order,
        };
        let (day, month, year) = match (order, words.len()) {
            (DateOrder::DayMonthYear, 3) => (0, 1, Some(2)),
            (DateOrder::DayMonthYear, _) => (0, 1, None),
            (DateOrder::MonthDayYear, 3) => (1, 0, Some(2)),
            (DateOrder::MonthDayYear, _) => (1, 0, None),
            (DateOrder::YearMonthDay, 3) => (2, 1, Some(0)),
            (DateOrder::YearMonthDay, _) => return None,
        };
        let number = |at: usize| words[at].trim_end_matches(',').parse::<u32>().ok();
        let month_number =
            if named == Some(month) { self.locale.month(words[month])? } else { number(month)? };
        let year_number = match year {
            None => serial::year(self.today),
            Some(at) => match (words[at].len(), i32::try_from(number(at)?).ok()?) {
                (1 | 2, short) => short + if short < 30 { 2000 } else { 1900 },
                (4, long) => long,
                _ => return None,
            },
        };
        let date = NaiveDate::from_ymd_opt(year_number, month_number, number(day)?)?;
        let mut parts = vec![""; words.len()];
        parts[day] = if words[day].len() == 2 { "dd" } else { "d" };
        parts[month] = if named != Some(month) {
            if words[month].len() == 2 { "mm" } else { "m" }
        } else if words[month].chars().count() > 4 && !words[month].ends_with('.') {
            "mmmm"
        } else {
            "mmm"
        };
        if let Some(at) = year {
            parts[at] = if words[at].len() == 4 { "yyyy" } else { "yy" };
        }
        Some((serial::from_date(date), parts.join(&separator.to_string())))
    }
}

struct Digits {
    value: f64,
    decimals: usize,
    grouped: bool,
    scientific: bool,
    /// Typed as a whole and a fraction.
    parts: bool,
}

/// Reads `1 1/2`; without a whole before it, `1/2` is a date.
fn fraction(text: &str) -> Option<Digits> {
    let (whole, rest) = text.split_once(' ')?;
    let (above, below) = rest.trim().split_once('/')?;
    let number = |digits: &str| {
        let plain = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if plain { digits.parse::<f64>().ok() } else { None }
    };
    let (whole, above, below) = (number(whole)?, number(above)?, number(below)?);
    let value = whole + above / below;
    value.is_finite().then_some(Digits { value, decimals: 0, grouped: false, scientific: false, parts: true })
}

fn typed(serial: f64, kind: &'static str, pattern: String) -> Typed {
    Typed { entered: Entered::Number(serial), format: Some((kind, pattern)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typist(locale: &str) -> Typist {
        let today = serial::from_date(NaiveDate::from_ymd_opt(2026, 11, 23).unwrap());
        Typist { locale: Locale::named(locale).unwrap(), today, minus_is_formula: false }
    }

    fn number(locale: &str, text: &str) -> Option<(f64, Option<String>)> {
        let typed = typist(locale).read(text);
        match typed.entered {
            Entered::Number(n) => Some((n, typed.format.map(|(_, pattern)| pattern))),
            _ => None,
        }
    }

    #[test]
    fn dates_follow_the_locale() {
        let third = serial::from_date(NaiveDate::from_ymd_opt(2026, 11, 3).unwrap());
        let march = serial::from_date(NaiveDate::from_ymd_opt(2026, 3, 11).unwrap());
        let some = |serial: f64, pattern: &str| Some((serial, Some(pattern.to_owned())));
        assert_eq!(number("es_CO", "3/11/2026"), some(third, "d/mm/yyyy"));
        assert_eq!(number("en_US", "3/11/2026"), some(march, "m/dd/yyyy"));
        assert_eq!(number("es_CO", "03-11-26"), some(third, "dd-mm-yy"));
        assert_eq!(number("es_CO", "2026-11-03"), some(third, "yyyy-mm-dd"));
        assert_eq!(number("es_CO", "3/11"), some(third, "d/mm"));
        assert_eq!(number("es_CO", "3 nov 2026"), some(third, "d mmm yyyy"));
        assert_eq!(number("es_CO", "3/11/2026 14:30"), some(third + 14.5 / 24.0, "d/mm/yyyy hh:mm"));
        assert_eq!(number("es_CO", "31/02/2026"), None);
        assert_eq!(number("es_CO", "13.45.1"), None);
    }

    #[test]
    fn numbers_follow_the_locale() {
        assert_eq!(number("es_CO", "1.234,5"), Some((1234.5, Some("#,##0.00".to_owned()))));
        assert_eq!(number("en_US", "1.234"), Some((1.234, None)));
        assert_eq!(number("es_CO", "00123"), Some((123.0, None)));
        assert_eq!(number("es_CO", "12%"), Some((0.12, Some("0%".to_owned()))));
        assert_eq!(number("es_CO", "$ 1.500"), Some((1500.0, Some("\"$\"#,##0".to_owned()))));
        assert_eq!(number("es_CO", "3_1_0"), None);
        assert_eq!(number("es_CO", "12.34"), None);
    }

    #[test]
    fn prices_debts_and_fractions() {
        let some = |n: f64, pattern: &str| Some((n, Some(pattern.to_owned())));
        assert_eq!(number("de_DE", "1.234,50 €"), some(1234.5, "#,##0.00 \"€\""));
        assert_eq!(number("fr_FR", "1 234,5"), some(1234.5, "#,##0.00"));
        assert_eq!(number("pt_BR", "R$ 10"), some(10.0, "\"R$\"#,##0"));
        assert_eq!(number("en_US", "-$5"), some(-5.0, "\"$\"#,##0"));
        assert_eq!(number("en_US", "($5.10)"), some(-5.1, "\"$\"#,##0.00"));
        assert_eq!(number("en_US", "1 1/2"), some(1.5, "# ?/?"));
        assert_eq!(number("en_US", "$5%"), None);
        assert_eq!(number("de_DE", "3. März 2026"), None);
        assert_eq!(number("fr_FR", "3 févr. 2026"), some(46_056.0, "d mmm yyyy"));
    }

    #[test]
    fn clocks_and_durations() {
        let some = |n: f64, pattern: &str| Some((n, Some(pattern.to_owned())));
        assert_eq!(number("es_CO", "14:30"), some(14.5 / 24.0, "hh:mm"));
        assert_eq!(number("es_CO", "2:30 p. m."), some(14.5 / 24.0, "h:mm am/pm"));
        assert_eq!(number("en_US", "36:00:00"), some(1.5, "[h]:mm:ss"));
        assert_eq!(number("en_US", "0:00:01.5"), some(1.5 / 86_400.0, "h:mm:ss.0"));
        assert_eq!(number("en_US", "10:75"), None);
    }

    #[test]
    fn signs_quotes_and_words() {
        let es = typist("es_CO");
        assert_eq!(es.read("'=1+1").entered, Entered::Text("=1+1".into()));
        assert_eq!(es.read("=TAPA FALTANTE").entered, Entered::Formula("=TAPA FALTANTE".into()));
        assert_eq!(es.read("+57 300 123").entered, Entered::Formula("=+57 300 123".into()));
        assert_eq!(es.read("@usuario").entered, Entered::Text("@usuario".into()));
        assert_eq!(es.read("verdadero").entered, Entered::Bool(true));
        assert_eq!(es.read("").entered, Entered::Blank);
    }

    #[test]
    fn a_leading_minus_is_a_formula_only_by_switch() {
        let mut es = typist("es_CO");
        assert_eq!(es.read("- sin agua").entered, Entered::Text("- sin agua".into()));
        es.minus_is_formula = true;
        assert_eq!(es.read("- sin agua").entered, Entered::Formula("=- sin agua".into()));
        assert_eq!(es.read("-5").entered, Entered::Number(-5.0));
    }
}
