//! What clerks read is compared with what was delivered.

use serde_json::{Value, json};

use crate::ledger::{batch, two_nights, verified};
use crate::world::{AS_OF, NEXT, Row, Run, World, complete, snapshot};

/// Headers of the hand-off table's columns, by their letters on the first night.
const SUBJECT: &str = "Objeto";
const THIRD: &str = "2026-03-12";

fn tab(night: &str) -> String {
    format!("Traslado {night}")
}

/// Where the column of a header stands in a hand-off tab.
fn column(world: &World, title: &str, header: &str) -> char {
    let headers = world.shown(&format!("'{title}'!A4:Z4")).remove(0);
    let at = headers.iter().position(|found| found == header).unwrap();
    char::from(b'A' + u8::try_from(at).unwrap())
}

/// Types over one cell of the line in a row, and answers what stood there.
fn type_over(world: &World, title: &str, header: &str, row: u32, text: &str) -> String {
    let cell = format!("'{title}'!{}{row}", column(world, title, header));
    let before = world.shown(&cell).into_iter().flatten().next().unwrap_or_default();
    world.emulator.with(|state| state.type_rows(&world.id, &cell, &[[text]])).unwrap();
    before
}

/// A verification that finds the ledger whole and cells that changed; it writes nothing.
fn changed(world: &World) -> (Run, Value) {
    let start = world.emulator.mutations().len();
    let run = world.traslado(&["verify", "--json"]);
    assert_eq!((run.code, world.mutations_since(start).len()), (3, 0), "{run}");
    let json = run.json();
    assert_eq!((&json["outcome"], &json["code"]), (&"changed".into(), &3.into()), "{run}");
    (run, json["delivered"].clone())
}

fn accepts(delivered: &Value) -> Vec<&str> {
    delivered["changed"].as_array().unwrap().iter().map(|cell| cell["accept"].as_str().unwrap()).collect()
}

#[test]
fn a_cell_that_clerks_read_and_that_changed_is_named_until_it_is_restored() {
    let world = two_nights();
    let citizens = ["Solicitante", "Documento", SUBJECT, "Fundamentos", "Contacto", "Vence", "Clase", "ID"];
    let mut said = String::new();
    for header in citizens {
        let before = type_over(&world, &tab(AS_OF), header, 6, "otro texto");
        let (run, delivered) = changed(&world);
        assert_eq!(accepts(&delivered), [format!("1:CE-2026-00002:{header}")], "{run}");
        assert_eq!(delivered["changed"][0]["row"], 6, "{run}");
        for output in [&run.stdout, &run.stderr, &world.traslado(&["verify"]).to_string()] {
            assert!(!output.contains("otro texto"), "{output}");
            assert!(header == "ID" || before.is_empty() || !output.contains(&before), "{header}: {output}");
        }
        if header == SUBJECT {
            // A host that remembers nothing names it anew.
            std::fs::remove_dir_all(world.path("state")).unwrap();
            said = world.traslado(&["verify"]).to_string() + &world.traslado(&["verify"]).to_string();
        }
        // A night goes on, and the cell is restored.
        let night = world.traslado(&["run", "--as-of", NEXT]);
        assert_eq!(night.code, 0, "{night}");
        type_over(&world, &tab(AS_OF), header, 6, &before);
        assert_eq!(verified(&world)["delivered"]["changed"], json!([]), "{header}");
    }
    // What the ledger's chain comes to is another matter.
    let chain = said.split("chain ").nth(1).and_then(|rest| rest.split(';').next()).unwrap().to_owned();
    assert_eq!(said.matches("named before: cell").count(), 1, "{said}");
    snapshot!("delivered_changed", said.replace(&chain, "[chain]"));
}

#[test]
fn sorting_moving_formats_and_what_clerks_type_change_nothing() {
    let world = two_nights();
    let title = tab(AS_OF);
    world.emulator.with(|state| {
        let mut tab = state.sheet_mut(&world.id, &title).unwrap();
        tab.sort("A5:Y7", 1, true).unwrap();
        tab.move_columns(12, 2, 1).unwrap();
        tab.insert_columns(3, 1).unwrap();
        tab.insert_rows(1, 2).unwrap();
        tab.type_rows("C7", &[["Nota de la oficina"], ["urgente"]]).unwrap();
        let sheet = tab.sheet_id();
        let append = json!({"appendDimension": {"sheetId": sheet, "dimension": "ROWS", "length": 5}});
        tab.apply(append).unwrap();
        tab.type_rows("D12", &[["CE-2026-00001", "llamar"]]).unwrap();
    });
    type_over_state(&world, &title);
    let delivered = &verified(&world)["delivered"];
    assert_eq!((&delivered["lines"], &delivered["changed"]), (&5.into(), &json!([])));

    // A sort that leaves one column where it was gives a citizen's line another one's text.
    let subject = column_at(&world, &title, SUBJECT, 6);
    world.emulator.with(|state| {
        let range = format!("{subject}7:{subject}9");
        let at = usize::from(subject as u8 - b'A') + 1;
        state.sheet_mut(&world.id, &title).unwrap().sort(&range, at, false).unwrap();
    });
    let (_, delivered) = changed(&world);
    assert!(accepts(&delivered).iter().all(|cell| cell.ends_with(":Objeto")), "{delivered}");
}

