use super::*;

const PAUSE: TimeDelta = TimeDelta::minutes(15);

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}:00Z").parse().unwrap()
}

fn begun(success: Option<&str>) -> Scheduler {
    Scheduler::new(Schedule::default(), PAUSE, success.map(at))
}

/// A scheduler that has kept the night of the 24th at 03:00 in Colombia, which is 08:00 UTC.
fn keeping() -> Scheduler {
    let mut scheduler = begun(Some("2026-11-24T08:00"));
    assert_eq!(scheduler.step(at("2026-11-24T12:00")), Step::Wait(at("2026-11-25T08:00")));
    scheduler
}

#[test]
fn a_night_is_due_at_its_time_once() {
    let mut scheduler = keeping();
    assert_eq!(scheduler.step(at("2026-11-25T07:59")), Step::Wait(at("2026-11-25T08:00")));
    assert_eq!(scheduler.step(at("2026-11-25T08:00")), Step::Run(Why::Scheduled));
    scheduler.ended(at("2026-11-25T08:00"), at("2026-11-25T08:01"), false);
    assert_eq!(scheduler.step(at("2026-11-25T08:01")), Step::Wait(at("2026-11-26T08:00")));
    assert_eq!(scheduler.due(at("2026-11-25T08:01")), Some(at("2026-11-26T08:00")));
}

#[test]
fn one_run_at_the_start_makes_up_for_all_that_were_missed() {
    for success in [None, Some("2026-11-20T08:00"), Some("2026-11-24T07:59")] {
        let mut scheduler = begun(success);
        assert_eq!(scheduler.step(at("2026-11-24T12:00")), Step::Run(Why::Missed), "{success:?}");
        scheduler.ended(at("2026-11-24T12:00"), at("2026-11-24T12:01"), false);
        assert_eq!(scheduler.step(at("2026-11-24T12:01")), Step::Wait(at("2026-11-25T08:00")));
    }
    let mut scheduler = begun(Some("2026-11-24T08:00"));
    assert_eq!(scheduler.step(at("2026-11-24T12:00")), Step::Wait(at("2026-11-25T08:00")), "none was missed");
}

#[test]
fn a_success_by_hand_in_between_counts() {
    let mut scheduler = begun(Some("2026-11-24T20:00"));
    assert_eq!(scheduler.step(at("2026-11-25T01:00")), Step::Wait(at("2026-11-25T08:00")));
}

#[test]
fn what_passes_is_tried_again_after_pauses_that_grow_and_the_schedule_comes_first() {
    let mut scheduler = keeping();
    assert_eq!(scheduler.step(at("2026-11-25T08:00")), Step::Run(Why::Scheduled));
    let mut now = at("2026-11-25T08:00");
    for minutes in [15, 30, 60, 120, 120, 120] {
        scheduler.ended(now, now, true);
        let retry_at = now + TimeDelta::minutes(minutes);
        assert_eq!(scheduler.step(now), Step::Wait(retry_at));
        assert_eq!(scheduler.due(now), Some(retry_at));
        now = retry_at;
        assert_eq!(scheduler.step(now), Step::Run(Why::Retry));
    }
    // The night after starts with a count of its own.
    let mut scheduler = keeping();
    scheduler.ended(at("2026-11-25T07:50"), at("2026-11-25T07:50"), true);
    assert_eq!(scheduler.step(at("2026-11-25T07:51")), Step::Wait(at("2026-11-25T08:00")));
    assert_eq!(scheduler.step(at("2026-11-25T08:00")), Step::Run(Why::Scheduled));
    scheduler.ended(at("2026-11-25T08:00"), at("2026-11-25T08:00"), true);
    assert_eq!(scheduler.step(at("2026-11-25T08:00")), Step::Wait(at("2026-11-25T08:15")));
}

#[test]
fn every_other_failure_waits_for_the_next_night() {
    let mut scheduler = keeping();
    scheduler.ended(at("2026-11-25T08:00"), at("2026-11-25T08:02"), false);
    assert_eq!(scheduler.step(at("2026-11-25T08:02")), Step::Wait(at("2026-11-26T08:00")));
}

