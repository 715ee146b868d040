//! The program beside the script that it replaces: processor time, memory, requests and bytes of both, in
//! one run against the same emulator, and their ratios: `cargo bench --bench peer [-- ROWS...]`, by default
//! 1,000, 20,000 and 100,000 known rows.
//!
//! The script is `benches/peer/script.py`. It needs gspread 6.2.1 and the Python that `PYTHON` names, else
//! `python3`; where that is not to be had, a word says so and only the program is measured.

#![expect(clippy::expect_used, reason = "A benchmark that cannot go on says why and ends.")]

use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use fixtures::{ACCOUNT, Setup, complete, peak_memory, type_sheet};
use google_emulator::Options;
use wait4::Wait4 as _;

/// Rows that are new on the night that hands over.
const NEW: u32 = 30;
/// The exit code by which the script says that gspread is missing.
const SKIPPED: i32 = 77;

/// What one process cost.
struct Cost {
    status: ExitStatus,
    /// Seconds on the clock.
    wall: f64,
    /// Seconds of processor time, of the program and of the kernel for it.
    cpu: f64,
    /// Highest resident memory, in 10^6 bytes.
    memory: f64,
    requests: usize,
    /// Bytes of the bodies that came and went, uncompressed, in 10^6 bytes.
    bytes: f64,
    /// The largest answer, uncompressed, in 10^6 bytes.
    answer: f64,
}

fn main() {
    let sizes: Vec<u32> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 20_000, 100_000] } else { sizes };

    println!(
        "{:<44}{:>8}{:>8}{:>10}{:>10}{:>10}{:>11}",
        "night", "wall s", "CPU s", "peak MB", "requests", "MB moved", "largest MB"
    );
    for rows in sizes {
        let own = Setup::start(Options::default(), "2026-03-01");
        type_sheet(&own.emulator, &own.id, &(0..rows).map(complete).collect::<Vec<_>>());
        let peer = Setup::start(Options::default(), "2026-03-01");
        type_sheet(&peer.emulator, &peer.id, &(0..rows).map(complete).collect::<Vec<_>>());

        measured(&own, program(&own, &["init", "--yes"]));
        let first = ("all new", measured(&own, program(&own, &["run", "--as-of", "2026-03-10", "--yes"])));
        let first_of_peer = measured(&peer, script(&peer, "2026-03-10"));
        compare(rows, &first, &first_of_peer);

        let quiet = ("nothing new", measured(&own, program(&own, &["run", "--as-of", "2026-03-11"])));
        compare(rows, &quiet, &measured(&peer, script(&peer, "2026-03-11")));

        for setup in [&own, &peer] {
            let new: Vec<_> = (rows..rows + NEW).map(complete).collect();
            setup.type_at(&format!("A{}", rows + 2), &new);
        }
        let usual = ("30 new", measured(&own, program(&own, &["run", "--as-of", "2026-03-12"])));
        compare(rows, &usual, &measured(&peer, script(&peer, "2026-03-12")));
    }
}

fn program(setup: &Setup, arguments: &[&str]) -> Command {
    let mut command = setup.command(env!("CARGO_BIN_EXE_traslado"));
    command.args(arguments);
    command
}

fn script(setup: &Setup, day: &str) -> Command {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut command = Command::new(python);
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peer/script.py"));
    command.arg(setup.emulator.base_url()).arg(setup.path("key.json")).args([ACCOUNT, &setup.id, day]);
    command
}

/// Runs a process to its end.
fn measured(setup: &Setup, mut command: Command) -> Cost {
    let before = setup.emulator.requests().len();
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the process starts");
    // What is asked of a process that has ended would count the memory of this one, which started it. A process
    // that has ended has no peak of its own any more.
    let process = child.id().to_string();
    let mut memory = 0.0;
    while let Some(peak) = peak_memory(&process) {
        memory = peak;
        std::thread::sleep(Duration::from_millis(2));
    }
    let used = child.wait4().expect("the process can be waited for");
    let wall = start.elapsed().as_secs_f64();

    let requests = &setup.emulator.requests()[before..];
    let moved: usize = requests.iter().map(|request| request.request_bytes + request.answer_bytes).sum();
    let largest = requests.iter().map(|request| request.answer_bytes).max().unwrap_or(0);
    let megabytes = |bytes: u64| f64::from(u32::try_from(bytes / 1000).unwrap_or(u32::MAX)) / 1e3;
    Cost {
        status: used.status,
        wall,
        cpu: (used.rusage.utime + used.rusage.stime).as_secs_f64(),
        memory,
        requests: requests.len(),
        bytes: megabytes(moved as u64),
        answer: megabytes(largest as u64),
    }
}

/// Prints both and what part of the script's cost the program's is.
fn compare(rows: u32, (night, own): &(&str, Cost), peer: &Cost) {
    let line = |who: &str, cost: &Cost| {
        println!(
            "{:<44}{:>8.2}{:>8.2}{:>10.1}{:>10}{:>10.2}{:>11.2}",
            format!("{rows} rows, {night}: {who}"),
            cost.wall,
            cost.cpu,
            cost.memory,
            cost.requests,
            cost.bytes,
            cost.answer
        );
    };
    line("traslado", own);
    if !own.status.success() {
        println!("  traslado ended with {}", own.status);
    }
    if peer.status.code() == Some(SKIPPED) {
        println!("  gspread is not installed, so there is nothing beside it");
    } else if peer.status.success() {
        line("gspread", peer);
        println!(
            "  traslado takes {:.2} of the CPU, {:.2} of the memory; its memory is {:.1} times its largest answer",
            own.cpu / peer.cpu,
            own.memory / peer.memory,
            own.memory / own.answer.max(0.001)
        );
    } else {
        println!("  the script ended with {}", peer.status);
    }
}
