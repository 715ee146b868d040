//! A chart as SVG.

use maud::{Markup, html};

use super::chart::{Form, Plot, Stack, color};
use crate::num;

/// The rectangle in which values are drawn.
struct Area {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

/// The axis of values: from its least to its greatest, in steps.
struct Scale {
    least: f64,
    most: f64,
    step: f64,
}

impl Scale {
    fn of(plot: &Plot) -> Self {
        let sums = |pick: fn(f64) -> bool| -> Vec<f64> {
            let at = |name: usize| {
                let values =
                    plot.series.iter().filter_map(|series| series.values.get(name).copied().flatten());
                values.filter(|value| pick(*value)).sum::<f64>()
            };
            (0..plot.names.len()).map(at).collect()
        };

        let all: Vec<f64> = match plot.stack {
            Stack::Shares => vec![1.0],
            Stack::Upon => sums(|value| value > 0.0).into_iter().chain(sums(|value| value < 0.0)).collect(),
            Stack::Beside => {
                plot.series.iter().flat_map(|series| series.values.iter().copied().flatten()).collect()
            }
        };

        let least = plot.window.0.unwrap_or_else(|| all.iter().copied().fold(0.0, f64::min));
        let greatest = all.iter().copied().fold(least, f64::max);
        let span = plot.window.1.unwrap_or(greatest) - least;
        let span = if span > 0.0 && span.is_finite() { span } else { 1.0 };

        // Five steps or so, each 1, 2 or 5 of a power of ten; counts are not cut.
        let power = 10_f64.powf((span / 5.0).log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0]
            .map(|n| n * power)
            .into_iter()
            .find(|step| span / step <= 6.0)
            .unwrap_or(span);
        let counts = !plot.percent && all.iter().all(|value| value.fract() == 0.0);
        let step = if counts { step.max(1.0) } else { step };
        let most = plot.window.1.unwrap_or_else(|| least + (span / step).ceil() * step);
        Self { least, most, step }
    }

    /// Where a value lies, from 0 to 1.
    fn at(&self, value: f64) -> f64 {
        ((value - self.least) / (self.most - self.least)).clamp(0.0, 1.0)
    }

    fn ticks(&self) -> Vec<f64> {
        let count = num::floor((self.most - self.least) / self.step + 1e-9).clamp(0, 20);
        (0..=count).map(|n| self.least + num::real(n) * self.step).collect()
    }
}

/// Pixels of a letter, about.
const LETTER: f64 = 6.5;

/// A rectangle with what it stands for.
struct Bar<'a> {
    /// Along the axis of names.
    start: f64,
    thick: f64,
    /// Along the axis of values, from 0 to 1.
    from: f64,
    to: f64,
    color: &'a str,
    title: String,
}

/// The drawing of a chart.
pub(super) fn svg(plot: &Plot) -> Markup {
    let (width, height) = (num::real(plot.size.0), num::real(plot.size.1));
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (plot.size.0) " " (plot.size.1) } role="img"
            aria-label=(plot.title) font-family="Arial, sans-serif" font-size="12" fill="#5f6368" {
            text x="16" y="28" font-size="16" fill="#757575" { (plot.title) }
            @match plot.form {
                Form::Pie => { (pie(plot, width, height)) }
                Form::Other => { text x="16" y="56" { "A chart of this kind is not drawn here." } }
                _ => { (axes(plot, width, height)) }
            }
        }
    }
}

fn px(n: f64) -> String {
    format!("{n:.1}")
}

fn count(n: usize) -> f64 {
    num::real(num::int(n))
}

/// A number on an axis.
fn label(plot: &Plot, value: f64) -> String {
    if plot.percent || plot.stack == Stack::Shares {
        return format!("{:.0} %", value * 100.0);
    }
    num::whole(value).map_or_else(|| format!("{value:.2}"), |whole| whole.to_string())
}

/// A name as far as it fits.
fn short(name: &str, pixels: f64) -> String {
    let most = num::index(num::floor(pixels / LETTER)).max(3);
    if name.chars().count() <= most {
        return name.to_owned();
    }
    let cut: String = name.chars().take(most - 1).collect();
    cut + "…"
}

