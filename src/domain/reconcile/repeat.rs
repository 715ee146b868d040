//! Rows that are no report of the ledger: new reports, and repeats of another row or report.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use crate::domain::finding::field::Field;
use crate::domain::form::Form;
use crate::domain::identity::digests::{Digests, FieldDigest};
use crate::domain::identity::fingerprint::Fingerprint;
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::domain::reconcile::comparisons;
use crate::domain::reconcile::content::ContentIndex;
use crate::domain::reconcile::likeness::Likeness;
use crate::domain::reconcile::matches::{Match, Original};
use crate::domain::reconcile::matter::Matter;
use crate::domain::reconcile::person::{Applicant, PersonKey};
use crate::domain::reconcile::row::ComparedRow;
use crate::domain::reconcile::similarity::SimilarityIndex;
use crate::domain::reconcile::suspicious::is_own;

/// Least resemblance, from 0 to 1, at which a new row is called a possible repeat of a report that stands in
/// no row any more, whatever fields they share: the row may be that report, edited and moved.
const SIMILAR: f64 = 0.55;
/// Least resemblance where they share a free text or the instant: two reports of one citizen share who
/// asks, but seldom what is asked.
const SIMILAR_IN_WORDS: f64 = 0.4;
/// Least resemblance where the row carries the other's ID. Such a row is too different to be the report,
/// yet more similar than something else typed over a copy of it would be.
const SIMILAR_BY_ID: f64 = 0.25;
/// How many days apart two messages about the same are one request. A failure that comes back later is
/// another.
const DAYS: i64 = 30;
/// How many days apart two equal texts are one message, where people cannot be told apart or the places differ.
const DAYS_OF_A_TEXT: i64 = 3;
/// Most rows that may share a value for the value to say who somebody is.
const COMMON: usize = 64;

/// Classifies the rows that have claimed no entry: each is new, or repeats another row or an entry. A row
/// is a repeat only if its content identifies the citizen: two rows that say "no hay agua" and nothing
/// else are of two citizens.
pub(super) fn classify(
    rows: &[ComparedRow<'_>],
    ledger: &Ledger,
    contents: &ContentIndex,
    claimed: Vec<Option<Match>>,
    form: &Form,
) -> Vec<Match> {
    let others = if claimed.iter().all(Option::is_some) {
        None
    } else {
        Some(Others::of(rows, &claimed, ledger, form))
    };
    let mut first_with: HashMap<&Fingerprint, usize> = HashMap::new();
    let mut matches = Vec::with_capacity(rows.len());
    let unread = UnreadReports::of(ledger, &claimed);

    for (at, found) in claimed.into_iter().enumerate() {
        if let Some(found) = found {
            matches.push(found);
            continue;
        }

        let row = &rows[at];
        if let Some(id) = unread.of_row(row) {
            matches.push(Match::Repeat(Original::Unread(id)));
            continue;
        }
        let same = match contents.with_content(row).next() {
            Some(id) => Some(Original::Entry(id)),
            None => first_with.get(&row.fingerprint).map(|first| Original::NewRow(*first)),
        };
        first_with.entry(&row.fingerprint).or_insert(at);

        matches.push(match same {
            Some(original) if row.report.identifies => Match::Repeat(original),
            Some(original) => Match::New { resembles: Some(original) },
            None => Match::New { resembles: others.as_ref().and_then(|others| others.resembled(at)) },
        });
    }

    matches
}

/// The reports that no row has claimed, in the order of the ledger.
struct UnreadReports<'a> {
    unclaimed: Vec<(ReportId, &'a Digests, Option<NaiveDate>)>,
}

impl<'a> UnreadReports<'a> {
    fn of(ledger: &'a Ledger, claimed: &[Option<Match>]) -> Self {
        let claims = claimed.iter().filter_map(|found| match found {
            Some(Match::Same(id) | Match::Changed { id, .. }) => Some(*id),
            _ => None,
        });
        let claimed: HashSet<ReportId> = claims.collect();
        let unclaimed = ledger.ids().filter(|id| !claimed.contains(id));
        let day = |id: ReportId| ledger.latest(id).and_then(|entry| entry.received);
        let unclaimed = unclaimed.filter_map(|id| Some((id, ledger.content(id)?, day(id))));
        Self { unclaimed: unclaimed.collect() }
    }

    /// The report that a row may be which says nothing of anybody's own: one of the same day, all of whose own
    /// words stood in columns that are not there tonight.
    fn of_row(&self, row: &ComparedRow<'_>) -> Option<ReportId> {
        let own =
            |digests: &Digests| digests.iter().map(|(field, _)| field).filter(|field| is_own(*field)).count();
        if own(row.digests) > 0 {
            return None;
        }

        let read = row.digests.read();
        let day = row.report.received.map(|received| received.date);
        let is_unread = |digests: &Digests| {
            own(digests) > 0 && digests.iter().all(|(field, _)| !is_own(field) || !read.has(field))
        };
        let found = self.unclaimed.iter().find(|(_, digests, theirs)| *theirs == day && is_unread(digests));
        found.map(|(id, ..)| *id)
    }
}

/// The reports that a new row may be a repeat of.
struct Others<'a> {
    rows: &'a [ComparedRow<'a>],
    /// The report that each row is; `None` for a row that is new tonight.
    ids: Vec<Option<ReportId>>,
    by_id: HashMap<ReportId, usize>,
    persons: Vec<Applicant>,
    /// The matter of each row, found when it is first asked.
    matters: Vec<OnceCell<Matter>>,
    by_person: HashMap<PersonKey, Vec<usize>>,
    by_text: HashMap<FieldDigest, Vec<usize>>,
    /// The reports of the ledger that stand in no row.
    gone: SimilarityIndex<'a, ReportId>,
    form: &'a Form,
}

