//! The verdict on a row, and what its words suggest.

use crate::domain::fields::address::PostalAddress;
use crate::domain::fields::contact::Email;
use crate::domain::fields::document::{Document, DocumentKind};
use crate::domain::fields::name::PlausibleName;
use crate::domain::finding::field::Field;
use crate::domain::finding::{Finding, Rule};
use crate::domain::form::row::cells::FormRow;
use crate::domain::law::criteria::{Criterion, Verdict};
use crate::domain::suggest::{RequestKind, Suggestions};
use crate::sheet::normalize;

/// The grounds of the verdict besides the texts.
pub(super) struct Judged<'a> {
    pub(super) name: Option<PlausibleName>,
    pub(super) document: Option<&'a Document>,
    pub(super) email: Option<&'a Email>,
    pub(super) address: Option<PostalAddress>,
}

pub(super) struct Judgement {
    pub(super) verdict: Verdict,
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

        let verdict = Verdict::new(&form.required, |criterion| match criterion {
            Criterion::Identification => judged.name.is_some() && judged.document.is_some(),
            Criterion::Address => judged.address.is_some() || judged.email.is_some(),
            Criterion::Subject => subject.is_some() || either,
            Criterion::Grounds => grounds.is_some() || either,
        });

        if judged.address.is_none() && judged.email.is_some() {
            self.findings.push(Finding::at(Field::Email, Rule::EmailOnly));
        }

        // A text that stands outside of its column meets no criterion, but it may tell of an emergency.
        let outside = self.outside.as_deref().map(normalize::plain).unwrap_or_default();
        let texts = [subject.unwrap_or_default(), grounds.unwrap_or_default(), &outside];
        let suggestions = form.words.read(&texts);
        let suggested = suggestions.kind;
        self.suggest(judged, kind, suggestions);

        Judgement { verdict, kind, suggested }
    }

    fn suggest(&mut self, judged: &Judged, typed: Option<RequestKind>, suggestions: Suggestions) {
        let says = |kind| typed == Some(kind) || suggestions.kind == Some(kind);
        let anonymous = judged.name.is_none();
        let mut rules: Vec<Rule> = suggestions.alerts;
        let minor = judged.document.and_then(Document::kind).is_some_and(DocumentKind::is_minors);
        let only_comment = rules == [Rule::NoRequest] && suggestions.kind.is_none() && typed.is_none();

        rules.retain(|rule| match rule {
            Rule::AnonymousFacts => anonymous,
            Rule::NoRequest => only_comment,
            _ => true,
        });

        for (holds, rule) in [
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

        self.findings.extend(rules.into_iter().map(Finding::row));
    }
}
