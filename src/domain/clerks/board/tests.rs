use super::*;
use crate::domain::form::Classification;
use crate::domain::ids::IdSpace;
use crate::domain::ledger::entry::{Class, Entry};
use crate::testing::{
    ADDRESS, DATE, DOCUMENT, InventedRows, Memory, NETWORK, SPREADSHEET, complete, day, form, id, nth,
};

const TODAY: &str = "2026-12-15";

/// Two nights: four networks, two reports without a document, one long on its way, one undated.
fn board() -> (Ledger, Answers) {
    let typed = [
        (1, "16/11/2026", "wpp", ""),
        (2, "17/11/2026", "Facebook", "CC 1.999.000.002"),
        (3, "18/11/2026", "TikTok", ""),
        (4, "2/11/2026", "Instagram", "CC 1.999.000.004"),
        (5, "ayer", "Facebook", "CC 1.999.000.005"),
    ];
    let mut rows: InventedRows = typed
        .into_iter()
        .map(|(n, date, network, document)| {
            let mut row = complete(n);
            (row[DATE], row[NETWORK], row[DOCUMENT]) = (date.into(), network.into(), document.into());
            row
        })
        .collect();
    rows[2][ADDRESS] = String::new();
    let mut memory = Memory::default();
    let (_, handoffs) = memory.night(&mut rows, "2026-11-19");
    let mut answers = Answers::default();
    for handoff in &handoffs {
        answers.add(IdSpace::default().tab(handoff.number), &handoff.tab);
    }
    (memory.verified(), answers)
}

