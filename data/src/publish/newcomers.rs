//! New items: what established ones of their category sell at their location.

use std::collections::BTreeMap;

use contract::PlanPolicy;

use super::demand::Demand;

/// Periods since its first demand after which an item is established.
const ESTABLISHED_PERIODS: usize = 26;
/// Periods over which their demand is averaged: a quarter of a year.
const RECENT_PERIODS: usize = 13;

/// Mean demand per period of an established item of each row's category and location; `None` for rows that never had
/// demand, of which the category tells nothing, or without an established one.
pub(super) fn profiles(demand: &Demand, policy: &PlanPolicy) -> Vec<Option<f64>> {
    let key = |row: usize| (policy.category[row], policy.location[row]);
    let histories = (0..demand.sku.len()).map(|row| demand.history(row));
    let born: Vec<Option<usize>> = histories
        .clone()
        .map(|history| Some(history.len() - history.iter().position(|units| *units > 0.0)?))
        .collect();
    let mut established: BTreeMap<(u16, u16), (f64, f64)> = BTreeMap::new();
    for (row, history) in histories.enumerate() {
        if born[row].is_some_and(|periods| periods >= ESTABLISHED_PERIODS) {
            let recent = &history[history.len().saturating_sub(RECENT_PERIODS)..];
            let (sum, items) = established.entry(key(row)).or_default();
            *sum += recent.iter().sum::<f64>() / recent.len() as f64;
            *items += 1.0;
        }
    }
    let profile = |(row, born): (usize, &Option<usize>)| {
        born.and_then(|_| established.get(&key(row))).map(|(sum, items)| sum / items)
    };
    born.iter().enumerate().map(profile).collect()
}
