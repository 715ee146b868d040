use proptest::prelude::*;

use super::{LetterSet, Role};
use crate::domain::finding::field::Field;
use crate::domain::form::Form;
use crate::sheet::cell::Cell;
use crate::sheet::column_index::ColumnIndex;
use crate::testing::{form, nth_column};

/// The columns of CE-F05 and what else people call each, typing errors included.
const SYNONYMS: [(Field, &str); 25] = [
    (Field::Number, "N° | No. | Nro | # | Item | Ítem | Consecutivo | ID"),
    (
        Field::Date,
        "Fecha del reporte | Fecha | Fecha reporte | Fecha de recepcion | Fecha mensaje | Fecha comentario | \
         Fecha publicación | Dia",
    ),
    (Field::Time, "Hora | Hora reporte | Hora mensaje"),
    (
        Field::Network,
        "Red social | Canal | Red | Plataforma | Medio | Medio de recepción | Origen | Redes | Red socila",
    ),
    (Field::Interaction, "Tipo de interacción | Tipo de mensaje | Interaccion | Comentario/Mensaje/Etiqueta"),
    (
        Field::Profile,
        "Usuario / Perfil | Usuario | Perfil | Cuenta | @usuario | Nombre de usuario | Nick | \
         Usuario red social",
    ),
    (
        Field::Name,
        "Nombre completo del solicitante | Nombre | Nombres y apellidos | Nombre del usuario | Solicitante | \
         Peticionario | Ciudadano | Nombre y apelido | Razón social",
    ),
    (Field::DocumentType, "Tipo de documento | Tipo doc | T.D. | Tipo identificación | Tipo ID"),
    (
        Field::Document,
        "No. de identificación | Identificación | Cedula | C.C. | CC/NIT | Documento | Nro documento | \
         Número de cédula | Identificasion | DNI",
    ),
    (
        Field::Phone,
        "Teléfono / Celular | Telefono | Tel | Cel | Celular | Contacto | Número de contacto | WhatsApp",
    ),
    (Field::Email, "Correo electrónico | Correo | Email | E-mail | Mail | Correo electronico"),
    (
        Field::Address,
        "Dirección de notificación | Direccion | Dir | Dirección notificaciones | \
         Dirección de correspondencia | Dirección residencia | Domicilio | Dirección predio",
    ),
    (Field::District, "Barrio / Sector | Barrio | Sector | Localidad | Comuna | Urbanización"),
    (
        Field::Subscriber,
        "No. de suscriptor / Póliza | Suscriptor | Póliza | Contrato | Código | Matrícula | \
         Código de usuario | Referencia de pago",
    ),
    (Field::Service, "Servicio | Tipo de servicio | Servicio afectado"),
    (Field::Kind, "Tipo de reporte | Tipo | Tipo PQR | PQR | Tipo de solicitud | Clasificación | Clase"),
    (
        Field::Subject,
        "Objeto de la petición | Objeto | Asunto | Solicitud | Petición | Requerimiento | Motivo | \
         Pretensión | Que solicita",
    ),
    (
        Field::Grounds,
        "Fundamentos de la petición | Fundamentos | Hechos | Descripción | Descripción del reporte | \
         Detalle | Comentario | Mensaje | Observación del usuario | Razones",
    ),
    (
        Field::Place,
        "Lugar del daño | Dirección del daño | Ubicación | Lugar de los hechos | Dirección del reporte",
    ),
    (Field::Link, "Enlace / Evidencia | Link | URL | Evidencia | Pantallazo | Captura | Foto | Adjunto"),
    (Field::Reply, "Respuesta en redes | Respuesta | Respuesta dada | Gestión | Respuesta CM"),
    (Field::RegisteredBy, "Registrado por | Responsable | Quien registra | Funcionario | Elaboró | CM"),
    (
        Field::SentOn,
        "Fecha envío a Atención al Ciudadano | Fecha de envio | Fecha traslado | Fecha remisión | Enviado",
    ),
    (Field::Notes, "Observaciones | Obs | Observación | Nota | Notas"),
    (Field::Quality, "Calidad | calidad: | Calidad del solicitante | En calidad de"),
];

fn columns(headers: &[&str]) -> Vec<Option<Field>> {
    let row = headers.iter().map(|header| Cell::Text((*header).to_owned())).collect();
    let layout = form().locate(&[row]).unwrap().unwrap();
    let of = |column: ColumnIndex| {
        layout.columns.iter().find(|(_, at)| at.contains(&column)).map(|(field, _)| *field)
    };
    (0..headers.len()).map(nth_column).map(of).collect()
}

#[test]
fn every_synonym_heads_its_column_beside_the_others() {
    let form = form();
    for (field, synonyms) in SYNONYMS {
        for synonym in synonyms.split(" | ") {
            let headers = Field::ALL.map(|other| if other == field { synonym } else { other.header() });
            let row = headers.iter().map(|header| Cell::Text((*header).to_owned())).collect();
            let layout = form.locate(&[row]).unwrap().unwrap();
            assert!(layout.columns[&field].contains(&nth_column(field as usize)), "{synonym}");
            assert_eq!(layout.columns.len(), Field::ALL.len(), "{synonym}");
            assert_eq!(layout.notes, [], "{synonym}");
        }
    }
}