fn axes(plot: &Plot, width: f64, height: f64) -> Markup {
    let scale = Scale::of(plot);
    let bars = plot.form == Form::Bars;
    let longest = plot.names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let left = if bars { (count(longest) * LETTER + 40.0).clamp(70.0, width * 0.4) } else { 62.0 };
    let (legend, named) = (if plot.legend { 26.0 } else { 0.0 }, 48.0);
    let area = Area { left, top: 46.0, width: width - left - 20.0, height: height - 46.0 - named - legend };
    let (below, beside) =
        if bars { (&plot.values_title, &plot.names_title) } else { (&plot.names_title, &plot.values_title) };
    let middle = area.top + area.height / 2.0;
    html! {
        @for tick in scale.ticks() { (line(plot, &area, scale.at(tick), &label(plot, tick))) }
        (names(plot, &area))
        @for bar in columns(plot, &scale) { (rectangle(plot, &area, &bar)) }
        @for series in plot.series.iter().filter(|series| matches!(series.form, Form::Lines | Form::Points)) {
            @let points = points(plot, &area, &scale, &series.values);
            @if series.form == Form::Lines {
                polyline fill="none" stroke=(series.color) stroke-width="2"
                    points=(points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>().join(" ")) {}
            } @else {
                @for (x, y) in &points { circle cx=(px(*x)) cy=(px(*y)) r="4" fill=(series.color) {} }
            }
        }
        text x=(px(area.left + area.width / 2.0)) y=(px(area.top + area.height + 40.0)) text-anchor="middle"
            font-style="italic" { (below) }
        text x="14" y=(px(middle)) text-anchor="middle" font-style="italic"
            transform={ "rotate(-90 14 " (px(middle)) ")" } { (beside) }
        @if plot.legend { (key(plot, area.left, height - 12.0)) }
    }
}

/// A line of the grid with its number.
fn line(plot: &Plot, area: &Area, at: f64, label: &str) -> Markup {
    let (right, bottom) = (area.left + area.width, area.top + area.height);
    if plot.form == Form::Bars {
        let x = px(area.left + at * area.width);
        return html! {
            line x1=(x) x2=(x) y1=(px(area.top)) y2=(px(bottom)) stroke="#e0e0e0" {}
            text x=(x) y=(px(bottom + 18.0)) text-anchor="middle" { (label) }
        };
    }
    let y = bottom - at * area.height;
    html! {
        line x1=(px(area.left)) x2=(px(right)) y1=(px(y)) y2=(px(y)) stroke="#e0e0e0" {}
        text x=(px(area.left - 8.0)) y=(px(y + 4.0)) text-anchor="end" { (label) }
    }
}

/// The names along their axis; where they are too many, every so many of them.
fn names(plot: &Plot, area: &Area) -> Markup {
    let all = count(plot.names.len().max(1));
    let bars = plot.form == Form::Bars;
    let each = if bars { area.height } else { area.width } / all;
    // Along the bottom a name has the room that it needs, within bounds.
    let longest = plot.names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let least = if bars { 14.0 } else { (count(longest) * LETTER + 10.0).clamp(44.0, 110.0) };
    let every = num::index(num::floor((least / each).ceil())).max(1);
    let room = if bars { area.left - 30.0 } else { each * count(every) - 4.0 };
    html! {
        @for (at, name) in plot.names.iter().enumerate().filter(|(at, _)| at.is_multiple_of(every)) {
            @let middle = (count(at) + 0.5) * each;
            @if bars {
                text x=(px(area.left - 8.0)) y=(px(area.top + middle + 4.0)) text-anchor="end" { title { (name) } (short(name, room)) }
            } @else {
                text x=(px(area.left + middle)) y=(px(area.top + area.height + 18.0)) text-anchor="middle" { title { (name) } (short(name, room)) }
            }
        }
    }
}

/// The rectangles of every series that has them.
fn columns<'a>(plot: &'a Plot, scale: &Scale) -> Vec<Bar<'a>> {
    let drawn: Vec<_> =
        plot.series.iter().filter(|series| matches!(series.form, Form::Columns | Form::Bars)).collect();
    let beside = if plot.stack == Stack::Beside { drawn.len().max(1) } else { 1 };
    let thick = 0.7 / count(beside);

    let mut out = Vec::new();
    for (name, told) in plot.names.iter().enumerate() {
        let sum: f64 = drawn.iter().filter_map(|series| series.values.get(name).copied().flatten()).sum();

        // Values are heaped upward where they are more than nothing, and downward where they are less.
        let (mut above, mut below) = (0.0, 0.0);
        for (at, series) in drawn.iter().enumerate() {
            let Some(value) = series.values.get(name).copied().flatten() else { continue };
            let shown = if plot.stack == Stack::Shares && sum > 0.0 { value / sum } else { value };
            let base = match plot.stack {
                Stack::Beside => 0.0,
                _ if shown < 0.0 => below,
                _ => above,
            };
            if shown < 0.0 {
                below += shown;
            } else {
                above += shown;
            }

            let (from, to) = (scale.at(base), scale.at(base + shown));
            let place = if plot.stack == Stack::Beside { count(at) } else { 0.0 };
            out.push(Bar {
                start: count(name) + 0.15 + place * thick,
                thick,
                from: from.min(to),
                to: from.max(to),
                color: &series.color,
                title: [told.as_str(), series.name.as_str(), &label(plot, shown)].join(" · "),
            });
        }
    }

    out
}

