//! `traslado find`: where a report is, years later. Reads only, and prints nothing of a citizen's.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use chrono::NaiveDate;
use serde::Serialize;

use crate::clock::Moment;
use crate::commands::EXIT_STATUS;
use crate::config::Settings;
use crate::domain::clerks::find::Query;
use crate::domain::handoff::plan::{Disposition, Window};
use crate::domain::handoff::quarantine::AcceptedChanges;
use crate::domain::handoff::titles;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::report_id::ReportId;
use crate::domain::law::state::State;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::entry::Entry;
use crate::error::{Error, exit};
use crate::session::Session;
use crate::sheet::row_number::RowNumber;
use crate::sheet::sheet_id::SheetId;
use crate::sheet::tab_place::TabPlace;
use crate::steps::display;
use crate::steps::read::{self, Book};

/// One report.
#[derive(Debug, Serialize)]
struct FoundReport {
    id: String,
    received: Option<NaiveDate>,
    due: Option<NaiveDate>,
    answered: Option<NaiveDate>,
    annulled: bool,
    /// The newest that was typed.
    radicado: Option<String>,
    /// Row of the staff tab now; null where no row says this report any more.
    staff_row: Option<RowNumber>,
    staff_link: Option<String>,
    revisions: Vec<Revision>,
    #[serde(skip)]
    staff_tab: TabPlace,
}

/// One revision, and where its line is.
#[derive(Debug, Serialize)]
struct Revision {
    #[serde(rename = "revision")]
    number: u32,
    class: &'static str,
    handoff: HandoffNumber,
    handed_over: NaiveDate,
    place: FoundIn,
    /// Title of the tab, where it stands in the spreadsheet.
    tab: Option<String>,
    row: Option<RowNumber>,
    link: Option<String>,
    /// The number that records the archiving, and its day.
    archived_under: Option<HandoffNumber>,
    archived_on: Option<NaiveDate>,
}

/// Where a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum FoundIn {
    /// In a tab of the spreadsheet.
    Tab,
    /// In a hidden one, whose copy is in the archive already.
    OnItsWay,
    /// In the archive.
    Archive,
    /// In no tab.
    Gone,
}

/// Finds a report: its tabs or its place in the archive, its row, its dates; writes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub struct Args {
    /// An ID such as CE-2026-00001, a radicado, or when the message came, was handed over or was answered: a day
    /// (2026-11-28, 28/11/2026), a month (2026-11, 11/2026, "noviembre 2026") or a range
    /// (2026-11-01..2026-11-15).
    #[arg(value_name = "ID|RADICADO|DATE|MONTH|FROM..TO")]
    wanted: Query,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

/// Finds reports and says where they are.
///
/// # Errors
/// [`Error::Usage`] when there is nothing of the kind, or why nobody can look.
pub async fn find(config: &Path, Args { wanted, json }: Args) -> Result<u8, Error> {
    let wanted = &wanted;
    let settings = Settings::load(config)?;
    let moment = Moment::now();
    let google = crate::commands::log_in(&settings, moment).await?;
    let session = Session { google: &google, settings: &settings, moment };
    let (mut book, ledger) = read::book(&session).await?;
    let ids = wanted.among(&ledger, &book.answers);

    if ids.is_empty() {
        return Err(Error::Usage(wanted.unknown()));
    }

    let rows = staff_rows(&session, &mut book, &ledger).await?;
    let clerk = Lookup { book: &book, ledger: &ledger, settings: &settings, rows: &rows };
    let found: Vec<FoundReport> = ids.into_iter().filter_map(|id| clerk.found(id)).collect();
    crate::commands::print(&All { outcome: "found", reports: found }, json);

    Ok(exit::OK)
}

/// The row of each report now, as a night would find it. A staff tab that a night would not read hides only
/// that.
async fn staff_rows(
    session: &Session<'_>,
    book: &mut Book,
    ledger: &Ledger,
) -> Result<BTreeMap<ReportId, RowNumber>, Error> {
    let window = Window::new(session.settings.handoff.since, session.moment.today(), None);
    let assessment = match display::assess(session, book, ledger, window, &AcceptedChanges::None).await {
        Ok(assessment) => assessment,
        Err(Error::Form { .. } | Error::Undecided { .. } | Error::MonthFirst { .. }) => {
            return Ok(BTreeMap::new());
        }
        Err(error) => return Err(error),
    };
    let dispositions = assessment.plan.dispositions.iter().zip(&assessment.sheet.reports);
    let known = dispositions.filter_map(|(disposition, report)| match disposition {
        Disposition::Already(id)
        | Disposition::Quarantined(id)
        | Disposition::HandedOver(id, _)
        | Disposition::Deferred(Some(id)) => Some((*id, report.row)),
        Disposition::BeforeSince
        | Disposition::Waiting
        | Disposition::Withheld(_)
        | Disposition::WithheldEarly
        | Disposition::Deferred(None) => None,
    });

    Ok(known.collect())
}

/// All that a report is looked up in.
struct Lookup<'a> {
    book: &'a Book,
    ledger: &'a Ledger,
    settings: &'a Settings,
    rows: &'a BTreeMap<ReportId, RowNumber>,
}

