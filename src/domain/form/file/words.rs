//! The word lists of the form's file.

use serde::Deserialize;

use crate::domain::finding::Rule;
use crate::domain::form::file::TextList;
use crate::domain::suggest::{RequestKind, Together, TooManyWords, Topic, Words};

section!(KindFile { typed: TextList, words: TextList });
section!(Alerts {
    cleaning: TextList,
    energy: TextList,
    roads: TextList,
    priority: TextList,
    escalation: TextList,
    silence: TextList,
    reiteration: TextList,
    minor: TextList,
    facts: TextList,
    personal_data: TextList,
    comment: TextList,
    together: Vec<TogetherFile>,
});

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Kinds {
    appeal: KindFile,
    claim: KindFile,
    complaint: KindFile,
    documents: KindFile,
    consultation: KindFile,
    petition: KindFile,
}

/// Words that raise an alert only together.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TogetherFile {
    alert: AlertName,
    /// Lists of which each must have a word in the text.
    all: Vec<TextList>,
    /// Words of which the text must have none.
    #[serde(default)]
    none: TextList,
}

/// An alert by the key of its own list.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AlertName {
    Cleaning,
    Energy,
    Roads,
    Priority,
    Escalation,
    Silence,
    Reiteration,
    Minor,
    Facts,
    PersonalData,
    Comment,
}

impl AlertName {
    fn rule(self) -> Rule {
        match self {
            Self::Cleaning => Rule::Cleaning,
            Self::Energy => Rule::Energy,
            Self::Roads => Rule::Roads,
            Self::Priority => Rule::Priority,
            Self::Escalation => Rule::Escalation,
            Self::Silence => Rule::Silence,
            Self::Reiteration => Rule::Reiteration,
            Self::Minor => Rule::MinorPerson,
            Self::Facts => Rule::AnonymousFacts,
            Self::PersonalData => Rule::PersonalData,
            Self::Comment => Rule::NoRequest,
        }
    }
}

impl Kinds {
    pub(super) fn under(self, over: Self) -> Self {
        Self {
            appeal: self.appeal.under(over.appeal),
            claim: self.claim.under(over.claim),
            complaint: self.complaint.under(over.complaint),
            documents: self.documents.under(over.documents),
            consultation: self.consultation.under(over.consultation),
            petition: self.petition.under(over.petition),
        }
    }
}

/// The words that the lists stand for.
pub(super) fn interpret(kinds: &Kinds, alerts: &Alerts) -> Result<Words, TooManyWords> {
    let kinds = [
        (RequestKind::Appeal, &kinds.appeal),
        (RequestKind::Claim, &kinds.claim),
        (RequestKind::Complaint, &kinds.complaint),
        (RequestKind::Documents, &kinds.documents),
        (RequestKind::Consultation, &kinds.consultation),
        (RequestKind::Petition, &kinds.petition),
    ];

    let together = alerts.together.iter().flatten().map(|together| Together {
        rule: together.alert.rule(),
        all: &together.all,
        none: &together.none,
    });

    let alerts = [
        (AlertName::Cleaning, &alerts.cleaning),
        (AlertName::Energy, &alerts.energy),
        (AlertName::Roads, &alerts.roads),
        (AlertName::Priority, &alerts.priority),
        (AlertName::Escalation, &alerts.escalation),
        (AlertName::Silence, &alerts.silence),
        (AlertName::Reiteration, &alerts.reiteration),
        (AlertName::Minor, &alerts.minor),
        (AlertName::Facts, &alerts.facts),
        (AlertName::PersonalData, &alerts.personal_data),
        (AlertName::Comment, &alerts.comment),
    ];

    let kind_words = kinds.iter().map(|(kind, file)| (Topic::RequestKind(*kind), file.words.as_deref()));
    let alert_words = alerts.iter().map(|(name, words)| (Topic::Alert(name.rule()), words.as_deref()));

    Words::new(
        kind_words.chain(alert_words).map(|(topic, words)| (topic, words.unwrap_or_default())),
        together,
        kinds.iter().map(|(kind, file)| (*kind, file.typed.as_deref().unwrap_or_default())),
    )
}
