mod generated;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::*;
use crate::sheet::normalize::plain;
use crate::testing::{cases, form};

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

#[test]
fn a_letter_apart_belongs_to_the_number_before() {
    for typed in [
        "KR 4 A 24 B 21",
        "CL 35 A 4 A 19",
        "KR 12 A 94 75",
        "Calle 30 A 12-15",
        "Kra 7 A 10 45",
        "Calle 22 L # 5-10",
        "Cra 9 L No 12-30",
        "CL 9 C 30 C 14",
        "Kr 12 K 8 D 20",
        "cll 5 T # 4 N - 12",
        "Carrera 5 A 22 45 apto 301",
        "Calle 22 x # 5-10",
        "cra 4 e 22 60",
    ] {
        assert_eq!(read(typed), Read::clean(PostalAddress::Full), "{typed}");
    }
}

#[test]
fn streets_have_ordinals() {
    for ordinal in [
        "1ra",
        "1era",
        "1 ra",
        "1a",
        "1ª",
        "1°",
        "1º",
        "2da",
        "3ra",
        "3era",
        "4ta",
        "5ta",
        "6ta",
        "7ma",
        "8va",
        "9na",
        "10ma",
        "primera",
        "quinta",
        "decima",
        "once",
        "veintidós",
    ] {
        for plate in ["# 14-44", "No 14-44", "14-44", "14 44"] {
            let typed = format!("Carrera {ordinal} {plate}");
            assert_eq!(read(&typed), Read::clean(PostalAddress::Full), "{typed}");
        }
    }
}

#[test]
fn numbers_of_streets_are_compounds() {
    for number in [
        "29F3",
        "29J2",
        "22AA",
        "43AA",
        "30 A - 2",
        "30A-2",
        "46 sur-este",
        "46 sureste",
        "46 Sur Oeste",
        "29 F 3 bis",
        "22 AA",
        "45C5",
        "5 bis B",
        "7bis",
        "3 Nte",
        "1 NORTE",
    ] {
        for typed in [
            format!("Calle {number} # 21-45"),
            format!("CALLE {number} No. 21 - 45"),
            format!("Cra 4 # {number} - 12"),
        ] {
            assert_eq!(read(&typed), Read::clean(PostalAddress::Full), "{typed}");
        }
    }
    for typed in [
        "CR. 13 # 45C5-19",
        "calle 10 #4e70",
        "Calle 29F3 21 45",
        "Cra 5-22-45",
        "Calle 5 con carrera 22 - 45",
        "Calle 22 Cra 5-10",
        "Cra 5 # 22/45",
        "Cra 5 # 22_45",
        "Cra 5 # 22.45",
        "Cra 5 No. # 22 - 45",
    ] {
        assert_eq!(read(typed), Read::clean(PostalAddress::Full), "{typed}");
    }
}

#[test]
fn avenues_have_names_for_numbers() {
    for typed in [
        "Av. Libertador 25-101",
        "Avenida del Ferrocarril 19-04",
        "Av. del Río #29-18, El Prado",
        "Avenida Hernández Pardo 28 - 130",
        "Avenida Libertador 15-40 casa 2",
        "Avda. Santa Rita 10 A - 22",
        "Av 19 de Noviembre 25-101",
        "Troncal del Caribe # 25 - 101",
        "Av. F. Pardo 22-10",
        "Avenida Tamacá No 8-30",
        "Autopista El Salitre 120-14",
        "Calle principal # 4-18",
    ] {
        assert_eq!(read(typed), Read::clean(PostalAddress::Full), "{typed}");
    }
}

