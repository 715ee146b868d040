//! Titles for new tabs: no two tabs of a spreadsheet may have the same one.

use std::collections::HashSet;

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
