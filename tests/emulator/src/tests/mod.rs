//! Whole requests over HTTP: what a client of the emulator may count on.

mod access;
mod along;
mod batch;
mod client;
mod comments;
mod drive;
mod faults;
mod filters;
mod gmail;
mod hostile;
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
