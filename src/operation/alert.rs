//! The mails to the operator: nights fail, they work again, no new row comes.

use chrono::{DateTime, Utc};
use chrono_tz::America::Bogota;

use crate::domain::handoff::quiet::QuietSpell;
use crate::domain::law::entity::Entity;
use crate::domain::mail::notice::{MailBlock, Notice, render};
use crate::operation::record::{Alarm, NightsRecord, Part};

/// The place that nights run at, for whoever keeps several.
#[derive(Clone, Debug)]
pub struct Place {
    /// The host's name.
    pub host: String,
    /// The configuration's path.
    pub config: String,
}

impl Place {
    /// The paragraph that names it.
    fn paragraph(&self) -> MailBlock {
        paragraph(&format!("Servidor: {}. Configuración: {}.", self.host, self.config))
    }

    /// A command as it must be typed there.
    fn command(&self, command: &str) -> String {
        format!("«traslado --config {} {command}»", self.config)
    }
}

/// Writes the mail. `record` is that of the host, the night that has just ended included.
pub fn write(alarm: Alarm, record: &NightsRecord, place: &Place, entity: &Entity) -> Notice {
    match alarm {
        Alarm::Failing => failing(record, place, entity),
        Alarm::Repaired => repaired(record, place, entity),
    }
}

/// The nights' work, as a mail names it.
fn nightly(entity: &Entity) -> String {
    let (form, procedure) = (entity.form.cited(), entity.procedure.cited());
    format!("El traslado nocturno del formato {form} (procedimiento {procedure})")
}

fn failing(record: &NightsRecord, place: &Place, entity: &Entity) -> Notice {
    let times = match record.failures {
        1 => "no se pudo hacer".to_owned(),
        failures => format!("no se pudo hacer en {failures} intentos seguidos"),
    };
    let since = record.failing_since.map_or_else(String::new, |at| format!(", desde el {}", clock(at)));
    let success = match record.success {
        Some(at) => format!("El último traslado completo empezó el {}.", clock(at)),
        None => "Este servidor no tiene registro de ningún traslado completo.".to_owned(),
    };

    let code = record.last.map_or(1, |last| last.code);
    let part =
        record.last.and_then(|last| last.part).map_or_else(String::new, |Part { handed_over, deferred }| {
            format!(
                " Ese intento trasladó una parte: {handed_over} filas; quedaron por trasladar {deferred}."
            )
        });
    let blocks = [
        paragraph("Cordial saludo."),
        paragraph(&format!("{} {times}{since}. {success}", nightly(entity))),
        paragraph(&format!("Causa del último intento: {}; código de salida {code}.{part}", cause(code))),
        paragraph(&format!(
            "Qué hacer: en el servidor, ejecute {}, que dice qué falta y cómo se corrige. El mensaje completo de cada \
             intento está en el registro del servicio (journalctl) o en el correo de cron.",
            place.command("check"),
        )),
        place.paragraph(),
        paragraph(
            "Ningún reporte se pierde: todos siguen en la hoja, y el primer traslado que funcione entrega lo pendiente. \
             Pero los términos para responder siguen corriendo.",
        ),
        paragraph(
            "Este mensaje se envía una sola vez por cada serie de fallas; otro avisará cuando el traslado vuelva a \
             funcionar. Lo envía el sistema y no contiene datos personales.",
        ),
    ];

    render(format!("[{} {}] Alerta: el traslado {times}", entity.form.code, day(record)), &blocks)
}

fn repaired(record: &NightsRecord, place: &Place, entity: &Entity) -> Notice {
    let at = record
        .success
        .map_or_else(String::new, |at| format!(" El que comenzó el {} se completó.", clock(at)));
    let blocks = [
        paragraph("Cordial saludo."),
        paragraph(&format!(
            "{} volvió a funcionar.{at} Lo que estaba pendiente quedó entregado.",
            nightly(entity)
        )),
        place.paragraph(),
        paragraph("Este mensaje lo envía el sistema y no contiene datos personales."),
    ];

    render(format!("[{} {}] El traslado volvió a funcionar", entity.form.code, day(record)), &blocks)
}

