//! What is known of a report, as far as its life hangs on it.

use chrono::NaiveDate;

use crate::domain::law::criteria::Criterion;
use crate::domain::law::deadlines::Terms;

/// Business days to answer a petition of somebody who is no user (CPACA, art. 14).
const PETITION_DAYS: u32 = 15;
/// Business days to give documents or information to somebody who is no user (CPACA, art. 14-1).
const DOCUMENTS_DAYS: u32 = 10;
/// Business days to answer a consultation of somebody who is no user (CPACA, art. 14-2).
const CONSULTATION_DAYS: u32 = 30;

/// Relation of a person to the company (column `Calidad`), which decides the terms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quality {
    /// Nobody says. The terms are those of a user.
    #[default]
    Unknown,
    /// A subscriber, potential subscriber or user (Ley 142 de 1994, art. 158).
    User,
    /// Neither: the terms are those of CPACA, art. 14.
    NotUser,
}

/// Nature of a petition, on which its term hangs beside the person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// True for an appeal, which only a user can make (Ley 142 de 1994, art. 154).
    pub is_appeal: bool,
    /// True if documents or information are asked for (CPACA, art. 14-1).
    pub asks_documents: bool,
    /// True if the entity's opinion is asked for (CPACA, art. 14-2).
    pub is_consultation: bool,
}

impl Quality {
    /// How many business days the term to answer has (Ley 142 de 1994, art. 158; CPACA, art. 14).
    pub fn term_days(self, request: Request, terms: Terms) -> u32 {
        match request {
            _ if self != Self::NotUser => terms.response_days,
            Request { is_appeal: true, .. } => terms.response_days,
            Request { asks_documents: true, .. } => DOCUMENTS_DAYS,
            Request { is_consultation: true, .. } => CONSULTATION_DAYS,
            Request { .. } => PETITION_DAYS,
        }
    }
}

/// A report that may be another entity's (CPACA, art. 21).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherEntity {
    /// The entity, in Spanish.
    pub entity: String,
    /// The matter, in Spanish.
    pub matter: String,
    /// True if only a part of it may be.
    pub partly: bool,
}

/// A report without a name, whose author wants none in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anonymous {
    /// With facts that can be verified (Ley 962 de 2005, art. 81).
    WithFacts,
    /// Without any.
    WithoutFacts,
}

/// The going over of a report as complete that had gone over incomplete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompletedLine {
    /// The number of the hand-off.
    pub handoff: u32,
    /// The day of the hand-off.
    pub day: NaiveDate,
    /// The day by which it can have been completed: that of the newest night before, at the latest the day
    /// before the hand-off.
    pub seen: NaiveDate,
    /// The last day to answer as the ledger has it since then; `None` while the line is planned.
    pub due: Option<NaiveDate>,
}

/// A correction that went over after the report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Correction {
    /// The number of the hand-off.
    pub handoff: u32,
    /// The day of the hand-off.
    pub day: NaiveDate,
    /// The fields that changed, in Spanish.
    pub changed: String,
}

/// The facts of one report that decide what comes next, beside what clerks have typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Facts {
    /// The day of the message, where it is usable.
    pub received: Option<NaiveDate>,
    /// The last day to answer before any requirement; `None` without a usable day.
    pub due: Option<NaiveDate>,
    /// How many business days the term has; `None` for those of a petition of a user.
    pub term_days: Option<u32>,
    /// The day of the first hand-off.
    pub handed_over: NaiveDate,
    /// True if the office took the report back.
    pub is_annulled: bool,
    /// The criteria that are not met.
    pub missing: Vec<Criterion>,
    /// The missing criteria that may be required (CPACA, arts. 16 and 17).
    pub may_require: Vec<Criterion>,
    /// False if all that was missing before the report was completed could not be required.
    pub was_requirable: bool,
    /// The going over as complete of a report that was not.
    pub completed: Option<CompletedLine>,
    /// The number of the hand-off by which the office reopened the report last, after it had ended.
    pub reopened: Option<u32>,
    /// The newest correction after the report went over.
    pub correction: Option<Correction>,
    /// The relation of the person to the company.
    pub quality: Quality,
    /// True for danger and people of special protection (CPACA, art. 20).
    pub is_priority: bool,
    /// True for an appeal (Ley 142 de 1994, art. 154).
    pub is_appeal: bool,
    /// True if documents or information are asked for (CPACA, art. 14-1).
    pub asks_documents: bool,
    /// The other entity whose it may be.
    pub elsewhere: Option<OtherEntity>,
    /// The kind of a report whose author wants no name in it.
    pub anonymous: Option<Anonymous>,
    /// True if what was said stands outside of the sheet, in a recording or a picture.
    pub is_untranscribed: bool,
    /// The looks of a report that may ask for nothing, in Spanish: "un comentario".
    pub seems: Option<&'static str>,
    /// True if it asks for several things.
    pub asks_several: bool,
}

impl Facts {
    /// Returns `true` if a requirement can stop the term: nobody may be required to give grounds, what the
    /// company has, or what completes an appeal (CPACA, art. 16, pars. 1 and 2).
    pub(super) fn can_be_required(&self) -> bool {
        let lacks_only_what_may_not = !self.missing.is_empty() && self.may_require.is_empty();
        let lacked = self.completed.is_some() && !self.was_requirable;
        !self.is_appeal && !lacks_only_what_may_not && !lacked
    }
}
