//! Arithmetic beyond the operators.

use crate::num;
use crate::sheets::cell::{Failure, FailureKind, Outcome};
use crate::sheets::formula::args::Args;
use crate::sheets::formula::call::Answer;
use crate::sheets::formula::table::{ANY, Function, arrays, each, whole};

type One = Result<Outcome, Failure>;

pub(crate) static TABLE: &[Function] = &[
    whole(&["SUM", "SUMA"], 1, ANY, 0, |a| number(a, a.numbers(0)?.iter().sum()).map(Into::into)),
    whole(&["SUMSQ", "SUMA.CUADRADOS"], 1, ANY, 0, |a| {
        number(a, a.numbers(0)?.iter().map(|n| n * n).sum()).map(Into::into)
    }),
    whole(&["PRODUCT", "PRODUCTO"], 1, ANY, 0, |a| {
        let all = a.numbers(0)?;
        number(a, if all.is_empty() { 0.0 } else { all.iter().product() }).map(Into::into)
    }),
    arrays(&["SUMPRODUCT", "SUMAPRODUCTO"], 1, ANY, 0, sum_of_products),
    each(&["ABS"], 1, 1, |a| number(a, a.number(0)?.abs())),
    each(&["INT", "ENTERO"], 1, 1, |a| number(a, a.number(0)?.floor())),
    each(&["SIGN", "SIGNO"], 1, 1, |a| {
        let n = a.number(0)?;
        number(a, if n == 0.0 { 0.0 } else { n.signum() })
    }),
    each(&["ROUND", "REDONDEAR"], 1, 2, |a| rounded(a, f64::round)),
    each(&["ROUNDUP", "REDONDEAR.MAS", "REDONDEAR.MÁS"], 1, 2, |a| rounded(a, away)),
    each(&["ROUNDDOWN", "REDONDEAR.MENOS"], 1, 2, |a| rounded(a, f64::trunc)),
    each(&["TRUNC", "TRUNCAR"], 1, 2, |a| rounded(a, f64::trunc)),
    each(&["MROUND", "REDOND.MULT"], 2, 2, |a| to_multiple(a, f64::round)),
    each(&["CEILING", "MULTIPLO.SUPERIOR", "MÚLTIPLO.SUPERIOR"], 1, 2, |a| to_multiple(a, f64::ceil)),
    each(&["FLOOR", "MULTIPLO.INFERIOR", "MÚLTIPLO.INFERIOR"], 1, 2, |a| to_multiple(a, f64::floor)),
    each(&["EVEN", "REDONDEA.PAR"], 1, 1, |a| number(a, away(a.number(0)? / 2.0) * 2.0)),
    each(&["ODD", "REDONDEA.IMPAR"], 1, 1, |a| {
        let n = a.number(0)?;
        let sign = if n < 0.0 { -1.0 } else { 1.0 };
        number(a, sign * (((n.abs() - 1.0) / 2.0).ceil().max(0.0) * 2.0 + 1.0))
    }),
    each(&["MOD", "RESIDUO"], 2, 2, remainder),
    each(&["QUOTIENT", "COCIENTE"], 2, 2, |a| number(a, (a.number(0)? / divisor(a)?).trunc())),
    each(&["POWER", "POTENCIA"], 2, 2, |a| number(a, a.number(0)?.powf(a.number(1)?))),
    each(&["SQRT", "RAIZ", "RAÍZ"], 1, 1, root),
    each(&["EXP"], 1, 1, |a| number(a, a.number(0)?.exp())),
    each(&["LN"], 1, 1, |a| number(a, positive(a, 0)?.ln())),
    each(&["LOG10"], 1, 1, |a| number(a, positive(a, 0)?.log10())),
    each(&["LOG"], 1, 2, |a| {
        let base = if a.has(1) { positive(a, 1)? } else { 10.0 };
        number(a, positive(a, 0)?.ln() / base.ln())
    }),
    each(&["PI"], 0, 0, |_| Ok(Outcome::Number(std::f64::consts::PI))),
    each(&["SIN", "SENO"], 1, 1, |a| number(a, a.number(0)?.sin())),
    each(&["COS"], 1, 1, |a| number(a, a.number(0)?.cos())),
    each(&["TAN"], 1, 1, |a| number(a, a.number(0)?.tan())),
    each(&["ASIN", "ASENO"], 1, 1, |a| number(a, a.number(0)?.asin())),
    each(&["ACOS"], 1, 1, |a| number(a, a.number(0)?.acos())),
    each(&["ATAN"], 1, 1, |a| number(a, a.number(0)?.atan())),
    each(&["ATAN2"], 2, 2, |a| number(a, a.number(1)?.atan2(a.number(0)?))),
    each(&["RADIANS", "RADIANES"], 1, 1, |a| number(a, a.number(0)?.to_radians())),
    each(&["DEGREES", "GRADOS"], 1, 1, |a| number(a, a.number(0)?.to_degrees())),
    each(&["FACT"], 1, 1, |a| {
        let n = a.size(0)?;
        number(a, (1..=n.min(200)).map(|k| num::real(num::int(k))).product())
    }),
    each(&["COMBIN", "COMBINAT"], 2, 2, combinations),
    whole(&["GCD", "M.C.D"], 1, ANY, 0, |a| folded(a, common_divisor)),
    whole(&["LCM", "M.C.M"], 1, ANY, 0, |a| {
        folded(a, |x, y| if x == 0 || y == 0 { 0 } else { (x / common_divisor(x, y)).saturating_mul(y) })
    }),
    each(&["RAND", "ALEATORIO"], 0, 0, |a| Ok(Outcome::Number(chance(a)))),
    each(&["RANDBETWEEN", "ALEATORIO.ENTRE"], 2, 2, |a| {
        let (low, high) = (a.number(0)?.ceil(), a.number(1)?.floor());
        if low > high {
            return Err(Failure::number("Function RANDBETWEEN parameter 2 is less than parameter 1."));
        }
        number(a, low + (chance(a) * (high - low + 1.0)).floor())
    }),
];

