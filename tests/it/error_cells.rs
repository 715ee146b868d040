//! Formulas that end in an error: Google's sentence about one may repeat what another cell holds.

use serde_json::json;

use crate::archive::{INDEX, a_day_passes, answer, copies, shown_in_archive};
use crate::world::{ACCOUNT, AS_OF, Row, Run, World, complete};

/// The document number that every sentence repeats; it stands on a tab that the service never reads.
const NUMBER: &str = "CC 1.999.777.666";

/// A Tuesday that no machine's clock has reached, so that it is "today".
const WEEKDAY: &str = "2031-03-11";

/// Formulas whose errors are of every kind that a formula can have.
const FORMULAS: [&str; 8] = [
    "=BUSCARV(Datos!A1;Datos!C1:D2;2;FALSO)",
    "=COINCIDIR(Datos!A1;Datos!C1:C2;0)",
    "=Datos!A1*2",
    "=1/Datos!B1",
    "=NOEXISTE(Datos!A1)",
    "=RAIZ(-1)",
    "=BUSCARV(Datos!A1;Datos!A1:B2;9;FALSO)",
    "=BUSCARX(Datos!A1;Datos!C1:C2;Datos!D1:D2)",
];

/// A row for each column of the form, with a formula in it.
fn rows(formula: usize) -> Vec<Row> {
    let rows = (0..12).map(|column| {
        let mut row = complete(u32::try_from(column).unwrap());
        row[column] = FORMULAS[(formula + column) % FORMULAS.len()].to_owned();
        row
    });
    rows.collect()
}

fn world(formula: usize) -> World {
    let world = World::empty();
    // Metrics, and a mail to the operator after one night that failed.
    let config = "[monitor]\ntextfile = \"state/traslado.prom\"\n[alert]\nto = [\"operador@essmar.example\"]\nafter = 1\n[host]";
    world.reconfigure("[host]", config);
    world.emulator.with(|state| {
        state.batch(&world.id, ACCOUNT, &[json!({"addSheet": {"properties": {"title": "Datos"}}})]).unwrap();
        state.type_rows(&world.id, "Datos!A1", &[[NUMBER]]).unwrap();
    });
    world.type_at("A1", &[crate::world::HEADER]);
    world.type_at("A2", &rows(formula));
    assert_eq!(world.traslado(&["init", "--yes"]).code, 0);
    world
}

/// Answers every line of the hand-off, puts it away, and returns all that the archive holds of it.
fn archived(world: &World, silently: impl Fn(&[&str])) -> String {
    let ids = world.shown(&format!("'Traslado {AS_OF}'!A5:A60")).concat();
    let lines = ids.iter().filter(|id| id.starts_with("CE-"));
    let radicados: Vec<String> = lines.map(|id| format!("R-{id}")).collect();
    answer(world, AS_OF, &radicados.iter().map(String::as_str).collect::<Vec<_>>());
    let put_away = ["archive", "--older-than", "1", "--yes", "--json"];
    silently(&put_away);
    a_day_passes(world);
    silently(&put_away);

    let title = format!("Traslado {AS_OF}");
    assert!(copies(world).contains(&title) && !world.titles().contains(&title), "{:?}", world.titles());
    shown_in_archive(world, &format!("'{title}'!A1:X60")).concat().concat()
}

fn assert_silent(text: &str, whence: &str) {
    for word in ["1.999.777.666", "1999777666", "Did not find", "(Function", "evaluation"] {
        assert!(!text.contains(word), "{word} stands in {whence}");
    }
}

#[test]
fn the_sentence_of_an_error_cell_reaches_no_tab_output_mail_or_file() {
    for formula in 0..FORMULAS.len() {
        let world = world(formula);
        let mut command = world.command();
        let run = Run::of(command.env("TRASLADO_LOG", "trace").args(["run", "--as-of", AS_OF]));
        assert_eq!(run.code, 0, "{run}");
        let asked = |call: &google_emulator::RequestLog| {
            String::from_utf8_lossy(&call.body).contains("UNFORMATTED_VALUE")
        };
        assert!(world.calls().iter().any(asked), "the sentences were never read");
        let handed_over = world.shown(&format!("'Traslado {AS_OF}'!A1:X60")).concat().concat();
        assert_silent(&handed_over, "the tab of the hand-off");
        assert!(
            !handed_over.contains("#N/A") && !handed_over.contains("#VALUE!"),
            "no error is handed over as text"
        );

        let silently = |arguments: &[&str]| {
            let run = world.traslado(arguments);
            assert_eq!(run.code, 0, "{arguments:?}: {run}");
            assert_silent(&run.to_string(), "an output or a log");
        };
        silently(&["check"]);
        silently(&["check", "--json"]);
        silently(&["plan", "--json"]);
        silently(&["verify", "--json"]);
        silently(&["find", "CE-2026-00001"]);
        silently(&["find", AS_OF, "--json"]);
        silently(&["annul", "CE-2026-00001", "--reason", "Prueba"]);

        let mails = world.emulator.mails().len();
        silently(&["run", "--as-of", WEEKDAY, "--json"]);
        let sent = world.emulator.mails().split_off(mails);
        assert!(sent.iter().any(|mail| mail.subject.contains("Recordatorio")), "nobody was reminded");

        assert_silent(&archived(&world, silently), "the archive");
        assert_silent(&world.shown(&format!("'{INDEX}'!A1:M60")).concat().concat(), "the archive's index");

        // A night that fails, and the mail to the operator.
        let mails = world.emulator.mails().len();
        world.type_at("A1", &[["?", "?", "?", "?", "?", "?", "?", "?", "?", "?", "?", "?"]]);
        let failed = world.traslado(&["run", "--as-of", "2026-03-31", "--json"]);
        assert_eq!(failed.code, 65, "{failed}");
        assert_silent(&format!("{}{}", failed.stdout, failed.stderr), "a failure");
        assert!(world.emulator.mails().len() > mails, "the operator was not told");

        assert_silent(&run.stdout, "stdout");
        assert_silent(&run.stderr, "stderr");
        for mail in world.emulator.mails() {
            assert_silent(&format!("{}{}{}", mail.subject, mail.text, mail.html), "a mail");
        }
        for entry in std::fs::read_dir(world.path("state")).unwrap() {
            let path = entry.unwrap().path();
            assert_silent(&std::fs::read_to_string(&path).unwrap(), "a file");
        }
        assert_silent(&world.shown("'Libro de traslados'!A1:Y60").concat().concat(), "the ledger");
        let beside = world.shown("CE-F05!M1:P20").concat().concat();
        assert_silent(&beside, "the service's columns");
        assert!(beside.contains("la celda muestra un error"), "{beside}");
    }
}
