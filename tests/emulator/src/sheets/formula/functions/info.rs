//! What kind of thing a value is.

use crate::num;
use crate::sheets::cell::{Entered, Failure, FailureKind, Outcome};
use crate::sheets::formula::args::Args;
use crate::sheets::formula::call::Answer;
use crate::sheets::formula::table::{Function, each, raw, whole};
use crate::sheets::formula::value::Operand;

type One = Result<Outcome, Failure>;

pub(crate) static TABLE: &[Function] = &[
    raw(&["ISBLANK", "ESBLANCO"], 1, 1, |a| is(a, |o| *o == Outcome::Blank)),
    raw(&["ISNUMBER", "ESNUMERO", "ESNÚMERO"], 1, 1, |a| is(a, |o| matches!(o, Outcome::Number(_)))),
    raw(&["ISTEXT", "ESTEXTO"], 1, 1, |a| is(a, |o| matches!(o, Outcome::Text(_)))),
    raw(&["ISNONTEXT", "ESNOTEXTO"], 1, 1, |a| is(a, |o| !matches!(o, Outcome::Text(_)))),
    raw(&["ISLOGICAL", "ESLOGICO", "ESLÓGICO"], 1, 1, |a| is(a, |o| matches!(o, Outcome::Bool(_)))),
    raw(&["ISERROR", "ESERROR"], 1, 1, |a| is(a, |o| matches!(o, Outcome::Error(_)))),
    raw(&["ISERR", "ESERR"], 1, 1, |a| {
        is(a, |o| matches!(o, Outcome::Error(f) if f.kind != FailureKind::NotAvailable))
    }),
    raw(&["ISNA", "ESNOD", "ESND"], 1, 1, |a| {
        is(a, |o| matches!(o, Outcome::Error(f) if f.kind == FailureKind::NotAvailable))
    }),
    each(&["ISEVEN", "ES.PAR"], 1, 1, |a| Ok(Outcome::Bool(a.whole(0)? % 2 == 0))),
    each(&["ISODD", "ES.IMPAR"], 1, 1, |a| Ok(Outcome::Bool(a.whole(0)? % 2 != 0))),
    raw(&["ISDATE", "ESFECHA"], 1, 1, |a| Ok(Outcome::Bool(is_date(a)))),
    raw(&["ISEMAIL", "ESEMAIL"], 1, 1, |a| is(a, |o| matches!(o, Outcome::Text(t) if is_address(t)))),
    raw(&["ISURL", "ESURL"], 1, 1, |a| is(a, |o| matches!(o, Outcome::Text(t) if is_link(t)))),
    whole(&["ISREF", "ESREF"], 1, 1, 0, |a| Ok(Outcome::Bool(matches!(a.list[0], Operand::Cells(_))).into())),
    whole(&["ISFORMULA", "ESFORMULA", "ESFÓRMULA"], 1, 1, 0, is_formula),
    raw(&["TYPE", "TIPO"], 1, 1, kind),
    raw(&["ERROR.TYPE", "TIPO.DE.ERROR"], 1, 1, kind_of_error),
    each(&["N"], 1, 1, |a| {
        Ok(Outcome::Number(match a.one(0)? {
            Outcome::Number(n) => n,
            Outcome::Bool(b) => f64::from(u8::from(b)),
            _ => 0.0,
        }))
    }),
    each(&["NA", "NOD"], 0, 0, |_| Err(Failure::missing("Argument must not be an error."))),
];

/// A parameter as it is, a failure to work it out included.
fn value(args: &Args<'_, '_>) -> Outcome {
    args.raw(0).unwrap_or_else(Outcome::Error)
}

#[expect(clippy::unnecessary_wraps, reason = "the end of a body of the table")]
fn is(args: &Args<'_, '_>, test: fn(&Outcome) -> bool) -> One {
    Ok(Outcome::Bool(test(&value(args))))
}

fn is_date(args: &Args<'_, '_>) -> bool {
    match (value(args), &args.list[0]) {
        (Outcome::Text(text), _) => args.eval.typist.is_moment(&text),
        (Outcome::Number(_), Operand::Cells(range)) => {
            let book = args.eval.book;
            let format =
                book.sheet(range.sheet).map(|s| s.cell(range.rows.first(), range.columns.first()).format);
            let kind = format.and_then(|format| book.number_format(format)).map(|(kind, _)| kind);
            matches!(kind, Some("DATE" | "DATE_TIME" | "TIME"))
        }
        _ => false,
    }
}

fn is_address(text: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c == '@');
    text.split_once('@')
        .is_some_and(|(name, host)| plain(name) && plain(host) && host.trim_matches('.').contains('.'))
}

fn is_link(text: &str) -> bool {
    let rest = ["https://", "http://", "ftp://", "mailto:"].into_iter().find_map(|p| text.strip_prefix(p));
    let host = rest.unwrap_or(text).split('/').next().unwrap_or("");
    host.trim_matches('.').contains('.') && !host.contains(char::is_whitespace)
}

fn is_formula(args: &Args<'_, '_>) -> Answer {
    let Operand::Cells(range) = &args.list[0] else {
        return Err(Failure::missing("Argument must be a range."));
    };
    let sheet = args.eval.book.sheet(range.sheet);
    let cell = sheet.map(|s| s.cell(range.rows.first(), range.columns.first()));
    Ok(Outcome::Bool(cell.is_some_and(|c| matches!(c.entered, Entered::Formula(_)))).into())
}

#[expect(clippy::unnecessary_wraps, reason = "a body of the table")]
fn kind(args: &Args<'_, '_>) -> One {
    if args.eval.is_block(&args.list[0]) {
        return Ok(Outcome::Number(64.0));
    }
    Ok(Outcome::Number(match value(args) {
        Outcome::Blank | Outcome::Number(_) => 1.0,
        Outcome::Text(_) => 2.0,
        Outcome::Bool(_) => 4.0,
        Outcome::Error(_) => 16.0,
    }))
}

fn kind_of_error(args: &Args<'_, '_>) -> One {
    let Outcome::Error(failure) = value(args) else {
        return Err(Failure::missing("Function ERROR.TYPE parameter 1 is not an error."));
    };
    Ok(Outcome::Number(num::real(match failure.kind {
        FailureKind::DivideByZero => 2,
        FailureKind::Value => 3,
        FailureKind::Reference => 4,
        FailureKind::Name => 5,
        FailureKind::Number => 6,
        FailureKind::NotAvailable => 7,
        FailureKind::Parse => 8,
    })))
}
