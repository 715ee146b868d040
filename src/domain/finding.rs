//! What was noticed about a cell or a row.

use super::field::Field;
use super::private::Private;

/// Something staff or clerks should know about a report. It never changes what happens to a row by
/// itself, and it never holds a citizen's text outside `detail`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that noticed it.
    pub rule: Rule,
    /// The cell it is about; `None` for the row as a whole.
    pub field: Option<Field>,
    /// What only the spreadsheet may show, such as a suggested repair of an e-mail address.
    pub detail: Option<Private>,
}
