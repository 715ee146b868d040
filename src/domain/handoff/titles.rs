//! Titles for new tabs: no two tabs of a spreadsheet may have the same one.

use std::collections::HashSet;

use chrono::NaiveDate;

/// Returns `true` for a title that the service gives to the tab of a hand-off. Any other was typed by
/// people, who may write a citizen's name, and stays in the spreadsheet.
pub fn is_of_handoff(title: &str) -> bool {
    let Some((day, rest)) = title.strip_prefix("Traslado ").and_then(|rest| rest.split_at_checked(10)) else {
        return false;
    };
    let rest = rest.strip_prefix(" (repuesto)").unwrap_or(rest);
    let copy = rest.strip_prefix(" (").and_then(|rest| rest.strip_suffix(')'));
    let is_numbered = |copy: &str| copy.len() <= 3 && copy.bytes().all(|digit| digit.is_ascii_digit());
    day.parse::<NaiveDate>().is_ok() && (rest.is_empty() || copy.is_some_and(is_numbered))
}

/// The titles that are taken. Google compares titles without regard to case as far as is known, so this
/// does too.
#[derive(Clone, Debug, Default)]
pub struct TakenTitles(HashSet<String>);

impl TakenTitles {
    /// The titles of the tabs that there are.
    pub fn of<'a>(titles: impl IntoIterator<Item = &'a str>) -> Self {
        Self(titles.into_iter().map(str::to_lowercase).collect())
    }

    /// Takes a title, numbered from the second tab that would have it, such as the second hand-off of one
    /// day.
    pub fn take(&mut self, base: &str) -> String {
        let mut title = base.to_owned();
        for copy in 2.. {
            if self.0.insert(title.to_lowercase()) {
                break;
            }
            title = format!("{base} ({copy})");
        }
        title
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_titles_of_the_services_making_are_said_outside() {
        for title in [
            "Traslado 2026-03-10",
            "Traslado 2026-03-10 (2)",
            "Traslado 2026-03-10 (repuesto)",
            "Traslado 2026-03-10 (repuesto) (2)",
        ] {
            assert!(is_of_handoff(title), "{title}");
        }
        for title in [
            "Traslado 2026-03-10 Ana Prueba",
            "Traslado 2026-03-10 (Ana)",
            "Traslado 2026-03-10 (1999000001)",
            "Traslado de Ana Prueba",
            "Traslado é2026-03-10",
            "Traslado",
            "",
        ] {
            assert!(!is_of_handoff(title), "{title}");
        }
    }
}
