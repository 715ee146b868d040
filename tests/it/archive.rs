//! Answered hand-offs on their way to the archive, and where a report is found afterwards.

use google_emulator::Role;
use serde_json::{Value, json};

use crate::world::{ACCOUNT, AS_OF, CLERKS, NEXT, Row, Run, World, complete, snapshot, table};

/// The tab that lists what is archived.
pub(crate) const INDEX: &str = "Traslados archivados";

/// Two hand-offs, of three reports and of one, all of them answered.
pub(crate) fn answered() -> World {
    let rows: Vec<Row> = (0..3).map(complete).collect();
    let world = World::adopted(&rows);
    world.night(AS_OF);
    world.type_at("A5", &[complete(7)]);
    world.night(NEXT);
    answer(&world, AS_OF, &["R-1", "R-2", "R-3"]);
    answer(&world, NEXT, &["R-4"]);
    // The columns beside the rows show what was typed.
    world.night(NEXT);
    world
}

/// Types as a clerk does: radicado, state, its day, who has it.
pub(crate) fn answer(world: &World, day: &str, radicados: &[&str]) {
    let lines: Vec<[&str; 4]> =
        radicados.iter().map(|radicado| [*radicado, "Respondido", "20/03/2026", "Clerk"]).collect();
    clerk_types(world, &format!("'Traslado {day}'!H5"), &lines).unwrap();
}

pub(crate) fn clerk_types<const N: usize>(
    world: &World,
    range: &str,
    rows: &[[&str; N]],
) -> Result<(), google_emulator::Refused> {
    world.emulator.with(|state| {
        state.share(&world.id, CLERKS, Role::Writer);
        state.type_rows_as(&world.id, CLERKS, range, rows).map(drop)
    })
}

pub(crate) fn archive(world: &World) -> Run {
    world.traslado(&["archive", "--yes", "--older-than", "1"])
}

/// The marks of hand-offs on their way, as if they had been made days before.
pub(crate) fn a_day_passes(world: &World) {
    world.emulator.with(|state| {
        let marks: Vec<Value> = state
            .developer_metadata(&world.id)
            .into_iter()
            .filter(|entry| {
                ["traslado.archiving", "traslado.unarchived"].iter().any(|key| entry["metadataKey"] == *key)
            })
            .collect();
        for mark in marks {
            let value = mark["metadataValue"].as_str().unwrap();
            let value = format!("1:2026-03-30{}", &value["1:2026-03-30".len()..]);
            let request = json!({"updateDeveloperMetadata": {
                "dataFilters": [{"developerMetadataLookup": {"metadataId": mark["metadataId"]}}],
                "developerMetadata": {"metadataValue": value},
                "fields": "metadataValue",
            }});
            state.batch(&world.id, ACCOUNT, &[request]).unwrap();
        }
    });
}

/// Ids of the archive spreadsheets.
pub(crate) fn archives(world: &World) -> Vec<String> {
    let all = world.emulator.with(|state| state.spreadsheets());
    all.into_iter().filter(|(_, title)| title == "Archivo CE-F05 2026").map(|(id, _)| id).collect()
}

/// Titles of the copies in them.
pub(crate) fn copies(world: &World) -> Vec<String> {
    let of = |id: &String| world.emulator.with(|state| state.tabs(id));
    let titles = archives(world).iter().flat_map(of).map(|(_, title)| title).collect::<Vec<_>>();
    titles.into_iter().filter(|title| title != "Archivo").collect()
}

pub(crate) fn shown_in_archive(world: &World, range: &str) -> Vec<Vec<String>> {
    let id = archives(world).remove(0);
    world.emulator.with(|state| state.shown(&id, range)).unwrap()
}

/// Titles of all tabs but those that every night keeps up.
pub(crate) fn titles(world: &World) -> Vec<String> {
    world.titles().into_iter().filter(|title| !MAINTAINED.contains(&title.as_str())).collect()
}

/// The work list and the board, which every night keeps up, and what the nights decided.
const MAINTAINED: [&str; 6] =
    ["Pendientes", "Tablero", "Índice", "Registro de noches", "Historia de estados", "Filas anteriores"];

/// Titles of those that people see.
pub(crate) fn visible(world: &World) -> Vec<String> {
    let book = world.emulator.with(|state| state.spreadsheet(&world.id)).unwrap();
    let tabs = book["sheets"].as_array().unwrap().iter().map(|tab| &tab["properties"]);
    let seen = tabs.filter(|tab| tab["hidden"] != true).map(|tab| tab["title"].as_str().unwrap().to_owned());
    seen.filter(|title| !MAINTAINED.contains(&title.as_str())).collect()
}

