//! Invented citizens. Every personal text of a citizen carries the citizen's own mark, so that a
//! test can tell whose text stands where, and find it where it must never be.

use fixtures::{ADDRESS, DATE, NAME, NETWORK, STAFF, row};

pub(crate) use fixtures::{HEADER, Row, early};

/// Headers of the service's own columns.
pub(crate) const OWN: [&str; 4] = ["ID traslado", "Estado traslado", "Observaciones traslado", "Radicado"];

/// What stands in some personal text of every citizen, in lower case and without blanks: none of it
/// may ever be seen outside the spreadsheet.
pub(crate) const CANARIES: [&str; 4] = ["zqx", "1.999.", "1999000", "3000000"];

/// A complete report of a citizen, another for every number, received on a day of March 2026 (or
/// another text for the date).
pub(crate) fn citizen(n: u32, date: &str) -> Row {
    let mark = format!("zqx{n}x");
    let mut cells = fixtures::cells(n, &mark);
    cells[DATE] = date.to_owned();
    cells[NETWORK] = ["Facebook", "Instagram", "WhatsApp", "X"][n as usize % 4].to_owned();
    cells[NAME] = format!("{}na {mark} Inventada", fixtures::letter(n));
    cells[ADDRESS] = format!("{} apto {mark}", cells[ADDRESS]);
    row(&cells, STAFF)
}

/// A report that lacks an address and a mail, so that it goes over to be completed.
pub(crate) fn incomplete(n: u32, date: &str) -> Row {
    let mut row = citizen(n, date);
    row[8] = "no tiene".to_owned();
    row[9] = String::new();
    row
}

/// The citizens whose marks stand in a text, in order, each once.
pub(crate) fn marks(text: &str) -> Vec<u32> {
    let mut found = Vec::new();
    for part in text.split("zqx").skip(1) {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        let closed = part[digits.len()..].starts_with('x');
        if let (true, Ok(n)) = (closed, digits.parse()) {
            found.push(n);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The first citizen's text that stands in a text which nobody outside may see.
pub(crate) fn leak(text: &str) -> Option<&'static str> {
    let plain: String = text.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    CANARIES.into_iter().find(|canary| plain.contains(canary))
}
