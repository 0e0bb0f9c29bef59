//! The matrix of ABC and XYZ classes, and sums over other groups of item-locations.

use crate::{AbcClass, Facts, Plan, Variability};

/// Sums over a group of item-locations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupTotal {
    /// How many there are.
    pub item_locations: u32,
    /// Consumption of the last year at cost, money; where the store has no costs revenue, or units.
    pub annual_value: f64,
    /// Stock on hand at cost, over item-locations where it is known; absent where it is known for none.
    pub stock_value: Option<f64>,
    /// Days of the last year on which they were active; absent where no stock is recorded.
    pub active_days: Option<f64>,
    /// Of those, days that ended without stock.
    pub stockout_days: f64,
    /// Their policies, most frequent first.
    pub policies: Vec<GroupPolicy>,
}

/// A policy that some item-locations of a group have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupPolicy {
    /// The rule that sets it, counted from 1; 0 for the settings themselves.
    pub rule: u8,
    /// Target cycle service level.
    pub service_level: f64,
    /// Days between reviews.
    pub review_days: f64,
    /// How many item-locations have it.
    pub item_locations: u32,
}

impl GroupTotal {
    /// Share of active days of the last year that ended with stock: the service achieved.
    pub fn in_stock(&self) -> Option<f64> {
        self.active_days.filter(|days| *days > 0.0).map(|days| 1.0 - self.stockout_days / days)
    }

    fn add(&mut self, facts: &Facts, plan: &Plan, row: usize) {
        let (policy, items) = (&plan.policy, &plan.items);
        self.item_locations += 1;
        let value = items.annual_value[row];
        self.annual_value += if value > 0.0 { f64::from(value) } else { 0.0 };
        // Units owed have no stock value; NaN stays NaN.
        let on_hand = items.on_hand[row];
        let stock = if on_hand < 0.0 { 0.0 } else { on_hand } * policy.unit_cost[row];
        if !stock.is_nan() {
            *self.stock_value.get_or_insert(0.0) += f64::from(stock);
        }
        let (active, out) = (f64::from(items.active_days[row]), f64::from(items.stockout_days[row]));
        if active >= 0.0 && out >= 0.0 {
            *self.active_days.get_or_insert(0.0) += active;
            self.stockout_days += out;
        }
        let rule = items.rule[row];
        match self.policies.iter_mut().find(|policy| policy.rule == rule) {
            Some(policy) => policy.item_locations += 1,
            None => {
                let scenario = policy.as_items().own(row).scenario(&facts.settings.scenario());
                self.policies.push(GroupPolicy {
                    rule,
                    service_level: scenario.service_level,
                    review_days: scenario.review_days,
                    item_locations: 1,
                });
            }
        }
    }
}

/// Sums over so many groups of the kept rows; `group` returns the group of a row, if it has one.
pub fn group_totals(
    facts: &Facts,
    plan: &Plan,
    rows: &[u32],
    groups: usize,
    group: impl Fn(usize) -> Option<usize>,
) -> Vec<GroupTotal> {
    let mut totals = vec![GroupTotal::default(); groups];
    for row in rows {
        let row = *row as usize;
        if let Some(total) = group(row).and_then(|group| totals.get_mut(group)) {
            total.add(facts, plan, row);
        }
    }
    for total in &mut totals {
        total.policies.sort_by_key(|policy| (core::cmp::Reverse(policy.item_locations), policy.rule));
    }
    totals
}

/// Sums over every pair of an ABC and an XYZ class, of the kept rows.
pub fn matrix(facts: &Facts, plan: &Plan, rows: &[u32]) -> Vec<(AbcClass, Variability, GroupTotal)> {
    let columns = Variability::ALL.len();
    let place =
        |row: usize| usize::from(plan.policy.class[row]) * columns + usize::from(plan.items.variability[row]);
    let totals = group_totals(facts, plan, rows, AbcClass::ALL.len() * columns, |row| Some(place(row)));
    let classes = |place: usize| (AbcClass::ALL[place / columns], Variability::ALL[place % columns]);
    let cell = |(place, total)| {
        let (class, variability) = classes(place);
        (class, variability, total)
    };
    totals.into_iter().enumerate().map(cell).collect()
}
