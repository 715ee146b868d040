//! Cells that are filled before anybody reports anything: a running number, the first choice of a
//! drop-down, the name of who is on duty. Alone they make no report.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::domain::finding::field::Field;
use crate::domain::form::definition::Form;
use crate::domain::form::row::datum::prose;
use crate::domain::identity::filled_ahead;
use crate::sheet::cell::Cell;
use crate::sheet::normalize;

/// Longest text, in words, that a column can repeat from row to row.
const WORDS: usize = 2;
/// A text that stands in more rows than this is repeated.
const ROWS: u32 = 3;

/// The short texts of the columns that are filled ahead, and how many rows hold each.
#[derive(Clone, Debug, Default)]
pub(super) struct RepeatedTexts(HashMap<(usize, String), u32>);

impl RepeatedTexts {
    /// Counts the texts of some columns.
    pub(super) fn of(rows: &[Vec<Cell>], counted: impl Fn(&usize) -> bool) -> Self {
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let columns: Vec<usize> = (0..width).filter(counted).collect();

        // Normalized once a spelling, because a sheet of years repeats few.
        let mut typed: HashMap<(usize, &str), u32> = HashMap::new();
        for row in rows {
            for column in &columns {
                if let Some(Cell::Text(text)) = row.get(*column)
                    && text.split_whitespace().nth(WORDS).is_none()
                {
                    *typed.entry((*column, text)).or_default() += 1;
                }
            }
        }

        let mut texts = Self::default();
        for ((column, text), rows) in typed {
            *texts.0.entry((column, normalize::plain(text))).or_default() += rows;
        }
        texts
    }

    fn repeats(&self, column: usize, normalized: String) -> bool {
        self.0.get(&(column, normalized)).is_some_and(|rows| *rows > ROWS)
    }
}

impl Form {
    /// Returns `true` if a cell that is not blank says nothing that a person typed about one report:
    /// what is filled ahead, and the form's own choices for the field.
    pub(super) fn is_prefilled(
        &self,
        field: Option<Field>,
        column: usize,
        cell: &Cell,
        repeated: &RepeatedTexts,
    ) -> bool {
        is_filled_ahead(field, column, cell, repeated) || self.offers(field, cell)
    }

    /// Returns `true` if a cell holds one of the form's choices for its field.
    fn offers(&self, field: Option<Field>, cell: &Cell) -> bool {
        let choices = field.and_then(|field| self.choices.get(&field));
        choices
            .zip(typed_text(cell))
            .is_some_and(|(choices, typed)| choices.contains(&normalize::plain(&typed)))
    }
}

/// Returns `true` if a cell that is not blank was filled before anybody reported anything. `field` is what
/// its column is, `None` for a column that nobody reads.
///
/// In the columns of the office, those with few values and those that nobody reads these are: numbers,
/// check boxes, formulas, a word that drop-downs offer for the field, and a text of at most two words that
/// the column repeats in more than three rows. Elsewhere nothing is filled ahead.
pub(super) fn is_filled_ahead(
    field: Option<Field>,
    column: usize,
    cell: &Cell,
    repeated: &RepeatedTexts,
) -> bool {
    if !field.is_none_or(Field::is_prefilled) {
        return false;
    }
    let Some(typed) = typed_text(cell) else { return true };
    let normalized = normalize::plain(&typed);
    field.is_some_and(|field| filled_ahead::is_offered(field, &normalized))
        || repeated.repeats(column, normalized)
}

/// The text that somebody typed into a cell; `None` for a number, a check box and a formula. A citizen's
/// text that begins with `=` is a text.
pub(super) fn typed_text(cell: &Cell) -> Option<Cow<'_, str>> {
    match cell {
        Cell::Text(text) => Some(Cow::Borrowed(text)),
        Cell::Formula { source, shown } => match shown.as_ref() {
            Cell::Number(_) | Cell::Bool(_) => None,
            Cell::Text(text) if !text.starts_with('#') => None,
            _ => prose(source).map(Cow::Borrowed),
        },
        Cell::Blank | Cell::Number(_) | Cell::Bool(_) => None,
    }
}
