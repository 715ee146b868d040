//! The operator's word that the columns are meant to be as they are.

use std::fmt;
use std::str::FromStr;

use crate::domain::identity::fields::FieldSet;
use crate::domain::ids::handoff_number::HandoffNumber;

/// Version of the record.
const FORMAT: &str = "1";

/// The record of `init` that somebody confirmed the columns: what earlier hand-offs were read with counts no
/// more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// The last hand-off before it.
    pub after: HandoffNumber,
    /// The fields that had a column then.
    pub fields: FieldSet,
}

impl fmt::Display for Confirmation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{FORMAT}:{}:{}", self.after, self.fields)
    }
}

/// The text is no such record of a version that this program knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a confirmation of columns of version 1")]
pub struct ParseConfirmationError;

impl FromStr for Confirmation {
    type Err = ParseConfirmationError;

    fn from_str(text: &str) -> Result<Self, ParseConfirmationError> {
        let [FORMAT, after, fields] = text.split(':').collect::<Vec<_>>()[..] else {
            return Err(ParseConfirmationError);
        };
        Ok(Self {
            after: after.parse().map_err(|_| ParseConfirmationError)?,
            fields: fields.parse().map_err(|_| ParseConfirmationError)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::nth;

    #[test]
    fn a_confirmation_is_read_back_as_it_is_written() {
        let confirmation = Confirmation { after: nth(12), fields: FieldSet::all() };
        assert_eq!(confirmation.to_string().parse(), Ok(confirmation));
        assert_eq!("2:12:d".parse::<Confirmation>(), Err(ParseConfirmationError));
        assert_eq!("1:12".parse::<Confirmation>(), Err(ParseConfirmationError));
    }
}
