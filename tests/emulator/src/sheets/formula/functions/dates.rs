//! Days and times.

use chrono::{Datelike, Months, NaiveDate, Timelike};

use crate::num;
use crate::sheets::cell::{Failure, Outcome};
use crate::sheets::formula::args::Args;
use crate::sheets::formula::table::{Function, each};
use crate::sheets::serial;

type One = Result<Outcome, Failure>;

pub(crate) static TABLE: &[Function] = &[
    each(&["TODAY", "HOY"], 0, 0, |a| number(a.eval.now.floor())),
    each(&["NOW", "AHORA"], 0, 0, |a| number(a.eval.now)),
    each(&["DATE", "FECHA"], 3, 3, date),
    each(&["TIME", "NSHORA"], 3, 3, |a| {
        let seconds = a.whole(0)? * 3600 + a.whole(1)? * 60 + a.whole(2)?;
        number(num::real(seconds.rem_euclid(86_400)) / 86_400.0)
    }),
    each(&["DATEVALUE", "FECHANUMERO", "FECHA.NUMERO"], 1, 1, |a| number(typed(a)?.floor())),
    each(&["TIMEVALUE", "HORANUMERO", "HORA.NUMERO"], 1, 1, |a| number(typed(a)?.rem_euclid(1.0))),
    each(&["TO_DATE"], 1, 1, |a| number(a.number(0)?)),
    each(&["YEAR", "AÑO"], 1, 1, |a| number(f64::from(day(a, 0)?.year()))),
    each(&["MONTH", "MES"], 1, 1, |a| number(f64::from(day(a, 0)?.month()))),
    each(&["DAY", "DIA", "DÍA"], 1, 1, |a| number(f64::from(day(a, 0)?.day()))),
    each(&["HOUR", "HORA"], 1, 1, |a| number(f64::from(moment(a, 0)?.hour()))),
    each(&["MINUTE", "MINUTO"], 1, 1, |a| number(f64::from(moment(a, 0)?.minute()))),
    each(&["SECOND", "SEGUNDO"], 1, 1, |a| number(f64::from(moment(a, 0)?.second()))),
    each(&["WEEKDAY", "DIASEM", "DÍASEM"], 1, 2, weekday),
    each(&["WEEKNUM", "NUM.DE.SEMANA"], 1, 2, week),
    each(&["ISOWEEKNUM", "ISO.NUM.DE.SEMANA"], 1, 1, |a| number(f64::from(day(a, 0)?.iso_week().week()))),
    each(&["EDATE", "FECHA.MES"], 2, 2, |a| {
        number(serial::from_date(months_on(a, day(a, 0)?, a.whole(1)?)?))
    }),
    each(&["EOMONTH", "FIN.MES"], 2, 2, |a| {
        let first = day(a, 0)?.with_day(1).ok_or_else(|| beyond(a))?;
        number(serial::from_date(months_on(a, first, a.whole(1)?.saturating_add(1))?) - 1.0)
    }),
    each(&["DATEDIF", "SIFECHA"], 3, 3, difference),
    each(&["DAYS", "DIAS", "DÍAS"], 2, 2, |a| number(a.number(0)?.floor() - a.number(1)?.floor())),
    each(&["DAYS360", "DIAS360"], 2, 3, days_of_360),
];

#[expect(clippy::unnecessary_wraps, reason = "the end of a body of the table")]
fn number(n: f64) -> One {
    Ok(Outcome::Number(n))
}

fn beyond(args: &Args<'_, '_>) -> Failure {
    Failure::number(format!("The date of function {} is out of range.", args.name))
}

/// The day of a parameter.
pub(super) fn day(args: &Args<'_, '_>, at: usize) -> Result<NaiveDate, Failure> {
    let n = args.number(at)?;
    if n < 0.0 {
        return Err(args.too_small(at, n, 0));
    }
    serial::moment(n.floor()).map(|m| m.date()).ok_or_else(|| beyond(args))
}

fn moment(args: &Args<'_, '_>, at: usize) -> Result<chrono::NaiveDateTime, Failure> {
    let n = args.number(at)?;
    if n < 0.0 {
        return Err(args.too_small(at, n, 0));
    }
    serial::moment(n).ok_or_else(|| beyond(args))
}

