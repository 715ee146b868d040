use super::*;
use crate::domain::finding::field::Field;
use crate::domain::form::StaffTab;
use crate::domain::handoff::assessment::{AssessmentContext, assess};
use crate::domain::handoff::facts::facts;
use crate::domain::law::life::StateRecord;
use crate::domain::ledger::Ledger;
use crate::sheet::cell::Cell;
use crate::testing::{SPREADSHEET, day, form, window};

/// Everything that an invented citizen typed which no text may repeat.
const PERSON: [(Field, &str); 6] = [
    (Field::Name, "Ana Ruiz Peña"),
    (Field::Document, "CC 1999345001"),
    (Field::Phone, "300 000 0011"),
    (Field::Profile, "@ana_ruiz"),
    (Field::Subject, "Solicito reparar la fuga de la esquina"),
    (Field::Grounds, "se bota el agua hace tres días"),
];

const BASE: [(Field, &str); 3] =
    [(Field::Date, "20/11/2026"), (Field::Time, "8:15 a. m."), (Field::Network, "fb")];

/// The text of a report, in the tab of its hand-off and, with what a clerk typed, in the list of 27/11.
fn texts_in(form: &Form, cells: &[(Field, &str)]) -> [String; 2] {
    let mut row = vec![Cell::Blank; Field::ALL.len()];
    for (field, text) in BASE.iter().chain(cells) {
        row[*field as usize] = Cell::Text((*text).to_owned());
    }
    let header = Field::ALL.iter().map(|field| Cell::Text(field.header().to_owned())).collect();
    let grid = vec![header, row];
    let ledger = Ledger::empty(SPREADSHEET);
    let context = AssessmentContext::of_ledger(&ledger, window("2026-11-23"));
    let looked = assess(&StaffTab::from(&grid), form, &context).expect("the header row is complete");
    let (planned, report) = (&looked.plan.lines[0], &looked.sheet.reports[0]);

    let life = Life::of(
        &facts([&planned.entry], Some(report)),
        &StateRecord::default(),
        form.deadlines(),
        day("2026-11-27"),
    );
    let sent = Sent { radicado: "2026-ES-7", day: day("2026-11-27") };
    [planned.to_do.citizen_text.clone(), citizen_text(&life, report, form, Some(sent))]
}

fn texts(cells: &[(Field, &str)]) -> [String; 2] {
    texts_in(form(), cells)
}

