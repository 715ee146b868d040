//! What a report is about, as far as its texts tell: for calling it a possible repeat, and nothing else.

use std::collections::BTreeSet;

use crate::domain::finding::field::Field;
use crate::domain::form::Form;
use crate::domain::form::report::Report;
use crate::domain::reconcile::likeness::{Likeness, differ_by};
use crate::domain::suggest::MatterSet;
use crate::sheet::normalize;

/// Fewest letters of a word that says something.
const SHORTEST: usize = 4;
/// The letters by which two forms of a word are one: "factura", "facturaron".
const STEM: usize = 5;
/// Fewest words that make a text of one's own.
const LONG: usize = 15;
/// One letter in so many may be wrong where a text is typed again.
const LETTERS_A_TYPO: usize = 12;

/// Words of at least four letters that stand in any report.
const COMMON: &[&str] = &[
    "agua",
    "alguien",
    "algun",
    "alguna",
    "ante",
    "antes",
    "anos",
    "aqui",
    "asi",
    "atencion",
    "ayuda",
    "ayudar",
    "barrio",
    "buen",
    "buena",
    "buenas",
    "bueno",
    "buenos",
    "calle",
    "carrera",
    "casa",
    "casas",
    "caso",
    "como",
    "comunidad",
    "cordial",
    "cosa",
    "cual",
    "cuando",
    "cuanto",
    "cuenta",
    "dias",
    "desde",
    "despues",
    "donde",
    "durante",
    "empresa",
    "entonces",
    "entre",
    "esas",
    "esos",
    "esta",
    "estamos",
    "estan",
    "estas",
    "este",
    "esto",
    "estos",
    "essmar",
    "favor",
    "gracias",
    "hace",
    "hacen",
    "hacer",
    "hasta",
    "hemos",
    "hola",
    "hora",
    "horas",
    "igual",
    "llevamos",
    "llevo",
    "luego",
    "manera",
    "mismo",
    "mucho",
    "mucha",
    "muchas",
    "muchos",
    "nada",
    "nadie",
    "necesitamos",
    "necesito",
    "noche",
    "noches",
    "nosotros",
    "nuestra",
    "nuestro",
    "nunca",
    "otra",
    "otras",
    "otro",
    "otros",
    "para",
    "parte",
    "peticion",
    "pero",
    "persona",
    "personas",
    "poder",
    "porque",
    "problema",
    "pronta",
    "pronto",
    "puede",
    "pueden",
    "quiero",
    "quisiera",
    "razon",
    "reporte",
    "reporto",
    "sector",
    "semana",
    "semanas",
    "senor",
    "senora",
    "senores",
    "servicio",
    "siempre",
    "sigue",
    "siguen",
    "sobre",
    "solicitamos",
    "solicito",
    "solicitud",
    "solucion",
    "solucionar",
    "somos",
    "tambien",
    "tanto",
    "tarde",
    "tardes",
    "tenemos",
    "tener",
    "tengo",
    "tiempo",
    "tiene",
    "tienen",
    "toda",
    "todas",
    "todavia",
    "todo",
    "todos",
    "urgente",
    "ustedes",
    "usuario",
    "usuarios",
    "vamos",
    "vecino",
    "vecinos",
    "veces",
    "vivimos",
    "vivo",
    "santa",
    "marta",
];
/// Words before the number of a street, a block or a house.
const VIAS: &[&str] = &[
    "av",
    "avenida",
    "c",
    "calle",
    "carrera",
    "cl",
    "cll",
    "cr",
    "cra",
    "dg",
    "diag",
    "diagonal",
    "k",
    "kr",
    "kra",
    "krr",
    "manzana",
    "mz",
    "mza",
    "tr",
    "transv",
    "transversal",
    "tv",
];

/// The matter of a report.
#[derive(Debug)]
pub(super) struct Matter {
    matters: MatterSet,
    /// The words that say something, each by its first letters.
    words: BTreeSet<String>,
    /// The letters and digits of the object and the grounds, each where it is a text.
    texts: Vec<String>,
    /// How many words the texts have.
    length: usize,
    /// The numbers of streets that the texts and the place name.
    streets: BTreeSet<String>,
    district: String,
}

