//! One cell of the sheet as the bulk read returns it.

use std::borrow::Cow;
use std::fmt;

use crate::sheet::normalize;

/// A cell read with `valueRenderOption=FORMULA` and serial dates.
///
/// A date is a [`Cell::Number`] (days since 1899-12-30, the fraction is the time of day): only the
/// column tells a date from a quantity.
#[derive(Clone, Default, PartialEq)]
pub enum Cell {
    /// Nothing was typed, or the row ended before this column.
    #[default]
    Blank,
    /// Typed text.
    Text(String),
    /// A number, a date or a time.
    Number(f64),
    /// A checkbox or a typed logical value.
    Bool(bool),
    /// A formula: `source` is what was typed, `shown` what the cell displays (an error value such
    /// as `#NAME?` where the citizen's own text began with `=`), once it has been fetched.
    Formula {
        /// The formula as typed, from its `=`.
        source: String,
        /// The computed value, never itself a formula.
        shown: Box<Cell>,
    },
}

impl Cell {
    /// Returns `true` if nothing can be seen in the cell: blank, white space only, an unticked
    /// checkbox, or a formula that shows such a value (`=IF(A5="";"";…)` filled down ahead of the
    /// data).
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Blank | Self::Bool(false) => true,
            Self::Text(text) => normalize::is_blank(text),
            Self::Number(_) | Self::Bool(true) => false,
            // A formula whose value was not fetched, or is not known, may show anything.
            Self::Formula { shown, .. } => !matches!(**shown, Self::Blank) && shown.is_blank(),
        }
    }

    /// The text that a person reads in the cell, without format: whole numbers without decimals, a
    /// formula by its value, and by its source where the value is an error or is not known. The last is
    /// how a citizen's `=TAPA FALTANTE`, typed by hand, comes back as the text it is.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Blank => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Bool(value) => Cow::Borrowed(if *value { "VERDADERO" } else { "FALSO" }),
            Self::Formula { source, shown } => match shown.as_ref() {
                Self::Text(text) if !text.starts_with('#') && !text.is_empty() => Cow::Borrowed(text),
                Self::Number(_) | Self::Bool(_) => shown.text(),
                _ => Cow::Borrowed(source),
            },
        }
    }
}

impl fmt::Debug for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Blank => "Blank",
            Self::Text(_) => "Text(‹redacted›)",
            Self::Number(_) => "Number(‹redacted›)",
            Self::Bool(_) => "Bool(‹redacted›)",
            Self::Formula { .. } => "Formula(‹redacted›)",
        })
    }
}
