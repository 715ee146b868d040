//! Which text of the form a row was read with.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// A digest of the form's text, compiled in and the operator's: eight characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FormId([u8; 6]);

impl FormId {
    /// The id of a form that is made of these texts.
    pub fn of(texts: [&str; 2]) -> Self {
        let mut hash = Sha256::new();
        for text in texts {
            hash.update(text);
            hash.update([0]);
        }
        let mut id = [0; 6];
        id.copy_from_slice(&hash.finalize()[..6]);
        Self(id)
    }
}

impl fmt::Display for FormId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

/// The text is no id of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the id of a form, eight characters")]
pub struct ParseFormIdError;

impl FromStr for FormId {
    type Err = ParseFormIdError;

    fn from_str(text: &str) -> Result<Self, ParseFormIdError> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| ParseFormIdError)?;
        bytes.try_into().map(Self).map_err(|_| ParseFormIdError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_back_as_it_is_written_and_changes_with_the_text() {
        let id = FormId::of(["one", "two"]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_ne!(id, FormId::of(["onetwo", ""]));
        assert_eq!("corto".parse::<FormId>(), Err(ParseFormIdError));
    }
}
