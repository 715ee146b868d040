//! What `init` finds in a spreadsheet, and what it would make of it.

use std::collections::BTreeMap;
use std::fmt;

use crate::clock::Moment;
use crate::commands::init::{InitOptions, mapping, term_start};
use crate::commands::{answer, is_yes, nobody_answered};
use crate::config::Settings;
use crate::domain::columns;
use crate::domain::columns::confirmation::Confirmation;
use crate::domain::form::{ColumnChange, Layout, StaffTab};
use crate::domain::handoff::assessment::{Assessment, assess};
use crate::domain::handoff::known_before::{self, NumberZero, Undated};
use crate::domain::handoff::plan::Window;
use crate::domain::ids;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ledger::{Damage, Ledger, lines};
use crate::error::Error;
use crate::sheet::cell::Cell;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::row_number::{RowNumber, runs};
use crate::sheet::tab_place::TabPlace;
use crate::steps::adopt::{self, Adoption};
use crate::steps::read::Unverified;
use crate::steps::set_aside;
use crate::telemetry::show;

/// Rows that are named one by one.
const NAMED: usize = 10;

/// The state of a spreadsheet as the survey found it.
pub(super) struct Survey {
    tab: TabPlace,
    layout: Layout,
    /// The service's own columns, tagged or about to be.
    service_columns: Vec<ColumnIndex>,
    assessment: Assessment,
    /// The undated rows that the ledger does not know, by index among the reports.
    undated: Vec<usize>,
    /// The ledger as it stands, or in a copy as it would begin.
    ledger: Ledger,
    /// True if the first night has been, or what was known before it is recorded.
    begun: bool,
    recorded: bool,
    adoption: Adoption,
    /// How the columns are not those of the nights before.
    changes: Vec<ColumnChange>,
    /// The record that they are meant so, once somebody says it.
    confirmation: Option<Confirmation>,
    /// The file's locale, where it writes the month of a date first.
    month_first: Option<String>,
    /// The date cells that fit both ways then.
    swappable: Vec<CellAddress>,
}

impl Survey {
    /// Looks at what was read.
    ///
    /// # Errors
    /// When the tab is no CE-F05, or the ledger is damaged and the file no copy.
    pub(super) fn of(found: &Unverified, settings: &Settings, moment: Moment) -> Result<Self, Error> {
        let book = &found.book;
        let wrong = |source| Error::Form { tab: book.staff_place(settings), source };
        // A column of the service's that staff head otherwise is theirs once the service has another.
        let mut tab = StaffTab { service_columns: BTreeMap::new(), ..book.staff_tab() };
        let located = settings.sheet.form.locate(tab.clone()).map_err(wrong)?;
        if let Some(layout) = &located {
            let left = adopt::missing(book, layout).left;
            tab.service_columns = book.staff_tab().service_columns;
            tab.service_columns.retain(|column, _| left.iter().all(|(other, _)| other != column));
        }
        let located = settings.sheet.form.locate(tab.clone()).map_err(wrong)?;

        // In the tab that `init` has made, the headers come with all the rest.
        let blank = located.is_none() && book.staff_sheet == ids::STAFF;
        let headers = || {
            let columns = settings.sheet.form.blank().into_iter();
            vec![columns.map(|column| Cell::Text(column.header)).collect::<Vec<_>>()]
        };
        let headers = blank.then(headers);
        let grid = headers.as_ref().unwrap_or(&book.grid);

        let layout = match located {
            Some(layout) => Some(layout),
            None if blank => settings.sheet.form.locate(grid).map_err(wrong)?,
            None => None,
        };
        let layout = layout.ok_or_else(|| Error::NoHeaders { tab: book.staff_place(settings) })?;

        let is_copy = matches!(found.ledger, Err(Damage::Copy { .. }));
        let ledger = match &found.ledger {
            Ok(ledger) => ledger.clone(),
            Err(Damage::Copy { .. }) => {
                let known = known_before::carried(&lines::collect(&found.rows).0);
                Ledger::starting(&settings.sheet.spreadsheet_id, known)
            }
            Err(damage) => return Err(damage.clone().into()),
        };

        let mut adoption = adopt::missing_from(book, grid, &layout, is_copy);
        adoption.form = blank;

        if is_copy {
            adoption.ledger = false;
            adoption.old = Some(set_aside::set_aside(book, &found.cross_checks)?);
        }

        adoption.claim = !is_copy && ledger.head().is_known_before() && book.names_another_file(settings);
        let window = Window::new(settings.handoff.since, moment.today(), None);
        let mut tab = StaffTab { cells: grid, ..tab };
        tab.service_columns.extend(adoption.known.iter().map(|(column, at)| (*column, *at)));
        let mut context = book.assessment_context(&ledger, window);
        let form = &settings.sheet.form;
        let changes = columns::changes(form, &tab, context.known);

        // From here on the columns are what the headers say, as they are once somebody confirms them.
        if !changes.is_empty() {
            context.known = context.known.confirming(layout.columns.keys().copied().collect());
        }
        let assessment = assess(&tab, form, &context).map_err(wrong)?;
        let confirmation = context.known.confirmed.filter(|_| !changes.is_empty());

        let service_columns = tab.service_columns.values().copied().collect();

        let month_first = book.writes_month_first().then(|| book.locale.clone());
        let swappable = if month_first.is_some() { form.swappable_dates(grid, &layout) } else { Vec::new() };

        Ok(Self {
            tab: book.staff_place(settings),
            layout,
            month_first,
            swappable,
            service_columns,
            undated: known_before::undecided(&assessment),
            assessment,
            begun: !is_copy
                && (!ledger.head().is_known_before() || book.metadata.contains_key(&ids::NUMBER_ZERO)),
            recorded: !is_copy && book.undated.is_some(),
            ledger,
            adoption,
            changes,
            confirmation,
        })
    }

