//! Recorded vectors of identity: whatever parsers, rules and word lists become, these stay.

use crate::domain::finding::field::Field;
use crate::domain::identity::digests::Digests;
use crate::domain::identity::fields::FieldSet;
use crate::domain::identity::fingerprint::Fingerprint;
use crate::domain::identity::normal_form;
use crate::sheet::cell::Cell;

/// A cell as the vectors write it: a formula by its `=`, a number by its `#`, everything else as text.
fn cell(written: &str) -> Cell {
    if written.starts_with('=') {
        return Cell::Formula {
            source: written.into(),
            shown: Box::new(Cell::Text("lo que muestra".into())),
        };
    }
    match written.strip_prefix('#').map(str::parse) {
        Some(Ok(number)) => Cell::Number(number),
        _ => Cell::Text(written.into()),
    }
}

fn normal_form(field: Field, cells: &[&str]) -> String {
    let cells: Vec<Cell> = cells.iter().map(|written| cell(written)).collect();
    let mut out = String::new();
    normal_form::of_field(field, &cells, &mut out);
    out
}

#[test]
fn the_normal_form_of_a_field_never_changes() {
    for (field, cells, expected) in [
        // A day and an hour, as text or as the spreadsheet's own.
        (Field::Date, &["17/11/2026"][..], "2026-11-17"),
        (Field::Date, &["17-11-26"], "2026-11-17"),
        (Field::Date, &["2026.11.17"], "2026-11-17"),
        (Field::Date, &["#46343"], "2026-11-17"),
        (Field::Date, &["#46343.34375"], "2026-11-17 08:15"),
        (Field::Date, &["17/11/2026 8:15 a. m."], "2026-11-17 08:15"),
        (Field::Date, &["2026-11-17T08:15:00"], "2026-11-17 08:15"),
        (Field::Date, &["31/02/2026"], "31/02/2026"),
        (Field::Date, &["Martes 17 de NOVIEMBRE"], "martes 17 de noviembre"),
        (Field::Date, &["#20261117"], "20261117"),
        (Field::Time, &["#0.34375"], "08:15"),
        (Field::Time, &["#46343.34375"], "08:15"),
        (Field::Time, &["08:15:30"], "08:15"),
        (Field::Time, &["12:05 AM"], "00:05"),
        (Field::Time, &["3:20pm"], "15:20"),
        (Field::Time, &["después de las 8"], "después de las 8"),
        // Short names and lists.
        (Field::Network, &["FB"], "facebook"),
        (Field::Network, &["Twitter/X"], "twitter"),
        (Field::Network, &["WhatsApp "], "whatsapp"),
        (Field::Network, &["La Emisora"], "laemisora"),
        (Field::DocumentType, &["C.C."], "cc"),
        (Field::Kind, &["Petición"], "peticion"),
        (Field::District, &["Gaira  "], "gaira"),
        (Field::Quality, &["No usuario"], "nousuario"),
        // Numbers.
        (Field::Document, &["1.999.345.001"], "1999345001"),
        (Field::Document, &["#1999345001"], "1999345001"),
        (Field::Document, &["NIT 900.123.456-8"], "nit9001234568"),
        (Field::Document, &["—"], "—"),
        (Field::Phone, &["+57 300 000 0011"], "3000000011"),
        (Field::Phone, &["#3000000011"], "3000000011"),
        (Field::Phone, &["no tiene 2"], "no tiene 2"),
        // Texts, several columns, formulas.
        (Field::Name, &["  ANA\u{200b} Ruiz\n Peña"], "ana ruiz peña"),
        (Field::Name, &["Ana", "", "Ruiz Peña"], "ana ruiz peña"),
        (Field::Phone, &["300 000 0011", "605 400 0012"], "3000000011 6054000012"),
        (Field::Email, &["Ana.Ruiz@Correo.Example"], "ana.ruiz@correo.example"),
        (Field::Grounds, &["¡Se está botando el agua!"], "¡se está botando el agua!"),
        (Field::Subject, &["=FALTA LA TAPA"], "=falta la tapa"),
        (Field::Name, &["=B12&\" \"&C12"], "=b&\" \"&c"),
        (Field::Document, &["=BUSCARV(A7;Hoja2!A:B;2;0)"], "=buscarv(a;hoja2!;2;0)"),
    ] {
        assert_eq!(normal_form(field, cells), expected, "{field:?} {cells:?}");
    }
}

#[test]
fn the_digests_of_a_report_never_change() {
    let cells = [
        (Field::Date, "#46343"),
        (Field::Time, "8:15"),
        (Field::Network, "fb"),
        (Field::Name, "Ana Ruiz Peña"),
        (Field::Document, "1.999.345.001"),
        (Field::Grounds, "Se está botando el agua hace 3 días"),
    ];
    let mut digests = Digests::none(FieldSet::all());
    for (field, written) in cells {
        digests.add(field, &normal_form(field, &[written]));
    }
    assert_eq!(digests.to_string(), "dVwcXUmZdhe3_qIoNUrDbaOWtbxnKDv0DEQucirNPbuCQgFOFsUj7J");
    assert_eq!(Fingerprint::of(&digests).to_string(), "1:PavbHj5amsv9VTMV");

    let mut text = String::new();
    normal_form::of_elsewhere(&[cell("URGENTE sin agua"), cell(""), cell("en Gaira")], &mut text);
    assert_eq!(text, "urgente sin agua en gaira");
    let elsewhere = Digests::elsewhere(FieldSet::all(), &text);
    assert_eq!(elsewhere.to_string(), "zUlYEb1Wh");
    assert_eq!(Fingerprint::of(&elsewhere).to_string(), "1:ho6A08Nb_in0HEPV");
}
