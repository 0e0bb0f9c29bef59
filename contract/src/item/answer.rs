//! `GET /api/v1/item`.

use super::advice::Advice;
use super::forecast::{ForecastRow, rows};
use super::record::{Elsewhere, ItemRecord, Receipts, double};
use crate::{
    AbcClass, BacktestSums, Effect, Facts, Group, LeadTimeSource, Unserved, Variability, Verification,
};
use planning::convert::known;
use planning::day::Day;
use planning::forecast::{DemandClass, Method, Notice, Reason};
use planning::panel::SeasonEffect;
use planning::periods::Step;
use planning::stock::Status;
use planning::what_if::{self, Parts, Scenario};
use serde::Serialize;

/// An item-location: its identity, its stock, what to order, and why. Unknown values are absent.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ItemAnswer {
    /// The publication all numbers are from.
    pub publication: String,
    /// "Today" of the publication.
    pub as_of: Day,
    /// ISO 4217 code of all money.
    pub currency: String,
    /// What is simulated in the snapshot.
    pub simulated: Vec<String>,
    /// Stock keeping unit.
    pub sku: String,
    /// Product name.
    pub name: String,
    /// Its location.
    pub location: Group,
    /// Category.
    pub category: Group,
    /// Supplier.
    pub supplier: Option<String>,
    /// ABC class.
    pub class: AbcClass,
    /// XYZ class: how much demand varies without its season.
    pub variability: Variability,
    /// The rule of the settings that sets its policy, counted from 1; absent where the settings themselves do.
    pub policy_rule: Option<u8>,
    /// Its demand class.
    pub demand_class: DemandClass,
    /// Its state, under the settings.
    pub status: Status,
    /// Unit cost, money.
    pub unit_cost: Option<f64>,
    /// Unit price, money.
    pub unit_price: Option<f64>,
    /// Smallest order, units.
    pub minimum_order: Option<f64>,
    /// Units per pack.
    pub pack_size: Option<f64>,
    /// Stock on hand, units; a value below zero is backordered.
    pub on_hand: Option<f64>,
    /// Ordered and not yet received, units.
    pub on_order: Option<f64>,
    /// Units of open purchase orders too old to count as on order: older than half a year and than three times their lead
    /// time with its deviation.
    pub abandoned_units: Option<f64>,
    /// Stock on hand at cost, money.
    pub stock_value: Option<f64>,
    /// Active days of the last year.
    pub active_days: Option<f64>,
    /// Of those, days that ended without stock.
    pub stockout_days: Option<f64>,
    /// Units demanded in the last year that stock could not meet.
    pub short_units: Option<f64>,
    /// Policy and recommendation under the settings and the rule that applies.
    pub now: ItemPolicy,
    /// The same under the scenario asked for.
    pub scenario: ItemPolicy,
    /// Method of the forecast.
    pub method: Method,
    /// Why it was used.
    pub reason: Reason,
    /// Notices about the forecast.
    pub notices: Vec<Notice>,
    /// Root mean square of the forecast's one-step errors, units per period.
    pub error_sd_per_period: f64,
    /// From one period to the next.
    pub period: Step,
    /// Days of a period; of a month the mean.
    pub period_days: f64,
    /// History and forecast, with the forecast's demand under the scenario.
    pub rows: Vec<ForecastRow>,
    /// Evidence for the lead time.
    pub lead_time_source: LeadTimeSource,
    /// Its own receipts.
    pub own_receipts: Option<Receipts>,
    /// Its supplier's receipts.
    pub supplier_receipts: Option<Receipts>,
    /// The same item at other locations.
    pub elsewhere: Vec<Elsewhere>,
    /// What the policy under the settings promises and what it achieves in simulation; absent without demand.
    pub verification: Option<Verification>,
    /// Methods of a weighted forecast with their weights, largest first; empty for a single method.
    pub weights: Vec<MethodWeight>,
    /// Effects of promotions and events on its demand, as its own history shows; those without an effect are left
    /// out.
    pub effects: Vec<Effect>,
    /// The effect of the yearly season, learned from a group of items, on the forecast; absent where it is
    /// negligible, or where the method knows no groups.
    pub season: Option<SeasonEffect>,
    /// Errors of its forecasts from earlier origins, beside those of the naive method; absent where history is too
    /// short.
    pub backtest: Option<BacktestSums>,
    /// The forecast that sales alone would give, if they were all demand; absent where all demand could be served.
    pub unserved: Option<Unserved>,
}

