//! Which doors are open to whom: sharing of every kind, roles, scopes of every method, service accounts.

use serde_json::json;

use super::client::{Bench, OWNER};
use crate::routes;

const OTHER: &str = "other@y.example";

#[test]
fn whoever_a_file_is_shared_with_has_that_role() {
    let mut bench = Bench::new();
    bench.emulator.with(|w| w.add_group("todos@y.example", &[OTHER]));
    let grants = [
        json!({"type": "user", "emailAddress": OTHER}),
        json!({"type": "group", "emailAddress": "todos@y.example"}),
        json!({"type": "domain", "domain": "y.example"}),
        json!({"type": "anyone"}),
    ];
    for grant in &grants {
        for (role, read, write, share) in
            [("reader", 200, 403, 403), ("commenter", 200, 403, 403), ("writer", 200, 200, 200)]
        {
            bench.as_owner();
            let id = bench.book();
            let mut body = grant.clone();
            body["role"] = role.into();
            let path = format!("/drive/v3/files/{id}/permissions");
            let permission = bench.post(&path, &body).ok()["id"].as_str().unwrap().to_owned();
            bench.as_other();
            let who = format!("{body}");
            assert_eq!(bench.get(&format!("/v4/spreadsheets/{id}/values/A1")).status, read, "{who}");
            let target = format!("/v4/spreadsheets/{id}/values/A1?valueInputOption=RAW");
            assert_eq!(bench.put(&target, &json!({"values": [["x"]]})).status, write, "{who}");
            let guest = json!({"type": "user", "role": "reader", "emailAddress": "guest@z.example"});
            assert_eq!(bench.post(&path, &guest).status, share, "{who}");
            assert_eq!(bench.send("DELETE", &format!("/drive/v3/files/{id}"), "", b"").status, 403, "{who}");
            bench.as_owner();
            assert_eq!(bench.send("DELETE", &format!("{path}/{permission}"), "", b"").status, 204);
            bench.as_other();
            assert_eq!(bench.get(&format!("/v4/spreadsheets/{id}/values/A1")).status, 403, "{who}");
        }
    }
}

#[test]
fn every_method_is_open_to_its_scopes_and_to_no_other() {
    let mut bench = Bench::new();
    for route in routes::all() {
        let method = route.method;
        let mut path = method.path.to_owned();
        while let (Some(open), Some(close)) = (path.find('{'), path.find('}')) {
            let name = &path[open + 1..close];
            let value = if name == "userId" { "me" } else { "1" };
            path.replace_range(open..=close, value);
        }
        let body = if method.request.is_some() { "{}" } else { "" };
        let mut status = |scope: &str| {
            let full = format!("https://www.googleapis.com/auth/{scope}");
            let full = if scope.contains("://") { scope.to_owned() } else { full };
            bench.emulator.with(|w| w.add_scoped_token("scoped", OWNER, &[&full]));
            bench.token = "scoped";
            let answered = bench.send(method.verb, &path, "application/json", body.as_bytes());
            (answered.status, answered.message())
        };
        let (refused, message) = status("calendar");
        let words = "Request had insufficient authentication scopes.";
        assert_eq!((refused, message.as_str()), (403, words), "{}", method.id);
        for scope in &method.scopes {
            let (answered, message) = status(scope);
            assert!(answered != 401 && message != words, "{} with {scope}: {message}", method.id);
        }
    }
}

#[test]
fn a_service_account_of_its_own_sees_what_is_shared_with_it() {
    let mut bench = Bench::new();
    let id = bench.book();
    let robot = "robot@project.iam.gserviceaccount.com";
    bench.emulator.add_token("robot", robot);
    bench.token = "robot";
    assert_eq!(bench.get(&format!("/v4/spreadsheets/{id}")).status, 403);
    bench.emulator.with(|w| w.share(&id, robot, crate::Role::Writer));
    bench.get(&format!("/v4/spreadsheets/{id}")).ok();
}

#[test]
fn a_file_changes_hands_when_it_is_asked_for_and_accepted() {
    let mut bench = Bench::new();
    let id = bench.book();
    let path = format!("/drive/v3/files/{id}/permissions");
    let heir = json!({"type": "user", "role": "writer", "emailAddress": OTHER});
    let heir = bench.post(&path, &heir).ok()["id"].as_str().unwrap().to_owned();
    let change = |bench: &Bench, query: &str, body: serde_json::Value| {
        bench
            .send("PATCH", &format!("{path}/{heir}{query}"), "application/json", body.to_string().as_bytes())
            .status
    };
    bench.as_other();
    assert_eq!(change(&bench, "?transferOwnership=true", json!({"role": "owner"})), 403);
    assert_eq!(change(&bench, "", json!({"role": "writer", "pendingOwner": true})), 403);
    bench.as_owner();
    assert_eq!(change(&bench, "", json!({"role": "writer", "pendingOwner": true})), 200);
    bench.as_other();
    assert_eq!(change(&bench, "", json!({"role": "owner"})), 403);
    assert_eq!(change(&bench, "?transferOwnership=true", json!({"role": "owner"})), 200);
    let listed = bench.get(&format!("{path}?fields=permissions(emailAddress,role)")).ok();
    assert_eq!(
        listed["permissions"],
        json!([{"emailAddress": OWNER, "role": "writer"}, {"emailAddress": OTHER, "role": "owner"}])
    );
}
