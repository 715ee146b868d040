use chrono::NaiveDate;

use crate::domain::fields::channel::{Channel, Network};
use crate::domain::finding::Rule;
use crate::domain::finding::field::Field;
use crate::domain::finding::private::Private;
use crate::domain::form::heading::{Heading, HeadingKind};
use crate::domain::form::report::Report;
use crate::domain::form::{Form, Sheet};
use crate::domain::law::criteria::Criterion;
use crate::domain::suggest::RequestKind;
use crate::sheet::cell::Cell;
use crate::testing::{form, nth_row};

fn today() -> NaiveDate {
    "2026-11-23".parse().unwrap()
}

fn text(typed: &str) -> Cell {
    if typed.is_empty() { Cell::Blank } else { Cell::Text(typed.into()) }
}

/// The whole form, with rows that hold the given fields.
fn sheet(rows: &[&[(Field, Cell)]]) -> Sheet {
    let mut grid = vec![Field::ALL.iter().map(|field| text(field.header())).collect::<Vec<_>>()];
    for row in rows {
        let mut cells = vec![Cell::Blank; Field::ALL.len()];
        for (field, cell) in *row {
            cells[*field as usize] = cell.clone();
        }
        grid.push(cells);
    }
    form().read(&grid, today()).unwrap()
}

fn complete() -> Vec<(Field, Cell)> {
    [
        (Field::Number, "1"),
        (Field::Date, "17/11/2026"),
        (Field::Time, "8:15 a. m."),
        (Field::Network, "fb"),
        (Field::Profile, "@ana_ruiz"),
        (Field::Name, "Ana  Ruiz Peña"),
        (Field::DocumentType, "Cédula"),
        (Field::Document, "1.999.345.001"),
        (Field::Phone, "+57 300 000 0011"),
        (Field::Email, "Ana.Ruiz@Correo.example"),
        (Field::Address, "Cra 5 # 22-45"),
        (Field::Kind, "Petición"),
        (Field::Subject, "Solicito arreglar la fuga"),
        (Field::Grounds, "Se está botando el agua hace 3 días"),
        (Field::Link, "https://red.example/1"),
        (Field::Notes, "urgente"),
    ]
    .into_iter()
    .map(|(field, typed)| (field, text(typed)))
    .collect()
}

fn with(changes: &[(Field, Cell)]) -> Report {
    let mut row = complete();
    row.extend(changes.iter().cloned());
    sheet(&[&row]).reports.remove(0)
}

