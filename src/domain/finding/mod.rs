//! What was noticed about a cell or a row.

pub mod field;
pub mod private;
mod rule;

use crate::domain::finding::field::Field;
use crate::domain::finding::private::Private;
pub use rule::{Precedence, Rule};

/// Something staff or clerks should know about a report. It never changes what happens to a row by
/// itself, and it never holds a citizen's text outside `detail`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that noticed it.
    pub rule: Rule,
    /// The cell it is about; `None` for the row as a whole.
    pub field: Option<Field>,
    /// The detail that only the spreadsheet may show, such as a suggested repair of an e-mail address.
    pub detail: Option<Private>,
}

impl Finding {
    /// A finding about one cell.
    pub fn at(field: Field, rule: Rule) -> Self {
        Self { rule, field: Some(field), detail: None }
    }

    /// A finding about the row as a whole.
    pub fn row(rule: Rule) -> Self {
        Self { rule, field: None, detail: None }
    }

    /// The finding with a detail that only the spreadsheet may show.
    #[must_use]
    pub fn with(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(Private::new(detail)), ..self }
    }
}
