//! The mail that reminds Citizen Attention of what is due: counts and a link, never a citizen's data.

use chrono::NaiveDate;

use crate::domain::clerks::pending::Due;
use crate::domain::law::entity::Entity;
use crate::domain::mail::notice::{MailBlock, Notice, in_words, render};

/// Writes the mail of one day. `list` opens the work list; `untouched` are the hand-offs in whose tab nobody has
/// typed for days; `reference` is the office's own of its internal communications (GD-P01), or empty.
pub fn write(
    due: Due,
    untouched: &[String],
    day: NaiveDate,
    list: String,
    entity: &Entity,
    reference: &str,
) -> Notice {
    let paragraph = |words: &str| MailBlock::Paragraph(words.to_owned());
    let mut blocks = vec![
        paragraph("Cordial saludo."),
        MailBlock::Paragraph(format!(
            "Estos reportes de redes sociales, ya trasladados a {}, siguen sin respuesta ({}):",
            entity.clerks_office,
            entity.cited(reference)
        )),
        MailBlock::List(vec![in_words(due), format!("Sin respuesta en total: {}", due.all)]),
        MailBlock::Button { label: "Abrir Pendientes".to_owned(), link: list },
    ];
    if !untouched.is_empty() {
        blocks.push(paragraph("En estos traslados, de hace tres días hábiles o más, nadie ha escrito nada:"));
        blocks.push(MailBlock::List(untouched.to_vec()));
    }
    blocks.push(paragraph(
        "Un reporte sale de la lista cuando en la pestaña del traslado se escribe el estado que lo termina, con su \
         fecha. Este recordatorio se envía los días hábiles en que no hay aviso de traslado. Lo envía el sistema y no \
         contiene datos de los ciudadanos.",
    ));

    let subject = format!("[{} {day}] Recordatorio de respuestas: {}", entity.form.code, due.in_words());

    render(subject, &blocks)
}
