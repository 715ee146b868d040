//! Whole requests over HTTP: what a client of the emulator may count on.

mod access;
mod along;
mod batch;
mod client;
mod comments;
mod create;
mod doors;
mod drive;
mod drives;
mod facts;
mod faults;
mod filters;
mod formulas;
mod front;
mod fuzz;
mod gmail;
mod hostile;
mod listings;
mod logs;
mod looks;
mod model;
mod oauth;
mod page;
mod paste;
mod refusals;
mod staff;
mod strict;
mod structure;
mod uploads;
mod values;

use crate::{Clock, Emulator, Options};

#[test]
fn every_fact_about_google_holds() {
    let score = facts::score();
    assert!(score.failed.is_empty(), "{}", score.failed.join("\n"));
}
