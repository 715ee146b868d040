//! What holds of any sheet. `PROPTEST_CASES=10000 cargo test --lib properties` runs as many cases;
//! the release profile (`cargo test --release --lib properties`) never runs fewer.

use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use crate::domain::fields::{contact, date, document, subscriber, time};
use crate::domain::finding::Rule;
use crate::domain::finding::field::Field;
use crate::domain::form::report::Report;
use crate::domain::form::{Form, Sheet};
use crate::domain::identity::normal_form;
use crate::domain::law::calendar::DayOne;
use crate::domain::law::criteria::Criterion;
use crate::sheet::cell::Cell;
use crate::sheet::normalize;
use crate::sheet::row_number::RowNumber;
use crate::testing::cases;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

/// Texts near the edge of every parser: numbers, marks, separators and words they look for, in any
/// order, besides any text at all.
fn texts() -> impl Strategy<Value = String> {
    let dates = ["17", "11", "2026", "31", "nov", "de", "ayer", "8:15", "p. m.", "h", "t", "z"];
    let marks = ["/", "-", ":", ".", ",", " ", "'", "’", "#", "@", "°", "º", "¿", "=", "(", ")", "\n"];
    let numbers = ["+57", "300", "0000011", "1.999.345.001", "E9", "900123456", "8"];
    let documents = ["NIT", "CC", "c.c.", "TI", "AX", "expedida", "en"];
    let addresses = ["cra", "mz", "casa", "calle", "gaira", "km", "finca", "correo.example", "[arroba]"];
    let words = ["no", "aporta", "x", "fb", "ana", "recurso", "y", "o"];
    let unicode = ["\u{a0}", "\u{200b}", "ñ", "É", "Ú", "ü", "n\u{303}", "İ", "ﬁ", "👏", "１"];

    let fragments = [&dates[..], &marks, &numbers, &documents, &addresses, &words, &unicode].concat();
    let fragment = prop::sample::select(fragments);

    prop_oneof![
        4 => prop::collection::vec(fragment, 0..8).prop_map(|parts| parts.concat()),
        1 => any::<String>(),
    ]
}

fn cells() -> impl Strategy<Value = Cell> {
    let plain = prop_oneof![
        2 => Just(Cell::Blank),
        6 => texts().prop_map(Cell::Text),
        1 => any::<f64>().prop_map(Cell::Number),
        1 => (0.0..90_000.0).prop_map(Cell::Number),
        1 => (0_u32..2_000_000_000).prop_map(|number| Cell::Number(f64::from(number))),
        1 => any::<bool>().prop_map(Cell::Bool),
    ];
    (plain.clone(), prop::option::weighted(0.1, texts())).prop_map(|(cell, source)| match source {
        Some(source) => Cell::Formula { source: format!("={source}"), shown: Box::new(cell) },
        None => cell,
    })
}

fn rows() -> impl Strategy<Value = Vec<Vec<Cell>>> {
    prop::collection::vec(prop::collection::vec(cells(), 0..=Field::ALL.len() + 1), 0..6)
}

fn header() -> Vec<Cell> {
    Field::ALL.iter().map(|field| Cell::Text(field.header().into())).collect()
}

fn read(header: Vec<Cell>, rows: Vec<Vec<Cell>>) -> Sheet {
    let mut grid = vec![header];
    grid.extend(rows);
    FORM.with(|form| form.read(&grid, today()).unwrap())
}

thread_local! {
    static FORM: Form = Form::builtin();
}

/// A report as it would be read in any other row.
fn anywhere(report: &Report) -> Report {
    let mut report = Report { row: RowNumber::FIRST, ..report.clone() };
    for finding in report.findings.iter_mut().filter(|finding| finding.rule.names_cells()) {
        finding.detail = None;
    }
    report
}

