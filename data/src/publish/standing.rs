//! The standing of every item-location: how long its stock lasts, what will be short, what to order and when.

use contract::{PlanPolicy, Settings};
use planning::periods::Step;
use planning::stock::{self, Outlook, Standing, Status};
use planning::what_if::Item;

use super::on_order::{OnOrder, OpenOrders};
use super::outcome::Outcome;

/// What a row's stock, policy and forecast give.
pub(super) struct Stand {
    pub(super) cover_days: f64,
    pub(super) units_at_risk: f64,
    pub(super) order_in_days: f64,
    pub(super) suggested_order: f64,
    pub(super) status: Status,
    pub(super) excess_units: f64,
    pub(super) excess_value: f64,
}

/// What it is computed from, row for row.
pub(super) struct Position<'a> {
    pub(super) settings: &'a Settings,
    /// From one period to the next.
    pub(super) step: Step,
    pub(super) policy: &'a PlanPolicy,
    pub(super) on_hand: &'a [f32],
    pub(super) on_order: &'a OnOrder,
    pub(super) open: &'a OpenOrders,
    pub(super) outcomes: &'a [Outcome],
}

impl Position<'_> {
    /// How every row stands.
    pub(super) fn stands(&self) -> Vec<Stand> {
        let scenario = self.settings.scenario();
        let columns = self.policy.as_items();
        let stand =
            |row| self.stand(row, &columns.item(row), columns.own(row).scenario(&scenario).review_days);
        (0..self.outcomes.len()).map(stand).collect()
    }

    fn stand(&self, row: usize, item: &Item, review_days: f64) -> Stand {
        let mean = &self.outcomes[row].forecast.mean;
        let outlook = Outlook { mean, period_days: self.step.days(), factor: 1.0 };
        let (on_hand, on_order) = (f64::from(self.on_hand[row]), f64::from(self.on_order.units[row]));
        let short = stock::shortage(
            on_hand,
            &stock::arrivals(self.open.arriving(row), on_order, item.lead_time_days),
            &item.uncertain(),
            review_days,
            &outlook,
        );
        let policy = self.policy.now(self.settings, row);
        let standing = Standing {
            on_hand,
            on_order,
            demand_per_day: item.demand_per_day,
            short_units: short.if_as_forecast,
            reorder_point: policy.reorder_point,
            order_quantity: policy.order_quantity,
        };
        let (order_in_days, suggested_order) = order(&standing, item.pack_size, &outlook);
        let status = Status::of(&standing);
        let excess_units = excess_units(&standing, status);
        Stand {
            cover_days: outlook.cover_days(on_hand),
            units_at_risk: short.expected,
            order_in_days,
            suggested_order,
            status,
            excess_units,
            excess_value: excess_units * item.unit_cost,
        }
    }
}

/// Units above what the policy needs; NaN where the stock is not known. An item that will run short has no excess,
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
