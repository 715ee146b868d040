//! Formulas whose value does not change by itself.

use crate::sheet::cell::Cell;
use crate::sheet::normalize;
use crate::sheet::row_number::RowNumber;

/// Functions whose value changes by itself, or that take it from where no reference of the formula says, in
/// Spanish and in English.
const CHANGING: [&str; 36] = [
    "hoy",
    "today",
    "ahora",
    "now",
    "aleatorio",
    "rand",
    "aleatorio.entre",
    "randbetween",
    "matrizaleat",
    "randarray",
    "indirecto",
    "indirect",
    "desref",
    "offset",
    "fila",
    "row",
    "columna",
    "column",
    "celda",
    "cell",
    "hoja",
    "sheet",
    "importrange",
    "importxml",
    "importhtml",
    "importdata",
    "importfeed",
    "googlefinance",
    "googletranslate",
    "detectlanguage",
    "query",
    "getpivotdata",
    "image",
    "imagen",
    "sparkline",
    "info",
];

/// So many formulas that name one another in one row are more than anybody writes.
const DEEPEST: u32 = 8;

/// The date cell of a row as it is read: a formula that names no function whose value changes, and nothing
/// but constants and cells of its own row, is the value that it shows.
pub(super) fn date_cell<'a>(cell: &'a Cell, row: RowNumber, cells: &[Cell]) -> &'a Cell {
    match cell {
        Cell::Formula { source, shown } if is_fixed(source, row, cells, DEEPEST) => shown,
        cell => cell,
    }
}

/// Returns `true` if a formula has the same value for ever, as long as nobody types in its row.
fn is_fixed(source: &str, row: RowNumber, cells: &[Cell], depth: u32) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let mut rest = source.trim_start_matches('=').trim();
    let mut range_from: Option<usize> = None;
    let mut last: Option<usize> = None;
    if rest.is_empty() {
        return false;
    }

    while let Some(first) = rest.chars().next() {
        let before = last.take();
        match first {
            '"' => {
                let Some(after) =
                    rest.get(1..).and_then(|rest| rest.find('"').and_then(|end| rest.get(end + 1..)))
                else {
                    return false;
                };
                rest = after;
            }
            // Another tab, an error, and the rows of a range without columns.
            '\'' | '!' | '#' => return false,
            ':' => match before {
                Some(column) => {
                    range_from = Some(column);
                    rest = rest.get(1..).unwrap_or_default();
                }
                None => return false,
            },
            first if first.is_alphabetic() || matches!(first, '_' | '$') => {
                let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '$')));
                let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
                rest = after;
                if after.trim_start().starts_with('(') {
                    let name = normalize::plain(name);
                    if CHANGING.contains(&name.trim_start_matches("_xlfn.")) {
                        return false;
                    }
                    continue;
                }
                if matches!(normalize::plain(name).as_str(), "true" | "false" | "verdadero" | "falso") {
                    continue;
                }
                let Some(column) = column_in(name, row) else { return false };
                let from = range_from.take().unwrap_or(column);
                let mut named = (from.min(column)..=from.max(column)).filter_map(|column| cells.get(column));
                let fixed = |cell: &Cell| match cell {
                    Cell::Formula { source, .. } => is_fixed(source, row, cells, depth),
                    _ => true,
                };
                if !named.all(fixed) {
                    return false;
                }
                last = Some(column);
            }
            other => rest = rest.get(other.len_utf8()..).unwrap_or_default(),
        }
    }

    range_from.is_none()
}

/// The column that a reference to a cell of a row names: `J2`, `$J$2`.
fn column_in(reference: &str, row: RowNumber) -> Option<usize> {
    let reference = reference.strip_prefix('$').unwrap_or(reference);
    let letters = reference.find(|c: char| !c.is_ascii_alphabetic())?;
    let (letters, digits) = reference.split_at(letters);
    let digits = digits.strip_prefix('$').unwrap_or(digits);
    if !(1..=3).contains(&letters.len()) || digits.parse() != Ok(row.number()) {
        return None;
    }

    let value = |letter: u8| usize::from(letter.to_ascii_uppercase() - b'A') + 1;
    letters.bytes().fold(0, |sum, letter| sum * 26 + value(letter)).checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::nth_row;

    #[test]
    fn a_formula_of_constants_and_cells_of_its_row_is_fixed() {
        let formula = |source: &str| Cell::Formula { source: source.into(), shown: Box::default() };
        let row = [Cell::Number(46_343.5), formula("=AHORA()"), formula("=A5+1"), formula("=D5")];
        for (source, fixed) in [
            ("=A5", true),
            ("=$A$5", true),
            ("=INT(A5)", true),
            ("=ENTERO(a5)", true),
            ("=DATE(2026;11;17)", true),
            ("=FECHA(2026,11,17)", true),
            ("=FECHA(AÑO(A5);MES(A5);17)", true),
            ("=SI(A5<>\"\";A5;\"\")", true),
            ("=C5", true),
            ("=MAX(A5:A5)", true),
            ("=46343", true),
            ("=Z5", true),
            ("=FECHANUMERO(\"17/11/2026\")", true),
            ("=IZQUIERDA(\"=HOY() 17/11/2026\";10)", true),
            // What changes by itself, or with a cell that does.
            ("=HOY()", false),
            ("=TODAY()-1", false),
            ("=SI(A5=\"\";HOY ();A5)", false),
            ("=B5", false),
            ("=ENTERO(B5)", false),
            ("=MAX(A5:C5)", false),
            ("=D5", false),
            // What stands in another row or tab, or cannot be told.
            ("=A4", false),
            ("=A6+1", false),
            ("=A:A", false),
            ("=5:5", false),
            ("=Hoja2!A5", false),
            ("='Hoja 2'!A5", false),
            ("=INDIRECTO(\"A5\")", false),
            ("=DESREF(A5;0;0)", false),
            ("=INICIO", false),
            ("=#REF!", false),
            ("=ALEATORIO.ENTRE(46000;46343)", false),
            ("=IMPORTRANGE(\"x\";\"A5\")", false),
            ("=\"17/11/2026", false),
            ("=", false),
        ] {
            assert_eq!(is_fixed(source, nth_row(5), &row, DEEPEST), fixed, "{source}");
        }
    }
}
