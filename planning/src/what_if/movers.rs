//! The item-locations that a scenario changes most.

use super::{Items, Policy, Scenario, policy};
use crate::normal;

/// An item-location whose average stock changes between two scenarios.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mover {
    /// Row in the columns.
    pub row: u32,
    /// Its policy before.
    pub before: Policy,
    /// Its policy after.
    pub after: Policy,
    /// Change of its average stock at cost.
    pub stock_value_change: f64,
}

/// The `count` kept rows whose average stock at cost changes most, largest change first; ties by row.
pub fn movers(
    items: &Items<'_>,
    rows: &[u32],
    before: &Scenario,
    after: &Scenario,
    count: usize,
) -> Vec<Mover> {
    let z = (normal::ppf(before.service_level), normal::ppf(after.service_level));
    let mut best: Vec<Mover> = Vec::with_capacity(count + 1);
    for row in rows {
        let item = items.item(*row as usize);
        let costed = item.unit_cost > 0.0;
        if !costed {
            continue;
        }
        let (old, new) = (policy(&item, before, z.0), policy(&item, after, z.1));
        let change = item.unit_cost * (new.average_stock - old.average_stock);
        let full = best.len() == count;
        if change == 0.0 || (full && best.last().is_none_or(|m| m.stock_value_change.abs() >= change.abs())) {
            continue;
        }
        let place = best.partition_point(|m| m.stock_value_change.abs() >= change.abs());
        best.insert(place, Mover { row: *row, before: old, after: new, stock_value_change: change });
        best.truncate(count);
    }
    best
}
