use super::*;
use crate::domain::clerks::answers::Answers;
use crate::domain::clerks::figures::Punctuality;
use crate::domain::clerks::history::StateHistory;
use crate::domain::clerks::lives::Lives;
use crate::domain::clerks::month_figures::tests::line;
use crate::domain::clerks::pending;
use crate::domain::form::{Classification, Form};
use crate::domain::ids::IdSpace;
use crate::testing::{ADDRESS, DATE, DOCUMENT, InventedRows, Memory, complete, day, form, nth};

const TODAY_IS: &str = "2026-12-15";

fn shown(lines: &[FigureLine], networks: &[Network], table: Table) -> Vec<String> {
    let sources = BoardSources {
        lines,
        counts: TodayCounts::default(),
        networks,
        terms: form().deadlines().terms(),
        entity: form().entity(),
        last_success: None,
        today: day(TODAY_IS),
    };
    let cell = |cell: &TabCell| match cell {
        TabCell::Text(text) => text.clone(),
        TabCell::Number(number) => number.to_string(),
        TabCell::Percent(share) => format!("{share}%"),
        _ => String::new(),
    };
    let rows = rows(sources);
    assert!(rows.iter().all(|row| row.len() == COLUMNS as usize));
    let shown = rows.iter().skip(table.top as usize).take(table.rows as usize + 2);
    let shown =
        shown.map(|row| row[..table.columns as usize].iter().map(cell).collect::<Vec<_>>().join(" | "));
    shown.map(|row| row.trim_end_matches([' ', '|']).to_owned()).filter(|row| !row.is_empty()).collect()
}

/// Reports of November and December, some of them due in December, some in November.
fn lines() -> Vec<FigureLine> {
    let in_december = |n, service: &str, network: &str| FigureLine {
        handed_over: day("2026-12-02"),
        words: Classification {
            network: network.into(),
            service: service.into(),
            ..Classification::default()
        },
        missing: vec![Criterion::Address],
        ..line(n, "2026-12-22", Punctuality::Open)
    };
    vec![
        line(1, "2026-11-30", Punctuality::Late),
        line(2, "2026-12-01", Punctuality::InTime),
        line(3, "2026-12-01", Punctuality::InTime),
        line(4, "2026-12-02", Punctuality::Overdue),
        in_december(5, "Acueducto", "WhatsApp"),
        in_december(6, "", "WhatsApp"),
        FigureLine { punctuality: Punctuality::Annulled, ..in_december(7, "Acueducto", "WhatsApp") },
    ]
}

#[test]
fn each_table_stands_where_its_place_and_size_say() {
    let networks = form().networks();
    let mut end = 3;
    for (table, title) in tables(networks).into_iter().zip([
        "Hoy",
        "A tiempo, por mes de vencimiento",
        "El mes anterior y este",
        "Lo que más falta",
        "Por servicio",
        "Por red social",
    ]) {
        assert_eq!(shown(&lines(), networks, table)[0], title);
        assert!(table.top > end, "{title}");
        end = table.header() + table.rows;
    }
}

#[test]
fn a_month_of_answers_counts_what_was_due_in_it_and_months_without_any_are_left_out() {
    let months = shown(&lines(), form().networks(), IN_TIME);
    assert_eq!(months[2..], ["noviembre de 2026 | 0 | 1 | 0%", "diciembre de 2026 | 2 | 1 | 66%"]);
    assert_eq!(shown(&[], form().networks(), IN_TIME).len(), 2, "no rows of zeros");
}

#[test]
fn two_months_stand_side_by_side_without_rows_of_zeros() {
    let networks = form().networks();
    let measures = shown(&lines(), networks, MEASURES);
    assert_eq!(
        measures[1..],
        [
            "Cifra | noviembre de 2026 | diciembre de 2026",
            "Reportes trasladados | 4 | 2",
            "Respondidos a tiempo | 0 de 1 (0 %) | 2 de 3 (66 %)",
        ]
    );
    assert_eq!(shown(&lines(), networks, MISSING)[2..], ["dirección de notificación | 0 | 2"]);
    assert_eq!(shown(&lines(), networks, BY_SERVICE)[2..], ["sin dato | 4 | 1", "Acueducto | 0 | 1"]);
    assert_eq!(
        shown(&lines(), networks, by_network(networks))[2..],
        ["Facebook | 4 | 0", "WhatsApp | 0 | 2"]
    );
}

#[test]
fn every_figure_has_a_row_and_every_network_of_the_operators_too() {
    let terms = form().deadlines().terms();
    let all = MonthFigures::of(&[], Period::month_of(day(TODAY_IS))).measures(terms);
    assert_eq!(all.len(), MEASURES.rows as usize);
    let own = Form::from_toml("[networks.tiktok]\nname = \"TikTok\"\n").unwrap();
    assert_eq!(by_network(own.networks()).rows, by_network(form().networks()).rows + 1);
}

#[test]
fn what_is_to_be_done_today_is_counted_by_its_next_step() {
    let mut memory = Memory::default();
    let mut rows: InventedRows = (1..5).map(complete).collect();
    for row in &mut rows {
        row[DATE] = "09/11/2026".to_owned();
    }
    (rows[1][DOCUMENT], rows[1][ADDRESS]) = Default::default();
    let (_, handoffs) = memory.night(&mut rows, "2026-11-17");
    let mut answers = Answers::default();
    answers.add(IdSpace::default().tab(nth(1)), &handoffs[0].tab);
    let (ledger, history) = (memory.verified(), StateHistory::default());

    let counts = |today: &str| {
        let lives =
            Lives { ledger: &ledger, answers: &answers, history: &history, form: form(), today: day(today) };
        TodayCounts::of(&pending::list(lives, &BTreeMap::new()))
    };
    // `Vence` is Tuesday 01/12; nothing counts as unfiled on the day of the hand-off.
    let first = TodayCounts { to_require: 1, open: 4, ..TodayCounts::default() };
    assert_eq!(counts("2026-11-17"), first);
    assert_eq!(counts("2026-11-27"), TodayCounts { soon: 4, unfiled: 4, ..first });
    assert_eq!(counts("2026-12-02"), TodayCounts { overdue: 4, unfiled: 4, ..first });
}

#[test]
fn the_last_success_and_the_alarm_are_read_back() {
    let mut grid = vec![vec![], vec![], vec![Cell::Blank, Cell::Number(46_343.5)]];
    assert_eq!(last_success(&grid), Some(day("2026-11-17").and_hms_opt(12, 0, 0).unwrap()));
    assert!(!has_alarm(&grid));
    grid[2].push(Cell::Formula { source: ALARM_FORMULA.into(), shown: Box::default() });
    assert!(has_alarm(&grid));
    grid[2][1] = Cell::Text("hoy".into());
    assert_eq!(last_success(&grid), None);
}
