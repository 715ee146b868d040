use super::*;
use crate::domain::form::Form;
use crate::domain::spelling::fold;

fn read(typed: &str) -> Read<PostalAddress> {
    let form = Form::builtin();
    parse(&fold(typed), form.places(), || false, form.placeholders())
}

#[test]
fn a_street_with_its_plate_is_a_full_address() {
    for typed in [
        "Cra 5 # 22-45",
        "Calle 30 No. 4-18 Gaira",
        "Kr 19 # 29A-55",
        "Diag. 34 Bis # 12A-05",
        "Transv. 4 # 29 - 15 sur",
        "Av. Libertador # 25-101",
        "Clle 17 Nro 6 a 25 int 2",
        "Cl. 8 Nº 2 – 33",
        "Calle 7 # 5-14 Taganga",
        "cra5#22-45",
        "Cra 5 22 45",
        "CARRERA 5a N° 22 - 45 apto 301",
        "Avenida Calle 26 # 13-20",
        "C 30 # 4-18",
        "Calle 30 sur # 4 bis - 18",
        "Mz F casa 12 Timayui 2",
        "manzana 12, lote 4",
        "Mz. F - Cs. 12",
    ] {
        assert_eq!(read(typed), Read::clean(PostalAddress::Full), "{typed}");
    }
}

#[test]
fn rural_and_named_places_are_accepted_to_be_confirmed() {
    for typed in [
        "Km 4 vía Minca finca La Invención",
        "Vereda El Campano",
        "Finca La Esperanza, Guachaca",
        "Corregimiento de Bonda, casa 4",
        "Edificio Los Cocos apto 302",
        "Conjunto Los Almendros torre 2",
        "Calle 30 Gaira",
        "b/ Corea calle 22",
        "Calle 30 con carrera 4",
        "Timayui 2 casa 14",
    ] {
        assert_eq!(
            read(typed),
            Read::doubtful(PostalAddress::Approximate, Rule::ApproximateAddress),
            "{typed}"
        );
    }
}

#[test]
fn a_city_a_neighbourhood_and_a_landmark_are_no_address() {
    for typed in [
        "Gaira",
        "Santa Marta",
        "mi casa",
        "frente al colegio",
        "por la tienda de la seño Mary",
        "barrio Corea",
        "calle principal",
        "Calle 30",
        "diagonal al parque",
        "por interno",
    ] {
        assert_eq!(read(typed), Read::refused(Rule::InsufficientAddress), "{typed}");
    }
    for typed in ["S/D", "no aporta", "", "sin direccion", "-"] {
        assert_eq!(read(typed), Read::nothing(), "{typed}");
    }
}

#[test]
fn the_district_column_makes_a_place_of_a_street() {
    let form = Form::builtin();
    let read = parse("calle 30", form.places(), || true, form.placeholders());
    assert_eq!(read.value, Some(PostalAddress::Approximate));
}