/// The day of the machine's clock, put aside, and what Google chooses.
fn undated(text: &str) -> String {
    let today = traslado::clock::Moment::now().today();
    let text = text.replace(&today.to_string(), "[day]");
    let text = text.replace(&today.format("%d/%m/%Y").to_string(), "[day]");
    let text = text
        .split("chain ")
        .map(|part| part.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_'));
    let text = text.collect::<Vec<_>>().join("chain [chain]");
    let mut plain = String::new();
    let mut rest = text.as_str();
    // Ids of copies are Google's choice.
    while let Some((at, mark)) =
        ["gid=", "hoja "].iter().filter_map(|mark| Some((rest.find(mark)?, *mark))).min()
    {
        plain.push_str(&rest[..at + mark.len()]);
        rest = &rest[at + mark.len()..];
        let digits = rest.chars().take_while(char::is_ascii_digit).count();
        let ours = rest.starts_with("19070000") || digits < 3;
        plain.push_str(if ours { &rest[..digits] } else { "[sheet]" });
        rest = &rest[digits..];
    }
    plain + rest
}

#[test]
fn answered_hand_offs_go_in_two_days_and_everything_is_found_afterwards() {
    let world = answered();
    let staff = world.staff_cells();
    let beside = world.shown("CE-F05!M1:P5");
    let tab = world.shown(&format!("'Traslado {AS_OF}'!A1:Y20"));
    let first = archive(&world);
    assert_eq!(first.code, 0, "{first}");
    assert_eq!(visible(&world), ["CE-F05"], "the tabs are hidden");
    let again = archive(&world);
    a_day_passes(&world);
    let second = archive(&world);
    assert_eq!(second.code, 0, "{second}");

    assert_eq!(titles(&world), ["CE-F05", "Libro de traslados", INDEX]);
    assert_eq!(copies(&world), [format!("Traslado {AS_OF}"), format!("Traslado {NEXT}")]);
    assert_eq!(shown_in_archive(&world, &format!("'Traslado {AS_OF}'!A1:Y20")), tab);
    let verified = world.traslado(&["verify"]);
    assert_eq!(verified.code, 0, "{verified}");
    assert_eq!(world.night(NEXT)["outcome"], "nothing_new");
    assert_eq!((world.staff_cells(), world.shown("CE-F05!M1:P5")), (staff, beside));
    assert_eq!(world.emulator.mails().len(), 2, "nobody is told of it by a mail of its own");

    let cover = table(&shown_in_archive(&world, "Archivo!A1:A2"));
    let index = table(&world.shown(&format!("'{INDEX}'!A1:K6")));
    let ledger = table(&world.shown("'Libro de traslados'!A6:I10"));
    let notes = table(&world.shown("'Libro de traslados'!V6:W10"));
    let said = format!(
        "# first\n{first}\n# the same day\n{again}\n# a day later\n{second}\n# verify\n{verified}\n# cover\n{cover}\n# \
         register\n{index}\n# ledger\n{ledger}{notes}"
    );
    snapshot!("archived", undated(&said));
}

#[test]
fn a_report_is_found_by_id_radicado_and_day_wherever_it_is() {
    let world = answered();
    let mut said = String::new();
    let mut find = |what: &str, label: &str| {
        let run = world.traslado(&["find", what]);
        said += &format!("# {what}, {label}\n{run}\n");
    };
    find("CE-2026-00004", "in its tab");
    assert_eq!(archive(&world).code, 0);
    find("r-4", "on its way");
    a_day_passes(&world);
    assert_eq!(archive(&world).code, 0);
    find("CE-2026-00004", "in the archive");
    find("2026-03-20", "the day of the answers");
    find("R-9", "unknown");
    find("CE-2026-00009", "unknown");
    find("2026-01-01", "unknown");
    let json = world.traslado(&["find", "ce-2026-00001", "--json"]);
    said += &format!("# as JSON\n{json}\n");
    snapshot!("found", undated(&said));
}

#[test]
fn a_night_puts_the_oldest_away_by_itself_above_the_configured_number_of_tabs() {
    let world = answered();
    world.night(NEXT);
    world.configure(&(world.config() + "[archive]\ntabs = 9\n"));
    let start = world.emulator.mutations().len();
    assert_eq!(world.night(NEXT)["outcome"], "nothing_new");
    assert_eq!(visible(&world), ["CE-F05".to_owned(), format!("Traslado {NEXT}")], "one too many, one goes");
    let before = world.calls().len();
    world.night(NEXT);
    assert!(world.calls().len() - before < 12, "nothing is due");
    a_day_passes(&world);
    world.night(NEXT);
    let left = ["CE-F05".to_owned(), "Libro de traslados".into(), format!("Traslado {NEXT}"), INDEX.into()];
    assert_eq!(titles(&world), left);
    assert!(world.mutations_since(start).len() > 4);
    assert_eq!(world.traslado(&["verify"]).code, 0);
}

#[test]
fn a_clerk_who_types_meanwhile_keeps_the_tab() {
    let world = answered();
    assert_eq!(archive(&world).code, 0);
    clerk_types(&world, &format!("'Traslado {AS_OF}'!L6"), &[["llamar otra vez"]]).unwrap();
    a_day_passes(&world);
    let run = archive(&world);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.contains("stays: hand-off 1: cell L6 of a tab and of its copy differ"), "{run}");
    assert!(!run.stdout.contains("llamar"), "{run}");
    assert!(visible(&world).contains(&format!("Traslado {AS_OF}")), "{:?}", visible(&world));
    assert_eq!(copies(&world), [format!("Traslado {NEXT}")], "the copy that says less is gone");
    assert_eq!(clerk_types(&world, &format!("'Traslado {AS_OF}'!L6"), &[["llamado"]]), Ok(()));
    let run = archive(&world);
    assert!(
        run.stdout.contains("hand-off 1: it was taken off its way to the archive less than two"),
        "{run}"
    );
    a_day_passes(&world);
    assert_eq!(archive(&world).code, 0);
    a_day_passes(&world);
    assert_eq!(archive(&world).code, 0);
    assert_eq!(shown_in_archive(&world, &format!("'Traslado {AS_OF}'!L6:L6")), [["llamado"]]);
    assert_eq!(world.traslado(&["verify"]).code, 0);
}

