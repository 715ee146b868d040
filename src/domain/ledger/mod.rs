//! The record of everything ever handed over.

pub mod archiving;
pub mod chain;
pub mod cross_checks;
mod damage;
pub mod delivered;
pub mod entry;
pub mod lines;
pub mod repair_log;
pub mod verification;

use std::collections::{BTreeMap, HashMap};

pub use self::damage::{Damage, Numbers, START_ANEW, SeenIn};

use chrono::NaiveDate;

use crate::domain::identity::digests::Digests;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::archiving::Archiving;
use crate::domain::ledger::chain::{Guard, Link};
use crate::domain::ledger::entry::{Class, Entry};
use crate::domain::ledger::lines::LedgerRow;
use crate::sheet::cell::Cell;

/// Days after which the tabs of a hand-off are left to people, who may have put them away: no run makes
/// them again.
pub const WATCHED_DAYS: i64 = 90;

/// How many of the newest numbers keep their guards however old they are, so that one of these that is
/// missing was deleted.
pub const GUARDS_RETAINED: u32 = 60;

/// The ledger after its chain has been verified.
#[derive(Clone, Debug)]
pub struct Ledger {
    entries: Vec<Entry>,
    by_id: HashMap<ReportId, Vec<usize>>,
    /// Digests of the reports whose last revision was read without a column that an earlier one had.
    filled: HashMap<ReportId, Digests>,
    /// Where each line of an archived hand-off is recorded, and what its record says.
    archived: BTreeMap<(HandoffNumber, ReportId), (usize, Archiving)>,
    links: Vec<Link>,
}

impl Ledger {
    /// Verifies the ledger tab against its own chain and the guards that remain.
    ///
    /// `rows` is the whole tab, header included. Blank rows and the order of rows are not damage,
    /// because staff and filters leave both behind. The guard of the last hand-off must be there;
    /// older ones may have been pruned. That of number 0 is never pruned.
    ///
    /// # Errors
    /// The first damage found. [`Damage::Behind`] and [`Damage::Ahead`] are also what a read that
    /// straddles another run's commit looks like, so the caller reads again before believing them.
    pub fn verify(rows: &[Vec<Cell>], guards: &[Guard], spreadsheet_id: &str) -> Result<Self, Damage> {
        let (mut handoffs, unreadable) = lines::borrowed(rows);
        if let Some(damage) = unreadable.into_iter().next() {
            return Err(damage);
        }

        let head = handoffs.keys().next_back().copied().unwrap_or_default();
        let guarded = guards.iter().map(|guard| guard.number).max().unwrap_or_default();

        match head.cmp(&guarded) {
            std::cmp::Ordering::Less => return Err(Damage::Behind { ledger: head, guards: guarded }),
            std::cmp::Ordering::Greater => return Err(Damage::Ahead { ledger: head, guards: guarded }),
            std::cmp::Ordering::Equal => {}
        }

        let known_before = handoffs.remove(&HandoffNumber::KNOWN_BEFORE).unwrap_or_default();
        let mut links = vec![start(&known_before, guards, &Link::origin(spreadsheet_id))?];
        let mut entries: Vec<Entry> = known_before.into_iter().map(|line| line.entry).collect();

        for (number, (found, lines)) in HandoffNumber::FIRST.through(head).zip(handoffs) {
            let broken = Damage::Broken { number };
            let Some(link) = lines::follows(&links[links.len() - 1], &lines) else { return Err(broken) };
            let count = u32::try_from(lines.len()).unwrap_or(u32::MAX);
            let guard = guards.iter().find(|guard| guard.number == number);
            if found != number || guard.is_some_and(|guard| guard.link != link || guard.count != count) {
                return Err(broken);
            }
            links.push(link);
            entries.extend(lines.into_iter().map(|line| line.entry));
        }

        Ok(Self::index(entries, links))
    }

    /// The ledger of a spreadsheet that has never handed anything over.
    pub fn empty(spreadsheet_id: &str) -> Self {
        Self::starting(spreadsheet_id, Vec::new())
    }

    /// The ledger of a spreadsheet that has never handed anything over and begins with these entries
    /// under number 0.
    pub fn starting(spreadsheet_id: &str, known_before: Vec<Entry>) -> Self {
        let origin = Link::origin(spreadsheet_id);
        let cells: Vec<_> = known_before.iter().map(Entry::cells).collect();
        let lines = || cells.iter().map(|cells| cells.iter().map(String::as_str));
        let link = if cells.is_empty() { origin } else { origin.next(lines()) };
        Self::index(known_before, vec![link])
    }

