//! `about`: who one is, and what one may.

use serde_json::json;

use super::user;
use crate::error::ApiError;
use crate::server::{Answer, Call};
use crate::world::World;

/// `about.get`
pub(crate) fn about(_: &mut World, call: &Call) -> Result<Answer, ApiError> {
    if call.one("fields").is_none_or(|fields| fields.trim().is_empty()) {
        return Err(ApiError::required("fields", "The 'fields' parameter is required for this method."));
    }
    let mut me = user(&call.account);
    me["me"] = true.into();
    let all = json!({
        "kind": "drive#about",
        "user": me,
        "storageQuota": {"limit": "16106127360", "usage": "0", "usageInDrive": "0", "usageInDriveTrash": "0"},
        "maxUploadSize": "5242880000000",
        "appInstalled": false,
        "canCreateDrives": true,
        "importFormats": {"text/csv": [super::SPREADSHEET], "text/tab-separated-values": [super::SPREADSHEET]},
        "exportFormats": {super::SPREADSHEET: ["text/csv", "text/tab-separated-values", super::export::EXCEL]},
    });
    Ok(Answer::Json(all))
}
