//! The check digit of a NIT.

/// The weights of the DIAN (Orden Administrativa 4 de 1989), from the last digit to the left.
const WEIGHTS: [u32; 15] = [3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71];

/// The check digit of a number of up to fifteen digits.
pub(super) fn check_digit(number: &str) -> Option<u8> {
    if number.len() > WEIGHTS.len() || number.is_empty() {
        return None;
    }
    let mut sum = 0;
    for (digit, weight) in number.chars().rev().zip(WEIGHTS) {
        sum += digit.to_digit(10)? * weight;
    }
    let rest = sum % 11;
    u8::try_from(if rest < 2 { rest } else { 11 - rest }).ok()
}

/// The character that stands in a check digit's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CheckDigit {
    /// Nothing does.
    Absent,
    /// A digit.
    Digit(u8),
    /// Something that is no digit.
    Other,
}

/// Splits a number marked NIT and typed without a separator. Ten digits are nine and their check
/// digit if it is right or the number begins like a company's; a person's own number has none.
pub(super) fn split(number: String) -> (String, CheckDigit) {
    let Some((base, last)) = number.split_at_checked(9) else { return (number, CheckDigit::Absent) };
    let Ok(digit) = last.parse::<u8>() else { return (number, CheckDigit::Absent) };
    let fits = last.len() == 1 && check_digit(base) == Some(digit);
    if last.len() == 1 && (fits || base.starts_with(['8', '9'])) {
        (base.to_owned(), CheckDigit::Digit(digit))
    } else {
        (number, CheckDigit::Absent)
    }
}
