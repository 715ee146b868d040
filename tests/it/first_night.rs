//! The first night: from a messy sheet to tab, ledger and mail, as people read them.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use traslado::domain::law::state::State;

use crate::world::{ACCOUNT, AS_OF, CLERKS, HEADER, Row, World, complete, snapshot, table};

/// A few rows as people type them: every spelling of a date, placeholders, a broken formula, an
/// exact repeat, a row of today, one before the start, one in a far future, and two bare citizens.
const MESSY: &str = "\
1|2/3/2026|8:15 a. m.|face|ana.prueba|Ana Prueba Ejemplo|CC 1.999.000.101|300 000 0001|ana@correo.example|Cra 5 # 22-45|Solicito revisión de la factura|Me cobraron el doble
2|03-03-26|9am|wpp||Doña Carmen|no aporta|300 000 0002||Gaira|Manden el carrotanque|
|||||||||||
3|2026-03-04|14:20|Instagram|beto|Beto Ensayo Muestra|1999000103||beto@correo.example||=TAPA FALTANTE|+ huele mal
4|ayer||Twitter|@caro|Carolina Demo Ficticia|CC 1.999.000.104||caro@correo.example|Calle 30 No. 4-18 Gaira|Piden revisar la presión|Baja presión 😡
5|2/3/2026|8:15 a. m.|face|ana.prueba|Ana Prueba Ejemplo|CC 1.999.000.101|300 000 0001|ana@correo.example|Cra 5 # 22-45|Solicito revisión de la factura|Me cobraron el doble
6|10/03/2026|01:00|Facebook|dora|Dora Modelo Prueba|CC 1.999.000.106||dora@correo.example|Mz F casa 12 Timayui 2|Sin agua desde anoche|No hay agua
7|28/02/2026||Facebook|eva|Eva Falsa Irreal|CC 1.999.000.107||eva@correo.example|Calle 9 # 1-10|Reporte de febrero|Ya enviado a mano
8|5/3/2062||Facebook|fabio|Fabio Nulo Aparente|CC 1.999.000.108||fabio@correo.example|Calle 2 # 1-09|Acuerdo de pago|Quiere pagar por cuotas
9|||||||||||
10|4/3/2026|10:00|WhatsApp|||||||No hay agua|
11|4/3/2026|10:00|WhatsApp|||||||No hay agua|";

fn messy() -> Vec<Row> {
    let row = |line: &str| line.split('|').map(str::to_owned).collect::<Vec<_>>().try_into().unwrap();
    MESSY.lines().map(row).collect()
}

#[test]
fn a_messy_sheet_becomes_a_tab_a_ledger_and_a_mail() {
    let world = World::adopted(&messy());
    let run = world.traslado(&["run", "--as-of", AS_OF]);
    assert_eq!(run.code, 0, "{run}");
    snapshot!("first_night_summary", run.to_string());
    snapshot!("first_night_tab", table(&world.shown(&format!("'Traslado {AS_OF}'!A1:X40"))));
    snapshot!("first_night_beside_the_rows", table(&world.shown("CE-F05!M1:P20")));
    let ledger = world.shown("'Libro de traslados'!A1:I40");
    snapshot!("first_night_ledger", table(&ledger));

    let mails = world.emulator.mails();
    assert_eq!(mails.len(), 1);
    let mail = &mails[0];
    assert_eq!((mail.sender.as_str(), &mail.to[..]), (ACCOUNT, &[CLERKS.to_owned()][..]));
    snapshot!("first_night_mail", format!("{}\n\n{}\n{}", mail.subject, mail.text, mail.html));
}

#[test]
fn the_json_of_a_night_names_the_handoff_and_its_balance_adds_up() {
    let world = World::with(&messy());
    let json = world.night(AS_OF);
    assert_eq!(json["outcome"], "handed_off");
    assert_eq!(json["as_of"], AS_OF);
    assert_eq!(json["seq"], 1);
    assert_eq!(json["tab"], format!("Traslado {AS_OF}"));
    assert_eq!(json["notice"], "sent");
    assert_eq!(json["annotations"], "none");
    let sheet_id = world
        .emulator
        .with(|state| state.sheet_mut(&world.id, &format!("Traslado {AS_OF}")).unwrap().sheet_id());
    assert_eq!(json["sheet_id"], sheet_id);
    assert_eq!(json["handoffs"][0]["rows"].as_u64().unwrap(), world.lines().len() as u64);
    let count = |key: &str| json["counts"][key].as_u64().unwrap();
    assert_eq!((count("empty"), count("before_since"), count("waiting"), count("withheld")), (2, 1, 1, 1));
}