/// Where a column stands once its header is in another row.
fn column_at(world: &World, title: &str, header: &str, row: u32) -> char {
    let headers = world.shown(&format!("'{title}'!A{row}:Z{row}")).remove(0);
    char::from(b'A' + u8::try_from(headers.iter().position(|found| found == header).unwrap()).unwrap())
}

/// Clerks answer a line, in the tab that people have changed.
fn type_over_state(world: &World, title: &str) {
    let radicado = column_at(world, title, "Radicado", 6);
    let cell = format!("'{title}'!{radicado}7");
    world.emulator.with(|state| state.type_rows(&world.id, &cell, &[["R-0042", "Radicado"]])).unwrap();
}

#[test]
fn whatever_a_citizen_wrote_reads_back_as_it_was_delivered() {
    let hostile = [
        "=TAPA FALTANTE",
        "'comillas",
        "+57 300",
        "-",
        "@todos",
        "  dos\r\n\r\nlíneas\t",
        "\u{a0}\u{feff}x\u{200d}",
        "1e5",
        "007",
        "17/11/2026",
        "VERDADERO",
        "#N/A",
        "😀🚰",
        "a\u{301}",
        "https://red.example/p?a=b&c=\"d\"",
        "\u{202e}revés",
        "{\"json\": [1]}",
        "[\"1\",\"1\"]",
        "CE-2026-00001",
        "\u{b}\u{c}\u{85}",
    ];
    let rows: Vec<Row> = (0..)
        .zip(hostile)
        .map(|(n, text)| {
            let mut row = complete(n);
            for cell in row.iter_mut().skip(8) {
                *cell = format!("{text} {n}");
            }
            text.clone_into(&mut row[10]);
            row
        })
        .collect();
    let world = World::adopted(&rows);
    world.night("2026-03-28");
    let delivered = &verified(&world)["delivered"];
    assert_eq!((&delivered["lines"], &delivered["changed"]), (&20.into(), &json!([])));
}

#[test]
fn a_column_that_is_gone_is_named_and_a_header_that_is_put_back_ends_it() {
    let world = two_nights();
    let header = format!("'{}'!{}4", tab(AS_OF), column(&world, &tab(AS_OF), SUBJECT));
    world.emulator.with(|state| state.type_rows(&world.id, &header, &[["Petición"]])).unwrap();
    let (run, delivered) = changed(&world);
    assert_eq!(delivered["changed"].as_array().unwrap().len(), 3, "{run}");
    assert_eq!(delivered["changed"][0]["cell"], Value::Null);
    assert!(!run.to_string().contains("Petición"), "{run}");
    world.emulator.with(|state| state.type_rows(&world.id, &header, &[[SUBJECT]])).unwrap();
    verified(&world);
}

#[test]
fn a_line_that_is_written_anew_is_compared_with_what_its_own_tab_was_given() {
    let world = two_nights();
    // One row of staff's says something else since, another has its kind filled in by the office.
    world.type_at("L2", &[["Otra razón"]]);
    world.type_at("E3", &[["Queja"]]);
    world.emulator.with(|state| state.sheet_mut(&world.id, &tab(AS_OF)).unwrap().delete()).unwrap();
    assert_eq!(world.traslado(&["run", "--as-of", THIRD]).code, 0);
    let anew = format!("{} (repuesto)", tab(AS_OF));
    assert!(world.titles().contains(&anew));
    let delivered = verified(&world)["delivered"].clone();
    assert_eq!((&delivered["reissued"], &delivered["changed"]), (&3.into(), &json!([])), "{delivered}");

    for row in 5..8 {
        let id = world.shown(&format!("'{anew}'!A{row}"))[0][0].clone();
        let before = type_over(&world, &anew, "Alertas", row, "sin novedad");
        assert_eq!(accepts(&changed(&world).1), [format!("1:{id}:Alertas")]);
        type_over(&world, &anew, "Alertas", row, &before);
    }
    verified(&world);
}

