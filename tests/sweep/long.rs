//! Cases that are told whole: a year of nights, mail that stalls, a row that Google refuses for good.

use chrono::{Days, NaiveDate, TimeDelta};
use fixtures::{type_rows, type_sheet};
use google_emulator::{Fault, FaultAction, Match};
use tokio::time::Instant;

use crate::oracle::Oracle;
use crate::people::{Row, citizen};
use crate::play::{Ended, come_to_rest, night};
use crate::scenario::{adopted, first_night};
use crate::stage::{Stage, When};

/// A case.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Long {
    /// A year in which mail fails one night in five.
    Year,
    /// Six notices that earlier nights left unsent, and a Gmail that answers nothing.
    SixStalled,
    /// A row that Google answers with 500, for good or until its texts are sent again.
    Refused { for_good: bool },
}

impl Long {
    pub(crate) const ALL: [Self; 4] =
        [Self::Year, Self::SixStalled, Self::Refused { for_good: true }, Self::Refused { for_good: false }];

    pub(crate) fn name(self) -> String {
        match self {
            Self::Year => "long/year".to_owned(),
            Self::SixStalled => "long/six-stalled".to_owned(),
            Self::Refused { for_good: true } => "long/refused-for-good".to_owned(),
            Self::Refused { for_good: false } => "long/refused-once".to_owned(),
        }
    }

    /// Plays it to its end and beyond, and says what promise was broken.
    pub(crate) fn play(self, stage: &Stage) -> Result<(), String> {
        stage.set(&stage.blank);
        stage.block_on(async {
            match self {
                Self::Year => year(stage).await,
                Self::SixStalled => six_stalled(stage).await,
                Self::Refused { for_good } => refused(stage, for_good).await,
            }
        })
    }
}

/// A sheet with these reports below the header, and the service's columns.
async fn begin(stage: &Stage, rows: &[Row]) -> Oracle {
    type_sheet(&stage.emulator, &stage.id, rows);
    adopted(stage).await;
    let now = stage.emulator.with(|world| world.snapshot());
    stage.set(&now);
    Oracle::default()
}

/// Staff type one more report, received the day before a night.
fn typed(stage: &Stage, n: u32, night: NaiveDate) {
    let date = (night - Days::new(1)).format("%d/%m/%Y").to_string();
    for emulator in [&stage.emulator, &stage.shadow] {
        type_rows(emulator, &stage.id, &format!("A{}", n + 1), &[citizen(n, &date)]);
    }
}

/// Has every call of a path fail from now on.
fn strike(stage: &Stage, when: Match, action: FaultAction) {
    stage.emulator.fault(Fault { when, after: false, action, times: 0 });
}

fn gmail(method: &str, path: &str) -> Match {
    Match { method: Some(method.to_owned()), ..Match::path(path) }
}

/// The characters of the spreadsheet's developer metadata.
fn metadata(stage: &Stage) -> usize {
    let entries = stage.emulator.with(|world| world.developer_metadata(&stage.id));
    let text = |entry: &serde_json::Value, name: &str| entry[name].as_str().unwrap_or_default().len();
    entries.iter().map(|entry| text(entry, "metadataKey") + text(entry, "metadataValue")).sum()
}

async fn year(stage: &Stage) -> Result<(), String> {
    let mut oracle = begin(stage, &[]).await;
    let mut reports = 0;
    let mut most = 0;

    for turn in 0..365 {
        let day = first_night() + Days::new(turn);
        // Of six nights one has news, so that the tabs of a year fit into the file and are soon read.
        if turn % 6 == 0 {
            reports += 1;
            typed(stage, reports, day);
        }
        if turn % 5 == 2 {
            let (when, status) = match turn % 4 {
                0 => (gmail("POST", "/drafts/send"), 503),
                1 => (gmail("POST", "/drafts"), 500),
                2 => (gmail("GET", "/drafts"), 403),
                _ => (Match::path("/gmail/"), 503),
            };
            strike(stage, when, FaultAction::google(status, "UNAVAILABLE", "not now"));
        }

        let ended = night(stage, 0, When::night(day), &[]).await;
        stage.emulator.clear_faults();
        stage.settle().await;
        oracle.after(stage, &ended).map_err(|broken| format!("night {turn}: {broken}"))?;
        if !matches!(ended, Ended::Done(_)) {
            return Err(format!("night {turn} ended so: {ended:?}"));
        }
        most = most.max(metadata(stage));
    }

    if most > 28_500 {
        return Err(format!("the metadata grew to {most} characters"));
    }
    come_to_rest(stage, &mut oracle, When::night(first_night() + Days::new(365))).await
}

