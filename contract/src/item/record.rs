//! Everything known about one item-location, collected from plan, cube and series.

use crate::{
    AbcClass, BacktestSums, Derived, Group, LeadTimeCount, Plan, SeriesGroup, SeriesItem, Settings,
    Variability,
};
use planning::convert::known;
use planning::day::Day;
use planning::periods::Periods;
use planning::stock::Status;
use planning::what_if::{Item, ItemRule, Scenario};
use serde::{Deserialize, Serialize};

/// One item-location in full. Its page and its answers are functions of this and a scenario. NaN is "no data".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ItemRecord {
    /// Its history and forecast.
    pub series: SeriesItem,
    /// Product name.
    pub name: String,
    /// Where it is.
    pub location: Group,
    /// Category.
    pub category: Group,
    /// Supplier, if known.
    pub supplier: Option<String>,
    /// ABC class.
    pub class: AbcClass,
    /// XYZ class.
    pub variability: Variability,
    /// The rule of the settings that sets its policy, counted from 1; 0 for none.
    pub rule: u8,
    /// What is set for it in place of the settings: by that rule, or by who decided about it.
    pub own_service_level_parts: u16,
    /// See [`ItemRule::review_days`].
    pub own_review_days: u16,
    /// Its state.
    pub status: Status,
    /// The inputs of its policy.
    pub inputs: Item,
    /// Unit price, money.
    pub unit_price: f32,
    /// Stock on hand, units; below zero what is backordered.
    pub on_hand: f32,
    /// Ordered and not yet received, units.
    pub on_order: f32,
    /// Units of open purchase orders too old to count as on order.
    pub abandoned_units: f32,
    /// Active days of the last year.
    pub active_days: f32,
    /// Of those, days that ended without stock.
    pub stockout_days: f32,
    /// Units demanded in the last year that stock could not meet.
    pub short_units: f32,
    /// The periods of history and forecast.
    pub periods: Periods,
    /// Its own receipts, if there are any.
    pub own_receipts: Option<Receipts>,
    /// Its supplier's receipts, if there are any.
    pub supplier_receipts: Option<Receipts>,
    /// The same item at other locations, in the order of the plan.
    pub elsewhere: Vec<Elsewhere>,
    /// Errors of its forecasts from earlier origins; `None` where history is too short.
    pub backtest: Option<BacktestSums>,
}

/// Receipts with their lead times.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Receipts {
    /// How many.
    pub receipts: u32,
    /// Mean lead time, days.
    pub mean_days: f64,
    /// Deviation of the lead time (the sample's), days; absent for one receipt.
    pub sd_days: Option<f64>,
    /// Receipts by days taken, fewest days first.
    pub lead_times: Vec<LeadTimeCount>,
}

/// The same item at another location; units, absent where there is no data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Elsewhere {
    /// Where.
    pub location: Group,
    /// Stock on hand.
    pub on_hand: Option<f64>,
    /// Ordered and not yet received.
    pub on_order: Option<f64>,
    /// Forecast demand per day.
    pub demand_per_day: f64,
    /// Days until cumulative forecast demand exceeds the stock on hand; absent beyond the horizon.
    pub cover_days: Option<f64>,
    /// Reorder point under the settings.
    pub reorder_point: f64,
    /// Its state.
    pub status: Status,
}

impl Receipts {
    /// Mean and deviation of counted lead times; `None` without receipts.
    pub fn of(lead_times: &[LeadTimeCount]) -> Option<Self> {
        let receipts: u32 = lead_times.iter().map(|count| count.receipts).sum();
        let total = f64::from(receipts);
        let sum = |term: &dyn Fn(f64) -> f64| -> f64 {
            lead_times.iter().map(|c| f64::from(c.receipts) * term(f64::from(c.days))).sum()
        };
        let mean_days = sum(&|days| days) / total;
        let squares = sum(&|days| (days - mean_days) * (days - mean_days));
        (receipts > 0).then(|| Receipts {
            receipts,
            mean_days,
            sd_days: (receipts > 1).then(|| (squares / (total - 1.0)).sqrt()),
            lead_times: lead_times.to_vec(),
        })
    }
}

impl ItemRecord {
    /// The record of a row of the plan; `None` if the series group does not hold that item-location.
    pub fn new(derived: &Derived, row: usize, group: &SeriesGroup) -> Option<Self> {
        let Derived { cube, plan, .. } = derived;
        let Plan { policy, items, .. } = plan;
        let location = &cube.locations[usize::from(policy.location[row])];
        let (sku, supplier) = (&items.sku[row], &items.supplier[row]);
        let series = group.items.iter().find(|item| item.sku == *sku && item.location == location.id)?;
        let delivered = group.suppliers.iter().find(|seen| seen.supplier == *supplier);
        let others = |other: &usize| *other != row && items.sku[*other] == *sku;
        Some(ItemRecord {
            series: series.clone(),
            name: items.name[row].clone(),
            location: location.clone(),
            category: cube.categories[usize::from(policy.category[row])].clone(),
            supplier: (!supplier.is_empty()).then(|| supplier.clone()),
            class: AbcClass::ALL[usize::from(policy.class[row])],
            variability: Variability::ALL[usize::from(items.variability[row])],
            rule: items.rule[row],
            own_service_level_parts: policy.own_service_level_parts[row],
            own_review_days: policy.own_review_days[row],
            status: Status::ALL[usize::from(items.status[row])],
            inputs: policy.as_items().item(row),
            unit_price: items.unit_price[row],
            on_hand: items.on_hand[row],
            on_order: items.on_order[row],
            abandoned_units: items.abandoned_units[row],
            active_days: items.active_days[row],
            stockout_days: items.stockout_days[row],
            short_units: items.short_units[row],
            periods: group.periods,
            own_receipts: Receipts::of(&series.lead_times),
            supplier_receipts: delivered.and_then(|seen| Receipts::of(&seen.lead_times)),
            elsewhere: (0..items.sku.len()).filter(others).map(|row| elsewhere(derived, row)).collect(),
            backtest: plan.accuracy.row(row),
        })
    }

    /// The scenario of today: the settings, with the values that are set for it.
    pub fn now(&self, settings: &Settings) -> Scenario {
        let own =
            ItemRule { service_level_parts: self.own_service_level_parts, review_days: self.own_review_days };
        own.scenario(&settings.scenario())
    }

    /// First and last day of period `index` of the history and, after it, of the forecast.
    pub fn period(&self, index: usize) -> (Day, Day) {
        (self.periods.first_day(index), self.periods.last_day(index))
    }
}

/// A number in double precision, unless it is not known.
pub(super) fn double(value: f32) -> Option<f64> {
    known(f64::from(value))
}

fn elsewhere(derived: &Derived, row: usize) -> Elsewhere {
    let Derived { facts, cube, plan, .. } = derived;
    let Plan { policy, items, .. } = plan;
    Elsewhere {
        location: cube.locations[usize::from(policy.location[row])].clone(),
        on_hand: double(items.on_hand[row]),
        on_order: double(items.on_order[row]),
        demand_per_day: f64::from(policy.demand_per_day[row]),
        cover_days: double(items.cover_days[row]).filter(|days| days.is_finite()),
        reorder_point: plan.policy_now(&facts.settings, row).reorder_point,
        status: Status::ALL[usize::from(items.status[row])],
    }
}
