use super::*;
use crate::domain::archive::index::{self, ArchiveIndex};
use crate::domain::archive::lines::entries;
use crate::domain::handoff::annulment::{self, AnnulmentTarget};
use crate::domain::handoff::tab::HEADER_ROW;
use crate::domain::ledger::archiving::Archiving;
use crate::domain::ledger::entry::Class;
use crate::sheet::cell::Cell;
use crate::sheet::tab_cell::TabCell;
use crate::testing::{GROUNDS, InventedRows, Memory, complete, day, gid, id, nth, nth_row, window};

/// One line of a tab: whose, its radicado, and the day of the answer or a state with its day.
type AnsweredLine<'a> = (u32, &'a str, &'a str);

fn answers(tabs: &[(SheetId, &[AnsweredLine<'_>])]) -> Answers {
    let cell = |text: &str| if text.is_empty() { Cell::Blank } else { Cell::Text(text.to_owned()) };
    let row = |cells: &[&str]| cells.iter().map(|text| cell(text)).collect::<Vec<_>>();
    let mut answers = Answers::default();
    for (sheet, lines) in tabs {
        let mut grids = [(); 2].map(|()| vec![Vec::new(); HEADER_ROW as usize]);
        grids[0].push(row(&["ID"]));
        grids[1].push(row(&["Radicado", "Estado", "Fecha del estado", "Responsable", "Observaciones AC"]));
        for (number, radicado, answered) in *lines {
            grids[0].push(row(&[&id(*number).to_string()]));
            let state = if answered.is_empty() { "" } else { "Respondido" };
            let (state, day) = answered.split_once(": ").unwrap_or((state, answered));
            grids[1].push(row(&[radicado, state, day, "", "llamar"]));
        }
        let [ids, clerks] = grids;
        assert!(answers.read(*sheet, &ids, &clerks));
    }
    answers
}

/// Two reports, handed over as number 1.
fn two() -> (Memory, InventedRows) {
    let mut memory = Memory::default();
    let mut rows: InventedRows = vec![complete(1), complete(2)];
    memory.night(&mut rows, "2026-11-24");
    (memory, rows)
}

fn eligible(ledger: &Ledger, answers: &Answers, today: &str) -> (Vec<u32>, Vec<u32>) {
    let eligibility = eligibility(
        ledger,
        answers,
        IdSpace::default(),
        (1..9).map(|n| IdSpace::default().tab(nth(n))),
        90,
        day(today),
    );
    (
        eligibility.eligible.iter().map(|eligible| eligible.number.number()).collect(),
        eligibility.open.into_keys().map(HandoffNumber::number).collect(),
    )
}

#[test]
fn a_hand_off_may_go_once_it_is_old_and_every_report_of_it_is_answered() {
    let (memory, _) = two();
    let ledger = memory.verified();
    let half = answers(&[(IdSpace::default().tab(nth(1)), &[(1, "R-1", "1/12/2026"), (2, "R-2", "")])]);
    assert_eq!(eligible(&ledger, &half, "2027-03-01"), (vec![], vec![1]));
    let whole =
        answers(&[(IdSpace::default().tab(nth(1)), &[(1, "R-1", "1/12/2026"), (2, "", "2/12/2026")])]);
    assert_eq!(eligible(&ledger, &whole, "2027-02-21"), (vec![], vec![]), "not 90 days old");
    assert_eq!(eligible(&ledger, &whole, "2027-02-22"), (vec![1], vec![]));
    let unread =
        answers(&[(IdSpace::default().tab(nth(1)), &[(1, "R-1", "pronto"), (2, "R-2", "2/12/2028")])]);
    assert_eq!(
        eligible(&ledger, &unread, "2027-03-01"),
        (vec![], vec![1]),
        "no day, and one that has not come"
    );
}

#[test]
fn what_ended_without_an_answer_may_go_sixty_days_later() {
    let (memory, _) = two();
    let (ledger, tab) = (memory.verified(), IdSpace::default().tab(nth(1)));
    for (state, today, goes) in [
        ("No es PQR: 20/01/2027", "2027-03-20", false),
        ("No es PQR: 20/01/2027", "2027-03-21", true),
        ("Desistido: 20/01/2027", "2027-03-21", true),
        ("Requerido: 20/01/2027", "2027-03-21", false),
        ("Remitido: 20/01/2027", "2027-03-21", false),
    ] {
        let answers = answers(&[(tab, &[(1, "R-1", "30/11/2026"), (2, "R-2", state)])]);
        let expected = if goes { (vec![1], vec![]) } else { (vec![], vec![1]) };
        assert_eq!(eligible(&ledger, &answers, today), expected, "{state} {today}");
    }
}

#[test]
fn what_the_office_took_back_waits_for_nothing() {
    let (memory, _) = two();
    let ledger = memory.verified();
    let reason = "Prueba".parse().unwrap();
    let (plan, _) = annulment::plan(AnnulmentTarget::Report(id(2)), &reason, &ledger, window("2026-11-25"))
        .expect("it is known");
    let mut entry = plan.lines[0].entry.clone();
    (entry.number, entry.line) = (nth(2), 1);
    let ledger = ledger.with([entry]);
    let half = answers(&[(IdSpace::default().tab(nth(1)), &[(1, "R-1", "1/12/2026"), (2, "", "")])]);
    assert_eq!(eligible(&ledger, &half, "2027-03-01"), (vec![1, 2], vec![]));
}

#[test]
fn an_answer_from_before_an_amendment_does_not_answer_it() {
    let (mut memory, mut rows) = two();
    rows[0][GROUNDS].push_str(" y además hay una fuga");
    memory.night(&mut rows, "2026-12-10");
    let ledger = memory.verified();
    let before: &[AnsweredLine<'_>] = &[(1, "R-1", "1/12/2026"), (2, "R-2", "1/12/2026")];
    let only = answers(&[
        (IdSpace::default().tab(nth(1)), before),
        (IdSpace::default().tab(nth(2)), &[(1, "", "")]),
    ]);
    assert_eq!(eligible(&ledger, &only, "2027-06-01"), (vec![1], vec![2]));
    let both = answers(&[
        (IdSpace::default().tab(nth(1)), before),
        (IdSpace::default().tab(nth(2)), &[(1, "", "15/12/2026")]),
    ]);
    assert_eq!(eligible(&ledger, &both, "2027-06-01"), (vec![1, 2], vec![]));
    let late: &[AnsweredLine<'_>] = &[(1, "R-1", "15/12/2026"), (2, "R-2", "1/12/2026")];
    let late =
        answers(&[(IdSpace::default().tab(nth(1)), late), (IdSpace::default().tab(nth(2)), &[(1, "", "")])]);
    assert_eq!(eligible(&ledger, &late, "2027-06-01"), (vec![1, 2], vec![]), "the day says it came after");
}

#[test]
fn a_line_that_a_later_hand_off_has_again_waits_there() {
    let (mut memory, mut rows) = two();
    rows[0][GROUNDS].push_str(" y además hay una fuga");
    memory.night(&mut rows, "2026-12-10");
    let ledger = memory.verified();
    let none = Answers::default();
    assert_eq!(eligible(&ledger, &none, "2027-06-01"), (vec![], vec![1, 2]), "the other report waits");
    let other = answers(&[(IdSpace::default().tab(nth(1)), &[(1, "", ""), (2, "R-2", "1/12/2026")])]);
    assert_eq!(eligible(&ledger, &other, "2027-06-01"), (vec![1], vec![2]));
}

#[test]
fn a_record_says_where_each_line_went_and_what_clerks_typed_and_is_no_revision() {
    let (memory, rows) = two();
    let before = memory.verified();
    let reissued = IdSpace::default().reissues(nth(1), day("2026-12-01")).next().unwrap();
    let typed: Answers = answers(&[
        (IdSpace::default().tab(nth(1)), &[(1, "R-1", "1/12/2026")]),
        (reissued, &[(2, "R-2", "2/12/2026")]),
    ]);
    let found = eligibility(
        &before,
        &typed,
        IdSpace::default(),
        [IdSpace::default().tab(nth(1)), reissued, gid(7)],
        90,
        day("2027-03-01"),
    );
    assert_eq!(
        found.eligible,
        [EligibleHandoff {
            number: nth(1),
            year: 2026,
            sheets: vec![reissued, IdSpace::default().tab(nth(1))]
        }]
    );
    let copies = [(IdSpace::default().tab(nth(1)), gid(71)), (reissued, gid(72))].into();
    let recorded = entries(&found.eligible[0], "1Archive", &copies, &before, &typed, day("2027-03-01"));
    let numbered = recorded.into_iter().zip(1..).map(|(entry, line)| Entry { number: nth(2), line, ..entry });
    let ledger = before.clone().with(numbered);
    assert_eq!((ledger.head(), ledger.last_handed_over()), (nth(2), nth(1)));
    assert!(ledger.is_archiving(nth(2)) && ledger.is_archived(nth(1)) && !ledger.is_archived(nth(2)));
    let notes: Vec<&Archiving> = ledger.archivings_of(nth(1)).map(|(_, archiving)| archiving).collect();
    assert_eq!([notes[0].sheet, notes[1].sheet], [71, 72].map(gid));
    assert_eq!([notes[0].row, notes[1].row], [Some(nth_row(5)), Some(nth_row(5))]);
    assert_eq!((notes[1].radicado.as_str(), notes[1].state.as_str()), ("R-2", "Respondido"));
    assert_eq!((notes[1].state_date, notes[1].has_notes), (Some(day("2026-12-02")), true));

    assert_eq!(ledger.ids().collect::<Vec<_>>(), before.ids().collect::<Vec<_>>());
    for number in [1, 2] {
        assert_eq!(ledger.latest(id(number)).map(|entry| entry.class), Some(Class::Pqr));
        assert_eq!(ledger.revisions(id(number)).count(), 1);
    }
    let mut later = Answers::default();
    later.add_archived(&ledger);
    assert_eq!(later.of(id(2), &ledger).radicado, "R-2");
    assert_eq!(later.answered(id(1), &ledger, day("2027-03-01")), Some(day("2026-12-01")));
    assert_eq!(crate::testing::assess_rows(&rows, &ledger, window("2027-03-02")).plan.balance.already, 2);

    let records: Vec<_> = ledger.archivings().collect();
    let listed = index::rows(&records, &ledger);
    let text = |cell: &TabCell| match cell {
        TabCell::Text(text) => Cell::Text(text.clone()),
        _ => Cell::Blank,
    };
    let read: Vec<Vec<Cell>> = listed.iter().map(|row| row[..3].iter().map(text).collect()).collect();
    let all = ArchiveIndex::read(&read);
    assert_eq!((all.missing(&ledger).len(), all.numbers().collect::<Vec<_>>()), (0, vec![nth(1), nth(2)]));
    assert_eq!(ArchiveIndex::read(&read[..1]).missing(&ledger).len(), 1);
}
