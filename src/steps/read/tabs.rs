//! The tabs of hand-offs, as far as a night needs them.

use std::collections::BTreeMap;

use tracing::warn;

use crate::domain::clerks::answers::Answers;
use crate::domain::handoff::listed::Listed;
use crate::domain::handoff::table::Column;
use crate::domain::ids::IdSpace;
use crate::error::Error;
use crate::google::sheets::{Area, Render, TabMetadata, ValuesByArea};
use crate::session::Session;
use crate::sheet::sheet_id::SheetId;

/// The column of the IDs, from its first to before its last.
const IDS: (u32, u32) = (0, 1);
/// The clerks' columns.
const CLERKS: (u32, u32) = (Column::CLERKS.start, Column::CLERKS.end);

/// The areas read of a hand-off's tab: the IDs and what clerks have typed. The other columns hold citizens'
/// texts, years of them, and nobody needs them. Google refuses to read columns that are not there, so of a tab
/// that lost columns, or is none of ours, only the IDs are read.
pub(super) fn areas(tab: &TabMetadata) -> Vec<Area> {
    let sheet = tab.sheet_id;
    let read: &[(u32, u32)] = if has_its_columns(tab) { &[IDS, CLERKS] } else { &[IDS] };
    read.iter().map(|(start, end)| Area::columns(sheet, *start, *end)).collect()
}

fn has_its_columns(tab: &TabMetadata) -> bool {
    tab.columns >= Column::CLERKS.end
}

/// Reads what the tabs of hand-offs list, and what clerks have typed there. A column that people moved
/// is not where the tab was made with it: those tabs, and only they, are read again whole.
pub(super) async fn read(
    session: &Session<'_>,
    id_space: IdSpace,
    handoffs: &[&TabMetadata],
    mut values: ValuesByArea,
) -> Result<(BTreeMap<SheetId, Listed>, Answers), Error> {
    let states = session.settings.sheet.form.states().clone();
    let (mut listed, mut answers) = (BTreeMap::new(), Answers::at(id_space, states));
    let mut moved = Vec::new();

    for tab in handoffs {
        let sheet = tab.sheet_id;
        let [ids, clerks] = [IDS, CLERKS].map(|(start, end)| values.take(Area::columns(sheet, start, end)));
        listed.insert(sheet, Listed::read(&ids));
        if !answers.read(sheet, &ids, &clerks) {
            moved.push(sheet);
        }
    }

    if !moved.is_empty() {
        let whole: Vec<Area> = moved.iter().map(|sheet| Area::tab(*sheet)).collect();
        let mut values = session.values(&whole, Render::Formula).await?;
        for sheet in moved {
            let grid = values.take(Area::tab(sheet));
            if !answers.read(sheet, &grid, &grid) {
                answers.lose_columns(sheet);
                warn!(
                    sheet = sheet.number(),
                    "the tab has lost a column of the clerks'; what stood there is not shown"
                );
            }
        }
    }

    Ok((listed, answers))
}
