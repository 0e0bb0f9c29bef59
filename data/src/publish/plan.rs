//! The plan: forecasts, stock and policy of every item-location, row for row as in the demand.

use contract::{Cube, Plan, PlanItems, PlanPolicy, Settings, Verification};
use planning::convert::single;
use planning::what_if::Item;

use super::demand::{Demand, RowIndex};
use super::lead_time::LeadTimes;
use super::members;
use super::on_order::OpenOrders;
use super::outcome::Outcome;
use super::standing;
use crate::engine::Engine;
use crate::error::Result;
use crate::query;
use crate::rows::Rows;

/// What a plan knows before any forecast: names, costs, lead times.
pub(super) async fn describe(
    engine: &Engine,
    cube: &Cube,
    demand: &Demand,
    lead_times: &LeadTimes,
) -> Result<Plan> {
    let batches = engine.sql("item-locations", "select * from item_location order by location, sku").await?;
    let rows = Rows::new("item-locations", &batches);
    let mut policy = PlanPolicy {
        unit_cost: rows.f32("unit_cost")?,
        minimum_order: rows.f32("minimum_order")?,
        pack_size: rows.f32("pack_size")?,
        category: members::places("products", "category", &cube.categories, &rows.text("category")?)?,
        location: members::places("sales and stock", "location", &cube.locations, &rows.text("location")?)?,
        class: members::classes(&rows.text("class")?)?,
        ..PlanPolicy::default()
    };
    let items = PlanItems {
        sku: rows.text("sku")?,
        name: rows.text("name")?,
        supplier: rows.text("supplier")?,
        unit_price: rows.f32("unit_price")?,
        annual_value: rows.f32("annual_value")?,
        ..PlanItems::default()
    };
    for (row, sku) in demand.sku.iter().enumerate() {
        let (time, _) = lead_times.of(&demand.location[row], sku, &items.supplier[row]);
        policy.lead_time_days.push(single(time.mean_days));
        policy.lead_time_sd_days.push(single(time.sd_days));
    }
    Ok(Plan { policy, items, ..Plan::default() })
}

/// Adds forecasts, policies, stock and what follows from them.
pub(super) async fn complete(
    engine: &Engine,
    settings: &Settings,
    demand: &Demand,
    outcomes: &[Outcome],
    plan: &mut Plan,
) -> Result<()> {
    let Plan { policy, items, accuracy } = plan;
    let column = |of: fn(&Item) -> f64| outcomes.iter().map(|outcome| single(of(&outcome.item))).collect();
    policy.demand_per_day = column(|item| item.demand_per_day);
    policy.exposed_demand_per_day = column(|item| item.exposed_demand_per_day);
    policy.error_sd_per_day = column(|item| item.error_sd_per_day);
    policy.review_sd_per_day = column(|item| item.review_sd_per_day);
    policy.factor_80 = column(|item| item.factors.0[0]);
    policy.factor_90 = column(|item| item.factors.0[1]);
    policy.factor_95 = column(|item| item.factors.0[2]);
    policy.factor_98 = column(|item| item.factors.0[3]);
    policy.factor_995 = column(|item| item.factors.0[4]);
    items.demand_class = (0..outcomes.len()).map(|row| demand.class(row) as u8).collect();
    items.method = outcomes.iter().map(|outcome| outcome.forecast.method as u8).collect();
    verified(items, outcomes);
    outcomes.iter().for_each(|outcome| accuracy.push(outcome.accuracy.as_ref()));
    let index = demand.index();
    stock_now(engine, &index, items, outcomes.len()).await?;
    let open = OpenOrders::settle(engine, &index, plan).await?;
    last_year(engine, &index, plan, outcomes.len()).await?;
    standing::add(&open, settings, outcomes, plan);
    Ok(())
}

/// What simulation says of each policy.
fn verified(items: &mut PlanItems, outcomes: &[Outcome]) {
    let column = |of: fn(&Verification) -> f64| -> Vec<f32> {
        let value = |outcome: &Outcome| outcome.verification.as_ref().map_or(f32::NAN, |v| single(of(v)));
        outcomes.iter().map(value).collect()
    };
    items.achieved_service = column(|v| v.achieved.cycle_service);
    items.achieved_fill_rate = column(|v| v.achieved.fill_rate);
    items.achieved_stock = column(|v| v.achieved.average_stock);
}

async fn stock_now(engine: &Engine, index: &RowIndex, items: &mut PlanItems, count: usize) -> Result<()> {
    let batches = engine.query(query::STOCK_NOW).await?;
    let rows = Rows::new(query::STOCK_NOW.name, &batches);
    items.on_hand = scatter(&rows, index, "on_hand", count)?;
    items.on_order = scatter(&rows, index, "on_order", count)?;
    items.abandoned_units = vec![0.0; count];
    Ok(())
}

/// Days out of stock and units short in the last year. Where it is not known what was shipped, the units short are
/// those that the forecast expects on the days without stock.
async fn last_year(engine: &Engine, index: &RowIndex, plan: &mut Plan, count: usize) -> Result<()> {
    let batches = engine.query(query::ITEM_YEAR).await?;
    let rows = Rows::new(query::ITEM_YEAR.name, &batches);
    let known = engine.facts().known;
    let balances = |column: Vec<f32>| {
        if known.on_hand { column } else { vec![f32::NAN; count] }
    };
    plan.items.active_days = balances(scatter(&rows, index, "active_days", count)?);
    plan.items.stockout_days = balances(scatter(&rows, index, "stockout_days", count)?);
    plan.items.short_units = if known.fill.is_some() {
        scatter(&rows, index, "short_units", count)?
    } else {
        plan.items
            .stockout_days
            .iter()
            .zip(&plan.policy.demand_per_day)
            .map(|(days, demand)| days * demand)
            .collect()
    };
    plan.items.short_value = plan
        .items
        .short_units
        .iter()
        .zip(&plan.items.unit_price)
        .map(|(units, price)| units * price)
        .collect();
    Ok(())
}

fn scatter(rows: &Rows<'_>, index: &RowIndex, column: &str, count: usize) -> Result<Vec<f32>> {
    let mut values = vec![f32::NAN; count];
    let keys = rows.text("location")?.into_iter().zip(rows.text("sku")?);
    for ((location, sku), value) in keys.zip(rows.f32(column)?) {
        if let Some(row) = index.row(&location, &sku) {
            values[row] = value;
        }
    }
    Ok(values)
}
