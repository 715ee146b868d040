//! What Gmail does with drafts: the ground of "one notice".

use lettre::Message;
use lettre::message::header::ContentType;

use crate::google::{Error, ErrorKind};
use crate::probes::scratch_sheet::{ScratchSheet, TestMail};

/// A mail that says what it is.
fn letter(test_mail: &TestMail) -> Vec<u8> {
    let message = Message::builder()
        .from(test_mail.from.clone())
        .to(test_mail.to.clone())
        .subject("[CE-F05] Prueba del traslado")
        .header(ContentType::TEXT_PLAIN)
        .body("Este mensaje es una prueba del envío de avisos. No hay que hacer nada con él.\n".to_owned());
    // Both addresses were parsed, so a message can always be built.
    message.map(|message| message.formatted()).unwrap_or_default()
}

/// Sends a draft; `false` where Gmail says that it is gone.
async fn sent(scratch: &ScratchSheet<'_>, draft: &str) -> Result<bool, Error> {
    match scratch.google.send_draft(draft).await {
        Ok(()) => Ok(true),
        Err(Error { kind: ErrorKind::NotFound, .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

pub(super) async fn sent_draft_is_gone(
    scratch: &ScratchSheet<'_>,
    test_mail: &TestMail,
) -> Result<bool, Error> {
    let draft = scratch.google.create_draft(&letter(test_mail)).await?;
    let there = scratch.google.draft_exists(&draft).await?;
    let first = sent(scratch, &draft).await?;
    let gone = !scratch.google.draft_exists(&draft).await?;
    Ok(there && first && gone && !sent(scratch, &draft).await?)
}

pub(super) async fn deleted_draft_is_gone(
    scratch: &ScratchSheet<'_>,
    test_mail: &TestMail,
) -> Result<bool, Error> {
    let draft = scratch.google.create_draft(&letter(test_mail)).await?;
    scratch.google.delete_draft(&draft).await?;
    Ok(!scratch.google.draft_exists(&draft).await? && !sent(scratch, &draft).await?)
}

pub(super) async fn two_sends(scratch: &ScratchSheet<'_>, test_mail: &TestMail) -> Result<bool, Error> {
    let draft = scratch.google.create_draft(&letter(test_mail)).await?;
    let (first, second) = tokio::join!(sent(scratch, &draft), sent(scratch, &draft));
    Ok(first? != second?)
}
