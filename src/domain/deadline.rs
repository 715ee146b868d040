//! The legal terms of a report, as dates.

use chrono::NaiveDate;

use super::calendar::Calendar;
use super::form::{Form, Terms};

/// Counts the form's terms on the form's calendar.
#[derive(Clone, Copy, Debug)]
pub struct Deadlines<'a> {
    calendar: &'a Calendar,
    terms: Terms,
}

impl<'a> Deadlines<'a> {
    /// The terms of a form.
    pub fn of(form: &'a Form) -> Self {
        Self { calendar: form.calendar(), terms: form.terms() }
    }

    /// The last day to answer a message (Ley 142 de 1994, art. 158); `None` outside the calendar.
    pub fn answer(&self, received: NaiveDate) -> Option<NaiveDate> {
        self.calendar.add_business_days(received, self.terms.response_days).ok()
    }

    /// The last day to ask the citizen for what is missing (CPACA, art. 17); `None` outside the
    /// calendar.
    pub fn request(&self, received: NaiveDate) -> Option<NaiveDate> {
        self.calendar.add_business_days(received, self.terms.request_days).ok()
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

    #[test]
    fn the_internal_target_steps_back_over_weekends_and_holidays() {
        let form = Form::builtin();
        let deadlines = Deadlines::of(&form);
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        // The 8th is a holiday, the 5th and 6th a weekend.
        assert_eq!(deadlines.target(day("2026-12-09")), Some(day("2026-12-03")));
        assert_eq!(deadlines.answer(day("2026-11-20")), Some(day("2026-12-14")));
        assert_eq!(deadlines.request(day("2026-11-20")), Some(day("2026-12-04")));
        assert_eq!(deadlines.answer(day("2100-12-30")), None);
    }
}
