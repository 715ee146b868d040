use super::*;
use crate::domain::handoff::cut::Handoff;
use crate::testing::{Memory, complete};

fn handoff(rows: u32) -> Handoff {
    let (_, mut handoffs) = Memory::default().night(&mut (0..rows).map(complete).collect(), "2026-11-24");
    handoffs.remove(0)
}

#[test]
fn a_refused_batch_is_planned_again_once_then_halved_until_the_row_is_alone_and_goes_without_texts() {
    let mut splitter = BatchSplitter::new(LIMITS);
    let mut refused = handoff(7);
    let mut sizes = Vec::new();
    while refused.entries.len() > 1 {
        assert!(splitter.on_refused(&refused.entries));
        sizes.push(splitter.limits.rows);
        refused = handoff(u32::try_from(splitter.limits.rows).expect("few").min(7));
    }
    assert_eq!(sizes, [LIMITS.rows, 4, 2, 1]);
    assert!(!splitter.leaves_out_texts(&refused.entries[0].fingerprint));
    assert!(splitter.on_refused(&refused.entries));
    assert!(splitter.leaves_out_texts(&refused.entries[0].fingerprint));
    assert_eq!(splitter.limits.rows, LIMITS.rows, "the others go together again");
    assert!(
        !splitter.on_refused(&refused.entries),
        "refused without its texts as well: it is not the row's doing"
    );
}
