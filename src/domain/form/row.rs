//! One row: from its cells to a report.

mod datum;
mod identity;
mod judgement;

use super::sheet::Reader;
use chrono::NaiveTime;

use crate::domain::cell::Cell;
use crate::domain::field::Field;
use crate::domain::fields::channel::Channel;
use crate::domain::fields::name::PlausibleName;
use crate::domain::fields::placeholder::Filler;
use crate::domain::fields::{Read, address, contact, date, document, name, subscriber, time};
use crate::domain::finding::{Finding, Rule};
use crate::domain::report::{Received, Report};
use crate::domain::texts::{Packer, Texts};
use datum::Datum;
use judgement::Judged;

/// A row by field.
struct Row<'a> {
    reader: &'a Reader<'a>,
    cells: &'a [Cell],
    findings: Vec<Finding>,
    /// What the date and time cells hold, usable for a deadline or not.
    day: Option<date::Day>,
    clock: Option<NaiveTime>,
}

const BLANK: &Cell = &Cell::Blank;

impl Reader<'_> {
    /// The report of a row, unless it is empty: nothing in it, or nothing but what is filled in
    /// ahead and what a drop-down shows by itself.
    pub(super) fn report(&self, number: u32, cells: &[Cell], packer: &mut Packer) -> Option<Report> {
        let mut row = Row { reader: self, cells, findings: Vec::new(), day: None, clock: None };
        if row.fields().all(Field::is_prefilled) {
            return None;
        }
        // The order of the form's columns is the order of the findings.
        let received = row.received();
        let channel = row.channel();
        let name = row.name();
        let marked = row.datum(Field::DocumentType);
        let column = self.form.documents.kind(&marked.folded);
        let document = row.document(column);
        let phone = row.phone();
        let email = row.email();
        let address = row.address();
        row.subscriber();
        let judged = Judged { name, document: document.as_ref(), email: email.as_ref(), address };
        let judgement = row.judge(&judged);
        Some(Report {
            row: number,
            received,
            texts: row.texts(packer),
            identity: row.identity(channel, document.as_ref(), phone.as_ref(), packer),
            channel,
            document,
            email,
            address,
            kind: judgement.kind,
            suggested_kind: judgement.suggested,
            verdict: judgement.verdict,
            findings: row.findings,
        })
    }
}

