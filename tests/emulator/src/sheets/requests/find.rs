//! Search and replace, and the two clean-ups.

use std::collections::HashSet;

use regex::{Regex, RegexBuilder};
use serde_json::{Value, json};

use super::Reply;
use crate::num;
use crate::server::drop_defaults;
use crate::sheets::Entered;
use crate::sheets::edit::Edit;
use crate::sheets::formula::Evaluator;
use crate::sheets::range::Block;
use crate::sheets::render::formatted;

pub(super) fn find_replace(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let flag = |name: &str| body[name].as_bool() == Some(true);
    let pattern = pattern(
        body["find"].as_str().unwrap_or(""),
        flag("searchByRegex"),
        flag("matchCase"),
        flag("matchEntireCell"),
    )?;
    let replacement = body["replacement"].as_str().unwrap_or("");
    let scopes = usize::from(body["range"].is_object())
        + usize::from(!body["sheetId"].is_null())
        + usize::from(flag("allSheets"));
    if scopes != 1 {
        return Err("Exactly one of range, sheetId, or allSheets must be specified.".into());
    }
    let places: Vec<(i64, Block)> = if body["range"].is_object() {
        let (range, block) = edit.range(&body["range"])?;
        vec![(range.sheet, block)]
    } else if let Some(id) = body["sheetId"].as_i64() {
        vec![(id, edit.sheet(id)?.whole())]
    } else {
        edit.book.sheets.iter().map(|s| (s.id, s.whole())).collect()
    };
    let mut count = Count::default();
    for (sheet, block) in places {
        let changes = matches(
            edit,
            sheet,
            block,
            &pattern,
            replacement,
            flag("searchByRegex"),
            flag("includeFormulas"),
        )?;
        let rows: HashSet<usize> = changes.iter().map(|c| c.row).collect();
        count.rows += rows.len();
        count.sheets += usize::from(!rows.is_empty());
        for change in changes {
            edit.guard(
                sheet,
                Block {
                    top: change.row,
                    bottom: change.row + 1,
                    left: change.column,
                    right: change.column + 1,
                },
            )?;
            count.occurrences += change.occurrences;
            if change.formula {
                count.formulas += 1;
                edit.enter(sheet, change.row, change.column, Entered::Formula(change.text.into()))?;
            } else {
                count.values += 1;
                edit.type_text(sheet, change.row, change.column, &change.text)?;
            }
        }
    }
    Ok(count.json())
}

#[derive(Default)]
struct Count {
    values: usize,
    formulas: usize,
    rows: usize,
    sheets: usize,
    occurrences: usize,
}

impl Count {
    fn json(&self) -> Value {
        let mut out = json!({
            "valuesChanged": num::int(self.values), "formulasChanged": num::int(self.formulas),
            "rowsChanged": num::int(self.rows), "sheetsChanged": num::int(self.sheets),
            "occurrencesChanged": num::int(self.occurrences),
        });
        drop_defaults(&mut out);
        out
    }
}

struct Change {
    row: usize,
    column: usize,
    text: String,
    formula: bool,
    occurrences: usize,
}

fn pattern(find: &str, regex: bool, case: bool, entire: bool) -> Result<Regex, super::Refusal> {
    if find.is_empty() {
        return Err("The find text cannot be empty.".into());
    }
    let source = if regex { find.to_owned() } else { regex::escape(find) };
    let source = if entire { format!("^(?:{source})$") } else { source };
    let built = RegexBuilder::new(&source).case_insensitive(!case).size_limit(1 << 20).build();
    built.map_err(|_| format!("Invalid regular expression: {find}").into())
}

fn matches(
    edit: &Edit<'_>,
    sheet: i64,
    block: Block,
    pattern: &Regex,
    replacement: &str,
    regex: bool,
    formulas: bool,
) -> Result<Vec<Change>, String> {
    let sheet = edit.sheet(sheet)?;
    let eval = Evaluator::new(edit.book, edit.now);
    let mut out = Vec::new();
    for row in block.top..block.bottom.min(sheet.cells.len()) {
        for column in block.left..block.right.min(sheet.cells[row].len()) {
            let (text, formula) = match &sheet.cell(row, column).entered {
                Entered::Formula(source) if formulas => (source.to_string(), true),
                // A formula is looked at only when formulas are included.
                Entered::Blank | Entered::Formula(_) => continue,
                _ => (formatted(&eval, sheet, row, column), false),
            };
            let occurrences = pattern.find_iter(&text).count();
            if occurrences > 0 {
                let text = if regex {
                    pattern.replace_all(&text, replacement).into_owned()
                } else {
                    pattern.replace_all(&text, regex::NoExpand(replacement)).into_owned()
                };
                out.push(Change { row, column, text, formula, occurrences });
            }
        }
    }
    Ok(out)
}

pub(super) fn trim_whitespace(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (range, block) = edit.range(&body["range"])?;
    edit.guard(range.sheet, block)?;
    let mut changed = 0;
    for row in block.top..block.bottom {
        for column in block.left..block.right {
            let Entered::Text(text) = &edit.sheet(range.sheet)?.cell(row, column).entered else { continue };
            let trimmed = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if trimmed != **text {
                changed += 1;
                edit.enter(range.sheet, row, column, Entered::text(&trimmed))?;
            }
        }
    }
    Ok(if changed > 0 { json!({"cellsChangedCount": changed}) } else { json!({}) })
}

pub(super) fn delete_duplicates(edit: &mut Edit<'_>, body: &Value) -> Reply {
    let (range, block) = edit.range(&body["range"])?;
    edit.guard(range.sheet, block)?;
    let columns: Vec<usize> = match body["comparisonColumns"].as_array() {
        Some(list) if !list.is_empty() => {
            list.iter().map(|c| num::index(c["startIndex"].as_i64().unwrap_or(0))).collect()
        }
        _ => (block.left..block.right).collect(),
    };
    let sheet = edit.sheet(range.sheet)?;
    let eval = Evaluator::new(edit.book, edit.now);
    let mut seen = HashSet::new();
    let key = |row: usize| {
        columns.iter().map(|&c| formatted(&eval, sheet, row, c).to_lowercase()).collect::<Vec<_>>()
    };
    let kept: Vec<usize> = (block.top..block.bottom).filter(|&row| seen.insert(key(row))).collect();
    let removed = block.rows() - kept.len();
    let cells: Vec<Vec<_>> = kept
        .iter()
        .map(|&row| (block.left..block.right).map(|column| sheet.cell(row, column).clone()).collect())
        .collect();
    let sheet = edit.sheet_mut(range.sheet)?;
    for row in block.top..block.bottom {
        for column in block.left..block.right {
            let cell = cells.get(row - block.top).map(|cells: &Vec<_>| cells[column - block.left].clone());
            sheet.put(row, column, cell.unwrap_or_default());
        }
    }
    Ok(if removed > 0 { json!({"duplicatesRemovedCount": num::int(removed)}) } else { json!({}) })
}
