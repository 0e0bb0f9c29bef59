//! What is computed for each item-location: its forecast, what its orders must cover, and what a replay says of that.

use contract::{
    BacktestSums, Effect, Group, LeadTimeCount, LeadTimeSource, Plan, Proof, Settings, Simulated, Unserved,
    Verification,
};
use planning::convert::{count_u32, single, whole_u32};
use planning::day::Day;
use planning::forecast::{Backtest, Forecast, Method, Notice};
use planning::stock::simulate::{Case, check, held_out_days};
use planning::what_if::{self, Factors, Item, Parts, Scenario, Target};

use super::days::Days;
use super::demand::Demand;
use super::forecasts::Together;
use super::lead_time::LeadTimes;
use super::needs::{Need, Needs};
use super::orders::Order;
use super::past::Past;
use super::{PERIOD_DAYS, Progress, orders, parallel, proof, rules, unserved};
use crate::store::sha256_hex;
use std::ops::Range;

const DAYS_PER_YEAR: f64 = 365.0;
/// Days on which a policy is tried: a year of weeks.
const CHECKED_DAYS: usize = 364;
/// Demand that differs less from what was sold, as a share, is what was sold.
const ESTIMATED_MIN: f64 = 1e-3;
/// Demand until an order arrives is at least this share of the quarter's.
const EXPOSED_SHARE_MIN: f64 = 0.01;

/// What is known before anything is forecast.
pub(super) struct Inputs<'a> {
    pub(super) demand: &'a Demand,
    pub(super) days: &'a Days,
    pub(super) lead_times: &'a LeadTimes,
    /// With lead times, costs, packs and rules.
    pub(super) plan: &'a Plan,
    pub(super) settings: &'a Settings,
    /// What the plan's categories are called.
    pub(super) categories: &'a [Group],
    /// The last day of the history.
    pub(super) as_of: Day,
    pub(super) progress: &'a (dyn Fn(Progress) + Sync),
}

/// Everything that one row's history, policy inputs and settings give.
#[derive(Debug, PartialEq)]
pub(super) struct Outcome {
    pub(super) forecast: Forecast,
    /// Its item: demand is zero where too little is expected to keep stock of it.
    pub(super) item: Item,
    pub(super) verification: Option<Verification>,
    /// How forecasts from earlier origins did.
    pub(super) accuracy: Option<BacktestSums>,
    /// Methods of a weighted forecast with their weights, largest first.
    pub(super) weights: Vec<(Method, f32)>,
    /// The difference that stock without goods makes.
    pub(super) unserved: Option<Unserved>,
    /// What promotions and events do to it.
    pub(super) effects: Vec<Effect>,
}

/// A row's forecast, before it is known what its orders must cover.
struct Forecasted {
    forecast: Forecast,
    backtest: Backtest,
    effects: Vec<Effect>,
    is_stocked: bool,
}

