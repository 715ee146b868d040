//! The source of a formula without the rows that it refers to.

/// A formula with each relative reference to a row replaced by its column, and each reference to another
/// tab by the tab: inserting, deleting and sorting rows rewrites the rows in every formula, and says
/// nothing about any citizen. What stands in quotation marks, and a row that is held with `$`, stays.
pub(super) fn without_rows(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;

    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '"' => quoted(rest, '"'),
            '\'' => quoted(rest, '\''),
            c if is_of_word(c) => rest.find(|c| !is_of_word(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        let (word, after) = rest.split_at(taken);
        let names_a_tab = first != '"' && taken > 1 && after.starts_with('!');
        let is_call = after.starts_with('(');

        match column(word) {
            _ if names_a_tab => {
                out.push_str(word);
                out.push('!');
                rest = after_reference(&after[1..]);
                continue;
            }
            Some(column) if !is_call => out.push_str(column),
            _ => out.push_str(word),
        }
        rest = after;
    }

    out
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '$' || c == '_' || c == '.'
}

/// How long a quoted text at the start is, its quotation marks included; all of it where none closes.
fn quoted(text: &str, mark: char) -> usize {
    text[1..].find(mark).map_or(text.len(), |at| at + 2)
}

/// The column of a relative reference such as `A12` or `$A12`; `None` for any other word.
fn column(token: &str) -> Option<&str> {
    let letters = token.strip_prefix('$').unwrap_or(token);
    let row = letters.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let named = letters.len() - row.len();
    let is_row = !row.is_empty() && row.bytes().all(|byte| byte.is_ascii_digit());
    ((1..=3).contains(&named) && is_row).then(|| &token[..token.len() - row.len()])
}

/// The text after a reference to cells of another tab: `A1`, `$A$1:B9`, `A:A`, `A2:2`.
fn after_reference(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '$' || c == ':')).unwrap_or(text.len());
    &text[end..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_go_and_everything_else_stays() {
        for (source, expected) in [
            ("=A12", "=A"),
            ("=$A12&\" \"&B12", "=$A&\" \"&B"),
            ("=A$1*2", "=A$1*2"),
            ("=SUMA(A2:C9)", "=SUMA(A:C)"),
            ("=LOG10(B7)", "=LOG10(B)"),
            ("=BUSCARV(A2;Hoja2!A2:B40;2;0)", "=BUSCARV(A;Hoja2!;2;0)"),
            ("='Hoja de Ana'!$C$3&\"A12\"", "='Hoja de Ana'!&\"A12\""),
            ("=TAPA FALTANTE", "=TAPA FALTANTE"),
            ("=+57 300 000 0011", "=+57 300 000 0011"),
            ("=\"sin cerrar A1", "=\"sin cerrar A1"),
            ("=ABCD12", "=ABCD12"),
            ("=ñ1'", "=ñ1'"),
        ] {
            assert_eq!(without_rows(source), expected, "{source}");
        }
    }

    #[test]
    fn a_formula_that_is_filled_down_is_the_same_in_every_row() {
        assert_eq!(without_rows("=B2&\" \"&C2"), without_rows("=B300&\" \"&C300"));
        assert_ne!(without_rows("=B2"), without_rows("=C2"));
    }
}
