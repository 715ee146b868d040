//! Protected ranges: who may edit what.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::range::{Block, GridRange};
use super::sheet::Sheet;
use crate::account::domain;

/// The text Google sends when an edit meets a protection.
pub(crate) const REFUSED: &str = "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.";

/// Whether the account is one of those who may edit the protected range.
pub(crate) fn may_edit(
    range: &Value,
    account: &str,
    owner: bool,
    groups: &BTreeMap<String, BTreeSet<String>>,
) -> bool {
    if owner || range["warningOnly"].as_bool() == Some(true) {
        return true;
    }
    let editors = &range["editors"];
    let listed = |name: &str| editors[name].as_array().into_iter().flatten().filter_map(Value::as_str);
    listed("users").any(|user| user.eq_ignore_ascii_case(account))
        || listed("groups")
            .any(|group| groups.get(&group.to_lowercase()).is_some_and(|members| members.contains(account)))
        || (editors["domainUsersCanEdit"].as_bool() == Some(true)
            && listed("users").next().is_some_and(|user| domain(user) == domain(account)))
}

/// The protected ranges whose cells the block touches, those left open within a protected sheet aside.
pub(crate) fn touching(sheet: &Sheet, block: Block) -> impl Iterator<Item = &Value> {
    sheet.protected.iter().filter(move |protected| {
        let covers = sheet.block(GridRange::from_json(&protected["range"]));
        let open = protected["unprotectedRanges"].as_array().into_iter().flatten();
        let open = open.map(|range| sheet.block(GridRange::from_json(range))).any(|open| open.holds(block));
        covers.meets(block) && !open
    })
}
