//! The subscriber's or contract's number on the utility's bill.

use crate::domain::fields::Read;
use crate::domain::fields::placeholder::Placeholders;
use crate::domain::finding::Rule;
use crate::domain::finding::private::Private;

/// A subscriber number: letters and digits, of which three digits at least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscriber(Private);

impl Subscriber {
    /// The number without separators.
    pub fn number(&self) -> &Private {
        &self.0
    }
}

/// Reads a normalized text as a subscriber number; words before it ("póliza", "cód.") are left out. A number of
/// one digit only is what people type to fill the cell.
pub fn parse(normalized: &str, placeholders: &Placeholders) -> Read<Subscriber> {
    if normalized.is_empty() || placeholders.of_datum(normalized).is_some() {
        return Read::nothing();
    }

    let from = normalized.find(|c: char| c.is_ascii_digit()).unwrap_or(normalized.len());
    let number: String =
        normalized.chars().skip(normalized.get(..from).map_or(0, |s| s.chars().count())).collect();
    let number: String = number.chars().filter(|c| c.is_alphanumeric()).collect();

    let digits = number.bytes().filter(u8::is_ascii_digit).count();

    let is_filler = number.bytes().all(|byte| Some(&byte) == number.as_bytes().first());

    if (3..=20).contains(&digits) && number.len() - digits <= 4 && !is_filler {
        Read::clean(Subscriber(Private::new(number)))
    } else {
        Read::refused(Rule::UnreadableSubscriber)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::normalize::plain;
    use crate::testing::form;

    #[test]
    fn a_subscriber_number_has_three_digits_or_more() {
        let form = form();
        let read = |typed: &str| parse(&plain(typed), form.placeholders());
        let number = |typed: &str| read(typed).value.map(|found| found.number().expose().to_owned());
        assert_eq!(number("123456").as_deref(), Some("123456"));
        assert_eq!(number("Póliza No. 12-345-6").as_deref(), Some("123456"));
        assert_eq!(number("cód. 00123").as_deref(), Some("00123"));
        assert_eq!(number("123-ABCD").as_deref(), Some("123abcd"));
        assert_eq!(number("12345678901234567890").as_deref(), Some("12345678901234567890"));
        assert_eq!(read("no tiene"), Read::nothing());
        for typed in ["12", "1111", "7777777", "ver factura", "123456789012345678901", "123 abcdef"] {
            assert_eq!(read(typed), Read::refused(Rule::UnreadableSubscriber), "{typed}");
        }
    }
}
