//! Finds what could resemble a row without comparing it with everything.

use std::collections::{BTreeSet, HashMap};

use crate::domain::finding::field::Field;
use crate::domain::identity::fingerprint::Digests;

/// The number of reports from which on a common value is not followed: it tells none of them from the
/// others, and the comparison would be quadratic.
const COMMON: usize = 64;

/// Reports by what they say: two that are alike share a text, the time, or something that
/// identifies.
pub(super) struct Index<'a, T> {
    reports: Vec<(T, &'a Digests)>,
    by_digest: HashMap<(Field, u32), Vec<usize>>,
}

impl<'a, T: Copy> Index<'a, T> {
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

    /// The reports that share something with this one, and how much they resemble it.
    pub(super) fn similar(&self, own: &Digests) -> impl Iterator<Item = (f64, T, &'a Digests)> {
        let found: BTreeSet<usize> = Self::KEYS
            .into_iter()
            .filter_map(|field| self.by_digest.get(&(field, own.get(field)?)))
            .filter(|reports| reports.len() <= COMMON)
            .flatten()
            .copied()
            .collect();

        found.into_iter().map(|at| {
            let (which, digests) = self.reports[at];
            (digests.resemblance(own), which, digests)
        })
    }
}