/// A method's part in a weighted forecast.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MethodWeight {
    /// The method.
    pub method: Method,
    /// Its weight, a share.
    pub weight: f32,
}

/// An item's policy under a scenario, and its recommendation.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ItemPolicy {
    /// The scenario's assumptions.
    pub scenario: Scenario,
    /// The policy with every number in its formulas; absent where the item is not stocked.
    pub parts: Option<Parts>,
    /// Average stock at cost, money.
    pub average_stock_value: Option<f64>,
    /// Holding cost per year, money.
    pub holding_cost_per_year: Option<f64>,
    /// Ordering cost per year, money.
    pub ordering_cost_per_year: Option<f64>,
    /// What to order, and when.
    pub advice: Advice,
}

impl ItemPolicy {
    /// Policy and recommendation under a scenario.
    pub fn new(record: &ItemRecord, scenario: Scenario, as_of: Day) -> Self {
        let parts = what_if::parts(&record.inputs, &scenario);
        let costed = record.inputs.unit_cost >= 0.0;
        let policy = parts.as_ref().map(|parts| &parts.policy);
        let average_stock_value =
            policy.filter(|_| costed).map(|policy| record.inputs.unit_cost * policy.average_stock);
        ItemPolicy {
            scenario,
            average_stock_value,
            holding_cost_per_year: average_stock_value.map(|value| scenario.holding_rate * value),
            ordering_cost_per_year: policy.map(|policy| scenario.order_cost * policy.orders_per_year),
            advice: Advice::new(record, &scenario, parts.as_ref(), as_of),
            parts,
        }
    }
}

fn weights(record: &ItemRecord) -> Vec<MethodWeight> {
    record
        .series
        .weights
        .iter()
        .map(|(method, weight)| MethodWeight { method: *method, weight: *weight })
        .collect()
}

/// The answer about an item-location under a scenario.
pub fn item(facts: &Facts, record: &ItemRecord, scenario: Scenario) -> ItemAnswer {
    let as_of = facts.as_of;
    let unit_cost = known(record.inputs.unit_cost);
    let on_hand = double(record.on_hand);
    ItemAnswer {
        publication: facts.id.clone(),
        as_of,
        currency: facts.currency.clone(),
        simulated: facts.simulated.clone(),
        sku: record.series.sku.clone(),
        name: record.name.clone(),
        location: record.location.clone(),
        category: record.category.clone(),
        supplier: record.supplier.clone(),
        class: record.class,
        variability: record.variability,
        policy_rule: (record.rule > 0).then_some(record.rule),
        demand_class: record.series.demand_class,
        status: record.status,
        unit_cost,
        unit_price: double(record.unit_price),
        minimum_order: known(record.inputs.minimum_order),
        pack_size: known(record.inputs.pack_size),
        on_hand,
        on_order: double(record.on_order),
        abandoned_units: double(record.abandoned_units),
        stock_value: on_hand.zip(unit_cost).map(|(units, cost)| units.max(0.0) * cost),
        active_days: double(record.active_days),
        stockout_days: double(record.stockout_days),
        short_units: double(record.short_units),
        now: ItemPolicy::new(record, record.now(&facts.settings), as_of),
        scenario: ItemPolicy::new(record, scenario, as_of),
        method: record.series.forecast.method,
        reason: record.series.forecast.reason,
        notices: record.series.forecast.notices.clone(),
        error_sd_per_period: record.series.forecast.error_sd,
        period: record.periods.step,
        period_days: record.periods.step.days(),
        rows: rows(record, scenario.demand_factor),
        lead_time_source: record.series.lead_time_source,
        own_receipts: record.own_receipts.clone(),
        supplier_receipts: record.supplier_receipts.clone(),
        elsewhere: record.elsewhere.clone(),
        verification: record.series.verification,
        weights: weights(record),
        effects: record.series.effects.clone(),
        season: record.series.forecast.season.clone(),
        backtest: record.backtest,
        unserved: record.series.unserved,
    }
}
