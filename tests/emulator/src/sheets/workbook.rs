//! A spreadsheet as an Excel workbook, as Drive exports it.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError};

use super::book::Book;
use super::cell::{Entered, Outcome};
use super::formula::Evaluator;
use super::render;
use super::sheet::Sheet;
use crate::num;

/// The bytes of the workbook; `None` for what Excel has no room for.
pub(crate) fn workbook(book: &Book, now: f64) -> Option<Vec<u8>> {
    write(book, now).ok()
}

fn write(book: &Book, now: f64) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The file must not tell when it was made, or no two would be the same.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let eval = Evaluator::new(book, now);
    let mut names: Vec<String> = Vec::new();
    for sheet in &book.sheets {
        let name = name(&sheet.title, &names);
        let page = workbook.add_worksheet();
        page.set_name(&name)?;
        page.set_hidden(sheet.hidden());
        fill(page, &eval, sheet)?;
        names.push(name);
    }
    workbook.save_to_buffer()
}

/// Excel's names of sheets are short, lack some signs, and are told apart without their case.
fn name(title: &str, taken: &[String]) -> String {
    let clean: String =
        title.chars().map(|c| if "[]:*?/\\'".contains(c) { '_' } else { c }).take(31).collect();
    let is_taken = |name: &str| taken.iter().any(|other| other.to_lowercase() == name.to_lowercase());
    let short: String = clean.chars().take(26).collect();
    let others = (2..=9999).map(|n| format!("{short}_{n}"));
    std::iter::once(clean.clone()).chain(others).find(|name| !is_taken(name)).unwrap_or(clean)
}

fn fill(page: &mut Worksheet, eval: &Evaluator<'_>, sheet: &Sheet) -> Result<(), XlsxError> {
    for (row, cells) in sheet.cells.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let place = u32::try_from(row).ok().zip(u16::try_from(column).ok());
            let Some((line, across)) = place.filter(|_| cell.entered != Entered::Blank) else { continue };
            let (outcome, shape) = eval.outcome(sheet, row, column);
            let pattern = render::pattern(eval.book, sheet, row, column, shape, &eval.locale);
            let format = pattern.map_or_else(Format::new, |pattern| Format::new().set_num_format(pattern));
            match (&cell.entered, outcome) {
                (Entered::Formula(source), outcome) => {
                    let shown = match outcome {
                        Outcome::Number(n) => n.to_string(),
                        Outcome::Error(failure) => failure.shown().to_owned(),
                        other => eval.text(&other).unwrap_or_default(),
                    };
                    let formula = Formula::new(source.as_ref()).set_result(shown);
                    page.write_formula_with_format(line, across, formula, &format)?;
                }
                (_, Outcome::Number(n)) => {
                    page.write_number_with_format(line, across, n, &format)?;
                }
                (_, Outcome::Bool(b)) => {
                    page.write_boolean(line, across, b)?;
                }
                (_, other) => {
                    // Excel holds fewer characters in a cell.
                    let text: String = eval.text(&other).unwrap_or_default().chars().take(32_767).collect();
                    page.write_string(line, across, text)?;
                }
            }
        }
    }
    let frozen = |name: &str| sheet.grid.get(name).and_then(serde_json::Value::as_i64).map_or(0, num::index);
    if let (Ok(rows), Ok(columns)) =
        (u32::try_from(frozen("frozenRowCount")), u16::try_from(frozen("frozenColumnCount")))
    {
        page.set_freeze_panes(rows, columns)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_excel() {
        assert_eq!(name("Traslado 2026-11-23 (2)", &[]), "Traslado 2026-11-23 (2)");
        assert_eq!(name("a/b", &["A_B".to_owned()]), "a_b_2");
        assert_eq!(name(&"x".repeat(40), &[]).len(), 31);
    }
}
