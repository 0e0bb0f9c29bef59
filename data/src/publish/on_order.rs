//! What is on order of every item-location, by stock records and by open purchase orders.

use contract::Plan;
use planning::convert::single;
use planning::stock;

use super::demand::RowIndex;
use crate::engine::Engine;
use crate::error::Result;
use crate::query;
use crate::rows::Rows;

/// Open purchase orders of every row that may still arrive: days since the order, and units.
pub(super) struct OpenOrders(Vec<Vec<(f64, f64)>>);

impl OpenOrders {
    /// Reads them, and settles what is on order in a plan that has stock and lead times.
    pub(super) async fn settle(engine: &Engine, index: &RowIndex, plan: &mut Plan) -> Result<Self> {
        let batches = engine.query(query::OPEN_ORDERS).await?;
        let rows = Rows::new(query::OPEN_ORDERS.name, &batches);
        let keys = rows.text("location")?.into_iter().zip(rows.text("sku")?);
        let orders = rows.f64("age_days")?.into_iter().zip(rows.f64("units")?);
        let columns = plan.policy.as_items();
        let mut open = vec![Vec::new(); columns.len()];
        let mut abandoned = vec![0.0; columns.len()];
        let mut any = false;
        for ((location, sku), (age_days, units)) in keys.zip(orders) {
            any = true;
            let Some(row) = index.row(&location, &sku) else { continue };
            let item = columns.item(row);
            if stock::is_abandoned(age_days, (item.lead_time_days, item.lead_time_sd_days)) {
                abandoned[row] += units;
            } else {
                open[row].push((age_days, units));
            }
        }
        // Without any open order nobody records them, and what stock does not say is not known.
        if any {
            for (row, abandoned) in abandoned.into_iter().enumerate() {
                let arriving = open[row].iter().map(|(_, units)| units).sum();
                let stated = f64::from(plan.items.on_order[row]);
                let (on_order, given_up) = stock::on_order(stated, arriving, abandoned);
                plan.items.on_order[row] = single(on_order);
                plan.items.abandoned_units[row] = single(given_up);
            }
        }
        Ok(OpenOrders(open))
    }

    /// Those of a row.
    pub(super) fn of(&self, row: usize) -> &[(f64, f64)] {
        &self.0[row]
    }
}
