//! How long tests wait for a Google that fails. `tests/it/transport.rs` has this file as well, since the
//! types of unit tests are others than those of a program outside.

use std::time::Duration;

use super::{RetryPolicy, TimeOuts};

/// The retry policy of real nights with everything in milliseconds, and small answers.
pub(super) fn quick() -> RetryPolicy {
    RetryPolicy {
        time_outs: TimeOuts {
            connect: Duration::from_millis(500),
            token: Duration::from_millis(500),
            attempt: Duration::from_millis(800),
            total: Duration::from_secs(8),
        },
        base: Duration::from_millis(2),
        ceiling: Duration::from_millis(8),
        body_limit: 1 << 20,
        ..RetryPolicy::default()
    }
}
