//! What Gmail does with drafts: the ground of "one notice".

use lettre::Message;
use lettre::message::header::ContentType;

use crate::google::Error;
use crate::google::Kind;
use crate::probes::scratch_sheet::{Bench, Letters};

/// A mail that says what it is.
fn letter(letters: &Letters) -> Vec<u8> {
    let message = Message::builder()
        .from(letters.from.clone())
        .to(letters.to.clone())
        .subject("[CE-F05] Prueba del traslado")
        .header(ContentType::TEXT_PLAIN)
        .body("Este mensaje es una prueba del envío de avisos. No hay que hacer nada con él.\n".to_owned());
    // Both addresses were parsed, so a message can always be built.
    message.map(|message| message.formatted()).unwrap_or_default()
}

/// Whether a draft was sent; `false` where Gmail says that it is gone.
async fn sent(bench: &Bench<'_>, draft: &str) -> Result<bool, Error> {
    match bench.google.send_draft(draft).await {
        Ok(()) => Ok(true),
        Err(Error { kind: Kind::NotFound, .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

pub(super) async fn sent_draft_is_gone(bench: &Bench<'_>, letters: &Letters) -> Result<bool, Error> {
    let draft = bench.google.create_draft(&letter(letters)).await?;
    let there = bench.google.draft_exists(&draft).await?;
    let first = sent(bench, &draft).await?;
    let gone = !bench.google.draft_exists(&draft).await?;
    Ok(there && first && gone && !sent(bench, &draft).await?)
}

pub(super) async fn deleted_draft_is_gone(bench: &Bench<'_>, letters: &Letters) -> Result<bool, Error> {
    let draft = bench.google.create_draft(&letter(letters)).await?;
    bench.google.delete_draft(&draft).await?;
    Ok(!bench.google.draft_exists(&draft).await? && !sent(bench, &draft).await?)
}

pub(super) async fn two_sends(bench: &Bench<'_>, letters: &Letters) -> Result<bool, Error> {
    let draft = bench.google.create_draft(&letter(letters)).await?;
    let (first, second) = tokio::join!(sent(bench, &draft), sent(bench, &draft));
    Ok(first? != second?)
}
