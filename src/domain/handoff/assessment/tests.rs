use super::*;
use crate::domain::identity::digests::Digests;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::law::criteria::Criterion;
use crate::domain::ledger::entry::{Class, Entry};
use crate::sheet::cell::Cell;
use crate::testing::{SPREADSHEET, day, form, window};

/// Invented rows as they were handed over when the rules of reading were others: of each its fingerprint, its
/// digests, the fields that had a column, its class and what was missing, then its cells. It is recorded, and
/// never written anew.
const HANDED_OVER: &str = include_str!("handed_over.tsv");
/// How many columns stand before the cells.
const RECORDED: usize = 5;

fn lines() -> Vec<Vec<&'static str>> {
    HANDED_OVER.lines().map(|line| line.split('\t').collect()).collect()
}

/// The rows, read by today's rules.
fn sheet() -> Sheet {
    let cell = |text: &&str| if text.is_empty() { Cell::Blank } else { Cell::Text((*text).to_owned()) };
    let grid: Vec<Vec<Cell>> =
        lines().iter().map(|line| line[RECORDED..].iter().map(cell).collect()).collect();
    form().read(&grid, day("2026-11-29")).expect("the header row is complete")
}

/// The ledger as the recorded hand-off left it, or as one would have by rules to which every report lacked
/// something.
fn ledger(sheet: &Sheet, all_incomplete: bool) -> Ledger {
    let entries = lines().into_iter().skip(1).zip(&sheet.reports).zip(1..).map(|((line, report), number)| {
        let [fingerprint, digests, read, class, missing] = line[..RECORDED] else { panic!("{line:?}") };
        let is_complete = class == Class::Pqr.name() && !all_incomplete;
        let class = if is_complete { Class::Pqr } else { Class::Incomplete };
        let missing = |criterion: &Criterion| missing.split("; ").any(|name| name == criterion.name());
        let missing: Vec<Criterion> = Criterion::ALL.into_iter().filter(missing).collect();
        let id = ReportId { year: 2026, number };
        Entry {
            number: HandoffNumber::new(1),
            line: number,
            fingerprint: fingerprint.parse().expect("a fingerprint"),
            digests: Digests::parse(digests, read.parse().expect("fields")).expect("digests"),
            missing: if all_incomplete { Criterion::ALL.to_vec() } else { missing },
            ..Entry::of(report, id, class, form(), day("2026-11-28"))
        }
    });
    Ledger::empty(SPREADSHEET).with(entries)
}

#[test]
fn what_was_handed_over_by_other_rules_is_the_same_report_and_does_not_go_over_again() {
    let sheet = sheet();
    assert_eq!(sheet.reports.len() + 1, lines().len(), "every row is the report that it was");
    for (all_incomplete, ids_are_written) in [(false, true), (false, false), (true, true), (true, false)] {
        let ledger = ledger(&sheet, all_incomplete);
        for report in &sheet.reports {
            let entry = &ledger.entries()[report.row.index() - 1];
            assert_eq!(report.digests, entry.digests, "row {}", report.row);
        }

        let id = |row: RowNumber| ids_are_written.then(|| ledger.entries()[row.index() - 1].id);
        let assessment =
            Assessment::of(self::sheet(), id, form(), &ledger, &BTreeSet::new(), None, window("2026-11-29"));
        let plan = &assessment.plan;
        assert_eq!((plan.lines.len(), plan.withheld.len(), plan.missing.len()), (0, 0, 0));
        assert_eq!(plan.balance.already, plan.balance.rows, "{:?}", plan.balance);
    }
}

#[test]
fn an_assessment_stands_until_something_that_it_is_made_of_changes() {
    let sheet = sheet();
    let (before, after) = (Ledger::empty(SPREADSHEET), ledger(&sheet, false));
    let cell = |text: &&str| Cell::Text((*text).to_owned());
    let grid: Vec<Vec<Cell>> =
        lines().iter().map(|line| line[RECORDED..].iter().map(cell).collect()).collect();
    let tab = StaffTab::from(&grid);
    let context = AssessmentContext::of_ledger(&before, window("2026-11-29"));
    let assessed = assess(&tab, form(), &context).unwrap();

    let stands = |context: &AssessmentContext<'_>| assessed.stands(&tab, context);
    let handed_over = AssessmentContext::of_ledger(&after, context.window);
    let gone = BTreeSet::from([after.entries()[0].id]);
    let first = Some(FirstNight { day: day("2026-11-28"), baseline: None });
    assert!(stands(&context));
    assert!(!stands(&handed_over), "something was handed over");
    assert!(!stands(&AssessmentContext { said_gone: gone, ..context.clone() }), "a tab has said so");
    assert!(!stands(&AssessmentContext { first, ..context.clone() }), "the first night was recorded");
    assert!(!stands(&AssessmentContext { window: window("2026-11-30"), ..context.clone() }), "another day");

    // What was handed over is known once it is made anew, from the rows as they were read.
    let renewed = assessed.renewed(&tab, form(), &handed_over).unwrap();
    assert!(Arc::ptr_eq(&renewed.sheet, &assessed.sheet), "no row is read again");
    assert_eq!(renewed.plan.balance.already, renewed.plan.balance.rows);
    assert_ne!(assessed.plan.balance.already, assessed.plan.balance.rows);
}
