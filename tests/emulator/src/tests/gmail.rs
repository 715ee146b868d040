//! Drafts that are sent once, and mail that arrives.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::client::Bench;
use crate::{Options, Switches};

const MAIL: &str = "To: other@y.example\r\nBcc: hidden@z.example\r\nSubject: =?utf-8?Q?Traslado_n=C2=BA_1?=\r\nMessage-ID: <own@x>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nCinco filas.\r\n";

fn draft(bench: &Bench) -> String {
    let raw = URL_SAFE_NO_PAD.encode(MAIL);
    let made = bench.post("/gmail/v1/users/me/drafts", &json!({"message": {"raw": raw}})).ok();
    assert_eq!(made["message"]["labelIds"], json!(["DRAFT"]));
    made["id"].as_str().unwrap().to_owned()
}

fn ids(list: &Value, name: &str) -> usize {
    list[name].as_array().map_or(0, Vec::len)
}

#[test]
fn a_draft_is_sent_once() {
    let mut bench = Bench::new();
    let id = draft(&bench);
    assert_eq!(ids(&bench.get("/gmail/v1/users/me/drafts").ok(), "drafts"), 1);
    let sent = bench.post("/gmail/v1/users/me/drafts/send", &json!({"id": id})).ok();
    assert_eq!(sent["labelIds"], json!(["SENT"]));
    let again = bench.post("/gmail/v1/users/me/drafts/send", &json!({"id": id}));
    assert_eq!((again.status, again.message().as_str()), (404, "Requested entity was not found."));
    assert_eq!(bench.get(&format!("/gmail/v1/users/me/drafts/{id}")).status, 404);
    let mails = bench.emulator.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!((mails[0].subject.as_str(), mails[0].text.as_str()), ("Traslado nº 1", "Cinco filas.\r\n"));
    assert_eq!(
        (&mails[0].to, &mails[0].bcc),
        (&vec!["other@y.example".to_owned()], &vec!["hidden@z.example".to_owned()])
    );
    assert!(!String::from_utf8_lossy(&mails[0].raw).contains("hidden@"));
    assert_eq!(
        ids(&bench.get("/gmail/v1/users/me/messages?q=in:sent%20subject:traslado").ok(), "messages"),
        1
    );
    bench.as_other();
    let inbox = bench.get("/gmail/v1/users/me/messages?labelIds=INBOX").ok();
    let arrived = inbox["messages"][0]["id"].as_str().unwrap();
    let full = bench.get(&format!("/gmail/v1/users/me/messages/{arrived}")).ok();
    assert_eq!(full["snippet"], "Cinco filas.");
    let metadata = bench
        .get(&format!("/gmail/v1/users/me/messages/{arrived}?format=metadata&metadataHeaders=Subject"))
        .ok();
    assert_eq!(metadata["payload"]["headers"], json!([{"name": "Subject", "value": "Traslado nº 1"}]));
}

#[test]
fn a_deleted_draft_is_gone_and_nothing_is_sent() {
    let bench = Bench::new();
    let id = draft(&bench);
    assert_eq!(bench.send("DELETE", &format!("/gmail/v1/users/me/drafts/{id}"), "", b"").status, 204);
    assert_eq!(bench.post("/gmail/v1/users/me/drafts/send", &json!({"id": id})).status, 404);
    assert!(bench.emulator.mails().is_empty());
}

#[test]
fn the_upload_form_with_a_preamble_is_taken() {
    let bench = Bench::new();
    let body = format!(
        "\r\n--b\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{{}}\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{MAIL}\r\n--b--\r\n"
    );
    let sent = bench.send(
        "POST",
        "/upload/gmail/v1/users/me/messages/send?uploadType=multipart",
        "multipart/related; boundary=b",
        body.as_bytes(),
    );
    sent.ok();
    assert_eq!(bench.emulator.mails()[0].subject, "Traslado nº 1");
}