/// Writes the mail that no new row has come for some business days. `record` is that of the host, the night
/// that has just ended included.
pub fn quiet(quiet: QuietSpell, record: &NightsRecord, place: &Place, entity: &Entity) -> Notice {
    let QuietSpell { since, days, .. } = quiet;
    let since = since.format("%d/%m/%Y");
    let blocks = [
        paragraph("Cordial saludo."),
        paragraph(&format!(
            "{} funciona, pero hace {days} días hábiles o más que no llega ninguna fila nueva: las últimas se trasladaron \
             el {since}.",
            nightly(entity)
        )),
        paragraph(&format!(
            "Qué hacer: pregunte a Comunicaciones si siguen escribiendo en este archivo y en esta pestaña. Si escriben en \
             otra hoja, sus reportes no se están trasladando y los términos corren; {} dice si otra pestaña del archivo \
             tiene reportes. Si ningún ciudadano ha escrito, no hay nada que hacer.",
            place.command("check"),
        )),
        place.paragraph(),
        paragraph(
            "Este mensaje se envía una sola vez mientras no llegue una fila nueva. Lo envía el sistema y no contiene datos \
             personales.",
        ),
    ];

    render(
        format!("[{} {}] Aviso: {days} días hábiles sin filas nuevas", entity.form.code, day(record)),
        &blocks,
    )
}

fn paragraph(words: &str) -> MailBlock {
    MailBlock::Paragraph(words.to_owned())
}

fn clock(at: DateTime<Utc>) -> String {
    format!("{} (hora de Colombia)", at.with_timezone(&Bogota).format("%d/%m/%Y %H:%M"))
}

/// The day in Colombia on which the last night began.
fn day(record: &NightsRecord) -> String {
    let at = record.last.map(|last| last.at.with_timezone(&Bogota).date_naive().to_string());
    at.unwrap_or_default()
}

/// The cause that an exit code stands for, to the operator.
fn cause(code: u8) -> &'static str {
    match code {
        65 => "la hoja no se puede leer como CE-F05 (pestaña, columnas o zona horaria)",
        66 => {
            "el libro de traslados no coincide con lo que se escribió en él, u otra cosa ocupa el lugar del traslado"
        }
        73 => "se alcanzó un tope de Google (celdas, pestañas o metadatos)",
        75 => {
            "Google no respondió o su cuota se agotó, había otro traslado en curso, o el reloj del servidor no está en hora"
        }
        77 => "Google no acepta las credenciales, o la cuenta no puede abrir la hoja o escribir en ella",
        78 => "la configuración o el archivo de credenciales tiene errores",
        _ => "un defecto del programa",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::record::Last;

    fn record(codes: &[u8]) -> NightsRecord {
        codes.iter().zip(10..).fold(NightsRecord::default(), |record, (code, day)| {
            let at = format!("2026-11-{day}T08:00:00Z").parse().unwrap();
            record.after(Last { at, seconds: 1.0, code: *code, part: None }, None)
        })
    }

    #[test]
    fn the_mail_counts_dates_and_names_the_cause() {
        let place = Place { host: "servidor-1".to_owned(), config: "/etc/traslado/ce-f05.toml".to_owned() };
        let mail = write(Alarm::Failing, &record(&[0, 77, 75]), &place, &Entity::default());
        assert_eq!(
            mail.subject,
            "[CE-F05 2026-11-12] Alerta: el traslado no se pudo hacer en 2 intentos seguidos"
        );
        for words in [
            "en 2 intentos seguidos, desde el 11/11/2026 03:00 (hora de Colombia). El último traslado completo empezó el \
             10/11/2026 03:00 (hora de Colombia).",
            "su cuota se agotó",
            "código de salida 75",
            "Servidor: servidor-1. Configuración: /etc/traslado/ce-f05.toml.",
            "ejecute «traslado --config /etc/traslado/ce-f05.toml check»",
        ] {
            assert!(mail.text.contains(words), "{words}: {}", mail.text);
        }
        let mail = write(Alarm::Failing, &record(&[78]), &place, &Entity::default());
        assert!(mail.text.contains("no se pudo hacer, desde el 10/11/2026"), "{}", mail.text);
        assert!(mail.text.contains("no tiene registro de ningún traslado completo"), "{}", mail.text);
    }
}
