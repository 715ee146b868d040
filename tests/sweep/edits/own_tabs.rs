//! What people do in the service's own tabs. Where a tab is not there, they do nothing.

use chrono::NaiveDate;
use google_emulator::{Refused, World};
use traslado::domain::ids::MaintainedTab;

use crate::oracle::tab_id;

/// A clerk gives the first report of the newest hand-off a radicado and an answer on a day, which is none before the
/// messages that stand in the sheet when a story begins.
pub(super) fn answer(world: &mut World, id: &str, n: u32, day: Option<NaiveDate>) -> Result<(), Refused> {
    let titles: Vec<String> = world.tabs(id).into_iter().map(|(_, title)| title).collect();
    let Some(title) = titles.iter().rfind(|title| title.starts_with("Traslado ")) else { return Ok(()) };
    let radicado = format!("R-{n:04}");
    let day = day.max(NaiveDate::from_ymd_opt(2026, 3, 9));
    let day = day.map(|day| day.format("%d/%m/%Y").to_string()).unwrap_or_default();
    world.sheet_mut(id, title)?.type_rows("H5", &[[radicado.as_str(), "Respondido", day.as_str()]])
}

/// Somebody types over the work list and the index, and moves their rows.
pub(super) fn scribble(world: &mut World, id: &str) -> Result<(), Refused> {
    for tab in [MaintainedTab::Pending, MaintainedTab::Index] {
        let Some(title) = maintained_title(world, id, tab) else { continue };
        let mut tab = world.sheet_mut(id, &title)?;
        tab.type_rows("A5", &[["=1+1", "ya"]])?;
        tab.insert_rows(2, 2)?;
    }
    Ok(())
}

/// Somebody finds the tabs in the way.
pub(super) fn delete(world: &mut World, id: &str) -> Result<(), Refused> {
    for tab in MaintainedTab::ALL {
        if let Some(title) = maintained_title(world, id, tab) {
            world.sheet_mut(id, &title)?.delete()?;
        }
    }
    Ok(())
}

/// The title of a tab that the service keeps up.
fn maintained_title(world: &World, id: &str, which: MaintainedTab) -> Option<String> {
    let is = |sheet: i64| tab_id(sheet).and_then(MaintainedTab::of) == Some(which);
    world.tabs(id).into_iter().find(|(sheet, _)| is(*sheet)).map(|(_, title)| title)
}
