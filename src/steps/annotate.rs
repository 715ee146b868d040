//! Writes the fate of each row beside it, in the tagged columns and nowhere else.
//!
//! A write beside a staff row can only be verified and repaired: between read and write people
//! sort and insert. So the rows are read right before, and again after. The columns are exact: each
//! is named by its tag, which Google resolves when it applies the write. What people typed in them is left
//! and named.

use std::collections::{BTreeMap, BTreeSet};

use tracing::{info, warn};

use crate::domain::clerks::annotation::{Annotation, annotate, of_heading};
use crate::domain::clerks::answers::Answers;
use crate::domain::clerks::service_cells::{Difference, HeaderState, ServiceCells, Unwritten, compare};
use crate::domain::form::StaffTab;
use crate::domain::handoff::assessment::{Assessment, assess};
use crate::domain::handoff::plan::Window;
use crate::domain::identity::fingerprint::Fingerprint;
use crate::domain::ids::ServiceColumn;
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::error::Error;
use crate::google::sheets::{ColumnTag, Protected, TaggedColumn};
use crate::google::{self, PROGRESS, RefusalKind};
use crate::session::Session;
use crate::sheet::cell::Cell;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::merge::Merge;
use crate::sheet::row_number::RowNumber;
use crate::steps::read::{self, Book, Grid};

/// How often the annotations are put right before the next night has to.
const ROUNDS: u32 = 3;

/// How the annotations stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AnnotationStatus {
    /// Every row has its own.
    Current,
    /// People kept editing, or a write failed; the next night puts them right.
    Behind,
    /// The sheet has no columns for them.
    None,
}

/// The columns beside the rows after a night.
#[derive(Debug)]
pub struct Annotations {
    /// How they stand.
    pub status: AnnotationStatus,
    /// The cells and columns that were not written, because people typed there or headed a column otherwise.
    pub unwritten: Vec<Unwritten>,
}

impl From<AnnotationStatus> for Annotations {
    fn from(status: AnnotationStatus) -> Self {
        Self { status, unwritten: Vec::new() }
    }
}

/// Brings the columns beside the rows up to date. A failure is a warning: the next night takes it up.
/// `assessed` is what the night made of the book, rows that were due and did not go over among it.
///
/// The cells of the book become those that it has written.
pub async fn all(
    session: &Session<'_>,
    book: &mut Book,
    ledger: &Ledger,
    window: Window,
    assessed: Option<&Assessment>,
) -> Annotations {
    info!(target: PROGRESS, "writing beside the rows");
    match bring_up_to_date(session, book, ledger, window, assessed).await {
        Ok(annotations) => annotations,
        Err(error) => {
            // What a protection stops is said at the end of the night, with what ends it.
            if !session.google.met_protection() {
                warn!(%error, "the columns beside the rows are behind; the next run puts them right");
            }
            AnnotationStatus::Behind.into()
        }
    }
}

/// Text that goes into one request of a single column, however many cells stand above it.
const LEAST_TEXT_BYTES: usize = 1_000_000;
/// The bytes that surround the text of a cell.
const CELL_BYTES: usize = 8;
/// The bytes of a cell that stays as it is.
const NULL_BYTES: usize = "null,".len();
/// Everything that goes into one request; Google recommends at most 2 MB.
const REQUEST_BYTES: usize = 1_900_000;

/// Brings the annotations up to date with the ledger.
///
/// # Errors
/// What the sheet or Google is at fault with.
pub async fn bring_up_to_date(
    session: &Session<'_>,
    book: &mut Book,
    ledger: &Ledger,
    window: Window,
    assessed: Option<&Assessment>,
) -> Result<Annotations, Error> {
    let staff = book.tabs.iter().find(|tab| tab.sheet_id == book.staff_sheet);
    for tag in staff.into_iter().flat_map(read::unknown_tags) {
        warn!(
            "column {} was tagged by another version of the program, and nothing is written there; run that version, or \
             `traslado init`, which tags it anew",
            tag.index
        );
    }
    if book.columns.is_empty() {
        return Ok(AnnotationStatus::None.into());
    }

    let deferred = assessed.map(Assessment::deferred).unwrap_or_default();
    let mut rows = Rows { newer: None, assessed, renewed: None, is_written: false };
    let mut unwritten = Vec::new();
    let mut protected: Option<Protections> = None;

    for round in 0..=ROUNDS {
        rows.read(session, book).await?;
        let Some(compared) = rows.compared(session, book, ledger, window, &deferred)? else {
            return Ok(AnnotationStatus::Behind.into());
        };
        unwritten = compared.unwritten;
        if compared.differences.is_empty() {
            let behind = unwritten.iter().any(Unwritten::keeps_column);
            let status = if behind { AnnotationStatus::Behind } else { AnnotationStatus::Current };
            return Ok(Annotations { status, unwritten });
        }
        if round == ROUNDS {
            break;
        }

        match &mut protected {
            None => match write(session, book, compared.differences.iter()).await {
                Err(error) if is_protected(&error) => {
                    let ranges = session.google.protected(session.file()).await;
                    let ranges = ranges.map_err(|error| session.error(error))?;
                    protected = Some(Protections { ranges, refused: BTreeSet::new() });
                }
                written => {
                    written.map_err(|error| session.error(error))?;
                    rows.expect(book, &compared.differences);
                }
            },
            Some(protections) => {
                let any = protections.write_around(session, book, &compared.differences).await;
                if !any.map_err(|error| session.error(error))? {
                    break;
                }
            }
        }
    }

    Ok(Annotations { status: AnnotationStatus::Behind, unwritten })
}

