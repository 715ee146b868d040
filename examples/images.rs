//! Makes the images of the documentation, as a browser shows the spreadsheet after two nights:
//! `cargo run --example images` writes them into `docs/images`.

#![expect(clippy::expect_used, reason = "An image that cannot be made says why and ends.")]

#[path = "demo/stage.rs"]
mod stage;

use std::error::Error;
use std::fs;
use std::path::Path;

use browser::{Browser, Window};
use stage::{FIRST, SECOND, Stage};

/// What the clerks have before them, and what staff do: the file, the tab, the instant, and the column that stands
/// at the left.
const IMAGES: [(&str, &str, &str, &str); 2] = [
    // A day on which some reports are due soon and others have gone by.
    ("traslado", "Traslado 2026-11-23", "2026-12-09T15:00:00Z", "A"),
    ("ce-f05", "CE-F05", SECOND, "T"),
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut browser = Browser::start()?;
    let stage = Stage::set()?;
    stage.type_the_week()?;
    stage.adopt().await?;
    stage.night(FIRST).await?;
    stage.play_staff()?;
    stage.night(SECOND).await?;

    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/images");
    for (name, tab, instant, column) in IMAGES {
        stage.set_clock(instant);
        let mut page = browser.open(&stage.tab(tab), Window { width: 1180, height: 560, zoom: 1.0 })?;
        // Only the sheet, from that column on.
        page.value(&format!(
            "(() => {{ const grid = document.querySelector('.grid'); \
             const first = [...grid.querySelectorAll('thead tr:first-child th')].find(th => th.textContent === '{column}'); \
             window.scrollTo(first.offsetLeft - 46, grid.offsetTop); }})()"
        ))?;
        let file = folder.join(format!("{name}.png"));
        fs::write(&file, page.screenshot(false)?)?;
        println!("{}", file.display());
    }
    Ok(())
}
