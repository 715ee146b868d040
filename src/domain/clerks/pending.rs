//! What clerks have still to answer: their work list, and how much of it is due.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::clerks::answers::{Answer, AnswerLine, Answers, TypedDay};
use crate::domain::fields::channel::Network;
use crate::domain::handoff::tab::HEADER_ROW;
use crate::domain::law::deadlines::Deadlines;
use crate::domain::law::entity::Entity;
use crate::domain::ledger::entry::{Class, Entry};
use crate::domain::ledger::{Ledger, WATCHED_DAYS};
use crate::sheet::sheet_id::SheetId;
use crate::sheet::tab_cell::{TabCell, padded};

/// Business days ahead of a due date from which it is said to be near.
pub const SOON: i32 = 3;

/// How many reports the work list shows; who has more waiting is helped by the first of them.
const SHOWN: usize = 1_500;

/// Headers of the work list.
pub const HEADERS: [&str; 11] = [
    "ID",
    "Clase",
    "Recibido",
    "Vence",
    "Días hábiles restantes",
    "Red social",
    "Traslado",
    "Radicado",
    "Estado",
    "Responsable",
    "Revisar",
];
/// How many columns it has.
pub const COLUMNS: u32 = 11;

/// A report without an answer.
#[derive(Clone, Debug)]
pub struct Pending<'a> {
    /// The report's last revision.
    pub entry: &'a Entry,
    /// The entries that clerks have typed of it.
    pub answer: Answer<'a>,
    /// The report's newest line in a hand-off's tab, where one is left.
    pub line: Option<&'a AnswerLine>,
    /// Business days until it is due; `None` where nobody knows when that is.
    pub days_left: Option<i32>,
    past: bool,
    radicados: Vec<&'a str>,
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

/// Every report that waits for an answer. Those without a due date come first, because somebody has
/// to find their date; the others in the order in which they are due.
pub fn list<'a>(
    ledger: &'a Ledger,
    answers: &'a Answers,
    deadlines: Deadlines<'_>,
    today: NaiveDate,
) -> Vec<Pending<'a>> {
    // Many reports are due on one day.
    let mut counted: BTreeMap<NaiveDate, Option<i32>> = BTreeMap::new();
    let latest = ledger.ids().filter_map(|id| ledger.latest(id));
    let open = latest.filter(|entry| {
        waits(entry.class)
            && !is_put_away(entry, answers, today)
            && answers.answered(entry.id, ledger, today).is_none()
    });

    let mut list: Vec<Pending<'_>> = open
        .map(|entry| Pending {
            entry,
            answer: answers.of(entry.id, ledger),
            line: answers.lines_of(entry.id).last(),
            days_left: entry
                .due
                .and_then(|due| *counted.entry(due).or_insert_with(|| deadlines.days_left(today, due))),
            past: entry.due.is_some_and(|due| due < today),
            radicados: answers.radicados(entry.id),
        })
        .collect();

    list.sort_by_key(|pending| (pending.entry.due, pending.entry.id));
    list
}

/// Returns `true` if a report whose last revision is of a class has to be answered.
fn waits(class: Class) -> bool {
    match class {
        Class::Pqr | Class::Incomplete | Class::Amendment => true,
        Class::Annulled | Class::Archived | Class::KnownBefore => false,
    }
}

/// Returns `true` if people have put the tabs of a report away: none lists it any more, and none will
/// be written anew. What was answered stands there, where nobody can read it.
fn is_put_away(entry: &Entry, answers: &Answers, today: NaiveDate) -> bool {
    answers.lines_of(entry.id).is_empty() && (today - entry.handed_over).num_days() > WATCHED_DAYS
}

