use super::*;
use crate::testing::{form, nth_column, nth_row};

const MINIMAL: [&str; 6] = ["Fecha", "Canal", "Nombre", "Cédula", "Dirección", "Asunto"];

fn row(texts: &[&str]) -> Vec<Cell> {
    texts.iter().map(|text| if text.is_empty() { Cell::Blank } else { Cell::Text((*text).into()) }).collect()
}

fn locate(rows: &[&[&str]]) -> Result<Option<Layout>, FormError> {
    let grid: Vec<Vec<Cell>> = rows.iter().map(|texts| row(texts)).collect();
    form().locate(&grid)
}

fn found(rows: &[&[&str]]) -> Layout {
    locate(rows).unwrap().unwrap()
}

fn message(rows: &[&[&str]]) -> String {
    locate(rows).unwrap_err().to_string()
}

#[test]
fn headers_are_found_however_they_are_written_and_placed() {
    let written = [
        "  ASUNTO:",
        "Dirección de\nnotificación *",
        "CÉDULA",
        "nombre\u{a0}completo",
        "RED  SOCIAL",
        "fecha.",
    ];
    let layout = found(&[&["FORMATO CE-F05"], &[], &["", "Datos", "", "Ciudadano"], &written]);
    assert_eq!(layout.header_row, nth_row(4));
    let expected: [(Field, usize); 6] = [
        (Field::Date, 5),
        (Field::Network, 4),
        (Field::Name, 3),
        (Field::Document, 2),
        (Field::Address, 1),
        (Field::Subject, 0),
    ];
    let expected = expected.map(|(field, column)| (field, vec![nth_column(column)]));
    assert_eq!(layout.columns, BTreeMap::from(expected));
    assert_eq!(layout.notes, []);
    assert!(layout.single_text);
}

#[test]
fn every_header_of_the_form_is_its_own_field() {
    let headers: Vec<&str> = Field::ALL.iter().map(|field| field.header()).collect();
    let layout = found(&[&headers]);
    for (index, field) in Field::ALL.into_iter().enumerate() {
        assert_eq!(layout.columns[&field], [nth_column(index)], "{field:?}");
    }
    assert!(!layout.single_text);
}

#[test]
fn a_mistyped_header_is_recognised_and_told() {
    let mut headers = MINIMAL;
    headers[4] = "Direcion de notificasion";
    let layout = found(&[&headers]);
    assert_eq!(layout.columns[&Field::Address], [nth_column(4)]);
    let note = HeaderNote { field: Field::Address, cell: CellAddress::at(0, 4) };
    assert_eq!(layout.notes, [note]);
}

#[test]
fn a_mistyped_column_never_competes_with_a_right_one() {
    let headers = [&MINIMAL[..], &["Nombres", "Asunta"]].concat();
    let layout = found(&[&headers]);
    assert_eq!(layout.columns[&Field::Name], [nth_column(2)]);
    assert_eq!(layout.columns.len(), 6);
}

#[test]
fn a_header_that_may_mean_two_fields_takes_the_free_one() {
    let layout = found(&[&[&MINIMAL[..], &["Cuenta", "Perfil"]].concat()]);
    assert_eq!(layout.columns[&Field::Subscriber], [nth_column(6)]);
    let layout = found(&[&[&MINIMAL[..], &["Cuenta"]].concat()]);
    assert_eq!(layout.columns[&Field::Profile], [nth_column(6)]);
}

#[test]
fn foreign_columns_and_the_services_own_are_no_fields() {
    let own = ["ID traslado", "Estado traslado", "Observaciones traslado", "Radicado", "Radicado (traslado)"];
    let layout = found(&[&[&MINIMAL[..], &own, &["Prioridad", "Col", "Turno"]].concat()]);
    assert_eq!(layout.columns.len(), 6);
}

