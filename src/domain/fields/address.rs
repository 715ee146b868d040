//! A postal address: plausible, not verified.

mod grammar;
mod token;
mod words;

use std::cell::LazyCell;

use aho_corasick::{AhoCorasick, BuildError};

use crate::domain::fields::Read;
use crate::domain::fields::placeholder::{Filler, Placeholders};
use crate::domain::finding::Rule;
use crate::sheet::normalize;
use token::Token;

/// How likely it is that a letter reaches an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PostalAddress {
    /// A named place with a number, a street in a neighbourhood, a farm: worth confirming.
    Approximate,
    /// A street with its plate number, or a block and house.
    Full,
}

/// Reads a normalized text as a postal address. A street or a number in one of the `neighbourhoods` is
/// a place; `in_district` says that the form's own column names one.
pub fn parse(
    normalized: &str,
    neighbourhoods: &Neighbourhoods,
    in_district: impl FnOnce() -> bool,
    placeholders: &Placeholders,
) -> Read<PostalAddress> {
    if normalized.is_empty() {
        return Read::nothing();
    }
    match placeholders.of_datum(normalized) {
        Some(Filler::Test) => return Read::refused(Rule::TestText),
        Some(_) => return Read::nothing(),
        None => {}
    }

    let tokens = token::tokens(normalized);
    if grammar::is_full(&tokens) {
        return Read::clean(PostalAddress::Full);
    }
    // Words that are right must not be taken for others, so that those with a letter wrong come second.
    let corrected = token::corrected(normalized);
    if corrected.as_deref().is_some_and(grammar::is_full) {
        return Read::clean(PostalAddress::Full);
    }

    let in_neighbourhood = LazyCell::new(|| neighbourhoods.names_one(normalized) || in_district());
    let is_approximate = |tokens: &[Token<'_>]| grammar::is_approximate(tokens, || *in_neighbourhood);
    if is_approximate(&tokens) || corrected.as_deref().is_some_and(is_approximate) {
        return Read::doubtful(PostalAddress::Approximate, Rule::ApproximateAddress);
    }
    Read::refused(Rule::InsufficientAddress)
}

/// The names of neighbourhoods and townships, from the form.
#[derive(Clone, Debug)]
pub struct Neighbourhoods(AhoCorasick);

impl Neighbourhoods {
    /// The neighbourhoods of these names.
    ///
    /// # Errors
    /// When there are more names than the search can hold.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, BuildError> {
        let names = names.into_iter().map(|name| normalize::spaced(&normalize::plain(name)));
        Ok(Self(AhoCorasick::new(names)?))
    }

    fn names_one(&self, normalized: &str) -> bool {
        self.0.is_match(&normalize::spaced(normalized))
    }
}

#[cfg(test)]
mod tests;
