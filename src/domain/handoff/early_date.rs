//! Dates before the start that are probably slips: a year that is not the current one, in January above all.

use chrono::{Datelike as _, Days, NaiveDate};

use crate::domain::form::report::Report;
use crate::domain::reconcile::Match;
use crate::sheet::row_number::RowNumber;

/// A day and month that, with another year, fall within so many days before the first night are taken for a
/// slip of the year.
const RECENT: Days = Days::new(60);

/// A row whose date before the start is probably a slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EarlyDate {
    /// Row of the staff tab.
    pub row: RowNumber,
    /// The day that was probably meant; `None` where no other year makes one of it.
    pub meant: Option<NaiveDate>,
}

impl EarlyDate {
    /// The date of a report that was received before the start; `None` for any other. `latest` is the last
    /// day that can have been meant.
    pub fn of(report: &Report, since: NaiveDate, latest: NaiveDate) -> Option<Self> {
        let date = report.received?.date;
        (date < since).then(|| Self { row: report.row, meant: meant(date, latest) })
    }

    /// The words of the alert, for clerks.
    pub fn alert(self) -> String {
        match self.meant {
            Some(day) => format!("fecha anterior al inicio: probablemente {}", day.format("%d/%m/%Y")),
            None => "fecha anterior al inicio".to_owned(),
        }
    }

    /// The sentence that tells staff what to do.
    pub fn advice(self) -> String {
        match self.meant {
            Some(day) => format!(
                "Revise el año de la fecha: es anterior al inicio del servicio y probablemente debía ser {}.",
                day.format("%d/%m/%Y")
            ),
            None => "Revise la fecha: es anterior al inicio del servicio.".to_owned(),
        }
    }
}

/// The row with the year, as an operator reads it.
impl std::fmt::Display for EarlyDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.meant {
            Some(day) => write!(f, "{} ({})", self.row, day.year()),
            None => write!(f, "{}", self.row),
        }
    }
}

/// The day that was probably meant by a date: the same day and month in the last year in which it is not
/// after `latest`. `None` where that is the date's own year.
pub fn meant(date: NaiveDate, latest: NaiveDate) -> Option<NaiveDate> {
    let in_year = |year: i32| date.with_year(year).filter(|day| *day <= latest);
    in_year(latest.year()).or_else(|| in_year(latest.year() - 1)).filter(|day| *day > date)
}

/// The rows of the first night whose date before the start is probably a slip: the rows above and below are
/// after it, or another year would make it recent. `since` is the start, `night` the day of that night.
pub fn of_first_night(
    reports: &[Report],
    matches: &[Match],
    since: NaiveDate,
    night: NaiveDate,
) -> Vec<EarlyDate> {
    let date = |report: &Report| report.received.map(|received| received.date);
    let dated: Vec<(usize, NaiveDate)> =
        reports.iter().enumerate().filter_map(|(at, report)| Some((at, date(report)?))).collect();
    let neighbour = |at: Option<usize>| at.and_then(|at| dated.get(at)).map(|(_, date)| *date);

    let mut early = Vec::new();
    for (place, (at, date)) in dated.iter().enumerate() {
        if matches[*at] != Match::BeforeStart {
            continue;
        }

        let neighbours = [neighbour(place.checked_sub(1)), neighbour(Some(place + 1))];
        let is_alone = neighbours.iter().all(|neighbour| neighbour.is_some_and(|day| day >= since));
        let of_neighbours = neighbours.into_iter().flatten().filter_map(|day| date.with_year(day.year()));
        let of_neighbours =
            || of_neighbours.clone().find(|day| *day != *date && *day >= since && *day <= night);

        let recent = meant(*date, night).filter(|day| Some(*day) >= night.checked_sub_days(RECENT));
        if is_alone || recent.is_some() {
            let meant = if is_alone { of_neighbours().or(recent) } else { recent };
            early.push(EarlyDate { row: reports[*at].row, meant });
        }
    }

    early
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{day, nth_row};

    fn found(dates: &[&str], night: &str) -> Vec<(u32, Option<String>)> {
        let since = day("2026-11-01");
        let rows = (2..).map(nth_row).zip(dates);
        let reports: Vec<Report> = rows.map(|(row, date)| Report::unread(row, date.parse().ok())).collect();
        let is_before = |report: &Report| report.received.is_some_and(|received| received.date < since);
        let kind = |report: &Report| {
            if is_before(report) { Match::BeforeStart } else { Match::New { resembles: None } }
        };
        let matches: Vec<Match> = reports.iter().map(kind).collect();
        let early = of_first_night(&reports, &matches, since, day(night)).into_iter();
        early.map(|early| (early.row.number(), early.meant.map(|day| day.to_string()))).collect()
    }

    #[test]
    fn a_row_among_later_ones_is_named_with_their_year() {
        let among = found(&["2026-11-16", "2024-11-17", "2026-11-18"], "2026-11-28");
        assert_eq!(among, [(3, Some("2026-11-17".into()))]);
        let january = found(&["2027-01-05", "2026-01-05", "-", "2027-01-05"], "2027-01-08");
        assert_eq!(january, [(3, Some("2027-01-05".into()))]);
        let december = found(&["2026-12-30", "2025-12-31", "2027-01-02"], "2027-01-08");
        assert_eq!(december, [(3, Some("2026-12-31".into()))]);
        assert_eq!(found(&["2026-11-16", "2026-10-17", "2026-11-18"], "2026-11-28"), [(3, None)]);
    }

    #[test]
    fn a_row_that_another_year_makes_recent_is_named_wherever_it_stands() {
        let last = found(&["2026-11-16", "2025-11-20"], "2026-11-28");
        assert_eq!(last, [(3, Some("2026-11-20".into()))]);
        let old = found(&["2025-06-02", "2025-06-03", "2025-11-30", "2026-11-16"], "2026-11-28");
        assert_eq!(old, [], "November of last year, two days later than tonight");
    }

    #[test]
    fn what_was_meant_is_never_after_the_night_and_never_a_day_that_is_none() {
        let meant = |date, latest| meant(day(date), day(latest)).map(|day| day.to_string());
        assert_eq!(meant("2026-01-05", "2027-01-08"), Some("2027-01-05".into()));
        assert_eq!(meant("2025-12-30", "2027-01-08"), Some("2026-12-30".into()));
        assert_eq!(meant("2026-10-17", "2026-11-28"), None);
        assert_eq!(meant("2024-02-29", "2027-03-08"), None);
    }
}
