//! Lead times of item-locations: from their own receipts, their supplier's receipts, the supplier's statement, or the
//! settings.

use std::collections::{BTreeMap, HashMap};

use contract::{LeadTimeCount, LeadTimeSource, Settings, SupplierLeadTimes};
use planning::convert::single;

use super::item_locations::ItemLocations;
use crate::engine::Engine;
use crate::error::Result;
use crate::query;
use crate::rows::Rows;

/// With fewer receipts, an item-location's own mean is less reliable than its supplier's.
const OWN_RECEIPTS_MIN: u32 = 10;
/// With fewer receipts of a supplier, the deviation is not meaningful.
const SUPPLIER_RECEIPTS_MIN: u32 = 3;

/// Mean and deviation in days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct LeadTime {
    pub(super) mean_days: f64,
    pub(super) sd_days: f64,
}

/// The lead time of every item-location, row for row, and the receipts that it rests on.
#[derive(Debug)]
pub(super) struct LeadTimes {
    times: Vec<LeadTime>,
    /// Those that the data tell, of rows for which somebody decided another.
    told: BTreeMap<usize, LeadTime>,
    sources: Vec<LeadTimeSource>,
    receipts: Receipts,
}

impl LeadTimes {
    /// Reads receipts and suppliers.
    ///
    /// # Errors
    /// What the engine refuses.
    pub(super) async fn read(engine: &Engine, items: &ItemLocations, settings: &Settings) -> Result<Self> {
        let receipts = Receipts::read(engine, items).await?;
        let evidence = Evidence {
            own: receipts.items.iter().map(|taken| measured(taken, OWN_RECEIPTS_MIN)).collect(),
            measured: receipts.of_suppliers(SUPPLIER_RECEIPTS_MIN),
            stated: stated(engine).await?,
            assumed: LeadTime { mean_days: settings.lead_time_days, sd_days: 0.0 },
        };
        let found = items.supplier.iter().enumerate().map(|(row, supplier)| evidence.nearest(row, supplier));
        let (times, sources) = found.unzip();
        Ok(LeadTimes { times, told: BTreeMap::new(), sources, receipts })
    }

    /// The same assumed for all, for tests.
    #[cfg(test)]
    pub(super) fn assumed(rows: usize, assumed: LeadTime) -> Self {
        LeadTimes {
            times: vec![assumed; rows],
            told: BTreeMap::new(),
            sources: vec![LeadTimeSource::Assumed; rows],
            receipts: Receipts { items: vec![Vec::new(); rows], suppliers: BTreeMap::new() },
        }
    }

    /// The lead time of a row.
    pub(super) fn of(&self, row: usize) -> LeadTime {
        self.times[row]
    }

    /// Sets the mean of a row: what somebody decided about it. Its deviation stays.
    pub(super) fn decide(&mut self, row: usize, mean_days: f64) {
        self.told.entry(row).or_insert(self.times[row]);
        self.times[row].mean_days = mean_days;
    }

    /// The lead time of a row as the data tell it, whatever somebody decided.
    pub(super) fn told(&self, row: usize) -> LeadTime {
        self.told.get(&row).copied().unwrap_or(self.times[row])
    }

    /// What it rests on.
    pub(super) fn source(&self, row: usize) -> LeadTimeSource {
        self.sources[row]
    }

    /// Mean lead times, as derived files store them.
    pub(super) fn mean_days(&self) -> Vec<f32> {
        self.times.iter().map(|time| single(time.mean_days)).collect()
    }

    /// Their deviations.
    pub(super) fn sd_days(&self) -> Vec<f32> {
        self.times.iter().map(|time| single(time.sd_days)).collect()
    }

    /// Receipts of a row, fewest days first.
    pub(super) fn receipts_of(&self, row: usize) -> &[LeadTimeCount] {
        &self.receipts.items[row]
    }

    /// Receipts that a row's lead time rests on, fewest days first; none where it rests on something else.
    pub(super) fn evidence_of(&self, row: usize, supplier: &str) -> &[LeadTimeCount] {
        match self.sources[row] {
            LeadTimeSource::OwnReceipts => self.receipts_of(row),
            LeadTimeSource::SupplierReceipts => {
                self.receipts.suppliers.get(supplier).map_or(&[], Vec::as_slice)
            }
            LeadTimeSource::SupplierStated | LeadTimeSource::Assumed => &[],
        }
    }

    /// Receipts of these suppliers, as far as they have any, each supplier once, by name.
    pub(super) fn of_suppliers(&self, names: &[String]) -> Vec<SupplierLeadTimes> {
        let mut names: Vec<&String> = names.iter().collect();
        names.sort_unstable();
        names.dedup();
        let of = |supplier: &String| {
            let lead_times = self.receipts.suppliers.get(supplier)?.clone();
            Some(SupplierLeadTimes { supplier: supplier.clone(), lead_times })
        };
        names.into_iter().filter_map(of).collect()
    }
}

/// What lead times are known from.
struct Evidence {
    /// Enough receipts of an item-location, by row.
    own: Vec<Option<LeadTime>>,
    /// Enough receipts of a supplier.
    measured: HashMap<String, LeadTime>,
    /// A supplier's word.
    stated: HashMap<String, LeadTime>,
    assumed: LeadTime,
}

