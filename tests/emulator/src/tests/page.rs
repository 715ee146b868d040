//! The page that a browser gets under `/_emulator/`.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use html5gum::{Token, Tokenizer};
use serde_json::{Value, json};

use super::client::{Answered, Bench, OWNER};

/// What would be markup or a script wherever it were not escaped.
const CANARY: &str =
    "canary\"'></style></title></td></script><x-canary onclick=x><script>canary()</script>&lt;{{7*7}}";

fn page(bench: &Bench, target: &str) -> Answered {
    let accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    let request =
        format!("GET {target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\naccept: {accept}\r\n\r\n");
    bench.raw(request.as_bytes())
}

fn html(bench: &Bench, target: &str) -> String {
    let answered = page(bench, target);
    assert_eq!(answered.status, 200, "{target}: {answered:?}");
    String::from_utf8(answered.body).unwrap()
}

/// An element: its name and its attributes.
type Element = (String, Vec<(String, String)>);

/// The elements of a page, and all of its text.
fn read(html: &str) -> (Vec<Element>, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (mut elements, mut said) = (Vec::new(), String::new());
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let attributes = tag.attributes.iter().map(|(name, value)| (text(name), text(value)));
                elements.push((text(&tag.name), attributes.collect()));
            }
            Token::String(string) => said.push_str(&text(&string)),
            _ => {}
        }
    }
    (elements, said)
}

/// The attribute of an element, or nothing.
fn attribute<'a>(element: &'a Element, name: &str) -> &'a str {
    element.1.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
}

/// A page has the script of its own, and nothing that a canary brought.
fn is_harmless(what: &str, html: &str) {
    let (elements, _) = read(html);
    let named = |name: &str| elements.iter().filter(|(known, _)| known == name).count();
    assert_eq!((named("script"), named("style"), named("x-canary")), (1, 2, 0), "{what}: {html}");
    for element in &elements {
        for (name, value) in &element.1 {
            assert!(!name.starts_with("on") && name != "style" && name != "srcdoc", "{what}: {name}={value}");
            let lower = value.to_lowercase();
            assert!(
                !["href", "src"].contains(&name.as_str()) || !lower.contains("script:"),
                "{what}: {value}"
            );
        }
    }
}

