//! Article 17 of CPACA in days, worked out by hand from LIFE.md 3.

use super::*;

/// The report of which its document was required on 27/11, as line 1 says it tonight.
fn required() -> StateLine {
    line(1, "Requerido", "2026-11-27")
}

/// That report after it went over complete as hand-off 2 on 11/12, seen the day before.
fn completed(due: Option<&str>) -> Facts {
    let line =
        CompletedLine { handoff: 2, day: day("2026-12-11"), seen: day("2026-12-10"), due: due.map(day) };
    Facts { completed: Some(line), was_requirable: true, ..complete() }
}

const ASKED: SeenState = SeenState {
    state: Some(State::Required),
    day: NaiveDate::from_ymd_opt(2026, 11, 27),
    handoff: 1,
    seen: NaiveDate::from_ymd_opt(2026, 11, 27).expect("a day"),
    is_corrected: false,
};

#[test]
fn the_citizen_has_a_month_that_ends_on_a_business_day() {
    let waits = life(&incomplete(), required(), "2026-11-30");
    assert_eq!((waits.phase, waits.to_do.as_str()), (Phase::Waiting, "Esperar al ciudadano hasta el 28/12"));
    assert_eq!((waits.before, waits.citizen_until), (Some(day("2026-12-28")), Some(day("2026-12-28"))));
    assert_eq!(life(&incomplete(), required(), "2026-12-28").phase, Phase::Waiting);

    let over = life(&incomplete(), required(), "2026-12-29");
    assert_eq!(over.phase, Phase::Open);
    assert_eq!(
        over.to_do,
        "Venció el mes del ciudadano: confirme que no contestó por otro medio. Si contestó, escriba Completado y la \
         fecha; si no, declarar el desistimiento (acto motivado, notificación personal, procede reposición)."
    );
    assert_eq!(over.before, Some(day("2026-12-29")));
}

#[test]
fn five_days_are_spent_and_ten_are_left() {
    let life =
        life_of(&incomplete(), &record(&[line(1, "Completado", "2026-12-10")], &[ASKED]), "2026-12-11");
    assert_eq!(life.due, Some(day("2026-12-24")));
    assert_eq!(
        life.due_in_words().as_deref(),
        Some("24/12/2026 (reanudado, art. 17; sin suspensión, 14/12/2026)")
    );
    assert_eq!((life.to_do.as_str(), life.before), ("Responder", Some(day("2026-12-21"))));
}

#[test]
fn where_the_term_runs_it_keeps_its_day_and_the_other_is_shown() {
    let form = running();
    let of = |record: &StateRecord, today| Life::of(&incomplete(), record, form.deadlines(), day(today));
    let completed = of(&record(&[line(1, "Completado", "2026-12-10")], &[ASKED]), "2026-12-11");
    assert_eq!((completed.due, completed.other_due), (Some(day("2026-12-14")), Some(day("2026-12-24"))));
    assert_eq!(
        completed.due_in_words().as_deref(),
        Some("14/12/2026 (sin suspensión; reanudado, art. 17, 24/12/2026)")
    );
    let waits = record(&[required()], &[]);
    let says = "Esperar al ciudadano hasta el 28/12; el plazo corre: responder a más tardar el 14/12";
    let early = of(&waits, "2026-11-30");
    assert_eq!((early.phase, early.to_do.as_str()), (Phase::Waiting, says));
    assert_eq!((early.before, of(&waits, "2026-12-10").phase), (Some(day("2026-12-09")), Phase::Open));
}

#[test]
fn a_requirement_after_day_ten_stops_nothing() {
    let late = record(&[line(1, "Requerido", "2026-12-09")], &[]);
    let life = life_of(&incomplete(), &late, "2026-12-09");
    assert_eq!(life.review, ["Requerido después del día 10: el plazo de 15 días siguió corriendo"]);
    assert_eq!(
        (life.phase, life.to_do.as_str(), life.due),
        (Phase::Open, "Responder", Some(day("2026-12-14")))
    );
    let on_day_ten =
        life_of(&incomplete(), &record(&[line(1, "Requerido", "2026-12-04")], &[]), "2026-12-09");
    assert_eq!((on_day_ten.phase, on_day_ten.review.len()), (Phase::Waiting, 0));
}

#[test]
fn a_second_requirement_moves_the_citizens_last_day_and_nothing_else() {
    let again = |on: &str| record(&[line(1, "Requerido", on)], &[ASKED]);
    let waits = life_of(&incomplete(), &again("2026-12-15"), "2026-12-20");
    assert_eq!(waits.citizen_until, Some(day("2027-01-15")));
    assert_eq!(waits.review, ["Segundo requerimiento (15/12): no vuelve a detener el plazo"]);
    // Two months from 27/11 end on 27/01.
    let far = life_of(&incomplete(), &again("2027-01-20"), "2027-01-21");
    assert_eq!(far.citizen_until, Some(day("2027-01-27")));

    let answered = [ASKED, seen(1, State::Required, "2026-12-15", "2026-12-15")];
    let completed = record(&[line(1, "Completado", "2026-12-17")], &answered);
    // Ten days are left since 27/11, whenever it was asked again: the 25th and the 1st are holidays.
    assert_eq!(life_of(&incomplete(), &completed, "2026-12-18").due, Some(day("2027-01-04")));
}

