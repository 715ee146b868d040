//! What the words of a report suggest. Suggestions only: a person decides.

mod ages;
mod matters;
mod signs;
mod topic;
mod words;

pub use ages::Ages;
pub use matters::{MatterSet, Matters};
pub use topic::{Mark, RequestKind, Suggestions, Topic};
pub use words::{Together, TooManyWords, WordList, WordLists, Words};

#[cfg(test)]
mod tests;
