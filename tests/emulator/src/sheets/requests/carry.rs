//! Conditional formats that go along with the cells they colour when those are pasted.

use serde_json::Value;

use crate::num;
use crate::sheets::edit::Edit;
use crate::sheets::range::Block;
use crate::sheets::{GridRange, formula, hung};

/// A paste of one block to one or several places.
pub(super) struct Carry {
    pub(super) from: i64,
    pub(super) source: Block,
    pub(super) to: i64,
    /// Where copies of the source stand now, one beside the other.
    pub(super) target: Block,
    /// Whether the source was cut.
    pub(super) cut: bool,
}

/// A rule with its blocks, on whichever sheet.
struct Rule {
    value: Value,
    blocks: Vec<Block>,
    /// The cell that the formulas of the rule are written for.
    origin: Option<(usize, usize)>,
}

impl Carry {
    /// Takes the rules of the target off, and gives it those of the source.
    pub(super) fn rules(&self, edit: &mut Edit<'_>) -> Result<(), String> {
        if edit.sheet(self.from)?.conditional.is_empty() && edit.sheet(self.to)?.conditional.is_empty() {
            return Ok(());
        }
        let decimal = edit.book.locale().decimal;
        let mut from = read(edit, self.from)?;
        // What each rule colours of the source, before anything is taken off.
        let pieces: Vec<Vec<Block>> = from
            .iter()
            .map(|rule| rule.blocks.iter().filter_map(|b| meet(*b, self.source)).collect())
            .collect();
        if self.cut {
            for rule in &mut from {
                rule.without(self.source);
            }
        }
        if self.from == self.to {
            for (rule, pieces) in from.iter_mut().zip(&pieces) {
                rule.without(self.target);
                for block in self.placed(pieces) {
                    rule.with(block);
                }
            }
            return write(edit, self.from, from, decimal);
        }
        let mut to = read(edit, self.to)?;
        for rule in &mut to {
            rule.without(self.target);
        }
        for (rule, pieces) in from.iter().zip(&pieces).filter(|(_, pieces)| !pieces.is_empty()) {
            // In its new place the rule means the cells that lie as its old ones lay.
            let origin = rule.origin.and_then(|(row, column)| {
                let place = self.target;
                let row = (row + place.top).checked_sub(self.source.top)?;
                Some((row, (column + place.left).checked_sub(self.source.left)?))
            });
            to.push(Rule { value: rule.value.clone(), blocks: self.placed(pieces), origin });
        }
        write(edit, self.from, from, decimal)?;
        write(edit, self.to, to, decimal)
    }

    /// Where pieces of the source are found in the target.
    fn placed(&self, pieces: &[Block]) -> Vec<Block> {
        let (height, width) = (self.source.rows(), self.source.columns());
        // What covers the source whole covers the target whole.
        if pieces.contains(&self.source) {
            return vec![self.target];
        }
        let mut out = Vec::new();
        for top in (self.target.top..self.target.bottom).step_by(height) {
            for left in (self.target.left..self.target.right).step_by(width) {
                out.extend(pieces.iter().map(|piece| {
                    let (top, left) =
                        (top + piece.top - self.source.top, left + piece.left - self.source.left);
                    Block { top, bottom: top + piece.rows(), left, right: left + piece.columns() }
                }));
            }
        }
        out
    }
}

fn read(edit: &Edit<'_>, sheet: i64) -> Result<Vec<Rule>, String> {
    let grid = edit.sheet(sheet)?;
    let rule = |value: &Value| {
        let ranges = value["ranges"].as_array().into_iter().flatten();
        let blocks: Vec<Block> = ranges.map(|range| grid.block(GridRange::from_json(range))).collect();
        let origin = blocks.first().map(|block| (block.top, block.left));
        Rule { value: value.clone(), blocks, origin }
    };
    Ok(grid.conditional.iter().map(rule).collect())
}

fn write(edit: &mut Edit<'_>, sheet: i64, rules: Vec<Rule>, decimal: char) -> Result<(), String> {
    let mut list = Vec::new();
    for mut rule in rules {
        let Some(first) = rule.blocks.first() else { continue };
        if let Some((row, column)) = rule.origin {
            let (down, right) =
                (num::int(first.top) - num::int(row), num::int(first.left) - num::int(column));
            if (down, right) != (0, 0) {
                hung::rewrite(&mut rule.value, &|source| formula::translated(source, decimal, down, right));
            }
        }
        rule.value["ranges"] = rule.blocks.iter().map(|b| GridRange::of(sheet, *b).json()).collect();
        list.push(rule.value);
    }
    edit.sheet_mut(sheet)?.conditional = list;
    Ok(())
}

impl Rule {
    fn without(&mut self, hole: Block) {
        self.blocks = self.blocks.iter().flat_map(|block| around(*block, hole)).collect();
    }

    /// Adds a block, which becomes one with a neighbour that it completes.
    fn with(&mut self, block: Block) {
        for own in &mut self.blocks {
            let beside = own.left == block.left
                && own.right == block.right
                && (own.bottom == block.top || block.bottom == own.top);
            let below = own.top == block.top
                && own.bottom == block.bottom
                && (own.right == block.left || block.right == own.left);
            if beside || below {
                *own = Block {
                    top: own.top.min(block.top),
                    bottom: own.bottom.max(block.bottom),
                    left: own.left.min(block.left),
                    right: own.right.max(block.right),
                };
                return;
            }
        }
        self.blocks.push(block);
    }
}

fn meet(a: Block, b: Block) -> Option<Block> {
    a.meets(b).then(|| Block {
        top: a.top.max(b.top),
        bottom: a.bottom.min(b.bottom),
        left: a.left.max(b.left),
        right: a.right.min(b.right),
    })
}

/// What is left of a block around a hole in it.
fn around(block: Block, hole: Block) -> Vec<Block> {
    let Some(hole) = meet(block, hole) else { return vec![block] };
    let (above, below) = (Block { bottom: hole.top, ..block }, Block { top: hole.bottom, ..block });
    let band = Block { top: hole.top, bottom: hole.bottom, ..block };
    let (left, right) = (Block { right: hole.left, ..band }, Block { left: hole.right, ..band });
    [above, left, right, below].into_iter().filter(|part| !part.is_empty()).collect()
}
