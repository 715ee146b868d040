//! An e-mail address, and what it was probably meant to be.

use crate::domain::fields::Read;
use crate::domain::fields::placeholder::Placeholders;
use crate::domain::finding::Rule;
use crate::domain::finding::private::Private;

/// A syntactically valid e-mail address in lower case: one `@`, no white space, a domain with a dot
/// and a last label of two letters or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(Private);

impl Email {
    /// The address in lower case.
    pub fn address(&self) -> &Private {
        &self.0
    }

    fn new(text: &str) -> Option<Self> {
        let (local, domain) = text.split_once('@')?;
        let odd = |c: char| !is_of_local_part(c);

        let dots = |part: &str| part.starts_with('.') || part.ends_with('.') || part.contains("..");

        // The lengths are those of RFC 5321, section 4.5.3.1.
        if local.is_empty() || text.len() > 254 || local.len() > 64 {
            return None;
        }
        if local.contains(odd) || dots(local) || dots(domain) {
            return None;
        }

        let mut labels = domain.split('.');
        let last = labels.next_back()?;
        let letters = last.chars().count() >= 2 && last.chars().all(char::is_alphabetic);
        let host = labels.clone().next().is_some()
            && labels.all(|label| {
                !label.is_empty()
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            });

        (letters && host).then(|| Self(Private::new(text)))
    }
}

/// Mistyped domains and what they were meant to be.
const CORRECTIONS: [(&str, &str); 16] = [
    ("gmail.con", "gmail.com"),
    ("gmail.co", "gmail.com"),
    ("gmail.cm", "gmail.com"),
    ("gmail.com.co", "gmail.com"),
    ("gmial.com", "gmail.com"),
    ("gmai.com", "gmail.com"),
    ("gmil.com", "gmail.com"),
    ("gamil.com", "gmail.com"),
    ("hotmail.con", "hotmail.com"),
    ("hotmial.com", "hotmail.com"),
    ("hotmal.com", "hotmail.com"),
    ("hotmail.es.com", "hotmail.es"),
    ("outlook.con", "outlook.com"),
    ("outlok.com", "outlook.com"),
    ("yahoo.con", "yahoo.com"),
    ("yaho.com", "yahoo.com"),
];

/// Reads a canonical text (lower case, with its accents) as an e-mail address. A repair is never
/// made: it comes second, for the finding to suggest.
pub fn parse(canonical: &str, placeholders: &Placeholders) -> (Read<Email>, Option<Private>) {
    if canonical.is_empty() || placeholders.of_datum(canonical).is_some() {
        return (Read::nothing(), None);
    }

    if let Some(email) = Email::new(canonical) {
        return judged(email);
    }

    let mut parts = parts(canonical);
    let Some(first) = parts.next() else {
        let suggestion = repaired(canonical);
        return (Read::refused(Rule::InvalidEmail), suggestion);
    };

    let several = parts.any(|other| other != first);
    let (mut read, suggestion) = match parted(canonical, &first) {
        Some(meant) => (Read::doubtful(first, Rule::DoubtfulEmail), Some(meant)),
        None => judged(first),
    };

    if several {
        read = read.noting(Rule::SeveralEmails);
    }

    (read, suggestion)
}

/// The first valid address among the words of a canonical text, whatever the text is.
pub fn find(canonical: &str) -> Option<Email> {
    if canonical.contains('@') { Email::new(canonical).or_else(|| parts(canonical).next()) } else { None }
}

/// The addresses among several in one cell, among other words, behind a label or between quotes.
fn parts(text: &str) -> impl Iterator<Item = Email> {
    let words = text.split([' ', ';', ':', ',', '/', '<', '>', '(', ')', '[', ']', '|', '=']);
    // Only behind a sentence a full stop ends it; elsewhere it is a slip, which a person corrects.
    let is_sentence = text.split(' ').nth(2).is_some();
    words.filter_map(move |word| {
        let beside = |c: char| !is_of_local_part(c) || "'*-?!".contains(c) || c == '.' && is_sentence;
        Email::new(word.trim_matches(beside))
    })
}

/// Words that stand before an address and are no part of it.
const LABELS: [&str; 25] = [
    "correo",
    "correos",
    "electrónico",
    "electronico",
    "email",
    "e-mail",
    "mail",
    "mi",
    "mis",
    "su",
    "es",
    "el",
    "al",
    "a",
    "y",
    "o",
    "de",
    "con",
    "personal",
    "contacto",
    "dirección",
    "direccion",
    "cuenta",
    "no",
    "sí",
];

/// A text without the labels that it begins with: `correo: `, `mi correo es `.
fn without_labels(text: &str) -> &str {
    let is_label = |part: &str| part.split(' ').all(|word| word.is_empty() || LABELS.contains(&word));
    let mut rest = text
        .rsplit_once([':', '='])
        .map_or(text, |(before, rest)| if is_label(&before.replace([':', '='], " ")) { rest } else { text });
    while let Some((_, after)) = rest.trim_start().split_once(' ').filter(|(word, _)| is_label(word)) {
        rest = after;
    }
    rest.trim_start()
}

