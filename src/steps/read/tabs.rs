//! The tabs of hand-offs, as far as a night needs them.

use std::collections::BTreeMap;

use tracing::warn;

use crate::domain::clerks::answers::Answers;
use crate::domain::handoff::listed::Listed;
use crate::domain::handoff::tab::{ANSWER_COLUMNS, NETWORK_COLUMN};
use crate::domain::ids::IdSpace;
use crate::error::Error;
use crate::google::sheets::{Area, Render, TabMetadata};
use crate::session::Session;
use crate::steps::read::Grid;

/// The areas read of a hand-off's tab: the IDs, the networks and what clerks have typed. The columns
/// between hold citizens' texts, years of them, and nobody needs them. Google refuses to read columns
/// that are not there, so of a tab that lost columns, or is none of ours, only the IDs are read.
pub(super) fn areas(tab: &TabMetadata) -> Vec<Area> {
    let sheet = tab.sheet_id;
    let mut areas = vec![Area::columns(sheet, 0, 1)];
    if has_its_columns(tab) {
        areas.push(Area::columns(sheet, NETWORK_COLUMN, NETWORK_COLUMN + 1));
        areas.push(Area::columns(sheet, ANSWER_COLUMNS.start, ANSWER_COLUMNS.end));
    }
    areas
}

fn has_its_columns(tab: &TabMetadata) -> bool {
    tab.columns >= ANSWER_COLUMNS.end
}

/// Reads what the tabs of hand-offs list, and what clerks have typed there. A column that people moved
/// is not where the tab was made with it: those tabs, and only they, are read again whole.
pub(super) async fn read(
    session: &Session<'_>,
    id_space: IdSpace,
    handoffs: &[&TabMetadata],
    mut grids: impl Iterator<Item = Grid>,
) -> Result<(BTreeMap<i32, Listed>, Answers), Error> {
    let (mut listed, mut answers) = (BTreeMap::new(), Answers::at(id_space));
    let mut moved = Vec::new();

    for tab in handoffs {
        let sheet = tab.sheet_id;
        let ids = grids.next().unwrap_or_default();
        let mut wide = || if has_its_columns(tab) { grids.next() } else { None }.unwrap_or_default();
        let (networks, clerks) = (wide(), wide());
        listed.insert(sheet, Listed::read(&ids));
        if !answers.read(sheet, &ids, &networks, &clerks) {
            moved.push(sheet);
        }
    }

    if !moved.is_empty() {
        let whole: Vec<Area> = moved.iter().map(|sheet| Area::tab(*sheet)).collect();
        let grids = session.values(&whole, Render::Formula).await?;
        for (sheet, grid) in moved.into_iter().zip(grids) {
            if !answers.read(sheet, &grid, &grid, &grid) {
                warn!(sheet, "the tab has lost a column of the clerks'; what stood there is not shown");
            }
        }
    }

    Ok((listed, answers))
}
