//! One cell: its value in its looks, and what marks it.

use maud::{Markup, html};
use serde_json::Value;

use super::tab::{Drawn, Merged};
use super::{chart, styles};
use crate::sheets::{GridRange, Outcome, Sheet, link};

/// Where a cell stands, and how much room it has.
pub(super) struct Spot<'a> {
    pub(super) row: usize,
    pub(super) column: usize,
    /// Pixels of its column.
    pub(super) width: i64,
    /// Pixels as far as the next cell that is not empty.
    pub(super) room: i64,
    /// The columns of the empty cells up to there, with their pixels.
    pub(super) free: &'a [(usize, i64)],
    /// The classes of its column.
    pub(super) class: &'a str,
}

/// Pixels that a letter takes at least, so that a text that surely fits is left alone.
const LETTER: i64 = 6;
/// Pixels that a letter of ten points takes at most, about.
const WIDEST: i64 = 10;

impl<'a> Drawn<'a> {
    /// The cell; `None` where a merge covers it.
    pub(super) fn cell(&mut self, spot: &Spot<'_>, text: &str, most: Option<&str>) -> Option<Markup> {
        let ((row, column), span) = match self.merged.get(&(spot.row, spot.column)) {
            Some(Merged::Covered) => return None,
            Some(Merged::First { block, rows, columns }) => {
                ((block.top, block.left), Some((*rows, *columns)))
            }
            None => ((spot.row, spot.column), None),
        };

        let sheet: &'a Sheet = self.sheet;
        let cell = sheet.cell(row, column);
        let plain = cell.is_empty() && text.is_empty() && !self.looks.covers(row, column);
        let format = if plain { Value::Null } else { self.looks.effective(row, column) };
        let look = self.styles.class(styles::cell(&format));
        let (told, rule) = (self.told(row, column), cell.extra("dataValidation"));
        let charts = self.charts(spot);

        // As in Sheets, a text runs on over empty cells to its right, and not beyond.
        let leads = format["horizontalAlignment"].as_str() == Some("LEFT") && span.is_none();
        let runs_on = leads
            && !styles::wraps(&format)
            && format["wrapStrategy"].as_str() != Some("CLIP")
            && spot.room > spot.width
            && i64::try_from(text.chars().count()).unwrap_or(i64::MAX).saturating_mul(LETTER)
                > spot.width - 6;
        // The lines between cells of one colour are hidden where it runs over them.
        let covers = runs_on && {
            let points = format["textFormat"]["fontSize"].as_i64().unwrap_or(10);
            let letters = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
            let mut rest = letters.saturating_mul(WIDEST.saturating_mul(points) / 10) - spot.width;
            let reached = spot.free.iter().take_while(|(_, width)| {
                let reaches = rest > 0;
                rest -= width;
                reaches
            });
            let own = styles::fill(&format);
            reached.into_iter().all(|(next, _)| self.fill(row, *next) == own)
        };
        let room = if runs_on {
            self.styles.class(format!("max-width:{}px", spot.room - 6))
        } else {
            most.unwrap_or("").to_owned()
        };

        let content = self.content(row, column, text, &format, rule);
        let protected = self.marks && self.is_protected(row, column);
        let title = title(&told, rule);

        Some(html! {
            td.note[!cell.extra("note").is_null()].said[!told.is_empty() && cell.extra("note").is_null()]
                .o[runs_on].over[covers].h[!runs_on && most.is_some()].chart[!charts.is_empty()].kept[protected]
                .(spot.class).(look)
                title=[title] rowspan=[span.map(|(rows, _)| rows).filter(|rows| *rows > 1)]
                colspan=[span.map(|(_, columns)| columns).filter(|columns| *columns > 1)] {
                @if rule["condition"]["type"].as_str().is_some_and(|kind| kind.starts_with("ONE_OF_"))
                    && rule["showCustomUi"] == true { span.drop { "▾" } }
                @if self.filters_by(row, column) { span.funnel { "⏷" } }
                @if room.is_empty() { (content) } @else { div class=(room) { (content) } }
                @for chart in &charts { (chart) }
            }
        })
    }

    /// The colour of a cell in the end; `None` where it is as white as the grid.
    fn fill(&self, row: usize, column: usize) -> Option<String> {
        let plain = self.sheet.cell(row, column).is_empty() && !self.looks.covers(row, column);
        if plain { None } else { styles::fill(&self.looks.effective(row, column)) }
    }

