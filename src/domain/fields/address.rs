//! A postal address: plausible, not verified.

mod token;

use aho_corasick::{AhoCorasick, BuildError};

use crate::domain::fields::Read;
use crate::domain::fields::placeholder::{Filler, Placeholders};
use crate::domain::finding::Rule;
use crate::sheet::normalize;
use token::AddressToken;

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
    if has_core(&tokens) || has_block(&tokens) {
        return Read::clean(PostalAddress::Full);
    }
    if is_approximate(&tokens, neighbourhoods.names_one(normalized) || in_district()) {
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

/// `<vía> <n> [bis|letter|sur] [#] <n> [letter|sur] [-] <n>`, or a named avenue with `# <n> - <n>`.
fn has_core(tokens: &[AddressToken]) -> bool {
    (0..tokens.len()).any(|start| {
        let mut rest = &tokens[start..];
        if !skip(&mut rest, 2, AddressToken::is_street) {
            return false;
        }

        let numbered = rest.first().is_some_and(|token| *token == AddressToken::Number);
        if numbered {
            skip(&mut rest, 1, |token| token == AddressToken::Number);
            skip(&mut rest, 4, AddressToken::is_modifier);
            skip(&mut rest, 2, |token| token == AddressToken::Hash);
        } else {
            skip(&mut rest, 4, |token| token == AddressToken::Word || token == AddressToken::Modifier);
            if !skip(&mut rest, 2, |token| token == AddressToken::Hash) {
                return false;
            }
        }

        if !skip(&mut rest, 1, |token| token == AddressToken::Number) {
            return false;
        }
        skip(&mut rest, 4, AddressToken::is_modifier);
        skip(&mut rest, 2, |token| token == AddressToken::Dash);
        skip(&mut rest, 1, |token| token == AddressToken::Number)
    })
}

/// `manzana F casa 12`, whatever stands between.
fn has_block(tokens: &[AddressToken]) -> bool {
    tokens.iter().enumerate().any(|(at, token)| {
        let rest = tokens.get(at + 1..).unwrap_or_default();
        let named =
            rest.first().is_some_and(|token| !matches!(token, AddressToken::Dash | AddressToken::Hash));
        let house = rest.iter().take(5).skip(1).position(|token| token.is_house());

        *token == AddressToken::Block
            && named
            && house.is_some_and(|house| rest.iter().skip(house + 2).take(2).any(|token| token.is_name()))
    })
}

/// A farm or a kilometre with a name, a building with a number, a street in a neighbourhood.
fn is_approximate(tokens: &[AddressToken], in_neighbourhood: bool) -> bool {
    let has = |wanted: fn(AddressToken) -> bool| tokens.iter().any(|token| wanted(*token));
    let after = |wanted: fn(AddressToken) -> bool| {
        tokens.windows(2).any(|pair| matches!(pair, [first, next] if wanted(*first) && next.is_name()))
    };
    let number = has(|token| token == AddressToken::Number);
    let rural = after(|token| token == AddressToken::Rural);
    let building = after(|token| token == AddressToken::Site) && number;
    let street = after(AddressToken::is_street) && number && has(|token| token == AddressToken::Site);
    let crossing = tokens.iter().filter(|token| **token == AddressToken::Street).count() >= 2
        && tokens.iter().filter(|token| **token == AddressToken::Number).count() >= 2;

    rural || building || street || crossing || (in_neighbourhood && number)
}

/// Takes up to `most` tokens of a kind off the front; whether there was one.
fn skip(tokens: &mut &[AddressToken], most: usize, wanted: impl Fn(AddressToken) -> bool) -> bool {
    let length = tokens.iter().take(most).take_while(|token| wanted(**token)).count();
    *tokens = tokens.get(length..).unwrap_or_default();
    length > 0
}

#[cfg(test)]
mod tests;
