//! What the words of a report suggest. Suggestions only: a person decides.

mod topic;
mod words;

pub use topic::{RequestKind, Suggestions, Topic};
pub use words::{Together, TooManyWords, Words};

#[cfg(test)]
mod tests;
