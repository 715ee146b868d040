//! Shared drives: who sees what is in them, and what a file there is not.

use serde_json::{Value, json};

use super::client::{Bench, OWNER};
use crate::Role;

const OTHER: &str = "other@y.example";
const MIME: &str = "application/vnd.google-apps.spreadsheet";

/// A shared drive of the owner's, and a spreadsheet in it.
fn shelf(bench: &Bench) -> (String, String) {
    let drive = bench.emulator.with(|w| w.create_drive("Comunicaciones", OWNER));
    let made = bench
        .post(
            "/drive/v3/files?supportsAllDrives=true&fields=id",
            &json!({"name": "CE-F05", "mimeType": MIME, "parents": [drive]}),
        )
        .ok();
    (drive, made["id"].as_str().unwrap().to_owned())
}

fn reason(answered: &super::client::Answered) -> (u16, String) {
    let reason = answered.json()["error"]["errors"][0]["reason"].as_str().unwrap_or("").to_owned();
    (answered.status, reason)
}

#[test]
fn a_file_in_a_shared_drive_has_no_owner() {
    let bench = Bench::new();
    let (drive, id) = shelf(&bench);
    let file = bench.get(&format!("/drive/v3/files/{id}?supportsAllDrives=true&fields=*")).ok();
    assert_eq!((file["driveId"].as_str(), file["parents"][0].as_str()), (Some(&*drive), Some(&*drive)));
    for absent in ["owners", "ownedByMe", "shared", "permissions", "writersCanShare"] {
        assert!(file.get(absent).is_none(), "{absent}: {file}");
    }
    assert_eq!(file["capabilities"]["canDelete"], true);
    let own = bench.book();
    let file =
        bench.get(&format!("/drive/v3/files/{own}?fields=driveId,ownedByMe,owners(emailAddress)")).ok();
    assert_eq!(file, json!({"ownedByMe": true, "owners": [{"emailAddress": OWNER}]}));
}

#[test]
fn it_is_not_there_for_who_does_not_know_of_shared_drives() {
    let bench = Bench::new();
    let (drive, id) = shelf(&bench);
    for path in ["", "/permissions"] {
        let target = format!("/drive/v3/files/{id}{path}");
        let hidden = bench.get(&target);
        assert_eq!((hidden.status, hidden.message()), (404, format!("File not found: {id}.")));
        bench.get(&format!("{target}?supportsAllDrives=true")).ok();
        bench.get(&format!("{target}?supportsTeamDrives=true")).ok();
    }
    let body = json!({"name": "x", "parents": [drive]});
    assert_eq!(bench.post("/drive/v3/files", &body).status, 404);
    bench.get(&format!("/v4/spreadsheets/{id}/values/A1")).ok();
    assert_eq!(bench.get(&format!("/drive/v3/files/{id}/export?mimeType=text/csv")).status, 200);
    let body = json!({"name": "a.txt", "mimeType": "text/plain", "parents": [drive]});
    let text =
        bench.post("/drive/v3/files?supportsAllDrives=true", &body).ok()["id"].as_str().unwrap().to_owned();
    assert_eq!(bench.get(&format!("/drive/v3/files/{text}?alt=media")).status, 200);
    assert_eq!(bench.get(&format!("/drive/v3/files/{text}")).status, 404);
}

#[test]
fn a_list_has_what_is_in_drives_when_it_is_asked_to() {
    let bench = Bench::new();
    let (drive, _) = shelf(&bench);
    bench.book();
    let names = |query: &str| -> Vec<String> {
        let found = bench.get(&format!("/drive/v3/files?fields=files(name)&orderBy=name{query}")).ok();
        found["files"].as_array().unwrap().iter().map(|f| f["name"].as_str().unwrap().to_owned()).collect()
    };
    let all = "&includeItemsFromAllDrives=true&supportsAllDrives=true";
    assert_eq!(names(""), ["CE-F05 Redes"]);
    assert_eq!(names(all), ["CE-F05", "CE-F05 Redes"]);
    assert_eq!(names(&format!("{all}&corpora=allDrives")), ["CE-F05", "CE-F05 Redes"]);
    assert_eq!(names(&format!("{all}&corpora=drive&driveId={drive}")), ["CE-F05"]);
    assert_eq!(names(&format!("{all}&q='{drive}'%20in%20parents")), ["CE-F05"]);
    for (query, refused) in [
        ("includeItemsFromAllDrives=true", (403, "supportsTeamDrivesRequired")),
        ("corpora=drive", (403, "teamDriveIdRequiresTeamDriveCorpora")),
        ("driveId=x", (403, "teamDriveIdRequiresTeamDriveCorpora")),
        ("corpora=allDrives", (403, "teamDriveIncludeItemsRequired")),
        ("corpora=everything", (400, "invalid")),
    ] {
        let (status, reason) = reason(&bench.get(&format!("/drive/v3/files?{query}")));
        assert_eq!((status, reason.as_str()), refused, "{query}");
    }
    let missing = bench.get(&format!("/drive/v3/files?corpora=drive&driveId=0ANothing{all}"));
    assert_eq!(missing.message(), "Shared drive not found: 0ANothing");
}

