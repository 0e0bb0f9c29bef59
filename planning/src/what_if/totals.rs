//! Totals over item-locations.

use super::item_rule::Rules;
use super::policy::Basis;
use super::{Item, Items, Policy, Scenario, Target};
use serde::{Deserialize, Serialize};

/// Sums over item-locations under one scenario; flows are per year. Where every item with demand lacks a unit cost
/// the sums are meaningless: see [`Totals::known`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Totals {
    /// Item-locations with forecast demand and a unit cost: those in the sums.
    pub items: u32,
    /// Item-locations left out because they have no unit cost.
    pub without_cost: u32,
    /// Item-locations without forecast demand, or with too little to be stocked.
    pub without_demand: u32,
    /// Average stock at cost.
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub stock_value: f64,
    /// Of it, safety stock at cost.
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub safety_stock_value: f64,
    /// Holding cost per year.
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub holding_cost_per_year: f64,
    /// Ordering cost per year.
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub ordering_cost_per_year: f64,
    /// Orders per year.
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub orders_per_year: f64,
    /// Replenishment cycles per year that are expected to run out of stock.
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub stockouts_per_year: f64,
    /// Cost of goods sold per year.
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub cost_of_goods_sold_per_year: f64,
    /// Units demanded per year.
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub demand_per_year: f64,
    /// Of those, units expected to be shipped from stock.
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub filled_per_year: f64,
}

impl Totals {
    /// Whether the sums are meaningful: not where every item with demand lacks a unit cost.
    pub fn is_known(&self) -> bool {
        self.items > 0 || self.without_cost == 0
    }

    /// A sum, if the sums are meaningful.
    pub fn known(&self, sum: f64) -> Option<f64> {
        self.is_known().then_some(sum)
    }

    /// The same with NaN for every sum if they are not meaningful.
    #[must_use]
    pub fn missing_unless_known(mut self) -> Self {
        if !self.is_known() {
            for sum in [
                &mut self.stock_value,
                &mut self.safety_stock_value,
                &mut self.holding_cost_per_year,
                &mut self.ordering_cost_per_year,
                &mut self.orders_per_year,
                &mut self.stockouts_per_year,
                &mut self.cost_of_goods_sold_per_year,
                &mut self.demand_per_year,
                &mut self.filled_per_year,
            ] {
                *sum = f64::NAN;
            }
        }
        self
    }

    /// Expected fill rate over all units; `None` without demand.
    pub fn fill_rate(&self) -> Option<f64> {
        (self.demand_per_year > 0.0).then(|| self.filled_per_year / self.demand_per_year)
    }

    /// Expected share of replenishment cycles without a stockout, over all cycles; `None` without orders.
    pub fn cycle_service(&self) -> Option<f64> {
        (self.orders_per_year > 0.0).then(|| 1.0 - self.stockouts_per_year / self.orders_per_year)
    }

    /// Inventory turnover per year; `None` without stock.
    pub fn turnover_per_year(&self) -> Option<f64> {
        (self.stock_value > 0.0).then(|| self.cost_of_goods_sold_per_year / self.stock_value)
    }

    /// Holding plus ordering cost per year.
    pub fn cost_per_year(&self) -> f64 {
        self.holding_cost_per_year + self.ordering_cost_per_year
    }

    /// Adds an item with its policy, if it has one.
    #[inline]
    pub(super) fn add(&mut self, item: &Item, policy: Option<Policy>, scenario: &Scenario) {
        let Some(policy) = policy else {
            self.without_demand += 1;
            return;
        };
        let costed = item.unit_cost >= 0.0;
        if !costed {
            self.without_cost += 1;
            return;
        }
        let value = item.unit_cost * policy.average_stock;
        self.items += 1;
        self.stock_value += value;
        self.safety_stock_value += item.unit_cost * policy.safety_stock;
        self.holding_cost_per_year += scenario.holding_rate * value;
        self.ordering_cost_per_year += scenario.order_cost * policy.orders_per_year;
        self.orders_per_year += policy.orders_per_year;
        self.stockouts_per_year += (1.0 - policy.cycle_service) * policy.orders_per_year;
        self.cost_of_goods_sold_per_year += item.unit_cost * policy.demand_per_year;
        self.demand_per_year += policy.demand_per_year;
        self.filled_per_year += policy.fill_rate * policy.demand_per_year;
    }
}

/// Totals of the kept rows, in their order, under a scenario; items with a rule keep what it sets.
pub fn totals(items: &Items<'_>, rows: &[u32], scenario: &Scenario) -> Totals {
    let (mut rules, target) = (Rules::new(scenario), Target::of(scenario));
    let mut totals = Totals::default();
    for row in rows {
        let item = items.item(*row as usize);
        let (scenario, own) = rules.of(items.own(*row as usize));
        let policy = Basis::of(&item, scenario).map(|basis| basis.policy(own.unwrap_or(&target)));
        totals.add(&item, policy, scenario);
    }
    totals
}

/// Totals by group, to which item-locations are added.
pub struct GroupTotals {
    rules: Rules,
    target: Target,
    totals: Vec<Totals>,
}

impl GroupTotals {
    /// `groups` empty groups.
    pub fn new(scenario: &Scenario, groups: usize) -> Self {
        GroupTotals {
            rules: Rules::new(scenario),
            target: Target::of(scenario),
            totals: vec![Totals::default(); groups],
        }
    }

    /// Adds rows; `group` has an index below the number of groups for every row of `items`.
    pub fn add(&mut self, items: &Items<'_>, rows: &[u32], group: &[u16]) {
        for row in rows {
            let item = items.item(*row as usize);
            let (scenario, own) = self.rules.of(items.own(*row as usize));
            let policy = Basis::of(&item, scenario).map(|basis| basis.policy(own.unwrap_or(&self.target)));
            self.totals[usize::from(group[*row as usize])].add(&item, policy, scenario);
        }
    }

    /// The totals of each group.
    pub fn totals(&self) -> &[Totals] {
        &self.totals
    }
}
