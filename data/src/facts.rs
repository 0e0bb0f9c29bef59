//! What a snapshot holds, and the day that is "today" by it.

use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Decimal128Array, Float64Array, Int32Array, RecordBatch};
use contract::Settings;
use planning::day::Day;
use planning::kpi::{FillBasis, Known};
use planning::periods::{Periods, SalesPeriod};

use crate::as_of::as_of;
use crate::error::{Error, Result};
use crate::query;
use crate::rows::Rows;
use crate::schema::{DECIMAL_ONE, DECIMAL_PRECISION, DECIMAL_SCALE};
use crate::store::{Manifest, RowPeriods, Tenant};

/// What a snapshot holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Facts {
    /// First day of the first sales.
    pub first_day: Day,
    /// "Today": see [`crate::as_of`].
    pub as_of: Day,
    /// What a row of sales adds up, and whether a row of stock stands for as long.
    pub rows: RowPeriods,
    /// The periods in which history and forecasts count.
    pub periods: Periods,
    /// Which facts are known.
    pub known: Known,
}

impl Facts {
    /// What the answer to `facts.sql` says.
    ///
    /// # Errors
    /// A snapshot without sales.
    pub(crate) fn read(batches: &[RecordBatch], tenant: &Tenant, manifest: &Manifest) -> Result<Facts> {
        let found = Rows::new(query::FACTS.name, batches);
        let one = |name: &str| -> Result<Option<i64>> { Ok(found.i64(name)?.into_iter().next().flatten()) };
        let day = |name: &str| -> Result<Option<Day>> {
            Ok(one(name)?.and_then(|d| i32::try_from(d).ok()).map(Day))
        };
        let some = |name: &str| -> Result<bool> { Ok(one(name)?.unwrap_or(0) > 0) };
        let (Some(first_sale), Some(last_sale)) = (day("first_sale_day")?, day("last_sale_day")?) else {
            return Err(Error::NotFound {
                what: format!("a sale in snapshot {} of tenant {}", manifest.id, tenant.name()),
                remedy: "Import sales with at least one row".into(),
            });
        };
        let fill = if some("orders")? {
            Some(FillBasis::Orders)
        } else if some("backorders")? {
            Some(FillBasis::Backorders)
        } else {
            None
        };
        let rows = manifest.row_periods;
        let as_of = as_of(rows.sales, first_sale, last_sale, day("last_stock_day")?);
        let periods = Periods::since(rows.sales.step(), first_sale, as_of);
        Ok(Facts {
            first_day: if rows.sales == SalesPeriod::Day { first_sale } else { periods.first_day(0) },
            as_of,
            rows,
            periods,
            known: Known {
                revenue: some("revenues")?,
                cost: some("costs")?,
                on_hand: some("balances")?,
                hours: some("hours")?,
                fill,
            },
        })
    }

    /// Hours that are open on a day by the settings, in ten-thousandths.
    #[expect(clippy::cast_possible_truncation, reason = "a day's hours: settings hold at most 24")]
    pub(crate) fn opening_hours(settings: &Settings) -> i128 {
        (settings.opening_hours_per_day * DECIMAL_ONE as f64).round() as i128
    }

    /// What queries take of them and of the settings: one row.
    pub(crate) fn settings_row(&self, settings: &Settings) -> Result<RecordBatch> {
        let hours = Decimal128Array::from(vec![Facts::opening_hours(settings)])
            .with_precision_and_scale(DECIMAL_PRECISION, DECIMAL_SCALE)
            .map_err(Error::engine("writing settings for queries"))?;
        let days = i32::try_from(settings.activity_window_days).unwrap_or(i32::MAX);
        let is = |basis| Arc::new(BooleanArray::from(vec![self.known.fill == Some(basis)])) as ArrayRef;
        RecordBatch::try_from_iter([
            ("first_day", Arc::new(Int32Array::from(vec![self.first_day.0])) as ArrayRef),
            ("as_of_day", Arc::new(Int32Array::from(vec![self.as_of.0]))),
            ("activity_window_days", Arc::new(Int32Array::from(vec![days]))),
            ("opening_hours_per_day", Arc::new(hours)),
            ("abc_a", Arc::new(Float64Array::from(vec![settings.abc_a]))),
            ("abc_b", Arc::new(Float64Array::from(vec![settings.abc_b]))),
            ("fill_from_orders", is(FillBasis::Orders)),
            ("fill_from_balances", is(FillBasis::Backorders)),
        ])
        .map_err(Error::engine("writing settings for queries"))
    }
}
