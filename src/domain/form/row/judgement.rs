//! The verdict on a row, and what its words suggest.

use crate::domain::fields::address::PostalAddress;
use crate::domain::fields::contact::{Email, Phone};
use crate::domain::fields::document::{Document, DocumentKind};
use crate::domain::fields::name::PlausibleName;
use crate::domain::fields::subscriber::Subscriber;
use crate::domain::finding::field::Field;
use crate::domain::finding::{Finding, Rule};
use crate::domain::form::row::cells::FormRow;
use crate::domain::law::criteria::{Criterion, NoticeAddress, Verdict};
use crate::domain::law::life::Quality;
use crate::domain::suggest::{RequestKind, Suggestions};
use crate::sheet::normalize;

/// The grounds of the verdict besides the texts.
pub(super) struct Judged<'a> {
    pub(super) name: Option<PlausibleName>,
    pub(super) document: Option<&'a Document>,
    pub(super) email: Option<&'a Email>,
    pub(super) address: Option<PostalAddress>,
    pub(super) phone: Option<Phone>,
    pub(super) writes_by_whatsapp: bool,
    pub(super) subscriber: Option<Subscriber>,
}

impl Judged<'_> {
    fn has(&self, address: NoticeAddress) -> bool {
        match address {
            NoticeAddress::Postal => self.address.is_some(),
            NoticeAddress::Email => self.email.is_some(),
            NoticeAddress::Phone => self.phone.is_some(),
            NoticeAddress::WhatsApp => self.phone.is_some() && self.writes_by_whatsapp,
        }
    }

    /// Returns `true` if the number of a subscriber is known. The citizen's own document or telephone, typed
    /// in its place, is none.
    fn is_subscriber(&self) -> bool {
        let own = [self.document.map(Document::number), self.phone.as_ref().map(Phone::number)];
        self.subscriber.as_ref().is_some_and(|subscriber| !own.contains(&Some(subscriber.number())))
    }
}

pub(super) struct Judgement {
    pub(super) verdict: Verdict,
    pub(super) quality: Quality,
    pub(super) kind: Option<RequestKind>,
    pub(super) suggested: Option<RequestKind>,
}

impl FormRow<'_> {
    /// Judges the four criteria and notes what the words suggest.
    pub(super) fn judge(&mut self, judged: &Judged) -> Judgement {
        let form = self.reader.form;
        let kind = form.words.typed_kind(self.datum(Field::Kind));
        let (subject, grounds) = (self.content(Field::Subject), self.content(Field::Grounds));

        let single = self.reader.layout.single_text;

        if single {
            let field = if subject.is_some() { Field::Subject } else { Field::Grounds };
            if subject.is_some() || grounds.is_some() {
                self.findings.push(Finding::at(field, Rule::InferredCriterion));
            }
        }

        let either = single && (subject.is_some() || grounds.is_some());
        let accepts =
            |address: NoticeAddress| form.notice_addresses.contains(&address) && judged.has(address);
        let has_email = accepts(NoticeAddress::Email);
        let has_phone = accepts(NoticeAddress::Phone) || accepts(NoticeAddress::WhatsApp);
        let has_address = accepts(NoticeAddress::Postal);

        let verdict = Verdict::new(&form.required, |criterion| match criterion {
            Criterion::Identification => judged.name.is_some() && judged.document.is_some(),
            Criterion::Address => has_address || has_email || has_phone,
            Criterion::Subject => subject.is_some() || either,
            Criterion::Grounds => grounds.is_some() || either,
        });

        if !has_address && has_email {
            self.findings.push(Finding::at(Field::Email, Rule::EmailOnly));
        } else if !has_address && has_phone {
            self.findings.push(Finding::at(Field::Phone, Rule::PhoneOnly));
        }

        let says_nothing = subject.is_none() && grounds.is_none() && self.found(Rule::NothingSaid);
        let misses = |criterion| verdict.missing.contains(&criterion);
        for (holds, rule) in [
            (says_nothing, Rule::NothingAsked),
            (misses(Criterion::Grounds) && subject.is_some(), Rule::GroundsNotRequired),
            (misses(Criterion::Subject) && grounds.is_some(), Rule::SubjectFromGrounds),
            (misses(Criterion::Address) && judged.is_subscriber(), Rule::KnownAddress),
        ] {
            if holds {
                self.findings.push(Finding::row(rule));
            }
        }

        // A text that stands outside of its column meets no criterion, but it may tell of an emergency.
        let outside = self.outside.as_deref().map(normalize::plain).unwrap_or_default();
        let texts = [subject.unwrap_or_default(), grounds.unwrap_or_default(), &outside];
        let suggestions = form.words.read(&texts);
        let suggested = suggestions.kind;
        self.suggest(judged, kind, suggestions);

        let quality = self.quality(judged);

        Judgement { verdict, quality, kind, suggested }
    }

    /// The relation of the person to the company. Who has a subscriber's number is a subscriber, whatever the
    /// cell says: the shorter of two terms harms nobody.
    fn quality(&mut self, judged: &Judged) -> Quality {
        let typed = normalize::key(self.datum(Field::Quality));
        if judged.is_subscriber() {
            return Quality::User;
        }
        self.reader.form.qualities.get(&typed).copied().unwrap_or_default()
    }

    fn suggest(&mut self, judged: &Judged, typed: Option<RequestKind>, suggestions: Suggestions) {
        let says = |kind| typed == Some(kind) || suggestions.kind == Some(kind);
        let mut rules: Vec<Rule> = suggestions.alerts;

        // Whoever is asked for no name is told by the cell or by the text: a cell that staff left blank says
        // nothing of what the citizen wants. Blame for an act that can be verified is pursued without a name.
        let unnamed = judged.name.is_none();
        let declared = rules.contains(&Rule::AnonymousPerson) || self.found(Rule::AnonymousPerson);
        let has_facts = suggestions.accuses || declared && suggestions.tells_damage;
        rules.retain(|rule| !matches!(rule, Rule::AnonymousFacts | Rule::AnonymousPerson));
        self.findings.retain(|finding| finding.rule != Rule::AnonymousPerson);

        let minor = judged.document.and_then(Document::kind).is_some_and(DocumentKind::is_minors);
        for (holds, rule) in [
            (unnamed && declared && has_facts, Rule::AnonymousFacts),
            (unnamed && declared && !has_facts, Rule::AnonymousPerson),
            (!unnamed && declared, Rule::NameReserved),
            (minor, Rule::MinorPerson),
            (says(RequestKind::Appeal), Rule::Appeal),
            (says(RequestKind::Documents), Rule::DocumentsRequest),
        ] {
            if holds && !rules.contains(&rule) {
                rules.push(rule);
            }
        }

        rules.sort_unstable();

        // Where staff typed nothing, the suggestion stands in `Tipo`. Nearly every report asks for
        // something, so that "petición" corrects nobody.
        let has_kind = self.normalized.is_filled(Field::Kind);
        let differs = suggestions
            .kind
            .filter(|kind| has_kind && typed != Some(*kind) && *kind != RequestKind::Petition);

        if let Some(kind) = differs {
            self.findings.push(Finding::at(Field::Kind, Rule::SuggestedKind).with(kind.name()));
        }

        let entities = &self.reader.form.entities;
        self.findings.extend(rules.into_iter().map(|rule| match entities.get(&rule) {
            Some(entity) => Finding::row(rule).with(entity.as_str()),
            None => Finding::row(rule),
        }));
    }
}
