//! Mail that fails in every way there is: it stands in the way of nothing, every notice comes to an end,
//! what nobody could confirm is said in the next one, and reminders go on.

use std::io::{Read as _, Write as _};

use google_emulator::{Fault, FaultAction, Mail, Match};
use serde_json::{Value, json};

use crate::world::{ACCOUNT, AS_OF, CLERKS, NEXT, Run, World, complete};

/// Days that the clock of no machine has reached, so that they are "today", Monday to Friday.
const WEEK: [&str; 5] = ["2031-03-10", "2031-03-11", "2031-03-12", "2031-03-13", "2031-03-14"];

fn send() -> Match {
    Match { method: Some("POST".to_owned()), ..Match::path("/drafts/send") }
}

fn unavailable() -> FaultAction {
    FaultAction::google(503, "UNAVAILABLE", "The service is currently unavailable.")
}

fn always(when: Match, action: FaultAction) -> Fault {
    Fault { when, after: false, action, times: 0 }
}

fn night(world: &World, as_of: &str) -> Run {
    world.traslado(&["run", "--as-of", as_of, "--json"])
}

/// The exit code of a night and what it says of the notice.
fn outcome(world: &World, as_of: &str) -> (i32, Value) {
    let run = night(world, as_of);
    (run.code, run.json()["notice"].clone())
}

fn reminders(world: &World) -> Vec<Mail> {
    let mails = world.emulator.mails().into_iter();
    mails.filter(|mail| mail.subject.contains("Recordatorio")).collect()
}

fn notices(world: &World) -> Vec<Mail> {
    let mails = world.emulator.mails().into_iter();
    mails.filter(|mail| mail.subject.contains("Traslado de redes")).collect()
}

fn sends(world: &World) -> usize {
    world.calls().iter().filter(|call| call.path.contains("/drafts/send")).count()
}

/// Values of the records of notices.
fn records(world: &World) -> Vec<String> {
    let metadata = world.emulator.with(|state| state.developer_metadata(&world.id));
    let of_notices = metadata.iter().filter(|entry| entry["metadataKey"] == "traslado.notice");
    of_notices.map(|entry| entry["metadataValue"].as_str().unwrap().to_owned()).collect()
}

/// Reports that are past due on every day of the week.
fn overdue() -> World {
    World::adopted(&[complete(1), complete(2)])
}

