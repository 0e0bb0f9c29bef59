//! Units on order of every item-location, from stock records and open purchase orders.

use planning::convert::single;
use planning::stock;

use super::lead_time::LeadTimes;
use crate::engine::Engine;
use crate::error::Result;
use crate::query;
use crate::rows::Rows;

/// Open purchase orders, row for row.
#[derive(Debug)]
pub(super) struct OpenOrders {
    /// Those that may still arrive: days since the order, and units.
    arriving: Vec<Vec<(f64, f64)>>,
    /// Units of those too old to arrive.
    abandoned: Vec<f64>,
    /// Whether anybody records them.
    is_recorded: bool,
}

/// What is on order, row for row, units; NaN where it is not known.
#[derive(Debug)]
pub(super) struct OnOrder {
    /// Ordered and not yet received, without what no one still expects.
    pub(super) units: Vec<f32>,
    /// Units of open purchase orders too old to count as on order.
    pub(super) abandoned: Vec<f32>,
}

impl OpenOrders {
    /// Reads those of so many rows.
    ///
    /// # Errors
    /// What the engine refuses.
    pub(super) async fn read(engine: &Engine, rows: usize, lead_times: &LeadTimes) -> Result<Self> {
        let batches = engine.query(query::OPEN_ORDERS).await?;
        let found = Rows::new(query::OPEN_ORDERS.name, &batches);
        let places = found.places_or_none("row", rows)?;
        let orders = found.f64("age_days")?.into_iter().zip(found.f64("units")?);
        let mut open = OpenOrders {
            arriving: vec![Vec::new(); rows],
            abandoned: vec![0.0; rows],
            is_recorded: !places.is_empty(),
        };
        for (row, (age_days, units)) in places.into_iter().zip(orders) {
            let Some(row) = row else { continue };
            let time = lead_times.of(row);
            // As derived files keep them.
            let kept = |days: f64| f64::from(single(days));
            if stock::is_abandoned(age_days, (kept(time.mean_days), kept(time.sd_days))) {
                open.abandoned[row] += units;
            } else {
                open.arriving[row].push((age_days, units));
            }
        }
        Ok(open)
    }

    /// What is on order, where stock records state so much. Without any open order they are evidently not recorded,
    /// so units missing in the stock table are not known.
    pub(super) fn settle(&self, stated: &[f32]) -> OnOrder {
        if !self.is_recorded {
            return OnOrder { units: stated.to_vec(), abandoned: vec![0.0; stated.len()] };
        }
        let settled = stated.iter().enumerate().map(|(row, stated)| {
            let arriving = self.arriving[row].iter().map(|(_, units)| units).sum();
            let (units, abandoned) = stock::on_order(f64::from(*stated), arriving, self.abandoned[row]);
            (single(units), single(abandoned))
        });
        let (units, abandoned) = settled.unzip();
        OnOrder { units, abandoned }
    }

    /// Those of a row that may still arrive: days since the order, and units.
    pub(super) fn arriving(&self, row: usize) -> &[(f64, f64)] {
        &self.arriving[row]
    }
}
