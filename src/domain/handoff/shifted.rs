//! Shifted rows: known rows whose cells stand one column to the right or to the left of where they were.
//!
//! Somebody inserts a cell and has the others shifted right, or deletes one and has them shifted left. From there on
//! each value stands in the column of another field, so that the row resembles its report no more: it would be handed
//! over a second time, without name or address. But without the cell that was inserted, or with a blank in place of
//! the one that was deleted, it says what it said, as no other row does. Its changes are held back until the cells
//! are put back.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::domain::finding::field::Field;
use crate::domain::form::{Layout, Sheet, StaffTab};
use crate::domain::identity::digests::{Digests, FieldDigest};
use crate::domain::identity::fingerprint::Fingerprint;
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::domain::reconcile::Match;
use crate::sheet::cell::Cell;
use crate::sheet::column_index::ColumnIndex;

/// Fewest fields that tell a row whose cells were put back.
const FIELDS: usize = 3;

/// Fewest fields that a deleted cell moves where the ID of the report is not moved with them: somebody who drags one
/// text into the blank cell beside it corrects the row.
const MOVED: usize = 2;

/// The shifted rows, by index among the reports, each with the report that it is. `named` is the ID cell of each
/// report.
pub(super) fn rows(
    sheet: &Sheet,
    tab: &StaffTab<'_>,
    matches: &[Match],
    named: &[Option<ReportId>],
    ledger: &Ledger,
) -> Vec<(usize, ReportId)> {
    let Some(layout) = &sheet.layout else { return Vec::new() };
    let changed = |found: &Match| matches!(found, Match::Changed { .. } | Match::New { .. });
    if ledger.head().is_known_before() || !matches.iter().any(changed) {
        return Vec::new();
    }

    let mut unclaimed = Unclaimed::of(matches, ledger);
    let mut shifted = Vec::new();
    for (at, found) in matches.iter().enumerate() {
        let cells = tab.row(sheet.reports[at].row.index());
        let displaced = displaced_id(cells, named[at]);
        let mut put_back = put_back(layout, cells);
        let id = match found {
            Match::Changed { id, .. } => put_back
                .any(|row| {
                    let content = ledger.content(*id);
                    row.moves(layout, displaced == Some(*id))
                        && content.is_some_and(|content| row.says(content, layout))
                })
                .then_some(*id),
            Match::New { .. } => put_back.find_map(|row| unclaimed.take(&row, displaced, layout, ledger)),
            Match::Same(_) | Match::Repeat(_) | Match::BeforeStart => None,
        };
        shifted.extend(id.map(|id| (at, id)));
    }
    shifted
}

/// The ID that stands in another cell than that of the IDs, which says `named`. The next night writes it there again,
/// so that it stands in both.
fn displaced_id(cells: &[Cell], named: Option<ReportId>) -> Option<ReportId> {
    let mut own = named;
    let ids = cells.iter().rev().filter_map(|cell| cell.text().trim().parse().ok());
    let mut others = ids.filter(|id| own.take_if(|own| own == id).is_none());
    others.next()
}

/// The reports that no row is.
struct Unclaimed {
    ids: BTreeSet<ReportId>,
    by_content: HashMap<Fingerprint, ReportId>,
    /// The reports by each of their telling fields.
    by_field: HashMap<(Field, FieldDigest), Vec<ReportId>>,
}

impl Unclaimed {
    fn of(matches: &[Match], ledger: &Ledger) -> Self {
        let claimed: HashSet<ReportId> = matches
            .iter()
            .filter_map(|found| match found {
                Match::Same(id) | Match::Changed { id, .. } => Some(*id),
                Match::Repeat(_) | Match::BeforeStart | Match::New { .. } => None,
            })
            .collect();

        let ids: BTreeSet<ReportId> = ledger.ids().filter(|id| !claimed.contains(id)).collect();
        let (mut by_content, mut by_field) = (HashMap::new(), HashMap::<_, Vec<_>>::new());
        for id in &ids {
            let Some(content) = ledger.content(*id) else { continue };
            by_content.insert(Fingerprint::of(content), *id);
            for field in telling(content) {
                by_field.entry(field).or_default().push(*id);
            }
        }
        Self { ids, by_content, by_field }
    }

    /// The report that a row is once its cells are put back. No other row is that report then.
    fn take(
        &mut self,
        row: &PutBack,
        displaced: Option<ReportId>,
        layout: &Layout,
        ledger: &Ledger,
    ) -> Option<ReportId> {
        let says = |id: &ReportId| {
            row.moves(layout, displaced == Some(*id))
                && ledger.content(*id).is_some_and(|content| row.says(content, layout))
        };
        let found = if row.lost.is_none() {
            self.by_content.get(&Fingerprint::of(&row.content)).copied()
        } else {
            let sharing = telling(&row.content).filter_map(|field| self.by_field.get(&field));
            sharing.flatten().copied().find(says)
        };
        found.filter(|id| self.ids.remove(id))
    }
}

/// A row with its cells put back by one column.
struct PutBack {
    content: Digests,
    /// The column whose cell was deleted; `None` where one was inserted.
    lost: Option<ColumnIndex>,
}

impl PutBack {
    /// Returns `true` if the row says what a report said, the cell left out that is lost.
    fn says(&self, report: &Digests, layout: &Layout) -> bool {
        let mut changed = report.changed(&self.content).into_iter();
        changed.all(|field| self.lost.is_some_and(|lost| layout.reads(field, lost)))
    }

    /// Returns `true` if the row says enough to be told by.
    fn tells(&self) -> bool {
        let is_citizens = self.content.iter().any(|(field, _)| field.is_citizens());
        telling(&self.content).count() >= FIELDS && is_citizens
    }

    /// Returns `true` if so many cells stand elsewhere that nobody has moved them one by one.
    fn moves(&self, layout: &Layout, is_id_displaced: bool) -> bool {
        let moved = |lost| {
            let fields = self.content.iter().map(|(field, _)| field);
            fields.filter(|field| layout.reads_beyond(*field, lost)).count()
        };
        self.lost.is_none_or(|lost| moved(lost) >= if is_id_displaced { 1 } else { MOVED })
    }
}

/// The filled fields by which a report is told from others.
fn telling(content: &Digests) -> impl Iterator<Item = (Field, FieldDigest)> {
    content.iter().filter(|(field, _)| !field.has_few_values())
}

/// A row without each of its cells that has a filled one to its right, and with a blank in front of each.
fn put_back(layout: &Layout, cells: &[Cell]) -> impl Iterator<Item = PutBack> {
    let last = cells.iter().rposition(|cell| !cell.is_blank()).unwrap_or(0);
    let inserted = (0..last).map(ColumnIndex::new);
    let inserted = inserted.map(|gap| PutBack { content: layout.digests_without(cells, gap), lost: None });
    let deleted = (0..=last).map(ColumnIndex::new);
    let deleted =
        deleted.map(|gap| PutBack { content: layout.digests_with_a_blank(cells, gap), lost: Some(gap) });
    inserted.chain(deleted).filter(PutBack::tells)
}