fn range(top: i64, bottom: i64, left: i64, right: i64) -> Value {
    json!({"sheetId": 7, "startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right})
}

fn send(bench: &Bench, mail: &str) {
    bench.post("/gmail/v1/users/me/messages/send", &json!({"raw": URL_SAFE_NO_PAD.encode(mail)})).ok();
}

/// A spreadsheet with the canary in whatever holds a text.
fn infested(bench: &Bench) -> String {
    let id = bench.book();
    let cell = |cell: Value, row: i64, column: i64, fields: &str| {
        let start = json!({"sheetId": 7, "rowIndex": row, "columnIndex": column});
        json!({"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": fields}})
    };
    let text = json!({"stringValue": CANARY});
    let list = json!({"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": CANARY}]},
        "showCustomUi": true, "inputMessage": CANARY});
    let runs =
        json!([{"startIndex": 6, "format": {"link": {"uri": "javascript:canary()"}, "fontFamily": CANARY}}]);
    let chart = json!({"spec": {"title": CANARY, "altText": CANARY, "basicChart": {"chartType": "COLUMN", "headerCount": 1,
            "legendPosition": "BOTTOM_LEGEND",
            "axis": [{"position": "BOTTOM_AXIS", "title": CANARY}, {"position": "LEFT_AXIS", "title": CANARY}],
            "domains": [{"domain": {"sourceRange": {"sources": [range(0, 4, 0, 1)]}}}],
            "series": [{"series": {"sourceRange": {"sources": [range(0, 4, 1, 2)]}}}]}},
        "position": {"overlayPosition": {"anchorCell": {"sheetId": 7, "rowIndex": 6, "columnIndex": 2}}}});
    let pie = json!({"spec": {"title": CANARY, "pieChart": {
            "domain": {"sourceRange": {"sources": [range(0, 4, 0, 1)]}},
            "series": {"sourceRange": {"sources": [range(0, 4, 1, 2)]}}}},
        "position": {"overlayPosition": {"anchorCell": {"sheetId": 7, "rowIndex": 6, "columnIndex": 5}}}});
    bench
        .batch(
            &id,
            &[
                cell(json!({"userEnteredValue": text, "note": CANARY, "dataValidation": list}), 0, 0, "*"),
                cell(json!({"userEnteredValue": text, "textFormatRuns": runs}), 1, 0, "*"),
                cell(json!({"userEnteredValue": text, "userEnteredFormat": {"textFormat": {"fontFamily": CANARY}}}), 2, 0, "*"),
                cell(json!({"userEnteredValue": {"formulaValue": "=HYPERLINK(\"javascript:canary()\";\"x\")"}}), 3, 0, "*"),
                cell(json!({"userEnteredValue": {"numberValue": 5}, "userEnteredFormat": {"numberFormat": {"type": "NUMBER", "pattern": "0\"<x-canary onclick=x>\""}}}), 1, 1, "*"),
                json!({"addProtectedRange": {"protectedRange": {"range": range(0, 1, 0, 1), "description": CANARY}}}),
                json!({"addFilterView": {"filter": {"title": CANARY, "range": range(0, 4, 0, 2)}}}),
                json!({"addChart": {"chart": chart}}),
                json!({"addChart": {"chart": pie}}),
                json!({"insertComment": {"coordinate": {"sheetId": 7, "rowIndex": 0, "columnIndex": 1}, "content": CANARY}}),
                json!({"updateSheetProperties": {"properties": {"sheetId": 7, "title": CANARY}, "fields": "title"}}),
                json!({"updateSpreadsheetProperties": {"properties": {"title": CANARY}, "fields": "title"}}),
            ],
        )
        .ok();
    let mail = format!(
        "To: x@y.example\r\nFrom: \"{}\" <{OWNER}>\r\nSubject: {CANARY}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{CANARY}",
        CANARY.replace('"', "")
    );
    send(bench, &mail);
    send(bench, &format!("To: x@y.example\r\nContent-Type: text/html\r\n\r\n<h1>Hola</h1>{CANARY}"));
    let draft = format!("To: x@y.example\r\nSubject: {CANARY}\r\n\r\n");
    bench.post("/gmail/v1/users/me/drafts", &json!({"message": {"raw": URL_SAFE_NO_PAD.encode(draft)}})).ok();
    id
}

#[test]
fn nothing_that_others_wrote_is_markup_in_any_page() {
    let bench = Bench::new();
    let id = infested(&bench);
    let path = crate::server::encode(CANARY);
    bench.get(&format!("/v4/spreadsheets/{path}?x=<x-canary>&y={path}"));
    bench.post("/v4/spreadsheets/x:batchUpdate", &json!({CANARY: CANARY}));
    let sheet = format!("/_emulator/spreadsheets/{id}");
    let requests = bench.emulator.requests();
    let mut targets: Vec<String> =
        requests.iter().map(|known| format!("/_emulator/requests/{}", known.number)).collect();
    targets.extend(
        [
            "/_emulator/",
            "/_emulator/mails",
            "/_emulator/mails/1",
            "/_emulator/mails/2",
            "/_emulator/requests",
        ]
        .map(str::to_owned),
    );
    targets.extend([sheet.clone(), format!("{sheet}?marks=on"), format!("{sheet}?view={path}")]);
    let mut shown = 0;
    for target in targets {
        let html = html(&bench, &target);
        is_harmless(&target, &html);
        shown += read(&html).1.matches("<script>canary()</script>").count();
    }
    // What was written is there to be read: cells, notes, titles, mails, requests.
    assert!(shown > 30, "{shown}");
    for target in
        ["/_emulator/<script>x</script>", "/_emulator/spreadsheets/<x-canary>", "/_emulator/mails/<x-canary>"]
    {
        let answered = page(&bench, &target.replace('<', "%3C").replace('>', "%3E"));
        assert_eq!(answered.status, 404, "{target}");
        is_harmless(target, &String::from_utf8(answered.body).unwrap());
    }
}

