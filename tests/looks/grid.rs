//! A tab on the page: what stays, what it is coloured by, where its links lead, and that it keeps up.

use std::collections::BTreeMap;

use browser::Window;

use crate::stage::{FIRST, Stage};
use crate::{bounds, browser, cell, is_seen};

/// A stage after its first night.
async fn after_a_night() -> Stage {
    let stage = Stage::set().unwrap();
    stage.type_the_week().unwrap();
    stage.adopt().await.unwrap();
    stage.night(FIRST).await.unwrap();
    stage
}

#[tokio::test]
async fn frozen_rows_and_columns_stay_while_the_rest_moves() {
    let Some(mut browser) = browser() else { return };
    let stage = after_a_night().await;
    let mut page = browser.open(&stage.tab("Traslado 2026-11-23"), Window::wide(1366)).unwrap();
    let (header, id, other, name) =
        (cell("Vence"), cell("CE-2026-00020"), cell("Objeto"), cell("Solicitante"));

    let before = [&header, &id, &other, &name].map(|cell| bounds(&mut page, cell));
    page.value("window.scrollTo(400, 700)").unwrap();
    let after = [&header, &id, &other, &name].map(|cell| bounds(&mut page, cell));

    // The ID keeps its place from the left and goes up with its row; the header of another column moves to the left.
    assert!((before[1][0] - after[1][0]).abs() < 1.0, "{before:?} {after:?}");
    assert!(before[1][1] - after[1][1] > 600.0, "{before:?} {after:?}");
    assert!((before[2][0] - after[2][0] - 400.0).abs() < 1.0, "{before:?} {after:?}");
    assert!((before[3][0] - after[3][0]).abs() < 1.0, "{before:?} {after:?}");
    // The header row is at the top, over the rows that went by, and both are seen.
    assert!(after[2][1] > 0.0 && after[2][3] < 140.0, "{after:?}");
    assert!([&other, &id, &name].into_iter().all(|cell| is_seen(&mut page, cell)));
    // What moved is behind the frozen columns.
    assert!(!is_seen(&mut page, &header));
}

#[tokio::test]
async fn a_date_is_coloured_as_its_day_comes_near_and_goes_by() {
    let Some(mut browser) = browser() else { return };
    let stage = after_a_night().await;
    let color = format!("getComputedStyle({}).backgroundColor", cell("07/12/2026"));
    let mut colors = Vec::new();
    // Ten, six and three business days before, and a day behind.
    for day in ["2026-11-23", "2026-11-27", "2026-12-02", "2026-12-09"] {
        stage.set_clock(&format!("{day}T15:00:00Z"));
        let mut page = browser.open(&stage.tab("Traslado 2026-11-23"), Window::wide(1366)).unwrap();
        colors.push(page.value(&color).unwrap());
    }
    let expected = ["rgb(255, 255, 255)", "rgb(255, 242, 204)", "rgb(252, 229, 205)", "rgb(244, 204, 204)"];
    assert_eq!(colors, expected);
}

/// Every fill of a tab as the API answers it, by address, as a browser names colours.
fn fills(stage: &Stage, title: &str) -> BTreeMap<(usize, usize), String> {
    let book = stage.setup.emulator.with(|world| world.spreadsheet(&stage.setup.id)).unwrap();
    let sheets = book["sheets"].as_array().unwrap();
    let sheet = sheets.iter().find(|sheet| sheet["properties"]["title"] == title).unwrap();
    let mut out = BTreeMap::new();
    for (row, data) in sheet["data"][0]["rowData"].as_array().unwrap().iter().enumerate() {
        for (column, cell) in data["values"].as_array().into_iter().flatten().enumerate() {
            let fill = &cell["effectiveFormat"]["backgroundColor"];
            if fill.is_object() {
                let byte = |name: &str| (fill[name].as_f64().unwrap_or(0.0) * 255.0).round();
                out.insert(
                    (row, column),
                    format!("rgb({}, {}, {})", byte("red"), byte("green"), byte("blue")),
                );
            }
        }
    }
    out
}

#[tokio::test]
async fn every_cell_has_the_fill_that_the_api_answers() {
    let Some(mut browser) = browser() else { return };
    let stage = after_a_night().await;
    // Some dates have gone by, others are near.
    stage.set_clock("2026-12-09T15:00:00Z");
    for title in ["CE-F05", "Traslado 2026-11-23", "Pendientes", "Tablero"] {
        let mut page = browser.open(&stage.tab(title), Window::wide(1366)).unwrap();
        // Cells that a merge covers stand nowhere, so that a cell is found by where its row and its column begin.
        let shown = page
            .value(
                "[...document.querySelectorAll('.grid tr[id]')].map(row => [...row.querySelectorAll('td')].map(cell => \
                 [cell.colSpan, getComputedStyle(cell).backgroundColor]))",
            )
            .unwrap();
        let fills = fills(&stage, title);
        let mut compared = 0;
        for (row, cells) in shown.as_array().unwrap().iter().enumerate() {
            let mut column = 0;
            for cell in cells.as_array().unwrap() {
                if let Some(fill) = fills.get(&(row, column)) {
                    assert_eq!(cell[1], *fill, "{title}, row {}, column {column}", row + 1);
                    compared += 1;
                }
                column += usize::try_from(cell[0].as_u64().unwrap()).unwrap();
            }
        }
        assert!(compared > 100, "{title}: {compared}");
    }
}

#[tokio::test]
async fn a_link_leads_to_its_row() {
    let Some(mut browser) = browser() else { return };
    let stage = after_a_night().await;
    let mut page = browser.open(&stage.tab("Pendientes"), Window::wide(1366)).unwrap();
    let link =
        "[...document.querySelectorAll('.grid td a')].find(link => link.textContent.endsWith('fila 40'))";
    page.value(&format!("({link}).id = 'followed'")).unwrap();
    let id = page.value(&format!("({link}).closest('tr').querySelector('td').textContent")).unwrap();

    page.click("#followed").unwrap();
    page.wait("document.readyState === 'complete' && document.title.startsWith('Traslado 2026-11-23')")
        .unwrap();
    let row = "document.querySelector('tr:target')";
    assert_eq!(page.value(&format!("{row}.querySelector('th').textContent")).unwrap(), "40");
    assert_eq!(page.value(&format!("{row}.querySelector('td').textContent")).unwrap(), id);
    assert!(is_seen(&mut page, &format!("{row}.querySelector('td')")));
}

#[tokio::test]
async fn what_staff_type_is_shown_without_anyone_asking() {
    let Some(mut browser) = browser() else { return };
    let stage = Stage::set().unwrap();
    stage.type_the_week().unwrap();
    let mut page = browser.open(&stage.address(), Window::wide(1366)).unwrap();
    assert_eq!(page.value(&format!("{} === undefined", cell("Ana Nueva Prueba"))).unwrap(), true);
    stage.setup.type_at("F4", &[["Ana Nueva Prueba"]]);
    page.wait(&format!("{} !== undefined", cell("Ana Nueva Prueba"))).unwrap();
}
