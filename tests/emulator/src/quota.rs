//! The quotas of a minute: by account, and of the whole project.

use crate::clock::rfc3339;
use crate::error::ApiError;
use crate::schema::Service;
use crate::world::World;

/// What a method of Gmail costs, in Google's units; one that is not here costs five.
const UNITS: &[(&str, usize)] = &[
    ("users.getProfile", 1),
    ("users.drafts.create", 10),
    ("users.drafts.delete", 10),
    ("users.drafts.send", 100),
    ("users.drafts.update", 15),
    ("users.labels.get", 1),
    ("users.labels.list", 1),
    ("users.messages.batchModify", 50),
    ("users.messages.delete", 10),
    ("users.messages.insert", 25),
    ("users.messages.send", 100),
    ("users.threads.get", 10),
    ("users.threads.list", 10),
];

fn units(method: &str) -> usize {
    UNITS.iter().find(|(id, _)| *id == method).map_or(5, |(_, units)| *units)
}

impl World {
    /// Counts a request against the quotas of its minute.
    pub(crate) fn spend(
        &mut self,
        service: Service,
        method: &str,
        account: &str,
        write: bool,
    ) -> Result<(), ApiError> {
        let limits = &self.limits;
        let (kind, cost, user, project) = match service {
            Service::Sheets if write => {
                ("Write", 1, limits.writes_per_minute_per_user, limits.writes_per_minute)
            }
            Service::Sheets => ("Read", 1, limits.reads_per_minute_per_user, limits.reads_per_minute),
            Service::Drive => {
                ("Drive", 1, limits.drive_requests_per_minute_per_user, limits.drive_requests_per_minute)
            }
            Service::Gmail => (
                "Gmail",
                units(method),
                limits.gmail_units_per_minute_per_user,
                limits.gmail_units_per_minute,
            ),
        };
        let now = self.now();
        let minute = now.timestamp().div_euclid(60);
        for (who, limit, per_user) in [(account, user, true), ("", project, false)] {
            let spent = self.spent.entry((who.to_owned(), kind)).or_insert((minute, 0));
            if spent.0 != minute {
                *spent = (minute, 0);
            }
            if limit > 0 && spent.1 + cost > limit {
                return Err(match service {
                    Service::Sheets => ApiError::quota(service, kind, per_user),
                    Service::Drive => ApiError::drive_rate(per_user),
                    Service::Gmail => {
                        let next = chrono::DateTime::from_timestamp((minute + 1) * 60, 0).unwrap_or(now);
                        ApiError::gmail_rate(per_user, &rfc3339(next))
                    }
                });
            }
            spent.1 += cost;
        }
        Ok(())
    }
}
