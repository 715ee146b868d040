//! A cell as people see it and as its links lead on, beside what was entered.

use std::fmt;

use crate::sheet::cell::Cell;

/// A cell as Google tells it with its format: the bulk read gives its value alone.
#[derive(Clone, Default, PartialEq)]
pub struct CellDisplay {
    /// The value as it was entered. A formula comes without its value, and a chip as the sign `@`.
    pub entered: Cell,
    /// The text that the cell shows by its number format; empty where it shows nothing.
    pub formatted: String,
    /// The addresses that its text, parts of that or its chips lead to, in their order, each once.
    pub links: Vec<String>,
}

impl CellDisplay {
    /// Returns `true` if the cell is one that was read before. What a formula showed is not compared, and of a
    /// chip the text that stands for it.
    pub fn is_of(&self, read: &Cell) -> bool {
        match read {
            Cell::Formula { .. } => true,
            Cell::Text(text) => {
                matches!(&self.entered, Cell::Text(entered) if entered == text || self.formatted == *text)
            }
            Cell::Number(number) => {
                matches!(self.entered, Cell::Number(entered) if is_the_same(*number, entered))
            }
            read => *read == self.entered,
        }
    }
}

/// Compares two numbers. Each reading may round the time of a day in its own way.
fn is_the_same(one: f64, other: f64) -> bool {
    let is_whole = one.fract() == 0.0 && other.fract() == 0.0;
    (one - other).abs() < if is_whole { 0.5 } else { 1e-5 }
}

impl fmt::Debug for CellDisplay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CellDisplay(‹redacted›)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_known_by_what_was_entered() {
        let display = |entered: Cell, formatted: &str| CellDisplay {
            entered,
            formatted: formatted.to_owned(),
            links: Vec::new(),
        };
        let text = |text: &str| Cell::Text(text.to_owned());
        let formula = Cell::Formula { source: "=A1".into(), shown: Box::new(Cell::Number(7.0)) };
        for (read, now, same) in [
            (Cell::Number(35.0), display(Cell::Number(35.0), "000035"), true),
            (Cell::Number(35.0), display(Cell::Number(36.0), "000035"), false),
            (Cell::Number(46_343.354_166_666_664), display(Cell::Number(46_343.354_166_7), "8:30"), true),
            (Cell::Number(46_343.354), display(Cell::Number(46_343.355), "8:31"), false),
            (text("ver"), display(text("ver"), "ver"), true),
            (text("Captura 7"), display(text("@"), "Captura 7"), true),
            (text("ver"), display(text("otro"), "otro"), false),
            (text("ver"), display(Cell::Blank, ""), false),
            (Cell::Blank, display(Cell::Blank, ""), true),
            (Cell::Blank, display(text("ver"), "ver"), false),
            (formula, display(Cell::Number(7.0), "7"), true),
        ] {
            assert_eq!(now.is_of(&read), same, "{read:?}");
        }
    }
}
