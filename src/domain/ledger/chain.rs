//! The proof that the ledger is what was written: a hash chain over hand-offs, and the guard that
//! each hand-off leaves behind in the same atomic batch.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::record_version::RECORD_VERSION;

/// The chain's value after a hand-off: 16 characters of base64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link(String);

impl Link {
    /// The value before the first hand-off of a spreadsheet. It holds the spreadsheet's id, so the
    /// ledger of a copied file does not verify in the copy.
    pub fn origin(spreadsheet_id: &str) -> Self {
        Self::of(Sha256::new_with_prefix(spreadsheet_id))
    }

    /// The value that a cell or a guard claims, which nothing has proved.
    pub fn claimed(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The value after a hand-off whose lines have these cells.
    #[must_use]
    pub fn next<Lines, Cells>(&self, lines: Lines) -> Self
    where
        Lines: IntoIterator<Item = Cells>,
        Cells: IntoIterator<Item: AsRef<str>>,
    {
        let mut hash = Sha256::new_with_prefix(&self.0);
        for cells in lines {
            hash.update([0x1e]);
            for cell in cells {
                hash.update(cell.as_ref());
                hash.update([0x1f]);
            }
        }
        Self::of(hash)
    }

    fn of(hash: Sha256) -> Self {
        Self(URL_SAFE_NO_PAD.encode(&hash.finalize()[..12]))
    }

    /// Returns `true` if a ledger cell holds this value.
    pub fn is(&self, text: &str) -> bool {
        self.0 == text
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The record that a committed hand-off leaves in the spreadsheet's metadata under an id of its own: a
/// second batch for the same number is refused whole, and a lost answer is settled by the nonce.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// Number of the hand-off.
    pub number: HandoffNumber,
    /// Random text of the one attempt that made it.
    pub nonce: String,
    /// How many ledger lines the hand-off has.
    pub count: u32,
    /// The chain after it.
    pub link: Link,
}

impl fmt::Display for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{RECORD_VERSION}:{}:{}:{}:{}", self.number, self.nonce, self.count, self.link)
    }
}

/// The text is not a guard's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a guard of the form 1:number:nonce:count:chain")]
pub struct ParseGuardError;

impl FromStr for Guard {
    type Err = ParseGuardError;

    fn from_str(text: &str) -> Result<Self, ParseGuardError> {
        let [RECORD_VERSION, number, nonce, count, link] = text.split(':').collect::<Vec<_>>()[..] else {
            return Err(ParseGuardError);
        };
        Ok(Self {
            number: number.parse().map_err(|_| ParseGuardError)?,
            nonce: nonce.to_owned(),
            count: count.parse().map_err(|_| ParseGuardError)?,
            link: Link::claimed(link),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::nth;

    #[test]
    fn a_link_depends_on_the_spreadsheet_on_every_cell_and_on_the_line_it_stands_in() {
        let origin = Link::origin("one");
        let base = origin.next([["a", "b"], ["c", "d"]]);
        assert_eq!(base.to_string().len(), 16);
        assert_ne!(base, Link::origin("two").next([["a", "b"], ["c", "d"]]));
        assert_ne!(base, origin.next([["a", "b"], ["c", "e"]]));
        assert_ne!(base, origin.next([vec!["a", "b", "c", "d"]]));
        assert_ne!(base, origin.next([["c", "d"], ["a", "b"]]));
    }

    #[test]
    fn a_guard_is_read_back_as_it_is_written() {
        let guard = Guard { number: nth(3), nonce: "9f".into(), count: 30, link: Link::origin("x") };
        assert_eq!(guard.to_string().parse(), Ok(guard));
        for wrong in ["1:3:9f:30", "1:x:9f:30:00", "3:9f:30:00", "2:3:9f:30:00"] {
            assert_eq!(wrong.parse::<Guard>(), Err(ParseGuardError), "{wrong}");
        }
    }
}
