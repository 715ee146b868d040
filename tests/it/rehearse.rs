//! What an operator sees of a rehearsal.

use google_emulator::{Fault, FaultAction, Match};

use crate::world::{CLERKS, World, complete, snapshot};

#[test]
fn a_rehearsal_says_what_holds_and_leaves_the_real_spreadsheet_and_its_offices_alone() {
    let world = World::adopted(&[complete(1)]);
    // Google takes 60 writes a minute, and the questions are more.
    world.reconfigure("timeout_seconds = 20", "timeout_seconds = 120");
    let remembered = || {
        let files = std::fs::read_dir(world.path("state")).unwrap();
        let mut files: Vec<_> = files.map(|file| file.unwrap().file_name()).collect();
        files.sort();
        files
    };
    let (before, seen) = (world.emulator.mutations().len(), remembered());
    let run = world.traslado(&["rehearse", "--to", CLERKS]);
    snapshot!("rehearsed", run.to_string());
    assert_eq!(run.code, 0);
    let changed = world.mutations_since(before);
    assert!(changed.iter().all(|change| change.file != world.id));
    // Two of the questions about mail send one, and the night sends its notice.
    assert_eq!(world.emulator.mails().len(), 3);
    assert_eq!(remembered(), seen, "the host remembers the scratch spreadsheet");
}

#[test]
fn what_can_be_asked_before_there_is_a_spreadsheet_is_asked() {
    let world = World::empty();
    let config = world.config().replace(&format!("spreadsheet_id = \"{}\"\n", world.id), "");
    world.configure(&config.replace("timeout_seconds = 20", "timeout_seconds = 120"));
    let check = world.traslado(&["check"]);
    assert_eq!(check.code, 0, "{check}");
    for line in
        ["warning spreadsheet: none is named yet; run `traslado init`", "ok      identity:", "ok      mail:"]
    {
        assert!(check.stdout.contains(line), "{line}: {check}");
    }
    let rehearsal = world.traslado(&["rehearse"]);
    assert_eq!(rehearsal.code, 0, "{rehearsal}");
    assert!(rehearsal.stdout.contains("the service can be used here"), "{rehearsal}");
}

#[test]
fn a_rehearsal_needs_no_spreadsheet_but_an_account_that_may_make_one() {
    let world = World::empty();
    let making = Match { method: Some("POST".to_owned()), ..Match::path("/v4/spreadsheets") };
    let denied = FaultAction::google(403, "PERMISSION_DENIED", "The caller does not have permission");
    world.emulator.fault(Fault { times: 0, ..Fault::before(making, denied) });
    let run = world.traslado(&["rehearse"]);
    assert_eq!(run.code, 77, "{run}");
}
