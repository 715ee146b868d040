use super::*;
use crate::testing::form;

fn read_with(cell: &Cell, column: Option<DocumentKind>) -> Read<Document> {
    let form = form();
    parse(cell, column, form.documents(), form.placeholders())
}

fn read(typed: &str) -> Read<Document> {
    read_with(&Cell::Text(typed.into()), None)
}

fn shown(read: &Read<Document>) -> Option<String> {
    read.value.as_ref().map(|document| document.shown().expose().to_owned())
}

#[test]
fn documents_are_read_as_people_type_them() {
    for (typed, document) in [
        ("CC 1.082.345.678", "CC 1082345678"),
        ("c.c. 1082345678 de Santa Marta", "CC 1082345678"),
        ("C.C. No. 1.082.345.678 expedida en Ciénaga", "CC 1082345678"),
        ("Nit 800.123.456-5", "NIT 800123456-5"),
        ("N.I.T. 800123456 - 5", "NIT 800123456-5"),
        ("NIT 8001234565", "NIT 800123456-5"),
        ("cédula: 36’543.210", "CC 36543210"),
        ("1'082.345.678", "1082345678"),
        ("1 082 345 678", "1082345678"),
        ("1,082,345,678", "1082345678"),
        ("1999345001.0", "1999345001"),
        ("52123 456", "52123456"),
        ("NIT 1999345002", "NIT 199934500-2"),
        ("CC 52123456,00", "CC 52123456"),
        ("cc1082345678", "CC 1082345678"),
        ("Cédula de ciudadanía N° 1082345678", "CC 1082345678"),
        ("C.E. 412345", "CE 412345"),
        ("cedula de extranjeria 412345", "CE 412345"),
        ("PPT 5123456", "PPT 5123456"),
        ("PEP 123123123123123", "PEP 123123123123123"),
        ("ti 1081234567", "TI 1081234567"),
        ("Pasaporte AX123456", "PA AX123456"),
        ("RUT 900123456-8", "NIT 900123456-8"),
        ("900123456-8", "NIT 900123456-8"),
        ("CC/NIT 900123456-8", "NIT 900123456-8"),
        ("52123456", "52123456"),
        ("CC 0052123", "CC 0052123"),
        ("1999345001(CC)", "CC 1999345001"),
        ("1999345001CC Santa Marta", "CC 1999345001"),
        ("1999345001CC +57CC", "CC 1999345001"),
        ("1999345001 (c.c.)", "CC 1999345001"),
        ("1.999.345.001 cédula de ciudadanía", "CC 1999345001"),
        ("900123456-8 NIT", "NIT 900123456-8"),
        ("900123456–8", "NIT 900123456-8"),
        ("NIT 900.123.456 — 8", "NIT 900123456-8"),
        ("NIT 900123456 DV 8", "NIT 900123456-8"),
        ("1082345678−3", "1082345678-3"),
        ("CC 1999345001 Cel 3000000011", "CC 1999345001"),
        ("1999345001 / 3000000011", "1999345001"),
        ("1999345001 3000000011", "1999345001"),
        ("1999345001, tel: 605 400 0011", "1999345001"),
        ("3000000011 CC 1999345001", "CC 1999345001"),
    ] {
        let read = read(typed);
        assert_eq!(shown(&read).as_deref(), Some(document), "{typed}");
        assert_eq!(read.rules, [], "{typed}");
    }
}

