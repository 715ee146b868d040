//! The mail that reminds Citizen Attention of what is due: counts and a link, never a citizen's data.

use chrono::NaiveDate;

use crate::domain::clerks::pending::Due;
use crate::domain::law::entity::Entity;
use crate::domain::mail::notice::{MailBlock, Notice, plural, render};

/// Writes the mail of one day. `list` opens the work list; `reference` is the office's own of its
/// internal communications (GD-P01), or empty.
pub fn write(due: Due, day: NaiveDate, list: String, entity: &Entity, reference: &str) -> Notice {
    let paragraph = |words: &str| MailBlock::Paragraph(words.to_owned());
    let [soon, past] = due.lines();
    let blocks = [
        paragraph("Cordial saludo."),
        MailBlock::Paragraph(format!(
            "Estos reportes de redes sociales, ya trasladados a {}, siguen sin fecha de respuesta ({}):",
            entity.clerks_office,
            entity.cited(reference)
        )),
        MailBlock::List(vec![past, soon, format!("Sin respuesta en total: {}", due.all)]),
        MailBlock::Linked { label: "Ver los pendientes".to_owned(), link: list },
        paragraph(
            "Un reporte sale de la lista cuando se escribe su fecha de respuesta en la pestaña del traslado. Este \
             recordatorio se envía los días hábiles en que no hay aviso de traslado. Lo envía el sistema y no contiene \
             datos de los ciudadanos.",
        ),
    ];

    let subject = format!(
        "[{} {day}] Recordatorio de respuestas: {}, {} por vencer",
        entity.form.code,
        plural(due.past, "vencida", "vencidas"),
        due.soon,
    );

    render(subject, &blocks)
}
