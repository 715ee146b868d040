//! Counting and comparing many numbers.

use std::collections::HashSet;

use crate::num;
use crate::sheets::cell::{Failure, Outcome};
use crate::sheets::formula::args::Args;
use crate::sheets::formula::call::Answer;
use crate::sheets::formula::table::{ANY, Function, whole};
use crate::sheets::formula::value::{Operand, count};

pub(crate) static TABLE: &[Function] = &[
    whole(&["COUNT", "CONTAR"], 1, ANY, 0, counted),
    whole(&["COUNTA", "CONTARA"], 1, ANY, 0, |a| {
        let mut n = 0;
        a.each(0, |o, _| {
            n += usize::from(o != Outcome::Blank);
            Ok(())
        })?;
        Ok(count(n).into())
    }),
    whole(&["COUNTBLANK", "CONTAR.BLANCO"], 1, ANY, 0, blanks),
    whole(&["COUNTUNIQUE", "CONTARUNICOS"], 1, ANY, 0, |a| {
        let mut seen = HashSet::new();
        a.each(0, |o, _| {
            if o != Outcome::Blank {
                seen.insert(format!("{o:?}"));
            }
            Ok(())
        })?;
        Ok(count(seen.len()).into())
    }),
    whole(&["MAX"], 1, ANY, 0, |a| found(a.numbers(0)?.into_iter().reduce(f64::max).unwrap_or(0.0))),
    whole(&["MIN"], 1, ANY, 0, |a| found(a.numbers(0)?.into_iter().reduce(f64::min).unwrap_or(0.0))),
    whole(&["AVERAGE", "PROMEDIO"], 1, ANY, 0, |a| found(mean(a, &a.numbers(0)?)?)),
    whole(&["MEDIAN", "MEDIANA"], 1, ANY, 0, |a| found(portion(a, &sorted(a.numbers(0)?), 0.5)?)),
    whole(&["MODE", "MODA"], 1, ANY, 0, mode),
    whole(&["VAR"], 1, ANY, 0, |a| found(variance(a, 1)?)),
    whole(&["VARP"], 1, ANY, 0, |a| found(variance(a, 0)?)),
    whole(&["STDEV", "DESVEST"], 1, ANY, 0, |a| found(variance(a, 1)?.sqrt())),
    whole(&["STDEVP", "DESVESTP"], 1, ANY, 0, |a| found(variance(a, 0)?.sqrt())),
    whole(&["LARGE", "K.ESIMO.MAYOR", "K.ÉSIMO.MAYOR"], 2, 2, 0b10, |a| nth(a, true)),
    whole(&["SMALL", "K.ESIMO.MENOR", "K.ÉSIMO.MENOR"], 2, 2, 0b10, |a| nth(a, false)),
    whole(&["RANK", "JERARQUIA", "JERARQUÍA"], 2, 3, 0b101, rank),
    whole(&["PERCENTILE", "PERCENTIL"], 2, 2, 0b10, |a| {
        let part = a.number(1)?;
        found(portion(a, &sorted(first_range(a)?), part)?)
    }),
    whole(&["QUARTILE", "CUARTIL"], 2, 2, 0b10, |a| {
        let part = num::real(a.whole(1)?) / 4.0;
        found(portion(a, &sorted(first_range(a)?), part)?)
    }),
];

#[expect(clippy::unnecessary_wraps, reason = "the end of a body of the table")]
fn found(n: f64) -> Answer {
    Ok(Outcome::Number(n).into())
}

fn counted(args: &Args<'_, '_>) -> Answer {
    let mut n = 0;
    args.each(0, |outcome, literal| {
        n += usize::from(match outcome {
            Outcome::Number(_) => true,
            Outcome::Text(text) => literal && args.eval.typist.value(&text).is_some(),
            Outcome::Bool(_) => literal,
            _ => false,
        });
        Ok(())
    })?;
    Ok(count(n).into())
}

