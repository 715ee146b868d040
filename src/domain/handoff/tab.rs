//! The hand-off tab: what clerks read and work from.

mod once;

use chrono::{NaiveDate, NaiveDateTime};

use crate::domain::fields::channel::Channel;
use crate::domain::finding::field::Field;
use crate::domain::finding::{Finding, Precedence, Rule};
use crate::domain::form::TermStart;
use crate::domain::form::heading::{Heading, HeadingKind};
use crate::domain::form::report::Report;
use crate::domain::handoff::balance::Balance;
use crate::domain::handoff::early_date::EarlyDate;
use crate::domain::handoff::facts;
use crate::domain::handoff::listed::Vanished;
use crate::domain::handoff::plan::{PlannedLine, Withheld, WithheldReason};
use crate::domain::handoff::quarantine;
use crate::domain::handoff::table::{Column, Owner};
use crate::domain::handoff::to_do::ToDo;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::law::entity::Entity;
use crate::domain::law::life::StepTopic;
use crate::domain::ledger::chain::Link;
use crate::domain::ledger::delivered::{Delivered, normal_text};
use crate::domain::ledger::entry::{Class, Entry, missing_names};
use crate::sheet::cell::Cell;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::row_number::RowNumber;
use crate::sheet::serial::{serial, serial_moment};
use crate::sheet::tab_cell::TabCell;

/// The whole tab, row by row from A1.
#[derive(Debug)]
pub struct HandoffTab {
    /// All rows; each as long as it needs to be.
    pub rows: Vec<Vec<TabCell>>,
    /// How many rows the table has below its header.
    pub lines: u32,
}

/// Index of the table's header row: title, balance, and where today's work and the record are stand above it.
pub const HEADER_ROW: u32 = 3;

/// Google refuses a cell beyond 50,000 characters; the rest is in the staff row.
const LONGEST_TEXT: usize = 45_000;

/// The lines above the table.
#[derive(Debug)]
pub struct Title<'a> {
    /// Number of the hand-off.
    pub number: HandoffNumber,
    /// Which of the night's hand-offs this is, from 1.
    pub part: usize,
    /// How many the night has.
    pub of: usize,
    /// The moment of the hand-off, Colombian time.
    pub instant: NaiveDateTime,
    /// The night's balance.
    pub balance: Balance,
    /// The office's reference of its internal communications (GD-P01); empty for none.
    pub reference: &'a str,
    /// The papers and offices that the tab cites.
    pub entity: &'a Entity,
    /// The day from which terms are counted.
    pub term_start: TermStart,
    /// The columns of the staff tab that end the quarantine of held rows.
    pub quarantined_columns: &'a [ColumnIndex],
}

/// The lists below the table.
#[derive(Clone, Copy, Debug, Default)]
pub struct BelowTable<'a> {
    /// Rows that are held back.
    pub withheld: &'a [Withheld],
    /// Rows that are no reports.
    pub headings: &'a [Heading],
    /// Rows of the first night whose date before the start is probably a slip.
    pub early: &'a [EarlyDate],
    /// Reports that no row holds any more.
    pub vanished: &'a [Vanished],
}

/// The last line above the table, whose steps are those of the day of the hand-off.
const TODAYS_WORK: &str = "Lo que se debe hacer hoy está en Pendientes.";

const REPEATS: &str = "Filas de CE-F05 retenidas: repiten otra fila y no se trasladan.";
const QUARANTINED: &str = "Filas de CE-F05 retenidas: cambiaron muchas a la vez, como cuando se ordena o se borra una \
                    parte de la hoja por error. Lo ya trasladado sigue en pie.";

const DEFERRED: &str = "Filas de CE-F05 retenidas: Google no las aceptó en este intento. Siguen en la hoja y se trasladan \
                        en el próximo.";
const EARLY: &str = "Filas de CE-F05 retenidas: aparecieron a la vez más de veinte con fecha anterior al inicio del \
                     servicio. Revise su año; si son de antes del servicio, páselas a otra pestaña; si deben \
                     trasladarse, pida a quien opera el servicio que las deje pasar.";
const EARLY_DATES: &str = "Filas de CE-F05 con fecha anterior al inicio del servicio que puede estar mal escrita; no se \
                           trasladan mientras nadie la corrija.";

const HEADINGS: &str = "Filas de CE-F05 que no son reportes y no se trasladan.";

/// So many headings of one kind in a row are named one by one.
const NAMED: usize = 20;

