//! What a chart draws: its titles, and the values that stand in its ranges at this moment.

use maud::{Markup, html};
use serde_json::Value;

use super::{drawing, styles};
use crate::num;
use crate::sheets::{Evaluator, GridRange, Outcome, formatted};

/// Pixels of a chart whose position says nothing of them, as Google makes it.
const SIZE: (i64, i64) = (600, 371);
/// The colours of series that have none of their own, as the theme has them.
const COLORS: [&str; 6] = ["#4285f4", "#ea4335", "#fbbc04", "#34a853", "#ff6d01", "#46bdc6"];

/// A chart ready to be drawn.
#[derive(Default)]
pub(super) struct Plot {
    pub(super) title: String,
    pub(super) size: (i64, i64),
    pub(super) form: Form,
    pub(super) stack: Stack,
    /// Whether a legend names the series.
    pub(super) legend: bool,
    /// What stands along the axis of names, and its title.
    pub(super) names: Vec<String>,
    pub(super) names_title: String,
    pub(super) values_title: String,
    /// The bounds of the axis of values that the chart itself gives.
    pub(super) window: (Option<f64>, Option<f64>),
    /// Whether the values are shares.
    pub(super) percent: bool,
    pub(super) series: Vec<Series>,
}

/// The values of one colour.
pub(super) struct Series {
    pub(super) name: String,
    pub(super) color: String,
    pub(super) form: Form,
    pub(super) values: Vec<Option<f64>>,
}

/// How values are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    #[default]
    Columns,
    Bars,
    Lines,
    Points,
    Pie,
    /// A kind that is not drawn, only named.
    Other,
}

/// How the series of one name stand to each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Stack {
    #[default]
    Beside,
    Upon,
    Shares,
}

/// The cell in whose corner a chart begins; `None` for one that is not over a grid.
pub(super) fn anchor(chart: &Value) -> Option<(usize, usize)> {
    let overlay = &chart["position"]["overlayPosition"];
    let at = |name: &str| num::index(overlay["anchorCell"][name].as_i64().unwrap_or(0));
    overlay.is_object().then(|| (at("rowIndex"), at("columnIndex")))
}

/// About the row and column behind a chart.
pub(super) fn end(chart: &Value) -> Option<(usize, usize)> {
    let ((row, column), (width, height)) = (anchor(chart)?, size(chart));
    Some((row + num::index(height / 21) + 2, column + num::index(width / 100) + 1))
}

fn size(chart: &Value) -> (i64, i64) {
    let overlay = &chart["position"]["overlayPosition"];
    let pixels =
        |name: &str, standard| overlay[name].as_i64().filter(|n| (1..=4000).contains(n)).unwrap_or(standard);
    (pixels("widthPixels", SIZE.0), pixels("heightPixels", SIZE.1))
}

/// The declarations that put a chart where it begins, and make it as large as it is.
pub(super) fn place(chart: &Value) -> String {
    let overlay = &chart["position"]["overlayPosition"];
    let offset = |name: &str| overlay[name].as_i64().unwrap_or(0);
    let (width, height) = size(chart);
    format!(
        "left:{}px;top:{}px;width:{width}px;height:{height}px",
        offset("offsetXPixels"),
        offset("offsetYPixels")
    )
}

/// A chart with its text for those who do not see it.
pub(super) fn figure(eval: &Evaluator<'_>, chart: &Value, class: &str) -> Markup {
    let plot = plot(eval, chart);
    html! { figure class=(class) { (drawing::svg(&plot)) } }
}