impl<'a> Others<'a> {
    fn of(
        rows: &'a [ComparedRow<'a>],
        claimed: &[Option<Match>],
        ledger: &'a Ledger,
        form: &'a Form,
    ) -> Self {
        let ids: Vec<Option<ReportId>> = claimed
            .iter()
            .map(|found| match found {
                Some(Match::Same(id) | Match::Changed { id, .. }) => Some(*id),
                _ => None,
            })
            .collect();
        let persons: Vec<Applicant> = rows.iter().map(|row| Applicant::of(row.report, form)).collect();

        let mut by_person: HashMap<PersonKey, Vec<usize>> = HashMap::new();
        for (at, person) in persons.iter().enumerate() {
            for key in person.keys() {
                by_person.entry(key).or_default().push(at);
            }
        }
        let mut by_text: HashMap<FieldDigest, Vec<usize>> = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            let texts = [Field::Subject, Field::Grounds].map(|field| row.digests.get(field));
            for text in texts.into_iter().flatten() {
                by_text.entry(text).or_default().push(at);
            }
        }

        let by_id: HashMap<ReportId, usize> =
            ids.iter().enumerate().filter_map(|(at, id)| Some(((*id)?, at))).collect();
        let gone = ledger.ids().filter(|id| !by_id.contains_key(id));
        let gone = SimilarityIndex::of_contents(gone, ledger);
        let matters = rows.iter().map(|_| OnceCell::new()).collect();
        Self { rows, ids, by_id, persons, matters, by_person, by_text, gone, form }
    }

    /// The report that a new row may be a repeat of: one that was handed over, else one that is new tonight
    /// and was received before it. The order of the rows in the sheet does not count.
    fn resembled(&self, at: usize) -> Option<Original> {
        let own = self.rows[at].digests;
        let candidates = self.candidates(at).into_iter();
        let repeated: Vec<usize> = candidates.filter(|other| self.is_repeated(at, *other)).collect();

        let standing = repeated.iter().filter_map(|other| {
            let id = self.ids[*other]?;
            Some((own.resemblance(self.rows[*other].digests), id))
        });
        let known = standing.chain(self.similar_and_gone(at));
        let known = known.max_by(|one, two| one.0.total_cmp(&two.0).then(two.1.cmp(&one.1)));
        if let Some((_, id)) = known {
            return Some(Original::Entry(id));
        }

        let order = |at: usize| (self.rows[at].report.received, &self.rows[at].fingerprint, at);
        let resemblance = |other: &usize| own.resemblance(self.rows[*other].digests);
        repeated
            .into_iter()
            .filter(|other| order(*other) < order(at))
            .max_by(|one, two| {
                resemblance(one).total_cmp(&resemblance(two)).then_with(|| order(*two).cmp(&order(*one)))
            })
            .map(Original::NewRow)
    }

    /// The rows that share something with a row by which one person, or one text, is known.
    fn candidates(&self, at: usize) -> BTreeSet<usize> {
        let row = &self.rows[at];
        let keys = self.persons[at].keys();
        let persons = keys.iter().filter_map(|key| self.by_person.get(key));
        let texts = [Field::Subject, Field::Grounds].map(|field| row.digests.get(field));
        let texts = texts.iter().flatten().filter_map(|text| self.by_text.get(text));
        let few = persons.chain(texts).filter(|rows| rows.len() <= COMMON).flatten().copied();

        let named = row.id.and_then(|id| self.by_id.get(&id)).copied();
        few.chain(named).filter(|other| *other != at).collect()
    }

    fn matter(&self, at: usize) -> &Matter {
        self.matters[at].get_or_init(|| Matter::of(self.rows[at].report, self.form))
    }

    /// Returns `true` if a new row is about what another row is about, and of the same person, or if it is a
    /// copy of that row, with its ID.
    fn is_repeated(&self, at: usize, other: usize) -> bool {
        comparisons::count();
        let (row, theirs) = (&self.rows[at], &self.rows[other]);
        let carries_its_id = row.id.is_some() && row.id == self.ids[other];
        if carries_its_id && row.digests.resemblance(theirs.digests) >= SIMILAR_BY_ID {
            return true;
        }

        let days = row.report.received.zip(theirs.report.received);
        let days = days.map_or(0, |(own, their)| (own.date - their.date).num_days().abs());
        let person = self.persons[at].likeness(&self.persons[other]);
        if person == Likeness::Other || days > DAYS {
            return false;
        }

        let (matter, their_matter) = (self.matter(at), self.matter(other));
        match (person, matter.likeness(their_matter)) {
            (Likeness::Same, Likeness::Same) => true,
            // Of two rows of one person and day, one that says nothing may be the other before it was complete.
            (Likeness::Same, Likeness::Unknown) => {
                row.digests.share_instant(theirs.digests)
                    || days == 0 && (matter.is_silent() || their_matter.is_silent())
            }
            // The place of a copy may have been corrected, and the words stayed.
            (Likeness::Same, Likeness::Other) => days <= DAYS_OF_A_TEXT && matter.says_the_same(their_matter),
            (_, Likeness::Other) => false,
            _ => days <= DAYS_OF_A_TEXT && matter.shares_a_long_text(their_matter),
        }
    }

    /// The reports that stand in no row and that a row resembles, each with its resemblance.
    fn similar_and_gone(&self, at: usize) -> impl Iterator<Item = (f64, ReportId)> {
        let row = &self.rows[at];
        self.gone.similar(row.digests).filter_map(|(similarity, id, theirs)| {
            let similar = similarity >= SIMILAR
                || similarity >= SIMILAR_IN_WORDS && theirs.share_text_or_instant(row.digests)
                || similarity >= SIMILAR_BY_ID && row.id == Some(id);
            similar.then_some((similarity, id))
        })
    }
}
