mod sentences;

use super::*;
use crate::domain::finding::Rule;
use crate::domain::form::Form;
use crate::sheet::normalize;
use crate::testing::form;

fn read(text: &str) -> Suggestions {
    form().words().read(&[&normalize::plain(text)])
}

#[test]
fn words_suggest_a_kind() {
    for (text, kind) in [
        ("La factura llegó por 482 mil y siempre pago 60", Some(RequestKind::Claim)),
        ("me cobran promedio y el medidor está bueno", Some(RequestKind::Claim)),
        ("mala atención del funcionario, fue grosero", Some(RequestKind::Complaint)),
        ("interpongo recurso de reposición y en subsidio apelación", Some(RequestKind::Appeal)),
        ("necesito copia de mi certificado", Some(RequestKind::Documents)),
        (
            "Por favor, necesito y solicito que me ayuden: quisiera copia del contrato",
            Some(RequestKind::Documents),
        ),
        ("quiero consultar el horario", Some(RequestKind::Consultation)),
        ("por favor arreglen el tubo", Some(RequestKind::Petition)),
        ("6 días sin agua en Bastidas", None),
    ] {
        assert_eq!(read(text).kind, kind, "{text}");
    }
}

#[test]
fn words_make_alerts() {
    for (text, rule) in [
        ("no ha pasado el carro de la basura esta semana", Rule::Cleaning),
        ("se fue la luz", Rule::Energy),
        ("rompieron la vía.", Rule::Roads),
        ("manjol rebosado frente al colegio", Rule::Danger),
        ("falta tapa de manjol en la 22 con 16, se cayó una moto", Rule::Danger),
        ("voy a poner una TUTELA", Rule::Escalation),
        ("ya operó el silencio administrativo", Rule::Silence),
        ("reitero mi queja", Rule::Reiteration),
        ("soy menor de edad", Rule::MinorPerson),
    ] {
        assert!(read(text).alerts.contains(&rule), "{text}");
    }
}

#[test]
fn a_whole_word_is_not_found_inside_another() {
    assert_eq!(read("vivía en Lucía, envían todavía agua").alerts, []);
    assert_eq!(read("se botó el agua").alerts, []);
}

#[test]
fn kinds_are_known_as_staff_type_them() {
    let form = form();
    for (typed, kind) in [
        ("Queja", RequestKind::Complaint),
        ("RECLAMOS", RequestKind::Claim),
        ("Petición", RequestKind::Petition),
    ] {
        assert_eq!(form.words().typed_kind(&normalize::plain(typed)), Some(kind));
    }
    assert_eq!(form.words().typed_kind("daño"), None);
}

#[test]
fn a_word_of_an_appeal_makes_one_whatever_else_it_speaks_of() {
    let text =
        "presento recurso de reposición contra la factura, me cobran un promedio y una tarifa que no es";
    assert_eq!(read(text).kind, Some(RequestKind::Appeal));
}

#[test]
fn words_that_mean_something_else_suggest_no_kind() {
    for text in [
        "no recibo agua desde el lunes",
        "el agua no es apta para el consumo humano",
        "trato de comunicarme y nada",
        "somos gente de pocos recursos",
        "hace falta la reposición de la tubería",
        "anexo documentos",
        "adjunto copia de mi cédula",
        "esa visión de ciudad",
    ] {
        assert_eq!(read(text).kind, None, "{text}");
    }
}

#[test]
fn words_that_stand_together_may_have_to_stand_close() {
    let form =
        Form::from_toml("[[together]]\nalert = \"silence\"\nall = [[\"uno\"], [\"dos\"]]\nwithin = 8\n")
            .unwrap();
    for (text, raised) in [
        ("uno y dos", true),
        ("dos y uno", true),
        ("uno, cuatro, dos", false),
        ("uno, cuatro, uno, dos", true),
    ] {
        assert_eq!(form.words().read(&[text]).alerts.contains(&Rule::Silence), raised, "{text}");
    }
}

#[test]
fn a_word_does_not_count_in_a_phrase_that_means_something_else_nor_where_it_is_denied() {
    let form = Form::from_toml(
        "[language]\ndenials = [\"no tengo\"]\narticles = [\"ningún\"]\n\
         [alerts.children]\nwords = [\"niñ*\"]\nexcept = [\"el niño jesús\"]\nnot_after = [\"barrio\"]\ndeniable = true\n",
    )
    .unwrap();
    for (text, raised) in [
        ("hay niños", true),
        ("no tengo niños", false),
        ("no tengo ningun nino", false),
        ("no tengo agua ni ninos", true),
        ("barrio ninos", false),
        ("en el barrio hay ninos", true),
        ("vivo en el nino jesus", false),
        ("vivo en el nino jesus con ninos", true),
    ] {
        let text = normalize::plain(text);
        assert_eq!(form.words().read(&[&text]).alerts.contains(&Rule::Children), raised, "{text}");
    }
}

#[test]
fn words_that_stand_together_are_all_needed_and_none_of_those_against() {
    let form = Form::from_toml(
        "[[together]]\nalert = \"silence\"\nall = [[\"uno\", \"un*\"], [\"dos\"]]\nnone = [\"tres\"]\n",
    )
    .unwrap();
    for (text, raised) in [
        ("uno y dos", true),
        ("dos, una", true),
        ("uno", false),
        ("dos", false),
        ("uno, dos y tres", false),
        ("uno dosificado", false),
        ("uno y dos, treses", true),
    ] {
        assert_eq!(form.words().read(&[text]).alerts.contains(&Rule::Silence), raised, "{text}");
    }
    assert_eq!(form.words().read(&["uno", "dos"]).alerts, [Rule::Silence]);
    let form = Form::from_toml("[alerts.silence]\nwords = [\"\", \"*\", \" \"]\n").unwrap();
    assert!(!form.words().read(&["", "uno"]).alerts.contains(&Rule::Silence));
}

#[test]
fn a_text_of_which_no_list_knows_a_word_is_a_comment() {
    for (text, raised) in [
        ("eso ya lo sabíamos todos", true),
        ("eso ya lo sabíamos todos los usuarios", false),
        ("eso ya lo sabíamos todos en Gaira", false),
        ("eso ya lo sabíamos todos ayer", false),
        ("¿eso ya lo sabíamos todos?", false),
        ("eso ya lo sabíamos todos, díganlo", false),
        ("eso ya lo sabíamos 3", false),
        ("", false),
    ] {
        assert_eq!(read(text).alerts.contains(&Rule::NoRequest), raised, "{text}");
    }
}
