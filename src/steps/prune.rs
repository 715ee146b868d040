//! Prunes developer metadata: Google allows 30,000 characters of it, and every hand-off and every notice
//! leaves some.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::{self, IdSpace, MetadataKind};
use crate::domain::ledger::{GUARDS_RETAINED, Ledger};
use crate::domain::mail::notice_log::NoticeLog;
use crate::google;
use crate::google::sheets::Batch;
use crate::google::sheets::change::{self, Change};
use crate::session::Session;
use crate::steps::read::Book;
use crate::steps::refused_rows::{MOST, RECORD};

/// Characters of a guard, at most.
pub const GUARD: usize = 80;
/// Characters of the records of a notice, at most.
pub const NOTICE: usize = 600;

/// Guards and notices of hand-offs older than this are pruned.
const GUARD_DAYS: i64 = 90;
/// Characters of developer metadata beyond which pruning does not wait; Google allows 30,000.
/// <https://developers.google.com/workspace/sheets/api/guides/metadata>
const TIGHT: usize = 25_000;
/// Characters beyond which pruning cannot keep up, so that a person should know: what is older has been
/// pruned long before.
pub const NEARLY_FULL: usize = 27_000;

/// Deletes metadata that nothing needs any more, before it leaves no room for the next guard.
///
/// # Errors
/// What Google is at fault with.
pub async fn prune(session: &Session<'_>, pruned: &[i32]) -> Result<(), google::Error> {
    let changes: Vec<Change<'_>> = pruned.iter().map(|id| change::delete_metadata(*id)).collect();
    session.apply(&Batch::new(&changes)?).await
}

/// The metadata to prune before the next guards, so that each kind keeps within its share; where the
/// metadata is nearly full all the same, all that nothing needs.
pub fn prunable_first(book: &Book, ledger: &Ledger, as_of: NaiveDate, planned: usize) -> Vec<i32> {
    let mut pruned = beyond_shares(&Stored::of(book, ledger.head()), planned);
    if metadata_is_tight(book) {
        pruned.extend(prunable(book, ledger, as_of));
        pruned.sort_unstable();
        pruned.dedup();
    }
    pruned
}

/// The metadata of a spreadsheet, as far as pruning looks at it.
struct Stored<'a> {
    id_space: IdSpace,
    head: HandoffNumber,
    sizes: &'a BTreeMap<i32, usize>,
    notices: &'a BTreeMap<HandoffNumber, NoticeLog>,
    /// Ids of entries that are not the service's.
    foreign: &'a BTreeSet<i32>,
}

/// Ids of what takes each kind beyond its share, with what tonight adds: oldest first, and what is not
/// settled last.
fn beyond_shares(stored: &Stored<'_>, planned: usize) -> Vec<i32> {
    [
        stored.beyond(MetadataKind::Guard, planned * GUARD, stored.guards()),
        stored.beyond(MetadataKind::Notice, NOTICE, stored.records()),
        stored.beyond(MetadataKind::Archive, 0, stored.marks()),
        stored.beyond(MetadataKind::Other, stored.room_for_refused_rows(), stored.others()),
    ]
    .concat()
}

impl<'a> Stored<'a> {
    fn of(book: &'a Book, head: HandoffNumber) -> Self {
        let (sizes, notices, foreign) = (&book.metadata, &book.notices, &book.foreign_metadata);
        Self { id_space: book.id_space, head, sizes, notices, foreign }
    }

    /// Takes groups of entries, in their order, until the others leave room for what is added.
    fn beyond(&self, kind: MetadataKind, added: usize, groups: Vec<Vec<i32>>) -> Vec<i32> {
        let of_kind = self.sizes.iter().filter(|(id, _)| MetadataKind::of(**id, self.id_space) == kind);
        let mut used: usize = of_kind.map(|(_, size)| size).sum();
        let mut pruned = Vec::new();

        for group in groups {
            if used + added <= kind.share() {
                break;
            }
            let ours = group.into_iter().filter(|id| !self.foreign.contains(id));
            for id in ours {
                used -= self.sizes.get(&id).copied().unwrap_or(0).min(used);
                pruned.push(id);
            }
        }

        pruned
    }

