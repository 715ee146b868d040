//! One row of CE-F05, read.

use chrono::{NaiveDate, NaiveTime};

use crate::domain::fields::address::PostalAddress;
use crate::domain::fields::channel::Channel;
use crate::domain::fields::contact::Email;
use crate::domain::fields::document::Document;
use crate::domain::finding::field::Field;
use crate::domain::finding::{Finding, Rule};
use crate::domain::form::texts::Texts;
use crate::domain::identity::digests::Digests;
use crate::domain::law::criteria::{Criterion, Verdict};
use crate::domain::law::deadlines::Terms;
use crate::domain::law::life::{Quality, Request};
use crate::domain::suggest::RequestKind;
use crate::sheet::row_number::RowNumber;

/// When the network received the citizen's message (CPACA art. 15, par. 1), Colombian time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Received {
    /// The day; the legal clock starts after it.
    pub date: NaiveDate,
    /// The time of day, where staff typed one that can be read.
    pub time: Option<NaiveTime>,
}

/// One non-empty row of the staff tab: what was typed, what it means, and what was noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Row number in the staff tab, from 1, at the instant of the read.
    pub row: RowNumber,
    /// When the message was received; `None` when the date cell holds no usable date.
    pub received: Option<Received>,
    /// The text a person sees in each cell that is not blank, as typed but for white space around it.
    pub texts: Texts,
    /// The report's content, by which it is compared with those of the ledger. Fields of the office are
    /// absent.
    pub digests: Digests,
    /// The network or other medium; `None` when the cell names none that is known.
    pub channel: Option<Channel>,
    /// The person's document, where there is one that is no dummy.
    pub document: Option<Document>,
    /// The e-mail address, where there is a valid one.
    pub email: Option<Email>,
    /// How likely it is that a letter reaches the address.
    pub address: Option<PostalAddress>,
    /// The relation of the person to the company, as staff typed it or a subscriber's number says.
    pub quality: Quality,
    /// The kind that staff typed, where the form knows it.
    pub kind: Option<RequestKind>,
    /// The kind that the citizen's words suggest.
    pub suggested_kind: Option<RequestKind>,
    /// True if a cell says whose report it is: a profile, a document, a contact or a link that is no
    /// placeholder. Two equal rows without any are two citizens.
    pub identifies: bool,
    /// The four criteria of CE-P08.
    pub verdict: Verdict,
    /// The findings, in the order of the form's columns, then about the row.
    pub findings: Vec<Finding>,
}

impl Report {
    /// A report of which nothing is known but where and when it was.
    pub fn unread(row: RowNumber, received: Option<NaiveDate>) -> Self {
        Self {
            row,
            received: received.map(|date| Received { date, time: None }),
            texts: Texts::default(),
            digests: Digests::default(),
            channel: None,
            document: None,
            email: None,
            address: None,
            quality: Quality::Unknown,
            kind: None,
            suggested_kind: None,
            identifies: false,
            verdict: Verdict::default(),
            findings: Vec::new(),
        }
    }

    /// The criteria that are not met and may be asked of the citizen: grounds never are, nor what the law lets
    /// the company do without (CPACA, art. 16, pars. 1 and 2; Ley 962 de 2005, art. 81).
    pub fn may_be_required(&self) -> Vec<Criterion> {
        let found = |rule: Rule| self.findings.iter().any(|finding| finding.rule == rule);
        let may = |criterion: &Criterion| match criterion {
            Criterion::Identification => !found(Rule::AnonymousFacts),
            Criterion::Address => !found(Rule::KnownAddress),
            Criterion::Subject => !found(Rule::SubjectFromGrounds),
            Criterion::Grounds => false,
        };
        self.verdict.missing.iter().copied().filter(may).collect()
    }

    /// How many business days the term to answer has. A consultation is what staff call one: a longer term is
    /// never taken from a suggestion.
    pub fn term_days(&self, terms: Terms) -> u32 {
        let found = |rule: Rule| self.findings.iter().any(|finding| finding.rule == rule);
        let request = Request {
            is_appeal: found(Rule::Appeal),
            asks_documents: found(Rule::DocumentsRequest),
            is_consultation: self.kind == Some(RequestKind::Consultation),
        };
        self.quality.term_days(request, terms)
    }

    /// The text of a field, or "" where the cell is blank.
    pub fn text(&self, field: Field) -> &str {
        self.texts.expose(field).unwrap_or_default()
    }
}
