//! Integration tests: the real executable against the emulator. One binary, so that it links once.
//!
//! - `access`: link sharing, strangers, and what is said of them.
//! - `check`: what a night stands on, right and wrong.
//! - `headers`: columns that staff add, rename and fill.
//! - `house`: the import table, the purity of `domain/`, no forgotten test file.
//! - `command_line`: help, wrong usage, wrong configuration.
//! - `configuration`: where it is found, written anew, brought up to date, and what is wrong with a file.
//! - `first_night`, `later_nights`: what clerks, staff and the office read, whole.
//! - `planned`: a plan, and a night that hands over that plan and nothing else.
//! - `terminal`: a terminal at which a person sits.
//! - `init`, `init_copy`, `init_new`: a sheet that people have, a copy of an older one, a new one.
//! - `json`: what `--json` prints is what its page says.
//! - `quality`: who asks, and the term that follows from it.
//! - `judged`: cells as people type them, and what the clerk reads of each.
//! - `empty_account`: from nothing to the second night.
//! - `hooks`: what an operator has run or told when a night ends.
//! - `host`: what a host keeps of what it has seen, and whose files these are.
//! - `login`: an account's own consent, from the browser to the night that renews it.
//! - `readme`: the commands of README, in their order.
//! - `record_versions`: records of another version of the program, and of none.
//! - `refusals`: every exit code, reached for its own reason, and nothing half-written.
//! - `monitoring`: who else hears how a night went; `monitor` plays one that is told by pings.
//! - `daemon`: the nights kept by a schedule, told to stop, asked how things stand.
//! - `export`: a copy outside the spreadsheet.
//! - `failures`: the monitor, the host, the credentials, the permissions and the mail, each failing.
//! - `slips`: tabs and rows deleted, rows that Google refuses, ceilings: what heals by itself.
//! - `ill`: a Google that answers 500, for a while or to one row.
//! - `identity`: hostile staff, and a partial sort from its warning to its release.
//! - `ledger`: every kind of damage, with its way out gone and a clean night after it.
//! - `baseline`: rows dated before the start, on the first night and later.
//! - `locale`: a file that writes the month first.
//! - `restored`: an old version, a copy, and the host that has seen more.
//! - `service_columns`: what people type, paste and shift into the service's columns.
//! - `rows`: rows that are no reports, texts out of their column, merged cells, headers of people.
//! - `manuals`: man pages and completions.
//! - `mail`: notices that fail in every way, and end.
//! - `doors`: a planted lock, answers without an end, proxies, halves of characters.
//! - `progress`: what is seen of long work, and what an interrupt is answered.
//! - `protections`: what people protect against the account, and who ends it.
//! - `reminder`: what is due, said in the notice, and on business days without one.
//! - `repair`: repairs killed, unanswered, or met by a run.
//! - `report`: a month in figures, without anything that somebody typed freely.
//! - `answers`: what clerks type in the tabs, shown where it is waited for.
//! - `annul`: what was handed over and is taken back.
//! - `reopen`: what ended and is brought back.
//! - `state_history`: every state that a night has seen.
//! - `archive`: answered hand-offs put away in two nights, and where a report is found.
//! - `archive_faults`: the same, lost, cut, killed, doubled or typed into at every call.
//! - `archive_repair`: what people do to the spreadsheet afterwards, and how it heals.
//! - `kept`: the work list and the board, kept up whatever people do to them.
//! - `faults`: answers lost, cut, delayed or refused at every call of a night.
//! - `transport`: one fault of Google's at a call or at a token, and what the client makes of it.
//! - `words`: what the READMEs and docs/ say is what the program has.
//! - `names`: titles and headers that people typed stay where they are.
//! - `output`: nobody listening, answers at a terminal, days and clocks that are given.
//! - `privacy`: no citizen's data in any output, staff cells untouched, text stays text.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::assigning_clones,
    clippy::format_push_string,
    reason = "A test that cannot go on fails, and what it allocates on the way matters to nobody."
)]

mod access;
mod annotations;
mod annul;
mod answers;
mod archive;
mod archive_faults;
mod archive_repair;
mod baseline;
mod bulk_reads;
mod check;
mod columns;
mod command_line;
mod configuration;
mod daemon;
mod delivered;
mod displayed;
mod doors;
mod empty_account;
mod error_cells;
mod export;
mod failures;
mod faults;
mod first_night;
mod headers;
mod hooks;
mod host;
mod house;
mod identity;
mod ill;
mod init;
mod init_copy;
mod init_new;
mod json;
mod judged;
mod later_nights;
mod ledger;
mod locale;
mod login;
mod mail;
mod maintained;
mod manuals;
mod monitor;
mod monitoring;
mod names;
mod night_log;
mod output;
mod planned;
mod privacy;
mod probes;
mod progress;
mod protections;
mod quality;
mod quarantine;
mod readme;
mod record_versions;
mod refusals;
mod rehearse;
mod reminder;
mod reopen;
mod repair;
mod report;
mod restored;
mod rows;
mod service_columns;
mod state_history;
mod suspicious;
mod terminal;
mod transport;
mod words;
mod world;
