//! Shows values by their pattern: `#,##0.00`, `0%`, `# ?/?`, `d/mm/yyyy hh:mm`, `[h]:mm`, `[>100]"many";0;"none"`.

mod fraction;
mod moment;
mod number;
mod pattern;

use pattern::{Section, Token, sections};

use super::locale::Locale;
use crate::num;

/// A number without a pattern.
pub(crate) fn plain(n: f64, locale: &Locale) -> String {
    let magnitude = n.abs();
    if magnitude >= 1e15 || (magnitude > 0.0 && magnitude < 1e-9) {
        return number::short_scientific(n, locale);
    }
    let text = if let Some(whole) = num::whole(n) {
        whole.to_string()
    } else {
        // What the window shows of a fraction: ten digits in all, as many as fit behind the point.
        let before = format!("{magnitude:.0}").len();
        let text = format!("{n:.*}", 11usize.saturating_sub(before).clamp(1, 10));
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    text.replace('.', &locale.decimal.to_string())
}

/// Whether a pattern shows a date or a time.
pub(crate) fn is_moment(pattern: &str) -> bool {
    sections(pattern).first().is_some_and(Section::is_moment)
}

/// A number shown by a pattern.
pub(crate) fn by_pattern(n: f64, pattern: &str, locale: &Locale) -> String {
    let sections = sections(pattern);
    let Some((section, shown)) = chosen(&sections, n) else { return plain(n, locale) };
    if section.is_moment() {
        return moment::shown(shown, &section.tokens, locale).unwrap_or_else(|| plain(n, locale));
    }
    if !section.tokens.iter().any(|t| matches!(t, Token::Digit(_))) {
        return without_digits(shown, section, locale);
    }
    if let Some(shown) = fraction::shown(shown, &section.tokens) {
        return shown;
    }
    number::shown(shown, &section.tokens, locale)
}

/// The section for a number, and the number as that section shows it: one for negative numbers says so itself.
fn chosen(sections: &[Section], n: f64) -> Option<(&Section, f64)> {
    let numeric = &sections[..sections.len().min(3)];
    if numeric.iter().any(|section| section.condition.is_some()) {
        let met = numeric.iter().find(|section| section.condition.is_none_or(|condition| condition.holds(n)));
        let section = met.or(numeric.last())?;
        let negative = section.condition.is_some_and(pattern::Condition::only_below_zero);
        return Some((section, if negative { n.abs() } else { n }));
    }
    Some(match numeric {
        [_, negative, ..] if n < 0.0 => (negative, n.abs()),
        [_, _, zero] if n == 0.0 => (zero, 0.0),
        [first, ..] => (first, n),
        [] => return None,
    })
}

/// A section of words only, of the number as it is, or of nothing.
fn without_digits(n: f64, section: &Section, locale: &Locale) -> String {
    let percents = section.tokens.iter().filter(|t| **t == Token::Percent).count();
    let sign = |token: &Token| matches!(token, Token::Text | Token::General);
    let shown = section.tokens.iter().map(|token| match token {
        Token::Literal(literal) => literal.clone(),
        token if sign(token) => plain((0..percents).fold(n, |n, _| n * 100.0), locale),
        Token::Percent => "%".to_owned(),
        Token::Blank => " ".to_owned(),
        _ => String::new(),
    });
    let shown: String = shown.collect();
    if n < 0.0 && !shown.is_empty() && !section.tokens.iter().any(sign) { format!("-{shown}") } else { shown }
}

/// A text shown by a pattern: the fourth section, or the text itself.
pub(crate) fn text_by_pattern(text: &str, pattern: &str) -> String {
    let sections = sections(pattern);
    let has_text = |section: &&Section| section.tokens.contains(&Token::Text);
    let Some(section) = sections.get(3).or_else(|| sections.iter().find(has_text)) else {
        return text.to_owned();
    };
    let shown = section.tokens.iter().map(|token| match token {
        Token::Text => text.to_owned(),
        Token::Literal(literal) => literal.clone(),
        Token::Blank => " ".to_owned(),
        _ => String::new(),
    });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(locale: &str, cases: &[(f64, &str, &str)]) {
        let locale = Locale::named(locale).unwrap();
        for (n, pattern, shown) in cases {
            assert_eq!(by_pattern(*n, pattern, &locale), *shown, "{n} by {pattern}");
        }
    }

    #[test]
    fn patterns_show_numbers_and_dates() {
        check(
            "es_CO",
            &[
                (1234.5, "#,##0.00", "1.234,50"),
                (0.125, "0.0%", "12,5%"),
                (-3.0, "0;(0)", "(3)"),
                (43_831.0, "yyyy-mm-dd", "2020-01-01"),
                (43_831.604_166_67, "d/mm/yyyy hh:mm", "1/01/2020 14:30"),
                (43_831.0, "d \"de\" mmmm", "1 de enero"),
                (43_831.0, "ddd d mmm yy", "mié 1 ene 20"),
                (1500.0, "\"$\"#,##0", "$1.500"),
                (12_345.0, "0.00E+00", "1,23E+04"),
                (7.0, "000", "007"),
            ],
        );
        let us = Locale::named("en_US").unwrap();
        assert_eq!(by_pattern(0.604_166_67, "h:mm am/pm", &us), "2:30 PM");
        assert!(is_moment("d/m/yyyy") && !is_moment("0.00") && !is_moment("0.00E+00"));
    }

    #[test]
    fn digits_stand_where_the_pattern_has_them() {
        check(
            "en_US",
            &[
                (3_001_234_567.0, "(000) 000-0000", "(300) 123-4567"),
                (5.0, "0.##", "5."),
                (5.25, "#.##", "5.25"),
                (0.5, "#.0", ".5"),
                (1_234_567.0, "#,##0,", "1,235"),
                (1_234_567.0, "0.0,,\"M\"", "1.2M"),
                (5.0, "??0", "  5"),
                (-1234.5, "#,##0.00", "-1,234.50"),
                (-0.001, "0.00", "0.00"),
                (12.0, "0000", "0012"),
                (1_234_567.0, "0,000", "1,234,567"),
                (1234.5, "_(\"$\"* #,##0.00_)", " $1,234.50 "),
                (5.0, "[Red]0", "5"),
                (5.0, "[$€-2] 0", "€ 5"),
                (12_345.0, "##0.0E+0", "12.3E+3"),
                (0.000_12, "0.0E-0", "1.2E-4"),
                (5.0, "General", "5"),
                (0.5, "0%%", "5000%%"),
            ],
        );
    }

    #[test]
    fn sections_are_chosen_by_sign_or_by_condition() {
        check(
            "en_US",
            &[
                (5.0, "0;-0;\"none\"", "5"),
                (0.0, "0;-0;\"none\"", "none"),
                (-5.0, "0;\"minus\" 0;\"none\"", "minus 5"),
                (150.0, "[>100]\"many\";0", "many"),
                (50.0, "[>100]\"many\";0", "50"),
                (-4.0, "[<0](0);0", "(4)"),
                (7.0, "[=7]\"seven\";[=8]\"eight\";0", "seven"),
                (9.0, "[=7]\"seven\";[=8]\"eight\";0", "9"),
                (5.0, ";;", ""),
            ],
        );
        assert_eq!(text_by_pattern("x", "0;0;0;\"<\"@\">\""), "<x>");
        assert_eq!(text_by_pattern("x", "0.00"), "x");
    }

    #[test]
    fn fractions_are_the_nearest() {
        check(
            "en_US",
            &[
                (1.5, "# ?/?", "1 1/2"),
                (0.333, "# ?/?", "1/3"),
                (3.15, "# ??/??", "3 3/20"),
                (0.375, "# ?/8", "3/8"),
                (1.25, "?/?", "5/4"),
                (-1.5, "# ?/?", "-1 1/2"),
                (2.0, "# ?/?", "2"),
            ],
        );
    }

    #[test]
    fn time_that_has_passed_is_not_cut_at_a_day() {
        check(
            "en_US",
            &[
                (1.5, "[h]:mm:ss", "36:00:00"),
                (0.5, "[mm]", "720"),
                (1.0 / 86_400.0 * 90.0, "[ss]", "90"),
                (-0.0625, "[h]:mm", "-1:30"),
                (1.5 / 86_400.0, "h:mm:ss.0", "0:00:01.5"),
                (1.5 / 86_400.0, "mm:ss.000", "00:01.500"),
                (43_831.0, "mmmmm", "J"),
                (43_831.0, "dddd, mmmm d, yyyy", "Wednesday, January 1, 2020"),
                (0.25, "h a/p", "6 A"),
            ],
        );
        check("fr_FR", &[(43_831.0, "ddd d mmm", "mer. 1 janv."), (1234.5, "#,##0.00", "1\u{202f}234,50")]);
    }

    #[test]
    fn numbers_without_a_pattern_are_short() {
        let us = Locale::named("en_US").unwrap();
        for (n, shown) in [
            (2.0, "2"),
            (1.5, "1.5"),
            (1.0 / 3.0, "0.3333333333"),
            (0.1 + 0.2, "0.3"),
            (1e20, "1E+20"),
            (-0.12, "-0.12"),
        ] {
            assert_eq!(plain(n, &us), shown);
        }
    }
}
