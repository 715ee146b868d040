//! The proof: thousands of disturbed nights, judged by what the emulator applied.
//!
//! - `cargo test --test sweep`: a sample of every sweep, some minutes.
//! - `cargo test --release --test sweep -- --full`: every case.
//! - `… -- --seed N`: the history of one seed.
//! - `… -- --case NAME`: the cases whose names contain NAME, each told in full.
//! - `… -- --record`: writes `calls.txt`, how many calls a clean night of each scenario makes.

#![expect(
    clippy::unwrap_used,
    clippy::assigning_clones,
    clippy::enum_glob_use,
    clippy::format_collect,
    reason = "A test that cannot go on fails, and says so."
)]

mod case;
mod edits;
mod faults;
mod history;
mod long;
mod options;
mod oracle;
mod people;
mod play;
mod pool;
mod scenario;
mod sheets;
mod staff;
mod stage;
mod story;
mod sweeps;
mod times;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use crate::case::Case;
use crate::options::Options;
use crate::pool::Tally;
use crate::scenario::Scenario;
use crate::stage::Stage;
use crate::sweeps::{Calls, Sweep};

fn main() -> ExitCode {
    let Some(options) = Options::read() else { return ExitCode::SUCCESS };
    let started = Instant::now();
    let calls = match counted(&options) {
        Ok(calls) => calls,
        Err(text) => {
            eprintln!("{text}");
            return ExitCode::FAILURE;
        }
    };
    let mut sweeps = sweeps::all(&calls, options.seeds());
    for sweep in &mut sweeps {
        choose(sweep, &options);
    }
    let tallies = pool::run(&sweeps, &options);
    report(&tallies, started);
    if tallies.iter().any(|tally| tally.violations > 0) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The cases that are asked for; for every day, a sample that is spread over all of them.
fn choose(sweep: &mut Sweep, options: &Options) {
    if options.seed.is_some() {
        sweep.cases.retain(|case| matches!(case, Case::History(_)));
    } else if let Some(name) = &options.case {
        sweep.cases.retain(|case| case.name().contains(name.as_str()));
    } else if !options.full && sweep.cases.len() > sweep.daily {
        // A stride that shares no factor with the lists the cases are made of.
        let stride = (sweep.cases.len() / sweep.daily) | 1;
        let mut at = 0;
        sweep.cases.retain(|_| {
            at += 1;
            at % stride == 0
        });
    }
}

/// How many calls a clean night of each scenario makes, which must be what is written down.
fn counted(options: &Options) -> Result<Calls, String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/sweep/calls.txt");
    if options.uncounted {
        let written = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
        let calls = |scenario: Scenario| {
            let line =
                written.lines().find_map(|line| line.strip_prefix(scenario.name())?.strip_prefix(": "));
            Some((scenario, line?.parse().ok()?))
        };
        return Ok(Scenario::ALL.into_iter().filter_map(calls).collect());
    }
    let stage = Stage::new();
    let calls: Calls =
        Scenario::ALL.into_iter().map(|scenario| (scenario, stage.prepared(scenario).calls)).collect();
    let text: String =
        calls.iter().map(|(scenario, calls)| format!("{}: {calls}\n", scenario.name())).collect();
    if options.record {
        std::fs::write(&path, &text).map_err(|error| error.to_string())?;
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    if written == text {
        return Ok(calls);
    }
    Err(format!(
        "a clean night makes other calls than tests/sweep/calls.txt says, so the sweeps are not what they were.\n\
         written:\n{written}counted:\n{text}Where that is meant, run: cargo test --test sweep -- --record"
    ))
}

fn report(tallies: &[Tally], started: Instant) {
    println!("\n{:<12}{:>9}{:>12}{:>10}{:>12}", "sweep", "cases", "violations", "seconds", "ms a case");
    for tally in tallies {
        println!("{tally}");
    }
    let cases: usize = tallies.iter().map(|tally| tally.cases).sum();
    let violations: usize = tallies.iter().map(|tally| tally.violations).sum();
    println!("{:<12}{cases:>9}{violations:>12}{:>10.1}", "all", started.elapsed().as_secs_f64());
}
