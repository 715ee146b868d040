//! Facts: what Google was seen to answer, each as a request and the answer that it must get.
//!
//! A table a file. A test asserts that all of them hold, and `cargo run -p google-emulator --example facts` prints how many
//! do. Data are invented; the sources say where the behaviour was seen.

mod callers;
mod drive;
mod gmail;
mod google;
mod oauth;
mod rows;
mod sheets;
mod sheets_shown;
mod sheets_written;

use google::Google;
use rows::Row;

/// One behaviour of Google's.
struct Fact {
    /// The behaviour, as a sentence.
    says: &'static str,
    /// Where it was seen.
    source: &'static str,
    /// Asks an emulator of its own, and says what was otherwise.
    holds: fn(&Google) -> Result<(), String>,
}

/// The tables, each with the name of its API.
const TABLES: &[(&str, &[&[Fact]])] = &[("Sheets", sheets::TABLES), ("OAuth", oauth::TABLES)];

/// The tables of facts that are a request and its answer.
const ROWS: &[(&str, &[Row])] = &[("callers", callers::ROWS), ("Drive", drive::ROWS), ("Gmail", gmail::ROWS)];

/// How the emulator stands to the facts: how many there are, and what each that fails says.
pub(super) struct Score {
    pub(super) facts: usize,
    pub(super) failed: Vec<String>,
}

/// Puts every fact to an emulator.
pub(super) fn score() -> Score {
    let mut score = Score { facts: 0, failed: Vec::new() };
    for (api, tables) in TABLES {
        for fact in tables.iter().copied().flatten() {
            score.facts += 1;
            if let Err(otherwise) = Google::start().and_then(|google| (fact.holds)(&google)) {
                score.failed.push(format!("{api}: {} ({}): {otherwise}", fact.says, fact.source));
            }
        }
    }
    for (api, rows) in ROWS {
        for row in *rows {
            score.facts += 1;
            if let Err(otherwise) = Google::start().and_then(|google| row.holds(&google)) {
                score.failed.push(format!("{api}: {}: {otherwise}", row.shown()));
            }
        }
    }
    score
}
