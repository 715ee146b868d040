//! Makes PNGs of the tabs and the mails of a running emulator, as a browser shows them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use browser::{Browser, Error, Window};
use clap::Parser;

/// Makes PNGs of what a running google-emulator has, as a browser shows it.
#[derive(Parser)]
struct Arguments {
    /// The address of the emulator, as http://127.0.0.1:9009.
    emulator: String,
    /// The folder that the PNGs are written into.
    folder: PathBuf,
    /// A path of the emulator's page to make PNGs of, as /_emulator/mails/1; without one, every visible tab and every mail.
    pages: Vec<String>,
    /// Pixels that the window is wide.
    #[arg(long = "width", default_values_t = [1366, 390])]
    widths: Vec<u32>,
    /// How much larger than usual everything is: 1.25 for 125 %.
    #[arg(long = "zoom", default_values_t = [1.0])]
    zooms: Vec<f64>,
    /// The whole page, not only what a window shows of it.
    #[arg(long)]
    whole: bool,
}

fn main() -> ExitCode {
    match make(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            // As where a tool that a test needs is not there.
            ExitCode::from(if matches!(why, Error::Missing) { 77 } else { 1 })
        }
    }
}

fn make(arguments: &Arguments) -> Result<(), Error> {
    let mut browser = Browser::start()?;
    let origin = arguments.emulator.trim_end_matches('/');
    let pages =
        if arguments.pages.is_empty() { everything(&mut browser, origin)? } else { arguments.pages.clone() };
    fs::create_dir_all(&arguments.folder)?;

    for path in &pages {
        let mut page = browser.open(&format!("{origin}{path}"), Window::wide(1366))?;
        let title = page.value("document.title")?;
        let name = file_name(title.as_str().unwrap_or_default(), path);
        for width in &arguments.widths {
            for zoom in &arguments.zooms {
                page.resize(Window { zoom: *zoom, ..Window::wide(*width) })?;
                let file = arguments.folder.join(format!("{name}-{width}{}.png", suffix(*zoom)));
                write(&file, &page.screenshot(arguments.whole)?)?;
            }
        }
    }
    Ok(())
}

/// The paths of every tab that is not hidden, and of every mail: the page with its ways of reading it, and its HTML alone.
fn everything(browser: &mut Browser, origin: &str) -> Result<Vec<String>, Error> {
    let mut page = browser.open(&format!("{origin}/_emulator/"), Window::wide(1366))?;
    let tabs = "[...document.querySelectorAll('.list tr')].filter(row => !row.textContent.includes('hidden'))\
                .flatMap(row => [...row.querySelectorAll('a')]).map(link => link.getAttribute('href'))";
    let mut out = texts(&page.value(tabs)?);

    page.go(&format!("{origin}/_emulator/mails"))?;
    let mails = "[...document.querySelectorAll('.list a')].map(link => link.getAttribute('href')).reverse()";
    for mail in texts(&page.value(mails)?) {
        out.extend([format!("{mail}/html"), mail]);
    }
    Ok(out)
}

fn texts(list: &serde_json::Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(|text| text.as_str()).map(str::to_owned).collect()
}

/// The name of a file for a page: of a tab its title and its spreadsheet's, of anything else the path.
fn file_name(title: &str, path: &str) -> String {
    let words = match title.strip_suffix(" · google-emulator") {
        Some(titles) if path.contains("/spreadsheets/") => titles,
        _ => path.trim_start_matches("/_emulator"),
    };
    let plain = words.to_lowercase().replace(|letter: char| !letter.is_alphanumeric(), " ");
    plain.split_whitespace().collect::<Vec<_>>().join("-")
}

fn suffix(zoom: f64) -> String {
    if (zoom - 1.0).abs() < f64::EPSILON { String::new() } else { format!("-at-{:.0}", zoom * 100.0) }
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), Error> {
    fs::write(file, bytes)?;
    println!("{} ({} KB)", file.display(), bytes.len().div_ceil(1024));
    Ok(())
}
