//! Both cores at work: threads that each have a stage of their own and take one case after another.

use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::case::Case;
use crate::options::Options;
use crate::stage::Stage;
use crate::sweeps::Sweep;

/// After so many cases a thread takes a fresh stage: requests that never end pile up on the old.
const CASES_A_STAGE: usize = 400;

/// What became of a sweep.
pub(crate) struct Tally {
    pub(crate) name: &'static str,
    pub(crate) cases: usize,
    pub(crate) violations: usize,
    /// The time that its cases took, on however many threads.
    spent: Duration,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.spent.as_secs_f64();
        let cases = u32::try_from(self.cases.max(1)).unwrap_or(u32::MAX);
        write!(
            f,
            "{:<12}{:>9}{:>12}{seconds:>10.1}{:>12.1}",
            self.name,
            self.cases,
            self.violations,
            1000.0 * seconds / f64::from(cases)
        )
    }
}

/// Plays all cases and tells of those that break a promise.
pub(crate) fn run(sweeps: &[Sweep], options: &Options) -> Vec<Tally> {
    let cases: Vec<(usize, &Case)> = sweeps
        .iter()
        .enumerate()
        .flat_map(|(sweep, of)| of.cases.iter().map(move |case| (sweep, case)))
        .collect();
    let tallies: Vec<Tally> = sweeps
        .iter()
        .map(|sweep| Tally {
            name: sweep.name,
            cases: sweep.cases.len(),
            violations: 0,
            spent: Duration::ZERO,
        })
        .collect();
    let (next, tallies) = (AtomicUsize::new(0), Mutex::new((tallies, 0_usize)));
    std::thread::scope(|scope| {
        for _ in 0..options.test_threads.max(1) {
            scope.spawn(|| {
                let (mut stage, mut played) = (Stage::new(), 0);
                while let Some((sweep, case)) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if played == CASES_A_STAGE {
                        (stage, played) = (Stage::new(), 0);
                    }
                    played += 1;
                    let started = Instant::now();
                    let outcome = case.play(&stage);
                    let Ok(mut shared) = tallies.lock() else { return };
                    let (tallies, printed) = &mut *shared;
                    tallies[*sweep].spent += started.elapsed();
                    if let Err(violation) = outcome {
                        tallies[*sweep].violations += 1;
                        *printed += 1;
                        if *printed <= options.tell {
                            println!("{}", complaint(case, &violation));
                        } else {
                            println!(
                                "broken: {}: {}",
                                case.name(),
                                violation.lines().next().unwrap_or_default()
                            );
                        }
                    }
                }
            });
        }
    });
    tallies.into_inner().map(|(tallies, _)| tallies).unwrap_or_default()
}

fn complaint(case: &Case, violation: &str) -> String {
    let name = case.name();
    let again = match case {
        Case::History(seed) => format!("--seed {seed}"),
        _ => format!("--case '{name}'"),
    };
    format!(
        "broken: {name}\n{}  broken:\n    {violation}\n  again: cargo test --test sweep -- {again}",
        case.tell()
    )
}
