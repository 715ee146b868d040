//! What the reader sees.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{ContentArrangement, Table};
use traslado::domain::finding::field::Field;
use traslado::domain::form::report::Report;
use traslado::domain::handoff::plan::Disposition;
use traslado::domain::handoff::table::Column;
use traslado::domain::reconcile::Original;
use traslado::night::Night;

use crate::stage::Stage;

/// Rows that are shown as examples, and reasons that are counted of each destination.
const EXAMPLES: usize = 5;
const REASONS: usize = 3;
/// Lines of a tab, and letters of one of its cells.
const LINES: usize = 8;
const WIDEST: usize = 24;
/// Columns of a tab, the most telling first.
const TELLING: [Column; 9] = {
    use Column::{Alerts, Applicant, Before, Class, Due, Id, Missing, Subject, ToDo};
    [Id, ToDo, Before, Applicant, Class, Due, Subject, Alerts, Missing]
};

pub(crate) fn chapter(title: &str) {
    println!("\n\x1b[1m{title}\x1b[0m\n{}", "─".repeat(title.chars().count()));
}

pub(crate) fn step(words: &str) {
    println!("  • {words}");
}

/// How many rows went where, why, and five of them.
pub(crate) fn rows(night: &Night) {
    println!("\nWhat was read, and where it goes: {}", night.assessment.plan.balance);
    let reports = &night.assessment.sheet.reports;
    let read: Vec<(&Report, Disposition)> =
        reports.iter().zip(night.assessment.plan.dispositions.iter().copied()).collect();

    let mut destinations: BTreeMap<&str, (usize, BTreeMap<String, usize>)> = BTreeMap::new();
    for (report, disposition) in &read {
        let (count, reasons) = destinations.entry(destination(*disposition)).or_default();
        *count += 1;
        for reason in why(*disposition, report, reports) {
            *reasons.entry(reason).or_default() += 1;
        }
    }
    let mut counts = new_table(["Rows", "Where it goes", "Why, the most frequent"]);
    let mut destinations: Vec<_> = destinations.into_iter().collect();
    destinations.sort_by_key(|(_, (count, _))| Reverse(*count));
    for (destination, (count, reasons)) in destinations {
        let mut reasons: Vec<(String, usize)> = reasons.into_iter().collect();
        reasons.sort_by_key(|(_, count)| Reverse(*count));
        let reasons = reasons.iter().take(REASONS).map(|(reason, count)| format!("{count} × {reason}"));
        let reasons: Vec<String> = reasons.collect();
        counts.add_row([count.to_string(), destination.to_owned(), reasons.join("\n")]);
    }
    println!("{counts}");

    println!("\nFor example:");
    let mut examples = new_table(["Row", "Date as typed", "Received", "Where it goes", "Why"]);
    for (report, disposition) in examples_of(&read, reports) {
        let received = report.received.map(|received| received.date.to_string()).unwrap_or_default();
        examples.add_row([
            report.row.to_string(),
            report.text(Field::Date).to_owned(),
            received,
            disposition_name(disposition),
            why(disposition, report, reports).join("; "),
        ]);
    }
    println!("{examples}");
}

/// The first row of each destination that has a reason to say, and of the fullest destinations more, in the order of the sheet.
fn examples_of<'a>(read: &[(&'a Report, Disposition)], reports: &[Report]) -> Vec<(&'a Report, Disposition)> {
    let telling: Vec<(&Report, Disposition)> = read
        .iter()
        .copied()
        .filter(|(report, disposition)| !why(*disposition, report, reports).is_empty())
        .collect();
    let mut out: Vec<(&Report, Disposition)> = Vec::new();
    for (report, disposition) in &telling {
        if !out.iter().any(|(_, known)| destination(*known) == destination(*disposition)) {
            out.push((report, *disposition));
        }
    }
    for (report, disposition) in &telling {
        if out.len() < EXAMPLES && !out.iter().any(|(known, _)| known.row == report.row) {
            out.push((report, *disposition));
        }
    }
    out.truncate(EXAMPLES);
    out.sort_by_key(|(report, _)| report.row);
    out
}

fn destination(disposition: Disposition) -> &'static str {
    match disposition {
        Disposition::BeforeSince => "before the start",
        Disposition::Waiting => "waiting",
        Disposition::Already(_) => "already",
        Disposition::HandedOver(_, class) => class.name(),
        Disposition::Withheld(_) | Disposition::WithheldEarly => "withheld",
        Disposition::Quarantined(_) => "held back",
        Disposition::Deferred(_) => "refused by Google",
    }
}

fn disposition_name(disposition: Disposition) -> String {
    let id = match disposition {
        Disposition::Already(id) | Disposition::HandedOver(id, _) | Disposition::Quarantined(id) => {
            format!(" {id}")
        }
        _ => String::new(),
    };
    destination(disposition).to_owned() + &id
}

