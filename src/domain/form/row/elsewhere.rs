//! What people type about the person into the cell of another datum.

use crate::domain::fields::contact::{self, Email};
use crate::domain::fields::document::{self, Document};
use crate::domain::finding::field::Field;
use crate::domain::finding::{Finding, Rule};
use crate::domain::form::row::cells::FormRow;
use crate::domain::form::row::datum;

/// The cells that say who the person is and how to reach them.
const PERSONAL: [Field; 8] = [
    Field::Profile,
    Field::Name,
    Field::Document,
    Field::Phone,
    Field::Email,
    Field::Address,
    Field::District,
    Field::Link,
];

/// The fewest digits of a document that a mark alone tells from the numbers of an address: `CC` is a
/// shopping mall, too.
const DOCUMENT_DIGITS: usize = 6;

impl FormRow<'_> {
    /// The document in another cell, where its own holds none.
    pub(super) fn document_elsewhere(&mut self, own: Option<Document>) -> Option<Document> {
        if own.is_some() {
            return own;
        }
        let cells = [Field::Name, Field::Phone, Field::Email, Field::Address, Field::Profile];
        let found = cells.into_iter().find_map(|field| self.document_in(field))?;
        self.findings.push(Finding::at(Field::Document, Rule::MisplacedDocument));
        Some(found)
    }

    /// The e-mail address in another cell, where its own holds none.
    pub(super) fn email_elsewhere(&mut self, own: Option<Email>) -> Option<Email> {
        if own.is_some() {
            return own;
        }
        let found = PERSONAL.into_iter().find_map(|field| self.email_in(field))?;
        self.findings.push(Finding::at(Field::Email, Rule::MisplacedEmail));
        Some(found)
    }

    /// Notes the phone, the handle and the link that stand in other cells while their own say nothing.
    pub(super) fn note_elsewhere(&mut self) {
        use Field::{Address, District, Document, Email, Grounds, Link, Name, Phone, Profile, Subject};
        let text = |field: Field| self.normalized.text(field);
        let is_phone_in = |field: Field| contact::find_phone(text(field)).is_some();
        // On WhatsApp the phone is the profile.
        let phone = [Name, Document, Email, Address, District].into_iter().any(is_phone_in);
        let phone = phone && !is_phone_in(Phone);

        // A name that is a handle says so itself.
        let handle = [Document, Phone, Email, Address].into_iter().any(|field| has_handle(text(field)));
        let handle = handle && !self.says(Profile);

        if !self.says(Link) {
            let fields = [Document, Phone, Email, Address, District];
            let behind_words = |field| datum::hyperlink(self.cell(field)).map(str::to_owned);
            let typed = fields.into_iter().find_map(|field| self.link_in(field));
            self.link = typed.or_else(|| [Profile, Subject, Grounds].into_iter().find_map(behind_words));
        }

        for (holds, field, rule) in [
            (phone, Phone, Rule::MisplacedPhone),
            (handle, Profile, Rule::MisplacedHandle),
            (self.link.is_some(), Link, Rule::MisplacedLink),
        ] {
            if holds {
                self.findings.push(Finding::at(field, rule));
            }
        }
    }

    /// Returns `true` if an e-mail address stands in a cell.
    pub(super) fn holds_email(&self, field: Field) -> bool {
        self.email_in(field).is_some()
    }

    fn email_in(&self, field: Field) -> Option<Email> {
        let is_there = self.normalized.text(field).contains('@');
        if is_there { contact::find_email(&datum::unbroken(self.cell(field))) } else { None }
    }

    /// The document that a cell holds behind its mark, or as all there is: ten digits that begin with 1.
    fn document_in(&self, field: Field) -> Option<Document> {
        let text = self.normalized.text(field);
        text.bytes().filter(u8::is_ascii_digit).nth(DOCUMENT_DIGITS - 1)?;

        let form = self.reader.form;
        let is_alone =
            text.len() == 10 && text.starts_with('1') && text.bytes().all(|byte| byte.is_ascii_digit());
        let marked = if is_alone { Some(text) } else { form.documents.marked(text) };
        let column = form.documents.kind(self.normalized.text(Field::DocumentType));
        let read = document::parse_normalized(marked?, column, &form.documents, &form.document_placeholders);
        read.value.filter(|document| document.number().expose().len() >= DOCUMENT_DIGITS)
    }

    /// The first link in a cell, as it was typed.
    fn link_in(&self, field: Field) -> Option<String> {
        let text = self.normalized.text(field);
        if !text.contains("http") && !text.contains("www.") {
            return None;
        }
        let typed = self.cell(field).text();
        let mut words = typed.split_whitespace();
        let is_link = |word: &&str| {
            let word = word.to_lowercase();
            word.starts_with("http://") || word.starts_with("https://") || word.starts_with("www.")
        };
        words.find(is_link).map(|link| link.trim_end_matches([',', ';', '.', ')']).to_owned())
    }
}

/// Returns `true` if a word of a normalized text is a name on a network: `@ana`.
fn has_handle(normalized: &str) -> bool {
    let is_handle =
        |word: &str| word.strip_prefix('@').is_some_and(|name| name.len() > 1 && !name.contains('@'));
    normalized.contains('@') && normalized.split([' ', ',', ';', '/', '(']).any(is_handle)
}
