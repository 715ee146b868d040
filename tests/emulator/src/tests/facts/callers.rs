//! Callers and their credentials, and what the front end makes of a request.

use super::rows::Seen::{Documented, Measured, Reported};
use super::rows::Wants::{Members, Part};
use super::rows::{Row, Who, comes, reads, writes};

const UNREGISTERED: &str = r#"{"error": {"code": 403, "status": "PERMISSION_DENIED", "errors": null,
    "message": "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API."}}"#;
const MISSING: &str = r#"{"error": {"code": 401, "status": "UNAUTHENTICATED", "details": [{"reason": "CREDENTIALS_MISSING"}],
    "message": "Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."}}"#;
const BAD_KEY: &str = r#"{"error": {"code": 400, "status": "INVALID_ARGUMENT", "message": "API key not valid. Please pass a valid API key.",
    "details": [{"reason": "API_KEY_INVALID", "domain": "googleapis.com"}, {"locale": "en-US"}]}}"#;
const NOT_IN_A_BATCH: &str = "Operation is not implemented, or supported, or enabled.";

pub(super) const ROWS: &[Row] = &[
    comes(
        "who has no credentials is told so by API and verb",
        Who::Nobody,
        "GET /v4/spreadsheets/{book}",
        403,
        Members(UNREGISTERED),
    ),
    comes(
        "who has no credentials is told so by API and verb",
        Who::Nobody,
        "GET /v4/spreadsheets/{book}/values/A1",
        403,
        Members(UNREGISTERED),
    ),
    comes(
        "who has no credentials is told so by API and verb",
        Who::Nobody,
        "GET /drive/v3/files",
        403,
        Members(
            r#"{"error": {"status": "PERMISSION_DENIED", "errors": [{"reason": "forbidden", "domain": "global"}]}}"#,
        ),
    ),
    comes(
        "who has no credentials is told so by API and verb",
        Who::Nobody,
        "POST /v4/spreadsheets/{book}/values:batchGetByDataFilter",
        401,
        Members(MISSING),
    ),
    comes(
        "who has no credentials is told so by API and verb",
        Who::Nobody,
        "POST /v4/spreadsheets/{book}:getByDataFilter",
        401,
        Members(MISSING),
    ),
    comes(
        "who has no credentials is told so by API and verb",
        Who::Nobody,
        "POST /drive/v3/files/{text}/copy",
        401,
        Members(MISSING),
    ),
    comes(
        "who has no credentials is told so by API and verb",
        Who::Nobody,
        "GET /gmail/v1/users/me/profile",
        401,
        Members(
            r#"{"error": {"errors": [{"message": "Login Required.", "reason": "required", "location": "Authorization", "locationType": "header"}],
                "details": [{"metadata": {"method": "caribou.api.proto.MailboxService.GetProfile", "service": "gmail.googleapis.com"}}]}}"#,
        ),
    ),
    comes(
        "a token that is none is refused alike everywhere",
        Who::Credential("Bearer unknown"),
        "GET /drive/v3/files",
        401,
        Members(
            r#"{"error": {"status": "UNAUTHENTICATED", "details": null, "errors": [{"message": "Invalid Credentials", "reason": "authError", "location": "Authorization"}]}}"#,
        ),
    ),
    comes(
        "a download without credentials misses an API key",
        Who::Nobody,
        "GET /drive/v3/files/{text}?alt=media",
        403,
        Members(r#"{"error": {"status": null, "message": "The request is missing a valid API key."}}"#),
    ),
    comes(
        "a download with a credential that is none is refused in few words",
        Who::Credential("Basic YWJj"),
        "GET /drive/v3/files/{text}?alt=media",
        401,
        Members(r#"{"error": {"status": null, "message": "Invalid Credentials"}}"#),
    ),
    Row {
        seen: Reported,
        ..comes(
            "an API key reads what everyone may read, and a bad one is a bad request",
            Who::Nobody,
            "GET /v4/spreadsheets/{book}?key=bad",
            400,
            Members(BAD_KEY),
        )
    },
    Row {
        seen: Reported,
        ..comes(
            "an API key reads what everyone may read, and a bad one is a bad request",
            Who::Nobody,
            "GET /drive/v3/files?key=bad",
            400,
            Members(BAD_KEY),
        )
    },
    Row {
        seen: Documented,
        ..comes(
            "an API key reads what everyone may read, and a bad one is a bad request",
            Who::Nobody,
            "GET /v4/spreadsheets/{book}/values/A1?key=AIzaAnInventedKeyOf39Letters00000000000",
            403,
            Members(
                r#"{"error": {"status": "PERMISSION_DENIED", "message": "The caller does not have permission"}}"#,
            ),
        )
    },
    Row {
        seen: Documented,
        ..comes(
            "an API key reads what everyone may read, and a bad one is a bad request",
            Who::Nobody,
            "GET /drive/v3/files/{book}?key=AIzaAnInventedKeyOf39Letters00000000000",
            404,
            Members(
                r#"{"error": {"message": "File not found: {book}.", "errors": [{"reason": "notFound", "location": "fileId"}]}}"#,
            ),
        )
    },
    reads(
        "the last $.xgafv chooses the form of errors",
        Measured,
        "GET /v4/spreadsheets/none?$.xgafv=2&$.xgafv=1",
        404,
        Members(r#"{"error": {"errors": [{"reason": "notFound", "domain": "global"}]}}"#),
    ),
    reads(
        "the last $.xgafv chooses the form of errors",
        Measured,
        "GET /gmail/v1/users/me/messages/1?$.xgafv=2",
        404,
        Members(r#"{"error": {"errors": null}}"#),
    ),
    comes(
        "the last $.xgafv chooses the form of errors",
        Who::Nobody,
        "GET /v4/spreadsheets/{book}?$.xgafv=3",
        400,
        Part("Invalid query parameters. Invalid value '3' for system query parameter : $.xgafv"),
    ),
    comes(
        "a callback makes a script of whatever is answered",
        Who::Nobody,
        "GET /v4/spreadsheets/{book}?callback=cb",
        200,
        Part("// API callback\ncb({\n  \"error\": {"),
    ),
    comes(
        "a callback makes a script of whatever is answered",
        Who::Nobody,
        "GET /drive/v3/files?callback=a%20b",
        200,
        Part("Invalid JSONP callback name: 'a b'"),
    ),
    reads(
        "a form that a method does not answer in is refused",
        Measured,
        "GET /v4/spreadsheets/{book}?alt=MEDIA",
        400,
        Members(r#"{"error": {"message": "Unsupported alt type \"media\" for non byte stream request."}}"#),
    ),
    reads(
        "of a parameter that comes twice one end is read",
        Measured,
        "GET /v4/spreadsheets/{book}?fields=spreadsheetId&fields=bogus",
        200,
        Members(r#"{"spreadsheetId": "{book}", "sheets": null}"#),
    ),
    reads(
        "of a parameter that comes twice one end is read",
        Measured,
        "GET /v4/spreadsheets/{book}/values/A1?majorDimension=ROWS&majorDimension=COLUMNS",
        200,
        Members(r#"{"majorDimension": "COLUMNS"}"#),
    ),
    writes(
        "a batch reaches Drive and not Sheets",
        Measured,
        "POST /batch",
        "--b\r\nContent-Type: application/http\r\n\r\nGET /v4/spreadsheets/{book}/values/A1 HTTP/1.1\r\n\r\n\r\n--b--",
        200,
        Part(NOT_IN_A_BATCH),
    ),
    writes(
        "a batch reaches Drive and not Sheets",
        Measured,
        "POST /batch",
        "--b\r\nContent-Type: application/http\r\n\r\nGET /v4/spreadsheets/none HTTP/1.1\r\n\r\n\r\n--b--",
        200,
        Part("HTTP/1.1 501"),
    ),
    writes(
        "a batch reaches Drive and not Sheets",
        Measured,
        "POST /batch/drive/v3",
        "--b\r\nContent-Type: application/http\r\n\r\nGET /drive/v3/files/{text}?fields=size HTTP/1.1\r\n\r\n\r\n--b--",
        200,
        Part("\"size\": \"5\""),
    ),
    writes(
        "a batch sends downloads elsewhere",
        Measured,
        "POST /batch/drive/v3?quotaUser=7",
        "--b\r\nContent-Type: application/http\r\n\r\nGET /drive/v3/files/{book}/export?mimeType=text/csv HTTP/1.1\r\n\r\n\r\n--b--",
        200,
        Part("/download/drive/v3/files/{book}/export?mimeType=text/csv&quotaUser=7"),
    ),
];
