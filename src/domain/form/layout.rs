//! Which column is which field.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::domain::finding::field::Field;
use crate::domain::form::definition::Form;
use crate::domain::form::error::FormError;
use crate::domain::form::header::{Assignment, Contents, Headers};
use crate::domain::form::header_rows::HeaderRows;
use crate::domain::form::staff_tab::StaffTab;
use crate::domain::identity::digests::Digests;
use crate::domain::identity::normal_form;
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
    /// The first row of a header on two levels; the header row itself where it has one.
    pub first_header_row: RowNumber,
    /// The columns of the service: nobody types there.
    pub service_columns: BTreeSet<ColumnIndex>,
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
    /// The columns by which reports are compared with the ledger, where they are not those that are read:
    /// a column that has come to a field says nothing that is news.
    pub compared: BTreeMap<Field, Vec<ColumnIndex>>,
    /// How the columns are not those of the nights before.
    pub changes: Vec<ColumnChange>,
}

/// A column that is not as it was on the nights before; people hear of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnChange {
    /// No header names the field any more, and it is read where its cells are.
    ByContents {
        /// The field.
        field: Field,
        /// The header cell of its column.
        at: CellAddress,
    },
    /// A header stands above another field's cells, which are read as what they are.
    Mistaken {
        /// The field that the header names.
        header: Field,
        /// The field whose cells they are.
        cells: Field,
        /// The header cell.
        at: CellAddress,
    },
    /// Nothing holds the field any more.
    Lost {
        /// The field.
        field: Field,
    },
}

impl ColumnChange {
    /// Returns `true` if somebody has to act: the field is not read, or not where its header is.
    pub fn needs_a_person(self) -> bool {
        !matches!(self, Self::ByContents { .. })
    }

    /// The change in words for both offices.
    pub fn in_spanish(self) -> String {
        match self {
            Self::ByContents { field, at } => format!(
                "La celda {at} ya no dice «{}»; la columna se sigue leyendo por su contenido. Escriba de nuevo el \
                 encabezado.",
                field.header()
            ),
            Self::Mistaken { header, cells, at } => format!(
                "La celda {at} dice «{}» y la columna contiene «{}»; se leyó por su contenido. Corrija el encabezado.",
                header.header(),
                cells.header()
            ),
            Self::Lost { field } => format!(
                "Ninguna columna contiene ya «{}»; los reportes nuevos salen sin ese dato. Ponga de nuevo la columna.",
                field.header()
            ),
        }
    }
}

impl fmt::Display for ColumnChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ByContents { field, at } => write!(
                f,
                "{at} no longer names the column of \"{}\", which is read there by what its cells hold",
                field.header()
            ),
            Self::Mistaken { header, cells, at } => write!(
                f,
                "{at} is the header of \"{}\" and stands above the cells of \"{}\", which are read as such",
                header.header(),
                cells.header()
            ),
            Self::Lost { field } => {
                write!(f, "no column holds \"{}\" any more, which was read until now", field.header())
            }
        }
    }
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

    /// The columns by which a field is compared with the ledger.
    pub(super) fn compared(&self, field: Field) -> &[ColumnIndex] {
        let columns = self.compared.get(&field).or_else(|| self.columns.get(&field));
        columns.map(Vec::as_slice).unwrap_or_default()
    }

    /// The digests of what a row says in the citizen's columns without one of its cells: those to the right of it
    /// stand one column further left.
    pub(in crate::domain) fn digests_without(&self, cells: &[Cell], gap: ColumnIndex) -> Digests {
        self.digests_of(|column| cells.get(column.index() + usize::from(column >= gap)))
    }

    /// The digests of what a row says in the citizen's columns with a blank cell more: those from `gap` on stand one
    /// column further right.
    pub(in crate::domain) fn digests_with_a_blank(&self, cells: &[Cell], gap: ColumnIndex) -> Digests {
        self.digests_of(|column| {
            let at = column.index().checked_sub(usize::from(column > gap))?;
            cells.get(at).filter(|_| column != gap)
        })
    }

    /// The digests of what a row says in the citizen's columns, where `cell` is its cell of a column.
    fn digests_of<'a>(&self, cell: impl Fn(ColumnIndex) -> Option<&'a Cell>) -> Digests {
        let mut digests = Digests::none(self.columns.keys().copied().collect());
        let mut text = String::new();

        for field in Field::ALL {
            let typed = || self.compared(field).iter().filter_map(|column| cell(*column));
            if typed().any(|cell| !cell.is_blank()) {
                text.clear();
                normal_form::of_field(field, typed(), &mut text);
                digests.add(field, &text);
            }
        }
        digests
    }

    /// Returns `true` if a field is read from a column.
    pub(in crate::domain) fn reads(&self, field: Field, column: ColumnIndex) -> bool {
        self.compared(field).contains(&column)
    }

    /// Returns `true` if a field is read from a column to the right of another.
    pub(in crate::domain) fn reads_beyond(&self, field: Field, column: ColumnIndex) -> bool {
        self.compared(field).iter().any(|other| *other > column)
    }

    /// Notes whether one free-text column serves for two fields, once all columns are found.
    pub(in crate::domain) fn note_single_text(&mut self) {
        let has = |field: Field| self.columns.contains_key(&field);
        self.single_text = has(Field::Subject) != has(Field::Grounds);
    }
}