#[test]
fn a_report_that_goes_over_complete_has_what_was_left() {
    let untyped = record(&[required(), untouched(2)], &[ASKED]);
    let planned = life_of(&completed(None), &untyped, "2026-12-11");
    assert_eq!(planned.due, Some(day("2026-12-24")));
    assert_eq!(
        planned.to_do,
        "Completado (visto el 10/12/2026): responder. Si el ciudadano contestó antes, escriba Completado y esa \
         fecha."
    );
    let stands = life_of(&completed(Some("2026-12-24")), &untyped, "2026-12-15");
    assert_eq!((stands.due, stands.other_due), (Some(day("2026-12-24")), Some(day("2026-12-14"))));
    assert_eq!((stands.state, stands.phase), (State::Filed, Phase::Open), "Requerido is past");
}

#[test]
fn of_the_day_that_was_seen_and_the_one_that_was_typed_the_earlier_counts() {
    let typed = |on: &str| record(&[required(), line(2, "Completado", on)], &[ASKED]);
    let earlier = life_of(&completed(Some("2026-12-24")), &typed("2026-12-07"), "2026-12-15");
    // Ten business days after 07/12: 9, 10, 11, 14, 15, 16, 17, 18, 21, 22.
    assert_eq!(earlier.due, Some(day("2026-12-22")));
    let later = life_of(&completed(Some("2026-12-24")), &typed("2026-12-14"), "2026-12-15");
    assert_eq!(later.due, Some(day("2026-12-24")));
}

#[test]
fn the_first_completion_that_a_night_read_fixes_the_day() {
    let history = [ASKED, seen(1, State::Completed, "2026-12-10", "2026-12-10")];
    let moved =
        life_of(&incomplete(), &record(&[line(1, "Completado", "2026-12-14")], &history), "2026-12-15");
    assert_eq!(moved.due, Some(day("2026-12-24")));
    assert_eq!(
        moved.review,
        ["La fecha de Completado cambió (10/12, ahora 14/12): el vencimiento no cambia"]
    );
}

#[test]
fn a_requirement_is_not_forgotten_when_the_answer_is_typed_over_it() {
    let history = [
        seen(1, State::Filed, "", "2026-11-25"),
        ASKED,
        seen(1, State::Completed, "2026-12-10", "2026-12-10"),
    ];
    let answered = record(&[line(1, "Respondido", "2026-12-21")], &history);
    let life = life_of(&incomplete(), &answered, "2026-12-22");
    assert_eq!((life.phase, life.due), (Phase::Ended, Some(day("2026-12-24"))));
}

#[test]
fn a_requirement_that_was_corrected_before_completion_suspends_nothing() {
    let corrected = record(&[line(1, "Radicado", "")], &[ASKED]);
    let life = life_of(&incomplete(), &corrected, "2026-12-01");
    assert_eq!((life.to_do.as_str(), before(&life)), ("Requerir: identificación", "04/12".into()));
    let gone = SeenState::new(None, None, 1, day("2026-12-01"));
    let cleared = record(&[untouched(1)], &[ASKED, gone]);
    assert_eq!(life_of(&incomplete(), &cleared, "2026-12-01").to_do, "Radicar y requerir: identificación");
    let then = [
        ASKED,
        seen(1, State::Filed, "", "2026-11-30"),
        seen(1, State::Completed, "2026-12-10", "2026-12-10"),
    ];
    let typed_again = record(&[line(1, "Completado", "2026-12-10")], &then);
    assert_eq!(life_of(&incomplete(), &typed_again, "2026-12-11").due, Some(day("2026-12-14")));
}

#[test]
fn a_complete_report_that_a_clerk_required_has_the_same_way_out() {
    assert_eq!(life(&complete(), required(), "2026-11-30").phase, Phase::Waiting);
    let life = life_of(&complete(), &record(&[line(1, "Completado", "2026-12-10")], &[ASKED]), "2026-12-11");
    assert_eq!(life.due, Some(day("2026-12-24")));
}

#[test]
fn a_petition_that_is_complete_after_its_withdrawal_is_filed_again() {
    let withdrawn = seen(1, State::Withdrawn, "", "2026-12-30");
    let facts = Facts {
        completed: Some(CompletedLine {
            handoff: 2,
            day: day("2027-01-13"),
            seen: day("2027-01-12"),
            due: None,
        }),
        was_requirable: true,
        ..complete()
    };
    let life = life_of(
        &facts,
        &record(&[line(1, "Desistido", ""), untouched(2)], &[ASKED, withdrawn]),
        "2027-01-13",
    );
    // Fifteen business days after Tuesday 12/01: 13, 14, 15, 18 to 22, 25 to 29, 1 and 2.
    assert_eq!((life.phase, life.due), (Phase::Open, Some(day("2027-02-02"))));
}

#[test]
fn completion_without_a_requirement_stops_nothing_and_is_said() {
    let life = life(&incomplete(), line(1, "Completado", "2026-12-01"), "2026-12-01");
    assert_eq!((life.to_do.as_str(), life.due), ("Responder", Some(day("2026-12-14"))));
    assert_eq!(life.review, ["Completado sin Requerido: el plazo no se detuvo"]);
}
