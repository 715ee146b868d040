//! Requests made from Google's own description of its methods, with hostile values where it lets a client choose.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::client::{Bench, OWNER};
use crate::routes::{self, Route};
use crate::schema::{Kind, Schema};

/// Chooses, always the same from the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 20).unwrap_or(0) % sides.max(1)
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.roll(list.len())]
    }
}

fn texts() -> Vec<String> {
    let formulas = [
        "=A1",
        "=SUM(A:A)",
        "=1/0",
        "=SEQUENCE(9,9)",
        "={1,2;3}",
        "=A2:ZZZ",
        "=INDIRECT(\"A\"&ROW())",
        "=OFFSET(A1,-1,9e99)",
        "=REPT(\"x\",1e9)",
        "=REGEXMATCH(A1,\"((((\")",
        "=TEXT(1e300,\"[h]:mm:ss.000\")",
        "=EDATE(1e9,1e9)",
        "=TEXT(-1,\"yyyy\")",
        "=WORKDAY(1,1e300)",
        "=DATE(1e18,1e18,1e18)",
        "=ROUND(1e300,400)",
        "=COMBIN(1e6,5e5)",
        "=ARRAYFORMULA(A1:Z99*A1:B2)",
        "=CHAR(55296)",
        "=MID(\"añ🐍\",2,9e15)",
        "=SPLIT(A1,\"\")",
        "=VLOOKUP(A1,A:H,99)",
        "=GCD(-1,9e15)",
        "=LCM(9e15,9e14,7e15)",
    ];
    let plain = [
        "",
        "A1",
        "'CE-F05'!A1:C3",
        "CE-F05",
        "A1:ZZZ99999999",
        "ZZZZ1",
        "1:99999999",
        "R99999999C99999999",
        "'",
        "''!'",
        "!",
        "\u{0}",
        "🐍",
        "*",
        "values",
        "a(b,c",
        "fields",
        "3/11/2026",
        "-",
        "+1",
        "1e999",
        "9".repeat(400).leak(),
        "%",
        "ROWS",
        "DOCUMENT",
        "[>1e999]0;[=]#?/?/0",
        "# ?/99999999999999999999",
        "0.0E+0000000000000",
        "\"",
        "\\",
        "[h",
        "_",
        "*",
        "mmmmmm dddddd",
        "((?:a+)+)+$",
        "me",
        OWNER,
        "anyone",
        "owner",
        "root",
        "TRUE",
        "2026-11-23T15:00:00Z",
        "name = 'x",
        "not not not",
        "in:(({{-",
        "America/Bogota",
        "es_CO",
    ];
    let mut out: Vec<String> = formulas.iter().chain(&plain).map(|text| (*text).to_owned()).collect();
    out.push(format!("={}1{}", "(".repeat(10_000), ")".repeat(10_000)));
    out.push(format!("={}", "-".repeat(10_000)));
    out.push(format!("={}1{}", "IF(1,".repeat(400), ")".repeat(400)));
    out.push("x".repeat(50_001));
    out
}

struct Maker<'a> {
    dice: Dice,
    id: &'a str,
    texts: &'a [String],
}

