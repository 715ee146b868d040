//! From bytes to calls and back.

mod call;
mod dispatch;
mod reply;
mod serve;
mod upload;

pub(crate) use call::{Answer, Call, Media, decode, drop_defaults, encode};
pub(crate) use dispatch::{Wire, answer, timed_out};
pub(crate) use reply::Reply;
pub(crate) use serve::serve;
