//! The words of Colombian addresses, with all the ways in which people write them.

use std::sync::LazyLock;

use bitflags::bitflags;
use rustc_hash::FxHashMap;

bitflags! {
    /// The parts that a token can play in an address. Many words can play several: `c` is a street
    /// (calle), a house (casa) or the letter of a number.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(super) struct Parts: u32 {
        /// Any word.
        const WORD = 1;
        /// Digits.
        const NUMBER = 1 << 1;
        /// A number in words: `quinta`, `once`.
        const NUMERAL = 1 << 2;
        /// A single letter, or one twice (`AA`).
        const LETTER = 1 << 3;
        /// `#` and its words: `No.`, `número`.
        const SIGN = 1 << 4;
        /// A dash and its words: `guion`.
        const DASH = 1 << 5;

        /// Calle, carrera and their like.
        const STREET = 1 << 6;
        /// A street that often has a name for a number: avenida, troncal.
        const AVENUE = 1 << 7;
        /// A single letter for a street: `K 5`.
        const STREET_LETTER = 1 << 8;
        /// A suffix of the number of a street: bis, sur, `ra` of `1ra`.
        const MODIFIER = 1 << 9;
        /// A word that joins two streets that meet: con, entre, esquina.
        const CROSSING = 1 << 10;

        /// Manzana.
        const BLOCK = 1 << 11;
        /// Casa, lote.
        const HOUSE = 1 << 12;
        /// A numbered part of a building or of a complex: torre, apartamento, local.
        const UNIT = 1 << 13;
        /// A place with a name in which houses or units are numbered: barrio, conjunto, edificio.
        const SITE = 1 << 14;
        /// A single building with a name.
        const BUILDING = 1 << 15;
        /// A place that a name alone tells: vereda, finca, hostal.
        const NAMED_PLACE = 1 << 16;
        /// Kilómetro.
        const KILOMETRE = 1 << 17;

        /// A word after which something stands that is only close by: frente, cerca.
        const LANDMARK = 1 << 18;
        /// An article or a preposition that stands inside names.
        const ARTICLE = 1 << 19;
        /// A thing that numbers count: años, cuadras, pesos.
        const MEASURE = 1 << 20;
        /// A word after which a number counts time: hace, desde.
        const SINCE = 1 << 21;
        /// A word after which a number is no address: teléfono, cédula, póliza.
        const IDENTIFIER = 1 << 22;
        /// A month, as in the names of places: Once de Noviembre.
        const MONTH = 1 << 23;
        /// A word that names nothing: sin, hay, queda.
        const FILLER = 1 << 24;
    }
}

/// The words by the part they play.
const WORDS: [(Parts, &str); 23] = [
    (
        Parts::STREET,
        "calle cl cll cle clle cal call cale calles carrera cra cr kr kra krr crra carr crr krra car kar cara \
         carre carera diagonal dg diag dgn dig transversal tv trv trans transv tr tranv trasv trasnv tra tvs \
         trasversal tranversal circular circ cir callejon cjon cllj clj clljon calleja pasaje psj pje pj \
         peatonal peat ptal camino cno sendero sdro",
    ),
    (
        Parts::STREET.union(Parts::AVENUE),
        "avenida av avda ave aven avnda avd ac ak autopista autop aut troncal tron via carretera carret ctra \
         circunvalar circunv cvl variante vte bulevar boulevard blvd blv paseo alameda malecon \
         perimetral",
    ),
    (Parts::STREET_LETTER, "c k d t"),
    (
        Parts::MODIFIER,
        "bis norte nte nort sur este oeste oriente ote occidente occ sureste suroeste noreste noroeste \
         nororiente noroccidente suroriente suroccidente ra era er ro da do ta to va vo ma mo na",
    ),
    (Parts::CROSSING, "con y entre esquina esq x cruce"),
    (
        Parts::NUMERAL,
        "primera primero segunda segundo tercera tercero cuarta cuarto quinta quinto sexta sexto septima \
         septimo octava octavo novena noveno decima decimo uno dos tres cuatro cinco seis siete ocho nueve \
         diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte veintiuna \
         veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho \
         veintinueve treinta",
    ),
    (Parts::SIGN, "no nro num numero numeral nr nmro numer nume nuemro"),
    (Parts::DASH, "guion raya"),
    (Parts::BLOCK, "manzana mz mza manz mzn mzna mzana mna mnz mzan mnza manzan supermanzana smz mzz m"),
    (Parts::HOUSE, "casa cs ca cas c lote lt lte lot l solar vivienda viv casalote"),
    (
        Parts::UNIT,
        "torre to tor trr bloque bl blq bloq apto apt ap apartamento aptos aparto apartaestudio aptoestudio \
         local lc loc oficina of ofic ofc consultorio bodega bg interior int piso etapa garaje deposito \
         modulo stand habitacion unidad entrada sotano mezzanine penthouse altillo",
    ),
    (
        Parts::SITE,
        "barrio brr br bario barr urbanizacion urb urbaniz conjunto cj conj cjto edificio ed edif edf \
         sector condominio cond ciudadela cdla ciud centro invasion asentamiento agrupacion \
         multifamiliar multifamiliares residencias residencial villa villas altos brisas portal portales \
         mirador colinas jardines parques bosques reserva rincon urbanisacion comuna zona mercado plaza terminal",
    ),
    (Parts::BUILDING, "edificio ed edif edf torres condominio residencias clinica centro"),
    (
        Parts::NAMED_PLACE,
        "vereda vda vrd finca fca hacienda hda corregimiento corr correg parcela parcelacion predio \
         quinta hostal hostel hotel cabana cabanas rancho granja ecohotel caserio inspeccion resguardo \
         posada glamping camping ecohostal kiosco estadero fundo hato",
    ),
    (Parts::KILOMETRE, "km kilometro kilom kmt kilometros kms"),
    (
        Parts::LANDMARK,
        "frente enfrente cerca cerquita lado detras atras junto contiguo contigua entrando subiendo bajando \
         pasando por despues antes hasta delante adelante costado espaldas respaldo vecino vecina hacia",
    ),
    (Parts::ARTICLE, "a al de del la el los las lo un una su mi"),
    (
        Parts::MEASURE,
        "ano anos anios dia dias mes meses semana semanas hora horas hrs minuto minutos min cuadra cuadras \
         metro metros mts mt mtrs casas personas familias vecinos ninos ninas hijos veces vez pisos cuartos \
         habitaciones pesos mil millon millones litros viviendas apartamentos torres usuarios \
         recibos facturas postes am pm cm porciento",
    ),
    (Parts::SINCE, "hace desde durante llevamos llevo"),
    (
        Parts::IDENTIFIER,
        "tel telefono tels telf cel celular celulares movil fijo whatsapp wsp wpp ws wasap contacto llamar \
         cc cedula nit ti ce rut ppt documento doc identificacion poliza suscriptor contrato cuenta matricula \
         nic factura medidor radicado codigo cod pin nuip pasaporte",
    ),
    (
        Parts::MONTH,
        "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre",
    ),
    (
        Parts::FILLER,
        "sin hay es esta estan tiene tengo tenemos que se ya muy queda quedamos vive vivo vivimos aqui ahi alla \
         alli donde en me nos para como cuando porque agua luz grande pequena ubicada ubicado nuestra nuestro dentro cada cosa caso cama tasa taza ni \
         pero sra srta dra ira era",
    ),
    (Parts::LETTER, "aa bb cc dd ee ff gg hh ii jj"),
];

