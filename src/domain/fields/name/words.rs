//! The words of what stands in a name cell.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// The part that a word plays in a name cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameWord {
    /// A name, or a word that is not known.
    Name,
    /// A word inside names that names nobody by itself: `de`, `la`.
    Particle,
    /// A form of address, which is no name anywhere: `Sr.`, `doña`.
    Title,
    /// A form of address that is a surname as well: `pastor`, `abad`.
    Profession,
    /// A word that people write before their name: `soy`, `mi nombre es`.
    Introduction,
    /// A word for what somebody is to the utility: `usuario`, `vecina`.
    Role,
    /// Several people of whom none is named: `vecinos`, `comunidad`.
    Group,
    /// A word of texts that say that there is no name: `sin`, `registrado`.
    Nobody,
    /// A word that is no name beside what somebody is: `Facebook`, `molesto`, `barrio`.
    Other,
}

/// The words by what they are.
const WORDS: [(NameWord, &str); 8] = [
    (NameWord::Particle, "de del la las los el y e san santa un una"),
    (
        NameWord::Title,
        "don dona sr sra srta sres senor senora senorita senores seno dr dra doctor doctora ing ingeniero \
         ingeniera lic lcdo lcda licenciado licenciada prof profe profesor profesora arq arquitecto \
         arquitecta abg abog abogado abogada mr mrs ms miss mister hno hna",
    ),
    (
        NameWord::Profession,
        "padre pastor fray sor capitan sargento concejal edil lider presidente presidenta",
    ),
    (
        NameWord::Introduction,
        "soy mi me llamo llama nombre nombres apellido apellidos completo completos es att atte atentamente \
         cordialmente firma firmado habla hablo escribe escribo quien parte les le por a para titular \
         propietario propietaria dueno duena arrendatario arrendataria inquilino inquilina poseedor poseedora \
         apoderado apoderada representante legal solicitante peticionario peticionaria quejoso quejosa \
         reclamante denunciante afectado afectada interesado interesada remitente llamado llamada que reporta solicita denuncia perfil \
         cuenta",
    ),
    (
        NameWord::Role,
        "vecino vecina usuario usuaria habitante residente cliente ciudadano ciudadana persona seguidor \
         seguidora suscriptor suscriptora",
    ),
    (
        NameWord::Group,
        "vecinos vecinas usuarios usuarias habitantes residentes clientes ciudadanos ciudadanas comunidad \
         personas seguidores seguidoras suscriptores moradores familias todos varios varias",
    ),
    (
        NameWord::Nobody,
        "sin no se ningun ninguno ninguna identificar identificado identificada identifica identificacion \
         identidad registrado registrada registra registro reservado reservada desconocido desconocida \
         plenamente disponible suministrado suministrada aportado aportada confirmar definir verificar \
         pendiente datos dato informacion nadie fulano fulana nn n.n identifico reserva facebook instagram \
         twitter whatsapp fb ig wsp wpp messenger",
    ),
    (
        NameWord::Other,
        "hola buenas buenos buen dia dias tardes noches gracias saludos cordial saludo red redes social sociales \
         preocupado preocupada molesto molesta indignado indignada inconforme cansado cansada barrio sector \
         manzana urbanizacion agua servicio",
    ),
];

static KINDS: LazyLock<FxHashMap<&'static str, NameWord>> = LazyLock::new(|| {
    WORDS.iter().flat_map(|(kind, words)| words.split_whitespace().map(|word| (word, *kind))).collect()
});

impl NameWord {
    pub(super) fn of(word: &str) -> Self {
        KINDS.get(word).copied().unwrap_or(Self::Name)
    }

    /// Returns `true` if the word stands before a name without being a part of it.
    pub(super) fn stands_before_a_name(self) -> bool {
        !matches!(self, Self::Name | Self::Nobody | Self::Other)
    }
}

/// The words of two letters or more that are letters only, whatever signs and emoji are put to them;
/// `@ana_ruiz` and `ana.ruiz23` are none.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    // Nearly every name is letters and spaces, of which only the spaces matter.
    let is_plain = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b' ');
    let (plain, other) = if is_plain { (text, "") } else { ("", text) };

    let of_other = chunks(other)
        .filter(|chunk| !chunk.contains(|c: char| c.is_numeric()))
        .flat_map(|chunk| chunk.split(|c: char| !c.is_alphabetic() && !matches!(c, '\'' | '’' | '.')))
        .filter_map(without_title)
        .filter(|word| word.chars().nth(1).is_some());
    plain.split(' ').filter(|word| word.len() > 1).chain(of_other)
}

/// Returns `true` if a text has a word with a digit, as a company's name may be (`D1`) and a handle is not
/// alone.
pub(super) fn has_numbered_word(text: &str) -> bool {
    chunks(text).any(|chunk| {
        chunk.chars().all(char::is_alphanumeric)
            && chunk.contains(char::is_alphabetic)
            && chunk.contains(char::is_numeric)
    })
}

/// The texts between spaces and separators, without the signs at its ends, handles left out.
fn chunks(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ',', ';', '/', '(', ')', '-', ':', '|'])
        .map(|chunk| chunk.trim_matches(|c: char| !c.is_alphanumeric() && c != '@'))
        .filter(|chunk| !chunk.contains(['@', '_']))
}

/// A word without the title that is joined to it (`dra.ana`); `None` where the dots are those of a handle
/// (`ana.ruiz`) and not of an abbreviation (`s.a.s`).
fn without_title(word: &str) -> Option<&str> {
    let word = word.trim_matches(['.', '\'', '’']);
    match word.split_once('.') {
        Some((title, rest)) if NameWord::of(title) == NameWord::Title => Some(rest),
        Some(_) if word.len() > 6 => None,
        _ => Some(word),
    }
}
