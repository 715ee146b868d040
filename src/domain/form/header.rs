//! What a header says its column is.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::domain::finding::field::Field;
use crate::domain::form::service_column::ServiceColumn;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::normalize;

/// How many letters may differ in a header.
const FAR: usize = 2;
/// A header this short must be spelled as it is: two letters off, any short word is any other.
const SHORT: usize = 4;

/// The synonyms of the form's headers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Headers {
    by_key: HashMap<String, Vec<Field>>,
    first: HashMap<Field, String>,
    own: HashSet<String>,
}

/// A column that was taken for a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Claim {
    pub(super) column: ColumnIndex,
    /// True if it is spelled otherwise than any synonym.
    pub(super) approximate: bool,
}

/// The columns that the headers of a row claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct HeaderClaims {
    pub(super) columns: BTreeMap<Field, Claim>,
    /// The first field that two columns claim, and those columns.
    pub(super) twice: Option<(Field, ColumnIndex, ColumnIndex)>,
}

impl Headers {
    /// Headers by field and spelling.
    pub(super) fn new<'a>(synonyms: impl IntoIterator<Item = (Field, &'a [String])>) -> Self {
        let mut by_key: HashMap<String, Vec<Field>> = HashMap::new();
        let mut first = HashMap::new();
        for (field, texts) in synonyms {
            first.extend(texts.first().map(|text| (field, text.clone())));
            for text in texts {
                let fields = by_key.entry(header_key(text)).or_default();
                if !fields.contains(&field) {
                    fields.push(field);
                    fields.sort_unstable();
                }
            }
        }
        let own = ServiceColumn::ALL
            .into_iter()
            .flat_map(|column| [normalize::key(column.header()), normalize::key(&column.own_header())]);
        Self { by_key, first, own: own.collect() }
    }

    /// The first of a field's headers.
    pub(super) fn first(&self, field: Field) -> Option<&str> {
        self.first.get(&field).map(String::as_str)
    }

    /// Returns `true` if a text is one of a field's headers.
    pub(super) fn means(&self, field: Field, text: &str) -> bool {
        self.by_key.get(&header_key(text)).is_some_and(|fields| fields.contains(&field))
    }

    /// Gives each field its column: first the headers that mean one field, then those that may
    /// mean several, then those that are nearly spelled like one.
    pub(super) fn claims(&self, headers: &[String]) -> HeaderClaims {
        let keys: Vec<String> = headers.iter().map(|header| header_key(header)).collect();
        let mut claims = HeaderClaims::default();
        for (column, key) in self.usable(&keys) {
            if let Some([field]) = self.by_key.get(key).map(Vec::as_slice) {
                claims.claim(*field, column);
            }
        }

        for (column, key) in self.usable(&keys) {
            if let Some(fields) = self.by_key.get(key).filter(|fields| fields.len() > 1) {
                let free = fields.iter().find(|field| !claims.columns.contains_key(field));
                if let Some(field) = free.or(fields.first()) {
                    claims.claim(*field, column);
                }
            }
        }

        self.claim_misspelled(&keys, &mut claims);
        claims
    }

    /// Headers that differ by a letter or two from those of one field, where no other header does.
    fn claim_misspelled(&self, keys: &[String], claims: &mut HeaderClaims) {
        let mut columns_by_field: BTreeMap<Field, Vec<ColumnIndex>> = BTreeMap::new();
        for (column, key) in self.usable(keys) {
            if key.chars().count() <= SHORT || self.by_key.contains_key(key) {
                continue;
            }
            if let Some(field) = self.nearest_field(key) {
                columns_by_field.entry(field).or_default().push(column);
            }
        }

        for (field, columns) in columns_by_field {
            if let [column] = *columns.as_slice() {
                claims.columns.entry(field).or_insert(Claim { column, approximate: true });
            }
        }
    }

    /// The one field whose headers are nearest to a key, at most two letters off.
    fn nearest_field(&self, key: &str) -> Option<Field> {
        let mut best: Option<(usize, Option<Field>)> = None;
        for (known, fields) in &self.by_key {
            if known.chars().count() <= SHORT || known.len().abs_diff(key.len()) > 2 * FAR {
                continue;
            }
            let distance = strsim::osa_distance(known, key);
            let field = if let [field] = fields.as_slice() { Some(*field) } else { None };
            match best {
                Some((least, _)) if distance > least => {}
                Some((least, other)) if distance == least && other == field => {}
                Some((least, _)) if distance == least => best = Some((least, None)),
                _ => best = Some((distance, field)),
            }
        }

        best.filter(|(distance, _)| *distance <= FAR)?.1
    }

    /// The column of the unclaimed header most like any of some fields' headers.
    pub(super) fn nearest(
        &self,
        fields: &[Field],
        headers: &[String],
        claims: &HeaderClaims,
    ) -> Option<ColumnIndex> {
        let taken: HashSet<ColumnIndex> = claims.columns.values().map(|claim| claim.column).collect();
        let keys: Vec<String> = headers.iter().map(|header| header_key(header)).collect();

        let likeness = |key: &str| {
            self.by_key
                .iter()
                .filter(|(_, known)| known.iter().any(|field| fields.contains(field)))
                .map(|(known, _)| strsim::jaro_winkler(known, key))
                .fold(0.0, f64::max)
        };

        self.usable(&keys)
            .filter(|(column, _)| !taken.contains(column))
            .map(|(column, key)| (column, likeness(key)))
            .filter(|(_, likeness)| *likeness >= 0.7)
            .max_by(|(i, a), (j, b)| a.total_cmp(b).then(j.cmp(i)))
            .map(|(column, _)| column)
    }

    /// The headers that are not blank and not the service's own, with their columns.
    fn usable<'a>(&'a self, keys: &'a [String]) -> impl Iterator<Item = (ColumnIndex, &'a str)> {
        keys.iter()
            .enumerate()
            .filter(|(_, key)| !key.is_empty() && !self.own.contains(*key))
            .map(|(column, key)| (ColumnIndex::new(column), key.as_str()))
    }
}

impl HeaderClaims {
    fn claim(&mut self, field: Field, column: ColumnIndex) {
        if let Some(first) = self.columns.get(&field) {
            let (left, right) = (first.column.min(column), first.column.max(column));
            self.twice = self.twice.or(Some((field, left, right)));
        } else {
            self.columns.insert(field, Claim { column, approximate: false });
        }
    }
}

/// The letters and digits of a header; of one that has none ("#"), its signs.
fn header_key(header: &str) -> String {
    let key = normalize::key(header);
    if key.is_empty() { normalize::plain(header) } else { key }
}

#[cfg(test)]
mod tests;
