//! What is known of a report from its revisions in the ledger and from its row tonight, as its life needs it.

use chrono::{Days, NaiveDate};

use crate::domain::finding::field::Field;
use crate::domain::finding::{Precedence, Rule};
use crate::domain::form::report::Report;
use crate::domain::law::criteria::Criterion;
use crate::domain::law::life::{Anonymous, CompletedLine, Correction, Facts, OtherEntity, StepTopic};
use crate::domain::ledger::entry::{Class, Entry};

/// Number that stands for a hand-off which is still to be made: later than every other.
const PLANNED: u32 = u32::MAX;

/// The term of a report, as its revisions have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Term {
    /// The day of the message by the first revision that has one.
    pub(super) received: NaiveDate,
    /// The last day to answer before any requirement.
    pub(super) due: NaiveDate,
    /// How many business days it has, where a revision says it.
    pub(super) days: Option<u32>,
}

impl Term {
    /// The term of the newest revision that has one. Its day is that of the first revision with the same term, since
    /// a completed line may bear a resumed one.
    pub(super) fn of(revisions: &[&Entry]) -> Option<Self> {
        let dated = || revisions.iter().filter(|entry| entry.due.is_some());
        let received = dated().find_map(|entry| entry.received)?;
        let days = dated().next_back()?.term_days;
        let same = dated().rev().take_while(|entry| entry.term_days == days);
        let due = same.last()?.due?;
        Some(Self { received, due, days })
    }
}

/// The facts of a report: of its revisions, oldest first and with the planned one, and of its row, where one says
/// what the last of them said.
pub fn facts<'a>(revisions: impl IntoIterator<Item = &'a Entry>, report: Option<&Report>) -> Facts {
    let revisions: Vec<&Entry> =
        revisions.into_iter().filter(|entry| entry.class != Class::Archived).collect();
    let mut facts = report.map_or_else(Facts::default, of_report);
    let Some(last) = revisions.last() else { return facts };

    let handed_over: Vec<&Entry> =
        revisions.iter().copied().filter(|entry| entry.class != Class::KnownBefore).collect();
    if let Some(term) = Term::of(&revisions) {
        (facts.received, facts.due, facts.term_days) = (Some(term.received), Some(term.due), term.days);
    }
    facts.handed_over = handed_over.first().unwrap_or(last).handed_over;
    facts.is_annulled = last.class == Class::Annulled;
    if report.is_none() {
        facts.missing.clone_from(&last.missing);
        facts.may_require = requirable(&last.missing);
    }

    let is_complete =
        |entry: &&&Entry| entry.handed_over_as() == Some(Class::Pqr) && entry.missing.is_empty();
    let completed = handed_over.iter().position(|entry| is_complete(&entry)).filter(|at| *at > 0);
    if let Some(at) = completed {
        facts.completed = Some(completed_line(handed_over[at]));
        facts.was_requirable = !requirable(&handed_over[at - 1].missing).is_empty();
    }
    let reopened = revisions.iter().rev().find(|entry| entry.reopened_because().is_some());
    facts.reopened = reopened.map(|entry| handoff(entry));
    if last.class == Class::Amendment {
        facts.correction = Some(correction(&handed_over));
    }

    facts
}

/// The facts that the words of a row tell.
fn of_report(report: &Report) -> Facts {
    let found = |rule: Rule| report.findings.iter().any(|finding| finding.rule == rule);
    let anonymous = if found(Rule::AnonymousFacts) {
        Some(Anonymous::WithFacts)
    } else {
        found(Rule::AnonymousPerson).then_some(Anonymous::WithoutFacts)
    };

    Facts {
        missing: report.verdict.missing.clone(),
        may_require: report.may_be_required(),
        quality: report.quality,
        is_priority: report.findings.iter().any(|found| found.rule.precedence() == Precedence::Priority),
        is_appeal: found(Rule::Appeal),
        asks_documents: found(Rule::DocumentsRequest),
        elsewhere: elsewhere(report),
        anonymous,
        is_untranscribed: found(Rule::ContentElsewhere),
        seems: report.findings.iter().find_map(|finding| seems(finding.rule)),
        asks_several: found(Rule::SeveralRequests),
        ..Facts::default()
    }
}

/// The other entity whose a report may be (CPACA, art. 21).
pub(super) fn elsewhere(report: &Report) -> Option<OtherEntity> {
    let partly = report.findings.iter().any(|finding| finding.rule == Rule::PartlyOurs);
    report.findings.iter().find_map(|finding| {
        let matter = finding.rule.elsewhere()?.to_owned();
        let entity = finding.detail.as_ref().map_or("otra entidad", |entity| entity.expose()).to_owned();
        Some(OtherEntity { entity, matter, partly })
    })
}

/// The looks of a report that may ask for nothing.
fn seems(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::Advertising => "publicidad",
        Rule::Insult => "un insulto",
        Rule::Praise => "una felicitación",
        Rule::NoRequest | Rule::NothingAsked => "un comentario",
        _ => return None,
    })
}

/// The topic of the next step's sentence that says what a finding says, so that no alert repeats it.
pub(super) fn topic(rule: Rule) -> Option<StepTopic> {
    Some(match rule {
        Rule::Appeal => StepTopic::Appeal,
        Rule::NothingAsked
        | Rule::NothingSaid
        | Rule::Advertising
        | Rule::Insult
        | Rule::Praise
        | Rule::NoRequest => StepTopic::Seems,
        Rule::ContentElsewhere => StepTopic::Untranscribed,
        Rule::PartlyOurs => StepTopic::Elsewhere,
        rule if rule.is_competence() => StepTopic::Elsewhere,
        Rule::AnonymousFacts | Rule::AnonymousPerson => StepTopic::Anonymous,
        Rule::GroundsNotRequired | Rule::SubjectFromGrounds | Rule::KnownAddress => StepTopic::NotRequirable,
        Rule::DocumentsRequest => StepTopic::Documents,
        Rule::SeveralRequests => StepTopic::Several,
        _ => return None,
    })
}

/// The missing criteria that may be required, as far as they alone tell: nobody is asked for grounds, nor for
/// a petition that they say (CPACA, art. 16, par. 2).
fn requirable(missing: &[Criterion]) -> Vec<Criterion> {
    let has_grounds = !missing.contains(&Criterion::Grounds);
    let may = |criterion: &Criterion| match criterion {
        Criterion::Grounds => false,
        Criterion::Subject => !has_grounds,
        Criterion::Identification | Criterion::Address => true,
    };
    missing.iter().copied().filter(may).collect()
}

/// The number of an entry's hand-off.
fn handoff(entry: &Entry) -> u32 {
    if entry.number.is_known_before() { PLANNED } else { entry.number.number() }
}

/// The completion of a report by its own line. Somebody completed it before the day of the hand-off, so that the
/// day before is the last on which that can have been.
fn completed_line(entry: &Entry) -> CompletedLine {
    let planned = entry.number.is_known_before();
    let day = entry.handed_over;
    CompletedLine {
        handoff: handoff(entry),
        day,
        seen: day.checked_sub_days(Days::new(1)).unwrap_or(day),
        due: entry.due.filter(|_| !planned),
    }
}

fn correction(handed_over: &[&Entry]) -> Correction {
    let [.., before, last] = handed_over else { return Correction::default() };
    let changed: Vec<&str> = before.digests.changed(&last.digests).into_iter().map(Field::header).collect();
    Correction { handoff: handoff(last), day: last.handed_over, changed: changed.join(", ") }
}