#[test]
fn a_copy_that_somebody_changed_is_never_deleted_and_never_believed() {
    let world = answered();
    assert_eq!(archive(&world).code, 0);
    let file = archives(&world).remove(0);
    let title = format!("'Traslado {NEXT}'!L5");
    world.emulator.with(|state| state.type_rows(&file, &title, &[["nota del auditor"]])).unwrap();
    a_day_passes(&world);
    let run = archive(&world);
    assert!(run.stdout.contains("stays: hand-off 2: cell L5"), "{run}");
    assert_eq!(shown_in_archive(&world, &title), [["nota del auditor"]]);
    a_day_passes(&world);
    let run = archive(&world);
    assert!(run.stdout.contains("in the archive of 2026, tab "), "{run}");
    assert!(run.stdout.contains(") is a copy of no tab as it stands"), "{run}");
    a_day_passes(&world);
    assert_eq!(archive(&world).code, 0);
    assert_eq!(copies(&world).len(), 3);
    assert_eq!(world.traslado(&["verify"]).code, 0);
}

#[test]
fn what_waits_for_an_answer_stays_and_what_was_annulled_does_not_wait() {
    let rows: Vec<Row> = (0..2).map(complete).collect();
    let world = World::adopted(&rows);
    world.night(AS_OF);
    answer(&world, AS_OF, &["R-1"]);
    let run = archive(&world);
    assert!(run.stdout.contains("stays: hand-off 1: no answer date for CE-2026-00002\n"), "{run}");
    assert_eq!(archives(&world).len(), 0, "no file is made for nothing");
    let asked = world.traslado(&["archive"]);
    assert!(asked.stdout.ends_with("Nothing to put away; nothing was written.\n"), "{asked}");
    assert_eq!(world.traslado(&["annul", "CE-2026-00002", "--reason", "Prueba"]).code, 0);
    assert!(archive(&world).stdout.contains("copied, compared and hidden: hand-off 1;"), "{run}");
}

