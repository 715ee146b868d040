//! Which rows are reports of the ledger.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::vec::IntoIter;

use crate::domain::identity::digests::Digests;
use crate::domain::identity::fingerprint::Fingerprint;
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::domain::reconcile::comparisons;
use crate::domain::reconcile::content::ContentIndex;
use crate::domain::reconcile::matches::Match;
use crate::domain::reconcile::row::ComparedRow;
use crate::domain::reconcile::similarity::SimilarityIndex;

/// Least continuity, from 0 to 1, at which a row is still the report that its ID cell names.
const WITH_ID: f64 = 0.4;
/// Least resemblance, from 0 to 1, at which a row without an ID is taken for an unclaimed entry.
const WITHOUT_ID: f64 = 0.5;
/// By how much the best unclaimed entry must beat the second best.
const MARGIN: f64 = 0.1;

/// The entries that rows have claimed so far.
#[derive(Clone)]
pub(super) struct RowClaims<'a> {
    matches: Vec<Option<Match>>,
    taken: HashSet<ReportId>,
    /// Reports that stood in no row on an earlier night.
    vanished: &'a BTreeSet<ReportId>,
}

/// A row that may be the report of an entry, and how much speaks for it.
pub(super) struct Candidate {
    pub(super) weight: f64,
    pub(super) row: usize,
    pub(super) id: ReportId,
}

impl Candidate {
    /// Sorts by weight, heaviest first. Rows of one weight and entry are sorted by content, so that their
    /// order in the sheet decides only between rows with the same content.
    pub(super) fn best_first(candidates: &mut [Self], rows: &[ComparedRow<'_>]) {
        candidates.sort_by(|one, two| {
            let by_row =
                || rows[one.row].fingerprint.cmp(&rows[two.row].fingerprint).then(one.row.cmp(&two.row));
            two.weight.total_cmp(&one.weight).then(one.id.cmp(&two.id)).then_with(by_row)
        });
    }
}

impl<'v> RowClaims<'v> {
    pub(super) fn none(rows: usize, vanished: &'v BTreeSet<ReportId>) -> Self {
        Self { matches: vec![None; rows], taken: HashSet::new(), vanished }
    }

    /// Returns `true` if a row may be a report. One that says neither who nor when is of whoever writes the
    /// same words next, once its own row has vanished.
    fn may_be(&self, row: &ComparedRow<'_>, id: ReportId, ledger: &Ledger) -> bool {
        let was_undated = ledger.latest(id).is_some_and(|entry| entry.received.is_none());
        let is_anybodys = was_undated && !row.report.identifies && row.report.received.is_none();
        !is_anybodys || row.id == Some(id) || !self.vanished.contains(&id)
    }

    /// The match of each row that has claimed an entry, `None` for the others.
    pub(super) fn into_matches(self) -> Vec<Option<Match>> {
        self.matches
    }

    pub(super) fn is_open(&self, row: usize) -> bool {
        self.matches[row].is_none()
    }

    pub(super) fn has_taken(&self, id: ReportId) -> bool {
        self.taken.contains(&id)
    }

    /// The entries whose content stands unchanged in a row.
    pub(super) fn unchanged(&self) -> HashSet<ReportId> {
        let same = |found: &Option<Match>| if let Some(Match::Same(id)) = found { Some(*id) } else { None };
        self.matches.iter().filter_map(same).collect()
    }

