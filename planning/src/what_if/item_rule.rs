//! Items with a rule of their own, which replaces values of the scenario.

use super::{Scenario, Target};

/// The values that an item's own rule sets in place of the scenario; none by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ItemRule {
    /// Service level in ten-thousandths; 0 for the scenario's.
    pub service_level_parts: u16,
    /// Days between reviews; 0 for the scenario's.
    pub review_days: u16,
}

impl ItemRule {
    /// Parts in which a service level is counted: four decimals.
    pub const SERVICE_LEVEL_PARTS: f64 = 10_000.0;

    /// From a rule's service level, with at most four decimals, and whole days between reviews.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within the bounds of both: below 10 000"
    )]
    pub fn new(service_level: Option<f64>, review_days: Option<f64>) -> Self {
        ItemRule {
            service_level_parts: service_level
                .map_or(0, |level| (level * ItemRule::SERVICE_LEVEL_PARTS).round() as u16),
            review_days: review_days.map_or(0, |days| days.round() as u16),
        }
    }

    /// The scenario as it applies to the item. Changes to values that its rule sets do not reach it.
    pub fn scenario(self, scenario: &Scenario) -> Scenario {
        let set = |own: f64, scenario: f64| if own > 0.0 { own } else { scenario };
        Scenario {
            service_level: set(
                f64::from(self.service_level_parts) / ItemRule::SERVICE_LEVEL_PARTS,
                scenario.service_level,
            ),
            review_days: set(f64::from(self.review_days), scenario.review_days),
            ..*scenario
        }
    }
}

/// A scenario, with its variants for items with rules: there are few rules but many items.
pub(super) struct Rules {
    scenario: Scenario,
    own: Vec<(ItemRule, Scenario, Option<Target>)>,
}

impl Rules {
    pub(super) fn new(scenario: &Scenario) -> Self {
        Rules { scenario: *scenario, own: Vec::new() }
    }

    /// The scenario for items without a rule.
    pub(super) fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The scenario for an item, and its own target where its rule sets a service level.
    #[inline]
    pub(super) fn of(&mut self, own: ItemRule) -> (&Scenario, Option<&Target>) {
        if own == ItemRule::default() {
            return (&self.scenario, None);
        }
        let place = self.own.iter().position(|(known, _, _)| *known == own).unwrap_or_else(|| {
            let scenario = own.scenario(&self.scenario);
            let target = (own.service_level_parts > 0).then(|| Target::of(&scenario));
            self.own.push((own, scenario, target));
            self.own.len() - 1
        });
        let (_, scenario, target) = &self.own[place];
        (scenario, target.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::{count_u32, single};
    use crate::what_if::{Formula, Items, ServiceType, curve, movers, totals};
    use proptest::prelude::*;

    fn scenario(service_level: f64) -> Scenario {
        Scenario {
            service_level,
            lead_time_factor: 1.0,
            lead_time_sd_factor: 1.0,
            demand_factor: 1.0,
            order_cost: 10.0,
            holding_rate: 0.25,
            review_days: 1.0,
            service_type: ServiceType::Cycle,
            formula: Formula::Corrected,
        }
    }

    #[test]
    fn a_rule_sets_what_it_names_and_nothing_else() {
        let scenario = Scenario { lead_time_factor: 2.0, ..scenario(0.95) };
        let of = |service, review| {
            let found = ItemRule::new(service, review).scenario(&scenario);
            (found.service_level, found.review_days, found.lead_time_factor)
        };
        assert_eq!(of(None, None), (0.95, 1.0, 2.0));
        assert_eq!(of(Some(0.98), None), (0.98, 1.0, 2.0));
        assert_eq!(of(None, Some(7.0)), (0.95, 7.0, 2.0));
        for parts in 5_000..=9_990u16 {
            let level = f64::from(parts) / ItemRule::SERVICE_LEVEL_PARTS;
            assert_eq!(of(Some(level), None).0.to_bits(), level.to_bits());
        }
    }

    proptest! {
        /// Rules for the first half of the items, which are then as under a scenario that says the same. Columns are
        /// drawn as f64: sampling a range of f32, proptest 1.12 now and then fails an assertion of its own.
        #[test]
        fn an_item_with_a_rule_is_as_under_a_scenario_that_says_the_same(
            rows in prop::collection::vec((0.01..500.0, 0.1..6.0, 1.0..60.0, 0.1..80.0), 2..20),
            service_level in 0.5..0.999f64, parts in 5_000..9_990u16, days in 1..60u16, which in 0..3u8,
        ) {
            let column = |of: fn(&(f64, f64, f64, f64)) -> f64| {
                rows.iter().map(|row| single(of(row))).collect::<Vec<f32>>()
            };
            let (demand, sd, lead) = (column(|r| r.0), column(|r| r.0 * r.1), column(|r| r.2));
            let (cost, none) = (column(|r| r.3), column(|_| f64::NAN));
            let (low, one, two) = (column(|_| 0.5), column(|_| 1.0), column(|_| 2.0));
            let half = rows.len() / 2;
            let own = ItemRule {
                service_level_parts: if which == 1 { 0 } else { parts },
                review_days: if which == 2 { 0 } else { days },
            };
            let set = |value: u16| (0..rows.len()).map(|row| if row < half { value } else { 0 }).collect();
            let (levels, reviews): (Vec<u16>, Vec<u16>) = (set(own.service_level_parts), set(own.review_days));
            let no_rules = vec![0; rows.len()];
            let plain = Items {
                demand_per_day: &demand,
                error_sd_per_day: &sd,
                lead_time_days: &lead,
                lead_time_sd_days: &column(|_| 2.0),
                unit_cost: &cost,
                minimum_order: &none,
                pack_size: &none,
                exposed_demand_per_day: &demand,
                review_sd_per_day: &sd,
                factors: [&low, &one, &one, &two, &two],
                shortage_factor: &one,
                own_service_level_parts: &no_rules,
                own_review_days: &no_rules,
            };
            let ruled = Items { own_service_level_parts: &levels, own_review_days: &reviews, ..plain };
            let (now, then) = (scenario(0.95), scenario(service_level));
            let all: Vec<u32> = (0..count_u32(rows.len())).collect();
            let (first, rest) = all.split_at(half);
            prop_assert_eq!(totals(&ruled, first, &then), totals(&plain, first, &own.scenario(&then)));
            prop_assert_eq!(totals(&ruled, rest, &then), totals(&plain, rest, &then));
            let moved = movers(&ruled, first, &now, &then, half);
            prop_assert_eq!(moved, movers(&plain, first, &own.scenario(&now), &own.scenario(&then), half));
            let levels = [0.6, 0.9, 0.99];
            let points = curve(&ruled, first, &then, &levels);
            for (point, level) in points.iter().zip(levels) {
                prop_assert_eq!(point.totals, totals(&ruled, first, &Scenario { service_level: level, ..then }));
            }
        }
    }
}