#[test]
fn an_archived_report_that_staff_change_goes_over_again_as_an_amendment() {
    let world = answered();
    assert_eq!(archive(&world).code, 0);
    a_day_passes(&world);
    assert_eq!(archive(&world).code, 0);
    world.type_at("L2", &[["Además, el medidor gotea"]]);
    let night = world.night("2026-03-25");
    assert_eq!((&night["seq"], &night["counts"]["amended"]), (&4.into(), &1.into()), "{night}");
    let mail = &world.emulator.mails()[2].text;
    assert!(mail.contains("que pasaron al archivo desde el último aviso: 2."), "{mail}");
    assert!(mail.contains("traslado n.º 4 "), "{mail}");
    let open = archive(&world);
    assert!(open.stdout.contains("stays: hand-off 4: no answer date for CE-2026-00001"), "{open}");
    assert_eq!(world.traslado(&["annul", "3", "--reason", "Prueba"]).code, 2);
    assert_eq!(world.traslado(&["verify"]).code, 0);
}

#[test]
fn an_archived_tab_is_not_made_again() {
    let world = answered();
    assert_eq!(archive(&world).code, 0);
    a_day_passes(&world);
    assert_eq!(archive(&world).code, 0);
    let night = world.traslado(&["run", "--as-of", NEXT]);
    assert_eq!((night.code, night.stderr.as_str()), (0, ""), "{night}");
    assert_eq!(titles(&world), ["CE-F05", "Libro de traslados", INDEX]);
}

#[test]
fn an_archive_that_others_can_open_gets_nothing() {
    let world = answered();
    assert_eq!(archive(&world).code, 0);
    let file = archives(&world).remove(0);
    world.emulator.with(|state| state.share_with_anyone(&file, Role::Reader));
    a_day_passes(&world);
    let run = archive(&world);
    assert_eq!(run.code, 77, "{run}");
    assert!(run.stderr.contains("can also be opened by anyone who has the link"), "{run}");
    assert!(world.titles().contains(&format!("Traslado {AS_OF}")));
    let night = world.traslado(&["run", "--as-of", NEXT]);
    assert_eq!(night.code, 0, "a night does its work all the same: {night}");
    assert!(night.stderr.contains("can also be opened by anyone"), "{night}");
}

#[test]
fn an_archive_that_others_can_open_needs_a_person_every_night_where_the_configuration_says_who_may() {
    let world = answered();
    assert_eq!(archive(&world).code, 0);
    let config = std::fs::read_to_string(world.path("traslado.toml")).unwrap();
    world.configure(&config.replace("[host]", &format!("[access]\nallowed = [\"{CLERKS}\"]\n[host]")));
    assert_eq!(world.traslado(&["run", "--as-of", NEXT]).code, 0, "the two offices alone");

    let file = archives(&world).remove(0);
    world.emulator.with(|state| state.share(&file, "ajena@correo.example", Role::Reader));
    for _ in 0..2 {
        let night = world.traslado(&["run", "--as-of", NEXT]);
        assert_eq!(night.code, 3, "{night}");
        assert!(
            night.stderr.contains("the archive") && night.stderr.contains("can also be opened by"),
            "{night}"
        );
    }
    world.emulator.with(|state| state.unshare(&file, "ajena@correo.example"));
    assert_eq!(world.traslado(&["run", "--as-of", NEXT]).code, 0);
}

#[test]
fn an_archive_that_is_gone_takes_nothing_with_it() {
    let world = answered();
    assert_eq!(archive(&world).code, 0);
    let file = archives(&world).remove(0);
    world.emulator.with(|state| state.delete_file(&file));
    a_day_passes(&world);
    let run = archive(&world);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.contains("stays: hand-off 1: a tab of it, or its copy, is gone"), "{run}");
    assert_eq!(visible(&world).len(), 3);
    a_day_passes(&world);
    assert!(archive(&world).stdout.contains("copied, compared and hidden: hand-offs 1, 2"));
    assert_ne!(archives(&world), [file]);
}

#[test]
fn nobody_is_taken_at_their_word_before_they_have_seen_what_would_be_done() {
    let world = answered();
    let start = world.emulator.mutations().len();
    let asked = world.traslado(&["archive", "--older-than", "1"]);
    assert_eq!(asked.code, 2, "{asked}");
    let lines: Vec<&str> = asked.stdout.lines().collect();
    assert_eq!(lines[0], "To copy, compare and hide, to go on a later day: hand-offs 1, 2");
    assert_eq!(lines[1], "Go ahead? [y/N] Nothing was written.");
    assert_eq!(world.mutations_since(start).len(), 0);
    let young = world.traslado(&["archive", "--yes", "--older-than", "99999"]);
    assert!(young.stdout.starts_with("nothing was put away; "), "{young}");
    assert_eq!(world.traslado(&["archive", "--json"]).code, 2, "a program cannot be asked");
    let json = world.traslado(&["archive", "--yes", "--json", "--older-than", "1"]).json();
    assert_eq!((&json["outcome"], &json["marked"]), (&"marked".into(), &json!([1, 2])));
}

