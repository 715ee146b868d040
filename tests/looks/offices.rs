//! What the two offices see on a screen and on a phone, after two nights.

use std::fs;
use std::path::Path;

use browser::{Page, Window};

use crate::browser;
use crate::stage::{FIRST, SECOND, Stage};

/// The width of an office's screen, and of a phone.
const WIDTHS: [u32; 2] = [1366, 390];

#[tokio::test]
async fn the_offices_see_the_form_the_tabs_and_the_mail() {
    let Some(mut browser) = browser() else { return };
    let stage = Stage::set().unwrap();
    stage.type_the_week().unwrap();
    stage.adopt().await.unwrap();
    stage.night(FIRST).await.unwrap();
    stage.play_staff().unwrap();
    stage.night(SECOND).await.unwrap();

    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("screenshots");
    fs::create_dir_all(&folder).unwrap();
    println!("screenshots: {}", folder.display());
    let mail = format!("{}/_emulator/mails/1/html", stage.setup.emulator.base_url());
    let pages = [
        ("ce-f05", stage.tab("CE-F05")),
        ("traslado", stage.tab("Traslado 2026-11-23")),
        ("pendientes", stage.tab("Pendientes")),
        ("tablero", stage.tab("Tablero")),
        ("mail", mail),
    ];
    for (name, address) in pages {
        let mut page = browser.open(&address, Window::wide(1366)).unwrap();
        for width in WIDTHS {
            page.resize(Window::wide(width)).unwrap();
            let png = page.screenshot(false).unwrap();
            // The width stands in the first chunk of the file.
            assert_eq!(png[16..20], width.to_be_bytes(), "{name}");
            fs::write(folder.join(format!("{name}-{width}.png")), png).unwrap();
            if name == "mail" {
                assert_eq!(page.value("document.documentElement.scrollWidth <= innerWidth").unwrap(), true);
            }
        }
        assert_eq!(page.complaints().unwrap(), Vec::<String>::new(), "{name}");
        if !matches!(name, "mail" | "ce-f05") {
            assert_eq!(cut_headers(&mut page), Vec::<String>::new(), "{name}");
        }
    }
}

/// The headers of a table of the service's that do not fit their cells.
fn cut_headers(page: &mut Page<'_>) -> Vec<String> {
    let cells = "[...document.querySelectorAll('.grid thead tr:last-child td')]";
    let asked = format!(
        "{cells}.flatMap(cell => [cell, ...cell.querySelectorAll('div')]).filter(part => part.scrollWidth > \
         part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1).map(part => part.textContent)"
    );
    let cut = page.value(&asked).unwrap();
    cut.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}