#[test]
fn message_ids_are_rewritten_and_renewed_by_switch() {
    for (rewrites, renews) in [(true, true), (false, false)] {
        let switches = Switches {
            rewrites_message_id: rewrites,
            sending_renews_message_id: renews,
            ..Switches::default()
        };
        let bench = Bench::with(Options { switches, ..Options::default() });
        let id = draft(&bench);
        let before = bench.get(&format!("/gmail/v1/users/me/drafts/{id}")).ok()["message"]["id"].clone();
        let sent = bench.post("/gmail/v1/users/me/drafts/send", &json!({"id": id})).ok();
        assert_eq!(sent["id"] != before, renews);
        let raw = String::from_utf8_lossy(&bench.emulator.mails()[0].raw).into_owned();
        assert_eq!(raw.contains("<own@x>"), !rewrites);
    }
}

#[test]
fn mail_without_recipients_or_content_is_refused() {
    let bench = Bench::new();
    let send = |raw: &str| {
        bench.post("/gmail/v1/users/me/messages/send", &json!({"raw": URL_SAFE_NO_PAD.encode(raw)}))
    };
    assert_eq!(send("Subject: x\r\n\r\ny").message(), "Recipient address required");
    assert_eq!(send("To: nobody\r\n\r\ny").message(), "Invalid To header: nobody");
    assert_eq!(bench.post("/gmail/v1/users/me/messages/send", &json!({"raw": "%"})).status, 400);
    assert_eq!(bench.post("/gmail/v1/users/me/messages/send", &json!({})).status, 400);
    assert_eq!(bench.get("/gmail/v1/users/other@y.example/profile").status, 403);
}

#[test]
fn conversations_and_labels_are_kept() {
    let bench = Bench::new();
    let send = |body: &Value| bench.post("/gmail/v1/users/me/messages/send", body);
    let raw = |subject: &str| {
        let mail = format!("To: otra@x.example\r\nSubject: {subject}\r\n\r\nCuerpo {subject}.");
        URL_SAFE_NO_PAD.encode(mail)
    };
    let first = send(&json!({"raw": raw("uno")})).ok();
    let thread = first["threadId"].as_str().unwrap();
    let reply = send(&json!({"raw": raw("dos"), "threadId": thread})).ok();
    assert_eq!(reply["threadId"], *thread);
    assert_eq!(send(&json!({"raw": raw("tres"), "threadId": "19"})).status, 404);
    assert_eq!(send(&json!({"raw": raw("tres"), "threadId": "none"})).message(), "Invalid id value");
    let path = format!("/gmail/v1/users/me/threads/{thread}");
    assert_eq!(bench.get(&path).ok()["messages"].as_array().unwrap().len(), 2);
    let list = |q: &str| {
        let found = bench.get(&format!("/gmail/v1/users/me/messages?q={}", crate::server::encode(q))).ok();
        found["resultSizeEstimate"].as_u64().unwrap()
    };
    let found = [
        "from:me",
        "{subject:uno subject:nada}",
        "subject:uno OR subject:dos",
        "-subject:uno",
        "\"cuerpo dos\"",
        "larger:1M",
        "in:sent to:otra",
    ];
    assert_eq!(found.map(list), [2, 1, 2, 1, 1, 0, 2]);
    let label = bench
        .post("/gmail/v1/users/me/labels", &json!({"name": "Traslados", "labelListVisibility": "labelHide"}))
        .ok();
    assert_eq!(label["labelListVisibility"], "labelHide");
    bench.post(&format!("{path}/modify"), &json!({"addLabelIds": [label["id"], "STARRED"]})).ok();
    assert_eq!(list("is:starred"), 2);
    let unknown = bench.post(&format!("{path}/modify"), &json!({"addLabelIds": ["nada"]}));
    assert_eq!((unknown.status, unknown.message().as_str()), (400, "Invalid label: nada"));
    bench.post(&format!("{path}/trash"), &json!({})).ok();
    assert_eq!((list("subject:uno"), list("in:trash")), (0, 2));
    bench.post(&format!("{path}/untrash"), &json!({})).ok();
    let gone = json!({"ids": [first["id"]]});
    assert_eq!(bench.post("/gmail/v1/users/me/messages/batchDelete", &gone).status, 204);
    assert_eq!(bench.send("DELETE", &path, "", b"").status, 204);
    assert_eq!(bench.get(&path).status, 404);
}

