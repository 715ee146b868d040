//! Known rows held back because their changes look like a slip of the sheet.
//!
//! Somebody sorts some columns and leaves the others where they are, or deletes a cell and shifts
//! those below it: from then on one citizen's cells stand beside another's. As amendments they
//! would tell Citizen Attention to answer the wrong people.
//!
//! A change counts as a slip in two cases. **Traded**: another changed row said tonight's value in
//! the same field until now, so the values of a column only changed places; of a value that many
//! rows gain, at least half must have been lost by others, since corrections that all go one way are
//! no exchange. A cell emptied is traded when another row gained its value, and a blank that is
//! filled when another row lost it; a blank filled with anything else is a report completed.
//! **Taken over**: one value replaced by another that stands in one to three other entries, in a
//! field where people write what is theirs, and that no more rows gain than there are such entries.
//!
//! Fields with few values never make a row a slip by themselves: there, any correction gives a row
//! the value of another. A row that says again, whole, what it said in an earlier revision is no
//! slip but the end of one.

use std::collections::{HashMap, HashSet};

use crate::domain::finding::field::Field;
use crate::domain::form::report::Report;
use crate::domain::identity::fingerprint::{Digests, Fingerprint};
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::domain::reconcile::Match;

/// So many slips are ordinary corrections in a sheet of any size.
const FEW: usize = 5;
/// One slip in so many known rows is too.
const SHARE: usize = 10;
/// A value in more entries than this, such as "no aporta", is nobody's own.
const RARE: usize = 3;

/// A known row that changed.
struct Changed<'a> {
    at: usize,
    id: ReportId,
    fields: &'a [Field],
    was: &'a Digests,
    now: Digests,
}

/// How often a field lost and gained each value.
#[derive(Default)]
struct Exchange {
    lost: HashMap<(Field, u32), usize>,
    gained: HashMap<(Field, u32), usize>,
}

/// The rows to hold back, by index among the reports: none, unless more than five rows and more
/// than one in ten of the known ones look like a slip. Then all rows with any such change are held,
/// whatever the field; new rows, and those changed to something of their own, are not.
pub fn quarantined<'a>(
    reports: impl Iterator<Item = &'a Report>,
    matches: &[Match],
    ledger: &Ledger,
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
    let telling = |row: &&Changed<'_>| {
        row.fields.iter().any(|field| !field.has_few_values() && suspicious(row, *field))
    };

    if !many(changed.iter().filter(telling).count()) {
        return HashSet::new();
    }

    let any = |row: &&Changed<'_>| row.fields.iter().any(|field| suspicious(row, *field));
    changed.iter().filter(any).map(|row| row.at).collect()
}

fn changed<'a, 'b>(
    reports: impl Iterator<Item = &'b Report>,
    matches: &'a [Match],
    ledger: &'a Ledger,
) -> Vec<Changed<'a>> {
    let row = |(at, (report, found)): (usize, (&'b Report, &'a Match))| {
        let Match::Changed { id, fields } = found else { return None };
        let print = Fingerprint::of(&report.identity);
        let goes_back = ledger.revisions(*id).any(|entry| entry.fingerprint == print);
        let was = &ledger.latest(*id)?.digests;
        let now = || Digests::of(&report.identity);
        (!goes_back).then(|| Changed { at, id: *id, fields, was, now: now() })
    };
    reports.zip(matches).enumerate().filter_map(row).collect()
}

/// The reports that say each value now.
fn values_in_use(ledger: &Ledger) -> HashMap<(Field, u32), Vec<ReportId>> {
    let mut values_in_use: HashMap<_, Vec<_>> = HashMap::new();
    for id in ledger.ids() {
        let Some(latest) = ledger.latest(id) else { continue };
        for field in Field::ALL.into_iter().filter(|field| is_own(*field)) {
            if let Some(digest) = latest.digests.get(field) {
                values_in_use.entry((field, digest)).or_default().push(id);
            }
        }
    }
    values_in_use
}

/// Returns `true` if people write in this field what is theirs alone. Days and hours are everybody's.
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

    fn lost(&self, field: Field, digest: u32) -> usize {
        self.lost.get(&(field, digest)).copied().unwrap_or(0)
    }

    fn gained(&self, field: Field, digest: u32) -> usize {
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
        values_in_use: &HashMap<(Field, u32), Vec<ReportId>>,
    ) -> bool {
        let (Some(_), Some(now)) = (row.was.get(field), row.now.get(field)) else { return false };
        let entries = values_in_use.get(&(field, now)).map_or(&[][..], Vec::as_slice);
        let others = entries.iter().filter(|id| **id != row.id).count();
        (1..=RARE).contains(&others) && self.gained(field, now) <= others
    }
}

#[cfg(test)]
mod tests;
