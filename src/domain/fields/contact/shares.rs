//! The ways to reach the person that stand together in one cell.

use crate::domain::finding::field::Field;
use crate::sheet::normalize;

/// The text of one cell by what it is for; as typed, and empty where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    /// The e-mail addresses.
    pub email: String,
    /// The phone numbers; in a cell without an address, also what cannot be told.
    pub phone: String,
    /// All other words of a cell that may hold an address.
    pub address: String,
}

/// Words that announce an e-mail address and are none.
const LABELS: [&str; 5] = ["correo", "electronico", "email", "e-mail", "mail"];

/// Divides a cell whose header names several ways to reach the person: these fields.
pub fn shares(text: &str, fields: &[Field]) -> Shares {
    let [email, phone, address] =
        [Field::Email, Field::Phone, Field::Address].map(|field| fields.contains(&field));
    let mut shares = Shares::default();
    let (mut emails, mut phones) = (Vec::new(), Vec::new());
    let mut rest: Vec<&str> = Vec::new();

    for word in
        text.split([' ', '\t', '\n', '\r', '\u{a0}', ';', '|', '/', ',']).filter(|word| !word.is_empty())
    {
        if email && is_email(word) {
            while rest.last().is_some_and(|label| is_label(label)) {
                rest.pop();
            }
            emails.push(word.trim_matches(['(', ')', '<', '>', ':', '-']));
        } else if phone && address && is_phone(word) {
            phones.push(word);
        } else {
            rest.push(word);
        }
    }

    // A cell with one thing in it is that thing, as it was typed.
    if emails.is_empty() && phones.is_empty() {
        let whole = text.trim().to_owned();
        let digits = whole.bytes().filter(u8::is_ascii_digit).count();
        if email && is_meant_as_email(&whole) && digits < 7 {
            shares.email = whole;
        } else if address {
            shares.address = whole;
        } else {
            shares.phone = whole;
        }
        return shares;
    }

    let rest = rest.join(" ");
    let rest =
        rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':' | '.' | 'y'));
    shares.email = emails.join(" / ");
    shares.phone = phones.join(" / ");
    if address {
        rest.clone_into(&mut shares.address);
    } else {
        rest.clone_into(&mut shares.phone);
    }
    shares
}

/// A word with something on either side of its `@`.
fn is_email(word: &str) -> bool {
    let word = word.trim_matches(['(', ')', '<', '>', ':', '-']);
    word.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'))
}

/// A word of ten digits that begins as a number in Colombia does.
fn is_phone(word: &str) -> bool {
    let digits: String = word.chars().filter(char::is_ascii_digit).collect();
    let national = digits.strip_prefix("57").filter(|rest| rest.len() == 10).unwrap_or(&digits);
    national.len() == 10 && (national.starts_with('3') || national.starts_with("60")) && !word.contains('#')
}

fn is_label(word: &str) -> bool {
    let word = normalize::plain(word);
    LABELS.contains(&word.trim_end_matches([':', '.']))
}

/// An address that lacks what makes it one.
fn is_meant_as_email(text: &str) -> bool {
    let text = text.to_lowercase();
    let at = text.find('@').is_some_and(|at| at > 0);
    at || ["arroba", "[at]", "(at)", "gmail", "hotmail", "outlook", ".com"]
        .iter()
        .any(|mark| text.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_cell_decides() {
        for (text, phone, email) in [
            ("3000000011", "3000000011", ""),
            ("ana@correo.example", "", "ana@correo.example"),
            ("3000000011 - ana@correo.example", "3000000011", "ana@correo.example"),
            ("ana@correo.example / 300 000 0011", "300 000 0011", "ana@correo.example"),
            ("Cel: 3000000011, correo: ana@correo.example", "Cel: 3000000011", "ana@correo.example"),
            ("3000000011\nana@correo.example", "3000000011", "ana@correo.example"),
            ("a@uno.example; b@dos.example", "", "a@uno.example / b@dos.example"),
            ("ana arroba correo.example", "", "ana arroba correo.example"),
            ("ana@correo", "", "ana@correo"),
            ("@ana_ruiz", "@ana_ruiz", ""),
            ("no aporta", "no aporta", ""),
            ("300 000 0011 y 300 000 0012", "300 000 0011 y 300 000 0012", ""),
        ] {
            let found = shares(text, &[Field::Phone, Field::Email]);
            assert_eq!((found.phone.as_str(), found.email.as_str()), (phone, email), "{text}");
        }
    }

    #[test]
    fn beside_an_address_only_what_is_a_number_is_a_phone() {
        for (text, phone, email, address) in [
            ("Cra 5 # 22-45", "", "", "Cra 5 # 22-45"),
            ("Cra 5 # 22-45 3000000011", "3000000011", "", "Cra 5 # 22-45"),
            ("Cra 5 # 22-45, ana@correo.example", "", "ana@correo.example", "Cra 5 # 22-45"),
            ("ana@correo.example", "", "ana@correo.example", ""),
        ] {
            let found = shares(text, &[Field::Phone, Field::Email, Field::Address]);
            let found = (found.phone.as_str(), found.email.as_str(), found.address.as_str());
            assert_eq!(found, (phone, email, address), "{text}");
        }
    }
}
