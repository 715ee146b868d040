//! One value for all that a report says.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::domain::identity::VERSION;
use crate::domain::identity::digests::Digests;
use crate::domain::identity::fields::{FieldSet, letter};

/// A digest of everything the citizen's cells say, written as the version of identity and 16 characters.
/// Unkeyed, because it never leaves the file that holds the text itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint([u8; 12]);

impl Fingerprint {
    /// The fingerprint of a report, from the digests of its fields.
    pub fn of(digests: &Digests) -> Self {
        Self::within(digests, FieldSet::all())
    }

    /// The fingerprint of what a report says in some of its fields.
    pub fn within(digests: &Digests, fields: FieldSet) -> Self {
        let mut hash = Sha256::new();
        let values = digests.iter().filter(|(field, _)| fields.has(*field));
        let values = values.filter_map(|(field, digest)| Some((letter(field)?, digest)));
        for (letter, digest) in values.chain(digests.of_elsewhere().map(|digest| ('z', digest))) {
            let mut key = [0; 4];
            hash.update(letter.encode_utf8(&mut key));
            hash.update(digest.bytes());
        }

        let mut fingerprint = [0; 12];
        fingerprint.copy_from_slice(&hash.finalize()[..12]);
        Self(fingerprint)
    }

    /// The first bytes of the digest as a number, from which an id can be derived.
    pub fn prefix(&self) -> u32 {
        let [a, b, c, d, ..] = self.0;
        u32::from_be_bytes([a, b, c, d])
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VERSION}:{}", URL_SAFE_NO_PAD.encode(self.0))
    }
}

/// The text is no fingerprint of a version that this program knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a fingerprint of version 1")]
pub struct ParseFingerprintError;

impl FromStr for Fingerprint {
    type Err = ParseFingerprintError;

    fn from_str(text: &str) -> Result<Self, ParseFingerprintError> {
        let (version, written) = text.split_once(':').ok_or(ParseFingerprintError)?;
        let bytes = URL_SAFE_NO_PAD.decode(written).map_err(|_| ParseFingerprintError)?;
        match bytes.try_into() {
            Ok(bytes) if version == VERSION.to_string() => Ok(Self(bytes)),
            _ => Err(ParseFingerprintError),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::finding::field::Field;
    use crate::testing::digests;

    fn of(cells: &[(Field, &str)]) -> Fingerprint {
        Fingerprint::of(&digests(cells))
    }

    #[test]
    fn text_that_moves_to_the_next_column_is_another_report() {
        let one = of(&[(Field::Subject, "a"), (Field::Grounds, "bc")]);
        assert_ne!(one, of(&[(Field::Subject, "ab"), (Field::Grounds, "c")]));
        assert_ne!(one, of(&[(Field::Subject, "bc"), (Field::Grounds, "a")]));
    }

    #[test]
    fn a_fingerprint_is_read_back_as_it_is_written_and_another_version_is_refused() {
        let fingerprint = of(&[(Field::Name, "ana prueba")]);
        let written = fingerprint.to_string();
        assert_eq!(written.len(), 18);
        assert_eq!(written.parse(), Ok(fingerprint));
        for other in [written.replace("1:", "2:"), written.replace("1:", ""), "1:zz".into(), "1:".into()] {
            assert_eq!(other.parse::<Fingerprint>(), Err(ParseFingerprintError), "{other}");
        }
    }

    #[test]
    fn fields_outside_the_set_do_not_count() {
        let fields: FieldSet = [Field::Name].into_iter().collect();
        let within = |cells: &[(Field, &str)]| Fingerprint::within(&digests(cells), fields);
        let one = within(&[(Field::Name, "ana"), (Field::Email, "ana@correo.example")]);
        assert_eq!(one, within(&[(Field::Name, "ana")]));
        assert_ne!(one, within(&[(Field::Name, "eva")]));
    }
}
