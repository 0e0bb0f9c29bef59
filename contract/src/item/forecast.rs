//! `GET /api/v1/forecast`: history and forecast of an item-location as flat rows.

use super::record::{ItemRecord, double};
use crate::{Facts, Interval};
use planning::day::Day;
use planning::forecast::{DemandClass, Method, Notice, Reason};
use planning::panel::SeasonEffect;
use planning::periods::Step;
use serde::Serialize;

/// History and forecast of an item-location.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ForecastAnswer {
    /// The publication all numbers are from.
    pub publication: String,
    /// "Today" of the publication: the history ends on it.
    pub as_of: Day,
    /// What is simulated in the snapshot.
    pub simulated: Vec<String>,
    /// Stock keeping unit.
    pub sku: String,
    /// Location id.
    pub location: String,
    /// Its demand class.
    pub demand_class: DemandClass,
    /// Method of the forecast.
    pub method: Method,
    /// Why it was used.
    pub reason: Reason,
    /// Notices about the forecast.
    pub notices: Vec<Notice>,
    /// Root mean square of one-step errors, units per period.
    pub error_sd_per_period: f64,
    /// From one period to the next.
    pub period: Step,
    /// Days of a period; of a month the mean.
    pub period_days: f64,
    /// The effect of the yearly season, learned from a group of items, on the coming periods; absent where it is
    /// negligible, or where the method knows no groups.
    pub season: Option<SeasonEffect>,
    /// Periods, oldest first.
    pub rows: Vec<ForecastRow>,
}

/// A period: a past one has actual values, a coming one forecasts. In units; absent where there is no data.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ForecastRow {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Units demanded.
    pub units: Option<f64>,
    /// Stock at the end.
    pub on_hand: Option<f64>,
    /// Days that ended without stock.
    pub stockout_days: Option<f64>,
    /// Mean of the forecast.
    pub mean: Option<f64>,
    /// Median of the forecast, or the mean where that is smaller; use it to score by absolute error.
    pub median: Option<f64>,
    /// Lower end of the 80 % interval.
    pub lower_80: Option<f64>,
    /// Upper end of the 80 % interval.
    pub upper_80: Option<f64>,
    /// Lower end of the 95 % interval.
    pub lower_95: Option<f64>,
    /// Upper end of the 95 % interval.
    pub upper_95: Option<f64>,
}

impl ForecastRow {
    /// A period of which nothing is known.
    pub(super) fn empty(from: Day, to: Day) -> Self {
        ForecastRow {
            from,
            to,
            units: None,
            on_hand: None,
            stockout_days: None,
            mean: None,
            median: None,
            lower_80: None,
            upper_80: None,
            lower_95: None,
            upper_95: None,
        }
    }
}

/// Rows of history and forecast, the forecast multiplied by a factor.
pub(super) fn rows(record: &ItemRecord, demand_factor: f64) -> Vec<ForecastRow> {
    let at = |values: &[f32], i: usize| values.get(i).copied().and_then(double);
    let past = record.series.units.len();
    let empty = |i: usize| {
        let (from, to) = record.period(i);
        ForecastRow::empty(from, to)
    };
    let history = (0..past).map(|i| ForecastRow {
        units: at(&record.series.units, i),
        on_hand: at(&record.series.on_hand, i),
        stockout_days: at(&record.series.stockout_days, i),
        ..empty(i)
    });
    let ahead = |i: usize| {
        let end = |values: &[f32]| at(values, i).map(|units| demand_factor * units);
        let (Interval { lower: lower_80, upper: upper_80 }, Interval { lower: lower_95, upper: upper_95 }) =
            (&record.series.interval_80, &record.series.interval_95);
        ForecastRow {
            mean: Some(demand_factor * record.series.forecast.mean[i]),
            median: end(&record.series.median),
            lower_80: end(lower_80),
            upper_80: end(upper_80),
            lower_95: end(lower_95),
            upper_95: end(upper_95),
            ..empty(past + i)
        }
    };
    history.chain((0..record.series.forecast.mean.len()).map(ahead)).collect()
}

/// The answer about an item-location's forecast.
pub fn forecast(facts: &Facts, record: &ItemRecord) -> ForecastAnswer {
    ForecastAnswer {
        publication: facts.id.clone(),
        as_of: facts.as_of,
        simulated: facts.simulated.clone(),
        sku: record.series.sku.clone(),
        location: record.location.id.clone(),
        demand_class: record.series.demand_class,
        method: record.series.forecast.method,
        reason: record.series.forecast.reason,
        notices: record.series.forecast.notices.clone(),
        error_sd_per_period: record.series.forecast.error_sd,
        period: record.periods.step,
        period_days: record.periods.step.days(),
        season: record.series.forecast.season.clone(),
        rows: rows(record, 1.0),
    }
}
