//! Adopts a spreadsheet: adds the service's columns beside the staff's, tagged so that they are
//! found wherever people move them, and the ledger with what is known before the first hand-off.
//! Nothing else changes.

use crate::domain::clerks::service_cells::{HeaderState, header_for};
use crate::domain::columns::confirmation::Confirmation;
use crate::domain::form::Layout;
use crate::domain::handoff::known_before::{NumberZero, Undated};
use crate::domain::ids::record_version::{Marked, RECORD_VERSION};
use crate::domain::ids::{self, ServiceColumn};
use crate::domain::ledger::entry::Entry;
use crate::error::Error;
use crate::google::RefusalKind;
use crate::google::sheets::{Change, TaggedColumn, change};
use crate::layout::{form_tab, service_columns};
use crate::session::Session;
use crate::sheet::cell::Cell;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::row_number::RowNumber;
use crate::sheet::tab_cell::TabCell;
use crate::steps::ledger;
use crate::steps::read::{self, Book};
use crate::steps::set_aside::{self, SetAside};

/// The additions of an adoption.
#[derive(Clone, Debug, Default)]
pub struct Adoption {
    /// The columns, each with its header and the index it gets.
    pub columns: Vec<(ServiceColumn, String, ColumnIndex)>,
    /// Columns of the service's whose header is blank, or is what belongs beside a row, and is written again, with
    /// it and the index.
    pub headers: Vec<(ServiceColumn, String, ColumnIndex)>,
    /// Columns among [`Self::columns`] whose tag stands on a column that bears another header, with its index:
    /// that one is left to the staff.
    pub left: Vec<(ServiceColumn, ColumnIndex)>,
    /// The ids of tags of the service's that are none of this version's, and are taken away.
    pub unknown_tags: Vec<i32>,
    /// Columns of the service's that are there and have lost their tag, with their index.
    pub known: Vec<(ServiceColumn, ColumnIndex)>,
    /// True if the ledger is added.
    pub ledger: bool,
    /// The entries with which the ledger begins.
    pub start: Option<NumberZero>,
    /// The operator's decision about undated rows, where it is to be recorded.
    pub decision: Option<Undated>,
    /// The word that the columns are meant to be as they are, where it is to be recorded.
    pub confirmation: Option<Confirmation>,
    /// The ledger of the original, where the spreadsheet is a copy.
    pub old: Option<SetAside>,
    /// True if it is recorded that the ledger is this file's, in a copy whose original had handed over
    /// nothing.
    pub claim: bool,
    /// True if the headers of the form are written first: the tab is empty, and `init` has made it.
    pub form: bool,
    /// The locale that the file gets, where it has another.
    pub locale: Option<&'static str>,
    header_row: RowNumber,
}

impl Adoption {
    /// Returns `true` if there is nothing to add.
    pub fn is_done(&self) -> bool {
        let Self {
            columns,
            headers,
            known,
            ledger,
            start,
            decision,
            confirmation,
            old,
            claim,
            form,
            locale,
            ..
        } = self;
        let nothing = start.is_none() && decision.is_none() && confirmation.is_none() && old.is_none();
        nothing
            && headers.is_empty()
            && columns.is_empty()
            && known.is_empty()
            && !ledger
            && !claim
            && !form
            && locale.is_none()
    }

    /// The header cell of each new column, for people.
    pub fn cells(&self) -> impl Iterator<Item = (CellAddress, &str)> {
        self.addressed(&self.columns)
    }

    /// The header cells that are written again, for people.
    pub fn header_cells(&self) -> impl Iterator<Item = (CellAddress, &str)> {
        self.addressed(&self.headers)
    }

    fn addressed<'a>(
        &self,
        columns: &'a [(ServiceColumn, String, ColumnIndex)],
    ) -> impl Iterator<Item = (CellAddress, &'a str)> + use<'a> {
        let row = self.header_row;
        columns.iter().map(move |(_, header, at)| (CellAddress::new(*at, row), header.as_str()))
    }
}

/// The additions that a spreadsheet still needs. Columns go to the right of everything that stands in
/// the tab; where staff have a column of the same name, the service's gets a name of its own.
pub fn missing(book: &Book, layout: &Layout) -> Adoption {
    missing_from(book, &book.grid, layout, false)
}

