//! The digest of what a hand-off delivered: by it `verify` proves what clerks read.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// Version of the hand-off table: which columns it has, and which of them the service fills.
pub const TABLE: u32 = 1;

/// How many characters the digest of a cell is written with: 36 bits.
const WRITTEN: usize = 6;

/// The digests of the service's cells of one delivered line, in the order of the table's columns, with the
/// version of the table. Blank for a line that no table holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivered(String);

impl Delivered {
    /// The digests of the texts of the service's cells; see [`normal_text`].
    pub fn of(texts: impl IntoIterator<Item = String>) -> Self {
        let mut written = format!("{TABLE}:");
        for text in texts {
            written.push_str(&digest(&text));
        }
        Self(written)
    }

    /// How many cells of the service's were delivered with the line; 0 where the line has no digest of this
    /// table.
    pub fn cells(&self) -> usize {
        self.digests().len() / WRITTEN
    }

    /// Returns `true` if the cell at a place, counted from 0 in the order of the table's service columns, was
    /// delivered with this text.
    pub fn says(&self, place: usize, text: &str) -> bool {
        let start = place.saturating_mul(WRITTEN);
        self.digests()
            .get(start..start.saturating_add(WRITTEN))
            .is_some_and(|written| digest(text) == written)
    }

    fn digests(&self) -> &str {
        self.0.strip_prefix(&format!("{TABLE}:")).unwrap_or_default()
    }
}

/// The digest of the text of one cell; see [`normal_text`].
pub fn digest(text: &str) -> String {
    let mut written = URL_SAFE_NO_PAD.encode(&Sha256::digest(text)[..6]);
    written.truncate(WRITTEN);
    written
}

/// A text as it is compared: control characters, line ends and runs of blanks are one blank, none at the
/// ends, since a spreadsheet does not keep them.
pub fn normal_text(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

impl fmt::Display for Delivered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text is no digest of a delivered line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the digests of a delivered line")]
pub struct ParseDeliveredError;

impl FromStr for Delivered {
    type Err = ParseDeliveredError;

    fn from_str(text: &str) -> Result<Self, ParseDeliveredError> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        let (version, digests) = text.split_once(':').ok_or(ParseDeliveredError)?;
        let is_digest = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        let well_formed = version == TABLE.to_string()
            && digests.len().is_multiple_of(WRITTEN)
            && digests.bytes().all(is_digest);
        if well_formed { Ok(Self(text.to_owned())) } else { Err(ParseDeliveredError) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_changed_is_named_by_its_place() {
        let delivered = Delivered::of(["Ana".to_owned(), String::new(), "no hay agua".to_owned()]);
        let now = |texts: [&str; 3]| {
            texts.into_iter().enumerate().map(|(at, text)| delivered.says(at, text)).collect::<Vec<_>>()
        };
        assert_eq!(now(["Ana", "", "no hay agua"]), [true, true, true]);
        assert_eq!(now(["Ana", "x", "hay agua"]), [true, false, false]);
        assert!(!delivered.says(3, ""), "a table of other columns");
        assert_eq!((delivered.cells(), Delivered::default().cells()), (3, 0));
    }

    #[test]
    fn digests_are_read_back_as_they_are_written() {
        let delivered = Delivered::of(["Ana".to_owned(), "fuga".to_owned()]);
        assert_eq!(delivered.to_string().len(), 2 + 2 * WRITTEN);
        assert_eq!(delivered.to_string().parse(), Ok(delivered));
        assert_eq!("".parse(), Ok(Delivered::default()));
        for other in ["2:AAAAAA", "1:AAAAA", "1:AAAAA!", "AAAAAA"] {
            assert_eq!(other.parse::<Delivered>(), Err(ParseDeliveredError), "{other}");
        }
    }

    #[test]
    fn what_a_spreadsheet_does_not_keep_does_not_count() {
        assert_eq!(normal_text("  no hay\r\n agua\u{b}hoy \u{a0} "), "no hay agua hoy");
        assert_eq!(normal_text("\n"), "");
    }
}
