use super::*;

fn text(typed: &str) -> Read<Day> {
    parse(&Cell::Text(typed.into()))
}

fn shown(read: &Read<Day>) -> Option<String> {
    let day = read.value?;
    let time = day.time.map(|time| time.format(" %H:%M").to_string()).unwrap_or_default();
    Some(format!("{}{time}", day.date))
}

#[test]
fn dates_are_read_as_people_type_them() {
    for (typed, date) in [
        ("2026-11-17", "2026-11-17"),
        ("2026/11/17", "2026-11-17"),
        ("2026-11-17T14:20:05", "2026-11-17 14:20"),
        ("2026-11-17 14:20", "2026-11-17 14:20"),
        ("2026-11-17T14:20:05.123Z", "2026-11-17 09:20"),
        ("2026-11-18T02:20:00+00:00", "2026-11-17 21:20"),
        ("2026-11-17T14:20:05-05:00", "2026-11-17 14:20"),
        ("2026-11-17T14:20:05-0500", "2026-11-17 14:20"),
        ("2026-11-18T02:20:00+00", "2026-11-17 21:20"),
        ("2026-11-18T01:50:00-0330", "2026-11-18 00:20"),
        ("2026-11-17 14:20:05.5", "2026-11-17 14:20"),
        ("17/11/2026 3:45:10 p.m", "2026-11-17 15:45"),
        ("17/11/2026", "2026-11-17"),
        ("17-11-26", "2026-11-17"),
        ("17.11.2026", "2026-11-17"),
        ("17 / 11 / 2026", "2026-11-17"),
        ("9/7/2026", "2026-07-09"),
        ("17 nov 2026", "2026-11-17"),
        ("17-nov-26", "2026-11-17"),
        ("17nov2026", "2026-11-17"),
        ("17 de noviembre de 2026", "2026-11-17"),
        ("17 de Noviembre del 2026", "2026-11-17"),
        ("Noviembre 17 de 2026", "2026-11-17"),
        ("nov. 17, 2026", "2026-11-17"),
        ("martes 17/11/2026", "2026-11-17"),
        ("mar 17/11/2026", "2026-11-17"),
        ("mar 17, 2026", "2026-03-17"),
        ("mar. 17 de nov. de 2026", "2026-11-17"),
        ("Martes, 17 de noviembre de 2026", "2026-11-17"),
        ("mié. 18/11/2026", "2026-11-18"),
        ("el día 17 de setiembre de 2026", "2026-09-17"),
        ("17/11/2026 8:15 a. m.", "2026-11-17 08:15"),
        ("17/11/2026, 7pm", "2026-11-17 19:00"),
        ("17/11/2026 - 14:20", "2026-11-17 14:20"),
        ("\u{feff}17/11/2026\u{a0}", "2026-11-17"),
        ("１７/１１/２０２６", "2026-11-17"),
    ] {
        let read = text(typed);
        assert_eq!(shown(&read).as_deref(), Some(date), "{typed}");
        assert_eq!(read.rules, [], "{typed}");
    }
}

#[test]
fn what_is_no_date_says_why() {
    for (typed, rule) in [
        ("31/11/2026", Rule::ImpossibleDate),
        ("30 de febrero de 2026", Rule::ImpossibleDate),
        ("0/11/2026", Rule::ImpossibleDate),
        ("2026-13-01", Rule::ImpossibleDate),
        ("18/11", Rule::YearlessDate),
        ("18 de noviembre", Rule::YearlessDate),
        ("nov 18", Rule::YearlessDate),
        ("ayer", Rule::RelativeDate),
        ("Hoy", Rule::RelativeDate),
        ("lunes", Rule::RelativeDate),
        ("hace 3 días", Rule::RelativeDate),
        ("la semana pasada", Rule::RelativeDate),
        ("no registra", Rule::UnreadableDate),
        ("17/11/20266", Rule::UnreadableDate),
        ("noviembre 2026", Rule::UnreadableDate),
        ("mar", Rule::RelativeDate),
        ("2026", Rule::UnreadableDate),
        ("2026-11", Rule::UnreadableDate),
        ("11/2026", Rule::UnreadableDate),
        ("", Rule::MissingDate),
        (" \u{a0}", Rule::MissingDate),
    ] {
        assert_eq!(text(typed), Read::refused(rule), "{typed}");
    }
}

#[test]
fn month_first_is_read_only_where_day_first_cannot_be() {
    let read = text("11/17/2026");
    assert_eq!(shown(&read).as_deref(), Some("2026-11-17"));
    assert_eq!(read.rules, [Rule::MonthFirstDate]);
}

#[test]
fn more_than_one_date_is_noticed() {
    for typed in ["17/11/2026 y 18/11/2026", "17/11/2026 aprox", "17/11/2026 14:20-050"] {
        let read = text(typed);
        assert_eq!(shown(&read).as_deref(), Some("2026-11-17"), "{typed}");
        assert_eq!(read.rules, [Rule::TrailingDate], "{typed}");
    }
}

#[test]
fn a_serial_is_a_date_and_its_fraction_a_time() {
    assert_eq!(shown(&parse(&Cell::Number(46_343.0))).as_deref(), Some("2026-11-17"));
    assert_eq!(shown(&parse(&Cell::Number(46_343.5))).as_deref(), Some("2026-11-17 12:00"));
    for number in [0.0, -1.0, 17_112_026.0, f64::NAN, f64::INFINITY] {
        assert_eq!(parse(&Cell::Number(number)), Read::refused(Rule::UnreadableDate), "{number}");
    }
}

#[test]
fn a_computed_date_is_none() {
    let today = Cell::Formula { source: "=HOY()".into(), shown: Box::new(Cell::Number(46_343.0)) };
    assert_eq!(parse(&today), Read::refused(Rule::FormulaDate));
    assert_eq!(parse(&Cell::Bool(true)), Read::refused(Rule::UnreadableDate));
}

#[test]
fn a_day_is_judged_against_today_and_the_form() {
    let limits = DateLimits { minimum_year: 2021, doubtful_after: 45 };
    let judge = |typed: &str, today: &str| limits.judge(text(typed), today.parse().unwrap());
    assert_eq!(judge("31/12/2020", "2026-11-23"), Read::refused(Rule::OldDate));
    assert_eq!(judge("1/1/2021", "2026-11-23").rules, []);
    assert_eq!(judge("17/11/26", "2026-11-17").rules, []);
    // Today, and month first another day of the past.
    assert_eq!(judge("10/11/2026", "2026-11-10").rules, []);
    // Forty-five days are not yet long ago.
    assert_eq!(judge("8/7/2026", "2026-08-22").rules, []);
    assert_eq!(judge("8/7/2026", "2026-08-23").rules, [Rule::DoubtfulDate]);
    assert_eq!(judge("9/7/2026", "2026-09-08").rules, [Rule::DoubtfulDate]);
    assert_eq!(judge("18/11/26", "2026-11-17").rules, [Rule::FutureDate]);
    // Typed on 10 September: more likely 7 September than 9 July.
    assert_eq!(judge("9/7/2026", "2026-09-10").rules, [Rule::DoubtfulDate]);
    assert_eq!(judge("9/7/2026", "2026-07-20").rules, []);
    assert_eq!(judge("7/9/2026", "2026-07-10").rules, [Rule::FutureDate, Rule::DoubtfulDate]);
    assert_eq!(judge("24/11/2026", "2026-11-23").rules, [Rule::FutureDate]);
}