fn shown(rows: &[Vec<TabCell>], table: Table) -> Vec<String> {
    let cell = |cell: &TabCell| match cell {
        TabCell::Text(text) => text.clone(),
        TabCell::Number(number) => number.to_string(),
        TabCell::Percent(share) => format!("{share}%"),
        _ => String::new(),
    };
    let rows = rows.iter().skip(table.header() as usize + 1).take(table.rows as usize);
    rows.map(|row| row[..table.columns as usize].iter().map(cell).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn each_table_stands_where_its_chart_looks() {
    let (ledger, answers) = board();
    let rows = rows(&ledger, &answers, form().networks(), form().entity(), None, day(TODAY));
    assert_eq!(rows.len(), ROWS as usize);
    let titles = [BY_WEEK, MISSING, DELAY, IN_TIME].map(|table| rows[table.top as usize][0].clone());
    let expected = [
        "Reportes por red social y semana",
        "Criterios que más faltan",
        "Días entre el mensaje y el traslado",
        "Respuestas a tiempo",
    ];
    assert_eq!(titles, expected.map(|title| TabCell::Text(title.into())));
}

#[test]
fn reports_are_counted_by_the_week_of_the_message_and_the_network() {
    let (ledger, answers) = board();
    let weeks =
        shown(&rows(&ledger, &answers, form().networks(), form().entity(), None, day(TODAY)), BY_WEEK);
    assert_eq!(weeks.len(), 26);
    assert_eq!(weeks[0], "25/05/2026 0 0 0 0 0");
    // Facebook, Instagram, Twitter/X, WhatsApp, any other; the undated one by its hand-off.
    assert_eq!(weeks[23..], ["02/11/2026 0 1 0 0 0", "09/11/2026 0 0 0 0 0", "16/11/2026 2 0 0 1 1"]);
}

#[test]
fn a_network_that_the_operator_adds_has_a_column_of_its_own() {
    let own = "[networks.tiktok]\nname = \"TikTok\"\n";
    let networks = crate::domain::form::Form::from_toml(own).unwrap();
    let networks = networks.networks();
    assert_eq!((by_week(networks).columns, columns(networks), columns(form().networks())), (7, 20, 19));
    let (ledger, answers) = board();
    let known = ledger.latest(id(1)).unwrap();
    let classification = Classification { network: "TikTok".into(), ..known.classification.clone() };
    let own = Entry { number: nth(2), id: id(6), classification, ..known.clone() };
    let rows = rows(&ledger.with([own]), &answers, networks, form().entity(), None, day(TODAY));
    let header: Vec<TabCell> = rows[by_week(networks).header() as usize][..7].to_vec();
    let names = ["Semana del", "Facebook", "Instagram", "Twitter/X", "WhatsApp", "TikTok", "Otra"];
    assert_eq!(header, names.map(|name| TabCell::Text(name.into())));
    assert_eq!(
        shown(&rows, by_week(networks))[25],
        "16/11/2026 2 0 0 1 1 1",
        "the one before it was added stays"
    );
}

#[test]
fn what_is_missing_most_stands_first_and_days_are_counted_from_the_message() {
    let (ledger, answers) = board();
    let rows = rows(&ledger, &answers, form().networks(), form().entity(), None, day(TODAY));
    let missing = shown(&rows, MISSING);
    assert_eq!(missing[..2], ["identificación 2", "dirección de notificación 1"]);
    assert_eq!(shown(&rows, DELAY), ["0–1 1", "2–3 2", "4–7 0", "8–15 0", "más de 15 1"]);
}

#[test]
fn an_answer_counts_in_the_month_in_which_it_was_due() {
    let (ledger, mut answers) = board();
    let text = |text: &str| Cell::Text(text.to_owned());
    let head = ["Radicado", "Estado", "Fecha del estado", "Responsable", "Observaciones AC"].map(text);
    let due: Vec<_> = ledger.entries().iter().map(|entry| (entry.id, entry.due)).collect();
    let by_due = |month: &str| {
        let of = |due: &NaiveDate| due.to_string().starts_with(month);
        due.iter().find(|(_, due)| due.as_ref().is_some_and(of)).map(|(id, _)| *id).unwrap()
    };
    let (november, december) = (by_due("2026-11"), by_due("2026-12"));
    let ids = [vec![text("ID")], vec![text(&november.to_string())], vec![text(&december.to_string())]];
    let clerks = [
        head.to_vec(),
        vec![Cell::Blank, text("Respondido"), text("30/11/2026")],
        vec![Cell::Blank, text("Respondido"), text("20/11/2026")],
    ];
    assert!(answers.read(IdSpace::default().tab(nth(2)), &ids, &clerks));
    let months =
        shown(&rows(&ledger, &answers, form().networks(), form().entity(), None, day(TODAY)), IN_TIME);
    assert_eq!(months.len(), 12);
    // One was answered late; of the three due in December one was answered and two are past due.
    assert_eq!(months[10..], ["11/2026 1 0 0%", "12/2026 3 1 33%"]);
    assert_eq!(months[9], "10/2026 0 0 ");
}

#[test]
fn what_the_office_took_back_is_not_counted() {
    let empty = Ledger::empty(SPREADSHEET);
    let weeks = shown(
        &rows(&empty, &Answers::default(), form().networks(), form().entity(), None, day(TODAY)),
        BY_WEEK,
    );
    assert_eq!(weeks[25], "14/12/2026 0 0 0 0 0");
    let (ledger, answers) = board();
    let entry = ledger.latest(id(1)).unwrap();
    let annulled =
        Entry { revision: entry.revision + 1, number: nth(2), class: Class::Annulled, ..entry.clone() };
    let before =
        shown(&rows(&ledger, &answers, form().networks(), form().entity(), None, day(TODAY)), BY_WEEK);
    let after = shown(
        &rows(&ledger.with([annulled]), &answers, form().networks(), form().entity(), None, day(TODAY)),
        BY_WEEK,
    );
    let sum = |weeks: &[String]| -> i32 {
        weeks
            .iter()
            .flat_map(|week| week.split(' ').skip(1))
            .filter_map(|count| count.parse::<i32>().ok())
            .sum()
    };
    assert_eq!((sum(&before), sum(&after)), (5, 4));
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