#[test]
fn an_id_is_a_number_of_63_bits() {
    let bench = Bench::new();
    let raw = URL_SAFE_NO_PAD.encode("To: otra@x.example\r\n\r\nx");
    let sent = bench.post("/gmail/v1/users/me/messages/send", &json!({"raw": raw})).ok();
    let id = sent["id"].as_str().unwrap();
    for (verb, path) in [
        ("GET", "messages/ID"),
        ("DELETE", "messages/ID"),
        ("POST", "messages/ID/modify"),
        ("POST", "messages/ID/trash"),
        ("POST", "messages/ID/untrash"),
        ("GET", "threads/ID"),
        ("DELETE", "threads/ID"),
        ("POST", "threads/ID/modify"),
        ("POST", "threads/ID/trash"),
        ("POST", "threads/ID/untrash"),
        ("GET", "drafts/ID"),
        ("DELETE", "drafts/ID"),
    ] {
        let ask = |id: &str| {
            let target = format!("/gmail/v1/users/me/{}", path.replace("ID", id));
            let answered = bench.send(verb, &target, "application/json", b"");
            (answered.status, answered.message())
        };
        for wrong in ["zz", "1g", "-1", "8000000000000000", "18c9a1b2c3d4e5f6a", "%20"] {
            assert_eq!(ask(wrong), (400, "Invalid id value".to_owned()), "{verb} {path} {wrong}");
        }
        for unknown in ["0", "abc123", "DEADBEEF", "7fffffffffffffff"] {
            assert_eq!(
                ask(unknown),
                (404, "Requested entity was not found.".to_owned()),
                "{verb} {path} {unknown}"
            );
        }
    }
    for name in ["batchModify", "batchDelete"] {
        let body = json!({"ids": ["zz"]});
        assert_eq!(
            bench.post(&format!("/gmail/v1/users/me/messages/{name}"), &body).message(),
            "Invalid id value"
        );
    }
    let refused = bench.get("/gmail/v1/users/me/messages/zz").json()["error"].clone();
    let entry = json!({"message": "Invalid id value", "domain": "global", "reason": "invalidArgument"});
    assert_eq!((&refused["errors"], refused["status"].as_str()), (&json!([entry]), Some("INVALID_ARGUMENT")));
    for same in [id.to_uppercase(), format!("00{id}")] {
        assert_eq!(bench.get(&format!("/gmail/v1/users/me/messages/{same}")).ok()["id"], id);
        assert_eq!(bench.get(&format!("/gmail/v1/users/me/threads/{same}")).ok()["id"], id);
    }
    let attachment = bench.get(&format!("/gmail/v1/users/me/messages/{id}/attachments/none"));
    assert_eq!((attachment.status, attachment.message().as_str()), (400, "Invalid attachment token"));
    assert_eq!(bench.get("/gmail/v1/users/me/labels/NO_SUCH").status, 404);
}

#[test]
fn the_length_of_a_list_is_a_number_above_nothing() {
    let bench = Bench::new();
    for kind in ["messages", "threads", "drafts"] {
        let ask = |size: &str| bench.get(&format!("/gmail/v1/users/me/{kind}?maxResults={size}"));
        for size in ["1", "500", "2147483647", "%2B2", "02"] {
            ask(size).ok();
        }
        for size in ["0", "2147483648", "4294967295"] {
            assert_eq!(ask(size).message(), "Invalid maxResults", "{kind} {size}");
        }
        for size in ["-1", "abc", "", "1.5", "4294967296"] {
            let text = format!("Invalid value at 'max_results' (TYPE_UINT32), \"{size}\"");
            assert_eq!(ask(size).message(), text, "{kind}");
        }
    }
}

