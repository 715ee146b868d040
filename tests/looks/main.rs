//! What people see, seen by a browser: the emulator's page in a headless Chromium, over nights that were played.
//!
//! Where no browser is installed every test says so and passes. Screenshots are left in the folder that the first
//! line of `the_offices_see` names, for whoever changes how something looks.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    reason = "A test that cannot go on fails, and what it allocates on the way matters to nobody."
)]

mod demo;
mod grid;
mod hostile;
mod offices;
#[path = "../../examples/demo/stage.rs"]
mod stage;

use browser::{Browser, Error, Page};
use serde_json::json;

/// The browser of this machine; `None`, with a word, where there is none.
fn browser() -> Option<Browser> {
    match Browser::start() {
        Ok(browser) => Some(browser),
        Err(Error::Missing) => {
            eprintln!("skipped: {}", Error::Missing);
            None
        }
        Err(why) => panic!("the browser does not start: {why}"),
    }
}

/// The first cell whose text is this, as an expression of JavaScript.
fn cell(text: &str) -> String {
    format!("[...document.querySelectorAll('.grid td')].find(cell => cell.textContent === {})", json!(text))
}

/// Left, top, right and bottom of the element of an expression, in pixels of the window.
fn bounds(page: &mut Page<'_>, element: &str) -> [f64; 4] {
    let asked = format!(
        "(() => {{ const {{left, top, right, bottom}} = ({element}).getBoundingClientRect(); return [left, top, right, bottom]; }})()"
    );
    let value = page.value(&asked).unwrap();
    [0, 1, 2, 3].map(|at| value[at].as_f64().unwrap())
}

/// Whether the element of an expression, or what is in it, is what stands in its middle: seen, and covered by nothing.
fn is_seen(page: &mut Page<'_>, element: &str) -> bool {
    let asked = format!(
        "(() => {{ const found = {element}; const box = found.getBoundingClientRect(); \
         return found.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)); }})()"
    );
    page.value(&asked).unwrap() == true
}
