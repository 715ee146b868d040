//! The form as a whole: what its columns are called, and how its cells are read.

use std::collections::{HashMap, HashSet};

use crate::domain::fields::address::Neighbourhoods;
use crate::domain::fields::channel::{Channels, Network};
use crate::domain::fields::content::AbsenceTexts;
use crate::domain::fields::date::DateLimits;
use crate::domain::fields::document::Documents;
use crate::domain::fields::placeholder::Placeholders;
use crate::domain::finding::Rule;
use crate::domain::finding::field::Field;
use crate::domain::form::citizen_texts::CitizenTexts;
use crate::domain::form::classification::Districts;
use crate::domain::form::header::Headers;
use crate::domain::form::heading::HeadingWords;
use crate::domain::form::id::FormId;
use crate::domain::form::radicado::RadicadoPrefixes;
use crate::domain::law::calendar::Calendar;
use crate::domain::law::criteria::{Criterion, NoticeAddress};
use crate::domain::law::deadlines::{Deadlines, Terms};
use crate::domain::law::entity::Entity;
use crate::domain::law::life::Quality;
use crate::domain::law::state::States;
use crate::domain::suggest::{Matters, Words};

/// The form as the operator has it: what its columns are called and how its cells are read.
#[derive(Clone, Debug)]
pub struct Form {
    pub(super) headers: Headers,
    pub(super) mandatory: Vec<Vec<Field>>,
    pub(super) header_rows: usize,
    pub(super) fewest_headers: usize,
    pub(super) required: Vec<Criterion>,
    pub(super) notice_addresses: Vec<NoticeAddress>,
    pub(super) terms: Terms,
    pub(super) limits: DateLimits,
    pub(super) channels: Channels,
    pub(super) placeholders: Placeholders,
    pub(super) document_placeholders: Placeholders,
    pub(super) documents: Documents,
    pub(super) neighbourhoods: Neighbourhoods,
    /// The words that the drop-downs of the sheet offer for a field.
    pub(super) choices: HashMap<Field, HashSet<String>>,
    /// The meaning of each word of the column `Calidad`, by its key.
    pub(super) qualities: HashMap<String, Quality>,
    pub(super) states: States,
    pub(super) headings: HeadingWords,
    pub(super) districts: Districts,
    pub(super) radicado_prefixes: RadicadoPrefixes,
    pub(super) absence_texts: AbsenceTexts,
    pub(super) words: Words,
    /// The entities that answer for what an alert suggests, by its rule.
    pub(super) entities: HashMap<Rule, String>,
    pub(super) matters: Matters,
    pub(super) calendar: Calendar,
    pub(super) id: FormId,
    pub(super) entity: Entity,
    pub(super) citizen_texts: CitizenTexts,
}

impl Form {
    /// The id of the form's text, which is another whenever a word of it is.
    pub fn id(&self) -> FormId {
        self.id
    }

    /// The entity whose form it is.
    pub fn entity(&self) -> &Entity {
        &self.entity
    }

    /// The states by the words that clerks know.
    pub fn states(&self) -> &States {
        &self.states
    }

    /// The texts for citizens.
    pub fn citizen_texts(&self) -> &CitizenTexts {
        &self.citizen_texts
    }

    /// The form with the office that sends the texts for citizens; `None` for the one that the way of sending
    /// tells.
    #[must_use]
    pub fn sent_by(mut self, sender: Option<String>) -> Self {
        self.citizen_texts.sender = sender;
        self
    }

    /// The form as that of an entity.
    #[must_use]
    pub fn of_entity(self, entity: Entity) -> Self {
        Self { entity, ..self }
    }

    /// The calendar of the form: national holidays, the operator's closures and suspensions, and
    /// the first day of a term.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The terms of the form, counted on its calendar.
    pub fn deadlines(&self) -> Deadlines<'_> {
        Deadlines::new(&self.calendar, self.terms)
    }

    /// The criteria a report must meet to be a PQR.
    pub fn required_criteria(&self) -> &[Criterion] {
        &self.required
    }

    /// The texts that people type where they have nothing to type.
    pub fn placeholders(&self) -> &Placeholders {
        &self.placeholders
    }

    /// How people write channels.
    pub fn channels(&self) -> &Channels {
        &self.channels
    }

    /// The official networks, in the order in which they are shown.
    pub fn networks(&self) -> &[Network] {
        self.channels.networks()
    }

    /// How people mark documents.
    pub fn documents(&self) -> &Documents {
        &self.documents
    }

    /// The neighbourhoods that make a place of a street.
    pub fn neighbourhoods(&self) -> &Neighbourhoods {
        &self.neighbourhoods
    }

    /// The texts that networks and staff write in place of content.
    pub fn absence_texts(&self) -> &AbsenceTexts {
        &self.absence_texts
    }

    /// The letters of the office's radicados.
    pub fn radicado_prefixes(&self) -> &RadicadoPrefixes {
        &self.radicado_prefixes
    }

    /// The words by which two texts are about the same matter.
    pub fn matters(&self) -> &Matters {
        &self.matters
    }

    /// The word lists that suggest.
    pub fn words(&self) -> &Words {
        &self.words
    }
}