#[test]
fn it_ends_the_same_whichever_way_google_is() {
    let turns: [fn(&mut google_emulator::Switches); 3] = [
        |switches| switches.unmatched_metadata_is_an_error ^= true,
        |switches| switches.deleted_sheet_ids_are_free ^= true,
        |switches| switches.copies_keep_metadata ^= true,
    ];
    for turn in turns {
        let world = answered();
        world.emulator.with(|state| turn(&mut state.switches));
        assert_eq!(archive(&world).code, 0);
        clerk_types(&world, &format!("'Traslado {AS_OF}'!L6"), &[["llamar"]]).unwrap();
        for _ in 0..3 {
            a_day_passes(&world);
            let run = archive(&world);
            assert_eq!(run.code, 0, "{run}");
        }
        a_day_passes(&world);
        world.emulator.with(|state| state.sheet_mut(&world.id, INDEX).unwrap().delete()).unwrap();
        world.night(NEXT);
        assert_eq!(archive(&world).code, 0);
        assert_eq!(titles(&world), ["CE-F05", "Libro de traslados", INDEX]);
        assert_eq!(copies(&world).len(), 2);
        assert_eq!(world.traslado(&["verify"]).code, 0);
    }
}

#[test]
fn a_spreadsheet_with_as_many_tabs_as_it_may_have_is_relieved_all_the_same() {
    let world = answered();
    fill(&world);
    assert_eq!(world.titles().len(), 200);
    world.night(NEXT);
    a_day_passes(&world);
    assert_eq!(archive(&world).code, 0);
    assert_eq!(world.titles().len(), 199);
    assert_eq!(world.traslado(&["verify"]).code, 0);
}

/// Tabs of people's own, until the spreadsheet has 200.
fn fill(world: &World) {
    let standing = i32::try_from(world.titles().len()).unwrap();
    let tab = |n| {
        let grid = json!({"rowCount": 1, "columnCount": 1});
        json!({"addSheet": {"properties": {"sheetId": n, "title": format!("Hoja {n}"), "gridProperties": grid}}})
    };
    let tabs: Vec<Value> = (1..=200 - standing).map(tab).collect();
    world.emulator.with(|state| state.batch(&world.id, ACCOUNT, &tabs)).unwrap();
}

#[test]
fn a_hand_off_that_a_later_one_replaced_is_put_away_before_it_is_answered() {
    let world = World::adopted(&[complete(1)]);
    world.night(AS_OF);
    world.type_at("L2", &[["Además, el medidor gotea"]]);
    let night = world.night(NEXT);
    assert_eq!((&night["seq"], &night["counts"]["amended"]), (&2.into(), &1.into()), "{night}");

    let run = archive(&world);
    assert!(run.stdout.contains("copied, compared and hidden: hand-off 1;"), "{run}");
    assert!(run.stdout.contains("stays: hand-off 2: no answer date for CE-2026-00001\n"), "{run}");
    a_day_passes(&world);
    assert_eq!(archive(&world).code, 0);
    assert_eq!(copies(&world), [format!("Traslado {AS_OF}")]);
    assert_eq!(visible(&world), ["CE-F05".to_owned(), format!("Traslado {NEXT}"), INDEX.to_owned()]);
    assert_eq!(world.night(NEXT)["outcome"], "nothing_new", "the report still waits, and goes over no more");
    assert!(world.shown("Pendientes!A1:Z20").iter().flatten().any(|cell| cell == "CE-2026-00001"));
    assert_eq!(world.traslado(&["verify"]).code, 0);
}

