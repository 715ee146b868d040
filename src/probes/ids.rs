//! What Google does with ids that its caller chooses: the ground of "never twice".

use serde_json::json;

use crate::google::sheets::{Change, change};
use crate::google::{Error, RefusalKind};
use crate::probes::scratch_sheet::{ScratchSheet, title};
use crate::probes::{done, refused};
use crate::sheet::sheet_id::SheetId;

const KEY: &str = "traslado.prueba";

/// A batch as a hand-off's begins: the mark, then a tab.
fn commit(mark: i32, value: &str, tab: SheetId) -> [Change<'static>; 2] {
    [change::create_metadata(mark, KEY, value.to_owned()), change::add_sheet(tab, &title(tab), 3, 3, false)]
}

pub(super) async fn used_metadata_id(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let (mark, first, second) = (scratch.id(), scratch.sheet_id(), scratch.sheet_id());
    scratch.apply(&commit(mark, "first", first)).await?;
    let was_refused =
        refused(scratch.apply(&commit(mark, "second", second)).await, RefusalKind::MetadataIdTaken)?;
    Ok(was_refused
        && scratch.mark(mark).await?.as_deref() == Some("first")
        && scratch.tab_metadata(second).await?.is_none())
}

pub(super) async fn second_copy(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let (mark, tab) = (scratch.id(), scratch.sheet_id());
    let batch = commit(mark, "nonce", tab);
    scratch.apply(&batch).await?;
    let again = refused(scratch.apply(&batch).await, RefusalKind::MetadataIdTaken)?;
    let listed = scratch.metadata().await?.entries.iter().filter(|entry| entry.id == mark).count();
    Ok(again && listed == 1 && scratch.mark(mark).await?.as_deref() == Some("nonce"))
}

pub(super) async fn racing(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    for _ in 0..3 {
        let mark = scratch.id();
        let tabs = [scratch.sheet_id(), scratch.sheet_id(), scratch.sheet_id(), scratch.sheet_id()];
        let run = |turn: usize| async move {
            refused(
                scratch.apply(&commit(mark, &turn.to_string(), tabs[turn])).await,
                RefusalKind::MetadataIdTaken,
            )
        };
        let (a, b, c, d) = tokio::join!(run(0), run(1), run(2), run(3));
        let lost = [a?, b?, c?, d?];
        let won: Vec<usize> = (0..tabs.len()).filter(|&turn| !lost[turn]).collect();
        let existing: Vec<SheetId> =
            scratch.metadata().await?.tabs.into_iter().map(|tab| tab.sheet_id).collect();
        let made: Vec<usize> = (0..tabs.len()).filter(|&turn| existing.contains(&tabs[turn])).collect();
        let marked = scratch.mark(mark).await?;
        if won.len() != 1 || made != won || marked != Some(won[0].to_string()) {
            return Ok(false);
        }
    }

    Ok(true)
}

pub(super) async fn used_sheet_id(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let tab = scratch.tab(2, 2).await?;
    let mark = scratch.id();
    let again = commit(mark, "again", tab);
    // Another title, so that the title is not what is refused.
    let [mark_it, _] = again;
    let other = change::add_sheet(tab, &format!("{} bis", title(tab)), 2, 2, false);
    let was_refused = refused(scratch.apply(&[mark_it, other]).await, RefusalKind::SheetIdTaken)?;
    Ok(was_refused && scratch.mark(mark).await?.is_none())
}

pub(super) async fn used_title(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let tab = scratch.tab(2, 2).await?;
    let mark = scratch.id();
    let again = change::add_sheet(scratch.sheet_id(), &title(tab), 2, 2, false);
    let batch = [change::create_metadata(mark, KEY, String::new()), again];
    let was_refused = refused(scratch.apply(&batch).await, RefusalKind::TitleTaken)?;
    Ok(was_refused && scratch.mark(mark).await?.is_none())
}

pub(super) async fn title_case(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let tab = scratch.tab(2, 2).await?;
    let other = title(tab).to_uppercase();
    let taken = refused(
        scratch.apply(&[change::add_sheet(scratch.sheet_id(), &other, 2, 2, false)]).await,
        RefusalKind::TitleTaken,
    )?;
    Ok(!taken)
}

pub(super) async fn freed_metadata_id(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let mark = scratch.id();
    scratch.apply(&[change::create_metadata(mark, KEY, "first".into())]).await?;
    scratch.apply(&[change::delete_metadata(mark)]).await?;
    done(scratch.apply(&[change::create_metadata(mark, KEY, "second".into())]).await)
}

pub(super) async fn freed_sheet_id(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let tab = scratch.tab(2, 2).await?;
    scratch.people(&[json!({"deleteSheet": {"sheetId": tab}})]).await?;
    done(scratch.apply(&[change::add_sheet(tab, &title(tab), 2, 2, false)]).await)
}

pub(super) async fn unmatched_deletion(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    Ok(!done(scratch.apply(&[change::delete_metadata(scratch.id())]).await)?)
}

pub(super) async fn metadata_ceiling(scratch: &ScratchSheet<'_>) -> Result<bool, Error> {
    let mark = scratch.id();
    let answer = scratch.apply(&[change::create_metadata(mark, KEY, "x".repeat(30_001))]).await;
    if answer.is_ok() {
        // The rest of the questions need the room.
        scratch.apply(&[change::delete_metadata(mark)]).await?;
    }
    refused(answer, RefusalKind::MetadataCeiling)
}
