//! How often identity errs against hostile staff: `cargo bench --bench identity [-- [headers] HISTORIES [SEED]]`.
//!
//! Nights of edits between runs, no faults: the commit protocol is tested elsewhere. Then damaged header rows,
//! with `headers` these alone.

#[path = "identity/headers.rs"]
mod headers;
#[path = "identity/history.rs"]
mod history;
#[path = "identity/staff.rs"]
mod staff;

use headers::Recognition;
use history::{Accidents, Honest, Mishaps, Tally};
use staff::Mishap;
use traslado::domain::form::{Form, FormError, Layout};

fn main() -> Result<(), FormError> {
    let mut numbers = std::env::args().filter_map(|argument| argument.parse::<u64>().ok());
    let histories = numbers.next().unwrap_or(400);
    let first = numbers.next().unwrap_or(0);
    let form = Form::builtin();
    let Some(layout) = history::layout(&form)? else { return Ok(()) };
    if !std::env::args().any(|argument| argument == "headers") {
        histories_of(histories, first, &form, &layout);
    }
    header_rows(histories, first, &form, &layout);
    Ok(())
}

/// Nights of edits, and slips of the hand.
fn histories_of(histories: u64, first: u64, form: &Form, layout: &Layout) {
    let mut total = Tally::default();
    for seed in first..first + histories {
        total += history::play(seed, form, layout);
    }
    print(histories, &total);
    for (with_ids, name) in [(true, "with the ID column"), (false, "without")] {
        let mut accidents = Accidents::default();
        for seed in first..first + histories.div_ceil(4) {
            accidents += history::accident(seed, form, layout, with_ids);
        }
        let Accidents { sorts, rows, quarantined, amended, new } = accidents;
        println!(
            "{sorts} partial sorts {name}: {rows} rows changed, {quarantined} held back, {amended} amended, {new} new"
        );
    }
    for reports in [100, 1000] {
        for kind in [Mishap::Sort, Mishap::Shift, Mishap::Empty, Mishap::Fill, Mishap::Retype] {
            let mut mishaps = Mishaps::default();
            for seed in first..first + histories.div_ceil(20) {
                mishaps += history::mishap(seed, form, layout, kind, reports);
            }
            let Mishaps { played, caught, rows, quarantined, others } = mishaps;
            let share = of_ten_thousand(caught, played);
            println!(
                "{kind:?} in a book of {reports}: {caught} of {played} caught ({share:.0} of 10,000); of {rows} rows \
                 {quarantined} held back, {others} others"
            );
        }
    }
    for reports in [100, 1000] {
        let mut honest = Honest::default();
        for seed in first..first + histories.div_ceil(20) {
            honest += history::honest(seed, form, layout, reports);
        }
        let Honest { nights, nights_quarantined, rows, amended } = honest;
        let share = of_ten_thousand(nights_quarantined, nights);
        println!(
            "{nights} honest nights in a book of {reports}: {nights_quarantined} held a row back ({share:.1} of 10,000), {rows} rows; \
             {amended} amendments"
        );
    }
}

/// How many of ten thousand one count is of another.
fn of_ten_thousand(count: u32, all: u32) -> f64 {
    1e4 * f64::from(count) / f64::from(all.max(1))
}

/// Damaged header rows, with ever more known rows.
fn header_rows(histories: u64, first: u64, form: &Form, layout: &Layout) {
    for (reports, books) in [(5, 20), (20, 20), (100, 10), (1000, 4), (5000, 2)] {
        let times = u32::try_from(histories * 25 / books).unwrap_or(u32::MAX);
        let mut found = Recognition::default();
        for seed in first..first + books {
            found += headers::damage(seed, form, layout, reports, times);
        }
        let Recognition { damaged, recognised, refused, mistaken, by_header } = found;
        println!(
            "{damaged} damaged header rows, {reports} known rows: {recognised} recognised, {refused} refused or said, \
             {mistaken} mistaken, {by_header} left to a header above too few values"
        );
    }
}

fn print(histories: u64, total: &Tally) {
    let line = |name: &str, count: u32| {
        let share = of_ten_thousand(count, total.handed);
        println!("{name:<44}{count:>8}{share:>10.1}");
    };
    println!("{:<44}{:>8}{:>10}", format!("{histories} histories of 12 nights"), "count", "of 10,000");
    line("reports handed over", total.handed);
    line("amendments", total.amended);
    line("handed over twice", total.twice);
    line("  the row stands twice in the sheet", total.copied);
    line("  without an alert", total.silent);
    line("alerts of a possible repeat", total.alerts);
    line("amended onto another's entry", total.onto_another);
    line("held back without a partial sort", total.quarantined);
    let share = of_ten_thousand(total.nights_quarantined, total.nights);
    println!("{:<44}{:>8}{share:>10.1}", "honest nights that held a row back", total.nights_quarantined);
    line("withheld wrongly", total.withheld_wrongly);
    line("hidden", total.hidden);
}