/// Puts title, table, withheld rows, headings and vanished reports together. `records` are the hidden
/// ledger lines.
pub fn build(
    title: &Title<'_>,
    lines: Vec<Vec<TabCell>>,
    records: Vec<String>,
    below: BelowTable<'_>,
) -> HandoffTab {
    let text = |text: &str| vec![TabCell::Text(text.to_owned())];
    let part = if title.of > 1 { format!(" (parte {} de {})", title.part, title.of) } else { String::new() };
    let entity = title.entity;
    let reference = match title.reference {
        "" => String::new(),
        reference => format!(" · {} {reference}", entity.communications.cited()),
    };

    let mut tab = table(
        format!(
            "Traslado n.º {}{part} a {} · {}{reference} · {} (hora de Colombia)",
            title.number,
            entity.clerks_office,
            entity.judged_by(),
            title.instant.format("%d/%m/%Y %H:%M"),
        ),
        match title.term_start.warning() {
            None => format!("Balance: {}", title.balance),
            Some(warning) => format!("Balance: {}. Atención: {warning}.", title.balance),
        },
        entity,
        lines,
        records,
    );

    let rows = |of: fn(&WithheldReason) -> bool| -> Vec<&Withheld> {
        below.withheld.iter().filter(|withheld| of(&withheld.reason)).collect()
    };
    let repeats = rows(|reason| {
        use WithheldReason::{MayRepeat, Repeats, RepeatsRow};
        matches!(reason, Repeats(_) | RepeatsRow(_) | MayRepeat(_))
    });
    let early = rows(|reason| matches!(reason, WithheldReason::Early));
    let quarantined = rows(|reason| matches!(reason, WithheldReason::Quarantined(_)));
    let deferred = rows(|reason| matches!(reason, WithheldReason::Deferred));
    let quarantine = format!("{QUARANTINED} {}", quarantine::way_out(title.quarantined_columns));
    let lists = [(REPEATS, repeats), (EARLY, early), (&*quarantine, quarantined), (DEFERRED, deferred)];

    for (why, rows) in lists.into_iter().filter(|(_, rows)| !rows.is_empty()) {
        tab.rows.push(Vec::new());
        tab.rows.push(text(why));
        tab.rows.extend(rows.into_iter().map(withheld_row));
    }

    if !below.early.is_empty() {
        tab.rows.push(Vec::new());
        tab.rows.push(text(EARLY_DATES));
        tab.rows.extend(below.early.iter().map(|early| {
            let which = early.meant.map(|day| format!("Probablemente {}", day.format("%d/%m/%Y")));
            let which = which.map_or(TabCell::Blank, TabCell::Text);
            vec![TabCell::Text(format!("Fila {}", early.row)), which]
        }));
    }

    if !below.headings.is_empty() {
        tab.rows.push(Vec::new());
        tab.rows.push(text(HEADINGS));
        tab.rows.extend(heading_rows(below.headings));
    }

    if !below.vanished.is_empty() {
        tab.rows.push(Vec::new());
        tab.rows.push(text("Reportes ya trasladados que no están en CE-F05; siguen en trámite."));
        tab.rows.extend(below.vanished.iter().map(|gone| vec![TabCell::Text(gone.cell())]));
    }

    tab
}

/// The title, a line about the whole, one that says where today's work and the record are, and the table with its
/// header. Each of `lines` is the service's cells of a row, in their order.
pub(super) fn table(
    title: String,
    about: String,
    entity: &Entity,
    lines: Vec<Vec<TabCell>>,
    records: Vec<String>,
) -> HandoffTab {
    let count = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    let mut rows = vec![
        vec![TabCell::Text(title)],
        vec![TabCell::Text(about)],
        vec![TabCell::Text(format!("{TODAYS_WORK} {}", entity.no_record()))],
        Column::ALL.iter().map(|header| TabCell::Text(header.header().to_owned())).collect(),
    ];

    for (line, record) in lines.into_iter().zip(records) {
        let mut services = line.into_iter();
        let cell = |column: Column| match column.owner() {
            Owner::Service => services.next().unwrap_or(TabCell::Blank),
            Owner::Clerks => TabCell::Blank,
            Owner::Ledger => TabCell::Text(record.clone()),
        };
        rows.push(Column::ALL.into_iter().map(cell).collect());
    }

    HandoffTab { rows, lines: count }
}

fn withheld_row(withheld: &Withheld) -> Vec<TabCell> {
    let which = match withheld.reason {
        WithheldReason::Repeats(id) => format!("Repite {id}"),
        WithheldReason::RepeatsRow(row) => format!("Repite la fila {row}"),
        WithheldReason::MayRepeat(id) => format!("Puede ser {id}: falta la columna que permite saberlo"),
        WithheldReason::Early => "Fecha anterior al inicio".to_owned(),
        WithheldReason::Quarantined(id) => id.to_string(),
        WithheldReason::Deferred => "Se traslada en un próximo intento".to_owned(),
    };
    vec![TabCell::Text(format!("Fila {}", withheld.row)), TabCell::Text(which)]
}

