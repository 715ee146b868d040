//! What goes along with rows, columns and cells, and what stays: one of each kind of thing, through each kind of edit.

use serde_json::{Value, json};

use super::client::{Bench, OWNER};

/// Rows 4 to 6 of the tab `CE-F05` carry one of everything.
fn planted(bench: &Bench) -> String {
    let id = bench.book();
    let range = |left: i64, right: i64| json!({"sheetId": 7, "startRowIndex": 3, "endRowIndex": 6, "startColumnIndex": left, "endColumnIndex": right});
    let rows = json!({"sheetId": 7, "dimension": "ROWS", "startIndex": 3, "endIndex": 6});
    let cell = json!({"sheetId": 7, "startRowIndex": 3, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 1});
    let condition = json!({"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=$A4=1"}]});
    let rule = json!({"ranges": [range(0, 2)], "booleanRule": {"condition": condition, "format": {"textFormat": {"bold": true}}}});
    let source = json!({"series": {"sourceRange": {"sources": [range(0, 1)]}}});
    let spec = json!({"title": "t", "basicChart": {"series": [source]}});
    let spec_of_slicer = json!({"dataRange": range(0, 2), "columnIndex": 1});
    bench.type_rows(&id, "'CE-F05'!A4", &[&["1", "a"], &["2", "b"], &["3", "c"]]);
    let requests = [
        json!({"addNamedRange": {"namedRange": {"name": "Zona", "range": range(0, 2)}}}),
        json!({"addProtectedRange": {"protectedRange": {"range": range(0, 1)}}}),
        json!({"setBasicFilter": {"filter": {"range": range(0, 2)}}}),
        json!({"addFilterView": {"filter": {"title": "v", "range": range(0, 2)}}}),
        json!({"addConditionalFormatRule": {"rule": rule, "index": 0}}),
        json!({"addBanding": {"bandedRange": {"range": range(0, 2), "rowProperties": {"firstBandColor": {"red": 1}}}}}),
        json!({"addTable": {"table": {"range": range(4, 6)}}}),
        json!({"addChart": {"chart": {"spec": spec, "position": {"overlayPosition": {"anchorCell": {"sheetId": 7, "rowIndex": 3, "columnIndex": 2}}}}}}),
        json!({"addSlicer": {"slicer": {"spec": spec_of_slicer}}}),
        json!({"mergeCells": {"range": range(6, 8), "mergeType": "MERGE_ALL"}}),
        json!({"addDimensionGroup": {"range": rows}}),
        json!({"createDeveloperMetadata": {"developerMetadata": {"metadataKey": "k", "visibility": "DOCUMENT", "location": {"dimensionRange": {"sheetId": 7, "dimension": "ROWS", "startIndex": 3, "endIndex": 4}}}}}),
        json!({"updateDimensionProperties": {"range": {"sheetId": 7, "dimension": "ROWS", "startIndex": 3, "endIndex": 4}, "properties": {"hiddenByUser": true}, "fields": "hiddenByUser"}}),
        json!({"setDataValidation": {"range": cell, "rule": {"condition": {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "='CE-F05'!$B$4:$B$6"}]}}}}),
        json!({"updateCells": {"range": cell, "rows": [{"values": [{"note": "ojo"}]}], "fields": "note"}}),
        json!({"insertComment": {"coordinate": {"sheetId": 7, "rowIndex": 3}, "content": "ver"}}),
        json!({"addSheet": {"properties": {"sheetId": 8, "title": "Suma"}}}),
    ];
    bench.emulator.with(|w| w.batch(&id, OWNER, &requests).unwrap());
    bench.type_rows(&id, "Suma!A1", &[&["=SUMA('CE-F05'!A4:A6)"]]);
    id
}

