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
        ("17-XI-2026", "2026-11-17"),
        ("17/xi/26", "2026-11-17"),
        ("1o/I/2026", "2026-01-01"),
        ("2026 Nov 17", "2026-11-17"),
        ("2026-nov-17", "2026-11-17"),
        ("l7/11/2026", "2026-11-17"),
        ("17/11/2O26", "2026-11-17"),
        ("O5/11/2026", "2026-11-05"),
        ("el 17/11/2026", "2026-11-17"),
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
fn dates_are_read_as_networks_and_programs_write_them() {
    for (typed, date) in [
        ("Sep 3, 2026", "2026-09-03"),
        ("3 Sept 2026", "2026-09-03"),
        ("December 24, 2026", "2026-12-24"),
        ("24th December 2026", "2026-12-24"),
        ("April 1st, 2026", "2026-04-01"),
        ("Friday, November 20, 2026 at 3:05 PM", "2026-11-20 15:05"),
        ("Fri Nov 20 2026 15:05:09 GMT-0500 (hora estándar de Colombia)", "2026-11-20 15:05"),
        ("Fri Nov 20 2026 15:05:09 GMT-0500 (Colombia Standard Time)", "2026-11-20 15:05"),
        ("Sat Nov 21 03:05:09 +0000 2026", "2026-11-20 22:05"),
        ("Sat, 21 Nov 2026 03:05:09 GMT", "2026-11-20 22:05"),
        ("8:15 PM · Nov 20, 2026", "2026-11-20 20:15"),
        ("3:05 p. m. · 20 nov. 2026", "2026-11-20 15:05"),
        ("[20/11/26, 3:05:09 p. m.]", "2026-11-20 15:05"),
        ("viernes, 20 de noviembre de 2026 a la(s) 3:05 p. m.", "2026-11-20 15:05"),
        ("20 de noviembre de 2026 a las 15:05", "2026-11-20 15:05"),
        ("20261120", "2026-11-20"),
        ("20112026", "2026-11-20"),
        ("9112026", "2026-11-09"),
        ("20261120150509", "2026-11-20 15:05"),
        ("20261120 15:05", "2026-11-20 15:05"),
        ("46346", "2026-11-20"),
        ("46346,5", "2026-11-20 12:00"),
        ("46346.628", "2026-11-20 15:04"),
    ] {
        let read = text(typed);
        assert_eq!(shown(&read).as_deref(), Some(date), "{typed}");
        assert_eq!(read.rules, [], "{typed}");
    }
}

#[test]
fn dates_with_a_slip_or_a_word_before_them_are_read() {
    for (typed, date) in [
        ("20 de novienbre de 2026", "2026-11-20"),
        ("20 de nobienbre 2026", "2026-11-20"),
        ("20 novbre 2026", "2026-11-20"),
        ("20 de septienbre de 2026", "2026-09-20"),
        ("20 de setiembre de 2026", "2026-09-20"),
        ("20 de otubre de 2026", "2026-10-20"),
        ("20 de henero de 2026", "2026-01-20"),
        ("20 de dicienbre de 2.026", "2026-12-20"),
        ("20/11/2.026", "2026-11-20"),
        ("1º/12/2026", "2026-12-01"),
        ("1° de diciembre de 2026", "2026-12-01"),
        ("1ro de diciembre de 2026", "2026-12-01"),
        ("1er diciembre 2026", "2026-12-01"),
        ("Primero de diciembre de 2026", "2026-12-01"),
        ("20//11//2026", "2026-11-20"),
        ("20\\11\\2026", "2026-11-20"),
        ("20_11_2026", "2026-11-20"),
        ("20 11 2026", "2026-11-20"),
        ("20/nov./2026", "2026-11-20"),
        ("20 de noviembre del año 2026", "2026-11-20"),
        ("hoy 20/11/2026", "2026-11-20"),
        ("FB 20/11/2026", "2026-11-20"),
        ("Fecha: 20/11/2026", "2026-11-20"),
        ("publicado el 20 nov 2026", "2026-11-20"),
        ("20/11/2026 (viernes)", "2026-11-20"),
        ("vierns 20/11/2026", "2026-11-20"),
    ] {
        let read = text(typed);
        assert_eq!(shown(&read).as_deref(), Some(date), "{typed}");
        assert_eq!(read.rules, [], "{typed}");
    }
    // Junio and julio are equally near.
    assert_eq!(text("20 de juio de 2026"), Read::refused(Rule::UnreadableDate));
}