    /// Asks of each column that is not as it was whether it is meant so, unless told not to: only where all
    /// are, the columns are confirmed.
    ///
    /// # Errors
    /// [`Error::Usage`] where nobody answers.
    pub(super) fn confirm(&self, options: InitOptions) -> Result<bool, Error> {
        if options.yes {
            return Ok(true);
        }
        for change in &self.changes {
            let said = answer(&format!("{change}. Is that meant? [y/N] ")).ok_or_else(nobody_answered)?;
            if !is_yes(&said) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Decides the fate of the undated rows: as the operator wishes, or as the answer at the terminal
    /// is. `None` hands them over without recording that anybody decided so.
    ///
    /// # Errors
    /// [`Error::Undecided`] when they are many and nobody decides, [`Error::Usage`] when they are few and
    /// nobody answers, or when it is too late to decide.
    pub(super) fn decide(&self, options: InitOptions) -> Result<Option<Undated>, Error> {
        if self.undated.is_empty() {
            return Ok(None);
        }

        if self.begun {
            return match options.undated {
                Some(Undated::KnownBefore) => Err(Error::Usage(format!(
                    "the ledger has begun, so that rows without a usable date ({}) are handed over from now on; `traslado \
                     annul` takes back what should not have been",
                    self.rows()
                ))),
                _ => Ok(None),
            };
        }

        let many = self.undated.len() > known_before::FEW;
        match options.undated {
            Some(decision) => Ok(Some(decision)),
            None if self.recorded => Ok(None),
            None if options.yes && !many => Ok(None),
            None if options.yes => Err(self.undecided()),
            None => {
                let question = "Hand them over on the first night, flagged, or record them as known before the service \
                                (anterior)? [h/a] ";
                loop {
                    match answer(question).map(|answer| answer.to_lowercase()).as_deref() {
                        Some("h" | "handover") => return Ok(Some(Undated::Handover)),
                        Some("a" | "anterior") => return Ok(Some(Undated::KnownBefore)),
                        Some(_) => show!("Please answer h or a."),
                        None if many => return Err(self.undecided()),
                        None => return Err(nobody_answered()),
                    }
                }
            }
        }
    }

    fn undecided(&self) -> Error {
        Error::Undecided { tab: self.tab.clone(), rows: self.undated.len() }
    }

    /// The additions to make, once that is decided.
    pub(super) fn adoption(
        &self,
        settings: &Settings,
        decided: Option<Undated>,
        confirmed: bool,
        moment: Moment,
    ) -> Adoption {
        let mut adoption = self.adoption.clone();
        adoption.confirmation = self.confirmation.filter(|_| confirmed);
        let mut begins_with: Vec<_> = if adoption.old.is_some() {
            self.ledger.handoff(HandoffNumber::KNOWN_BEFORE).cloned().collect()
        } else {
            Vec::new()
        };

        match decided {
            Some(Undated::KnownBefore) if !self.begun => {
                let rows = &self.undated;
                begins_with.extend(known_before::of_rows(
                    &self.assessment,
                    rows,
                    &self.ledger,
                    &settings.sheet.form,
                    moment.today(),
                ));
            }
            // In a copy the number 0 says by itself that somebody decided.
            Some(Undated::Handover) if !self.recorded && adoption.old.is_none() => {
                adoption.decision = decided;
            }
            _ => {}
        }

        adoption.start = NumberZero::of(&settings.sheet.spreadsheet_id, begins_with);
        adoption
    }

    /// The undated rows by number, the first few of them.
    fn rows(&self) -> String {
        let rows = self.undated.iter().filter_map(|at| self.assessment.sheet.reports.get(*at));
        let named: Vec<String> = rows.take(NAMED).map(|report| report.row.to_string()).collect();
        match self.undated.len() {
            1 => format!("row {}", named.join("")),
            many if many > NAMED => format!("rows {} and {} more", named.join(", "), many - NAMED),
            _ => format!("rows {}", named.join(", ")),
        }
    }
}

impl fmt::Display for Survey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.adoption.form {
            let row = self.layout.header_row;
            let table = mapping(&self.layout, &self.service_columns);
            writeln!(f, "{}, header row {row}:\n{table}", self.tab)?;
            if let Some(warning) = term_start(&self.layout) {
                writeln!(f, "Note: {warning}")?;
            }
        }

        if let Some(locale) = &self.month_first {
            writeln!(
                f,
                "The file's locale is {locale}, which writes the month first: a day typed as 05/11/2026 is 11 May there. \
                 `traslado init --locale es_CO` has dates read with the day first from then on, and changes no cell; until \
                 then nothing is handed over for the first time."
            )?;
            if !self.swappable.is_empty() {
                let cells = cells(&self.swappable);
                writeln!(
                    f,
                    "Typed so far and fitting both ways, so compare them with the messages: {cells}."
                )?;
            }
        }

        for change in &self.changes {
            writeln!(f, "Not as it was at the last hand-off: {change}.")?;
        }

        if self.adoption.old.is_some() {
            let known = self.ledger.entries();
            let last = known.iter().map(|entry| entry.handed_over).max();
            let day = last.map(|day| format!(", the last of {day}")).unwrap_or_default();
            writeln!(
                f,
                "This spreadsheet is a copy. Its ledger knows {} lines of the original{day}.",
                known.len()
            )?;
        }

        if !self.undated.is_empty() {
            writeln!(f, "Without a usable date and not handed over yet: {}.", self.rows())?;
            if self.begun || self.recorded {
                writeln!(f, "They are handed over, flagged, as any other row.")?;
            }
        }

        Ok(())
    }
}

