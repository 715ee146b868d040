//! Writes the fate of each row beside it, in the tagged columns and nowhere else.
//!
//! A write beside a staff row can only be verified and repaired: between read and write people
//! sort and insert. So the rows are read right before, and again after. The columns are exact: each
//! is named by its tag, which Google resolves when it applies the write. What people typed in them is left
//! and named.

use std::collections::{BTreeMap, BTreeSet};

use tracing::warn;

use crate::config::Settings;
use crate::domain::clerks::annotation::{Annotation, annotate, of_heading};
use crate::domain::clerks::answers::Answers;
use crate::domain::clerks::service_cells::{Difference, ServiceCells, Unwritten, compare};
use crate::domain::form::StaffTab;
use crate::domain::handoff::assessment::{Assessment, assess};
use crate::domain::handoff::plan::Window;
use crate::domain::identity::fingerprint::Fingerprint;
use crate::domain::ids::ServiceColumn;
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::error::Error;
use crate::google::sheets::{ColumnTag, Protected, TaggedColumn};
use crate::google::{self, RefusalKind};
use crate::session::Session;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::row_number::RowNumber;
use crate::steps::read::{self, Book};

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

/// Brings the columns beside the rows up to date. A failure is a warning: the next night takes it up. `deferred`
/// are the rows that were due and did not go over.
pub async fn all(
    session: &Session<'_>,
    book: &Book,
    ledger: &Ledger,
    window: Window,
    deferred: &BTreeSet<Fingerprint>,
) -> Annotations {
    match bring_up_to_date(session, book, ledger, window, deferred).await {
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

/// Text that goes into one request; Google recommends at most 2 MB with all that surrounds it.
const REQUEST_BYTES: usize = 1_000_000;
/// The bytes that surround the text of a cell.
const CELL_BYTES: usize = 8;

/// Brings the annotations up to date with the ledger.
///
/// # Errors
/// What the sheet or Google is at fault with.
pub async fn bring_up_to_date(
    session: &Session<'_>,
    book: &Book,
    ledger: &Ledger,
    window: Window,
    deferred: &BTreeSet<Fingerprint>,
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

    let mut unwritten = Vec::new();
    let mut protected: Option<Protections> = None;

    for round in 0..=ROUNDS {
        let (grid, merges) = read::staff_rows(session, book).await?;
        let tab = book.staff_tab_of(&grid, &merges);
        let Some(compared) = compared(&tab, book, session.settings, ledger, window, deferred)? else {
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
                written => written.map_err(|error| session.error(error))?,
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
    let Some(compared) = compared(&tab, book, session.settings, ledger, window, &BTreeSet::new())? else {
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
    for columns in requests(differences, book) {
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
    settings: &Settings,
    ledger: &Ledger,
    window: Window,
    deferred: &BTreeSet<Fingerprint>,
) -> Result<Option<ServiceCells>, Error> {
    let wrong = |source| Error::Form { tab: book.staff_place(settings), source };
    let known = book.known_columns(ledger);
    let (form, first) = (&settings.sheet.form, book.baseline.first_night());
    let mut assessment = assess(tab, known, form, &book.said_gone(), first, window).map_err(wrong)?;
    assessment.plan.defer(|entry| deferred.contains(&entry.fingerprint));
    let Some(layout) = &assessment.sheet.layout else { return Ok(Some(ServiceCells::default())) };

    let before = book.staff_tab();
    let is_moved = |tag: &ColumnTag| {
        let header = CellAddress::new(tag.index, layout.header_row);
        tab.shown(header) != before.shown(header)
    };
    if book.columns.values().any(is_moved) {
        return Ok(None);
    }

    Ok(Some(compare(tab, layout, &wanted(&assessment, ledger, &book.answers))))
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
fn requests<'a>(
    differences: impl IntoIterator<Item = &'a Difference>,
    book: &Book,
) -> Vec<Vec<TaggedColumn>> {
    let mut requests: Vec<Vec<TaggedColumn>> = Vec::new();
    let mut bytes = usize::MAX;

    for difference in differences {
        let Some(tag) = book.columns.get(&difference.column).map(|tag| tag.id) else { continue };
        if bytes > REQUEST_BYTES {
            requests.push(Vec::new());
            bytes = 0;
        }
        bytes += difference.text.len() + CELL_BYTES;
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
