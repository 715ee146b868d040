//! How often a report is called a possible repeat and is none, or is one and passes in silence:
//! `cargo bench --bench repetition [-- REPORTS] [--print]`.
//!
//! Staff type reports of which everybody but the program knows who wrote them and about what. Then a
//! thousand pairs, of each kind as many. Every person, place and text is invented. `--print` shows what
//! went wrong.

#[path = "repetition/people.rs"]
mod people;
#[path = "repetition/texts.rs"]
mod texts;

use std::collections::{BTreeSet, HashMap};
use std::ops::AddAssign;

use chrono::NaiveDate;
use fixtures::{Cells, DATE, HEADERS};
use people::{Kind, Typed, Typists};
use traslado::domain::form::report::Report;
use traslado::domain::form::{Form, FormError, Layout};
use traslado::domain::handoff::assessment::Assessment;
use traslado::domain::handoff::batch_splitter::{BatchSplitter, LIMITS};
use traslado::domain::handoff::cut::{HandoffContext, cut};
use traslado::domain::handoff::plan::{Disposition, Window};
use traslado::domain::ids::report_id::ReportId;
use traslado::domain::ledger::Ledger;
use traslado::sheet::cell::Cell;

/// How many reports a book has: those of some months.
const BOOK: usize = 400;

/// What happened, counted.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    /// Reports handed over.
    reports: u32,
    /// Of these, those that repeat another.
    repeats: u32,
    /// Alerts.
    alerts: u32,
    /// Alerts that name a report about something else, or of somebody else.
    false_alerts: u32,
    /// Repeats without an alert.
    missed: u32,
    /// Repeats that were withheld, because every cell is the same.
    withheld: u32,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.reports += other.reports;
        self.repeats += other.repeats;
        self.alerts += other.alerts;
        self.false_alerts += other.false_alerts;
        self.missed += other.missed;
        self.withheld += other.withheld;
    }
}

fn main() -> Result<(), FormError> {
    let reports: usize = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(10_000);
    let print = std::env::args().any(|argument| argument == "--print");
    let form = Form::builtin();
    let header = HEADERS[DATE..].iter().map(|header| Cell::Text((*header).to_owned())).collect();
    let Some(layout) = form.locate(&[header])? else { return Ok(()) };
    let measure = Measure { form: &form, layout: &layout, print };

    let mut total = Tally::default();
    for seed in 0..reports.div_ceil(BOOK) {
        let book = Typists::new(seed as u64).book(BOOK);
        total += measure.two_nights(&book, BOOK / 2);
    }
    println!("{:<44}{:>8}{:>10}", "reports of simulated staff", "count", "of 10,000");
    line("handed over", total.reports, total.reports);
    line("that repeat another", total.repeats, total.reports);
    line("  withheld, every cell the same", total.withheld, total.reports);
    line("  missed", total.missed, total.reports);
    line("alerts", total.alerts, total.reports);
    line("  false", total.false_alerts, total.reports);

    println!("\n{:<44}{:>8}{:>8}{:>8}{:>8}", "pairs", "count", "alerts", "false", "missed");
    for kind in Kind::ALL {
        let mut pairs = Tally::default();
        for seed in 0..200 {
            let pair = Typists::new(10_000 + seed).pair(kind);
            // Half of the pairs stand in the sheet on one night.
            pairs += measure.two_nights(&pair, usize::from(seed % 2 == 0));
        }
        let Tally { alerts, false_alerts, missed, .. } = pairs;
        println!("{:<44}{:>8}{alerts:>8}{false_alerts:>8}{missed:>8}", kind.name(), 200);
    }
    Ok(())
}

fn line(name: &str, count: u32, of: u32) {
    println!("{name:<44}{count:>8}{:>10.1}", 1e4 * f64::from(count) / f64::from(of.max(1)));
}

/// Who plays the nights.
struct Measure<'a> {
    form: &'a Form,
    layout: &'a Layout,
    print: bool,
}

impl Measure<'_> {
    /// Hands over the first rows on one night and all others on the next, and compares with the truth.
    fn two_nights(&self, rows: &[Typed], first: usize) -> Tally {
        let mut ledger = Ledger::empty(fixtures::SPREADSHEET);
        let mut owner: HashMap<ReportId, usize> = HashMap::new();
        let mut tally = Tally::default();
        let mut alerted: HashMap<u32, u32> = HashMap::new();

        for count in [first, rows.len()] {
            let assessment = self.assess(&rows[..count], &ledger);
            let (plan, reports) = (&assessment.plan, &assessment.sheet.reports);
            for line in &plan.lines {
                owner.insert(line.entry.id, reports[line.report].row.index() - 1);
            }
            for line in &plan.lines {
                let at = reports[line.report].row.index() - 1;
                tally.reports += 1;
                let Some(other) = line.resembles.and_then(|id| owner.get(&id)) else { continue };
                tally.alerts += 1;
                if rows[*other].case == rows[at].case {
                    *alerted.entry(rows[at].case).or_default() += 1;
                } else {
                    tally.false_alerts += 1;
                    self.show("false", [&rows[*other], &rows[at]]);
                }
            }
            for (disposition, report) in plan.dispositions.iter().zip(reports) {
                if matches!(disposition, Disposition::Withheld(_)) {
                    tally.withheld += 1;
                    *alerted.entry(rows[report.row.index() - 1].case).or_default() += 1;
                }
            }

            let splitter = BatchSplitter::new(LIMITS);
            let context = HandoffContext::of_plan_alone(&splitter, self.form);
            let handoffs = cut(plan, reports, &ledger, context);
            ledger = ledger.with(handoffs.into_iter().flat_map(|handoff| handoff.entries));
        }

        let mut cases: HashMap<u32, Vec<&Typed>> = HashMap::new();
        for row in rows {
            cases.entry(row.case).or_default().push(row);
        }
        for (case, rows) in cases {
            let repeats = u32::try_from(rows.len()).unwrap_or(u32::MAX) - 1;
            let missed = repeats.saturating_sub(alerted.get(&case).copied().unwrap_or(0));
            tally.repeats += repeats;
            tally.missed += missed;
            if missed > 0 {
                self.show("missed", [rows[0], rows[1]]);
            }
        }
        tally
    }

    fn assess(&self, rows: &[Typed], ledger: &Ledger) -> Assessment {
        let as_of = NaiveDate::from_ymd_opt(2027, 3, 1).unwrap_or_default();
        let window = Window::new(NaiveDate::default(), as_of, None);
        let mut reader = self.form.reader(self.layout.clone(), window.today);
        let cells =
            |cells: &Cells| cells[DATE..].iter().map(|text| Cell::Text(text.clone())).collect::<Vec<_>>();
        let reports: Vec<Report> = rows.iter().filter_map(|row| reader.row(&cells(&row.cells))).collect();
        let sheet = reader.finish(reports);
        Assessment::of(sheet, |_| None, self.form, ledger, &BTreeSet::new(), None, window)
    }

    fn show(&self, what: &str, pair: [&Typed; 2]) {
        if self.print {
            println!("{what}:");
            for row in pair {
                println!("    {}", row.cells[DATE..].join(" | "));
            }
        }
    }
}
