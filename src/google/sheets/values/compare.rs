//! Compares cells with those of an earlier read as they stream by, so that what has not changed is neither
//! made into cells a second time nor held twice.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};

use crate::google::sheets::values::Render;
use crate::sheet::cell::Cell;

/// Rows of an earlier read, against which an array of rows is held. Anything else fails, at the first cell
/// that is another. Blank cells and rows at the end count for nothing, as Google leaves them out.
#[derive(Clone, Copy)]
pub(super) struct Unchanged<'a> {
    pub(super) render: Render,
    pub(super) rows: &'a [Vec<Cell>],
}

impl<'de> DeserializeSeed<'de> for Unchanged<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Unchanged<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the same rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        let mut known = self.rows.iter();
        let row = |cells| UnchangedRow { render: self.render, cells };
        while rows.next_element_seed(row(known.as_slice().first().map_or(&[], Vec::as_slice)))?.is_some() {
            known.next();
        }
        known.try_for_each(|cells| blank(self.render, cells))
    }
}

/// The cells of one row of an earlier read.
#[derive(Clone, Copy)]
struct UnchangedRow<'a> {
    render: Render,
    cells: &'a [Cell],
}

impl<'de> DeserializeSeed<'de> for UnchangedRow<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for UnchangedRow<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the same row")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut cells: A) -> Result<(), A::Error> {
        let mut known = self.cells;
        loop {
            let (first, rest) = known.split_first().unwrap_or((&Cell::Blank, &[]));
            let expected = UnchangedCell { render: self.render, cell: rendered(self.render, first) };
            if cells.next_element_seed(expected)?.is_none() {
                return blank(self.render, known);
            }
            known = rest;
        }
    }
}

/// A cell of an earlier read, as the render tells it.
#[derive(Clone, Copy)]
struct UnchangedCell<'a> {
    render: Render,
    cell: &'a Cell,
}

/// The cell as a read tells it: a formula by its source or by what it shows.
fn rendered(render: Render, cell: &Cell) -> &Cell {
    match (render, cell) {
        (Render::Unformatted, Cell::Formula { shown, .. }) => shown,
        _ => cell,
    }
}

/// # Errors
/// When a cell is not blank.
fn blank<E: Error>(render: Render, cells: &[Cell]) -> Result<(), E> {
    same(cells.iter().all(|cell| matches!(rendered(render, cell), Cell::Blank)))
}

/// # Errors
/// When it is not.
fn same<E: Error>(is_same: bool) -> Result<(), E> {
    if is_same { Ok(()) } else { Err(E::custom("another cell")) }
}