/// The outcome of every row, on all cores, and what plans of the past kept.
pub(super) fn all(inputs: &Inputs<'_>) -> (Vec<Outcome>, Proof) {
    let (count, progress) = (inputs.demand.sku.len(), inputs.progress);
    let together = inputs.demand.together(&inputs.plan.policy, progress);
    let forecasts = parallel::rows(count, "forecasting", progress, |row| {
        let method = rules::method(inputs.settings, inputs.plan.items.rule[row]);
        let (mut forecast, backtest, effects) = inputs.demand.forecast(row, method, &together);
        let (mean, order) = (mean_per_day(&forecast.mean), together.level(row).lump);
        let is_stocked = orders::is_stocked(mean, order);
        if mean > 0.0 && !is_stocked {
            forecast.notices.push(Notice::OrderedOnDemand { units: whole_u32(order.round()) });
        }
        Forecasted { forecast, backtest, effects, is_stocked }
    });
    let past = Past::new(inputs, &together);
    // From orders under the settings: what rules set for some items changes nothing of the others.
    let needs = Needs::learn(&past, inputs.demand.periods);
    let unserved = unserved::all(inputs.demand, &inputs.plan.policy);
    let checks = parallel::rows(count, "simulating", progress, |row| {
        let scenario = inputs.scenario(row);
        let found = &forecasts[row];
        let mean = mean_per_day(&found.forecast.mean);
        let order = inputs.order(row, mean, &scenario);
        let need = needs.expected(&order, together.level(row), &found.forecast.mean);
        let facts = order.facts(&need, together.level(row), together.demand(row, inputs.demand.periods));
        let factors = needs.factors(&need, &facts);
        let item = inputs.item(row, if found.is_stocked { mean } else { 0.0 }, &need, &factors);
        let parts = what_if::parts(&item, &scenario);
        let verification =
            parts.and_then(|parts| inputs.verification(row, &item, &parts, &forecasts[row].backtest));
        (item, verification)
    });
    let outcome = |((found, (item, verification)), unserved): (
        (Forecasted, (Item, Option<Verification>)),
        Option<Unserved>,
    )| {
        let Forecasted { forecast, backtest, effects, .. } = found;
        let weights = backtest.weights.iter().map(|(method, weight)| (*method, single(*weight))).collect();
        Outcome { forecast, item, verification, accuracy: accuracy(&backtest), weights, unserved, effects }
    };
    let outcomes = forecasts.into_iter().zip(checks).zip(unserved).map(outcome).collect();
    (outcomes, proof::of(&past))
}

