//! A deterministic, stateful emulator of the parts of Google OAuth, Sheets v4, Drive v3 and Gmail v1 that a program
//! like `traslado` touches, on the real paths, as strict as Google.
//!
//! # Layout
//! - `emulator`: the running emulator, and how a test holds it.
//! - `server`, `routes`, `schema`: from bytes to a call that is known to be well formed.
//! - `oauth`, `sheets`, `drive`, `gmail`: one API each, over one [`World`].
//! - `quota`, `switches`: what a minute allows, and where Google is tightened or undocumented.
//! - `control`: logs, faults, holds, staff, and the same over HTTP.
//! - `page`: what people would see of all that, for a browser.

mod account;
mod clock;
mod control;
mod drive;
mod emulator;
mod error;
mod gmail;
mod ids;
mod num;
mod oauth;
mod page;
mod quota;
mod routes;
mod schema;
mod server;
mod sheets;
mod switches;
mod world;

pub use account::Role;
pub use clock::Clock;
pub use control::{
    CellChange, Changes, Fault, FaultAction, Hold, Match, Mutation, Refused, RequestLog, Snapshot, Tab,
};
pub use emulator::{Emulator, Options};
pub use gmail::Mail;
pub use switches::{Limits, Switches};
pub use world::World;

#[cfg(test)]
mod tests;