#[test]
fn doubts_are_noticed_and_the_document_is_kept() {
    for (typed, document, rule) in [
        ("NIT 800.123.456-1", "NIT 800123456-1", Rule::NitCheckDigit),
        ("901234567-X", "NIT 901234567", Rule::NitCheckDigit),
        ("800123456–1", "NIT 800123456-1", Rule::NitCheckDigit),
        ("800123456-1 NIT", "NIT 800123456-1", Rule::NitCheckDigit),
        ("800123456 DV 1", "NIT 800123456-1", Rule::NitCheckDigit),
        ("1082345678-4", "1082345678-4", Rule::NitCheckDigit),
        ("NIT 800123456", "NIT 800123456", Rule::NitWithoutCheckDigit),
        ("1.082345678E9", "1082345678", Rule::LossyDocument),
        ("CC 123456780", "CC 123456780", Rule::DocumentLength),
        ("2082345678", "2082345678", Rule::DocumentLength),
        ("123.456.789.011", "123456789011", Rule::DocumentLength),
        ("108E2", "108E2", Rule::DocumentLength),
        ("12.5E3", "125E3", Rule::DocumentLength),
        ("NIT 1999345001", "NIT 1999345001", Rule::NitWithoutCheckDigit),
        ("52123456 - 1082345678", "52123456", Rule::SeveralDocuments),
        ("52123456 / 1082345678", "52123456", Rule::SeveralDocuments),
        ("52123456 y 1082345678", "52123456", Rule::SeveralDocuments),
        ("52123456, 1082345678", "52123456", Rule::SeveralDocuments),
    ] {
        let read = read(typed);
        assert_eq!(shown(&read).as_deref(), Some(document), "{typed}");
        assert_eq!(read.rules, [rule], "{typed}");
    }
}

#[test]
fn what_is_no_document_is_none() {
    for typed in
        ["", "CC: no aporta", "cédula no registra", "N/A", "no aporta documento", "C.C.", "NIT -", "0000"]
    {
        assert_eq!(read(typed), Read::nothing(), "{typed}");
    }
    for typed in ["123", "1234567", "1111111111", "12", "CC 0123456789", "NIT 000000000-0"] {
        assert_eq!(read(typed), Read::refused(Rule::DummyDocument), "{typed}");
    }
    for typed in ["1,08235E+09", "1E17", "1E20", "1E-17", "8E0000011-"] {
        assert_eq!(read(typed), Read::refused(Rule::LossyDocument), "{typed}");
    }
    for typed in ["ver foto", "lo manda por interno", "@ana"] {
        assert_eq!(read(typed), Read::refused(Rule::UnreadableDocument), "{typed}");
    }
}

#[test]
fn zeros_before_a_number_are_kept_and_raise_no_doubt() {
    for typed in ["CC 0036543210", "CE 000035", "000035", "TI 05081512345", "00036543210"] {
        let read = read(typed);
        assert_eq!(shown(&read).as_deref(), Some(typed), "{typed}");
        assert_eq!(read.rules, [], "{typed}");
    }
    assert_eq!(read("CC 00123456780").rules, [Rule::DocumentLength]);
}

#[test]
fn a_number_cell_is_read_without_decimals() {
    let number = |number: f64| read_with(&Cell::Number(number), Some(DocumentKind::Cc));
    assert_eq!(shown(&number(1_999_345_001.0)).as_deref(), Some("CC 1999345001"));
    assert_eq!(number(1.999_345e16), Read::refused(Rule::TruncatedDocument));
    assert_eq!(number(0.0), Read::nothing());
    assert_eq!(number(-52_123_456.0), Read::refused(Rule::UnreadableDocument));
    assert_eq!(number(36.543), Read::refused(Rule::UnreadableDocument));
    assert_eq!(number(f64::NAN), Read::refused(Rule::UnreadableDocument));
}

#[test]
fn the_mark_in_the_cell_wins_over_the_type_column() {
    let cell = Cell::Text("TI 1999345001".into());
    let read = read_with(&cell, Some(DocumentKind::Cc));
    assert_eq!(read.rules, [Rule::DocumentTypeConflict]);
    assert!(read.value.unwrap().kind().unwrap().is_minors());
    assert_eq!(read_with(&cell, Some(DocumentKind::Ti)).rules, []);
}

