//! What a spreadsheet's locale decides: separators, the order of dates, words, the currency sign.

mod words;

use words::{
    CATALAN, DANISH, DUTCH, ENGLISH, FINNISH, FRENCH, GERMAN, ITALIAN, NORWEGIAN, POLISH, PORTUGUESE,
    SPANISH, SWEDISH, TURKISH, Words,
};

/// The order in which a date is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateOrder {
    DayMonthYear,
    MonthDayYear,
    YearMonthDay,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Locale {
    pub(crate) name: &'static str,
    pub(crate) decimal: char,
    pub(crate) group: char,
    pub(crate) order: DateOrder,
    pub(crate) currency: &'static str,
    /// The sign of the currency stands behind the number.
    pub(crate) currency_behind: bool,
    pub(crate) yes: &'static str,
    pub(crate) no: &'static str,
    pub(crate) date_pattern: &'static str,
    pub(crate) months: &'static [&'static str; 12],
    pub(crate) short_months: &'static [&'static str; 12],
    pub(crate) days: &'static [&'static str; 7],
    pub(crate) short_days: &'static [&'static str; 7],
}

/// A row of the table below.
type Row = (&'static str, &'static Words, char, char, DateOrder, &'static str, &'static str, bool);

const DMY: DateOrder = DateOrder::DayMonthYear;
const MDY: DateOrder = DateOrder::MonthDayYear;
const YMD: DateOrder = DateOrder::YearMonthDay;
/// The blanks that part groups of digits in French, and in most languages that use one.
const NARROW: char = '\u{202f}';
const BLANK: char = '\u{a0}';

/// The locales that are told apart, by name, language, decimal sign, group sign, order and pattern of dates, and
/// currency, which stands behind the number where it says so. One that is not here is refused, as Google refuses one that it does not know.
#[rustfmt::skip]
static LOCALES: &[Row] = &[
    ("en_US", &ENGLISH, '.', ',', MDY, "m/d/yyyy", "$", false),
    ("en", &ENGLISH, '.', ',', MDY, "m/d/yyyy", "$", false),
    ("en_GB", &ENGLISH, '.', ',', DMY, "dd/mm/yyyy", "£", false),
    ("en_AU", &ENGLISH, '.', ',', DMY, "dd/mm/yyyy", "$", false),
    ("en_CA", &ENGLISH, '.', ',', YMD, "yyyy-mm-dd", "$", false),
    ("en_IE", &ENGLISH, '.', ',', DMY, "dd/mm/yyyy", "€", false),
    ("en_IN", &ENGLISH, '.', ',', DMY, "dd/mm/yyyy", "₹", false),
    ("en_NZ", &ENGLISH, '.', ',', DMY, "d/mm/yyyy", "$", false),
    ("en_ZA", &ENGLISH, '.', ',', YMD, "yyyy/mm/dd", "R", false),
    ("es_CO", &SPANISH, ',', '.', DMY, "d/mm/yyyy", "$", false),
    ("es", &SPANISH, ',', '.', DMY, "d/m/yyyy", "€", false),
    ("es_ES", &SPANISH, ',', '.', DMY, "d/m/yyyy", "€", false),
    ("es_AR", &SPANISH, ',', '.', DMY, "d/m/yyyy", "$", false),
    ("es_BO", &SPANISH, ',', '.', DMY, "d/m/yyyy", "Bs", false),
    ("es_CL", &SPANISH, ',', '.', DMY, "dd-mm-yyyy", "$", false),
    ("es_CR", &SPANISH, ',', BLANK, DMY, "d/m/yyyy", "₡", false),
    ("es_DO", &SPANISH, '.', ',', DMY, "d/m/yyyy", "RD$", false),
    ("es_EC", &SPANISH, ',', '.', DMY, "d/m/yyyy", "$", false),
    ("es_GT", &SPANISH, '.', ',', DMY, "d/mm/yyyy", "Q", false),
    ("es_MX", &SPANISH, '.', ',', DMY, "d/m/yyyy", "$", false),
    ("es_PA", &SPANISH, '.', ',', MDY, "mm/dd/yyyy", "B/.", false),
    ("es_PE", &SPANISH, '.', ',', DMY, "d/mm/yyyy", "S/", false),
    ("es_PY", &SPANISH, ',', '.', DMY, "d/m/yyyy", "Gs.", false),
    ("es_UY", &SPANISH, ',', '.', DMY, "d/m/yyyy", "$", false),
    ("es_VE", &SPANISH, ',', '.', DMY, "d/m/yyyy", "Bs.", false),
    ("ca_ES", &CATALAN, ',', '.', DMY, "d/m/yyyy", "€", true),
    ("pt_BR", &PORTUGUESE, ',', '.', DMY, "dd/mm/yyyy", "R$", false),
    ("pt_PT", &PORTUGUESE, ',', BLANK, DMY, "dd/mm/yyyy", "€", true),
    ("fr_FR", &FRENCH, ',', NARROW, DMY, "dd/mm/yyyy", "€", true),
    ("fr_CA", &FRENCH, ',', BLANK, YMD, "yyyy-mm-dd", "$", true),
    ("de_DE", &GERMAN, ',', '.', DMY, "dd.mm.yyyy", "€", true),
    ("de_AT", &GERMAN, ',', BLANK, DMY, "dd.mm.yyyy", "€", false),
    ("de_CH", &GERMAN, '.', '’', DMY, "dd.mm.yyyy", "CHF", false),
    ("it_IT", &ITALIAN, ',', '.', DMY, "dd/mm/yyyy", "€", true),
    ("nl_NL", &DUTCH, ',', '.', DMY, "d-m-yyyy", "€", false),
    ("sv_SE", &SWEDISH, ',', BLANK, YMD, "yyyy-mm-dd", "kr", true),
    ("da_DK", &DANISH, ',', '.', DMY, "dd.mm.yyyy", "kr.", true),
    ("no_NO", &NORWEGIAN, ',', BLANK, DMY, "dd.mm.yyyy", "kr", true),
    ("fi_FI", &FINNISH, ',', BLANK, DMY, "d.m.yyyy", "€", true),
    ("pl_PL", &POLISH, ',', BLANK, DMY, "dd.mm.yyyy", "zł", true),
    ("tr_TR", &TURKISH, ',', '.', DMY, "dd.mm.yyyy", "₺", false),
];

