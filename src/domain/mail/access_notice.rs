//! The mail that tells both offices who else can open the file.

use chrono::NaiveDate;

use crate::domain::access::Exposure;
use crate::domain::law::entity::Entity;
use crate::domain::mail::notice::{MailBlock, Notice, render};

/// Writes the mail of one night.
pub fn write(exposure: &Exposure, day: NaiveDate, link: String, entity: &Entity) -> Notice {
    let paragraph = |words: &str| MailBlock::Paragraph(words.to_owned());
    let blocks = [
        paragraph("Cordial saludo."),
        MailBlock::Paragraph(format!(
            "El formato {} contiene datos personales y, según el procedimiento {}, solo lo comparten dos oficinas: {} y {}. \
             Además de las personas autorizadas, hoy lo puede abrir:",
            entity.form.cited(),
            entity.procedure.cited(),
            entity.staff_office,
            entity.clerks_office,
        )),
        MailBlock::List(parties(exposure)),
        paragraph(
            "Por favor, quien administra la hoja debe abrirla, elegir «Compartir» y quitar ese acceso. Si el acceso es \
             debido, quien opera el sistema debe agregarlo a la lista de autorizados.",
        ),
        MailBlock::Button { label: "Abrir la hoja".to_owned(), link },
        paragraph(
            "El traslado no se detuvo por esta causa. Este mensaje se repite cada noche hasta que se corrija. Lo envía \
             el sistema y no contiene datos personales.",
        ),
    ];

    let form = &entity.form.code;
    let subject =
        format!("[{form} {day}] Alerta de acceso: la hoja está compartida más allá de lo autorizado");
    render(subject, &blocks)
}

fn parties(exposure: &Exposure) -> Vec<String> {
    let mut parties = Vec::new();
    match exposure.link {
        Some(true) => parties.push("Cualquier persona que tenga el enlace, y puede escribir".to_owned()),
        Some(false) => parties.push("Cualquier persona que tenga el enlace".to_owned()),
        None => {}
    }

    parties.extend(exposure.domains.iter().map(|domain| format!("Todas las cuentas de {domain}")));
    if exposure.groups > 0 {
        parties.push(format!("Grupos que no están autorizados: {}", exposure.groups));
    }
    if exposure.people > 0 {
        parties.push(format!("Personas que no están autorizadas: {}", exposure.people));
    }

    parties
}
