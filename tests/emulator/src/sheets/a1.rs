//! A1 notation in every form Google takes: `A1`, `A1:B2`, `A:C`, `2:5`, `B3:B`, `'Hoja 1'!A1`, a title, a name.

use super::range::{GridRange, Span};
use super::{Book, Sheet};

/// The letters of a column.
pub(crate) fn column_name(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + u8::try_from(column % 26).unwrap_or(0));
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    letters.iter().rev().map(|&b| char::from(b)).collect()
}

/// A title as it stands before the exclamation mark: quoted unless it is a plain word that no cell is called.
pub(crate) fn quoted(title: &str) -> String {
    let plain = title.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !title.starts_with(|c: char| c.is_ascii_digit())
        && corner(title).is_none_or(|c| c.row.is_none() || c.column.is_none())
        && !title.is_empty()
        && !looks_r1c1(title);
    if plain { title.to_owned() } else { format!("'{}'", title.replace('\'', "''")) }
}

fn looks_r1c1(title: &str) -> bool {
    let upper = title.to_ascii_uppercase();
    upper.strip_prefix('R').is_some_and(|rest| {
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        digits.strip_prefix('C').is_some_and(|tail| tail.chars().all(|c| c.is_ascii_digit()))
    })
}

/// The bounded range as Google writes it in an answer.
pub(crate) fn written(sheet: &Sheet, top: usize, bottom: usize, left: usize, right: usize) -> String {
    let first = format!("{}{}", column_name(left), top + 1);
    let title = quoted(&sheet.title);
    if bottom <= top + 1 && right <= left + 1 {
        return format!("{title}!{first}");
    }
    format!("{title}!{first}:{}{}", column_name(right.max(left + 1) - 1), bottom.max(top + 1))
}

/// Reads a range; a title or a named range is looked up in the book.
pub(crate) fn parse(book: &Book, text: &str) -> Option<GridRange> {
    let text = text.trim();
    if let Some((title, rest)) = split(text) {
        let sheet = book.sheet_by_title(&title)?.id;
        return cells(sheet, rest).or_else(|| book.named(rest).filter(|r| r.sheet == sheet));
    }
    if let Some(title) = unquote(text) {
        return book.sheet_by_title(&title).map(whole);
    }
    // A sheet called A1 is reached only by its quoted title; a range wins over a title, a title over a name.
    let first = book.sheets.first()?.id;
    cells(first, text).or_else(|| book.sheet_by_title(text).map(whole)).or_else(|| book.named(text))
}

fn whole(sheet: &Sheet) -> GridRange {
    GridRange { sheet: sheet.id, ..GridRange::default() }
}

/// The title before the last exclamation mark outside quotes, and what follows it.
pub(crate) fn split(text: &str) -> Option<(String, &str)> {
    if text.starts_with('\'') {
        let mut at = 1;
        while let Some(quote) = text[at..].find('\'') {
            at += quote + 1;
            if !text[at..].starts_with('\'') {
                return text[at..].strip_prefix('!').map(|rest| (text[1..at - 1].replace("''", "'"), rest));
            }
            at += 1;
        }
        return None;
    }
    text.rsplit_once('!').map(|(title, rest)| (title.to_owned(), rest))
}

fn unquote(text: &str) -> Option<String> {
    let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
    Some(inner.replace("''", "'"))
}

/// One end of a range.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Corner {
    pub(crate) column: Option<usize>,
    pub(crate) row: Option<usize>,
}

/// Reads `$B$3`, `B` or `3`.
pub(crate) fn corner(text: &str) -> Option<Corner> {
    let text = text.trim();
    let text = text.strip_prefix('$').unwrap_or(text);
    let letters = text.len() - text.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    let (column, digits) = text.split_at(letters);
    let digits = digits.strip_prefix('$').unwrap_or(digits);
    if column.len() > 3 || digits.len() > 8 || (column.is_empty() && digits.is_empty()) {
        return None;
    }
    let column = if column.is_empty() { None } else { Some(column_index(column)?) };
    let row = if digits.is_empty() { None } else { Some(digits.parse::<usize>().ok()?.checked_sub(1)?) };
    Some(Corner { column, row })
}

/// Reads `R3C2`, the same cell as `B3`.
fn by_number(text: &str) -> Option<Corner> {
    let (row, column) = text.trim().strip_prefix(['R', 'r'])?.split_once(['C', 'c'])?;
    let number = |digits: &str| {
        let plain = (1..=8).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if plain { digits.parse::<usize>().ok()?.checked_sub(1) } else { None }
    };
    Some(Corner { column: Some(number(column)?), row: Some(number(row)?) })
}

fn column_index(letters: &str) -> Option<usize> {
    let number = letters.bytes().try_fold(0usize, |n, b| {
        b.is_ascii_alphabetic().then(|| n * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1)
    })?;
    number.checked_sub(1)
}

fn cells(sheet: i64, text: &str) -> Option<GridRange> {
    let Some((a, b)) = text.split_once(':') else {
        let found = corner(text).or_else(|| by_number(text))?;
        let Corner { column: Some(column), row: Some(row) } = found else { return None };
        return Some(GridRange {
            sheet,
            rows: Span::new(row, row + 1),
            columns: Span::new(column, column + 1),
        });
    };
    let (a, b) = match (corner(a), corner(b)) {
        (Some(a), Some(b)) => (a, b),
        _ => (by_number(a)?, by_number(b)?),
    };
    let (rows, columns) = (span(a.row, b.row), span(a.column, b.column));
    Some(GridRange { sheet, rows, columns })
}

/// Two ends in either order; an end that is missing leaves the other as the start.
fn span(a: Option<usize>, b: Option<usize>) -> Span {
    match (a, b) {
        (Some(a), Some(b)) => Span::new(a.min(b), a.max(b) + 1),
        (Some(only), None) | (None, Some(only)) => Span { start: Some(only), end: None },
        (None, None) => Span::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_names() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (18_277, "ZZZ")] {
            assert_eq!(column_name(column), name);
            assert_eq!(column_index(name), Some(column));
        }
    }

    #[test]
    fn cells_may_be_counted_in_both_directions() {
        let of = |text: &str| cells(0, text);
        assert_eq!(of("R3C2"), of("B3"));
        assert_eq!(of("R1C1:R2C3"), of("A1:C2"));
        assert_eq!((of("R0C1"), of("RC"), of("R1C+2")), (None, None, None));
    }

    #[test]
    fn titles_are_quoted_when_they_could_be_read_otherwise() {
        for (title, shown) in [
            ("Sheet1", "Sheet1"),
            ("D3", "'D3'"),
            ("CE-F05", "'CE-F05'"),
            ("It's", "'It''s'"),
            ("Año", "'Año'"),
            ("Libro de traslados", "'Libro de traslados'"),
        ] {
            assert_eq!(quoted(title), shown);
        }
    }

    #[test]
    fn titles_are_split_off_outside_quotes() {
        assert_eq!(split("'It''s! a'!A1"), Some(("It's! a".to_owned(), "A1")));
        assert_eq!(split("Hoja!A:B"), Some(("Hoja".to_owned(), "A:B")));
        assert_eq!(split("'Hoja'"), None);
    }
}
