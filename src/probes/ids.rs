//! What Google does with ids that its caller chooses: the ground of "never twice".

use serde_json::json;

use crate::google::Error;
use crate::google::RefusalKind;
use crate::google::sheets::Change;
use crate::google::sheets::change;
use crate::probes::scratch_sheet::{Bench, title};
use crate::probes::{done, refused};

const KEY: &str = "traslado.prueba";

/// A batch as a hand-off's begins: the mark, then a tab.
fn commit(mark: i32, value: &str, tab: i32) -> [Change<'static>; 2] {
    [change::create_metadata(mark, KEY, value.to_owned()), change::add_sheet(tab, &title(tab), 3, 3, false)]
}

pub(super) async fn used_metadata_id(bench: &Bench<'_>) -> Result<bool, Error> {
    let (mark, first, second) = (bench.id(), bench.id(), bench.id());
    bench.apply(&commit(mark, "first", first)).await?;
    let was_refused =
        refused(bench.apply(&commit(mark, "second", second)).await, RefusalKind::MetadataIdTaken)?;
    Ok(was_refused
        && bench.mark(mark).await?.as_deref() == Some("first")
        && bench.frame_of(second).await?.is_none())
}

pub(super) async fn second_copy(bench: &Bench<'_>) -> Result<bool, Error> {
    let (mark, tab) = (bench.id(), bench.id());
    let batch = commit(mark, "nonce", tab);
    bench.apply(&batch).await?;
    let again = refused(bench.apply(&batch).await, RefusalKind::MetadataIdTaken)?;
    let listed = bench.metadata().await?.entries.iter().filter(|entry| entry.id == mark).count();
    Ok(again && listed == 1 && bench.mark(mark).await?.as_deref() == Some("nonce"))
}

pub(super) async fn racing(bench: &Bench<'_>) -> Result<bool, Error> {
    for _ in 0..3 {
        let mark = bench.id();
        let tabs = [bench.id(), bench.id(), bench.id(), bench.id()];
        let run = |turn: usize| async move {
            refused(
                bench.apply(&commit(mark, &turn.to_string(), tabs[turn])).await,
                RefusalKind::MetadataIdTaken,
            )
        };
        let (a, b, c, d) = tokio::join!(run(0), run(1), run(2), run(3));
        let lost = [a?, b?, c?, d?];
        let won: Vec<usize> = (0..tabs.len()).filter(|&turn| !lost[turn]).collect();
        let standing: Vec<i32> = bench.metadata().await?.tabs.into_iter().map(|tab| tab.sheet_id).collect();
        let made: Vec<usize> = (0..tabs.len()).filter(|&turn| standing.contains(&tabs[turn])).collect();
        let marked = bench.mark(mark).await?;
        if won.len() != 1 || made != won || marked != Some(won[0].to_string()) {
            return Ok(false);
        }
    }
    Ok(true)
}

pub(super) async fn used_sheet_id(bench: &Bench<'_>) -> Result<bool, Error> {
    let tab = bench.tab(2, 2).await?;
    let mark = bench.id();
    let again = commit(mark, "again", tab);
    // Another title, so that the title is not what is refused.
    let [mark_it, _] = again;
    let other = change::add_sheet(tab, &format!("{} bis", title(tab)), 2, 2, false);
    let was_refused = refused(bench.apply(&[mark_it, other]).await, RefusalKind::SheetIdTaken)?;
    Ok(was_refused && bench.mark(mark).await?.is_none())
}

pub(super) async fn used_title(bench: &Bench<'_>) -> Result<bool, Error> {
    let tab = bench.tab(2, 2).await?;
    let mark = bench.id();
    let again = change::add_sheet(bench.id(), &title(tab), 2, 2, false);
    let batch = [change::create_metadata(mark, KEY, String::new()), again];
    let was_refused = refused(bench.apply(&batch).await, RefusalKind::TitleTaken)?;
    Ok(was_refused && bench.mark(mark).await?.is_none())
}

pub(super) async fn title_case(bench: &Bench<'_>) -> Result<bool, Error> {
    let tab = bench.tab(2, 2).await?;
    let other = title(tab).to_uppercase();
    let taken = refused(
        bench.apply(&[change::add_sheet(bench.id(), &other, 2, 2, false)]).await,
        RefusalKind::TitleTaken,
    )?;
    Ok(!taken)
}

pub(super) async fn freed_metadata_id(bench: &Bench<'_>) -> Result<bool, Error> {
    let mark = bench.id();
    bench.apply(&[change::create_metadata(mark, KEY, "first".into())]).await?;
    bench.apply(&[change::delete_metadata(mark)]).await?;
    done(bench.apply(&[change::create_metadata(mark, KEY, "second".into())]).await)
}

pub(super) async fn freed_sheet_id(bench: &Bench<'_>) -> Result<bool, Error> {
    let tab = bench.tab(2, 2).await?;
    bench.people(&[json!({"deleteSheet": {"sheetId": tab}})]).await?;
    done(bench.apply(&[change::add_sheet(tab, &title(tab), 2, 2, false)]).await)
}

pub(super) async fn unmatched_deletion(bench: &Bench<'_>) -> Result<bool, Error> {
    Ok(!done(bench.apply(&[change::delete_metadata(bench.id())]).await)?)
}

pub(super) async fn metadata_ceiling(bench: &Bench<'_>) -> Result<bool, Error> {
    let mark = bench.id();
    let answer = bench.apply(&[change::create_metadata(mark, KEY, "x".repeat(30_001))]).await;
    if answer.is_ok() {
        // The rest of the questions need the room.
        bench.apply(&[change::delete_metadata(mark)]).await?;
    }
    refused(answer, RefusalKind::MetadataCeiling)
}
