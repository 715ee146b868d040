//! What the service writes beside the rows, and what keeps it from writing: cells in which people typed, and
//! columns that bear another header. Nothing that people typed is ever replaced.

use std::collections::BTreeMap;
use std::fmt;

use crate::domain::clerks::annotation::Annotation;
use crate::domain::form::service_text::{is_annotation, is_services};
use crate::domain::form::{Layout, ServiceColumn, StaffTab};
use crate::sheet::cell::Cell;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::normalize;
use crate::sheet::row_number::RowNumber;

/// So many cells in which people typed make a column theirs.
const MANY: usize = 10;
/// Cells that are named one by one; the rest are counted.
const NAMED: usize = 10;

/// A cell that does not say what it should.
#[derive(Debug, PartialEq, Eq)]
pub struct Difference {
    /// The column.
    pub column: ServiceColumn,
    /// The row.
    pub row: RowNumber,
    /// The text that it should have.
    pub text: String,
}

/// A column of the service's, or cells of it, that are not written because of what people did; people end it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unwritten {
    /// The column.
    pub column: ServiceColumn,
    /// The column's header cell.
    pub header: CellAddress,
    /// The kind of the unwritten.
    pub kind: UnwrittenKind,
}

/// The kinds of unwritten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnwrittenKind {
    /// The header is another's, so that nothing is written in the column.
    OtherHeader,
    /// The header is blank. The column is written all the same.
    BlankHeader,
    /// People typed in so many of the cells that the column is taken for theirs, and nothing is written in it.
    ManyCells(Vec<CellAddress>),
    /// People typed in these cells. They are left as they are, and the others are written.
    Cells(Vec<CellAddress>),
}

/// The service's columns, compared with what they should say.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ServiceCells {
    /// The cells to write.
    pub differences: Vec<Difference>,
    /// The columns and cells that are not written, and why.
    pub unwritten: Vec<Unwritten>,
}

impl Unwritten {
    /// Returns `true` if nothing at all is written in the column.
    pub fn keeps_column(&self) -> bool {
        matches!(self.kind, UnwrittenKind::OtherHeader | UnwrittenKind::ManyCells(_))
    }

    /// The reason, for the operator.
    pub fn message(&self) -> String {
        let Self { column, header, kind } = self;
        let (name, letters) = (column.header(), header.column);
        let typed = |cells| format!("somebody typed in {} under \"{name}\"", named(cells, "and", "more"));
        match kind {
            UnwrittenKind::OtherHeader => format!(
                "{header} headed the service's column \"{name}\" and bears another header, so that nothing is written in \
                 column {letters}"
            ),
            UnwrittenKind::BlankHeader => {
                format!("{header}, the header of the service's column \"{name}\", is blank")
            }
            UnwrittenKind::ManyCells(cells) => format!(
                "{}, so that these cells are left as they are and nothing is written in column {letters}",
                typed(cells)
            ),
            UnwrittenKind::Cells(cells) => {
                format!("{}, so that these cells are left as they are", typed(cells))
            }
        }
    }

    /// Who does what about it, for the operator.
    pub fn remedy(&self) -> String {
        let name = self.column.header();
        match self.kind {
            UnwrittenKind::OtherHeader => format!(
                "have Communications type \"{name}\" there again, or run `traslado init`, which adds another column and \
                 leaves them this one"
            ),
            UnwrittenKind::BlankHeader => "type it again, or run `traslado init`, which writes it".to_owned(),
            UnwrittenKind::ManyCells(_) => {
                "have Communications move what they typed to a column of their own and empty these cells".to_owned()
            }
            UnwrittenKind::Cells(_) => {
                "have Communications move what they typed to a column of their own and empty these cells, or undo the \
                 shift where cells were inserted"
                    .to_owned()
            }
        }
    }

    /// The reason and who does what about it, in words for the office.
    pub fn in_spanish(&self) -> String {
        let Self { column, header, kind } = self;
        let (name, letters) = (column.header(), header.column);
        match kind {
            UnwrittenKind::OtherHeader => format!(
                "la celda {header} encabezaba la columna «{name}» del servicio y tiene otro título, así que el servicio \
                 no escribe en la columna {letters}. Comunicaciones: escriba de nuevo «{name}» en {header}, o pida a \
                 quien opera el servicio que ejecute «traslado init», que agrega otra columna y les deja esta."
            ),
            UnwrittenKind::BlankHeader => format!(
                "la celda {header}, título de la columna «{name}» del servicio, está vacía. Comunicaciones: escriba de \
                 nuevo «{name}» en {header}."
            ),
            UnwrittenKind::ManyCells(cells) => format!(
                "en la columna {letters} («{name}», del servicio) alguien escribió en {}; el servicio las deja como están \
                 y no escribe en esa columna. Comunicaciones: pase lo escrito a una columna propia y borre esas celdas.",
                named(cells, "y", "más"),
            ),
            UnwrittenKind::Cells(cells) => format!(
                "en la columna {letters} («{name}», del servicio) alguien escribió en {}; el servicio deja esas celdas \
                 como están. Comunicaciones: pase lo escrito a una columna propia y borre esas celdas, o deshaga el \
                 desplazamiento si se insertaron celdas.",
                named(cells, "y", "más"),
            ),
        }
    }
}

