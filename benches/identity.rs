//! How often identity errs against hostile staff: `cargo bench --bench identity [-- HISTORIES [SEED]]`.
//!
//! Nights of edits between runs, no faults: the commit protocol is tested elsewhere.

#[path = "identity/history.rs"]
mod history;
#[path = "identity/staff.rs"]
mod staff;

use history::{Accidents, Mishaps, Tally};
use staff::Mishap;
use traslado::domain::form::{Form, FormError};

fn main() -> Result<(), FormError> {
    let mut numbers = std::env::args().filter_map(|argument| argument.parse::<u64>().ok());
    let histories = numbers.next().unwrap_or(400);
    let first = numbers.next().unwrap_or(0);
    let form = Form::builtin();
    let Some(layout) = history::layout(&form)? else { return Ok(()) };
    let mut total = Tally::default();
    for seed in first..first + histories {
        total += history::play(seed, &form, &layout);
    }
    print(histories, &total);
    for (with_ids, name) in [(true, "with the ID column"), (false, "without")] {
        let mut accidents = Accidents::default();
        for seed in first..first + histories.div_ceil(4) {
            accidents += history::accident(seed, &form, &layout, with_ids);
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
                mishaps += history::mishap(seed, &form, &layout, kind, reports);
            }
            let Mishaps { played, caught, rows, quarantined, others } = mishaps;
            println!(
                "{kind:?} in a book of {reports}: {caught} of {played} caught; of {rows} rows {quarantined} held back, \
                 {others} others"
            );
        }
    }
    Ok(())
}

fn print(histories: u64, total: &Tally) {
    let line = |name: &str, count: u32| {
        let share = 1e4 * f64::from(count) / f64::from(total.handed);
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
    let share = 1e4 * f64::from(total.nights_quarantined) / f64::from(total.nights);
    println!("{:<44}{:>8}{share:>10.1}", "honest nights that held a row back", total.nights_quarantined);
    line("withheld wrongly", total.withheld_wrongly);
    line("hidden", total.hidden);
}
