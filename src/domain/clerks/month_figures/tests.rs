use super::*;
use crate::domain::form::Classification;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::testing::{day, form, id};

/// A report handed over and received in November that was due on a day.
pub(crate) fn line(n: u32, due: &str, punctuality: Punctuality) -> FigureLine {
    let words = Classification { network: "Facebook".into(), ..Classification::default() };
    FigureLine {
        id: id(n),
        handoff: HandoffNumber::FIRST,
        handed_over: day("2026-11-17"),
        received: Some(day("2026-11-09")),
        class: Class::Pqr,
        missing: Vec::new(),
        words,
        radicado: String::new(),
        state: "",
        state_day: None,
        filed: None,
        required: None,
        completed: None,
        remitted: None,
        answered: None,
        days_to_answer: None,
        due: Some(day(due)),
        is_resumed: false,
        punctuality,
        is_required_in_time: None,
        is_remitted_in_time: None,
    }
}

fn value(lines: &[FigureLine], month: &str, name: &str) -> TabCell {
    let figures = MonthFigures::of(lines, Period::month_of(day(month)));
    let measures = figures.measures(form().deadlines().terms());
    measures.into_iter().find(|measure| measure.name == name).unwrap().value
}

#[test]
fn what_was_due_in_the_month_decides_what_was_in_time() {
    use Punctuality::{Annulled, EndedUnanswered, InTime, Late, Open, Overdue};
    let lines: Vec<FigureLine> = [InTime, InTime, Late, Overdue, Open, EndedUnanswered, Annulled]
        .into_iter()
        .zip(1..)
        .map(|(punctuality, n)| line(n, "2026-12-01", punctuality))
        .collect();
    let text = |text: &str| TabCell::Text(text.to_owned());
    assert_eq!(value(&lines, "2026-12-15", "Respondidos a tiempo"), text("2 de 4 (50 %)"));
    assert_eq!(value(&lines, "2026-11-15", "Respondidos a tiempo"), TabCell::Blank);
    assert_eq!(value(&lines, "2026-11-15", "Reportes trasladados"), TabCell::Number(6));
    assert_eq!(value(&lines, "2026-12-15", "Reportes trasladados"), TabCell::Number(0));
}

#[test]
fn a_resumed_term_is_counted_apart_and_what_came_late_by_its_own_day() {
    let resumed = FigureLine {
        required: Some(day("2026-11-25")),
        completed: Some(day("2026-12-10")),
        is_resumed: true,
        is_required_in_time: Some(false),
        ..line(1, "2026-12-24", Punctuality::InTime)
    };
    let remitted = FigureLine {
        remitted: Some(day("2026-11-18")),
        is_remitted_in_time: Some(false),
        ..line(2, "2026-12-01", Punctuality::EndedUnanswered)
    };
    let lines = [resumed, remitted, line(3, "2026-12-01", Punctuality::Late)];
    let text = |text: &str| TabCell::Text(text.to_owned());
    assert_eq!(value(&lines, "2026-12-01", "Respondidos a tiempo"), text("1 de 2 (50 %)"));
    assert_eq!(
        value(&lines, "2026-12-01", "Respondidos a tiempo, con término reanudado"),
        text("1 de 1 (100 %)")
    );
    for name in ["Requeridos", "Requeridos después del día 10", "Completados después de requerirlos"] {
        assert_eq!(value(&lines, "2026-11-01", name), TabCell::Number(1), "{name}");
    }
    for name in ["Remitidos a otra entidad", "Remitidos después del día 5"] {
        assert_eq!(value(&lines, "2026-11-01", name), TabCell::Number(1), "{name}");
    }
}

#[test]
fn what_is_no_pqr_is_counted_with_those_of_class_pqr_and_those_after_the_due_date_apart() {
    let no_pqr = |n, class, state_day: &str| FigureLine {
        class,
        state: "No es PQR",
        state_day: Some(day(state_day)),
        ..line(n, "2026-12-01", Punctuality::EndedUnanswered)
    };
    let lines = [no_pqr(1, Class::Pqr, "2026-11-20"), no_pqr(2, Class::Incomplete, "2026-12-02")];
    for (name, expected) in [
        ("No es PQR", 2),
        ("No es PQR, de clase PQR", 1),
        ("No es PQR, escrito después de Vence", 1),
        ("Siguen POR COMPLETAR", 1),
    ] {
        assert_eq!(value(&lines, "2026-11-01", name), TabCell::Number(expected), "{name}");
    }
}

#[test]
fn the_median_is_the_one_in_the_middle() {
    let name = "Días hábiles hasta la respuesta (mediana)";
    let lines: Vec<FigureLine> = [30, 2, 5, 4]
        .into_iter()
        .zip(1..)
        .map(|(days, n)| FigureLine {
            days_to_answer: Some(days),
            ..line(n, "2026-12-01", Punctuality::InTime)
        })
        .collect();
    assert_eq!(value(&lines, "2026-11-01", name), TabCell::Number(4));
    assert_eq!(value(&lines[..0], "2026-11-01", name), TabCell::Blank);
}
