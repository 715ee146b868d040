//! Prints what a night costs: wall time, peak memory and requests of the real executable against
//! the emulator. Run with `cargo bench --bench night`.
//!
//! A first night over 20,000 new rows makes more writes than Google allows in a minute, so most of
//! its time is waiting for the next minute.

#![expect(clippy::expect_used, reason = "A benchmark that cannot go on says why and ends.")]

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use fixtures::{Setup, complete, peak_memory, type_sheet};
use google_emulator::Options;

fn main() {
    println!("{:<34}{:>10}{:>12}{:>10}", "night", "seconds", "peak MB", "requests");
    for rows in [1_000, 20_000] {
        let setup = with(rows);
        night(&setup, &format!("{rows} rows, all new"), "2026-03-10");
        setup.type_at(&format!("A{}", rows + 2), &(rows..rows + 30).map(complete).collect::<Vec<_>>());
        night(&setup, &format!("{rows} rows known, 30 new"), "2026-03-11");
        night(&setup, &format!("{rows} rows known, nothing new"), "2026-03-11");
    }
}

/// A spreadsheet with so many rows that the program has adopted.
fn with(rows: u32) -> Setup {
    let setup = Setup::start(Options::default(), "2026-03-01");
    type_sheet(&setup.emulator, &setup.id, &(0..rows).map(complete).collect::<Vec<_>>());
    traslado(&setup, &["init", "--yes"]).wait().expect("init ends");
    setup
}

fn traslado(setup: &Setup, arguments: &[&str]) -> Child {
    let mut command = setup.command(env!("CARGO_BIN_EXE_traslado"));
    command.args(arguments).stdout(Stdio::null()).spawn().expect("the executable starts")
}

/// Runs a night and prints its line.
fn night(setup: &Setup, name: &str, as_of: &str) {
    let before = setup.emulator.requests().len();
    let start = Instant::now();
    let mut night = traslado(setup, &["run", "--as-of", as_of, "--yes"]);
    let process = night.id().to_string();
    let mut peak = 0.0;
    while night.try_wait().expect("the night can be waited for").is_none() {
        // The kernel keeps the highest resident size, so the last look before the end has it.
        peak = peak_memory(&process).unwrap_or(peak);
        std::thread::sleep(Duration::from_millis(2));
    }
    let seconds = start.elapsed().as_secs_f64();
    let tokens = setup.emulator.requests().iter().filter(|request| request.path == "/token").count();
    let requests = setup.emulator.requests().len() - before - usize::from(tokens > 0);
    println!("{name:<34}{seconds:>10.2}{peak:>12.1}{requests:>10}");
}
