//! How to reach the person: e-mail and phone.

mod email;
mod phone;
mod shares;

pub use email::{Email, find as find_email, parse as email};
pub use phone::{Phone, find as find_phone, parse as phone};
pub use shares::{Shares, shares};
