//! Plays a story: nights as they are told, and what staff do between and within them.

use std::future::Future;
use std::pin::{Pin, pin};
use std::time::Duration;

use google_emulator::{Fault, Match};
use tokio::time::Instant;
use traslado::commands::NightOptions;
use traslado::domain::handoff::balance::Balance;
use traslado::domain::ids::handoff_number::HandoffNumber;
use traslado::error::Error;
use traslado::night::{self, Night};
use traslado::steps::{annotate, notify};

use crate::edits::Edit;
use crate::faults;
use crate::oracle::Oracle;
use crate::stage::{Stage, When};
use crate::story::{Act, How, Story};

/// How a night ended.
#[derive(Debug)]
pub(crate) enum Ended {
    Done(Claims),
    Failed { code: u8, text: String },
    Killed,
}

/// What a night that ended says of itself.
#[derive(Debug)]
pub(crate) struct Claims {
    pub(crate) handed_over: Vec<(HandoffNumber, usize)>,
    pub(crate) notice: notify::NoticeStatus,
    pub(crate) annotations: annotate::AnnotationStatus,
    pub(crate) balance: Balance,
    pub(crate) cut_short: Option<(u8, String)>,
    /// All of it as a programmer would print it.
    pub(crate) printed: String,
}

impl Claims {
    fn of(night: &Night) -> Self {
        let written =
            |handoff: &traslado::domain::handoff::cut::Handoff| (handoff.number, handoff.entries.len());
        Self {
            handed_over: night.handoffs.iter().map(written).collect(),
            notice: night.notice,
            annotations: night.annotations.status,
            balance: night.assessment.plan.balance,
            cut_short: night.cut_short.as_ref().map(|error| (error.exit_code(), error.to_string())),
            printed: format!("{:?} {:?}", night.assessment.plan, night.cut_short),
        }
    }

    /// Whether an operator would take it for done.
    pub(crate) fn done(&self) -> bool {
        self.cut_short.is_none() && self.notice != notify::NoticeStatus::Uncertain
    }
}

impl Ended {
    fn of(result: Result<Night, Error>) -> Self {
        match result {
            Ok(night) => Self::Done(Claims::of(&night)),
            Err(error) => Self::Failed { code: error.exit_code(), text: format!("{error} {error:?}") },
        }
    }
}

/// The night of one host.
fn started(stage: &Stage, host: usize, when: When) -> impl Future<Output = Result<Night, Error>> + '_ {
    let host = &stage.hosts[host];
    let order = NightOptions { as_of: when.as_of, ..NightOptions::default() };
    async move { night::run(&host.session(when.moment), &order).await }
}

/// A night during which staff act after so many calls.
pub(crate) async fn night(stage: &Stage, host: usize, when: When, edits: &[(usize, Edit)]) -> Ended {
    stage.set_clock(when);
    let start = stage.emulator.calls();
    let mut night = pin!(started(stage, host, when));
    for (gap, edit) in edits {
        let until = || stage.emulator.calls() >= start + gap;
        if let Some(ended) = stage.drive(night.as_mut(), until).await {
            edit.play(stage);
            return Ended::of(ended);
        }
        edit.play(stage);
    }
    finish(stage, night).await
}

async fn finish(stage: &Stage, night: Pin<&mut impl Future<Output = Result<Night, Error>>>) -> Ended {
    stage.drive(night, || false).await.map_or(Ended::Killed, Ended::of)
}

/// A night during which every call fails from one on, for so long.
async fn outage(stage: &Stage, when: When, call: usize, kind: faults::Kind, lasts: Duration) -> Ended {
    stage.set_clock(when);
    let start = stage.emulator.calls();
    let mut night = pin!(started(stage, 0, when));
    if let Some(ended) = stage.drive(night.as_mut(), || stage.emulator.calls() + 1 >= start + call).await {
        return Ended::of(ended);
    }

    let Fault { action, after, .. } = kind.fault();
    stage.emulator.fault(Fault { when: Match::path("/v"), after, action, times: 0 });
    let began = Instant::now();
    let ended = stage.drive(night.as_mut(), || began.elapsed() >= lasts).await;
    stage.emulator.clear_faults();
    match ended {
        Some(ended) => Ended::of(ended),
        None => finish(stage, night).await,
    }
}

/// A night whose process dies after so many calls were applied, before it has read the answer to
/// the last.
pub(crate) async fn killed(stage: &Stage, host: usize, when: When, calls: usize) -> Ended {
    stage.set_clock(when);
    let end = stage.emulator.calls() + calls;
    let night = pin!(started(stage, host, when));
    stage.drive(night, || stage.emulator.calls() >= end).await.map_or(Ended::Killed, Ended::of)
}