fn why(disposition: Disposition, report: &Report, reports: &[Report]) -> Vec<String> {
    let mut reasons = Vec::new();
    match disposition {
        Disposition::Waiting => reasons.push("dated today".to_owned()),
        Disposition::Withheld(Original::Entry(id)) => reasons.push(format!("repeats {id}")),
        Disposition::Withheld(Original::NewRow(row)) => {
            reasons.push(format!("repeats row {}", reports[row].row));
        }
        Disposition::WithheldEarly => reasons.push("dated before the start".to_owned()),
        Disposition::HandedOver(..) if !report.verdict.is_complete() => {
            let missing = report.verdict.missing.iter().map(|criterion| criterion.name());
            reasons.extend(missing.map(|name| format!("falta {name}")));
        }
        _ => {}
    }
    if matches!(disposition, Disposition::HandedOver(..)) {
        let noticed = report.findings.iter().filter_map(|finding| finding.rule.label());
        reasons.extend(noticed.map(str::to_owned));
    }
    reasons.dedup();
    reasons
}

/// The first lines of a hand-off tab, with as many of its columns as fit the terminal.
pub(crate) fn tab(stage: &Stage, title: &str) {
    let rows = stage.setup.shown(&format!("'{title}'!A1:X200"));
    println!("\nTab «{title}»");
    println!("{}", cut(rows.first().and_then(|row| row.first()).map_or("", String::as_str), width()));

    let reports = rows.iter().skip(4).take_while(|row| row.first().is_some_and(|id| id.starts_with("CE-")));
    let reports: Vec<&Vec<String>> = reports.collect();
    let Some(header) = rows.get(3) else { return };
    let lines: Vec<&Vec<String>> = [header].into_iter().chain(reports.iter().take(LINES).copied()).collect();
    let text = |row: &[String], column: usize| cut(row.get(column).map_or("", String::as_str), WIDEST);
    let filled = |column: &usize| lines[1..].iter().any(|row| !text(row, *column).is_empty());

    // Each column takes its text, two blanks and a line.
    let (mut columns, mut room) = (Vec::new(), width().saturating_sub(1));
    for column in TELLING.map(|column| column.index() as usize).into_iter().filter(filled) {
        let longest = lines.iter().map(|row| text(row, column).chars().count()).max().unwrap_or(0);
        if longest + 3 <= room {
            room -= longest + 3;
            columns.push(column);
        }
    }
    columns.sort_unstable();
    let picked = |row: &[String]| columns.iter().map(|column| text(row, *column)).collect::<Vec<String>>();
    let mut table = Table::new();
    table.load_preset(UTF8_FULL_CONDENSED).set_header(picked(header));
    for line in &lines[1..] {
        table.add_row(picked(line));
    }
    println!("{table}");

    let more = reports.len().saturating_sub(LINES);
    let more = if more == 0 { String::new() } else { format!("{more} more rows; ") };
    println!("({more}{} of {} columns; all of it: {})", columns.len(), header.len(), stage.tab(title));
}

/// The last mail, as received.
pub(crate) fn mail(stage: &Stage) {
    if let Some(mail) = stage.setup.emulator.mails().last() {
        println!("\nMail received by {}", mail.to.join(", "));
        println!("  From: {}\n  Subject: {}\n", mail.from, mail.subject);
        for line in mail.text.lines() {
            println!("  │ {line}");
        }
    }
}

/// The subject of the last mail.
pub(crate) fn subject(stage: &Stage) {
    if let Some(mail) = stage.setup.emulator.mails().last() {
        println!("\nMail received by {}\n  Subject: {}", mail.to.join(", "), mail.subject);
    }
}

/// What a night came to.
pub(crate) fn balance(night: &Night) {
    println!("\nBalance: {}", night.assessment.plan.balance);
    for handoff in &night.handoffs {
        step(&format!("hand-off {} «{}»: {} rows", handoff.number, handoff.title, handoff.entries.len()));
    }
}

/// What a reader may try on the emulator that stays up.
pub(crate) fn commands(stage: &Stage, clock: &str) -> Result<(), Box<dyn Error>> {
    let config = stage.setup.path("traslado.toml");
    println!("\nThe emulator stays up. The configuration, {}, is\n", config.display());
    println!("{}", fs::read_to_string(&config)?);
    println!("Try, from another terminal in this folder, whose clock the first line sets:\n");
    println!("  export TRASLADO_NOW={clock}");
    for command in ["plan", "run", "run --json", "verify", "check"] {
        println!("  cargo run -- --config {} {command}", config.display());
    }
    Ok(())
}

/// The letters of a text that fit so many columns of the terminal.
fn cut(text: &str, most: usize) -> String {
    let line = text.replace('\n', " ");
    if line.chars().count() <= most {
        return line;
    }
    line.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// Columns of the terminal, or of a text that goes elsewhere.
fn width() -> usize {
    terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0).max(40))
}

fn new_table<const N: usize>(header: [&str; N]) -> Table {
    let mut table = Table::new();
    table.load_preset(UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width()).unwrap_or(u16::MAX)).set_header(header);
    table
}
