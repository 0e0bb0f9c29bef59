//! Programs, which show keys in place of passwords.

use super::role::Person;
use data::store::sha256_hex;
use planning::day::Day;
use std::collections::HashMap;

/// Programs by the hashes of their keys, each with its last day.
#[derive(Default)]
pub struct Programs(HashMap<String, (Person, Option<Day>)>);

impl Programs {
    /// Programs by the SHA-256 of their keys.
    pub(super) fn new(by_hash: HashMap<String, (Person, Option<Day>)>) -> Self {
        Programs(by_hash)
    }

    /// Which program has this key, on a day.
    pub fn with(&self, key: &str, today: Day) -> Option<&Person> {
        let (person, until) = self.0.get(&sha256_hex(key.as_bytes()))?;
        until.is_none_or(|until| today <= until).then_some(person)
    }
}