/// The rows of the staff tab as they were read last, and what was made of them.
struct Rows<'a> {
    /// The rows, where they are no longer those of the book.
    newer: Option<(Grid, Vec<Merge>)>,
    /// The assessment of the rows of the book; `None` once there are newer ones.
    assessed: Option<&'a Assessment>,
    /// The assessment of the rows as they are now, where another was needed.
    renewed: Option<Assessment>,
    /// True if the rows are those that were assessed with what was written beside them since.
    is_written: bool,
}

impl Rows<'_> {
    /// Reads the rows again. Where people have changed nothing, they stay as they are, with all that was made
    /// of them.
    async fn read(&mut self, session: &Session<'_>, book: &Book) -> Result<(), Error> {
        let known = match &self.newer {
            Some((grid, merges)) => (grid, merges.as_slice()),
            None => (&book.grid, book.merges.as_slice()),
        };
        if let Some(read) = read::staff_rows(session, book, known).await? {
            *self = Self { newer: Some(read), assessed: None, renewed: None, is_written: false };
        }
        Ok(())
    }

    /// The columns compared with what they should say; `None` when people have moved the service's columns
    /// since they were found, so that nobody can say what they hold.
    fn compared(
        &mut self,
        session: &Session<'_>,
        book: &Book,
        ledger: &Ledger,
        window: Window,
        deferred: &BTreeSet<Fingerprint>,
    ) -> Result<Option<ServiceCells>, Error> {
        let tab = match &self.newer {
            Some((grid, merges)) => book.staff_tab_of(grid, merges),
            None => book.staff_tab(),
        };
        let (form, context) = (&session.settings.sheet.form, book.assessment_context(ledger, window));
        let wrong = |source| Error::Form { tab: book.staff_place(session.settings), source };

        let last = self.renewed.as_ref().or(self.assessed);
        let mut renewed = match last {
            Some(last) if !self.is_written && deferred.is_empty() && last.stands(&tab, &context) => {
                return Ok(compared(&tab, book, last, ledger));
            }
            Some(last) => last.renewed(&tab, form, &context).map_err(wrong)?,
            None => assess(&tab, form, &context).map_err(wrong)?,
        };
        renewed.plan.defer(|entry| deferred.contains(&entry.fingerprint));
        let compared = compared(&tab, book, &renewed, ledger);
        self.renewed = Some(renewed);
        Ok(compared)
    }

    /// Puts what was written among the rows, as the next read has it unless people change something.
    fn expect(&mut self, book: &mut Book, written: &[Difference]) {
        let header = self.renewed.as_ref().or(self.assessed).and_then(|last| last.sheet.layout.as_ref());
        if header.is_none_or(|layout| written.iter().any(|cell| cell.row <= layout.header_row)) {
            // What stands beside a title may make another row of it, and a header is read anew.
            (self.assessed, self.renewed) = (None, None);
        }

        let Book { grid, columns, .. } = book;
        let grid = self.newer.as_mut().map_or(grid, |(grid, _)| grid);
        for Difference { column, row, text } in written {
            let Some(at) = columns.get(column).map(|tag| tag.index.index()) else { continue };
            if grid.len() <= row.index() {
                grid.resize(row.index() + 1, Vec::new());
            }
            let cells = &mut grid[row.index()];
            if cells.len() <= at {
                cells.resize(at + 1, Cell::Blank);
            }
            cells[at] = if text.is_empty() { Cell::Blank } else { Cell::Text(text.clone()) };
        }
        self.is_written = true;
    }
}