impl Locale {
    /// The locale of a new spreadsheet.
    pub(crate) fn english() -> Self {
        Self::of(&LOCALES[0])
    }

    /// The locale of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        LOCALES.iter().find(|row| row.0 == name).map(Self::of)
    }

    fn of(&(name, words, decimal, group, order, date_pattern, currency, currency_behind): &Row) -> Self {
        Self {
            name,
            decimal,
            group,
            order,
            currency,
            currency_behind,
            yes: words.yes,
            no: words.no,
            date_pattern,
            months: &words.months,
            short_months: &words.short_months,
            days: &words.days,
            short_days: &words.short_days,
        }
    }

    pub(crate) fn boolean(&self, value: bool) -> &'static str {
        if value { self.yes } else { self.no }
    }

    /// The truth value that a word names, in the locale's language or in English.
    pub(crate) fn truth(&self, word: &str) -> Option<bool> {
        let upper = word.to_uppercase();
        if upper == self.yes || upper == ENGLISH.yes {
            Some(true)
        } else {
            (upper == self.no || upper == ENGLISH.no).then_some(false)
        }
    }

    /// A number pattern with the sign of the currency where it belongs.
    pub(crate) fn priced(&self, digits: &str) -> String {
        if self.currency_behind {
            format!("{digits} \"{}\"", self.currency)
        } else {
            format!("\"{}\"{digits}", self.currency)
        }
    }

    /// The month that a word names, by its name, by how that is shortened, or by its first three letters.
    pub(crate) fn month(&self, word: &str) -> Option<u32> {
        let word = word.trim_end_matches('.').to_lowercase();
        let known = [(self.months, self.short_months), (&ENGLISH.months, &ENGLISH.short_months)];
        let found = known.into_iter().find_map(|(long, short)| {
            (0..12).find(|&at| {
                let name = long[at].to_lowercase();
                name == word
                    || short[at].trim_end_matches('.').to_lowercase() == word
                    || (word.chars().count() == 3 && name.starts_with(&word))
            })
        })?;
        u32::try_from(found + 1).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colombian_dates_begin_with_the_day() {
        let co = Locale::named("es_CO").unwrap();
        assert_eq!((co.order, co.decimal), (DateOrder::DayMonthYear, ','));
        assert_eq!((co.month("nov"), co.month("sep"), co.month("sept.")), (Some(11), Some(9), Some(9)));
        assert_eq!(co.month("Enero"), Some(1));
        assert!(Locale::named("xx_XX").is_none());
    }

    #[test]
    fn each_locale_is_listed_once_and_its_pattern_keeps_its_order() {
        for (at, row) in LOCALES.iter().enumerate() {
            assert!(LOCALES[..at].iter().all(|other| other.0 != row.0), "{}", row.0);
            let first = row.5.chars().next();
            let wanted = match row.4 {
                DMY => 'd',
                MDY => 'm',
                YMD => 'y',
            };
            assert_eq!(first, Some(wanted), "{}", row.0);
            assert_ne!(row.2, row.3, "{}", row.0);
        }
    }

    #[test]
    fn words_of_other_languages_are_known() {
        let fr = Locale::named("fr_FR").unwrap();
        assert_eq!(
            (fr.month("févr."), fr.truth("vrai"), fr.truth("FALSE")),
            (Some(2), Some(true), Some(false))
        );
        assert_eq!(fr.priced("#,##0"), "#,##0 \"€\"");
        assert_eq!(Locale::named("de_DE").unwrap().month("Mär"), Some(3));
    }
}
