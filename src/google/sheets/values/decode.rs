//! Decodes cells as they stream by: no `serde_json::Value` is made, nothing is read twice.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::google::sheets::values::compare::Unchanged;
use crate::google::sheets::values::{Area, Render};
use crate::sheet::cell::Cell;
use crate::sheet::sheet_id::SheetId;

/// The parts of an answer, in Google's order.
pub(super) struct MatchedRanges(pub(super) Vec<Matched>);

/// A range and the filters of the question that matched it.
pub(super) struct Matched<R = Vec<Vec<Cell>>> {
    /// The rows as they were read; `None` for a range without a single value.
    pub(super) rows: Option<R>,
    pub(super) of: Vec<Area>,
}

/// Reads a whole answer. `None` for broken JSON, for what is no cell, and for an answer without
/// `valueRanges`.
pub(super) fn parts(body: &[u8], render: Render) -> Option<MatchedRanges> {
    every_part(body, Many(Many(OneCell(render)))).map(MatchedRanges)
}

/// Returns `true` if a whole answer is one area with the rows of an earlier read, all of them and no others.
pub(super) fn is_unchanged(body: &[u8], area: Area, rows: Unchanged<'_>) -> bool {
    let Some(parts) = every_part(body, rows) else { return false };
    // A range without a single value has no rows to hold against those that are known.
    let is_the_same = |part: &Matched<()>| part.rows.is_some() && part.of == [area];
    matches!(&parts[..], [part] if is_the_same(part))
}

/// Reads each part of an answer, and the rows of each by a seed.
fn every_part<'de, S>(body: &'de [u8], rows: S) -> Option<Vec<Matched<S::Value>>>
where
    S: DeserializeSeed<'de> + Copy,
{
    let mut json = serde_json::Deserializer::from_slice(body);
    let parts = Member { name: "valueRanges", inner: Many(One(rows)) }.deserialize(&mut json).ok()?;
    json.end().ok()?;
    parts
}

/// An object of which one member is wanted.
struct Member<S> {
    name: &'static str,
    inner: S,
}

impl<'de, S: DeserializeSeed<'de> + Copy> DeserializeSeed<'de> for Member<S> {
    type Value = Option<S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de, S: DeserializeSeed<'de> + Copy> Visitor<'de> for Member<S> {
    type Value = Option<S::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut wanted = None;
        while let Some(key) = map.next_key::<String>()? {
            if key == self.name {
                wanted = Some(map.next_value_seed(self.inner)?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(wanted)
    }
}

/// An array of one kind of thing.
#[derive(Clone, Copy)]
struct Many<S>(S);

impl<'de, S: DeserializeSeed<'de> + Copy> DeserializeSeed<'de> for Many<S> {
    type Value = Vec<S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de, S: DeserializeSeed<'de> + Copy> Visitor<'de> for Many<S> {
    type Value = Vec<S::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = seq.next_element_seed(self.0)? {
            all.push(one);
        }
        // Tens of thousands of rows are kept: none holds room it does not need.
        all.shrink_to_fit();
        Ok(all)
    }
}

/// A `MatchedValueRange`, of which the rows are read by a seed.
#[derive(Clone, Copy)]
struct One<S>(S);

impl<'de, S: DeserializeSeed<'de> + Copy> DeserializeSeed<'de> for One<S> {
    type Value = Matched<S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de, S: DeserializeSeed<'de> + Copy> Visitor<'de> for One<S> {
    type Value = Matched<S::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value range and what it matched")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut rows, mut of) = (None, Vec::new());
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "valueRange" => {
                    rows = Some(map.next_value_seed(Member { name: "values", inner: self.0 })?);
                }
                "dataFilters" => of = map.next_value::<Vec<Filter>>()?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }

        let rows = rows.ok_or_else(|| A::Error::missing_field("valueRange"))?;
        Ok(Matched { rows, of: of.iter().filter_map(Filter::area).collect() })
    }
}

/// Gives the rows of an array to `each`, one at a time, in one allocation.
pub(super) struct EachRow<F>(pub(super) Render, pub(super) F);

impl<'de, F: FnMut(&[Cell])> Visitor<'de> for EachRow<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut rows: A) -> Result<(), A::Error> {
        let mut cells = Vec::new();
        while rows.next_element_seed(RowSeed(self.0, &mut cells))?.is_some() {
            (self.1)(&cells);
        }
        Ok(())
    }
}

/// One row, in the place of the last.
struct RowSeed<'a>(Render, &'a mut Vec<Cell>);

impl<'de> DeserializeSeed<'de> for RowSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for RowSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row of cells")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut cells: A) -> Result<(), A::Error> {
        self.1.clear();
        while let Some(cell) = cells.next_element_seed(OneCell(self.0))? {
            self.1.push(cell);
        }
        Ok(())
    }
}

/// One cell.
#[derive(Clone, Copy)]
struct OneCell(Render);

impl<'de> DeserializeSeed<'de> for OneCell {
    type Value = Cell;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Cell, D::Error> {
        from.deserialize_any(self)
    }
}

impl Visitor<'_> for OneCell {
    type Value = Cell;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a cell")
    }

    fn visit_str<E>(self, text: &str) -> Result<Cell, E> {
        Ok(match text {
            "" => Cell::Blank,
            source if self.0 == Render::Formula && source.starts_with('=') => {
                Cell::Formula { source: source.to_owned(), shown: Box::default() }
            }
            text => Cell::Text(text.to_owned()),
        })
    }

    fn visit_f64<E>(self, number: f64) -> Result<Cell, E> {
        Ok(Cell::Number(number))
    }

    #[expect(clippy::cast_precision_loss, reason = "a cell's number is a double at Google's, too")]
    fn visit_i64<E>(self, number: i64) -> Result<Cell, E> {
        Ok(Cell::Number(number as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "a cell's number is a double at Google's, too")]
    fn visit_u64<E>(self, number: u64) -> Result<Cell, E> {
        Ok(Cell::Number(number as f64))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Cell, E> {
        Ok(Cell::Bool(value))
    }

    fn visit_unit<E>(self) -> Result<Cell, E> {
        Ok(Cell::Blank)
    }
}

/// A filter as Google repeats it; members that are 0 are left out there.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Filter {
    grid_range: Option<GridRange>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct GridRange {
    #[serde(default)]
    sheet_id: SheetId,
    #[serde(default)]
    start_row_index: u32,
    end_row_index: Option<u32>,
    #[serde(default)]
    start_column_index: u32,
    end_column_index: Option<u32>,
}

impl Filter {
    fn area(&self) -> Option<Area> {
        let range = self.grid_range.as_ref()?;
        Some(Area {
            sheet_id: range.sheet_id,
            rows: range.end_row_index.map(|end| (range.start_row_index, end)),
            columns: range.end_column_index.map(|end| (range.start_column_index, end)),
        })
    }
}
