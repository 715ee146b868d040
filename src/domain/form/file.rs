//! The form's file: what is typed, and what it means.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;

use crate::domain::fields::address::Neighbourhoods;
use crate::domain::fields::channel::{Channels, NetworksError, OfficialNetwork, OtherMedia};
use crate::domain::fields::content::{Absence, AbsenceTexts};
use crate::domain::fields::date::DateLimits;
use crate::domain::fields::document::{DocumentKind, Documents};
use crate::domain::fields::placeholder::Placeholders;
use crate::domain::finding::field::Field;
use crate::domain::form::citizen_texts::CitizenTexts;
use crate::domain::form::classification::Districts;
use crate::domain::form::definition::Form;
use crate::domain::form::error::FormFileError;
use crate::domain::form::header::{HeaderLists, Headers};
use crate::domain::form::heading::HeadingWords;
use crate::domain::form::id::FormId;
use crate::domain::form::radicado::RadicadoPrefixes;
use crate::domain::law::calendar::{Calendar, Closure, DayOne, Suspension};
use crate::domain::law::criteria::{Criterion, NoticeAddress};
use crate::domain::law::deadlines::{AfterRequirement, Terms};
use crate::domain::law::entity::Entity;
use crate::domain::law::life::Quality;
use crate::domain::law::state::{State, States};
use crate::domain::suggest::{Matters, TooManyWords};
use crate::sheet::normalize;