/// The headings by row. Where a column is filled ahead with days, hundreds stand one below the other: those
/// are named by the first and the last.
fn heading_rows(headings: &[Heading]) -> Vec<Vec<TabCell>> {
    let line = |rows: String, kind: HeadingKind| {
        vec![TabCell::Text(rows), TabCell::Text(format!("No es un reporte: {}", kind.name()))]
    };
    let runs = headings.chunk_by(|one, next| one.kind == next.kind && one.row.next() == next.row);

    let mut lines = Vec::new();
    for run in runs {
        match run {
            [first, .., last] if run.len() > NAMED => {
                lines.push(line(format!("Filas {} a {}", first.row, last.row), first.kind));
            }
            _ => lines.extend(run.iter().map(|one| line(format!("Fila {}", one.row), one.kind))),
        }
    }
    lines
}

/// A ledger line as the hidden column holds it: a JSON array of its cells, chain last.
pub fn record(cells: &[String], link: &Link) -> String {
    let mut cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    let link = link.to_string();
    cells.push(&link);
    // An array of strings always serialises.
    serde_json::to_string(&cells).unwrap_or_default()
}

/// A ledger line that is written anew, as the hidden column holds it: behind the chain stand the digests of
/// the cells that it is written anew with.
pub(super) fn record_anew(cells: &[String], link: &Link, delivered: &Delivered) -> String {
    let (link, delivered) = (link.to_string(), delivered.to_string());
    let texts: Vec<&str> = cells.iter().map(String::as_str).chain([&*link, &*delivered]).collect();
    // An array of strings always serialises.
    serde_json::to_string(&texts).unwrap_or_default()
}

/// The digests of the service's cells of a line, as `verify` computes them from what clerks read.
pub fn delivered(cells: &[TabCell]) -> Delivered {
    Delivered::of(cells.iter().map(|cell| match cell {
        TabCell::Blank => String::new(),
        TabCell::Text(text) | TabCell::Link { text, .. } => normal_text(text),
        TabCell::Date(date) => minutes(serial(*date)),
        TabCell::Moment(moment) => minutes(serial_moment(*moment)),
        TabCell::Number(number) => minutes(f64::from(*number)),
        TabCell::Percent(share) => minutes(f64::from(*share) / 100.0),
    }))
}

/// The text by which a cell that was read back is compared with the one that was delivered.
pub fn delivered_text(cell: &Cell) -> String {
    match cell {
        Cell::Number(number) => minutes(*number),
        cell => normal_text(&cell.text()),
    }
}

/// A serial number in minutes, since a spreadsheet keeps a time of day as a fraction.
fn minutes(serial: f64) -> String {
    format!("{:.0}", serial * 1440.0)
}

/// The service's cells of one table row, in the order of their columns.
pub fn row(line: &PlannedLine, report: &Report) -> Vec<TabCell> {
    let entry = &line.entry;
    let to_do = &line.to_do;
    let text = |text: String| text_cell(text, entry.row);
    let cell = |field: Field| text(report.text(field).to_owned());

    service_cells(|column| match column {
        Column::Id => text(entry.id.to_string()),
        Column::Applicant => cell(Field::Name),
        Column::ToDo => text(to_do.sentence.clone()),
        Column::Before => TabCell::date(to_do.before),
        Column::Due => TabCell::date(entry.due),
        Column::Class => text(entry.class.name().to_owned()),
        Column::Subject => cell(Field::Subject),
        Column::Alerts => text(alerts(line, report)),
        Column::Missing => text(missing_names(&entry.missing)),
        Column::Received => received(report),
        Column::Network => text(network(report)),
        Column::Kind => text(kind(report)),
        Column::Document => text(document(report)),
        Column::Address => {
            text(once::with_district(report.text(Field::Address), report.text(Field::District)))
        }
        Column::Contact => text(contact(report)),
        Column::Grounds => cell(Field::Grounds),
        Column::Service => text(service(report)),
        Column::Link => cell(Field::Link),
        Column::CitizenText => text(to_do.citizen_text.clone()),
        // These are the clerks' and the ledger's, and have no cell here.
        Column::Radicado
        | Column::State
        | Column::StateDate
        | Column::Responsible
        | Column::ClerkNotes
        | Column::Record => TabCell::Blank,
    })
}

