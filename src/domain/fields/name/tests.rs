use super::*;
use crate::sheet::normalize::plain;
use crate::testing::form;

fn read(typed: &str) -> Read<PlausibleName> {
    parse(&plain(typed), false, form().placeholders())
}

fn of_company(typed: &str) -> Read<PlausibleName> {
    parse(&plain(typed), true, form().placeholders())
}

fn assert_name(typed: &str) {
    assert_eq!(read(typed), Read::clean(PlausibleName(())), "{typed}");
}

#[test]
fn two_names_identify() {
    for typed in [
        "Ana Ruiz",
        "ANA MARÍA RUIZ PEÑA",
        "Ruiz, Ana",
        "María de los Ángeles",
        "Nadia Noé",
        "Xiomara Díaz",
        "D'Angelo Pérez",
        "Ana Ruiz (@anaruiz)",
        "Comercializadora El Faro S.A.S.",
        "Conjunto Residencial Los Almendros",
        "Ana  Ruiz-Díaz",
        "Junta de Acción Comunal Gaira",
        "Ли Вэй",
        "José Santa María",
        "Ana Ruiz: 300 000 0011",
        "Ana Ruiz, vecina de Gaira",
        "Ana Ruiz (usuaria)",
        "Una Prueba Inventada",
        "Prueba Ruiz",
    ] {
        assert_name(typed);
    }
}

#[test]
fn what_stands_before_a_name_is_no_part_of_it() {
    let before = [
        "Doña",
        "Sr.",
        "Sra",
        "SEÑORA",
        "Dr.",
        "Dra.",
        "Ing.",
        "Lic",
        "Profe",
        "Arq.",
        "Abg.",
        "Soy",
        "soy",
        "Me llamo",
        "Mi nombre es",
        "Nombre:",
        "Nombre completo:",
        "Att:",
        "Atte.",
        "Atentamente,",
        "Habla",
        "Le escribe",
        "De parte de",
        "A nombre de",
        "Usuario",
        "Usuaria",
        "Usuario:",
        "Usuario -",
        "Suscriptor:",
        "Suscriptora",
        "Vecina",
        "La vecina",
        "Un vecino:",
        "Residente:",
        "Habitante",
        "Ciudadano",
        "Cliente:",
        "El señor",
        "La usuaria",
        "Titular:",
        "Propietario:",
        "Peticionaria:",
        "Solicitante",
        "Presidente",
        "Usuario de Facebook:",
        "Vecino de Gaira:",
        "Perfil:",
        "Soy la señora",
        "Soy vecino, me llamo",
        "Persona que reporta:",
        "Señor usuario",
    ];
    for before in before {
        assert_name(&format!("{before} Ana Prueba Ruiz"));
        assert_ne!(read(&format!("{before} Carmen")).value, Some(PlausibleName(())), "{before} Carmen");
    }
    assert_name("Dra.Ana Ruiz");
    assert_name("Vecina Ana Prueba del Pando");
    assert_name("Vecina del sector, Ana Ruiz Peña");
    assert_name("Ana Pastor");
}

#[test]
fn signs_and_emoji_are_no_part_of_a_name() {
    for typed in [
        "Yurleidys Pérez🌸",
        "Ana💙 Prueba💙",
        "💙Ana Prueba",
        "~Ana Prueba",
        "*Ana* *Prueba*",
        "_Ana_ _Prueba_",
        "“Ana” “Prueba”",
        "'Ana' 'Prueba'",
        "«Ana Prueba»",
        "Ana•Prueba",
        "Ana·Prueba",
        "Ana|Prueba",
        "Ana Prueba✨",
        "★Ana★Prueba★",
        "Ana♥Prueba",
        "Ana 🌸 Prueba",
        "Ana Prueba.",
        "¡Ana Prueba!",
        "#Ana Prueba",
        "Ana+Prueba",
        "Ana=Prueba",
        "[Ana Prueba]",
        "Ana ❤️ Prueba",
        "🇨🇴 Ana Prueba",
        "𝓐𝓷𝓪 𝓟𝓻𝓾𝓮𝓫𝓪",
        "1. Ana Prueba",
    ] {
        assert_name(typed);
    }
    for typed in ["Ana Prueba?", "¿Ana Prueba?", "Ana Prueba (?)"] {
        assert_eq!(read(typed), Read::doubtful(PlausibleName(()), Rule::DoubtfulName), "{typed}");
    }
}

