//! How every item-location stands: how long its stock lasts, what will be short, what to order and when.

use contract::{Plan, Settings};
use planning::stock::{self, Outlook, Standing, Status};

use super::PERIOD_DAYS;
use super::demand::RowIndex;
use super::outcome::Outcome;
use crate::engine::Engine;
use crate::error::Result;
use crate::query;
use crate::rows::Rows;

/// Adds what follows from stock, policy and forecast to a plan that has them.
pub(super) async fn add(
    engine: &Engine,
    index: &RowIndex,
    settings: &Settings,
    outcomes: &[Outcome],
    plan: &mut Plan,
) -> Result<()> {
    let scenario = settings.scenario();
    let open = open_orders(engine, index, outcomes.len()).await?;
    for (row, outcome) in outcomes.iter().enumerate() {
        let columns = plan.policy.as_items();
        let (item, review_days) = (columns.item(row), columns.own(row).scenario(&scenario).review_days);
        let items = &mut plan.items;
        let outlook = Outlook { mean: &outcome.forecast.mean, period_days: PERIOD_DAYS as u32, factor: 1.0 };
        let on_order = f64::from(items.on_order[row]);
        let short = stock::shortage(
            f64::from(items.on_hand[row]),
            &stock::arrivals(&open[row], on_order, item.lead_time_days),
            (item.lead_time_days, item.lead_time_sd_days),
            review_days,
            (item.demand_per_day, item.error_sd_per_day),
            &outlook,
        );
        let standing = Standing {
            on_hand: f64::from(items.on_hand[row]),
            on_order,
            demand_per_day: item.demand_per_day,
            short_units: short.if_as_forecast,
            reorder_point: f64::from(items.reorder_point[row]),
            order_quantity: f64::from(items.order_quantity[row]),
        };
        let (order_in_days, suggested_order) = order(&standing, &outlook);
        items.cover_days.push(outlook.cover_days(standing.on_hand) as f32);
        items.units_at_risk.push(short.expected as f32);
        items.order_in_days.push(order_in_days as f32);
        items.suggested_order.push(suggested_order as f32);
        items.status.push(Status::of(&standing) as u8);
    }
    Ok(())
}

/// Days until an order is due and the units to order today.
fn order(standing: &Standing, outlook: &Outlook<'_>) -> (f64, f64) {
    let Standing { reorder_point, order_quantity, .. } = *standing;
    let position = standing.position();
    match stock::proposal(position, reorder_point, order_quantity, outlook) {
        _ if position.is_nan() => (f64::NAN, f64::NAN),
        None => (f64::INFINITY, 0.0),
        Some(order) if order.in_days == 0 => (0.0, order.quantity),
        Some(order) => (f64::from(order.in_days), 0.0),
    }
}

/// Open purchase orders of every row: days since the order, and units.
async fn open_orders(engine: &Engine, index: &RowIndex, count: usize) -> Result<Vec<Vec<(f64, f64)>>> {
    let batches = engine.query(query::OPEN_ORDERS).await?;
    let rows = Rows::new(query::OPEN_ORDERS.name, &batches);
    let keys = rows.text("location")?.into_iter().zip(rows.text("sku")?);
    let orders = rows.f64("age_days")?.into_iter().zip(rows.f64("units")?);
    let mut open = vec![Vec::new(); count];
    for ((location, sku), order) in keys.zip(orders) {
        if let Some(row) = index.row(&location, &sku) {
            open[row].push(order);
        }
    }
    Ok(open)
}
