//! From an empty account to the second night, with `init`, `check` and `run` alone.

use crate::init_new::{patient, printed, unnamed, without};
use crate::world::{AS_OF, NEXT, complete, snapshot, table};

/// Who may open the file.
const ACCESS: &str = "[access]\nallowed = [\"atencion@essmar.example\"]\n";

#[test]
fn from_an_empty_account_to_the_second_night() {
    let mut world = without();
    unnamed(&world, ACCESS);
    let check = world.traslado(&["check"]);
    assert_eq!(check.code, 0, "{check}");
    assert!(check.stdout.contains("which makes one and prints its id"), "{check}");
    let init = world.traslado(&["init", "--yes"]);
    assert_eq!(init.code, 0, "{init}");
    world.id = printed(&init);
    world.configure(&(patient(&world) + ACCESS));
    let check = world.traslado(&["check", "--json"]).json();
    assert_eq!((&check["code"], &check["outcome"]), (&0.into(), &"ok".into()), "{check}");
    for one in check["checks"].as_array().unwrap() {
        assert_eq!(one["status"], "ok", "{one}");
    }

    // Staff type the columns they know; the rest stays blank.
    let typed = |n: u32| {
        let [number, date, time, network, profile, name, document, phone, email, address, subject, grounds] =
            complete(n);
        let blank = String::new;
        let first =
            [number, date, time, network, blank(), profile, name, blank(), document, phone, email, address];
        let then = [blank(), blank(), blank(), blank(), subject, grounds];
        first.into_iter().chain(then).collect::<Vec<_>>()
    };
    world.type_at("A2", &[typed(1), typed(2)]);
    let first = world.night(AS_OF);
    let counts = &first["counts"];
    assert_eq!((&first["seq"], &counts["pqr"], &first["notice"]), (&1.into(), &2.into(), &"sent".into()));
    assert_eq!(first["annotations"], "current");
    world.type_at("A4", &[typed(3)]);
    let second = world.night(NEXT);
    let counts = &second["counts"];
    assert_eq!((&second["seq"], &counts["pqr"], &counts["already"]), (&2.into(), &1.into(), &2.into()));
    assert_eq!(world.emulator.mails().len(), 2);
    let check = world.traslado(&["check"]);
    assert_eq!(check.code, 0, "{check}");
    let beside = table(&world.shown("CE-F05!Y1:AB4"));
    let lines: Vec<Vec<String>> = world.lines().into_iter().map(|line| line[..9].to_vec()).collect();
    snapshot!("empty_account", format!("{beside}\n{}", table(&lines)));
}
