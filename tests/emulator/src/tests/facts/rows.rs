//! Facts that are one request and what is known of its answer, a row each.

use serde_json::{Value, json};

use super::google::{Answer, Google, OWNER};

/// How a fact is known.
#[derive(Clone, Copy, Debug)]
pub(super) enum Seen {
    /// Somebody asked Google and wrote down what came back.
    Measured,
    /// Several people say so independently of each other, or a client that is in use relies on it.
    Reported,
    /// Google's own documents say so.
    Documented,
}

/// Whose credentials a request carries.
#[derive(Clone, Copy, Debug)]
pub(super) enum Who {
    Owner,
    Nobody,
    /// This as the `Authorization` header.
    Credential(&'static str),
}

/// What is known of the answer's body.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wants {
    /// These members, whatever else there is; null is a member that is not there.
    Members(&'static str),
    /// These bytes.
    Text(&'static str),
    /// This within.
    Part(&'static str),
    Anything,
}

/// A request, and what Google answers.
pub(super) struct Row {
    /// The behaviour, as a sentence; rows of one behaviour have the same.
    pub(super) says: &'static str,
    pub(super) seen: Seen,
    pub(super) who: Who,
    /// The method and the target, in which `{book}`, `{text}`, `{mail}` and `{drive}` stand for ids.
    pub(super) ask: &'static str,
    pub(super) body: &'static str,
    pub(super) status: u16,
    pub(super) wants: Wants,
}

/// A row of the owner's that reads.
pub(super) const fn reads(
    says: &'static str,
    seen: Seen,
    ask: &'static str,
    status: u16,
    wants: Wants,
) -> Row {
    Row { says, seen, who: Who::Owner, ask, body: "", status, wants }
}

/// A row of the owner's with a body of JSON.
pub(super) const fn writes(
    says: &'static str,
    seen: Seen,
    ask: &'static str,
    body: &'static str,
    status: u16,
    wants: Wants,
) -> Row {
    Row { says, seen, who: Who::Owner, ask, body, status, wants }
}

/// A row of whoever has these credentials.
pub(super) const fn comes(says: &'static str, who: Who, ask: &'static str, status: u16, wants: Wants) -> Row {
    Row { says, seen: Seen::Measured, who, ask, body: "", status, wants }
}

impl Seen {
    /// Where it was seen.
    fn source(self) -> &'static str {
        match self {
            Self::Measured => "measured in 2026, backlot and digital-twins",
            Self::Reported => "reports of several people, clients in use",
            Self::Documented => "Google's documents",
        }
    }
}

impl Row {
    /// The row with where it was seen, for a score.
    pub(super) fn shown(&self) -> String {
        format!("{} ({}), {}", self.says, self.seen.source(), self.ask)
    }

    /// Asks an emulator of its own, and says what was otherwise.
    pub(super) fn holds(&self, google: &Google) -> Result<(), String> {
        let stand = Stand::new(google)?;
        let answer = stand.ask(google, self)?;
        let body = String::from_utf8_lossy(&answer.body);
        let right = match self.wants {
            Wants::Members(text) => {
                let wanted = serde_json::from_str(&stand.filled(text)).map_err(|e| e.to_string())?;
                has(&answer.json(), &wanted)
            }
            Wants::Text(text) => body == stand.filled(text),
            Wants::Part(text) => body.contains(&stand.filled(text)),
            Wants::Anything => true,
        };
        if answer.status == self.status && right { Ok(()) } else { Err(format!("{}\n{body}", answer.head)) }
    }
}

/// A spreadsheet, a file with text, a mail and a shared drive with a file, each with the name that stands for its id.
struct Stand {
    names: Vec<(&'static str, String)>,
}

impl Stand {
    fn new(google: &Google) -> Result<Self, String> {
        let id = |answer: Answer| {
            let answer = answer.ok()?;
            answer.json()["id"]
                .as_str()
                .map(str::to_owned)
                .ok_or_else(|| "an answer without an id".to_owned())
        };
        let book = google.typed(&[&["uno\tdos", "tres \"cuatro\""], &["cinco", "=1+1"]])?;
        let media = [("authorization", "Bearer mine"), ("content-type", "text/plain")];
        let text = google.send_with("POST", "/upload/drive/v3/files?uploadType=media", &media, b"hola\n")?;
        let mail = json!({"raw": "VG86IG93bmVyQHguZXhhbXBsZQ0KDQpob2xh"});
        let mail = google.post("/gmail/v1/users/me/messages/send", &mail)?;
        let drive = google.emulator.with(|world| world.create_drive("Comunicaciones", OWNER));
        let body = json!({"name": "dentro", "parents": [drive]});
        let inside = google.post("/drive/v3/files?supportsAllDrives=true", &body)?;
        let names = vec![
            ("{book}", book),
            ("{text}", id(text)?),
            ("{mail}", id(mail)?),
            ("{drive}", drive),
            ("{inside}", id(inside)?),
        ];
        Ok(Self { names })
    }

    fn filled(&self, text: &str) -> String {
        self.names.iter().fold(text.to_owned(), |text, (name, id)| text.replace(name, id))
    }

    fn ask(&self, google: &Google, row: &Row) -> Result<Answer, String> {
        let (method, target) = row.ask.split_once(' ').ok_or("a row that asks nothing")?;
        let (target, body) = (self.filled(target), self.filled(row.body));
        let batch = target.starts_with("/batch");
        let mut headers =
            vec![("content-type", if batch { "multipart/mixed; boundary=b" } else { "application/json" })];
        match row.who {
            Who::Owner => headers.push(("authorization", "Bearer mine")),
            Who::Nobody => {}
            Who::Credential(text) => headers.push(("authorization", text)),
        }
        google.send_with(method, &target, &headers, body.as_bytes())
    }
}

/// Whether all that is wanted is there.
fn has(there: &Value, wanted: &Value) -> bool {
    match (there, wanted) {
        (Value::Object(there), Value::Object(wanted)) => {
            wanted.iter().all(|(name, value)| has(there.get(name).unwrap_or(&Value::Null), value))
        }
        (Value::Array(there), Value::Array(wanted)) => {
            there.len() == wanted.len() && there.iter().zip(wanted).all(|(there, wanted)| has(there, wanted))
        }
        _ => there == wanted,
    }
}
