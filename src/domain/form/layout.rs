//! Which column is which field.

use std::collections::BTreeMap;

use crate::domain::finding::field::Field;
use crate::domain::form::definition::Form;
use crate::domain::form::error::{FormError, NearestHeader, RowScore};
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
    /// The column of each field that the tab has.
    pub columns: BTreeMap<Field, ColumnIndex>,
    /// True if one free-text column serves as objeto and as fundamentos.
    pub single_text: bool,
    /// Headers that were taken for a field although they are spelled otherwise.
    pub notes: Vec<HeaderNote>,
}

/// A header that was recognised by its likeness; the operator is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderNote {
    /// The field it was taken for.
    pub field: Field,
    /// The header's cell, as `F3`.
    pub cell: String,
    /// The header as typed, its white space collapsed.
    pub header: String,
}

impl Form {
    /// Finds the header row and the columns. `None` is an empty tab: not one cell holds anything.
    ///
    /// # Errors
    /// When there is content but no header row, a mandatory column is missing, or two columns claim
    /// one field.
    pub fn locate(&self, grid: &[Vec<Cell>]) -> Result<Option<Layout>, FormError> {
        let Some((index, row)) = self.header_row(grid)? else { return Ok(None) };
        let header_row = RowNumber::at(index);
        let headers: Vec<String> = row.iter().map(header_text).collect();

        let claims = self.headers.claims(&headers);
        let nearest_header = |column: ColumnIndex| NearestHeader {
            header: headers.get(column.index()).cloned().unwrap_or_default(),
            cell: CellAddress::new(column, header_row).to_string(),
        };

        if let Some((field, first, second)) = claims.twice {
            return Err(FormError::TwoColumns {
                field,
                first: nearest_header(first),
                second: nearest_header(second),
            });
        }

        for group in &self.mandatory {
            if !group.iter().any(|field| claims.columns.contains_key(field)) {
                return Err(FormError::MissingColumn {
                    columns: group.iter().map(|field| field.header()).collect(),
                    row: header_row,
                    nearest: self.headers.nearest(group, &headers, &claims).map(nearest_header),
                });
            }
        }

        let columns: BTreeMap<Field, ColumnIndex> =
            claims.columns.iter().map(|(&field, claim)| (field, claim.column)).collect();
        let notes = claims.columns.iter().filter(|(_, claim)| claim.approximate).map(|(&field, claim)| {
            let NearestHeader { header, cell } = nearest_header(claim.column);
            HeaderNote { field, cell, header }
        });

        Ok(Some(Layout {
            header_row,
            single_text: columns.contains_key(&Field::Subject) != columns.contains_key(&Field::Grounds),
            notes: notes.collect(),
            columns,
        }))
    }

    /// The row with most headers among the first ones; the first of those with as many.
    fn header_row<'a>(&self, grid: &'a [Vec<Cell>]) -> Result<Option<(usize, &'a [Cell])>, FormError> {
        let mut scores: Vec<(usize, usize)> = Vec::new();
        for (index, row) in grid.iter().take(self.header_rows).enumerate() {
            let headers: Vec<String> = row.iter().map(header_text).collect();
            scores.push((self.headers.claims(&headers).columns.len(), index));
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