/// The address that was probably meant where a single word stands before one, and a blank between: `olga
/// perez@…`. A word that the address repeats is the name of whoever has it.
fn parted(canonical: &str, read: &Email) -> Option<Private> {
    let address = read.0.expose();
    let (local, _) = address.split_once('@')?;
    let before = without_labels(canonical).strip_suffix(address)?.strip_suffix(' ')?;
    let is_word = before.contains(char::is_alphabetic) && before.chars().all(is_of_local_part);
    if !is_word || local.contains(before) || before.contains(local) {
        return None;
    }
    let email = Email::new(&format!("{before}{address}"))?;
    let (_, correction) = judged(email.clone());
    Some(correction.unwrap_or(email.0))
}

/// Returns `true` if a character may stand before the `@` (RFC 5322, section 3.2.3, and letters of any
/// script; `=` stands behind labels).
fn is_of_local_part(c: char) -> bool {
    c.is_alphanumeric() || "!#$%&'*+-?^_`{}~.".contains(c)
}

fn judged(email: Email) -> (Read<Email>, Option<Private>) {
    let correction = email.0.expose().split_once('@').and_then(|(local, domain)| {
        let (_, meant) = CORRECTIONS.iter().find(|(mistyped, _)| *mistyped == domain)?;
        Some(Private::new(format!("{local}@{meant}")))
    });
    match correction {
        Some(_) => (Read::doubtful(email, Rule::DoubtfulEmail), correction),
        None => (Read::clean(email), None),
    }
}

/// Providers whose domain people shorten or glue to the rest.
const PROVIDERS: [&str; 4] = ["gmail", "hotmail", "outlook", "yahoo"];

/// The address that a mistyped one was probably meant to be.
fn repaired(text: &str) -> Option<Private> {
    let mut guess = without_labels(text).to_owned();
    for at in ["[arroba]", "(arroba)", " arroba ", "[at]", "(at)"] {
        guess = guess.replace(at, "@");
    }

    guess = guess.replace(" punto ", ".").replace(',', ".").replace("..", ".");
    guess.retain(|c| !c.is_whitespace());

    let guess = guess.trim_matches(['.', ';', ':', '-']);
    let guess = match guess.rsplit_once('@') {
        Some((local, domain)) => format!("{}@{}", local.trim_end_matches('@'), whole_domain(domain)),
        None => with_at(guess)?,
    };

    let email = Email::new(&guess)?;
    let (_, correction) = judged(email.clone());

    Some(correction.unwrap_or(email.0))
}

/// A domain with what people leave out of a provider's: `gmail` and `gmailcom` are `gmail.com`.
fn whole_domain(domain: &str) -> String {
    let stem = domain.strip_suffix("com").unwrap_or(domain);
    if PROVIDERS.contains(&stem) { format!("{stem}.com") } else { domain.to_owned() }
}