impl Matter {
    /// The matter of a report. `form` has the words of matters.
    pub(super) fn of(report: &Report, form: &Form) -> Self {
        let plain = |field: Field| normalize::plain(report.text(field));
        let texts: Vec<String> = [Field::Subject, Field::Grounds].map(plain).into();
        let whole = texts.join(" . ");

        let long =
            |word: &&str| word.len() >= SHORTEST && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        let words = words(&whole).filter(long).filter(|word| !COMMON.contains(word));
        let keys = texts.iter().map(|text| normalize::key(text)).filter(|key| !key.is_empty());

        Self {
            matters: form.matters().of(&whole),
            words: words.map(|word| word.get(..STEM).unwrap_or(word).to_owned()).collect(),
            texts: keys.collect(),
            length: self::words(&whole).count(),
            streets: streets(&format!("{} {whole}", plain(Field::Place))),
            district: normalize::key(report.text(Field::District)),
        }
    }

    /// The likeness of what two reports of one person are about.
    pub(super) fn likeness(&self, other: &Self) -> Likeness {
        if self.is_elsewhere(other) {
            return Likeness::Other;
        }
        if self.shares_a_text(other) || self.matters.shares(other.matters) {
            return Likeness::Same;
        }

        let shared = self.words.intersection(&other.words).count();
        let fewest = self.words.len().min(other.words.len());
        if shared > 2 && shared * 2 >= fewest {
            return Likeness::Same;
        }
        let says = |matter: &Self| !matter.matters.is_empty() || matter.words.len() > 2;
        if says(self) && says(other) { Likeness::Other } else { Likeness::Unknown }
    }

    /// Returns `true` if there is neither an object nor a ground.
    pub(super) fn is_silent(&self) -> bool {
        self.texts.is_empty()
    }

    /// Returns `true` if both have texts and they are the same, letter for letter.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        !self.is_silent() && self.texts == other.texts
    }

    /// Returns `true` if both have a text in common that nobody else is likely to write.
    pub(super) fn shares_a_long_text(&self, other: &Self) -> bool {
        self.length >= LONG && self.says_the_same(other)
    }

    /// Returns `true` if the object or the grounds are the same, however they are spelt.
    fn shares_a_text(&self, other: &Self) -> bool {
        let is_same = |text: &String, other: &String| differ_by(text, other, text.len() / LETTERS_A_TYPO);
        self.texts.iter().any(|text| other.texts.iter().any(|other| is_same(text, other)))
    }

    /// Returns `true` if both say where, and it is not the same place.
    fn is_elsewhere(&self, other: &Self) -> bool {
        let streets = !self.streets.is_empty() && !other.streets.is_empty();
        let districts = [&self.district, &other.district].iter().all(|district| !district.is_empty());
        let same_district = self.district.contains(&other.district)
            || other.district.contains(&self.district)
            || differ_by(&self.district, &other.district, 2);
        // A crossing is another one where only one of its streets is the same.
        let common = self.streets.intersection(&other.streets).count();
        let same_streets = common >= self.streets.len().min(other.streets.len()).min(2);
        streets && !same_streets || districts && !same_district
    }
}

fn words(plain: &str) -> impl Iterator<Item = &str> {
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The numbers of the streets and blocks that a text names: "calle 30 con carrera 4", "la 30 con 4".
fn streets(plain: &str) -> BTreeSet<String> {
    let words: Vec<&str> = words(plain).collect();
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let number = |at: usize| words.get(at).filter(|word| is_number(word));

    let mut streets = BTreeSet::new();
    for (at, word) in words.iter().enumerate() {
        let crosses = *word == "con" && at > 0 && number(at - 1).is_some() && number(at + 1).is_some();
        if VIAS.contains(word) || crosses {
            streets.extend(number(at + 1).map(|number| (*number).to_owned()));
        }
        if crosses {
            streets.extend(number(at - 1).map(|number| (*number).to_owned()));
        }
    }
    streets
}
