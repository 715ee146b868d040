//! How wide a text is: by the advance widths of Arial, which stands for every font here.

use crate::num;

/// Thousandths of the font's size that each character from the space to the tilde is wide.
const ADVANCES: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// What a column keeps free beside its longest text.
const PADDING: i64 = 3;

/// The pixels that a column needs for a text of so many points: its longest line, and some room.
pub(crate) fn pixels(text: &str, points: i64) -> i64 {
    let size = num::real(points) * 4.0 / 3.0;
    let line = |line: &str| line.chars().map(|c| num::floor(advance(c) * size / 1000.0)).sum::<i64>();
    text.split('\n').map(line).max().unwrap_or(0) + PADDING
}

fn advance(c: char) -> f64 {
    let index = usize::try_from(u32::from(plain(c))).unwrap_or(0).wrapping_sub(32);
    // What is not among them is as wide as most letters; wide scripts are square.
    f64::from(ADVANCES.get(index).copied().unwrap_or(if u32::from(c) >= 0x1100 { 1000 } else { 556 }))
}

/// An accented letter is as wide as the letter.
fn plain(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        'Á' | 'À' | 'Â' | 'Ä' | 'Ã' => 'A',
        'É' | 'È' | 'Ê' | 'Ë' => 'E',
        'Í' | 'Ì' | 'Î' | 'Ï' => 'I',
        'Ó' | 'Ò' | 'Ô' | 'Ö' | 'Õ' => 'O',
        'Ú' | 'Ù' | 'Û' | 'Ü' => 'U',
        'Ñ' => 'N',
        'Ç' => 'C',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_take_more_room_than_narrow_ones() {
        assert_eq!(pixels("", 10), 3);
        assert_eq!(pixels("A", 10), 11);
        assert!(pixels("WWW", 10) > pixels("iii", 10));
        assert_eq!(pixels("Teléfono", 10), pixels("Telefono", 10));
        assert_eq!(pixels("corta\nmás larga", 10), pixels("más larga", 10));
        assert!(pixels("A", 20) > pixels("A", 10));
    }
}