impl Evidence {
    /// The lead time of an item-location from the closest evidence, with the kind of evidence.
    fn nearest(&self, row: usize, supplier: &str) -> (LeadTime, LeadTimeSource) {
        let evidence = [
            (self.own[row].as_ref(), LeadTimeSource::OwnReceipts),
            (self.measured.get(supplier), LeadTimeSource::SupplierReceipts),
            (self.stated.get(supplier), LeadTimeSource::SupplierStated),
        ];
        let found = evidence.into_iter().find_map(|(time, source)| Some((*time?, source)));
        found.unwrap_or((self.assumed, LeadTimeSource::Assumed))
    }
}

/// What suppliers say of themselves.
async fn stated(engine: &Engine) -> Result<HashMap<String, LeadTime>> {
    let sql =
        "select supplier, lead_time_days_mean as mean_days, lead_time_days_sd as sd_days from suppliers";
    let batches = engine.sql("suppliers", sql).await?;
    let rows = Rows::new("suppliers", &batches);
    let times = rows.f64("mean_days")?.into_iter().zip(rows.f64("sd_days")?);
    let times = times.map(|(mean_days, sd_days)| LeadTime { mean_days, sd_days });
    Ok(rows.text("supplier")?.into_iter().zip(times).collect())
}

/// Mean and deviation of enough receipts.
fn measured(taken: &[LeadTimeCount], least: u32) -> Option<LeadTime> {
    let seen = contract::Receipts::of(taken).filter(|seen| seen.receipts >= least)?;
    Some(LeadTime { mean_days: seen.mean_days, sd_days: seen.sd_days.unwrap_or(0.0) })
}

/// Receipts by the days they took, fewest first.
#[derive(Debug)]
struct Receipts {
    /// By row: of the supplier it has now, or of all where none is known.
    items: Vec<Vec<LeadTimeCount>>,
    /// By supplier, whatever it delivered.
    suppliers: BTreeMap<String, Vec<LeadTimeCount>>,
}

impl Receipts {
    async fn read(engine: &Engine, items: &ItemLocations) -> Result<Self> {
        let batches = engine.query(query::LEAD_TIME_DAYS).await?;
        let rows = Rows::new(query::LEAD_TIME_DAYS.name, &batches);
        let mut of_items: Vec<Counts> = vec![Counts::new(); items.len()];
        let mut of_suppliers: BTreeMap<String, Counts> = BTreeMap::new();
        let places = rows.places_or_none("row", items.len())?;
        let counts = rows.i64("days")?.into_iter().zip(rows.i64("receipts")?);
        for ((supplier, row), (days, receipts)) in rows.text("supplier")?.into_iter().zip(places).zip(counts)
        {
            let days = u16::try_from(days.unwrap_or(0)).unwrap_or(u16::MAX);
            let receipts = u32::try_from(receipts.unwrap_or(0)).unwrap_or(u32::MAX);
            if let Some(row) = row
                && [supplier.as_str(), ""].contains(&items.supplier[row].as_str())
            {
                add(&mut of_items[row], days, receipts);
            }
            add(of_suppliers.entry(supplier).or_default(), days, receipts);
        }
        Ok(Receipts {
            items: of_items.into_iter().map(listed).collect(),
            suppliers: of_suppliers
                .into_iter()
                .map(|(supplier, counts)| (supplier, listed(counts)))
                .collect(),
        })
    }

    /// Lead times of suppliers with so many receipts.
    fn of_suppliers(&self, least: u32) -> HashMap<String, LeadTime> {
        let known = |(supplier, taken): (&String, &Vec<LeadTimeCount>)| {
            Some((supplier.clone(), measured(taken, least)?))
        };
        self.suppliers.iter().filter_map(known).collect()
    }
}

/// Receipts by days.
type Counts = BTreeMap<u16, u32>;

fn add(counts: &mut Counts, days: u16, receipts: u32) {
    let count = counts.entry(days).or_default();
    *count = count.saturating_add(receipts);
}

fn listed(counts: Counts) -> Vec<LeadTimeCount> {
    counts.into_iter().map(|(days, receipts)| LeadTimeCount { days, receipts }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_evidence_wins() {
        let time = |mean_days| LeadTime { mean_days, sd_days: 1.0 };
        let evidence = Evidence {
            own: vec![Some(time(5.0)), None],
            measured: HashMap::from([("acme".into(), time(10.0))]),
            stated: HashMap::from([("acme".into(), time(20.0)), ("new".into(), time(30.0))]),
            assumed: time(14.0),
        };
        let check = |row, supplier, mean_days, source| {
            let (time, found) = evidence.nearest(row, supplier);
            assert_eq!((time.mean_days, found), (mean_days, source), "row {row} of {supplier}");
        };
        check(0, "acme", 5.0, LeadTimeSource::OwnReceipts);
        check(1, "acme", 10.0, LeadTimeSource::SupplierReceipts);
        check(1, "new", 30.0, LeadTimeSource::SupplierStated);
        check(1, "", 14.0, LeadTimeSource::Assumed);
    }
}
