//! Numbers as wholes and fractions: `# ?/?`, `?/??`, `# ?/8`.

use std::fmt::Write;

use super::pattern::Token;
use crate::num;

/// Denominators of more digits than this are not looked for.
const DIGITS: usize = 4;

fn is_slash(token: &Token) -> bool {
    matches!(token, Token::Literal(literal) if literal == "/")
}

fn is_digit(token: &Token) -> bool {
    matches!(token, Token::Digit(_))
}

/// The number as a fraction; `None` for a section that has none.
pub(super) fn shown(n: f64, tokens: &[Token]) -> Option<String> {
    let slash = tokens.iter().position(is_slash)?;
    let start = tokens[..slash].iter().rposition(|t| !is_digit(t)).map_or(0, |at| at + 1);
    let below = &tokens[slash + 1..];
    let fixed: String = below
        .iter()
        .map_while(|t| match t {
            Token::Literal(literal) if literal.bytes().all(|b| b.is_ascii_digit()) => Some(literal.as_str()),
            Token::Digit('0') => Some("0"),
            _ => None,
        })
        .collect();
    let free = below.iter().take_while(|t| is_digit(t)).count();
    if start == slash || (free == 0 && fixed.is_empty()) {
        return None;
    }
    let whole_part = tokens[..start].iter().any(is_digit);
    let magnitude = n.abs();
    let mut whole = if whole_part { magnitude.floor() } else { 0.0 };
    let (mut above, denominator) = match fixed.parse::<i64>() {
        Ok(denominator) if denominator > 0 => {
            (num::floor(((magnitude - whole) * num::real(denominator)).round()), denominator)
        }
        _ => nearest(magnitude - whole, 10i64.pow(u32::try_from(free.min(DIGITS)).unwrap_or(1)) - 1),
    };
    if whole_part && above == denominator {
        (whole, above) = (whole + 1.0, 0);
    }
    let mut out = if n < 0.0 && (whole > 0.0 || above > 0) { "-".to_owned() } else { String::new() };
    if whole > 0.0 || above == 0 {
        out += &num::floor(whole).to_string();
    }
    if above > 0 {
        if whole > 0.0 {
            out.push(' ');
        }
        let _ = write!(out, "{above}/{denominator}");
    }
    Some(out)
}

/// The fraction nearest to a number whose denominator is not above the most.
fn nearest(n: f64, most: i64) -> (i64, i64) {
    let mut best = (0, 1, f64::INFINITY);
    for denominator in 1..=most {
        let above = (n * num::real(denominator)).round();
        let error = (n - above / num::real(denominator)).abs();
        if error + 1e-12 < best.2 {
            best = (num::floor(above), denominator, error);
        }
    }
    (best.0, best.1)
}