#[test]
fn the_first_night_takes_at_most_eighteen_requests_whatever_the_number_of_rows() {
    for rows in [3, 400] {
        let mut rows: Vec<Row> = (0..rows).map(complete).collect();
        rows[1][10] = "=TAPA FALTANTE".to_owned();
        let world = World::adopted(&rows);
        let before = world.calls().len();
        let json = world.night(AS_OF);
        let requests = world.calls().len() - before;
        assert_eq!(json["requests"], requests as u64);
        assert!(requests <= 18, "{requests}");
    }
}

#[test]
fn plan_says_the_same_and_writes_nothing() {
    let world = World::adopted(&messy());
    let start = world.emulator.mutations().len();
    let run = world.traslado(&["plan", "--as-of", AS_OF, "--json"]);
    assert_eq!(run.code, 0, "{run}");
    snapshot!("plan_summary", world.traslado(&["plan", "--as-of", AS_OF]).to_string());
    assert_eq!(world.mutations_since(start).len(), 0);
    let (planned, done) = (run.json(), world.night(AS_OF));
    assert_eq!((&planned["outcome"], &done["outcome"]), (&"planned".into(), &"handed_off".into()));
    for key in ["as_of", "seq", "tab", "sheet_id", "counts", "handoffs"] {
        assert_eq!(planned[key], done[key], "{key}");
    }
}

#[test]
fn a_night_with_nothing_new_is_a_success_that_writes_nothing() {
    let world = World::empty();
    let json = world.night(AS_OF);
    assert_eq!((&json["outcome"], json.get("seq")), (&"nothing_new".into(), Some(&Value::Null)));
    assert_eq!(world.mutations_since(0).len(), 0);
    world.type_at("A1", &[HEADER]);
    let json = world.night(AS_OF);
    assert_eq!((json["counts"]["rows"].as_u64(), json["notice"].as_str()), (Some(0), Some("none")));
    // The first night keeps that no row stood there, once.
    let start = world.emulator.mutations().len();
    assert_eq!(world.titles().iter().filter(|title| title.starts_with("Filas anteriores")).count(), 1);
    let _ = world.night(AS_OF);
    assert_eq!(world.mutations_since(start).len(), 0);

    let world = World::adopted(&messy());
    world.night(AS_OF);
    let start = world.emulator.mutations().len();
    let json = world.night(AS_OF);
    assert_eq!(
        (json["outcome"].as_str(), json["annotations"].as_str()),
        (Some("nothing_new"), Some("current"))
    );
    assert_eq!(world.mutations_since(start).len(), 0, "{:#?}", world.mutations_since(start));
    assert_eq!(world.emulator.mails().len(), 1);
}

/// A first night over more rows than one request takes, which make two numbers.
fn of_two_numbers() -> World {
    World::with(&(0..1_100).map(complete).collect::<Vec<Row>>())
}

/// The first night over them, which a person has agreed to.
fn agreed_night(world: &World) -> Value {
    let run = world.traslado(&["run", "--as-of", AS_OF, "--json", "--yes"]);
    assert_eq!(run.code, 0, "{run}");
    run.json()
}

/// How many tabs each batch protects, of those that protect any.
fn protecting(world: &World) -> Vec<usize> {
    let mut by_request: BTreeMap<usize, usize> = BTreeMap::new();
    for mutation in world.emulator.mutations().iter().filter(|mutation| mutation.kind == "addProtectedRange")
    {
        *by_request.entry(mutation.request).or_default() += 1;
    }
    by_request.into_values().collect()
}

