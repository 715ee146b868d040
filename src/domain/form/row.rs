//! One row: from its cells to a report.

pub(super) mod cells;
mod combined;
pub(super) mod datum;
mod elsewhere;
mod fixed;
mod identity;
mod judgement;
pub(super) mod kind;
mod outside;
mod spoken;

use crate::domain::fields::channel::Channel;
use crate::domain::fields::name::{self, PlausibleName};
use crate::domain::fields::{Read, address, contact, date, document, subscriber, time};
use crate::domain::finding::field::Field;
use crate::domain::finding::{Finding, Rule};
use crate::domain::form::prefilled::RepeatedTexts;
use crate::domain::form::report::{Received, Report};
use crate::domain::form::texts::{Packer, Texts};
use crate::sheet::cell::Cell;
use crate::sheet::encoding;
use crate::sheet::normalize;
use crate::sheet::row_number::RowNumber;
use cells::{FormRow, RowReader};
use datum::Normalized;
use judgement::Judged;

/// The buffers for reading a row, used again for the next one.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    normalized: Normalized,
    packer: Packer,
    text: String,
}

impl RowReader<'_> {
    /// The report of a row. `inherited` are the columns whose cells show the value of a merged one above;
    /// `repeated` is what other rows repeat.
    pub(super) fn report(
        &self,
        number: RowNumber,
        cells: &[Cell],
        inherited: &[usize],
        repeated: &RepeatedTexts,
        scratch: &mut Scratch,
    ) -> Report {
        let Scratch { normalized, packer, text } = scratch;
        let combined = &self.combine(number, cells);
        normalized.fill(|field| self.cell(field, cells, combined));

        let mut row = FormRow {
            reader: self,
            number,
            cells,
            combined,
            normalized,
            findings: Vec::new(),
            day: None,
            clock: None,
            outside: None,
            link: None,
        };
        // The order of the form's columns is the order of the findings.
        let received = row.received();
        let channel = row.channel();
        let document = row.read_document();
        let name = row.name(document.value.as_ref());
        row.datum(Field::DocumentType);
        row.datum(Field::Document);
        let document = row.note(Field::Document, document);
        let document = row.document_elsewhere(document);
        let phone = row.phone();
        let email = row.email();
        let email = row.email_elsewhere(email);
        let address = row.address();
        let subscriber = row.subscriber();
        row.link();

        row.note_elsewhere();
        row.note_inherited(inherited);
        row.lift_outside(repeated);

        let judged = Judged {
            name,
            document: document.as_ref(),
            email: email.as_ref(),
            address,
            phone,
            writes_by_whatsapp: matches!(&channel, Some(Channel::Official(network)) if network.is_whatsapp()),
            subscriber,
        };
        let judgement = row.judge(&judged);
        row.note_spoken();
        let identifies = (document.is_some() || row.says_whose()) && !row.refers_elsewhere();

        Report {
            row: number,
            received,
            texts: row.texts(packer),
            digests: row.digests(repeated, text),
            channel,
            document,
            email,
            address,
            identifies,
            quality: judgement.quality,
            kind: judgement.kind,
            suggested_kind: judgement.suggested,
            verdict: judgement.verdict,
            findings: row.findings,
        }
    }
}

