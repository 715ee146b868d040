//! A tab as people see it: its rows and columns, those that are frozen, and what hangs on them.

use std::collections::HashMap;

use maud::{Markup, html};
use serde_json::Value;

use super::frame::{CHANGED, Page};
use super::place::{Asked, COLUMNS, ROWS};
use super::styles::Styles;
use super::{cell, chart, place};
use crate::num;
use crate::sheets::{
    Block, Book, Evaluator, Filters, GridRange, Looks, Sheet, column_name, local_time, written_range,
};
use crate::world::World;

/// Empty rows below the last that holds something.
const ROOM: usize = 20;
/// Pixels of the column that has the numbers of rows.
const NUMBERS: i64 = 46;
const WIDTH: i64 = 100;

/// The lines of one direction that are shown, in order: first those that are frozen.
pub(super) struct Lines {
    pub(super) all: Vec<usize>,
    pub(super) frozen: usize,
}

/// How the cells that a merge covers are shown: its first one over so many visible lines, and the others not at all.
pub(super) enum Merged {
    First { block: Block, rows: usize, columns: usize },
    Covered,
}

/// A tab while it is drawn.
pub(super) struct Drawn<'a> {
    pub(super) world: &'a World,
    pub(super) book: &'a Book,
    pub(super) sheet: &'a Sheet,
    pub(super) eval: &'a Evaluator<'a>,
    pub(super) looks: Looks<'a>,
    pub(super) marks: bool,
    pub(super) rows: Lines,
    pub(super) columns: Lines,
    pub(super) merged: HashMap<(usize, usize), Merged>,
    pub(super) styles: Styles,
}

/// The page of a tab; without the id of one, of the first that is not hidden. `None` when there is no such spreadsheet.
pub(super) fn tab(world: &World, id: &str, asked: &Asked) -> Option<Page> {
    let book = world.books.get(id)?;
    let first = book.sheets.iter().find(|sheet| !sheet.hidden()).or_else(|| book.sheets.first());
    let sheet = match asked.tab {
        Some(tab) => book.sheet(tab)?,
        None => first.map(AsRef::as_ref)?,
    };

    let eval = Evaluator::new(book, book.serial(world.now()));
    let filters = match &asked.view {
        Some(view) => Filters::through(&eval, sheet, view)?,
        None => Filters::of(&eval, sheet, &world.switches),
    };

    // What is shown of the tab: all of its lines that are in sight, by pages.
    let (height, width) = extent(&eval, sheet);
    let hidden_row = |at: usize| !asked.marks && filters.out_of_sight(at);
    let hidden_column =
        |at: usize| !asked.marks && sheet.column_dimensions.get(&at).is_some_and(|column| column.hidden);
    let rows = lines(frozen(sheet, "frozenRowCount"), height, asked.page, ROWS, &hidden_row);
    let columns = lines(frozen(sheet, "frozenColumnCount"), width, asked.across, COLUMNS, &hidden_column);

    let merged = merged(sheet, &rows, &columns);
    let looks = Looks::of(&eval, sheet);
    let styles = Styles::default();
    let mut drawn =
        Drawn { world, book, sheet, eval: &eval, looks, marks: asked.marks, rows, columns, merged, styles };
    let grid = drawn.grid();
    let under = drawn.under();

    let body = html! {
        header.top {
            h1 { (book.title) }
            p.faint { (local_time(world.now(), &book.time_zone).format("%A %-d %B %Y, %H:%M").to_string()) " · " (book.time_zone) " · " (book.locale) }
        }
        (tabs(book, sheet, asked))
        div.under { (choices(book, sheet, asked, height, width)) }
        (grid)
        (under)
    };

    Some(Page {
        title: format!("{} · {}", sheet.title, book.title),
        watch: CHANGED,
        styles: drawn.styles,
        body,
    })
}

/// How many rows and columns there are to show: as far as anything reaches, with some room, within the grid.
fn extent(eval: &Evaluator<'_>, sheet: &Sheet) -> (usize, usize) {
    let (rows, columns) = eval.reach(sheet);
    let columns = columns.max(sheet.cells.iter().map(|cells| cells.len()).max().unwrap_or(0));
    let ends = sheet.charts.iter().filter_map(chart::end);
    let (down, right) = ends.fold((rows + ROOM, columns.max(26)), |(down, right), (row, column)| {
        (down.max(row), right.max(column))
    });
    (down.min(sheet.rows), right.min(sheet.columns))
}

