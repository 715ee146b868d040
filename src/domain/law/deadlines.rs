//! The legal terms of a report, as dates.

use chrono::NaiveDate;

use crate::domain::law::calendar::{Calendar, DayOne};

/// The reading of CPACA, art. 17, by which a term goes on once the citizen has completed what was required.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AfterRequirement {
    /// A requirement stops the term, and completion resumes what was left of it.
    #[default]
    Resumes,
    /// The term runs on from its first day.
    Runs,
}

/// The terms of CE-P08 and the law, in business days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// To answer a user (Ley 142 de 1994, art. 158).
    pub response_days: u32,
    /// To require what is missing (CPACA, art. 17).
    pub request_days: u32,
    /// To send on what belongs to another entity (CPACA, art. 21).
    pub transfer_days: u32,
    /// Before the legal deadline, for the office's own target.
    pub internal_margin_days: u32,
    /// The first day of every term.
    pub day_one: DayOne,
    /// The reading of the law on what a requirement does to the term.
    pub requirement: AfterRequirement,
}

/// Counts the form's terms on the form's calendar.
#[derive(Clone, Copy, Debug)]
pub struct Deadlines<'a> {
    calendar: &'a Calendar,
    terms: Terms,
}

impl<'a> Deadlines<'a> {
    /// Terms counted on a calendar.
    pub fn new(calendar: &'a Calendar, terms: Terms) -> Self {
        Self { calendar, terms }
    }

    /// The terms, in business days.
    pub fn terms(&self) -> Terms {
        self.terms
    }

    /// The last day to ask the citizen for what is missing (CPACA, art. 17); `None` outside the
    /// calendar.
    pub fn request(&self, received: NaiveDate) -> Option<NaiveDate> {
        self.calendar.add_business_days(received, self.terms.request_days).ok()
    }

    /// The last day to send on what belongs to another entity (CPACA, art. 21); `None` outside the
    /// calendar.
    pub fn transfer(&self, received: NaiveDate) -> Option<NaiveDate> {
        self.calendar.add_business_days(received, self.terms.transfer_days).ok()
    }

    /// The day that ends some business days after a day; `None` outside the calendar.
    pub fn after(&self, day: NaiveDate, days: u32) -> Option<NaiveDate> {
        self.calendar.add_business_days(day, days).ok()
    }

    /// The business days of a term that a day ends, itself counted: a requirement spends its own day. `None`
    /// outside the calendar.
    pub fn spent(&self, received: NaiveDate, day: NaiveDate) -> Option<u32> {
        let first = self.terms.day_one == DayOne::Same && self.is_business_day(received);
        u32::try_from(self.days_left(received, day)?).ok().map(|days| days + u32::from(first))
    }

    /// The last of some business days that begin on the day after a day, whichever is the first of a term;
    /// `None` outside the calendar.
    pub fn following(&self, day: NaiveDate, days: u32) -> Option<NaiveDate> {
        let (mut day, mut left) = (day, days);
        while left > 0 {
            day = day.succ_opt()?;
            left -= u32::from(self.calendar.is_business_day(day).ok()?);
        }
        Some(day)
    }

    /// The last day of a term of months that begins on a day (CPACA, art. 17); `None` outside the calendar.
    pub fn months_after(&self, day: NaiveDate, months: u32) -> Option<NaiveDate> {
        self.calendar.add_months(day, months).ok()
    }

    /// Returns `true` if offices work on a day; `false` outside the calendar.
    pub fn is_business_day(&self, day: NaiveDate) -> bool {
        self.calendar.is_business_day(day).unwrap_or(false)
    }

    /// How many business days are left until a due date, which is the last of them; below zero, how
    /// many have passed since. `None` outside the calendar.
    pub fn days_left(&self, today: NaiveDate, due: NaiveDate) -> Option<i32> {
        let mut day = today.min(due);
        let mut count = 0;
        while day < today.max(due) {
            day = day.succ_opt()?;
            count += i32::from(self.calendar.is_business_day(day).ok()?);
        }
        Some(if due < today { -count } else { count })
    }

    /// The business day that lies the configured margin before a due date.
    pub fn target(&self, due: NaiveDate) -> Option<NaiveDate> {
        let mut day = due;
        for _ in 0..self.terms.internal_margin_days {
            day = day.pred_opt()?;
            while !self.calendar.is_business_day(day).ok()? {
                day = day.pred_opt()?;
            }
        }
        Some(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::form::Form;

    #[test]
    fn the_internal_target_steps_back_over_weekends_and_holidays() {
        let form = Form::builtin();
        let deadlines = form.deadlines();
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        // The 8th is a holiday, the 5th and 6th a weekend.
        assert_eq!(deadlines.target(day("2026-12-09")), Some(day("2026-12-03")));
        assert_eq!(deadlines.after(day("2026-11-20"), 15), Some(day("2026-12-14")));
        assert_eq!(deadlines.request(day("2026-11-20")), Some(day("2026-12-04")));
        assert_eq!(deadlines.transfer(day("2026-11-20")), Some(day("2026-11-27")));
        let outside = day("2100-12-30");
        let terms = [deadlines.after(outside, 15), deadlines.request(outside), deadlines.transfer(outside)];
        assert_eq!(terms, [None; 3]);
    }

    #[test]
    fn the_days_left_are_business_days_and_below_zero_once_the_day_has_passed() {
        let form = Form::builtin();
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let left = |today, due| form.deadlines().days_left(day(today), day(due));
        // The 8th is a holiday, the 5th and 6th a weekend.
        assert_eq!(left("2026-12-03", "2026-12-09"), Some(3));
        assert_eq!(left("2026-12-05", "2026-12-07"), Some(1));
        assert_eq!(left("2026-12-07", "2026-12-07"), Some(0));
        assert_eq!(left("2026-12-09", "2026-12-03"), Some(-3));
        assert_eq!(left("2026-12-03", "2101-01-03"), None);
    }

    #[test]
    fn terms_are_the_forms_own() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let form = Form::from_toml(
            "[terms]\nresponse_days = 4\nrequest_days = 3\ntransfer_days = 2\ninternal_margin_days = 0\n",
        )
        .expect("a form");
        let deadlines = form.deadlines();
        let received = day("2026-11-23");
        assert_eq!(deadlines.after(received, deadlines.terms().response_days), Some(day("2026-11-27")));
        assert_eq!(deadlines.request(received), Some(day("2026-11-26")));
        assert_eq!(deadlines.transfer(received), Some(day("2026-11-25")));
        assert_eq!(deadlines.target(day("2026-11-28")), Some(day("2026-11-28")));
    }
}