fn date(args: &Args<'_, '_>) -> One {
    let (year, month, day) = (args.whole(0)?, args.whole(1)?, args.whole(2)?);
    // Years are counted from 1900 as long as they are few.
    let year = if (0..1900).contains(&year) { year + 1900 } else { year };
    let months = year.saturating_mul(12).saturating_add(month).saturating_sub(1);
    let first = i32::try_from(months.div_euclid(12))
        .ok()
        .zip(u32::try_from(months.rem_euclid(12) + 1).ok())
        .and_then(|(year, month)| NaiveDate::from_ymd_opt(year, month, 1))
        .ok_or_else(|| beyond(args))?;
    let n = serial::from_date(first) + num::real(day) - 1.0;
    if n < 0.0 { Err(beyond(args)) } else { number(n) }
}

/// A date or time written as text.
fn typed(args: &Args<'_, '_>) -> Result<f64, Failure> {
    match args.one(0)? {
        Outcome::Number(n) => Ok(n),
        other => {
            let text = args.eval.text(&other)?;
            args.eval.typist.value(&text).ok_or_else(|| {
                Failure::value(format!("{} parameter '{text}' cannot be parsed to date/time.", args.name))
            })
        }
    }
}

fn months_on(args: &Args<'_, '_>, from: NaiveDate, months: i64) -> Result<NaiveDate, Failure> {
    let count = u32::try_from(months.unsigned_abs()).map(Months::new).map_err(|_| beyond(args))?;
    let moved = if months < 0 { from.checked_sub_months(count) } else { from.checked_add_months(count) };
    moved.ok_or_else(|| beyond(args))
}

fn weekday(args: &Args<'_, '_>) -> One {
    let day = day(args, 0)?.weekday();
    number(f64::from(match args.whole_or(1, 1)? {
        1 => day.num_days_from_sunday() + 1,
        2 => day.number_from_monday(),
        3 => day.num_days_from_monday(),
        other => return Err(no_such_kind(args, 1, other)),
    }))
}

fn no_such_kind(args: &Args<'_, '_>, at: usize, kind: i64) -> Failure {
    Failure::number(format!("{} value is {kind}. It is not a valid type.", args.parameter(at)))
}

fn week(args: &Args<'_, '_>) -> One {
    let day = day(args, 0)?;
    // The kind says on which day weeks begin, counted from Monday.
    let start = match args.whole_or(1, 1)? {
        1 | 17 => 6,
        2 | 11 => 0,
        kind @ 12..=16 => kind - 11,
        21 => return number(f64::from(day.iso_week().week())),
        other => return Err(no_such_kind(args, 1, other)),
    };
    let first = NaiveDate::from_ymd_opt(day.year(), 1, 1).ok_or_else(|| beyond(args))?;
    let lead = (i64::from(first.weekday().num_days_from_monday()) - start).rem_euclid(7);
    number(num::real((i64::from(day.ordinal0()) + lead) / 7 + 1))
}

fn difference(args: &Args<'_, '_>) -> One {
    let (from, to) = (day(args, 0)?, day(args, 1)?);
    if from > to {
        return Err(Failure::number("Function DATEDIF parameter 1 (start) is after parameter 2 (end)."));
    }
    let months = i64::from(to.year() - from.year()) * 12 + i64::from(to.month())
        - i64::from(from.month())
        - i64::from(to.day() < from.day());
    let days = |from: NaiveDate| num::real((to - from).num_days());
    let unit = args.text(2)?.to_uppercase();
    number(match unit.as_str() {
        "D" => days(from),
        "M" => num::real(months),
        "Y" => num::real(months / 12),
        "YM" => num::real(months % 12),
        "MD" => days(months_on(args, from, months)?),
        "YD" => days(months_on(args, from, months / 12 * 12)?),
        _ => {
            return Err(Failure::number(format!(
                "Function DATEDIF parameter 3 value is {unit}. It should be one of: \"Y\", \"M\", \"D\", \"MD\", \"YM\", \"YD\"."
            )));
        }
    })
}

fn days_of_360(args: &Args<'_, '_>) -> One {
    let (from, to) = (day(args, 0)?, day(args, 1)?);
    let european = args.truth_or(2, false)?;
    let start = from.day().min(30);
    let end = if to.day() == 31 && (european || start == 30) { 30 } else { to.day() };
    let years = i64::from(to.year() - from.year()) * 360;
    let months = (i64::from(to.month()) - i64::from(from.month())) * 30;
    number(num::real(years + months + i64::from(end) - i64::from(start)))
}