#[test]
fn particles_that_are_surnames_are_names() {
    for typed in [
        "Beatriz Santa",
        "Juan Santa",
        "Li Un",
        "Juan De la Hoz",
        "De la Hoz Juan",
        "Ana del Toro",
        "María del Mar",
        "Ana San",
        "San San Chiou",
        "Rosa de la Cruz",
        "Rosa de la O",
        "Carlos De los Ríos",
    ] {
        assert_name(typed);
    }
    for typed in
        ["Carmen de", "Doña Santa", "De la Hoz", "Sr. De la Hoz", "Del Toro", "Santa Marta", "Carmen y"]
    {
        assert_eq!(read(typed).value, None, "{typed}");
    }
}

#[test]
fn a_company_with_a_nit_may_be_one_word() {
    for typed in ["Coolechera", "OLÍMPICA", "Olímpica S.A.", "D1", "3M"] {
        assert_eq!(of_company(typed), Read::clean(PlausibleName(())), "{typed}");
    }
    for typed in ["Coolechera", "D1"] {
        assert_eq!(read(typed), Read::refused(Rule::ImplausibleName), "{typed}");
    }
    for typed in ["@olimpica", "usuario", "vecinos", "Vecinos de Gaira", "no aporta", "sin nombre", "👏"] {
        assert_eq!(of_company(typed).value, None, "{typed}");
    }
}

#[test]
fn a_handle_a_first_name_and_a_common_noun_do_not() {
    for typed in [
        "@ana_ruiz",
        "ana.ruiz23",
        "ana.ruiz",
        "ana_ruiz",
        "Carmen",
        "vecino",
        "Un vecino 2",
        "Vecinos de Gaira",
        "La comunidad del Pando",
        "A B",
        "12345",
        "Usuario del Pando",
        "Residente en Gaira",
        "vecina 🌺",
        "Ciudadano preocupado",
        "Usuario afectado",
        "Habitantes Villa Betel",
        "Soy vecino de Gaira",
        "Usuarios del sector norte",
        "Comunidad Barrio Pando",
        "Vecino del barrio Corea",
    ] {
        assert_eq!(read(typed), Read::refused(Rule::ImplausibleName), "{typed}");
    }
    assert_name("Vecinos: Ana Ruiz, José Díaz");
}

#[test]
fn a_placeholder_is_no_name_and_no_mistake() {
    for typed in [
        "no registra",
        "N/A",
        "-",
        "",
        "No suministra nombre",
        "Sin nombre registrado",
        "Sin identificar plenamente",
        "sin nombre",
        "SIN DATOS",
        "Usuario no identificado",
        "Persona sin identificar",
        "NN",
        "N.N.",
        "Nombre desconocido",
        "Desconocido desconocido",
        "Por identificar",
        "xxx",
        "XXXX",
        "x",
        "Usuario Facebook",
        "Usuario de Instagram",
        "no se identificó",
        "Sin información del usuario",
        "👏👏",
        "nombre no registrado",
        "Identidad reservada",
        "Sin apellidos",
        "sin datos del ciudadano",
        "nombre por confirmar",
    ] {
        assert_eq!(read(typed), Read::nothing(), "{typed}");
    }
    for typed in
        ["Anónimo", "anonima", "Usuario anónimo", "Anónimo Anónimo", "ANÓNIMO (Facebook)", "persona anónima"]
    {
        assert_eq!(read(typed), Read::refused(Rule::AnonymousPerson), "{typed}");
    }
    for typed in ["prueba", "Prueba 1", "test test", "Usuario prueba", "PRUEBA TEST"] {
        assert_eq!(read(typed), Read::refused(Rule::TestText), "{typed}");
    }
}
