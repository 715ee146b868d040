//! Suspicious changes: known rows that look as if the sheet was edited by accident.
//!
//! Somebody sorts some columns and leaves the others where they are, or deletes a cell and shifts
//! those below it: from then on one citizen's cells stand beside another's. Handed over as amendments,
//! such rows would make Citizen Attention answer the wrong people. So they are quarantined: nothing is
//! handed over of them until somebody undoes the edit or accepts the changes.
//!
//! A changed field is suspicious in two cases.
//!
//! **Traded**: the values of a column only changed places.
//! - A new value is traded if another changed row had it in this field before. Where several rows gain
//!   a value, other rows must have lost it at least half as often, since corrections that all go one
//!   way are no exchange.
//! - A cell that was emptied is traded if another row gained its value.
//! - A blank that was filled is traded if another row lost the value; filled with anything else, it
//!   completes the report.
//!
//! **Taken over**: the field, in which people write something of their own, has a new value in place of
//! an old one, one to three other entries have that value, and no more rows gain it than there are such
//! entries.
//!
//! More than five rows are too many, in a sheet of any size, where the values are somebody's own: in a
//! field in which people write, and in no more than three entries, so that no placeholder counts. Days,
//! hours and common values count only where the rows are more than one in ten of the known ones as well.
//! Fields with few values never make a row suspicious by themselves, because any correction there gives
//! a row the value of another.
//!
//! A row that goes back, whole, to what it said in an earlier revision is never suspicious: it ends an
//! accidental edit. A change of which some rows were let through is still one: those rows count for the
//! rest, as long as these trade values with them.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::domain::finding::field::Field;
use crate::domain::form::report::Report;
use crate::domain::identity::digests::{Digests, FieldDigest};
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::domain::ledger::entry::Class;
use crate::domain::reconcile::matches::Match;

/// Most suspicious rows that pass for ordinary corrections in a sheet of any size.
pub const FEW: usize = 5;
/// Up to one suspicious row in this many known rows passes for an ordinary correction of days, hours and
/// common values.
const SHARE: usize = 10;
/// Most entries that may share a value, such as a phone number, for it to be anybody's own; "no aporta"
/// stands in many more.
pub(super) const RARE: usize = 3;

/// A known row that changed, with what it said and what it says.
pub(super) struct Changed<'a> {
    /// Index among the reports.
    pub(super) at: usize,
    id: ReportId,
    fields: Cow<'a, [Field]>,
    pub(super) was: &'a Digests,
    pub(super) now: &'a Digests,
}

/// How often a field lost and gained each value.
#[derive(Default)]
struct Exchange {
    lost: HashMap<(Field, FieldDigest), usize>,
    gained: HashMap<(Field, FieldDigest), usize>,
}

/// The rows to quarantine, by index among the reports: none, unless there are too many suspicious ones.
/// Then all rows with a suspicious field are quarantined; those suspicious in a common value alone only
/// where they are too many for that, or where the same column moved in other rows. New rows and rows with
/// an ordinary change never are.
pub fn quarantined<'a>(
    reports: impl Iterator<Item = &'a Report>,
    matches: &'a [Match],
    ledger: &'a Ledger,
) -> HashSet<usize> {
    let changed: Vec<Changed<'_>> = changed(reports, matches, ledger);
    if changed.is_empty() {
        return HashSet::new();
    }

    let amended = amended(matches, ledger);
    let values = Values {
        exchange: Exchange::of(&changed),
        before: Exchange::of(&amended),
        in_use: ValuesInUse::of(ledger),
    };
    let moved = |row: &&Changed<'_>| row.fields.iter().any(|field| values.is_suspicious(row, *field));
    if too_many_of_all(&changed, matches, &values) {
        // Once there was an accidental edit, a field with few values is as likely to be part of it.
        return changed.iter().filter(moved).map(|row| row.at).collect();
    }

    let own: Vec<&Changed<'_>> = changed.iter().filter(|row| values.is_own_moved(row)).collect();
    if own.len() + values.let_through(&amended, &own) <= FEW {
        return HashSet::new();
    }

    let columns = moved_columns(&own, &values);
    let in_a_moved_column = |row: &&Changed<'_>| {
        columns.iter().any(|field| row.fields.contains(field) && values.is_suspicious(row, *field))
    };
    let beside = changed.iter().filter(in_a_moved_column).map(|row| row.at);
    own.iter().map(|row| row.at).chain(beside).collect()
}

