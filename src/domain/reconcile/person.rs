//! Who asks, as far as the cells of a report tell: for calling a report a possible repeat, and nothing else.

use std::collections::BTreeSet;

use crate::domain::finding::field::Field;
use crate::domain::form::Form;
use crate::domain::form::report::Report;
use crate::domain::reconcile::likeness::{Likeness, differ_by};
use crate::sheet::normalize;

/// Words of a name that are no part of it.
const NO_NAME: [&str; 14] = [
    "ciudadana",
    "ciudadano",
    "del",
    "don",
    "dona",
    "las",
    "los",
    "senor",
    "senora",
    "sra",
    "suscriptor",
    "usuaria",
    "usuario",
    "vecina",
];

/// The words of a name by which a person is looked up. Whole sentences stand in cells of names too, and every
/// pair of words is a key.
const KEY_WORDS: usize = 8;

/// The person who asks: what a cell says in a form in which spellings do not count, blank where it says nothing.
#[derive(Debug)]
pub(super) struct Applicant {
    document: String,
    phone: String,
    email: String,
    network: String,
    profile: String,
    subscriber: String,
    /// The words of the name.
    name: BTreeSet<String>,
    /// The numbers of the address, in order.
    address: Vec<String>,
    district: String,
}

/// A value by which persons are found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum PersonKey {
    Document(String),
    Phone(String),
    Email(String),
    Profile(String),
    /// Two words of a name.
    Name(String, String),
}

impl Applicant {
    /// The person who asks in a report.
    pub(super) fn of(report: &Report, form: &Form) -> Self {
        let said = |field: Field| {
            let plain = normalize::plain(report.text(field));
            if form.placeholders().of_datum(&plain).is_some() { String::new() } else { plain }
        };
        let digits = |text: String| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let letters = |text: String| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();

        let document = match &report.document {
            Some(document) => document.number().expose().to_lowercase(),
            None => String::new(),
        };
        let phone = digits(said(Field::Phone));
        let email = match &report.email {
            Some(email) => email.address().expose().to_lowercase(),
            None => said(Field::Email),
        };
        let name = said(Field::Name);
        let name = name.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2);

        Self {
            document,
            phone: if phone.len() < 7 { String::new() } else { last(&phone, 10).to_owned() },
            email: if email.contains('@') { email } else { String::new() },
            network: report.channel.as_ref().map_or_else(String::new, |channel| format!("{channel:?}")),
            profile: letters(said(Field::Profile)),
            subscriber: digits(said(Field::Subscriber)),
            name: name.filter(|word| !NO_NAME.contains(word)).map(str::to_owned).collect(),
            address: numbers(&said(Field::Address)),
            district: letters(said(Field::District)),
        }
    }

    /// The values by which others of the same person are found.
    pub(super) fn keys(&self) -> Vec<PersonKey> {
        let values = [
            (&self.document, PersonKey::Document as fn(String) -> PersonKey),
            (&self.phone, PersonKey::Phone),
            (&self.email, PersonKey::Email),
            (&self.profile, PersonKey::Profile),
        ];
        let mut keys: Vec<PersonKey> = values
            .into_iter()
            .filter(|(value, _)| !value.is_empty())
            .map(|(value, key)| key(value.clone()))
            .collect();
        for (at, one) in self.name.iter().take(KEY_WORDS).enumerate() {
            let others = self.name.iter().take(KEY_WORDS).skip(at + 1);
            keys.extend(others.map(|other| PersonKey::Name(one.clone(), other.clone())));
        }
        keys
    }

    /// The likeness of who asks in two reports. A document says it alone; a telephone, an e-mail address and a
    /// profile say it where no name is against it, nor a document unless the name is the same to the letter,
    /// since a household may share them; a name says it alone where it has three words, and one of two words
    /// beside the place where somebody lives.
    pub(super) fn likeness(&self, other: &Self) -> Likeness {
        let both = |of: fn(&Self) -> &String| !of(self).is_empty() && !of(other).is_empty();
        let same = |of: fn(&Self) -> &String| both(of) && of(self) == of(other);

        if same(|person| &person.document) {
            return Likeness::Same;
        }
        let has_same_contact =
            same(|person| &person.phone) || same(|person| &person.email) || same(|person| &person.profile);
        let has_two_documents = both(|person| &person.document);
        let is_corrected = has_same_contact && self.name.len() > 1 && self.name == other.name;
        if has_two_documents && !is_corrected && !differ_by(&self.document, &other.document, 1) {
            return Likeness::Other;
        }

        // Where the documents differ, the name must be the same to the letter.
        let is_name = |one: &str, other: &str| one == other || !has_two_documents && is_nearly(one, other);
        let common =
            self.name.iter().filter(|word| other.name.iter().any(|name| is_name(word, name))).count();
        let fewest = self.name.len().min(other.name.len());
        if fewest > 1 && common == 0 {
            return Likeness::Other;
        }
        if has_same_contact {
            return Likeness::Same;
        }

        // Two profiles of one network are two people, unless the name says that they are one.
        let has_two_profiles =
            both(|person| &person.profile) && same(|person| &person.network) && self.profile != other.profile;
        let lives_there = same(|person| &person.subscriber)
            || same(|person| &person.district)
            || self.address.len() > 1 && self.address == other.address;
        let is_called = common > 2 || common > 1 && common == fewest && lives_there;
        if is_called && !(has_two_documents && has_two_profiles) {
            return Likeness::Same;
        }
        if has_two_profiles { Likeness::Other } else { Likeness::Unknown }
    }
}

/// Returns `true` if two words of a name differ in a letter at most.
fn is_nearly(one: &str, other: &str) -> bool {
    one.len() > 4 && differ_by(one, other, 1)
}

fn last(text: &str, count: usize) -> &str {
    text.get(text.len().saturating_sub(count)..).unwrap_or(text)
}

/// The parts of an address that have a digit, in order: "Carrera 5 No. 22 - 45" and "Cra 5 # 22-45" are one.
fn numbers(plain: &str) -> Vec<String> {
    let words = plain.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.bytes().any(|byte| byte.is_ascii_digit())).map(str::to_owned).collect()
}
