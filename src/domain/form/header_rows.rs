//! The header row: where it stands, and its texts as people see them, on one level or on two.

use std::collections::BTreeSet;

use crate::domain::finding::field::Field;
use crate::domain::form::definition::Form;
use crate::domain::form::error::{FormError, RowScore};
use crate::domain::form::layout::header_text;
use crate::domain::form::staff_tab::StaffTab;
use crate::sheet::cell::Cell;
use crate::sheet::row_number::RowNumber;

/// The header of a tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HeaderRows {
    /// Index of the first of its rows, above which titles stand.
    pub(super) first: usize,
    /// Index of the last of its rows, below which reports stand.
    pub(super) last: usize,
    /// The header of each column.
    pub(super) texts: Vec<String>,
}

/// A row that may be the header row.
struct HeaderCandidate {
    rows: HeaderRows,
    fields: BTreeSet<Field>,
}

impl Form {
    /// Finds the header. `None` is an empty tab.
    ///
    /// The header row is the first row that has every mandatory column: one that people pasted or repeated further down
    /// begins nothing anew. Where none has, it is the one with most headers. A sort can have taken it far
    /// down, so that the whole tab is searched for a row with every mandatory column.
    ///
    /// # Errors
    /// When there is content, but no header row.
    pub(super) fn header_rows(&self, tab: &StaffTab<'_>) -> Result<Option<HeaderRows>, FormError> {
        let top: Vec<HeaderCandidate> =
            (0..tab.cells.len().min(self.header_rows)).map(|index| self.candidate(tab, index)).collect();
        let best = top.iter().map(|candidate| candidate.fields.len()).max().unwrap_or(0);

        // The upper of two levels may have every mandatory column by itself; the lower says more.
        let says_more = |at: usize| {
            let next = top.get(at + 1).filter(|next| next.rows.first <= at);
            next.is_some_and(|next| next.fields.len() > top[at].fields.len())
        };
        let whole = top.iter().position(|candidate| self.is_whole(&candidate.fields));
        let found = whole.map(|at| if says_more(at) { at + 1 } else { at });
        let most = || top.iter().position(|candidate| candidate.fields.len() == best);
        if let Some(at) = found.or_else(|| most().filter(|_| best >= self.fewest_headers)) {
            return Ok(top.into_iter().nth(at).map(|candidate| candidate.rows));
        }
        if tab.cells.iter().flatten().all(Cell::is_blank) {
            return Ok(None);
        }

        let known = |cell: &&Cell| self.headers.knows(&header_text(cell));
        let may_be = |index: &usize| tab.row(*index).iter().filter(known).count() >= self.fewest_headers;
        let far = (self.header_rows..tab.cells.len()).filter(may_be).map(|index| self.candidate(tab, index));
        let far = far.into_iter().find(|candidate| self.is_whole(&candidate.fields));
        far.map(|candidate| Some(candidate.rows)).ok_or_else(|| self.no_header_row(&top))
    }

    /// Returns `true` if some fields have one of each mandatory group.
    fn is_whole(&self, fields: &BTreeSet<Field>) -> bool {
        !self.mandatory.is_empty()
            && self.mandatory.iter().all(|group| group.iter().any(|field| fields.contains(field)))
    }

    fn candidate(&self, tab: &StaffTab<'_>, index: usize) -> HeaderCandidate {
        let texts = Self::header_texts(tab, index);
        let tall = tab.merges.iter().filter(|merge| merge.is_tall() && merge.rows.contains(&index));
        let first = tall.map(|merge| merge.rows.start).min().unwrap_or(index);
        let fields = self.fields_of(&texts);
        let single = HeaderCandidate { rows: HeaderRows { first, last: index, texts }, fields };
        let Some(above) = index.checked_sub(1) else { return single };

        // A row of headers, some of which stand a level higher.
        let filled = single.rows.texts.iter().filter(|text| !text.is_empty()).count();
        let is_level = filled > 0 && single.fields.len() >= self.fewest_headers.min(filled);
        let has_number = tab.row(index).iter().any(|cell| matches!(cell, Cell::Number(_)));
        if !is_level || has_number {
            return single;
        }
        let texts = self.two_levels(tab, above, &single.rows.texts);
        let fields = self.fields_of(&texts);
        let fewer = self.fields_of(&Self::header_texts(tab, above)).len().max(single.fields.len());
        if fields.len() <= fewer {
            return single;
        }
        HeaderCandidate { rows: HeaderRows { first: above, last: index, texts }, fields }
    }

    fn fields_of(&self, texts: &[String]) -> BTreeSet<Field> {
        self.headers.claims(texts).resolve(None).columns.into_keys().collect()
    }

    /// The texts of a row, those of cells that are merged with one above included.
    fn header_texts(tab: &StaffTab<'_>, index: usize) -> Vec<String> {
        let mut texts: Vec<String> = tab.row(index).iter().map(header_text).collect();
        for merge in tab.merges.iter().filter(|merge| merge.is_tall() && merge.rows.contains(&index)) {
            let Some(cell) = tab.row(merge.rows.start).get(merge.columns.start) else { continue };
            texts.resize(texts.len().max(merge.columns.start + 1), String::new());
            texts[merge.columns.start] = header_text(cell);
        }
        texts
    }

    /// The headers of two rows: the lower one's, with the group above them where that makes a header of the
    /// form, and the upper one's where the lower has none.
    fn two_levels(&self, tab: &StaffTab<'_>, above: usize, lower: &[String]) -> Vec<String> {
        let upper = Self::header_texts(tab, above);
        let width = upper.len().max(lower.len());
        let group = |column: usize| {
            let merge = tab.merges.iter().find(|merge| merge.covers(above, column));
            let corner = merge.map_or(column, |merge| merge.columns.start);
            upper.get(corner).map_or("", String::as_str)
        };
        let text = |column: usize| {
            let own = lower.get(column).map_or("", String::as_str);
            match (own, group(column)) {
                ("", _) => upper.get(column).cloned().unwrap_or_default(),
                (own, "") => own.to_owned(),
                (own, group) => ["de", "del", ""]
                    .map(|joining| format!("{own} {joining} {group}"))
                    .into_iter()
                    .find(|joined| self.headers.knows(joined))
                    .unwrap_or_else(|| own.to_owned()),
            }
        };
        (0..width).map(text).collect()
    }

    fn no_header_row(&self, top: &[HeaderCandidate]) -> FormError {
        let mut nearest: Vec<RowScore> = top
            .iter()
            .filter(|candidate| !candidate.fields.is_empty())
            .map(|candidate| RowScore {
                row: RowNumber::at(candidate.rows.last),
                headers: candidate.fields.len(),
            })
            .collect();
        nearest.sort_by(|one, two| two.headers.cmp(&one.headers).then(one.row.cmp(&two.row)));
        nearest.truncate(3);

        let expected = self.mandatory.iter().flatten().map(|field| field.header()).collect();
        FormError::NoHeaderRow { searched: self.header_rows, nearest, expected }
    }
}
