//! How cells look in the end: the book's format, banding, the cell's own format, conditional formats, one over the other.

use serde_json::{Value, json};

use super::cell::Outcome;
use super::condition::Condition;
use super::formula::Evaluator;
use super::gradient::Gradient;
use super::range::{Block, GridRange};
use super::sheet::Sheet;
use super::{json as shown, theme};

/// A conditional format made ready for a sheet.
struct Rule {
    blocks: Vec<Block>,
    kind: RuleKind,
}

enum RuleKind {
    Boolean(Condition, Value),
    Gradient(Gradient),
}

/// A range in alternating colours.
struct Bands {
    block: Block,
    rows: Value,
    columns: Value,
}

/// Everything that lies over or under the formats of one sheet's cells.
pub(crate) struct Looks<'a> {
    eval: &'a Evaluator<'a>,
    sheet: &'a Sheet,
    rules: Vec<Rule>,
    bands: Vec<Bands>,
}

impl<'a> Looks<'a> {
    pub(crate) fn of(eval: &'a Evaluator<'a>, sheet: &'a Sheet) -> Self {
        let block = |range: &Value| sheet.block(GridRange::from_json(range));
        let rule = |rule: &Value| {
            let blocks: Vec<Block> = rule["ranges"].as_array().into_iter().flatten().map(block).collect();
            let first = blocks.first()?;
            let kind = if rule["booleanRule"].is_object() {
                let boolean = &rule["booleanRule"];
                let condition = Condition::read(&boolean["condition"], (first.top, first.left), eval.now);
                RuleKind::Boolean(condition, boolean["format"].clone())
            } else {
                RuleKind::Gradient(Gradient::of(eval, sheet, &blocks, &rule["gradientRule"])?)
            };
            Some(Rule { blocks, kind })
        };
        let banded = sheet.banded.iter().map(|b| Bands {
            block: block(&b["range"]),
            rows: b["rowProperties"].clone(),
            columns: b["columnProperties"].clone(),
        });
        let tables = sheet.tables.iter().filter(|t| t["rowsProperties"].is_object()).map(|t| Bands {
            block: block(&t["range"]),
            rows: t["rowsProperties"].clone(),
            columns: Value::Null,
        });
        Self {
            eval,
            sheet,
            rules: sheet.conditional.iter().filter_map(rule).collect(),
            bands: banded.chain(tables).collect(),
        }
    }

    /// The `effectiveFormat` of a cell.
    pub(crate) fn effective(&self, row: usize, column: usize) -> Value {
        let cell = self.sheet.cell(row, column);
        let mut out = shown::default_format();
        // A cell is shown in the first font of the book's, and to the side that its value asks for.
        out["textFormat"]["fontFamily"] = "Arial".into();
        if let Some(side) = self.side(row, column) {
            out["horizontalAlignment"] = side.into();
        }
        let linked = shown::link(cell).is_some();
        out["hyperlinkDisplayType"] = if linked { "LINKED" } else { "PLAIN_TEXT" }.into();
        if let Some(color) = self.band(row, column) {
            theme::paint(&mut out, "backgroundColor", &color);
        }
        if let Some(own) = self.eval.book.format(cell.format) {
            lay(&mut out, own);
        }
        self.lay_rules(&mut out, row, column);
        out
    }

