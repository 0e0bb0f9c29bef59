//! The recommendation: what to order and when, and what happens otherwise.

use super::record::{ItemRecord, double};
use planning::convert::{known, whole_u32};
use planning::day::Day;
use planning::stock::{Outlook, Proposal, Uncertain, proposal, risk};
use planning::what_if::{Parts, Scenario};
use serde::Serialize;

/// The recommended action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// The position is at or below the reorder point: order now.
    OrderNow,
    /// Order by a date.
    OrderBy,
    /// The position stays above the reorder point as far as the forecast reaches.
    NoOrderInSight,
    /// The item is not stocked: no demand is forecast, or so little that it is ordered when a customer asks, as a
    /// notice of the forecast then says.
    NothingToStock,
    /// The stock is not known, so neither is the date.
    StockUnknown,
}

/// The recommendation with its numbers; a number is absent where it does not apply or is not known.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Advice {
    /// The recommended action.
    pub action: Action,
    /// Units to order: whole lots of the order quantity, rounded up to whole packs, or units without a pack size.
    pub quantity: Option<f64>,
    /// Those units at unit cost, money.
    pub cost: Option<f64>,
    /// The first day by whose end the position is expected to be at or below the reorder point.
    pub order_by: Option<Day>,
    /// The day on which an order placed then is expected; absent beyond the year 9999.
    pub arrives: Option<Day>,
    /// Stock on hand and on order, units.
    pub position: Option<f64>,
    /// The day by whose end, without an order, demand is expected to have used up the position.
    pub runs_out: Option<Day>,
    /// The risk until the order arrives, if it is placed on that day.
    pub on_time: Option<RiskIf>,
    /// The same, if it is placed a week later.
    pub a_week_late: Option<RiskIf>,
    /// Expected position at the end of each coming period if nothing is ordered, units; not below zero.
    pub projected: Vec<f64>,
    /// Units on order that are due in each coming period; what is due later is left out.
    pub arriving: Vec<f64>,
    /// Expected stock on hand at the end of each coming period if nothing more is ordered, units; not below zero.
    pub on_hand: Vec<f64>,
    /// The same with the order, placed on its day; empty where none is proposed.
    pub on_hand_with_order: Vec<f64>,
}

/// The risk until an order arrives, as seen from the day on which the order is due.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RiskIf {
    /// Days by which it is placed late.
    pub late_days: u32,
    /// Probability that stock runs out before the order arrives.
    pub stockout_probability: f64,
    /// Units expected to be short before it arrives.
    pub short_units: f64,
    /// Those units at unit price, money.
    pub short_value: Option<f64>,
}

/// Days of delay in the second risk.
const LATE_DAYS: u32 = 7;

impl Advice {
    /// The recommendation for an item under a scenario, seen from the end of `as_of`.
    pub(super) fn new(record: &ItemRecord, scenario: &Scenario, parts: Option<&Parts>, as_of: Day) -> Self {
        let outlook = Outlook {
            mean: &record.series.forecast.mean,
            period_days: record.periods.step.days(),
            factor: scenario.demand_factor,
        };
        let position = double(record.on_hand).map(|units| units + double(record.on_order).unwrap_or(0.0));
        let after = |days: u32| as_of.plus(days);
        let mut advice = Advice {
            action: Action::NothingToStock,
            quantity: None,
            cost: None,
            order_by: None,
            arrives: None,
            position,
            runs_out: position.and_then(|units| outlook.days_until(units)).map(after),
            on_time: None,
            a_week_late: None,
            projected: position.map_or(Vec::new(), |units| projected(units, &outlook)),
            arriving: arriving(record),
            on_hand: Vec::new(),
            on_hand_with_order: Vec::new(),
        };
        let on_hand = |ordered: Option<(u32, f64)>| {
            double(record.on_hand)
                .map_or(Vec::new(), |units| expected(units, &arriving_with(record, ordered), &outlook))
        };
        advice.on_hand = on_hand(None);
        let Some(parts) = parts else {
            return advice;
        };
        let Some(position) = position else {
            return Advice { action: Action::StockUnknown, ..advice };
        };
        let policy = &parts.policy;
        let pack_size = record.inputs.pack_size;
        let next = proposal(position, policy.reorder_point, policy.order_quantity, pack_size, &outlook);
        let Some(Proposal { in_days, quantity }) = next else {
            return Advice { action: Action::NoOrderInSight, ..advice };
        };
        let risk_if = |late_days: u32| risk_if(record, parts, (position, in_days), late_days, &outlook);
        advice.action = if in_days == 0 { Action::OrderNow } else { Action::OrderBy };
        advice.quantity = Some(quantity);
        advice.cost = known(record.inputs.unit_cost * quantity);
        advice.order_by = Some(after(in_days));
        let arrives_in_days = f64::from(in_days) + parts.lead_time_days.ceil();
        advice.arrives = as_of.after(arrives_in_days);
        advice.on_hand_with_order = on_hand(Some((whole_u32(arrives_in_days), quantity)));
        advice.on_time = Some(risk_if(0));
        advice.a_week_late = Some(risk_if(LATE_DAYS));
        advice
    }
}

