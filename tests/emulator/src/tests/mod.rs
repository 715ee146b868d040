//! Whole requests over HTTP: what a client of the emulator may count on.

mod access;
mod batch;
mod client;
mod drive;
mod faults;
mod formulas;
mod gmail;
mod hostile;
mod oauth;
mod staff;
mod strict;
mod structure;
mod uploads;
mod values;