#[test]
fn blocks_and_houses_stand_in_either_order() {
    for typed in [
        "Lote 12 Manzana F, Villa Betel",
        "Casa 3 Manzana C, Ciudadela 29 de Julio",
        "Lote 5 Mz 12",
        "Cs 14 Mz 3 Villa del Carmen",
        "Mz F-12",
        "Mz F #12",
        "Manzana B No. 4",
        "Mzna F casa 12",
        "Mzana B casa 4",
        "Manzana H casa Nro. # 3",
        "Mz. 14-A Casa 7",
        "Mz A lote 3",
        "mz a casa b",
        "C 12 Mz F",
        "L-4 Mz-B",
        "Manzana letra C casa número 8",
        "Etapa 2 Mz 4 Lote 11",
        "Barrio Corea Mz F Cs 12",
        "Mz F sector B casa 12",
        "Manzana Azul casa 3",
        "mz 4 12",
        "MZ F1 CS 3",
        "Supermanzana 3 mz 4 lote 5",
        "Lote No. 5 de la manzana 12",
    ] {
        assert_eq!(read(typed), Read::clean(PostalAddress::Full), "{typed}");
    }
    for typed in ["Mz F", "Manzana 14-A", "lote 12", "mz", "casa manzana"] {
        assert_eq!(read(typed), Read::refused(Rule::InsufficientAddress), "{typed}");
    }
}

#[test]
fn streets_are_abbreviated_in_many_ways() {
    for typed in [
        "K 5 # 22-45",
        "K5 22 45",
        "Crr 5 # 22-45",
        "Crr. 19 # 29A-55",
        "D 34 # 12A-05",
        "T 4 # 29-15",
        "C 30 4-18",
        "Cl. 1 Nte # 37-69",
        "Calle 3 Nte # 5-10",
        "Peatonal 3 # 5-20",
        "Cll 22 numero 5 guion 10",
        "Carrera 5 numeral 22-45",
        "Cll 22 número 5 raya 10",
        "Trv. 4 # 29-15",
        "Calle No. 22 # 5-10",
        "Av Cra 4 # 5-10",
        "Autop. 4 # 5-10",
        "Circunvalar 4 # 5-10",
        "k5#22-45",
        "Callejón 3 # 5-20",
        "Cra. 5 No: 22-45",
        "CALLE22#5-10",
        "Carretera 4 # 2-10",
    ] {
        assert_eq!(read(typed), Read::clean(PostalAddress::Full), "{typed}");
    }
}

#[test]
fn a_letter_wrong_in_a_long_word_is_none_less() {
    for typed in [
        "Trasversal 4 # 29-15",
        "Tranversal 4 # 29-15",
        "Cale 5 # 22-45",
        "Callle 5 22 45",
        "Carrrera 5 # 22-45",
        "Carera 5 # 22-45",
        "Crrrera 5 # 22-45",
        "Avendia 5 # 22-45",
        "Diagoal 34 # 12-05",
        "Manana F casa 12",
        "Mazana F casa 12",
        "manzaan F lote 3",
        "Calle 5 nmero 22-45",
        "Calel 5 # 22-45",
    ] {
        assert_eq!(read(typed), Read::clean(PostalAddress::Full), "{typed}");
    }
    for typed in [
        "Vereds El Campano",
        "Fnca La Esperanza",
        "Edifcio Los Cocos apto 302",
        "Edificio Los Cocos apartmento 302",
        "barrrio Corea calle 22",
        "Cra 5 # 22",
        "Cra 5 #2245",
        "Cra 5 # 22-",
        "Cra # 22-45",
        "5 # 22-45",
        "Wxa 5 # 22-45",
        "Cra 5 # s2-45",
        "Mz casa 12",
        "Mz F cxss 12",
        "Libertador # 25-101",
        "Av. Libertador # 25",
        "Manzana F apto 12",
    ] {
        assert_eq!(
            read(typed),
            Read::doubtful(PostalAddress::Approximate, Rule::ApproximateAddress),
            "{typed}"
        );
    }
}