impl<'a> Row<'a> {
    fn cell(&self, field: Field) -> &'a Cell {
        let column = self.reader.columns[field as usize];
        column.and_then(|column| self.cells.get(column)).unwrap_or(BLANK)
    }

    /// The fields whose cells are not blank, in the order of the form.
    fn fields(&self) -> impl Iterator<Item = Field> {
        Field::ALL.into_iter().filter(|&field| !self.cell(field).is_blank())
    }

    /// What a cell holds as text, noting where the spreadsheet took it for something else.
    fn datum(&mut self, field: Field) -> Datum<'a> {
        let datum = Datum::of(self.cell(field));
        self.findings.extend(datum.rule.map(|rule| Finding::at(field, rule)));
        datum
    }

    fn note<T>(&mut self, field: Field, read: Read<T>) -> Option<T> {
        self.findings.extend(read.rules.into_iter().map(|rule| Finding::at(field, rule)));
        read.value
    }

    fn received(&mut self) -> Option<Received> {
        let form = self.reader.form;
        let day = date::parse(self.cell(Field::Date));
        self.day = day.value;
        let mut read = form.limits.judge(day, self.reader.today);
        if read.rules == [Rule::UnreadableDate] {
            let folded = Datum::of(self.cell(Field::Date)).folded;
            if !folded.is_empty() && form.placeholders.of_datum(&folded).is_some() {
                read = Read::refused(Rule::MissingDate);
            } else if self.repeats_header() {
                self.findings.push(Finding::row(Rule::RepeatedHeader));
            }
        }
        let day = self.note(Field::Date, read);
        let mut time = time::parse(self.cell(Field::Time));
        if !time.rules.is_empty()
            && form.placeholders.of_datum(&Datum::of(self.cell(Field::Time)).folded).is_some()
        {
            time = Read::nothing();
        }
        self.clock = self.note(Field::Time, time);
        day.map(|day| Received { date: day.date, time: self.clock.or(day.time) })
    }

    fn repeats_header(&self) -> bool {
        let is_header = |field: &&Field| self.reader.form.headers.means(**field, &self.cell(**field).text());
        let columns = self.reader.layout.columns.keys();
        columns.filter(is_header).count() >= self.reader.form.fewest_headers
    }

    fn channel(&mut self) -> Option<Channel> {
        let datum = self.datum(Field::Network);
        let channels = &self.reader.form.channels;
        // "x" is a placeholder anywhere else; here it is a network.
        let mut read = channels.parse(&datum.folded);
        if read.value.is_none() && self.reader.form.placeholders.of_datum(&datum.folded).is_some() {
            read = Read::refused(Rule::MissingNetwork);
        }
        self.note(Field::Network, read)
    }

    fn name(&mut self) -> Option<PlausibleName> {
        let datum = self.datum(Field::Name);
        let read = name::parse(&datum.folded, &self.reader.form.placeholders);
        self.note(Field::Name, read)
    }

    fn document(&mut self, column: Option<document::DocumentKind>) -> Option<document::Document> {
        let form = self.reader.form;
        let cell = match self.cell(Field::Document) {
            Cell::Formula { shown, .. } if matches!(**shown, Cell::Number(_)) => shown,
            cell => cell,
        };
        let read = if matches!(cell, Cell::Number(_)) {
            document::parse(cell, column, &form.documents, &form.document_placeholders)
        } else {
            let datum = self.datum(Field::Document);
            document::parse_folded(&datum.folded, column, &form.documents, &form.document_placeholders)
        };
        self.note(Field::Document, read)
    }

    fn phone(&mut self) -> Option<contact::Phone> {
        let datum = self.datum(Field::Phone);
        let read = contact::phone(&datum.folded, &self.reader.form.placeholders);
        let several = read.rules.contains(&Rule::SeveralPhones);
        self.note(Field::Phone, read).filter(|_| !several)
    }

    fn email(&mut self) -> Option<contact::Email> {
        let datum = self.datum(Field::Email);
        let (read, suggestion) = contact::email(&datum.canonical(), &self.reader.form.placeholders);
        let email = self.note(Field::Email, read);
        if let (Some(suggestion), Some(last)) = (suggestion, self.findings.last_mut()) {
            last.detail = Some(suggestion);
        }
        email
    }

    fn address(&mut self) -> Option<address::PostalAddress> {
        let form = self.reader.form;
        let datum = self.datum(Field::Address);
        let district = self.cell(Field::District);
        let in_district = || {
            let district = Datum::of(district).folded;
            !district.is_empty() && form.placeholders.of_datum(&district).is_none()
        };
        let read = address::parse(&datum.folded, &form.places, in_district, &form.placeholders);
        self.note(Field::Address, read)
    }

    fn subscriber(&mut self) {
        let datum = self.datum(Field::Subscriber);
        let read = subscriber::parse(&datum.folded, &self.reader.form.placeholders);
        self.note(Field::Subscriber, read);
    }

    /// The folded text of a free-text column, where it says anything in words.
    fn content(&mut self, field: Field) -> Option<String> {
        let datum = self.datum(field);
        if datum.folded.is_empty() {
            return None;
        }
        let rule = match self.reader.form.placeholders.of_text(&datum.folded) {
            Some(Filler::Test) => Rule::TestText,
            Some(_) => return None,
            None if says_something(&datum.folded) => return Some(datum.folded),
            None => Rule::NoContent,
        };
        self.findings.push(Finding::at(field, rule));
        None
    }

    fn texts(&self, packer: &mut Packer) -> Texts {
        for field in self.fields() {
            packer.push(field, |text| text.push_str(&datum::seen(field, self.cell(field))));
        }
        packer.finish()
    }
}

/// Whether a folded text has a word: links, mentions, tags, numbers and emoji are none.
fn says_something(folded: &str) -> bool {
    folded
        .split(' ')
        .filter(|word| !word.starts_with(['@', '#']))
        .filter(|word| !word.starts_with("http") && !word.starts_with("www."))
        .any(|word| word.chars().filter(|c| c.is_alphabetic()).nth(1).is_some())
}

#[cfg(test)]
mod tests;
