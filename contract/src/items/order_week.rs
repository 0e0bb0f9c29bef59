//! Compares today's order lines with those of a usual week, to explain a long list.

use super::{ItemsQuery, Kept};
use crate::{Derived, Plan, Settings};
use planning::stock::whole_packs;
use planning::what_if::order_quantity;
use serde::{Deserialize, Serialize};

/// Days of a week.
const WEEK_DAYS: f64 = 7.0;
/// Today's list is long from this multiple of a usual week's lines on.
const LONG: f64 = 1.5;

/// Orders of today, and of a usual week under the plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OrderWeek {
    /// Order lines of today.
    pub today_lines: u32,
    /// Order lines of a usual week: demand of a week ÷ order quantity, which is at least the demand between two reviews.
    pub usual_lines: f64,
    /// Their value at cost, money: the demand of a week, over item-locations whose cost is known; absent where it is
    /// known for none.
    pub usual_value: Option<f64>,
    /// Item-locations with order lines whose cost is not known.
    pub value_unknown: u32,
}

impl OrderWeek {
    /// From rows of the plan, under the settings and the rules that apply.
    pub fn of(settings: &Settings, plan: &Plan, rows: &[u32]) -> Self {
        let mut week = OrderWeek::default();
        for row in rows {
            week.add(settings, plan, *row as usize);
        }
        week
    }

    /// From the rows that a query keeps, on all pages.
    pub fn kept(derived: &Derived, query: &ItemsQuery) -> Self {
        Self::of(&derived.facts.settings, &derived.plan, &Kept::of(derived, query).rows)
    }

    /// Whether today's list is longer than a usual week explains.
    pub fn is_long(&self) -> bool {
        f64::from(self.today_lines) > LONG * self.usual_lines
    }

    fn add(&mut self, settings: &Settings, plan: &Plan, row: usize) {
        let (policy, items) = (&plan.policy, &plan.items);
        self.today_lines += u32::from(items.suggested_order[row] > 0.0);
        let scenario = policy.as_items().own(row).scenario(&settings.scenario());
        let Some(lot) = order_quantity(&policy.as_items().item(row), &scenario) else {
            return;
        };
        let demand = f64::from(policy.demand_per_day[row]);
        let pack_size = f64::from(policy.pack_size[row]);
        let lot = whole_packs(lot, if pack_size > 0.0 { pack_size } else { 1.0 });
        self.usual_lines += WEEK_DAYS * demand / lot;
        let value = WEEK_DAYS * demand * f64::from(policy.unit_cost[row]);
        match value.is_nan() {
            true => self.value_unknown += 1,
            false => self.usual_value = Some(self.usual_value.unwrap_or(0.0) + value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of demand a day, smallest order, pack size, cost, what to order today, and days between reviews by a rule.
    fn plan(rows: &[([f32; 5], u16)]) -> Plan {
        let mut plan = Plan::default();
        for ([demand, lot, pack, cost, today], review_days) in rows {
            plan.policy.demand_per_day.push(*demand);
            plan.policy.pack_size.push(*pack);
            plan.policy.unit_cost.push(*cost);
            plan.policy.own_service_level_parts.push(0);
            plan.policy.own_review_days.push(*review_days);
            plan.policy.minimum_order.push(*lot);
            for column in [
                &mut plan.policy.exposed_demand_per_day,
                &mut plan.policy.error_sd_per_day,
                &mut plan.policy.review_sd_per_day,
                &mut plan.policy.lead_time_sd_days,
                &mut plan.policy.factor_80,
                &mut plan.policy.factor_90,
                &mut plan.policy.factor_95,
                &mut plan.policy.factor_98,
                &mut plan.policy.factor_995,
                &mut plan.policy.shortage_factor,
            ] {
                column.push(1.0);
            }
            plan.policy.lead_time_days.push(0.0);
            plan.items.suggested_order.push(*today);
        }
        plan
    }

    fn week(rows: &[([f32; 5], u16)], kept: &[u32]) -> OrderWeek {
        // Orders that cost nothing are as small as they may be.
        let settings = Settings { order_cost: 0.0, ..Settings::default() };
        OrderWeek::of(&settings, &plan(rows), kept)
    }

    #[test]
    fn a_usual_week_is_demand_in_lots_and_at_most_one_a_review() {
        let none = f32::NAN;
        let rows = [
            // 14 a week in lots of 28: half a line, £42.
            ([2.0, 28.0, none, 3.0, 56.0], 0),
            // 70 a week in lots of 7, but reviewed every 14 days: 140 at a time.
            ([10.0, 7.0, 7.0, none, 7.0], 14),
            // An item that is not stocked, and unknown values.
            ([0.0, 0.0, none, 5.0, 0.0], 0),
            ([none, none, none, 5.0, none], 0),
            // 3.5 a week in lots of 1.2, ordered as whole units: 1.75 lines, reviewed every day.
            ([0.5, 1.2, none, 2.0, 0.0], 1),
        ];
        let all = week(&rows, &[0, 1, 2, 3, 4]);
        assert_eq!((all.today_lines, all.usual_value, all.value_unknown), (2, Some(49.0), 1));
        assert!((all.usual_lines - (0.5 + 0.5 + 1.75)).abs() < 1e-12, "{all:?}");
        assert!(!all.is_long());
        let filtered = week(&rows, &[0, 1]);
        assert_eq!((filtered.usual_lines, filtered.usual_value), (1.0, Some(42.0)));
        assert!(filtered.is_long(), "two today, one in a usual week");
        assert_eq!(week(&rows, &[1]).usual_value, None, "no cost, no value");
        assert_eq!((week(&rows, &[]), week(&rows, &[2]).is_long()), (OrderWeek::default(), false));
    }
}