#[test]
fn members_have_their_role_on_everything() {
    let mut bench = Bench::new();
    let (drive, id) = shelf(&bench);
    let target = format!("/drive/v3/files/{id}?supportsAllDrives=true");
    let values = format!("/v4/spreadsheets/{id}/values/A1");
    let write = json!({"values": [["x"]]});
    for (role, edits, trashes, deletes) in [
        (Role::Reader, 403, 403, 403),
        (Role::Writer, 200, 403, 403),
        (Role::FileOrganizer, 200, 200, 403),
        (Role::Organizer, 200, 200, 204),
    ] {
        bench.emulator.with(|w| w.add_member(&drive, OTHER, role));
        bench.as_other();
        bench.get(&values).ok();
        let put = bench.put(&format!("{values}?valueInputOption=RAW"), &write);
        let trash = bench.send("PATCH", &target, "application/json", br#"{"trashed": true}"#);
        let can = bench.get(&format!("{target}&fields=capabilities(canEdit,canTrash,canDelete)")).ok();
        let told = json!({"canEdit": edits == 200, "canTrash": trashes == 200, "canDelete": deletes == 204});
        assert_eq!((put.status, trash.status, &can["capabilities"]), (edits, trashes, &told), "{role:?}");
        assert_eq!(bench.send("DELETE", &target, "", b"").status, deletes, "{role:?}");
    }
    bench.emulator.with(|w| w.unshare(&drive, OTHER));
    let (_, second) = {
        bench.as_owner();
        shelf(&bench)
    };
    bench.as_other();
    assert_eq!(bench.get(&format!("/v4/spreadsheets/{second}")).status, 403);
    assert_eq!(bench.get(&format!("/drive/v3/drives/{drive}")).status, 404);
}

#[test]
fn what_a_member_has_is_shown_on_each_file_and_changed_only_at_the_drive() {
    let bench = Bench::new();
    let (drive, id) = shelf(&bench);
    bench.emulator.with(|w| w.add_member(&drive, OTHER, Role::Writer));
    let path = format!("/drive/v3/files/{id}/permissions");
    let guest = json!({"type": "user", "role": "reader", "emailAddress": "guest@z.example"});
    bench.post(&format!("{path}?supportsAllDrives=true"), &guest).ok();
    let list = bench
        .get(&format!(
            "{path}?supportsAllDrives=true&fields=permissions(id,emailAddress,role,permissionDetails)"
        ))
        .ok();
    let shown: Vec<(&str, &str, bool, &str)> = list["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| {
            let detail = &p["permissionDetails"][0];
            (
                p["emailAddress"].as_str().unwrap(),
                p["role"].as_str().unwrap(),
                detail["inherited"].as_bool().unwrap(),
                detail["permissionType"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            (OWNER, "organizer", true, "member"),
            (OTHER, "writer", true, "member"),
            ("guest@z.example", "reader", false, "file"),
        ]
    );
    assert_eq!(list["permissions"][0]["permissionDetails"][0]["inheritedFrom"], drive.as_str());
    let member = list["permissions"][1]["id"].as_str().unwrap();
    let refused = bench.send("DELETE", &format!("{path}/{member}?supportsAllDrives=true"), "", b"");
    assert_eq!(reason(&refused), (403, "cannotModifyInheritedTeamDrivePermission".to_owned()));
    let members = format!("/drive/v3/files/{drive}/permissions");
    let gone = bench.send("DELETE", &format!("{members}/{member}?supportsAllDrives=true"), "", b"");
    assert_eq!(gone.status, 204);
    for (role, reason_of) in [
        ("owner", "ownerOnTeamDriveItemNotSupported"),
        ("organizer", "organizerOnNonTeamDriveItemNotSupported"),
    ] {
        let body = json!({"type": "user", "role": role, "emailAddress": OTHER});
        let refused = bench.post(&format!("{path}?supportsAllDrives=true&transferOwnership=true"), &body);
        assert_eq!(reason(&refused), (403, reason_of.to_owned()));
    }
}

#[test]
fn drives_are_made_listed_renamed_and_deleted() {
    let mut bench = Bench::new();
    let body = json!({"name": "Archivo"});
    assert_eq!(bench.post("/drive/v3/drives", &body).status, 400);
    let made = bench.post("/drive/v3/drives?requestId=uno", &body).ok();
    assert_eq!(made.as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "kind", "name"]);
    assert_eq!(bench.post("/drive/v3/drives?requestId=uno", &body).status, 409);
    let id = made["id"].as_str().unwrap();
    assert!(id.len() == 19 && id.starts_with("0A") && id.ends_with("9PVA"), "{id}");
    let one = format!("/drive/v3/drives/{id}");
    bench.send("PATCH", &one, "application/json", br#"{"name": "Archivo 2026"}"#).ok();
    bench.post("/drive/v3/drives?requestId=dos", &json!({"name": "Otra"})).ok();
    let names = |bench: &Bench, query: &str| -> Value {
        bench.get(&format!("/drive/v3/drives?fields=drives(name)&{query}")).ok()["drives"].clone()
    };
    assert_eq!(names(&bench, ""), json!([{"name": "Archivo 2026"}, {"name": "Otra"}]));
    assert_eq!(names(&bench, "q=name%20contains%20'arch'"), json!([{"name": "Archivo 2026"}]));
    let page = bench.get("/drive/v3/drives?pageSize=1").ok();
    let next = page["nextPageToken"].as_str().unwrap();
    assert_eq!(names(&bench, &format!("pageToken={next}")), json!([{"name": "Otra"}]));
    let admin = bench.get("/drive/v3/drives?useDomainAdminAccess=true");
    assert_eq!(reason(&admin), (403, "noListTeamDrivesAdministratorPrivilege".to_owned()));
    bench.as_other();
    assert_eq!(names(&bench, ""), json!([]));
    assert_eq!(bench.get(&one).message(), format!("Shared drive not found: {id}"));
    bench.as_owner();
    let file =
        bench.post("/drive/v3/files?supportsAllDrives=true", &json!({"name": "x", "parents": [id]})).ok();
    assert_eq!(bench.send("DELETE", &one, "", b"").status, 403);
    let file = format!("/drive/v3/files/{}?supportsAllDrives=true", file["id"].as_str().unwrap());
    assert_eq!(bench.send("DELETE", &file, "", b"").status, 204);
    assert_eq!(bench.send("DELETE", &one, "", b"").status, 204);
    assert_eq!(bench.get(&one).status, 404);
}

#[test]
fn a_file_moves_into_a_drive_and_out_again() {
    let mut bench = Bench::new();
    let (drive, _) = shelf(&bench);
    let id = bench.book();
    bench.emulator.with(|w| {
        w.share(&id, OTHER, Role::Writer);
        w.add_member(&drive, OTHER, Role::Writer);
    });
    let into =
        format!("/drive/v3/files/{id}?supportsAllDrives=true&addParents={drive}&fields=driveId,ownedByMe");
    bench.as_other();
    let refused = bench.send("PATCH", &into, "application/json", b"{}");
    assert_eq!(reason(&refused), (403, "fileWriterTeamDriveMoveInDisabled".to_owned()));
    bench.as_owner();
    assert_eq!(bench.send("PATCH", &into, "application/json", b"{}").ok(), json!({"driveId": drive}));
    let copy = bench
        .post(&format!("/drive/v3/files/{id}/copy?supportsAllDrives=true&fields=driveId"), &json!({}))
        .ok();
    assert_eq!(copy, json!({"driveId": drive}));
    let out = format!("/drive/v3/files/{id}?supportsAllDrives=true&addParents=root&fields=driveId,ownedByMe");
    assert_eq!(bench.send("PATCH", &out, "application/json", b"{}").ok(), json!({"ownedByMe": true}));
    let parents = bench.send("PATCH", &out, "application/json", br#"{"parents": ["root"]}"#);
    assert_eq!(reason(&parents), (403, "fieldNotWritable".to_owned()));
}

#[test]
fn a_seed_and_a_saved_state_have_drives() {
    let bench = Bench::new();
    bench.emulator.with(|w| {
        w.seed(
            r#"{"drives": [{"id": "0ASeeded", "name": "Redes", "members": {"owner@x.example": "organizer", "other@y.example": "reader"}}],
                "spreadsheets": [{"id": "1seeded", "owner": "owner@x.example", "title": "CE-F05", "drive": "0ASeeded"}]}"#,
        )
        .unwrap();
    });
    let shown = |bench: &Bench| {
        bench.get("/drive/v3/files/1seeded?supportsAllDrives=true&fields=driveId,owners").ok()
    };
    assert_eq!(shown(&bench), json!({"driveId": "0ASeeded"}));
    bench.emulator.with(|w| w.type_rows("1seeded", "Sheet1!A1", &[["hola"]]).unwrap());
    let state = bench.emulator.with(|w| w.save().unwrap());
    bench.emulator.reset();
    bench.emulator.with(|w| w.load(&state).unwrap());
    assert_eq!(shown(&bench), json!({"driveId": "0ASeeded"}));
    let made = bench.post("/_emulator/drives", &json!({"name": "Otra", "organizer": OWNER})).ok();
    let members = format!("/_emulator/drives/{}/members", made["id"].as_str().unwrap());
    bench.post(&members, &json!({"email": OTHER, "role": "writer"})).ok();
    bench.post("/_emulator/spreadsheets/1seeded/move", &json!({"drive": made["id"]})).ok();
    assert_eq!(shown(&bench)["driveId"], made["id"]);
}

#[test]
fn a_folder_takes_along_what_is_in_it() {
    let bench = Bench::new();
    let (drive, _) = shelf(&bench);
    let known = "supportsAllDrives=true";
    let make = |name: &str, parent: &str| {
        let mime = if name.ends_with('/') { "application/vnd.google-apps.folder" } else { "text/plain" };
        let body = json!({"name": name, "mimeType": mime, "parents": [parent]});
        let made = bench.post(&format!("/drive/v3/files?{known}"), &body).ok();
        made["id"].as_str().unwrap().to_owned()
    };
    let patch = |id: &str, query: &str, body: &Value| {
        let target = format!("/drive/v3/files/{id}?{known}{query}");
        bench.send("PATCH", &target, "application/json", body.to_string().as_bytes())
    };
    let one = |id: &str| {
        bench.get(&format!("/drive/v3/files/{id}?{known}&fields=driveId,trashed,explicitlyTrashed")).json()
    };
    let outer = make("a/", "root");
    let inner = make("b/", &outer);
    let file = make("c.txt", &inner);
    assert_eq!(
        reason(&patch(&outer, &format!("&addParents={inner}"), &json!({}))).1,
        "cyclicMembershipsNotAllowed"
    );
    patch(&outer, &format!("&addParents={drive}"), &json!({})).ok();
    assert_eq!(one(&file), json!({"driveId": drive, "trashed": false, "explicitlyTrashed": false}));
    patch(&outer, "", &json!({"trashed": true})).ok();
    assert_eq!(one(&outer), json!({"driveId": drive, "trashed": true, "explicitlyTrashed": true}));
    assert_eq!(one(&file), json!({"driveId": drive, "trashed": true, "explicitlyTrashed": false}));
    patch(&outer, "", &json!({"trashed": false})).ok();
    assert_eq!(one(&file)["trashed"], false);
    assert_eq!(bench.send("DELETE", &format!("/drive/v3/files/{outer}?{known}"), "", b"").status, 204);
    assert_eq!(bench.get(&format!("/drive/v3/files/{file}?{known}")).status, 404);
}

#[test]
fn a_shortcut_says_where_it_leads() {
    let bench = Bench::new();
    let id = bench.book();
    let mime = "application/vnd.google-apps.shortcut";
    let body = json!({"name": "atajo", "mimeType": mime, "shortcutDetails": {"targetId": id}});
    let made = bench.post("/drive/v3/files?fields=shortcutDetails,md5Checksum", &body).ok();
    assert_eq!(made, json!({"shortcutDetails": {"targetId": id, "targetMimeType": MIME}}));
    let body = json!({"mimeType": mime, "shortcutDetails": {"targetId": "none"}});
    assert_eq!(bench.post("/drive/v3/files", &body).status, 404);
}

#[test]
fn a_manager_of_the_drive_edits_what_is_protected() {
    let mut bench = Bench::new();
    let (drive, id) = shelf(&bench);
    let editors = json!({"users": ["third@x.example"]});
    let protect =
        json!({"addProtectedRange": {"protectedRange": {"range": {"sheetId": 0}, "editors": editors}}});
    bench.batch(&id, &[protect]).ok();
    let shown = bench.get(&format!("/v4/spreadsheets/{id}?fields=sheets.protectedRanges.editors.users")).ok();
    let editors = shown["sheets"][0]["protectedRanges"][0]["editors"]["users"].as_array().unwrap();
    assert!(editors.contains(&json!(OWNER)) && !editors.contains(&json!("")), "{editors:?}");
    let put = |bench: &Bench| {
        bench
            .put(
                &format!("/v4/spreadsheets/{id}/values/A1?valueInputOption=RAW"),
                &json!({"values": [["x"]]}),
            )
            .status
    };
    for (role, status) in [(Role::FileOrganizer, 400), (Role::Organizer, 200)] {
        bench.emulator.with(|w| w.add_member(&drive, OTHER, role));
        bench.as_other();
        assert_eq!(put(&bench), status, "{role:?}");
    }
}