    /// Claims an entry for a row that has changed since its last revision.
    pub(super) fn change(&mut self, row: usize, id: ReportId, rows: &[ComparedRow<'_>], ledger: &Ledger) {
        let content = ledger.content(id);
        let fields = content.map(|content| content.changed(rows[row].digests)).unwrap_or_default();
        // With a column less, a row that says no more than its ID is found by that, and says nothing new.
        let found = if fields.is_empty() { Match::Same(id) } else { Match::Changed { id, fields } };
        self.claim(row, id, found);
    }

    fn claim(&mut self, row: usize, id: ReportId, found: Match) {
        self.taken.insert(id);
        self.matches[row] = Some(found);
    }

    /// Claims for each row an entry some revision of which has the content of the row. Where several rows
    /// or entries have the same content, the ID cell decides first.
    pub(super) fn by_content(&mut self, rows: &[ComparedRow<'_>], ledger: &Ledger, contents: &ContentIndex) {
        for (at, row) in rows.iter().enumerate() {
            let named =
                row.id.filter(|id| self.may_claim(row, *id, ledger) && contents.has(row, *id, ledger));
            self.claim_content(at, named, rows, ledger);
        }

        // Thousands of rows may say the same: the entries that say it are gone through once for all of them.
        let mut unclaimed: HashMap<Fingerprint, IntoIter<ReportId>> = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            if !self.is_open(at) {
                continue;
            }
            let with_content = || -> Vec<ReportId> {
                contents.with_content(row).filter(|id| self.may_claim(row, *id, ledger)).collect()
            };
            let of_row = unclaimed.entry(row.fingerprint).or_insert_with(|| with_content().into_iter());
            let first = of_row.find(|id| !self.has_taken(*id));
            self.claim_content(at, first, rows, ledger);
        }
    }

    /// Returns `true` if nobody has claimed an entry and a row may be its report.
    fn may_claim(&self, row: &ComparedRow<'_>, id: ReportId, ledger: &Ledger) -> bool {
        comparisons::count();
        !self.has_taken(id) && self.may_be(row, id, ledger)
    }

    /// Claims an entry for a row that has the content of one of its revisions: the row is unchanged if
    /// that is the last one, and went back to an earlier content if it is not.
    fn claim_content(&mut self, row: usize, id: Option<ReportId>, rows: &[ComparedRow<'_>], ledger: &Ledger) {
        let Some(id) = id else { return };
        if ledger.content(id).is_some_and(|content| !content.says_the_same(rows[row].digests)) {
            self.change(row, id, rows, ledger);
        } else {
            self.claim(row, id, Match::Same(id));
        }
    }

    /// Claims for each changed row the entry that it still resembles, best resemblance first: of two rows
    /// with the same ID, the one that resembles the entry more gets it.
    pub(super) fn by_similarity(&mut self, rows: &[ComparedRow<'_>], ledger: &Ledger) {
        // Rows known before the first hand-off may be long gone from the sheet, so that resemblance
        // alone would make a new report the amendment of last year's.
        let unclaimed = ledger.ids().filter(|id| !self.has_taken(*id) && !ledger.is_known_before(*id));
        let index = SimilarityIndex::of_contents(unclaimed, ledger);

        let mut candidates: Vec<Candidate> = Vec::new();
        for at in (0..rows.len()).filter(|at| self.is_open(*at)) {
            candidates.extend(self.similar_entries(at, rows, &index, ledger));
        }

        Candidate::best_first(&mut candidates, rows);
        for Candidate { row, id, .. } in candidates {
            if self.is_open(row) && !self.has_taken(id) {
                self.change(row, id, rows, ledger);
            }
        }
    }

    /// The entries that an open row may be: the one unclaimed entry that it resembles, and the entry that
    /// its ID cell names, unless the first is clearly more similar.
    fn similar_entries(
        &self,
        at: usize,
        rows: &[ComparedRow<'_>],
        index: &SimilarityIndex<'_, ReportId>,
        ledger: &Ledger,
    ) -> impl Iterator<Item = Candidate> + use<> {
        let row = &rows[at];
        let best = only_one_similar(row.digests, index).filter(|(_, id)| self.may_be(row, *id, ledger));
        let best = best.map(|(weight, id)| Candidate { weight, row: at, id });

        let named = row.id.filter(|id| !self.has_taken(*id)).and_then(|id| {
            let weight = continuity_with_id(row.digests, ledger.content(id)?)? + MARGIN;
            Some(Candidate { weight, row: at, id })
        });
        let named = named.filter(|named| best.as_ref().is_none_or(|best| best.weight < named.weight));

        best.into_iter().chain(named)
    }
}

/// The continuity of a row with the entry that its ID cell names; `None` where the row says something
/// else. An edit of one cell is always an edit, however little else the row says.
fn continuity_with_id(own: &Digests, entry: &Digests) -> Option<f64> {
    // A report whose only text stood outside of its column says nothing elsewhere: whoever moves the text
    // where it belongs makes no other report of it.
    if entry.iter().next().is_none() {
        return Some(WITH_ID);
    }
    // Where all its words stood in a column that is gone, the ID is what is left of the report.
    if entry.says_the_same(own) {
        return Some(1.0);
    }
    let continuity = entry.continuity(own);
    let is_one_edit = continuity > 0.0 && entry.changed(own).len() == 1;
    (continuity >= WITH_ID || is_one_edit).then_some(continuity)
}

/// The one of an index that a row resembles clearly more than any other, with the resemblance, as version
/// control detects a renamed file. One person may write several reports, so the two must also share a
/// free text, the instant, or all fields but one.
pub(super) fn only_one_similar<T: Copy + Ord>(
    own: &Digests,
    index: &SimilarityIndex<'_, T>,
) -> Option<(f64, T)> {
    let mut similar: Vec<_> = index.similar(own).collect();
    similar.sort_by(|one, two| two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)));

    let (similarity, id, theirs) = *similar.first()?;
    let clear = similar.get(1).is_none_or(|second| similarity - second.0 >= MARGIN);
    let is_one_report = theirs.share_text_or_instant(own) || theirs.changed(own).len() == 1;
    (similarity >= WITHOUT_ID && clear && is_one_report).then_some((similarity, id))
}
