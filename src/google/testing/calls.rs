//! What each call puts on the wire and takes from it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;

use super::*;
use crate::google::sheets::{Area, Batch, Render};
use crate::google::{ErrorKind, RefusalKind};
use crate::sheet::cell::Cell;
use crate::sheet::sheet_id::SheetId;
use crate::testing::gid;

const FILE: &str = "1abc/..?x#y";

fn matched(sheet_id: SheetId, values: &Value) -> Value {
    let mut range = json!({"range": "'Hoja'!A1:Z9", "majorDimension": "ROWS", "values": values});
    if values.is_null() {
        range.as_object_mut().unwrap().remove("values");
    }
    let filter = if sheet_id == gid(0) { json!({}) } else { json!({"sheetId": sheet_id}) };
    json!({"valueRange": range, "dataFilters": [{"gridRange": filter}]})
}

fn values(ranges: &[Value]) -> Act {
    ok(&json!({"spreadsheetId": FILE, "valueRanges": ranges}))
}

#[tokio::test]
async fn values_come_in_the_order_asked_for_and_as_cells() {
    let rows = json!([["a", "", null, 12, 46349.5, -3, true], [], ["=TAPA FALTANTE", "'=x", "=A1"]]);
    let answer = values(&[matched(gid(7), &Value::Null), matched(gid(0), &rows)]);
    let server = Server::play([answer.clone(), answer]).await;
    let google = server.google().await;
    let areas = [Area::tab(gid(0)), Area::tab(gid(7))];
    let read = google.values(FILE, &areas, Render::Formula).await.unwrap();

    let formula = |source: &str| Cell::Formula { source: source.to_owned(), shown: Box::new(Cell::Blank) };
    let text = |text: &str| Cell::Text(text.to_owned());
    let number = Cell::Number;
    let first = vec![
        text("a"),
        Cell::Blank,
        Cell::Blank,
        number(12.0),
        number(46349.5),
        number(-3.0),
        Cell::Bool(true),
    ];
    let third = vec![formula("=TAPA FALTANTE"), text("'=x"), formula("=A1")];
    assert!(read == [vec![first, Vec::new(), third], Vec::new()]);

    let shown = google.values(FILE, &areas, Render::Unformatted).await.unwrap();
    assert!(shown[0][2][0] == text("=TAPA FALTANTE"));

    let seen = server.seen();
    assert_eq!(
        seen[0].line,
        "POST /v4/spreadsheets/1abc%2F..%3Fx%23y/values:batchGetByDataFilter?prettyPrint=false HTTP/1.1"
    );
    assert_eq!(
        seen[0].json(),
        json!({"dataFilters": [{"gridRange": {"sheetId": 0}}, {"gridRange": {"sheetId": 7}}],
            "majorDimension": "ROWS", "valueRenderOption": "FORMULA", "dateTimeRenderOption": "SERIAL_NUMBER"})
    );
    assert_eq!(seen[1].json()["valueRenderOption"], "UNFORMATTED_VALUE");
}

