//! Which rows of the sheet are which reports of the ledger.
//!
//! People sort, insert, delete, copy and edit rows between two nights, so neither a row's number
//! nor its ID cell says by itself which report it is. The rule, in this order: the same content as
//! an entry; else the entry its ID cell names, while the row still resembles it; else the one
//! unclaimed entry that it resembles; else it is new.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::field::Field;
use super::fingerprint::{Digests, Fingerprint};
use super::id::ReportId;
use super::ledger::Ledger;
use super::report::Report;

/// Least resemblance at which a row is still the report that its ID cell names.
const WITH_ID: f64 = 0.4;
/// Least resemblance at which a row without an ID is taken for an unclaimed entry.
const WITHOUT_ID: f64 = 0.5;
/// By how much the best unclaimed entry must beat the second best.
const MARGIN: f64 = 0.1;
/// From which resemblance a new row is called a possible repeat of another report.
const ALIKE: f64 = 0.6;

/// A row of the sheet as reconciliation sees it.
#[derive(Debug)]
pub struct Row<'a> {
    /// What the row says.
    pub report: &'a Report,
    /// What its ID cell names, where the sheet has tagged service columns.
    pub id: Option<ReportId>,
}

/// What a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// A report already handed over, unchanged since its last revision.
    Same(ReportId),
    /// A report already handed over whose row has changed since.
    Changed {
        /// The report.
        id: ReportId,
        /// The fields that differ from the last revision.
        fields: Vec<Field>,
    },
    /// The same content as another row, which identifies whoever wrote it.
    Repeat(Original),
    /// Never handed over. `resembles` names a report that it may be a repeat of.
    New {
        /// For the clerk's alert.
        resembles: Option<Original>,
    },
}

/// The report that a row repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Original {
    /// One in the ledger.
    Entry(ReportId),
    /// One that is new tonight: its index among the rows.
    Row(usize),
}

/// Says of every row what it is; the answers stand in the order of the rows. Which of several rows
/// with one content is the original depends on nothing that a sort could change but their order.
pub fn reconcile(rows: &[Row<'_>], ledger: &Ledger) -> Vec<Match> {
    let prints: Vec<Fingerprint> = rows.iter().map(|row| Fingerprint::of(&row.report.identity)).collect();
    let digests: Vec<Digests> = rows.iter().map(|row| Digests::of(&row.report.identity)).collect();
    let mut claims = Claims { matches: vec![None; rows.len()], taken: HashSet::new() };
    claim_by_content(rows, &prints, &digests, ledger, &mut claims);
    claim_by_id(rows, &digests, ledger, &mut claims);
    claim_by_resemblance(&digests, ledger, &mut claims);
    classify_rest(rows, &prints, &digests, ledger, claims)
}

struct Claims {
    matches: Vec<Option<Match>>,
    taken: HashSet<ReportId>,
}

impl Claims {
    fn claim(&mut self, row: usize, id: ReportId, found: Match) {
        self.taken.insert(id);
        self.matches[row] = Some(found);
    }
}

/// The same content as some revision of an entry that no other row has claimed. Where several rows
/// or entries say the same, the ID cell decides first.
fn claim_by_content(
    rows: &[Row<'_>],
    prints: &[Fingerprint],
    digests: &[Digests],
    ledger: &Ledger,
    claims: &mut Claims,
) {
    for own_id_only in [true, false] {
        for (at, print) in prints.iter().enumerate() {
            if claims.matches[at].is_some() {
                continue;
            }
            let mut free = ledger.with_content(print).iter().filter(|id| !claims.taken.contains(id));
            let id = if own_id_only { free.find(|id| rows[at].id == Some(**id)) } else { free.next() };
            if let Some(id) = id.copied() {
                let found = match ledger.latest(id) {
                    Some(latest) if latest.fingerprint != *print => {
                        Match::Changed { id, fields: latest.digests.changed(&digests[at]) }
                    }
                    _ => Match::Same(id),
                };
                claims.claim(at, id, found);
            }
        }
    }
}

/// The entry that the ID cell names, best resemblance first: of two rows with one ID, the one that
/// is more like the entry keeps it.
fn claim_by_id(rows: &[Row<'_>], digests: &[Digests], ledger: &Ledger, claims: &mut Claims) {
    let mut candidates = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let Some(latest) = row.id.and_then(|id| ledger.latest(id)) else { continue };
        let likeness = latest.digests.resemblance(&digests[at]);
        if claims.matches[at].is_none() && likeness >= WITH_ID {
            candidates.push((likeness, at, latest));
        }
    }
    candidates.sort_by(|one, two| two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)));
    for (_, at, latest) in candidates {
        if !claims.taken.contains(&latest.id) {
            let fields = latest.digests.changed(&digests[at]);
            claims.claim(at, latest.id, Match::Changed { id: latest.id, fields });
        }
    }
}