/// The additions where `grid` holds headers that are yet to be written, or in a copy: there, columns of
/// the service's name that have lost their tags are the service's.
pub fn missing_from(book: &Book, grid: &[Vec<Cell>], layout: &Layout, is_copy: bool) -> Adoption {
    let header_row = layout.header_row;
    let headers: &[Cell] = grid.get(header_row.index()).map_or(&[], Vec::as_slice);
    let at = |header: &str| headers.iter().position(|cell| cell.text().trim().eq_ignore_ascii_case(header));
    let width = grid.iter().map(Vec::len).max().unwrap_or(0);
    let mut known: Vec<(ServiceColumn, ColumnIndex)> = Vec::new();
    let (mut absent, mut left, mut blank) = (Vec::new(), Vec::new(), Vec::new());

    let header = |column: ServiceColumn| header_for(column, headers);
    let tab = book.staff_tab_of(grid, &book.merges);
    let staff = book.tabs.iter().find(|tab| tab.sheet_id == book.staff_sheet);
    let unknown_tags: Vec<i32> = staff.into_iter().flat_map(read::unknown_tags).map(|tag| tag.id).collect();
    for column in ServiceColumn::ALL {
        if let Some(tag) = book.columns.get(&column) {
            match HeaderState::of(column, tab.shown(CellAddress::new(tag.index, header_row))) {
                HeaderState::Own => {}
                HeaderState::Blank | HeaderState::Annotation => {
                    blank.push((column, header(column), tag.index));
                }
                HeaderState::Other => {
                    left.push((column, tag.index));
                    absent.push(column);
                }
            }
            continue;
        }
        let is_ours = is_copy || unknown_tags.contains(&column.tag());
        match at(&column.own_header()).or(at(column.header())).filter(|_| is_ours) {
            Some(at) => known.push((column, ColumnIndex::new(at))),
            None => absent.push(column),
        }
    }

    let columns = (width..)
        .map(ColumnIndex::new)
        .zip(absent)
        .map(|(at, column)| (column, header(column), at))
        .collect();

    Adoption {
        columns,
        headers: blank,
        left,
        unknown_tags,
        known,
        ledger: !book.has_ledger(),
        header_row,
        ..Adoption::default()
    }
}

/// Adds what is missing, in one atomic batch. `false` when another one, or the first night, has added
/// some of it first: then all is to be read again.
///
/// # Errors
/// What Google is at fault with.
pub async fn adopt(session: &Session<'_>, book: &Book, adoption: &Adoption) -> Result<bool, Error> {
    let headers: Vec<Vec<Vec<TabCell>>> =
        adoption.columns.iter().map(|(_, header, _)| vec![vec![TabCell::Text(header.clone())]]).collect();
    let rows = adoption.start.iter().flat_map(|start| &start.rows);
    let lines: Vec<Vec<TabCell>> = rows.map(|row| row.iter().cloned().map(TabCell::Text).collect()).collect();
    let records = adoption.start.iter().flat_map(NumberZero::records);
    let records: Vec<Vec<TabCell>> = records.map(|record| vec![TabCell::Text(record)]).collect();
    let form = form_tab::cells(&session.settings.sheet.form);
    let mut changes: Vec<Change<'_>> = Vec::new();

    if adoption.form {
        changes.extend(form_tab::form(
            book.staff_sheet,
            book.staff_rows(),
            &session.settings.sheet.form,
            &form,
        ));
    }

    changes.extend(columns(book, adoption, &headers));
    if adoption.form {
        changes.extend(form_tab::service_columns(book.staff_sheet, book.staff_rows(), &adoption.columns));
    }

    match &adoption.old {
        Some(old) => changes.extend(set_aside::changes(old, session.settings)),
        None if adoption.ledger => {
            changes.extend(ledger::creation(book.origin_to_record(session.settings)));
            changes.push(ledger::protection(&session.settings.account));
        }
        None => {}
    }

    changes.extend(adoption.locale.map(change::set_locale));

    if adoption.claim {
        changes.push(ledger::claim(book.id_space, session.settings));
    }

    let placed = adoption.columns.iter().map(|(column, _, at)| (*column, *at));
    changes.extend(service_columns::styles(book.staff_sheet, adoption.header_row, placed));
    let put = |id: i32, key: &str, value: String| {
        if book.metadata.contains_key(&id) {
            change::update_metadata(id, key, value)
        } else {
            change::create_metadata(id, key, value)
        }
    };

    if let Some(start) = &adoption.start {
        let guard = start.guard(format!("{:016x}", rand::random::<u64>()));
        changes.push(put(ids::NUMBER_ZERO, ids::NUMBER_ZERO_KEY, guard.to_string()));
        // A ledger that is set aside has been made anew, and as wide as it must be.
        if adoption.old.is_none() {
            changes.extend(ledger::widening(&book.tabs, ids::LEDGER, Entry::COLUMNS));
        }
        changes.push(change::append_cells(ids::LEDGER, &lines));
        let sheet = adoption.old.as_ref().map_or(book.id_space, |old| old.id_space).known_before_tab();
        let title = book.titles().take(ids::KNOWN_BEFORE_TITLE);
        let rows = u32::try_from(records.len()).unwrap_or(u32::MAX);
        changes.push(change::add_sheet(sheet, &title, rows, 1, true));
        changes.push(change::update_cells(sheet, CellAddress::A1, &records));
    }

    changes.extend(
        adoption.decision.map(|decision| put(ids::UNDATED, ids::UNDATED_KEY, Marked(decision).to_string())),
    );
    changes.extend(adoption.confirmation.map(|word| put(ids::COLUMNS, ids::COLUMNS_KEY, word.to_string())));
    if changes.is_empty() {
        return write_headers(session, adoption).await;
    }
    let batch = session.batch(&changes)?;

    match session.apply(&batch).await {
        Ok(()) => write_headers(session, adoption).await,
        // A lost answer ends here too.
        Err(error)
            if matches!(
                error.refusal(),
                Some(
                    RefusalKind::MetadataIdTaken
                        | RefusalKind::SheetIdTaken
                        | RefusalKind::ObjectIdTaken
                        | RefusalKind::TitleTaken
                )
            ) =>
        {
            Ok(false)
        }
        Err(error) => Err(session.error(error)),
    }
}

