//! Who else can open the file: said every night until it is mended, and never by name.

use google_emulator::{Fault, FaultAction, Match, Role};

use crate::world::{ACCOUNT, AS_OF, CLERKS, NEXT, World, complete, snapshot};

const STRANGER: &str = "persona.ajena@correo.example";

/// A spreadsheet of two offices, with the list of who may open it.
fn world(access: &str) -> World {
    let world = World::with(&[complete(1)]);
    world.emulator.with(|state| state.share(&world.id, CLERKS, Role::Writer));
    world.reconfigure("[host]", &format!("[access]\n{access}\n[host]"));
    world
}

fn allowed() -> World {
    world(&format!("allowed = [\"{CLERKS}\"]"))
}

#[test]
fn a_file_of_the_two_offices_alone_costs_one_request_and_no_mail() {
    let world = allowed();
    let before = world.calls().len();
    let json = world.night(AS_OF);
    assert_eq!((&json["access"], world.emulator.mails().len()), (&"good".into(), 1));
    assert!(world.calls().len() - before <= 17);
    let before = world.calls().len();
    world.night(NEXT);
    assert!(world.calls().len() - before <= 5, "a night without news");
}

#[test]
fn check_says_whose_the_file_is() {
    let world = allowed();
    let owner = |world: &World| {
        let check = world.traslado(&["check"]);
        let line = check.stdout.lines().find(|line| line.contains(" owner: ")).map(str::to_owned);
        line.unwrap_or_else(|| panic!("{check}"))
    };
    assert_eq!(owner(&world), "ok      owner: the file is the account's own (CE-P08, 6.1)");

    world.emulator.with(|state| {
        let drive = state.create_drive("Comunicaciones", ACCOUNT);
        state.move_to_drive(&world.id, &drive);
    });
    assert!(owner(&world).starts_with("warning owner: the file lies in a shared drive"), "{}", owner(&world));
    assert_eq!(world.night(AS_OF)["outcome"], "handed_off", "nights work there");

    // Another's file, which the account may edit.
    let world = allowed();
    let other = world.emulator.with(|state| {
        state.add_account(STRANGER);
        let id = state.create_spreadsheet(STRANGER, "CE-F05", "es_CO", "America/Bogota").unwrap();
        state.share(&id, ACCOUNT, Role::Writer);
        id
    });
    world.configure(&world.config().replace(&world.id, &other));
    assert!(owner(&world).starts_with("warning owner: the file is another account's"), "{}", owner(&world));
}

#[test]
fn a_stranger_and_a_link_are_said_every_night_until_mended_and_the_handover_goes_on() {
    let world = allowed();
    world.emulator.with(|state| {
        state.share(&world.id, STRANGER, Role::Reader);
        state.share_with_anyone(&world.id, Role::Writer);
        state.share_with_domain(&world.id, "otra.example", Role::Reader);
    });
    let run = world.traslado(&["run", "--as-of", AS_OF]);
    assert_eq!((run.code, world.lines().len()), (3, 1), "{run}");
    let mails = world.emulator.mails();
    assert_eq!(mails.len(), 2);
    let mail = &mails[1];
    assert!(mail.to.contains(&CLERKS.to_owned()) && mail.to.contains(&ACCOUNT.to_owned()), "{:?}", mail.to);
    let today = mail.subject[8..18].to_owned();
    let said = format!("{}\n\n{}\n{}", mail.subject, mail.text, mail.html).replace(&today, "[today]");
    assert!(!format!("{run}{said}").contains("persona.ajena"));
    snapshot!("access_exposed", format!("{run}\n{said}"));

    // Once a day, however often it runs.
    assert_eq!(world.traslado(&["run", "--as-of", AS_OF]).code, 3);
    assert_eq!(world.emulator.mails().len(), 2);
    let plan = world.traslado(&["plan", "--as-of", AS_OF, "--json"]);
    assert_eq!((plan.code, &plan.json()["access"]), (0, &"exposed".into()));

    // The record of an earlier day is not in the way, and does not stay.
    let records = || {
        let all = world.emulator.with(|state| state.developer_metadata(&world.id));
        all.into_iter().filter(|one| one["metadataKey"] == "traslado.access").collect::<Vec<_>>()
    };
    let id = records()[0]["metadataId"].as_i64().unwrap();
    let lookup = serde_json::json!({"developerMetadataLookup": {"metadataId": id}});
    let requests = [
        serde_json::json!({"deleteDeveloperMetadata": {"dataFilter": lookup}}),
        serde_json::json!({"createDeveloperMetadata": {"developerMetadata": {"metadataId": id - 1,
            "metadataKey": "traslado.access", "metadataValue": "told", "location": {"spreadsheet": true},
            "visibility": "DOCUMENT"}}}),
    ];
    world.emulator.with(|state| state.batch(&world.id, ACCOUNT, &requests)).unwrap();
    assert_eq!(world.traslado(&["run", "--as-of", NEXT]).code, 3);
    assert_eq!((world.emulator.mails().len(), records().len()), (3, 1));
    assert_eq!(records()[0]["metadataId"], id);
}