/// Returns `true` if the suspicious rows, whatever the values, are more than pass for corrections in a
/// sheet of this size.
fn too_many_of_all(changed: &[Changed<'_>], matches: &[Match], values: &Values) -> bool {
    let known =
        matches.iter().filter(|found| matches!(found, Match::Same(_) | Match::Changed { .. })).count();
    let counts = |row: &&Changed<'_>| {
        row.fields.iter().any(|field| !field.has_few_values() && values.is_suspicious(row, *field))
    };
    let rows = changed.iter().filter(counts).count();
    rows > FEW && rows * SHARE > known
}

/// The columns whose values moved in more than a few of these rows.
fn moved_columns(rows: &[&Changed<'_>], values: &Values) -> Vec<Field> {
    let moved = |field: &Field| {
        let in_it = rows.iter().filter(|row| row.fields.contains(field) && values.is_suspicious(row, *field));
        in_it.count() > FEW
    };
    Field::ALL.into_iter().filter(moved).collect()
}

/// The known rows that changed to something that they never said before.
pub(super) fn changed<'a>(
    reports: impl Iterator<Item = &'a Report>,
    matches: &'a [Match],
    ledger: &'a Ledger,
) -> Vec<Changed<'a>> {
    let row = |(at, (report, found)): (usize, (&'a Report, &'a Match))| {
        let Match::Changed { id, fields } = found else { return None };
        if ledger.revisions(*id).any(|entry| entry.digests.says_the_same(&report.digests)) {
            return None;
        }

        let fields = Cow::Borrowed(fields.as_slice());
        Some(Changed { at, id: *id, fields, was: ledger.content(*id)?, now: &report.digests })
    };
    reports.zip(matches).enumerate().filter_map(row).collect()
}

/// The reports whose last revision has each value, in the fields where people write something of their own.
pub(super) struct ValuesInUse(HashMap<(Field, FieldDigest), Vec<ReportId>>);

impl ValuesInUse {
    pub(super) fn of(ledger: &Ledger) -> Self {
        let mut values_in_use: HashMap<_, Vec<_>> = HashMap::new();

        for id in ledger.ids() {
            let Some(content) = ledger.content(id) else { continue };
            for (field, digest) in content.iter().filter(|(field, _)| is_own(*field)) {
                values_in_use.entry((field, digest)).or_default().push(id);
            }
        }

        Self(values_in_use)
    }

    fn with(&self, field: Field, digest: FieldDigest) -> &[ReportId] {
        self.0.get(&(field, digest)).map_or(&[][..], Vec::as_slice)
    }

    /// Returns `true` if so few entries have a value that it may be somebody's own.
    pub(super) fn is_rare(&self, field: Field, digest: FieldDigest) -> bool {
        self.with(field, digest).len() <= RARE
    }
}

/// Returns `true` for a field in which people write something of their own; days and hours are shared.
pub(super) fn is_own(field: Field) -> bool {
    !field.has_few_values() && !field.is_office() && !matches!(field, Field::Date | Field::Time)
}

/// The values that tonight's changed rows and the last amendments in force lost and gained, and those the
/// entries have.
struct Values {
    exchange: Exchange,
    before: Exchange,
    in_use: ValuesInUse,
}

impl Values {
    /// Returns `true` if a field of a changed row was traded or taken over.
    fn is_suspicious(&self, row: &Changed<'_>, field: Field) -> bool {
        self.exchange.is_traded(row, field) || self.is_taken_over(row, field)
    }

