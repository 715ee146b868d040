//! The words that the drop-downs of a sheet offer. A row that fills no column of the citizen's is
//! identified by what else was typed into it, and such a word was not.
//!
//! Like the normal form these lists are never changed: what the form's file calls a network, a kind or a
//! document may become better, and the row stays the report that it was.

use crate::domain::finding::field::Field;

/// The networks by their spellings, and the media that are none of them.
const NETWORKS: [&[&str]; 5] = [
    &["facbook", "face", "facebok", "facebook", "fanpage", "fb", "feis", "messenger", "msnfb"],
    &["tuiter", "tw", "twiter", "twitter", "twitterx", "twt", "x", "xcom", "xtwitter"],
    &["ig", "inst", "insta", "instagram", "instagran", "instragram"],
    &[
        "wasap",
        "wathsapp",
        "watsapp",
        "whats",
        "whatsaap",
        "whatsap",
        "whatsapp",
        "whatsappbusiness",
        "wp",
        "wpp",
        "ws",
        "wsp",
    ],
    &[
        "callcenter",
        "chatweb",
        "correo",
        "correoelectronico",
        "email",
        "linkedin",
        "llamada",
        "paginaweb",
        "presencial",
        "telefono",
        "telegram",
        "threads",
        "tiktok",
        "web",
        "youtube",
    ],
];
const INTERACTIONS: &[&str] = &[
    "comentario",
    "dm",
    "etiqueta",
    "historia",
    "inbox",
    "mencion",
    "mensaje",
    "mensaje interno",
    "mensaje privado",
];
const SERVICES: &[&str] = &[
    "acueducto",
    "acueducto - alcantarillado",
    "acueducto y alcantarillado",
    "acueducto/alcantarillado",
    "alcantarillado",
    "alumbrado",
    "alumbrado publico",
    "aseo",
    "comercial",
    "otro",
    "otros",
];
const KINDS: &[&str] = &[
    "apelacion",
    "concepto",
    "consulta",
    "copias",
    "informacion",
    "peticion",
    "queja",
    "reclamacion",
    "reclamo",
    "recurso",
    "recursodereposicion",
    "solicitud",
    "solicituddedocumentos",
    "solicituddeinformacion",
];
const DOCUMENT_TYPES: &[&str] = &[
    "cc",
    "ce",
    "ced",
    "cedula",
    "cedulaciudadania",
    "ceduladeciudadania",
    "ceduladeextranjeria",
    "cedulaextranjeria",
    "ciudadania",
    "extranjeria",
    "nit",
    "nuip",
    "pa",
    "pas",
    "pasaporte",
    "passport",
    "pe",
    "pep",
    "permisoespecial",
    "permisoespecialdepermanencia",
    "permisoporprotecciontemporal",
    "ppt",
    "pt",
    "rc",
    "registrocivil",
    "rut",
    "tarjeta",
    "tarjetadeidentidad",
    "tarjetaidentidad",
    "ti",
];

const QUALITIES: &[&str] = &["nousuario", "suscriptor", "suscriptorpotencial", "usuario"];

/// Most words of a network's name.
const WORDS: usize = 2;
/// Fewest bytes of a network's spelling of which one letter may be wrong.
const LONG: usize = 6;

/// Returns `true` if a plain text ([`plain`](crate::sheet::normalize::plain)) is a word that a field's
/// drop-down offers.
pub fn is_offered(field: Field, plain: &str) -> bool {
    match field {
        Field::Network => is_network(plain),
        Field::Interaction => INTERACTIONS.contains(&plain),
        Field::Service => SERVICES.contains(&plain),
        Field::Kind => {
            let word = letters(plain);
            let singular = plain.trim_end_matches(|c: char| !c.is_alphanumeric()).strip_suffix('s');
            KINDS.contains(&word.as_str())
                || singular.is_some_and(|word| KINDS.contains(&letters(word).as_str()))
        }
        Field::DocumentType => DOCUMENT_TYPES.contains(&letters(plain).as_str()),
        Field::Quality => QUALITIES.contains(&letters(plain).as_str()),
        _ => false,
    }
}

/// Returns `true` if a text of at most two words names one network.
fn is_network(plain: &str) -> bool {
    if plain.split_whitespace().nth(WORDS).is_some() {
        return false;
    }
    if spelt(&letters(plain)).is_some() {
        return true;
    }

    let words = plain.split(|c: char| !(c.is_alphanumeric() || c == '.')).map(|word| word.replace('.', ""));
    let mut named = words.filter_map(|word| spelt(&word).or_else(|| misspelt(&word)));
    named.next().is_some_and(|first| named.all(|other| other == first))
}

/// The place of the network with a spelling.
fn spelt(word: &str) -> Option<usize> {
    NETWORKS.iter().position(|spellings| spellings.contains(&word))
}

/// The place of the one network with a spelling that differs by a letter.
fn misspelt(word: &str) -> Option<usize> {
    if word.len() < LONG {
        return None;
    }

    let differs_by_one = |known: &&str| known.len() >= LONG && strsim::osa_distance(known, word) == 1;
    let has_one = |spellings: &&[&str]| spellings.iter().any(differs_by_one);
    let mut found = (0..).zip(NETWORKS).filter(|(_, spellings)| has_one(spellings)).map(|(place, _)| place);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// The letters and digits of a text.
fn letters(plain: &str) -> String {
    plain.chars().filter(|c| c.is_alphanumeric()).collect()
}
