//! Demand of every item-location in periods, and its forecasts.

use std::collections::HashMap;

use contract::{Cube, Effect, Influence, Interval, PlanPolicy, SeriesItem};
use planning::convert::{count_i64, count_u32, single};
use planning::forecast::{self, Backtest, Definition, DemandClass, Forecast, Freed, METHODS, Options};
use planning::panel::Group;

use super::forecasts::Together;
use super::influences::Influences;
use super::lead_time::LeadTimes;
use super::outcome::Outcome;
use super::{PERIOD_DAYS, Progress, parallel};
use crate::engine::Engine;
use crate::error::Result;
use crate::query::{self, Named};
use crate::rows::Rows;

/// Periods in a year: the season of weekly demand.
pub(super) const SEASON_PERIODS: usize = 52;
/// Periods forecast: a quarter of a year, longer than the longest lead times in common use.
pub(super) const HORIZON_PERIODS: usize = 13;
/// Levels of the intervals shown.
pub(super) const LEVELS: [f64; 3] = [MEDIAN, 0.8, 0.95];
/// The level whose lower end is the median.
const MEDIAN: f64 = 0.0;
/// A period served for at least this share of its time shows the pace of its demand. One served for less shows no more
/// than that there was so much demand at least: its forecast takes it as censored.
const SERVED_MIN: f32 = 0.5;
/// An effect of less than this share is none.
const EFFECT_MIN: f32 = 0.005;
/// Days forecast.
#[expect(clippy::cast_possible_truncation, reason = "thirteen")]
pub(super) const HORIZON_DAYS: u32 = HORIZON_PERIODS as u32 * PERIOD_DAYS.unsigned_abs();

/// Item-locations in the order of the plan, with their history.
pub(super) struct Demand {
    /// Stock keeping unit of each row.
    pub(super) sku: Vec<String>,
    /// Location id of each row.
    pub(super) location: Vec<String>,
    pub(super) periods: usize,
    /// Units, `periods` a row.
    pub(super) units: Vec<f32>,
    /// Stock at the end of each period, NaN where unknown, `periods` a row.
    on_hand: Vec<f32>,
    /// Days without stock of each period, NaN where unknown, `periods` a row.
    stockout_days: Vec<f32>,
    /// Share of each period for which demand could be served, NaN where unknown, `periods` a row.
    pub(super) served: Vec<f32>,
    influences: Influences,
}

/// Finds the row of an item-location.
pub(super) struct RowIndex(HashMap<(String, String), usize>);

impl RowIndex {
    /// The row, if the item-location is in the plan.
    pub(super) fn row(&self, location: &str, sku: &str) -> Option<usize> {
        self.0.get(&(location.to_owned(), sku.to_owned())).copied()
    }
}

/// Reads demand and stock of every item-location by period.
pub(super) async fn read(engine: &Engine, cube: &Cube) -> Result<Demand> {
    let batches = engine
        .sql("item-locations", "select location, sku from item_location order by location, sku")
        .await?;
    let rows = Rows::new("item-locations", &batches);
    let (location, sku) = (rows.text("location")?, rows.text("sku")?);
    let periods = cube.periods.len();
    let cells = sku.len() * periods;
    let mut demand = Demand {
        sku,
        location,
        periods,
        units: vec![0.0; cells],
        on_hand: vec![f32::NAN; cells],
        stockout_days: vec![f32::NAN; cells],
        served: vec![f32::NAN; cells],
        influences: Influences::default(),
    };
    let index = demand.index();
    by_period(engine, query::PERIOD_DEMAND, periods, &index, &mut [("units", &mut demand.units)]).await?;
    let mut stock = [("on_hand", &mut demand.on_hand), ("stockout_days", &mut demand.stockout_days)];
    by_period(engine, query::PERIOD_STOCK, periods, &index, &mut stock).await?;
    let known = engine.facts().known;
    if known.hours || (known.on_hand && known.fill.is_none()) {
        let mut served = [("served", &mut demand.served)];
        by_period(engine, query::PERIOD_SERVED, periods, &index, &mut served).await?;
    }
    demand.influences = Influences::read(engine, periods, demand.sku.len(), &index).await?;
    Ok(demand)
}