/// Returns `true` if a cell beside the row of one of these reports does not say what it should.
///
/// # Errors
/// What the sheet is at fault with.
pub fn is_behind(
    session: &Session<'_>,
    book: &Book,
    ledger: &Ledger,
    window: Window,
    ids: &[ReportId],
) -> Result<bool, Error> {
    let tab = book.staff_tab();
    let mut rows = Rows { newer: None, assessed: None, renewed: None, is_written: false };
    let Some(compared) = rows.compared(session, book, ledger, window, &BTreeSet::new())? else {
        return Ok(false);
    };
    let Some(id) = book.id_column() else { return Ok(false) };
    let is_of = |row: RowNumber| {
        let id = CellAddress::new(id, row).get(tab.cells).and_then(|cell| cell.text().parse().ok());
        id.is_some_and(|id: ReportId| ids.contains(&id))
    };
    Ok(compared.differences.iter().any(|difference| is_of(difference.row)))
}

/// The protections that Google refused a write for.
struct Protections {
    ranges: Vec<Protected>,
    /// The columns that were refused although no protected cell of theirs was to be written.
    refused: BTreeSet<ServiceColumn>,
}

impl Protections {
    /// Writes what can be written: Google refuses all that is sent together with one protected cell. `false`
    /// where nothing is left to write.
    async fn write_around(
        &mut self,
        session: &Session<'_>,
        book: &Book,
        differences: &[Difference],
    ) -> Result<bool, google::Error> {
        let mut any = false;
        for (column, tag) in &book.columns {
            let is_protected_cell = |row: RowNumber| {
                let cell = CellAddress::new(tag.index, row);
                self.ranges.iter().any(|range| range.keeps_out_of(book.staff_sheet, cell))
            };
            let of_column = differences.iter().filter(|difference| difference.column == *column);
            let writable: Vec<_> =
                of_column.filter(|difference| !is_protected_cell(difference.row)).collect();
            if writable.is_empty() || self.refused.contains(column) {
                continue;
            }
            match write(session, book, writable).await {
                Err(error) if is_protected(&error) => drop(self.refused.insert(*column)),
                written => {
                    written?;
                    any = true;
                }
            }
        }

        Ok(any)
    }
}

fn is_protected(error: &google::Error) -> bool {
    error.refusal() == Some(RefusalKind::ProtectedCell)
}

/// Writes cells, in requests of a size that Google takes.
async fn write<'a>(
    session: &Session<'_>,
    book: &Book,
    differences: impl IntoIterator<Item = &'a Difference>,
) -> Result<(), google::Error> {
    for columns in requests(differences, &book.columns) {
        session.google.write_columns(session.file(), &columns).await?;
    }
    Ok(())
}

/// The cells and columns beside the rows that are not written, in the sheet as it was read.
pub fn unwritten(book: &Book, assessment: &Assessment, ledger: &Ledger) -> Vec<Unwritten> {
    let Some(layout) = &assessment.sheet.layout else { return Vec::new() };
    compare(&book.staff_tab(), layout, &wanted(assessment, ledger, &book.answers)).unwritten
}

/// The columns compared with what they should say; `None` when people have moved the service's columns
/// since they were found, so that nobody can say what they hold.
fn compared(
    tab: &StaffTab<'_>,
    book: &Book,
    assessment: &Assessment,
    ledger: &Ledger,
) -> Option<ServiceCells> {
    let Some(layout) = &assessment.sheet.layout else { return Some(ServiceCells::default()) };
    let before = book.staff_tab();
    let is_moved = |(column, tag): (&ServiceColumn, &ColumnTag)| {
        let header = CellAddress::new(tag.index, layout.header_row);
        let stands =
            matches!(HeaderState::of(*column, tab.shown(header)), HeaderState::Own | HeaderState::Annotation);
        !stands && tab.shown(header) != before.shown(header)
    };
    if book.columns.iter().any(is_moved) {
        return None;
    }

    Some(compare(tab, layout, &wanted(assessment, ledger, &book.answers)))
}

/// The annotation of each row that is a report or a heading.
fn wanted(assessment: &Assessment, ledger: &Ledger, answers: &Answers) -> BTreeMap<RowNumber, Annotation> {
    let reports = &assessment.sheet.reports;
    let annotations = annotate(&assessment.plan, reports, ledger, answers);
    let mut wanted: BTreeMap<RowNumber, Annotation> =
        reports.iter().map(|report| report.row).zip(annotations).collect();

    let headings = assessment.sheet.headings.iter();
    wanted.extend(headings.map(|heading| (heading.row, of_heading(heading))));
    wanted
}

