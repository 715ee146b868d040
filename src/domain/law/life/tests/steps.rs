//! What comes next, case by case of LIFE.md 2.

use super::*;

/// The step that is next on 25/11 and by when, with a radicado and without.
fn next(facts: &Facts) -> (String, String) {
    let life = life(facts, filed(), "2026-11-25");
    (life.to_do.clone(), before(&life))
}

fn unfiled(facts: &Facts) -> String {
    life(facts, untouched(1), "2026-11-25").to_do
}

fn air_e() -> OtherEntity {
    OtherEntity { entity: "Air-e".into(), matter: "energía".into(), partly: false }
}

#[test]
fn a_complete_report_is_answered_the_margin_before_it_is_due() {
    assert_eq!(next(&complete()), ("Responder".into(), "09/12".into()));
    assert_eq!(unfiled(&complete()), "Radicar y responder");
}

#[test]
fn documents_are_due_on_day_ten() {
    let facts = |quality| Facts { asks_documents: true, quality, ..complete() };
    let (say, before) = next(&facts(Quality::Unknown));
    assert_eq!(
        say,
        "Responder a más tardar el 04/12: documentos; si no es usuario, ese día es el plazo legal y luego se \
         entiende aceptada (CPACA, art. 14-1)"
    );
    assert_eq!(before, "04/12");
    assert!(
        unfiled(&facts(Quality::Unknown))
            .starts_with("Radicar y responder a más tardar el 04/12: documentos")
    );
    assert_eq!(next(&facts(Quality::User)).0, "Responder a más tardar el 04/12: documentos o información");
    let no_user = Facts { due: Some(day("2026-12-04")), term_days: Some(10), ..facts(Quality::NotUser) };
    let (say, before) = next(&no_user);
    assert!(say.contains("es el plazo legal y luego se entiende aceptada"), "{say}");
    assert_eq!(before, "04/12");
}

#[test]
fn an_appeal_is_neither_required_nor_withdrawn_and_remission_does_not_end_it() {
    let facts = Facts { is_appeal: true, ..incomplete() };
    let (say, before) = next(&facts);
    assert_eq!(
        say,
        "Recurso: revise si llegó dentro de los 5 días hábiles siguientes a la notificación (Ley 142, art. 154). No \
         se requiere: se decide o se rechaza motivado. Si trae apelación, remita el expediente a Superservicios."
    );
    assert_eq!(before, "09/12");
    assert!(unfiled(&facts).starts_with("Radicar. Recurso: revise"));

    let required = life(&facts, line(1, "Requerido", "2026-11-27"), "2027-01-15");
    assert_eq!(required.phase, Phase::Open);
    assert!(required.to_do.starts_with("Recurso"), "{}", required.to_do);
    assert_eq!(required.due, Some(day("2026-12-14")));

    let remitted = line(1, "Remitido", "2026-11-26");
    assert_eq!(life(&facts, remitted.clone(), "2026-11-27").phase, Phase::Open);
    let answered = [seen(1, State::Answered, "2026-11-25", "2026-11-25")];
    assert_eq!(life_of(&facts, &record(&[remitted], &answered), "2026-11-27").phase, Phase::Ended);
}

#[test]
fn what_may_be_another_entitys_is_looked_at_by_day_five() {
    let facts = Facts { elsewhere: Some(air_e()), ..incomplete() };
    let (say, before) = next(&facts);
    assert_eq!(
        say,
        "Revisar si es de Air-e; si lo es, remitir a más tardar el 27/11; si no, escriba Radicado."
    );
    assert_eq!(before, "27/11");
    assert!(unfiled(&facts).starts_with("Radicar y revisar si es de Air-e"));

    let decided = life(&facts, line(1, "Radicado", ""), "2026-11-26");
    assert_eq!((decided.to_do.as_str(), before_of(&decided)), ("Requerir: identificación", "04/12".into()));
    let remitted = life(&facts, line(1, "Trasladado", "2026-11-26"), "2026-11-26");
    assert_eq!((remitted.phase, remitted.state), (Phase::Ended, State::Remitted));
}

fn before_of(life: &Life) -> String {
    before(life)
}

#[test]
fn a_part_of_another_entitys_is_sent_on_and_the_rest_is_answered() {
    let atesa = OtherEntity { entity: "ATESA".into(), matter: "aseo".into(), partly: true };
    let facts = Facts { elsewhere: Some(atesa), ..complete() };
    assert_eq!(
        next(&facts).0,
        "Revisar: parece en parte de ATESA (aseo). Si lo es, remitir esa parte a más tardar el 27/11 (CPACA, art. \
         21), con copia al ciudadano, y responder lo demás."
    );
    let remitted = life(&facts, line(1, "Remitido en parte", "2026-11-26"), "2026-11-26");
    assert_eq!((remitted.phase, remitted.to_do.as_str()), (Phase::Open, "Responder lo demás"));
    assert_eq!(before(&remitted), "09/12");
    let late = life(&facts, line(1, "Remitido en parte", "2026-11-30"), "2026-11-30");
    assert_eq!(late.review, ["Remitido en parte después del día 5 (CPACA, art. 21)"]);
}

#[test]
fn what_is_missing_is_required_by_day_ten() {
    assert_eq!(next(&incomplete()), ("Requerir: identificación".into(), "04/12".into()));
    assert_eq!(unfiled(&incomplete()), "Radicar y requerir: identificación");
}

