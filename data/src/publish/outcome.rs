//! Computes each item-location: its forecast, what its orders must cover, and a replay of its policy.

use contract::{BacktestSums, Effect, Proof, Simulated, Unserved, Verification};
use planning::convert::{count_u32, single, whole_u32};
use planning::forecast::{Backtest, Forecast, Method, Notice};
use planning::stock::simulate::{Case, check, held_out_days};
use planning::what_if::{self, Item, Parts};

use super::forecaster::{Forecasted, Forecaster};
use super::inputs::Inputs;
use super::past::Past;
use super::periods::mean_per_day;
use super::{lessons, orders, parallel, proof, unserved};

const DAYS_PER_YEAR: f64 = 365.0;
/// Days on which a policy is tested: a year of weeks.
const CHECKED_DAYS: usize = 364;

/// The results of one row, from its history, policy inputs and settings.
#[derive(Debug, PartialEq)]
pub(super) struct Outcome {
    pub(super) forecast: Forecast,
    /// Its item; demand is zero where too little is expected to keep stock.
    pub(super) item: Item,
    pub(super) verification: Option<Verification>,
    /// Errors of forecasts from earlier origins.
    pub(super) accuracy: Option<BacktestSums>,
    /// Methods of a weighted forecast with their weights, largest first.
    pub(super) weights: Vec<(Method, f32)>,
    /// The effect of stockouts.
    pub(super) unserved: Option<Unserved>,
    /// Effects of promotions and events.
    pub(super) effects: Vec<Effect>,
}

/// The outcome of every row, computed on all cores, and the proof of past plans.
pub(super) fn all(inputs: &Inputs<'_>) -> (Vec<Outcome>, Proof) {
    let (count, progress, step) = (inputs.items.len(), inputs.progress, inputs.step());
    let forecaster = Forecaster::learn(inputs.demand, inputs.items, progress);
    let together = &forecaster.together;
    let forecasts = parallel::rows(count, "forecasting", progress, |row| {
        let mut found = forecaster.forecast(row, inputs.rules.method(inputs.settings, row));
        inputs.decided.forecast(row, inputs.demand.shape.dates, &mut found.forecast);
        let (mean, order) = (mean_per_day(step, &found.forecast.mean), together.level(row).lump);
        let is_stocked = orders::is_stocked(mean, order);
        if mean > 0.0 && !is_stocked {
            found.forecast.notices.push(Notice::OrderedOnDemand { units: whole_u32(order.round()) });
        }
        (found, is_stocked)
    });
    let for_all = Inputs { is_for_all: true, ..*inputs };
    let past = Past::new(&for_all, together);
    // Learned from orders under the settings, so that rules for some items do not change the others.
    let newest: Vec<usize> = [inputs.demand.shape.periods].into_iter().chain(proof::first(&past)).collect();
    let learned = lessons::learn(&past, &newest);
    let needs = &learned[0];
    let unserved = unserved::all(inputs.demand, inputs.items);
    let checks = parallel::rows(count, "simulating", progress, |row| {
        let scenario = inputs.scenario(row);
        let (Forecasted { forecast, backtest, .. }, is_stocked) = &forecasts[row];
        let mean = mean_per_day(step, &forecast.mean);
        let order = inputs.order(row, mean, &scenario);
        let need = needs.expected(&order, together.level(row), &forecast.mean);
        let shown = together.demand(row, inputs.demand.shape.periods);
        let shape = needs.shape(&need, &order.facts(&need, together.level(row), shown));
        let item = inputs.item(row, if *is_stocked { mean } else { 0.0 }, &need, &shape);
        let parts = what_if::parts(&item, &scenario);
        let verification = parts.and_then(|parts| verification(inputs, row, &item, &parts, backtest));
        (item, verification)
    });
    let rows = forecasts.into_iter().zip(checks).zip(unserved);
    let outcomes = rows.map(|(((found, _), (item, verification)), unserved)| {
        let Forecasted { forecast, backtest, effects } = found;
        let weights = backtest.weights.iter().map(|(method, weight)| (*method, single(*weight))).collect();
        Outcome { forecast, item, verification, accuracy: accuracy(&backtest), weights, unserved, effects }
    });
    (outcomes.collect(), proof::of(&past, learned.get(1)))
}

/// The replay of the policy.
fn verification(
    inputs: &Inputs<'_>,
    row: usize,
    item: &Item,
    parts: &Parts,
    backtest: &Backtest,
) -> Option<Verification> {
    let count = inputs.days.count(CHECKED_DAYS);
    let sold = inputs.days.of(row, count);
    let mean = item.exposed_demand_per_day * inputs.step().days();
    let held_out = held_out_days(&sold, |period| inputs.days.place(count, period), backtest, mean);
    let scenario = inputs.scenario(row);
    let case = Case {
        held_out: &held_out,
        demand: (item.exposed_demand_per_day, item.error_sd_per_day),
        whole_units: inputs.demand.is_whole(row),
        lead_time: (item.lead_time_days, item.lead_time_sd_days),
        review_days: whole_u32(scenario.review_days.round()).max(1),
        order_quantity: parts.policy.order_quantity,
        service_level: scenario.service_level,
        reorder_point: parts.policy.reorder_point,
        seed: inputs.seed(row),
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

fn accuracy(backtest: &Backtest) -> Option<BacktestSums> {
    let (forecast, naive) = backtest.sums()?;
    let origins = u8::try_from(backtest.method.len()).unwrap_or(u8::MAX);
    Some(BacktestSums { forecast, naive, origins, has_season: backtest.has_season })
}

#[cfg(test)]
mod tests;
