//! What stands where a citizen's words should: that there is a recording or a picture, that a call was
//! missed, that a message was deleted, or a greeting alone.

use rustc_hash::FxHashMap;

use crate::domain::finding::Rule;
use crate::sheet::normalize;

/// Why a text says nothing of what the citizen wants. Of several reasons in one text the last here counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Absence {
    /// A greeting, and nothing more yet.
    Greeting,
    /// A call, a reaction, a mention, a sticker: nothing was said.
    ByNature,
    /// The content exists, but the sheet only says so: a recording, a picture, "ídem".
    Elsewhere,
    /// The citizen took the message back.
    DeletedByCitizen,
    /// The office deleted the citizen's message.
    DeletedByOffice,
}

impl Absence {
    /// The rule that tells people of it.
    pub fn rule(self) -> Rule {
        match self {
            Self::Greeting => Rule::GreetingOnly,
            Self::ByNature => Rule::NothingSaid,
            Self::Elsewhere => Rule::ContentElsewhere,
            Self::DeletedByCitizen => Rule::DeletedByCitizen,
            Self::DeletedByOffice => Rule::DeletedByOffice,
        }
    }
}

/// The texts that networks and staff write in place of content, from the form, by their first word; of
/// those with one first word the longest first.
#[derive(Clone, Debug, Default)]
pub struct AbsenceTexts(FxHashMap<String, Vec<AbsenceText>>);

#[derive(Clone, Debug)]
struct AbsenceText {
    /// The words behind the first.
    rest: Vec<String>,
    /// `None` of a text that may stand beside the others: `por favor`, `archivo adjunto`.
    absence: Option<Absence>,
}

impl AbsenceTexts {
    /// The texts with what each says; `None` of those that may stand beside them.
    pub fn new<'a>(texts: impl IntoIterator<Item = (&'a str, Option<Absence>)>) -> Self {
        let mut by_first: FxHashMap<String, Vec<AbsenceText>> = FxHashMap::default();
        for (text, absence) in texts {
            let normalized = normalize::plain(text);
            let mut words = words(&normalized).map(str::to_owned);
            if let Some(first) = words.next() {
                by_first.entry(first).or_default().push(AbsenceText { rest: words.collect(), absence });
            }
        }

        for texts in by_first.values_mut() {
            texts.sort_by_key(|text| std::cmp::Reverse(text.rest.len()));
        }
        Self(by_first)
    }

    /// Why a normalized text says nothing, where all of it is such texts and names of files; `None` where
    /// it has a word besides, or no word at all.
    pub fn absence(&self, normalized: &str) -> Option<Absence> {
        let mut words = words(normalized);
        let mut found = None;

        while let Some(first) = words.next() {
            let text = self.0.get(first)?.iter().find(|text| {
                let mut ahead = words.clone();
                text.rest.iter().all(|word| ahead.next() == Some(word))
            })?;
            for _ in &text.rest {
                words.next();
            }
            found = found.max(text.absence);
        }

        // "IMG-0001.jpg (archivo adjunto)": the file says of what kind it is.
        file(normalized).filter(|_| found <= Some(Absence::Elsewhere)).or(found)
    }
}

/// The words of two letters or more; neither links, mentions, tags and names of files, nor what has a digit.
fn words(normalized: &str) -> impl Iterator<Item = &str> + Clone {
    normalized.split(' ').flat_map(|chunk| {
        // Nearly every chunk is letters, and a word as it is.
        let is_word = chunk.bytes().all(|byte| byte.is_ascii_lowercase());
        let (word, other) = if is_word { (chunk, "") } else { ("", chunk) };
        std::iter::once(word).chain(words_of_other(other)).filter(|word| word.len() > 1)
    })
}

/// The words of a chunk that is not letters alone.
fn words_of_other(chunk: &str) -> impl Iterator<Item = &str> + Clone {
    let says = !chunk.starts_with(['@', '#'])
        && !chunk.starts_with("http")
        && !chunk.starts_with("www.")
        && extension(chunk).is_none();
    let words = if says { chunk } else { "" }.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.chars().nth(1).is_some() && word.chars().all(char::is_alphabetic))
}

/// The absence that the name of a file is: nothing is said by a sticker.
fn file(normalized: &str) -> Option<Absence> {
    let extension = normalized.split(' ').find_map(extension)?;
    Some(if extension == "webp" { Absence::ByNature } else { Absence::Elsewhere })
}

