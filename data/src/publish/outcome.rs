//! What is computed for each item-location by itself: its forecast, and what simulation says of its policy.

use contract::{BacktestSums, Effect, Plan, PlanPolicy, Settings, Simulated, Unserved, Verification};
use planning::convert::{count_u32, single, whole_u32};
use planning::forecast::{Backtest, Definition, Forecast, Method};
use planning::stock::simulate::{Achieved, Case, Precision, Tried, held_out_days, verify};
use planning::what_if::{self, Item, ORDER_COVER_DAYS_MAX, Parts, Policy, Scenario, Target};

use super::days::Days;
use super::demand::Demand;
use super::{PERIOD_DAYS, Progress, parallel, rules};
use crate::store::sha256_hex;

/// An item of which less is expected is not stocked: methods that fade out never reach zero.
const UNITS_PER_YEAR_MIN: f64 = 1.0;
/// A point of service more or less is not seen; the days bound a row's time where orders are rare.
const PRECISION: Precision = Precision { standard_error: 0.01, days_max: 1 << 16 };
const DAYS_PER_YEAR: f64 = 365.0;

/// Everything that one row's own history, policy inputs and settings give.
#[derive(Debug, PartialEq)]
pub(super) struct Outcome {
    pub(super) forecast: Forecast,
    /// Forecast demand, units per day; zero where too little is expected to be stocked.
    pub(super) demand_per_day: f32,
    /// Deviation of its error over lead time and review period, units per √day.
    pub(super) error_sd_per_day: f32,
    /// The same one period ahead.
    pub(super) one_step_sd_per_day: f32,
    /// See [`Item::z_correction`].
    pub(super) z_correction: f32,
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

/// The outcome of every row, on all cores. The plan has what is known before a forecast: lead times, costs, packs,
/// rules.
pub(super) fn all(
    demand: &Demand,
    days: &Days,
    plan: &Plan,
    settings: &Settings,
    progress: &(dyn Fn(Progress) + Sync),
) -> Vec<Outcome> {
    let count = demand.sku.len();
    parallel::rows(count, "forecasting and simulating", progress, |row| {
        let scenario = plan.policy.as_items().own(row).scenario(&settings.scenario());
        let method = rules::method(settings, plan.items.rule[row]);
        Row { demand, days, policy: &plan.policy, scenario, method, row }.outcome()
    })
}

struct Row<'a> {
    demand: &'a Demand,
    days: &'a Days,
    policy: &'a PlanPolicy,
    /// The settings, and what the item's rule sets in their place.
    scenario: Scenario,
    method: &'static Definition,
    row: usize,
}

