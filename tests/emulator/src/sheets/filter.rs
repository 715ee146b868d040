//! Which rows a filter hides: the basic filter for everyone, a filter view for who looks through it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::cell::Outcome;
use super::condition::Condition;
use super::edit::Edit;
use super::formula::Evaluator;
use super::looks::Looks;
use super::range::{Block, GridRange};
use super::render;
use super::sheet::Sheet;
use super::theme;
use crate::num;
use crate::switches::Switches;

/// A filter made ready for the rows of its sheet.
pub(crate) struct Filter {
    /// The range, its header included.
    block: Block,
    columns: Vec<(usize, Criteria)>,
}

/// What a column must show for its row to be seen.
struct Criteria {
    hidden: Vec<String>,
    condition: Option<Condition>,
    /// The one colour that is seen, of the fill or of the text.
    color: Option<(bool, [u8; 3])>,
}

impl Criteria {
    fn read(given: &Value, origin: (usize, usize), now: f64) -> Self {
        let hidden = given["hiddenValues"].as_array().into_iter().flatten();
        let color = [("visibleBackgroundColor", true), ("visibleForegroundColor", false)]
            .into_iter()
            .find_map(|(name, fill)| Some((fill, theme::bytes(&theme::rgb(&theme::given(given, name)?)))));
        Self {
            hidden: hidden.filter_map(Value::as_str).map(str::to_owned).collect(),
            condition: given["condition"]
                .is_object()
                .then(|| Condition::read(&given["condition"], origin, now)),
            color,
        }
    }

    fn excludes(
        &self,
        eval: &Evaluator<'_>,
        looks: &Looks<'_>,
        sheet: &Sheet,
        row: usize,
        column: usize,
    ) -> bool {
        // Values are hidden by what they show, which is what a person ticks off.
        (!self.hidden.is_empty() && self.hidden.contains(&render::formatted(eval, sheet, row, column)))
            || self.condition.as_ref().is_some_and(|condition| !condition.holds(eval, sheet, row, column))
            || self.color.is_some_and(|(fill, wanted)| looks.color(row, column, fill) != wanted)
    }
}

impl Filter {
    /// Reads a `BasicFilter` or `FilterView`.
    pub(crate) fn read(eval: &Evaluator<'_>, sheet: &Sheet, filter: &Value) -> Self {
        let block = sheet.block(GridRange::from_json(&filter["range"]));
        let specs = filter["filterSpecs"].as_array().map_or(&[] as &[Value], Vec::as_slice);
        let listed: Vec<(usize, &Value)> = if specs.is_empty() {
            let mapped = filter["criteria"].as_object().into_iter().flatten();
            mapped.filter_map(|(column, criteria)| Some((column.parse().ok()?, criteria))).collect()
        } else {
            let column = |spec: &Value| num::index(spec["columnIndex"].as_i64().unwrap_or(0));
            specs.iter().map(|spec| (column(spec), &spec["filterCriteria"])).collect()
        };
        // A formula is written for the first row under the header, in its own column.
        let columns = listed
            .into_iter()
            .map(|(column, criteria)| (column, Criteria::read(criteria, (block.top + 1, column), eval.now)))
            .collect();
        Self { block, columns }
    }

    /// Reads a slicer, which filters by one column of its data.
    fn slicer(eval: &Evaluator<'_>, sheet: &Sheet, spec: &Value) -> Option<Self> {
        if !spec["filterCriteria"].is_object() {
            return None;
        }
        let range = GridRange::from_json(&spec["dataRange"]);
        let block = sheet.block(range);
        let column = block.left + num::index(spec["columnIndex"].as_i64().unwrap_or(0));
        let criteria = Criteria::read(&spec["filterCriteria"], (block.top + 1, column), eval.now);
        (range.sheet == sheet.id).then_some(Self { block, columns: vec![(column, criteria)] })
    }

    /// Whether it hides the row: one of its columns holds what is filtered out.
    pub(crate) fn hides(&self, eval: &Evaluator<'_>, looks: &Looks<'_>, sheet: &Sheet, row: usize) -> bool {
        // The first row of the range is the header, which is always seen.
        row > self.block.top
            && row < self.block.bottom
            && self
                .columns
                .iter()
                .any(|(column, criteria)| criteria.excludes(eval, looks, sheet, row, *column))
    }
}