#[test]
fn rows_beyond_what_one_request_should_have_become_several_numbers_with_one_notice() {
    let world = of_two_numbers();
    let json = agreed_night(&world);
    let handoffs = json["handoffs"].as_array().unwrap();
    let rows: Vec<u64> = handoffs.iter().map(|handoff| handoff["rows"].as_u64().unwrap()).collect();
    assert_eq!((rows.len(), rows.iter().sum()), (2, 1_100), "{rows:?}");
    assert_eq!(json["tab"], format!("Traslado {AS_OF} (2)"));
    assert_eq!(world.lines().len(), 1_100);
    assert_eq!(world.emulator.mails().len(), 1);

    // Google recommends 2 MB a request at most, and numbers are as large as that allows.
    let sizes: Vec<usize> = world.calls().iter().map(|call| call.request_bytes).collect();
    let largest = sizes.iter().max().unwrap();
    assert!((1_700_000..2_000_000).contains(largest), "{largest}");
    assert!(json["requests"].as_u64().unwrap() <= 16 + 2, "{}", json["requests"]);
}

#[test]
fn the_tabs_of_a_night_are_formatted_in_one_request_and_one_by_one_where_that_is_refused() {
    let world = of_two_numbers();
    agreed_night(&world);
    // The ledger, the tabs, the work list, the board and the index.
    assert_eq!(protecting(&world).iter().max(), Some(&6), "{:?}", protecting(&world));

    let world = of_two_numbers();
    let view = json!({"filterViewId": 1_907_000_002, "title": "de alguien", "range": {"sheetId": 0}});
    let request = json!({"addFilterView": {"filter": view}});
    world.emulator.with(|state| state.batch(&world.id, ACCOUNT, &[request])).unwrap();
    agreed_night(&world);
    let tab = world.emulator.with(|state| state.spreadsheet(&world.id)).unwrap();
    let tabs = tab["sheets"].as_array().unwrap().iter();
    let handed_over =
        tabs.filter(|tab| tab["properties"]["title"].as_str().unwrap().starts_with("Traslado "));
    let formatted: Vec<(bool, bool)> =
        handed_over.map(|tab| (tab["filterViews"].is_array(), tab["protectedRanges"].is_array())).collect();
    assert_eq!(formatted, [(true, true), (false, true)]);
}

#[test]
fn the_tab_is_dressed_for_the_clerks_and_safe_from_slips() {
    let world = World::with(&messy());
    world.night(AS_OF);
    let tab = world.emulator.with(|state| state.spreadsheet(&world.id)).unwrap();
    let sheets = tab["sheets"].as_array().unwrap();
    let sheet =
        sheets.iter().find(|sheet| sheet["properties"]["title"] == format!("Traslado {AS_OF}")).unwrap();
    let grid = &sheet["properties"]["gridProperties"];
    assert_eq!((&grid["frozenRowCount"], &grid["frozenColumnCount"]), (&4.into(), &2.into()));
    let details = &sheet["columnGroups"][0]["range"];
    assert_eq!((&details["startIndex"], &details["endIndex"]), (&12.into(), &24.into()));
    assert_eq!(sheet["filterViews"].as_array().unwrap().len(), 1);
    assert_eq!(sheet["conditionalFormats"].as_array().unwrap().len(), 4);
    let protection = &sheet["protectedRanges"][0];
    let clerks = &protection["unprotectedRanges"];
    assert_eq!(clerks.as_array().unwrap().len(), 1);
    assert_eq!((&clerks[0]["startColumnIndex"], &clerks[0]["endColumnIndex"]), (&7.into(), &12.into()));
    let choices = |row: usize, column: usize| {
        let cell = &sheet["data"][0]["rowData"][row]["values"][column];
        let values = cell["dataValidation"]["condition"]["values"].as_array().cloned().unwrap_or_default();
        values.iter().map(|value| value["userEnteredValue"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let states = State::ALL.map(State::name);
    assert_eq!(choices(4, 8), states, "in `Estado`");
    let ledger = sheets.iter().find(|sheet| sheet["properties"]["title"] == "Libro de traslados").unwrap();
    assert_eq!(ledger["properties"]["hidden"], true);
    assert_eq!(ledger["protectedRanges"].as_array().unwrap().len(), 1);
}
