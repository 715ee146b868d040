//! What the reader sees.

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{ContentArrangement, Table};
use traslado::domain::form::report::Report;
use traslado::domain::handoff::plan::Disposition;
use traslado::domain::reconcile::Original;
use traslado::night::Night;

use crate::stage::Stage;

/// Columns of the hand-off tab that fit a terminal, by letter index.
const SHOWN: [usize; 9] = [0, 1, 2, 3, 4, 6, 8, 12, 16];

pub(crate) fn chapter(title: &str) {
    println!("\n\x1b[1m{title}\x1b[0m\n{}", "─".repeat(title.chars().count()));
}

pub(crate) fn step(words: &str) {
    println!("  • {words}");
}

/// Why each row went where it went.
pub(crate) fn rows(night: &Night) {
    println!("\nWhat was read, and where each row goes:");
    let mut table = new_table(["Row", "Date as typed", "Received", "Lane", "Why"]);
    let reports = &night.assessment.sheet.reports;
    for (report, disposition) in reports.iter().zip(&night.assessment.plan.dispositions) {
        let received = report.received.map(|received| received.date.to_string()).unwrap_or_default();
        let typed = report.text(traslado::domain::finding::field::Field::Date).to_owned();
        table.add_row([
            report.row.to_string(),
            typed,
            received,
            disposition_name(*disposition),
            why(*disposition, report, reports),
        ]);
    }
    println!("{table}");
}

fn disposition_name(disposition: Disposition) -> String {
    match disposition {
        Disposition::BeforeSince => "before the start".to_owned(),
        Disposition::Waiting => "waiting".to_owned(),
        Disposition::Already(id) => format!("already {id}"),
        Disposition::HandedOver(id, class) => format!("{} {id}", class.name()),
        Disposition::Withheld(_) | Disposition::WithheldEarly => "withheld".to_owned(),
        Disposition::Quarantined(id) => format!("held back {id}"),
        Disposition::Deferred(_) => "refused by Google".to_owned(),
    }
}

fn why(disposition: Disposition, report: &Report, reports: &[Report]) -> String {
    let mut reasons = Vec::new();
    match disposition {
        Disposition::Waiting => reasons.push("dated today".to_owned()),
        Disposition::Withheld(Original::Entry(id)) => reasons.push(format!("repeats {id}")),
        Disposition::Withheld(Original::NewRow(row)) => {
            reasons.push(format!("repeats row {}", reports[row].row));
        }
        Disposition::WithheldEarly => reasons.push("dated before the start".to_owned()),
        Disposition::HandedOver(..) if !report.verdict.is_complete() => {
            let missing: Vec<&str> =
                report.verdict.missing.iter().map(|criterion| criterion.name()).collect();
            reasons.push(format!("falta {}", missing.join(", ")));
        }
        _ => {}
    }
    if matches!(disposition, Disposition::HandedOver(..)) {
        let noticed = report.findings.iter().filter_map(|finding| finding.rule.label());
        reasons.extend(noticed.map(str::to_owned));
    }
    reasons.dedup();
    reasons.join("; ")
}

/// A hand-off tab as it stands in the spreadsheet.
pub(crate) fn tab(stage: &Stage, title: &str) {
    let range = format!("'{title}'!A1:V100");
    let rows = stage.setup.shown(&range);
    println!("\nTab «{title}»");
    for line in rows.iter().take(2) {
        println!("{}", line.first().map_or("", String::as_str));
    }
    let pick = |row: &Vec<String>| SHOWN.map(|column| row.get(column).cloned().unwrap_or_default());
    let mut lines = rows.iter().skip(3);
    let mut table = new_table(lines.next().map(pick).unwrap_or_default());
    let mut below = Vec::new();
    for row in lines {
        if row.first().is_some_and(|id| id.starts_with("CE-")) {
            table.add_row(pick(row));
        } else if !row.is_empty() {
            below.push(row.join("  "));
        }
    }
    println!("{table}");
    println!("{}", below.iter().map(|line| line.trim().to_owned() + "\n").collect::<String>());
    println!("(shown: {} of 22 columns; the last five are the clerks' own)", SHOWN.len());
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

/// The balance, and what the night came to.
pub(crate) fn balance(night: &Night) {
    println!("\nBalance: {}", night.assessment.plan.balance);
    for handoff in &night.handoffs {
        step(&format!("hand-off {} «{}»: {} rows", handoff.number, handoff.title, handoff.entries.len()));
    }
}

/// What staff read beside their first rows.
pub(crate) fn beside(stage: &Stage, count: usize) {
    println!("\nBeside the rows, staff read:");
    let range = format!("CE-F05!A4:Y{}", 3 + count);
    let rows = stage.setup.shown(&range);
    let mut table = new_table(["N°", "Nombre", "ID traslado", "Estado traslado", "Observaciones traslado"]);
    for row in rows {
        table.add_row([0, 5, 21, 22, 23].map(|column| row.get(column).cloned().unwrap_or_default()));
    }
    println!("{table}");
}

fn new_table<const N: usize>(header: [impl Into<comfy_table::Cell>; N]) -> Table {
    let mut table = Table::new();
    table.load_preset(UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    if table.width().is_none() {
        table.set_width(170);
    }
    table.set_header(header);
    table
}
