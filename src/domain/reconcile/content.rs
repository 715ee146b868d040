//! An index that finds the reports which say exactly what a row says.

use std::collections::HashMap;

use crate::domain::identity::digests::Digests;
use crate::domain::identity::fields::FieldSet;
use crate::domain::identity::fingerprint::Fingerprint;
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::domain::reconcile::row::ComparedRow;
use crate::domain::reconcile::suspicious;

/// The reports of the ledger by everything that any of their revisions said, as far as it can be compared
/// with tonight's rows: in the fields that had a column then and have one now.
pub(super) struct ContentIndex {
    /// The fields that have a column tonight.
    read: FieldSet,
    /// One map for each set of fields that can be compared; one alone while the sheet keeps its columns.
    maps: Vec<(FieldSet, HashMap<Fingerprint, Vec<ReportId>>)>,
}

impl ContentIndex {
    pub(super) fn of(ledger: &Ledger, read: FieldSet) -> Self {
        let mut index = Self { read, maps: Vec::new() };
        for id in ledger.ids() {
            for (digests, whole) in contents(ledger, id) {
                index.add(id, digests, whole);
            }
        }
        index
    }

    fn add(&mut self, id: ReportId, digests: &Digests, whole: Fingerprint) {
        let fields = digests.read().and(self.read);
        let fingerprint = fingerprint(digests, whole, fields);
        let Some(fingerprint) = fingerprint else { return };

        let at = self.maps.iter().position(|(known, _)| *known == fields).unwrap_or_else(|| {
            self.maps.push((fields, HashMap::new()));
            self.maps.len() - 1
        });
        // All that a report ever said is added at once, so that it can only be the last one there.
        let ids = self.maps[at].1.entry(fingerprint).or_default();
        if ids.last() != Some(&id) {
            ids.push(id);
        }
    }

    /// Returns `true` if some revision of a report has the content of a row.
    pub(super) fn has(&self, row: &ComparedRow<'_>, id: ReportId, ledger: &Ledger) -> bool {
        contents(ledger, id).any(|(digests, whole)| {
            let fields = digests.read().and(self.read);
            let theirs = fingerprint(digests, whole, fields);
            theirs.is_some() && theirs == fingerprint(row.digests, row.fingerprint, fields)
        })
    }

    /// The reports some revision of which has the content of a row, in the order of the ledger.
    pub(super) fn with_content(&self, row: &ComparedRow<'_>) -> impl Iterator<Item = ReportId> {
        self.maps.iter().flat_map(|(fields, map)| {
            let fingerprint = fingerprint(row.digests, row.fingerprint, *fields);
            fingerprint.and_then(|fingerprint| map.get(&fingerprint)).into_iter().flatten().copied()
        })
    }
}

/// Everything that a report ever said: each revision, and last what an earlier one said of a column that the
/// last one did not have.
fn contents(ledger: &Ledger, id: ReportId) -> impl Iterator<Item = (&Digests, Fingerprint)> {
    let revisions = ledger.revisions(id).map(|entry| (&entry.digests, entry.fingerprint));
    let filled =
        ledger.content(id).filter(|content| ledger.latest(id).map(|entry| &entry.digests) != Some(content));
    revisions.chain(filled.map(|content| (content, Fingerprint::of(content))))
}

/// The fingerprint of some fields; `None` where they are not all that was read and no citizen wrote anything
/// of their own in them: two reports of a day on a network would then be one, and the second lost.
fn fingerprint(digests: &Digests, whole: Fingerprint, fields: FieldSet) -> Option<Fingerprint> {
    if digests.read() == fields {
        return Some(whole);
    }
    let says_whose = digests.iter().any(|(field, _)| fields.has(field) && suspicious::is_own(field));
    says_whose.then(|| Fingerprint::within(digests, fields))
}