#[test]
fn a_policy_lets_nothing_run_or_be_fetched_but_the_pages_own() {
    let bench = Bench::new();
    let id = infested(&bench);
    for target in
        ["/_emulator/", "/_emulator/mails/2", "/_emulator/requests", &format!("/_emulator/spreadsheets/{id}")]
    {
        let head = page(&bench, target).head;
        let policy =
            head.lines().find_map(|line| line.strip_prefix("content-security-policy: ")).unwrap_or("");
        assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{target}: {policy}");
        assert!(!policy.contains("unsafe") && !policy.contains('*') && !policy.contains("http"), "{policy}");
        assert!(policy.contains("base-uri 'none'") && policy.contains("form-action 'none'"), "{policy}");
    }
    // A mail may look as it likes, in a frame in which nothing runs.
    let body = page(&bench, "/_emulator/mails/2/html");
    assert!(String::from_utf8_lossy(&body.body).contains("<h1>Hola</h1>"));
    assert!(
        body.head.contains("default-src 'none'; style-src 'unsafe-inline'")
            && body.head.contains("; sandbox\r\n")
    );
    let (elements, _) = read(&html(&bench, "/_emulator/mails/2"));
    let frames: Vec<_> = elements.iter().filter(|(name, _)| name == "iframe").collect();
    assert!(
        frames.len() == 2
            && frames.iter().all(|frame| frame.1.contains(&("sandbox".to_owned(), String::new())))
    );
    assert_eq!(page(&bench, "/_emulator/mails/1/html").status, 404);
}

#[test]
fn programs_still_get_json_and_looking_is_no_request_of_anyones() {
    let bench = Bench::new();
    bench.book();
    assert!(bench.get("/_emulator/spreadsheets").json().is_array());
    assert!(html(&bench, "/_emulator/spreadsheets").contains("CE-F05 Redes"));
    let changed = |what: &str| bench.get(&format!("/_emulator/changed{what}")).json()["changed"].clone();
    let before = (changed(""), changed("/requests"));
    html(&bench, "/_emulator/requests");
    assert_eq!(bench.emulator.requests().len(), 0);
    assert_eq!((changed(""), changed("/requests")), before);
    // A read changes the log alone, an edit what is shown.
    bench.get("/v4/spreadsheets/none");
    assert!(changed("") == before.0 && changed("/requests") != before.1);
    let id = bench.book();
    assert_ne!(changed(""), before.0);
    let seen = changed("");
    bench.type_rows(&id, "'CE-F05'!A1", &[&["x"]]);
    assert_ne!(changed(""), seen);
    assert!(
        html(&bench, "/_emulator/").contains(&format!("data-seen=\"{}\"", changed("").as_str().unwrap()))
    );
}

/// The cells of a row of a page, as markup.
fn row(html: &str, number: usize) -> String {
    let start = html.find(&format!("<tr id=\"r{number}\"")).unwrap_or_else(|| panic!("no row {number}"));
    html[start..start + html[start..].find("</tr>").unwrap()].to_owned()
}

