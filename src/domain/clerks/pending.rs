//! What clerks have still to do: their work list, in the order in which something must be done, and how much of it
//! is due.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::clerks::answers::{Answer, AnswerLine, Answers};
use crate::domain::clerks::lives::Lives;
use crate::domain::finding::field::Field;
use crate::domain::form::report::Report;
use crate::domain::handoff::citizen_text::{Sent, citizen_text};
use crate::domain::handoff::tab::{HEADER_ROW, alerts_of_findings};
use crate::domain::ids::report_id::ReportId;
use crate::domain::law::entity::Entity;
use crate::domain::law::life::{Life, Phase};
use crate::domain::ledger::entry::{Class, Entry};
use crate::domain::ledger::{Ledger, WATCHED_DAYS};
use crate::sheet::sheet_id::SheetId;
use crate::sheet::tab_cell::{TabCell, padded};

/// Business days ahead of a due date from which it is said to be near.
pub const SOON: i32 = 3;

/// How many reports the work list shows; who has more waiting is helped by the first of them.
const SHOWN: usize = 1_500;
/// Characters of a citizen's text that a line shows; the whole stands in the hand-off's tab.
const LONGEST_TEXT: usize = 300;
/// Business days for which a report is listed that ended without an answer.
const CLOSED_DAYS: i32 = 10;

/// Writes the columns of the work list and their headers from one table.
macro_rules! columns {
    ($($variant:ident = $header:literal;)+) => {
        /// A column of the work list.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum PendingColumn { $(
            #[doc = concat!("The column `", $header, "`.")]
            $variant,
        )+ }

        /// Headers of the work list.
        pub const HEADERS: [&str; [$($header),+].len()] = [$($header),+];

        impl PendingColumn {
            const ALL: [Self; HEADERS.len()] = [$(Self::$variant),+];
        }
    };
}

columns! {
    Id = "ID";
    ToDo = "Qué hacer";
    Before = "Antes de";
    DaysLeft = "Días hábiles";
    Class = "Clase";
    Due = "Vence";
    Applicant = "Solicitante";
    Subject = "Objeto";
    Alerts = "Alertas";
    Radicado = "Radicado";
    State = "Estado";
    StateDate = "Fecha del estado";
    Responsible = "Responsable";
    Handoff = "Traslado";
    Review = "Revisar";
    CitizenText = "Texto para el ciudadano";
}

impl PendingColumn {
    /// The column's index, from 0.
    pub const fn index(self) -> u32 {
        self as u32
    }
}

/// How many columns it has.
pub const COLUMNS: u32 = PendingColumn::CitizenText.index() + 1;

/// The first words of a line that is only shown for a while after its report has ended.
pub const CLOSED: &str = "Cerrado";
/// The first words of a line that waits on a citizen.
pub const WAITS: &str = "Esperar al ciudadano";

/// A report of the work list.
#[derive(Clone, Debug)]
pub struct Pending<'a> {
    /// The report's last revision.
    pub entry: &'a Entry,
    /// How it stands, and what comes next.
    pub life: Life,
    /// The report's row tonight, where there is one.
    pub report: Option<&'a Report>,
    /// The text for the citizen, for the step that is next.
    pub citizen_text: String,
    /// The entries that clerks have typed of it.
    pub answer: Answer<'a>,
    /// The report's newest line in a hand-off's tab, where one is left.
    pub line: Option<&'a AnswerLine>,
    /// Business days until the next step is to be done; `None` where nobody knows when that is.
    pub days_left: Option<i32>,
    /// Business days until the report is due.
    due_in: Option<i32>,
    went_out_complete: bool,
    radicados: Vec<&'a str>,
}

/// The reports that something is to be done about, and those that ended without an answer a few days ago.
#[derive(Clone, Debug, Default)]
pub struct PendingReports<'a> {
    /// In the order in which something must be done, those without a usable date first.
    pub open: Vec<Pending<'a>>,
    /// The newest first.
    pub closed: Vec<Pending<'a>>,
}

/// How many reports wait for an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// In all.
    pub all: usize,
    /// Due today or within the next [`SOON`] business days.
    pub soon: usize,
    /// Due before today.
    pub past: usize,
}