#[test]
fn hours_between_which_something_happened_move_no_day() {
    for (typed, date) in [
        ("20/11/2026 20:15-22:30", "2026-11-20 20:15"),
        ("20/11/2026 18:00 - 21:30", "2026-11-20 18:00"),
        ("20/11/2026 19:00-20", "2026-11-20 19:00"),
        ("20/11/2026 08:00-10:00", "2026-11-20 08:00"),
        ("20/11/2026 20:15–22:30", "2026-11-20 20:15"),
        ("20/11/2026 20:15 a 22:30", "2026-11-20 20:15"),
        ("20/11/2026 de 8:00 a 10:00 p. m.", "2026-11-20 20:00"),
        ("20/11/2026 entre las 8:00 y las 14:00", "2026-11-20 08:00"),
        ("20/11/2026 8 a 10 pm", "2026-11-20 20:00"),
        ("20/11/2026 10 a 2 pm", "2026-11-20 10:00"),
        ("2026-11-20 23:00-23:30", "2026-11-20 23:00"),
        ("20/11/2026 18:00:00-21:30:00", "2026-11-20 18:00"),
    ] {
        let read = text(typed);
        assert_eq!(shown(&read).as_deref(), Some(date), "{typed}");
        assert_eq!(read.rules, [], "{typed}");
    }
}

#[test]
fn of_several_days_the_first_counts() {
    for (typed, date) in [
        ("17 al 18/11/2026", "2026-11-17"),
        ("17 a 18/11/2026", "2026-11-17"),
        ("17-18/11/2026", "2026-11-17"),
        ("17/18/11/2026", "2026-11-17"),
        ("17 y 18 de noviembre de 2026", "2026-11-17"),
        ("del 13 al 17 de noviembre de 2026", "2026-11-13"),
        ("13 hasta el 17 nov 2026", "2026-11-13"),
        ("17, 18 y 20/11/2026", "2026-11-17"),
        ("30 y 1/12/2026", "2026-11-30"),
        ("31 al 2/01/2027", "2026-12-31"),
        ("17/11 al 20/11/2026", "2026-11-17"),
        ("30 de noviembre al 1 de diciembre de 2026", "2026-11-30"),
        ("30/12 al 2/01/2027", "2026-12-30"),
        ("17/11/2026 al 18/11/2026", "2026-11-17"),
        ("17 al 18/11/26", "2026-11-17"),
    ] {
        let read = text(typed);
        assert_eq!(shown(&read).as_deref(), Some(date), "{typed}");
        assert_eq!(read.rules, [Rule::TrailingDate], "{typed}");
    }
    for typed in ["27 y 28/11", "27 a 28/11", "13 al 17 de noviembre", "5 a 7/11", "17/11 al 20/11"] {
        assert_eq!(text(typed), Read::refused(Rule::YearlessDate), "{typed}");
    }
}

#[test]
fn an_hour_is_no_year() {
    for typed in [
        "17/11 22 h",
        "17/11 22 hs",
        "17/11 22h",
        "17/11 22 horas",
        "17/11 10 a. m.",
        "17/11 10 a.m.",
        "17/11 10 am",
        "17/11 10 p m",
        "17/11 10 de la mañana",
        "17/11 10 a 12 am",
        "17/11 10-12 pm",
        "17/11 10 a 11:30 a. m.",
        "17 nov 22 hs",
        "nov 17 10 a. m.",
        "17/11 2015 hrs",
    ] {
        assert_eq!(text(typed), Read::refused(Rule::YearlessDate), "{typed}");
    }
    for (typed, date) in [
        ("17/11/26 10 a. m.", "2026-11-17 10:00"),
        ("17/11/26 - 10 am", "2026-11-17 10:00"),
        ("17/11/26 22 h", "2026-11-17 22:00"),
        ("17/11/2026 22 hs", "2026-11-17 22:00"),
        ("17/11/2026 hora 10:15", "2026-11-17 10:15"),
        ("17/11/2026 10 a 12 am", "2026-11-17 10:00"),
    ] {
        assert_eq!(shown(&text(typed)).as_deref(), Some(date), "{typed}");
    }
}

