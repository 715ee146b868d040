//! What a spreadsheet's locale decides: separators, the order of dates, words, the currency sign.

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
    pub(crate) yes: &'static str,
    pub(crate) no: &'static str,
    pub(crate) date_pattern: &'static str,
    pub(crate) months: &'static [&'static str; 12],
    pub(crate) days: &'static [&'static str; 7],
}

const SPANISH_MONTHS: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];
pub(crate) const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const SPANISH_DAYS: [&str; 7] = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"];
pub(crate) const ENGLISH_DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const ENGLISH: Locale = Locale {
    name: "en_US",
    decimal: '.',
    group: ',',
    order: DateOrder::MonthDayYear,
    currency: "$",
    yes: "TRUE",
    no: "FALSE",
    date_pattern: "m/d/yyyy",
    months: &ENGLISH_MONTHS,
    days: &ENGLISH_DAYS,
};
const SPANISH: Locale = Locale {
    name: "es_CO",
    decimal: ',',
    group: '.',
    order: DateOrder::DayMonthYear,
    currency: "$",
    yes: "VERDADERO",
    no: "FALSO",
    date_pattern: "d/mm/yyyy",
    months: &SPANISH_MONTHS,
    days: &SPANISH_DAYS,
};

/// The locales that are told apart; one that is not here is refused when a spreadsheet asks for it.
static LOCALES: &[Locale] = &[
    ENGLISH,
    Locale {
        name: "en_GB",
        order: DateOrder::DayMonthYear,
        currency: "£",
        date_pattern: "dd/mm/yyyy",
        ..ENGLISH
    },
    Locale { name: "en_CA", order: DateOrder::YearMonthDay, date_pattern: "yyyy-mm-dd", ..ENGLISH },
    SPANISH,
    Locale { name: "es_ES", currency: "€", date_pattern: "d/m/yyyy", ..SPANISH },
    Locale { name: "es_AR", date_pattern: "d/m/yyyy", ..SPANISH },
    Locale { name: "es_CL", order: DateOrder::DayMonthYear, date_pattern: "dd-mm-yyyy", ..SPANISH },
    Locale { name: "es_MX", decimal: '.', group: ',', date_pattern: "d/m/yyyy", ..SPANISH },
    Locale { name: "es", currency: "€", date_pattern: "d/m/yyyy", ..SPANISH },
    Locale { name: "en", ..ENGLISH },
];

impl Locale {
    /// The locale of a new spreadsheet.
    pub(crate) fn english() -> Self {
        ENGLISH
    }

    /// The locale of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        LOCALES.iter().copied().find(|l| l.name == name)
    }

    pub(crate) fn boolean(&self, value: bool) -> &'static str {
        if value { self.yes } else { self.no }
    }

    /// The month that a word names, by its full name or its first three letters.
    pub(crate) fn month(&self, word: &str) -> Option<u32> {
        let word = word.trim_end_matches('.').to_lowercase();
        let word = if word == "sept" { "sep" } else { word.as_str() };
        let found = [self.months, &ENGLISH_MONTHS].into_iter().find_map(|names| {
            names.iter().position(|name| {
                let name = name.to_lowercase();
                name == word || (word.len() == 3 && name.starts_with(word))
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
        assert_eq!(co.month("nov"), Some(11));
        assert_eq!(co.month("Enero"), Some(1));
        assert!(Locale::named("xx_XX").is_none());
    }
}
