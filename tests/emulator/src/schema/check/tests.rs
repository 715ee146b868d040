//! Requests held against Google's types.

use serde_json::json;

use super::*;
use crate::schema::SHEETS;

fn refused(type_name: &'static str, root: &str, mut value: Value) -> Vec<String> {
    check(&SHEETS, type_name, root, &mut value).into_iter().map(|v| v.text).collect()
}

#[test]
fn an_unknown_field_is_named_with_its_place() {
    let body = json!({"requests": [{"addSheet": {"properties": {"titel": "x"}}}]});
    assert_eq!(
        refused("BatchUpdateSpreadsheetRequest", "", body),
        [
            "Invalid JSON payload received. Unknown name \"titel\" at 'requests[0].add_sheet.properties': Cannot find field."
        ]
    );
    assert_eq!(
        refused("BatchUpdateSpreadsheetRequest", "", json!({"x": 1})),
        ["Invalid JSON payload received. Unknown name \"x\": Cannot find field."]
    );
}

#[test]
fn wrong_types_and_enumerations_are_refused() {
    assert_eq!(
        refused("ValueRange", "data", json!({"values": "A1:D4"})),
        ["Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"A1:D4\""]
    );
    let body = json!({"requests": [{"insertDimension": {"range": {"dimension": "ROW", "startIndex": "x"}}}]});
    assert_eq!(
        refused("BatchUpdateSpreadsheetRequest", "", body),
        [
            "Invalid value at 'requests[0].insert_dimension.range.dimension' (type.googleapis.com/google.apps.sheets.v4.Dimension), \"ROW\"",
            "Invalid value at 'requests[0].insert_dimension.range.start_index.value' (TYPE_INT32), \"x\"",
        ]
    );
}

#[test]
fn nulls_are_unset_except_among_the_cells_of_a_values_body() {
    let mut value = json!({"majorDimension": null, "values": [[null, 1]]});
    assert!(check(&SHEETS, "ValueRange", "data", &mut value).is_empty());
    assert_eq!(value, json!({"values": [[null, 1]]}));
}

#[test]
fn a_repeated_field_takes_nulls_nested_lists_and_a_lone_message() {
    let whole = json!([{"addSheet": {}}, {"deleteSheet": {}}]);
    for given in [
        json!([null, {"addSheet": {}}, {"deleteSheet": {}}]),
        json!([[{"addSheet": {}}], [{"deleteSheet": {}}]]),
        json!([[{"addSheet": {}}, null], {"deleteSheet": {}}]),
    ] {
        let mut body = json!({"requests": given});
        assert!(check(&SHEETS, "BatchUpdateSpreadsheetRequest", "", &mut body).is_empty());
        assert_eq!(body["requests"], whole);
    }
    let mut alone = json!({"requests": {"addSheet": {}}});
    assert!(check(&SHEETS, "BatchUpdateSpreadsheetRequest", "", &mut alone).is_empty());
    assert_eq!(alone, json!({"requests": [{"addSheet": {}}]}));
}

#[test]
fn elements_are_named_as_google_counts_them() {
    let wrong = json!({"a1Range": 5});
    let fine = json!({"a1Range": "A1"});
    for (given, place) in [
        (json!([fine, [wrong]]), "data_filters[0][0].a1_range"),
        (json!([[wrong]]), "data_filters[0].a1_range"),
        (json!([[fine], wrong]), "data_filters[0].a1_range"),
        (wrong.clone(), "data_filters.a1_range"),
        (json!([null, wrong]), "data_filters[0].a1_range"),
    ] {
        assert_eq!(
            refused("BatchGetValuesByDataFilterRequest", "", json!({"dataFilters": given})),
            [format!("Invalid value at '{place}' (TYPE_STRING), 5")]
        );
    }
}

#[test]
fn a_member_has_two_spellings_and_one_of_a_choice_is_set() {
    let mut body = json!({"data_filters": [{"grid_range": {"start_row_index": "+1", "endRowIndex": {"value": 2}}}],
        "majorDimension": "columns", "valueRenderOption": 1});
    assert!(check(&SHEETS, "BatchGetValuesByDataFilterRequest", "", &mut body).is_empty());
    assert_eq!(
        body,
        json!({"dataFilters": [{"gridRange": {"startRowIndex": 1, "endRowIndex": 2}}],
            "majorDimension": "COLUMNS", "valueRenderOption": "UNFORMATTED_VALUE"})
    );
    let two = json!({"dataFilters": [{"a1Range": "A1", "gridRange": {}}]});
    assert_eq!(
        refused("BatchGetValuesByDataFilterRequest", "", two),
        [
            "Invalid value at 'data_filters[0]' (oneof), oneof field 'filter' is already set. Cannot set 'gridRange'"
        ]
    );
}

#[test]
fn floats_are_single_and_whole_numbers_stay_whole() {
    let mut value = json!({"red": 1.0, "blue": 0.498_039_215_686_274_5});
    assert!(check(&SHEETS, "Color", "", &mut value).is_empty());
    assert_eq!(value.to_string(), r#"{"blue":0.49803922,"red":1}"#);
}
