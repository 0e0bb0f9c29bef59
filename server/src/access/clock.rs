//! The time, for what ends: tokens, sessions, keys, waits.

use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds since 1970. A clock before that is no clock, and under it nothing is valid any more.
pub fn now_s() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(u64::MAX, |since| since.as_secs())
}