/// The risk until an order for the day `in_days` arrives that is placed so many days late. Demand until it is due is taken as
/// expected; only later demand is uncertain.
fn risk_if(
    record: &ItemRecord,
    parts: &Parts,
    (position, in_days): (f64, u32),
    late_days: u32,
    outlook: &Outlook<'_>,
) -> RiskIf {
    let uncertain = Uncertain {
        lead_time_days: parts.lead_time_days,
        lead_time_sd_days: parts.lead_time_sd_days,
        demand_per_day: parts.exposed_demand_per_day,
        error_sd_per_day: parts.error_sd_per_day,
        ..record.inputs.uncertain()
    };
    let exposed_days = f64::from(late_days) + parts.lead_time_days;
    let expected = outlook.demand(f64::from(in_days) + exposed_days);
    let left = position - (expected - outlook.demand(exposed_days));
    let risk = risk(left, f64::from(late_days), &uncertain, outlook);
    RiskIf {
        late_days,
        stockout_probability: risk.stockout_probability,
        short_units: risk.short_units,
        short_value: double(record.unit_price).map(|price| price * risk.short_units),
    }
}

fn projected(position: f64, outlook: &Outlook<'_>) -> Vec<f64> {
    let end = |period: usize| outlook.period_days * (period + 1) as f64;
    (0..outlook.mean.len()).map(|period| (position - outlook.demand(end(period))).max(0.0)).collect()
}

/// Units that are due in each coming period.
fn arriving(record: &ItemRecord) -> Vec<f64> {
    arriving_with(record, None)
}

/// The same with an order that arrives after so many days.
fn arriving_with(record: &ItemRecord, ordered: Option<(u32, f64)>) -> Vec<f64> {
    let mut arriving = vec![0.0; record.series.forecast.mean.len()];
    let due = record.series.due.iter().map(|due| (u32::from(due.in_days), f64::from(due.units)));
    let periods = record.periods;
    for (in_days, units) in due.chain(ordered) {
        // What is overdue comes with the first.
        let day = periods.last.plus(i64::from(in_days.max(1)));
        let period = periods.place(day).and_then(|place| place.checked_sub(record.series.units.len()));
        if let Some(sum) = period.and_then(|period| arriving.get_mut(period)) {
            *sum += units;
        }
    }
    arriving
}

/// Stock on hand at the end of each period: what is there and has arrived, less demand. What is owed is served from what arrives.
fn expected(on_hand: f64, arriving: &[f64], outlook: &Outlook<'_>) -> Vec<f64> {
    let mut supply = on_hand;
    let end = |period: usize| outlook.period_days * (period + 1) as f64;
    let left = |(period, units): (usize, &f64)| {
        supply += units;
        (supply - outlook.demand(end(period))).max(0.0)
    };
    arriving.iter().enumerate().map(left).collect()
}