/// An address without its `@` before the domain of a provider: `olga gmail.com`.
fn with_at(text: &str) -> Option<String> {
    PROVIDERS.iter().find_map(|provider| {
        let domain = format!("{provider}.com");
        let local = text.strip_suffix(&domain)?.trim_end_matches(['.', '-', '_']);
        (!local.is_empty()).then(|| format!("{local}@{domain}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::normalize::canonical;
    use crate::testing::form;

    fn read(typed: &str) -> (Option<String>, Vec<Rule>, Option<String>) {
        let (read, suggestion) = parse(&canonical(typed), form().placeholders());
        let value = read.value.map(|email| email.0.expose().to_owned());
        (value, read.rules, suggestion.map(|text| text.expose().to_owned()))
    }

    #[test]
    fn an_address_is_read_in_lower_case() {
        for (typed, address) in [
            ("Ana.Ruiz@Correo.example", "ana.ruiz@correo.example"),
            (" ana+agua@mail.correo.example ", "ana+agua@mail.correo.example"),
            ("<ana@correo.example>", "ana@correo.example"),
            ("correo: ana@correo.example", "ana@correo.example"),
            ("peña@correo.example", "peña@correo.example"),
            ("o'neil@correo.example", "o'neil@correo.example"),
            ("correo:ana@correo.example", "ana@correo.example"),
            ("E-mail=ana@correo.example", "ana@correo.example"),
            ("mailto:ana@correo.example", "ana@correo.example"),
            ("“ana@correo.example”", "ana@correo.example"),
            ("‘ana@correo.example", "ana@correo.example"),
            ("'ana@correo.example'", "ana@correo.example"),
            ("«ana@correo.example»", "ana@correo.example"),
            ("¿ana@correo.example?", "ana@correo.example"),
            ("📧ana@correo.example", "ana@correo.example"),
            ("mi correo es ana@correo.example.", "ana@correo.example"),
            ("*ana@correo.example*", "ana@correo.example"),
        ] {
            assert_eq!(read(typed), (Some(address.into()), vec![], None), "{typed}");
        }
    }

    #[test]
    fn what_cannot_receive_mail_is_refused_and_a_repair_only_suggested() {
        for (typed, suggestion) in [
            ("ana@correo,example", Some("ana@correo.example")),
            ("ana[arroba]correo.example", Some("ana@correo.example")),
            ("ana@correo.example.", Some("ana@correo.example")),
            ("ana@@correo.example", Some("ana@correo.example")),
            ("ana ruiz@correo.example.", Some("anaruiz@correo.example")),
            ("ana @correo.example", Some("ana@correo.example")),
            ("olga@gmail", Some("olga@gmail.com")),
            ("olga@gmailcom", Some("olga@gmail.com")),
            ("olga gmail.com", Some("olga@gmail.com")),
            ("olga.gmail.com", Some("olga@gmail.com")),
            ("olga arroba gmail punto com", Some("olga@gmail.com")),
            ("ana@correo", None),
            ("ana.correo.example", None),
            ("gmail.com", None),
            ("@anaruiz", None),
            ("ana@correo.e1", None),
            ("ana@-correo.example", None),
        ] {
            let suggestion = suggestion.map(str::to_owned);
            assert_eq!(read(typed), (None, vec![Rule::InvalidEmail], suggestion), "{typed}");
        }
    }

    #[test]
    fn a_known_slip_is_valid_and_noticed() {
        for (typed, meant) in [
            ("ana@gmail.con", "ana@gmail.com"),
            ("ana@gmial.com", "ana@gmail.com"),
            ("ana@hotmial.com", "ana@hotmail.com"),
            ("ana@hotmail.es.com", "ana@hotmail.es"),
        ] {
            assert_eq!(read(typed), (Some(typed.into()), vec![Rule::DoubtfulEmail], Some(meant.into())));
        }
    }

    #[test]
    fn an_address_that_a_blank_parts_is_doubtful_and_shown_whole() {
        for (typed, address, meant) in [
            ("olga perez@gmail.com", "perez@gmail.com", "olgaperez@gmail.com"),
            ("Olga Perez@gmail.con", "perez@gmail.con", "olgaperez@gmail.com"),
            ("correo: olga perez@gmail.com", "perez@gmail.com", "olgaperez@gmail.com"),
            ("mi correo es olga perez@gmail.com", "perez@gmail.com", "olgaperez@gmail.com"),
            ("olga. perez@gmail.com", "perez@gmail.com", "olga.perez@gmail.com"),
            ("olga_ perez@gmail.com", "perez@gmail.com", "olga_perez@gmail.com"),
            ("olga2 perez@gmail.com", "perez@gmail.com", "olga2perez@gmail.com"),
            ("Olga operez@gmail.com", "operez@gmail.com", "olgaoperez@gmail.com"),
            ("Perez operez@gmail.com", "operez@gmail.com", ""),
            ("correo operez@gmail.com", "operez@gmail.com", ""),
            ("Correo electrónico: operez@gmail.com", "operez@gmail.com", ""),
            ("Olga Perez ventas@gmail.com", "ventas@gmail.com", ""),
            ("3000000011 operez@gmail.com", "operez@gmail.com", ""),
            ("a@uno.example b@dos.example", "a@uno.example", ""),
        ] {
            let (read, rules, suggestion) = read(typed);
            assert_eq!(read.as_deref(), Some(address), "{typed}");
            assert_eq!(suggestion.as_deref().unwrap_or_default(), meant, "{typed}");
            assert_eq!(rules.contains(&Rule::DoubtfulEmail), !meant.is_empty(), "{typed}: {rules:?}");
        }
    }

    #[test]
    fn a_label_is_no_part_of_a_repair() {
        for (typed, suggestion) in [
            ("correo: olga perez@gmail", "olgaperez@gmail.com"),
            ("correo olga@gmail", "olga@gmail.com"),
            ("mi correo es olga arroba gmail punto com", "olga@gmail.com"),
            ("E-mail=olga gmail.com", "olga@gmail.com"),
        ] {
            assert_eq!(read(typed), (None, vec![Rule::InvalidEmail], Some(suggestion.into())), "{typed}");
        }
    }

    #[test]
    fn of_several_addresses_the_first_is_taken() {
        for typed in
            ["a@uno.example; b@dos.example", "a@uno.example / b@dos.example", "a@uno.example y b@dos.example"]
        {
            assert_eq!(read(typed), (Some("a@uno.example".into()), vec![Rule::SeveralEmails], None));
        }
    }

    #[test]
    fn a_placeholder_is_no_address_and_no_mistake() {
        for typed in ["no tiene", "sin correo", "N/A", "-"] {
            assert_eq!(read(typed), (None, vec![], None), "{typed}");
        }
    }
}