/// A result that must be a number.
pub(super) fn number(args: &Args<'_, '_>, n: f64) -> One {
    if n.is_finite() {
        Ok(Outcome::Number(n))
    } else {
        Err(Failure::number(format!("The result of function {} is not a finite number.", args.name)))
    }
}

/// The next whole number away from zero.
fn away(n: f64) -> f64 {
    if n < 0.0 { n.floor() } else { n.ceil() }
}

fn rounded(args: &Args<'_, '_>, act: fn(f64) -> f64) -> One {
    let (n, places) = (args.number(0)?, args.number_or(1, 0.0)?.trunc());
    let scale = 10f64.powf(places.abs().min(300.0));
    let scaled = if places < 0.0 { n / scale } else { n * scale };
    if !scaled.is_finite() {
        return number(args, n);
    }
    // What a double cannot hold exactly, 1.005 or 2.3 * 100, is taken for what was written.
    let near = format!("{scaled:.14e}").parse::<f64>().unwrap_or(scaled);
    let whole = act(near);
    number(args, if places < 0.0 { whole * scale } else { whole / scale })
}

fn to_multiple(args: &Args<'_, '_>, act: fn(f64) -> f64) -> One {
    let (n, step) = (args.number(0)?, args.number_or(1, 1.0)?);
    if step == 0.0 || n == 0.0 {
        return Ok(Outcome::Number(0.0));
    }
    if n > 0.0 && step < 0.0 {
        return Err(Failure::number(format!(
            "If {} is positive, {} must be positive too.",
            args.parameter(0),
            args.parameter(1)
        )));
    }
    let times = n / step;
    let nearest = times.round();
    let times = if (times - nearest).abs() < 1e-10 { nearest } else { act(times) };
    // Multiples of a decimal step have no more decimals than the step.
    number(args, format!("{:.12e}", times * step).parse().unwrap_or(times * step))
}

fn divisor(args: &Args<'_, '_>) -> Result<f64, Failure> {
    let n = args.number(1)?;
    if n == 0.0 {
        let message = format!("{} cannot be zero.", args.parameter(1));
        return Err(Failure::new(FailureKind::DivideByZero, message));
    }
    Ok(n)
}

fn remainder(args: &Args<'_, '_>) -> One {
    let (n, by) = (args.number(0)?, divisor(args)?);
    number(args, n - by * (n / by).floor())
}

fn root(args: &Args<'_, '_>) -> One {
    let n = args.number(0)?;
    if n < 0.0 { Err(args.too_small(0, n, 0)) } else { number(args, n.sqrt()) }
}

fn positive(args: &Args<'_, '_>, at: usize) -> Result<f64, Failure> {
    let n = args.number(at)?;
    if n > 0.0 {
        return Ok(n);
    }
    let shown = crate::sheets::format::plain(n, &args.eval.locale);
    Err(Failure::number(format!("{} value is {shown}. It should be greater than 0.", args.parameter(at))))
}

fn combinations(args: &Args<'_, '_>) -> One {
    let (n, k) = (args.size(0)?, args.size(1)?);
    if k > n {
        return Err(Failure::number("Function COMBIN parameter 2 is greater than parameter 1."));
    }
    let k = k.min(n - k).min(1000);
    let part = |i: usize| num::real(num::int(n - k + i)) / num::real(num::int(i));
    number(args, (1..=k).map(part).product::<f64>().round())
}

fn common_divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

fn folded(args: &Args<'_, '_>, act: fn(i64, i64) -> i64) -> Answer {
    let all = args.numbers(0)?;
    if let Some(negative) = all.iter().find(|n| **n < 0.0) {
        return Err(args.too_small(0, *negative, 0));
    }
    let n = all.into_iter().map(num::floor).reduce(act).unwrap_or(0);
    Ok(Outcome::Number(num::real(n)).into())
}

fn sum_of_products(args: &Args<'_, '_>) -> Answer {
    let blocks = (0..args.len()).map(|at| args.matrix(at)).collect::<Result<Vec<_>, _>>()?;
    let first = &blocks[0];
    if blocks.iter().any(|b| (b.rows, b.columns) != (first.rows, first.columns)) {
        return Err(Failure::value("SUMPRODUCT has mismatched range sizes."));
    }
    let mut sum = 0.0;
    for at in 0..first.cells.len() {
        let mut product = 1.0;
        for block in &blocks {
            product *= match &block.cells[at] {
                Outcome::Number(n) => *n,
                // A single array may be one of conditions.
                Outcome::Bool(b) if blocks.len() > 1 => f64::from(u8::from(*b)),
                Outcome::Error(failure) => return Err(failure.clone()),
                _ => 0.0,
            };
        }
        sum += product;
    }
    number(args, sum).map(Into::into)
}

/// A number from 0 up to 1 that the cell and the time decide, so that every run finds the same.
fn chance(args: &Args<'_, '_>) -> f64 {
    let scope = args.scope;
    let parts =
        [num::int(scope.row), num::int(scope.column), scope.sheet, num::floor(args.eval.now * 86_400.0)];
    let hash = parts
        .into_iter()
        .flat_map(i64::to_le_bytes)
        .fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let mixed = (hash ^ (hash >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    num::real(i64::try_from(mixed >> 11).unwrap_or(0)) / 9_007_199_254_740_992.0
}