/// The cells of the service's columns, in their order.
fn service_cells(cell: impl FnMut(Column) -> TabCell) -> Vec<TabCell> {
    Column::ALL.into_iter().filter(|column| column.owner() == Owner::Service).map(cell).collect()
}

/// The cells of a report whose texts Google refuses, or whose row is gone: what the service itself
/// knows of it, and where the texts are.
pub fn row_without_texts(line: &PlannedLine, report: &Report) -> Vec<TabCell> {
    let row = line.entry.row;
    let alert = if line.missing_texts {
        format!("textos que faltaban: tampoco esta vez se pudieron trasladar: vea la fila {row} de CE-F05")
    } else {
        format!("texto que no se pudo trasladar: vea la fila {row} de CE-F05")
    };
    let received = report.received.map(|received| received.date);
    minimal_row(&line.entry, received, &line.to_do, &alert)
}

/// The cells that the ledger alone can fill, with one alert.
pub(super) fn minimal_row(
    entry: &Entry,
    received: Option<NaiveDate>,
    to_do: &ToDo,
    alert: &str,
) -> Vec<TabCell> {
    let text = |text: String| text_cell(text, entry.row);
    let alerts: Vec<String> = brought_back(entry).into_iter().chain([alert.to_owned()]).collect();
    service_cells(|column| match column {
        Column::Id => text(entry.id.to_string()),
        Column::ToDo => text(to_do.sentence.clone()),
        Column::Before => TabCell::date(to_do.before),
        Column::Due => TabCell::date(entry.due),
        Column::Class => text(entry.class.name().to_owned()),
        Column::Missing => text(missing_names(&entry.missing)),
        Column::Received => TabCell::date(received),
        Column::Alerts => text(alerts.join("; ")),
        _ => TabCell::Blank,
    })
}

/// Where the date cell holds no usable date, what staff typed, so that a clerk sees it.
fn received(report: &Report) -> TabCell {
    match report.received {
        Some(received) => match received.time {
            Some(time) => TabCell::Moment(received.date.and_time(time)),
            None => TabCell::Date(received.date),
        },
        None => text_cell(report.text(Field::Date), report.row),
    }
}

/// The network's own name where staff's spelling of it is known.
fn network(report: &Report) -> String {
    match &report.channel {
        Some(Channel::Official(network)) => network.name().to_owned(),
        _ => report.text(Field::Network).to_owned(),
    }
}

/// The kind of the report. Staff's own word is never replaced; a suggestion fills the gap and says that
/// it is one.
fn kind(report: &Report) -> String {
    let typed = report.text(Field::Kind);
    match &report.suggested_kind {
        Some(kind) if typed.is_empty() => format!("{} (sugerencia)", kind.name()),
        _ => typed.to_owned(),
    }
}

/// The number as typed, with its type in front where the cell holds only the number.
fn document(report: &Report) -> String {
    let (kind, number) = (report.text(Field::DocumentType), report.text(Field::Document));
    let says_its_type = number.chars().any(char::is_alphabetic);
    if says_its_type || number.is_empty() { number.to_owned() } else { join(&[kind, number], " ") }
}

/// Phone, e-mail and profile; a placeholder in place of the first two would only be in the way.
fn contact(report: &Report) -> String {
    let reaches = |text: &&str| text.contains(|c: char| c == '@' || c.is_ascii_digit());
    let typed = |field: Field| Some(report.text(field)).filter(reaches).unwrap_or_default();
    let phone = typed(Field::Phone);
    join(&[phone, typed(Field::Email), once::profile_beside(report.text(Field::Profile), phone)], " · ")
}

/// The table has no column for the subscriber's number or the place of the damage, and whoever
/// goes to repair it needs both.
fn service(report: &Report) -> String {
    let labelled = |label: &str, field: Field| match report.text(field) {
        "" => String::new(),
        text => format!("{label}: {text}"),
    };
    let subscriber = labelled("suscriptor", Field::Subscriber);
    let place = labelled("lugar", Field::Place);
    join(&[report.text(Field::Service), &subscriber, &place], " · ")
}

fn alerts(line: &PlannedLine, report: &Report) -> String {
    let mut alerts: Vec<String> = brought_back(&line.entry).into_iter().collect();
    if line.entry.class == Class::Annulled {
        alerts.push(format!("Anulado: {}", line.entry.note));
    }
    alerts.extend(line.row_alert.clone());

    let (first, others) = spoken(report, &line.to_do.topics);
    alerts.extend(first);

    if line.missing_texts {
        alerts.push("textos que faltaban".to_owned());
    }

    if !line.changed.is_empty() {
        let fields: Vec<&str> = line.changed.iter().map(|field| field.header()).collect();
        let verb = if line.entry.class == Class::Pqr { "completado" } else { "cambió" };
        alerts.push(format!("{verb}: {}", fields.join(", ")));
    }

    if let Some(early) = line.early {
        alerts.push(early.alert());
    }

    if let Some(id) = line.resembles {
        alerts.push(format!("posible repetición de {id}"));
    }

    alerts.extend(others);
    alerts.join("; ")
}