impl Inputs<'_> {
    /// The settings, and what a row's rule sets in their place.
    pub(super) fn scenario(&self, row: usize) -> Scenario {
        self.plan.policy.as_items().own(row).scenario(&self.settings.scenario())
    }

    /// How a row is ordered.
    pub(super) fn order(&self, row: usize, demand_per_day: f64, scenario: &Scenario) -> Order<'_> {
        let (location, sku) = (&self.demand.location[row], &self.demand.sku[row]);
        let supplier = &self.plan.items.supplier[row];
        let (time, source) = self.lead_times.of(location, sku, supplier);
        let receipts: &[LeadTimeCount] = match source {
            LeadTimeSource::OwnReceipts => self.lead_times.seen.of_item(location, sku),
            LeadTimeSource::SupplierReceipts => self.lead_times.seen.of_supplier(supplier),
            LeadTimeSource::SupplierStated | LeadTimeSource::Assumed => &[],
        };
        Order {
            lead_time_days: time.mean_days,
            lead_time_sd_days: time.sd_days,
            receipts,
            review_days: scenario.review_days,
            quantity: self.quantity(row, demand_per_day, scenario),
            seed: self.seed(row),
        }
    }

    /// Units of an order; infinite where nothing is ordered.
    pub(super) fn quantity(&self, row: usize, demand_per_day: f64, scenario: &Scenario) -> f64 {
        // How much is ordered depends on no error.
        let item = self.item(row, demand_per_day, &Need::even(demand_per_day), &Factors::NORMAL);
        let policy = what_if::policy(&item, scenario, &Target::of(scenario));
        if policy.order_quantity > 0.0 { policy.order_quantity } else { f64::INFINITY }
    }

    /// Demand of a row on each day of some periods: what was sold, or as much as is estimated where stock hid demand.
    pub(super) fn came(&self, row: usize, together: &Together, periods: Range<usize>) -> Vec<f64> {
        let period_days = PERIOD_DAYS.unsigned_abs() as usize;
        let history = self.demand.periods * period_days;
        let sold = self.days.of(row, history);
        let before = history - sold.len();
        let mut days = Vec::with_capacity(periods.len() * period_days);
        for period in periods {
            let sold = &sold[period * period_days - before..][..period_days];
            let (total, wanted) = (sold.iter().sum::<f64>(), together.came(row, period));
            let is_hidden = (wanted - total).abs() > ESTIMATED_MIN * wanted;
            days.extend(sold.iter().map(|units| match is_hidden {
                true if total > 0.0 => units * wanted / total,
                true => wanted / period_days as f64,
                false => *units,
            }));
        }
        days
    }

    pub(super) fn item(&self, row: usize, demand_per_day: f64, need: &Need, factors: &Factors) -> Item {
        let policy = &self.plan.policy;
        // As derived files keep them, so that pages compute the same.
        let kept = |value: f64| f64::from(single(value));
        let known = |column: &[f32]| f64::from(column[row]);
        Item {
            demand_per_day: kept(demand_per_day),
            // Out of season nearly nothing, but not nothing: what is stocked has a policy.
            exposed_demand_per_day: kept(need.exposed_demand_per_day.max(EXPOSED_SHARE_MIN * demand_per_day)),
            error_sd_per_day: kept(need.error_sd_per_day),
            review_sd_per_day: kept(need.review_sd_per_day),
            factors: Factors(factors.0.map(kept)),
            lead_time_days: known(&policy.lead_time_days),
            lead_time_sd_days: known(&policy.lead_time_sd_days),
            unit_cost: known(&policy.unit_cost),
            minimum_order: known(&policy.minimum_order),
            pack_size: known(&policy.pack_size),
        }
    }

    /// What a replay says of the policy.
    fn verification(
        &self,
        row: usize,
        item: &Item,
        parts: &Parts,
        backtest: &Backtest,
    ) -> Option<Verification> {
        let period_days = PERIOD_DAYS.unsigned_abs() as usize;
        let periods = self.demand.periods;
        let sold = self.days.of(row, (periods * period_days).min(CHECKED_DAYS));
        let mean = item.exposed_demand_per_day * f64::from(PERIOD_DAYS);
        let held_out = held_out_days(&sold, period_days, periods, backtest, mean);
        let scenario = self.scenario(row);
        let case = Case {
            held_out: &held_out,
            demand: (item.exposed_demand_per_day, item.error_sd_per_day),
            whole_units: self.demand.is_whole(row),
            lead_time: (item.lead_time_days, item.lead_time_sd_days),
            review_days: whole_u32(scenario.review_days.round()).max(1),
            order_quantity: parts.policy.order_quantity,
            service_level: scenario.service_level,
            reorder_point: parts.policy.reorder_point,
            seed: self.seed(row),
        };
        let found = check(&case)?;
        let policy = &parts.policy;
        Some(Verification {
            evidence: found.evidence,
            held_out_days: count_u32(held_out.len()),
            demand_days: count_u32(held_out.iter().filter(|units| **units > 0.0).count()),
            promised: Simulated {
                cycle_service: scenario.service_level,
                fill_rate: policy.fill_rate,
                average_stock: policy.average_stock,
                orders_per_year: policy.orders_per_year,
            },
            achieved: Simulated {
                cycle_service: found.achieved.cycle_service,
                fill_rate: found.achieved.fill_rate,
                average_stock: found.achieved.average_stock,
                orders_per_year: found.achieved.orders_per_day * DAYS_PER_YEAR,
            },
            standard_error: found.standard_error,
        })
    }

    /// The same for the same names, whatever else the snapshot holds.
    fn seed(&self, row: usize) -> u64 {
        let (location, sku) = (&self.demand.location[row], &self.demand.sku[row]);
        let digest = sha256_hex(format!("{location}\0{sku}").as_bytes());
        u64::from_str_radix(&digest[..16], 16).unwrap_or(0)
    }
}

pub(super) fn mean_per_day(periods: &[f64]) -> f64 {
    periods.iter().sum::<f64>() / periods.len() as f64 / f64::from(PERIOD_DAYS)
}

fn accuracy(backtest: &Backtest) -> Option<BacktestSums> {
    let (forecast, naive) = backtest.sums()?;
    let origins = u8::try_from(backtest.method.len()).unwrap_or(u8::MAX);
    Some(BacktestSums { forecast, naive, origins, has_season: backtest.has_season })
}

#[cfg(test)]
mod tests;
