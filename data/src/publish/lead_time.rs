//! Lead times of item-locations: from their own receipts, their supplier's, the supplier's word, or the settings.

use std::collections::{BTreeMap, HashMap};

use contract::{LeadTimeCount, LeadTimeSource, Settings, SupplierLeadTimes};

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
    /// The days that receipts took.
    pub(super) seen: LeadTimesSeen,
}

impl LeadTimes {
    /// Reads receipts and suppliers.
    pub(super) async fn read(engine: &Engine, settings: &Settings) -> Result<Self> {
        let mut times = LeadTimes {
            own: HashMap::new(),
            measured: HashMap::new(),
            stated: HashMap::new(),
            assumed: LeadTime { mean_days: settings.lead_time_days, sd_days: 0.0 },
            seen: LeadTimesSeen::read(engine).await?,
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

    /// Nothing is known but the settings.
    #[cfg(test)]
    pub(super) fn assumed(settings: &Settings) -> Self {
        let assumed = LeadTime { mean_days: settings.lead_time_days, sd_days: 0.0 };
        let seen = LeadTimesSeen::default();
        LeadTimes { own: HashMap::new(), measured: HashMap::new(), stated: HashMap::new(), assumed, seen }
    }

    /// The lead time of an item-location, from what is nearest to it, and what that is.
    pub(super) fn of(&self, location: &str, sku: &str, supplier: &str) -> (LeadTime, LeadTimeSource) {
        let own = self.own.get(&(location.to_owned(), sku.to_owned()));
        let evidence = [
            (own, LeadTimeSource::OwnReceipts),
            (self.measured.get(supplier), LeadTimeSource::SupplierReceipts),
            (self.stated.get(supplier), LeadTimeSource::SupplierStated),
        ];
        let found = evidence.into_iter().find_map(|(time, source)| Some((*time?, source)));
        found.unwrap_or((self.assumed, LeadTimeSource::Assumed))
    }
}

/// Receipts by the days they took.
#[derive(Default)]
pub(super) struct LeadTimesSeen {
    items: HashMap<(String, String), Vec<LeadTimeCount>>,
    suppliers: HashMap<String, Vec<LeadTimeCount>>,
}

impl LeadTimesSeen {
    /// Reads receipts.
    async fn read(engine: &Engine) -> Result<Self> {
        let batches = engine.query(query::LEAD_TIME_DAYS).await?;
        let rows = Rows::new(query::LEAD_TIME_DAYS.name, &batches);
        let items = rows.text("location")?.into_iter().zip(rows.text("sku")?);
        let counts = rows.i64("days")?.into_iter().zip(rows.i64("receipts")?);
        let mut seen = LeadTimesSeen::default();
        let mut suppliers: HashMap<String, BTreeMap<u16, u32>> = HashMap::new();
        for ((supplier, item), (days, receipts)) in rows.text("supplier")?.into_iter().zip(items).zip(counts)
        {
            let days = u16::try_from(days.unwrap_or(0)).unwrap_or(u16::MAX);
            let receipts = u32::try_from(receipts.unwrap_or(0)).unwrap_or(u32::MAX);
            let of_supplier = suppliers.entry(supplier).or_default().entry(days).or_default();
            *of_supplier = of_supplier.saturating_add(receipts);
            seen.items.entry(item).or_default().push(LeadTimeCount { days, receipts });
        }
        let counts = |days: BTreeMap<u16, u32>| {
            days.into_iter().map(|(days, receipts)| LeadTimeCount { days, receipts }).collect()
        };
        seen.suppliers = suppliers.into_iter().map(|(supplier, days)| (supplier, counts(days))).collect();
        for counts in seen.items.values_mut() {
            // An item may have had several suppliers, each with counts of its own.
            counts.sort_by_key(|count| count.days);
            counts.dedup_by(|later, first| {
                let same = later.days == first.days;
                first.receipts += if same { later.receipts } else { 0 };
                same
            });
        }
        Ok(seen)
    }

    /// Receipts of an item-location, fewest days first.
    pub(super) fn of_item(&self, location: &str, sku: &str) -> &[LeadTimeCount] {
        self.items.get(&(location.to_owned(), sku.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// Receipts of a supplier, fewest days first.
    pub(super) fn of_supplier(&self, name: &str) -> &[LeadTimeCount] {
        self.suppliers.get(name).map_or(&[], Vec::as_slice)
    }

    /// Receipts of those of some suppliers that have any, each once, by name.
    pub(super) fn of_suppliers<'a>(&self, names: impl Iterator<Item = &'a String>) -> Vec<SupplierLeadTimes> {
        let mut names: Vec<&String> = names.collect();
        names.sort_unstable();
        names.dedup();
        let of = |supplier: &String| {
            let lead_times = self.suppliers.get(supplier)?.clone();
            Some(SupplierLeadTimes { supplier: supplier.clone(), lead_times })
        };
        names.into_iter().filter_map(of).collect()
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
            seen: LeadTimesSeen::default(),
        };
        let check = |sku, supplier, mean_days, source| {
            let (time, found) = times.of("uk", sku, supplier);
            assert_eq!((time.mean_days, found), (mean_days, source), "{sku} of {supplier}");
        };
        check("S1", "acme", 5.0, LeadTimeSource::OwnReceipts);
        check("S2", "acme", 10.0, LeadTimeSource::SupplierReceipts);
        check("S2", "new", 30.0, LeadTimeSource::SupplierStated);
        check("S2", "", 14.0, LeadTimeSource::Assumed);
    }
}
