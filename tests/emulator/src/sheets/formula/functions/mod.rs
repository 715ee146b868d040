//! The functions, a family a file, each file beginning with its table.

pub(super) mod arrays;
pub(super) mod conditions;
pub(super) mod dates;
pub(super) mod info;
pub(super) mod logic;
pub(super) mod lookup;
pub(super) mod maths;
pub(super) mod patterns;
pub(super) mod statistics;
pub(super) mod text;
pub(super) mod workdays;