#[test]
fn damage_in_the_hidden_column_is_found_while_the_ledger_is_whole() {
    let world = two_nights();
    let hidden = column(&world, &tab(AS_OF), "Asiento en el libro");
    let cell = format!("'{}'!{hidden}5", tab(AS_OF));
    let before = world.shown(&cell)[0][0].clone();
    world.emulator.with(|state| state.type_rows(&world.id, &cell, &[["x"]])).unwrap();
    let run = world.traslado(&["verify", "--json"]);
    assert_eq!(run.code, 66, "{run}");
    assert_eq!(run.json()["discrepancies"][0]["handoff"], 1, "{run}");
    world.emulator.with(|state| state.type_rows(&world.id, &cell, &[[before]])).unwrap();
    verified(&world);

    // Moved to the left it is the same column.
    let mut requests = Vec::new();
    let sheet = world.emulator.with(|state| state.sheet_mut(&world.id, &tab(AS_OF)).unwrap().sheet_id());
    let at = hidden as u32 - u32::from('A');
    requests.push(json!({"moveDimension": {"destinationIndex": 2, "source": {"sheetId": sheet,
        "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}}}));
    batch(&world, &requests);
    verified(&world);
}

#[test]
fn a_cell_that_somebody_lets_stand_is_recorded_and_not_said_again_until_it_changes_again() {
    let world = two_nights();
    let accept = ["verify", "--accept", "1:CE-2026-00002:Objeto", "--reason", "Corregido a mano", "--json"];
    let refused = world.traslado(&accept);
    assert_eq!(refused.code, 2, "nothing changed: {refused}");

    let before = type_over(&world, &tab(AS_OF), SUBJECT, 6, "otro texto");
    let name = type_over(&world, &tab(AS_OF), "Solicitante", 5, "Otra persona");
    assert_eq!(world.traslado(&accept[..3]).code, 2, "without a reason nothing is let stand");
    let run = world.traslado(&accept);
    assert_eq!(run.code, 3, "the other cell is not accepted: {run}");
    assert_eq!(accepts(&run.json()["delivered"]), ["1:CE-2026-00001:Solicitante"]);
    assert_eq!(run.json()["delivered"]["accepted"][0]["accept"], "1:CE-2026-00002:Objeto");
    type_over(&world, &tab(AS_OF), "Solicitante", 5, &name);
    let json = verified(&world);
    assert_eq!(json["delivered"]["accepted"].as_array().unwrap().len(), 1);

    // Said twice it is recorded once, and a night in between changes nothing of it.
    let lines = || world.shown("'Registro de noches'!A1:T30").len();
    let recorded = lines();
    assert_eq!(world.traslado(&accept).code, 0);
    assert_eq!(lines(), recorded);
    assert_eq!(world.traslado(&["run", "--as-of", THIRD]).code, 0);
    verified(&world);

    // It was let stand as it was, not whatever comes.
    type_over(&world, &tab(AS_OF), SUBJECT, 6, "un tercer texto");
    assert_eq!(accepts(&changed(&world).1), ["1:CE-2026-00002:Objeto"]);
    type_over(&world, &tab(AS_OF), SUBJECT, 6, &before);
    assert_eq!(verified(&world)["delivered"]["accepted"], json!([]));
}

#[test]
fn a_changed_cell_is_named_once_and_stays_in_the_list_until_it_is_let_stand() {
    let world = two_nights();
    type_over(&world, &tab(AS_OF), SUBJECT, 6, "otro texto");
    let verify = || world.traslado(&["verify"]);
    let first = verify();
    assert!(
        first.code == 3 && first.stderr.contains("CE-2026-00002") && first.stderr.contains("--accept"),
        "{first}"
    );

    // Week after week: it stays, and is not said as if it were news.
    for _ in 0..2 {
        let again = verify();
        assert_eq!(again.code, 3, "{again}");
        assert!(again.stderr.contains("nothing new, but 1 cell named before"), "{again}");
        assert!(
            again.stdout.contains("1:CE-2026-00002:Objeto") && !again.stderr.contains("CE-2026-00002"),
            "{again}"
        );
    }
    assert_eq!(changed(&world).1["changed"][0]["new"], false);

    // What is new is named, and nothing else; so is the same cell once it says something else.
    type_over(&world, &tab(AS_OF), "Solicitante", 5, "Otra persona");
    let news = verify();
    assert!(news.stderr.contains("CE-2026-00001") && !news.stderr.contains("CE-2026-00002"), "{news}");
    type_over(&world, &tab(AS_OF), SUBJECT, 6, "un tercer texto");
    assert!(verify().stderr.contains("CE-2026-00002"));

    for cell in ["1:CE-2026-00001:Solicitante", "1:CE-2026-00002:Objeto"] {
        let accepted = world.traslado(&["verify", "--accept", cell, "--reason", "Corregido a mano"]);
        assert!([0, 3].contains(&accepted.code), "{accepted}");
    }
    let ended = verify();
    assert!(ended.code == 0 && ended.stderr.is_empty(), "{ended}");
}