/// Writes the headers that are blank, each in the column that bears its tag, wherever people move it
/// meanwhile.
async fn write_headers(session: &Session<'_>, adoption: &Adoption) -> Result<bool, Error> {
    let row = adoption.header_row.index();
    let column = |(column, header, _): &(ServiceColumn, String, ColumnIndex)| {
        let cells = std::iter::repeat_n(None, row).chain([Some(header.clone())]).collect();
        TaggedColumn { tag: column.tag(), cells }
    };
    let columns: Vec<TaggedColumn> = adoption.headers.iter().map(column).collect();

    if !columns.is_empty() {
        let written = session.google.write_columns(session.file(), &columns).await;
        written.map_err(|error| session.error(error))?;
    }
    Ok(true)
}

/// The service's columns: new ones, so that no cell of the staff's is overwritten even if somebody
/// has inserted a column since the read.
fn columns<'a>(book: &Book, adoption: &Adoption, headers: &'a [Vec<Vec<TabCell>>]) -> Vec<Change<'a>> {
    let sheet = book.staff_sheet;
    let mut changes: Vec<Change<'a>> = Vec::new();
    let grid = book.tabs.iter().find(|tab| tab.sheet_id == sheet).map_or(0, |tab| tab.columns);
    let count = u32::try_from(adoption.columns.len()).unwrap_or(u32::MAX);

    match adoption.columns.first() {
        Some((_, _, first)) if first.offset() < grid => {
            changes.push(change::insert_columns(sheet, *first, count));
        }
        Some(_) => changes.push(change::append_columns(sheet, count)),
        None => {}
    }

    // A tag has one id, so that it is taken from the column that is left to the staff.
    changes.extend(adoption.left.iter().map(|(column, _)| change::delete_metadata(column.tag())));
    changes.extend(adoption.unknown_tags.iter().map(|id| change::delete_metadata(*id)));
    for ((column, _, at), header) in adoption.columns.iter().zip(headers) {
        changes.push(change::update_cells(sheet, CellAddress::new(*at, adoption.header_row), header));
        changes.push(change::tag_column(column.tag(), sheet, *at, column.key(), RECORD_VERSION));
    }

    let known = adoption.known.iter();
    changes.extend(
        known.map(|(column, at)| change::tag_column(column.tag(), sheet, *at, column.key(), RECORD_VERSION)),
    );

    changes
}
