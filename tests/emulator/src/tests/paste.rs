//! What is dragged, split, shuffled, pasted from outside, or cut.

use serde_json::{Value, json};

use super::client::Bench;
use crate::{Options, Switches};

fn range(top: i64, bottom: i64, left: i64, right: i64) -> Value {
    json!({"sheetId": 7, "startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right})
}

fn column(bench: &Bench, id: &str, cells: &str) -> Vec<String> {
    bench.shown(id, &format!("'CE-F05'!{cells}")).into_iter().map(|row| row.join("")).collect()
}

#[test]
fn a_pattern_is_dragged_on_with_its_look_and_validation() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A4", &[&["3/11/2026", "CE-1", "=A4+1", "7"]]);
    bench.emulator.with(|w| {
        let mut tab = w.sheet_mut(&id, "CE-F05").unwrap();
        tab.allow("B4", &["CE-1", "CE-2", "CE-3"], true).unwrap();
        tab.set_note("B4", "no se copia").unwrap();
        tab.fill("A4:D4", 2, false).unwrap();
        tab.fill("A4:B4", -1, false).unwrap();
    });
    assert_eq!(
        bench.shown(&id, "'CE-F05'!A3:D6"),
        [
            vec!["2/11/2026", "CE-0"],
            vec!["3/11/2026", "CE-1", "4/11/2026", "7"],
            vec!["4/11/2026", "CE-2", "5/11/2026", "7"],
            vec!["5/11/2026", "CE-3", "6/11/2026", "7"]
        ]
    );
    let out = bench
        .get(&format!(
            "/v4/spreadsheets/{id}?ranges='CE-F05'!B5&fields=sheets.data.rowData.values(note,dataValidation)"
        ))
        .ok();
    let cell = &out["sheets"][0]["data"][0]["rowData"][0]["values"][0];
    assert!(cell["note"].is_null() && cell["dataValidation"]["strict"] == true);
    let refused = |drag: Value| bench.refused(&id, json!({"autoFill": {"sourceAndDestination": drag}}));
    assert!(
        refused(json!({"source": range(0, 1, 0, 1), "dimension": "ROWS", "fillLength": 20}))
            .contains("exceeds grid limits")
    );
    assert!(
        refused(json!({"source": range(0, 1, 0, 1), "dimension": "ROWS", "fillLength": -1}))
            .contains("fillLength[-1]")
    );
}

#[test]
fn a_range_is_filled_from_the_part_that_holds_something() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["1", "lunes"], &["2", "martes"]]);
    bench.batch(&id, &[json!({"autoFill": {"range": range(0, 4, 0, 3), "useAlternateSeries": false}})]).ok();
    assert_eq!(
        bench.shown(&id, "'CE-F05'!A1:B4"),
        [["1", "lunes"], ["2", "martes"], ["3", "miércoles"], ["4", "jueves"]]
    );
    bench.type_rows(&id, "'CE-F05'!E1", &[&["10"]]);
    bench.batch(&id, &[json!({"autoFill": {"range": range(0, 3, 4, 5), "useAlternateSeries": true}})]).ok();
    assert_eq!(column(&bench, &id, "E1:E3"), ["10", "11", "12"]);
}

#[test]
fn uneven_numbers_follow_their_trend_by_switch() {
    for (fill_follows_trend, next) in [(true, "8"), (false, "1")] {
        let switches = Switches { fill_follows_trend, ..Switches::default() };
        let bench = Bench::with(Options { switches, ..Options::default() });
        let id = bench.book();
        bench.type_rows(&id, "'CE-F05'!A1", &[&["1"], &["2"], &["6"]]);
        bench.emulator.with(|w| w.sheet_mut(&id, "CE-F05").unwrap().fill("A1:A3", 1, false).unwrap());
        assert_eq!(column(&bench, &id, "A4"), [next]);
    }
}

