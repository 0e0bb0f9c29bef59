//! Rows of one series, and their forecast.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Date32Array, Float64Array, Int64Array, ListArray, StructArray};
use arrow::buffer::OffsetBuffer;
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Float64Type, Int64Type};
use datafusion::common::ScalarValue;
use datafusion::error::Result;
use datafusion::logical_expr::Accumulator;
use planning::convert::count_i64;
use planning::day::Day;
use planning::forecast::{Options, forecast};

use super::periods::{Irregular, Periods};
use super::{ArgumentError, DOCUMENT, period_fields};

/// Levels of the intervals.
const LEVELS: [f64; 2] = [0.8, 0.95];
/// Positions of the parameters that are constant over a series.
const COUNTS: [usize; 2] = [2, 3];

/// Rows of one series.
#[derive(Debug)]
pub(super) struct Forecasting {
    /// Date32 or Int64.
    time: DataType,
    times: Vec<i64>,
    /// NaN where missing.
    values: Vec<f64>,
    /// Horizon and season, once known.
    counts: [Option<i64>; 2],
}

impl Forecasting {
    pub(super) fn new(time: DataType) -> Forecasting {
        Forecasting { time, times: Vec::new(), values: Vec::new(), counts: [None; 2] }
    }

    /// Rows without a time belong to no period and are left out, as aggregates do with NULL.
    fn add(&mut self, times: &ArrayRef, values: &ArrayRef) -> Result<()> {
        let times = cast(&cast(times, &self.time)?, &DataType::Int64)?;
        let values = cast(values, &DataType::Float64)?;
        let (times, values) = (times.as_primitive::<Int64Type>(), values.as_primitive::<Float64Type>());
        for (time, value) in times.iter().zip(values) {
            let Some(time) = time else { continue };
            if value.is_some_and(|value| !value.is_finite()) {
                return Err(DOCUMENT.refuse_value(1, value.unwrap_or(f64::NAN)));
            }
            self.times.push(time);
            self.values.push(value.unwrap_or(f64::NAN));
        }
        Ok(())
    }

    /// Checks that horizon or season is the same in all rows.
    fn set_count(&mut self, which: usize, column: &ArrayRef) -> Result<()> {
        let column = cast(column, &DataType::Int64)?;
        for value in column.as_primitive::<Int64Type>().iter().flatten() {
            let position = COUNTS[which];
            if !DOCUMENT.parameters[position].takes.allows(value as f64) {
                return Err(DOCUMENT.refuse_value(position, value as f64));
            }
            let known = *self.counts[which].get_or_insert(value);
            if known != value {
                let name = DOCUMENT.parameters[position].name;
                let problem = format!(
                    "{}: argument {} ({name}) is both {known} and {value} in one series",
                    DOCUMENT.name,
                    position + 1
                );
                return Err(ArgumentError::raised(problem, "Give one value, or group by it"));
            }
        }
        Ok(())
    }

    fn text_of(&self, time: i64) -> String {
        match (&self.time, i32::try_from(time)) {
            (DataType::Date32, Ok(day)) => Day(day).to_string(),
            _ => time.to_string(),
        }
    }

    fn refuse(&self, irregular: Irregular) -> datafusion::error::DataFusionError {
        let (problem, remedy) = match irregular {
            Irregular::Repeated(time) => (
                format!("a series has two rows for {}", self.text_of(time)),
                "Add them up in a subquery, or group by what tells the series apart",
            ),
            Irregular::Between(time) => (
                format!(
                    "{} falls between two periods that are as far apart as most of the series",
                    self.text_of(time)
                ),
                "Give every period a row at its beginning: date_trunc finds it, generate_series has all of them, and \
                 coalesce(y, 0) fills in zeros",
            ),
            Irregular::TooLong(periods) => (
                format!("the times of a series span {periods} periods for its few rows"),
                "Leave wrong times out with WHERE",
            ),
            Irregular::Endless => (
                "the periods to come are beyond all times".to_owned(),
                "Forecast fewer periods, or leave wrong times out with WHERE",
            ),
        };
        ArgumentError::raised(format!("{}: {problem}", DOCUMENT.name), remedy)
    }

