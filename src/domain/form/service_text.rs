//! Which texts beside the rows are the service's own, and which ones people typed there.
//!
//! People insert cells and shift the others right, paste a block over the headers, and type notes where the
//! service writes. So before it replaces a cell the service asks whether it has written that text itself:
//! an ID, or sentences of a list to which lines are only ever added.

use std::sync::LazyLock;

use crate::domain::form::service_column::ServiceColumn;
use crate::sheet::cell::Cell;
use crate::sheet::normalize;

/// The sentences that the service writes beside rows, or has written, one a line. A line is never changed or
/// taken out: what an earlier version wrote stands in sheets.
const SENTENCES: &str = include_str!("service_text.txt");

static PATTERNS: LazyLock<Vec<Vec<SentencePart>>> =
    LazyLock::new(|| SENTENCES.lines().map(|line| parts(&normalize::canonical(line))).collect());

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
enum SentencePart {
    /// Always the same.
    Fixed(String),
    /// A day, as 24/11/2026.
    Day,
    /// A number.
    Number,
    /// The ID of a report.
    Id,
    /// Columns by their letters, as "f, g y h".
    Columns,
    /// Radicados.
    Radicados,
    /// A datum that somebody probably meant to type, up to the question mark.
    Meant,
}

/// Returns `true` if a cell in a column of the service holds a text that the service may have written there
/// or in another of its columns. A blank cell holds none of anybody's.
pub fn is_services(column: ServiceColumn, cell: &Cell) -> bool {
    match cell {
        Cell::Blank => true,
        Cell::Text(text) => is_sentences(text) || column == ServiceColumn::Radicado && is_radicado(text),
        Cell::Number(_) => column == ServiceColumn::Radicado && is_radicado(&cell.text()),
        Cell::Bool(_) | Cell::Formula { .. } => false,
    }
}

/// Returns `true` if a cell holds IDs or sentences of the service, and no header of one of its columns.
pub fn is_annotation(cell: &Cell) -> bool {
    let Cell::Text(text) = cell else { return false };
    let key = normalize::key(text);
    let is_header = |column: &ServiceColumn| {
        [column.header(), &column.own_header()].iter().any(|header| normalize::key(header) == key)
    };
    !cell.is_blank() && is_sentences(text) && !ServiceColumn::ALL.iter().any(is_header)
}

/// Returns `true` if a text is made of nothing but IDs and sentences of the service.
pub fn is_sentences(text: &str) -> bool {
    let text = normalize::canonical(text);
    let mut begins = vec![0];
    let mut tried = 0;

    while let Some(&at) = begins.get(tried) {
        tried += 1;
        let rest = &text[at..];
        if rest.is_empty() {
            return true;
        }
        for left in PATTERNS.iter().filter_map(|pattern| after(pattern, rest)) {
            let next = if left.is_empty() { Some(left) } else { left.strip_prefix(' ') };
            let next = next.map(|next| text.len() - next.len());
            begins.extend(next.filter(|next| !begins.contains(next)));
        }
    }

    false
}

/// Returns `true` if a text may be a radicado, or several: letters, digits, dashes, blanks and ";", with a
/// digit. What staff type there and is made of the same is taken for one, too: the column is the service's.
pub fn is_radicado(text: &str) -> bool {
    text.chars().all(is_of_radicado) && text.chars().any(|c| c.is_ascii_digit())
}

fn is_of_radicado(c: char) -> bool {
    c.is_alphanumeric() || c.is_whitespace() || matches!(c, '-' | ';' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The parts of a line of the list, as texts are compared.
fn parts(line: &str) -> Vec<SentencePart> {
    let mut parts = Vec::new();
    for (at, piece) in line.split(['{', '}']).enumerate() {
        parts.push(match piece {
            "fecha" if at % 2 == 1 => SentencePart::Day,
            "número" if at % 2 == 1 => SentencePart::Number,
            "id" if at % 2 == 1 => SentencePart::Id,
            "columnas" if at % 2 == 1 => SentencePart::Columns,
            "radicados" if at % 2 == 1 => SentencePart::Radicados,
            "dato" if at % 2 == 1 => SentencePart::Meant,
            // A blank beside a part that varies counts.
            fixed => SentencePart::Fixed(fixed.to_owned()),
        });
    }
    parts
}

/// The text that follows a sentence at the beginning of a text; `None` where the text does not begin with it.
fn after<'a>(pattern: &[SentencePart], text: &'a str) -> Option<&'a str> {
    pattern.iter().try_fold(text, |rest, part| match part {
        SentencePart::Fixed(fixed) => rest.strip_prefix(fixed.as_str()),
        SentencePart::Day => [2, 2, 4].iter().enumerate().try_fold(rest, |rest, (at, count)| {
            let rest = if at == 0 { rest } else { rest.strip_prefix('/')? };
            digits(rest).filter(|after| rest.len() - after.len() == *count)
        }),
        SentencePart::Number => digits(rest),
        SentencePart::Id => {
            let number = digits(rest.strip_prefix("ce-")?)?.strip_prefix('-')?;
            digits(number).filter(|after| number.len() - after.len() >= 5)
        }
        SentencePart::Columns => columns(rest),
        SentencePart::Meant => rest.find('?').filter(|end| *end > 0).map(|end| &rest[end..]),
        SentencePart::Radicados => {
            let after = rest.trim_start_matches(|c| is_of_radicado(c) || c == ',');
            is_radicado(&rest[..rest.len() - after.len()].replace(',', "")).then_some(after)
        }
    })
}