/// Blank cells of whole ranges, those below the last value included.
fn blanks(args: &Args<'_, '_>) -> Answer {
    let mut n = 0;
    for at in 0..args.len() {
        let matrix = args.matrix(at)?;
        n += matrix
            .cells
            .iter()
            .filter(|o| matches!(o, Outcome::Blank) || matches!(o, Outcome::Text(t) if t.is_empty()))
            .count();
    }
    Ok(count(n).into())
}

fn mean(args: &Args<'_, '_>, all: &[f64]) -> Result<f64, Failure> {
    if all.is_empty() {
        return Err(Failure::divide(args.name));
    }
    Ok(all.iter().sum::<f64>() / num::real(num::int(all.len())))
}

fn sorted(mut all: Vec<f64>) -> Vec<f64> {
    all.sort_by(f64::total_cmp);
    all
}

/// The numbers of the first argument alone.
fn first_range(args: &Args<'_, '_>) -> Result<Vec<f64>, Failure> {
    let mut out = Vec::new();
    let operand = args.list.first().cloned().unwrap_or(Operand::Missing);
    args.eval.each(&operand, |outcome| {
        match outcome {
            Outcome::Number(n) => out.push(n),
            Outcome::Error(failure) => return Err(failure),
            _ => {}
        }
        Ok(())
    })?;
    Ok(out)
}

/// The value below which such a part of the sorted numbers lies.
fn portion(args: &Args<'_, '_>, all: &[f64], part: f64) -> Result<f64, Failure> {
    if all.is_empty() {
        return Err(Failure::number(format!("{} has no valid input data.", args.name)));
    }
    if !(0.0..=1.0).contains(&part) {
        return Err(Failure::number(format!(
            "{} value {part} is out of range. It should be between 0 and 1.",
            args.parameter(1)
        )));
    }
    let place = part * num::real(num::int(all.len() - 1));
    let below = num::index(num::floor(place));
    let (low, high) = (all[below], all[(below + 1).min(all.len() - 1)]);
    Ok(low + (high - low) * (place - place.floor()))
}

fn mode(args: &Args<'_, '_>) -> Answer {
    let all = args.numbers(0)?;
    let times = |n: f64| all.iter().filter(|m| m.total_cmp(&n).is_eq()).count();
    let most = all.iter().map(|n| times(*n)).max().unwrap_or(0);
    match all.iter().find(|n| most > 1 && times(**n) == most) {
        Some(n) => found(*n),
        None => Err(Failure::missing("Attempting to calculate MODE on a data set with no repeated values.")),
    }
}

fn variance(args: &Args<'_, '_>, less: usize) -> Result<f64, Failure> {
    let all = args.numbers(0)?;
    if all.len() <= less {
        return Err(Failure::divide(args.name));
    }
    let mean = mean(args, &all)?;
    let squares: f64 = all.iter().map(|n| (n - mean) * (n - mean)).sum();
    Ok(squares / num::real(num::int(all.len() - less)))
}

fn nth(args: &Args<'_, '_>, largest: bool) -> Answer {
    let mut all = sorted(first_range(args)?);
    if largest {
        all.reverse();
    }
    let which = args.whole(1)?;
    match usize::try_from(which).ok().and_then(|n| n.checked_sub(1)).and_then(|n| all.get(n)) {
        Some(n) => found(*n),
        None => Err(Failure::number(format!("{} value {which} is out of range.", args.parameter(1)))),
    }
}

fn rank(args: &Args<'_, '_>) -> Answer {
    let wanted = args.number(0)?;
    let upwards = args.truth_or(2, false)?;
    let Some(range) = args.list.get(1) else { return Err(Failure::parse()) };
    let (mut before, mut there) = (0, false);
    args.eval.each(range, |outcome| {
        if let Outcome::Number(n) = outcome {
            there |= n.total_cmp(&wanted).is_eq();
            before += usize::from(if upwards { n < wanted } else { n > wanted });
        }
        Ok(())
    })?;
    if there {
        return Ok(count(before + 1).into());
    }
    let shown = crate::sheets::format::plain(wanted, &args.eval.locale);
    Err(Failure::missing(format!("Did not find value '{shown}' in RANK evaluation.")))
}