#[test]
fn texts_are_split_into_columns() {
    for (kind, text, parts) in [
        ("COMMA", "a,b,,c", vec!["a", "b", "", "c"]),
        ("SEMICOLON", "3/11/2026;x", vec!["3/11/2026", "x"]),
        ("PERIOD", "a.b", vec!["a", "b"]),
        ("SPACE", "calle 22", vec!["calle", "22"]),
        ("CUSTOM", "a--b", vec!["a", "b"]),
        ("AUTODETECT", "a; b; c d", vec!["a", "b", "c d"]),
        ("AUTODETECT", "entero", vec!["entero"]),
    ] {
        let bench = Bench::new();
        let id = bench.book();
        bench.type_rows(&id, "'CE-F05'!A1", &[&[text]]);
        bench.batch(&id, &[json!({"textToColumns": {"source": range(0, 2, 0, 1), "delimiterType": kind, "delimiter": "--"}})]).ok();
        assert_eq!(bench.shown(&id, "'CE-F05'!A1:E1"), [parts], "{kind}");
    }
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!H1", &[&["a,b"]]);
    bench
        .batch(&id, &[json!({"textToColumns": {"source": range(0, 1, 7, 8), "delimiterType": "COMMA"}})])
        .ok();
    assert_eq!(bench.shown(&id, "'CE-F05'!H1:I1"), [["a", "b"]]);
    let wide = json!({"textToColumns": {"source": range(0, 1, 0, 2), "delimiterType": "COMMA"}});
    assert_eq!(
        bench.refused(&id, wide),
        "Invalid requests[0].textToColumns: The source must span exactly one column."
    );
}

#[test]
fn rows_are_shuffled_whole_and_alike_for_the_same_seed() {
    let shuffled = || {
        let bench = Bench::new();
        let id = bench.book();
        let rows: Vec<[String; 2]> = (1..9).map(|n| [n.to_string(), format!("=A{n}*2")]).collect();
        bench.emulator.with(|w| w.type_rows(&id, "'CE-F05'!A1", &rows).unwrap());
        bench.batch(&id, &[json!({"randomizeRange": {"range": range(0, 8, 0, 2)}})]).ok();
        bench.shown(&id, "'CE-F05'!A1:B8")
    };
    let rows = shuffled();
    assert_eq!(rows, shuffled());
    let mut numbers: Vec<i64> = rows.iter().map(|row| row[0].parse().unwrap()).collect();
    assert!(rows.iter().zip(&numbers).all(|(row, n)| row[1] == (n * 2).to_string()));
    assert_ne!(numbers, (1..9).collect::<Vec<_>>());
    numbers.sort_unstable();
    assert_eq!(numbers, (1..9).collect::<Vec<_>>());
}

#[test]
fn html_is_pasted_as_a_table_with_its_spans() {
    let bench = Bench::new();
    let id = bench.book();
    let html = "<table><tr><th colspan=2>Barrio &amp; calle</th></tr><tr><td>Bastidas</td><td>3/11/2026<br>tarde</td></tr></table>";
    let paste = json!({"pasteData": {"coordinate": {"sheetId": 7, "rowIndex": 1, "columnIndex": 1}, "data": html, "html": true}});
    bench.batch(&id, &[paste]).ok();
    assert_eq!(
        bench.shown(&id, "'CE-F05'!B2:C3"),
        [vec!["Barrio & calle"], vec!["Bastidas", "3/11/2026\ntarde"]]
    );
    let out = bench.get(&format!("/v4/spreadsheets/{id}?fields=sheets.merges")).ok();
    assert_eq!(out["sheets"][0]["merges"], json!([range(1, 2, 1, 3)]));
    let text = json!({"pasteData": {"coordinate": {"sheetId": 7, "rowIndex": 5}, "data": "\"a,1\",2\nb", "delimiter": ","}});
    bench.batch(&id, &[text]).ok();
    assert_eq!(bench.shown(&id, "'CE-F05'!A6:B7"), [vec!["a,1", "2"], vec!["b"]]);
}

