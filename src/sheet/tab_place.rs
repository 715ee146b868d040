//! Where a tab stands.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::sheet::sheet_id::SheetId;

/// The place of a tab among the visible ones, from the left, and its address. Outside of the spreadsheet a
/// tab is named by them, because its title may be a citizen's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TabPlace {
    /// The place, from 1; `None` for a hidden tab.
    position: Option<usize>,
    link: String,
}

impl TabPlace {
    /// The place of a tab of a spreadsheet, from 1; `None` for a hidden tab.
    pub fn new(position: Option<usize>, spreadsheet_id: &str, sheet: SheetId) -> Self {
        let link = format!("https://docs.google.com/spreadsheets/d/{spreadsheet_id}/edit#gid={sheet}");
        Self { position, link }
    }

    /// The place without the address: `tab 2`, or `a hidden tab`.
    pub fn name(&self) -> String {
        self.position.map_or_else(|| "a hidden tab".to_owned(), |position| format!("tab {position}"))
    }

    /// The address that opens the tab.
    pub fn link(&self) -> &str {
        &self.link
    }
}

/// Such as `tab 2 (https://…#gid=0)`.
impl fmt::Display for TabPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name(), self.link)
    }
}

/// The name alone.
impl Serialize for TabPlace {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name())
    }
}