#[tokio::test]
async fn values_that_do_not_cover_the_question_are_malformed() {
    let one = matched(gid(1), &json!([["SECRET"]]));
    let mut unmatched = one.clone();
    unmatched.as_object_mut().unwrap().remove("dataFilters");
    let cases = [
        ("no valueRanges", ok(&json!({"spreadsheetId": FILE}))),
        ("one of two", values(std::slice::from_ref(&one))),
        ("one twice", values(&[one.clone(), one.clone()])),
        ("another tab", values(&[one.clone(), matched(gid(3), &json!([]))])),
        ("a part of no question", values(&[one.clone(), matched(gid(2), &json!([])), unmatched])),
        (
            "without a value range",
            values(&[one.clone(), json!({"dataFilters": [{"gridRange": {"sheetId": 2}}]})]),
        ),
        ("a cell that is none", values(&[one.clone(), matched(gid(2), &json!([[["SECRET"]]]))])),
        ("rows that are none", values(&[one, matched(gid(2), &json!(["SECRET"]))])),
        ("two documents", Act::Write(answer(200, JSON, br#"{"valueRanges":[]}{}"#))),
    ];
    for (name, answer) in cases {
        let server = Server::play(vec![answer; 3]).await;
        let areas = [Area::tab(gid(1)), Area::tab(gid(2))];
        let error = server.google().await.values(FILE, &areas, Render::Formula).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Malformed, "{name}");
        assert!(!error.ambiguous && !format!("{error:?}").contains("SECRET"), "{name}");
    }
}

#[tokio::test]
async fn parts_of_one_tab_are_told_apart_by_their_columns() {
    let part = |start: u32, text: &str| {
        let mut range = json!({"sheetId": 5, "endColumnIndex": start + 1});
        if start > 0 {
            range["startColumnIndex"] = start.into();
        }
        json!({"valueRange": {"values": [[text]]}, "dataFilters": [{"gridRange": range}]})
    };
    let server = Server::play([values(&[part(4, "e"), part(0, "a")])]).await;
    let areas = [Area::columns(gid(5), 0, 1), Area::columns(gid(5), 4, 5)];
    let read = server.google().await.values(FILE, &areas, Render::Unformatted).await.unwrap();
    assert!(read == [[[Cell::Text("a".to_owned())]], [[Cell::Text("e".to_owned())]]]);
}

#[tokio::test]
async fn rows_are_taken_by_their_area_once_and_none_by_another() {
    let rows = |text: &str| json!([[text]]);
    let server = Server::play([values(&[matched(gid(7), &rows("b")), matched(gid(0), &rows("a"))])]).await;
    let areas = [Area::tab(gid(0)), Area::tab(gid(7)), Area::tab(gid(0))];
    let mut read = server.google().await.values_by_area(FILE, &areas, Render::Formula).await.unwrap();

    let cells = |text: &str| vec![vec![Cell::Text(text.to_owned())]];
    assert!(read.take(Area::tab(gid(7))) == cells("b") && read.take(Area::tab(gid(0))) == cells("a"));
    assert!(read.take(Area::tab(gid(7))).is_empty() && read.take(Area::tab(gid(9))).is_empty());
}

#[tokio::test]
async fn the_frame_is_asked_for_by_name_and_must_be_whole() {
    let tab = json!({"properties": {"sheetId": 0, "title": "CE-F05", "gridProperties": {"rowCount": 9}},
        "data": [{"columnMetadata": [{}, {"developerMetadata": [{"metadataId": 3, "metadataKey": "id"}]}]}]});
    let whole = json!({"spreadsheetId": FILE, "properties": {"timeZone": "America/Bogota"}, "sheets": [tab]});
    let server = Server::play([ok(&whole)]).await;
    let metadata = server.google().await.spreadsheet(FILE).await.unwrap();
    assert_eq!(metadata.properties.unwrap().time_zone.as_deref(), Some("America/Bogota"));
    let line = &server.seen()[0].line;
    assert!(line.starts_with(
        "GET /v4/spreadsheets/1abc%2F..%3Fx%23y?prettyPrint=false&fields=spreadsheetId,properties("
    ));
    assert!(
        line.contains("columnMetadata(developerMetadata(metadataId,metadataKey,metadataValue))))")
            && !line.contains("%20")
    );
    assert_eq!(line.split(' ').count(), 3);

    for (member, value) in [
        ("spreadsheetId", json!("another")),
        ("properties", Value::Null),
        ("sheets", json!([])),
        ("sheets", json!([{"properties": {"title": "without an id"}}])),
        ("sheets", json!([{"properties": {"sheetId": 1.5, "title": "x"}}])),
    ] {
        let mut part = whole.clone();
        part[member] = value;
        let server = Server::play(vec![ok(&part); 3]).await;
        let error = server.google().await.spreadsheet(FILE).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Malformed, "{member}");
    }
}

#[tokio::test]
async fn metadata_that_is_not_there_is_told_from_a_file_that_is_not_there() {
    let there = json!({"metadataId": 7, "metadataKey": "k", "metadataValue": "v"});
    let missing = error(404, "No developer metadata with ID 7", "NOT_FOUND");
    let vague = error(404, "Requested entity was not found.", "NOT_FOUND");
    let metadata = |listed: &Value| ok(&json!({"spreadsheetId": FILE, "developerMetadata": listed}));
    let cases = [
        (vec![ok(&there)], Some(Some("v"))),
        (vec![missing], Some(None)),
        (vec![vague.clone(), metadata(&json!([]))], Some(None)),
        (vec![vague.clone(), metadata(&json!([there]))], Some(Some("v"))),
        (vec![vague.clone(), vague], None),
    ];
    for (acts, expected) in cases {
        let server = Server::play(acts).await;
        let read = server.google().await.metadata_by_id(FILE, 7).await;
        match expected {
            Some(expected) => {
                assert_eq!(read.unwrap().and_then(|one| one.metadata_value).as_deref(), expected);
            }
            None => assert_eq!(read.unwrap_err().kind, ErrorKind::NotFound),
        }
        assert!(
            server.seen()[0].line.starts_with("GET /v4/spreadsheets/1abc%2F..%3Fx%23y/developerMetadata/7?")
        );
    }
}

#[tokio::test]
async fn a_batch_goes_out_as_it_was_made() {
    let applied = ok(&json!({"spreadsheetId": FILE, "replies": [{}, {"addSheet": {}}]}));
    let server = Server::play([applied]).await;
    let batch = Batch::new(&[json!({"a": [null]}), json!({"b": 1})]).unwrap();
    let answer = server.google().await.batch_update(FILE, &batch, true).await.unwrap();
    assert_eq!(answer.replies.unwrap().len(), 2);
    let seen = &server.seen()[0];
    assert_eq!(seen.line, "POST /v4/spreadsheets/1abc%2F..%3Fx%23y:batchUpdate?prettyPrint=false HTTP/1.1");
    assert_eq!(seen.body, batch.bytes());
    assert_eq!(seen.header("accept-encoding"), Some("gzip"));
    assert!(seen.header("user-agent").unwrap().contains("gzip"));
    assert_eq!(seen.header("content-type"), Some("application/json; charset=utf-8"));
}

#[tokio::test]
async fn a_gzipped_answer_is_unpacked_and_one_cut_short_is_asked_for_again() {
    let packed: &[u8] =
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\x2a\x2d\x4e\x2d\x52\xb2\xaa\x56\x4a\xcd\
        \x4d\xcc\xcc\x71\x4c\x49\x29\x4a\x2d\x2e\x56\xb2\x52\x4a\xce\xcf\x2d\xcd\xcb\x4c\x4e\x4c\
        \xce\xcc\xcf\x4b\x2d\x76\x00\x0a\xe6\x26\x16\xe9\xa5\x56\x24\xe6\x16\xe4\xa4\x2a\xd5\xd6\
        \x02\x00\x6f\x03\x49\xc4\x39\x00\x00\x00";
    let headers = format!("{JSON}Content-Encoding: gzip\r\n");
    let whole = answer(200, &headers, packed);
    // Nothing but the stream itself says that it is not complete.
    let mut short = format!("HTTP/1.1 200 X\r\n{headers}\r\n").into_bytes();
    short.extend_from_slice(&packed[..packed.len() - 12]);
    let server = Server::play([Act::Cut(short), Act::Write(whole)]).await;
    assert_eq!(server.google().await.about().await.as_deref(), Ok(ACCOUNT));
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn googles_clock_is_known_from_the_last_answer() {
    let body = br#"{"user":{"emailAddress":"a@b"}}"#;
    let dated = answer(200, &format!("{JSON}Date: Tue, 24 Nov 2026 03:00:05 GMT\r\n"), body);
    let server = Server::play([Act::Write(dated)]).await;
    let google = server.google().await;
    assert_eq!(google.google_time(), None);
    google.about().await.unwrap();
    assert_eq!(google.google_time().unwrap().to_rfc3339(), "2026-11-24T03:00:05+00:00");
    assert!(!format!("{google:?}").contains("tok-1"));
}

#[tokio::test]
async fn a_notice_is_drafted_looked_for_sent_and_thrown_away() {
    let mime = "Subject: Traslado\r\n\r\nÑandú~~~???".as_bytes();
    let gone = error(404, "Requested entity was not found.", "NOT_FOUND");
    let nothing = Act::Write(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec());
    let server = Server::play([
        ok(&json!({"id": "r-1", "message": {"id": "m"}})),
        ok(&json!({"id": "r-1"})),
        ok(&json!({"id": "m2", "labelIds": ["SENT"]})),
        gone.clone(),
        gone.clone(),
        nothing,
        gone,
    ])
    .await;
    let google = server.google().await;
    let id = google.create_draft(mime).await.unwrap();
    assert_eq!(id, "r-1");
    assert!(google.draft_exists(&id).await.unwrap());
    google.send_draft(&id).await.unwrap();
    assert!(!google.draft_exists(&id).await.unwrap());
    assert_eq!(google.send_draft(&id).await.unwrap_err().kind, ErrorKind::NotFound);
    google.delete_draft("a/b").await.unwrap();
    google.delete_draft(&id).await.unwrap();

    let seen = server.seen();
    assert_eq!(seen[0].line, "POST /gmail/v1/users/me/drafts?prettyPrint=false HTTP/1.1");
    let raw = seen[0].json()["message"]["raw"].as_str().unwrap().to_owned();
    assert_eq!(URL_SAFE.decode(raw).unwrap(), mime);
    assert_eq!(
        seen[1].line,
        "GET /gmail/v1/users/me/drafts/r-1?prettyPrint=false&format=minimal&fields=id HTTP/1.1"
    );
    assert_eq!(seen[2].line, "POST /gmail/v1/users/me/drafts/send?prettyPrint=false HTTP/1.1");
    assert_eq!(seen[2].json(), json!({"id": "r-1"}));
    assert_eq!(seen[5].line, "DELETE /gmail/v1/users/me/drafts/a%2Fb?prettyPrint=false HTTP/1.1");
}

#[tokio::test]
async fn writes_to_sheets_are_paced_and_nothing_else_is() {
    let applied = ok(&json!({"spreadsheetId": FILE, "replies": []}));
    let sent = ok(&json!({"id": "m"}));
    let server = Server::play([applied.clone(), values(&[]), sent.clone(), sent, applied]).await;
    let policy = RetryPolicy { writes: 1, writes_per: Duration::from_secs(3600), ..quick() };
    let google = server.google_with(policy).await;
    let batch = Batch::new::<Value>(&[]).unwrap();
    google.batch_update(FILE, &batch, true).await.unwrap();
    google.values(FILE, &[], Render::Formula).await.unwrap();
    google.send_draft("r-1").await.unwrap();
    google.send_draft("r-1").await.unwrap();
    let error = google.batch_update(FILE, &batch, true).await.unwrap_err();
    assert_eq!((error.kind, error.ambiguous, server.seen().len()), (ErrorKind::Quota, false, 4));
}

#[tokio::test]
async fn an_area_of_a_tab_that_is_gone_is_refused_by_that_name() {
    let gone = error(400, "Invalid dataFilter[0]: No grid with id: 9", "INVALID_ARGUMENT");
    let server = Server::play([gone]).await;
    let error = server.google().await.values(FILE, &[Area::tab(gid(9))], Render::Formula).await.unwrap_err();
    assert_eq!(error.refusal(), Some(RefusalKind::NotFoundId));
}