/// Where everything is now: rows and columns as people count them.
fn told(bench: &Bench, id: &str) -> String {
    let book = bench.emulator.with(|w| w.spreadsheet(id).unwrap());
    let sheet = &book["sheets"][0];
    let range = |range: &Value| {
        if !range.is_object() {
            return "gone".to_owned();
        }
        let at = |name: &str| range[name].as_i64().unwrap_or(0);
        let letter = |n: i64| char::from(b'A' + u8::try_from(n).unwrap());
        format!(
            "{}{}:{}{}",
            letter(at("startColumnIndex")),
            at("startRowIndex") + 1,
            letter(at("endColumnIndex") - 1),
            at("endRowIndex")
        )
    };
    let data = &sheet["data"][0];
    let lines: Vec<&Value> = data["rowMetadata"].as_array().unwrap().iter().collect();
    let line = |has: &dyn Fn(&Value) -> bool| {
        lines.iter().position(|line| has(line)).map_or_else(|| "gone".to_owned(), |row| (row + 1).to_string())
    };
    let cell = |name: &str| {
        let found = data["rowData"].as_array().into_iter().flatten().enumerate().find_map(|(row, line)| {
            let column = line["values"].as_array()?.iter().position(|cell| !cell[name].is_null())?;
            Some((row, column))
        });
        found.map_or_else(
            || "gone".to_owned(),
            |(row, column)| format!("{}{}", char::from(b'A' + u8::try_from(column).unwrap()), row + 1),
        )
    };
    let rule = &sheet["conditionalFormats"][0];
    let group = &sheet["rowGroups"][0]["range"];
    let chart = &sheet["charts"][0];
    let anchor = &chart["position"]["overlayPosition"]["anchorCell"];
    let list = data["rowData"].as_array().into_iter().flatten().find_map(|line| {
        line["values"].as_array()?.iter().find_map(|cell| {
            cell["dataValidation"]["condition"]["values"][0]["userEnteredValue"].as_str().map(str::to_owned)
        })
    });
    let formula = bench.emulator.with(|w| w.formulas(id, "Suma!A1").unwrap());
    let shown = [
        ("name", range(&book["namedRanges"][0]["range"])),
        ("protected", range(&sheet["protectedRanges"][0]["range"])),
        ("filter", range(&sheet["basicFilter"]["range"])),
        ("view", range(&sheet["filterViews"][0]["range"])),
        ("rule", range(&rule["ranges"][0])),
        (
            "asks",
            rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"]
                .as_str()
                .unwrap_or("gone")
                .to_owned(),
        ),
        ("bands", range(&sheet["bandedRanges"][0]["range"])),
        ("table", range(&sheet["tables"][0]["range"])),
        ("series", range(&chart["spec"]["basicChart"]["series"][0]["series"]["sourceRange"]["sources"][0])),
        ("chart", format!("row {}", anchor["rowIndex"].as_i64().unwrap_or(0) + 1)),
        ("slicer", range(&sheet["slicers"][0]["spec"]["dataRange"])),
        ("merge", range(&sheet["merges"][0])),
        (
            "group",
            if group.is_object() {
                format!("{}-{}", group["startIndex"].as_i64().unwrap() + 1, group["endIndex"])
            } else {
                "gone".to_owned()
            },
        ),
        ("tag", line(&|l| l["developerMetadata"].is_array())),
        ("hidden", line(&|l| l["hiddenByUser"] == true)),
        ("list", list.unwrap_or_else(|| "gone".to_owned())),
        ("ruled", cell("dataValidation")),
        ("note", cell("note")),
        ("comment", range(&sheet["commentAnchors"][0]["range"])),
        ("formula", formula[0][0].as_str().unwrap().replace("'CE-F05'!", "")),
    ];
    shown.iter().map(|(name, place)| format!("{name} {place}")).collect::<Vec<_>>().join("; ")
}

