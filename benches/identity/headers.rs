//! A header row that staff damage, and what becomes of it with so many known rows.

use std::ops::AddAssign;

use rand::rngs::StdRng;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use rand::{Rng as _, SeedableRng as _};
use traslado::domain::columns::{self, KnownColumns};
use traslado::domain::form::{Form, Layout, ServiceColumn, StaffTab};
use traslado::domain::ledger::Ledger;
use traslado::sheet::cell::Cell;
use traslado::sheet::column_index::ColumnIndex;

use super::history::book;
use super::staff::{HEADERS, SheetRow};

/// A column says a field by at least so many distinct values; below that the headers decide alone.
const TELLING: usize = 5;
/// A column of a field with few values says it by at least so many cells.
const CELLS: usize = 10;
/// What people type over a header.
const RENAMED: [&str; 6] =
    ["Columna 7", "Observaciones de Ana", "Revisado", "x", "Pendiente", "Ver otra hoja"];

/// What became of damaged header rows.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Recognition {
    /// Header rows that were damaged.
    pub(crate) damaged: u32,
    /// Every field is read where it was.
    pub(crate) recognised: u32,
    /// The night stops, or goes on and names a column that is not read any more.
    pub(crate) refused: u32,
    /// A field is read from a column whose cells are another's and say so.
    pub(crate) mistaken: u32,
    /// A field is read from a column that holds too few values to say anything: the header decides.
    pub(crate) by_header: u32,
}

impl AddAssign for Recognition {
    fn add_assign(&mut self, other: Self) {
        self.damaged += other.damaged;
        self.recognised += other.recognised;
        self.refused += other.refused;
        self.mistaken += other.mistaken;
        self.by_header += other.by_header;
    }
}

/// Damages the header row of one book so many times, each time as it was in the beginning.
pub(crate) fn damage(seed: u64, form: &Form, layout: &Layout, reports: u32, times: u32) -> Recognition {
    let (rows, ledger) = book(seed, form, layout, reports);
    let mut grid = grid(&rows);
    let headers = grid[0].clone();
    let mut found = Recognition::default();
    let mut random = StdRng::seed_from_u64(seed);
    let Some(before) = look(&grid, form, &ledger) else { return found };

    for _ in 0..times {
        grid[0].clone_from(&headers);
        while grid[0] == headers {
            act(&mut grid[0][..HEADERS.len()], &mut random);
        }
        found.damaged += 1;
        let Some(after) = look(&grid, form, &ledger) else {
            found.refused += 1;
            continue;
        };
        let wrong: Vec<ColumnIndex> = wrong(&before, &after).collect();
        if wrong.iter().any(|column| says(&rows, &before, *column)) {
            found.mistaken += 1;
        } else if !wrong.is_empty() {
            found.by_header += 1;
        } else if after.changes.iter().any(|change| change.needs_a_person()) {
            found.refused += 1;
        } else {
            found.recognised += 1;
        }
    }
    found
}

/// What people do to a header row.
fn act(headers: &mut [Cell], random: &mut StdRng) {
    let at = random.random_range(0..headers.len());
    let other = random.random_range(0..headers.len());
    match random.random_range(0..7) {
        0 => headers[at] = Cell::Blank,
        1 => headers[at] = Cell::Text((*RENAMED.choose(random).unwrap_or(&"x")).to_owned()),
        2 => headers.swap(at, other),
        3 => headers[at] = headers[other].clone(),
        // A cell is inserted, or deleted, and the others move along.
        4 => {
            headers[at..].rotate_right(1);
            headers[at] = Cell::Blank;
        }
        5 => {
            headers[at..].rotate_left(1);
            headers[HEADERS.len() - 1] = Cell::Blank;
        }
        _ => {
            let end = (at + random.random_range(2..6)).min(headers.len());
            headers[at..end].shuffle(random);
        }
    }
}

/// The sheet with its headers, and the IDs beside the rows.
fn grid(rows: &[SheetRow]) -> Vec<Vec<Cell>> {
    let text = |text: &str| if text.is_empty() { Cell::Blank } else { Cell::Text(text.to_owned()) };
    let headers = HEADERS.iter().copied().chain([ServiceColumn::Id.header()]).map(text).collect();
    let row = |row: &SheetRow| row.cells.iter().chain([&row.id]).map(|cell| text(cell)).collect();
    std::iter::once(headers).chain(rows.iter().map(row)).collect()
}

/// Where the fields are read; `None` where the night stops.
fn look(grid: &[Vec<Cell>], form: &Form, ledger: &Ledger) -> Option<Layout> {
    let service_columns = [(ServiceColumn::Id, ColumnIndex::new(HEADERS.len()))].into();
    let tab = StaffTab { service_columns, ..StaffTab::from(grid) };
    columns::find(form, &tab, KnownColumns { ledger, confirmed: None }).ok().flatten()
}

/// The columns that were another field's.
fn wrong(before: &Layout, after: &Layout) -> impl Iterator<Item = ColumnIndex> {
    let others = |field, column: &ColumnIndex| {
        let of = |(known, columns): (_, &Vec<ColumnIndex>)| known != field && columns.contains(column);
        let own = before.columns.get(&field).is_some_and(|columns| columns.contains(column));
        !own && before.columns.iter().map(|(known, columns)| (*known, columns)).any(of)
    };
    let read =
        after.columns.iter().flat_map(|(field, columns)| columns.iter().map(|column| (*field, *column)));
    read.filter(move |(field, column)| others(*field, column)).map(|(_, column)| column)
}

/// Whether the cells of known reports in a column are enough to say which field it is.
fn says(rows: &[SheetRow], before: &Layout, column: ColumnIndex) -> bool {
    let known = rows.iter().filter(|row| !row.id.is_empty());
    let mut values: Vec<&String> = known.filter_map(|row| row.cells.get(column.index())).collect();
    values.retain(|value| !value.is_empty());
    let cells = values.len();
    values.sort_unstable();
    values.dedup();

    let mut fields = before.columns.iter().filter(|(_, columns)| columns.contains(&column));
    if fields.any(|(field, _)| field.has_few_values()) {
        return cells >= CELLS && values.len() > 1;
    }
    values.len() >= TELLING
}
