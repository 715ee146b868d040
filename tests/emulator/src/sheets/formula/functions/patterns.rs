//! Regular expressions.

use std::fmt::Write;

use regex::{Regex, RegexBuilder};

use crate::sheets::cell::{Failure, Outcome};
use crate::sheets::formula::args::Args;
use crate::sheets::formula::call::Answer;
use crate::sheets::formula::table::{Function, each, spilling, whole};
use crate::sheets::formula::value::Matrix;

pub(crate) static TABLE: &[Function] = &[
    each(&["REGEXMATCH"], 2, 2, |a| Ok(Outcome::Bool(expression(a)?.is_match(&a.text(0)?)))),
    spilling(whole(&["REGEXEXTRACT"], 2, 2, 0b11, extract)),
    each(&["REGEXREPLACE"], 3, 3, |a| {
        let new = replacement(&a.text(2)?);
        Ok(Outcome::Text(expression(a)?.replace_all(&a.text(0)?, new.as_str()).into_owned()))
    }),
];

fn expression(args: &Args<'_, '_>) -> Result<Regex, Failure> {
    let text = args.text(1)?;
    RegexBuilder::new(&text).size_limit(1 << 20).build().map_err(|_| {
        Failure::reference(format!(
            "{} value \"{text}\" is not a valid regular expression.",
            args.parameter(1)
        ))
    })
}

/// What is found, or what its groups hold, side by side.
fn extract(args: &Args<'_, '_>) -> Answer {
    let text = args.text(0)?;
    let expression = expression(args)?;
    let Some(found) = expression.captures(&text) else {
        return Err(Failure::missing(format!(
            "Function REGEXEXTRACT parameter 2 value \"{}\" does not match text of Function REGEXEXTRACT parameter 1 value \"{text}\".",
            expression.as_str()
        )));
    };
    let from = usize::from(found.len() > 1);
    let group = |at: usize| Outcome::Text(found.get(at).map_or("", |m| m.as_str()).to_owned());
    Ok(Matrix::of(vec![(from..found.len()).map(group).collect()]).into())
}

/// Groups are called `$1` in both; here what follows the figure must be kept from reading as part of it.
fn replacement(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('$' | '\\', Some(digit)) if digit.is_ascii_digit() => {
                let _ = write!(out, "${{{digit}}}");
                chars.next();
            }
            ('\\', Some(_)) => out.extend(chars.next()),
            ('$', _) => out += "$$",
            _ => out.push(c),
        }
    }
    out
}