#[test]
fn places_with_a_name_and_corners_are_to_be_confirmed() {
    for typed in [
        "Parcela 12 La Lucha",
        "Predio El Porvenir, Guachaca",
        "Quinta La Samaria, Gaira",
        "Hostal Sierra Verde, Minca",
        "Bodega 3 zona franca",
        "Local 4 Mercado Público",
        "Hacienda Santa Rosa",
        "Cabañas El Mirador Taganga",
        "Hotel Brisas del Mar",
        "4 km vía Minca",
        "Kilómetro 12 troncal del Caribe",
        "Calle 30 entre carreras 4 y 5",
        "Cra 5 con 22",
        "Cra 5 esquina calle 22",
        "calle 22 con 5ta",
        "carrera quinta con calle 22",
        "Av. Libertador con calle 25",
        "Av Campo Serrano 15 20",
        "Calle 30 x 4",
        "Carrera 4, calle 30",
        "Edificio Los Cocos 302",
        "apto 301 Los Almendros",
        "Villa Betel casa 12",
        "Mz F barrio Corea",
        "Ciudadela 29 de Julio casa 3",
        "Edificio Los Cocos, Gaira",
        "Vereda El Campano, frente a la escuela",
    ] {
        assert_eq!(
            read(typed),
            Read::doubtful(PostalAddress::Approximate, Rule::ApproximateAddress),
            "{typed}"
        );
    }
}

#[test]
fn a_text_around_a_number_is_no_address() {
    let form = form();
    for typed in [
        "vivo hace 15 años",
        "frente al colegio 3 cuadras",
        "Gaira hace 8 días sin agua",
        "El Rodadero 2026",
        "CC 1999345001",
        "cerca del CAI, 2 casas después",
        "3000000011",
        "300 000 0011",
        "300-000-0011",
        "Cel. 300 000 00 11",
        "tel 605 421 0000",
        "T 605 421 0000",
        "C 300 000 0011",
        "casa 605 421 0000",
        "casa 3000000011",
        "C.C. 1.999.345.001",
        "cc 36 543 210",
        "c.c. 36.543.210",
        "Póliza No. 12345",
        "suscriptor 045678",
        "llevamos 6 días sin agua en Gaira",
        "somos 20 familias de Bonda",
        "a 200 metros de la playa",
        "casa de 2 pisos",
        "desde el 12 de noviembre",
        "17/11/2026",
        "a las 8:15 de la mañana",
        "barrio 20 de Julio",
        "Once de Noviembre",
        "frente a la finca El Rosario",
        "cerca del hotel Sierra Verde",
        "detrás de la casa 12",
        "por la vereda",
        "https://maps.example/c5/22/45",
        "@calle30",
        "ver foto",
        "en la segunda casa",
        "11.2408, -74.1990",
        "Santa Marta D.T.C.H.",
        "a 3 cuadras del mercado",
        "la factura 12345 del mes 10",
        "por este medio",
        "código postal 470001",
        "finca sin agua",
        "al frente del D1",
        "cerca de la casa D1",
        "calle del mercado",
        "avenida del Río",
        "transversal al parque",
    ] {
        let read = parse(&plain(typed), form.neighbourhoods(), || true, form.placeholders());
        assert_eq!(read.value, None, "{typed}");
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_generated_address_is_full(typed in generated::full()) {
        prop_assert_eq!(read(&typed), Read::clean(PostalAddress::Full));
    }

    #[test]
    fn a_generated_place_is_approximate(typed in generated::approximate()) {
        let expected = Read::doubtful(PostalAddress::Approximate, Rule::ApproximateAddress);
        prop_assert_eq!(read(&typed), expected);
    }

    #[test]
    fn a_letter_wrong_in_a_long_word_leaves_a_place(
        typed in generated::full().prop_flat_map(generated::with_a_letter_wrong),
    ) {
        prop_assert!(read(&typed).value.is_some(), "{typed}");
    }

    #[test]
    fn a_generated_text_around_a_number_is_no_address(typed in generated::around_a_number()) {
        prop_assert_eq!(read(&typed).value, None);
    }
}

#[test]
fn most_typos_anywhere_leave_a_place() {
    let mut runner = TestRunner::deterministic();
    let typos = generated::full().prop_flat_map(generated::with_a_typo);
    let typed: Vec<String> = (0..1000).map(|_| typos.new_tree(&mut runner).unwrap().current()).collect();
    let refused: Vec<&String> = typed.iter().filter(|typed| read(typed).value.is_none()).collect();
    assert!(refused.len() <= 30, "{refused:#?}");
}
