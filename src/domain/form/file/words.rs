//! The word lists of the form's file.

use std::collections::HashMap;

use serde::Deserialize;

use crate::domain::finding::Rule;
use crate::domain::suggest::{
    Ages, Mark, RequestKind, Together, TooManyWords, Topic, WordList, WordLists, Words,
};

/// Texts of one key of the file.
pub(super) type TextList = Vec<String>;

section!(KindFile { typed: TextList, words: TextList, except: TextList });
section!(AlertFile {
    words: TextList,
    except: TextList,
    not_after: TextList,
    deniable: bool,
    entity: String
});
section!(AgesFile {
    spans: TextList,
    own: TextList,
    children: TextList,
    adults: TextList,
    not_before: TextList
});
section!(Language { articles: TextList, denials: TextList, spanish: TextList });

/// Writes [`Alerts`] and [`AlertName`] from one table: the key of an alert in the file, its name, and the
/// rule that its words raise.
macro_rules! alerts {
    ($($key:ident: $name:ident => $rule:ident),+ $(,)?) => {
        tables!(Alerts of AlertFile as Rule { $($key: $rule),+ });

        /// Alert by the key of its table.
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
    };
}

tables!(Kinds of KindFile as RequestKind {
    appeal: Appeal,
    claim: Claim,
    complaint: Complaint,
    documents: Documents,
    consultation: Consultation,
    petition: Petition,
});

tables!(Marks of AlertFile as Mark {
    request: Request,
    place: Place,
    date: Date,
    damage: Damage,
    accusation: Accusation,
    own_service: OwnService,
    utility: Utility,
    foreign: Foreign,
});

alerts! {
    cleaning: Cleaning => Cleaning,
    energy: Energy => Energy,
    gas: Gas => Gas,
    telecommunications: Telecommunications => Telecommunications,
    roads: Roads => Roads,
    danger: Danger => Danger,
    children: Children => Children,
    elderly: Elderly => Elderly,
    health: Health => Health,
    several: Several => SeveralRequests,
    escalation: Escalation => Escalation,
    appeal: Appeal => Appeal,
    silence: Silence => Silence,
    reiteration: Reiteration => Reiteration,
    minor: Minor => MinorPerson,
    anonymous: Anonymous => AnonymousPerson,
    name_reserved: NameReserved => NameReserved,
    facts: Facts => AnonymousFacts,
    bribery: Bribery => Bribery,
    personal_data: PersonalData => PersonalData,
    advertising: Advertising => Advertising,
    insult: Insult => Insult,
    praise: Praise => Praise,
    comment: Comment => NoRequest,
}

/// Words that raise an alert only together.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TogetherFile {
    alert: AlertName,
    /// Lists of which each must have a word in the text.
    all: Vec<TextList>,
    /// Words of which the text must have none.
    #[serde(default)]
    none: TextList,
    /// How many letters may lie between the ends of the first and the last word.
    within: Option<usize>,
    /// Phrases before which a word of the lists does not count.
    #[serde(default)]
    not_before: TextList,
    /// Phrases behind which it does not, articles aside.
    #[serde(default)]
    not_after: TextList,
}

/// The tables of the file that are word lists.
pub(super) struct WordsFile<'a> {
    pub(super) kinds: &'a Kinds,
    pub(super) alerts: &'a Alerts,
    pub(super) together: &'a [TogetherFile],
    pub(super) marks: &'a Marks,
    pub(super) ages: &'a AgesFile,
    pub(super) language: &'a Language,
    /// Named places, which are places whatever else is one.
    pub(super) places: &'a [String],
}

/// Builds the word lists that the file describes, ready to look for.
///
/// # Errors
/// When there are more words or lists than can be looked for.
pub(super) fn words(file: &WordsFile<'_>) -> Result<Words, TooManyWords> {
    let WordsFile { kinds, alerts, together, marks, ages, language, places } = *file;
    let denials = texts(language.denials.as_ref());

    let kinds = kinds.lists();
    let of_kinds = kinds.iter().map(|(kind, file)| WordList {
        topic: Topic::RequestKind(*kind),
        words: texts(file.words.as_ref()),
        except: texts(file.except.as_ref()),
        not_after: Vec::new(),
    });
    let of_alerts = alerts.lists().into_iter().map(|(rule, file)| list_of(Topic::Alert(rule), file, denials));
    let of_marks = marks.lists().into_iter().map(|(mark, file)| list_of(Topic::Mark(mark), file, denials));
    let named_places =
        WordList { topic: Topic::Mark(Mark::Place), words: places, except: &[], not_after: Vec::new() };

    Words::new(WordLists {
        lists: of_kinds.chain(of_alerts).chain(of_marks).chain([named_places]).collect(),
        together: together
            .iter()
            .map(|together| Together {
                topic: Topic::Alert(together.alert.rule()),
                all: &together.all,
                none: &together.none,
                within: together.within,
                not_before: &together.not_before,
                not_after: &together.not_after,
            })
            .collect(),
        typed: kinds.iter().map(|(kind, file)| (*kind, texts(file.typed.as_ref()))).collect(),
        ages: Ages::new(
            texts(ages.own.as_ref()),
            texts(ages.children.as_ref()),
            texts(ages.adults.as_ref()),
            texts(ages.not_before.as_ref()),
        ),
        spans: texts(ages.spans.as_ref()),
        articles: texts(language.articles.as_ref()),
        spanish: texts(language.spanish.as_ref()),
    })
}

/// The names of the entities that answer for what an alert suggests, by the rule of the alert.
pub(super) fn entities(alerts: &Alerts) -> HashMap<Rule, String> {
    let lists = alerts.lists().into_iter();
    lists.filter_map(|(rule, file)| Some((rule, file.entity.clone()?))).collect()
}

fn list_of<'a>(topic: Topic, file: &'a AlertFile, denials: &'a [String]) -> WordList<'a> {
    let denials = denials.iter().filter(|_| file.deniable == Some(true));
    let not_after = texts(file.not_after.as_ref()).iter().chain(denials).map(String::as_str).collect();
    WordList { topic, words: texts(file.words.as_ref()), except: texts(file.except.as_ref()), not_after }
}

fn texts(list: Option<&TextList>) -> &[String] {
    list.map(Vec::as_slice).unwrap_or_default()
}