impl Form {
    /// Finds the header row and the columns. `None` is an empty tab: not one cell holds anything.
    ///
    /// # Errors
    /// When there is content but no header row, or a mandatory column is missing.
    pub fn locate<'a>(&self, tab: impl Into<StaffTab<'a>>) -> Result<Option<Layout>, FormError> {
        let tab = tab.into();
        let layout = self.recognize(tab.clone(), None)?;
        if let Some(layout) = &layout {
            self.mandatory_are_there(&tab, layout)?;
        }
        Ok(layout)
    }

    /// Finds the header row and the columns by their headers, mandatory or not. Where it is known of a
    /// column whose cells they are, that decides before the headers which of several columns is a field.
    ///
    /// # Errors
    /// When there is content but no header row.
    pub(in crate::domain) fn recognize<'a>(
        &self,
        tab: impl Into<StaffTab<'a>>,
        contents: Option<Contents<'_>>,
    ) -> Result<Option<Layout>, FormError> {
        let tab = tab.into();
        let Some(HeaderRows { first, last, texts: headers }) = self.header_rows(&tab)? else {
            return Ok(None);
        };
        let header_row = RowNumber::at(last);

        // A header that people typed above a column of the service heads none of theirs.
        let mut claiming = headers.clone();
        for column in tab.service_columns.values() {
            if let Some(header) = claiming.get_mut(column.index()) {
                header.clear();
            }
        }
        let assignment = self.headers.claims(&claiming).resolve(contents);
        let unread = unread(&assignment, &headers, tab.cells.get(last + 1..).unwrap_or_default());

        let Assignment { columns, shared, filing, term_start, misspelled } = assignment;
        let note = |(column, field): (ColumnIndex, Field)| HeaderNote {
            field,
            cell: CellAddress::new(column, header_row),
        };
        Ok(Some(Layout {
            header_row,
            first_header_row: RowNumber::at(first),
            service_columns: service_columns(&tab, &self.headers, &headers),
            single_text: columns.contains_key(&Field::Subject) != columns.contains_key(&Field::Grounds),
            notes: misspelled.into_iter().map(note).collect(),
            columns,
            shared,
            filing,
            term_start,
            unread,
            compared: BTreeMap::new(),
            changes: Vec::new(),
        }))
    }

    /// Checks that each mandatory group has a column.
    ///
    /// # Errors
    /// Names the columns of the first group that has none, and the header most like them.
    pub(in crate::domain) fn mandatory_are_there(
        &self,
        tab: &StaffTab<'_>,
        layout: &Layout,
    ) -> Result<(), FormError> {
        let row = layout.header_row;
        let is_there = |group: &&Vec<Field>| group.iter().any(|field| layout.columns.contains_key(field));
        let Some(group) = self.mandatory.iter().find(|group| !is_there(group)) else { return Ok(()) };

        let headers: Vec<String> = tab.row(row.index()).iter().map(header_text).collect();
        let nearest = self.headers.nearest(group, &headers, &layout.unread);
        let was_read =
            |change: &ColumnChange| matches!(change, ColumnChange::Lost { field } if group.contains(field));
        Err(FormError::MissingColumn {
            columns: group.iter().map(|field| field.header()).collect(),
            row,
            nearest: nearest.map(|column| CellAddress::new(column, row)),
            was_read: layout.changes.iter().any(was_read),
        })
    }

    /// Returns `true` if the form needs the field, or another one in its place.
    pub(in crate::domain) fn is_mandatory(&self, field: Field) -> bool {
        self.mandatory.iter().any(|group| group.contains(&field))
    }
}

/// The columns that are tagged as the service's, and those that are headed as such.
fn service_columns(tab: &StaffTab<'_>, known: &Headers, headers: &[String]) -> BTreeSet<ColumnIndex> {
    let headed = headers.iter().enumerate().filter(|(_, text)| known.is_services(text));
    tab.service_columns.values().copied().chain(headed.map(|(column, _)| ColumnIndex::new(column))).collect()
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