    fn ids(&self) -> impl DoubleEndedIterator<Item = i32> {
        self.sizes.keys().copied()
    }

    /// The guards that the ledger's verification does not need.
    fn guards(&self) -> Vec<Vec<i32>> {
        let old = |id: &i32| {
            self.id_space.number(*id).is_some_and(|number| number.distance_to(self.head) >= GUARDS_RETAINED)
        };
        self.ids().filter(old).map(|id| vec![id]).collect()
    }

    /// The records of each notice but the newest, which says what was announced.
    fn records(&self) -> Vec<Vec<i32>> {
        let newest = self.notices.values().map(NoticeLog::end).max();
        let older = || self.notices.values().filter(|log| Some(log.end()) < newest);
        let ended = older().filter(|log| log.has_ended());
        let open = older().filter(|log| !log.has_ended());
        ended.chain(open).map(|log| records_of(log, self.id_space)).collect()
    }

    /// The marks of hand-offs that were taken off their way to the archive, then of those on it: a copy
    /// without a mark is found again by what it says.
    fn marks(&self) -> Vec<Vec<i32>> {
        let undone = self.ids().filter(|id| ids::undone_number(*id).is_some());
        let staged = self.ids().rev().filter(|id| ids::staged(*id).is_some());
        undone.chain(staged).map(|id| vec![id]).collect()
    }

    /// The room that records of refused rows may still take, which are made after the pruning.
    fn room_for_refused_rows(&self) -> usize {
        let records = self.sizes.iter().filter(|(id, _)| ids::is_refused_row(**id));
        (MOST * RECORD).saturating_sub(records.map(|(_, size)| size).sum())
    }

    /// The records of repairs, then those of refused rows: a row whose record is gone is found anew.
    fn others(&self) -> Vec<Vec<i32>> {
        let refused = self.ids().filter(|id| ids::is_refused_row(*id)).map(|id| vec![id]);
        self.repairs().into_iter().chain(refused).collect()
    }

    /// The records of repairs but the newest, whose position counts them all.
    fn repairs(&self) -> Vec<Vec<i32>> {
        let mut repairs: Vec<i32> = self.ids().filter(|id| ids::repair_position(*id).is_some()).collect();
        repairs.pop();
        repairs.into_iter().map(|id| vec![id]).collect()
    }
}

/// The ids of the records of a notice.
fn records_of(log: &NoticeLog, id_space: IdSpace) -> Vec<i32> {
    (0..).zip(&log.events).map(|(position, _)| id_space.record(log.first, position)).collect()
}

fn metadata_is_tight(book: &Book) -> bool {
    book.metadata_size(&[]) > TIGHT
}

