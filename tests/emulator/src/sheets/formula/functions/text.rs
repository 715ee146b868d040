//! Texts, taken apart and put together.

use crate::num;
use crate::sheets::cell::{Failure, Outcome};
use crate::sheets::format;
use crate::sheets::formula::args::Args;
use crate::sheets::formula::call::Answer;
use crate::sheets::formula::eval::Evaluator;
use crate::sheets::formula::table::{ANY, Function, each, spilling, whole};
use crate::sheets::formula::value::{Matrix, count};

type One = Result<Outcome, Failure>;

pub(crate) static TABLE: &[Function] = &[
    each(&["LEN", "LARGO"], 1, 1, |a| Ok(count(a.text(0)?.encode_utf16().count()))),
    each(&["UPPER", "MAYUSC"], 1, 1, |a| Ok(Outcome::Text(a.text(0)?.to_uppercase()))),
    each(&["LOWER", "MINUSC"], 1, 1, |a| Ok(Outcome::Text(a.text(0)?.to_lowercase()))),
    each(&["PROPER", "NOMPROPIO"], 1, 1, |a| Ok(Outcome::Text(proper(&a.text(0)?)))),
    each(&["TRIM", "ESPACIOS"], 1, 1, |a| {
        Ok(Outcome::Text(a.text(0)?.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")))
    }),
    each(&["CLEAN", "LIMPIAR"], 1, 1, |a| {
        Ok(Outcome::Text(a.text(0)?.chars().filter(|c| !c.is_control()).collect()))
    }),
    each(&["LEFT", "IZQUIERDA"], 1, 2, |a| {
        let n = a.size_or(1, 1)?;
        Ok(Outcome::Text(a.text(0)?.chars().take(n).collect()))
    }),
    each(&["RIGHT", "DERECHA"], 1, 2, |a| {
        let text: Vec<char> = a.text(0)?.chars().collect();
        Ok(Outcome::Text(text[text.len() - a.size_or(1, 1)?.min(text.len())..].iter().collect()))
    }),
    each(&["MID", "EXTRAE"], 3, 3, middle),
    each(&["FIND", "ENCONTRAR"], 2, 3, |a| find(a, false)),
    each(&["SEARCH", "HALLAR"], 2, 3, |a| find(a, true)),
    each(&["SUBSTITUTE", "SUSTITUIR"], 3, 4, substitute),
    each(&["REPLACE", "REEMPLAZAR"], 4, 4, replace),
    each(&["REPT", "REPETIR"], 2, 2, repeat),
    each(&["EXACT", "IGUAL"], 2, 2, |a| Ok(Outcome::Bool(a.text(0)? == a.text(1)?))),
    each(&["CHAR", "CARACTER"], 1, 1, character),
    each(&["UNICHAR", "UNICAR"], 1, 1, character),
    each(&["CODE", "CODIGO"], 1, 1, code),
    each(&["UNICODE"], 1, 1, code),
    each(&["TEXT", "TEXTO"], 2, 2, by_pattern),
    each(&["VALUE", "VALOR"], 1, 1, |a| a.number(0).map(Outcome::Number)),
    each(&["TO_TEXT"], 1, 1, |a| a.text(0).map(Outcome::Text)),
    each(&["T"], 1, 1, |a| {
        a.one(0).map(|o| if matches!(o, Outcome::Text(_)) { o } else { Outcome::Text(String::new()) })
    }),
    // A link shows its label, or the address when it has none.
    each(&["HYPERLINK", "HIPERVINCULO", "HIPERVÍNCULO"], 1, 2, |a| a.one(usize::from(a.has(1)))),
    each(&["CONCAT"], 2, 2, |a| Ok(Outcome::Text(a.text(0)? + &a.text(1)?))),
    whole(&["CONCATENATE", "CONCATENAR"], 1, ANY, 0, |a| joined(a, "", 0, false)),
    whole(&["JOIN", "UNIR"], 2, ANY, 0b1, |a| joined(a, &a.text(0)?, 1, false)),
    whole(&["TEXTJOIN", "UNIRCADENAS"], 3, ANY, 0b11, |a| joined(a, &a.text(0)?, 2, a.truth(1)?)),
    spilling(each(&["ENCODEURL", "URLCODIF"], 1, 1, |a| {
        Ok(Outcome::Text(crate::server::encode(&a.text(0)?)))
    })),
    spilling(whole(&["SPLIT"], 2, 4, 0b1111, split)),
];

fn proper(text: &str) -> String {
    let mut within = false;
    let mut out = String::new();
    for c in text.chars() {
        if within {
            out.extend(c.to_lowercase());
        } else {
            out.extend(c.to_uppercase());
        }
        within = c.is_alphabetic();
    }
    out
}

fn middle(args: &Args<'_, '_>) -> One {
    let (start, length) = (args.size(1)?, args.size(2)?);
    if start == 0 {
        return Err(args.too_small(1, 0.0, 1));
    }
    Ok(Outcome::Text(args.text(0)?.chars().skip(start - 1).take(length).collect()))
}

fn find(args: &Args<'_, '_>, any_case: bool) -> One {
    let (mut wanted, mut text) = (args.text(0)?, args.text(1)?);
    let start = args.size_or(2, 1)?;
    if start == 0 {
        return Err(args.too_small(2, 0.0, 1));
    }
    let shown = (wanted.clone(), text.clone());
    if any_case {
        (wanted, text) = (wanted.to_lowercase(), text.to_lowercase());
    }
    let (wanted, text): (Vec<char>, Vec<char>) = (wanted.chars().collect(), text.chars().collect());
    let last = text.len().checked_sub(wanted.len());
    let found = last.and_then(|last| (start - 1..=last).find(|&at| text[at..].starts_with(&wanted)));
    found.map(|at| count(at + 1)).ok_or_else(|| {
        Failure::value(format!(
            "In {} evaluation, cannot find '{}' within '{}'.",
            args.name, shown.0, shown.1
        ))
    })
}

fn substitute(args: &Args<'_, '_>) -> One {
    let (text, old, new) = (args.text(0)?, args.text(1)?, args.text(2)?);
    if old.is_empty() {
        return Ok(Outcome::Text(text));
    }
    if !args.has(3) {
        return held(args, text.replace(&old, &new));
    }
    let which = args.size(3)?;
    let Some((at, _)) = which.checked_sub(1).and_then(|n| text.match_indices(&old).nth(n)) else {
        return Ok(Outcome::Text(text));
    };
    Ok(Outcome::Text(format!("{}{new}{}", &text[..at], &text[at + old.len()..])))
}

/// A text that has grown: a cell holds no more than so much.
fn held(args: &Args<'_, '_>, text: String) -> One {
    if text.len() > 4 * 50_000 {
        return Err(Failure::value(format!(
            "Text result of {} is longer than the limit of 50000 characters.",
            args.name
        )));
    }
    Ok(Outcome::Text(text))
}

fn replace(args: &Args<'_, '_>) -> One {
    let text: Vec<char> = args.text(0)?.chars().collect();
    let (start, length) = (args.size(1)?, args.size(2)?);
    if start == 0 {
        return Err(args.too_small(1, 0.0, 1));
    }
    let start = (start - 1).min(text.len());
    let end = start.saturating_add(length).min(text.len());
    let (before, after): (String, String) = (text[..start].iter().collect(), text[end..].iter().collect());
    Ok(Outcome::Text(before + &args.text(3)? + &after))
}

fn repeat(args: &Args<'_, '_>) -> One {
    let (text, times) = (args.text(0)?, args.size(1)?);
    if text.len().saturating_mul(times) > 32_000 {
        return Err(Failure::value("Text result of REPT is longer than the limit of 32000 characters."));
    }
    Ok(Outcome::Text(text.repeat(times)))
}

fn character(args: &Args<'_, '_>) -> One {
    let n = args.whole(0)?;
    let c = u32::try_from(n).ok().filter(|n| *n > 0).and_then(char::from_u32);
    c.map(|c| Outcome::Text(c.to_string()))
        .ok_or_else(|| Failure::number(format!("{} value {n} is out of range.", args.parameter(0))))
}

fn code(args: &Args<'_, '_>) -> One {
    let text = args.text(0)?;
    let first = text
        .chars()
        .next()
        .ok_or_else(|| Failure::value(format!("{} value should be non-empty.", args.parameter(0))))?;
    Ok(Outcome::Number(f64::from(u32::from(first))))
}

fn by_pattern(args: &Args<'_, '_>) -> One {
    let (given, pattern) = (args.one(0)?, args.text(1)?);
    let n = match &given {
        Outcome::Text(text) => match args.eval.typist.value(text) {
            Some(n) => n,
            None => return Ok(Outcome::Text(format::text_by_pattern(text, &pattern))),
        },
        Outcome::Bool(b) => return Ok(Outcome::Text(args.eval.locale.boolean(*b).to_owned())),
        _ => args.number(0)?,
    };
    Ok(Outcome::Text(format::by_pattern(n, &pattern, &args.eval.locale)))
}

fn joined(args: &Args<'_, '_>, between: &str, from: usize, skip_blanks: bool) -> Answer {
    let mut parts = Vec::new();
    let mut length = 0usize;
    args.each(from, |outcome, _| {
        let text = args.eval.text(&outcome)?;
        length += text.len() + between.len();
        if length > 4 * 50_000 {
            return held(args, "x".repeat(4 * 50_001)).map(|_| ());
        }
        if !(skip_blanks && text.is_empty()) {
            parts.push(text);
        }
        Ok(())
    })?;
    Ok(Outcome::Text(parts.join(between)).into())
}

fn split(args: &Args<'_, '_>) -> Answer {
    let (text, by) = (args.text(0)?, args.text(1)?);
    let each_letter = args.truth_or(2, true)?;
    if by.is_empty() {
        return Err(Failure::value(format!("{} value should be non-empty.", args.parameter(1))));
    }
    let parts: Vec<&str> =
        if each_letter { text.split(|c| by.contains(c)).collect() } else { text.split(&by).collect() };
    let drop_empty = args.truth_or(3, true)?;
    let kept = parts.into_iter().filter(|part| !(drop_empty && part.is_empty()));
    let cells: Vec<Outcome> = kept
        .map(|part| match args.eval.typist.value(part) {
            Some(n) => Outcome::Number(n),
            None => Outcome::Text(part.to_owned()),
        })
        .collect();
    Evaluator::fits(num::index(1), cells.len())?;
    Ok(Matrix::of(vec![cells]).into())
}
