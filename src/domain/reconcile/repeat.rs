//! What is left: new reports, and rows that repeat one.

use std::collections::HashMap;

use crate::domain::identity::fingerprint::{Digests, Fingerprint};
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::domain::reconcile::similarity::Index;
use crate::domain::reconcile::{ComparedRow, Match, Original};

/// From which resemblance a new row is called a possible repeat of another report, whatever it is
/// that they share.
const SIMILAR: f64 = 0.6;
/// The threshold where they share a text or the instant: two reports of one citizen share who asks, but
/// seldom what is asked.
const SIMILAR_IN_WORDS: f64 = 0.4;
/// The threshold where the row carries the other's ID: too far from it to be it, too near for a row
/// that was typed over a copy.
const SIMILAR_BY_ID: f64 = 0.25;

/// Classifies the rows that no entry is claimed by: each is new, or repeats a row or entry. A repeat is
/// withheld only when it says whose it is: two bare "no hay agua" are two citizens.
pub(super) fn classify(rows: &[ComparedRow<'_>], ledger: &Ledger, claimed: Vec<Option<Match>>) -> Vec<Match> {
    let known = Index::of(ledger.ids().filter_map(|id| Some((id, &ledger.latest(id)?.digests))));
    let new = claimed.iter().enumerate().filter(|(_, found)| found.is_none());
    let tonight = Index::of(new.map(|(at, _)| (at, &rows[at].digests)));
    let mut first_with: HashMap<&Fingerprint, usize> = HashMap::new();
    let mut matches = Vec::with_capacity(rows.len());

    for (at, found) in claimed.into_iter().enumerate() {
        if let Some(found) = found {
            matches.push(found);
            continue;
        }
        let row = &rows[at];
        let same = match ledger.with_content(&row.print).first() {
            Some(id) => Some(Original::Entry(*id)),
            None => first_with.get(&row.print).map(|first| Original::NewRow(*first)),
        };
        first_with.entry(&row.print).or_insert(at);
        matches.push(match same {
            Some(original) if row.report.identifies => Match::Repeat(original),
            Some(original) => Match::New { resembles: Some(original) },
            None => Match::New { resembles: resembled(at, rows, &known, &tonight) },
        });
    }

    matches
}

/// The report that a new row may be a repeat of: one in the ledger, else one that is new tonight
/// and came before it, by date and not by its place in the sheet.
fn resembled(
    at: usize,
    rows: &[ComparedRow<'_>],
    known: &Index<'_, ReportId>,
    tonight: &Index<'_, usize>,
) -> Option<Original> {
    let row = &rows[at];
    let similar = |similarity: f64, theirs: &Digests| {
        similarity >= SIMILAR || similarity >= SIMILAR_IN_WORDS && theirs.share_text_or_instant(&row.digests)
    };
    let entry = known
        .similar(&row.digests)
        .filter(|(similarity, id, theirs)| {
            similar(*similarity, theirs) || *similarity >= SIMILAR_BY_ID && row.id == Some(*id)
        })
        .max_by(|one, two| one.0.total_cmp(&two.0).then(two.1.cmp(&one.1)));

    if let Some((_, id, _)) = entry {
        return Some(Original::Entry(id));
    }

    let order = |at: usize| (rows[at].report.received, &rows[at].print, at);
    tonight
        .similar(&row.digests)
        .filter(|(similarity, other, theirs)| similar(*similarity, theirs) && order(*other) < order(at))
        .max_by(|one, two| one.0.total_cmp(&two.0).then_with(|| order(two.1).cmp(&order(one.1))))
        .map(|(_, other, _)| Original::NewRow(other))
}