#[test]
fn a_time_of_another_zone_is_read_as_colombias() {
    for (typed, date) in [
        ("2026-11-21 02:15:32 UTC", "2026-11-20 21:15"),
        ("2026-11-21 02:15:32 GMT", "2026-11-20 21:15"),
        ("2026-11-21T02:15:32Z", "2026-11-20 21:15"),
        ("2026-11-21 02:15 (UTC)", "2026-11-20 21:15"),
        ("21/11/2026 02:15 UTC+0", "2026-11-20 21:15"),
        ("20/11/2026 21:15 UTC-5", "2026-11-20 21:15"),
        ("20/11/2026 9:15 p. m. GMT-5", "2026-11-20 21:15"),
        ("21/11/2026 02:15 +0000", "2026-11-20 21:15"),
        ("20/11/2026 21:15 hora de Colombia", "2026-11-20 21:15"),
        ("20/11/2026 21:15 COT", "2026-11-20 21:15"),
        ("2026-11-20T21:15:00-05:00", "2026-11-20 21:15"),
        ("2026-11-21T03:15:00+01:00", "2026-11-20 21:15"),
    ] {
        let read = text(typed);
        assert_eq!(shown(&read).as_deref(), Some(date), "{typed}");
        assert_eq!(read.rules, [], "{typed}");
    }
}

#[test]
fn a_year_long_after_ours_is_a_date_in_the_future() {
    let limits = DateLimits { minimum_year: 2021, doubtful_after: 45 };
    let today = "2026-11-23".parse().unwrap();
    for cell in [Cell::Number(112_086.0), Cell::Text("17/11/2206".into()), Cell::Text("2206-11-17".into())] {
        let read = limits.judge(parse(&cell), today);
        assert_eq!(shown(&read).as_deref(), Some("2206-11-17"));
        assert_eq!(read.rules, [Rule::FutureDate]);
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
        ("18/11 10:15", Rule::YearlessDate),
        ("18 nov 10:15", Rule::YearlessDate),
        ("fb 18/11", Rule::YearlessDate),
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
        ("3000000011", Rule::UnreadableDate),
        ("1999345001", Rule::UnreadableDate),
        ("99999", Rule::UnreadableDate),
        ("20261399", Rule::UnreadableDate),
        ("17/11/20/26", Rule::UnreadableDate),
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
    for typed in [
        "17/11/2026 y 18/11/2026",
        "17/11/2026 - 18/11/2026",
        "17/11/2026 14:20-050",
        "fila 4 17/11/2026",
        "Gaira 17/11/2026",
    ] {
        let read = text(typed);
        assert_eq!(shown(&read).as_deref().map(|shown| &shown[..10]), Some("2026-11-17"), "{typed}");
        assert_eq!(read.rules, [Rule::TrailingDate], "{typed}");
    }
}

#[test]
fn a_word_that_puts_the_date_in_doubt_is_noticed() {
    for typed in [
        "Ayer 17/11/2026",
        "aprox. 17/11/2026",
        "17/11/2026 aprox",
        "17/11/2026?",
        "creo que el 17 de noviembre de 2026",
        "más o menos 17/11/2026",
        "17/11/2026 (aproximadamente)",
        "antes del 17/11/2026",
    ] {
        let read = text(typed);
        assert_eq!(shown(&read).as_deref(), Some("2026-11-17"), "{typed}");
        assert_eq!(read.rules, [Rule::UncertainDate], "{typed}");
    }
    // There the time is what is not sure.
    assert_eq!(text("17/11/2026 8:15 aprox.").rules, [Rule::TrailingDate]);
}

#[test]
fn a_sentence_with_a_date_in_it_is_none() {
    let typed = "llevamos sin agua desde la mañana del 17/11/2026 y nadie responde";
    assert_eq!(text(typed), Read::refused(Rule::UnreadableDate));
}

#[test]
fn a_serial_is_a_date_and_its_fraction_a_time() {
    assert_eq!(shown(&parse(&Cell::Number(46_343.0))).as_deref(), Some("2026-11-17"));
    assert_eq!(shown(&parse(&Cell::Number(46_343.5))).as_deref(), Some("2026-11-17 12:00"));
    for number in [17_112_026.0, 20_261_117.0] {
        assert_eq!(shown(&parse(&Cell::Number(number))).as_deref(), Some("2026-11-17"), "without its signs");
    }
    assert_eq!(shown(&parse(&Cell::Number(9_112_026.0))).as_deref(), Some("2026-11-09"));
    for number in [0.0, -1.0, 2_958_466.0, 99_112_026.0, 3_000_000_011.0, f64::NAN, f64::INFINITY] {
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