/// A night whose process dies while a call is on its way; it arrives when the next night has made
/// so many calls. Both nights are played.
async fn late(stage: &Stage, when: When, call: usize, into: usize) -> [Ended; 2] {
    stage.set_clock(when);
    let hold = stage.emulator.hold(api(call));
    let first = {
        let night = pin!(started(stage, 0, when));
        stage.drive(night, || hold.is_reached()).await.map_or(Ended::Killed, Ended::of)
    };
    let start = stage.emulator.calls();
    let mut second = pin!(started(stage, 1, when));
    let ended = stage.drive(second.as_mut(), || stage.emulator.calls() >= start + into).await;
    hold.release();
    for _ in 0..8 {
        tokio::task::yield_now().await;
    }
    let second = match ended {
        Some(ended) => Ended::of(ended),
        None => finish(stage, second).await,
    };
    [first, second]
}

/// Two nights at once: the first makes so many calls, then the second so many, then the first goes
/// on for so many more, then the second to its end, then the first to its own.
async fn two(stage: &Stage, when: When, turns: [usize; 3], edit: Option<Edit>) -> [Ended; 2] {
    stage.set_clock(when);
    let mut first = pin!(started(stage, 0, when));
    let mut second = pin!(started(stage, 1, when));
    let mut ended = [None, None];
    for (turn, calls) in turns.into_iter().enumerate() {
        let end = stage.emulator.calls().saturating_add(calls);
        let until = || stage.emulator.calls() >= end;
        let host = turn % 2;
        if ended[host].is_none() {
            let outcome = if host == 0 {
                stage.drive(first.as_mut(), until).await
            } else {
                stage.drive(second.as_mut(), until).await
            };
            ended[host] = outcome.map(Ended::of);
        }
        if let Some(edit) = edit.filter(|_| turn == 0) {
            edit.play(stage);
        }
    }
    let [one, other] = ended;
    let other = match other {
        Some(ended) => ended,
        None => finish(stage, second).await,
    };
    let one = match one {
        Some(ended) => ended,
        None => finish(stage, first).await,
    };
    [one, other]
}

/// The n-th call of a night.
fn api(nth: usize) -> Match {
    Match { nth: Some(nth), path_contains: Some("/v".to_owned()), ..Match::default() }
}

/// Plays a story to its end and two clean nights beyond, and says what promise was broken.
pub(crate) fn play(stage: &Stage, story: &Story) -> Result<(), String> {
    let prepared = stage.prepared(story.scenario);
    stage.set(&prepared.snapshot);
    let mut oracle = prepared.oracle.clone();
    (oracle.starved, oracle.undone) = (story.starves(), story.undoes());
    stage.block_on(async {
        Box::pin(acts(stage, story, &mut oracle)).await?;
        stage.emulator.clear_faults();
        come_to_rest(stage, &mut oracle, When::night(story.last_day())).await
    })
}

/// Two undisturbed nights, after which every promise must be kept, and a third that must find
/// nothing to do.
pub(crate) async fn come_to_rest(stage: &Stage, oracle: &mut Oracle, when: When) -> Result<(), String> {
    let mut last = Ended::Killed;
    for _ in 0..2 {
        stage.settle().await;
        last = night(stage, 0, when, &[]).await;
        oracle.after(stage, &last)?;
    }
    oracle.settled(stage, &last)?;
    let start = stage.emulator.mutations_since(0).len();
    let third = night(stage, 0, when, &[]).await;
    oracle.idle(stage, &third, start)
}

async fn acts(stage: &Stage, story: &Story, oracle: &mut Oracle) -> Result<(), String> {
    for act in &story.acts {
        match act {
            Act::Staff(edit) => edit.play(stage),
            Act::Repair(edit) => edit.repair(stage),
            Act::Night { day, how } => {
                let when = When::night(*day);
                for ended in Box::pin(one(stage, when, how)).await {
                    oracle.after(stage, &ended)?;
                }
                stage.emulator.clear_faults();
                stage.settle().await;
                oracle.observe(stage);
            }
        }
    }
    Ok(())
}

async fn one(stage: &Stage, when: When, how: &How) -> Vec<Ended> {
    match how {
        How::Clean => vec![night(stage, 0, when, &[]).await],
        How::Fault { call, kind, times } => {
            let Fault { action, after, .. } = kind.fault();
            stage.emulator.fault(Fault { when: api(*call), after, action, times: *times });
            vec![night(stage, 0, when, &[]).await]
        }
        How::Outage { call, kind, minutes } => {
            vec![outage(stage, when, *call, *kind, Duration::from_secs(60 * minutes)).await]
        }
        How::Killed { after } => vec![killed(stage, 0, when, *after).await],
        How::Late { call, into } => Box::pin(late(stage, when, *call, *into)).await.into(),
        How::Edited { edits } => vec![night(stage, 0, when, edits).await],
        How::Two { turns, edit } => Box::pin(two(stage, when, *turns, *edit)).await.into(),
    }
}