    fn side(&self, row: usize, column: usize) -> Option<&'static str> {
        match self.eval.outcome(self.sheet, row, column).0 {
            Outcome::Blank => None,
            Outcome::Text(_) => Some("LEFT"),
            Outcome::Number(_) => Some("RIGHT"),
            Outcome::Bool(_) | Outcome::Error(_) => Some("CENTER"),
        }
    }

    /// Whether anything but the cell itself gives it a look, so that an empty cell has one too.
    pub(crate) fn covers(&self, row: usize, column: usize) -> bool {
        self.bands.iter().any(|bands| bands.block.contains(row, column))
            || self.rules.iter().any(|rule| {
                rule.covers(row, column)
                    && match &rule.kind {
                        RuleKind::Boolean(condition, _) => {
                            condition.holds(self.eval, self.sheet, row, column)
                        }
                        RuleKind::Gradient(_) => false,
                    }
            })
    }

    /// Whether something lies over or under the sheet at all, and how far it reaches.
    pub(crate) fn reach(&self) -> Option<(usize, usize)> {
        let blocks = self
            .bands
            .iter()
            .map(|b| b.block)
            .chain(self.rules.iter().flat_map(|r| r.blocks.iter().copied()));
        blocks.fold(None, |reach: Option<(usize, usize)>, block| {
            let (bottom, right) = reach.unwrap_or((0, 0));
            Some((bottom.max(block.bottom), right.max(block.right)))
        })
    }

    /// The colour that a cell shows, as three bytes: its fill, or its text.
    pub(crate) fn color(&self, row: usize, column: usize, fill: bool) -> [u8; 3] {
        let format = self.effective(row, column);
        theme::bytes(if fill { &format["backgroundColor"] } else { &format["textFormat"]["foregroundColor"] })
    }

    /// Of the rules that hold, the first that says something of a property decides it.
    fn lay_rules(&self, out: &mut Value, row: usize, column: usize) {
        let mut decided: Vec<&str> = Vec::new();
        for rule in self.rules.iter().filter(|rule| rule.covers(row, column)) {
            let given = match &rule.kind {
                RuleKind::Boolean(condition, format) => {
                    if !condition.holds(self.eval, self.sheet, row, column) {
                        continue;
                    }
                    format.clone()
                }
                RuleKind::Gradient(gradient) => match gradient.color(self.eval, self.sheet, row, column) {
                    Some(color) => json!({"backgroundColor": color}),
                    None => continue,
                },
            };
            if let Some(fill) = theme::given(&given, "backgroundColor")
                && !decided.contains(&"fill")
            {
                decided.push("fill");
                theme::paint(out, "backgroundColor", &fill);
            }
            let text = &given["textFormat"];
            if let Some(color) = theme::given(text, "foregroundColor")
                && !decided.contains(&"text")
            {
                decided.push("text");
                theme::paint(&mut out["textFormat"], "foregroundColor", &color);
            }
            for name in ["bold", "italic", "strikethrough", "underline"] {
                if let Some(on) = text[name].as_bool()
                    && !decided.contains(&name)
                {
                    decided.push(name);
                    out["textFormat"][name] = on.into();
                }
            }
        }
    }

    fn band(&self, row: usize, column: usize) -> Option<Value> {
        let bands = self.bands.iter().find(|bands| bands.block.contains(row, column))?;
        let along = Bands::line(&bands.rows, row - bands.block.top, bands.block.rows());
        let across = Bands::line(&bands.columns, column - bands.block.left, bands.block.columns());
        // Headers and footers before bands, the first band before the second, rows before columns.
        match (along, across) {
            (Some(a), Some(b)) => Some(if b.0 < a.0 { b.1 } else { a.1 }),
            (a, b) => a.or(b).map(|(_, color)| color),
        }
    }
}

impl Rule {
    fn covers(&self, row: usize, column: usize) -> bool {
        self.blocks.iter().any(|block| block.contains(row, column))
    }
}

impl Bands {
    /// The colour of a line, with its rank among the colours.
    fn line(properties: &Value, at: usize, count: usize) -> Option<(u8, Value)> {
        let color = |name: &str| theme::given(properties, name);
        let header = color("headerColor");
        if at == 0
            && let Some(color) = header
        {
            return Some((0, color));
        }
        if at + 1 == count
            && let Some(color) = color("footerColor")
        {
            return Some((0, color));
        }
        let banded = at - usize::from(header.is_some());
        let (rank, name) =
            if banded.is_multiple_of(2) { (1, "firstBandColor") } else { (2, "secondBandColor") };
        Some((rank, color(name)?))
    }
}

/// Lays one format over another, member by member; a colour is one member.
fn lay(under: &mut Value, over: &Value) {
    let Value::Object(members) = over else { return };
    for (name, value) in members {
        let color = name.ends_with("Color") || name.ends_with("ColorStyle");
        if value.is_object() && !color {
            if !under[name.as_str()].is_object() {
                under[name.as_str()] = json!({});
            }
            lay(&mut under[name.as_str()], value);
        } else {
            under[name.as_str()] = value.clone();
        }
    }
}
