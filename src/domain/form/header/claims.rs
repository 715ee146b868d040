//! Which column is which field, where headers claim the same one.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::finding::field::Field;
use crate::domain::form::header::{Designation, Role};
use crate::domain::form::layout::TermStart;
use crate::sheet::column_index::ColumnIndex;

/// How well a header says what it says, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// The form's own name of the field.
    Exact,
    /// Another name of it.
    Synonym,
    /// A known name in other words.
    Derived,
    /// Spelled otherwise than any known name.
    Misspelled,
}

/// A column and what its header says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Claim {
    pub(super) column: ColumnIndex,
    /// The letters and digits of the header.
    pub(super) key: String,
    pub(super) designation: Designation,
    pub(super) strength: Strength,
}

/// A question about a column: `true` if its cells are known to be a field's.
pub type Contents<'a> = &'a dyn Fn(ColumnIndex, Field) -> bool;

/// The claims of a row of headers, from the headers alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::domain::form) struct Claims(Vec<Claim>);

/// The columns of each field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::domain::form) struct Assignment {
    /// The columns of each field that has any, in the order in which they stand.
    pub(in crate::domain::form) columns: BTreeMap<Field, Vec<ColumnIndex>>,
    /// The columns that hold several fields.
    pub(in crate::domain::form) shared: BTreeMap<ColumnIndex, Vec<Field>>,
    /// The columns of the day of filing, where another one holds the day of the message.
    pub(in crate::domain::form) filing: Vec<ColumnIndex>,
    /// The day that the column of dates holds.
    pub(in crate::domain::form) term_start: TermStart,
    /// The columns that are read although their headers are spelled otherwise, and as which field.
    pub(in crate::domain::form) misspelled: BTreeMap<ColumnIndex, Field>,
}

impl Claims {
    pub(super) fn new(claims: Vec<Claim>) -> Self {
        Self(claims)
    }

    /// Every claim, in the order of the columns.
    #[cfg(test)]
    pub(super) fn claims(&self) -> impl Iterator<Item = &Claim> {
        self.0.iter()
    }

    /// Gives each field its columns: where several claim it, the one whose contents say it, then the
    /// form's own header, then the one further left; with it those that are read together with it.
    pub(in crate::domain::form) fn resolve(&self, contents: Option<Contents<'_>>) -> Assignment {
        let mut assignment = Assignment::default();

        for (field, mut claims) in self.by_field() {
            claims.sort_by_key(|claim| {
                let said = contents.is_some_and(|says| says(claim.column, field));
                (!said, claim.designation.is_shared(), claim.strength, claim.column)
            });
            let columns = match field {
                Field::Date => assignment.dates(&claims),
                Field::Name => names(&claims),
                Field::Phone | Field::Email => claims.iter().map(|claim| claim.column).collect(),
                _ => claims.iter().take(1).map(|claim| claim.column).collect(),
            };

            for claim in claims.iter().filter(|claim| columns.contains(&claim.column)) {
                if claim.designation.is_shared() {
                    assignment.shared.insert(claim.column, claim.designation.fields.clone());
                }
                if claim.strength == Strength::Misspelled {
                    assignment.misspelled.insert(claim.column, field);
                }
            }
            assignment.columns.insert(field, columns.into_iter().collect());
        }

        assignment
    }

    /// The claims of each field: first the headers that say one thing, then those that say one of
    /// several, which go to the first field that is free, then those that are misspelled.
    fn by_field(&self) -> BTreeMap<Field, Vec<&Claim>> {
        let mut by_field: BTreeMap<Field, Vec<&Claim>> = BTreeMap::new();
        let spelled = |claim: &&Claim| claim.strength != Strength::Misspelled;
        let says_one = |claim: &&Claim| claim.designation.fields.len() == 1 || claim.designation.is_shared();

        for claim in self.0.iter().filter(spelled).filter(says_one) {
            for field in &claim.designation.fields {
                by_field.entry(*field).or_default().push(claim);
            }
        }
        for claim in self.0.iter().filter(spelled).filter(|claim| !says_one(claim)) {
            let free = claim.designation.fields.iter().find(|field| !by_field.contains_key(field));
            if let Some(field) = free.or(claim.designation.fields.first()) {
                by_field.entry(*field).or_default().push(claim);
            }
        }

        for ((field, role), claims) in self.misspelled() {
            let others = by_field.entry(field).or_default();
            if let [only] = claims[..]
                && !others.iter().any(|claim| claim.designation.role == role)
            {
                others.push(only);
            }
        }
        by_field.retain(|_, claims| !claims.is_empty());

        by_field
    }

    fn misspelled(&self) -> BTreeMap<(Field, Role), Vec<&Claim>> {
        let mut by_role: BTreeMap<(Field, Role), Vec<&Claim>> = BTreeMap::new();
        for claim in self.0.iter().filter(|claim| claim.strength == Strength::Misspelled) {
            for field in &claim.designation.fields {
                by_role.entry((*field, claim.designation.role)).or_default().push(claim);
            }
        }
        by_role
    }
}

impl Assignment {
    /// The columns of the day of the message; where there is none, those of the day of filing.
    fn dates(&mut self, claims: &[&Claim]) -> BTreeSet<ColumnIndex> {
        let (filing, message): (Vec<&Claim>, Vec<&Claim>) =
            claims.iter().partition(|claim| claim.designation.role == Role::Filing);
        let columns = |claims: Vec<&Claim>| claims.into_iter().map(|claim| claim.column).collect();

        if message.is_empty() {
            self.term_start = TermStart::Filing;
            return columns(filing);
        }
        self.filing = filing.into_iter().map(|claim| claim.column).collect();
        self.filing.sort_unstable();
        columns(message)
    }
}

/// The best column of a name, with those that hold the rest of it: the form's own header says that it
/// holds the whole name.
fn names(claims: &[&Claim]) -> BTreeSet<ColumnIndex> {
    let whole = claims.iter().find(|claim| claim.designation.role == Role::Whole);
    if let Some(whole) = whole.filter(|claim| claim.strength == Strength::Exact) {
        return BTreeSet::from([whole.column]);
    }

    let mut seen = BTreeSet::new();
    let rest = claims
        .iter()
        .filter(|claim| claim.designation.role == Role::Addition)
        .filter(|claim| seen.insert(claim.key.as_str()))
        .map(|claim| claim.column);
    rest.chain(whole.map(|claim| claim.column)).collect()
}