/// The reason and who does what about it, for the operator.
impl fmt::Display for Unwritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message(), self.remedy())
    }
}

/// Cells by address, the first few of them.
fn named(cells: &[CellAddress], and: &str, more: &str) -> String {
    let named: Vec<String> = cells.iter().take(NAMED).map(CellAddress::to_string).collect();
    match cells.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        rest => format!("{} {and} {rest} {more}", named.join(", ")),
    }
}

/// The header of a column of the service as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderState {
    /// The column's own.
    Own,
    /// Nothing.
    Blank,
    /// A text that belongs beside a row: rows were inserted further up while the service wrote.
    Annotation,
    /// Something else.
    Other,
}

impl HeaderState {
    /// The state of a header by its cell.
    pub fn of(column: ServiceColumn, cell: &Cell) -> Self {
        if cell.is_blank() {
            return Self::Blank;
        }
        let key = normalize::key(&cell.text());
        let own = [column.header(), &column.own_header()].iter().any(|own| normalize::key(own) == key);
        match cell {
            _ if own => Self::Own,
            cell if is_annotation(cell) => Self::Annotation,
            _ => Self::Other,
        }
    }
}

/// The header that a column of the service gets in a header row: one that no other column of it bears.
pub fn header_for(column: ServiceColumn, headers: &[Cell]) -> String {
    let is_taken = |cell: &Cell| cell.text().trim().eq_ignore_ascii_case(column.header());
    if headers.iter().any(is_taken) { column.own_header() } else { column.header().to_owned() }
}

/// Compares the service's columns with what they should say: `wanted` by row, and nothing in all others
/// below the header.
pub fn compare(
    tab: &StaffTab<'_>,
    layout: &Layout,
    wanted: &BTreeMap<RowNumber, Annotation>,
) -> ServiceCells {
    let mut compared = ServiceCells::default();
    for (column, at) in &tab.service_columns {
        column_cells(tab, layout, wanted, (*column, *at), &mut compared);
    }
    compared
}

fn column_cells(
    tab: &StaffTab<'_>,
    layout: &Layout,
    wanted: &BTreeMap<RowNumber, Annotation>,
    (column, at): (ServiceColumn, ColumnIndex),
    compared: &mut ServiceCells,
) {
    let header = CellAddress::new(at, layout.header_row);
    let unwritten = |kind| Unwritten { column, header, kind };
    let state = HeaderState::of(column, tab.shown(header));
    match state {
        HeaderState::Own | HeaderState::Annotation => {}
        HeaderState::Blank => compared.unwritten.push(unwritten(UnwrittenKind::BlankHeader)),
        HeaderState::Other => return compared.unwritten.push(unwritten(UnwrittenKind::OtherHeader)),
    }

    let blank = Annotation::default();
    let mut differences = Vec::new();
    let mut typed = Vec::new();

    // Above the header row titles stand, and a report only by a slip, or what the service wrote while rows
    // were inserted there.
    let is_written = |row: &RowNumber| CellAddress::new(at, *row).get(tab.cells).is_some_and(is_annotation);
    let above = (0..layout.header_row.index()).map(RowNumber::at);
    let above = above.filter(|row| wanted.contains_key(row) || is_written(row));
    let own_header = (state == HeaderState::Annotation).then_some(layout.header_row);
    let below = (layout.header_row.next().index()..tab.cells.len()).map(RowNumber::at);
    for row in above.chain(own_header).chain(below) {
        if row == layout.header_row {
            let text = header_for(column, tab.row(row.index()));
            differences.push(Difference { column, row, text });
            continue;
        }
        let text = wanted.get(&row).unwrap_or(&blank).text(column);
        let cell = CellAddress::new(at, row);
        let shown = cell.get(tab.cells).unwrap_or(&Cell::Blank);
        if shown.text() == text || tab.is_covered(row.index(), at.index()) {
            continue;
        }
        if is_services(column, shown) {
            differences.push(Difference { column, row, text: text.to_owned() });
        } else {
            typed.push(cell);
        }
    }

    let is_theirs = typed.len() >= MANY;
    if !is_theirs {
        compared.differences.extend(differences);
    }
    if !typed.is_empty() {
        let kind = if is_theirs { UnwrittenKind::ManyCells(typed) } else { UnwrittenKind::Cells(typed) };
        compared.unwritten.push(unwritten(kind));
    }
}