impl Row<'_> {
    fn outcome(&self) -> Outcome {
        let (forecast, backtest, effects) = self.demand.forecast(self.row, self.method);
        let days = f64::from(PERIOD_DAYS);
        let mean = forecast.mean.iter().sum::<f64>() / forecast.mean.len() as f64 / days;
        let demand_per_day = if mean * DAYS_PER_YEAR < UNITS_PER_YEAR_MIN { 0.0 } else { mean };
        let lead_time_days = f64::from(self.policy.lead_time_days[self.row]);
        let exposed_days = lead_time_days + self.scenario.review_days;
        let error_sd = forecast.error_sd_over(exposed_days / days) / exposed_days.sqrt();
        let mut outcome = Outcome {
            demand_per_day: single(demand_per_day),
            error_sd_per_day: single(error_sd),
            one_step_sd_per_day: single(forecast.error_sd / days.sqrt()),
            z_correction: 0.0,
            verification: None,
            accuracy: accuracy(&backtest),
            weights: backtest.weights.iter().map(|(method, weight)| (*method, single(*weight))).collect(),
            unserved: self.demand.unserved(self.row),
            effects,
            forecast,
        };
        let item = self.item(&outcome);
        if let Some(parts) = what_if::parts(&item, &self.scenario) {
            outcome.verification = self.verification(&item, &parts, &backtest);
            let chosen = outcome.verification.as_ref().map(|found| found.chosen().reorder_point);
            outcome.z_correction = chosen.map_or(0.0, |chosen| self.correction(&item, &parts, chosen));
        }
        outcome
    }

    fn item(&self, outcome: &Outcome) -> Item {
        let known = |column: &[f32]| f64::from(column[self.row]);
        Item {
            demand_per_day: f64::from(outcome.demand_per_day),
            error_sd_per_day: f64::from(outcome.error_sd_per_day),
            one_step_sd_per_day: f64::from(outcome.one_step_sd_per_day),
            z_correction: 0.0,
            lead_time_days: known(&self.policy.lead_time_days),
            lead_time_sd_days: known(&self.policy.lead_time_sd_days),
            unit_cost: known(&self.policy.unit_cost),
            minimum_order: known(&self.policy.minimum_order),
            pack_size: known(&self.policy.pack_size),
        }
    }

    /// What simulation says of the formula's policy, and of the smallest reorder point that keeps its promise: one that
    /// covers expected demand at least, and a year more of it at most.
    fn verification(&self, item: &Item, parts: &Parts, backtest: &Backtest) -> Option<Verification> {
        let period_days = PERIOD_DAYS.unsigned_abs() as usize;
        let periods = self.demand.periods;
        let sold = self.days.of(self.row, periods * period_days);
        let mean = item.demand_per_day * f64::from(PERIOD_DAYS);
        let held_out = held_out_days(&sold, period_days, periods, backtest, mean);
        let expected = parts.lead_time_demand.mean + parts.undershoot.mean;
        let most = (expected + ORDER_COVER_DAYS_MAX * item.demand_per_day).max(parts.policy.reorder_point);
        let case = Case {
            held_out: &held_out,
            demand: (item.demand_per_day, item.error_sd_per_day),
            whole_units: self.demand.is_whole(self.row),
            lead_time: (item.lead_time_days, item.lead_time_sd_days),
            review_days: whole_u32(self.scenario.review_days.round()).max(1),
            order_quantity: parts.policy.order_quantity,
            service_level: self.scenario.service_level,
            formula: parts.policy.reorder_point,
            within: expected..=most.ceil(),
            seed: self.seed(),
        };
        let found = verify(&case, &PRECISION)?;
        Some(Verification {
            evidence: found.evidence,
            held_out_days: count_u32(held_out.len()),
            demand_days: count_u32(held_out.iter().filter(|units| **units > 0.0).count()),
            promised: promised(&parts.policy, self.scenario.service_level),
            formula: tried(&found.formula),
            smallest: tried(&found.smallest),
            on_fitted: simulated(found.chosen().reorder_point, &found.on_fitted),
            standard_error: found.standard_error,
        })
    }

    /// The smallest correction with which the policy's reorder point is the chosen one.
    fn correction(&self, item: &Item, parts: &Parts, chosen: f64) -> f32 {
        let (scenario, target) = (&self.scenario, Target::of(&self.scenario));
        let point = |correction: f32| {
            let corrected = Item { z_correction: f64::from(correction), ..*item };
            what_if::policy(&corrected, scenario, &target).reorder_point
        };
        let missing = chosen - parts.policy.reorder_point;
        if missing <= 0.0 {
            return 0.0;
        }
        let mut correction = single(missing / parts.covered_sd);
        while point(correction) < chosen {
            correction = correction.next_up();
        }
        correction
    }

    /// The same for the same names, whatever else the snapshot holds.
    fn seed(&self) -> u64 {
        let (location, sku) = (&self.demand.location[self.row], &self.demand.sku[self.row]);
        let digest = sha256_hex(format!("{location}\0{sku}").as_bytes());
        u64::from_str_radix(&digest[..16], 16).unwrap_or(0)
    }
}

fn accuracy(backtest: &Backtest) -> Option<BacktestSums> {
    let (forecast, naive) = backtest.sums()?;
    let origins = u8::try_from(backtest.method.len()).unwrap_or(u8::MAX);
    Some(BacktestSums { forecast, naive, origins, has_season: backtest.has_season })
}

fn promised(policy: &Policy, service_level: f64) -> Simulated {
    Simulated {
        reorder_point: policy.reorder_point,
        cycle_service: service_level,
        fill_rate: policy.fill_rate,
        average_stock: policy.average_stock,
        orders_per_year: policy.orders_per_year,
    }
}

fn tried(tried: &Tried) -> Simulated {
    simulated(tried.reorder_point, &tried.achieved)
}

fn simulated(reorder_point: f64, achieved: &Achieved) -> Simulated {
    Simulated {
        reorder_point,
        cycle_service: achieved.cycle_service,
        fill_rate: achieved.fill_rate,
        average_stock: achieved.average_stock,
        orders_per_year: achieved.orders_per_day * DAYS_PER_YEAR,
    }
}

#[cfg(test)]
mod tests;
