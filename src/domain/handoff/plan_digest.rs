//! One value for all that a night would hand over or hold back.

use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::domain::form::report::Report;
use crate::domain::handoff::plan::{Disposition, Plan};
use crate::domain::identity::fingerprint::Fingerprint;
use crate::domain::ledger::entry::Class;

/// The version of what goes into a digest, so that no plan of another version of the program passes for this one's.
const VERSION: &str = "plan 1";

/// A digest over the spreadsheet, the day of the hand-off, and the disposition, ID, class and content of every row
/// that goes over or is held back, written as 16 hexadecimal digits. Neither row numbers nor rows that wait, are
/// known, empty or no reports make a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanDigest([u8; 8]);

impl PlanDigest {
    /// The digest of a plan for `reports`, which are those of the spreadsheet with this id. That id keeps two
    /// files with the same rows apart, and a digest in a log from saying which text it was made of.
    pub fn of(spreadsheet_id: &str, plan: &Plan, reports: &[Report]) -> Self {
        let rows = plan.dispositions.iter().zip(reports);
        let mut rows: Vec<String> =
            rows.filter_map(|(disposition, report)| row(*disposition, report)).collect();
        rows.sort_unstable();

        let mut hash = Sha256::new();
        for part in [VERSION, spreadsheet_id, &plan.window.as_of.to_string()] {
            hash.update(part);
            hash.update("\n");
        }
        hash.update(rows.join("\n"));

        let mut digest = [0; 8];
        digest.copy_from_slice(&hash.finalize()[..8]);
        Self(digest)
    }
}

/// The part of a row in the digest; `None` where it neither goes over nor is held back.
fn row(disposition: Disposition, report: &Report) -> Option<String> {
    let decided = match disposition {
        Disposition::BeforeSince | Disposition::Waiting | Disposition::Already(_) => return None,
        Disposition::HandedOver(id, class) => format!("{} {id}", class.name()),
        Disposition::Withheld(_) => "repeats".to_owned(),
        Disposition::WithheldEarly => "early".to_owned(),
        Disposition::Quarantined(id) => format!("quarantined {id}"),
        Disposition::Deferred(Some(id)) => format!("deferred {id}"),
        Disposition::Deferred(None) => "deferred".to_owned(),
    };
    Some(format!("{decided} {}", Fingerprint::of(&report.digests)))
}

/// The lines that a night may hand over, whatever comes in between.
#[derive(Debug)]
pub enum AgreedLines {
    /// Every line, since nobody asked for one plan alone.
    Any,
    /// The lines of the plan that was agreed to, by class and content.
    These(HashSet<(Class, Fingerprint)>),
}

impl AgreedLines {
    /// The lines of a plan.
    pub fn of(plan: &Plan) -> Self {
        Self::These(plan.lines.iter().map(|line| (line.entry.class, line.entry.fingerprint)).collect())
    }

    /// Returns `true` if every line of a later plan is one of these.
    pub fn cover(&self, plan: &Plan) -> bool {
        let Self::These(agreed) = self else { return true };
        plan.lines.iter().all(|line| agreed.contains(&(line.entry.class, line.entry.fingerprint)))
    }
}

impl fmt::Display for PlanDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// The text is no digest of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be the 16 digits that `traslado plan` prints as the digest")]
pub struct ParsePlanDigestError;

impl FromStr for PlanDigest {
    type Err = ParsePlanDigestError;

    fn from_str(text: &str) -> Result<Self, ParsePlanDigestError> {
        let bytes = hex::decode(text.trim()).map_err(|_| ParsePlanDigestError)?;
        bytes.try_into().map(Self).map_err(|_| ParsePlanDigestError)
    }
}

impl Serialize for PlanDigest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_read_back_as_it_is_written_and_nothing_else_is_one() {
        let digest = PlanDigest([1, 0xab, 3, 4, 5, 6, 7, 8]);
        assert_eq!(digest.to_string(), "01ab030405060708");
        assert_eq!(digest.to_string().parse(), Ok(digest));
        assert_eq!("01AB030405060708".parse(), Ok(digest));
        for other in ["", "01ab", "01ab0304050607zz", "01ab03040506070809"] {
            assert_eq!(other.parse::<PlanDigest>(), Err(ParsePlanDigestError), "{other}");
        }
    }
}
