//! The national holidays of Colombia as rules with the years they hold in.

use std::collections::BTreeMap;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate, TimeDelta, Weekday};

/// The first year of Ley 51 de 1983, which moves holidays to Monday.
pub const FIRST_YEAR: i32 = 1984;
/// The last year the rules are trusted for.
pub const LAST_YEAR: i32 = 2100;

/// A holiday that no longer stands, from a day on: a court or a law struck its rule.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suspension {
    /// The holiday's name as `traslado calendar` prints it.
    pub holiday: String,
    /// The first day on which it is no holiday, `YYYY-MM-DD`.
    #[serde(deserialize_with = "iso_date")]
    pub from: NaiveDate,
}

pub(super) struct HolidayRule {
    pub(super) name: &'static str,
    when: When,
    since: i32,
}

enum When {
    /// Month and day, never moved.
    Fixed(u32, u32),
    /// Month and day, observed on that Monday or the next.
    Monday(u32, u32),
    /// Days from Easter Sunday.
    Easter(i64),
}

const fn rule(name: &'static str, when: When) -> HolidayRule {
    HolidayRule { name, when, since: FIRST_YEAR }
}

/// Ley 51 de 1983, arts. 1 and 2, and Ley 2578 de 2026, art. 6. The three movable feasts after
/// Easter are given by the Monday they are moved to.
pub(super) const RULES: [HolidayRule; 19] = [
    rule("Año Nuevo", When::Fixed(1, 1)),
    rule("Día de los Reyes Magos", When::Monday(1, 6)),
    rule("Día de San José", When::Monday(3, 19)),
    rule("Jueves Santo", When::Easter(-3)),
    rule("Viernes Santo", When::Easter(-2)),
    rule("Día del Trabajo", When::Fixed(5, 1)),
    rule("Ascensión del Señor", When::Easter(43)),
    rule("Corpus Christi", When::Easter(64)),
    rule("Sagrado Corazón de Jesús", When::Easter(71)),
    rule("San Pedro y San Pablo", When::Monday(6, 29)),
    HolidayRule {
        name: "Nuestra Señora del Rosario de Chiquinquirá", when: When::Monday(7, 9), since: 2026
    },
    rule("Día de la Independencia", When::Fixed(7, 20)),
    rule("Batalla de Boyacá", When::Fixed(8, 7)),
    rule("Asunción de la Virgen", When::Monday(8, 15)),
    rule("Día de la Raza", When::Monday(10, 12)),
    rule("Todos los Santos", When::Monday(11, 1)),
    rule("Independencia de Cartagena", When::Monday(11, 11)),
    rule("Inmaculada Concepción", When::Fixed(12, 8)),
    rule("Navidad", When::Fixed(12, 25)),
];

/// Every holiday of the known years by the day it is observed on.
pub(super) fn observed(suspended: &[Suspension]) -> BTreeMap<NaiveDate, String> {
    let mut days: BTreeMap<NaiveDate, String> = BTreeMap::new();
    for year in FIRST_YEAR..=LAST_YEAR {
        for rule in RULES.iter().filter(|rule| year >= rule.since) {
            let Some(date) = rule.when.in_year(year) else { continue };
            if suspended.iter().any(|s| s.holiday == rule.name && date >= s.from) {
                continue;
            }
            days.entry(date)
                .and_modify(|name| {
                    name.push_str(" / ");
                    name.push_str(rule.name);
                })
                .or_insert_with(|| rule.name.to_owned());
        }
    }

    days
}

impl When {
    fn in_year(&self, year: i32) -> Option<NaiveDate> {
        match *self {
            Self::Fixed(month, day) => NaiveDate::from_ymd_opt(year, month, day),
            Self::Monday(month, day) => {
                let date = NaiveDate::from_ymd_opt(year, month, day)?;
                let wait = (7 - date.weekday().days_since(Weekday::Mon)) % 7;
                date.checked_add_days(Days::new(u64::from(wait)))
            }
            Self::Easter(days) => easter(year)?.checked_add_signed(TimeDelta::days(days)),
        }
    }
}

/// Easter Sunday of the Gregorian calendar, by the anonymous computus of 1876 (Nature, vol. 13,
/// p. 487; Meeus, Astronomical Algorithms, ch. 8), whose one-letter names are kept.
#[expect(clippy::many_single_char_names, reason = "the names of the published algorithm")]
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    let (month, day) = (u32::try_from(n / 31).ok()?, u32::try_from(n % 31 + 1).ok()?);
    NaiveDate::from_ymd_opt(year, month, day)
}

/// Reads a date written `"YYYY-MM-DD"` in a file.
pub(super) fn iso_date<'de, D: serde::Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    let text = <String as serde::Deserialize>::deserialize(from)?;
    NaiveDate::from_str(&text)
        .map_err(|_| serde::de::Error::custom(format!("\"{text}\" is no date of the form YYYY-MM-DD")))
}