/// Sends a draft of the account by hand, as a person does in Gmail.
fn send_by_hand(world: &World, draft: &str) {
    world.emulator.add_token("owner-token", ACCOUNT);
    let body = json!({"id": draft}).to_string();
    let mut stream = std::net::TcpStream::connect(world.emulator.address()).unwrap();
    write!(
        stream,
        "POST /gmail/v1/users/me/drafts/send HTTP/1.1\r\nhost: x\r\nauthorization: Bearer owner-token\r\n\
         content-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[test]
fn a_notice_that_gmail_answers_with_503_is_tried_thrice_a_night_ends_and_is_listed_in_the_next() {
    let world = overdue();
    world.emulator.fault(always(send(), unavailable()));
    assert_eq!(outcome(&world, WEEK[0]), (3, "uncertain".into()));
    assert_eq!(sends(&world), 3, "a night tries thrice");
    let second = night(&world, WEEK[1]);
    assert_eq!((second.code, sends(&world)), (3, 6), "{second}");

    // The log is full: that is said once, and nothing is tried any more but the day's reminder.
    assert!(second.stderr.contains("the next notice says so"), "{second}");
    assert_eq!(records(&world).last().unwrap(), "1:uncertain");
    assert!(records(&world).len() <= 8, "{:?}", records(&world));
    assert_eq!(outcome(&world, WEEK[2]), (0, "none".into()));
    assert_eq!(sends(&world), 6 + 1);

    // Gmail is well again: reminders go on, no night has anything left to say, and the next notice
    // lists the one that nobody could confirm.
    world.emulator.clear_faults();
    assert_eq!(outcome(&world, WEEK[3]), (0, "none".into()));
    assert_eq!(reminders(&world).len(), 1);
    world.type_at("A4", &[complete(3)]);
    assert_eq!(outcome(&world, WEEK[4]), (0, "sent".into()));
    let mails = notices(&world);
    assert_eq!(mails.len(), 1);
    assert!(mails[0].text.contains("No se pudo confirmar que hubiera llegado el aviso"), "{}", mails[0].text);
    assert!(mails[0].text.contains(&format!("Traslado {}", WEEK[0])), "{}", mails[0].text);
    assert_eq!(drafts(&world).len(), 0);
}

fn drafts(world: &World) -> Vec<(String, String)> {
    world.emulator.with(|state| state.drafts(ACCOUNT))
}

#[test]
fn a_notice_that_gmail_answers_with_503_for_a_while_goes_out_within_the_night() {
    for failures in 1..=2 {
        let world = World::with(&[complete(1)]);
        world.emulator.fault(Fault { times: failures, ..Fault::before(send(), unavailable()) });
        assert_eq!(outcome(&world, AS_OF), (0, "sent".into()), "{failures}");
        assert_eq!((notices(&world).len(), sends(&world)), (1, failures + 1), "{failures}");
    }
}

#[test]
fn what_earlier_nights_left_unsent_is_settled_after_the_hand_over() {
    let world = World::with(&[complete(1)]);
    let refused = FaultAction::google(400, "INVALID_ARGUMENT", "Invalid To header");
    assert_eq!(world.night_with(AS_OF, Fault::before(send(), refused)).code, 3);
    world.type_at("A3", &[complete(2)]);
    let before = world.calls().len();
    world.night(NEXT);
    let calls: Vec<String> = world.calls().into_iter().skip(before).map(|call| call.path).collect();
    let first = |part: &str| calls.iter().position(|path| path.contains(part)).unwrap();
    assert!(first(":batchUpdate") < first("/gmail/"), "{calls:#?}");
    assert_eq!(notices(&world).len(), 2);
}

#[test]
fn a_draft_for_the_old_address_is_not_sent_once_the_address_is_corrected() {
    let world = World::with(&[complete(1)]);
    assert_eq!(world.night_with(AS_OF, Fault::before(send(), unavailable_thrice())).code, 3);
    world.reconfigure(CLERKS, "nueva@essmar.example");
    assert_eq!(outcome(&world, NEXT), (0, "sent".into()));
    let mails = notices(&world);
    assert_eq!((mails.len(), mails[0].to.clone()), (1, vec!["nueva@essmar.example".to_owned()]));
    assert_eq!(drafts(&world).len(), 0, "the old one is gone");
}

/// A refusal that stands for the night: the next run tries again.
fn unavailable_thrice() -> FaultAction {
    FaultAction::google(403, "PERMISSION_DENIED", "Delegation denied")
}

#[test]
fn a_draft_that_a_person_deletes_or_sends_after_a_try_ends_the_notice_and_is_said_once() {
    for by_hand in [false, true] {
        let world = overdue();
        let three = Fault { times: 3, ..Fault::before(send(), unavailable()) };
        assert_eq!(world.night_with(WEEK[0], three).code, 3);
        let (draft, _) = drafts(&world).remove(0);
        if by_hand {
            send_by_hand(&world, &draft);
        } else {
            world.emulator.with(|state| state.delete_draft(ACCOUNT, &draft));
        }

        let second = night(&world, WEEK[1]);
        assert_eq!((second.code, &second.json()["notice"]), (3, &"uncertain".into()), "{second}");
        assert_eq!(outcome(&world, WEEK[2]), (0, "none".into()), "said once");
        assert!(!reminders(&world).is_empty(), "reminders go on");
        assert_eq!(notices(&world).len(), usize::from(by_hand), "and never twice");
        world.type_at("A4", &[complete(3)]);
        assert_eq!(outcome(&world, WEEK[3]), (0, "sent".into()));
        assert!(notices(&world).last().unwrap().text.contains("No se pudo confirmar"));
    }
}

#[test]
fn a_recipient_or_a_sender_that_gmail_refuses_for_good_ends_and_reminders_go_on() {
    for message in ["Invalid To header", "Invalid From header", "Recipient address required"] {
        let world = overdue();
        let notice = Match { body_contains: Some("\"id\"".to_owned()), ..send() };
        world.emulator.fault(always(notice, FaultAction::google(400, "INVALID_ARGUMENT", message)));
        for day in &WEEK[..3] {
            assert_eq!(outcome(&world, day), (3, "uncertain".into()), "{message}, {day}");
        }
        let ended = night(&world, WEEK[3]);
        assert_eq!(ended.code, 3, "{ended}");
        assert!(records(&world).len() <= 8);
        assert_eq!(outcome(&world, WEEK[4]), (0, "none".into()), "{message}");

        world.emulator.clear_faults();
        assert_eq!(night(&world, "2031-03-17").code, 0);
        assert_eq!(reminders(&world).len(), 1, "{message}");
    }
}

#[test]
fn a_foreign_object_in_the_place_of_a_record_is_said_once_and_listed_in_the_next_notice() {
    let world = World::with(&[complete(1)]);
    let foreign = json!({"createDeveloperMetadata": {"developerMetadata": {"metadataId": 1_910_000_016,
        "metadataKey": "x", "metadataValue": "y", "location": {"spreadsheet": true}, "visibility": "DOCUMENT"}}});
    world.emulator.with(|state| state.batch(&world.id, ACCOUNT, &[foreign])).unwrap();
    assert_eq!(outcome(&world, AS_OF), (3, "uncertain".into()));
    assert_eq!(outcome(&world, AS_OF), (0, "none".into()));
    world.type_at("A3", &[complete(2)]);
    assert_eq!(outcome(&world, NEXT), (0, "sent".into()));
    assert!(notices(&world)[0].text.contains("No se pudo confirmar"), "{}", notices(&world)[0].text);
}

#[test]
fn thirty_nights_with_mail_that_fails_one_night_in_five_lose_no_hand_off() {
    let world = World::with(&[]);
    let mut announced = String::new();
    for n in 0..30u32 {
        world.type_at(&format!("A{}", n + 2), &[complete(n)]);
        let day = format!("2026-04-{:02}", n + 1);
        if n % 5 == 2 {
            let run = world.night_with(&day, always(Match::path("/drafts"), unavailable()));
            assert_eq!((run.code, world.lines().len()), (3, n as usize + 1), "{run}");
        } else {
            assert_eq!(outcome(&world, &day), (0, "sent".into()), "{day}");
        }
    }
    for mail in notices(&world) {
        announced.push_str(&mail.text);
    }
    for n in 0..30 {
        assert!(announced.contains(&format!("Traslado 2026-04-{:02}", n + 1)), "{n}");
    }
    assert_eq!(drafts(&world).len(), 0);
    assert!(records(&world).iter().filter(|value| value.starts_with("1:draft:")).count() <= 30);
}