/// The declarations of the classes that an element with this text has.
fn looks(html: &str, text: &str) -> String {
    let end = html.find(&format!(">{text}<")).unwrap_or_else(|| panic!("no {text}"));
    let tag = &html[html[..end].rfind("<td").unwrap()..end];
    let classes = tag.split("class=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("");
    let rule =
        |class: &str| html.split(&format!(".{class}{{")).nth(1).and_then(|rest| rest.split('}').next());
    classes.split_whitespace().filter_map(rule).collect::<Vec<_>>().join(";")
}

#[test]
fn a_tab_looks_as_it_does_today() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(
        &id,
        "'CE-F05'!A1",
        &[&["Título"], &["Fecha", "Vence"], &["3/11/2026", "24/11/2026"], &["4/11/2026", "=TODAY()"]],
    );
    let grid = json!({"sheetId": 7, "gridProperties": {"frozenRowCount": 2, "frozenColumnCount": 1}});
    let late = json!({"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=$B3<TODAY()"}]});
    let red = json!({"backgroundColor": {"red": 1}});
    bench
        .batch(
            &id,
            &[
                json!({"updateSheetProperties": {"properties": grid, "fields": "gridProperties(frozenRowCount,frozenColumnCount)"}}),
                json!({"mergeCells": {"range": range(0, 1, 0, 1), "mergeType": "MERGE_ALL"}}),
                json!({"mergeCells": {"range": range(3, 5, 2, 4), "mergeType": "MERGE_ALL"}}),
                json!({"updateDimensionProperties": {"range": {"sheetId": 7, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}, "properties": {"pixelSize": 133}, "fields": "pixelSize"}}),
                json!({"updateDimensionProperties": {"range": {"sheetId": 7, "dimension": "COLUMNS", "startIndex": 6, "endIndex": 7}, "properties": {"hiddenByUser": true}, "fields": "hiddenByUser"}}),
                json!({"addConditionalFormatRule": {"rule": {"ranges": [range(2, 4, 1, 2)], "booleanRule": {"condition": late, "format": red}}, "index": 0}}),
                json!({"addProtectedRange": {"protectedRange": {"range": range(2, 3, 1, 2), "editors": {"users": [OWNER]}}}}),
                json!({"repeatCell": {"range": range(2, 3, 0, 1), "cell": {"userEnteredFormat": {"wrapStrategy": "WRAP", "numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}}, "fields": "userEnteredFormat"}}),
            ],
        )
        .ok();
    let sheet = format!("/_emulator/spreadsheets/{id}?gid=7");
    let today = html(&bench, &sheet);
    // The two frozen rows are in the head, which stays, and the first column has its place from the left.
    let head = &today[today.find("<thead").unwrap()..today.find("</thead>").unwrap()];
    assert!(head.contains(">Título<") && head.contains(">Fecha<") && !head.contains("2026-11-03"));
    let first = looks(&today, "2026-11-03");
    assert!(first.contains("left:46px") && first.contains("white-space:pre-wrap"), "{first}");
    assert!(today.contains("{width:133px}"));
    assert!(row(&today, 4).contains("rowspan=\"2\" colspan=\"2\""));
    assert!(today.contains("title=\"G to G are not shown\"") && !today.contains(">G</th>"));
    assert!(!looks(&today, "24/11/2026").contains("#ff0000"), "not late on the 23rd");
    assert!(!today.contains("class=\"kept"));
    let marked = html(&bench, &format!("{sheet}&marks=on"));
    assert!(marked.contains(">G</th>") && row(&marked, 3).contains("kept"));
    bench.emulator.set_clock(crate::Clock::At("2026-11-26T15:00:00Z".parse().unwrap()));
    assert!(looks(&html(&bench, &sheet), "24/11/2026").contains("background-color:#ff0000"));
}

#[test]
fn a_link_leads_to_its_row_and_no_other_kind_acts() {
    let bench = Bench::new();
    let id = bench.book();
    let linked = |row: i64, uri: &str| {
        let start = json!({"sheetId": 7, "rowIndex": row, "columnIndex": 0});
        let cell = json!({"userEnteredValue": {"stringValue": "ir"}, "textFormatRuns": [{"startIndex": 0, "format": {"link": {"uri": uri}}}]});
        json!({"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": "*"}})
    };
    let docs = format!("https://docs.google.com/spreadsheets/d/{id}/edit#gid=7&range=A12");
    let rows = json!({"appendDimension": {"sheetId": 7, "dimension": "ROWS", "length": 1500}});
    let edits = [
        rows,
        linked(0, "#gid=7&range=A12"),
        linked(1, &docs),
        linked(2, "#gid=7&range=B1204:C1204"),
        linked(3, "https://example.org/a?b=\"c"),
        linked(4, "JavaScript:canary()"),
        linked(5, "data:text/html,x"),
        linked(6, " java\tscript:canary()"),
        linked(7, "vbscript:x"),
        linked(8, "//evil.example/"),
    ];
    bench.batch(&id, &edits).ok();
    let (elements, _) = read(&html(&bench, &format!("/_emulator/spreadsheets/{id}?gid=7")));
    let links: Vec<&str> = elements
        .iter()
        .filter(|element| attribute(element, "rel") == "noreferrer")
        .map(|e| attribute(e, "href"))
        .collect();
    let tab = format!("/_emulator/spreadsheets/{id}?gid=7");
    assert_eq!(
        links,
        [
            &format!("{tab}#r12"),
            &format!("{tab}#r12"),
            &format!("{tab}&page=3#r1204"),
            "https://example.org/a?b=\"c"
        ]
    );
    // The row is on that page, under that name.
    bench.type_rows(&id, "'CE-F05'!B1204", &[&["aquí"]]);
    assert!(row(&html(&bench, &format!("{tab}&page=3")), 1204).contains(">aquí<"));
}

#[test]
fn a_large_tab_comes_in_pages_and_filters_hide_rows() {
    let bench = Bench::new();
    let id = bench.book();
    bench.batch(&id, &[json!({"appendDimension": {"sheetId": 7, "dimension": "ROWS", "length": 1500}})]).ok();
    let rows: Vec<[String; 1]> = (1..=1200).map(|n| [format!("fila {n}")]).collect();
    bench.emulator.with(|world| world.sheet_mut(&id, "CE-F05").unwrap().type_rows("A1", &rows).unwrap());
    let sheet = format!("/_emulator/spreadsheets/{id}?gid=7");
    let second = html(&bench, &format!("{sheet}&page=2"));
    assert!(second.contains(">fila 501<") && second.contains(">fila 1000<"));
    assert!(!second.contains(">fila 500<") && !second.contains(">fila 1001<"));
    assert!(second.contains(">1001–1220<"));
    for past in ["0", "-1", "99999999999999999999", "4", "x"] {
        html(&bench, &format!("{sheet}&page={past}&across={past}"));
    }
    let spec = json!({"columnIndex": 0, "filterCriteria": {"hiddenValues": ["fila 3"]}});
    let view = json!({"title": "Sin 3", "range": range(0, 1200, 0, 1), "filterSpecs": [spec]});
    bench.batch(&id, &[json!({"addFilterView": {"filter": view}})]).ok();
    assert!(html(&bench, &sheet).contains(">fila 3<"));
    let through = html(&bench, &format!("{sheet}&view=Sin+3"));
    assert!(!through.contains(">fila 3<") && through.contains(">fila 4<"));
    assert_eq!(page(&bench, &format!("{sheet}&view=Otra")).status, 404);
}

#[test]
fn charts_are_drawn_from_the_cells() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["Mes", "PQR"], &["nov", "4"], &["dic", "8"]]);
    let chart = |kind: &str| {
        json!({"addChart": {"chart": {"spec": {"title": kind, "basicChart": {"chartType": kind, "headerCount": 1,
            "domains": [{"domain": {"sourceRange": {"sources": [range(0, 3, 0, 1)]}}}],
            "series": [{"series": {"sourceRange": {"sources": [range(0, 3, 1, 2)]}}, "colorStyle": {"rgbColor": {"red": 1}}}]}},
            "position": {"overlayPosition": {"anchorCell": {"sheetId": 7, "rowIndex": 4, "columnIndex": 2}, "widthPixels": 400, "heightPixels": 300}}}}})
    };
    bench.batch(&id, &[chart("COLUMN"), chart("BAR"), chart("LINE")]).ok();
    let html = html(&bench, &format!("/_emulator/spreadsheets/{id}?gid=7"));
    let (elements, said) = read(&html);
    let drawn = |name: &str| -> Vec<_> {
        elements
            .iter()
            .filter(|element| element.0 == name && element.1.iter().any(|(_, v)| v == "#ff0000"))
            .collect()
    };
    let size = |at: usize, name: &str| attribute(drawn("rect")[at], name).parse::<f64>().unwrap();
    assert_eq!(drawn("rect").len(), 4 + 3, "two columns, two bars, three legends");
    assert!((size(1, "height") / size(0, "height") - 2.0).abs() < 0.02, "8 is twice as high as 4");
    assert_eq!(drawn("polyline").len(), 1);
    assert!(said.contains("nov · PQR · 4"));
    assert!(elements.iter().any(|element| attribute(element, "viewbox") == "0 0 400 300"));
}

