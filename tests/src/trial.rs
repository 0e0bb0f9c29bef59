//! Trials: tests that try something many times over. `cargo xtask reliability` has them try it more often, and writes down
//! what was tried and what failed.

use serde_json::json;
use std::fs::OpenOptions;
use std::io::Write;

/// Multiplies how often everything is tried.
pub const FACTOR: &str = "GRANARY_TRIALS";
/// The file to which the outcome of each trial is appended, a line of JSON each.
pub const LOG: &str = "GRANARY_TRIALS_LOG";

/// One thing that is tried many times.
#[derive(Debug)]
pub struct Trial {
    what: &'static str,
    tried: u64,
    failures: Vec<String>,
}

impl Trial {
    /// `what` is tried, in words for people.
    pub fn new(what: &'static str) -> Trial {
        Trial { what, tried: 0, failures: Vec::new() }
    }

    /// How often to try what CI tries `usual` times.
    pub fn times(usual: u64) -> u64 {
        usual * std::env::var(FACTOR).map_or(1, |factor| factor.parse().expect("a whole number"))
    }

    /// Counts one more, with how it failed if it did.
    pub fn add(&mut self, failure: Option<String>) {
        self.tried += 1;
        self.failures.extend(failure);
    }

    /// Writes down the outcome.
    ///
    /// # Panics
    /// If anything failed, or nothing was tried.
    pub fn end(self) {
        let Trial { what, tried, failures } = self;
        if let Some(path) = std::env::var_os(LOG) {
            let line = json!({ "what": what, "tried": tried, "failed": failures.len() });
            let log = OpenOptions::new().create(true).append(true).open(path);
            log.and_then(|mut log| writeln!(log, "{line}")).expect("the log");
        }
        assert!(tried > 0, "{what}: nothing was tried");
        assert!(
            failures.is_empty(),
            "{what}: {} of {tried} failed:\n{}",
            failures.len(),
            failures.join("\n")
        );
    }
}