fn rules(report: &Report) -> Vec<Rule> {
    report.findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn a_complete_row_is_a_complete_report() {
    let report = with(&[]);
    assert_eq!(report.row, nth_row(2));
    let received = report.received.unwrap();
    assert_eq!(received.date.to_string(), "2026-11-17");
    assert_eq!(received.time.unwrap().to_string(), "08:15:00");
    assert_eq!(report.channel, Some(Channel::Official(Network::new("Facebook"))));
    assert_eq!(report.document.as_ref().unwrap().shown().expose(), "CC 1999345001");
    assert!(report.verdict.is_complete(), "{:?}", report.verdict);
    assert_eq!(report.kind, Some(RequestKind::Petition));
    assert_eq!(rules(&report), []);
    assert_eq!(report.text(Field::Name), "Ana  Ruiz Peña");
    let identity: Vec<Field> = report.digests.iter().map(|(field, _)| field).collect();
    assert_eq!(
        identity,
        [
            Field::Date,
            Field::Time,
            Field::Network,
            Field::Profile,
            Field::Name,
            Field::DocumentType,
            Field::Document,
            Field::Phone,
            Field::Email,
            Field::Address,
            Field::Kind,
            Field::Subject,
            Field::Grounds,
            Field::Link,
        ]
    );
}

#[test]
fn spelling_the_same_values_otherwise_changes_no_identity() {
    let other = with(&[
        (Field::Date, Cell::Number(46_343.0)),
        (Field::Time, Cell::Number(0.343_75)),
        (Field::Network, text("FACEBOOK")),
        (Field::Name, text("ANA RUIZ PEÑA ")),
        (Field::Document, Cell::Number(1_999_345_001.0)),
        (Field::Phone, Cell::Number(3_000_000_011.0)),
        (Field::Notes, text("otra cosa")),
        (Field::Number, text("77")),
    ]);
    assert_eq!(other.digests, with(&[]).digests);
    assert_eq!(other.text(Field::Date), "17/11/2026");
    assert_eq!(other.text(Field::Time), "08:15");
}

#[test]
fn each_criterion_is_missed_by_itself() {
    use Criterion::{Address, Grounds, Identification, Subject};
    type Case<'a> = (&'a [(Field, &'a str)], &'a [Criterion]);
    let cases: [Case; 12] = [
        (&[(Field::Name, "Ana")], &[Identification]),
        (&[(Field::Document, "no aporta")], &[Identification]),
        (&[(Field::Document, "123456")], &[Identification]),
        (&[(Field::Document, "NIT 800.123.456-1")], &[]),
        (&[(Field::Address, "Gaira")], &[]),
        (&[(Field::Email, "")], &[]),
        (&[(Field::Address, "Gaira"), (Field::Email, "n/a")], &[Address]),
        (&[(Field::Address, "-"), (Field::Email, "ana@correo")], &[Address]),
        (&[(Field::Subject, "n/a")], &[Subject]),
        (&[(Field::Grounds, "👏👏")], &[Grounds]),
        (&[(Field::Grounds, "https://red.example/1 @essmar")], &[Grounds]),
        (&[(Field::Subject, ""), (Field::Grounds, "")], &[Subject, Grounds]),
    ];
    for (changes, missing) in cases {
        let changes: Vec<_> = changes.iter().map(|(field, typed)| (*field, text(typed))).collect();
        assert_eq!(with(&changes).verdict.missing, missing, "{changes:?}");
    }
}

#[test]
fn rows_without_anything_of_their_own_are_empty() {
    let ahead = [
        (Field::Number, text("2")),
        (Field::RegisteredBy, text("Luz")),
        (Field::Network, text("Facebook")),
        (Field::Kind, text("Queja")),
        (Field::Reply, Cell::Bool(false)),
        (Field::SentOn, Cell::Formula { source: "=IF(A3=\"\";\"\";1)".into(), shown: Box::new(text(" ")) }),
    ];
    let complete = complete();
    // Who is on duty stands in four rows: a name that fewer rows have is a text like any other.
    let sheet = sheet(&[&[], &ahead, &complete, &ahead, &ahead, &ahead, &[], &[]]);
    assert_eq!((sheet.rows, sheet.empty, sheet.reports.len()), (6, 5, 1));
    assert_eq!(sheet.reports[0].row, nth_row(4));
}

#[test]
fn any_other_word_makes_a_report() {
    for (field, typed) in
        [(Field::Notes, "ver chat"), (Field::Reply, "."), (Field::Date, "ayer"), (Field::Link, "x")]
    {
        let sheet = sheet(&[&[(field, text(typed))]]);
        assert_eq!(sheet.reports.len(), 1, "{field:?}");
        assert_eq!(sheet.reports[0].verdict.missing, Criterion::ALL);
        assert_eq!(sheet.reports[0].received, None);
    }
}

#[test]
fn citizens_text_that_looks_like_a_formula_is_text() {
    let typed = |source: &str| Cell::Formula { source: source.into(), shown: Box::new(text("#NAME?")) };
    let report = with(&[(Field::Subject, typed("=FALTA LA TAPA DEL MANJOL"))]);
    assert!(report.verdict.is_complete());
    assert_eq!(report.text(Field::Subject), "=FALTA LA TAPA DEL MANJOL");
    assert!(rules(&report).contains(&Rule::FormulaText));
    assert!(rules(&report).contains(&Rule::Danger));

    let report = with(&[(Field::Document, typed("=BUSCARV(A2;Hoja2!A:B;2;0)"))]);
    assert_eq!(report.verdict.missing, [Criterion::Identification]);
    assert!(rules(&report).contains(&Rule::ErrorCell));

    let phone = with(&[(Field::Phone, typed("=+57 300 000 0011"))]);
    assert_eq!(rules(&phone), [Rule::FormulaText]);
}

#[test]
fn a_formula_is_read_by_what_it_shows_unless_that_is_an_error() {
    let formula = |source: &str, shown: Cell| Cell::Formula { source: source.into(), shown: Box::new(shown) };
    let complete = [
        (Field::Name, formula("=CONCATENAR(A1;B1)", text("Ana Ruiz"))),
        (Field::Document, formula("=A7", Cell::Number(1_999_345_001.0))),
        (Field::Document, formula("=A7", text("CC 1999345001"))),
        (Field::Subject, formula("=Hoja2!A5", text("Solicito arreglar la fuga"))),
    ];
    for change in complete {
        assert_eq!(rules(&with(std::slice::from_ref(&change))), [], "{change:?}");
    }
    for (source, shown, rule) in [
        ("=Hoja2!A5", text("#REF!"), Rule::ErrorCell),
        ("=A5", text("#N/A"), Rule::ErrorCell),
        ("=Datos!A", text("#REF!"), Rule::ErrorCell),
        ("=SUMA(A1:A5)", text("#VALUE!"), Rule::ErrorCell),
        ("=", text("#ERROR!"), Rule::ErrorCell),
        ("=A5", Cell::Bool(true), Rule::LogicalCell),
        ("=Ana Ruiz", text("#ERROR!"), Rule::FormulaText),
        ("=Ana 2 Ruiz", text("#ERROR!"), Rule::FormulaText),
    ] {
        let report = with(&[(Field::Name, formula(source, shown))]);
        assert_eq!(rules(&report)[..1], [rule], "{source}");
    }
}

#[test]
fn a_time_or_a_subscriber_that_cannot_be_read_is_noticed_and_a_placeholder_is_not() {
    for (field, typed, found) in [
        (Field::Time, "en la tarde", vec![Rule::UnreadableTime]),
        (Field::Time, "no registra", vec![]),
        (Field::Time, "8:20", vec![]),
        (Field::Subscriber, "ver factura", vec![Rule::UnreadableSubscriber]),
        (Field::Subscriber, "no tiene", vec![]),
        (Field::Subscriber, "123456", vec![]),
    ] {
        assert_eq!(rules(&with(&[(field, text(typed))])), found, "{typed}");
    }
    assert_eq!(rules(&with(&[(Field::Date, Cell::Number(0.0))])), [Rule::UnreadableDate]);
}

#[test]
fn another_kind_than_staff_typed_is_suggested() {
    let claim = "la factura llegó por promedio";
    for (typed, subject, suggested) in [
        ("", claim, None),
        ("Queja", claim, Some("reclamo")),
        ("Daño", claim, Some("reclamo")),
        ("Reclamo", claim, None),
        ("Queja", "por favor arreglen la fuga", None),
        ("Petición", "por favor arreglen la fuga", None),
        ("", "no hay agua", None),
    ] {
        let report = with(&[
            (Field::Kind, text(typed)),
            (Field::Subject, text(subject)),
            (Field::Grounds, Cell::Blank),
        ]);
        let found = report.findings.iter().find(|finding| finding.rule == Rule::SuggestedKind);
        let detail = found.and_then(|finding| finding.detail.as_ref()).map(Private::expose);
        assert_eq!(detail, suggested, "{typed}: {subject}");
    }
}

#[test]
fn thanks_are_noticed_only_where_nothing_is_asked() {
    for (grounds, noticed) in [
        ("excelente, ya volvió el agua", true),
        ("gracias, por favor vengan", false),
        ("gracias, hay niños sin agua", false),
        ("excelente, ¿volvió el agua?", false),
        ("excelente, la calle 22", false),
        ("no hay agua", false),
    ] {
        let report = with(&[(Field::Subject, Cell::Blank), (Field::Grounds, text(grounds))]);
        assert_eq!(rules(&report).contains(&Rule::Praise), noticed, "{grounds}");
    }
}

#[test]
fn who_signs_nothing_and_tells_facts_is_not_asked_who_it_is() {
    let of_names = |name: &str, subject: &str| {
        let blank = (Field::Grounds, Cell::Blank);
        let report = with(&[(Field::Name, text(name)), (Field::Subject, text(subject)), blank]);
        let wanted = [Rule::AnonymousFacts, Rule::AnonymousPerson, Rule::NameReserved];
        rules(&report).into_iter().find(|rule| wanted.contains(rule))
    };
    let (facts, person, reserved) =
        (Some(Rule::AnonymousFacts), Some(Rule::AnonymousPerson), Some(Rule::NameReserved));
    for (name, subject, expected) in [
        ("Anónimo", "hay una toma ilegal en el lote", facts),
        ("", "hay una toma ilegal en el lote", None),
        ("", "denuncio un fraude en la calle 22", None),
        ("", "denuncio que no hay agua en la calle 22", None),
        ("", "no doy mi nombre: hay una toma ilegal en el lote", facts),
        ("Anónimo", "denuncio un fraude en la calle 22", facts),
        ("Anónima", "manjol rebosado en la carrera 5", facts),
        ("", "manjol rebosado en la carrera 5", None),
        ("Anónimo", "todo es corrupción y nada más", person),
        ("", "no quiero dar mi nombre, todo anda mal", person),
        ("Anónimo", "", person),
        ("Ana Ruiz Peña", "hay una toma ilegal en el lote", None),
        ("Ana Ruiz Peña", "no quiero dar mi nombre, hay una toma ilegal", reserved),
    ] {
        assert_eq!(of_names(name, subject), expected, "{name}: {subject}");
    }
}

#[test]
fn the_clerk_reads_what_is_missing_and_may_not_be_required() {
    let found = |changes: &[(Field, &str)]| {
        let changes: Vec<_> = changes.iter().map(|(field, typed)| (*field, text(typed))).collect();
        let report = with(&changes);
        assert!(!report.verdict.is_complete(), "{changes:?}");
        rules(&report)
            .into_iter()
            .filter(|rule| {
                matches!(rule, Rule::GroundsNotRequired | Rule::SubjectFromGrounds | Rule::KnownAddress)
            })
            .collect::<Vec<_>>()
    };
    let nowhere = [(Field::Address, ""), (Field::Email, "")];
    let of_subscriber = |number| [nowhere[0], nowhere[1], (Field::Subscriber, number)];

    assert_eq!(found(&[(Field::Grounds, "")]), [Rule::GroundsNotRequired]);
    assert_eq!(found(&[(Field::Subject, "n/a")]), [Rule::SubjectFromGrounds]);
    assert_eq!(found(&[(Field::Subject, ""), (Field::Grounds, "")]), []);
    assert_eq!(found(&nowhere), []);
    assert_eq!(found(&of_subscriber("Póliza 123456")), [Rule::KnownAddress]);
    for number in ["no tiene", "000000", "ver factura", "1999345001", "300 000 0011"] {
        assert_eq!(found(&of_subscriber(number)), [], "{number}");
    }
}

#[test]
fn a_telephone_number_is_an_address_for_notices_where_the_form_says_so() {
    let read = |notice_addresses: &str, network: &str| {
        let form = Form::from_toml(notice_addresses).unwrap();
        let mut row = complete();
        row.extend([
            (Field::Address, Cell::Blank),
            (Field::Email, Cell::Blank),
            (Field::Network, text(network)),
        ]);
        let header = Field::ALL.iter().map(|field| text(field.header())).collect::<Vec<_>>();
        let mut cells = vec![Cell::Blank; Field::ALL.len()];
        for (field, cell) in row {
            cells[field as usize] = cell;
        }
        let report = form.read(&[header, cells], today()).unwrap().reports.remove(0);
        (report.verdict.is_complete(), rules(&report).contains(&Rule::PhoneOnly))
    };
    let phone = "notice_addresses = [\"dirección\", \"correo\", \"teléfono\"]\n";
    let whatsapp = "notice_addresses = [\"dirección\", \"correo\", \"WhatsApp\"]\n";

    assert_eq!(read("", "WhatsApp"), (false, false));
    assert_eq!(read(phone, "Facebook"), (true, true));
    assert_eq!(read(whatsapp, "WhatsApp"), (true, true));
    assert_eq!(read(whatsapp, "Facebook"), (false, false));
}

#[test]
fn whose_report_it_is_may_stand_in_any_of_five_cells() {
    let blank = [Field::Profile, Field::Document, Field::Phone, Field::Email, Field::Link];
    for (field, typed, identifies) in [
        (Field::Profile, "@ana", true),
        (Field::Document, "1999345001", true),
        (Field::Phone, "300 000 0011", true),
        (Field::Email, "ana@correo.example", true),
        (Field::Link, "https://red.example/1", true),
        (Field::Profile, "no tiene", false),
        (Field::Document, "123456", false),
        (Field::Email, "n/a", false),
        (Field::Name, "Ana Ruiz", false),
    ] {
        let mut changes: Vec<_> = blank.map(|field| (field, Cell::Blank)).to_vec();
        changes.push((field, text(typed)));
        assert_eq!(with(&changes).identifies, identifies, "{field:?} {typed}");
    }
}

#[test]
fn a_number_or_a_tick_where_words_belong_is_no_text() {
    for (field, rule) in [
        (Field::Name, Rule::ImplausibleName),
        (Field::Subject, Rule::NoContent),
        (Field::Grounds, Rule::NoContent),
        (Field::Network, Rule::UnknownNetwork),
    ] {
        let report = with(&[(field, Cell::Number(116.0))]);
        assert!(rules(&report).contains(&rule), "{field:?}");
        assert_eq!(report.text(field), "116");
    }
    for field in [Field::Name, Field::Document, Field::Subject, Field::Phone, Field::Email] {
        let report = with(&[(field, Cell::Bool(true))]);
        assert!(rules(&report).contains(&Rule::LogicalCell), "{field:?}");
    }
    let ticked = with(&[(Field::Name, Cell::Bool(true)), (Field::Subject, Cell::Bool(true))]);
    assert_eq!(ticked.verdict.missing, [Criterion::Identification, Criterion::Subject]);
    let unticked = with(&[(Field::Subject, Cell::Bool(false))]);
    assert_eq!(unticked.text(Field::Subject), "");
}

#[test]
fn an_error_value_is_no_datum() {
    for shown in ["#N/A", "#REF!", "#¡REF!", "#VALUE!", "#¡VALOR!", "#ERROR!", "#DIV/0!"] {
        let lookup = || Cell::Formula { source: "=BUSCARV(A2;B:C;2;0)".into(), shown: Box::new(text(shown)) };
        for field in [Field::Name, Field::Document, Field::Subject, Field::Grounds] {
            for cell in [lookup(), text(shown)] {
                assert!(!with(&[(field, cell)]).verdict.is_complete(), "{field:?} {shown}");
            }
        }
    }
}

#[test]
fn a_future_date_is_kept_and_an_unusable_one_is_not() {
    let future = with(&[(Field::Date, text("24/11/2026"))]);
    assert!(future.received.is_some());
    assert_eq!(rules(&future), [Rule::FutureDate]);
    let formula = Cell::Formula { source: "=HOY()".into(), shown: Box::new(Cell::Number(46_343.0)) };
    for (cell, rule) in [
        (formula, Rule::FormulaDate),
        (text("31/11/2026"), Rule::ImpossibleDate),
        (text("17/11/2020"), Rule::OldDate),
        (text("no registra"), Rule::MissingDate),
        (Cell::Blank, Rule::MissingDate),
        (Cell::Bool(true), Rule::UnreadableDate),
    ] {
        let report = with(&[(Field::Date, cell)]);
        assert_eq!(report.received, None);
        assert_eq!(rules(&report), [rule]);
    }
}

#[test]
fn words_raise_alerts_that_move_nothing() {
    let report = with(&[
        (
            Field::Subject,
            text("reitero: recojan la basura y tapen el hueco frente al colegio, es una tutela"),
        ),
        (Field::Kind, text("Daño")),
        (Field::Document, text("TI 1999345001")),
        (Field::DocumentType, Cell::Blank),
    ]);
    assert!(report.verdict.is_complete());
    assert_eq!(
        rules(&report),
        [
            Rule::Cleaning,
            Rule::PartlyOurs,
            Rule::Danger,
            Rule::MinorPerson,
            Rule::Escalation,
            Rule::Reiteration,
        ]
    );
    assert!(report.findings.iter().all(|finding| finding.field.is_none()));
}

#[test]
fn a_suggested_repair_stays_in_the_detail() {
    let report = with(&[(Field::Email, text("ana@correo,example"))]);
    let finding = &report.findings[0];
    assert_eq!((finding.rule, finding.field), (Rule::InvalidEmail, Some(Field::Email)));
    assert_eq!(finding.detail.as_ref().unwrap().expose(), "ana@correo.example");
    assert!(!format!("{report:?}").contains("ana"), "{report:?}");
}

#[test]
fn a_damaged_name_is_read_as_it_was_and_shown_so_in_the_detail() {
    let report = with(&[(Field::Name, text("JosÃ© MuÃ±oz"))]);
    assert!(report.verdict.is_complete());
    let finding = report.findings.iter().find(|finding| finding.rule == Rule::DamagedName).unwrap();
    assert_eq!(finding.detail.as_ref().unwrap().expose(), "José Muñoz");
    assert!(!format!("{report:?}").contains("José"), "{report:?}");
    assert_eq!(rules(&with(&[(Field::Name, text("Ana Mu\u{fffd}oz"))])), [Rule::DamagedName]);
}

#[test]
fn one_word_is_a_name_where_the_document_is_a_companys() {
    for (document, rules_found) in
        [("NIT 900123456-8", vec![]), ("CC 1999345001", vec![Rule::ImplausibleName])]
    {
        let report = with(&[
            (Field::Name, text("Coolechera")),
            (Field::DocumentType, Cell::Blank),
            (Field::Document, text(document)),
        ]);
        assert_eq!(rules(&report), rules_found, "{document}");
    }
}

#[test]
fn one_free_text_column_serves_as_subject_and_grounds() {
    let grid: Vec<Vec<Cell>> = [
        ["Fecha", "Canal", "Nombre", "Cédula", "Correo", "Descripción"],
        ["17/11/2026", "IG", "Ana Ruiz", "1999345001", "ana@correo.example", "no hay agua en la 22"],
        ["17/11/2026", "IG", "Ana Ruiz", "1999345001", "ana@correo.example", "-"],
    ]
    .iter()
    .map(|row| row.iter().map(|typed| text(typed)).collect())
    .collect();
    let sheet = form().read(&grid, today()).unwrap();
    assert!(sheet.layout.unwrap().single_text);
    assert!(sheet.reports[0].verdict.is_complete());
    assert_eq!(rules(&sheet.reports[0]), [Rule::InferredCriterion, Rule::EmailOnly]);
    assert_eq!(sheet.reports[1].verdict.missing, [Criterion::Subject, Criterion::Grounds]);
}

#[test]
fn a_copied_header_row_is_no_report() {
    let headers: Vec<(Field, Cell)> =
        Field::ALL.into_iter().map(|field| (field, text(field.header()))).collect();
    let complete = complete();
    let sheet = sheet(&[&complete, &headers, &complete]);
    assert_eq!((sheet.rows, sheet.reports.len()), (3, 2));
    assert_eq!(sheet.headings, [Heading { row: nth_row(3), kind: HeadingKind::Header }]);
}

#[test]
fn a_text_outside_of_its_column_is_handed_over_as_the_subject() {
    let cases = [
        (Field::Number, "URGENTE sin agua en Gaira", "celda A2"),
        (Field::Service, "sin agua en Gaira", "celda O2"),
        (Field::Notes, "el manjol de la 8 está rebosado", "celda X2"),
        (Field::Date, "URGENTE sin agua en Gaira", "celda B2"),
        (Field::Network, "Facebook: no hay agua en Gaira", "celda D2"),
    ];
    for (field, typed, cell) in cases {
        let sheet = sheet(&[&[(field, text(typed)), (Field::Name, text("no aporta"))]]);
        let report = &sheet.reports[0];
        assert_eq!(report.text(Field::Subject), typed, "{field:?}");
        assert_eq!(report.verdict.missing, Criterion::ALL, "{field:?}");
        let outside = report.findings.iter().find(|finding| finding.rule == Rule::TextOutsideColumn);
        assert_eq!(outside.unwrap().detail.as_ref().unwrap().expose(), cell);
    }

    // Beside what the citizen says, such a text is the office's.
    let beside = with(&[(Field::Notes, text("llamar el lunes"))]);
    assert!(!rules(&beside).contains(&Rule::TextOutsideColumn));
}

#[test]
fn two_texts_outside_of_their_columns_stand_side_by_side_and_tell_of_emergencies() {
    let typed = [(Field::Service, text("hay un bebé enfermo")), (Field::Notes, text("sin agua en la 22"))];
    let report = sheet(&[&typed]).reports.remove(0);
    assert_eq!(report.text(Field::Subject), "hay un bebé enfermo · sin agua en la 22");
    assert!(rules(&report).contains(&Rule::Children) && rules(&report).contains(&Rule::Health));
    let outside = report.findings.iter().find(|finding| finding.rule == Rule::TextOutsideColumn).unwrap();
    assert_eq!(outside.detail.as_ref().unwrap().expose(), "celdas O2, X2");
}

#[test]
fn what_a_column_repeats_in_more_than_three_rows_is_filled_ahead() {
    let typed = |typed: &str| vec![(Field::Service, text(typed))];
    let reports = |typed: &[Vec<(Field, Cell)>]| {
        sheet(&typed.iter().map(Vec::as_slice).collect::<Vec<_>>()).reports.len()
    };
    assert_eq!(reports(&vec![typed("zona rural"); 3]), 3);
    assert_eq!(reports(&vec![typed("zona rural"); 4]), 0);
    assert_eq!(reports(&vec![typed("agua zona rural"); 4]), 4);
    assert_eq!(reports(&[typed("Acueducto"), typed("ALCANTARILLADO")]), 0, "words of the form's list");
    let ahead = [Cell::Number(7.0), Cell::Bool(true)].map(|cell| vec![(Field::Service, cell)]);
    assert_eq!(reports(&ahead), 0);
}

#[test]
fn an_email_in_any_cell_of_the_persons_is_an_address_for_notices() {
    let cases: [&[(Field, &str)]; 8] = [
        &[(Field::Address, "ana@correo.example")],
        &[(Field::Address, "por este correo: ana@correo.example, gracias")],
        &[(Field::Address, ""), (Field::Phone, "ana@correo.example")],
        &[(Field::Address, ""), (Field::Phone, "300 000 0011 ana@correo.example")],
        &[(Field::Address, ""), (Field::Profile, "Ana Ruiz <ana@correo.example>")],
        &[(Field::Address, ""), (Field::Name, "Ana Ruiz Peña ana@correo.example")],
        &[(Field::Address, ""), (Field::Document, "CC 1999345001, ana@correo.example")],
        &[(Field::Address, ""), (Field::District, "Gaira (ana@correo.example)")],
    ];
    for changes in cases {
        let mut cells = vec![(Field::Email, Cell::Blank)];
        cells.extend(changes.iter().map(|(field, typed)| (*field, text(typed))));
        let report = with(&cells);
        assert!(report.verdict.is_complete(), "{changes:?}");
        assert_eq!(report.email.as_ref().unwrap().address().expose(), "ana@correo.example", "{changes:?}");
        assert!(rules(&report).contains(&Rule::MisplacedEmail), "{changes:?}");
        assert!(!rules(&report).contains(&Rule::InsufficientAddress), "{changes:?}");
    }

    let swapped = [
        (Field::Email, text("300 000 0011")),
        (Field::Phone, text("ana@correo.example")),
        (Field::Address, Cell::Blank),
    ];
    let report = with(&swapped);
    assert!(report.verdict.is_complete());
    assert!([Rule::MisplacedEmail, Rule::MisplacedPhone].iter().all(|rule| rules(&report).contains(rule)));

    let handle = with(&[(Field::Email, Cell::Blank), (Field::Address, text("@ana_ruiz"))]);
    assert_eq!(handle.verdict.missing, [Criterion::Address], "a handle is no e-mail address");
}

#[test]
fn marks_of_no_width_part_no_email() {
    for typed in [
        "ana\u{200b}.ruiz@correo.example",
        "ana.ruiz@correo.\u{200b}example",
        "ana.ruiz\u{ad}@correo.example",
    ] {
        let report = with(&[(Field::Email, text(typed)), (Field::Address, Cell::Blank)]);
        assert_eq!(report.email.unwrap().address().expose(), "ana.ruiz@correo.example");
    }
}

#[test]
fn a_document_in_another_cell_identifies() {
    for (field, typed, shown) in [
        (Field::Name, "Ana Ruiz Peña CC 1999345001", "CC 1999345001"),
        (Field::Name, "Ana Ruiz, c.c. 1.999.345.001 de Santa Marta", "CC 1999345001"),
        (Field::Phone, "CC 1999345001 cel 3000000011", "CC 1999345001"),
        (Field::Phone, "1999345001", "1999345001"),
        (Field::Address, "Cra 5 # 22-45, cédula 36543210", "CC 36543210"),
    ] {
        let document =
            [(Field::Document, Cell::Blank), (Field::DocumentType, Cell::Blank), (field, text(typed))];
        let report = with(&document);
        let found = report.document.as_ref().map(|document| document.shown().expose().to_owned());
        assert_eq!(found.as_deref(), Some(shown), "{typed}");
        assert!(report.verdict.is_complete(), "{typed}");
        assert!(rules(&report).contains(&Rule::MisplacedDocument), "{typed}");
    }

    for (field, typed) in
        [(Field::Phone, "300 000 0011"), (Field::Address, "CC Ocean Mall local 12, Cra 5 # 22-45")]
    {
        let report = with(&[(Field::Document, Cell::Blank), (field, text(typed))]);
        assert_eq!(report.verdict.missing, [Criterion::Identification], "{typed}");
    }
}

#[test]
fn a_phone_a_handle_and_a_link_in_another_cell_are_seen() {
    let blank = [(Field::Phone, Cell::Blank), (Field::Profile, Cell::Blank), (Field::Link, Cell::Blank)];
    for (field, typed, rule) in [
        (Field::Address, "Cra 5 # 22-45 cel 300 000 0011", Rule::MisplacedPhone),
        (Field::Document, "CC 1999345001 - 3000000011", Rule::MisplacedPhone),
        (Field::Address, "Cra 5 # 22-45 @ana_ruiz", Rule::MisplacedHandle),
        (Field::Address, "Cra 5 # 22-45 https://red.example/2", Rule::MisplacedLink),
    ] {
        let report = with(&[&blank[..], &[(field, text(typed))]].concat());
        let found: Vec<Rule> =
            rules(&report).into_iter().filter(|found| *found != Rule::MissingLink).collect();
        assert_eq!(found, [rule], "{typed}");
    }

    let report =
        with(&[&blank[..], &[(Field::Address, text("Cra 5 # 22-45 https://red.example/2"))]].concat());
    assert_eq!(report.text(Field::Link), "https://red.example/2");
    assert_eq!(rules(&with(&[])), [], "what stands in its own cell as well is no remark");
}

#[test]
fn the_address_behind_the_text_of_a_link_is_carried() {
    let link =
        |source: &str| Cell::Formula { source: source.into(), shown: Box::new(text("ver publicación")) };
    for source in [
        "=HYPERLINK(\"https://red.example/3\";\"ver publicación\")",
        "=HIPERVINCULO( \"https://red.example/3\", \"ver publicación\")",
        "=hipervínculo(\"https://red.example/3\")",
    ] {
        let report = with(&[(Field::Link, link(source))]);
        assert_eq!(report.text(Field::Link), "https://red.example/3", "{source}");
        assert_eq!(rules(&report), [], "{source}");
    }

    let elsewhere = link("=HYPERLINK(\"https://red.example/3\";\"No hay agua\")");
    let report = with(&[(Field::Link, Cell::Blank), (Field::Grounds, elsewhere)]);
    assert_eq!(report.text(Field::Link), "https://red.example/3");
}

#[test]
fn a_missing_link_is_a_remark() {
    for typed in ["", "no tiene", "-"] {
        assert_eq!(rules(&with(&[(Field::Link, text(typed))])), [Rule::MissingLink], "{typed}");
    }
}

#[test]
fn a_voice_note_is_a_verbal_petition() {
    for (field, typed) in [
        (Field::Interaction, "Nota de voz"),
        (Field::Interaction, "Audio"),
        (Field::Interaction, "Facebook Live"),
        (Field::Subject, "Nota de voz: solicita revisión del medidor"),
        (Field::Link, "PTT-20261117-WA0003.opus"),
    ] {
        assert!(rules(&with(&[(field, text(typed))])).contains(&Rule::VerbalPetition), "{typed}");
    }
    assert!(!rules(&with(&[(Field::Interaction, text("Mensaje interno"))])).contains(&Rule::VerbalPetition));
}

#[test]
fn a_date_formula_that_does_not_change_is_a_date() {
    let formula = |source: &str, shown: Cell| Cell::Formula { source: source.into(), shown: Box::new(shown) };
    for cell in [
        formula("=FECHA(2026;11;17)", Cell::Number(46_343.0)),
        formula("=ENTERO(C2)", Cell::Number(46_343.0)),
        formula("=IZQUIERDA(C2;10)", text("17/11/2026")),
    ] {
        let report = with(&[(Field::Date, cell.clone())]);
        assert_eq!(report.received.unwrap().date.to_string(), "2026-11-17", "{cell:?}");
        assert_eq!(rules(&report), []);
    }
    for source in ["=AHORA()", "=ENTERO(C3)", "=Hoja2!C2"] {
        let report = with(&[(Field::Date, formula(source, Cell::Number(46_343.0)))]);
        assert_eq!(rules(&report), [Rule::FormulaDate], "{source}");
    }
}

#[test]
fn a_year_long_after_ours_has_no_deadline_and_is_shown_as_typed() {
    let report = with(&[(Field::Date, Cell::Number(112_086.0))]);
    assert_eq!(rules(&report), [Rule::FutureDate]);
    assert_eq!(report.text(Field::Date), "17/11/2206");
}