/// Every report that is not ended, and those that ended without an answer of late. `reports` are the rows of
/// tonight.
pub fn list<'a>(lives: Lives<'a>, reports: &BTreeMap<ReportId, &'a Report>) -> PendingReports<'a> {
    let Lives { ledger, answers, form, today, .. } = lives;
    let deadlines = form.deadlines();
    // Many reports are due on one day.
    let mut counted: BTreeMap<NaiveDate, Option<i32>> = BTreeMap::new();
    let mut days_left = |day: Option<NaiveDate>| {
        day.and_then(|day| *counted.entry(day).or_insert_with(|| deadlines.days_left(today, day)))
    };

    let mut list = PendingReports::default();
    let latest = ledger.ids().filter_map(|id| ledger.latest(id));
    for entry in latest.filter(|entry| is_listed(entry, ledger, answers, today)) {
        let report = reports.get(&entry.id).copied();
        let life = lives.of(entry.id, report);
        let answer = answers.of(entry.id, ledger);
        let sent = Sent { radicado: answer.radicado, day: today };
        let text = report.map(|report| citizen_text(&life, report, form, Some(sent)));
        let pending = Pending {
            entry,
            report,
            citizen_text: text.unwrap_or_default(),
            answer,
            line: answers.lines_of(entry.id).last(),
            days_left: days_left(life.before),
            due_in: days_left(life.due),
            went_out_complete: ledger.went_out_complete(entry.id),
            radicados: answers.radicados(entry.id),
            life,
        };

        match pending.life.phase {
            Phase::Open | Phase::Waiting | Phase::Corrected => list.open.push(pending),
            Phase::Ended if is_closed_of_late(&pending.life, &mut days_left) => list.closed.push(pending),
            Phase::Ended => {}
        }
    }

    list.open.sort_by(|one, other| {
        one.life.order().cmp(&other.life.order()).then(one.entry.id.cmp(&other.entry.id))
    });
    list.closed.sort_by_key(|closed| (std::cmp::Reverse(closed.life.ended), closed.entry.id));

    list
}

/// Returns `true` if a report was handed over, stands, and has a line in a tab that is left, or had one of late.
fn is_listed(entry: &Entry, ledger: &Ledger, answers: &Answers, today: NaiveDate) -> bool {
    // Where people have put the tabs of a report away, what was answered stands where nobody can read it.
    let is_put_away =
        answers.lines_of(entry.id).is_empty() && (today - entry.handed_over).num_days() > WATCHED_DAYS;
    let stands = !matches!(entry.class, Class::Annulled) && !ledger.was_never_handed_over(entry.id);
    stands && !ledger.is_known_before(entry.id) && !is_put_away
}

/// Returns `true` if a report ended without an answer within the last business days.
fn is_closed_of_late(life: &Life, days_left: &mut impl FnMut(Option<NaiveDate>) -> Option<i32>) -> bool {
    life.state.ends_unanswered() && days_left(life.ended).is_some_and(|days| days >= -CLOSED_DAYS)
}

impl Due {
    /// Counts a list. What waits on a citizen is not due, and what is ended was answered.
    pub fn of(list: &PendingReports<'_>) -> Self {
        let open = || list.open.iter().filter(|pending| pending.life.phase == Phase::Open);
        let count = |of: fn(i32) -> bool| open().filter(|pending| pending.due_in.is_some_and(of)).count();
        Self {
            all: list.open.iter().filter(|pending| pending.life.phase != Phase::Corrected).count(),
            soon: count(|days| (0..=SOON).contains(&days)),
            past: count(|days| days < 0),
        }
    }

    /// Returns `true` if somebody should be told.
    pub fn is_urgent(self) -> bool {
        self.soon + self.past > 0
    }

    /// How many are past due and near it, in words.
    pub fn in_words(self) -> String {
        let past = match self.past {
            0 => None,
            1 => Some("1 reporte vencido".to_owned()),
            past => Some(format!("{past} reportes vencidos")),
        };
        match (past, self.soon) {
            (Some(past), 0) => past,
            (Some(past), soon) => format!("{past}, {soon} por vencer"),
            (None, 0) => "ningún reporte vencido ni por vencer".to_owned(),
            (None, 1) => "1 reporte por vencer".to_owned(),
            (None, soon) => format!("{soon} reportes por vencer"),
        }
    }

    /// As a mail and the work list say it.
    pub fn lines(self) -> [String; 2] {
        [
            format!("Vencen hoy o en los próximos tres días hábiles: {}", self.soon),
            format!("Vencidos: {}", self.past),
        ]
    }
}

/// The whole tab, from A1. `titles` are those of the tabs, by sheet id.
pub fn rows(
    list: &PendingReports<'_>,
    titles: &BTreeMap<SheetId, &str>,
    entity: &Entity,
    today: NaiveDate,
) -> Vec<Vec<TabCell>> {
    let text = |text: &str| vec![TabCell::Text(text.to_owned())];
    let mut rows = vec![
        text(&format!("Pendientes · {}", entity.judged_by())),
        text(&about(list, today)),
        text(&format!(
            "El sistema genera esta lista cada noche y borra lo que se escriba aquí: radicado, estado y fecha van en la \
             pestaña del traslado; el enlace lleva a la fila. {}",
            entity.no_record()
        )),
        HEADERS.iter().map(|header| TabCell::Text((*header).to_owned())).collect(),
    ];

    debug_assert_eq!(rows.len(), HEADER_ROW as usize + 1, "the header stands where hand-offs have it");
    if list.open.is_empty() {
        rows.push(text("No hay reportes pendientes."));
    }
    rows.extend(list.open.iter().take(SHOWN).map(|pending| row(pending, titles)));

    if !list.closed.is_empty() {
        rows.push(Vec::new());
        rows.push(text(&format!("Cerrados sin respuesta en los últimos {CLOSED_DAYS} días hábiles")));
        rows.extend(list.closed.iter().take(SHOWN).map(|closed| row(closed, titles)));
    }
    // The table is never shorter than two rows: rows come and go between the first and the second.
    rows.resize(rows.len().max(HEADER_ROW as usize + 3), Vec::new());

    padded(rows, COLUMNS)
}