/// The text that follows the digits at the beginning of a text.
fn digits(text: &str) -> Option<&str> {
    let after = text.trim_start_matches(|c: char| c.is_ascii_digit());
    (after.len() < text.len()).then_some(after)
}

/// The text that follows the letters of columns at the beginning of a text.
fn columns(text: &str) -> Option<&str> {
    let one = |text: &str| {
        let letters = text.chars().take_while(char::is_ascii_lowercase).count();
        (1..=3).contains(&letters).then_some(letters)
    };
    let mut rest = &text[one(text)?..];
    loop {
        let next = [", ", " y "].iter().find_map(|joining| rest.strip_prefix(joining));
        match next.and_then(|next| Some(&next[one(next)?..])) {
            Some(after) => rest = after,
            None => return Some(rest),
        }
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;

    /// After how many lines of the list their digest was recorded, oldest first. Whoever adds lines below adds a
    /// record of all, and changes none.
    const RECORDED: [(usize, &str); 1] = [(165, "b2ebdd27dba3d19f")];

    #[test]
    fn no_line_of_the_list_is_changed_or_taken_out() {
        let lines: Vec<&str> = SENTENCES.lines().collect();
        let digest = |count: usize| hex::encode(&Sha256::digest(lines[..count].join("\n"))[..8]);
        for (count, recorded) in RECORDED {
            assert!(count <= lines.len(), "{} lines, and {count} were recorded", lines.len());
            assert_eq!(digest(count), recorded, "one of the first {count} lines is another");
        }
        let all = lines.len();
        assert_eq!(RECORDED.last().map(|(count, _)| *count), Some(all), "add ({all}, {:?})", digest(all));
        assert!(lines.iter().all(|line| !line.is_empty() && line.trim() == *line));
    }

    #[test]
    fn what_people_add_to_a_sentence_makes_it_theirs() {
        for own in [
            "CE-2026-00001",
            " ce-2026-123456 ",
            "Trasladado como PQR el 24/11/2026",
            "Respondido el 24/11/2026. Corrección trasladada el 25/11/2026",
            "Remitido en parte. Trasladado como POR COMPLETAR el 24/11/2026, desde la hoja anterior",
            "Repite la fila 12: no se traslada otra vez",
            "Falta: identificación; fundamentos. Complete la fecha con el año.",
            "Atención al Ciudadano escribió radicados distintos: R-1, 2026-ES-7.",
            "Radicado (traslado)",
            "Confirme el dominio del correo: parece tener un error de escritura. ¿Será olga@gmail.com?",
        ] {
            assert!(is_sentences(own), "{own}");
        }

        for typed in [
            "llamar mañana",
            "Trasladado como PQR el 24/11/2026 ojo",
            "OJO. Trasladado como PQR el 24/11/2026",
            "Trasladado como PQR el 24/11/26",
            "PQR",
            "CE-2026-7",
            "Falta: la factura.",
            "Atención al Ciudadano escribió radicados distintos: R-1. llamar",
            "Complete la fecha con el año. Complete",
            "12",
        ] {
            assert!(!is_sentences(typed), "{typed}");
        }
    }

    #[test]
    fn a_radicado_has_a_digit_and_nothing_but_letters_digits_dashes_blanks_and_semicolons() {
        let text = |text: &str| Cell::Text(text.to_owned());
        for own in [
            "000123",
            "2026-ES-7",
            "R–1; R–2",
            "R 7\nR 8",
            "Radicado 2026-7",
            "ESSMAR-2026-00123",
            "2026-ES-00123; 2026-ES-00124; 2026-ES-00125",
        ] {
            assert!(is_services(ServiceColumn::Radicado, &text(own)), "{own}");
            assert!(!is_services(ServiceColumn::State, &text(own)), "{own}");
        }
        for typed in ["pendiente", "Sí", "2026/7", "tel. 300", "(7)"] {
            assert!(!is_services(ServiceColumn::Radicado, &text(typed)), "{typed}");
        }
        let formula = Cell::Formula { source: "=M2".into(), shown: Box::new(text("CE-2026-00001")) };
        assert!(!is_services(ServiceColumn::Id, &formula), "a formula is somebody's");
        assert!(is_services(ServiceColumn::Radicado, &Cell::Number(20_261.0)));
    }
}
