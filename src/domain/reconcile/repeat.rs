//! Rows that are no report of the ledger: new reports, and repeats of another row or report.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use crate::domain::identity::digests::Digests;
use crate::domain::identity::fingerprint::Fingerprint;
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::domain::reconcile::content::ContentIndex;
use crate::domain::reconcile::matches::{Match, Original};
use crate::domain::reconcile::row::ComparedRow;
use crate::domain::reconcile::similarity::SimilarityIndex;
use crate::domain::reconcile::suspicious::is_own;

/// Least resemblance, from 0 to 1, at which a new row is called a possible repeat of another report,
/// whatever fields they share.
const SIMILAR: f64 = 0.6;
/// Least resemblance where they share a free text or the instant: two reports of one citizen share who
/// asks, but seldom what is asked.
const SIMILAR_IN_WORDS: f64 = 0.4;
/// Least resemblance where the row carries the other's ID. Such a row is too different to be the report,
/// yet more similar than something else typed over a copy of it would be.
const SIMILAR_BY_ID: f64 = 0.25;

/// Classifies the rows that have claimed no entry: each is new, or repeats another row or an entry. A row
/// is a repeat only if its content identifies the citizen: two rows that say "no hay agua" and nothing
/// else are of two citizens.
pub(super) fn classify(
    rows: &[ComparedRow<'_>],
    ledger: &Ledger,
    contents: &ContentIndex,
    claimed: Vec<Option<Match>>,
) -> Vec<Match> {
    let new: Vec<usize> = (0..rows.len()).filter(|at| claimed[*at].is_none()).collect();
    // On most readings every row is known, and the ledger need not be indexed.
    let known = SimilarityIndex::of_contents(ledger.ids().filter(|_| !new.is_empty()), ledger);
    let tonight = SimilarityIndex::of(new.iter().map(|at| (*at, rows[*at].digests)));
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
            None => Match::New { resembles: resembled(at, rows, &known, &tonight) },
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

/// The report that a new row may be a repeat of: one in the ledger, else one that is new tonight
/// and was received before it. The order of the rows in the sheet does not count.
fn resembled(
    at: usize,
    rows: &[ComparedRow<'_>],
    known: &SimilarityIndex<'_, ReportId>,
    tonight: &SimilarityIndex<'_, usize>,
) -> Option<Original> {
    let row = &rows[at];
    let similar = |similarity: f64, theirs: &Digests| {
        similarity >= SIMILAR || similarity >= SIMILAR_IN_WORDS && theirs.share_text_or_instant(row.digests)
    };

    let entry = known
        .similar(row.digests)
        .filter(|(similarity, id, theirs)| {
            similar(*similarity, theirs) || *similarity >= SIMILAR_BY_ID && row.id == Some(*id)
        })
        .max_by(|one, two| one.0.total_cmp(&two.0).then(two.1.cmp(&one.1)));

    if let Some((_, id, _)) = entry {
        return Some(Original::Entry(id));
    }

    let order = |at: usize| (rows[at].report.received, &rows[at].fingerprint, at);
    tonight
        .similar(row.digests)
        .filter(|(similarity, other, theirs)| similar(*similarity, theirs) && order(*other) < order(at))
        .max_by(|one, two| one.0.total_cmp(&two.0).then_with(|| order(two.1).cmp(&order(one.1))))
        .map(|(_, other, _)| Original::NewRow(other))
}
