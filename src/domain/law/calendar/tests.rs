use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Receipt, then the ends of 5, 10, 15 and 30 business days, then of 15 counted from the same day.
const TERMS: [[&str; 6]; 15] = [
    ["2026-03-27", "2026-04-07", "2026-04-14", "2026-04-21", "2026-05-13", "2026-04-20"],
    ["2026-04-02", "2026-04-10", "2026-04-17", "2026-04-24", "2026-05-19", "2026-04-24"],
    ["2026-06-26", "2026-07-06", "2026-07-14", "2026-07-22", "2026-08-13", "2026-07-21"],
    ["2026-07-09", "2026-07-17", "2026-07-27", "2026-08-03", "2026-08-26", "2026-07-31"],
    ["2026-07-10", "2026-07-21", "2026-07-28", "2026-08-04", "2026-08-27", "2026-08-03"],
    ["2026-07-11", "2026-07-21", "2026-07-28", "2026-08-04", "2026-08-27", "2026-08-04"],
    ["2026-07-13", "2026-07-21", "2026-07-28", "2026-08-04", "2026-08-27", "2026-08-04"],
    ["2026-07-29", "2026-08-05", "2026-08-13", "2026-08-21", "2026-09-11", "2026-08-20"],
    ["2026-10-30", "2026-11-09", "2026-11-17", "2026-11-24", "2026-12-16", "2026-11-23"],
    ["2026-11-15", "2026-11-23", "2026-11-30", "2026-12-07", "2026-12-30", "2026-12-07"],
    ["2026-11-20", "2026-11-27", "2026-12-04", "2026-12-14", "2027-01-06", "2026-12-11"],
    ["2026-12-24", "2027-01-04", "2027-01-12", "2027-01-19", "2027-02-09", "2027-01-18"],
    ["2026-12-31", "2027-01-08", "2027-01-18", "2027-01-25", "2027-02-15", "2027-01-22"],
    ["2025-07-10", "2025-07-17", "2025-07-24", "2025-07-31", "2025-08-25", "2025-07-30"],
    ["2027-07-08", "2027-07-16", "2027-07-26", "2027-08-02", "2027-08-24", "2027-07-30"],
];

#[test]
fn terms_end_where_the_vectors_say() {
    let following = Calendar::colombia();
    let same = Calendar::colombia().counting_from(DayOne::Same);
    for [received, five, ten, fifteen, thirty, same_day] in TERMS {
        for (n, end) in [(5, five), (10, ten), (15, fifteen), (30, thirty)] {
            assert_eq!(following.add_business_days(day(received), n), Ok(day(end)), "{received} + {n}");
        }
        assert_eq!(same.add_business_days(day(received), 15), Ok(day(same_day)), "{received}, same day");
    }
}

#[test]
fn a_month_ends_on_the_next_business_day() {
    let calendar = Calendar::colombia();
    for (received, end) in [
        ("2026-06-13", "2026-07-14"),
        ("2026-10-31", "2026-11-30"),
        ("2027-01-31", "2027-03-01"),
        ("2026-07-09", "2026-08-10"),
    ] {
        assert_eq!(calendar.add_months(day(received), 1), Ok(day(end)), "{received}");
    }
}

#[test]
fn the_year_2026_has_nineteen_holidays() {
    let dates: Vec<String> = Calendar::colombia()
        .holidays(2026)
        .unwrap()
        .iter()
        .map(|holiday| holiday.date.format("%m-%d").to_string())
        .collect();
    let expected = "01-01 01-12 03-23 04-02 04-03 05-01 05-18 06-08 06-15 06-29 07-13 07-20 08-07 \
                    08-17 10-12 11-02 11-16 12-08 12-25";
    assert_eq!(dates.join(" "), expected);
}

#[test]
fn sagrado_corazon_and_san_pedro_share_a_day_in_some_years() {
    let calendar = Calendar::colombia();
    let shared: Vec<i32> = (FIRST_YEAR..=LAST_YEAR)
        .filter(|&year| calendar.holidays(year).unwrap().iter().any(|holiday| holiday.name.contains(" / ")))
        .collect();
    assert_eq!(
        shared,
        [
            1984, 1987, 1992, 2000, 2003, 2011, 2014, 2019, 2025, 2030, 2038, 2041, 2052, 2057, 2068, 2071,
            2076, 2079, 2082, 2087, 2095, 2098
        ]
    );
    let first = calendar.holidays(2025).unwrap();
    assert!(first.iter().any(|h| h.name == "Sagrado Corazón de Jesús / San Pedro y San Pablo"));
}

#[test]
fn years_have_the_published_numbers_of_holidays() {
    let calendar = Calendar::colombia();
    let mut years = BTreeMap::new();
    let mut weekend = 0;
    for year in FIRST_YEAR..=LAST_YEAR {
        let holidays = calendar.holidays(year).unwrap();
        assert!(holidays.is_sorted_by_key(|holiday| holiday.date));
        weekend +=
            holidays.iter().filter(|h| matches!(h.date.weekday(), Weekday::Sat | Weekday::Sun)).count();
        *years.entry(holidays.len()).or_insert(0) += 1;
    }
    assert_eq!(years, BTreeMap::from([(17, 9), (18, 46), (19, 62)]));
    assert_eq!(weekend, 200);
}

