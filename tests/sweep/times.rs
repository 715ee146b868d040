//! Nights that start at odd instants: about midnight, at the ends of months and years, on a leap
//! day. The day is Colombia's, whatever the host's clock or zone.

use chrono::{DateTime, Days, TimeDelta, Utc};

use crate::oracle::Oracle;
use crate::people::citizen;
use crate::play::{come_to_rest, night};
use crate::scenario::adopted;
use crate::stage::{Stage, When};

/// A start.
pub(crate) struct Instant(DateTime<Utc>);

/// Days on which something turns.
const DAYS: [&str; 12] = [
    "2026-03-10",
    "2026-04-30",
    "2026-05-01",
    "2026-10-25",
    "2026-12-31",
    "2027-01-01",
    "2027-02-28",
    "2027-03-01",
    "2028-02-28",
    "2028-02-29",
    "2028-03-01",
    "2028-12-31",
];
/// Midnight in Colombia and in Greenwich, and the second before each.
const TIMES: [&str; 4] = ["04:59:59", "05:00:00", "23:59:59", "00:00:00"];

/// Every start.
pub(crate) fn all() -> Vec<Instant> {
    let instants = DAYS.iter().flat_map(|day| TIMES.iter().map(move |time| format!("{day}T{time}Z")));
    instants.filter_map(|text| text.parse().ok()).map(Instant).collect()
}

impl Instant {
    pub(crate) fn name(&self) -> String {
        format!("times/{}", self.0.format("%Y-%m-%dT%H:%M:%SZ"))
    }

    /// Yesterday's report and one without a day that has come go over; today's waits until tomorrow.
    pub(crate) fn play(&self, stage: &Stage) -> Result<(), String> {
        stage.set(&stage.blank);
        // No zone but this one, and it has no summer: the arithmetic is its own check.
        let today = (self.0 - TimeDelta::hours(5)).date_naive();
        let dates = [today - Days::new(1), today, today + Days::new(1)];
        let rows: Vec<_> =
            (1..).zip(dates).map(|(n, date)| citizen(n, &date.format("%d/%m/%Y").to_string())).collect();
        fixtures::type_sheet(&stage.emulator, &stage.id, &rows);
        stage.block_on(async {
            adopted(stage).await;
            let now = stage.emulator.with(|world| world.snapshot());
            stage.set(&now);
            let mut oracle = Oracle::default();
            let first = night(stage, 0, When::at(self.0), &[]).await;
            oracle.after(stage, &first)?;
            let title = format!("Traslado {today}");
            let tabs = stage.emulator.with(|world| world.tabs(&stage.id));
            if !tabs.iter().any(|(_, found)| *found == title) {
                return Err(format!("there is no tab {title}: {tabs:?}"));
            }
            if oracle.citizens() != [1, 3] {
                return Err(format!(
                    "handed over were {:?}, not yesterday's and tomorrow's",
                    oracle.citizens()
                ));
            }
            come_to_rest(stage, &mut oracle, When::at(self.0 + TimeDelta::days(1))).await
        })
    }
}
