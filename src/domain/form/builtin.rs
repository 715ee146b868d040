//! The form that is compiled in.

use crate::domain::form::Form;

/// The text of the compiled-in form, which is also its documentation.
pub(super) const TEXT: &str = include_str!("../../../config/ce-f05.toml");

impl Form {
    /// The form as CE-P08 has it, without anything of an operator's.
    ///
    /// # Panics
    /// Never: the text is compiled in, and a test reads it.
    pub fn builtin() -> Self {
        #[expect(clippy::expect_used, reason = "the text is compiled in, and a test reads it")]
        Self::from_toml("").expect("the compiled-in form is valid")
    }
}
