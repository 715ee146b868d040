//! The word lists of the form's file.

use serde::Deserialize;

use crate::domain::finding::Rule;
use crate::domain::suggest::{RequestKind, Together, TooManyWords, Topic, Words};

/// Texts of one key of the file.
pub(super) type TextList = Vec<String>;

section!(KindFile { typed: TextList, words: TextList });
/// Writes [`Kinds`] from one table: the key of a table of the file, and the kind of its words.
macro_rules! kinds {
    ($($key:ident: $kind:ident),+ $(,)?) => {
        #[derive(Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub(super) struct Kinds { $($key: KindFile),+ }

        impl Kinds {
            /// Merges the keys of `over` over these.
            pub(super) fn under(self, over: Self) -> Self {
                Self { $($key: self.$key.under(over.$key)),+ }
            }

            fn lists(&self) -> [(RequestKind, &KindFile); RequestKind::ALL.len()] {
                [$((RequestKind::$kind, &self.$key)),+]
            }
        }
    };
}

/// Writes [`Alerts`] and [`AlertName`] from one table: the key of a list of the file, its name, and
/// the rule that its words raise.
macro_rules! alerts {
    ($($key:ident: $name:ident => $rule:ident),+ $(,)?) => {
        section!(Alerts { $($key: TextList,)+ together: Vec<TogetherFile> });

        /// Alert by the key of its own list.
        #[derive(Clone, Copy, Debug, Deserialize)]
        #[serde(rename_all = "snake_case")]
        enum AlertName { $($name),+ }

        impl AlertName {
            fn rule(self) -> Rule {
                match self {
                    $(Self::$name => Rule::$rule,)+
                }
            }
        }

        impl Alerts {
            fn lists(&self) -> impl Iterator<Item = (Rule, Option<&[String]>)> {
                [$((Rule::$rule, self.$key.as_deref())),+].into_iter()
            }
        }
    };
}

kinds! {
    appeal: Appeal,
    claim: Claim,
    complaint: Complaint,
    documents: Documents,
    consultation: Consultation,
    petition: Petition,
}

alerts! {
    cleaning: Cleaning => Cleaning,
    energy: Energy => Energy,
    roads: Roads => Roads,
    priority: Priority => Priority,
    escalation: Escalation => Escalation,
    silence: Silence => Silence,
    reiteration: Reiteration => Reiteration,
    minor: Minor => MinorPerson,
    facts: Facts => AnonymousFacts,
    personal_data: PersonalData => PersonalData,
    comment: Comment => NoRequest,
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

/// Builds the word lists that the file describes, ready to look for.
///
/// # Errors
/// When there are more words or lists than can be looked for.
pub(super) fn words(kinds: &Kinds, alerts: &Alerts) -> Result<Words, TooManyWords> {
    let kinds = kinds.lists();
    let kind_words = kinds.iter().map(|(kind, file)| (Topic::RequestKind(*kind), file.words.as_deref()));
    let alert_words = alerts.lists().map(|(rule, words)| (Topic::Alert(rule), words));

    let together = alerts.together.iter().flatten().map(|together| Together {
        rule: together.alert.rule(),
        all: &together.all,
        none: &together.none,
    });

    Words::new(
        kind_words.chain(alert_words).map(|(topic, words)| (topic, words.unwrap_or_default())),
        together,
        kinds.iter().map(|(kind, file)| (*kind, file.typed.as_deref().unwrap_or_default())),
    )
}