impl<'de> DeserializeSeed<'de> for UnchangedCell<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl Visitor<'_> for UnchangedCell<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the same cell")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        let is_formula = self.render == Render::Formula && text.starts_with('=');
        same(match self.cell {
            Cell::Blank => text.is_empty(),
            Cell::Text(known) => known == text && !is_formula,
            Cell::Formula { source, .. } => source == text && is_formula,
            Cell::Number(_) | Cell::Bool(_) => false,
        })
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        same(matches!(self.cell, Cell::Number(known) if known.to_bits() == number.to_bits()))
    }

    #[expect(clippy::cast_precision_loss, reason = "a cell's number is a double at Google's, too")]
    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.visit_f64(number as f64)
    }

    #[expect(clippy::cast_precision_loss, reason = "a cell's number is a double at Google's, too")]
    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.visit_f64(number as f64)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        same(matches!(self.cell, Cell::Bool(known) if *known == value))
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        same(matches!(self.cell, Cell::Blank))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::google::sheets::values::{Area, decode};
    use crate::sheet::sheet_id::SheetId;

    fn answer(rows: &Value) -> String {
        let range = json!({"range": "Hoja!A1:C3", "majorDimension": "ROWS", "values": rows});
        let filters = json!([{"gridRange": {"sheetId": 7}}]);
        json!({"spreadsheetId": "x", "valueRanges": [{"valueRange": range, "dataFilters": filters}]})
            .to_string()
    }

    fn cells(answer: &str, render: Render) -> Vec<Vec<Cell>> {
        let mut parts = decode::parts(answer.as_bytes(), render).unwrap().0;
        parts.pop().unwrap().rows.unwrap()
    }

    fn is_unchanged(answer: &str, render: Render, rows: &[Vec<Cell>]) -> bool {
        decode::is_unchanged(answer.as_bytes(), Area::tab(SheetId::new(7)), Unchanged { render, rows })
    }

    /// The rows without what is blank at the end of each and below the last.
    fn trimmed(mut rows: Vec<Vec<Cell>>) -> Vec<Vec<Cell>> {
        let is_blank = |cell: &Cell| *cell == Cell::Blank;
        for row in &mut rows {
            while row.last().is_some_and(is_blank) {
                row.pop();
            }
        }
        while rows.last().is_some_and(Vec::is_empty) {
            rows.pop();
        }
        rows
    }

    fn rows() -> impl Strategy<Value = Value> {
        let cell = prop_oneof![
            4 => Just(json!("")),
            4 => Just(json!("a")),
            1 => Just(json!("ñ\n")),
            1 => Just(json!("=A1")),
            1 => Just(json!("7")),
            1 => Just(json!(7)),
            1 => Just(json!(7.5)),
            1 => Just(json!(-1)),
            1 => Just(json!(true)),
            1 => Just(json!(null)),
        ];
        let row = prop::collection::vec(cell, 0..3).prop_map(Value::Array);
        prop::collection::vec(row, 0..3).prop_map(Value::Array)
    }

    proptest! {
        #[test]
        fn rows_are_unchanged_exactly_when_they_are_made_into_the_same_cells(
            before in rows(),
            now in rows(),
            formulas: bool,
        ) {
            let render = if formulas { Render::Formula } else { Render::Unformatted };
            let (before, now) = (answer(&before), answer(&now));
            let known = cells(&before, render);
            let is_the_same = trimmed(known.clone()) == trimmed(cells(&now, render));

            prop_assert!(is_unchanged(&before, render, &known));
            prop_assert_eq!(is_unchanged(&now, render, &known), is_the_same);
        }
    }

    #[test]
    fn one_changed_cell_is_noticed_wherever_it_stands() {
        let sheet = json!([["Fecha", "Nombre"], [46000, "Ana"], [46001, "", true]]);
        let known = cells(&answer(&sheet), Render::Formula);
        for (row, column) in [(0, 0), (1, 0), (1, 1), (2, 1), (2, 2)] {
            for other in [json!("otra"), json!(1.5), json!(false), json!("=A1")] {
                let mut changed = sheet.clone();
                changed[row][column] = other;
                assert!(!is_unchanged(&answer(&changed), Render::Formula, &known));
            }
        }
        for more in
            [json!([["Fecha"]]), json!([["Fecha", "Nombre"], [46000, "Ana"], [46001, "", true], ["x"]])]
        {
            assert!(!is_unchanged(&answer(&more), Render::Formula, &known));
        }
    }

    #[test]
    fn a_formula_is_compared_by_its_source_and_then_by_what_it_showed() {
        let shown = Box::new(Cell::Number(3.0));
        let known = [vec![Cell::Formula { source: "=1+2".to_owned(), shown }]];
        for (render, cell, unchanged) in [
            (Render::Formula, json!("=1+2"), true),
            (Render::Formula, json!(3), false),
            (Render::Formula, json!("=2+2"), false),
            (Render::Unformatted, json!(3), true),
            (Render::Unformatted, json!(4), false),
            (Render::Unformatted, json!("=1+2"), false),
        ] {
            assert_eq!(is_unchanged(&answer(&json!([[cell]])), render, &known), unchanged, "{cell}");
        }
    }

    #[test]
    fn what_is_not_this_area_whole_is_no_confirmation() {
        let whole = answer(&json!([["a"]]));
        let known = cells(&whole, Render::Formula);
        assert!(is_unchanged(&whole, Render::Formula, &known));
        for other in [
            whole[..whole.len() - 1].to_owned(),
            whole.replace("\"sheetId\":7", "\"sheetId\":8"),
            whole.replace("valueRanges", "ranges"),
            whole.replace("\"values\"", "\"cells\""),
        ] {
            assert!(!is_unchanged(&other, Render::Formula, &known), "{other}");
        }
    }
}
