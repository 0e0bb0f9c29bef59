//! The plan of every item-location, put together once everything that it holds is known.

use contract::{Plan, PlanAccuracy, PlanItems, PlanPolicy, Settings, Verification};
use planning::convert::single;
use planning::what_if::Item;

use super::demand::Demand;
use super::item_locations::ItemLocations;
use super::lead_time::LeadTimes;
use super::on_order::OpenOrders;
use super::outcome::Outcome;
use super::rules::Rules;
use super::standing::{Position, Stand};
use super::stock::{LastYear, StockNow};

/// What a plan is made of, all of it row for row.
pub(super) struct Parts<'a> {
    pub(super) settings: &'a Settings,
    pub(super) items: &'a ItemLocations,
    pub(super) demand: &'a Demand,
    pub(super) lead_times: &'a LeadTimes,
    pub(super) rules: &'a Rules,
    pub(super) segment: Vec<u8>,
    pub(super) outcomes: &'a [Outcome],
    pub(super) stock: StockNow,
    pub(super) open: &'a OpenOrders,
    pub(super) year: LastYear,
}

impl Parts<'_> {
    /// Puts the plan together.
    pub(super) fn plan(self) -> Plan {
        let policy = self.policy();
        let mut accuracy = PlanAccuracy::default();
        self.outcomes.iter().for_each(|outcome| accuracy.push(outcome.accuracy.as_ref()));
        let items = self.items(&policy);
        Plan { policy, items, accuracy }
    }

    fn policy(&self) -> PlanPolicy {
        let item = |of: fn(&Item) -> f64| -> Vec<f32> {
            self.outcomes.iter().map(|outcome| single(of(&outcome.item))).collect()
        };
        PlanPolicy {
            demand_per_day: item(|item| item.demand_per_day),
            exposed_demand_per_day: item(|item| item.exposed_demand_per_day),
            error_sd_per_day: item(|item| item.error_sd_per_day),
            lead_time_days: self.lead_times.mean_days(),
            lead_time_sd_days: self.lead_times.sd_days(),
            unit_cost: self.items.unit_cost.clone(),
            minimum_order: self.items.minimum_order.clone(),
            pack_size: self.items.pack_size.clone(),
            review_sd_per_day: item(|item| item.review_sd_per_day),
            factor_80: item(|item| item.factors.0[0]),
            factor_90: item(|item| item.factors.0[1]),
            factor_95: item(|item| item.factors.0[2]),
            factor_98: item(|item| item.factors.0[3]),
            factor_995: item(|item| item.factors.0[4]),
            shortage_factor: item(|item| item.shortage_factor),
            category: self.items.category.clone(),
            location: self.items.location.clone(),
            class: self.items.class.clone(),
            own_service_level_parts: self.rules.own.iter().map(|own| own.service_level_parts).collect(),
            own_review_days: self.rules.own.iter().map(|own| own.review_days).collect(),
        }
    }

    fn items(self, policy: &PlanPolicy) -> PlanItems {
        let on_order = self.open.settle(&self.stock.on_order);
        let position = Position {
            settings: self.settings,
            step: self.demand.shape.dates.step,
            policy,
            on_hand: &self.stock.on_hand,
            on_order: &on_order,
            open: self.open,
            outcomes: self.outcomes,
        };
        let stands = position.stands();
        let stand =
            |of: fn(&Stand) -> f64| -> Vec<f32> { stands.iter().map(|stand| single(of(stand))).collect() };
        let achieved = |of: fn(&Verification) -> f64| -> Vec<f32> {
            let found = self.outcomes.iter().map(|outcome| outcome.verification.as_ref());
            found.map(|found| found.map_or(f32::NAN, |found| single(of(found)))).collect()
        };
        // Where it is not known what was shipped: what the forecast expects on the days without stock.
        let short_units = self.year.short_units.unwrap_or_else(|| {
            self.year
                .stockout_days
                .iter()
                .zip(&policy.demand_per_day)
                .map(|(days, demand)| days * demand)
                .collect()
        });
        let price = &self.items.unit_price;
        PlanItems {
            sku: self.items.sku.clone(),
            name: self.items.name.clone(),
            supplier: self.items.supplier.clone(),
            unit_price: price.clone(),
            on_hand: self.stock.on_hand.clone(),
            on_order: on_order.units.clone(),
            abandoned_units: on_order.abandoned.clone(),
            active_days: self.year.active_days,
            stockout_days: self.year.stockout_days,
            short_value: short_units.iter().zip(price).map(|(units, price)| units * price).collect(),
            short_units,
            excess_units: stand(|stand| stand.excess_units),
            excess_value: stand(|stand| stand.excess_value),
            cover_days: stand(|stand| stand.cover_days),
            units_at_risk: stand(|stand| stand.units_at_risk),
            order_in_days: stand(|stand| stand.order_in_days),
            suggested_order: stand(|stand| stand.suggested_order),
            achieved_service: achieved(|found| found.achieved.cycle_service),
            achieved_fill_rate: achieved(|found| found.achieved.fill_rate),
            achieved_stock: achieved(|found| found.achieved.average_stock),
            status: stands.iter().map(|stand| stand.status as u8).collect(),
            demand_class: (0..self.items.len()).map(|row| self.demand.class(row) as u8).collect(),
            method: self.outcomes.iter().map(|outcome| outcome.forecast.method as u8).collect(),
            annual_value: self.items.annual_value.clone(),
            variability: self.rules.variability.iter().map(|variability| *variability as u8).collect(),
            rule: self.rules.rule.clone(),
            segment: self.segment,
        }
    }
}
