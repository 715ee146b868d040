//! References that follow what they refer to: through insertions and deletions, and when a formula is copied.

use super::lex::{self, Word};
use crate::sheets::a1::{self, Corner};
use crate::sheets::range::Shift;

/// The formula after rows or columns of the sheet called `moved` were shifted; `own` is the formula's own sheet. With
/// `within`, only the columns (or rows) between these were shifted, and only references that lie in them follow.
pub(crate) fn shifted(
    source: &str,
    decimal: char,
    own: &str,
    moved: &str,
    rows: bool,
    shift: Shift,
    within: Option<(usize, usize)>,
) -> Option<String> {
    rewrite(source, decimal, |title, corners| {
        if title.unwrap_or(own) != moved {
            return Some(());
        }
        let across = |c: &Corner| if rows { c.column } else { c.row };
        let inside = |(from, to): (usize, usize)| {
            corners.iter().all(|c| across(c).is_some_and(|at| (from..to).contains(&at)))
        };
        if within.is_some_and(|within| !inside(within)) {
            return Some(());
        }
        let pick = |c: &mut Corner| if rows { c.row } else { c.column };
        let (first, last) = (pick(&mut corners[0]), corners.get_mut(1).and_then(pick));
        let (from, to) = match (first, last) {
            (Some(a), Some(b)) => {
                let span = shift.span(crate::sheets::range::Span::new(a.min(b), a.max(b) + 1))?;
                (span.start, span.end.map(|e| e - 1))
            }
            (Some(a), None) => (Some(shift.point(a)?), None),
            (None, other) => (None, other),
        };
        for (corner, at) in corners.iter_mut().zip([from, to]) {
            if rows && corner.row.is_some() {
                corner.row = at;
            } else if !rows && corner.column.is_some() {
                corner.column = at;
            }
        }
        Some(())
    })
}

/// The formula as it reads when its cell is copied by so many rows and columns; `$` holds a part in place.
pub(crate) fn translated(source: &str, decimal: char, down: i64, right: i64) -> Option<String> {
    let words = lex::words(source, decimal)?;
    let mut out = String::new();
    let mut done = 0;
    for placed in words {
        let Word::Reference { cells, .. } = &placed.word else { continue };
        let start = placed.end - cells.len();
        out += &source[done..start];
        let moved: Option<Vec<String>> = cells.split(':').map(|part| slide(part, down, right)).collect();
        out += &moved.map_or_else(|| "#REF!".to_owned(), |parts| parts.join(":"));
        done = placed.end;
    }
    Some(out + &source[done..])
}

fn slide(part: &str, down: i64, right: i64) -> Option<String> {
    let corner = a1::corner(part)?;
    let (fixed_column, fixed_row) = fixed(part);
    let step = |at: usize, by: i64, fixed: bool| {
        if fixed {
            Some(at)
        } else {
            i64::try_from(at).ok()?.checked_add(by).and_then(|n| usize::try_from(n).ok())
        }
    };
    let moved = Corner {
        column: match corner.column {
            Some(at) => Some(step(at, right, fixed_column)?),
            None => None,
        },
        row: match corner.row {
            Some(at) => Some(step(at, down, fixed_row)?),
            None => None,
        },
    };
    Some(written(moved, fixed_column, fixed_row))
}

/// Which parts of `$A$1` are held by a dollar sign.
pub(super) fn fixed(part: &str) -> (bool, bool) {
    let letters = part.trim_start_matches('$').starts_with(|c: char| c.is_ascii_alphabetic());
    let column = letters && part.starts_with('$');
    let row = if letters { part[1..].contains('$') } else { part.starts_with('$') };
    (column, row)
}

pub(super) fn written(corner: Corner, fixed_column: bool, fixed_row: bool) -> String {
    let mut out = String::new();
    if let Some(column) = corner.column {
        out += if fixed_column { "$" } else { "" };
        out += &a1::column_name(column);
    }
    if let Some(row) = corner.row {
        out += if fixed_row { "$" } else { "" };
        out += &(row + 1).to_string();
    }
    out
}

/// Rewrites each reference; where the act gives nothing, the reference is broken. `None` when nothing changed.
fn rewrite(
    source: &str,
    decimal: char,
    act: impl Fn(Option<&str>, &mut [Corner]) -> Option<()>,
) -> Option<String> {
    let mut out = String::new();
    let mut done = 0;
    for placed in lex::words(source, decimal)? {
        let Word::Reference { title, cells } = &placed.word else { continue };
        let parts: Vec<&str> = cells.split(':').collect();
        let Some(mut corners) = parts.iter().map(|p| a1::corner(p)).collect::<Option<Vec<_>>>() else {
            continue;
        };
        let start = placed.end - cells.len();
        out += &source[done..start];
        if act(title.as_deref(), &mut corners).is_some() {
            let texts = corners.iter().zip(&parts).map(|(corner, part)| {
                let (fixed_column, fixed_row) = fixed(part);
                written(*corner, fixed_column, fixed_row)
            });
            out += &texts.collect::<Vec<_>>().join(":");
        } else {
            out += "#REF!";
        }
        done = placed.end;
    }
    out += &source[done..];
    (out != source).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_follow_their_rows() {
        let insert = Shift::Insert { at: 1, count: 2 };
        let after = |source: &str| shifted(source, '.', "A", "A", true, insert, None);
        assert_eq!(after("=B2+$B$1&\"B2\""), Some("=B4+$B$1&\"B2\"".to_owned()));
        assert_eq!(after("=SUM(A1:A5)"), Some("=SUM(A1:A7)".to_owned()));
        assert_eq!(after("=Otra!B2"), None);
        let delete = Shift::Delete { start: 1, end: 2 };
        assert_eq!(shifted("=B2", '.', "A", "A", true, delete, None), Some("=#REF!".to_owned()));
    }

    #[test]
    fn a_copied_formula_slides_except_where_it_is_held() {
        assert_eq!(translated("=A1+$A1+A$1", '.', 1, 1).as_deref(), Some("=B2+$A2+B$1"));
        assert_eq!(translated("=A1", '.', -1, 0).as_deref(), Some("=#REF!"));
    }
}
