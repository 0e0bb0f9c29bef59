//! Writes a store's publication as the files that a replay reads: demand by week or month, and values that differ by item.

use crate::command::Target;
use crate::failure::Failure;
use crate::table::{TableFile, record_batch};
use arrow::array::{ArrayRef, BooleanArray, Date32Array, Float64Array, RecordBatch, StringArray};
use contract::{Derived, Plan, Publication, SERIES_GROUP_ITEMS, SeriesGroup, SeriesItem};
use data::publish;
use planning::convert::{known, whole_u32};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

const DAYS_PER_YEAR: f64 = 365.0;

/// The files; dropping this removes them.
pub(super) struct StoreFiles {
    folder: TempDir,
    /// Periods from one review to the next, from the settings.
    pub(super) review: u32,
    /// Whether the files have costs, which they do only if those of every item-location are known.
    pub(super) has_costs: bool,
}

impl StoreFiles {
    /// Writes every item-location of the current publication.
    pub(super) fn write(target: &Target) -> Result<StoreFiles, Failure> {
        let (tenant, published) = target.published()?;
        let (publication, Derived { plan, .. }) = (published.publication, published.derived);
        let folder = tempfile::tempdir().map_err(|error| {
            let cause = format!("cannot create a directory in {}: {error}", std::env::temp_dir().display());
            Failure::new(cause, "Make room there, or name another one in TMPDIR")
        })?;
        let known = &publication.known;
        let hides_demand = known.hours || (known.on_hand && known.fill.is_none());
        let mut files = StoreFiles { folder, review: 1, has_costs: false };
        let (mut sales, mut names, period_days) = (None, Vec::new(), publication.period.step().days());
        for group in 0..plan.policy.len().div_ceil(SERIES_GROUP_ITEMS) {
            let series = publish::series(&tenant, &publication, group)?;
            names.extend(series.items.iter().map(name));
            let rows = periods(&series, hides_demand)?;
            let file: &mut TableFile = match &mut sales {
                Some(file) => file,
                None => sales.insert(TableFile::create(&files.sales(), rows.schema())?),
            };
            file.write(&rows)?;
        }
        sales.map_or(Ok(()), TableFile::finish)?;
        files.review = whole_u32((publication.settings.review_days / period_days).round()).max(1);
        files.has_costs = write_items(&files.items(), names, &plan, &publication, period_days)?;
        Ok(files)
    }

    pub(super) fn sales(&self) -> PathBuf {
        self.folder.path().join("sales.parquet")
    }

    pub(super) fn items(&self) -> PathBuf {
        self.folder.path().join("items.parquet")
    }
}

/// The name of an item-location: `sku @ location`.
fn name(item: &SeriesItem) -> String {
    [&item.sku, " @ ", &item.location].concat()
}

/// Demand of each item-location from its first demand on; where stock can hide demand, also whether it was in stock
/// throughout.
fn periods(series: &SeriesGroup, hides_demand: bool) -> Result<RecordBatch, Failure> {
    let (mut names, mut days, mut units, mut in_stock) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for item in &series.items {
        let born = item.units.iter().position(|units| *units > 0.0).unwrap_or(item.units.len());
        for period in born..item.units.len() {
            names.push(name(item));
            days.push(series.periods.first_day(period).0);
            units.push(f64::from(item.units[period]));
            let out_days = Some(item.stockout_days[period]).filter(|days| hides_demand && !days.is_nan());
            in_stock.push(out_days.map(|days| days == 0.0));
        }
    }
    let days: ArrayRef = Arc::new(Date32Array::from(days));
    record_batch(vec![
        ("unique_id", Arc::new(StringArray::from(names)), false),
        ("ds", days, false),
        ("y", Arc::new(Float64Array::from(units)), false),
        ("in_stock", Arc::new(BooleanArray::from(in_stock)), true),
    ])
}

/// Lead times in whole periods, packs, smallest orders and, where all are known, costs: of holding a unit for one
/// period, and the lost margin of a unit short.
fn write_items(
    path: &Path,
    names: Vec<String>,
    plan: &Plan,
    publication: &Publication,
    period_days: f64,
) -> Result<bool, Failure> {
    let policy = &plan.policy;
    let holding_rate = publication.settings.holding_rate * period_days / DAYS_PER_YEAR;
    let cost = |row: usize| f64::from(policy.unit_cost[row]);
    let margin = |row: usize| (f64::from(plan.items.unit_price[row]) - cost(row)).max(0.0);
    let column = |of: &dyn Fn(usize) -> f64| -> ArrayRef {
        Arc::new((0..policy.len()).map(|row| known(of(row))).collect::<Float64Array>())
    };
    let periods = |row: usize| (f64::from(policy.lead_time_days[row]) / period_days).ceil();
    let mut columns: Vec<(&str, ArrayRef, bool)> = vec![
        ("unique_id", Arc::new(StringArray::from(names)), false),
        ("lead_time", column(&periods), true),
        ("unit_cost", column(&cost), true),
        ("pack_size", column(&|row| f64::from(policy.pack_size[row])), true),
        ("minimum_order", column(&|row| f64::from(policy.minimum_order[row])), true),
    ];
    let has_costs = (0..policy.len()).all(|row| !cost(row).is_nan() && !plan.items.unit_price[row].is_nan());
    if has_costs {
        columns.push(("holding_cost", column(&|row| holding_rate * cost(row)), true));
        columns.push(("shortage_cost", column(&margin), true));
    }
    let rows = record_batch(columns)?;
    let mut file = TableFile::create(path, rows.schema())?;
    file.write(&rows)?;
    file.finish()?;
    Ok(has_costs)
}
