use super::*;
use crate::domain::finding::field::Field;
use crate::domain::identity::fields::FieldSet;
use crate::testing::{Memory, SPREADSHEET, complete, nth};

fn two_nights() -> Memory {
    let mut memory = Memory::default();
    let mut rows = (0..4).map(complete).collect();
    memory.night(&mut rows, "2026-11-23");
    rows.extend((4..7).map(complete));
    memory.night(&mut rows, "2026-11-24");
    memory
}

fn damage(memory: &Memory) -> Damage {
    Ledger::verify(&memory.ledger, &memory.guards, SPREADSHEET).expect_err("damage")
}

#[test]
fn what_was_handed_over_is_read_back() {
    let ledger = two_nights().verified();
    assert_eq!((ledger.head(), ledger.entries().len(), ledger.last_id_of(2026)), (nth(2), 7, 7));
    assert_eq!(ledger.handoff(nth(2)).count(), 3);
    assert_eq!(ledger.last_id_of(2025), 0);
}

#[test]
fn blank_rows_a_header_and_another_order_are_not_damage() {
    let mut memory = two_nights();
    memory.ledger.reverse();
    memory.ledger.insert(2, vec![Cell::Blank, Cell::Text(" ".into())]);
    memory.ledger.insert(0, Entry::HEADERS.map(|header| Cell::Text(header.into())).to_vec());
    assert_eq!(memory.verified().head(), nth(2));
}

#[test]
fn every_cell_of_every_line_is_covered_by_the_chain() {
    let memory = two_nights();
    for row in 0..memory.ledger.len() {
        for column in 0..Entry::HEADERS.len() {
            let mut damaged = two_nights();
            let text = damaged.ledger[row][column].text().into_owned();
            damaged.ledger[row][column] = Cell::Text(format!("{text}1"));
            Ledger::verify(&damaged.ledger, &damaged.guards, SPREADSHEET)
                .expect_err(&format!("a stray key in row {row}, column {column}"));
        }
    }
}

#[test]
fn a_line_that_is_gone_breaks_its_handoff() {
    for row in [0, 3] {
        let mut memory = two_nights();
        memory.ledger.remove(row);
        assert_eq!(damage(&memory), Damage::Broken { number: nth(1) });
    }
}

#[test]
fn a_ledger_that_is_not_as_long_as_its_guards_say_is_told_apart() {
    let mut memory = two_nights();
    memory.ledger.truncate(4);
    assert_eq!(damage(&memory), Damage::Behind { ledger: nth(1), guards: nth(2) });
    let mut memory = two_nights();
    memory.guards.pop();
    assert_eq!(damage(&memory), Damage::Ahead { ledger: nth(2), guards: nth(1) });
    let mut memory = two_nights();
    memory.ledger.clear();
    assert_eq!(damage(&memory), Damage::Behind { ledger: nth(0), guards: nth(2) });
}

#[test]
fn older_guards_may_be_pruned_but_one_that_remains_must_agree() {
    let mut memory = two_nights();
    memory.guards.remove(0);
    assert_eq!(memory.verified().head(), nth(2));
    let mut memory = two_nights();
    memory.guards[0].count += 1;
    assert_eq!(damage(&memory), Damage::Broken { number: nth(1) });
}

#[test]
fn the_ledger_of_a_copied_file_does_not_verify_in_the_copy() {
    let memory = two_nights();
    let found = Ledger::verify(&memory.ledger, &memory.guards, "1TheCopy").expect_err("damage");
    assert_eq!(found, Damage::Broken { number: nth(1) });
}

#[test]
fn a_ledger_extended_in_memory_is_the_one_that_is_read_back() {
    let mut memory = Memory::default();
    let mut rows = (0..3).map(complete).collect();
    let before = memory.verified();
    let (_, handoffs) = memory.night(&mut rows, "2026-11-23");
    let extended = before.with(handoffs.into_iter().flat_map(|handoff| handoff.entries));
    assert_eq!(extended.link(), memory.verified().link());
    assert_eq!(extended.entries(), memory.verified().entries());
}

#[test]
fn what_a_lost_column_said_is_known_until_it_is_back() {
    let mut rows = vec![complete(1)];
    let mut memory = Memory::default();
    memory.night(&mut rows, "2026-11-23");
    let whole = memory.verified();
    let id = whole.ids().next().expect("a report");

    // The next revision is read without the column of the address, and says another object.
    let first = whole.latest(id).expect("a revision").clone();
    let without: FieldSet = first.digests.read().iter().filter(|field| *field != Field::Address).collect();
    let mut digests = Digests::none(without);
    digests.add(Field::Subject, "otro objeto");
    let second = Entry { number: first.number.next(), revision: 2, digests, ..first.clone() };
    let later = whole.with([second]);

    let content = later.content(id).expect("a report");
    assert_eq!(content.get(Field::Address), first.digests.get(Field::Address), "from the revision before");
    assert_eq!(content.get(Field::Name), None, "an emptied cell is not filled");
    assert_ne!(content.get(Field::Subject), first.digests.get(Field::Subject));
}
