//! Invented addresses, by the grammar of Colombian ones; what a hurried hand makes of them; and texts with
//! numbers that are none. `benches/addresses.rs` measures with the same.

use proptest::prelude::*;
use proptest::sample::select;

const STREETS: [&str; 36] = [
    "Calle",
    "CALLE",
    "calle",
    "Cl",
    "Cl.",
    "CL",
    "Cll",
    "cll.",
    "Clle",
    "Carrera",
    "CARRERA",
    "Cra",
    "cra.",
    "Cr",
    "KR",
    "Kra",
    "Crr.",
    "Carr",
    "Diagonal",
    "Dg",
    "Diag.",
    "Transversal",
    "Transv.",
    "Tv",
    "TV.",
    "Trans",
    "Avenida",
    "Av.",
    "Avda",
    "Avenida Calle",
    "AK",
    "Circular",
    "Circ.",
    "Autopista",
    "Peatonal",
    "Callejón",
];
const NAMED: [&str; 8] = [
    "Av. Libertador",
    "Avenida del Ferrocarril",
    "AVENIDA DEL RÍO",
    "Avda Hernández Pardo",
    "Troncal del Caribe",
    "Av Santa Rita",
    "Avenida 19 de Noviembre",
    "Autopista El Salitre",
];
/// Suffixes of the number of a street.
const SUFFIXES: [&str; 24] = [
    "",
    "",
    "",
    "",
    "",
    "",
    "A",
    " A",
    "B",
    " C",
    "bis",
    " bis",
    " Bis A",
    "F3",
    "AA",
    " sur",
    " Norte",
    "ra",
    "ta",
    " Nte",
    "L",
    " L",
    "A sur",
    " sur-este",
];
const SIGNS: [&str; 12] =
    [" # ", " #", "#", " No. ", " No ", " N° ", " Nº ", " Nro. ", " num ", " número ", " nro ", " # "];
const DASHES: [&str; 6] = ["-", "-", " - ", "–", " guion ", "_"];
const COMPLEMENTS: [&str; 14] = [
    "",
    "",
    "",
    ", Gaira",
    " apto 301",
    " Apto. 201 torre 2",
    " casa 2",
    " int 4",
    " barrio Corea",
    ", piso 2",
    " Edificio Los Cocos",
    " frente al parque",
    ", Santa Marta",
    " local 3",
];
const BLOCKS: [&str; 9] = ["Manzana", "manzana", "MANZANA", "Mz", "Mz.", "MZ", "mza", "Mzna", "Mzn"];
const HOUSES: [&str; 9] = ["casa", "Casa", "Cs", "cs.", "lote", "Lote", "LT", "Lt.", "casa No."];
const SEPARATORS: [&str; 4] = [" ", ", ", " - ", "  "];
const NEIGHBOURHOODS: [&str; 7] =
    ["", "", ", Villa Betel", " Timayui 2", " barrio Corea", " Gaira", ", Ciudadela 29 de Julio"];
const RURAL: [&str; 9] =
    ["Finca", "Vereda", "Vda.", "Hacienda", "Predio", "Parcela", "Hostal", "Hotel", "Corregimiento"];
const NAMES: [&str; 5] = ["La Esperanza", "El Campano", "Los Cocos", "Sierra Verde", "San Isidro"];
const SITES: [&str; 9] =
    ["Edificio", "Edif.", "Conjunto", "Urb.", "Urbanización", "Barrio", "b/", "Sector", "Condominio"];
const UNITS: [&str; 6] = ["apto", "casa", "torre", "Cs", "interior", "Local"];
const BEFORE: [&str; 8] = [
    "",
    "Gaira ",
    "vivo hace ",
    "frente al colegio ",
    "El Rodadero ",
    "cerca de la tienda ",
    "barrio Corea hace ",
    "llevamos ",
];
const COUNTED: [&str; 9] =
    ["años", "días", "cuadras", "metros", "casas", "familias", "meses", "veces", "semanas"];
const PHONES: [&str; 8] = ["", "Cel. ", "tel ", "casa ", "C ", "T: ", "WhatsApp ", "T "];
const DOCUMENTS: [&str; 6] = ["CC ", "c.c. ", "Cédula No. ", "NIT ", "C.C.", "documento "];

/// Full addresses: streets with a plate, avenues by name, blocks with a house.
pub(super) fn full() -> impl Strategy<Value = String> {
    prop_oneof![6 => street(), 2 => avenue(), 3 => block()]
}

fn number(most: u32) -> impl Strategy<Value = String> {
    (1..=most, select(&SUFFIXES[..])).prop_map(|(number, suffix)| format!("{number}{suffix}"))
}

fn plate() -> impl Strategy<Value = String> {
    (number(99), select(&DASHES[..]), 1..=150_u32)
        .prop_map(|(cross, dash, house)| format!("{cross}{dash}{house:02}"))
}

fn street() -> impl Strategy<Value = String> {
    let signed = (select(&SIGNS[..]), plate()).prop_map(|(sign, plate)| format!("{sign}{plate}"));
    let dashed = plate().prop_map(|plate| format!(" {plate}"));
    let unsigned = (number(99), 1..=150_u32).prop_map(|(cross, house)| format!(" {cross} {house:02}"));
    let rest = prop_oneof![4 => signed, 1 => dashed, 1 => unsigned];

    (select(&STREETS[..]), number(99), rest, select(&COMPLEMENTS[..]))
        .prop_map(|(street, number, rest, complement)| format!("{street} {number}{rest}{complement}"))
}

