//! The words of Colombian addresses.

/// The part that a word plays in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AddressToken {
    /// Calle, carrera and their like, with their abbreviations.
    Street,
    /// `c`, a street or a house.
    StreetOrHouse,
    /// A number, perhaps with a letter: `29A`.
    Number,
    /// `#`, `No.`, `N°`.
    Hash,
    /// A hyphen, a dash, or "a" between numbers.
    Dash,
    /// Bis, sur, norte, a single letter.
    Modifier,
    /// Manzana.
    Block,
    /// Casa, lote.
    House,
    /// Kilómetro, vereda, finca, corregimiento.
    Rural,
    /// Barrio, edificio, conjunto, urbanización and what else has a name.
    Site,
    /// Any other word.
    Word,
}

impl AddressToken {
    pub(super) fn is_street(self) -> bool {
        matches!(self, Self::Street | Self::StreetOrHouse)
    }

    pub(super) fn is_house(self) -> bool {
        matches!(self, Self::House | Self::StreetOrHouse)
    }

    pub(super) fn is_modifier(self) -> bool {
        matches!(self, Self::Modifier | Self::StreetOrHouse)
    }

    /// Returns `true` if it can name or number something.
    pub(super) fn is_name(self) -> bool {
        matches!(self, Self::Number | Self::Word | Self::Modifier | Self::StreetOrHouse)
    }

    fn of_word(word: &str) -> Self {
        match word {
            "calle" | "cl" | "cll" | "cle" | "clle" | "call" | "carrera" | "cra" | "cr" | "kr" | "kra"
            | "krr" | "crra" | "carr" | "cara" | "diagonal" | "dg" | "diag" | "transversal" | "tv"
            | "trv" | "trans" | "transv" | "tr" | "avenida" | "av" | "avda" | "ave" | "ac" | "ak"
            | "circular" | "circ" | "autopista" | "autop" | "troncal" | "via" | "callejon" | "cjon"
            | "pasaje" | "psj" => Self::Street,
            "c" => Self::StreetOrHouse,
            "no" | "nro" | "num" | "numero" | "nr" => Self::Hash,
            "a" => Self::Dash,
            "bis" | "norte" | "sur" | "este" | "oeste" => Self::Modifier,
            "manzana" | "mz" | "mza" | "manz" | "mzn" => Self::Block,
            "casa" | "cs" | "lote" | "lt" | "l" => Self::House,
            "km" | "kilometro" | "vereda" | "vda" | "finca" | "corregimiento" | "corr" => Self::Rural,
            "barrio" | "brr" | "urbanizacion" | "urb" | "conjunto" | "cj" | "conj" | "edificio" | "ed"
            | "edif" | "sector" | "apto" | "apt" | "ap" | "apartamento" | "torre" | "bloque" | "bl"
            | "blq" | "local" | "lc" | "oficina" | "of" | "etapa" | "centro" | "condominio" => Self::Site,
            _ if word.chars().nth(1).is_none() => Self::Modifier,
            _ => Self::Word,
        }
    }
}

/// The tokens of a normalized text. Digits and letters are apart ("cra5"), but for a number's own
/// letter ("29a").
pub(super) fn tokens(normalized: &str) -> Vec<AddressToken> {
    let mut tokens = Vec::with_capacity(16);
    let mut rest = normalized;

    while let Some(c) = rest.chars().next() {
        let length = if c.is_ascii_digit() {
            let digits = run(rest, |c| c.is_ascii_digit());
            let suffix = rest.get(digits..).map_or(0, |after| run(after, char::is_alphabetic));
            let own = usize::from(suffix == 1);
            tokens.push(AddressToken::Number);
            digits + own
        } else if c.is_alphabetic() {
            let length = run(rest, char::is_alphabetic);
            let word = rest.get(..length).unwrap_or_default();
            let after = rest.get(length..).unwrap_or_default();
            tokens.push(word_token(word, after, tokens.last().copied()));
            length
        } else {
            match c {
                '#' | '°' => tokens.push(AddressToken::Hash),
                '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => tokens.push(AddressToken::Dash),
                _ => {}
            }
            c.len_utf8()
        };

        rest = rest.get(length..).unwrap_or_default();
    }

    tokens
}

/// A single letter is what stands around it: `n` of "N°", `a` between numbers, `b` of "b/ Corea".
fn word_token(word: &str, after: &str, before: Option<AddressToken>) -> AddressToken {
    match word {
        "n" if after.trim_start().starts_with(['°', '.', '#']) => AddressToken::Hash,
        "a" if before != Some(AddressToken::Number)
            || !after.trim_start().starts_with(|c: char| c.is_ascii_digit()) =>
        {
            AddressToken::Modifier
        }
        "b" if after.starts_with('/') => AddressToken::Site,
        _ => AddressToken::of_word(word),
    }
}

fn run(text: &str, wanted: impl Fn(char) -> bool) -> usize {
    text.find(|c: char| !wanted(c)).unwrap_or(text.len())
}
