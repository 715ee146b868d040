//! What `batchUpdate` refuses, kind by kind, and in which words.

use serde_json::{Value, json};

use super::client::{Bench, OWNER};

/// A request's body around a range or a cell.
type Body = fn(Value) -> Value;

fn range(top: i64, bottom: i64, left: i64, right: i64) -> Value {
    json!({"sheetId": 7, "startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right})
}

#[test]
fn every_kind_with_a_range_checks_it() {
    let bench = Bench::new();
    let id = bench.book();
    let kinds: [(&str, Body); 25] = [
        ("updateCells", |r| json!({"range": r, "fields": "*"})),
        ("setDataValidation", |r| json!({"range": r})),
        ("updateBorders", |r| json!({"range": r})),
        ("copyPaste", |r| json!({"source": r, "destination": range(0, 1, 0, 1)})),
        ("copyPaste", |r| json!({"source": range(0, 1, 0, 1), "destination": r})),
        ("cutPaste", |r| json!({"source": r, "destination": {"sheetId": 7}})),
        ("insertRange", |r| json!({"range": r, "shiftDimension": "ROWS"})),
        ("deleteRange", |r| json!({"range": r, "shiftDimension": "ROWS"})),
        ("findReplace", |r| json!({"find": "a", "range": r})),
        ("trimWhitespace", |r| json!({"range": r})),
        ("deleteDuplicates", |r| json!({"range": r})),
        ("sortRange", |r| json!({"range": r, "sortSpecs": [{}]})),
        ("randomizeRange", |r| json!({"range": r})),
        ("textToColumns", |r| json!({"source": r, "delimiterType": "COMMA"})),
        ("autoFill", |r| json!({"range": r})),
        (
            "autoFill",
            |r| json!({"sourceAndDestination": {"source": r, "dimension": "ROWS", "fillLength": 1}}),
        ),
        ("mergeCells", |r| json!({"range": r})),
        ("unmergeCells", |r| json!({"range": r})),
        ("addNamedRange", |r| json!({"namedRange": {"name": "Zona", "range": r}})),
        ("addProtectedRange", |r| json!({"protectedRange": {"range": r}})),
        ("setBasicFilter", |r| json!({"filter": {"range": r}})),
        ("addFilterView", |r| json!({"filter": {"range": r}})),
        ("addBanding", |r| json!({"bandedRange": {"range": r, "rowProperties": {}}})),
        ("addTable", |r| json!({"table": {"range": r}})),
        ("addSlicer", |r| json!({"slicer": {"spec": {"dataRange": r}}})),
    ];
    for (kind, body) in kinds {
        let refused = |range: Value| bench.refused(&id, json!({kind: body(range)}));
        assert_eq!(
            refused(range(0, 21, 0, 1)),
            format!(
                "Invalid requests[0].{kind}: Range ('CE-F05'!A1:A21) exceeds grid limits. Max rows: 20, max columns: 8"
            )
        );
        assert_eq!(
            refused(range(3, 3, 0, 1)),
            format!("Invalid requests[0].{kind}: range.endRowIndex[3] must be after range.startRowIndex[3].")
        );
        assert!(refused(range(-1, 3, 0, 1)).contains("startRowIndex[-1] must be non-negative."), "{kind}");
        assert_eq!(
            refused(json!({"sheetId": 99})),
            format!("Invalid requests[0].{kind}: No grid with id: 99")
        );
    }
}

#[test]
fn every_kind_with_a_cell_checks_it() {
    let bench = Bench::new();
    let id = bench.book();
    let kinds: [(&str, Body); 5] = [
        ("updateCells", |c| json!({"start": c, "rows": [{"values": [{}]}], "fields": "note"})),
        ("cutPaste", |c| json!({"source": range(0, 1, 0, 1), "destination": c})),
        ("pasteData", |c| json!({"coordinate": c, "data": "a", "delimiter": ","})),
        ("insertComment", |c| json!({"coordinate": c, "content": "a"})),
        ("addChart", |c| json!({"chart": {"spec": {}, "position": {"overlayPosition": {"anchorCell": c}}}})),
    ];
    for (kind, body) in kinds {
        let refused = |cell: Value| bench.refused(&id, json!({kind: body(cell)}));
        assert_eq!(
            refused(json!({"sheetId": 7, "rowIndex": 20})),
            format!("Invalid requests[0].{kind}: GridCoordinate.rowIndex[20] is after last row in grid[19]")
        );
        assert!(refused(json!({"sheetId": 7, "columnIndex": 8})).contains("is after last column in grid[7]"));
        assert!(
            refused(json!({"sheetId": 7, "rowIndex": -1})).contains("rowIndex[-1] must be non-negative.")
        );
        assert!(refused(json!({"sheetId": 9})).contains("No grid with id: 9"));
    }
}

#[test]
fn a_mask_must_be_there_and_select_what_the_type_has() {
    let bench = Bench::new();
    let id = bench.book();
    let fields = |mask: &str| json!({"repeatCell": {"range": range(0, 1, 0, 1), "cell": {"note": "x"}, "fields": mask}});
    assert_eq!(
        bench.refused(&id, fields("")),
        "Invalid requests[0].repeatCell: At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"
    );
    for (mask, path) in [
        ("noten", "noten"),
        ("userEnteredFormat.bold", "userEnteredFormat.bold"),
        ("note,userEnteredFormat(textFormat(bold,weight))", "userEnteredFormat.textFormat.weight"),
        ("cell.note", "cell"),
    ] {
        assert_eq!(
            bench.refused(&id, fields(mask)),
            format!("Invalid requests[0].repeatCell: Invalid field: {path}")
        );
    }
    for mask in [
        "*",
        "note",
        "userEnteredFormat/textFormat/bold,note",
        "user_entered_format.text_format,note",
        "userEnteredFormat(*),note",
    ] {
        bench.batch(&id, &[fields(mask)]).ok();
    }
    let title = json!({"updateSheetProperties": {"properties": {"sheetId": 7, "title": "x"}, "fields": "properties.title"}});
    assert_eq!(
        bench.refused(&id, title),
        "Invalid requests[0].updateSheetProperties: Invalid field: properties"
    );
}

#[test]
fn rows_that_are_not_there_and_torn_merges_are_refused() {
    let bench = Bench::new();
    let id = bench.book();
    let delete = |start: i64, end: i64| json!({"deleteDimension": {"range": {"sheetId": 7, "dimension": "ROWS", "startIndex": start, "endIndex": end}}});
    for (start, end, tried) in [(20, 21, 20), (25, 30, 25), (18, 22, 21)] {
        assert_eq!(
            bench.refused(&id, delete(start, end)),
            format!(
                "Invalid requests[0].deleteDimension: Cannot delete a row that doesn't exist. Tried to delete row index {tried} but there are only 20 rows."
            )
        );
    }
    let merge = |range: Value| json!({"mergeCells": {"range": range, "mergeType": "MERGE_ALL"}});
    let freeze = |rows: i64, columns: i64| json!({"updateSheetProperties": {"properties": {"sheetId": 7, "gridProperties": {"frozenRowCount": rows, "frozenColumnCount": columns}}, "fields": "gridProperties(frozenRowCount,frozenColumnCount)"}});
    bench.batch(&id, &[freeze(1, 1)]).ok();
    assert_eq!(
        bench.refused(&id, merge(range(0, 2, 3, 4))),
        "Invalid requests[0].mergeCells: You can't merge frozen and non-frozen rows."
    );
    assert_eq!(
        bench.refused(&id, merge(range(3, 4, 0, 2))),
        "Invalid requests[0].mergeCells: You can't merge frozen and non-frozen columns."
    );
    bench.batch(&id, &[merge(range(3, 5, 3, 4))]).ok();
    assert_eq!(
        bench.refused(&id, freeze(4, 0)),
        "Invalid requests[0].updateSheetProperties: You can't freeze rows which contain only part of a merged cell."
    );
    let filter = json!({"setBasicFilter": {"filter": {"range": range(0, 6, 0, 5)}}});
    assert_eq!(
        bench.refused(&id, filter),
        "Invalid requests[0].setBasicFilter: You can't create a filter over a range containing vertical merges."
    );
    assert!(
        bench
            .refused(&id, merge(range(4, 6, 3, 4)))
            .ends_with("You must select all cells in a merged range to merge or unmerge them.")
    );
}

#[test]
fn a_refused_request_leaves_nothing_of_those_before_it() {
    let bench = Bench::new();
    let id = bench.book();
    bench.type_rows(&id, "'CE-F05'!A1", &[&["1", "x"], &["2", "y"]]);
    let before = bench.emulator.with(|w| w.spreadsheet(&id).unwrap());
    let wrong = json!({"unmergeCells": {"range": {"sheetId": 99}}});
    for request in [
        json!({"autoFill": {"range": range(0, 5, 0, 2)}}),
        json!({"randomizeRange": {"range": range(0, 2, 0, 2)}}),
        json!({"cutPaste": {"source": range(0, 2, 0, 2), "destination": {"sheetId": 7, "rowIndex": 9}}}),
        json!({"insertComment": {"coordinate": {"sheetId": 7}, "content": "x"}}),
        json!({"addTable": {"table": {"range": range(0, 2, 0, 2)}}}),
        json!({"pasteData": {"coordinate": {"sheetId": 7}, "data": "<table><td>z", "html": true}}),
    ] {
        assert_eq!(
            bench.batch(&id, &[request, wrong.clone()]).message(),
            "Invalid requests[1].unmergeCells: No grid with id: 99"
        );
        assert_eq!(bench.emulator.with(|w| w.spreadsheet(&id).unwrap()), before);
    }
    assert!(bench.emulator.with(|w| w.batch(&id, OWNER, &[json!({"addDataSource": {}})])).is_err());
}
