//! Which state counts, and what is asked about it: LIFE.md 1.

use super::*;

fn corrected(line_handoff: u32) -> Facts {
    let correction =
        Correction { handoff: line_handoff, day: day("2026-12-02"), changed: "teléfono".into() };
    Facts { correction: Some(correction), ..complete() }
}

#[test]
fn each_ending_state_ends_a_report_and_the_others_do_not() {
    for (typed, on, phase) in [
        ("", "", Phase::Open),
        ("Radicado", "", Phase::Open),
        ("Remitido", "2026-11-26", Phase::Ended),
        ("trasladado", "2026-11-26", Phase::Ended),
        ("Remitido en parte", "2026-11-26", Phase::Open),
        ("Completado", "2026-11-26", Phase::Open),
        ("Respondido", "2026-11-26", Phase::Ended),
        ("No es PQR", "", Phase::Ended),
        ("Desistido", "", Phase::Ended),
    ] {
        assert_eq!(life(&complete(), line(1, typed, on), "2026-11-27").phase, phase, "{typed}");
    }
}

#[test]
fn a_day_that_cannot_be_is_asked_for_again_and_ends_nothing() {
    for (typed, on, said) in [
        ("Respondido", "", "Falta la fecha de Respondido"),
        ("Respondido", "pronto", "La fecha de Respondido no se entiende: escríbala de nuevo"),
        ("Respondido", "2026-12-30", "La fecha de Respondido es futura (30/12/2026): escríbala de nuevo"),
        (
            "Remitido",
            "2026-11-19",
            "La fecha de Remitido es anterior al mensaje (19/11/2026): escríbala de nuevo",
        ),
        ("", "2026-11-26", "Hay fecha pero no estado: escriba el estado"),
        ("Listo", "", "El estado no es de la lista: elija uno"),
    ] {
        let life = life(&complete(), line(1, typed, on), "2026-11-27");
        assert_eq!((life.phase, life.review), (Phase::Open, vec![said.to_owned()]), "{typed} {on}");
    }
    let required = life(&incomplete(), line(1, "Requerido", "2026-12-30"), "2026-11-27");
    assert_eq!((required.phase, required.to_do.as_str()), (Phase::Open, "Requerir: identificación"));
}

#[test]
fn state_and_day_are_read_from_the_newest_line_that_holds_either() {
    let older = line(1, "Respondido", "2026-11-26");
    let both = |newer: StateLine| life_of(&complete(), &record(&[older.clone(), newer], &[]), "2026-11-27");
    assert_eq!(both(untouched(2)).phase, Phase::Ended);
    assert_eq!(both(line(2, "Radicado", "")).phase, Phase::Open);
    let dated = both(line(2, "", "2026-11-27"));
    assert_eq!((dated.phase, dated.review.len()), (Phase::Open, 1));
}

#[test]
fn two_lines_with_different_endings_are_asked_about() {
    let lines = [line(1, "Respondido", "2026-11-26"), line(2, "Desistido", "")];
    let life = life_of(&complete(), &record(&lines, &[]), "2026-11-27");
    assert_eq!(life.phase, Phase::Open);
    assert_eq!(life.review, ["Dos líneas dicen estados distintos (Respondido y Desistido): deje uno solo"]);
    let same = [line(1, "Respondido", "2026-11-25"), line(2, "Respondido", "2026-11-26")];
    assert_eq!(life_of(&complete(), &record(&same, &[]), "2026-11-27").phase, Phase::Ended);
}

#[test]
fn another_state_opens_a_report_again() {
    let history = [seen(1, State::Answered, "2026-11-26", "2026-11-26")];
    let life = life_of(&complete(), &record(&[line(1, "Radicado", "")], &history), "2026-11-27");
    assert_eq!((life.phase, life.to_do.as_str()), (Phase::Open, "Responder"));
}

#[test]
fn a_correction_of_an_ended_report_is_listed_until_somebody_looks_or_three_days_are_over() {
    let ended = line(1, "Respondido", "2026-12-01");
    let lines = |newer: StateLine| record(&[ended.clone(), newer], &[]);
    let listed = life_of(&corrected(2), &lines(untouched(2)), "2026-12-03");
    assert_eq!(listed.phase, Phase::Corrected);
    assert_eq!(
        listed.to_do,
        "Ya respondido el 01/12/2026; cambió: teléfono. Revise si la respuesta se envió bien."
    );
    // Three business days after Wednesday 02/12: 3, 4 and 7.
    assert_eq!(listed.before, Some(day("2026-12-07")));
    assert_eq!(life_of(&corrected(2), &lines(untouched(2)), "2026-12-07").phase, Phase::Corrected);
    assert_eq!(life_of(&corrected(2), &lines(untouched(2)), "2026-12-09").phase, Phase::Ended);
    let touched = StateLine { is_touched: true, has_notes: true, ..untouched(2) };
    assert_eq!(life_of(&corrected(2), &lines(touched), "2026-12-03").phase, Phase::Ended);
    let after = life(&corrected(1), line(2, "Respondido", "2026-12-03"), "2026-12-03");
    assert_eq!(after.phase, Phase::Ended, "it was answered with the correction at hand");
}

#[test]
fn a_duplicate_ends_only_with_the_report_that_it_repeats() {
    let life = |repeated| life(&complete(), StateLine { repeated, ..line(1, "Duplicado", "") }, "2026-11-27");
    let ended = life(Repeated::Report("CE-2026-00016".into()));
    assert_eq!(ended.phase, Phase::Ended);
    assert_eq!(ended.to_do, "Duplicado de CE-2026-00016: enviar también a este ciudadano la respuesta.");
    for open in [Repeated::Unnamed, Repeated::Unknown, Repeated::Itself, Repeated::Duplicate] {
        let life = life(open);
        assert_eq!((life.phase, life.review.len()), (Phase::Open, 1));
        assert!(life.review[0].starts_with("Duplicado: "), "{:?}", life.review);
    }
}

#[test]
fn no_petition_wants_its_reason() {
    let typed = line(1, "No es PQR", "");
    let without_reason = life(&complete(), typed.clone(), "2026-11-27");
    assert_eq!(without_reason.review, ["No es PQR: escriba el motivo en Observaciones AC"]);
    let reason = life(&complete(), StateLine { has_notes: true, ..typed }, "2026-11-27");
    assert_eq!((reason.phase, reason.review.len()), (Phase::Ended, 0));
}

#[test]
fn what_was_typed_while_something_was_missing_is_past_once_the_report_is_complete() {
    let facts = Facts {
        completed: Some(CompletedLine {
            handoff: 2,
            day: day("2026-11-27"),
            seen: day("2026-11-26"),
            due: Some(day("2026-12-14")),
        }),
        ..complete()
    };
    for typed in ["Respondido", "No es PQR", "Remitido"] {
        let record = record(&[line(1, typed, "2026-11-26"), untouched(2)], &[]);
        let life = life_of(&facts, &record, "2026-11-27");
        assert_eq!((life.phase, life.to_do.as_str()), (Phase::Open, "Responder"), "{typed}");
    }
}

#[test]
fn a_report_that_the_office_took_back_is_ended() {
    let annulled = life(&Facts { is_annulled: true, ..complete() }, filed(), "2026-11-27");
    assert_eq!((annulled.phase, annulled.before), (Phase::Ended, None));
    assert_eq!(annulled.to_do, "No tramitar: anulado");
}