    /// The ledger as it stands once these hand-offs are committed.
    #[must_use]
    pub fn with(self, handed_over: impl IntoIterator<Item = Entry>) -> Self {
        let mut handed_over = handed_over.into_iter().peekable();
        if handed_over.peek().is_none() {
            return self;
        }

        let first = self.head().next();
        let Self { mut entries, mut links, .. } = self;
        entries.extend(handed_over);
        let head = entries.last().map(|entry| entry.number).unwrap_or_default();

        for number in first.through(head) {
            let cells: Vec<_> =
                entries.iter().filter(|entry| entry.number == number).map(Entry::cells).collect();
            links.push(
                links[links.len() - 1].next(cells.iter().map(|cells| cells.iter().map(String::as_str))),
            );
        }

        Self::index(entries, links)
    }

    fn index(entries: Vec<Entry>, links: Vec<Link>) -> Self {
        let mut by_id: HashMap<_, Vec<usize>> = HashMap::new();
        let mut filled: HashMap<ReportId, Digests> = HashMap::new();
        let mut archived = BTreeMap::new();

        for (at, entry) in entries.iter().enumerate() {
            if entry.class == Class::Archived {
                if let Ok(archiving) = entry.note.parse::<Archiving>() {
                    archived.insert((archiving.handoff, entry.id), (at, archiving));
                }
                continue;
            }

            let revisions = by_id.entry(entry.id).or_default();
            if let Some(before) = revisions.last().and_then(|before| entries.get(*before)) {
                let before = filled.remove(&entry.id).unwrap_or_else(|| before.digests.clone());
                if !before.read().without(entry.digests.read()).is_empty() {
                    filled.insert(entry.id, entry.digests.filled_from(&before));
                }
            }
            revisions.push(at);
        }

        Self { entries, by_id, filled, archived, links }
    }

    /// The last number given, 0 before the first. It may record an archiving.
    pub fn head(&self) -> HandoffNumber {
        HandoffNumber::new(u32::try_from(self.links.len() - 1).unwrap_or(u32::MAX))
    }

    /// The chain after the last hand-off.
    pub fn link(&self) -> &Link {
        &self.links[self.links.len() - 1]
    }

    /// The chain after one hand-off; after the last for a number beyond it.
    pub fn link_after(&self, number: HandoffNumber) -> &Link {
        self.links.get(number.number() as usize).unwrap_or_else(|| self.link())
    }

    /// All entries, in the order in which they were written.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entries of one hand-off.
    pub fn handoff(&self, number: HandoffNumber) -> impl Iterator<Item = &Entry> {
        let first = self.entries.partition_point(|entry| entry.number < number);
        self.entries[first..].iter().take_while(move |entry| entry.number == number)
    }

    /// Every report ever handed over, in the order of its first hand-off.
    pub fn ids(&self) -> impl Iterator<Item = ReportId> {
        let first = |entry: &&Entry| entry.revision == 1 && entry.class != Class::Archived;
        self.entries.iter().filter(first).map(|entry| entry.id)
    }

    /// The revisions of one report, oldest first; empty for an ID that was never given.
    pub fn revisions(&self, id: ReportId) -> impl DoubleEndedIterator<Item = &Entry> {
        self.by_id.get(&id).into_iter().flatten().map(|at| &self.entries[*at])
    }

    /// The last revision of a report.
    pub fn latest(&self, id: ReportId) -> Option<&Entry> {
        self.revisions(id).next_back()
    }

    /// The revision before an entry.
    pub fn before(&self, entry: &Entry) -> Option<&Entry> {
        self.revisions(entry.id).rev().find(|revision| revision.revision < entry.revision)
    }

    /// The entry that first said what an entry says: of one that takes an annulment back, the revision before
    /// the annulment; of any other, itself.
    pub fn first_said<'a>(&'a self, mut entry: &'a Entry) -> &'a Entry {
        while entry.is_reinstated()
            && let Some(before) = self.before(entry).and_then(|annulled| self.before(annulled))
        {
            entry = before;
        }
        entry
    }

    /// Returns `true` if the citizen's texts were left out of a line: of its own, or of the one that it reinstates.
    pub fn says_no_texts(&self, entry: &Entry) -> bool {
        self.first_said(entry).without_texts
    }

    /// Content of a report as far as the ledger knows: its last revision, and of a field that had no column
    /// then, what the latest revision that had one says. `None` for an ID that was never given.
    pub fn content(&self, id: ReportId) -> Option<&Digests> {
        self.filled.get(&id).or_else(|| self.latest(id).map(|latest| &latest.digests))
    }

    /// Returns `true` if a report has gone out with all its criteria met.
    pub fn went_out_complete(&self, id: ReportId) -> bool {
        self.revisions(id).any(|entry| entry.handed_over_as() == Some(Class::Pqr))
    }