/// The alerts of a report in another list than its hand-off's: those of its findings alone.
pub fn alerts_of_findings(report: &Report, topics: &[StepTopic]) -> String {
    let (first, others) = spoken(report, topics);
    [first, others].concat().join("; ")
}

/// The labels of a report's findings but for what the next step says: those that come before everything else that is
/// said of a line, and the others.
fn spoken(report: &Report, topics: &[StepTopic]) -> (Vec<String>, Vec<String>) {
    let mut findings: Vec<&Finding> = report.findings.iter().collect();
    findings.sort_by_key(|finding| finding.rule.precedence());
    let mut has_priority = false;
    let (mut first, mut others) = (Vec::new(), Vec::new());

    for finding in findings {
        let is_said = facts::topic(finding.rule).is_some_and(|topic| topics.contains(&topic));
        let Some(mut label) = label(finding, report).filter(|_| !is_said) else { continue };
        let precedence = finding.rule.precedence();
        if precedence == Precedence::Priority && !has_priority {
            has_priority = true;
            label = format!("PRIORITARIO: {label}");
        }
        let list = if precedence < Precedence::Other { &mut first } else { &mut others };
        if !list.contains(&label) {
            list.push(label);
        }
    }

    (first, others)
}

/// The first alert of a line that brings a report back: its annulment was taken back, or it was reopened.
fn brought_back(entry: &Entry) -> Option<String> {
    let day = entry.handed_over.format("%d/%m/%Y");
    match entry.reopened_because() {
        Some(reason) => Some(format!("Reabierto el {day}: {reason}")),
        None => entry.is_reinstated().then(|| format!("Restablecido el {day}: {}", entry.note)),
    }
}

/// The words of a finding that clerks read, with its detail where a clerk needs it; `None` of what only staff can
/// put right, and of what the words of another finding say.
fn label(finding: &Finding, report: &Report) -> Option<String> {
    let rule = finding.rule;
    let label = rule.label()?;
    if let Some(matter) = rule.elsewhere() {
        return Some(competence(matter, finding, report));
    }
    if rule == Rule::PartlyOurs && report.findings.iter().any(|finding| finding.rule.is_competence()) {
        return None;
    }
    Some(match &finding.detail {
        Some(cells) if rule.names_cells() => format!("{label} ({})", cells.expose()),
        Some(kind) if rule == Rule::SuggestedKind => format!("{label}: {}", kind.expose()),
        Some(meant) if rule.suggests_a_repair() => format!("{label}: ¿{}?", meant.expose()),
        _ => label.to_owned(),
    })
}

/// The words about what may belong to another entity, where the next step is another.
fn competence(matter: &str, finding: &Finding, report: &Report) -> String {
    let entity = finding.detail.as_ref().map_or("otra entidad", |entity| entity.expose());
    if report.findings.iter().any(|finding| finding.rule == Rule::PartlyOurs) {
        return format!(
            "parece en parte de {entity} ({matter}). Si lo es, remita esa parte, con copia al ciudadano, y responda lo \
             demás (CPACA, art. 21)"
        );
    }
    format!("posible traslado por competencia ({matter}): revisar si es de {entity}; si lo es, remitir")
}

fn join(parts: &[&str], separator: &str) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(separator)
}

/// Text of staff row `row` as Google accepts it: without NUL, and cut where a cell would overflow.
fn text_cell(text: impl Into<String>, row: RowNumber) -> TabCell {
    let text: String = text.into();
    if text.is_empty() { TabCell::Blank } else { TabCell::Text(fit(text, row)) }
}

/// Cuts a text where a cell would overflow. Google counts characters as UTF-16 units, so this does too.
fn fit(text: String, row: RowNumber) -> String {
    let text = if text.contains('\0') { text.replace('\0', "") } else { text };
    if text.len() <= LONGEST_TEXT {
        return text;
    }

    let mut units = 0;
    for (at, character) in text.char_indices() {
        units += character.len_utf16();
        if units > LONGEST_TEXT {
            return format!("{}… (continúa en la fila {row} de CE-F05)", &text[..at]);
        }
    }

    text
}

#[cfg(test)]
mod tests;
