//! Gmail: ids, lists, labels.

use super::rows::Seen::{Measured, Reported};
use super::rows::Wants::{Anything, Members};
use super::rows::{Row, reads, writes};

const BAD_ID: &str = r#"{"error": {"code": 400, "status": "INVALID_ARGUMENT", "message": "Invalid id value",
    "errors": [{"message": "Invalid id value", "domain": "global", "reason": "invalidArgument"}]}}"#;
const UNKNOWN: &str = r#"{"error": {"code": 404, "status": "NOT_FOUND", "message": "Requested entity was not found.",
    "errors": [{"reason": "notFound"}]}}"#;

pub(super) const ROWS: &[Row] = &[
    reads(
        "an id of Gmail is a number of 63 bits",
        Measured,
        "GET /gmail/v1/users/me/messages/zz",
        400,
        Members(BAD_ID),
    ),
    reads(
        "an id of Gmail is a number of 63 bits",
        Measured,
        "GET /gmail/v1/users/me/threads/1g",
        400,
        Members(BAD_ID),
    ),
    reads(
        "an id of Gmail is a number of 63 bits",
        Measured,
        "GET /gmail/v1/users/me/messages/8000000000000000",
        400,
        Members(BAD_ID),
    ),
    reads(
        "an id of Gmail is a number of 63 bits",
        Measured,
        "GET /gmail/v1/users/me/messages/-1",
        400,
        Members(BAD_ID),
    ),
    reads(
        "an id of Gmail is a number of 63 bits",
        Measured,
        "GET /gmail/v1/users/me/messages/7fffffffffffffff",
        404,
        Members(UNKNOWN),
    ),
    reads(
        "an id of Gmail is a number of 63 bits",
        Measured,
        "GET /gmail/v1/users/me/threads/DEADBEEF",
        404,
        Members(UNKNOWN),
    ),
    reads(
        "an id of Gmail is a number of 63 bits",
        Measured,
        "GET /gmail/v1/users/me/messages/000{mail}",
        200,
        Members(r#"{"id": "{mail}"}"#),
    ),
    reads(
        "an id of Gmail is a number of 63 bits",
        Measured,
        "GET /gmail/v1/users/me/labels/NO_SUCH",
        404,
        Members(UNKNOWN),
    ),
    reads(
        "what is attached has an id of its own",
        Measured,
        "GET /gmail/v1/users/me/messages/zz/attachments/none",
        400,
        Members(
            r#"{"error": {"message": "Invalid attachment token", "errors": [{"reason": "invalidArgument"}]}}"#,
        ),
    ),
    reads(
        "the length of a list is a number above nothing",
        Measured,
        "GET /gmail/v1/users/me/messages?maxResults=0",
        400,
        Members(r#"{"error": {"message": "Invalid maxResults", "errors": [{"reason": "invalidArgument"}]}}"#),
    ),
    reads(
        "the length of a list is a number above nothing",
        Measured,
        "GET /gmail/v1/users/me/threads?maxResults=-1",
        400,
        Members(
            r#"{"error": {"message": "Invalid value at 'max_results' (TYPE_UINT32), \"-1\"", "errors": [{"reason": "invalid", "domain": null}], "details": [{"fieldViolations": [{"field": "max_results"}]}]}}"#,
        ),
    ),
    reads(
        "the length of a list is a number above nothing",
        Measured,
        "GET /gmail/v1/users/me/messages?maxResults=0&maxResults=3",
        200,
        Anything,
    ),
    reads(
        "an empty list is left out",
        Measured,
        "GET /gmail/v1/users/me/messages?q=subject:nada",
        200,
        Members(r#"{"messages": null, "resultSizeEstimate": 0}"#),
    ),
    reads(
        "metadata has the headers that are named and nothing else",
        Measured,
        "GET /gmail/v1/users/me/messages/{mail}?format=metadata&metadataHeaders=Nada",
        200,
        Members(r#"{"payload": {"mimeType": "text/plain", "headers": null, "body": null, "partId": null}}"#),
    ),
    reads(
        "a mailbox is its account's alone",
        Reported,
        "GET /gmail/v1/users/other@y.example/profile",
        403,
        Members(
            r#"{"error": {"message": "Delegation denied for owner@x.example", "errors": [{"reason": "forbidden"}]}}"#,
        ),
    ),
    writes(
        "a draft has a message",
        Reported,
        "POST /gmail/v1/users/me/drafts",
        "{}",
        400,
        Members(
            r#"{"error": {"message": "Missing draft message", "errors": [{"reason": "invalidArgument"}]}}"#,
        ),
    ),
    writes(
        "a mail goes to somebody",
        Reported,
        "POST /gmail/v1/users/me/messages/send",
        r#"{"raw": "U3ViamVjdDogeA0KDQpob2xh"}"#,
        400,
        Members(
            r#"{"error": {"message": "Recipient address required", "errors": [{"reason": "invalidArgument"}]}}"#,
        ),
    ),
];
