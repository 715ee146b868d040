//! Which column is which field.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::finding::field::Field;
use crate::domain::form::definition::Form;
use crate::domain::form::error::{FormError, RowScore};
use crate::domain::form::header::{Assignment, Contents};
use crate::sheet::cell::Cell;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::normalize;
use crate::sheet::row_number::RowNumber;

/// Where the form lies in the tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The header row, from 1.
    pub header_row: RowNumber,
    /// The columns of each field that the tab has, in the order in which they stand. Most fields
    /// have one; phones, e-mails, parts of a name and days of the message may stand in several.
    pub columns: BTreeMap<Field, Vec<ColumnIndex>>,
    /// Columns whose header names several ways to reach the person: each cell decides which it holds.
    pub shared: BTreeMap<ColumnIndex, Vec<Field>>,
    /// Columns of the day on which staff typed or filed the message, where the message's own day stands
    /// in another. They are compared with it and count for nothing else.
    pub filing: Vec<ColumnIndex>,
    /// The day from which the term is counted.
    pub term_start: TermStart,
    /// Columns that nobody reads and that have a header or any content, the service's own among them.
    pub unread: Vec<ColumnIndex>,
    /// True if one free-text column serves as objeto and as fundamentos.
    pub single_text: bool,
    /// Headers that were taken for a field although they are spelled otherwise.
    pub notes: Vec<HeaderNote>,
}

/// The day that stands in the column of dates, from which the term is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TermStart {
    /// The day of the citizen's message (CPACA art. 15, par. 1).
    #[default]
    Message,
    /// The day on which staff typed or filed it: no column holds the message's, so that the term may end
    /// before the day that is computed.
    Filing,
}

impl TermStart {
    /// The Spanish sentence for whoever reads a due date, where one is needed.
    pub fn warning(self) -> Option<&'static str> {
        match self {
            Self::Message => None,
            Self::Filing => Some(
                "el plazo se cuenta desde la fecha de registro, no desde la del mensaje: puede vencer antes",
            ),
        }
    }
}

/// A header that was recognised by its likeness; the operator hears of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderNote {
    /// The field it was taken for.
    pub field: Field,
    /// The header's cell.
    pub cell: CellAddress,
}

impl Layout {
    /// The letters of the columns that nobody reads, those of `service` left out.
    pub fn unread_letters(&self, service: &[ColumnIndex]) -> Vec<String> {
        let foreign = self.unread.iter().filter(|column| !service.contains(column));
        foreign.map(|column| column.letters()).collect()
    }
}

impl Form {
    /// Finds the header row and the columns. `None` is an empty tab: not one cell holds anything.
    ///
    /// # Errors
    /// When there is content but no header row, or a mandatory column is missing.
    pub fn locate(&self, grid: &[Vec<Cell>]) -> Result<Option<Layout>, FormError> {
        self.locate_by(grid, None)
    }

    /// Finds the same where it may be known of a column whose cells they are: that decides before the
    /// headers which of several columns is a field.
    ///
    /// # Errors
    /// As of [`Form::locate`].
    pub fn locate_by(
        &self,
        grid: &[Vec<Cell>],
        contents: Option<Contents<'_>>,
    ) -> Result<Option<Layout>, FormError> {
        let Some((index, row)) = self.header_row(grid)? else { return Ok(None) };
        let header_row = RowNumber::at(index);
        let headers: Vec<String> = row.iter().map(header_text).collect();

        let assignment = self.headers.claims(&headers).resolve(contents);
        let unread = unread(&assignment, &headers, grid.get(index + 1..).unwrap_or_default());

        for group in &self.mandatory {
            if !group.iter().any(|field| assignment.columns.contains_key(field)) {
                let nearest = self.headers.nearest(group, &headers, &unread);
                return Err(FormError::MissingColumn {
                    columns: group.iter().map(|field| field.header()).collect(),
                    row: header_row,
                    nearest: nearest.map(|column| CellAddress::new(column, header_row)),
                });
            }
        }

        let Assignment { columns, shared, filing, term_start, misspelled } = assignment;
        let note = |(column, field): (ColumnIndex, Field)| HeaderNote {
            field,
            cell: CellAddress::new(column, header_row),
        };
        Ok(Some(Layout {
            header_row,
            single_text: columns.contains_key(&Field::Subject) != columns.contains_key(&Field::Grounds),
            notes: misspelled.into_iter().map(note).collect(),
            columns,
            shared,
            filing,
            term_start,
            unread,
        }))
    }

    /// The row with most headers among the first ones; the first of those with as many.
    fn header_row<'a>(&self, grid: &'a [Vec<Cell>]) -> Result<Option<(usize, &'a [Cell])>, FormError> {
        let mut scores: Vec<(usize, usize)> = Vec::new();
        for (index, row) in grid.iter().take(self.header_rows).enumerate() {
            let headers: Vec<String> = row.iter().map(header_text).collect();
            scores.push((self.headers.claims(&headers).resolve(None).columns.len(), index));
        }

        scores.sort_by(|(a, i), (b, j)| b.cmp(a).then(i.cmp(j)));

        match scores.first() {
            Some(&(count, index)) if count >= self.fewest_headers => {
                Ok(grid.get(index).map(|row| (index, row.as_slice())))
            }
            _ if grid.iter().flatten().all(Cell::is_blank) => Ok(None),
            _ => Err(FormError::NoHeaderRow {
                searched: self.header_rows,
                nearest: scores
                    .iter()
                    .filter(|(headers, _)| *headers > 0)
                    .take(3)
                    .map(|&(headers, index)| RowScore { row: RowNumber::at(index), headers })
                    .collect(),
                expected: self.mandatory.iter().flatten().map(|field| field.header()).collect(),
            }),
        }
    }
}

/// The columns that are not read and have a header or any content below it.
fn unread(assignment: &Assignment, headers: &[String], below: &[Vec<Cell>]) -> Vec<ColumnIndex> {
    let mut content: Vec<bool> = headers.iter().map(|header| !header.is_empty()).collect();
    for row in below {
        content.resize(content.len().max(row.len()), false);
        content.iter_mut().zip(row).for_each(|(content, cell)| *content |= !cell.is_blank());
    }

    let read: BTreeSet<ColumnIndex> =
        assignment.columns.values().chain([&assignment.filing]).flatten().copied().collect();
    let filled = content
        .iter()
        .enumerate()
        .filter(|(_, content)| **content)
        .map(|(column, _)| ColumnIndex::new(column));
    filled.filter(|column| !read.contains(column)).collect()
}

/// A header's text on one line; numbers, checkboxes and formulas head no column of the form.
pub(super) fn header_text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => {
            text.split(normalize::is_invisible).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
        }
        Cell::Formula { shown, .. } => match shown.as_ref() {
            Cell::Text(_) => header_text(shown),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;