#[test]
fn a_row_of_data_is_not_taken_for_the_header() {
    let data = ["17/11/2026", "WhatsApp", "Comentario", "Petición", "Solicitud", "Ciudadano", "Email"];
    assert_eq!(found(&[&MINIMAL, &data]).header_row, nth_row(1));
}

#[test]
fn a_tab_without_content_is_no_error() {
    assert_eq!(locate(&[]), Ok(None));
    assert_eq!(locate(&[&["", " "], &[], &["\u{a0}"]]), Ok(None));
}

#[test]
fn a_missing_column_is_named_with_the_header_most_like_it() {
    let message = message(&[&[], &[], &["Fecha", "Canal", "Nombre", "Asunto", "Correo", "Identidad"]]);
    assert_eq!(
        message,
        "the column \"No. de identificación\" is missing from row 3; the nearest header stands in F3"
    );
}

#[test]
fn one_of_two_columns_is_enough_and_both_are_named_when_missing() {
    let message = message(&[&["Fecha", "Canal", "Nombre", "Asunto", "Cédula"]]);
    assert_eq!(
        message,
        "the column \"Correo electrónico\" or \"Dirección de notificación\" is missing from row 1"
    );
}

#[test]
fn of_two_columns_for_one_field_the_forms_own_header_wins_then_the_one_further_left() {
    let layout = found(&[&[&MINIMAL[..], &["Documento"]].concat()]);
    assert_eq!(
        (&layout.columns[&Field::Document], &layout.unread),
        (&vec![nth_column(3)], &vec![nth_column(6)])
    );
    let layout = found(&[&[&MINIMAL[..], &["No. de identificación"]].concat()]);
    assert_eq!(
        (&layout.columns[&Field::Document], &layout.unread),
        (&vec![nth_column(6)], &vec![nth_column(3)])
    );
}

#[test]
fn contents_decide_before_the_headers() {
    let headers = [&MINIMAL[..], &["No. de identificación", "Descripción", "Celular"]].concat();
    let grid = [row(&headers)];
    let says = |column: ColumnIndex, field: Field| (column, field) == (nth_column(3), Field::Document);
    let layout = form().recognize(&grid, Some(&says)).unwrap().unwrap();
    assert_eq!(
        (&layout.columns[&Field::Document], &layout.unread),
        (&vec![nth_column(3)], &vec![nth_column(6)])
    );
}

#[test]
fn a_column_without_a_header_is_unread_where_it_has_content() {
    let headers = [&MINIMAL[..], &["", "Prioridad", ""]].concat();
    let layout = found(&[&headers, &["", "", "", "", "", "", "algo"]]);
    assert_eq!(layout.unread, [nth_column(6), nth_column(7)]);
    assert_eq!(layout.unread_letters(&[nth_column(7)]), ["G"]);
}

#[test]
fn without_a_header_row_no_content_is_repeated() {
    let citizen = ["17/11/2026", "Facebook", "Ana Ruiz", "1999345001"];
    let message = message(&[&["Nombre", "Fecha"], &citizen]);
    assert_eq!(
        message,
        "no header row was found in the first 20 rows; known headers: row 1 has 2; a CE-F05 needs the \
         columns \"Fecha del reporte\", \"Red social\", \"Nombre completo del solicitante\", \
         \"No. de identificación\", \"Correo electrónico\", \"Dirección de notificación\", \
         \"Objeto de la petición\", \"Fundamentos de la petición\""
    );
}

#[test]
fn a_header_row_that_a_sort_took_far_down_is_found_if_it_is_whole() {
    let mut rows: Vec<&[&str]> = vec![&[]; 40];
    rows.push(&MINIMAL);
    assert_eq!(found(&rows).header_row, RowNumber::new(41));
    rows[40] = &MINIMAL[..5];
    assert!(matches!(locate(&rows), Err(FormError::NoHeaderRow { .. })));

    let mut rows: Vec<&[&str]> = vec![&[]; 20];
    rows.push(&MINIMAL);
    rows.remove(0);
    assert_eq!(found(&rows).header_row, nth_row(20));
}
