//! What a client may give as a condition.

use serde_json::Value;

/// Checks a condition that a client gave: its kind, and how many values that kind takes.
pub(crate) fn check(given: &Value) -> Result<(), String> {
    let kind = given["type"].as_str().unwrap_or("CONDITION_TYPE_UNSPECIFIED");
    let values = given["values"].as_array().map_or(&[] as &[Value], Vec::as_slice);
    let (least, most) = match kind {
        "CONDITION_TYPE_UNSPECIFIED" => return Err("A condition type must be specified.".to_owned()),
        "BLANK" | "NOT_BLANK" | "TEXT_IS_EMAIL" | "TEXT_IS_URL" | "DATE_IS_VALID" => (0, 0),
        "BOOLEAN" => (0, 2),
        "NUMBER_BETWEEN" | "NUMBER_NOT_BETWEEN" | "DATE_BETWEEN" | "DATE_NOT_BETWEEN" => (2, 2),
        "ONE_OF_LIST" | "TEXT_NOT_EQ" | "DATE_NOT_EQ" => (1, usize::MAX),
        _ => (1, 1),
    };
    let count = values.len();
    if count < least || count > most {
        let wanted = match (least, most) {
            (0, 0) => "no ConditionValues".to_owned(),
            (1, 1) => "a single ConditionValue".to_owned(),
            (2, 2) => "exactly two ConditionValues".to_owned(),
            (0, most) => format!("at most {most} ConditionValues"),
            _ => "at least one ConditionValue".to_owned(),
        };
        return Err(format!("Condition type {kind} requires {wanted}, but {count} were given."));
    }
    let dated = ["DATE_BEFORE", "DATE_AFTER", "DATE_ON_OR_BEFORE", "DATE_ON_OR_AFTER"].contains(&kind);
    if !dated && values.iter().any(|value| value["relativeDate"].is_string()) {
        return Err(format!("A relative date is not valid for condition type {kind}."));
    }
    if kind == "CUSTOM_FORMULA" {
        let text = values.first().and_then(|v| v["userEnteredValue"].as_str()).unwrap_or("");
        if !text.starts_with(['=', '+']) {
            return Err("The formula of a condition must start with '=' or '+'.".to_owned());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_condition_has_as_many_values_as_its_kind_takes() {
        assert!(check(&json!({"type": "NUMBER_BETWEEN", "values": [{"userEnteredValue": "1"}]})).is_err());
        assert!(check(&json!({"type": "BLANK", "values": [{"userEnteredValue": "1"}]})).is_err());
        assert!(check(&json!({"type": "TEXT_EQ", "values": [{"relativeDate": "TODAY"}]})).is_err());
        assert!(check(&json!({"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "A1"}]})).is_err());
        assert!(check(&json!({"type": "DATE_AFTER", "values": [{"relativeDate": "TODAY"}]})).is_ok());
    }
}