#[test]
fn cuenta_is_the_subscribers_number_beside_a_profile_and_the_profile_elsewhere() {
    const REST: [&str; 6] = ["Fecha", "Canal", "Nombre", "Cédula", "Dirección", "Asunto"];
    for (header, other) in [("Cuenta", "Perfil"), ("cuenta", "@usuario")] {
        let headers = [&REST[..], &[other, header]].concat();
        assert_eq!(columns(&headers)[6..], [Some(Field::Profile), Some(Field::Subscriber)]);
    }
    let headers = [&REST[..], &["Cuenta", "Póliza"]].concat();
    assert_eq!(columns(&headers)[6..], [Some(Field::Profile), Some(Field::Subscriber)]);
}

#[test]
fn punctuation_case_accents_and_white_space_say_nothing() {
    for header in [
        "  NO. DE IDENTIFICACION ",
        "No de\nidentificación",
        "n.o_de-identificación:",
        "No.\u{a0}de\u{a0}identificación (*)",
        "Nº de identificación",
        "#No. de identificación#",
    ] {
        let headers = ["Fecha", "Canal", "Nombre", header, "Dirección", "Asunto"];
        assert_eq!(columns(&headers)[3], Some(Field::Document), "{header}");
    }
}

#[test]
fn two_letters_off_is_one_field_or_none() {
    const REST: [&str; 5] = ["Fecha", "Canal", "Nombre", "Cédula", "Dirección"];
    for (header, field) in [
        ("Obgeto", Some(Field::Subject)),
        ("Azuntoo", Some(Field::Subject)),
        ("Pretencion", Some(Field::Subject)),
        ("Servisio", Some(Field::Service)),
        ("Recuperación", None),
        ("Azunttoo", None),
        // Too short to be guessed.
        ("Hra", None),
        ("Noat", None),
    ] {
        let headers = [&REST[..], &["Hechos", header]].concat();
        assert_eq!(columns(&headers)[6], field, "{header}");
    }
}

#[test]
fn of_two_mistyped_headers_for_one_field_neither_is_taken() {
    let headers = ["Fecha", "Canal", "Nombre", "Cédula", "Dirección", "Hechos", "Servisio", "Serbicio"];
    assert_eq!(columns(&headers)[6..], [None, None]);
}

#[test]
fn a_header_as_near_to_one_field_as_to_another_is_none() {
    // One letter from "Redes" (the network) and one from "Nedes", which the operator gave to the notes.
    let form = Form::from_toml("[headers]\nnotes = [\"Nedes\"]\n").unwrap();
    let headers = ["Fecha", "Canal", "Nombre", "Cédula", "Dirección", "Asunto", "Sedes"];
    let row = headers.iter().map(|header| Cell::Text((*header).to_owned())).collect();
    let layout = form.locate(&[row]).unwrap().unwrap();
    assert_eq!(layout.columns.get(&Field::Notes), None);
    assert_eq!(layout.columns.len(), 6);
}

/// The readings of a table of headers, and the headers of each.
const TABLE: &str = include_str!("../../../../tests/headers.txt");

fn readings() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| {
        let (reading, headers) = line.split_once('\t').unwrap();
        (reading, headers.split(" | ").collect())
    })
}

/// A designation as the table writes it.
fn written(fields: &[Field], role: Role) -> String {
    match role {
        Role::Addition => "surname".to_owned(),
        Role::Filing => "filing".to_owned(),
        Role::Whole => fields.iter().map(|field| field.key()).collect::<Vec<_>>().join("+"),
    }
}

#[test]
fn several_hundred_headers_are_taken_for_what_a_careful_reader_takes_them_for() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (reading, headers) in readings() {
        for header in headers {
            let claims = form().headers.claims(&[header.to_owned()]);
            let found = claims
                .claims()
                .next()
                .map(|claim| written(&claim.designation.fields, claim.designation.role));
            let found = found.unwrap_or_else(|| "unread".to_owned());
            if found != reading {
                wrong.push(format!("{header}: {found}, not {reading}"));
            }
            count += 1;
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count > 400, "{count}");
}

#[test]
fn no_header_beside_a_whole_form_stops_a_night_or_takes_a_place_in_it() {
    for (reading, headers) in readings() {
        for header in headers {
            let mut row: Vec<Cell> =
                form().blank().into_iter().map(|blank| Cell::Text(blank.header)).collect();
            row.push(Cell::Text(header.to_owned()));
            let layout = form().locate(&[row]).unwrap().unwrap();
            for field in Field::ALL.into_iter().filter(|field| !field.is_optional()) {
                assert_eq!(layout.columns[&field][0], nth_column(field as usize), "{header}: {field:?}");
            }
            let together = reading.split('+').any(|key| ["phone", "email", "date"].contains(&key));
            let read = together || matches!(reading, "filing" | "quality");
            assert_eq!(layout.unread.is_empty(), read, "{header}: {:?}", layout.unread);
        }
    }
}

#[test]
fn no_header_stands_in_two_lists_by_mistake() {
    let headers = &form().headers;
    let several = headers.by_key.iter().filter(|(_, known)| known.fields.len() > 1 && !known.is_shared());
    let several: Vec<&str> = several.map(|(key, _)| key.as_str()).collect();
    assert_eq!(several, ["cuenta"]);
    let lost: Vec<&String> = headers.by_key.keys().filter(|key| headers.unread.contains(*key)).collect();
    assert_eq!(lost, Vec::<&String>::new());
}

proptest! {
    /// The letters of two texts never tell them apart where a few changes make one of the other.
    #[test]
    fn texts_that_are_near_have_near_letters(one in "[a-e0-2]{0,8}", other in "[a-e0-2]{0,8}") {
        let distance = strsim::osa_distance(&one, &other);
        prop_assert!(LetterSet::of(&one).is_within(LetterSet::of(&other), distance));
    }
}
