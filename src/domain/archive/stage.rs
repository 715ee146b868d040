//! The record of a staged hand-off, which is on its way to the archive: kept in the spreadsheet's
//! metadata from the night that copies it to the one that takes it away. The record that it was taken off its way
//! again says the same.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::domain::ids::record_version::RECORD_VERSION;
use crate::sheet::sheet_id::SheetId;

/// The content of a stage's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// The day on which the copies were compared, to be compared again on a later one; of a record that
    /// the hand-off was taken off its way, the day of that.
    pub day: NaiveDate,
    /// Year of the archive spreadsheet.
    pub year: i32,
    /// The copies, in the order of the sheet ids of the tabs they are of.
    pub copies: Vec<Copy>,
}

/// One copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// Sheet id of the copy, in the archive spreadsheet.
    pub sheet: SheetId,
    /// The digest that [`crate::sheet::snapshot::TabSnapshot::digest`] came to: which of the two has
    /// changed since, tab or copy, is told by it.
    pub digest: String,
}

impl fmt::Display for Stage {
    /// Such as `1:2026-11-23:2026:771.0123456789abcdef`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let copies: Vec<String> =
            self.copies.iter().map(|copy| format!("{}.{}", copy.sheet, copy.digest)).collect();
        write!(f, "{RECORD_VERSION}:{}:{}:{}", self.day, self.year, copies.join(","))
    }
}

/// The text is no stage's record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the mark of a hand-off on its way to the archive")]
pub struct ParseStageError;

impl FromStr for Stage {
    type Err = ParseStageError;

    fn from_str(text: &str) -> Result<Self, ParseStageError> {
        let [RECORD_VERSION, day, year, copies] = text.split(':').collect::<Vec<_>>()[..] else {
            return Err(ParseStageError);
        };
        let copy = |text: &str| {
            let (sheet, digest) = text.split_once('.')?;
            Some(Copy { sheet: sheet.parse().ok()?, digest: digest.to_owned() })
        };

        Ok(Self {
            day: day.parse().map_err(|_| ParseStageError)?,
            year: year.parse().map_err(|_| ParseStageError)?,
            copies: copies.split_terminator(',').map(copy).collect::<Option<_>>().ok_or(ParseStageError)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::gid;

    #[test]
    fn a_mark_is_read_back_as_it_is_written() {
        let copy = |sheet| Copy { sheet, digest: "0123456789abcdef".into() };
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let stage = Stage { day, year: 2026, copies: vec![copy(gid(771)), copy(gid(3))] };
        assert_eq!(stage.to_string().parse(), Ok(stage.clone()));
        let minimal = Stage { copies: Vec::new(), ..stage };
        assert_eq!(minimal.to_string().parse(), Ok(minimal));
        for text in [
            "",
            "1:2026-11-23",
            "1:2026-11-23:2026:x.y",
            "1:ayer:2026:1.a",
            "2:2026-11-23:2026:",
            "2026-11-23:2026:",
        ] {
            assert_eq!(text.parse::<Stage>(), Err(ParseStageError), "{text}");
        }
    }
}
