//! The states of the sheet in which cases begin.

use chrono::NaiveDate;
use fixtures::{type_rows, type_sheet};
use google_emulator::Snapshot;
use traslado::clock::Moment;
use traslado::domain::handoff::known_before::Undated;
use traslado::steps::{adopt, read};

use crate::oracle::Oracle;
use crate::people::{Row, citizen, early, incomplete};
use crate::play::{Ended, night};
use crate::stage::{Stage, When};

/// What there is to do when a case begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Scenario {
    /// Three reports, all handed over and announced.
    NothingDue,
    /// One new report.
    One,
    /// Two new reports and one that lacks something.
    Three,
    /// Fifty new reports, which take two numbers.
    Fifty,
    /// Two hand-overs that were committed and nothing more, and a new report.
    Leftovers,
    /// One report handed over and corrected since, one completed since, one new.
    Corrections,
    /// Reports with formulas in their cells, and texts that look like formulas.
    Formulas,
}

impl Scenario {
    pub(crate) const ALL: [Self; 7] = [
        Self::NothingDue,
        Self::One,
        Self::Three,
        Self::Fifty,
        Self::Leftovers,
        Self::Corrections,
        Self::Formulas,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::NothingDue => "nothing",
            Self::One => "one",
            Self::Three => "three",
            Self::Fifty => "fifty",
            Self::Leftovers => "leftovers",
            Self::Corrections => "corrections",
            Self::Formulas => "formulas",
        }
    }
}

/// The first night.
pub(crate) fn first_night() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 10).unwrap()
}

/// A scenario, ready to be put on the stage.
pub(crate) struct Prepared {
    pub(crate) snapshot: Snapshot,
    /// What an observer knows of it.
    pub(crate) oracle: Oracle,
    /// The requests that a clean night makes.
    pub(crate) calls: usize,
}

impl Prepared {
    pub(crate) fn make(stage: &Stage, scenario: Scenario) -> Self {
        stage.set(&stage.blank);
        stage.block_on(build(stage, scenario))
    }
}

async fn build(stage: &Stage, scenario: Scenario) -> Prepared {
    let rows: Vec<Row> = match scenario {
        Scenario::NothingDue => (1..4).map(|n| citizen(n, &early(n))).collect(),
        Scenario::One => vec![citizen(1, &early(1))],
        Scenario::Three => {
            vec![citizen(1, &early(1)), incomplete(2, &early(2)), citizen(3, &early(3))]
        }
        Scenario::Fifty => (1..51).map(|n| citizen(n, &early(n))).collect(),
        Scenario::Leftovers => (1..3).map(|n| citizen(n, &early(n))).collect(),
        Scenario::Corrections => vec![citizen(1, &early(1)), incomplete(2, &early(2))],
        Scenario::Formulas => formulas(),
    };
    type_sheet(&stage.emulator, &stage.id, &rows);
    adopted(stage).await;
    let when = When::night(first_night());
    let mut oracle = Oracle::default();
    match scenario {
        Scenario::NothingDue => {
            let _ = night(stage, 0, when, &[]).await;
        }
        Scenario::Leftovers => {
            half(stage, when).await;
            type_rows(&stage.emulator, &stage.id, "A4", &[citizen(3, &early(3))]);
        }
        Scenario::Corrections => {
            let _ = night(stage, 0, when, &[]).await;
            type_rows(&stage.emulator, &stage.id, "L2", &[["Otra razón zqx1x del mismo recibo"]]);
            type_rows(&stage.emulator, &stage.id, "J3", &[["Calle 8 # 3-21 apto zqx2x"]]);
            type_rows(&stage.emulator, &stage.id, "A4", &[citizen(3, &early(3))]);
        }
        _ => {}
    }
    stage.settle().await;
    oracle.observe(stage);
    let _ = oracle.take_violations();
    oracle.forget_logs();
    let snapshot = stage.emulator.with(|world| world.snapshot());
    let before = stage.emulator.calls();
    let ended = night(stage, 0, when, &[]).await;
    assert!(matches!(ended, Ended::Done(_)), "a clean night ends well: {ended:?}");
    Prepared { snapshot, oracle, calls: stage.emulator.calls() - before }
}

/// A night that ends when its hand-over is committed.
async fn half(stage: &Stage, when: When) {
    for calls in 1..20 {
        let snapshot = stage.emulator.with(|world| world.snapshot());
        let _ = crate::play::killed(stage, 0, when, calls).await;
        stage.settle().await;
        if stage.emulator.with(|world| world.tabs(&stage.id).len()) > 2 {
            return;
        }
        stage.set(&snapshot);
    }
}

fn formulas() -> Vec<Row> {
    let mut rows: Vec<Row> = (1..5).map(|n| citizen(n, &early(n))).collect();
    rows[0][11] = "=\"El recibo zqx1x \"&\"llegó alto\"".to_owned();
    rows[1][10] = "=TAPA FALTANTE zqx2x(".to_owned();
    rows[2][1] = "=DATE(2026;3;5)".to_owned();
    rows[3][11] = "'=1+1 zqx4x".to_owned();
    rows
}

/// Adds the service's columns and the ledger, as `init` does, and hands over whatever has no date.
pub(crate) async fn adopted(stage: &Stage) {
    let host = &stage.hosts[0];
    let session = host.session(Moment::now());
    let (book, _) = read::book(&session).await.unwrap();
    let layout = host.settings.sheet.form.locate(&book.grid).unwrap().unwrap();
    let mut adoption = adopt::missing(&book, &layout);
    adoption.decision = Some(Undated::Handover);
    adopt::adopt(&session, &book, &adoption).await.unwrap();
}