#[test]
fn what_refers_to_cut_cells_follows_them() {
    for (names_follow_cut, row) in [(true, 9), (false, 0)] {
        let switches = Switches { names_follow_cut, ..Switches::default() };
        let bench = Bench::with(Options { switches, ..Options::default() });
        let id = bench.book();
        bench.type_rows(&id, "'CE-F05'!A1", &[&["5", "=A1", "=SUMA(A1:A3)", "=B1+D9"]]);
        let name = json!({"addNamedRange": {"namedRange": {"name": "Zona", "range": range(0, 1, 0, 1)}}});
        let chart = json!({"addChart": {"chart": {"spec": {"title": "x", "basicChart": {"series": [{"series": {"sourceRange": {"sources": [range(0, 1, 0, 1)]}}}]}}, "position": {"overlayPosition": {"anchorCell": {"sheetId": 7, "rowIndex": 3}}}}}});
        bench.batch(&id, &[name, chart]).ok();
        bench.emulator.with(|w| {
            let mut tab = w.sheet_mut(&id, "CE-F05").unwrap();
            tab.comment("A1", "revisar").unwrap();
            tab.cut("A1:B1", "E10").unwrap();
        });
        let formulas = bench.emulator.with(|w| w.formulas(&id, "'CE-F05'!A1:F10").unwrap());
        assert_eq!(formulas[0][2..], [json!("=SUMA(A1:A3)"), json!("=F10+D9")]);
        assert_eq!(formulas[9][4..], [json!(5), json!("=E10")]);
        let out = bench.get(&format!("/v4/spreadsheets/{id}?commentsViewMode=COMMENTS_VIEW_MODE_INCLUDED&fields=namedRanges.range.startRowIndex,sheets(commentAnchors.range,charts)")).ok();
        assert_eq!(out["namedRanges"][0]["range"]["startRowIndex"], row);
        assert_eq!(out["sheets"][0]["commentAnchors"][0]["range"], range(9, 10, 4, 5));
        let chart = &out["sheets"][0]["charts"][0];
        assert_eq!(
            chart["spec"]["basicChart"]["series"][0]["series"]["sourceRange"]["sources"][0],
            range(9, 10, 4, 5)
        );
        // Rows take charts along, by their data and by the cell they hang on.
        bench.emulator.with(|w| w.sheet_mut(&id, "CE-F05").unwrap().insert_rows(1, 2).unwrap());
        let out = bench.get(&format!("/v4/spreadsheets/{id}?fields=sheets.charts")).ok();
        let chart = &out["sheets"][0]["charts"][0];
        assert_eq!(chart["position"]["overlayPosition"]["anchorCell"]["rowIndex"], 5);
        assert_eq!(
            chart["spec"]["basicChart"]["series"][0]["series"]["sourceRange"]["sources"][0],
            range(11, 12, 4, 5)
        );
    }
}

#[test]
fn cells_cut_to_another_tab_still_mean_what_they_meant() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["5", "=A1", "=A2"], &["6", "=B1"]]);
    bench.emulator.with(|w| {
        let other = w.sheet_mut(&id, "CE-F05").unwrap().duplicate("Otra").unwrap();
        w.sheet_mut(&id, "CE-F05").unwrap().cut_to_tab("A1:C1", other, "A5").unwrap();
    });
    let formulas = |range: &str| bench.emulator.with(|w| w.formulas(&id, range).unwrap());
    assert_eq!(formulas("Otra!A5:C5"), [[json!(5), json!("=A5"), json!("='CE-F05'!A2")]]);
    assert_eq!(formulas("'CE-F05'!B2"), [[json!("=Otra!B5")]]);
    bench.emulator.with(|w| w.sheet_mut(&id, "Otra").unwrap().rename("La otra").unwrap());
    assert_eq!(formulas("'CE-F05'!B2"), [[json!("='La otra'!B5")]]);
}

#[test]
fn what_a_validation_asks_slides_with_its_cell() {
    let bench = Bench::new();
    let id = bench.book();
    let condition = json!({"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=B1>A1"}]});
    let rule = json!({"condition": condition, "strict": true});
    bench.batch(&id, &[json!({"setDataValidation": {"range": range(0, 3, 1, 2), "rule": rule}})]).ok();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["1"], &["5"], &["9"]]);
    let typed = |cell: &str, text: &str| {
        bench.emulator.with(|w| w.type_rows(&id, &format!("'CE-F05'!{cell}"), &[[text]]).is_ok())
    };
    assert!(typed("B1", "2") && !typed("B2", "2") && typed("B2", "6") && !typed("B3", "6"));
    // The API writes what it likes; a refusal of the window leaves nothing behind.
    assert_eq!(bench.shown(&id, "'CE-F05'!B1:B3"), [["2"], ["6"], [""]]);
    bench
        .put(
            &format!("/v4/spreadsheets/{id}/values/'CE-F05'!B3?valueInputOption=RAW"),
            &json!({"values": [[0]]}),
        )
        .ok();
    bench.emulator.with(|w| w.sheet_mut(&id, "CE-F05").unwrap().copy("B1", "D5").unwrap());
    let out = bench
        .get(&format!(
            "/v4/spreadsheets/{id}?ranges='CE-F05'!D5&fields=sheets.data.rowData.values.dataValidation"
        ))
        .ok();
    let copied = &out["sheets"][0]["data"][0]["rowData"][0]["values"][0]["dataValidation"];
    assert_eq!(copied["condition"]["values"][0]["userEnteredValue"], "=D5>C5");
}