impl Maker<'_> {
    fn number(&mut self) -> i64 {
        const NUMBERS: [i64; 12] =
            [0, 1, 2, 3, 5, 7, 19, 20, -1, 2_147_483_647, -2_147_483_648, 9_007_199_254_740_993];
        *self.dice.of(&NUMBERS)
    }

    fn text(&mut self) -> String {
        let texts = self.texts;
        self.dice.of(texts).clone()
    }

    fn of_kind(&mut self, schema: &Schema, name: &str, kind: &Kind, depth: usize) -> Value {
        // Most requests should get past the first checks.
        match name {
            "sheetId" if self.dice.roll(8) > 0 => return 7.into(),
            "spreadsheetId" | "destinationSpreadsheetId" | "fileId" => return self.id.into(),
            "fields" if self.dice.roll(4) > 0 => return "*".into(),
            _ if name.ends_with("Index") && self.dice.roll(8) > 0 => return self.dice.roll(22).into(),
            _ => {}
        }
        match kind {
            Kind::Text | Kind::Mask | Kind::Time | Kind::Bytes => self.text().into(),
            Kind::Int32 | Kind::Uint32 | Kind::Int64 => self.number().into(),
            Kind::Float | Kind::Double => {
                json!(*self.dice.of(&[0.0, -1.5, 0.3, 1e-300, 1e300, 45_000.25, 1e15]))
            }
            Kind::Bool => (self.dice.roll(2) == 0).into(),
            Kind::Any => self.dice.of(&[json!(null), json!({"a": [1]}), json!("=A1"), json!(-1e308)]).clone(),
            Kind::Choice(choices) => (*self.dice.of(choices)).into(),
            Kind::Named(name) => self.of_type(schema, name, depth + 1),
            Kind::List(item) => {
                // A batch of few is more often applied than one of many.
                let most = if name == "requests" { 2 } else { 4 };
                let length = if depth > 6 { 0 } else { self.dice.roll(most).max(usize::from(depth < 4)) };
                (0..length).map(|_| self.of_kind(schema, "", item, depth + 1)).collect()
            }
            Kind::Map(item) => json!({ self.text(): self.of_kind(schema, "", item, depth + 1) }),
        }
    }

    fn of_type(&mut self, schema: &Schema, name: &str, depth: usize) -> Value {
        let fields = schema.fields(name);
        let mut out = Map::new();
        if depth > 8 || fields.is_empty() {
            return Value::Object(out);
        }
        // Of these only one member may be set.
        let single = matches!(name, "Request" | "ExtendedValue" | "DataFilter");
        if single {
            let field = self.dice.of(fields);
            out.insert(field.name.to_owned(), self.of_kind(schema, field.name, &field.kind, depth));
            return Value::Object(out);
        }
        for field in fields {
            // Without these hardly a request would get past its first check.
            let needed = ["sheetId", "requests", "range", "fields", "values", "rows", "data", "start"];
            let wanted = if needed.contains(&field.name) && depth < 7 { 5 } else { 2 };
            if self.dice.roll(5) < wanted {
                out.insert(field.name.to_owned(), self.of_kind(schema, field.name, &field.kind, depth));
            }
        }
        Value::Object(out)
    }

    /// A request of a method: its target and its body.
    fn request(&mut self, route: &Route) -> (String, Option<Value>) {
        let schema = route.service.schema();
        let mut path = route.method.path.to_owned();
        let mut query = Vec::new();
        for field in &route.method.parameters {
            let mark = format!("{{{}}}", field.name);
            let value = match self.of_kind(schema, field.name, &field.kind, 0) {
                Value::String(text) => text,
                other => other.to_string(),
            };
            let value: String = value.chars().take(2000).collect();
            let value = crate::server::encode(if value.is_empty() { "x" } else { &value });
            if path.contains(&mark) {
                let value = if field.name == "userId" { "me".to_owned() } else { value };
                path = path.replace(&mark, &value);
            } else if field.required || self.dice.roll(4) == 0 {
                query.push(format!("{}={value}", field.name));
            }
        }
        let body = route.method.request.map(|name| self.of_type(schema, name, 0));
        (format!("{path}?{}", query.join("&")), body)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_description_lets_a_client_send_is_answered(seed in 1u64..) {
        let texts = texts();
        let bench = Bench::new();
        let id = bench.book();
        bench.emulator.with(|w| {
            w.limits.cells = 20_000;
            w.limits.logged_changes = 0;
        });
        let mut maker = Maker { dice: Dice(seed), id: &id, texts: &texts };
        let all = routes::all();
        let batch = all.iter().find(|r| r.method.id == "spreadsheets.batchUpdate");
        for turn in 0..60 {
            // Half of them are batches, which have the most to get wrong.
            let route = if turn % 2 == 0 { batch.unwrap_or(&all[0]) } else { maker.dice.of(all) };
            // What takes the file away would leave the rest nothing to do.
            if route.method.id == "files.delete" {
                continue;
            }
            let (target, body) = maker.request(route);
            let body = body.map(|b| b.to_string()).unwrap_or_default();
            let answered = bench.send(route.method.verb, &target, "application/json", body.as_bytes());
            let known = matches!(answered.status, 200 | 204 | 400 | 401 | 403 | 404 | 409 | 413 | 414 | 429 | 431 | 501);
            let shown: String = body.chars().take(1500).collect();
            prop_assert!(known, "{} to {} {target}: {shown}\n{}", answered.status, route.method.verb, answered.message());
        }
        let read = bench.get(&format!("/v4/spreadsheets/{id}?includeGridData=true"));
        prop_assert!(matches!(read.status, 200 | 404), "{}: {}", read.status, read.message());
        bench.get(&format!("/v4/spreadsheets/{id}/values/A1:H20"));
        prop_assert!(bench.emulator.with(|w| w.save()).is_ok());
    }
}
