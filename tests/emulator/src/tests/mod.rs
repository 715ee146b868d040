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
mod faults;
mod filters;
mod formulas;
mod fuzz;
mod gmail;
mod hostile;
mod logs;
mod looks;
mod model;
mod oauth;
mod paste;
mod refusals;
mod staff;
mod strict;
mod structure;
mod uploads;
mod values;