#[test]
fn a_spreadsheet_with_200_tabs_says_which_may_go() {
    let rows: Vec<Row> = (0..2).map(complete).collect();
    let world = World::adopted(&rows);
    world.night(AS_OF);
    world.type_at("A4", &[complete(7)]);
    world.night(NEXT);
    answer(&world, AS_OF, &["R-1", "R-2"]);
    world.configure(&(world.config() + "[archive]\ntabs = 200\ndays = 30\n"));
    fill(&world);
    world.type_at("A5", &[complete(8)]);

    let before = world.titles();
    let night =
        |now: &str| Run::of(world.command().args(["run", "--as-of", "2026-03-12"]).env("TRASLADO_NOW", now));
    let run = night("2026-05-15T13:00:00Z");
    assert_eq!((run.code, world.titles()), (73, before), "{run}");
    let named = [
        "has 200 tabs and Google allows 200; move what is not the service's to another spreadsheet (tab ",
        "`traslado archive` puts away hand-offs that are answered or that later ones have replaced (1):",
        "the archive takes those that wait once clerks type their answer dates (2)",
    ];
    for named in named {
        assert!(run.stderr.contains(named), "{named}: {run}");
    }
    assert!(!run.stderr.contains("Hoja "), "titles are people's: {run}");
    assert!(!run.stderr.contains("deleted by hand"), "nights make tabs of these days again: {run}");
    let later = night("2030-07-15T13:00:00Z");
    assert!(later.stderr.contains("and no night makes them again (1, 2)"), "{later}");

    // What the message names is a way out. The list of what is archived takes the place of one tab.
    answer(&world, NEXT, &["R-3"]);
    let first = archive(&world);
    assert_eq!(first.code, 0, "{first}");
    a_day_passes(&world);
    assert_eq!(archive(&world).code, 0);
    assert_eq!(world.night("2026-03-12")["outcome"], "handed_off");
    assert_eq!(world.traslado(&["verify"]).code, 0);
}

#[test]
fn archived_tabs_are_proved_in_their_file_and_what_changed_there_is_named_until_it_is_let_stand() {
    let world = answered();
    let _ = archive(&world);
    a_day_passes(&world);
    let _ = archive(&world);
    assert_eq!(copies(&world).len(), 2);
    let sound = world.traslado(&["verify", "--archive", "--json"]);
    assert_eq!(sound.code, 0, "{sound}");
    assert_eq!(
        (&sound.json()["archived"]["tabs"], &sound.json()["delivered"]["lines"]),
        (&2.into(), &4.into())
    );

    let file = archives(&world).remove(0);
    let title = copies(&world).remove(0);
    let headers =
        world.emulator.with(|state| state.shown(&file, &format!("'{title}'!A4:Z4"))).unwrap().remove(0);
    let at = headers.iter().position(|header| header == "Objeto").unwrap();
    let cell = format!("'{title}'!{}5", char::from(b'A' + u8::try_from(at).unwrap()));
    let before = world.emulator.with(|state| state.shown(&file, &cell)).unwrap()[0][0].clone();
    world.emulator.with(|state| state.type_rows(&file, &cell, &[["otro texto"]])).unwrap();

    assert_eq!(world.traslado(&["verify"]).code, 0, "only --archive looks there");
    let named = world.traslado(&["verify", "--archive"]);
    assert_eq!(named.code, 3, "{named}");
    assert!(
        named.stderr.contains("of the archive spreadsheet") && named.stderr.contains(":Objeto"),
        "{named}"
    );
    assert!(!named.to_string().contains("otro texto") && !named.to_string().contains(&before), "{named}");
    assert_eq!(world.traslado(&["verify"]).code, 0);
    let again = world.traslado(&["verify", "--archive", "--json"]);
    assert_eq!((again.code, &again.json()["delivered"]["changed"][0]["new"]), (3, &false.into()), "{again}");

    let accept = again.json()["delivered"]["changed"][0]["accept"].as_str().unwrap().to_owned();
    let stands =
        world.traslado(&["verify", "--archive", "--accept", &accept, "--reason", "Prueba de la oficina"]);
    assert_eq!(stands.code, 0, "{stands}");

    // A line and a tab that are gone are named as well, and so is the file.
    world.emulator.with(|state| state.sheet_mut(&file, &title).unwrap().delete_rows(6, 1).unwrap());
    let lost = world.traslado(&["verify", "--archive"]);
    assert!(lost.code == 3 && lost.stderr.contains("has lost 1 of its 3 lines"), "{lost}");
    world.emulator.with(|state| state.sheet_mut(&file, &title).unwrap().delete()).unwrap();
    let gone = world.traslado(&["verify", "--archive"]);
    assert!(
        gone.code == 3 && gone.stderr.contains("the tab of hand-off 1 is gone from the archive"),
        "{gone}"
    );
    world.emulator.with(|state| state.delete_file(&file));
    let gone = world.traslado(&["verify", "--archive"]);
    assert!(gone.code == 3 && gone.stderr.contains("cannot be opened"), "{gone}");
    assert_eq!(world.traslado(&["verify"]).code, 0, "the ledger is whole all the same");
}
