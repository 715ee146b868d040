use super::*;
use crate::sheet::normalize::plain;
use crate::testing::form;

fn read(typed: &str) -> Read<PostalAddress> {
    let form = form();
    parse(&plain(typed), form.neighbourhoods(), || false, form.placeholders())
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
        "Av. Libertador N. 25-101",
        "Av. Libertador n° 25-101",
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
        "calle del Sol con carrera 4",
        "en la 30 con 4",
        "Calle 30 B",
        "casa 12",
        "edificio Los Cocos",
        "urbanización El Parque",
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
    let form = form();
    for (typed, address) in [
        ("calle 30", Some(PostalAddress::Approximate)),
        ("casa 12", Some(PostalAddress::Approximate)),
        ("calle principal", None),
        ("por la tienda", None),
    ] {
        assert_eq!(
            parse(typed, form.neighbourhoods(), || true, form.placeholders()).value,
            address,
            "{typed}"
        );
    }
}

#[test]
fn every_word_for_a_street_makes_one() {
    for street in "calle cl cll cle clle c carrera cra cr kr kra krr crra carr diagonal dg diag transversal tv trv \
                   transv tr avenida av avda ave ac ak circular circ autopista autop troncal vía callejón cjon \
                   pasaje psj"
        .split_whitespace()
    {
        for typed in [format!("{street} 5 # 22-45"), format!("{}. 5 No. 22 - 45", street.to_uppercase())] {
            assert_eq!(read(&typed), Read::clean(PostalAddress::Full), "{typed}");
        }
    }
    assert_eq!(read("Avenida Calle 30 # 4-18"), Read::clean(PostalAddress::Full));
    assert_eq!(read("Avenida Carrera 4 # 4-18"), Read::clean(PostalAddress::Full));
}

#[test]
fn every_way_to_number_a_house_of_a_block_is_one() {
    for block in ["manzana", "mz", "mza", "manz"] {
        for house in ["casa", "cs", "c", "lote", "lt", "l"] {
            for typed in [
                format!("{block} F {house} 12"),
                format!("{block} 4, {house} 12"),
                format!("{block}. 4-{house}. 12"),
                format!("{block}4 {house}12 Timayui 2"),
            ] {
                assert_eq!(read(&typed), Read::clean(PostalAddress::Full), "{typed}");
            }
        }
    }
    for typed in ["manzana F", "mz casa 12", "manzana 4 casa", "manzana F apto 12"] {
        assert_ne!(read(typed).value, Some(PostalAddress::Full), "{typed}");
    }
}

#[test]
fn the_sign_before_the_plate_is_written_in_many_ways() {
    for sign in ["#", "nº", "n°", "nro", "num", "numero", "número", "no.", "No", "N.", ""] {
        for dash in ["-", " - ", "–", "—", " a ", " "] {
            let typed = format!("Calle 17 {sign} 6{dash}25");
            assert_eq!(read(&typed), Read::clean(PostalAddress::Full), "{typed}");
        }
    }
    for number in ["5A", "5 A", "5 bis", "5bis", "5 Bis A", "5 norte", "5 sur", "5A sur", "5 este", "5 oeste"]
    {
        let typed = format!("Cra {number} # 22B sur - 45 este");
        assert_eq!(read(&typed), Read::clean(PostalAddress::Full), "{typed}");
    }
}

#[test]
fn complements_with_a_number_make_a_place_of_a_name() {
    for typed in [
        "Edificio Los Cocos piso 3",
        "Ed. Los Cocos oficina 201",
        "Urb. El Parque casa 3",
        "Urbanización El Parque casa 3",
        "Conj. Los Almendros int 4",
        "Cj Los Almendros apt 301",
        "Torre 2 apto 301",
        "Bloque 3 apartamento 101",
        "Blq 3 ap 101",
        "Local 4 Centro Comercial El Faro",
        "Lc 4 Edif. El Faro",
        "Sector La Paz casa 14",
        "Brr Corea casa 7",
        "Vda. El Campano",
        "Corr. Guachaca finca La Paz",
        "Kilómetro 19 vía Riohacha",
    ] {
        let expected = Read::doubtful(PostalAddress::Approximate, Rule::ApproximateAddress);
        assert_eq!(read(typed), expected, "{typed}");
    }
}
