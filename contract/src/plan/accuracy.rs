//! Forecast errors of each item-location from earlier origins, and those of the naive method.

use crate::columns::{Columns, ColumnsWriter};
use crate::error::DecodeError;
use planning::accuracy::ErrorSums;
use planning::convert::single;
use serde::{Deserialize, Serialize};

/// Sums over the periods forecast from earlier origins, row for row as in the plan's other files. NaN is "no data":
/// the history is too short for an earlier origin, or demand has ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanAccuracy {
    /// Periods forecast, over all origins.
    pub periods: Vec<f32>,
    /// Demand of those periods, units.
    pub demand: Vec<f32>,
    /// Forecast − demand, units.
    pub bias: Vec<f32>,
    /// Absolute errors, units.
    pub absolute: Vec<f32>,
    /// Squared errors ÷ the mean squared change of the history.
    pub scaled_square: Vec<f32>,
    /// Bias of the naive method over the same periods.
    pub naive_bias: Vec<f32>,
    /// Its absolute errors.
    pub naive_absolute: Vec<f32>,
    /// Its squared errors, scaled as those of the forecast.
    pub naive_scaled_square: Vec<f32>,
    /// Origins.
    pub origins: Vec<u8>,
    /// 1 where the naive method repeats a season, 0 where history is too short and it repeats the last period.
    pub has_season: Vec<u8>,
}

/// Applies a macro to the f32 columns, so that reading, writing and picking agree.
macro_rules! accuracy_f32 {
    ($apply:ident) => {
        $apply!(
            periods,
            demand,
            bias,
            absolute,
            scaled_square,
            naive_bias,
            naive_absolute,
            naive_scaled_square
        )
    };
}

/// Sums of one item-location's backtest.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BacktestSums {
    /// Errors of its forecasts.
    pub forecast: ErrorSums,
    /// Errors of the naive method from the same origins.
    pub naive: ErrorSums,
    /// Origins.
    pub origins: u8,
    /// Whether the naive method repeats a season; otherwise it repeats the last period.
    pub has_season: bool,
}

impl PlanAccuracy {
    /// Adds a row.
    pub fn push(&mut self, sums: Option<&BacktestSums>) {
        let value = |of: fn(&BacktestSums) -> f64| sums.map_or(f32::NAN, |sums| single(of(sums)));
        self.periods.push(value(|sums| sums.forecast.periods));
        self.demand.push(value(|sums| sums.forecast.demand));
        self.bias.push(value(|sums| sums.forecast.bias));
        self.absolute.push(value(|sums| sums.forecast.absolute));
        self.scaled_square.push(value(|sums| sums.forecast.scaled_square));
        self.naive_bias.push(value(|sums| sums.naive.bias));
        self.naive_absolute.push(value(|sums| sums.naive.absolute));
        self.naive_scaled_square.push(value(|sums| sums.naive.scaled_square));
        self.origins.push(sums.map_or(0, |sums| sums.origins));
        self.has_season.push(u8::from(sums.is_some_and(|sums| sums.has_season)));
    }

    /// The sums of a row, if its forecast was tested.
    pub fn row(&self, row: usize) -> Option<BacktestSums> {
        let at = |column: &[f32]| column.get(row).map_or(f64::NAN, |value| f64::from(*value));
        let periods = at(&self.periods);
        let sums = |bias: &[f32], absolute: &[f32], scaled_square: &[f32]| ErrorSums {
            periods,
            demand: at(&self.demand),
            bias: at(bias),
            absolute: at(absolute),
            scaled_square: at(scaled_square),
        };
        (periods > 0.0).then(|| BacktestSums {
            forecast: sums(&self.bias, &self.absolute, &self.scaled_square),
            naive: sums(&self.naive_bias, &self.naive_absolute, &self.naive_scaled_square),
            origins: self.origins[row],
            has_season: self.has_season[row] == 1,
        })
    }

    /// Reads a shard's `accuracy` file and appends it.
    ///
    /// # Errors
    /// Another version, a missing column.
    pub fn append(&mut self, file: &[u8]) -> Result<(), DecodeError> {
        let columns = Columns::open("the plan's accuracy file", file)?;
        macro_rules! read { ($($name:ident),*) => { $(self.$name.extend(columns.f32(stringify!($name))?);)* } }
        accuracy_f32!(read);
        self.origins.extend(columns.u8("origins", usize::from(u8::MAX) + 1)?);
        self.has_season.extend(columns.u8("has_season", 2)?);
        Ok(())
    }

    /// Writes rows `range` as a shard's `accuracy` file.
    ///
    /// # Errors
    /// As [`ColumnsWriter::finish`].
    pub fn encode(&self, range: core::ops::Range<usize>) -> Result<Vec<u8>, DecodeError> {
        let mut writer = ColumnsWriter::new(range.len());
        macro_rules! write { ($($name:ident),*) => { $(writer.f32(stringify!($name), &self.$name[range.clone()]);)* } }
        accuracy_f32!(write);
        writer.u8("origins", &self.origins[range.clone()]);
        writer.u8("has_season", &self.has_season[range]);
        writer.finish()
    }

    pub(super) fn pick(&self, rows: &[u32]) -> Self {
        let mut picked = PlanAccuracy::default();
        for row in rows {
            picked.push(self.row(*row as usize).as_ref());
        }
        picked
    }
}
