//! What is due: said in the notice, and on business days without one in a reminder, once a day.

use std::process::Stdio;
use std::time::Duration;

use google_emulator::{Fault, FaultAction, Mail, Match};

use crate::world::{CLERKS, Run, World, complete, snapshot};

/// Days that the clock of no machine has reached, so that they are "today": from Monday to Wednesday,
/// a Saturday, and a holiday.
const MONDAY: &str = "2031-03-10";
const TUESDAY: &str = "2031-03-11";
const WEDNESDAY: &str = "2031-03-12";
const SATURDAY: &str = "2031-03-15";
const HOLIDAY: &str = "2031-03-24";

/// Reports that are past due, near their term, and far from it.
fn world() -> World {
    let mut rows = [complete(1), complete(2), complete(3), complete(4)];
    rows[2][1] = "19/02/2031".to_owned();
    rows[3][1] = "07/03/2031".to_owned();
    World::adopted(&rows)
}

fn reminders(world: &World) -> Vec<Mail> {
    let mails = world.emulator.mails();
    mails.into_iter().filter(|mail| mail.subject.contains("Recordatorio")).collect()
}

#[test]
fn a_new_version_of_a_paper_is_a_line_of_the_configuration() {
    let world = world();
    world.night(MONDAY);
    world.reconfigure(
        "[notice]",
        "[entity]\nprocedure_version = \"v04\"\nclerks_office = \"Servicio\"\n[notice]",
    );
    world.type_at("A6", &[complete(5)]);
    world.night(TUESDAY);

    let title = &world.shown(&format!("'Traslado {TUESDAY}'!A1"))[0][0];
    assert!(title.contains(" a Servicio · CE-P08 v04 / CE-F05 · "), "{title}");
    let cited = "a disposición de Servicio (procedimiento CE-P08 v04, formato CE-F05)";
    let mail = world.emulator.mails().pop().unwrap();
    assert!(mail.text.contains(cited), "{}", mail.text);
    let titles = ["'Pendientes'!A1", "'Tablero'!A1"].map(|cell| world.shown(cell)[0][0].clone());
    assert!(titles.iter().all(|title| title.ends_with(" · CE-P08 v04 / CE-F05")), "{titles:?}");

    let ledger = world.shown("'Libro de traslados'!A1:X9");
    let at = ledger[0].iter().position(|header| header == "Procedimiento").unwrap();
    let judged: Vec<&str> = ledger[1..].iter().map(|line| line[at].as_str()).collect();
    assert_eq!(judged.iter().filter(|by| **by == "CE-P08 v03 / CE-F05").count(), 4, "{judged:?}");
    assert_eq!(judged.last(), Some(&"CE-P08 v04 / CE-F05"), "{judged:?}");
}

#[test]
fn the_notice_and_on_a_business_day_without_one_a_reminder_say_what_is_due() {
    let world = world();
    world.reconfigure("[notice]", "[notice]\nreference = \"CI-2031-0042\"");
    world.night(MONDAY);
    let mails = world.emulator.mails();
    assert_eq!(mails.len(), 1, "the day of a notice needs no reminder");
    let due = "2 reportes vencidos, 1 por vencer hoy o en los próximos tres días hábiles";
    assert!(mails[0].text.contains(due), "{}", mails[0].text);
    assert!(mails[0].text.contains("GD-P01 CI-2031-0042"), "{}", mails[0].text);
    let title = &world.shown(&format!("'Traslado {MONDAY}'!A1"))[0][0];
    assert!(title.contains(" · CE-P08 v03 / CE-F05 · GD-P01 CI-2031-0042 · "), "{title}");

    world.night(TUESDAY);
    let sent = reminders(&world);
    assert_eq!((world.emulator.mails().len(), sent.len()), (2, 1));
    assert_eq!(sent[0].to, [CLERKS]);
    snapshot!("reminder_mail", format!("{}\n\n{}\n{}", sent[0].subject, sent[0].text, sent[0].html));
    let start = world.emulator.mutations().len();
    world.night(TUESDAY);
    assert_eq!((reminders(&world).len(), world.mutations_since(start).len()), (1, 0));

    // One record stays, the day's own.
    world.night(WEDNESDAY);
    assert_eq!(reminders(&world).len(), 2);
    let metadata = world.emulator.with(|state| state.developer_metadata(&world.id));
    let records = metadata.iter().filter(|one| one["metadataKey"] == "traslado.reminder");
    assert_eq!(records.count(), 1);
}

#[test]
fn no_reminder_goes_out_on_a_day_off_nor_where_nothing_presses_nor_where_nobody_wants_one() {
    let world = world();
    world.night(MONDAY);
    for day_off in [SATURDAY, HOLIDAY] {
        world.night(day_off);
    }
    assert_eq!(reminders(&world).len(), 0);
    world.reconfigure("[notice]", "[notice]\nreminders = false");
    world.night(TUESDAY);
    assert_eq!(reminders(&world).len(), 0);
    world.configure(&world.config());
    let answered = [["", "Respondido", "10/03/2031"]; 3];
    world
        .emulator
        .with(|state| state.type_rows(&world.id, &format!("'Traslado {MONDAY}'!H5"), &answered))
        .unwrap();
    world.night(TUESDAY);
    assert_eq!(reminders(&world).len(), 0, "what is left is due in two weeks");
}

#[test]
fn two_runs_at_once_and_runs_that_are_killed_send_at_most_one_reminder_a_day() {
    let reminder = || Match { body_contains: Some("traslado.reminder".to_owned()), ..Match::default() };
    for after in [false, true] {
        let world = world();
        world.night(MONDAY);
        let hold =
            if after { world.emulator.hold_after(reminder()) } else { world.emulator.hold(reminder()) };
        let mut slow = world.command();
        slow.args(["run", "--as-of", TUESDAY]).stdout(Stdio::null()).stderr(Stdio::null());
        let mut slow = slow.spawn().unwrap();
        assert!(hold.wait_until_reached(Duration::from_secs(20)));
        world.reconfigure("state_dir = \"state\"", "state_dir = \"other\"");
        let quick = Run::of(world.command().args(["run", "--as-of", TUESDAY]));
        assert_eq!(quick.code, 0, "{quick}");
        if after {
            slow.kill().unwrap();
        }
        hold.release();
        slow.wait().unwrap();
        assert_eq!(world.traslado(&["run", "--as-of", TUESDAY]).code, 0);
        // Whoever made the record was killed before it sent; nobody may guess, so nobody is told today.
        assert_eq!(reminders(&world).len(), usize::from(!after));
    }
}

#[test]
fn a_notice_that_has_still_to_go_out_needs_no_reminder() {
    let world = world();
    let refused = FaultAction::google(403, "PERMISSION_DENIED", "Mail service not enabled");
    let once = Fault::before(Match::path("/drafts"), refused);
    assert_eq!(world.night_with(MONDAY, once).code, 3);
    assert_eq!(world.emulator.mails().len(), 0);
    world.night(MONDAY);
    assert_eq!((world.emulator.mails().len(), reminders(&world).len()), (1, 0));
}

#[test]
fn a_reminder_that_cannot_be_sent_is_a_warning_and_nothing_else() {
    let world = world();
    world.night(MONDAY);
    let refused = FaultAction::google(403, "PERMISSION_DENIED", "Mail service not enabled");
    let run = world.night_with(TUESDAY, Fault { times: 0, ..Fault::before(Match::path("/drafts"), refused) });
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stderr.contains("today's reminder is not sent"), "{run}");
    world.night(TUESDAY);
    assert_eq!(reminders(&world).len(), 1, "no record was in the way");
}