/// What hides rows of a sheet: for everyone, or for who looks through a filter view.
pub(crate) struct Filters<'a> {
    eval: &'a Evaluator<'a>,
    sheet: &'a Sheet,
    looks: Looks<'a>,
    list: Vec<Filter>,
    /// Whether what was hidden when the filters were set counts, and not what they would hide now.
    kept: bool,
}

impl<'a> Filters<'a> {
    /// The basic filter and the slicers, as the switches have it.
    pub(crate) fn of(eval: &'a Evaluator<'a>, sheet: &'a Sheet, switches: &Switches) -> Self {
        Self { kept: !switches.filters_follow_edits, ..Self::now(eval, sheet, switches) }
    }

    /// The same, by what the cells hold at this moment.
    fn now(eval: &'a Evaluator<'a>, sheet: &'a Sheet, switches: &Switches) -> Self {
        let basic = sheet.basic_filter.iter().map(|filter| Filter::read(eval, sheet, filter));
        let sliced = sheet.slicers.iter().filter(|_| switches.slicers_hide_rows);
        let sliced = sliced.filter_map(|slicer| Filter::slicer(eval, sheet, &slicer["spec"]));
        let list = basic.chain(sliced).collect();
        Self { eval, sheet, looks: Looks::of(eval, sheet), list, kept: false }
    }

    /// Through a filter view of that title; `None` when there is none.
    pub(crate) fn through(eval: &'a Evaluator<'a>, sheet: &'a Sheet, title: &str) -> Option<Self> {
        let view = sheet.filter_views.iter().find(|view| view["title"].as_str() == Some(title))?;
        let list = vec![Filter::read(eval, sheet, view)];
        Some(Self { eval, sheet, looks: Looks::of(eval, sheet), list, kept: false })
    }

    pub(crate) fn hides(&self, row: usize) -> bool {
        if self.kept {
            return self.sheet.filtered.contains(&row);
        }
        self.list.iter().any(|filter| filter.hides(self.eval, &self.looks, self.sheet, row))
    }

    /// Whether a row is out of sight, by hand or through a filter.
    pub(crate) fn out_of_sight(&self, row: usize) -> bool {
        self.sheet.row_dimensions.get(&row).is_some_and(|d| d.hidden) || self.hides(row)
    }
}

/// Notes which rows the filters of a sheet hide now that one of them was set.
pub(crate) fn settle(edit: &mut Edit<'_>, sheet: i64) -> Result<(), String> {
    let hidden: BTreeSet<usize> = {
        let sheet = edit.sheet(sheet)?;
        let eval = Evaluator::new(edit.book, edit.now);
        let filters = Filters::now(&eval, sheet, edit.switches);
        (0..sheet.rows).filter(|row| filters.hides(*row)).collect()
    };
    edit.sheet_mut(sheet)?.filtered = hidden;
    Ok(())
}

/// The order in which a sort puts values; blanks come last whichever way.
pub(crate) fn compare(a: &Outcome, b: &Outcome, descending: bool, text_first: bool) -> std::cmp::Ordering {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let blank = |o: &Outcome| *o == Outcome::Blank || *o == Outcome::Text(String::new());
    match (blank(a), blank(b)) {
        (true, true) => return Equal,
        (true, false) => return Greater,
        (false, true) => return Less,
        _ => {}
    }
    let rank = |o: &Outcome| match o {
        Outcome::Number(_) => i32::from(text_first),
        Outcome::Text(_) => i32::from(!text_first),
        Outcome::Bool(_) => 2,
        _ => 3,
    };
    let order = match (a, b) {
        (Outcome::Number(a), Outcome::Number(b)) => a.partial_cmp(b).unwrap_or(Equal),
        (Outcome::Text(a), Outcome::Text(b)) => a.to_lowercase().cmp(&b.to_lowercase()),
        (Outcome::Bool(a), Outcome::Bool(b)) => a.cmp(b),
        _ => rank(a).cmp(&rank(b)),
    };
    if descending { order.reverse() } else { order }
}
