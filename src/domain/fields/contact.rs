//! How to reach the person: e-mail and phone.

mod email;
mod phone;
mod shares;

pub use email::{Email, parse as email};
pub use phone::{Phone, parse as phone};
pub use shares::{Shares, shares};
