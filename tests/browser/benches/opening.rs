//! Prints how long a browser takes to open pages of a tab of 100,000 rows and 24 columns on the emulator's page.
//! Run with `cargo bench -p browser`; without a browser it says so.

#![expect(clippy::expect_used, reason = "A benchmark that cannot go on says why and ends.")]

use std::time::Instant;

use browser::{Browser, Window};
use fixtures::Setup;
use google_emulator::Options;

const ROWS: u32 = 100_000;
const COLUMNS: usize = 24;

fn main() {
    let mut browser = match Browser::start() {
        Ok(browser) => browser,
        Err(why) => return println!("skipped: {why}"),
    };
    let setup = Setup::start(Options::default(), "2026-03-01");
    let filled = Instant::now();
    setup.type_at("A1", &rows());
    println!(
        "{} with {ROWS} rows and {COLUMNS} columns, typed in {:.1} s",
        browser.version().expect("a version"),
        filled.elapsed().as_secs_f64()
    );

    println!("{:<28}{:>12}{:>10}{:>12}", "page", "seconds", "MB", "elements");
    let pages = ROWS / 500 + 1;
    for (name, query) in [
        ("the first time, page 1".to_owned(), String::new()),
        ("page 1".to_owned(), String::new()),
        (format!("page {}", pages / 2), format!("&page={}#r49900", pages / 2)),
        (format!("page {pages}, the last"), format!("&page={pages}")),
    ] {
        let address =
            format!("{}/_emulator/spreadsheets/{}?gid=0{query}", setup.emulator.base_url(), setup.id);
        let start = Instant::now();
        let mut page = browser.open(&address, Window::wide(1366)).expect("the page opens");
        // The first screenshot is there when everything is laid out and painted.
        page.screenshot(false).expect("the page is painted");
        let seconds = start.elapsed().as_secs_f64();
        let asked = "[performance.getEntriesByType('navigation')[0].transferSize, document.querySelectorAll('*').length]";
        let measured = page.value(asked).expect("sizes");
        let megabytes = measured[0].as_f64().unwrap_or_default() / 1_048_576.0;
        println!(
            "{name:<28}{seconds:>12.2}{megabytes:>10.2}{:>12}",
            measured[1].as_u64().unwrap_or_default()
        );
    }
}

/// Two reports side by side in each row, for there are twelve columns of one.
fn rows() -> Vec<Vec<String>> {
    (0..ROWS).map(|n| [fixtures::complete(n), fixtures::complete(n + ROWS)].concat()).collect()
}