/// A form's file as typed: every key may be left out.
macro_rules! section {
    ($(#[$doc:meta])* $name:ident { $($key:ident: $type:ty),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub(super) struct $name { $($key: Option<$type>),+ }

        impl $name {
            /// The keys of `over` where it has them, and these elsewhere.
            pub(super) fn under(self, over: Self) -> Self {
                Self { $($key: over.$key.or(self.$key)),+ }
            }
        }
    };
}

/// Writes a table of the file whose keys are tables, from their keys and what each stands for.
macro_rules! tables {
    ($name:ident of $file:ident as $of:ident { $($key:ident: $variant:ident),+ $(,)? }) => {
        #[derive(Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub(super) struct $name { $($key: $file),+ }

        impl $name {
            /// Merges the keys of `over` over these.
            pub(super) fn under(self, over: Self) -> Self {
                Self { $($key: self.$key.under(over.$key)),+ }
            }

            fn lists(&self) -> Vec<($of, &$file)> {
                vec![$(($of::$variant, &self.$key)),+]
            }
        }
    };
}

mod words;

use words::{AgesFile, Alerts, Kinds, Language, Marks, TextList, TogetherFile, WordsFile};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FormFile {
    required_criteria: Option<Vec<Criterion>>,
    notice_addresses: Option<Vec<NoticeAddress>>,
    columns: Columns,
    terms: TermsFile,
    dates: Dates,
    headers: BTreeMap<Field, TextList>,
    networks: BTreeMap<String, NetworkFile>,
    other_media: OtherMediaFile,
    placeholders: PlaceholdersFile,
    documents: BTreeMap<DocumentKind, DocumentFile>,
    addresses: Addresses,
    no_content: NoContent,
    choices: Choices,
    quality: QualityFile,
    states: BTreeMap<State, TextList>,
    headings: HeadingsFile,
    radicado: RadicadoFile,
    kinds: Kinds,
    alerts: Alerts,
    marks: Marks,
    ages: AgesFile,
    language: Language,
    together: Option<Vec<TogetherFile>>,
    matters: BTreeMap<String, TextList>,
    texts: TextsFile,
    closure: Vec<Closure>,
    suspended: Vec<Suspension>,
}

section!(TextsFile {
    acknowledgement: String,
    requirement: String,
    remission: String,
    partial_remission: String,
    public: String,
    policy: String,
});
section!(Columns {
    header_rows: usize,
    fewest_headers: usize,
    mandatory: Vec<Vec<Field>>,
    surnames: TextList,
    filing: TextList,
    unread: TextList,
    persons: TextList,
});
section!(TermsFile {
    response_days: u32,
    request_days: u32,
    transfer_days: u32,
    internal_margin_days: u32,
    day_one: DayOne,
    requirement: AfterRequirement,
});
section!(Dates { minimum_year: i32, doubtful_after_days: u64 });
section!(NetworkFile { name: String, spellings: TextList, links: TextList, accounts: TextList });
section!(OtherMediaFile { spellings: TextList, links: TextList, ways: TextList });
section!(PlaceholdersFile {
    nothing: TextList,
    verbs: TextList,
    document: TextList,
    anonymous: TextList,
    tests: TextList
});
section!(DocumentFile { marks: TextList, lengths: Vec<usize> });
section!(Addresses { places: TextList });
section!(NoContent {
    greetings: TextList,
    by_nature: TextList,
    elsewhere: TextList,
    deleted_by_citizen: TextList,
    deleted_by_office: TextList,
    beside: TextList
});
section!(Choices { interaction: TextList, service: TextList });
section!(QualityFile { user: TextList, no_user: TextList });
section!(RadicadoFile { prefixes: TextList });
section!(HeadingsFile {
    weekdays: TextList,
    months: TextList,
    periods: TextList,
    ordinals: TextList,
    joining: TextList,
    totals: TextList,
    counted: TextList,
    sections: TextList,
    signatures: TextList,
    titles: TextList,
});
/// Text of the compiled-in form, which is also its documentation.
const BUILTIN: &str = include_str!("../../../config/ce-f05.toml");

impl Form {
    /// The form as CE-P08 has it, without anything of an operator's.
    ///
    /// # Panics
    /// Never: the text is compiled in, and a test reads it.
    pub fn builtin() -> Self {
        #[expect(clippy::expect_used, reason = "the text is compiled in, and a test reads it")]
        Self::from_toml("").expect("the compiled-in form is valid")
    }

    /// Reads a form's file over the compiled-in form: its keys replace those, the rest stay.
    ///
    /// # Errors
    /// When the text is no TOML, or a key is unknown, of the wrong kind or out of range.
    pub fn from_toml(text: &str) -> Result<Self, FormFileError> {
        parse(BUILTIN)?.under(parse(text)?).into_form(text)
    }
}

fn parse(text: &str) -> Result<FormFile, FormFileError> {
    toml::from_str(text).map_err(|error| {
        let line =
            error.span().map(|span| 1 + text.get(..span.start).unwrap_or_default().matches('\n').count());
        FormFileError {
            key: line.and_then(|line| key_at(text, line)),
            line,
            message: error.message().replace('\n', " "),
        }
    })
}

/// The key on a line of a file, under its table.
fn key_at(text: &str, line: usize) -> Option<String> {
    let lines: Vec<&str> = text.lines().take(line).collect();
    let is_table = |line: &str| line.trim_start().starts_with('[') && !line.contains('"');
    let table = lines.iter().rev().filter(|line| is_table(line)).find_map(|line| {
        let name = line.trim().strip_prefix('[')?.split(']').next()?;
        Some(name.trim_start_matches('[').to_owned())
    });

    let own = lines.iter().rev().find_map(|line| match line.split_once('=') {
        Some((key, _)) => Some(Some(key.trim().to_owned())),
        None if is_table(line) => Some(None),
        None => None,
    })?;

    match (table, own) {
        (Some(table), Some(key)) => Some(format!("{table}.{key}")),
        (Some(only), None) | (None, Some(only)) => Some(only),
        (None, None) => None,
    }
}

impl FormFile {
    fn under(mut self, over: Self) -> Self {
        self.headers.extend(over.headers);
        self.matters.extend(over.matters);
        self.states.extend(over.states);
        for (kind, document) in over.documents {
            let under = self.documents.remove(&kind).unwrap_or_default();
            self.documents.insert(kind, under.under(document));
        }
        for (key, network) in over.networks {
            let under = self.networks.remove(&key).unwrap_or_default();
            self.networks.insert(key, under.under(network));
        }

        Self {
            required_criteria: over.required_criteria.or(self.required_criteria),
            notice_addresses: over.notice_addresses.or(self.notice_addresses),
            columns: self.columns.under(over.columns),
            terms: self.terms.under(over.terms),
            dates: self.dates.under(over.dates),
            headers: self.headers,
            networks: self.networks,
            other_media: self.other_media.under(over.other_media),
            placeholders: self.placeholders.under(over.placeholders),
            documents: self.documents,
            addresses: self.addresses.under(over.addresses),
            no_content: self.no_content.under(over.no_content),
            choices: self.choices.under(over.choices),
            quality: self.quality.under(over.quality),
            states: self.states,
            headings: self.headings.under(over.headings),
            radicado: self.radicado.under(over.radicado),
            kinds: self.kinds.under(over.kinds),
            alerts: self.alerts.under(over.alerts),
            marks: self.marks.under(over.marks),
            ages: self.ages.under(over.ages),
            language: self.language.under(over.language),
            together: over.together.or(self.together),
            matters: self.matters,
            texts: self.texts.under(over.texts),
            closure: over.closure,
            suspended: over.suspended,
        }
    }

    /// Builds the form that the file describes. `text` is the operator's, where a fault is looked for.
    fn into_form(self, text: &str) -> Result<Form, FormFileError> {
        let terms = self.terms.checked(text)?;
        let limits = self.dates.checked(text)?;
        let is_ordered = |closure: &Closure| !closure.act.trim().is_empty();
        check(
            self.closure.iter().all(is_ordered),
            text,
            "act",
            "name the act that orders the closure; without one the legal clock does not stop",
        )?;
        let calendar = Calendar::colombia()
            .with(self.closure, self.suspended)
            .map_err(|error| fault(text, "holiday", error.to_string()))?
            .counting_from(terms.day_one);

        let too_many = |error: TooManyWords| {
            let key = match error {
                TooManyWords::Lists => "all",
                TooManyWords::Search(_) => "words",
                TooManyWords::Matters => "[matters]",
            };
            fault(text, key, error.to_string())
        };
        let words = words::words(&WordsFile {
            kinds: &self.kinds,
            alerts: &self.alerts,
            together: self.together.as_deref().unwrap_or_default(),
            marks: &self.marks,
            ages: &self.ages,
            language: &self.language,
            places: self.addresses.places.as_deref().unwrap_or_default(),
        })
        .map_err(too_many)?;
        let matters = Matters::new(self.matters.values().map(Vec::as_slice)).map_err(too_many)?;
        let neighbourhoods = Neighbourhoods::new(self.addresses.places.iter().flatten().map(String::as_str))
            .map_err(|error| fault(text, "places", error.to_string()))?;

        let channels = channels(&self.networks, &self.other_media)
            .map_err(|error| fault(text, &format!("[networks.{}]", error.key), error.to_string()))?;

        let states = States::new(self.states).map_err(|error| fault(text, "[states]", error.to_string()))?;
        let citizen_texts = self.texts.checked(text)?;
        let places = self.addresses.places.iter().flatten();
        let districts = Districts::new(places);

        let headers = Headers::new(&HeaderLists {
            fields: self.headers.iter().map(|(&field, texts)| (field, texts.as_slice())).collect(),
            surnames: self.columns.surnames.as_deref().unwrap_or_default(),
            filing: self.columns.filing.as_deref().unwrap_or_default(),
            unread: self.columns.unread.as_deref().unwrap_or_default(),
            persons: self.columns.persons.as_deref().unwrap_or_default(),
        });
        let documents = self.documents.iter().map(|(&kind, document)| {
            (
                kind,
                document.marks.as_deref().unwrap_or_default(),
                document.lengths.as_deref().unwrap_or_default(),
            )
        });
        let document_placeholders = self.placeholders.document.as_deref().unwrap_or_default();

        Ok(Form {
            headers,
            mandatory: self.columns.mandatory.unwrap_or_default(),
            header_rows: self.columns.header_rows.unwrap_or(20),
            fewest_headers: self.columns.fewest_headers.unwrap_or(4).max(1),
            required: self.required_criteria.unwrap_or_else(|| Criterion::ALL.to_vec()),
            notice_addresses: self.notice_addresses.unwrap_or_default(),
            terms,
            limits,
            channels,
            placeholders: self.placeholders.placeholders(&[]),
            document_placeholders: self.placeholders.placeholders(document_placeholders),
            documents: Documents::new(documents),
            neighbourhoods,
            absence_texts: self.no_content.texts(),
            choices: self.choices.by_field(&self.quality),
            states,
            qualities: self.quality.checked(text)?,
            headings: self.headings.words(),
            districts,
            radicado_prefixes: RadicadoPrefixes::new(
                self.radicado.prefixes.iter().flatten().map(String::as_str),
            ),
            words,
            entities: words::entities(&self.alerts),
            matters,
            calendar,
            id: FormId::of([BUILTIN, text]),
            entity: Entity::default(),
            citizen_texts,
        })
    }
}

impl TextsFile {
    /// Builds the texts. `text` is the operator's, where a fault is looked for.
    fn checked(self, text: &str) -> Result<CitizenTexts, FormFileError> {
        CitizenTexts {
            acknowledgement: self.acknowledgement.unwrap_or_default(),
            requirement: self.requirement.unwrap_or_default(),
            remission: self.remission.unwrap_or_default(),
            partial_remission: self.partial_remission.unwrap_or_default(),
            public: self.public.unwrap_or_default(),
            policy: self.policy.unwrap_or_default(),
            sender: None,
        }
        .checked(|key, message| fault(text, key, message))
    }
}

impl TermsFile {
    /// Builds the terms. `text` is the operator's, where a fault is looked for.
    fn checked(self, text: &str) -> Result<Terms, FormFileError> {
        let terms = Terms {
            response_days: self.response_days.unwrap_or(15),
            request_days: self.request_days.unwrap_or(10),
            transfer_days: self.transfer_days.unwrap_or(5),
            internal_margin_days: self.internal_margin_days.unwrap_or(3),
            day_one: self.day_one.unwrap_or_default(),
            requirement: self.requirement.unwrap_or_default(),
        };

        check(terms.response_days > 0, text, "response_days", "a term needs one day at least")?;
        check(
            terms.internal_margin_days < terms.response_days,
            text,
            "internal_margin_days",
            "the margin must be shorter than response_days",
        )?;
        Ok(terms)
    }
}

impl Dates {
    /// Builds the limits of a date. `text` is the operator's, where a fault is looked for.
    fn checked(self, text: &str) -> Result<DateLimits, FormFileError> {
        let minimum_year = self.minimum_year.unwrap_or(2021);
        check(
            (1984..=2100).contains(&minimum_year),
            text,
            "minimum_year",
            "the year must be one of 1984 to 2100",
        )?;
        Ok(DateLimits { minimum_year, doubtful_after: self.doubtful_after_days.unwrap_or(45) })
    }
}

/// The tables of the networks that CE-P08 lists; any other is an operator's, and comes after them.
const LISTED: [&str; 4] = ["facebook", "instagram", "twitter", "whatsapp"];

/// Builds the channels: the official networks, those of CE-P08 first, and the other media.
fn channels(
    networks: &BTreeMap<String, NetworkFile>,
    other: &OtherMediaFile,
) -> Result<Channels, NetworksError> {
    let (listed, own): (Vec<_>, Vec<_>) =
        networks.iter().partition(|(key, _)| LISTED.contains(&key.as_str()));
    let other = OtherMedia {
        spellings: other.spellings.as_deref().unwrap_or_default(),
        links: other.links.as_deref().unwrap_or_default(),
        ways: other.ways.as_deref().unwrap_or_default(),
    };
    Channels::new(listed.into_iter().chain(own).map(NetworkFile::official), other)
}

impl NetworkFile {
    fn official<'a>((key, network): (&'a String, &'a Self)) -> OfficialNetwork<'a> {
        OfficialNetwork {
            key,
            name: network.name.as_deref().unwrap_or_default(),
            spellings: network.spellings.as_deref().unwrap_or_default(),
            links: network.links.as_deref().unwrap_or_default(),
            accounts: network.accounts.as_deref().unwrap_or_default(),
        }
    }
}

impl NoContent {
    fn texts(&self) -> AbsenceTexts {
        let lists = [
            (&self.greetings, Some(Absence::Greeting)),
            (&self.by_nature, Some(Absence::ByNature)),
            (&self.elsewhere, Some(Absence::Elsewhere)),
            (&self.deleted_by_citizen, Some(Absence::DeletedByCitizen)),
            (&self.deleted_by_office, Some(Absence::DeletedByOffice)),
            (&self.beside, None),
        ];
        AbsenceTexts::new(
            lists.into_iter().flat_map(|(texts, absence)| {
                texts.iter().flatten().map(move |text| (text.as_str(), absence))
            }),
        )
    }
}

impl PlaceholdersFile {
    /// Builds the placeholders, with more texts that stand for "nothing".
    fn placeholders(&self, more: &[String]) -> Placeholders {
        let texts = |list: &Option<TextList>| list.clone().unwrap_or_default();
        let nothing: TextList = texts(&self.nothing).into_iter().chain(more.iter().cloned()).collect();
        Placeholders::new(
            nothing.iter().map(String::as_str),
            texts(&self.verbs).iter().map(String::as_str),
            texts(&self.anonymous).iter().map(String::as_str),
            texts(&self.tests).iter().map(String::as_str),
        )
    }
}

impl Choices {
    /// The words that a field's drop-down offers, normalized.
    fn by_field(&self, quality: &QualityFile) -> HashMap<Field, HashSet<String>> {
        let mut choices: HashMap<Field, HashSet<String>> =
            [(Field::Interaction, &self.interaction), (Field::Service, &self.service)]
                .map(|(field, list)| (field, normalized(list.as_ref())))
                .into();
        let mut qualities = normalized(quality.user.as_ref());
        qualities.extend(normalized(quality.no_user.as_ref()));
        choices.insert(Field::Quality, qualities);
        choices
    }
}

impl QualityFile {
    /// The meaning of each word. `text` is the operator's, where a fault is looked for.
    fn checked(&self, text: &str) -> Result<HashMap<String, Quality>, FormFileError> {
        let keys = |list: &Option<TextList>| -> HashSet<String> {
            list.iter().flatten().map(|word| normalize::key(word)).collect()
        };
        let (users, others) = (keys(&self.user), keys(&self.no_user));
        check(users.is_disjoint(&others), text, "no_user", "a word of no_user stands in user too")?;

        let users = users.into_iter().map(|word| (word, Quality::User));
        Ok(users.chain(others.into_iter().map(|word| (word, Quality::NotUser))).collect())
    }
}

impl HeadingsFile {
    /// Builds the words of headings.
    fn words(&self) -> HeadingWords {
        HeadingWords {
            weekdays: normalized(self.weekdays.as_ref()),
            months: normalized(self.months.as_ref()),
            periods: normalized(self.periods.as_ref()),
            ordinals: normalized(self.ordinals.as_ref()),
            joining: normalized(self.joining.as_ref()),
            totals: normalized(self.totals.as_ref()),
            counted: normalized(self.counted.as_ref()),
            sections: normalized(self.sections.as_ref()),
            signatures: normalized(self.signatures.as_ref()),
            titles: normalized(self.titles.as_ref()),
        }
    }
}

fn normalized(list: Option<&TextList>) -> HashSet<String> {
    list.into_iter().flatten().map(|text| normalize::plain(text)).collect()
}

fn check(holds: bool, text: &str, key: &str, message: &str) -> Result<(), FormFileError> {
    if holds { Ok(()) } else { Err(fault(text, key, message.to_owned())) }
}

fn fault(text: &str, key: &str, message: String) -> FormFileError {
    let line = text.lines().position(|line| line.trim_start().starts_with(key)).map(|index| index + 1);
    let key = line.and_then(|line| key_at(text, line)).unwrap_or_else(|| key.to_owned());
    FormFileError { line, key: Some(key), message }
}

#[cfg(test)]
mod tests;