    fn null(&self) -> Result<ScalarValue> {
        let period = DataType::Struct(period_fields(self.time.clone()));
        ScalarValue::try_from(DataType::List(Arc::new(Field::new_list_field(period, true))))
    }

    fn time_array(&self, times: Vec<i64>) -> Result<ArrayRef> {
        if self.time != DataType::Date32 {
            return Ok(Arc::new(Int64Array::from(times)));
        }
        let days = times.iter().map(|time| i32::try_from(*time).ok());
        Ok(Arc::new(days.collect::<Date32Array>()))
    }
}

impl Accumulator for Forecasting {
    fn update_batch(&mut self, columns: &[ArrayRef]) -> Result<()> {
        self.set_count(0, &columns[2])?;
        self.set_count(1, &columns[3])?;
        self.add(&columns[0], &columns[1])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let mut rows: Vec<(i64, f64)> = self.times.iter().copied().zip(self.values.iter().copied()).collect();
        // Both are within the bounds of their parameters.
        let counts = self.counts.map(|count| usize::try_from(count?).ok());
        let [Some(horizon), Some(season)] = counts else { return self.null() };
        if rows.iter().all(|row| row.1.is_nan()) {
            return self.null();
        }
        rows.sort_by_key(|row| row.0);
        let are_days = self.time == DataType::Date32;
        let periods = Periods::new(&rows, are_days).map_err(|irregular| self.refuse(irregular))?;
        let found = forecast(
            &periods.history,
            &Options { seasons: &[season], horizon, levels: &LEVELS, ..Options::default() },
        );
        let known = count_i64(periods.history.len());
        let is_time = |time: &i64| !are_days || i32::try_from(*time).is_ok();
        let times = (0..count_i64(horizon)).map(|coming| periods.begin(known + coming).filter(is_time));
        let times = times.collect::<Option<Vec<_>>>().ok_or_else(|| self.refuse(Irregular::Endless))?;
        let mut columns = vec![self.time_array(times)?];
        let mut number = |values: Vec<f64>| columns.push(Arc::new(Float64Array::from(values)));
        number(found.mean);
        for interval in found.intervals {
            number(interval.lower);
            number(interval.upper);
        }
        let fields = period_fields(self.time.clone());
        let item = Arc::new(Field::new_list_field(DataType::Struct(fields.clone()), true));
        let list = ListArray::try_new(
            item,
            OffsetBuffer::from_lengths([horizon]),
            Arc::new(StructArray::try_new(fields, columns, None)?),
            None,
        )?;
        Ok(ScalarValue::List(Arc::new(list)))
    }

    fn size(&self) -> usize {
        size_of_val(self)
            + self.times.capacity() * size_of::<i64>()
            + self.values.capacity() * size_of::<f64>()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let times = cast(&self.time_array(self.times.clone())?, &self.time)?;
        let known = self.values.iter().map(|value| (!value.is_nan()).then_some(*value));
        let values: ArrayRef = Arc::new(known.collect::<Float64Array>());
        let list = |array: ArrayRef| -> Result<ScalarValue> {
            let item = Arc::new(Field::new_list_field(array.data_type().clone(), true));
            let offsets = OffsetBuffer::from_lengths([array.len()]);
            Ok(ScalarValue::List(Arc::new(ListArray::try_new(item, offsets, array, None)?)))
        };
        let [horizon, season] = self.counts.map(ScalarValue::Int64);
        Ok(vec![list(times)?, list(values)?, horizon, season])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.set_count(0, &states[2])?;
        self.set_count(1, &states[3])?;
        let (times, values) = (states[0].as_list::<i32>(), states[1].as_list::<i32>());
        times.iter().zip(values.iter()).try_for_each(|pair| match pair {
            (Some(times), Some(values)) => self.add(&times, &values),
            _ => Ok(()),
        })
    }
}