/// The writes, each of a size that Google takes.
///
/// A column that is named by its tag is written from its first row down, with a null for each cell that stays
/// as it is: in a long tab these are most of the bytes. Columns go together while there is room for all of that;
/// one alone, which would bring its nulls again, is cut only once it has brought enough text.
fn requests<'a>(
    differences: impl IntoIterator<Item = &'a Difference>,
    columns: &BTreeMap<ServiceColumn, ColumnTag>,
) -> Vec<Vec<TaggedColumn>> {
    let mut requests: Vec<Vec<TaggedColumn>> = Vec::new();
    let (mut text, mut nulls) = (0, 0);

    for difference in differences {
        let Some(tag) = columns.get(&difference.column).map(|tag| tag.id) else { continue };
        let last = requests.last().map_or(&[][..], Vec::as_slice);
        let written = last.last().filter(|column| column.tag == tag).map(|column| column.cells.len());
        let above = NULL_BYTES * difference.row.index().saturating_sub(written.unwrap_or(0));
        let is_alone = last.len() == usize::from(written.is_some());
        let added = above + difference.text.len() + CELL_BYTES;
        let has_no_room = text + nulls + added > REQUEST_BYTES;

        let starts = requests.is_empty() || has_no_room && (!is_alone || text > LEAST_TEXT_BYTES);
        if starts {
            requests.push(Vec::new());
            (text, nulls) = (0, 0);
        }
        text += difference.text.len() + CELL_BYTES;
        nulls += if starts { NULL_BYTES * difference.row.index() } else { above };

        let Some(columns) = requests.last_mut() else { continue };
        if columns.last().is_none_or(|column| column.tag != tag) {
            columns.push(TaggedColumn { tag, cells: Vec::new() });
        }
        if let Some(column) = columns.last_mut() {
            column.cells.resize(difference.row.index(), None);
            column.cells.push(Some(difference.text.clone()));
        }
    }

    requests
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::column_index::ColumnIndex;

    fn tags() -> BTreeMap<ServiceColumn, ColumnTag> {
        let tag = |(at, column): (usize, ServiceColumn)| {
            let id = i32::try_from(at).unwrap() + 7;
            let (key, value) = (column.key().to_owned(), String::new());
            (column, ColumnTag { id, key, value, index: ColumnIndex::new(24 + at) })
        };
        ServiceColumn::ALL.into_iter().enumerate().map(tag).collect()
    }

    /// Differences of one text in some rows of each of the first columns.
    fn differences(columns: usize, rows: std::ops::Range<usize>) -> Vec<Difference> {
        let text = "Trasladado el 2026-03-12";
        let of = |column| {
            rows.clone().map(move |row| Difference { column, row: RowNumber::at(row), text: text.to_owned() })
        };
        ServiceColumn::ALL.into_iter().take(columns).flat_map(of).collect()
    }

    /// The bytes of each request's cells, and how many texts it writes.
    fn sizes(differences: &[Difference]) -> Vec<(usize, usize)> {
        let size = |columns: &Vec<TaggedColumn>| {
            let cells = || columns.iter().flat_map(|column| &column.cells);
            let bytes = cells().map(|cell| cell.as_ref().map_or(NULL_BYTES, |text| text.len() + CELL_BYTES));
            (bytes.sum(), cells().flatten().count())
        };
        requests(differences, &tags()).iter().map(size).collect()
    }

    #[test]
    fn a_request_is_as_large_as_google_takes_with_the_cells_above_those_that_are_written() {
        let wanted = [
            (3, 5..20_005, 2),
            (3, 100_000..100_030, 1),
            (3, 150_000..150_030, 2),
            (2, 150_000..170_000, 2),
            (4, 1..4, 1),
        ];
        for (columns, rows, requests) in wanted {
            let differences = differences(columns, rows.clone());
            let sizes = sizes(&differences);
            assert_eq!(sizes.len(), requests, "{rows:?}: {sizes:?}");
            assert!(sizes.iter().all(|(bytes, _)| *bytes <= REQUEST_BYTES + 200), "{sizes:?}");
            assert_eq!(sizes.iter().map(|(_, texts)| texts).sum::<usize>(), differences.len());
        }
    }

    #[test]
    fn one_column_of_more_rows_than_a_request_should_have_goes_in_one_all_the_same() {
        let sizes = sizes(&differences(2, 500_000..500_100));
        assert_eq!(sizes.iter().map(|(_, texts)| *texts).collect::<Vec<_>>(), [100, 100]);
    }
}