/// Exactly one unclaimed entry that the row resembles, and shares a text or the instant with: as
/// version control detects a renamed file.
fn claim_by_resemblance(digests: &[Digests], ledger: &Ledger, claims: &mut Claims) {
    let free = ledger.ids().filter(|id| !claims.taken.contains(id));
    let index = Index::of(free.filter_map(|id| Some((id, &ledger.latest(id)?.digests))));
    let mut candidates = Vec::new();
    for (at, own) in digests.iter().enumerate().filter(|(at, _)| claims.matches[*at].is_none()) {
        let mut alike: Vec<_> =
            index.near(own).map(|(id, theirs)| (theirs.resemblance(own), id, theirs)).collect();
        alike.sort_by(|one, two| two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)));
        if let Some((likeness, id, theirs)) = alike.first() {
            let second = alike.get(1).map_or(0.0, |second| second.0);
            let clear = alike.len() == 1 || likeness - second >= MARGIN;
            if *likeness >= WITHOUT_ID && clear && theirs.share_text_or_instant(own) {
                candidates.push((*likeness, at, *id, theirs.changed(own)));
            }
        }
    }
    candidates.sort_by(|one, two| two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)));
    for (_, at, id, fields) in candidates {
        if !claims.taken.contains(&id) {
            claims.claim(at, id, Match::Changed { id, fields });
        }
    }
}

/// What no entry claims is new, or repeats a row or entry that is not. A repeat is withheld only
/// when it says whose it is: two bare "no hay agua" are two citizens.
fn classify_rest(
    rows: &[Row<'_>],
    prints: &[Fingerprint],
    digests: &[Digests],
    ledger: &Ledger,
    claims: Claims,
) -> Vec<Match> {
    let known = Index::of(ledger.ids().filter_map(|id| Some((id, &ledger.latest(id)?.digests))));
    let mut first_with: HashMap<&Fingerprint, usize> = HashMap::new();
    let mut matches = Vec::with_capacity(rows.len());
    for (at, claimed) in claims.matches.into_iter().enumerate() {
        if let Some(found) = claimed {
            matches.push(found);
            continue;
        }
        let same = match ledger.with_content(&prints[at]).first() {
            Some(id) => Some(Original::Entry(*id)),
            None => first_with.get(&prints[at]).map(|first| Original::Row(*first)),
        };
        first_with.entry(&prints[at]).or_insert(at);
        matches.push(match same {
            Some(original) if rows[at].report.identifies => Match::Repeat(original),
            Some(original) => Match::New { resembles: Some(original) },
            None => Match::New { resembles: known.most_alike(&digests[at]).map(Original::Entry) },
        });
    }
    matches
}

/// Finds the entries that could resemble a row without comparing it with all of them: two reports
/// that are alike share a text, the instant, or something that identifies.
struct Index<'a> {
    entries: Vec<(ReportId, &'a Digests)>,
    by_digest: HashMap<(Field, u32), Vec<usize>>,
}

impl<'a> Index<'a> {
    const KEYS: [Field; 9] = [
        Field::Time,
        Field::Profile,
        Field::Name,
        Field::Document,
        Field::Phone,
        Field::Email,
        Field::Subject,
        Field::Grounds,
        Field::Link,
    ];

    fn of(entries: impl Iterator<Item = (ReportId, &'a Digests)>) -> Self {
        let entries: Vec<_> = entries.collect();
        let mut by_digest: HashMap<_, Vec<_>> = HashMap::new();
        for (at, (_, digests)) in entries.iter().enumerate() {
            for field in Self::KEYS {
                if let Some(digest) = digests.get(field) {
                    by_digest.entry((field, digest)).or_default().push(at);
                }
            }
        }
        Self { entries, by_digest }
    }

    fn near(&self, own: &Digests) -> impl Iterator<Item = (ReportId, &'a Digests)> {
        let found: BTreeSet<usize> = Self::KEYS
            .into_iter()
            .filter_map(|field| self.by_digest.get(&(field, own.get(field)?)))
            .flatten()
            .copied()
            .collect();
        found.into_iter().map(|at| self.entries[at])
    }

    fn most_alike(&self, own: &Digests) -> Option<ReportId> {
        self.near(own)
            .map(|(id, theirs)| (theirs.resemblance(own), id))
            .filter(|(likeness, _)| *likeness >= ALIKE)
            .max_by(|one, two| one.0.total_cmp(&two.0).then(two.1.cmp(&one.1)))
            .map(|(_, id)| id)
    }
}

#[cfg(test)]
mod tests;