/// Cells of few columns, those of neighbouring rows by the ends of their run.
fn cells(addresses: &[CellAddress]) -> String {
    let columns = addresses.chunk_by(|one, next| one.column == next.column);
    let run = |column: ColumnIndex, (first, last): (RowNumber, RowNumber)| {
        let [first, last] = [first, last].map(|row| CellAddress::new(column, row));
        if first == last { first.to_string() } else { format!("{first} to {last}") }
    };
    let runs = columns.flat_map(|cells| {
        let runs = runs(cells.iter().map(|cell| cell.row)).into_iter();
        runs.filter_map(move |ends| Some(run(cells.first()?.column, ends)))
    });
    runs.collect::<Vec<_>>().join(", ")
}

/// Prints what would be added.
pub(super) fn list(adoption: &Adoption) {
    if let Some(old) = &adoption.old {
        show!("To set aside: the old ledger, in the hidden tab \"{}\"", old.title);
        show!(
            "To begin: a new ledger that knows what the old one knows (class ANTERIOR), so that nothing is handed over \
             again; its first hand-off is number 1, and its IDs go on from the old ones"
        );
        show!("To leave as they are: the old hand-off tabs; nothing is written to them any more");
        show!("From then on hand over from this file only: both files would hand over what is new in both");
    }

    for (column, at) in &adoption.known {
        show!("To take for the service's: column {}, \"{}\"", at, column.header());
    }

    for (column, at) in &adoption.left {
        show!("To leave to the staff: column {at}, whose header is not \"{}\" any more", column.header());
    }

    for (cell, header) in adoption.header_cells() {
        show!("To write again: header \"{header}\" in {cell}, which is blank");
    }

    for (cell, header) in adoption.cells() {
        show!("To add: column \"{header}\" in {cell}");
    }

    if adoption.confirmation.is_some() {
        show!("To record: the columns are meant to be as they are now");
    }

    if let Some(locale) = adoption.locale {
        show!("To set: the file's locale, to {locale}; no cell changes");
    }

    if adoption.ledger {
        show!("To add: the hidden tab \"{}\"", ids::LEDGER_TITLE);
    }

    if adoption.claim {
        show!("To record: the ledger is this file's; the file of which it is a copy had handed over nothing");
    }

    if adoption.start.is_some() {
        show!(
            "To add: the hidden tab \"{}\", which holds what is known before the first hand-off",
            ids::KNOWN_BEFORE_TITLE
        );
    }

    let undated = adoption.start.as_ref().map_or(0, |start| start.undated);
    if undated > 0 {
        show!("To record as known, and not to hand over: {undated} rows without a usable date");
    }
    if adoption.decision.is_some() {
        show!("To record: rows without a usable date are handed over by the first night, flagged");
    }
}
