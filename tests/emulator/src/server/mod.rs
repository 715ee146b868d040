//! From bytes to calls and back.

mod batch;
mod call;
mod credential;
mod dispatch;
mod escape;
mod older;
mod reply;
mod resumable;
mod serve;
mod system;
mod upload;

pub(crate) use call::{Answer, Call, Media, decode, drop_defaults, encode};
pub(crate) use dispatch::{Wire, answer, timed_out};
pub(crate) use reply::Reply;
pub(crate) use resumable::Upload;
pub(crate) use serve::serve;