#[test]
fn what_may_not_be_required_is_a_petition_to_answer() {
    for (missing, reason) in [
        (
            Criterion::Grounds,
            "Faltan fundamentos: CE-P08 los pide, pero por eso no se puede requerir ni rechazar (CPACA, art. 16, par. \
             2).",
        ),
        (
            Criterion::Address,
            "Falta la dirección, pero la empresa la tiene: suscriptor conocido (CPACA, art. 16, par. 1).",
        ),
        (Criterion::Subject, "El objeto se entiende de los fundamentos; no lo requiera."),
    ] {
        let facts = Facts { missing: vec![missing], ..complete() };
        assert_eq!(unfiled(&facts), format!("Radicar y responder. {reason}"));
        assert_eq!(next(&facts).1, "09/12");
        let required = life(&facts, line(1, "Requerido", "2026-11-27"), "2026-11-27");
        assert_eq!((required.phase, required.due), (Phase::Open, Some(day("2026-12-14"))));
        assert_eq!(
            required.review,
            ["Lo que falta no se puede requerir (CPACA, art. 16): el plazo siguió corriendo"]
        );
    }
}

#[test]
fn what_stands_outside_of_the_sheet_is_transcribed_and_never_required_first() {
    let facts = Facts { is_untranscribed: true, ..incomplete() };
    let say = "Pedir a Comunicaciones que transcriba el audio o la imagen";
    assert_eq!(next(&facts), (say.into(), "04/12".into()));
}

#[test]
fn what_seems_to_ask_for_nothing_keeps_its_days_until_somebody_has_looked() {
    let facts = Facts { seems: Some("un comentario"), ..incomplete() };
    let say = "Revisar si pide algo: parece un comentario. Si no pide nada, escriba No es PQR y el motivo en \
               Observaciones AC. Si pide, requerir: identificación, a más tardar el 04/12.";
    assert_eq!(next(&facts), (say.into(), "04/12".into()));
    assert_eq!(unfiled(&facts), say, "what may be no petition is not filed first");
    let whole = Facts { seems: Some("un comentario"), ..complete() };
    assert_eq!(next(&whole).1, "09/12");
    assert!(next(&whole).0.ends_with("el motivo en Observaciones AC."));
    assert_eq!(life(&facts, line(1, "Radicado", ""), "2026-11-25").to_do, "Requerir: identificación");
}

#[test]
fn nobody_without_a_name_is_asked_for_it() {
    let with_facts = Facts { anonymous: Some(Anonymous::WithFacts), ..incomplete() };
    let say =
        "Anónimo con hechos verificables: no exija identificación; tramite y publique la respuesta (aviso).";
    assert_eq!(next(&with_facts), (say.into(), "09/12".into()));
    let without = Facts { anonymous: Some(Anonymous::WithoutFacts), ..incomplete() };
    assert!(
        next(&without).0.starts_with("Anónimo sin hechos verificables: valorar; si no hay con qué seguir")
    );
}

#[test]
fn several_petitions_are_answered_or_filed_apart() {
    let facts = Facts { asks_several: true, ..complete() };
    assert_eq!(
        next(&facts).0,
        "Responder. Pide varias cosas: responda todas o radique por separado (una línea, varios radicados)."
    );
}

#[test]
fn danger_comes_before_others_of_the_day() {
    let facts = Facts { is_priority: true, ..complete() };
    assert_eq!(unfiled(&facts), "PRIORITARIO: radicar y responder");
    let (urgent, other) = (life(&facts, filed(), "2026-11-25"), life(&complete(), filed(), "2026-11-25"));
    assert!(urgent.order() < other.order());
    let earlier = life(&Facts { elsewhere: Some(air_e()), ..complete() }, filed(), "2026-11-25");
    assert!(earlier.order() < urgent.order(), "the day comes first");
    let undated = life(&Facts { due: None, received: None, ..complete() }, filed(), "2026-11-25");
    assert!(undated.order() < earlier.order());
}

#[test]
fn without_a_usable_date_a_step_has_no_day_and_the_date_is_asked_for() {
    let facts = Facts { due: None, received: None, elsewhere: Some(air_e()), ..incomplete() };
    let life = life(&facts, filed(), "2026-11-25");
    assert_eq!(life.to_do, "Revisar si es de Air-e; si lo es, remitir; si no, escriba Radicado.");
    assert_eq!((life.before, life.due), (None, None));
    assert_eq!(life.review, ["Sin fecha de vencimiento: falta saber cuándo se recibió"]);
}

#[test]
fn a_line_counts_as_not_filed_from_the_first_business_day_after_its_hand_off() {
    let unfiled = |today: &str| life(&incomplete(), untouched(1), today).is_unfiled;
    // Handed over on Monday 23/11.
    assert_eq!((unfiled("2026-11-23"), unfiled("2026-11-24")), (false, true));
    assert!(!life(&incomplete(), filed(), "2026-11-24").is_unfiled);
    assert!(
        !life(
            &complete(),
            StateLine { has_radicado: false, ..line(1, "Respondido", "2026-11-24") },
            "2026-11-25"
        )
        .is_unfiled
    );
}

#[test]
fn what_the_service_composes_stays_within_ninety_characters() {
    let all = vec![Criterion::Identification, Criterion::Address, Criterion::Subject];
    let facts = Facts { may_require: all.clone(), missing: all, is_priority: true, ..complete() };
    let longest = unfiled(&facts);
    assert_eq!(longest, "PRIORITARIO: radicar y requerir: identificación, dirección de notificación, objeto");
    assert!(longest.chars().count() <= 90, "{longest}");
}