/// Returns `true` if a report's only text stands outside of its column.
fn is_outside(report: &Report) -> bool {
    report.findings.iter().any(|finding| finding.rule == Rule::TextOutsideColumn)
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn every_row_is_a_report_a_heading_or_empty(rows in rows()) {
        let last = rows.iter().rposition(|row| row.iter().any(|cell| !cell.is_blank()));
        let sheet = read(header(), rows.clone());
        prop_assert_eq!(sheet.rows as usize, last.map_or(0, |last| last + 1));
        let others = sheet.headings.len() + sheet.empty as usize;
        prop_assert_eq!(sheet.rows as usize, sheet.reports.len() + others);
        for report in &sheet.reports {
            let row = &rows[report.row.index() - 1];
            for (field, cell) in Field::ALL.into_iter().zip(row) {
                let filled = !cell.is_blank();
                let outside = is_outside(report);
                let says_elsewhere = report.digests.iter().next().is_none();
                let shown = filled || outside && field == Field::Subject;
                prop_assert_eq!(report.texts.expose(field).is_some(), shown, "{:?}", field);
                let identity = report.digests.get(field).is_some();
                let counts = filled && !field.is_office() && !says_elsewhere;
                prop_assert_eq!(identity, counts, "{:?}", field);
            }
        }
    }

    #[test]
    fn any_grid_is_located_or_refused(rows in rows(), header in prop::collection::vec(texts(), 0..9)) {
        let header = header.into_iter().map(Cell::Text).collect();
        let grid: Vec<Vec<Cell>> = [header].into_iter().chain(rows).collect();
        FORM.with(|form| drop(form.read(&grid, today())));
    }

    #[test]
    fn the_order_of_columns_changes_nothing(rows in rows(), order in Just((0..Field::ALL.len()).collect::<Vec<_>>()).prop_shuffle()) {
        let shuffled = |row: &Vec<Cell>| -> Vec<Cell> {
            order.iter().map(|&from| row.get(from).cloned().unwrap_or_default()).collect()
        };
        let width = |row: Vec<Cell>| row.into_iter().take(Field::ALL.len()).collect::<Vec<Cell>>();
        let rows: Vec<Vec<Cell>> = rows.into_iter().map(width).collect();
        let other = read(shuffled(&header()), rows.iter().map(shuffled).collect());
        let inside = |sheet: Sheet| -> Vec<Report> {
            let inside = |report: &Report| report.digests.iter().next().is_some() && !is_outside(report);
            sheet.reports.into_iter().filter(inside).collect()
        };
        prop_assert_eq!(inside(read(header(), rows)), inside(other));
    }

    #[test]
    fn the_order_of_rows_changes_nothing_but_order(rows in rows()) {
        let backwards: Vec<Vec<Cell>> = rows.iter().rev().cloned().collect();
        let one: Vec<Report> = read(header(), rows).reports.iter().map(anywhere).collect();
        let other: Vec<Report> = read(header(), backwards).reports.iter().rev().map(anywhere).collect();
        prop_assert_eq!(one, other);
    }

    #[test]
    fn what_is_missing_is_in_the_order_of_the_criteria(rows in rows()) {
        for report in read(header(), rows).reports {
            prop_assert!(report.verdict.missing.is_sorted());
            prop_assert!(report.verdict.missing.iter().all(|missing| Criterion::ALL.contains(missing)));
        }
    }

    #[test]
    fn a_spelling_is_normal_once_normalised(text in texts()) {
        let plain = normalize::plain(&text);
        prop_assert_eq!(normalize::plain(&plain), plain.clone());
        let canonical = normalize::canonical(&text);
        prop_assert_eq!(normalize::canonical(&canonical), canonical);
        let tidy = normalize::tidy(&text).into_owned();
        prop_assert_eq!(normalize::tidy(&tidy).into_owned(), tidy.clone());
        prop_assert_eq!(normalize::plain(&tidy), plain);
        let key = normalize::key(&text);
        prop_assert_eq!(normalize::key(&key), key);
    }

    #[test]
    fn the_shortcuts_of_spelling_change_nothing(text in texts()) {
        let squeezed = |text: String| {
            text.split(normalize::is_invisible).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
        };
        let mut unaccented = String::new();
        for c in text.chars() {
            if normalize::is_invisible(c) {
                unaccented.push(' ');
            } else {
                decompose_compatible(c, |part| unaccented.extend(part.to_lowercase()));
            }
        }
        unaccented.retain(|c| !is_combining_mark(c));
        prop_assert_eq!(normalize::plain(&text), squeezed(unaccented));
        let canonical = text.nfkc().flat_map(char::to_lowercase).nfkc().collect();
        prop_assert_eq!(normalize::canonical(&text), squeezed(canonical));
        let tidy: String = text.trim_matches(normalize::is_invisible).nfc().collect();
        prop_assert_eq!(normalize::tidy(&text), tidy);
    }

    #[test]
    fn a_day_is_the_same_however_it_is_written(days in 0_u64..29_000, minutes in 0_u32..1440) {
        let day = NaiveDate::from_ymd_opt(2021, 1, 1).unwrap() + Days::new(days);
        let time = NaiveTime::from_num_seconds_from_midnight_opt(minutes * 60, 0).unwrap();
        let month = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
            "octubre", "noviembre", "diciembre"][day.month0() as usize];
        let serial = (day - NaiveDate::from_ymd_opt(1899, 12, 30).unwrap()).num_days();
        let written = [
            Cell::Text(day.format("%d/%m/%Y").to_string()),
            Cell::Text(day.format("%-d-%-m-%Y").to_string()),
            Cell::Text(day.format("%Y-%m-%d").to_string()),
            Cell::Text(format!("{} de {month} de {}", day.day(), day.year())),
            Cell::Text(format!("{} {}, {}", &month[..3], day.day(), day.year())),
            Cell::Number(f64::from(u32::try_from(serial).unwrap())),
        ];
        for cell in &written {
            prop_assert_eq!(date::parse(cell).value.map(|read| read.date), Some(day));
        }
        let both = Cell::Text(format!("{} {}", day.format("%d/%m/%Y"), time.format("%-I:%M %p")));
        let read = date::parse(&both);
        prop_assert_eq!(read.value.and_then(|read| read.time), Some(time));
        let fraction = Cell::Number(f64::from(minutes) / 1440.0);
        prop_assert_eq!(time::parse(&fraction).value, Some(time));
        prop_assert_eq!(time::parse(&Cell::Text(time::canonical(time))).value, Some(time));
    }

    #[test]
    fn the_shortcut_of_identity_changes_nothing(text in "[ -~]{0,20}[A-Za-z0-9]") {
        let normal_form = |text: String| {
            let mut out = String::new();
            normal_form::of_field(Field::District, &[Cell::Text(text)], &mut out);
            out
        };
        // An accent at the end takes the long way, and is left out.
        prop_assert_eq!(normal_form(text.clone()), normal_form(format!("{text}\u{301}")));
    }

    #[test]
    fn hours_behind_a_date_move_no_day(days in 0_u64..3000, from in 0_u32..24, until in 0_u32..24, between in "-| - |–| a | hasta las ") {
        let day = NaiveDate::from_ymd_opt(2021, 1, 1).unwrap() + Days::new(days);
        let typed = format!("{} {from}:15{between}{until}:45", day.format("%d/%m/%Y"));
        let read = date::parse(&Cell::Text(typed));
        prop_assert_eq!(read.value.map(|read| read.date), Some(day));
    }

    #[test]
    fn a_letter_wrong_in_a_month_names_no_other(month in 0_usize..12, at in 1_usize..9, wrong in "[a-z]") {
        let months = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
            "octubre", "noviembre", "diciembre"];
        let mut typed = months[month].to_owned();
        let at = at.min(typed.len() - 1);
        typed.replace_range(at..=at, &wrong);
        let read = date::parse(&Cell::Text(format!("17 de {typed} de 2026")));
        let is_another = months.contains(&typed.as_str()) || typed.len() <= 5;
        let found = read.value.map(|read| read.date.month0() as usize);
        prop_assert!(is_another || found.is_none_or(|found| found == month), "{} {:?}", typed, found);
    }

    #[test]
    fn an_email_is_found_whatever_stands_around_it(
        before in "(|correo:|Correo: |mi correo es |📧|“|<|\\()",
        behind in "(|”|>|\\)|, gracias| / 300 000 0011)",
    ) {
        let typed = format!("{before}ana.ruiz@correo.example{behind}");
        let found = contact::find_email(&normalize::canonical(&typed));
        prop_assert_eq!(found.map(|email| email.address().expose().to_owned()), Some("ana.ruiz@correo.example".to_owned()));
    }

    #[test]
    fn a_document_reads_back_as_it_is_shown(cell in cells()) {
        FORM.with(|form| {
            let read = |cell: &Cell| document::parse(cell, None, form.documents(), form.placeholders()).value;
            if let Some(document) = read(&cell) {
                let shown = document.shown();
                let reread = read(&Cell::Text(shown.expose().to_owned())).map(|reread| reread.shown());
                let reread = reread.as_ref().map(crate::domain::finding::private::Private::expose);
                prop_assert_eq!(reread, Some(shown.expose()), "{:?}", cell.text());
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_contact_reads_back_as_it_is(text in texts()) {
        FORM.with(|form| {
            if let Some(phone) = contact::phone(&normalize::plain(&text), form.placeholders()).value {
                let reread = contact::phone(phone.number().expose(), form.placeholders()).value;
                prop_assert_eq!(reread, Some(phone));
            }
            if let Some(email) = contact::email(&normalize::canonical(&text), form.placeholders()).0.value {
                let reread = contact::email(email.address().expose(), form.placeholders()).0.value;
                prop_assert_eq!(reread, Some(email));
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_subscriber_number_reads_back_as_it_is(text in texts()) {
        FORM.with(|form| {
            let read = |text: &str| subscriber::parse(text, form.placeholders()).value;
            if let Some(found) = read(&normalize::plain(&text)) {
                let reread = read(found.number().expose());
                prop_assert_eq!(reread, Some(found));
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_term_ends_on_the_business_day_it_counts_to(days in 0_u64..42_000, n in 1_u32..40) {
        let calendar = FORM.with(|form| form.calendar().clone());
        let received = NaiveDate::from_ymd_opt(1984, 1, 1).unwrap() + Days::new(days);
        let end = calendar.add_business_days(received, n).unwrap();
        prop_assert_eq!(calendar.is_business_day(end), Ok(true));
        let counted = received.iter_days().skip(1).take_while(|day| *day <= end);
        prop_assert_eq!(counted.filter(|day| calendar.is_business_day(*day) == Ok(true)).count(), n as usize);
        let same = calendar.counting_from(DayOne::Same).add_business_days(received, n).unwrap();
        prop_assert!(same <= end);
    }
}
