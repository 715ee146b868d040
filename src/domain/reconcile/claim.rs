//! Which rows are reports of the ledger.

use std::collections::HashSet;

use crate::domain::identity::fingerprint::Digests;
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::domain::reconcile::similarity::Index;
use crate::domain::reconcile::{ComparedRow, Match};

/// Least continuity at which a row is still the report that its ID cell names.
const WITH_ID: f64 = 0.4;
/// Least resemblance at which a row without an ID is taken for an unclaimed entry.
const WITHOUT_ID: f64 = 0.5;
/// By how much the best unclaimed entry must beat the second best.
const MARGIN: f64 = 0.1;

/// The entries that rows have claimed so far.
#[derive(Clone)]
pub(super) struct RowClaims {
    matches: Vec<Option<Match>>,
    taken: HashSet<ReportId>,
}

/// A row that may be an entry.
pub(super) struct Candidate {
    pub(super) weight: f64,
    pub(super) row: usize,
    pub(super) id: ReportId,
}

impl Candidate {
    /// Heaviest first; the order of the rows decides only between equal ones.
    pub(super) fn best_first(candidates: &mut [Self], rows: &[ComparedRow<'_>]) {
        candidates.sort_by(|one, two| {
            let by_row = || rows[one.row].print.cmp(&rows[two.row].print).then(one.row.cmp(&two.row));
            two.weight.total_cmp(&one.weight).then(one.id.cmp(&two.id)).then_with(by_row)
        });
    }
}

impl RowClaims {
    pub(super) fn none(rows: usize) -> Self {
        Self { matches: vec![None; rows], taken: HashSet::new() }
    }

    /// The match of each row that is an entry.
    pub(super) fn into_matches(self) -> Vec<Option<Match>> {
        self.matches
    }

    pub(super) fn is_open(&self, row: usize) -> bool {
        self.matches[row].is_none()
    }

    pub(super) fn has_taken(&self, id: ReportId) -> bool {
        self.taken.contains(&id)
    }

    /// The entries that a row says unchanged.
    pub(super) fn unchanged(&self) -> HashSet<ReportId> {
        let same = |found: &Option<Match>| if let Some(Match::Same(id)) = found { Some(*id) } else { None };
        self.matches.iter().filter_map(same).collect()
    }

    /// The row is the entry, and has changed since.
    pub(super) fn change(&mut self, row: usize, id: ReportId, rows: &[ComparedRow<'_>], ledger: &Ledger) {
        let latest = ledger.latest(id);
        let fields = latest.map(|latest| latest.digests.changed(&rows[row].digests)).unwrap_or_default();
        self.claim(row, id, Match::Changed { id, fields });
    }

    fn claim(&mut self, row: usize, id: ReportId, found: Match) {
        self.taken.insert(id);
        self.matches[row] = Some(found);
    }

    /// Claims for each row the entry some revision of which has the same content and that no other row
    /// has claimed. Where several rows or entries say the same, the ID cell decides first.
    pub(super) fn by_content(&mut self, rows: &[ComparedRow<'_>], ledger: &Ledger) {
        for own_id_only in [true, false] {
            for (at, row) in rows.iter().enumerate().filter(|(_, row)| !own_id_only || row.id.is_some()) {
                if self.matches[at].is_some() {
                    continue;
                }
                let mut free = ledger.with_content(&row.print).iter().filter(|id| !self.taken.contains(id));
                let id = if own_id_only { free.find(|id| row.id == Some(**id)) } else { free.next() };
                let Some(id) = id.copied() else { continue };
                let found = match ledger.latest(id) {
                    Some(latest) if latest.fingerprint != row.print => {
                        Match::Changed { id, fields: latest.digests.changed(&row.digests) }
                    }
                    _ => Match::Same(id),
                };
                self.claim(at, id, found);
            }
        }
    }

    /// The entry that a changed row still resembles, best resemblance first: of two rows with one
    /// ID, the one that is more like the entry keeps it.
    pub(super) fn by_similarity(&mut self, rows: &[ComparedRow<'_>], ledger: &Ledger) {
        // What was known before the first hand-off may be long gone from the sheet, so that likeness
        // alone would make a new report the amendment of last year's.
        let unclaimed = ledger.ids().filter(|id| !self.taken.contains(id) && !ledger.is_known_before(*id));
        let free: Vec<(ReportId, &Digests)> =
            unclaimed.filter_map(|id| Some((id, &ledger.latest(id)?.digests))).collect();
        let index = Index::of(free.into_iter());
        let open = rows.iter().enumerate().filter(|(at, _)| self.matches[*at].is_none());
        let mut candidates: Vec<Candidate> = Vec::new();

        for (at, row) in open {
            self.candidates(at, row, &index, ledger, &mut candidates);
        }

        Candidate::best_first(&mut candidates, rows);
        for Candidate { row, id, .. } in candidates {
            if self.is_open(row) && !self.has_taken(id) {
                self.change(row, id, rows, ledger);
            }
        }
    }

    /// Collects the entries that an open row may be: the one unclaimed entry that it resembles, and the
    /// entry that its ID cell names, unless the first is clearly more similar.
    fn candidates(
        &self,
        at: usize,
        row: &ComparedRow<'_>,
        index: &Index<'_, ReportId>,
        ledger: &Ledger,
        candidates: &mut Vec<Candidate>,
    ) {
        let own = &row.digests;
        let best = only_one_similar(own, index);
        candidates.extend(best.map(|(weight, id)| Candidate { weight, row: at, id }));
        let Some(id) = row.id.filter(|id| !self.taken.contains(id)) else { return };
        let Some(latest) = ledger.latest(id) else { return };
        let continuity = latest.digests.continuity(own);
        let is_still = continuity >= WITH_ID || continuity > 0.0 && latest.digests.changed(own).len() == 1;
        if is_still && best.is_none_or(|(similarity, _)| similarity < continuity + MARGIN) {
            candidates.push(Candidate { weight: continuity + MARGIN, row: at, id });
        }
    }
}

/// The unclaimed entry that a row resembles more than any other, as version control detects a
/// renamed file. Two reports of one person are two reports, so they must share a text or the instant,
/// or all but one field.
fn only_one_similar(own: &Digests, index: &Index<'_, ReportId>) -> Option<(f64, ReportId)> {
    let mut similar: Vec<_> = index.similar(own).collect();
    similar.sort_by(|one, two| two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)));
    let (similarity, id, theirs) = *similar.first()?;
    let clear = similar.get(1).is_none_or(|second| similarity - second.0 >= MARGIN);
    let one_report = theirs.share_text_or_instant(own) || theirs.changed(own).len() == 1;
    (similarity >= WITHOUT_ID && clear && one_report).then_some((similarity, id))
}