#[test]
fn dates_along_the_bottom_of_a_chart_are_whole() {
    let bench = Bench::new();
    let id = bench.book();
    let weeks: Vec<[String; 2]> =
        (1..=26).map(|week| [format!("'{week:02}/06/2026"), week.to_string()]).collect();
    bench.emulator.with(|world| world.type_rows(&id, "'CE-F05'!A1", &weeks)).unwrap();
    let chart = json!({"addChart": {"chart": {"spec": {"basicChart": {"chartType": "COLUMN",
        "domains": [{"domain": {"sourceRange": {"sources": [range(0, 26, 0, 1)]}}}],
        "series": [{"series": {"sourceRange": {"sources": [range(0, 26, 1, 2)]}}}]}},
        "position": {"overlayPosition": {"anchorCell": {"sheetId": 7, "rowIndex": 0, "columnIndex": 3}}}}}});
    bench.batch(&id, &[chart]).ok();
    let html = html(&bench, &format!("/_emulator/spreadsheets/{id}?gid=7"));
    let svg = &html[html.find("<svg").unwrap()..html.find("</svg>").unwrap()];
    assert!(svg.contains("</title>01/06/2026</text>") && !svg.contains('…'), "{svg}");
}

#[test]
fn a_long_text_hides_the_lines_it_runs_over_and_no_fill() {
    let bench = Bench::new();
    let id = bench.book();
    let long = "Una frase que no cabe en cien puntos";
    bench.type_rows(&id, "'CE-F05'!A1", &[&[long], &[long], &[long, "", "aquí no"]]);
    let fill = json!({"repeatCell": {"range": range(1, 2, 1, 2), "fields": "userEnteredFormat",
        "cell": {"userEnteredFormat": {"backgroundColor": {"red": 1}}}}});
    bench.batch(&id, &[fill]).ok();
    let html = html(&bench, &format!("/_emulator/spreadsheets/{id}?gid=7"));
    let (elements, _) = read(&html);
    let classes = elements.iter().filter(|element| element.0 == "td").map(|cell| attribute(cell, "class"));
    let over: Vec<bool> = classes
        .filter(|class| class.split(' ').any(|word| word == "o"))
        .map(|class| class.split(' ').any(|word| word == "over"))
        .collect();
    assert_eq!(over, [true, false, true], "beside the second stands a fill");
}

#[test]
fn the_log_has_each_request_with_what_it_changed_and_staff_in_between() {
    let bench = Bench::new();
    let id = bench.book();
    let write = |value: &str| {
        let body = json!({"values": [[value]]});
        bench.put(&format!("/v4/spreadsheets/{id}/values/'CE-F05'!B2?valueInputOption=RAW"), &body).ok();
    };
    write("uno");
    bench.type_rows(&id, "'CE-F05'!C3", &[&["a mano"]]);
    write("dos");
    let html = html(&bench, "/_emulator/requests");
    let (elements, said) = read(&html);
    let at = |text: &str| said.find(text).unwrap_or_else(|| panic!("no {text} in {said}"));
    assert!(at("dos") < at("a mano") && at("a mano") < said.rfind("uno").unwrap(), "the latest first");
    assert!(said.contains("CE-F05!B2") && said.contains("CE-F05!C3") && said.contains("by hand"));
    let target = format!("/_emulator/spreadsheets/{id}?gid=7#r2");
    assert!(elements.iter().any(|element| attribute(element, "href") == target));
    assert!(self::html(&bench, "/_emulator/requests/2").contains("dos"));
}
