//! The tabs of hand-offs, as far as a night needs them.

use std::collections::BTreeMap;

use tracing::warn;

use super::Grid;
use crate::config::Settings;
use crate::domain::answers::Answers;
use crate::domain::listed::Listed;
use crate::domain::tab::{ANSWER_COLUMNS, NETWORK_COLUMN};
use crate::error::Error;
use crate::google::Google;
use crate::google::sheets::{Area, Render};

/// What is read of a hand-off's tab: the IDs, the networks and what clerks have typed. The columns
/// between hold citizens' texts, years of them, and nobody needs them.
pub(super) fn areas(sheet: i32, columns: u32) -> [Area; 3] {
    // Where somebody has deleted columns, the last ones are not there to be asked for.
    if columns < ANSWER_COLUMNS.end {
        return [Area::tab(sheet); 3];
    }
    [
        Area::columns(sheet, 0, 1),
        Area::columns(sheet, NETWORK_COLUMN, NETWORK_COLUMN + 1),
        Area::columns(sheet, ANSWER_COLUMNS.start, ANSWER_COLUMNS.end),
    ]
}

/// What the tabs of hand-offs list, and what clerks have typed there. A column that people moved is
/// not where the tab was made with it: those tabs, and only they, are read again whole.
pub(super) async fn read(
    google: &Google,
    settings: &Settings,
    handoffs: &[i32],
    mut grids: impl Iterator<Item = Grid>,
) -> Result<(BTreeMap<i32, Listed>, Answers), Error> {
    let (mut listed, mut answers) = (BTreeMap::new(), Answers::default());
    let mut moved = Vec::new();
    for sheet in handoffs {
        let [ids, networks, clerks] = [(); 3].map(|()| grids.next().unwrap_or_default());
        listed.insert(*sheet, Listed::read(&ids));
        if !answers.read(*sheet, &ids, &networks, &clerks) {
            moved.push(*sheet);
        }
    }
    if !moved.is_empty() {
        let whole: Vec<Area> = moved.iter().map(|sheet| Area::tab(*sheet)).collect();
        let failed = |error| Error::of_file(error, &settings.account);
        let grids = google.values(&settings.spreadsheet_id, &whole, Render::Formula).await.map_err(failed)?;
        for (sheet, grid) in moved.into_iter().zip(grids) {
            if !answers.read(sheet, &grid, &grid, &grid) {
                warn!(sheet, "the tab has lost a column of the clerks'; what stood there is not shown");
            }
        }
    }
    Ok((listed, answers))
}
