use super::*;
use crate::domain::handoff::annulment::{self, AnnulmentTarget};
use crate::testing::{Memory, assess_rows, complete, day, form, id, nth, window};

fn reason(text: &str) -> AnnulmentReason {
    text.parse().expect("a reason")
}

/// Commits the lines of a plan under the next number.
fn committed(ledger: &Ledger, plan: &Plan) -> Ledger {
    let number = ledger.head().next();
    let lines = plan.lines.iter().zip(1..);
    ledger.clone().with(lines.map(|(line, at)| Entry { number, line: at, ..line.entry.clone() }))
}

/// The ledger once an annulment is committed.
fn annulled(ledger: &Ledger, target: AnnulmentTarget) -> Ledger {
    let (plan, _) =
        annulment::plan(target, &reason("error"), ledger, window("2026-11-24")).expect("it is known");
    committed(ledger, &plan)
}

#[test]
fn an_undone_annulment_leaves_the_report_as_it_stood_before() {
    let mut memory = Memory::default();
    let mut rows = (0..3).map(complete).collect();
    memory.night(&mut rows, "2026-11-23");
    let ledger = memory.verified();
    let before = ledger.latest(id(2)).expect("handed over").clone();

    let ledger = annulled(&ledger, AnnulmentTarget::Report(id(2)));
    let assessment = assess_rows(&rows, &ledger, window("2026-11-25"));
    let (plan, reports) = plan(nth(2), &reason("no lo era"), &ledger, &assessment, form()).expect("undone");
    assert_eq!((plan.lines.len(), reports.len(), plan.lines[0].row_alert.as_deref()), (1, 1, None));

    let ledger = committed(&ledger, &plan);
    let entry = ledger.latest(id(2)).expect("reinstated");
    assert!(entry.is_reinstated() && !ledger.is_annulled(id(2)));
    assert_eq!((entry.class, entry.due, entry.term_days), (before.class, before.due, before.term_days));
    assert_eq!((entry.revision, entry.handed_over, entry.received), (3, day("2026-11-25"), before.received));
    assert_eq!(ledger.first_said(entry).number, nth(1));

    let assessment = assess_rows(&rows, &ledger, window("2026-11-26"));
    assert_eq!((assessment.plan.balance.already, assessment.plan.lines.len()), (3, 0));
    let undone = |ledger: &Ledger, number| super::plan(number, &reason("no"), ledger, &assessment, form());
    let once = NotUndone::Undone { annulment: nth(2), number: nth(3) };
    assert_eq!(undone(&ledger, nth(2)).expect_err("once"), once);

    // Annulled anew, the first annulment stays undone, and the second can be undone.
    let ledger = annulled(&ledger, AnnulmentTarget::Report(id(2)));
    assert_eq!(undone(&ledger, nth(2)).expect_err("once"), once);
    let (plan, _) = undone(&ledger, nth(4)).expect("this one stands");
    let ledger = committed(&ledger, &plan);
    let entry = ledger.latest(id(2)).expect("reinstated");
    assert_eq!((entry.revision, ledger.first_said(entry).number), (5, nth(1)));
}

#[test]
fn a_row_that_is_gone_is_said_in_place_of_the_texts() {
    let mut memory = Memory::default();
    let mut rows = (0..3).map(complete).collect();
    memory.night(&mut rows, "2026-11-23");
    let ledger = annulled(&memory.verified(), AnnulmentTarget::Handoff(nth(1)));

    rows.remove(2);
    let assessment = assess_rows(&rows, &ledger, window("2026-11-25"));
    let (plan, _) = plan(nth(2), &reason("no"), &ledger, &assessment, form()).expect("undone");
    let alerts: Vec<_> = plan.lines.iter().map(|line| line.row_alert.as_deref()).collect();
    assert_eq!(alerts, [None, None, Some("su fila ya no está en CE-F05")]);
}

#[test]
fn what_is_no_annulment_is_refused() {
    let mut memory = Memory::default();
    let mut rows = (0..1).map(complete).collect();
    memory.night(&mut rows, "2026-11-23");
    let ledger = memory.verified();
    let assessment = assess_rows(&rows, &ledger, window("2026-11-24"));
    let refused = |number| plan(number, &reason("no"), &ledger, &assessment, form()).expect_err("refused");
    assert_eq!(refused(nth(1)), NotUndone::NoAnnulment(nth(1)));
    assert_eq!(refused(nth(9)), NotUndone::Unknown(nth(9), nth(1)));
    let zero = HandoffNumber::KNOWN_BEFORE;
    assert_eq!(refused(zero), NotUndone::Unknown(zero, nth(1)));
}
