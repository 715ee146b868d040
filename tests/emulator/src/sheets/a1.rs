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
        && counted(title).is_none();
    if plain { title.to_owned() } else { format!("'{}'", title.replace('\'', "''")) }
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

/// Reads a range; a title or a named range is looked up in the book. Blanks stand nowhere but in a title.
pub(crate) fn parse(book: &Book, text: &str) -> Option<GridRange> {
    let first = book.sheets.first()?.id;
    if let Some((title, rest)) = split(text) {
        if title.is_empty() {
            return cells(first, rest);
        }
        if let Some(sheet) = book.sheet_by_title(&title).map(|sheet| sheet.id)
            && !rest.is_empty()
        {
            return cells(sheet, rest).or_else(|| book.named(rest).filter(|r| r.sheet == sheet));
        }
        // A title that holds an exclamation mark needs no quotes.
        return book.sheet_by_title(text).map(whole);
    }
    if let Some(title) = unquote(text) {
        return book.sheet_by_title(&title).map(whole);
    }
    // A sheet called A1 is reached only by its quoted title; a range wins over a title, a title over a name.
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

/// One end of a range that is counted in both directions, with the numbers as they are written.
#[derive(Clone, Copy)]
struct Counted {
    row: Option<usize>,
    column: Option<usize>,
    written: [Number; 2],
}

/// The number behind a letter: counted from one, an offset from A1 in brackets, or none.
#[derive(Clone, Copy, PartialEq)]
enum Number {
    NoLetter,
    Plain,
    Absolute(usize),
    Offset(usize),
}

impl Number {
    fn read(rest: &mut &str, letter: char) -> Option<Self> {
        let Some(after) = rest.strip_prefix([letter, letter.to_ascii_lowercase()]) else {
            return Some(Self::NoLetter);
        };
        let digits = |text: &str| {
            let count = text.bytes().take_while(u8::is_ascii_digit).count();
            if count <= 8 { text[..count].parse::<usize>().ok().map(|n| (n, count)) } else { None }
        };
        if let Some(inner) = after.strip_prefix('[') {
            let (number, count) = digits(inner)?;
            *rest = inner[count..].strip_prefix(']')?;
            return Some(Self::Offset(number));
        }
        let Some((number, count)) = digits(after) else {
            *rest = after;
            return Some(Self::Plain);
        };
        *rest = &after[count..];
        (number > 0).then_some(Self::Absolute(number))
    }

    fn is_numbered(self) -> bool {
        matches!(self, Self::Absolute(_) | Self::Offset(_))
    }

    /// The place that is meant: beside a numbered letter a missing one leaves its direction open.
    fn place(self, other: Self) -> Option<usize> {
        match self {
            Self::Absolute(number) => Some(number - 1),
            Self::Offset(number) => Some(number),
            Self::Plain => Some(0),
            Self::NoLetter => (!other.is_numbered()).then_some(0),
        }
    }
}

/// Reads `R3C2`, the same cell as `B3`, and what is left of it: `R[2]C[1]`, `R`, `C[1]`.
fn counted(text: &str) -> Option<Counted> {
    let mut rest = text;
    let row = Number::read(&mut rest, 'R')?;
    let column = Number::read(&mut rest, 'C')?;
    if !rest.is_empty() || (row, column) == (Number::NoLetter, Number::NoLetter) {
        return None;
    }
    Some(Counted { row: row.place(column), column: column.place(row), written: [row, column] })
}

/// Numbers of one kind whose second is one less than the first are no range, as an empty half-open one.
fn is_reversed_by_one(a: Number, b: Number) -> bool {
    match (a, b) {
        (Number::Absolute(a), Number::Absolute(b)) | (Number::Offset(a), Number::Offset(b)) => a == b + 1,
        _ => false,
    }
}

fn column_index(letters: &str) -> Option<usize> {
    let number = letters.bytes().try_fold(0usize, |n, b| {
        b.is_ascii_alphabetic().then(|| n * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1)
    })?;
    number.checked_sub(1)
}

/// The cells that are meant: by letters and numbers first, counted in both directions second, never half and half.
fn cells(sheet: i64, text: &str) -> Option<GridRange> {
    if text.contains(char::is_whitespace) {
        return None;
    }
    let Some((a, b)) = text.split_once(':') else {
        if let Some(Corner { column: Some(column), row: Some(row) }) = corner(text) {
            let (rows, columns) = (Span::new(row, row + 1), Span::new(column, column + 1));
            return Some(GridRange { sheet, rows, columns });
        }
        let found = counted(text)?;
        let one = |at: Option<usize>| at.map_or_else(Span::default, |at| Span::new(at, at + 1));
        return Some(GridRange { sheet, rows: one(found.row), columns: one(found.column) });
    };
    if let (Some(a), Some(b)) = (corner(a), corner(b)) {
        return Some(GridRange { sheet, rows: span(a.row, b.row), columns: span(a.column, b.column) });
    }
    let (a, b) = (counted(a)?, counted(b)?);
    if a.written.iter().zip(b.written).any(|(a, b)| is_reversed_by_one(*a, b)) {
        return None;
    }
    Some(GridRange { sheet, rows: counted_span(a.row, b.row), columns: counted_span(a.column, b.column) })
}

/// Two ends in either order; an end that is missing leaves the other as the start.
fn span(a: Option<usize>, b: Option<usize>) -> Span {
    match (a, b) {
        (Some(a), Some(b)) => Span::new(a.min(b), a.max(b) + 1),
        (Some(only), None) | (None, Some(only)) => Span { start: Some(only), end: None },
        (None, None) => Span::default(),
    }
}

/// Two counted ends in either order; one that is missing reaches to the edge on its side.
fn counted_span(a: Option<usize>, b: Option<usize>) -> Span {
    match (a, b) {
        (None, Some(last)) => Span { start: None, end: Some(last + 1) },
        (a, b) => span(a, b),
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
        for (counted, lettered) in [
            ("RC", "A1"),
            ("R", "A1"),
            ("R1C", "A1"),
            ("R[1]C[1]", "B2"),
            ("R01C01", "A1"),
            ("R[3]C[1]", "B4"),
            ("R1C1:R[2]C[2]", "A1:C3"),
            ("R3C3:R1C1", "A1:C3"),
            ("R[1]C[1]:R1C1", "A1:B2"),
            ("R1:R2", "R1:R2"),
        ] {
            assert_eq!(of(counted), of(lettered), "{counted}");
        }
        assert_eq!(of("R[1]").unwrap().rows, Span::new(1, 2));
        assert_eq!(of("R[1]").unwrap().columns, Span::default());
        for wrong in [
            "R0C1",
            "R1C+2",
            "A1:R2C2",
            "R1C1:B2",
            "R2C2:R1C1",
            "R[1]C[1]:R[0]C[0]",
            " A1",
            "A1: B2",
            "R[ 1]C1",
        ] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
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