fn rectangle(plot: &Plot, area: &Area, bar: &Bar<'_>) -> Markup {
    let all = count(plot.names.len().max(1));
    let (x, y, width, height) = if plot.form == Form::Bars {
        let each = area.height / all;
        let (from, long) = (bar.from * area.width, (bar.to - bar.from) * area.width);
        (area.left + from, area.top + bar.start * each, long, bar.thick * each)
    } else {
        let each = area.width / all;
        let (to, long) = (bar.to * area.height, (bar.to - bar.from) * area.height);
        (area.left + bar.start * each, area.top + area.height - to, bar.thick * each, long)
    };
    html! {
        rect x=(px(x)) y=(px(y)) width=(px(width)) height=(px(height)) fill=(bar.color) { title { (bar.title) } }
    }
}

/// Where the values of a series lie.
fn points(plot: &Plot, area: &Area, scale: &Scale, values: &[Option<f64>]) -> Vec<(f64, f64)> {
    let each = area.width / count(plot.names.len().max(1));
    let known = values.iter().enumerate().filter_map(|(at, value)| Some((at, (*value)?)));
    known
        .map(|(at, value)| {
            (area.left + (count(at) + 0.5) * each, area.top + area.height - scale.at(value) * area.height)
        })
        .collect()
}

/// The legend, in one line.
fn key(plot: &Plot, left: f64, y: f64) -> Markup {
    let mut x = left;
    let places: Vec<f64> = plot
        .series
        .iter()
        .map(|series| {
            let place = x;
            x += count(series.name.chars().count()) * LETTER + 34.0;
            place
        })
        .collect();
    html! {
        @for (series, x) in plot.series.iter().zip(places) {
            rect x=(px(x)) y=(px(y - 10.0)) width="12" height="12" fill=(series.color) {}
            text x=(px(x + 17.0)) y=(px(y)) { (series.name) }
        }
    }
}

fn pie(plot: &Plot, width: f64, height: f64) -> Markup {
    let values: Vec<f64> = plot
        .series
        .iter()
        .flat_map(|series| &series.values)
        .map(|value| value.filter(|value| *value > 0.0).unwrap_or(0.0))
        .collect();

    let sum: f64 = values.iter().sum();
    let radius = (height - 80.0).min(width * 0.5) / 2.0;
    let (x, y) = (radius + 24.0, height / 2.0 + 16.0);
    let share = |value: f64| if sum > 0.0 { value / sum } else { 0.0 };

    // Each piece is a stroke as thick as the radius along a circle half as large, as long as its share.
    let around = std::f64::consts::TAU * radius / 2.0;
    let starts: Vec<f64> = values
        .iter()
        .scan(0.0, |before, value| {
            let start = *before;
            *before += share(*value);
            Some(start)
        })
        .collect();

    html! {
        @for (at, (value, start)) in values.iter().zip(starts).enumerate() {
            @let name = plot.names.get(at).map_or("", String::as_str);
            circle cx=(px(x)) cy=(px(y)) r=(px(radius / 2.0)) fill="none" stroke=(color(at)) stroke-width=(px(radius))
                stroke-dasharray={ (px(share(*value) * around)) " " (px(around)) }
                transform={ "rotate(" (px(start * 360.0 - 90.0)) " " (px(x)) " " (px(y)) ")" } { title { (name) } }
            @if plot.legend {
                rect x=(px(x + radius + 24.0)) y=(px(56.0 + count(at) * 20.0)) width="12" height="12" fill=(color(at)) {}
                text x=(px(x + radius + 42.0)) y=(px(66.0 + count(at) * 20.0)) { (name) " · " (format!("{:.1} %", share(*value) * 100.0)) }
            }
        }
    }
}