#[test]
fn a_suspended_holiday_is_a_business_day_from_then_on() {
    let chiquinquira = "Nuestra Señora del Rosario de Chiquinquirá";
    let struck = Suspension { holiday: chiquinquira.into(), from: day("2027-01-01") };
    let calendar = Calendar::colombia().with([], [struck]).unwrap();
    assert_eq!(calendar.is_business_day(day("2026-07-13")), Ok(false));
    assert_eq!(calendar.is_business_day(day("2027-07-12")), Ok(true));

    let unknown = Suspension { holiday: "Lunes de Pascua".into(), from: day("2027-01-01") };
    let error = Calendar::colombia().with([], [unknown]).unwrap_err();
    assert!(error.to_string().contains(chiquinquira), "{error}");
}

#[test]
fn a_closure_stops_the_clock_only_on_its_day() {
    let civic = Closure { date: day("2026-07-29"), reason: "día cívico".into(), act: "D. 1".into() };
    let calendar = Calendar::colombia().with([civic], []).unwrap();
    assert_eq!(calendar.add_business_days(day("2026-07-28"), 1), Ok(day("2026-07-30")));
    assert_eq!(calendar.holidays(2026), Calendar::colombia().holidays(2026));
}

#[test]
fn nothing_outside_the_known_years_is_guessed() {
    let calendar = Calendar::colombia();
    for year in [1983, 2101] {
        assert_eq!(calendar.holidays(year), Err(OutOfRange { year }));
    }
    assert_eq!(calendar.add_business_days(day("2100-12-31"), 1), Err(OutOfRange { year: 2101 }));
    assert_eq!(calendar.add_business_days(day("1983-12-31"), 0), Err(OutOfRange { year: 1983 }));
    assert_eq!(calendar.add_months(day("2100-12-31"), 1), Err(OutOfRange { year: 2101 }));
    assert_eq!(calendar.is_business_day(day("1984-01-01")), Ok(false));
}

#[test]
fn every_holiday_is_the_one_of_an_independent_list() {
    use sha2::{Digest as _, Sha256};

    let calendar = Calendar::colombia();
    for (year, dates) in [
        (
            1984,
            "01-01 01-09 03-19 04-19 04-20 05-01 06-04 06-25 07-02 07-20 08-07 08-20 10-15 11-05 11-12 12-08 12-25",
        ),
        (
            2025,
            "01-01 01-06 03-24 04-17 04-18 05-01 06-02 06-23 06-30 07-20 08-07 08-18 10-13 11-03 11-17 12-08 12-25",
        ),
        (
            2027,
            "01-01 01-11 03-22 03-25 03-26 05-01 05-10 05-31 06-07 07-05 07-12 07-20 08-07 08-16 10-18 11-01 11-15 12-08 12-25",
        ),
    ] {
        let found = calendar.holidays(year).unwrap();
        let found: Vec<String> =
            found.iter().map(|holiday| holiday.date.format("%m-%d").to_string()).collect();
        assert_eq!(found.join(" "), dates, "{year}");
    }
    // SHA-256 of the dates of Colombia in the Python package `holidays` 0.109, a line each.
    let mut digest = Sha256::new();
    for year in FIRST_YEAR..=LAST_YEAR {
        for holiday in calendar.holidays(year).unwrap() {
            digest.update(format!("{}\n", holiday.date));
        }
    }
    assert_eq!(
        format!("{:x}", digest.finalize()),
        "8d7683096e1905f17ae82c081ef5289b7e2e26a102a4034236aba48c17433ee2"
    );
}

#[test]
fn holidays_have_the_names_and_order_of_the_law() {
    let names: Vec<String> =
        Calendar::colombia().holidays(2026).unwrap().into_iter().map(|holiday| holiday.name).collect();
    assert_eq!(
        names,
        [
            "Año Nuevo",
            "Día de los Reyes Magos",
            "Día de San José",
            "Jueves Santo",
            "Viernes Santo",
            "Día del Trabajo",
            "Ascensión del Señor",
            "Corpus Christi",
            "Sagrado Corazón de Jesús",
            "San Pedro y San Pablo",
            "Nuestra Señora del Rosario de Chiquinquirá",
            "Día de la Independencia",
            "Batalla de Boyacá",
            "Asunción de la Virgen",
            "Día de la Raza",
            "Todos los Santos",
            "Independencia de Cartagena",
            "Inmaculada Concepción",
            "Navidad",
        ]
    );
}

#[test]
fn days_that_are_no_national_holidays_are_business_days() {
    let calendar = Calendar::colombia();
    for (date, why) in [
        ("2026-07-29", "fiestas de Santa Marta: a district decree makes no holiday"),
        ("2026-12-24", "Christmas Eve"),
        ("2026-12-31", "New Year's Eve"),
        ("2026-03-30", "Monday of Holy Week"),
        ("2026-04-01", "Wednesday of Holy Week"),
        ("2025-07-07", "Ley 2578 holds from 2026"),
        ("2026-07-09", "moved to Monday 13"),
    ] {
        assert_eq!(calendar.is_business_day(day(date)), Ok(true), "{date}: {why}");
    }
    for date in ["2026-11-21", "2026-11-22", "2026-07-13", "2026-04-03"] {
        assert_eq!(calendar.is_business_day(day(date)), Ok(false), "{date}");
    }
}