    fn content(&mut self, row: usize, column: usize, text: &str, format: &Value, rule: &Value) -> Markup {
        if rule["condition"]["type"] == "BOOLEAN" {
            let on = matches!(self.eval.outcome(self.sheet, row, column).0, Outcome::Bool(true));
            return html! { @if on { "☑" } @else { "☐" } };
        }
        let sheet: &'a Sheet = self.sheet;
        let cell = sheet.cell(row, column);
        if let Some(runs) = cell.extra("textFormatRuns").as_array() {
            let pieces: Vec<Markup> =
                pieces(text, runs).into_iter().map(|(piece, format)| self.piece(piece, format)).collect();
            return html! { @for piece in &pieces { (piece) } };
        }
        let whole = link(cell).or_else(|| format["textFormat"]["link"]["uri"].as_str().map(Into::into));
        let target = whole.as_ref().and_then(Value::as_str).and_then(|link| self.target(link));
        html! {
            @if let Some(target) = target { a href=(target) rel="noreferrer" { (text) } } @else { (text) }
        }
    }

    /// A part of a text that has a format of its own.
    fn piece(&mut self, piece: &str, format: &Value) -> Markup {
        let class = self.styles.class(styles::text(format));
        let target = format["link"]["uri"].as_str().and_then(|link| self.target(link));
        html! {
            @if let Some(target) = target {
                a class=(class) href=(target) rel="noreferrer" { (piece) }
            } @else if class.is_empty() {
                (piece)
            } @else {
                span class=(class) { (piece) }
            }
        }
    }

    /// The charts whose corner lies in the cell; one whose own is out of sight is drawn at the next that is seen.
    fn charts(&mut self, spot: &Spot<'_>) -> Vec<Markup> {
        let sheet: &'a Sheet = self.sheet;
        let next = |lines: &[usize], at: usize| lines.iter().copied().find(|line| *line >= at);
        let mut out = Vec::new();
        for chart in &sheet.charts {
            let Some((row, column)) = chart::anchor(chart) else { continue };
            let here = next(&self.rows.all, row) == Some(spot.row)
                && next(&self.columns.all, column) == Some(spot.column);
            if here {
                let class = self.styles.class(chart::place(chart));
                out.push(chart::figure(self.eval, chart, &class));
            }
        }
        out
    }

    fn is_protected(&self, row: usize, column: usize) -> bool {
        self.sheet.protected.iter().any(|protected| {
            let holds = |range: &Value| self.sheet.block(GridRange::from_json(range)).contains(row, column);
            let open = protected["unprotectedRanges"].as_array().into_iter().flatten();
            holds(&protected["range"]) && !open.into_iter().any(holds)
        })
    }

    /// Whether the cell is in the header of the filter that is there for everyone.
    fn filters_by(&self, row: usize, column: usize) -> bool {
        self.sheet.basic_filter.as_ref().is_some_and(|filter| {
            let block = self.sheet.block(GridRange::from_json(&filter["range"]));
            block.top == row && block.contains(row, column)
        })
    }
}

/// What is shown to who rests on a cell: what was said of it, and what may stand in it.
fn title(told: &[String], rule: &Value) -> Option<String> {
    let condition = &rule["condition"];
    let values = condition["values"].as_array().into_iter().flatten();
    let values: Vec<&str> = values.filter_map(|value| value["userEnteredValue"].as_str()).collect();
    let allowed = condition["type"].as_str().map(|kind| {
        let strict = if rule["strict"] == true { "must be" } else { "should be" };
        format!("{strict} {kind}: {}", values.join(" · "))
    });
    let help = rule["inputMessage"].as_str().map(str::to_owned);
    let all: Vec<String> = told.iter().cloned().chain(help).chain(allowed).collect();
    (!all.is_empty()).then(|| all.join("\n"))
}

/// A text cut where its runs begin, which are counted in UTF-16, each with its format.
fn pieces<'a>(text: &'a str, runs: &'a [Value]) -> Vec<(&'a str, &'a Value)> {
    let mut starts: Vec<(usize, &Value)> = vec![(0, &Value::Null)];
    let mut units = 0_i64;
    let begins = |units: i64| runs.iter().find(move |run| run["startIndex"].as_i64().unwrap_or(0) == units);
    for (at, letter) in text.char_indices() {
        if let Some(run) = begins(units) {
            starts.push((at, &run["format"]));
        }
        units += i64::try_from(letter.len_utf16()).unwrap_or(1);
    }
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([text.len()]).collect::<Vec<_>>();
    let cut = starts.iter().zip(ends).map(|((start, format), end)| (&text[*start..end], *format));
    cut.filter(|(piece, _)| !piece.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_is_cut_where_its_runs_begin() {
        let runs = json!([{"startIndex": 3, "format": {"bold": true}}, {"startIndex": 5}]);
        let cut = pieces("🐍a<b>", runs.as_array().unwrap());
        assert_eq!(cut.iter().map(|(piece, _)| *piece).collect::<Vec<_>>(), ["🐍a", "<b", ">"]);
        assert_eq!(cut[1].1["bold"], true);
        assert!(pieces("", &[]).is_empty());
    }
}