async fn six_stalled(stage: &Stage) -> Result<(), String> {
    let mut oracle = begin(stage, &[]).await;
    let denied = || FaultAction::google(403, "PERMISSION_DENIED", "Delegation denied");
    for turn in 0..6 {
        let day = first_night() + Days::new(turn);
        typed(stage, u32::try_from(turn).unwrap_or_default() + 1, day);
        // The draft is made and recorded, and no night gets further.
        strike(stage, gmail("POST", "/drafts/send"), denied());
        strike(stage, gmail("GET", "/drafts/"), denied());
        let ended = night(stage, 0, When::night(day), &[]).await;
        stage.emulator.clear_faults();
        stage.settle().await;
        oracle.after(stage, &ended)?;
    }

    let day = first_night() + Days::new(6);
    typed(stage, 7, day);
    strike(stage, Match::path("/gmail/"), FaultAction::Stall);
    let (before, began) = (stage.emulator.calls(), Instant::now());
    let ended = night(stage, 0, When::night(day), &[]).await;
    let took = began.elapsed();
    oracle.after(stage, &ended)?;
    let calls: Vec<String> =
        stage.emulator.requests().into_iter().skip(before).map(|request| request.path).collect();
    stage.emulator.clear_faults();
    stage.settle().await;

    let first = |part: &str| calls.iter().position(|path| path.contains(part)).unwrap_or(usize::MAX);
    if first(":batchUpdate") > first("/gmail/") {
        return Err(format!("mail of earlier nights stands before the hand-over: {calls:?}"));
    }
    if oracle.citizens().len() != 7 || took.as_secs() > 150 {
        return Err(format!("mail held the night up for {took:?}: {ended:?}"));
    }
    come_to_rest(stage, &mut oracle, When::night(day + Days::new(1))).await
}

async fn refused(stage: &Stage, for_good: bool) -> Result<(), String> {
    let day = first_night();
    let rows: Vec<Row> = (1..41).map(|n| citizen(n, &fixtures::early(n))).collect();
    let mut oracle = begin(stage, &rows).await;
    oracle.content_is_to_blame = true;
    let poison = || Match { body_contains: Some("zqx7x".to_owned()), ..Match::path(":batchUpdate") };
    strike(stage, poison(), FaultAction::google(500, "INTERNAL", "Internal error encountered."));

    let evening = When::night(day).moment.utc();
    for (minutes, without_texts) in [(0, 0), (20, 0), (59, 0), (60, 1), (120, 1)] {
        let moment = traslado::clock::Moment::at(evening + TimeDelta::minutes(minutes));
        let when = When { moment, as_of: Some(day) };
        let ended = night(stage, 0, when, &[]).await;
        stage.settle().await;
        oracle.after(stage, &ended)?;
        if oracle.citizens().len() != 39 || oracle.without_texts() != without_texts {
            let seen = (oracle.citizens().len(), oracle.without_texts());
            return Err(format!("after {minutes} minutes: {seen:?}, {ended:?}"));
        }
    }

    if !for_good {
        stage.emulator.clear_faults();
    }
    for turn in 1..4 {
        let ended = night(stage, 0, When::night(day + Days::new(turn)), &[]).await;
        stage.settle().await;
        oracle.after(stage, &ended)?;
        let wanted = if for_good { 2 } else { 1 };
        if !matches!(&ended, Ended::Done(claims) if claims.done()) || oracle.without_texts() != wanted {
            return Err(format!("{turn} nights later: {} without texts, {ended:?}", oracle.without_texts()));
        }
    }

    stage.emulator.clear_faults();
    if for_good {
        return Ok(());
    }
    come_to_rest(stage, &mut oracle, When::night(day + Days::new(4))).await
}
