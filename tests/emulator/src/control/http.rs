//! The controls under `/_emulator/`: the same as the Rust API, for programs in other languages.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{Fault, Hold, Match};
use crate::clock::{Clock, rfc3339};
use crate::emulator::Shared;
use crate::switches::Limits;

/// Answers a control request: a status and JSON. A path that is not known is a 404.
pub(crate) fn control(shared: &Arc<Shared>, method: &str, path: &str, body: &[u8]) -> (u16, Value) {
    let body: Value =
        if body.is_empty() { Value::Null } else { serde_json::from_slice(body).unwrap_or(Value::Null) };
    let words: Vec<&str> =
        path.trim_start_matches("/_emulator").split('/').filter(|w| !w.is_empty()).collect();

    let answered = match (method, words.as_slice()) {
        ("GET", ["requests" | "mutations" | "mails" | "logs"]) => logs(shared, words[0]),
        ("GET", ["changed"]) => Ok(json!({"changed": shared.changed(false)})),
        ("GET", ["changed", "requests"]) => Ok(json!({"changed": shared.changed(true)})),
        ("GET", ["clock"]) => Ok(json!({"now": shared.with(|w| rfc3339(w.now()))})),
        ("POST", ["clock"]) => clock(shared, &body),
        ("POST", ["reset"]) => {
            shared.reset();
            Ok(json!({}))
        }

        ("POST", ["faults"]) => {
            let fault: Result<Fault, _> = serde_json::from_value(body);
            fault.map(|f| shared.fault(f)).map(|()| json!({})).map_err(|e| e.to_string())
        }
        ("DELETE", ["faults"]) => {
            shared.clear_faults();
            Ok(json!({}))
        }
        ("POST", ["holds"]) => hold(shared, &body),
        ("GET", ["holds", id]) => held(shared, id).map(|h| json!({"id": h.id, "reached": h.is_reached()})),
        ("DELETE", ["holds", id]) => held(shared, id).map(|h| {
            h.release();
            json!({})
        }),

        ("POST", ["accounts"]) => text(&body, "email").map(|email| {
            shared.with(|w| match body["token"].as_str() {
                Some(token) => w.add_token(token, email),
                None => w.add_account(email),
            });
            json!({})
        }),
        ("POST", ["keys"]) => text(&body, "key").map(|key| {
            shared.with(|w| w.add_api_key(key));
            json!({})
        }),

        ("POST", ["seed"]) => shared.with(|w| w.seed(&body.to_string())).map(|()| json!({})).map_err(|e| e.0),
        ("GET", ["state"]) => shared
            .with(|w| w.save())
            .map_err(|e| e.0)
            .and_then(|text| serde_json::from_str(&text).map_err(|e| e.to_string())),
        ("PUT", ["state"]) => shared.with(|w| w.load(&body.to_string())).map(|()| json!({})).map_err(|e| e.0),
        ("GET" | "PUT", ["switches" | "limits"]) => settings(shared, method, words[0], body),

        ("GET", ["spreadsheets"]) => Ok(shared.with(|w| {
            w.spreadsheets().into_iter().map(|(id, title)| json!({"id": id, "title": title})).collect()
        })),
        ("GET", ["spreadsheets", id]) => {
            shared.with(|w| w.spreadsheet(id)).ok_or_else(|| "there is no such spreadsheet".to_owned())
        }
        ("POST", ["spreadsheets"]) => {
            let option =
                |name: &str, standard: &'static str| body[name].as_str().unwrap_or(standard).to_owned();
            let (locale, zone) = (option("locale", "en_US"), option("timeZone", "Etc/GMT"));
            text(&body, "owner").and_then(|owner| {
                let title = option("title", "Untitled spreadsheet");
                shared
                    .with(|w| w.create_spreadsheet(owner, &title, &locale, &zone))
                    .map(|id| json!({"id": id}))
                    .map_err(|e| e.0)
            })
        }
        ("POST", ["spreadsheets", id, act]) => staff(shared, id, act, &body),
        ("POST", ["drives", rest @ ..]) => drives(shared, rest, &body),

        ("DELETE", ["drafts", account, draft]) => {
            Ok(json!({"deleted": shared.with(|w| w.delete_draft(account, draft))}))
        }
        ("POST", ["delegation"]) => text(&body, "account").map(|account| {
            shared.with(|w| {
                if body["granted"].as_bool() == Some(false) {
                    w.withdraw_delegation(account);
                } else {
                    w.grant_delegation(account);
                }
            });
            json!({})
        }),

        _ => return (404, json!({"error": "there is no such control"})),
    };

    match answered {
        Ok(value) => (200, value),
        Err(text) => (400, json!({"error": text})),
    }
}

/// One of the logs, or how much of each there is.
fn logs(shared: &Shared, name: &str) -> Result<Value, String> {
    match name {
        "requests" => serde_json::to_value(shared.requests()),
        "mutations" => shared.with(|w| serde_json::to_value(w.mutations.iter().collect::<Vec<_>>())),
        "mails" => shared.with(|w| serde_json::to_value(w.mails.iter().collect::<Vec<_>>())),
        _ => Ok(shared.logs()),
    }
    .map_err(|e| e.to_string())
}

