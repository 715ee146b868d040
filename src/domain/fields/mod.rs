//! One kind of cell each: a type that can only hold what is valid, and a parser that returns the
//! value, if there is one, with what was noticed.

pub mod address;
pub mod channel;
pub mod contact;
pub mod content;
pub mod date;
pub mod document;
pub mod lexicon;
pub mod name;
pub mod placeholder;
pub mod subscriber;
pub mod time;

use crate::domain::finding::Rule;

/// The result of reading a cell: the value where there is one, and the rules that apply to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read<T> {
    /// The value; `None` where the cell holds none.
    pub value: Option<T>,
    /// The rules that apply, in the order in which they were found.
    pub rules: Vec<Rule>,
}

impl<T> Read<T> {
    /// A value and nothing to say about it.
    pub fn clean(value: T) -> Self {
        Self { value: Some(value), rules: Vec::new() }
    }

    /// A value that a person should look at.
    pub fn doubtful(value: T, rule: Rule) -> Self {
        Self { value: Some(value), rules: vec![rule] }
    }

    /// No value, for a reason.
    pub fn refused(rule: Rule) -> Self {
        Self { value: None, rules: vec![rule] }
    }

    /// No value, and nothing to say: a blank cell or a placeholder.
    pub fn nothing() -> Self {
        Self { value: None, rules: Vec::new() }
    }

    /// The result with one more rule.
    #[must_use]
    pub fn noting(mut self, rule: Rule) -> Self {
        self.rules.push(rule);
        self
    }
}