/// Ids of the guards and notice records, among those read tonight, that nothing needs any more.
/// Verification needs only the guards that remain, and a notice without an outcome is never pruned.
/// Where metadata is tight, age does not count: nights of several numbers fill it within weeks.
pub fn prunable(book: &Book, ledger: &Ledger, as_of: NaiveDate) -> Vec<i32> {
    let aged = |number: HandoffNumber| {
        metadata_is_tight(book)
            || ledger.handoff(number).all(|entry| (as_of - entry.handed_over).num_days() > GUARD_DAYS)
    };
    let old = |number: HandoffNumber| number.distance_to(ledger.head()) >= GUARDS_RETAINED && aged(number);
    let guards =
        book.guards.iter().filter(|guard| old(guard.number)).map(|guard| book.id_space.guard(guard.number));
    let notices = book.notices.values().filter(|log| old(log.end()) && log.has_ended());

    let records = notices.flat_map(|log| records_of(log, book.id_space));
    guards.chain(records).filter(|id| !book.foreign_metadata.contains(id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::mail::notice_log::{Event, RECORDS_PER_NOTICE, RecipientsDigest};
    use crate::testing::nth;

    /// A spreadsheet's metadata, as the nights of ten years fill it.
    #[derive(Default)]
    struct File {
        sizes: BTreeMap<i32, usize>,
        notices: BTreeMap<HandoffNumber, NoticeLog>,
        head: HandoffNumber,
    }

    impl File {
        fn used(&self, kind: MetadataKind) -> usize {
            let of_kind = |id: i32| MetadataKind::of(id, IdSpace::default()) == kind;
            self.sizes.iter().filter(|(id, _)| of_kind(**id)).map(|(_, size)| size).sum()
        }

        fn prune(&mut self, planned: usize) {
            let (sizes, notices, foreign) = (&self.sizes, &self.notices, &BTreeSet::new());
            let stored = Stored { id_space: IdSpace::default(), head: self.head, sizes, notices, foreign };
            for id in beyond_shares(&stored, planned) {
                self.sizes.remove(&id);
                if let Some((first, _)) = IdSpace::default().record_number(id) {
                    self.notices.remove(&first);
                }
            }
        }

        /// The hand-offs of a night, its notice with as many records as there can be, marks of the archive
        /// and a repair.
        fn night(&mut self, night: u32, handoffs: u32) {
            let id_space = IdSpace::default();
            let first = self.head.next();
            for _ in 0..handoffs {
                self.head = self.head.next();
                self.sizes.insert(id_space.guard(self.head), GUARD);
            }

            // Of five notices one goes out, the others are never settled or end as uncertain.
            let to = RecipientsDigest::of(["a@b.example"]);
            let draft = Event::Draft { last: self.head, to, draft: "r-1234567890123456789".into() };
            let nonce = "2036-11-25.0123456789abcdef".to_owned();
            let mut events = vec![draft];
            events.resize(RECORDS_PER_NOTICE - 1, Event::Attempt { nonce });
            match night % 5 {
                0 => events.push(Event::Sent),
                1 | 2 => events.push(Event::Uncertain),
                _ => {}
            }
            for (position, event) in (0..).zip(&events) {
                let size = ids::NOTICE_KEY.len() + event.to_string().len();
                self.sizes.insert(id_space.record(first, position), size);
            }
            self.notices.insert(first, NoticeLog { first, events });

            self.sizes.insert(ids::stage(nth(night + 1)), 62);
            self.sizes.insert(ids::undone(nth(night + 1)), 63);
            self.sizes.insert(ids::archive_file(2026 + i32::try_from(night / 365).unwrap()), 107);
            self.sizes.insert(ids::repair(night), 330);
            self.sizes.retain(|id, _| !ids::is_refused_row(*id));
            for row in 0..MOST {
                self.sizes.insert(ids::REFUSED_ROWS + i32::try_from(row).unwrap(), RECORD);
            }
            self.sizes.insert(ids::ORIGIN, 59);
            self.sizes.insert(ids::reminder_record(NaiveDate::default()), 21);
        }
    }

    #[test]
    fn ten_years_of_nights_that_fill_every_kind_leave_room_for_the_next_guards() {
        let mut file = File::default();
        for night in 0..3650 {
            let handoffs = 1 + night % 3;
            file.prune(handoffs as usize);
            file.night(night, handoffs);

            for kind in [MetadataKind::Guard, MetadataKind::Notice] {
                assert!(file.used(kind) <= kind.share(), "{kind:?} in night {night}: {}", file.used(kind));
            }
            let all: usize = file.sizes.values().sum();
            assert!(all <= 28_000 + 500, "night {night}: {all}");

            let needed = nth(file.head.number().saturating_sub(GUARDS_RETAINED) + 1).through(file.head);
            let mut guards = needed.map(|number| IdSpace::default().guard(number));
            assert!(guards.all(|id| file.sizes.contains_key(&id)), "night {night}");
            let announced = file.notices.values().map(NoticeLog::end).max();
            assert_eq!(announced, Some(file.head), "what was announced is never announced again");
        }
    }

    #[test]
    fn the_records_of_one_notice_have_their_room() {
        let mut file = File::default();
        file.night(1, 1);
        assert!(file.used(MetadataKind::Notice) <= NOTICE, "{}", file.used(MetadataKind::Notice));
    }

    #[test]
    fn notices_that_are_not_settled_go_last() {
        let mut file = File::default();
        for night in 0..40 {
            file.night(night, 1);
        }
        file.prune(1);
        let open = file.notices.values().filter(|log| !log.has_ended()).count();
        assert_eq!(open, 16, "all that were open are there");
        assert!((20..30).contains(&file.notices.len()), "{}", file.notices.len());
    }
}
