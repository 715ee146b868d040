//! The id of a tab.

use serde::{Deserialize, Serialize};

use crate::sheet::integer::written_as_integer;

/// The id that Google gives to a tab of a spreadsheet, or takes from whoever makes the tab. No renaming
/// or moving changes it, and a copy of the file has the same tabs under the same ids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SheetId(i32);

impl SheetId {
    /// The tab that has this id.
    pub const fn new(id: i32) -> Self {
        Self(id)
    }

    /// The id as the integer that Google takes, for requests and for ids that are computed from it.
    pub const fn number(self) -> i32 {
        self.0
    }
}

written_as_integer!(SheetId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_back_as_it_is_written() {
        for id in [SheetId::default(), SheetId::new(7), SheetId::new(i32::MAX)] {
            assert_eq!(id.to_string().parse(), Ok(id));
            let json = serde_json::to_value(id).unwrap();
            assert_eq!(json, id.number());
            assert_eq!(serde_json::from_value::<SheetId>(json).unwrap(), id);
        }
        for wrong in ["", "x", "7.0", "2147483648"] {
            assert!(wrong.parse::<SheetId>().is_err(), "{wrong}");
        }
    }
}