impl Due {
    /// Counts a list.
    pub fn of(list: &[Pending<'_>]) -> Self {
        let count = |of: fn(&Pending<'_>) -> bool| list.iter().filter(|pending| of(pending)).count();
        Self {
            all: list.len(),
            soon: count(|pending| !pending.past && pending.days_left.is_some_and(|days| days <= SOON)),
            past: count(|pending| pending.past),
        }
    }

    /// Returns `true` if somebody should be told.
    pub fn is_urgent(self) -> bool {
        self.soon + self.past > 0
    }

    /// As a mail and the work list say it.
    pub fn lines(self) -> [String; 2] {
        [
            format!("Vencen en los próximos tres días hábiles: {}", self.soon),
            format!("Vencidos: {}", self.past),
        ]
    }
}

/// The whole tab, from A1. `titles` are those of the tabs, by sheet id; a network that is none of the
/// official ones is called "Otra".
pub fn rows(
    list: &[Pending<'_>],
    titles: &BTreeMap<SheetId, &str>,
    networks: &[Network],
    entity: &Entity,
    today: NaiveDate,
) -> Vec<Vec<TabCell>> {
    let text = |text: &str| vec![TabCell::Text(text.to_owned())];
    let due = Due::of(list);
    let [soon, past] = due.lines();
    let dated = list.iter().any(|pending| pending.days_left.is_some());
    let counted = dated.then(|| format!(". Días hábiles contados al {}", today.format("%d/%m/%Y")));
    let counted = counted.unwrap_or_default();
    let shown = (list.len() > SHOWN).then(|| format!(". Se muestran los primeros {SHOWN}"));
    let shown = shown.unwrap_or_default();

    let mut rows = vec![
        text(&format!("Pendientes de respuesta · {}", entity.judged_by())),
        text(&format!("Reportes sin responder: {}. {soon}. {past}{counted}{shown}.", due.all)),
        text(&format!(
            "El sistema arma esta lista cada noche y borra lo que se escriba aquí: radicado, estado y respuesta van en la \
             pestaña del traslado; el enlace lleva a la fila. {}",
            entity.no_record()
        )),
        HEADERS.iter().map(|header| TabCell::Text((*header).to_owned())).collect(),
    ];

    debug_assert_eq!(rows.len(), HEADER_ROW as usize + 1, "the header stands where hand-offs have it");
    if list.is_empty() {
        rows.push(text("No hay reportes pendientes."));
    }

    rows.extend(list.iter().take(SHOWN).map(|pending| row(pending, titles, networks, today)));
    // The table is never shorter than two rows: rows come and go between the first and the second.
    rows.resize(rows.len().max(HEADER_ROW as usize + 3), Vec::new());

    padded(rows, COLUMNS)
}

fn row(
    pending: &Pending<'_>,
    titles: &BTreeMap<SheetId, &str>,
    networks: &[Network],
    today: NaiveDate,
) -> Vec<TabCell> {
    let text = |text: &str| if text.is_empty() { TabCell::Blank } else { TabCell::Text(text.to_owned()) };
    let date = |date: Option<NaiveDate>| date.map_or(TabCell::Blank, TabCell::Date);
    let Pending { entry, answer, line, days_left, .. } = pending;
    let place = line.and_then(|line| Some((titles.get(&line.sheet)?, line)));
    let network = match entry.classification.network.as_str() {
        "" => "",
        known => networks.iter().map(Network::name).find(|name| *name == known).unwrap_or("Otra"),
    };

    vec![
        text(&entry.id.to_string()),
        text(entry.class.name()),
        date(entry.received),
        date(entry.due),
        days_left.map_or(TabCell::Blank, TabCell::Number),
        text(network),
        match place {
            Some((title, line)) => TabCell::Link {
                text: format!("{title}, fila {}", line.row),
                sheet: line.sheet,
                row: line.row,
            },
            None => text(&format!("Traslado n.º {}", entry.number)),
        },
        text(answer.radicado),
        text(answer.typed_state),
        text(answer.responsible),
        text(&mistakes(pending, today)),
    ]
}

/// Lists what a clerk should look at, beside answering.
fn mistakes(pending: &Pending<'_>, today: NaiveDate) -> String {
    let mut mistakes = Vec::new();
    if pending.entry.due.is_none() {
        mistakes.push("sin fecha de vencimiento: falta saber cuándo se recibió".to_owned());
    }
    if pending.radicados.len() > 1 {
        mistakes.push(format!("radicados distintos: {}", pending.radicados.join(", ")));
    }

    let Answer { typed_state, state_date, .. } = pending.answer;
    match state_date {
        TypedDay::Unreadable => mistakes.push("la fecha del estado no es una fecha".to_owned()),
        TypedDay::Day(day) if day > today => mistakes.push("la fecha del estado es futura".to_owned()),
        TypedDay::Day(_) if typed_state.is_empty() => {
            mistakes.push("hay fecha pero no estado: escriba el estado".to_owned());
        }
        TypedDay::Day(_) | TypedDay::Blank => {}
    }

    mistakes.join("; ")
}

#[cfg(test)]
mod tests;
