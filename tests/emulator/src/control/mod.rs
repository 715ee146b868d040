//! What a test does to the emulator, and what it learns from it: logs, faults, holds, staff.

mod acts;
mod fault;
mod hold;
mod http;
mod kept;
mod log;
mod save;
mod seed;
mod staff;
mod tab;
mod versions;
mod window;

pub(crate) use fault::Planned;
pub use fault::{Fault, FaultAction, Match};
pub use hold::Hold;
pub(crate) use hold::HoldState;
pub(crate) use http::control;
pub(crate) use kept::{Kept, Most};
pub(crate) use log::changes;
pub use log::{CellChange, Changes, Mutation, RequestLog};
pub use save::Snapshot;
pub use staff::Refused;
pub use tab::Tab;
