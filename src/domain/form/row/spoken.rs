//! What a citizen said by voice.

use crate::domain::finding::field::Field;
use crate::domain::finding::{Finding, Rule};
use crate::domain::form::row::cells::FormRow;
use crate::sheet::normalize;

/// Words by which staff say, in a text, that the citizen spoke it.
const SPOKEN: [&str; 16] = [
    "nota de voz",
    "notas de voz",
    "mensaje de voz",
    "mensajes de voz",
    "audio omitido",
    "audio de whatsapp",
    "transcripcion de audio",
    "transcripcion del audio",
    "en el audio",
    "por audio",
    "segun audio",
    "ver audio",
    "escuchar audio",
    "voice message",
    "voice note",
    "audio omitted",
];

/// Words of the column of interactions for what is spoken.
const SPOKEN_INTERACTIONS: [&str; 5] = ["voz", "audio", "audios", "vivo", "live"];

impl FormRow<'_> {
    /// Notes that the petition is verbal, which is to be recorded as such (Decreto 1166 de 2016).
    pub(super) fn note_spoken(&mut self) {
        let text = |field: Field| self.normalized.text(field);
        let in_texts = [Field::Subject, Field::Grounds].into_iter().any(|field| is_spoken(text(field)));
        let file = text(Field::Link).contains(".opus") || text(Field::Link).contains("ptt-");
        if in_texts || file || self.is_spoken_interaction() {
            self.findings.push(Finding::row(Rule::VerbalPetition));
        }
    }

    fn is_spoken_interaction(&self) -> bool {
        if !self.normalized.is_filled(Field::Interaction) {
            return false;
        }
        let typed = normalize::plain(&self.cell(Field::Interaction).text());
        typed.split(|c: char| !c.is_alphanumeric()).any(|word| SPOKEN_INTERACTIONS.contains(&word))
    }
}

/// Returns `true` if a normalized text says that the citizen spoke it.
fn is_spoken(normalized: &str) -> bool {
    if !["audio", "voz", "voice"].into_iter().any(|word| normalized.contains(word)) {
        return false;
    }

    let words = normalize::spaced(normalized);
    // "Audio: que no hay agua", and nothing but the word.
    let label = normalized.trim_start_matches(|c: char| !c.is_alphanumeric()).strip_prefix("audio");
    let is_label = label.is_some_and(|rest| {
        rest.trim_start().is_empty() || rest.trim_start().starts_with([':', '(', '-', ']', '.'])
    });
    is_label || SPOKEN.iter().any(|phrase| words.contains(&format!(" {phrase} ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voice_note_is_told_from_a_text_about_sounds() {
        for typed in [
            "Nota de voz",
            "Audio: que no hay agua en la 22",
            "[Audio] la vecina dice que se rebosó el manjol",
            "Nota de voz (0:45): pide revisión del medidor",
            "audio omitido",
            "Dice en el audio que lleva tres días sin agua",
            "Voice message",
            "audio",
        ] {
            assert!(is_spoken(&normalize::plain(typed)), "{typed}");
        }
        for typed in [
            "No hay agua",
            "El audio del televisor se dañó con el apagón",
            "a viva voz pido que arreglen la fuga",
            "audiovisuales de la empresa",
            "",
        ] {
            assert!(!is_spoken(&normalize::plain(typed)), "{typed}");
        }
    }
}