fn avenue() -> impl Strategy<Value = String> {
    let sign = prop_oneof![2 => select(&SIGNS[..]), 1 => Just(" ")];
    (select(&NAMED[..]), sign, plate(), select(&COMPLEMENTS[..]))
        .prop_map(|(avenue, sign, plate, complement)| format!("{avenue}{sign}{plate}{complement}"))
}

fn block() -> impl Strategy<Value = String> {
    let label = prop_oneof!["[A-Z]", "[1-9][0-9]?", "[A-Z][1-9]", "[1-9][0-9]?[A-F]"];
    let block = (select(&BLOCKS[..]), label).prop_map(|(word, label)| format!("{word} {label}"));
    let house = (select(&HOUSES[..]), "[1-9][0-9]?[AB]?").prop_map(|(word, label)| format!("{word} {label}"));
    (block, house, any::<bool>(), select(&SEPARATORS[..]), select(&NEIGHBOURHOODS[..])).prop_map(
        |(block, house, block_first, separator, place)| {
            let (first, second) = if block_first { (block, house) } else { (house, block) };
            format!("{first}{separator}{second}{place}")
        },
    )
}

/// Places that a letter may find: corners, farms, buildings, streets and houses in a neighbourhood.
pub(super) fn approximate() -> impl Strategy<Value = String> {
    let corner =
        (select(&STREETS[..]), number(99), select(&[" con ", " entre ", " esquina "][..]), number(99))
            .prop_map(|(street, first, with, second)| format!("{street} {first}{with}{second}"));
    let rural = (select(&RURAL[..]), select(&NAMES[..])).prop_map(|(place, name)| format!("{place} {name}"));
    let kilometre = (1..=90_u32).prop_map(|km| format!("Km {km} vía Minca"));
    let unit = (select(&SITES[..]), select(&NAMES[..]), select(&UNITS[..]), 1..=999_u32)
        .prop_map(|(site, name, unit, number)| format!("{site} {name} {unit} {number}"));
    let street = (select(&STREETS[..]), number(99), select(&["Gaira", "Taganga", "b/ Corea"][..]))
        .prop_map(|(street, number, place)| format!("{street} {number} {place}"));
    prop_oneof![corner, rural, kilometre, unit, street]
}

/// Texts around a number that tell no place.
pub(super) fn around_a_number() -> impl Strategy<Value = String> {
    let counts = (select(&BEFORE[..]), 1..=99_u32, select(&COUNTED[..]))
        .prop_map(|(before, number, counted)| format!("{before}{number} {counted}"));

    let phone = (select(&PHONES[..]), select(&["", " ", "-"][..]), "3[0-9]{2}", "[0-9]{3}", "[0-9]{4}")
        .prop_map(|(label, mark, first, second, third)| format!("{label}{first}{mark}{second}{mark}{third}"));
    let document = (select(&DOCUMENTS[..]), select(&["", ".", " "][..]), "1", "999", "[0-9]{3}", "[0-9]{3}")
        .prop_map(|(label, mark, first, second, third, fourth)| {
            format!("{label}{first}{mark}{second}{mark}{third}{mark}{fourth}")
        });
    let year = (select(&["Gaira ", "El Rodadero ", "noviembre de ", "Santa Marta "][..]), 2019..=2030_u32)
        .prop_map(|(before, year)| format!("{before}{year}"));
    prop_oneof![counts, phone, document, year]
}

/// A text with one typo: a character left out, doubled, or another letter or digit, or two that
/// changed places.
pub(super) fn with_a_typo(text: String) -> impl Strategy<Value = String> {
    let places = (0..text.chars().count()).collect();
    typo(text, places)
}

/// A text with one typo in a word of five letters or more, if it has one.
pub(super) fn with_a_letter_wrong(text: String) -> impl Strategy<Value = String> {
    let chars: Vec<char> = text.chars().collect();
    let mut places = Vec::new();
    for start in 0..chars.len() {
        let word = chars[start..].iter().take_while(|c| c.is_alphabetic()).count();
        let begins = start == 0 || !chars[start - 1].is_alphabetic();
        if begins && word >= 5 {
            places.extend(start..start + word - 1);
        }
    }
    typo(text, places)
}

/// A text with a typo at one of the places, where there are any.
fn typo(text: String, places: Vec<usize>) -> BoxedStrategy<String> {
    if places.is_empty() {
        return Just(text).boxed();
    }

    (select(places), 0..4_u8, "[a-z]", "[0-9]")
        .prop_map(move |(at, kind, letter, digit)| {
            let mut chars: Vec<char> = text.chars().collect();
            match kind {
                0 => drop(chars.remove(at)),
                1 => chars.insert(at, chars[at]),
                2 => {
                    let other = if chars[at].is_ascii_digit() { &digit } else { &letter };
                    chars.splice(at..=at, other.chars());
                }
                _ => {
                    let next = (at + 1).min(chars.len() - 1);
                    chars.swap(at, next);
                }
            }
            chars.into_iter().collect()
        })
        .boxed()
}
