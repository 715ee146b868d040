//! Locales: in which order a spreadsheet reads the numbers of a date that somebody types.

/// The locale of a spreadsheet in Colombia, which writes the day first.
pub const COLOMBIA: &str = "es_CO";

/// The locales that write a date in numbers with the month before the day and the year last, as CLDR has
/// them. A day typed there as 05/11/2026 becomes 11 May, and nothing in the cell says so.
const MONTH_FIRST: [&str; 17] = [
    "en", "en_US", "en_AS", "en_BI", "en_GU", "en_MH", "en_MP", "en_PH", "en_PR", "en_UM", "en_VI", "es_PA",
    "es_PR", "fil", "fil_PH", "chr_US", "lkt_US",
];

/// Returns `true` if a locale writes the month of a date before the day.
pub fn writes_month_first(locale: &str) -> bool {
    let locale = locale.replace('-', "_");
    MONTH_FIRST.iter().any(|known| known.eq_ignore_ascii_case(&locale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spanish_of_panama_writes_the_month_first_and_of_colombia_the_day() {
        for locale in ["en_US", "en-us", "es_PA", "es_PR", "en"] {
            assert!(writes_month_first(locale), "{locale}");
        }
        for locale in [COLOMBIA, "es", "es_MX", "en_GB", "en_CA", ""] {
            assert!(!writes_month_first(locale), "{locale}");
        }
    }
}