#[test]
fn what_goes_along_and_what_stays() {
    type Act = fn(&mut crate::Tab<'_>);
    let cases: [(&str, Act, &str); 11] = [
        (
            "nothing is done",
            |_| {},
            "name A4:B6; protected A4:A6; filter A4:B6; view A4:B6; rule A4:B6; asks =$A4=1; bands A4:B6; table E4:F6; series A4:A6; chart row 4; slicer A4:B6; merge G4:H6; group 4-6; tag 4; hidden 4; list ='CE-F05'!$B$4:$B$6; ruled A4; note A4; comment A4:A4; formula =SUMA(A4:A6)",
        ),
        (
            "a row is inserted above",
            |t| t.insert_rows(1, 1).unwrap(),
            "name A5:B7; protected A5:A7; filter A5:B7; view A5:B7; rule A5:B7; asks =$A5=1; bands A5:B7; table E5:F7; series A5:A7; chart row 5; slicer A5:B7; merge G5:H7; group 5-7; tag 5; hidden 5; list ='CE-F05'!$B$5:$B$7; ruled A5; note A5; comment A5:A5; formula =SUMA(A5:A7)",
        ),
        (
            "a row is inserted within",
            |t| t.insert_rows(5, 1).unwrap(),
            "name A4:B7; protected A4:A7; filter A4:B7; view A4:B7; rule A4:B7; asks =$A4=1; bands A4:B7; table E4:F7; series A4:A7; chart row 4; slicer A4:B7; merge G4:H7; group 4-7; tag 4; hidden 4; list ='CE-F05'!$B$4:$B$7; ruled A4; note A4; comment A4:A4; formula =SUMA(A4:A7)",
        ),
        (
            "a row is deleted within",
            |t| t.delete_rows(5, 1).unwrap(),
            "name A4:B5; protected A4:A5; filter A4:B5; view A4:B5; rule A4:B5; asks =$A4=1; bands A4:B5; table E4:F5; series A4:A5; chart row 4; slicer A4:B5; merge G4:H5; group 4-5; tag 4; hidden 4; list ='CE-F05'!$B$4:$B$5; ruled A4; note A4; comment A4:A4; formula =SUMA(A4:A5)",
        ),
        (
            "all of them are deleted",
            |t| t.delete_rows(4, 3).unwrap(),
            "name gone; protected gone; filter gone; view gone; rule gone; asks gone; bands gone; table gone; series gone; chart row 4; slicer gone; merge gone; group gone; tag gone; hidden gone; list gone; ruled gone; note gone; comment gone; formula =SUMA(#REF!)",
        ),
        (
            "they are dragged up",
            |t| t.move_rows(4, 3, 1).unwrap(),
            "name A1:B3; protected A1:A3; filter A1:B3; view A1:B3; rule A1:B3; asks =$A1=1; bands A1:B3; table E1:F3; series A1:A3; chart row 1; slicer A1:B3; merge G1:H3; group 1-3; tag 1; hidden 1; list ='CE-F05'!$B$1:$B$3; ruled A1; note A1; comment A1:A1; formula =SUMA(A1:A3)",
        ),
        // The new column takes the look and the validation of the one it pushes aside.
        (
            "a column is inserted before",
            |t| t.insert_columns(1, 1).unwrap(),
            "name B4:C6; protected B4:B6; filter B4:C6; view B4:C6; rule B4:C6; asks =$B4=1; bands B4:C6; table F4:G6; series B4:B6; chart row 4; slicer B4:C6; merge H4:I6; group 4-6; tag 4; hidden 4; list ='CE-F05'!$C$4:$C$6; ruled A4; note B4; comment B4:B4; formula =SUMA(B4:B6)",
        ),
        // The cells move, with their notes and validation; the rows, and whatever is tied to places, stay.
        (
            "the cells are sorted downwards",
            |t| {
                t.hide_rows(4, 1, false).unwrap();
                t.sort("A4:B6", 1, true).unwrap();
            },
            "name A4:B6; protected A4:A6; filter A4:B6; view A4:B6; rule A4:B6; asks =$A4=1; bands A4:B6; table E4:F6; series A4:A6; chart row 4; slicer A4:B6; merge G4:H6; group 4-6; tag 4; hidden gone; list ='CE-F05'!$B$4:$B$6; ruled A6; note A6; comment A4:A4; formula =SUMA(A4:A6)",
        ),
        // What was cut is followed by what refers to it; filters, protection, bands and rows stay.
        (
            "the cells are cut",
            |t| t.cut("A4:B6", "A11").unwrap(),
            "name A11:B13; protected A4:A6; filter A4:B6; view A4:B6; rule A11:B13; asks =$A11=1; bands A4:B6; table E4:F6; series A11:A13; chart row 4; slicer A4:B6; merge G4:H6; group 4-6; tag 4; hidden 4; list ='CE-F05'!$B$11:$B$13; ruled A11; note A11; comment A11:A11; formula =SUMA(A11:A13)",
        ),
        // A copy brings cells, notes, validation and rules; nothing that was there changes.
        (
            "the cells are copied",
            |t| t.copy("A4:B6", "A1").unwrap(),
            "name A4:B6; protected A4:A6; filter A4:B6; view A4:B6; rule A1:B6; asks =$A1=1; bands A4:B6; table E4:F6; series A4:A6; chart row 4; slicer A4:B6; merge G4:H6; group 4-6; tag 4; hidden 4; list ='CE-F05'!$B$4:$B$6; ruled A1; note A1; comment A4:A4; formula =SUMA(A4:A6)",
        ),
        (
            "cells are pushed down",
            |t| t.insert_cells("A2:B2", true).unwrap(),
            "name A5:B7; protected A5:A7; filter A5:B7; view A5:B7; rule A5:B7; asks =$A5=1; bands A5:B7; table E4:F6; series A5:A7; chart row 4; slicer A5:B7; merge G4:H6; group 4-6; tag 4; hidden 4; list ='CE-F05'!$B$5:$B$7; ruled A5; note A5; comment A5:A5; formula =SUMA(A5:A7)",
        ),
    ];
    for (what, act, places) in cases {
        let bench = Bench::new();
        let id = planted(&bench);
        bench.emulator.with(|w| act(&mut w.sheet_mut(&id, "CE-F05").unwrap()));
        assert_eq!(told(&bench, &id), places, "{what}");
    }
}

#[test]
fn undo_brings_everything_back_to_its_place() {
    let bench = Bench::new();
    let id = planted(&bench);
    let before = told(&bench, &id);
    bench.emulator.with(|w| {
        let mut tab = w.sheet_mut(&id, "CE-F05").unwrap();
        tab.cut("A4:B6", "A11").unwrap();
        tab.delete_rows(4, 3).unwrap();
        tab.insert_columns(1, 2).unwrap();
        assert!(w.undo(&id) && w.undo(&id) && w.undo(&id));
    });
    assert_eq!(told(&bench, &id), before);
}