/// The line of counts above the table.
fn about(list: &PendingReports<'_>, today: NaiveDate) -> String {
    let due = Due::of(list);
    let [soon, past] = due.lines();
    let count = |of: fn(&Pending<'_>) -> bool| list.open.iter().filter(|pending| of(pending)).count();
    let (waiting, unfiled) =
        (count(|pending| pending.life.phase == Phase::Waiting), count(|pending| pending.life.is_unfiled));

    let mut about = vec![format!("Reportes sin responder: {}", due.all), soon, past];
    about.push(format!("Esperan al ciudadano: {waiting}"));
    about.push(format!("Sin radicar: {unfiled}"));
    if list.open.iter().any(|pending| pending.days_left.is_some()) {
        about.push(format!("Días hábiles contados al {}", today.format("%d/%m/%Y")));
    }
    if list.open.len() > SHOWN {
        let hidden = list.open.len() - SHOWN;
        about.push(format!("Se muestran los primeros {SHOWN}; {hidden} más no caben aquí"));
    }

    format!("{}.", about.join(". "))
}

fn row(pending: &Pending<'_>, titles: &BTreeMap<SheetId, &str>) -> Vec<TabCell> {
    let text = |text: &str| if text.is_empty() { TabCell::Blank } else { TabCell::Text(text.to_owned()) };
    let date = |date: Option<NaiveDate>| date.map_or(TabCell::Blank, TabCell::Date);
    let Pending { entry, life, report, answer, days_left, citizen_text, .. } = pending;
    let typed = |field: Field| text(&cut(report.map_or("", |report| report.text(field))));

    let cell = |column: PendingColumn| match column {
        PendingColumn::Id => text(&entry.id.to_string()),
        PendingColumn::ToDo => text(&to_do(life)),
        PendingColumn::Before => date(life.before),
        PendingColumn::DaysLeft => days_left.map_or(TabCell::Blank, TabCell::Number),
        PendingColumn::Class => text(class(pending).name()),
        PendingColumn::Due => match life.other_due {
            None => date(life.due),
            Some(_) => text(&life.due_in_words().unwrap_or_default()),
        },
        PendingColumn::Applicant => typed(Field::Name),
        PendingColumn::Subject => typed(Field::Subject),
        PendingColumn::Alerts => {
            text(&report.map_or_else(String::new, |report| alerts_of_findings(report, &life.topics)))
        }
        PendingColumn::Radicado => text(answer.radicado),
        PendingColumn::State => text(answer.typed_state),
        PendingColumn::StateDate => date(answer.state_date.day()),
        PendingColumn::Responsible => text(answer.responsible),
        PendingColumn::Handoff => place(pending, titles),
        PendingColumn::Review => text(&review(pending)),
        PendingColumn::CitizenText => text(citizen_text),
    };
    PendingColumn::ALL.into_iter().map(cell).collect()
}

/// The class of what is to be answered: a correction leaves a report what it was.
fn class(pending: &Pending<'_>) -> Class {
    if pending.went_out_complete { Class::Pqr } else { Class::Incomplete }
}

/// The next steps; of a report that is ended, how it ended.
fn to_do(life: &Life) -> String {
    if life.phase != Phase::Ended {
        return life.to_do.clone();
    }
    let day = life.ended.map(|day| format!(" el {}", day.format("%d/%m/%Y"))).unwrap_or_default();
    let ended = format!("{CLOSED}: {}{day}", life.state.name());
    if life.to_do.is_empty() { ended } else { format!("{ended}. {}", life.to_do) }
}

/// The line of a hand-off's tab in which a clerk types.
fn place(pending: &Pending<'_>, titles: &BTreeMap<SheetId, &str>) -> TabCell {
    let place = pending.line.and_then(|line| Some((titles.get(&line.sheet)?, line)));
    match place {
        Some((title, line)) => {
            TabCell::Link { text: format!("{title}, fila {}", line.row), sheet: line.sheet, row: line.row }
        }
        None => TabCell::Text(format!("Traslado n.º {}", pending.entry.number)),
    }
}

/// Lists what a clerk should look at.
fn review(pending: &Pending<'_>) -> String {
    let mut review = pending.life.review.clone();
    // A cell may hold several radicados; two lines that say different ones are a slip.
    if pending.radicados.len() > 1 {
        review.push(format!("Radicados distintos: {}", pending.radicados.join(", ")));
    }
    review.join("; ")
}

/// A citizen's text, cut where a line would grow too high.
fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST_TEXT) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
