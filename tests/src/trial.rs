//! Trials: tests that repeat something many times. `cargo xtask reliability` runs more rounds of them and records
//! what was tried and what failed.

use serde_json::json;
use std::fs::OpenOptions;
use std::io::Write;

/// Environment variable that multiplies the number of rounds.
pub const FACTOR: &str = "GRANARY_TRIALS";
/// Environment variable with the file to which the outcome of each trial is appended, one line of JSON each.
pub const LOG: &str = "GRANARY_TRIALS_LOG";

/// One trial.
#[derive(Debug)]
pub struct Trial {
    what: &'static str,
    tried: u64,
    failures: Vec<String>,
}

impl Trial {
    /// A trial of `what`, described for people.
    pub fn new(what: &'static str) -> Trial {
        Trial { what, tried: 0, failures: Vec::new() }
    }

    /// The number of rounds, given the `usual` number of CI.
    pub fn times(usual: u64) -> u64 {
        usual * std::env::var(FACTOR).map_or(1, |factor| factor.parse().expect("a whole number"))
    }

    /// Counts one round, with its failure if it failed.
    pub fn add(&mut self, failure: Option<String>) {
        self.tried += 1;
        self.failures.extend(failure);
    }

    /// Records the outcome.
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
