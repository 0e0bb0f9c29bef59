//! The item-locations that a scenario changes most.

use super::item_rule::Rules;
use super::{Items, Policy, Scenario, Target, policy};

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

/// The largest changes so far, as item-locations are added.
pub struct Movers {
    scenarios: [(Rules, Target); 2],
    /// Whether items keep the service level that their rule sets.
    keeps_levels: bool,
    count: usize,
    best: Vec<Mover>,
}

impl Movers {
    /// The `count` largest changes from `before` to `after`, before any rows are added.
    pub fn new(before: &Scenario, after: &Scenario, count: usize) -> Self {
        let scenarios = [before, after].map(|scenario| (*scenario, Target::of(scenario)));
        Movers { keeps_levels: true, ..Self::between(scenarios, count) }
    }

    /// The same between scenarios with other targets than their own, for all items.
    pub fn between(scenarios: [(Scenario, Target); 2], count: usize) -> Self {
        let scenarios = scenarios.map(|(scenario, target)| (Rules::new(&scenario), target));
        Movers { scenarios, keeps_levels: false, count, best: Vec::with_capacity(count + 1) }
    }

    /// Adds rows.
    pub fn add(&mut self, items: &Items<'_>, rows: &[u32]) {
        for row in rows {
            let item = items.item(*row as usize);
            let costed = item.unit_cost > 0.0;
            if !costed {
                continue;
            }
            let (own, keeps_levels) = (items.own(*row as usize), self.keeps_levels);
            let [old, new] = self.scenarios.each_mut().map(|(rules, target)| {
                let (scenario, level) = rules.of(own);
                policy(&item, scenario, level.filter(|_| keeps_levels).unwrap_or(target))
            });
            let change = item.unit_cost * (new.average_stock - old.average_stock);
            let full = self.best.len() == self.count;
            let smallest = self.best.last().map_or(0.0, |mover| mover.stock_value_change.abs());
            if change == 0.0 || (full && smallest >= change.abs()) {
                continue;
            }
            let place = self.best.partition_point(|m| m.stock_value_change.abs() >= change.abs());
            self.best.insert(place, Mover { row: *row, before: old, after: new, stock_value_change: change });
            self.best.truncate(self.count);
        }
    }

    /// The largest changes among the rows added, largest first; ties in the order of addition.
    pub fn largest(self) -> Vec<Mover> {
        self.best
    }
}

/// The `count` kept rows whose average stock at cost changes most, largest change first; ties by row.
pub fn movers(
    items: &Items<'_>,
    rows: &[u32],
    before: &Scenario,
    after: &Scenario,
    count: usize,
) -> Vec<Mover> {
    let mut movers = Movers::new(before, after, count);
    movers.add(items, rows);
    movers.largest()
}
