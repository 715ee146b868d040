//! Carries citizens' reports from form CE-F05, a shared Google Sheet, to the office that must
//! answer them: every night, exactly once.
//!
//! # Layout
//! - [`cli`] and [`commands`]: what an operator types, one command a file.
//! - [`night`]: one night on one page; start reading there.
//! - [`monitor`]: who else hears how a night went.
//! - [`steps`]: the effects of a night, one a file.
//! - [`probes`]: what the protocol assumes of Google, as questions that can be put to it.
//! - [`google`]: the only place that knows Google's APIs and HTTP.
//! - [`domain`]: what a report is and what becomes of it; pure.
//! - [`config`], [`error`], [`clock`], [`host`], [`telemetry`], [`summary`]: what the commands share.
//!
//! Imports point down this list; a test holds that.

#![warn(clippy::print_stdout, clippy::print_stderr)]

pub mod cli;
pub mod clock;
pub mod commands;
pub mod config;
pub mod domain;
pub mod error;
pub mod google;
pub mod layout;
pub mod monitor;
pub mod night;
pub mod operation;
pub mod probes;
pub mod session;
pub mod sheet;
pub mod steps;
pub mod summary;
pub mod telemetry;
#[cfg(test)]
mod testing;
