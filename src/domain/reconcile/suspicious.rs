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
//! Fields with few values never make a row suspicious by themselves, because any correction there gives
//! a row the value of another. A row that goes back, whole, to what it said in an earlier revision is
//! not suspicious either: it ends an accidental edit.

use std::collections::{HashMap, HashSet};

use crate::domain::finding::field::Field;
use crate::domain::form::report::Report;
use crate::domain::identity::digests::{Digests, FieldDigest};
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::domain::reconcile::matches::Match;

/// Most suspicious rows that pass for ordinary corrections in a sheet of any size.
const FEW: usize = 5;
/// Up to one suspicious row in this many known rows passes for an ordinary correction too.
const SHARE: usize = 10;
/// Most entries that may share a value, such as a phone number, for it to be anybody's own; "no aporta"
/// stands in many more.
const RARE: usize = 3;

/// A known row that changed, with what it said and what it says.
struct Changed<'a> {
    at: usize,
    id: ReportId,
    fields: &'a [Field],
    was: &'a Digests,
    now: &'a Digests,
}

/// How often a field lost and gained each value.
#[derive(Default)]
struct Exchange {
    lost: HashMap<(Field, FieldDigest), usize>,
    gained: HashMap<(Field, FieldDigest), usize>,
}

/// The rows to quarantine, by index among the reports: none, unless more than five rows and more than one
/// in ten of the known ones are suspicious. Then all rows with a suspicious field are quarantined, fields
/// with few values included. New rows and rows with an ordinary change never are.
pub fn quarantined<'a>(
    reports: impl Iterator<Item = &'a Report>,
    matches: &'a [Match],
    ledger: &'a Ledger,
) -> HashSet<usize> {
    let known =
        matches.iter().filter(|found| matches!(found, Match::Same(_) | Match::Changed { .. })).count();
    let changed: Vec<Changed<'_>> = changed(reports, matches, ledger);
    let many = |rows: usize| rows > FEW && rows * SHARE > known;
    if !many(changed.len()) {
        return HashSet::new();
    }

    let exchange = Exchange::of(&changed);
    let values_in_use = values_in_use(ledger);
    let suspicious = |row: &Changed<'_>, field: Field| {
        exchange.is_traded(row, field) || exchange.is_taken_over(row, field, &values_in_use)
    };

    let counts = |row: &&Changed<'_>| {
        row.fields.iter().any(|field| !field.has_few_values() && suspicious(row, *field))
    };
    if !many(changed.iter().filter(counts).count()) {
        return HashSet::new();
    }

    // Once there was an accidental edit, a field with few values is as likely to be part of it.
    let any = |row: &&Changed<'_>| row.fields.iter().any(|field| suspicious(row, *field));
    changed.iter().filter(any).map(|row| row.at).collect()
}

/// The known rows that changed to something that they never said before.
fn changed<'a>(
    reports: impl Iterator<Item = &'a Report>,
    matches: &'a [Match],
    ledger: &'a Ledger,
) -> Vec<Changed<'a>> {
    let row = |(at, (report, found)): (usize, (&'a Report, &'a Match))| {
        let Match::Changed { id, fields } = found else { return None };
        if ledger.revisions(*id).any(|entry| entry.digests.says_the_same(&report.digests)) {
            return None;
        }

        Some(Changed { at, id: *id, fields, was: ledger.content(*id)?, now: &report.digests })
    };
    reports.zip(matches).enumerate().filter_map(row).collect()
}

/// The reports whose last revision has each value, in the fields where people write something of their own.
fn values_in_use(ledger: &Ledger) -> HashMap<(Field, FieldDigest), Vec<ReportId>> {
    let mut values_in_use: HashMap<_, Vec<_>> = HashMap::new();

    for id in ledger.ids() {
        let Some(content) = ledger.content(id) else { continue };
        for (field, digest) in content.iter().filter(|(field, _)| is_own(*field)) {
            values_in_use.entry((field, digest)).or_default().push(id);
        }
    }

    values_in_use
}

/// Returns `true` for a field in which people write something of their own; days and hours are shared.
pub(super) fn is_own(field: Field) -> bool {
    !field.has_few_values() && !field.is_office() && !matches!(field, Field::Date | Field::Time)
}

impl Exchange {
    fn of(changed: &[Changed<'_>]) -> Self {
        let mut exchange = Self::default();

        for row in changed {
            for field in row.fields {
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

    fn is_taken_over(
        &self,
        row: &Changed<'_>,
        field: Field,
        values_in_use: &HashMap<(Field, FieldDigest), Vec<ReportId>>,
    ) -> bool {
        let (Some(_), Some(now)) = (row.was.get(field), row.now.get(field)) else { return false };
        let entries = values_in_use.get(&(field, now)).map_or(&[][..], Vec::as_slice);
        let others = entries.iter().filter(|id| **id != row.id).count();
        (1..=RARE).contains(&others) && self.gained(field, now) <= others
    }
}

#[cfg(test)]
mod tests;