#[test]
fn a_strict_configuration_refuses_and_writes_nothing() {
    let world = world(&format!("allowed = [\"{CLERKS}\"]\nstrict = true"));
    assert_eq!(world.night(AS_OF)["access"], "good");
    world.type_at("A3", &[complete(2)]);
    world.emulator.with(|state| state.share(&world.id, STRANGER, Role::Reader));
    let start = world.emulator.mutations().len();
    let run = world.traslado(&["run", "--as-of", NEXT]);
    assert_eq!((run.code, world.mutations_since(start).len()), (77, 0), "{run}");
    assert_eq!(world.emulator.mails().len(), 1);
    assert!(!run.to_string().contains("persona.ajena"));
    assert_eq!(world.traslado(&["plan", "--as-of", NEXT]).code, 77);
    snapshot!("access_strict", run.to_string());
    world.emulator.with(|state| state.unshare(&world.id, STRANGER));
    assert_eq!(world.night(NEXT)["handoffs"][0]["rows"], 1);
}

#[test]
fn where_nobody_can_look_the_handover_goes_on_and_says_so() {
    let refused =
        || FaultAction::google(403, "PERMISSION_DENIED", "The user does not have sufficient permissions");
    let always = |action| Fault { when: Match::path("/permissions"), after: false, action, times: 0 };
    let world = allowed();
    world.emulator.fault(always(refused()));
    let run = world.traslado(&["run", "--as-of", AS_OF, "--json"]);
    assert_eq!((run.code, &run.json()["access"], world.lines().len()), (3, &"unknown".into(), 1), "{run}");
    assert_eq!(world.emulator.mails().len(), 1, "nothing is claimed that was not seen");
}

#[test]
fn where_nobody_can_look_a_strict_configuration_hands_nothing_over_and_asks_for_the_right_to_look() {
    let refused =
        FaultAction::google(403, "PERMISSION_DENIED", "The user does not have sufficient permissions");
    let world = world(&format!("allowed = [\"{CLERKS}\"]\nstrict = true"));
    world.night(AS_OF);
    world.type_at("A3", &[complete(2)]);
    world.emulator.fault(Fault {
        when: Match::path("/permissions"),
        after: false,
        action: refused,
        times: 0,
    });

    let start = world.emulator.mutations().len();
    let run = world.traslado(&["run", "--as-of", NEXT]);
    assert_eq!((run.code, world.mutations_since(start).len()), (77, 0), "{run}");
    assert!(run.stderr.contains("make it an editor") && !run.stderr.contains("not found"), "{run}");
}

#[test]
fn a_list_that_cannot_be_read_is_a_problem_of_the_configuration() {
    let world = world("allowed = [\"essmar\"]\nstrict = \"yes\"");
    let run = world.traslado(&["run"]);
    assert_eq!(run.code, 78, "{run}");
    snapshot!("access_problems", run.to_string());
}
