//! Identity against hostile staff, and a partial sort from the first warning to the last.

#[path = "../../benches/identity/headers.rs"]
mod headers;
#[path = "../../benches/identity/history.rs"]
mod history;
#[path = "../../benches/identity/staff.rs"]
mod staff;

use history::{Accidents, Honest, Mishaps, Tally};
use staff::Mishap;
use traslado::domain::form::Form;

use crate::world::{AS_OF, NEXT, Row, World, complete, snapshot, table};

/// So many histories of twelve nights: a tenth of them would bring ten events of the rarest kind that is
/// bounded, and say nothing of a rate.
const HISTORIES: u64 = 400;

/// The benchmark plays ten thousand for each size of the book.
#[test]
fn a_damaged_header_row_is_recognised_or_refused_and_never_mistaken() {
    let form = Form::builtin();
    let layout = history::layout(&form).unwrap().unwrap();
    for (reports, books, times) in [(5, 20, 20), (20, 10, 20), (100, 1, 20)] {
        let mut found = headers::Recognition::default();
        for seed in 0..books {
            found += headers::damage(seed, &form, &layout, reports, times);
        }
        let accounted = found.recognised + found.refused + found.by_header;
        assert_eq!((found.mistaken, accounted), (0, found.damaged), "{reports} known rows: {found:?}");
        assert!(found.recognised > 0 && found.refused > 0, "{reports} known rows: {found:?}");
    }
}

#[test]
fn hostile_staff_hide_no_report_and_get_none_withheld_wrongly() {
    let form = Form::builtin();
    let layout = history::layout(&form).unwrap().unwrap();
    let (mut total, mut accidents) = (Tally::default(), Accidents::default());
    for seed in 0..HISTORIES {
        total += history::play(seed, &form, &layout);
    }
    for seed in 0..HISTORIES / 10 {
        accidents += history::accident(seed, &form, &layout, seed % 2 == 0);
    }
    let of_handed = |count: u32| 1e4 * f64::from(count) / f64::from(total.handed);
    assert!(total.handed > 5000 && total.amended > 1000, "{total:?}");
    assert_eq!((total.hidden, total.withheld_wrongly, total.quarantined), (0, 0, 0), "{total:?}");
    assert!(of_handed(total.onto_another) < 7.0, "{total:?}");
    assert!(of_handed(total.silent) < 12.0, "{total:?}");
    assert!(of_handed(total.twice - total.copied) < 40.0, "{total:?}");
    assert!(of_handed(total.alerts) < 1000.0, "{total:?}");
    // What is not held are drop-down columns, sorted alone.
    assert!(accidents.sorts > 50 && accidents.quarantined * 10 > accidents.rows * 8, "{accidents:?}");
    assert!(accidents.new * 20 < accidents.rows, "{accidents:?}");
}

#[test]
fn mishaps_in_one_column_are_held_in_a_book_of_any_size_and_hold_hardly_anything_else() {
    let form = Form::builtin();
    let layout = history::layout(&form).unwrap().unwrap();
    for (reports, seeds) in [(100, 5), (500, 2)] {
        for kind in [Mishap::Sort, Mishap::Shift, Mishap::Empty, Mishap::Fill, Mishap::Retype] {
            let mut mishaps = Mishaps::default();
            for seed in 0..seeds {
                mishaps += history::mishap(seed, &form, &layout, kind, reports);
            }
            // A correction of the same day may share a value with the slip.
            assert!(mishaps.others * 20 <= mishaps.rows, "{kind:?} {mishaps:?}");
            // What is typed anew is no slip that one can see, unless it is very much.
            if !matches!(kind, Mishap::Retype) {
                assert!(
                    mishaps.played > 0 && mishaps.quarantined * 10 >= mishaps.rows * 6,
                    "{kind:?} {mishaps:?}"
                );
                assert!(mishaps.caught * 10 >= mishaps.played * 8, "{kind:?} {mishaps:?}");
            }
        }
    }
}

/// The benchmark plays as many nights as a rate needs.
#[test]
fn honest_nights_in_a_full_book_hold_nothing_back() {
    let form = Form::builtin();
    let layout = history::layout(&form).unwrap().unwrap();
    let mut honest = Honest::default();
    for seed in 0..5 {
        honest += history::honest(seed, &form, &layout, 100);
    }
    assert!(honest.nights == 60 && honest.amended > 50, "{honest:?}");
    assert_eq!((honest.nights_quarantined, honest.rows), (0, 0), "{honest:?}");
}

#[test]
fn a_partial_sort_is_held_said_everywhere_and_released_by_one_command() {
    let rows: Vec<Row> = (0..12).map(complete).collect();
    let world = World::adopted(&rows);
    world.night(AS_OF);
    // Columns F and G, name and document, change places; the rest of each row stays.
    let shifted: Vec<[String; 2]> =
        (0..12).map(|at| &rows[(at + 1) % 12]).map(|row| [row[5].clone(), row[6].clone()]).collect();
    world.type_at("F2", &shifted);

    let run = world.traslado(&["run", "--as-of", NEXT, "--json"]);
    assert_eq!((run.code, &run.json()["outcome"]), (3, &"nothing_new".into()), "{run}");
    assert_eq!((&run.json()["counts"]["withheld"], &run.json()["notice"]), (&12.into(), &"none".into()));
    assert!(run.stderr.contains("2 (CE-2026-") && run.stderr.contains("--accept-changes"), "{run}");
    snapshot!("held_beside_the_rows", table(&world.shown("CE-F05!M1:P3")));
    let plan = world.traslado(&["plan", "--as-of", NEXT]);
    assert!(plan.stdout.contains("row 2 held back: a changed CE-2026-"), "{plan}");

    world.type_at("A14", &[complete(30)]);
    let start = world.emulator.mails().len();
    let quarantined = || world.traslado(&["run", "--as-of", NEXT, "--json"]);
    let run = quarantined();
    assert_eq!((run.code, &run.json()["counts"]["pqr"]), (3, &1.into()), "{run}");
    assert_eq!(run.json()["counts"]["withheld"], 12);
    snapshot!("held_under_the_table", table(&world.shown(&format!("'Traslado {NEXT}'!A6:B20"))));
    let mails = world.emulator.mails();
    assert_eq!(mails.len(), start + 1);
    let text = mails.last().unwrap().text.replace('\n', " ");
    assert!(text.contains("por error: 12; están listadas debajo de la tabla"), "{text}");

    let start = world.emulator.mutations().len();
    assert_eq!(quarantined().code, 3);
    assert_eq!(world.mutations_since(start).len(), 0, "a held night that repeats changes nothing");

    let forecast = world.traslado(&["plan", "--as-of", NEXT, "--accept-changes", "--json"]);
    assert_eq!(forecast.json()["counts"]["amended"], 12, "{forecast}");
    let run = world.traslado(&["run", "--as-of", NEXT, "--accept-changes", "--json"]);
    assert_eq!((run.code, &run.json()["counts"]["amended"]), (0, &12.into()), "{run}");
    assert_eq!(world.night(NEXT)["outcome"], "nothing_new");
}