#[test]
fn a_clock_that_jumps_ahead_keeps_one_night_and_one_set_back_keeps_none_twice() {
    let mut scheduler = keeping();
    // The machine slept for three days.
    assert_eq!(scheduler.step(at("2026-11-28T10:00")), Step::Run(Why::Scheduled));
    scheduler.ended(at("2026-11-28T10:00"), at("2026-11-28T10:01"), false);
    assert_eq!(scheduler.step(at("2026-11-28T10:01")), Step::Wait(at("2026-11-29T08:00")));
    // A few minutes back, over the scheduled instant.
    assert_eq!(scheduler.step(at("2026-11-28T07:55")), Step::Wait(at("2026-11-28T08:00")));
    assert_eq!(scheduler.step(at("2026-11-28T08:00")), Step::Wait(at("2026-11-29T08:00")));
    // From a wrong year back into the right one: the scheduler does not wait for that year.
    let mut scheduler = keeping();
    assert_eq!(scheduler.step(at("2031-01-01T00:00")), Step::Run(Why::Scheduled));
    scheduler.ended(at("2031-01-01T00:00"), at("2031-01-01T00:01"), true);
    assert_eq!(scheduler.step(at("2026-11-24T13:00")), Step::Wait(at("2026-11-24T13:15")));
    assert_eq!(scheduler.step(at("2026-11-24T13:15")), Step::Run(Why::Retry));
    scheduler.ended(at("2026-11-24T13:15"), at("2026-11-24T13:16"), false);
    assert_eq!(scheduler.step(at("2026-11-24T13:16")), Step::Wait(at("2026-11-25T08:00")));
    assert_eq!(scheduler.step(at("2026-11-25T08:00")), Step::Run(Why::Scheduled));
}

#[test]
fn a_night_that_failed_in_a_wrong_year_does_not_put_off_those_of_the_right_one() {
    let mut scheduler = keeping();
    assert_eq!(scheduler.step(at("2031-01-01T00:00")), Step::Run(Why::Scheduled));
    scheduler.ended(at("2031-01-01T00:00"), at("2031-01-01T00:01"), false);
    assert_eq!(scheduler.step(at("2026-11-24T13:00")), Step::Wait(at("2026-11-25T08:00")));
    assert_eq!(scheduler.step(at("2026-11-25T08:00")), Step::Run(Why::Scheduled));
}

#[test]
fn a_night_that_outlasts_the_next_ones_time_is_followed_by_it() {
    let mut scheduler = keeping();
    scheduler.ended(at("2026-11-25T08:00"), at("2026-11-26T08:30"), false);
    assert_eq!(scheduler.step(at("2026-11-26T08:30")), Step::Run(Why::Scheduled));
}

#[test]
fn another_schedule_takes_over_without_a_night_of_its_own_past() {
    let mut scheduler = keeping();
    scheduler.reschedule("0 6 * * *".parse().unwrap(), PAUSE, Schedule::weekly(), at("2026-11-24T12:00"));
    assert_eq!(scheduler.step(at("2026-11-24T12:00")), Step::Wait(at("2026-11-25T11:00")));
}

#[test]
fn verifications_come_once_a_week_after_the_night_and_missed_ones_are_made_up_for() {
    let weekly = || Schedule::weekly();
    let verifying = |verified: Option<&str>, now: &str| {
        begun(Some("2026-11-24T08:00")).verifying(weekly(), verified.map(at), at(now))
    };
    // Sunday at 05:00 in Colombia is 10:00 UTC.
    let mut scheduler = verifying(None, "2026-11-24T12:00");
    assert_eq!(scheduler.step(at("2026-11-24T12:00")), Step::Wait(at("2026-11-25T08:00")), "none was missed");
    scheduler.ended(at("2026-11-29T08:00"), at("2026-11-29T08:01"), false);
    assert_eq!(scheduler.step(at("2026-11-29T09:59")), Step::Wait(at("2026-11-29T10:00")));
    assert_eq!(scheduler.step(at("2026-11-29T10:00")), Step::Verify);
    scheduler.verified(at("2026-11-29T10:00"));
    assert_eq!(scheduler.step(at("2026-11-29T10:05")), Step::Wait(at("2026-11-30T08:00")));

    let mut late = verifying(Some("2026-11-15T10:00"), "2026-11-24T12:00");
    assert_eq!(late.step(at("2026-11-24T12:00")), Step::Verify, "last Sunday nobody did");
    late.verified(at("2026-11-24T12:00"));
    assert_eq!(late.step(at("2026-11-24T12:01")), Step::Wait(at("2026-11-25T08:00")));

    // By the same schedule it goes on, by another one it begins anew.
    late.reschedule(Schedule::default(), PAUSE, weekly(), at("2026-11-24T13:00"));
    assert_eq!(late.step(at("2026-11-24T13:00")), Step::Wait(at("2026-11-25T08:00")));
    late.reschedule(Schedule::default(), PAUSE, "0 6 * * 2".parse().unwrap(), at("2026-11-24T13:00"));
    assert_eq!(late.step(at("2026-11-24T13:00")), Step::Wait(at("2026-11-25T08:00")));
}