/// The switches or the limits, as they are or put as the body says.
fn settings(shared: &Shared, method: &str, name: &str, body: Value) -> Result<Value, String> {
    shared
        .with(|w| {
            match (method, name) {
                ("PUT", "switches") => w.switches = serde_json::from_value(body)?,
                ("PUT", _) => w.limits = Limits::read(&body, &w.limits)?,
                (_, "switches") => return serde_json::to_value(&w.switches),
                _ => return serde_json::to_value(&w.limits),
            }
            Ok(json!({}))
        })
        .map_err(|e: serde_json::Error| e.to_string())
}

fn text<'a>(body: &'a Value, name: &str) -> Result<&'a str, String> {
    body[name].as_str().ok_or_else(|| format!("{name} is missing"))
}

fn clock(shared: &Shared, body: &Value) -> Result<Value, String> {
    shared.with(|world| {
        if let Some(at) = body["at"].as_str() {
            let instant: DateTime<Utc> = at.parse().map_err(|_| format!("{at} is no instant"))?;
            world.set_clock(Clock::At(instant));
        } else if body["system"].as_bool() == Some(true) {
            world.set_clock(Clock::System);
        }
        if let Some(seconds) = body["advanceSeconds"].as_i64() {
            world.time.advance(TimeDelta::try_seconds(seconds).ok_or("too far")?);
        }
        Ok(json!({"now": rfc3339(world.now())}))
    })
}

fn hold(shared: &Arc<Shared>, body: &Value) -> Result<Value, String> {
    let when: Match = serde_json::from_value(body["when"].clone()).map_err(|e| e.to_string())?;
    let hold: Hold = shared.hold(when, body["after"].as_bool() == Some(true));
    let id = hold.state.id;
    // Over HTTP the hold lives until it is released by its id.
    std::mem::forget(hold);
    Ok(json!({"id": id}))
}

fn held(shared: &Shared, id: &str) -> Result<Arc<super::HoldState>, String> {
    let id: usize = id.parse().map_err(|_| "a hold has a number".to_owned())?;
    shared.held(id).ok_or_else(|| "there is no such hold".to_owned())
}

/// Makes a shared drive, or somebody a member of one.
fn drives(shared: &Shared, rest: &[&str], body: &Value) -> Result<Value, String> {
    match rest {
        [] => {
            let (name, organizer) = (text(body, "name")?, text(body, "organizer")?);
            Ok(json!({"id": shared.with(|w| w.create_drive(name, organizer))}))
        }
        [id, "members"] => {
            let role = crate::account::Role::parse(text(body, "role")?).ok_or("there is no such role")?;
            let email = text(body, "email")?;
            shared.with(|w| w.add_member(id, email, role));
            Ok(json!({}))
        }
        _ => Err("there is no such control of shared drives".to_owned()),
    }
}

/// What staff do to a file, and with `tab`, the tab's title in `on` and the name of an `act`, to one of its tabs.
fn staff(shared: &Shared, id: &str, act: &str, body: &Value) -> Result<Value, String> {
    shared.with(|world| match act {
        "type" => {
            let rows: Vec<Vec<String>> =
                serde_json::from_value(body["rows"].clone()).map_err(|e| e.to_string())?;
            let range = text(body, "range")?;
            match body["account"].as_str() {
                Some(account) => world.type_rows_as(id, account, range, &rows),
                None => world.type_rows(id, range, &rows),
            }
            .map(|()| json!({}))
            .map_err(|e| e.0)
        }
        "batch" => {
            let requests = body["requests"].as_array().cloned().unwrap_or_default();
            world.batch(id, text(body, "account")?, &requests).map(|r| json!({"replies": r})).map_err(|e| e.0)
        }

        "share" => {
            let role = crate::account::Role::parse(text(body, "role")?).ok_or("there is no such role")?;
            match body["type"].as_str() {
                Some("anyone") => world.share_with_anyone(id, role),
                Some("domain") => world.share_with_domain(id, text(body, "domain")?, role),
                _ => world.share(id, text(body, "email")?, role),
            }
            Ok(json!({}))
        }
        "unshare" => {
            world.unshare(id, text(body, "email")?);
            Ok(json!({}))
        }

        "undo" => Ok(json!({"undone": world.undo(id)})),
        "redo" => Ok(json!({"redone": world.redo(id)})),
        "restore" => {
            let version = body["version"].as_u64().and_then(|n| usize::try_from(n).ok());
            let version = version.ok_or("version is missing")?;
            Ok(json!({"restored": world.restore_version(id, version)}))
        }

        "locale" => world.set_locale(id, text(body, "locale")?).map(|()| json!({})).map_err(|e| e.0),
        "timeZone" => world.set_time_zone(id, text(body, "timeZone")?).map(|()| json!({})).map_err(|e| e.0),
        "tab" => {
            let mut tab = world.sheet_mut(id, text(body, "on")?).map_err(|e| e.0)?;
            if let Some(account) = body["account"].as_str() {
                tab = tab.acting_as(account);
            }
            super::acts::act(&mut tab, text(body, "act")?, body).map_err(|e| e.0)
        }

        "move" => {
            world.move_to_drive(id, text(body, "drive")?);
            Ok(json!({}))
        }
        "rename" => {
            world.rename_file(id, text(body, "name")?);
            Ok(json!({}))
        }
        "delete" => {
            world.delete_file(id);
            Ok(json!({}))
        }
        _ => Err("staff cannot do that".to_owned()),
    })
}