/// The extension of a chunk that is the name of a file which people send each other.
fn extension(chunk: &str) -> Option<&str> {
    let name = chunk.trim_matches(|c: char| !c.is_alphanumeric());
    let (_, extension) = name.rsplit_once('.').filter(|(stem, _)| !stem.contains("://"))?;
    let known = [
        "jpg", "jpeg", "png", "heic", "gif", "webp", "mp4", "mov", "3gp", "mp3", "opus", "ogg", "aac", "m4a",
        "amr", "wav", "pdf", "doc", "docx", "xls", "xlsx", "vcf", "zip",
    ];
    known.contains(&extension).then_some(extension)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::form;

    fn absence(typed: &str) -> Option<Absence> {
        form().absence_texts().absence(&normalize::plain(typed))
    }

    #[test]
    fn what_stands_elsewhere_is_to_be_transcribed() {
        for typed in [
            "<Multimedia omitido>",
            "<Archivo omitido>",
            "<Media omitted>",
            "imagen omitida",
            "\u{200e}audio omitido",
            "video omitido",
            "GIF omitido",
            "documento omitido",
            "image omitted",
            "audio omitted",
            "video omitted",
            "document omitted",
            "IMG-20261117-WA0012.jpg (archivo adjunto)",
            "PTT-20261117-WA0003.opus (file attached)",
            "<adjunto: 00000012-PHOTO-2026-11-17-10-00-00.jpg>",
            "VID-20261117-WA0001.mp4",
            "foto.png",
            "recibo.pdf",
            "Audio",
            "nota de voz",
            "Nota de voz (0:45)",
            "mensaje de voz",
            "Voice message",
            "foto",
            "ver foto",
            "Ver fotos",
            "ver imagen",
            "ver video adjunto",
            "ver adjunto",
            "Ver audio",
            "ver pantallazo",
            "ver captura de pantalla",
            "se adjunta foto",
            "adjunto imagen",
            "adjunta video",
            "ídem",
            "Ídem anterior",
            "lo mismo",
            "lo mismo de arriba",
            "igual al anterior",
            "igual que el anterior",
            "ver arriba",
            "ver anterior",
            "ver fila anterior",
            "Ver enlace https://red.example/1",
            "ver link",
            "ver publicación",
            "ver comentario",
            "ver mensaje",
            "Hola, audio omitido",
            "Buenas tardes, ver foto 🙏",
            "envió una foto",
            "envió un archivo adjunto",
            "sent an attachment",
            "envió un mensaje de voz",
            "sent a voice message",
            "según audio",
            "Ver foto adjunta por favor",
            "imagen",
            "captura de pantalla",
            "pantallazo",
            "Ubicación",
            "tarjeta de contacto omitida",
            "Esperando este mensaje",
        ] {
            assert_eq!(absence(typed), Some(Absence::Elsewhere), "{typed}");
        }
    }

    #[test]
    fn a_call_a_reaction_and_a_mention_say_nothing() {
        for typed in [
            "Llamada perdida",
            "Llamada de voz perdida",
            "Videollamada perdida",
            "Llamada perdida a las 10:15",
            "Missed voice call",
            "Missed video call",
            "llamada no contestada",
            "sticker omitido",
            "sticker omitted",
            "Sticker",
            "STK-20261117-WA0001.webp (archivo adjunto)",
            "Te mencionó en su historia",
            "te mencionó en una historia",
            "mentioned you in their story",
            "Reaccionó con ❤️ a tu mensaje",
            "Reaccionó con 😂 a tu historia",
            "Reaccionó a tu historia: 🔥",
            "Reacted ❤️ to your message",
            "Le gustó tu mensaje",
            "Le gustó un mensaje",
            "Liked a message",
            "Liked your message",
            "Le gusta tu comentario",
            "te etiquetó en una publicación",
            "tagged you in a post",
            "compartió tu publicación",
            "Respondió a tu historia",
            "replied to your story",
            "Los mensajes y las llamadas están cifrados de extremo a extremo.",
            "Los mensajes y las llamadas están cifrados de extremo a extremo. Nadie fuera de este chat, ni siquiera WhatsApp, puede leerlos ni escucharlos.",
            "Messages and calls are end-to-end encrypted.",
            "Cambió tu código de seguridad",
            "👍 Me gusta",
            "ok",
            "Listo",
            "like",
        ] {
            assert_eq!(absence(typed), Some(Absence::ByNature), "{typed}");
        }
    }

    #[test]
    fn a_deleted_message_was_deleted_by_somebody() {
        for typed in [
            "Mensaje eliminado",
            "Se eliminó este mensaje.",
            "Este mensaje fue eliminado",
            "Eliminó este mensaje",
            "Mensaje borrado",
            "This message was deleted",
            "Anuló el envío de un mensaje",
            "unsent a message",
            "mensaje anulado",
            "Comentario eliminado",
            "el usuario eliminó el mensaje",
            "Borró el mensaje",
            "Publicación eliminada",
        ] {
            assert_eq!(absence(typed), Some(Absence::DeletedByCitizen), "{typed}");
        }
        for typed in [
            "Eliminaste este mensaje.",
            "You deleted this message",
            "Anulaste el envío de un mensaje",
            "Eliminaste este mensaje",
            "You unsent a message",
            "Hola. Eliminaste este mensaje",
        ] {
            assert_eq!(absence(typed), Some(Absence::DeletedByOffice), "{typed}");
        }
    }

    #[test]
    fn a_greeting_is_no_request() {
        for typed in [
            "Hola",
            "hola!!",
            "Holaa",
            "Buenos días 🙏",
            "Buen día",
            "Buenas",
            "Hola buenas",
            "Hola, buenas tardes",
            "Buenas noches señores ESSMAR",
            "Cordial saludo",
            "Hola, ¿cómo están?",
            "Saludos",
            "Buenas tardes, muchas gracias",
            "Good morning",
            "Hello",
            "hi",
            "Feliz tarde",
            "Aló",
        ] {
            assert_eq!(absence(typed), Some(Absence::Greeting), "{typed}");
        }
    }

    #[test]
    fn a_word_besides_is_content() {
        for typed in [
            "",
            "👏👏",
            "No hay agua",
            "Buenas tardes, llevamos tres días sin agua",
            "Hola, ¿cuándo llega el carrotanque?",
            "audio omitido: dice que no hay agua",
            "ver foto del medidor dañado",
            "lo mismo de siempre, no llega el agua",
            "Mensaje eliminado. No hay agua en Gaira",
            "foto del recibo",
            "necesito una llamada",
            "Llamada perdida, quiero que me llamen",
            "la imagen de la empresa",
            "Hola, no hay agua",
            "medidor.",
            "se va el agua",
            "ok pero no hay agua",
            "gracias por nada, sin agua",
            "la calle es la misma",
            "mensaje",
            "por favor",
            "Hola Gaira sin agua",
            "https://red.example/foto.jpg no hay agua",
        ] {
            assert_eq!(absence(typed), None, "{typed}");
        }
    }
}