    /// Returns `true` if the texts of a report were left out of its last revision, once, and a row says the same
    /// as that. A reinstatement says what the revision before the annulment said, and no more of its texts.
    pub fn lacks_texts(&self, id: ReportId, digests: &Digests) -> bool {
        let mut left_out =
            self.revisions(id).filter(|entry| entry.without_texts && entry.digests.says_the_same(digests));
        let only = left_out.next().filter(|_| left_out.next().is_none());

        let is_handed_over =
            |entry: &Entry| matches!(entry.class, Class::Pqr | Class::Incomplete | Class::Amendment);
        only.is_some_and(|entry| {
            let latest = self.latest(id).map(|latest| self.first_said(latest));
            is_handed_over(entry) && latest.is_some_and(|latest| latest.revision == entry.revision)
        })
    }

    /// Returns `true` if the office has taken a report back, and nothing was handed over of it since.
    pub fn is_annulled(&self, id: ReportId) -> bool {
        self.latest(id).is_some_and(|entry| entry.handed_over_as() == Some(Class::Annulled))
    }

    /// Returns `true` if a report is known only because its row stood there when the service began:
    /// nobody has ever been handed it.
    pub fn was_never_handed_over(&self, id: ReportId) -> bool {
        self.latest(id).is_some_and(|entry| entry.handed_over_as().is_none())
    }

    /// Returns `true` if nothing has been handed over of a report in this file.
    pub fn is_known_before(&self, id: ReportId) -> bool {
        self.latest(id).is_some_and(|entry| entry.class == Class::KnownBefore)
    }

    /// Returns `true` if a number records what was archived, and handed nothing over.
    pub fn is_archiving(&self, number: HandoffNumber) -> bool {
        self.handoff(number).next().is_some_and(|entry| entry.class == Class::Archived)
    }

    /// The last number under which something was handed over, 0 before the first.
    pub fn last_handed_over(&self) -> HandoffNumber {
        let mut numbers = HandoffNumber::FIRST.through(self.head()).rev();
        numbers.find(|number| !self.is_archiving(*number)).unwrap_or_default()
    }

    /// Returns `true` if the tab of a hand-off was put away into the archive.
    pub fn is_archived(&self, number: HandoffNumber) -> bool {
        self.archivings_of(number).next().is_some()
    }

    /// The records of a hand-off's archived lines: the ledger line of each, and what it says.
    pub fn archivings_of(&self, number: HandoffNumber) -> impl Iterator<Item = (&Entry, &Archiving)> {
        let first = ReportId { year: i32::MIN, number: 0 };
        let records = self.archived.range((number, first)..);
        let records = records.take_while(move |((handoff, _), _)| *handoff == number);
        records.map(|(_, (at, archiving))| (&self.entries[*at], archiving))
    }

    /// The records of all archived lines, by hand-off.
    pub fn archivings(&self) -> impl Iterator<Item = (&Entry, &Archiving)> {
        self.archived.values().map(|(at, archiving)| (&self.entries[*at], archiving))
    }

    /// The day of the first hand-off; what was known before it does not count.
    pub fn handed_over_since(&self) -> Option<NaiveDate> {
        self.entries()
            .iter()
            .filter(|entry| !entry.number.is_known_before())
            .map(|entry| entry.handed_over)
            .min()
    }

    /// The day of a hand-off.
    pub fn day_of(&self, number: HandoffNumber) -> Option<NaiveDate> {
        self.handoff(number).next().map(|entry| entry.handed_over)
    }

    /// The running number of the last ID given in a year.
    pub fn last_id_of(&self, year: i32) -> u32 {
        self.by_id.keys().filter(|id| id.year == year).map(|id| id.number).max().unwrap_or(0)
    }
}

/// The chain after number 0, when its lines are the ones that were written.
fn start(lines: &[LedgerRow<'_>], guards: &[Guard], origin: &Link) -> Result<Link, Damage> {
    let guard = guards.iter().find(|guard| guard.number.is_known_before());
    let link = lines::follows(origin, lines);
    let count = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    match (lines, link, guard) {
        ([], _, None) => Ok(origin.clone()),
        (_, Some(link), Some(guard)) if guard.link == link && guard.count == count => Ok(link),
        (_, Some(_), None) => Err(Damage::Unguarded { number: HandoffNumber::KNOWN_BEFORE }),
        (_, None, None) => Err(Damage::Broken { number: HandoffNumber::KNOWN_BEFORE }),
        (_, _, Some(_)) => Err(Damage::KnownBefore),
    }
}

#[cfg(test)]
mod tests;