/// The words with all their parts. Every word of every address is looked up, which with the hasher of the
/// standard library would take longer than all the rest.
static PARTS: LazyLock<FxHashMap<&'static str, Parts>> = LazyLock::new(|| {
    let mut parts = FxHashMap::default();
    for (part, words) in WORDS {
        for word in words.split_whitespace() {
            let single = if word.len() == 1 { Parts::LETTER } else { Parts::empty() };
            parts.entry(word).or_insert(Parts::WORD | single).insert(part);
        }
    }
    parts
});

/// The short words that are recognised with one letter wrong: what an address begins with, so that numbers
/// stand behind.
const SHORT: [&str; 14] =
    ["cra", "kra", "crr", "carr", "cll", "clle", "diag", "trv", "circ", "avda", "mza", "mzn", "mzna", "casa"];

/// The long words that are recognised with one letter wrong.
const LONG: [&str; 39] = [
    "calle",
    "carrera",
    "diagonal",
    "transversal",
    "circular",
    "callejon",
    "pasaje",
    "peatonal",
    "avenida",
    "autopista",
    "troncal",
    "carretera",
    "trans",
    "transv",
    "numero",
    "guion",
    "manzana",
    "vivienda",
    "torre",
    "bloque",
    "apartamento",
    "local",
    "oficina",
    "interior",
    "etapa",
    "barrio",
    "urbanizacion",
    "conjunto",
    "edificio",
    "condominio",
    "vereda",
    "finca",
    "hacienda",
    "hostal",
    "noviembre",
    "norte",
    "corregimiento",
    "parcela",
    "kilometro",
];

/// The parts that a word can play.
pub(super) fn parts(word: &str) -> Parts {
    match PARTS.get(word) {
        Some(parts) => *parts,
        None if word.len() == 1 => Parts::WORD | Parts::LETTER,
        None => Parts::WORD,
    }
}

/// The parts that a word without any can play if it is another with one letter wrong, one too many, one too
/// few, or two that changed places.
pub(super) fn corrected_parts(word: &str) -> Option<Parts> {
    let long = LONG.iter().filter(|_| word.len() >= 4);
    let short = SHORT.iter().filter(|_| word.len() >= 3);
    long.chain(short).find(|right| is_one_off(word, right)).map(|right| parts(right))
}

/// Returns `true` if two texts differ in one letter, or in two that changed places. Most words of most
/// addresses that are none are compared with all long words, so that nothing is allocated for it.
fn is_one_off(first: &str, second: &str) -> bool {
    let (first, second) = (first.as_bytes(), second.as_bytes());
    if first.len().abs_diff(second.len()) > 1 {
        return false;
    }

    let before = first.iter().zip(second).take_while(|(one, other)| one == other).count();
    let rests = (first.get(before..).unwrap_or_default(), second.get(before..).unwrap_or_default());
    match rests {
        ([], [_]) | ([_], []) => true,
        ([one, rest @ ..], [other, rest_of_other @ ..]) => {
            rest == rest_of_other
                || rest == rests.1
                || rests.0 == rest_of_other
                || rest.split_first() == Some((other, rest_of_other.get(1..).unwrap_or_default()))
                    && rest_of_other.first() == Some(one)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_wrong_is_as_edit_distance_has_it() {
        let words = LONG.iter().chain(&SHORT);
        let others = [
            "cale", "calel", "callle", "acrrera", "carrrera", "carera", "calles", "valle", "cal", "calleja",
            "ac", "",
        ];
        for word in words.clone() {
            for other in others.iter().chain(words.clone()) {
                assert_eq!(is_one_off(word, other), strsim::osa_distance(word, other) == 1, "{word} {other}");
            }
        }
    }
}
