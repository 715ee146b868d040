//! The one call of Drive v2 that clients still make: `PUT /upload/drive/v2/files/ID`, which replaces a file's content.

use serde_json::{Value, json};

use super::call::{encode, pairs};
use super::{Reply, Wire};
use crate::schema::{Mask, Service};
use crate::world::World;

/// The file that an upload of v2 is for.
pub(super) fn upload(wire: &Wire) -> Option<&str> {
    let id =
        wire.path.strip_prefix("/upload/drive/v2/files/").filter(|id| !id.is_empty() && !id.contains('/'));
    id.filter(|_| wire.method == "PUT")
}

/// Answers it as v3 would, in the words of v2.
pub(super) fn answer(world: &mut World, wire: &Wire, id: &str) -> Reply {
    let given = pairs(&wire.query);
    // `convert` asks for what v3 does unasked: text becomes the cells of a spreadsheet.
    let kept = given.iter().filter(|(name, _)| !matches!(name.as_str(), "convert" | "fields"));
    let mut query: Vec<String> = kept.map(|(n, v)| format!("{}={}", encode(n), encode(v))).collect();
    query.push("fields=*".to_owned());
    let newer = Wire {
        method: "PATCH".to_owned(),
        path: format!("/upload/drive/v3/files/{id}"),
        query: query.join("&"),
        headers: wire.headers.clone(),
        body: wire.body.clone(),
    };
    let reply = super::answer(world, &newer);
    let Some(file) = serde_json::from_slice::<Value>(&reply.body).ok().filter(|_| reply.status == 200) else {
        return reply;
    };
    let fields = given.iter().find(|(name, _)| name == "fields").and_then(|(_, text)| Mask::parse(text).ok());
    let shown = fields.unwrap_or(Mask::All).keep(older(&file));
    Reply::of(Service::Drive, super::Answer::Json(shown), true)
}

/// A file of v3 as v2 names its members.
fn older(file: &Value) -> Value {
    let id = file["id"].as_str().unwrap_or("");
    let mut out = json!({
        "kind": "drive#file",
        "id": id,
        "etag": format!("\"{}\"", file["version"].as_str().unwrap_or("")),
        "selfLink": format!("https://www.googleapis.com/drive/v2/files/{id}"),
        "labels": {"starred": false, "hidden": false, "trashed": file["trashed"], "restricted": false, "viewed": true},
        "userPermission": {"kind": "drive#permission", "id": "me", "type": "user",
            "role": if file["ownedByMe"] == true { "owner" } else { "writer" }},
        "editable": file["capabilities"]["canEdit"],
        "copyable": true,
        "appDataContents": false,
    });
    for (new, old) in [
        ("name", "title"),
        ("createdTime", "createdDate"),
        ("modifiedTime", "modifiedDate"),
        ("modifiedByMeTime", "modifiedByMeDate"),
        ("webViewLink", "alternateLink"),
        ("mimeType", "mimeType"),
        ("version", "version"),
        ("shared", "shared"),
        ("explicitlyTrashed", "explicitlyTrashed"),
        ("writersCanShare", "writersCanShare"),
        ("owners", "owners"),
        ("lastModifyingUser", "lastModifyingUser"),
        ("capabilities", "capabilities"),
        ("spaces", "spaces"),
        ("driveId", "driveId"),
        ("md5Checksum", "md5Checksum"),
        ("sha1Checksum", "sha1Checksum"),
        ("sha256Checksum", "sha256Checksum"),
        ("size", "fileSize"),
        ("originalFilename", "originalFilename"),
        ("headRevisionId", "headRevisionId"),
    ] {
        if !file[new].is_null() {
            out[old] = file[new].clone();
        }
    }
    if let Some(parent) = file["parents"][0].as_str() {
        out["parents"] = json!([{"kind": "drive#parentReference", "id": parent}]);
    }
    out["ownerNames"] =
        file["owners"].as_array().into_iter().flatten().map(|owner| owner["displayName"].clone()).collect();
    out["lastModifyingUserName"] = file["lastModifyingUser"]["displayName"].clone();
    out
}
