//! How every item-location stands: how long its stock lasts, what will be short, what to order and when.

use contract::{Plan, Settings};
use planning::convert::single;
use planning::stock::{self, Outlook, Standing, Status};

use super::PERIOD_DAYS;
use super::on_order::OpenOrders;
use super::outcome::Outcome;

/// Adds what follows from stock, policy and forecast to a plan that has them.
pub(super) fn add(open: &OpenOrders, settings: &Settings, outcomes: &[Outcome], plan: &mut Plan) {
    let scenario = settings.scenario();
    for (row, outcome) in outcomes.iter().enumerate() {
        let columns = plan.policy.as_items();
        let (item, review_days) = (columns.item(row), columns.own(row).scenario(&scenario).review_days);
        let policy = plan.policy_now(settings, row);
        let items = &mut plan.items;
        let outlook =
            Outlook { mean: &outcome.forecast.mean, period_days: PERIOD_DAYS.unsigned_abs(), factor: 1.0 };
        let on_order = f64::from(items.on_order[row]);
        let short = stock::shortage(
            f64::from(items.on_hand[row]),
            &stock::arrivals(open.of(row), on_order, item.lead_time_days),
            &item.uncertain(),
            review_days,
            &outlook,
        );
        let standing = Standing {
            on_hand: f64::from(items.on_hand[row]),
            on_order,
            demand_per_day: item.demand_per_day,
            short_units: short.if_as_forecast,
            reorder_point: policy.reorder_point,
            order_quantity: policy.order_quantity,
        };
        let (order_in_days, suggested_order) = order(&standing, item.pack_size, &outlook);
        let status = Status::of(&standing);
        let excess = excess_units(&standing, status);
        items.cover_days.push(single(outlook.cover_days(standing.on_hand)));
        items.units_at_risk.push(single(short.expected));
        items.order_in_days.push(single(order_in_days));
        items.suggested_order.push(single(suggested_order));
        items.status.push(status as u8);
        items.excess_units.push(single(excess));
        items.excess_value.push(single(excess * item.unit_cost));
    }
}

/// Units above what the policy would hold; NaN where the stock is not known. What will run short is not too much,
/// whatever is on order.
fn excess_units(standing: &Standing, status: Status) -> f64 {
    match status {
        Status::NoData => f64::NAN,
        Status::Excess | Status::NoDemand => {
            (standing.position() - standing.reorder_point - standing.order_quantity).max(0.0)
        }
        Status::StockedOut | Status::WillStockOut | Status::Fine => 0.0,
    }
}

/// Days until an order is due and the units to order today.
fn order(standing: &Standing, pack_size: f64, outlook: &Outlook<'_>) -> (f64, f64) {
    let Standing { reorder_point, order_quantity, .. } = *standing;
    let position = standing.position();
    match stock::proposal(position, reorder_point, order_quantity, pack_size, outlook) {
        _ if position.is_nan() => (f64::NAN, f64::NAN),
        None => (f64::INFINITY, 0.0),
        Some(order) if order.in_days == 0 => (0.0, order.quantity),
        Some(order) => (f64::from(order.in_days), 0.0),
    }
}
