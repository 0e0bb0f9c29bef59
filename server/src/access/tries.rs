//! Tries of passwords: who guesses waits longer each time. Whoever guesses another's password keeps only themselves out.

use crate::lock::lock;
use crate::wire::Client;
use std::collections::HashMap;
use std::sync::Mutex;

/// Tries that cost nothing.
const FREE: u32 = 5;
/// The longest wait, in seconds.
const WAIT_MAX_S: u64 = 900;
/// Most clients and names that are remembered; when there are more, those that wait shortest are forgotten.
const REMEMBERED: usize = 10_000;

/// Failed tries by client and name.
#[derive(Default)]
pub struct Tries(Mutex<HashMap<(Client, String), Failed>>);

#[derive(Clone, Copy)]
struct Failed {
    times: u32,
    /// Seconds since 1970 before which no further try is made.
    until_s: u64,
}

impl Tries {
    /// Seconds that a client has to wait before it may try a name again; none if it may now.
    pub fn wait_s(&self, client: Client, name: &str, now_s: u64) -> Option<u64> {
        let tries = lock(&self.0);
        let failed = tries.get(&(client, name.to_owned()))?;
        failed.until_s.checked_sub(now_s).filter(|wait| *wait > 0)
    }

    /// Notes a failed try.
    pub fn failed(&self, client: Client, name: &str, now_s: u64) {
        let mut tries = lock(&self.0);
        if tries.len() >= REMEMBERED {
            tries.retain(|_, failed| failed.until_s > now_s);
        }
        if tries.len() >= REMEMBERED {
            tries.clear();
        }
        let failed = tries.entry((client, name.to_owned())).or_insert(Failed { times: 0, until_s: 0 });
        failed.times = failed.times.saturating_add(1);
        let beyond = failed.times.saturating_sub(FREE).min(16);
        let wait_s = if beyond == 0 { 0 } else { (1u64 << beyond).min(WAIT_MAX_S) };
        failed.until_s = now_s + wait_s;
    }

    /// Forgets the failed tries of who has the right password.
    pub fn succeeded(&self, client: Client, name: &str) {
        lock(&self.0).remove(&(client, name.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::IpAddr;

    #[test]
    fn each_failed_try_takes_longer_and_only_for_who_made_it() {
        let tries = Tries::default();
        let client = |last: u8| Client::from(IpAddr::from([192, 0, 2, last]));
        for _ in 0..FREE {
            tries.failed(client(1), "ada", 1_000);
            assert_eq!(tries.wait_s(client(1), "ada", 1_000), None);
        }
        tries.failed(client(1), "ada", 1_000);
        assert_eq!(tries.wait_s(client(1), "ada", 1_000), Some(2));
        tries.failed(client(1), "ada", 1_002);
        assert_eq!(tries.wait_s(client(1), "ada", 1_002), Some(4));
        assert_eq!(tries.wait_s(client(1), "ada", 1_006), None);
        assert_eq!(tries.wait_s(client(2), "ada", 1_002), None, "ada herself is not kept out");
        for _ in 0..40 {
            tries.failed(client(1), "ada", 2_000);
        }
        assert_eq!(tries.wait_s(client(1), "ada", 2_000), Some(WAIT_MAX_S));
        tries.succeeded(client(1), "ada");
        assert_eq!(tries.wait_s(client(1), "ada", 2_000), None);
    }
}