#[test]
fn the_check_digit_of_a_nit_is_the_published_one() {
    for typed in "800181106-1 899999094-1 890904996-1 800123456-5 900123456-8 819000001-9 811021998-7 \
                  860034313-7 901234567-7 900000004-4 800000006-6 899999034-1 890903938-8 860002964-4 \
                  892099216-6 999000001-2 1082345678-3 52123456-2 999100077-0 999100112-0"
        .split(' ')
    {
        let read = read(&format!("NIT {typed}"));
        assert!(!read.rules.contains(&Rule::NitCheckDigit), "{typed}");
        assert!(read.value.is_some_and(|document| document.check_digit().is_some()), "{typed}");
    }
    for typed in "800181106-2 899999094-7 890904996-0 800.123.456-1 900123456-0 860034313-9 901234567-X \
                  8001234567890123456-1 999000001-3"
        .split(' ')
    {
        assert!(read(&format!("NIT {typed}")).rules.contains(&Rule::NitCheckDigit), "{typed}");
    }
    let short = read("NIT 80012345");
    assert_eq!(short.rules, [Rule::NitWithoutCheckDigit, Rule::DocumentLength]);
}

#[test]
fn every_mark_people_type_is_known_in_the_cell_and_in_the_type_column() {
    use DocumentKind::{Cc, Ce, Nit, Passport, Pep, Ppt, Rc, Ti};

    let form = form();
    for (kind, marks) in [
        (Cc, "CC | C.C. | c.c | c. c. | cedula | cédula | ced | céd. | Cédula de ciudadanía | NUIP"),
        (Ti, "TI | T.I. | Tarjeta de identidad"),
        (Rc, "RC | R.C. | Registro civil"),
        (Ce, "CE | C.E. | cedula extranjeria | Cédula de extranjería"),
        (Ppt, "PPT | PT | Permiso por protección temporal"),
        (Pep, "PEP | PE"),
        (Passport, "PA | PAS | Pasaporte | Passport"),
        (Nit, "NIT | Nit. | N.I.T. | RUT"),
    ] {
        for mark in marks.split(" | ") {
            assert_eq!(form.documents().kind(&normalize::plain(mark)), Some(kind), "{mark}");
            for typed in
                [format!("{mark} 1999345001"), format!("{mark}: 1.999.345.001"), format!("{mark}1999345001")]
            {
                assert_eq!(read(&typed).value.and_then(|document| document.kind()), Some(kind), "{typed}");
            }
        }
    }
    assert_eq!(form.documents().kind("otro"), None);
}

#[test]
fn a_length_that_its_type_never_has_is_noticed() {
    let odd = |typed: &str| read(typed).rules.contains(&Rule::DocumentLength);
    let digits = |n: usize| "9182736455463728".get(..n).unwrap().to_owned();
    for (mark, usual) in [
        ("CC", vec![3, 4, 5, 6, 7, 8]),
        ("TI", vec![10, 11]),
        ("RC", vec![8, 9, 10, 11]),
        ("CE", (3..=10).collect()),
        ("PPT", (5..=8).collect()),
        ("PEP", vec![15]),
        ("PA", (5..=16).collect()),
    ] {
        for length in 3..=16 {
            let typed = format!("{mark} {}", digits(length));
            assert_eq!(odd(&typed), !usual.contains(&length), "{typed}");
        }
    }
    for (typed, is_odd) in [
        ("1999345001", false),
        ("2999345001", true),
        ("CC AX12345", true),
        ("PA AX1234567", false),
        ("RC 19AB3450", false),
    ] {
        assert_eq!(odd(typed), is_odd, "{typed}");
    }
}

#[test]
fn a_check_digit_is_that_of_one_to_fifteen_digits() {
    for (number, digit) in [
        ("199934500", Some(2)),
        ("999999999999999", Some(2)),
        ("9999999999999999", None),
        ("", None),
        ("19A", None),
    ] {
        assert_eq!(nit::check_digit(number), digit, "{number}");
    }
}