    /// Returns `true` if a value of somebody's own moved into a row, or out of it and into another.
    fn is_own_moved(&self, row: &Changed<'_>) -> bool {
        let moved = |field: &&Field| {
            let value = row.now.get(**field).or(row.was.get(**field));
            is_own(**field) && value.is_some_and(|value| self.in_use.is_rare(**field, value))
        };
        row.fields
            .iter()
            .filter(moved)
            .any(|field| self.is_suspicious(row, *field) || self.was_given_away(row, *field))
    }

    /// Returns `true` if the new value of a field is one that an amendment took from another report.
    fn was_given_away(&self, row: &Changed<'_>, field: Field) -> bool {
        row.now.get(field).is_some_and(|now| (1..=RARE).contains(&self.before.lost(field, now)))
    }

    fn is_taken_over(&self, row: &Changed<'_>, field: Field) -> bool {
        let (Some(_), Some(now)) = (row.was.get(field), row.now.get(field)) else { return false };
        let entries = self.in_use.with(field, now);
        let others = entries.iter().filter(|id| **id != row.id).count();
        (1..=RARE).contains(&others) && self.exchange.gained(field, now) <= others
    }

    /// How many of the amended reports trade a value of their own with these rows: the part of one
    /// accidental edit that somebody has let through.
    fn let_through(&self, amended: &[Changed<'_>], rows: &[&Changed<'_>]) -> usize {
        let tonight = Exchange::of(rows.iter().copied());

        let trades = |row: &&Changed<'_>| {
            row.fields.iter().filter(|field| is_own(**field)).any(|field| {
                let lost = row.was.get(*field).filter(|was| self.before.lost(*field, *was) <= RARE);
                let gained = row.now.get(*field).filter(|now| self.in_use.is_rare(*field, *now));
                lost.is_some_and(|was| tonight.gained(*field, was) > 0)
                    || gained.is_some_and(|now| tonight.lost(*field, now) > 0)
            })
        };
        amended.iter().filter(trades).count()
    }
}

/// The known rows that say what their last amendment says.
fn amended<'a>(matches: &[Match], ledger: &'a Ledger) -> Vec<Changed<'a>> {
    let row = |(at, found): (usize, &Match)| match found {
        Match::Same(id) => amendment(at, *id, ledger),
        Match::Changed { .. } | Match::Repeat(_) | Match::BeforeStart | Match::New { .. } => None,
    };
    matches.iter().enumerate().filter_map(row).collect()
}

/// The change that the last amendment of a report made; `None` where it has none.
fn amendment(at: usize, id: ReportId, ledger: &Ledger) -> Option<Changed<'_>> {
    let mut revisions = ledger.revisions(id).rev();
    let last = revisions.next().filter(|entry| entry.class == Class::Amendment)?;
    let (was, now) = (&revisions.next()?.digests, &last.digests);
    Some(Changed { at, id, fields: Cow::Owned(was.changed(now)), was, now })
}

impl Exchange {
    fn of<'row, 'data: 'row>(changed: impl IntoIterator<Item = &'row Changed<'data>>) -> Self {
        let mut exchange = Self::default();

        for row in changed {
            for field in row.fields.iter() {
                if let Some(digest) = row.was.get(*field) {
                    *exchange.lost.entry((*field, digest)).or_default() += 1;
                }
                if let Some(digest) = row.now.get(*field) {
                    *exchange.gained.entry((*field, digest)).or_default() += 1;
                }
            }
        }

        exchange
    }

    fn lost(&self, field: Field, digest: FieldDigest) -> usize {
        self.lost.get(&(field, digest)).copied().unwrap_or(0)
    }

    fn gained(&self, field: Field, digest: FieldDigest) -> usize {
        self.gained.get(&(field, digest)).copied().unwrap_or(0)
    }

    fn is_traded(&self, row: &Changed<'_>, field: Field) -> bool {
        match (row.was.get(field), row.now.get(field)) {
            (_, Some(now)) => self.gained(field, now) <= 2 * self.lost(field, now),
            (Some(was), None) => self.lost(field, was) <= 2 * self.gained(field, was),
            (None, None) => false,
        }
    }
}

#[cfg(test)]
mod tests;