fn frozen(sheet: &Sheet, name: &str) -> usize {
    sheet.grid.get(name).and_then(Value::as_i64).map_or(0, num::index)
}

fn lines(frozen: usize, end: usize, page: usize, size: usize, hidden: &dyn Fn(usize) -> bool) -> Lines {
    let seen = |range: std::ops::Range<usize>| range.filter(|at| !hidden(*at)).collect::<Vec<usize>>();
    let mut all = seen(0..frozen.min(end));
    let frozen_seen = all.len();
    let start = page.saturating_sub(1).saturating_mul(size).min(end);
    all.extend(seen(start.max(frozen)..(start + size).min(end).max(start.max(frozen).min(end))));
    Lines { all, frozen: frozen_seen }
}

fn merged(sheet: &Sheet, rows: &Lines, columns: &Lines) -> HashMap<(usize, usize), Merged> {
    let mut out = HashMap::new();
    for block in sheet.merges.iter().copied() {
        let down: Vec<usize> =
            rows.all.iter().copied().filter(|row| (block.top..block.bottom).contains(row)).collect();
        let right: Vec<usize> =
            columns.all.iter().copied().filter(|column| (block.left..block.right).contains(column)).collect();
        for (n, row) in down.iter().enumerate() {
            for (m, column) in right.iter().enumerate() {
                let first = n == 0 && m == 0;
                let spot = if first {
                    Merged::First { block, rows: down.len(), columns: right.len() }
                } else {
                    Merged::Covered
                };
                out.insert((*row, *column), spot);
            }
        }
    }
    out
}

/// The tabs of the spreadsheet, hidden ones among them.
fn tabs(book: &Book, shown: &Sheet, asked: &Asked) -> Markup {
    let address = |sheet: &Sheet| {
        Asked { page: 1, across: 1, marks: asked.marks, ..Asked::default() }.address(&book.id, sheet.id)
    };
    let whole = |sheet: &Sheet| {
        sheet
            .protected
            .iter()
            .any(|range| sheet.block(GridRange::from_json(&range["range"])).holds(sheet.whole()))
    };
    html! {
        nav.tabs {
            @for sheet in &book.sheets {
                a.on[sheet.id == shown.id].out[sheet.hidden()] href=(address(sheet)) {
                    (sheet.title)
                    @match (sheet.hidden(), whole(sheet)) {
                        (true, true) => { " (hidden, protected)" }
                        (true, false) => { " (hidden)" }
                        (false, true) => { " (protected)" }
                        (false, false) => {}
                    }
                }
            }
        }
    }
}

/// The pages of a tab, its filter views, and whether hidden and protected parts are shown as such.
fn choices(book: &Book, sheet: &Sheet, asked: &Asked, height: usize, width: usize) -> Markup {
    let otherwise = |change: &dyn Fn(&mut Asked)| {
        let mut other = Asked {
            tab: None,
            page: asked.page,
            across: asked.across,
            view: asked.view.clone(),
            marks: asked.marks,
        };
        change(&mut other);
        other.address(&book.id, sheet.id)
    };

    let last = |page: usize, size: usize, end: usize| {
        format!("{}–{}", (page - 1) * size + 1, (page * size).min(end))
    };
    let names = |page: usize| {
        let (first, end) = ((page - 1) * COLUMNS, (page * COLUMNS).min(width));
        format!("{}–{}", column_name(first), column_name(end.saturating_sub(1)))
    };
    let titles = sheet.filter_views.iter().filter_map(|view| view["title"].as_str());

    html! {
        div.choices {
            @if height > ROWS {
                span { "Rows:" }
                @for page in 1..=height.div_ceil(ROWS) {
                    a.on[page == asked.page] href=(otherwise(&|other| other.page = page)) { (last(page, ROWS, height)) }
                }
            }
            @if width > COLUMNS {
                span { "Columns:" }
                @for page in 1..=width.div_ceil(COLUMNS) {
                    a.on[page == asked.across] href=(otherwise(&|other| other.across = page)) { (names(page)) }
                }
            }
            @if !sheet.filter_views.is_empty() {
                span { "Filter views:" }
                a.on[asked.view.is_none()] href=(otherwise(&|other| other.view = None)) { "none" }
                @for title in titles {
                    a.on[asked.view.as_deref() == Some(title)] href=(otherwise(&|other| other.view = Some(title.to_owned()))) { (title) }
                }
            }
            a.on[asked.marks] href=(otherwise(&|other| other.marks = !other.marks)) { "Show what is hidden and protected" }
            span.faint { (sheet.rows) " × " (sheet.columns) " cells" }
        }
    }
}