fn plot(eval: &Evaluator<'_>, chart: &Value) -> Plot {
    let spec = &chart["spec"];
    let title = spec["title"].as_str().unwrap_or("").to_owned();
    let mut plot = Plot { title, size: size(chart), ..Plot::default() };
    if spec["basicChart"].is_object() {
        basic(eval, &spec["basicChart"], &mut plot);
    } else if spec["pieChart"].is_object() {
        let pie = &spec["pieChart"];
        let source = Source::of(eval, &pie["series"]);
        plot.form = Form::Pie;
        plot.names = Source::of(eval, &pie["domain"]).names;
        plot.legend = pie["legendPosition"] != "NO_LEGEND";
        plot.series.push(Series {
            name: String::new(),
            color: String::new(),
            form: Form::Pie,
            values: source.values,
        });
    } else {
        plot.form = Form::Other;
    }
    plot
}

fn basic(eval: &Evaluator<'_>, chart: &Value, plot: &mut Plot) {
    plot.form = form(&chart["chartType"]);
    plot.stack = match chart["stackedType"].as_str() {
        Some("STACKED") => Stack::Upon,
        Some("PERCENT_STACKED") => Stack::Shares,
        _ => Stack::Beside,
    };
    plot.legend = chart["legendPosition"] != "NO_LEGEND";
    let headers = num::index(chart["headerCount"].as_i64().unwrap_or(0));
    plot.names = Source::of(eval, &chart["domains"][0]["domain"]).names.into_iter().skip(headers).collect();
    for (at, series) in chart["series"].as_array().into_iter().flatten().enumerate() {
        let source = Source::of(eval, &series["series"]);
        plot.percent |= source.percent;
        plot.series.push(Series {
            name: source.names.iter().take(headers).cloned().collect::<Vec<_>>().join(" "),
            color: styles::color(series, "color").unwrap_or_else(|| color(at).to_owned()),
            form: if series["type"].is_string() { form(&series["type"]) } else { plot.form },
            values: source.values.into_iter().skip(headers).collect(),
        });
    }
    let (names, values) =
        if plot.form == Form::Bars { ("LEFT_AXIS", "BOTTOM_AXIS") } else { ("BOTTOM_AXIS", "LEFT_AXIS") };
    for axis in chart["axis"].as_array().into_iter().flatten() {
        let title = axis["title"].as_str().unwrap_or("").to_owned();
        if axis["position"] == names {
            plot.names_title = title;
        } else if axis["position"] == values {
            plot.values_title = title;
            let window = &axis["viewWindowOptions"];
            plot.window = (window["viewWindowMin"].as_f64(), window["viewWindowMax"].as_f64());
        }
    }
}

fn form(kind: &Value) -> Form {
    match kind.as_str() {
        Some("COLUMN" | "COMBO") => Form::Columns,
        Some("BAR") => Form::Bars,
        Some("LINE" | "AREA" | "STEPPED_AREA") => Form::Lines,
        Some("SCATTER") => Form::Points,
        _ => Form::Other,
    }
}

/// The colour of a series by its place.
pub(super) fn color(at: usize) -> &'static str {
    COLORS[at % COLORS.len()]
}

/// The cells of a range, in order: what they show, and the numbers among them.
#[derive(Default)]
struct Source {
    names: Vec<String>,
    values: Vec<Option<f64>>,
    percent: bool,
}

impl Source {
    fn of(eval: &Evaluator<'_>, data: &Value) -> Self {
        let mut out = Self::default();
        for range in data["sourceRange"]["sources"].as_array().into_iter().flatten() {
            let range = GridRange::from_json(range);
            let Some(sheet) = eval.book.sheet(range.sheet) else { continue };
            let block = sheet.block(range);
            let (rows, columns) = eval.reach(sheet);
            let columns = columns.max(sheet.cells.iter().map(|cells| cells.len()).max().unwrap_or(0));
            for row in block.top..block.bottom.min(rows) {
                for column in block.left..block.right.min(columns) {
                    let shown = formatted(eval, sheet, row, column);
                    out.percent |= shown.ends_with('%');
                    out.names.push(shown);
                    out.values.push(match eval.outcome(sheet, row, column).0 {
                        Outcome::Number(n) => Some(n),
                        _ => None,
                    });
                }
            }
        }
        out
    }
}
