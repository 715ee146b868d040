//! What the words of a report suggest. Suggestions only: a person decides.

use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError};

use super::finding::Rule;
use super::lexicon::Lexicon;
use super::spelling;

/// The kinds of report, from the most to the least special (CE-P08; CPACA art. 14; Ley 142 de 1994,
/// art. 154).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Recurso: reposición, and apelación in subsidy.
    Appeal,
    /// Reclamo: about billing.
    Claim,
    /// Queja: about conduct.
    Complaint,
    /// Solicitud de documentos o información.
    Documents,
    /// Consulta.
    Consultation,
    /// Petición: everything else that asks for something.
    Petition,
}

impl Kind {
    /// The kinds, the most special first.
    pub const ALL: [Self; 6] =
        [Self::Appeal, Self::Claim, Self::Complaint, Self::Documents, Self::Consultation, Self::Petition];

    /// The Spanish name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Appeal => "recurso",
            Self::Claim => "reclamo",
            Self::Complaint => "queja",
            Self::Documents => "solicitud de documentos",
            Self::Consultation => "consulta",
            Self::Petition => "petición",
        }
    }
}

/// What a word list stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Words of a kind of report.
    Kind(Kind),
    /// Words that make a finding.
    Alert(Rule),
}

/// What the words of one report say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// The kind with most words, the most special of those with as many; `None` without any.
    pub kind: Option<Kind>,
    /// The findings the words make, in the order of the form.
    pub alerts: Vec<Rule>,
}

/// The word lists of the form, ready to look for.
#[derive(Clone, Debug)]
pub struct Words {
    finder: AhoCorasick,
    topics: Vec<Topic>,
    typed: Lexicon<Kind>,
}

impl Words {
    /// Words by what they stand for, and the kinds by what staff type. A word is whole unless it
    /// ends in `*`.
    ///
    /// # Errors
    /// When there are more words than the search can hold.
    pub fn new<'a>(
        lists: impl IntoIterator<Item = (Topic, &'a [String])>,
        typed: impl IntoIterator<Item = (Kind, &'a [String])>,
    ) -> Result<Self, BuildError> {
        let mut patterns = Vec::new();
        let mut topics = Vec::new();
        for (topic, words) in lists {
            for word in words {
                let (stem, end) = word.strip_suffix('*').map_or((word.as_str(), " "), |stem| (stem, ""));
                patterns.push(format!(" {}{end}", spaced(&spelling::fold(stem)).trim()));
                topics.push(topic);
            }
        }
        let kinds =
            typed.into_iter().flat_map(|(kind, words)| words.iter().map(move |word| (word.as_str(), kind)));
        Ok(Self {
            // The lists are short and the texts many: the fastest automaton is worth its table.
            finder: AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(patterns)?,
            topics,
            typed: Lexicon::new(kinds),
        })
    }

    /// The kind that staff typed, if the form knows the word.
    pub fn typed_kind(&self, folded: &str) -> Option<Kind> {
        let word = folded.trim_end_matches(|c: char| !c.is_alphanumeric());
        self.typed.get(word).or_else(|| self.typed.get(word.strip_suffix('s')?))
    }

    /// What folded texts suggest together.
    pub fn read(&self, folded: &[&str]) -> Suggestions {
        let mut text = String::with_capacity(folded.iter().map(|text| text.len() + 2).sum());
        for part in folded {
            spaced_into(part, &mut text);
        }
        let mut counts = [0_u32; Kind::ALL.len()];
        let mut alerts: Vec<Rule> = Vec::new();
        for found in self.finder.find_overlapping_iter(&text) {
            match self.topics.get(found.pattern().as_usize()) {
                Some(Topic::Kind(kind)) => counts[*kind as usize] += 1,
                Some(Topic::Alert(rule)) if !alerts.contains(rule) => alerts.push(*rule),
                _ => {}
            }
        }
        alerts.sort_unstable();
        let most = counts.iter().max().copied().unwrap_or(0);
        let kind = Kind::ALL.into_iter().find(|kind| most > 0 && counts[*kind as usize] == most);
        Suggestions { kind, alerts }
    }
}

/// A text whose words stand between single spaces, with one at either end.
pub(crate) fn spaced(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len() + 2);
    spaced_into(folded, &mut out);
    out
}

fn spaced_into(folded: &str, out: &mut String) {
    let mut space = true;
    out.push(' ');
    for c in folded.chars() {
        let letter = c.is_alphanumeric();
        if letter || !space {
            out.push(if letter { c } else { ' ' });
        }
        space = !letter;
    }
    if !space {
        out.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::form::Form;

    fn read(text: &str) -> Suggestions {
        Form::builtin().words().read(&[&spelling::fold(text)])
    }

    #[test]
    fn words_suggest_a_kind() {
        for (text, kind) in [
            ("La factura llegó por 482 mil y siempre pago 60", Some(Kind::Claim)),
            ("me cobran promedio y el medidor está bueno", Some(Kind::Claim)),
            ("mala atención del funcionario, fue grosero", Some(Kind::Complaint)),
            ("interpongo recurso de reposición y en subsidio apelación", Some(Kind::Appeal)),
            ("necesito copia de mi certificado", Some(Kind::Documents)),
            ("por favor arreglen el tubo", Some(Kind::Petition)),
            ("6 días sin agua en Bastidas", None),
        ] {
            assert_eq!(read(text).kind, kind, "{text}");
        }
    }

    #[test]
    fn words_make_alerts() {
        for (text, rule) in [
            ("no ha pasado el carro de la basura esta semana", Rule::Cleaning),
            ("se fue la luz", Rule::Energy),
            ("rompieron la vía.", Rule::Roads),
            ("manjol rebosado frente al colegio", Rule::Priority),
            ("falta tapa de manjol en la 22 con 16, se cayó una moto", Rule::Priority),
            ("voy a poner una TUTELA", Rule::Escalation),
            ("ya operó el silencio administrativo", Rule::Silence),
            ("reitero mi queja", Rule::Reiteration),
            ("soy menor de edad", Rule::MinorPerson),
        ] {
            assert!(read(text).alerts.contains(&rule), "{text}");
        }
    }

    #[test]
    fn a_whole_word_is_not_found_inside_another() {
        assert_eq!(read("vivía en Lucía, envían todavía").alerts, []);
        assert_eq!(read("se botó el agua").alerts, []);
    }

    #[test]
    fn kinds_are_known_as_staff_type_them() {
        let form = Form::builtin();
        for (typed, kind) in
            [("Queja", Kind::Complaint), ("RECLAMOS", Kind::Claim), ("Petición", Kind::Petition)]
        {
            assert_eq!(form.words().typed_kind(&spelling::fold(typed)), Some(kind));
        }
        assert_eq!(form.words().typed_kind("daño"), None);
    }
}