fn with(cells: &[(Field, &'static str)]) -> Vec<(Field, &'static str)> {
    PERSON.iter().chain(cells).copied().collect()
}

const ADDRESS: (Field, &str) = (Field::Address, "Cra 5 # 22-45");

#[test]
fn an_acknowledgement_says_radicado_instant_and_the_day_of_the_answer() {
    let [template, complete] = texts(&with(&[ADDRESS]));
    assert_eq!(
        template,
        "Envíe a la dirección de notificación (lo envía Atención al Ciudadano). Nunca como comentario público.\n\
         Recibimos su mensaje el 20/11/2026 a las 08:15 y lo radicamos con el n.º «[radicado]». Le responderemos a más \
         tardar el 14/12/2026."
    );
    assert_eq!(complete, template.replace("«[radicado]»", "2026-ES-7"));
}

#[test]
fn a_requirement_says_what_by_when_and_what_follows() {
    let nameless = [(Field::Subject, "Solicito reparar la fuga"), (Field::Grounds, "se bota el agua")];
    let [template, complete] = texts(&nameless);
    assert!(template.contains("radicada con el n.º «[radicado]»") && template.contains("hasta el «[hasta]»"));
    assert_eq!(
        complete,
        "Envíe por mensaje privado de Facebook (lo envía Comunicaciones). Nunca como comentario público.\n\
         Para tramitar su solicitud, radicada con el n.º 2026-ES-7, necesitamos su nombre completo y su número de \
         documento y una dirección o un correo electrónico para responderle. Tiene un mes para enviarlo, hasta el \
         28/12/2026; si necesita más tiempo, pídalo antes de ese día. Si no lo envía, la solicitud se archiva y puede \
         presentarla de nuevo (Ley 1437 de 2011, art. 17). Usamos sus datos solo para tramitar y responder su \
         solicitud; la política de tratamiento de datos está en www.essmar.gov.co."
    );
}

#[test]
fn a_requirement_asks_for_nothing_that_may_not_be_asked() {
    let without_grounds = [PERSON[0], PERSON[2], (Field::Subject, "Solicito reparar la fuga"), ADDRESS];
    let [_, complete] = texts(&without_grounds);
    assert!(
        complete.contains("necesitamos su nombre completo y su número de documento. Tiene"),
        "{complete}"
    );
    assert!(!complete.contains("razones"), "{complete}");
}

#[test]
fn a_remission_says_to_whom_when_and_from_which_day_their_term_counts() {
    let rubbish = [(Field::Subject, "recojan la basura de la esquina"), (Field::Grounds, "lleva un mes ahí")];
    let cells = with(&[&[ADDRESS], &rubbish[..]].concat());
    let [template, complete] = texts(&cells);
    assert!(template.contains("Se la enviamos el «[fecha]»"), "{template}");
    assert!(
        complete.ends_with(
            "Su solicitud, radicada con el n.º 2026-ES-7, le corresponde a ATESA. Se la enviamos el 27/11/2026; adjuntamos \
             copia del envío. El plazo de esa entidad para responderle se cuenta desde el día siguiente a aquel en que la \
             reciba (Ley 1437 de 2011, art. 21)."
        ),
        "{complete}"
    );
    let [_, partly] = texts(&with(&[ADDRESS, (Field::Subject, "no tenemos luz ni agua desde ayer")]));
    assert!(partly.contains("Una parte de su solicitud") && partly.contains("a más tardar el 14/12/2026"));
}

#[test]
fn the_first_line_says_by_whom_and_through_what() {
    let first = |cells: &[(Field, &str)]| texts(cells)[0].lines().next().unwrap_or_default().to_owned();
    let email = (Field::Email, "ana@correo.example");
    assert_eq!(
        first(&with(&[email])),
        "Envíe por correo electrónico (lo envía Atención al Ciudadano). Nunca como comentario público."
    );
    assert_eq!(
        first(&with(&[(Field::Network, "wpp")])),
        "Envíe por mensaje de WhatsApp (lo envía Comunicaciones). Nunca como comentario público."
    );
    assert!(
        first(&with(&[(Field::Network, "TikTok")])).starts_with("Envíe por el medio por el que escribió")
    );
    let own = form().clone().sent_by(Some("Servicio al Cliente".to_owned()));
    assert!(texts_in(&own, &with(&[email]))[0].contains("(lo envía Servicio al Cliente)"));
}

#[test]
fn under_a_public_comment_stands_one_sentence_only() {
    let [public, _] = texts(&with(&[ADDRESS, (Field::Interaction, "Comentario")]));
    assert!(
        public.ends_with(
            "\nEn el comentario público escriba solo: Recibimos su mensaje. Le escribimos por privado."
        ),
        "{public}"
    );
    assert!(
        !texts(&with(&[ADDRESS, (Field::Interaction, "Mensaje interno")]))[0]
            .contains("comentario público escriba")
    );
}

#[test]
fn no_text_repeats_what_the_citizen_gave() {
    let email = (Field::Email, "ana@correo.example");
    for subject in [PERSON[4].1, "recojan la basura de la esquina", "no tenemos luz ni agua desde ayer"] {
        let cells = with(&[ADDRESS, email, (Field::Subject, subject), (Field::Interaction, "Comentario")]);
        for text in texts(&cells) {
            assert!(!text.is_empty());
            for (_, typed) in cells.iter().filter(|(field, _)| !matches!(field, Field::Interaction)) {
                assert!(!text.contains(typed), "{typed}: {text}");
            }
        }
    }
}

#[test]
fn nobody_without_a_name_is_written_to_and_a_step_that_asks_nothing_has_no_text() {
    let nameless =
        [(Field::Name, "anónimo"), (Field::Subject, "el operario pidió plata para reconectar"), ADDRESS];
    assert_eq!(texts(&nameless), [String::new(), String::new()]);
    assert_eq!(texts(&[(Field::Subject, "audio omitido")])[0], "");
}

#[test]
fn a_radicado_that_is_none_stays_a_blank() {
    assert_eq!(radicado("Ana Ruiz", form()), None);
    assert_eq!(radicado("", form()), None);
    assert_eq!(radicado("2026-ES-7", form()).as_deref(), Some("2026-ES-7"));
}

#[test]
fn a_blank_that_is_none_is_a_fault_of_the_form() {
    let wrong = Form::from_toml("[texts]\nacknowledgement = \"Hola «[nombre]»\"\n");
    let fault = wrong.expect_err("there is no such blank");
    assert!(fault.to_string().contains("«[radicado]»"), "{fault}");
    let own = Form::from_toml("[texts]\nacknowledgement = \"Radicado «[radicado]»\"\n").expect("a form");
    assert!(texts_in(&own, &with(&[ADDRESS]))[0].ends_with("\nRadicado «[radicado]»"));
}
