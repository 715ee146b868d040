//! A telephone number.

use crate::domain::fields::Read;
use crate::domain::fields::placeholder::Placeholders;
use crate::domain::finding::Rule;
use crate::domain::finding::private::Private;

/// A number that can be dialled in Colombia (Resolución CRC 5826 de 2019): ten national digits, or
/// `+` and a foreign number. Seven digits are kept as they are, without an area code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone(Private);

impl Phone {
    /// The digits, after a `+` if the number is foreign.
    pub fn number(&self) -> &Private {
        &self.0
    }
}

/// Reads a normalized text as a telephone number.
pub fn parse(normalized: &str, placeholders: &Placeholders) -> Read<Phone> {
    if normalized.is_empty() || placeholders.of_datum(normalized).is_some() {
        return Read::nothing();
    }

    let whole = number(normalized);
    if let Some(read) = whole.filter(|read| read.value.is_some()) {
        return read;
    }

    let mut found = normalized
        .split(['/', ';', ',', '|'])
        .flat_map(|part| part.split(" y "))
        .flat_map(|part| part.split(" - "))
        .filter_map(number)
        .filter(|read| read.value.is_some());

    match (found.next(), found.next()) {
        (Some(first), Some(_)) => first.noting(Rule::SeveralPhones),
        (Some(only), None) => only,
        (None, _) => Read::refused(Rule::UnreadablePhone),
    }
}

/// The first number of ten digits in a normalized text, whatever the text is. A document of as many digits
/// begins otherwise.
pub fn find(normalized: &str) -> Option<Phone> {
    // Nearly every text has fewer digits.
    normalized.bytes().filter(u8::is_ascii_digit).nth(9)?;

    let is_between = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | '(' | ')' | '+');
    let runs = normalized.split(|c: char| !is_between(c));
    let numbers = runs.flat_map(|run| std::iter::once(run).chain(run.split(' ')));
    numbers.filter_map(number).find_map(|read| read.value.filter(|_| read.rules.is_empty()))
}

/// The number in a text that holds no other digits.
fn number(text: &str) -> Option<Read<Phone>> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() {
        return None;
    }

    let national = ["", "57", "0057", "0"]
        .iter()
        .filter_map(|prefix| digits.strip_prefix(prefix))
        .find(|rest| is_national(rest));

    Some(if let Some(national) = national {
        Read::clean(Phone(Private::new(national)))
    } else if text.contains('+') && (8..=15).contains(&digits.len()) && !digits.starts_with("57") {
        Read::clean(Phone(Private::new(format!("+{digits}"))))
    } else if digits.len() == 7 && !digits.starts_with(['0', '1']) {
        Read::doubtful(Phone(Private::new(digits)), Rule::OldLandline)
    } else {
        Read::refused(Rule::UnreadablePhone)
    })
}

/// Ten digits: a mobile number begins with 3, a landline with 60 and its region, 1 to 8.
fn is_national(digits: &str) -> bool {
    let landline = |rest: &str| rest.starts_with(|c: char| ('1'..='8').contains(&c));
    digits.len() == 10 && (digits.starts_with('3') || digits.strip_prefix("60").is_some_and(landline))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::normalize::plain;
    use crate::testing::form;

    fn read(typed: &str) -> (Option<String>, Vec<Rule>) {
        let read = parse(&plain(typed), form().placeholders());
        (read.value.map(|phone| phone.0.expose().to_owned()), read.rules)
    }

    #[test]
    fn numbers_are_read_with_and_without_prefix() {
        for (typed, number) in [
            ("3000000011", "3000000011"),
            ("300 000 00 11", "3000000011"),
            ("(300) 000-0011", "3000000011"),
            ("+57 300 000 0011", "3000000011"),
            ("573000000011", "3000000011"),
            ("0057 3000000011", "3000000011"),
            ("Cel: 300.000.0011", "3000000011"),
            ("605 400 0011", "6054000011"),
            ("+1 305 000 0011", "+13050000011"),
            ("+34 600 000 011", "+34600000011"),
        ] {
            assert_eq!(read(typed), (Some(number.into()), vec![]), "{typed}");
        }
    }

    #[test]
    fn an_old_landline_is_kept_and_noticed() {
        assert_eq!(read("420 00 11"), (Some("4200011".into()), vec![Rule::OldLandline]));
    }

    #[test]
    fn of_several_numbers_the_first_is_taken() {
        for typed in ["3000000011 / 3000000012", "3000000011 - 3000000012", "3000000011 y 3000000012"] {
            assert_eq!(read(typed), (Some("3000000011".into()), vec![Rule::SeveralPhones]), "{typed}");
        }
    }

    #[test]
    fn a_number_is_found_among_other_words() {
        for (typed, number) in [
            ("CC 1999345011 Cel 3000000011", Some("3000000011")),
            ("Ana Ruiz 300 000 0011", Some("3000000011")),
            ("1999345011 3000000011", Some("3000000011")),
            ("Cra 5 # 22-45 tel. 605 400 0011", Some("6054000011")),
            ("https://wa.me/573000000011", Some("3000000011")),
            ("1999345011", None),
            ("1.999.345.011", None),
            ("Cra 30 # 22-45 apto 301", None),
            ("4200011", None),
        ] {
            let found = find(&plain(typed)).map(|phone| phone.0.expose().to_owned());
            assert_eq!(found.as_deref(), number, "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_dialled_is_refused() {
        for typed in ["30000", "30000000111", "whatsapp", "@ana", "9000000011", "6090000011"] {
            assert_eq!(read(typed), (None, vec![Rule::UnreadablePhone]), "{typed}");
        }
        assert_eq!(read("no tiene"), (None, vec![]));
    }
}
