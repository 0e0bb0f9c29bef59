//! The one door through which decisions come into a store: checked against the plan that they are about, and against what
//! was decided before.

use contract::{Decision, DecisionKind, DecisionProblem, Derived, Entry, ItemKey, in_force, replaced_by};
use jiff::{Timestamp, ToSpan};

use crate::error::Error;
use crate::store::{Tenant, identified};

/// Why nothing was written.
#[derive(Debug)]
pub enum NotWritten {
    /// A decision that cannot be written down: its place among those given, counted from 0.
    Bad(usize, DecisionProblem),
    /// The store.
    Store(Error),
}

impl From<Error> for NotWritten {
    fn from(error: Error) -> Self {
        NotWritten::Store(error)
    }
}

/// Writes decisions down, all of them or none, and returns the new entries. What holds already is not written again.
///
/// Each takes the place of the one on the same thing before it. Its time is the clock's, but never before an entry that is
/// there: where a clock was set back, the later decision still counts.
///
/// # Errors
/// A decision cannot be written down; the log is damaged; the disk is full.
pub fn decide(
    tenant: &Tenant,
    derived: &Derived,
    who: &str,
    decisions: Vec<Decision>,
) -> core::result::Result<Vec<Entry>, NotWritten> {
    let today = derived.facts.as_of;
    let mut log = tenant.decision_log()?.entries;
    let before = log.len();
    for (place, mut decision) in decisions.into_iter().enumerate() {
        if decision.kind != DecisionKind::Withdraw {
            decision.from = decision.from.or(Some(today));
        }
        check(derived, &log, who, &decision).map_err(|problem| NotWritten::Bad(place, problem))?;
        if holds_already(&in_force(&log, today), &decision) {
            continue;
        }
        decision.supersedes.extend(replaced_by(&log, &decision));
        decision.supersedes.sort();
        decision.supersedes.dedup();
        let at = moment(log.last().map(|entry| &*entry.at));
        log.push(identified(Entry { id: String::new(), at, who: who.trim().to_owned(), decision })?);
    }
    let new = log.split_off(before);
    tenant.add_decisions(&new)?;
    Ok(new)
}

/// The present as entries have it, after the latest of them, which stands last.
fn moment(latest: Option<&str>) -> String {
    let now = Timestamp::now();
    let after = latest.and_then(|latest| latest.parse::<Timestamp>().ok()?.checked_add(1.microsecond()).ok());
    format!("{:.6}", after.map_or(now, |after| after.max(now)))
}

/// Whether the same is decided already: an order that is handed in twice was placed once.
fn holds_already(held: &[Entry], decision: &Decision) -> bool {
    let bare = |decision: &Decision| Decision { supersedes: Vec::new(), ..decision.clone() };
    decision.supersedes.is_empty() && held.iter().any(|entry| bare(&entry.decision) == *decision)
}

fn check(
    derived: &Derived,
    log: &[Entry],
    who: &str,
    decision: &Decision,
) -> core::result::Result<(), DecisionProblem> {
    let bad = |field: &'static str, problem: String| Err(DecisionProblem { field, problem });
    if !Entry::is_name(who) {
        return bad("who", format!("is 1 to {} letters in one line", Entry::NAME_LETTERS_MAX));
    }
    decision.check()?;
    if let Some((sku, location)) = decision.sku.clone().zip(decision.location.clone()) {
        let found = ItemKey { sku, location }.row(&derived.cube, &derived.plan);
        if let Err(unknown) = found {
            let ItemKey { sku, location } = unknown.key;
            return match &unknown.elsewhere[..] {
                [] => bad("sku", format!("is `{sku}`: the plan has no such item")),
                at => bad("location", format!("is `{location}`: that item is at {}", at.join(", "))),
            };
        }
    }
    for id in &decision.supersedes {
        let Some(entry) = log.iter().find(|entry| entry.id == *id) else {
            return bad("supersedes", format!("names {id}, which is no entry of the log"));
        };
        if decision.kind == DecisionKind::OrderReceived && entry.decision.kind != DecisionKind::OrderPlaced {
            return bad("supersedes", format!("names {id}, which is no order that was placed"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
