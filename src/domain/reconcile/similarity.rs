//! An index that finds the reports which may resemble a row, without comparing the row with all of them.

use std::collections::{BTreeSet, HashMap};

use crate::domain::finding::field::Field;
use crate::domain::identity::digests::{Digests, FieldDigest};
use crate::domain::ids::report_id::ReportId;
use crate::domain::ledger::Ledger;
use crate::domain::reconcile::comparisons;

/// Most reports that may share a value for the value to be followed. A more common one tells none of them
/// from the others, and following it would make the comparison quadratic.
const COMMON: usize = 64;

/// Reports by the values of some fields. Two similar reports share a free text, the time, or a value that
/// identifies the citizen, so that nothing else needs to be compared.
pub(super) struct SimilarityIndex<'a, T> {
    reports: Vec<(T, &'a Digests)>,
    by_digest: HashMap<(Field, FieldDigest), Vec<usize>>,
}

impl<'a> SimilarityIndex<'a, ReportId> {
    /// An index of what reports in the ledger say.
    pub(super) fn of_contents(ids: impl Iterator<Item = ReportId>, ledger: &'a Ledger) -> Self {
        Self::of(ids.filter_map(|id| Some((id, ledger.content(id)?))))
    }
}

impl<'a, T: Copy> SimilarityIndex<'a, T> {
    /// The fields by whose values reports are found.
    const KEYS: [Field; 11] = [
        Field::Time,
        Field::Profile,
        Field::Name,
        Field::Document,
        Field::Phone,
        Field::Email,
        Field::Address,
        Field::Subscriber,
        Field::Subject,
        Field::Grounds,
        Field::Link,
    ];

    pub(super) fn of(reports: impl Iterator<Item = (T, &'a Digests)>) -> Self {
        let reports: Vec<_> = reports.collect();
        let mut by_digest: HashMap<_, Vec<_>> = HashMap::new();

        for (at, (_, digests)) in reports.iter().enumerate() {
            for field in Self::KEYS {
                if let Some(digest) = digests.get(field) {
                    by_digest.entry((field, digest)).or_default().push(at);
                }
            }
        }

        Self { reports, by_digest }
    }

    /// The reports that share an indexed value with this one, each with its resemblance from 0 to 1.
    pub(super) fn similar(&self, own: &Digests) -> impl Iterator<Item = (f64, T, &'a Digests)> {
        let found: BTreeSet<usize> = Self::KEYS
            .into_iter()
            .filter_map(|field| self.by_digest.get(&(field, own.get(field)?)))
            .filter(|reports| reports.len() <= COMMON)
            .flatten()
            .copied()
            .collect();

        found.into_iter().map(|at| {
            comparisons::count();
            let (which, digests) = self.reports[at];
            (digests.resemblance(own), which, digests)
        })
    }
}
