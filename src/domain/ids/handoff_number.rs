//! The number of a hand-off.

use serde::Serialize;

use crate::sheet::integer::written_as_integer;

/// The number of a hand-off: hand-offs are numbered from 1 without gaps. Number 0 stands for what was
/// known before the first hand-off, and for the last number where nothing was handed over yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct HandoffNumber(u32);

impl HandoffNumber {
    /// Number 0: what was known before the first hand-off.
    pub const KNOWN_BEFORE: Self = Self(0);
    /// Number of the first hand-off.
    pub const FIRST: Self = Self(1);

    /// The hand-off of this number, 0 for what was known before the first.
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// The number as an integer, for ids and positions that are computed from it.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// Returns `true` for number 0.
    pub const fn is_known_before(self) -> bool {
        self.0 == 0
    }

    /// The number after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The number before this one; before number 0 there is none, and it is its own.
    #[must_use]
    pub const fn previous(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    /// How many numbers a later one is away; 0 for an earlier one.
    pub const fn distance_to(self, later: Self) -> u32 {
        later.0.saturating_sub(self.0)
    }

    /// All numbers from this one to another, both included; none where the other is smaller.
    pub fn through(self, last: Self) -> impl DoubleEndedIterator<Item = Self> {
        (self.0..=last.0).map(Self)
    }
}

written_as_integer!(HandoffNumber);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_back_as_it_is_written() {
        for number in [HandoffNumber::KNOWN_BEFORE, HandoffNumber::FIRST, HandoffNumber::new(u32::MAX)] {
            assert_eq!(number.to_string().parse(), Ok(number));
            assert_eq!(serde_json::to_value(number).unwrap(), number.number());
        }
        for wrong in ["", "-1", "1.0", "x", "4294967296"] {
            assert!(wrong.parse::<HandoffNumber>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn numbers_follow_one_another_from_number_zero() {
        let (zero, first) = (HandoffNumber::KNOWN_BEFORE, HandoffNumber::FIRST);
        assert!(zero.is_known_before() && !first.is_known_before());
        assert_eq!((zero.next(), first.previous(), zero.previous()), (first, zero, zero));
        let all: Vec<_> = first.through(HandoffNumber::new(3)).collect();
        assert_eq!(all, [first, first.next(), HandoffNumber::new(3)]);
        assert_eq!((first.through(first).count(), first.through(zero).count()), (1, 0));
    }
}
