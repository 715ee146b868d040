use super::*;
use crate::domain::form::Form;
use crate::domain::handoff::table::{Column, Owner};
use crate::sheet::cell::Cell;
use crate::testing::{GROUNDS, InventedRows, Memory, assess_rows, complete, day, id, nth, window};

fn listed(ids: &[u32]) -> BTreeMap<HandoffNumber, Listed> {
    BTreeMap::from([(nth(1), Listed { reports: ids.iter().map(|n| id(*n)).collect(), ..Listed::default() })])
}

fn handed_over() -> (Memory, InventedRows) {
    let mut memory = Memory::default();
    let mut rows = vec![complete(1), complete(2), complete(3)];
    memory.night(&mut rows, "2026-11-24");
    (memory, rows)
}

#[test]
fn what_a_recent_tab_no_longer_lists_is_lost() {
    let (memory, _) = handed_over();
    let ledger = memory.verified();
    let lost = |ids: &[u32], as_of| lost(&ledger, &listed(ids), day(as_of));
    assert_eq!(lost(&[1, 2, 3], "2026-11-25"), BTreeMap::new());
    assert_eq!(lost(&[1, 3], "2026-11-25"), BTreeMap::from([(nth(1), [id(2)].into())]));
    assert_eq!(lost(&[], "2027-02-22"), BTreeMap::from([(nth(1), [id(1), id(2), id(3)].into())]));
    assert_eq!(lost(&[], "2027-02-23"), BTreeMap::new(), "people may have put an old tab away");
}

#[test]
fn a_lost_line_is_written_from_the_row_that_says_the_same_or_from_the_ledger() {
    let (memory, mut rows) = handed_over();
    let ledger = memory.verified();
    rows.remove(2);
    rows[1][GROUNDS] = "Otra razón".into();
    rows.swap(0, 1);
    let assessment = assess_rows(&rows, &ledger, window("2026-11-25"));
    let form = Form::builtin();
    let lost = [id(1), id(2), id(3)].into();
    let titles = ["traslado 2026-11-24 (REPUESTO)"];
    let made = reissue(nth(1), &lost, &assessment, &ledger, &form, &titles, NaiveDateTime::default());
    assert_eq!(made.title, "Traslado 2026-11-24 (repuesto) (2)");
    assert_eq!(made.tab.lines, 3);
    let of = |row: usize, column: Column| made.tab.rows[row][column.index() as usize].clone();
    let text = |row: usize, column: usize| match &made.tab.rows[row][column] {
        TabCell::Text(text) => text.clone(),
        _ => String::new(),
    };
    assert_eq!(
        text(1, 0),
        "Filas repuestas: 3 de 3. Lo que Atención al Ciudadano había escrito en ellas no se puede reponer."
    );
    let by_id = |id: ReportId| (4..7).find(|row| text(*row, 0) == id.to_string()).expect("a line each");
    let untouched = complete(1)[GROUNDS].clone();
    let (first, second, third) = (by_id(id(1)), by_id(id(2)), by_id(id(3)));
    let whole = [first, second, third]
        .into_iter()
        .filter(|row| of(*row, Column::Grounds) == TabCell::Text(untouched.clone()))
        .count();
    assert_eq!(whole, 1, "the row that still says the same is written whole");
    let alerts = Column::Alerts.index() as usize;
    let alerts: Vec<String> = [first, second, third].into_iter().map(|row| text(row, alerts)).collect();
    assert!(
        alerts.contains(&"la fila cambió después de este traslado; ver fila 2 de CE-F05".to_owned()),
        "{alerts:?}"
    );
    assert!(alerts.contains(&"su fila ya no está en CE-F05".to_owned()), "{alerts:?}");

    // The hidden column carries the ledger's own lines, so a damaged ledger is rebuilt from here.
    for (row, record) in (4..7).zip(&memory.ledger) {
        let record: Vec<String> = record
            .iter()
            .map(|cell| match cell {
                Cell::Text(text) => text.clone(),
                _ => String::new(),
            })
            .collect();
        let record_column = Column::Record.index() as usize;
        let mut texts: Vec<String> = serde_json::from_str(&text(row, record_column)).expect("a line");
        // Behind it stand the digests of what this tab was given, which may differ from what went out.
        let services = Column::ALL.into_iter().filter(|column| column.owner() == Owner::Service);
        let anew = tab::delivered(&services.map(|column| of(row, column)).collect::<Vec<_>>());
        assert_eq!(texts.pop(), Some(anew.to_string()));
        assert_eq!(texts, record);
    }
}
