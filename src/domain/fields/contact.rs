//! How to reach the person: e-mail and phone.

mod email;
mod phone;

pub use email::{Email, parse as email};
pub use phone::{Phone, parse as phone};