impl Drawn<'_> {
    fn width(&self, column: usize) -> i64 {
        self.sheet.column_dimensions.get(&column).and_then(|column| column.pixels).unwrap_or(WIDTH)
    }

    fn grid(&mut self) -> Markup {
        let columns = self.columns.all.clone();
        let rows = self.rows.all.clone();
        let widths: Vec<i64> = columns.iter().map(|column| self.width(*column)).collect();
        let total = NUMBERS + widths.iter().sum::<i64>();
        let table = self.styles.class(format!("width:{total}px"));
        let numbers = self.styles.class(format!("width:{NUMBERS}px"));
        let sizes: Vec<String> =
            widths.iter().map(|width| self.styles.class(format!("width:{width}px"))).collect();

        // Frozen columns stay at the place that the ones before them leave.
        let mut left = NUMBERS;
        let mut places = Vec::new();
        for (at, width) in widths.iter().enumerate() {
            places.push(if at < self.columns.frozen {
                let edge = if at + 1 == self.columns.frozen { " edge" } else { "" };
                format!("f{edge} {}", self.styles.class(format!("left:{left}px")))
            } else {
                String::new()
            });
            left += width;
        }

        let (above, below) = rows.split_at(self.rows.frozen);
        let letters = self.letters(&columns, &places);
        let above: Vec<Markup> = above.iter().map(|row| self.row(*row, &columns, &widths, &places)).collect();
        let below: Vec<Markup> = below.iter().map(|row| self.row(*row, &columns, &widths, &places)).collect();

        let bare = self.sheet.grid.get("hideGridlines").and_then(Value::as_bool) == Some(true);
        let language = self.book.locale.split('_').next().unwrap_or("");

        html! {
            table.grid.bare[bare].(table) lang=(language) {
                colgroup {
                    col class=(numbers);
                    @for size in &sizes { col class=(size); }
                }
                thead {
                    (letters)
                    @for row in &above { (row) }
                }
                tbody {
                    @for row in &below { (row) }
                }
            }
        }
    }

    fn letters(&self, columns: &[usize], places: &[String]) -> Markup {
        let hidden =
            |column: usize| self.sheet.column_dimensions.get(&column).is_some_and(|known| known.hidden);
        html! {
            tr {
                th.n.f {}
                @for (at, column) in columns.iter().enumerate() {
                    @let next = if at == 0 { 0 } else { columns[at - 1] + 1 };
                    @let gap = next < *column && !(at == self.columns.frozen && column.is_multiple_of(COLUMNS));
                    th.gap[gap].out[hidden(*column)].(places[at])
                        title=[gap.then(|| format!("{} to {} are not shown", column_name(next), column_name(*column - 1)))] {
                        (column_name(*column))
                    }
                }
            }
        }
    }

    fn row(&mut self, row: usize, columns: &[usize], widths: &[i64], places: &[String]) -> Markup {
        let known = self.sheet.row_dimensions.get(&row);
        let (pixels, out) = (known.and_then(|known| known.pixels), known.is_some_and(|known| known.hidden));
        let height = pixels.map(|pixels| self.styles.class(format!("height:{pixels}px"))).unwrap_or_default();
        let most = pixels.map(|pixels| self.styles.class(format!("max-height:{}px", (pixels - 5).max(0))));

        // A text runs over the empty cells to its right.
        let texts: Vec<String> = columns.iter().map(|column| self.shown(row, *column)).collect();
        let cells: Vec<Markup> = columns
            .iter()
            .enumerate()
            .filter_map(|(at, column)| {
                let next = (at + 1..columns.len()).take_while(|next| {
                    texts[*next].is_empty() && !self.merged.contains_key(&(row, columns[*next]))
                });
                let free: Vec<(usize, i64)> = next.map(|next| (columns[next], widths[next])).collect();
                let room = widths[at] + free.iter().map(|(_, width)| width).sum::<i64>();
                let class = &places[at];
                let spot = cell::Spot { row, column: *column, width: widths[at], room, free: &free, class };
                self.cell(&spot, &texts[at], most.as_deref())
            })
            .collect();

        let place = self.rows.all.binary_search(&row).unwrap_or(0);
        let next = if place == 0 { 0 } else { self.rows.all[place - 1] + 1 };
        // A page that is not the first begins far below what is frozen.
        let gap = next < row && !(place == self.rows.frozen && row.is_multiple_of(ROWS));

        html! {
            tr id=(format!("r{}", row + 1)) class=(height) {
                th.n.f.gap[gap].out[out] title=[gap.then(|| format!("{} to {row} are not shown", next + 1))] { (row + 1) }
                @for cell in &cells { (cell) }
            }
        }
    }

    /// What a cell shows; of merged cells the first has the value of all.
    fn shown(&self, row: usize, column: usize) -> String {
        let (row, column) = match self.merged.get(&(row, column)) {
            Some(Merged::First { block, .. }) => (block.top, block.left),
            Some(Merged::Covered) => return String::new(),
            None => (row, column),
        };
        crate::sheets::formatted(self.eval, self.sheet, row, column)
    }

    /// What hangs on the tab and has no place in the grid.
    fn under(&self) -> Markup {
        let charts = self.sheet.charts.iter().filter(|chart| chart::anchor(chart).is_none());

        html! {
            div.under {
                (self.listed_notes())
                (self.listed_protections())
                @if !self.sheet.slicers.is_empty() {
                    p { "Slicers: "
                        @for slicer in &self.sheet.slicers { (slicer["spec"]["title"].as_str().unwrap_or("")) " " }
                    }
                }
                @for chart in charts { (chart::figure(self.eval, chart, "")) }
            }
        }
    }

    /// The list of the notes and comments on the page, where there are any.
    fn listed_notes(&self) -> Markup {
        let notes = self.notes();

        html! {
            @if !notes.is_empty() {
                details {
                    summary { "Notes and comments on this page: " (notes.len()) }
                    table.list {
                        @for (row, column, text) in &notes {
                            tr {
                                td { a href=(format!("#r{}", row + 1)) { (column_name(*column)) (row + 1) } }
                                td { pre { (text) } }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The list of the protected ranges of the tab, with who may edit them, where there are any.
    fn listed_protections(&self) -> Markup {
        let sheet = self.sheet;
        let range = |value: &Value| {
            let block = sheet.block(GridRange::from_json(value));
            if block == sheet.whole() {
                return "the whole tab".to_owned();
            }
            written_range(sheet, block.top, block.bottom, block.left, block.right)
        };
        let editors = |range: &Value| {
            let users = range["editors"]["users"].as_array().into_iter().flatten().filter_map(Value::as_str);
            users.collect::<Vec<_>>().join(", ")
        };

        html! {
            @if !sheet.protected.is_empty() {
                details {
                    summary { "Protected: " (sheet.protected.len()) }
                    table.list {
                        tr { th { "Range" } th { "Description" } th { "Who may edit" } th { "Except" } }
                        @for protected in &sheet.protected {
                            tr {
                                td { (range(&protected["range"])) }
                                td { (protected["description"].as_str().unwrap_or("")) }
                                td {
                                    @if protected["warningOnly"] == true { "everyone, after a warning" }
                                    (editors(protected))
                                }
                                td {
                                    @for open in protected["unprotectedRanges"].as_array().into_iter().flatten() {
                                        (range(open)) " "
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The notes and comments of the cells that are shown.
    fn notes(&self) -> Vec<(usize, usize, String)> {
        let mut out = Vec::new();
        for row in &self.rows.all {
            for column in &self.columns.all {
                let told = self.told(*row, *column);
                if !told.is_empty() {
                    out.push((*row, *column, told.join("\n")));
                }
            }
        }
        out
    }

    /// What a cell's note and its open comments say.
    pub(super) fn told(&self, row: usize, column: usize) -> Vec<String> {
        let note = self.sheet.cell(row, column).extra("note").as_str().map(str::to_owned);
        let here = |range: GridRange| {
            let block = self.sheet.block(range);
            range.sheet == self.sheet.id && (block.top, block.left) == (row, column)
        };
        let open = self
            .book
            .comments
            .iter()
            .filter(|comment| !comment.deleted && !comment.resolved && comment.anchor.is_some_and(here));
        let posts = open.flat_map(|comment| std::iter::once(&comment.head).chain(&comment.replies));
        let said =
            posts.filter(|post| !post.deleted).map(|post| format!("{}: {}", post.author, post.content));
        note.into_iter().chain(said).collect()
    }

    /// The address of a row of a spreadsheet, or of what else a link names.
    pub(super) fn target(&self, link: &str) -> Option<String> {
        place::target(self.world, &self.book.id, link)
    }
}
