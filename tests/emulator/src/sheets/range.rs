//! Half-open ranges of a grid, bounded or not.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::num;

/// A `GridRange`: a missing bound reaches to the edge of the sheet.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct GridRange {
    pub(crate) sheet: i64,
    pub(crate) rows: Span,
    pub(crate) columns: Span,
}

/// One direction of a range.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: Option<usize>,
    pub(crate) end: Option<usize>,
}

/// A range with all four bounds: what is really covered.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Block {
    pub(crate) top: usize,
    pub(crate) bottom: usize,
    pub(crate) left: usize,
    pub(crate) right: usize,
}

impl Span {
    pub(crate) fn new(start: usize, end: usize) -> Self {
        Self { start: Some(start), end: Some(end) }
    }

    pub(crate) fn first(self) -> usize {
        self.start.unwrap_or(0)
    }

    pub(crate) fn last(self, limit: usize) -> usize {
        self.end.unwrap_or(limit)
    }
}

impl GridRange {
    pub(crate) fn from_json(value: &Value) -> Self {
        let bound = |name: &str| value[name].as_i64().map(num::index);
        Self {
            sheet: value["sheetId"].as_i64().unwrap_or(0),
            rows: Span { start: bound("startRowIndex"), end: bound("endRowIndex") },
            columns: Span { start: bound("startColumnIndex"), end: bound("endColumnIndex") },
        }
    }

    pub(crate) fn of(sheet: i64, block: Block) -> Self {
        Self { sheet, rows: Span::new(block.top, block.bottom), columns: Span::new(block.left, block.right) }
    }

    /// The range as Google prints it: sheet 0 is left out, as every default is.
    pub(crate) fn json(self) -> Value {
        let mut out = json!({});
        if self.sheet != 0 {
            out["sheetId"] = self.sheet.into();
        }
        for (name, bound) in [
            ("startRowIndex", self.rows.start),
            ("endRowIndex", self.rows.end),
            ("startColumnIndex", self.columns.start),
            ("endColumnIndex", self.columns.end),
        ] {
            if let Some(bound) = bound {
                out[name] = num::int(bound).into();
            }
        }
        out
    }

    /// The cells covered in a grid of that size.
    pub(crate) fn block(self, rows: usize, columns: usize) -> Block {
        let bottom = self.rows.last(rows).min(rows);
        let right = self.columns.last(columns).min(columns);
        Block { top: self.rows.first().min(bottom), bottom, left: self.columns.first().min(right), right }
    }
}

impl Block {
    pub(crate) fn rows(self) -> usize {
        self.bottom - self.top
    }

    pub(crate) fn columns(self) -> usize {
        self.right - self.left
    }

    pub(crate) fn is_empty(self) -> bool {
        self.rows() == 0 || self.columns() == 0
    }

    pub(crate) fn meets(self, other: Self) -> bool {
        self.top < other.bottom
            && other.top < self.bottom
            && self.left < other.right
            && other.left < self.right
    }

    pub(crate) fn holds(self, other: Self) -> bool {
        self.top <= other.top
            && other.bottom <= self.bottom
            && self.left <= other.left
            && other.right <= self.right
    }

    pub(crate) fn contains(self, row: usize, column: usize) -> bool {
        (self.top..self.bottom).contains(&row) && (self.left..self.right).contains(&column)
    }
}

/// What a structural edit does to positions along one direction.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shift {
    /// `count` new places before `at`.
    Insert { at: usize, count: usize },
    /// The places `start..end` go.
    Delete { start: usize, end: usize },
    /// The places `start..end` move before `to`, counted as before the move.
    Move { start: usize, end: usize, to: usize },
}

impl Shift {
    /// Where a single position ends up; `None` when it is deleted.
    pub(crate) fn point(self, at: usize) -> Option<usize> {
        match self {
            Self::Insert { at: place, count } => Some(if at >= place { at + count } else { at }),
            Self::Delete { start, end } if (start..end).contains(&at) => None,
            Self::Delete { start, end } => Some(if at >= end { at - (end - start) } else { at }),
            Self::Move { start, end, to } => {
                let count = end - start;
                Some(if (start..end).contains(&at) {
                    if to > end { at + (to - end) } else { at - (start - to.min(start)) }
                } else if at >= end && at < to {
                    at - count
                } else if at >= to && at < start {
                    at + count
                } else {
                    at
                })
            }
        }
    }

    /// Where a span ends up; `None` when all of it is deleted.
    pub(crate) fn span(self, span: Span) -> Option<Span> {
        let Span { start, end } = span;
        Some(match self {
            Self::Insert { at, count } => Span {
                start: start.map(|s| if s >= at { s + count } else { s }),
                end: end.map(|e| if e > at { e + count } else { e }),
            },
            Self::Delete { start: from, end: to } => {
                let fold = |p: usize| if p >= to { p - (to - from) } else { p.min(from) };
                let out = Span { start: start.map(fold), end: end.map(fold) };
                if let (Some(s), Some(e)) = (out.start.or(Some(0)), out.end)
                    && s >= e
                {
                    return None;
                }
                out
            }
            // A span goes along when all of it moves, or when both its edges move alike.
            Self::Move { .. } => match (start, end) {
                (Some(s), Some(e)) if e > s => {
                    let (a, b) = (self.point(s)?, self.point(e - 1)?);
                    if b >= a && b - a == e - 1 - s { Span::new(a, b + 1) } else { span }
                }
                _ => span,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_prints_without_sheet_zero() {
        let value = json!({"startRowIndex": 0, "endRowIndex": 2});
        assert_eq!(GridRange::from_json(&value).json(), value);
        assert_eq!(GridRange { sheet: 5, ..GridRange::default() }.json(), json!({"sheetId": 5}));
    }

    #[test]
    fn spans_follow_insertions_and_deletions() {
        let span = Span::new(2, 5);
        assert_eq!(Shift::Insert { at: 2, count: 1 }.span(span), Some(Span::new(3, 6)));
        assert_eq!(Shift::Insert { at: 4, count: 2 }.span(span), Some(Span::new(2, 7)));
        assert_eq!(Shift::Insert { at: 5, count: 2 }.span(span), Some(span));
        assert_eq!(Shift::Delete { start: 0, end: 3 }.span(span), Some(Span::new(0, 2)));
        assert_eq!(Shift::Delete { start: 1, end: 6 }.span(span), None);
    }

    #[test]
    fn a_move_is_a_permutation() {
        for shift in [Shift::Move { start: 1, end: 3, to: 6 }, Shift::Move { start: 4, end: 6, to: 1 }] {
            let mut seen: Vec<usize> = (0..8).filter_map(|at| shift.point(at)).collect();
            seen.sort_unstable();
            assert_eq!(seen, (0..8).collect::<Vec<_>>());
        }
        assert_eq!(Shift::Move { start: 1, end: 3, to: 6 }.point(1), Some(4));
        assert_eq!(Shift::Move { start: 4, end: 6, to: 1 }.point(5), Some(2));
    }
}