#[test]
fn a_snippet_is_written_for_a_page_and_metadata_has_what_was_asked_for() {
    let bench = Bench::new();
    let raw = URL_SAFE_NO_PAD.encode("To: owner@x.example\r\nSubject: s\r\n\r\n<b>'uno' & \"dos\"</b>");
    let id = bench.post("/gmail/v1/users/me/messages/send", &json!({"raw": raw})).ok()["id"].clone();
    let one = |query: &str| {
        bench.get(&format!("/gmail/v1/users/me/messages/{}?{query}", id.as_str().unwrap())).ok()
    };
    assert_eq!(one("")["snippet"], "&lt;b&gt;&#39;uno&#39; &amp; &quot;dos&quot;&lt;/b&gt;");
    let subject = one("format=metadata&metadataHeaders=SUBJECT");
    assert_eq!(
        subject["payload"],
        json!({"mimeType": "text/plain", "headers": [{"name": "Subject", "value": "s"}]})
    );
    assert_eq!(one("format=metadata&metadataHeaders=None")["payload"], json!({"mimeType": "text/plain"}));
}

#[test]
fn every_mailbox_has_gmails_own_labels() {
    let bench = Bench::new();
    let raw = URL_SAFE_NO_PAD.encode("To: owner@x.example\r\n\r\nx");
    bench.post("/gmail/v1/users/me/messages/send", &json!({"raw": raw})).ok();
    let listed = bench.get("/gmail/v1/users/me/labels").ok()["labels"].clone();
    assert_eq!(listed.as_array().unwrap().len(), 14);
    assert_eq!(listed[2], json!({"id": "INBOX", "name": "INBOX", "type": "system"}));
    let chat = json!({"id": "CHAT", "name": "CHAT", "type": "system", "messageListVisibility": "hide", "labelListVisibility": "labelHide"});
    assert_eq!(listed[0], chat);
    let inbox = bench.get("/gmail/v1/users/me/labels/INBOX").ok();
    let counts =
        ["messagesTotal", "messagesUnread", "threadsTotal", "threadsUnread"].map(|name| inbox[name].as_i64());
    assert_eq!(counts, [Some(1); 4]);
    let missing = bench.post("/gmail/v1/users/me/drafts", &json!({}));
    assert_eq!((missing.status, missing.message().as_str()), (400, "Missing draft message"));
    let other = bench.get("/gmail/v1/users/other@y.example/profile");
    let entry = other.json()["error"]["errors"][0].clone();
    let text = "Delegation denied for owner@x.example";
    assert_eq!(
        (other.status, entry),
        (403, json!({"message": text, "domain": "global", "reason": "forbidden"}))
    );
}

#[test]
fn what_is_attached_is_asked_for_by_its_own_id() {
    let mut bench = Bench::new();
    let mail = "To: owner@x.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhola\r\n--b\r\nContent-Type: text/csv; name=\"a.csv\"\r\nContent-Disposition: attachment; filename=\"a.csv\"\r\nContent-Transfer-Encoding: base64\r\n\r\nMSwyCg==\r\n--b--";
    let sent =
        bench.post("/gmail/v1/users/me/messages/send", &json!({"raw": URL_SAFE_NO_PAD.encode(mail)})).ok();
    let full = bench.get(&format!("/gmail/v1/users/me/messages/{}", sent["id"].as_str().unwrap())).ok();
    let part = &full["payload"]["parts"][1];
    assert_eq!((part["filename"].as_str(), part["body"]["size"].as_u64()), (Some("a.csv"), Some(4)));
    assert!(
        part["body"]["data"].is_null() && full["payload"]["parts"][0]["body"]["data"].is_string(),
        "{full}"
    );
    let id = part["body"]["attachmentId"].as_str().unwrap();
    let ask = |bench: &Bench, message: &str, id: &str| {
        bench.get(&format!("/gmail/v1/users/me/messages/{message}/attachments/{id}"))
    };
    for message in [sent["id"].as_str().unwrap(), "1", "zz"] {
        assert_eq!(ask(&bench, message, id).ok(), json!({"size": 4, "data": "MSwyCg=="}));
    }
    for wrong in ["bogus", &id[..id.len() - 2], "ANGjdJ"] {
        assert_eq!(ask(&bench, "1", wrong).message(), "Invalid attachment token");
    }
    bench.as_other();
    assert_eq!(ask(&bench, "1", id).message(), "Invalid attachment token");
}