impl FormRow<'_> {
    fn received(&mut self) -> Option<Received> {
        let form = self.reader.form;
        let cell = fixed::date_cell(self.cell(Field::Date), self.number, self.cells);
        let day = date::parse_typed(cell, self.normalized.text(Field::Date));
        self.day = day.value;
        let mut read = form.limits.judge(day, self.reader.today);
        if read.rules == [Rule::UnreadableDate] && self.is_placeholder(Field::Date) {
            read = Read::refused(Rule::MissingDate);
        }

        let may_be_swapped = self.reader.month_first
            && read.value.is_some_and(|day| date::swapped(self.cell(Field::Date), day).is_some());
        if may_be_swapped {
            read = read.noting(Rule::SwappedDate);
        }
        let day = self.note(Field::Date, read);

        let mut time = time::parse_typed(self.cell(Field::Time), self.normalized.text(Field::Time));
        if !time.rules.is_empty() && self.is_placeholder(Field::Time) {
            time = Read::nothing();
        }
        self.clock = self.note(Field::Time, time);
        if let Some(day) = day {
            self.compare_dates(day.date);
        }
        day.map(|day| Received { date: day.date, time: self.clock.or(day.time) })
    }

    fn channel(&mut self) -> Option<Channel> {
        // "x" is a placeholder anywhere else; here it is a network.
        let mut read = self.reader.form.channels.parse(self.datum(Field::Network));
        if read.value.is_none() && self.is_placeholder(Field::Network) {
            read = Read::refused(Rule::MissingNetwork);
        }
        self.note(Field::Network, read)
    }

    /// The name, which may be one word where the document is a company's.
    fn name(&mut self, document: Option<&document::Document>) -> Option<PlausibleName> {
        let placeholders = &self.reader.form.placeholders;
        let has_nit = document.and_then(document::Document::kind) == Some(document::DocumentKind::Nit);
        let datum = self.datum(Field::Name);

        let typed = self.cell(Field::Name).text();
        let Some(repaired) = encoding::repaired(&typed) else {
            let read = name::parse(datum, has_nit, placeholders);
            let is_damaged = read.value.is_some() && encoding::has_lost_letters(&typed);
            return self.note(Field::Name, if is_damaged { read.noting(Rule::DamagedName) } else { read });
        };

        let read = name::parse(&normalize::plain(&repaired), has_nit, placeholders);
        let name = self.note(Field::Name, read);
        self.findings.push(Finding::at(Field::Name, Rule::DamagedName).with(repaired));
        name
    }

    fn read_document(&self) -> Read<document::Document> {
        let form = self.reader.form;
        let column = form.documents.kind(self.normalized.text(Field::DocumentType));
        let cell = match self.cell(Field::Document) {
            Cell::Formula { shown, .. } => shown,
            cell => cell,
        };
        if matches!(cell, Cell::Number(_)) {
            document::parse(cell, column, &form.documents, &form.document_placeholders)
        } else {
            let normalized = self.normalized.text(Field::Document);
            document::parse_normalized(normalized, column, &form.documents, &form.document_placeholders)
        }
    }

    fn phone(&mut self) -> Option<contact::Phone> {
        let placeholders = &self.reader.form.placeholders;
        let (whole, parts) = (self.datum(Field::Phone), self.parts(Field::Phone));
        let read = match parts {
            [] => contact::phone(whole, placeholders),
            parts => first_of(parts, |part| contact::phone(&normalize::plain(part), placeholders)),
        };
        self.note(Field::Phone, read)
    }

    fn email(&mut self) -> Option<contact::Email> {
        if self.datum(Field::Email).is_empty() {
            return None;
        }

        let placeholders = &self.reader.form.placeholders;
        let typed = match self.parts(Field::Email) {
            [] => datum::unbroken(self.cell(Field::Email)),
            parts => {
                let typed = parts.iter().map(|part| datum::unbroken_text(part));
                let mut valid =
                    typed.clone().filter(|part| contact::email(part, placeholders).0.value.is_some());
                valid.next().or_else(|| typed.clone().next()).unwrap_or_default()
            }
        };

        let (read, suggestion) = contact::email(&typed, placeholders);
        let email = self.note(Field::Email, read);
        if let (Some(suggestion), Some(last)) = (suggestion, self.findings.last_mut()) {
            last.detail = Some(suggestion);
        }
        email
    }

    fn address(&mut self) -> Option<address::PostalAddress> {
        let form = self.reader.form;
        let datum = self.datum(Field::Address);
        let in_district = || self.says(Field::District);
        let read = address::parse(datum, &form.neighbourhoods, in_district, &form.placeholders);
        // "por este correo: ana@…" says where to answer.
        let is_email = read.rules == [Rule::InsufficientAddress] && self.holds_email(Field::Address);
        self.note(Field::Address, if is_email { Read::nothing() } else { read })
    }

    /// Returns `true` if a profile, a contact or a link is there that is no placeholder.
    fn says_whose(&self) -> bool {
        [Field::Profile, Field::Phone, Field::Email, Field::Link].into_iter().any(|field| self.says(field))
    }

    fn subscriber(&mut self) -> Option<subscriber::Subscriber> {
        let read = subscriber::parse(self.datum(Field::Subscriber), &self.reader.form.placeholders);
        self.note(Field::Subscriber, read)
    }

    /// Notes that nothing proves the message, where the form asks for it.
    fn link(&mut self) {
        if self.reader.layout.columns.contains_key(&Field::Link) && !self.says(Field::Link) {
            self.findings.push(Finding::at(Field::Link, Rule::MissingLink));
        }
    }

    /// Notes the fields whose cells are merged with one above, and show its value.
    fn note_inherited(&mut self, columns: &[usize]) {
        let fields = columns.iter().filter_map(|column| self.reader.field(*column));
        let fields = fields.filter(|field| !field.is_office());
        self.findings.extend(fields.map(|field| Finding::at(field, Rule::MergedCell)));
    }

    fn texts(&self, packer: &mut Packer) -> Texts {
        for field in Field::ALL {
            match &self.outside {
                Some(outside) if field == Field::Subject => packer.push(field, |text| text.push_str(outside)),
                _ if field == Field::Link && self.link.is_some() => {
                    packer.push(field, |text| text.push_str(self.link.as_deref().unwrap_or_default()));
                }
                _ if self.normalized.is_filled(field) => {
                    packer.push(field, |text| datum::seen(field, self.cell(field), text));
                }
                _ => {}
            }
        }
        packer.finish()
    }
}

/// The first of several texts that holds a value, or else the first.
fn first_of<T>(parts: &[String], read: impl Fn(&str) -> Read<T>) -> Read<T> {
    let mut reads = parts.iter().map(|part| read(part));
    let first = reads.next().unwrap_or_else(Read::nothing);
    if first.value.is_some() {
        return first;
    }
    reads.find(|read| read.value.is_some()).unwrap_or(first)
}

#[cfg(test)]
mod tests;
