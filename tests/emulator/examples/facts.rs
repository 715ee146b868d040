//! Prints how many of the facts about Google hold at the emulator: `cargo run -p google-emulator --example facts`.

use google_emulator::{Clock, Emulator, Options};

#[path = "../src/tests/facts/mod.rs"]
mod facts;

fn main() -> std::process::ExitCode {
    let score = facts::score();
    for failed in &score.failed {
        println!("does not hold: {failed}");
    }
    println!("{} of {} facts hold", score.facts - score.failed.len(), score.facts);
    if score.failed.is_empty() { std::process::ExitCode::SUCCESS } else { std::process::ExitCode::FAILURE }
}