impl Lookup<'_> {
    fn found(&self, id: ReportId) -> Option<FoundReport> {
        let latest = self.ledger.latest(id)?;
        let answer = self.book.answers.of(id, self.ledger);
        let staff_row = self.rows.get(&id).copied();

        Some(FoundReport {
            id: id.to_string(),
            received: latest.received,
            due: self.ledger.revisions(id).find_map(|entry| entry.due),
            answered: answer.state_date.day().filter(|_| answer.state == Some(State::Answered)),
            annulled: self.ledger.is_annulled(id),
            radicado: Some(answer.radicado).filter(|radicado| !radicado.is_empty()).map(str::to_owned),
            staff_row,
            staff_link: staff_row.map(|row| self.link(self.book.staff_sheet, row)),
            revisions: self.ledger.revisions(id).map(|entry| self.revision(entry)).collect(),
            staff_tab: self.book.staff_place(self.settings),
        })
    }

    /// Where a line is: in the newest of the tabs that list it, else in the archive.
    fn revision(&self, entry: &Entry) -> Revision {
        let title = |sheet: SheetId| self.book.name_of(sheet, self.settings);
        let lines = self.book.answers.lines_of(entry.id).iter().rev();
        let mut listed = lines.filter(|line| line.number == entry.number);
        let listed_in = listed.find_map(|line| Some((line, title(line.sheet)?)));
        let mut archived = self.ledger.archivings_of(entry.number);
        let archived = archived.find(|(record, _)| record.id == entry.id);

        let mut revision = Revision {
            number: entry.revision,
            class: entry.class.name(),
            handoff: entry.number,
            handed_over: entry.handed_over,
            place: FoundIn::Gone,
            tab: None,
            row: None,
            link: None,
            archived_under: None,
            archived_on: None,
        };

        if let Some((line, title)) = listed_in {
            let marked = self.book.archive.staged.contains_key(&entry.number);
            revision.place = if marked { FoundIn::OnItsWay } else { FoundIn::Tab };
            revision.tab = Some(title);
            revision.row = Some(line.row);
            revision.link = Some(self.link(line.sheet, line.row));
        } else if let Some((record, archiving)) = archived {
            revision.place = FoundIn::Archive;
            revision.row = archiving.row;
            revision.link = Some(archiving.link());
            revision.archived_under = Some(record.number);
            revision.archived_on = Some(record.handed_over);
        }

        revision
    }

    fn link(&self, sheet: SheetId, row: RowNumber) -> String {
        let file = &self.settings.sheet.spreadsheet_id;
        format!("https://docs.google.com/spreadsheets/d/{file}/edit#gid={sheet}&range=A{row}")
    }
}

/// All that was found.
#[derive(Debug, Serialize)]
struct All {
    outcome: &'static str,
    reports: Vec<FoundReport>,
}

impl fmt::Display for All {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, found) in self.reports.iter().enumerate() {
            let gap = if at == 0 { "" } else { "\n" };
            write!(f, "{gap}{found}")?;
        }
        Ok(())
    }
}

impl fmt::Display for FoundReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = |word: &str, day: Option<NaiveDate>, none: &str| {
            day.map_or_else(|| none.to_owned(), |day| format!("{word} {day}"))
        };
        let mut facts = vec![
            day("received", self.received, "without a usable date"),
            day("due", self.due, "not due"),
            day("answered", self.answered, "not answered"),
        ];

        if self.annulled {
            facts.push("annulled".to_owned());
        }

        facts.push(
            self.radicado
                .as_ref()
                .map_or_else(|| "without a radicado".to_owned(), |radicado| format!("radicado {radicado}")),
        );
        write!(f, "{}: {}", self.id, facts.join(", "))?;

        match (self.staff_row, &self.staff_link) {
            (Some(row), Some(link)) => write!(f, "\n  row {row} of {}: {link}", self.staff_tab.name())?,
            _ => write!(f, "\n  in no row of {} any more", self.staff_tab.name())?,
        }

        self.revisions.iter().try_for_each(|revision| write!(f, "\n  {revision}"))
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { number, class, handoff, handed_over, .. } = self;
        write!(f, "revision {number}, {class}, hand-off {handoff} of {handed_over}: ")?;
        let row = self.row.map_or_else(String::new, |row| format!(", row {row}"));
        let link = self.link.as_deref().unwrap_or_default();
        let tab = match self.tab.as_deref() {
            Some(title) if titles::is_of_handoff(title) => format!("tab \"{title}\""),
            place => place.unwrap_or_default().to_owned(),
        };

        match self.place {
            FoundIn::Tab => write!(f, "{tab}{row}: {link}"),
            FoundIn::OnItsWay => write!(f, "{tab}, hidden, on its way to the archive{row}: {link}"),
            FoundIn::Archive => {
                let number = self.archived_under.unwrap_or_default();
                let day = self.archived_on.unwrap_or_default();
                write!(f, "archived on {day} under number {number}{row}: {link}")
            }
            FoundIn::Gone => {
                f.write_str("in no tab of the spreadsheet any more; its line stands in the ledger")
            }
        }
    }
}
