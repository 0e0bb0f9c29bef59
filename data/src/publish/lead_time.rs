//! Lead times of item-locations: from their own receipts, their supplier's, the supplier's word, or the settings.

use std::collections::HashMap;

use contract::Settings;

use crate::engine::Engine;
use crate::error::Result;
use crate::query;
use crate::rows::Rows;

/// With fewer receipts an item-location's own mean says less than its supplier's.
const OWN_RECEIPTS_MIN: i64 = 10;
/// With fewer receipts of a supplier there is no deviation to speak of.
const SUPPLIER_RECEIPTS_MIN: i64 = 3;

/// Mean and deviation in days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct LeadTime {
    pub(super) mean_days: f64,
    pub(super) sd_days: f64,
}

/// What is known of lead times.
pub(super) struct LeadTimes {
    own: HashMap<(String, String), LeadTime>,
    measured: HashMap<String, LeadTime>,
    stated: HashMap<String, LeadTime>,
    assumed: LeadTime,
}

impl LeadTimes {
    /// Reads receipts and suppliers.
    pub(super) async fn read(engine: &Engine, settings: &Settings) -> Result<Self> {
        let mut times = LeadTimes {
            own: HashMap::new(),
            measured: HashMap::new(),
            stated: HashMap::new(),
            assumed: LeadTime { mean_days: settings.lead_time_days, sd_days: 0.0 },
        };
        let batches = engine.query(query::LEAD_TIMES).await?;
        let rows = Rows::new(query::LEAD_TIMES.name, &batches);
        let (suppliers, locations, skus) =
            (rows.text("supplier")?, rows.text("location")?, rows.text("sku")?);
        let (receipts, means, sds) = (rows.i64("receipts")?, rows.f64("mean_days")?, rows.f64("sd_days")?);
        for (i, (supplier, (location, sku))) in
            suppliers.into_iter().zip(locations.into_iter().zip(skus)).enumerate()
        {
            let time = LeadTime { mean_days: means[i], sd_days: if sds[i].is_nan() { 0.0 } else { sds[i] } };
            let receipts = receipts[i].unwrap_or(0);
            if sku.is_empty() && receipts >= SUPPLIER_RECEIPTS_MIN {
                times.measured.insert(supplier, time);
            } else if !sku.is_empty() && receipts >= OWN_RECEIPTS_MIN {
                times.own.insert((location, sku), time);
            }
        }
        let sql =
            "select supplier, lead_time_days_mean as mean_days, lead_time_days_sd as sd_days from suppliers";
        let batches = engine.sql("suppliers", sql).await?;
        let rows = Rows::new("suppliers", &batches);
        for ((supplier, mean_days), sd_days) in
            rows.text("supplier")?.into_iter().zip(rows.f64("mean_days")?).zip(rows.f64("sd_days")?)
        {
            times.stated.insert(supplier, LeadTime { mean_days, sd_days });
        }
        Ok(times)
    }

    /// The lead time of an item-location, from what is nearest to it.
    pub(super) fn of(&self, location: &str, sku: &str, supplier: &str) -> LeadTime {
        let own = self.own.get(&(location.to_owned(), sku.to_owned()));
        let found = own.or_else(|| self.measured.get(supplier)).or_else(|| self.stated.get(supplier));
        *found.unwrap_or(&self.assumed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_evidence_wins() {
        let time = |mean_days| LeadTime { mean_days, sd_days: 1.0 };
        let times = LeadTimes {
            own: HashMap::from([(("uk".into(), "S1".into()), time(5.0))]),
            measured: HashMap::from([("acme".into(), time(10.0))]),
            stated: HashMap::from([("acme".into(), time(20.0)), ("new".into(), time(30.0))]),
            assumed: time(14.0),
        };
        let mean = |sku, supplier| times.of("uk", sku, supplier).mean_days;
        assert_eq!(
            [mean("S1", "acme"), mean("S2", "acme"), mean("S2", "new"), mean("S2", "")],
            [5.0, 10.0, 30.0, 14.0]
        );
    }
}
