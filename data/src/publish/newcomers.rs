//! New items: what established ones of their category sell at their location.

use std::collections::BTreeMap;

use contract::PlanPolicy;

use super::demand::{Demand, born};

/// Periods since its first demand after which an item is established.
const ESTABLISHED_PERIODS: usize = 26;
/// Periods over which their demand is averaged: a quarter of a year.
const RECENT_PERIODS: usize = 13;

/// Mean demand per period of an established item of each row's category and location; `None` for rows that never had
/// demand, of which the category tells nothing, or without an established one.
pub(super) fn profiles(demand: &Demand, policy: &PlanPolicy) -> Vec<Option<f64>> {
    let key = |row: usize| (policy.category[row], policy.location[row]);
    let mut established: BTreeMap<(u16, u16), (f64, f64)> = BTreeMap::new();
    let mut has_sold = vec![false; demand.sku.len()];
    for (row, has_sold) in has_sold.iter_mut().enumerate() {
        let history = demand.history(row);
        let lived = history.len() - born(&history);
        *has_sold = lived > 0;
        if lived >= ESTABLISHED_PERIODS {
            let recent = &history[history.len().saturating_sub(RECENT_PERIODS)..];
            let (sum, items) = established.entry(key(row)).or_default();
            *sum += recent.iter().sum::<f64>() / recent.len() as f64;
            *items += 1.0;
        }
    }
    let profile = |(row, has_sold): (usize, bool)| {
        let (sum, items) = established.get(&key(row)).filter(|_| has_sold)?;
        Some(sum / items)
    };
    has_sold.into_iter().enumerate().map(profile).collect()
}
