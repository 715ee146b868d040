//! References that change their sheet: when a sheet is renamed, and when cells are cut and pasted elsewhere.

use super::lex::{self, Word};
use super::refs::{fixed, written};
use crate::sheets::a1::{self, Corner};
use crate::sheets::range::Block;

/// The formula after the sheet called `was` is called `is`; `None` when it does not name that sheet.
pub(crate) fn retitled(source: &str, decimal: char, was: &str, is: &str) -> Option<String> {
    rewrite(source, decimal, |title, cells| {
        (title == Some(was)).then(|| (Some(is.to_owned()), cells.to_owned()))
    })
}

/// Cells that were cut out of one sheet and pasted into another, or elsewhere in the same.
#[derive(Clone, Copy)]
pub(crate) struct Cut<'a> {
    pub(crate) from: &'a str,
    pub(crate) block: Block,
    pub(crate) to: &'a str,
    pub(crate) top: usize,
    pub(crate) left: usize,
}

impl Cut<'_> {
    /// The formula with its references following what was cut. It stands on the sheet `own`; before, it stood on the
    /// sheet `home`, where its references without a title pointed to.
    pub(crate) fn followed(&self, source: &str, decimal: char, home: &str, own: &str) -> Option<String> {
        rewrite(source, decimal, |title, cells| {
            let meant = title.unwrap_or(home);
            let moved = if meant == self.from { self.moved(cells) } else { None };
            let sheet = if moved.is_some() { self.to } else { meant };
            let shown = (sheet != own || (title.is_some() && sheet == meant)).then(|| sheet.to_owned());
            Some((shown, moved.unwrap_or_else(|| cells.to_owned())))
        })
    }

    /// A reference all of which was cut, where it is now.
    fn moved(&self, cells: &str) -> Option<String> {
        let parts: Vec<&str> = cells.split(':').collect();
        let corners: Vec<Corner> = parts.iter().map(|part| a1::corner(part)).collect::<Option<_>>()?;
        let inside = |corner: &Corner| {
            corner.row.zip(corner.column).is_some_and(|(row, column)| self.block.contains(row, column))
        };
        if !corners.iter().all(inside) {
            return None;
        }
        let texts = corners.iter().zip(&parts).map(|(corner, part)| {
            let (fixed_column, fixed_row) = fixed(part);
            let row = corner.row.map(|row| self.top + row - self.block.top);
            let column = corner.column.map(|column| self.left + column - self.block.left);
            written(Corner { column, row }, fixed_column, fixed_row)
        });
        Some(texts.collect::<Vec<_>>().join(":"))
    }
}

/// Rewrites references together with their titles; `None` when nothing changed.
fn rewrite(
    source: &str,
    decimal: char,
    act: impl Fn(Option<&str>, &str) -> Option<(Option<String>, String)>,
) -> Option<String> {
    let mut out = String::new();
    // The formula as far as it is written out, and the end of the word before.
    let (mut done, mut before) = (0, 1);
    for placed in lex::words(source, decimal)? {
        if let Word::Reference { title, cells } = &placed.word
            && let Some((title, cells)) = act(title.as_deref(), cells)
        {
            let gap = &source[before..placed.end];
            let start = before + gap.len() - gap.trim_start().len();
            out += &source[done..start];
            if let Some(title) = title {
                out += &a1::quoted(&title);
                out.push('!');
            }
            out += &cells;
            done = placed.end;
        }
        before = placed.end;
    }
    out += &source[done..];
    (out != source).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_renamed_sheet_is_named_anew_in_formulas() {
        let renamed = |source: &str| retitled(source, '.', "Hoja 1", "Redes");
        assert_eq!(renamed("=SUM('Hoja 1'!A1:A3) + A1").as_deref(), Some("=SUM(Redes!A1:A3) + A1"));
        assert_eq!(renamed("=Otra!A1&\"'Hoja 1'!A1\""), None);
    }

    #[test]
    fn references_follow_what_was_cut() {
        let block = Block { top: 0, bottom: 2, left: 0, right: 1 };
        let cut = Cut { from: "A", block, to: "B", top: 4, left: 2 };
        let follow = |source: &str, home: &str, own: &str| cut.followed(source, '.', home, own);
        assert_eq!(follow("=A1+$A$2+A3", "A", "A").as_deref(), Some("=B!C5+B!$C$6+A3"));
        assert_eq!(follow("=A!A1", "B", "B").as_deref(), Some("=C5"));
        // A formula that was cut itself still means the cells it meant.
        assert_eq!(follow("=A1+A3", "A", "B").as_deref(), Some("=C5+A!A3"));
    }
}
