//! What is written beside the rows while people work in them.

use std::collections::BTreeMap;
use std::thread;
use std::time::Duration;

use google_emulator::{Match, Tab};

use crate::world::{AS_OF, HEADER, Row, SUBJECT, World, complete};

/// Which ID a row bears beside it, by the number that staff gave the row.
fn beside(world: &World) -> BTreeMap<String, String> {
    let rows = world.shown("CE-F05!A2:M40").into_iter().filter(|row| row.len() == 13);
    let ids = rows.map(|row| (row[0].clone(), row[12].clone()));
    ids.filter(|(number, id)| !id.is_empty() && (number != HEADER[0] || id != "ID traslado")).collect()
}

/// Which ID a row has in the hand-off's table, by the number in its request.
fn handed_over(world: &World) -> BTreeMap<String, String> {
    let number = |line: &Vec<String>| line[SUBJECT].rsplit(' ').next().unwrap_or_default().to_owned();
    world.lines().iter().map(|line| (number(line), line[0].clone())).collect()
}

/// One night, whose first write beside the rows waits while people do something.
fn night_during(act: impl Fn(&mut Tab<'_>)) -> World {
    let rows: Vec<Row> = (1..=5).map(complete).collect();
    let world = World::adopted(&rows);
    let hold = world.emulator.hold(Match::path("/values:batchUpdateByDataFilter"));
    let night = thread::scope(|scope| {
        let night = scope.spawn(|| world.night(AS_OF));
        assert!(hold.wait_until_reached(Duration::from_secs(20)));
        world.emulator.with(|state| act(&mut state.sheet_mut(&world.id, "CE-F05").unwrap()));
        hold.release();
        night.join().unwrap()
    });
    assert_eq!(night["annotations"], "current", "{night}");
    world
}

#[test]
fn a_row_inserted_while_they_are_written_leaves_each_beside_its_own_row() {
    let world = night_during(|tab| tab.insert_rows(3, 1).unwrap());
    assert_eq!(beside(&world), handed_over(&world));
    assert_eq!(beside(&world).len(), 5);
}

#[test]
fn rows_inserted_above_the_header_while_they_are_written_leave_it_as_it_is() {
    for count in 1..=2 {
        let world = night_during(|tab| tab.insert_rows(1, count).unwrap());
        assert_eq!(beside(&world), handed_over(&world));
        let above = world.shown(&format!("CE-F05!M1:P{count}")).concat().concat();
        assert_eq!(above, "", "what was written there is taken away");
        let header = world.shown(&format!("CE-F05!M{0}:P{0}", count + 1));
        assert_eq!(header[0], ["ID traslado", "Estado traslado", "Observaciones traslado", "Radicado"]);
    }
}

#[test]
fn a_sort_while_they_are_written_leaves_each_beside_its_own_row() {
    let world = night_during(|tab| tab.sort("A2:P6", 1, true).unwrap());
    assert_eq!(beside(&world), handed_over(&world));
}

#[test]
fn a_row_deleted_while_they_are_written_leaves_each_beside_its_own_row() {
    let world = night_during(|tab| tab.delete_rows(2, 1).unwrap());
    let mut expected = handed_over(&world);
    expected.remove("1");
    assert_eq!(beside(&world), expected);
}
