//! Working days, with the holidays that a range lists.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate};

use super::dates::day;
use crate::num;
use crate::sheets::cell::{Failure, Outcome};
use crate::sheets::formula::args::Args;
use crate::sheets::formula::call::Answer;
use crate::sheets::formula::table::{Function, whole};
use crate::sheets::serial;

pub(crate) static TABLE: &[Function] = &[
    whole(&["NETWORKDAYS", "DIAS.LAB", "DÍAS.LAB"], 2, 3, 0b11, |a| between(a, SATURDAY_AND_SUNDAY, 2)),
    whole(&["NETWORKDAYS.INTL", "DIAS.LAB.INTL", "DÍAS.LAB.INTL"], 2, 4, 0b111, |a| {
        between(a, weekend(a)?, 3)
    }),
    whole(&["WORKDAY", "DIA.LAB", "DÍA.LAB"], 2, 3, 0b11, |a| after(a, SATURDAY_AND_SUNDAY, 2)),
    whole(&["WORKDAY.INTL", "DIA.LAB.INTL", "DÍA.LAB.INTL"], 2, 4, 0b111, |a| after(a, weekend(a)?, 3)),
];

/// The days of the week that are free, from Monday.
type Weekend = [bool; 7];

const SATURDAY_AND_SUNDAY: Weekend = [false, false, false, false, false, true, true];

/// The third parameter: `"0000011"`, or the number of a usual weekend.
fn weekend(args: &Args<'_, '_>) -> Result<Weekend, Failure> {
    if !args.has(2) {
        return Ok(SATURDAY_AND_SUNDAY);
    }
    let refused = || Failure::value(format!("{} is not a valid weekend.", args.parameter(2)));
    let mut free = [false; 7];
    if let Outcome::Text(days) = args.one(2)? {
        if days.len() != 7 || days.bytes().any(|b| !b"01".contains(&b)) || !days.contains('0') {
            return Err(refused());
        }
        for (slot, byte) in free.iter_mut().zip(days.bytes()) {
            *slot = byte == b'1';
        }
        return Ok(free);
    }
    match args.whole(2)? {
        // Two days on end, from Saturday and Sunday on.
        n @ 1..=7 => {
            for day in [num::index(n) + 4, num::index(n) + 5] {
                free[day % 7] = true;
            }
        }
        // One day, from Sunday on.
        n @ 11..=17 => free[(num::index(n) - 11 + 6) % 7] = true,
        _ => return Err(refused()),
    }
    Ok(free)
}

fn holidays(args: &Args<'_, '_>, at: usize) -> Result<HashSet<NaiveDate>, Failure> {
    let mut out = HashSet::new();
    if args.has(at) {
        args.each(at, |outcome, _| {
            if let Outcome::Number(n) = outcome
                && let Some(moment) = serial::moment(n.floor())
            {
                out.insert(moment.date());
            }
            Ok(())
        })?;
    }
    Ok(out)
}

/// A span of days that is worth counting through.
const LONGEST: i64 = 400_000;

fn between(args: &Args<'_, '_>, weekend: Weekend, at: usize) -> Answer {
    let (from, to) = (day(args, 0)?, day(args, 1)?);
    let holidays = holidays(args, at)?;
    let (first, last, sign) = if from <= to { (from, to, 1.0) } else { (to, from, -1.0) };
    if (last - first).num_days() > LONGEST {
        return Err(Failure::number(format!("The dates of function {} are too far apart.", args.name)));
    }
    let works = |day: &NaiveDate| works(*day, weekend, &holidays);
    let n = first.iter_days().take_while(|day| *day <= last).filter(works).count();
    Ok(Outcome::Number(sign * num::real(num::int(n))).into())
}

fn works(day: NaiveDate, weekend: Weekend, holidays: &HashSet<NaiveDate>) -> bool {
    let place = num::index(i64::from(day.weekday().num_days_from_monday()));
    !weekend[place] && !holidays.contains(&day)
}

fn after(args: &Args<'_, '_>, weekend: Weekend, at: usize) -> Answer {
    let (mut day, days) = (day(args, 0)?, args.whole(1)?);
    let holidays = holidays(args, at)?;
    let beyond = || Failure::number(format!("The date of function {} is out of range.", args.name));
    if days.abs() > LONGEST {
        return Err(beyond());
    }
    let mut left = days.abs();
    while left > 0 {
        let next = if days > 0 { day.succ_opt() } else { day.pred_opt() };
        day = next.ok_or_else(beyond)?;
        left -= i64::from(works(day, weekend, &holidays));
    }
    Ok(Outcome::Number(serial::from_date(day)).into())
}