/// Fills columns of a query's rows into their cells.
pub(super) async fn by_period(
    engine: &Engine,
    query: Named,
    periods: usize,
    index: &RowIndex,
    columns: &mut [(&str, &mut Vec<f32>)],
) -> Result<()> {
    let batches = engine.query(query).await?;
    let rows = Rows::new(query.name, &batches);
    let keys = rows.text("location")?.into_iter().zip(rows.text("sku")?);
    let place = |((location, sku), age): ((String, String), Option<i64>)| {
        let period = (count_i64(periods) - 1).checked_sub(age?).and_then(|p| usize::try_from(p).ok())?;
        Some(index.row(&location, &sku)? * periods + period)
    };
    let cells: Vec<Option<usize>> = keys.zip(rows.i64("age")?).map(place).collect();
    for (name, column) in columns {
        for (cell, value) in cells.iter().zip(rows.f32(name)?) {
            if let Some(cell) = cell {
                column[*cell] = value;
            }
        }
    }
    Ok(())
}

impl Demand {
    const OPTIONS: Options<'static> = Options {
        method: &METHODS[0],
        seasons: &[SEASON_PERIODS],
        horizon: HORIZON_PERIODS,
        levels: &LEVELS,
        cumulative: true,
        regressors: &[],
        censored: &[],
        dampen_outliers: false,
        calendar: &[],
    };

    /// Demand of one location by period, for tests.
    #[cfg(test)]
    pub(super) fn of(sku: Vec<String>, rows: Vec<Vec<f32>>) -> Self {
        let periods = rows.first().map_or(0, Vec::len);
        let unknown = vec![f32::NAN; sku.len() * periods];
        Demand {
            location: vec!["uk".to_owned(); sku.len()],
            sku,
            periods,
            units: rows.concat(),
            on_hand: unknown.clone(),
            stockout_days: unknown.clone(),
            served: unknown,
            influences: Influences::default(),
        }
    }

    /// An index of the rows.
    pub(super) fn index(&self) -> RowIndex {
        let keys = self.location.iter().zip(&self.sku).map(|(location, sku)| (location.clone(), sku.clone()));
        RowIndex(keys.enumerate().map(|(row, key)| (key, row)).collect())
    }

    /// Learns from all rows together.
    pub(super) fn together(&self, policy: &PlanPolicy, progress: &(dyn Fn(Progress) + Sync)) -> Together {
        let rows = self.sku.len();
        let freed = if self.influences.is_empty() {
            vec![None; rows]
        } else {
            parallel::rows(rows, "promotions and events", progress, |row| self.freed(row))
        };
        let demand = (0..rows).flat_map(|row| self.known(row)).collect();
        Together::learn(demand, groups(policy), self.periods, freed, progress)
    }

    /// What promotions and events do to a row.
    fn freed(&self, row: usize) -> Option<Freed> {
        let (_, regressors) = self.influences.of(row, self.periods);
        forecast::freed(&self.known(row), &regressors, HORIZON_PERIODS)
    }

    /// The forecast of a row, with what was forecast from earlier origins and what is known to move its demand: together
    /// with the others, or by the method that its rule names.
    pub(super) fn forecast(
        &self,
        row: usize,
        method: &'static Definition,
        together: &Together,
    ) -> (Forecast, Backtest, Vec<Effect>) {
        let history = self.history(row);
        let (influences, regressors) = self.influences.of(row, self.periods);
        let (forecast, backtest) = if method.method.is_none() {
            together.forecast(row, &history)
        } else {
            let served = self.row(&self.served, row).iter();
            let censored: Vec<bool> = served.map(|share| *share < SERVED_MIN).collect();
            let options = Options { method, censored: &censored, regressors: &regressors, ..Self::OPTIONS };
            let (forecast, backtest) = forecast::backtested(&history, &options);
            let intervals = together.intervals(row, &forecast.mean);
            let error_sd = together.sd(row, forecast.mean.first().copied().unwrap_or(0.0));
            (Forecast { intervals, error_sd, ..forecast }, backtest)
        };
        // An item cannot show what was before its first demand.
        let lived = born(&history)..self.periods;
        let with = |column: &Vec<f64>| column[lived.clone()].iter().filter(|value| **value > 0.0).count();
        let periods = regressors.iter().map(|column| count_u32(with(column)));
        let effect = |((influence, factor), periods): ((Influence, &f64), u32)| Effect {
            influence,
            factor: single(*factor),
            periods,
        };
        let effects = influences.into_iter().zip(&forecast.effects).zip(periods).map(effect);
        let effects = effects.filter(|effect| (effect.factor - 1.0).abs() >= EFFECT_MIN).collect();
        (forecast, backtest, effects)
    }

    /// Demand of a row by period as far as it is known; NaN where stock hid it.
    fn known(&self, row: usize) -> Vec<f64> {
        let served = self.row(&self.served, row).iter();
        let known = |(units, served): (f64, &f32)| if *served < SERVED_MIN { f64::NAN } else { units };
        self.history(row).into_iter().zip(served).map(known).collect()
    }

    /// Whether a row's demand is in whole units.
    pub(super) fn is_whole(&self, row: usize) -> bool {
        self.row(&self.units, row).iter().all(|units| units.fract() == 0.0)
    }

    /// Series of every row with its forecast; `suppliers` has a name for each.
    pub(super) fn series(
        &self,
        outcomes: Vec<Outcome>,
        suppliers: &[String],
        lead_times: &LeadTimes,
    ) -> Vec<SeriesItem> {
        let item = |(row, outcome): (usize, Outcome)| {
            let Outcome { forecast, verification, unserved, weights, effects, .. } = outcome;
            let (sku, location) = (self.sku[row].clone(), self.location[row].clone());
            SeriesItem {
                units: self.row(&self.units, row).to_vec(),
                on_hand: self.row(&self.on_hand, row).to_vec(),
                stockout_days: self.row(&self.stockout_days, row).to_vec(),
                demand_class: self.class(row),
                median: interval(&forecast, MEDIAN).lower,
                interval_80: interval(&forecast, LEVELS[1]),
                interval_95: interval(&forecast, LEVELS[2]),
                lead_time_source: lead_times.of(&location, &sku, &suppliers[row]).1,
                lead_times: lead_times.seen.of_item(&location, &sku).to_vec(),
                sku,
                location,
                // Its intervals are kept above, in half the bytes, its effects below, with names.
                forecast: Forecast { intervals: Vec::new(), effects: Vec::new(), ..forecast },
                effects,
                verification,
                unserved,
                weights,
            }
        };
        outcomes.into_iter().enumerate().map(item).collect()
    }

    /// Demand class of a row since its first demand.
    pub(super) fn class(&self, row: usize) -> DemandClass {
        let history = self.history(row);
        DemandClass::of(&history[born(&history)..])
    }

    /// Demand by period: what was sold, at the pace of the time in which it could be sold.
    pub(super) fn history(&self, row: usize) -> Vec<f64> {
        let served = self.row(&self.served, row).iter();
        let demand = |(units, served): (&f32, &f32)| {
            let share = if *served >= SERVED_MIN { f64::from(served.min(1.0)) } else { 1.0 };
            f64::from(*units) / share
        };
        self.row(&self.units, row).iter().zip(served).map(demand).collect()
    }

    pub(super) fn row<'a>(&self, values: &'a [f32], row: usize) -> &'a [f32] {
        &values[row * self.periods..(row + 1) * self.periods]
    }
}

/// Category and location of each row.
pub(super) fn groups(policy: &PlanPolicy) -> Vec<Group> {
    let group = |(category, location): (&u16, &u16)| Group { category: *category, location: *location };
    policy.category.iter().zip(&policy.location).map(group).collect()
}

/// The period of the first demand; their number without any.
pub(super) fn born(history: &[f64]) -> usize {
    history.iter().position(|units| *units > 0.0).unwrap_or(history.len())
}

fn interval(forecast: &Forecast, level: f64) -> Interval {
    let narrow = |ends: &[f64]| ends.iter().map(|units| single(*units)).collect();
    let found = forecast.intervals.iter().find(|interval| interval.level == level);
    found.map_or_else(Interval::default, |interval| Interval {
        lower: narrow(&interval.lower),
        upper: narrow(&interval.upper),
    })
}
