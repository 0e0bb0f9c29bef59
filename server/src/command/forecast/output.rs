//! The tables of forecasts: periods to come, and the method of each series.

use crate::command::long::Level;
use crate::failure::Failure;
use crate::table::{Dialect, FileForm, TableFile, record_batch};
use arrow::array::{ArrayRef, Float64Array, RecordBatch, StringArray, UInt64Array};
use data::long::{Kind, Series};
use planning::convert::count_i64;
use planning::forecast::{DemandClass, Forecast, METHODS, Method, Reason};
use serde::Serialize;
use std::path::Path;
use std::sync::Arc;

/// Rows gathered before they are written.
const BATCH_ROWS: usize = 8_192;

/// The name of a demand class, as everywhere in JSON.
pub(crate) fn class_name(class: DemandClass) -> String {
    named(&class)
}

/// The name of a method, as `--method` takes it.
pub(super) fn method_name(method: Method) -> String {
    let definition = METHODS.iter().find(|definition| definition.method == Some(method));
    definition.map_or_else(|| named(&method), |definition| definition.name.to_owned())
}

fn named(value: &impl Serialize) -> String {
    let text = serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned));
    text.unwrap_or_default()
}

/// Both tables on their way.
pub(super) struct Output {
    periods: Periods,
    methods: Option<Methods>,
}

impl Output {
    pub(super) fn create(
        (path, methods): (&Path, Option<&Path>),
        (kind, dialect): (Kind, Dialect),
        levels: &[Level],
        regressors: &[String],
    ) -> Result<Output, Failure> {
        let methods = methods.map(|path| Methods::create(path, kind, dialect, regressors)).transpose()?;
        Ok(Output { periods: Periods::create(path, kind, dialect, levels)?, methods })
    }

    /// Adds a series; without a forecast its periods are empty.
    pub(super) fn add(
        &mut self,
        series: &Series,
        forecast: Option<&Forecast>,
        horizon: usize,
    ) -> Result<(), Failure> {
        self.periods.add(series, forecast, horizon)?;
        self.methods.as_mut().map_or(Ok(()), |methods| methods.add(series, forecast))
    }

    pub(super) fn finish(self) -> Result<(), Failure> {
        if let Some(methods) = self.methods {
            methods.finish()?;
        }
        self.periods.finish()
    }
}

struct Periods {
    file: Option<TableFile>,
    kind: Kind,
    is_typed: bool,
    /// Names of the columns of ends, lower and upper by turns.
    ends: Vec<String>,
    ids: Vec<String>,
    times: Vec<Option<i64>>,
    mean: Vec<Option<f64>>,
    /// Where there are intervals.
    median: Option<Vec<Option<f64>>>,
    values: Vec<Vec<Option<f64>>>,
}

impl Periods {
    fn create(path: &Path, kind: Kind, dialect: Dialect, levels: &[Level]) -> Result<Periods, Failure> {
        let ends: Vec<String> =
            levels.iter().flat_map(|level| ["lo", "hi"].map(|end| format!("{end}-{}", level.name))).collect();
        let mut periods = Periods {
            file: None,
            kind,
            is_typed: FileForm::of(path)?.is_typed(),
            values: vec![Vec::new(); ends.len()],
            ends,
            ids: Vec::new(),
            times: Vec::new(),
            mean: Vec::new(),
            median: (!levels.is_empty()).then(Vec::new),
        };
        let schema = periods.take()?.schema();
        periods.file = Some(TableFile::create(path, schema)?.in_dialect(dialect)?);
        Ok(periods)
    }

    fn add(&mut self, series: &Series, forecast: Option<&Forecast>, horizon: usize) -> Result<(), Failure> {
        let known = |values: &[f64], h: usize| values.get(h).copied().filter(|value| value.is_finite());
        for h in 0..horizon {
            self.ids.push(series.id.clone());
            self.times.push(Some(series.grid.at(series.next + count_i64(h))));
            self.mean.push(forecast.and_then(|forecast| known(&forecast.mean, h)));
            if let Some(median) = &mut self.median {
                let interval = forecast.and_then(|forecast| forecast.intervals.first());
                median.push(interval.and_then(|interval| known(&interval.lower, h)));
            }
            for (column, values) in self.values.iter_mut().enumerate() {
                let interval = forecast.and_then(|forecast| forecast.intervals.get(1 + column / 2));
                let ends = interval.map(|interval| [&interval.lower, &interval.upper][column % 2]);
                values.push(ends.and_then(|ends| known(ends, h)));
            }
        }
        if self.ids.len() >= BATCH_ROWS { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), Failure> {
        let rows = self.take()?;
        self.file.as_mut().map_or(Ok(()), |file| file.write(&rows))
    }

    fn take(&mut self) -> Result<RecordBatch, Failure> {
        let ids = std::mem::take(&mut self.ids);
        let times = self.kind.column(std::mem::take(&mut self.times), self.is_typed);
        let numbers = |values: &mut Vec<Option<f64>>| -> ArrayRef {
            Arc::new(Float64Array::from(std::mem::take(values)))
        };
        let mut columns: Vec<(&str, ArrayRef, bool)> = vec![
            ("unique_id", Arc::new(StringArray::from(ids)), false),
            ("ds", times, false),
            ("mean", numbers(&mut self.mean), true),
        ];
        let ends = self.ends.iter().zip(&mut self.values);
        columns.extend(ends.map(|(name, values)| (name.as_str(), numbers(values), true)));
        if let Some(median) = &mut self.median {
            columns.push(("median", numbers(median), true));
        }
        record_batch(columns)
    }

    fn finish(mut self) -> Result<(), Failure> {
        self.flush()?;
        self.file.map_or(Ok(()), TableFile::finish)
    }
}

/// The method of a series, and what it was chosen from.
struct MethodRow {
    id: String,
    method: Option<String>,
    reason: Option<&'static str>,
    class: String,
    step: String,
    periods: u64,
    first: i64,
    last: i64,
    rmsse: Option<f64>,
    naive_rmsse: Option<f64>,
    origins: Option<u64>,
    largest: Option<String>,
    weight: Option<f64>,
    error_sd: Option<f64>,
    effects: Vec<f64>,
}

impl MethodRow {
    fn of(series: &Series, forecast: Option<&Forecast>) -> MethodRow {
        let mut row = MethodRow {
            id: series.id.clone(),
            method: forecast.map(|forecast| method_name(forecast.method)),
            reason: forecast.map(|forecast| reason(&forecast.reason)),
            class: class_name(demand_class(&series.history)),
            step: series.grid.step().to_string(),
            periods: series.history.len() as u64,
            first: series.grid.at(0),
            last: series.grid.at(series.next - 1),
            rmsse: None,
            naive_rmsse: None,
            origins: None,
            largest: None,
            weight: None,
            error_sd: forecast.map(|forecast| forecast.error_sd),
            effects: forecast.map(|forecast| forecast.effects.clone()).unwrap_or_default(),
        };
        let errors = match forecast.map(|forecast| forecast.reason) {
            Some(Reason::BacktestWeights { rmsse, naive_rmsse, origins, largest, weight }) => {
                row.largest = Some(method_name(largest));
                row.weight = Some(weight);
                Some((rmsse, naive_rmsse, origins))
            }
            Some(Reason::BacktestWinner { rmsse, naive_rmsse, origins }) => {
                Some((rmsse, naive_rmsse, origins))
            }
            _ => None,
        };
        if let Some((rmsse, naive_rmsse, origins)) = errors {
            (row.rmsse, row.naive_rmsse, row.origins) =
                (Some(rmsse), Some(naive_rmsse), Some(u64::from(origins)));
        }
        row
    }
}

/// Class of the known values since the first that is not zero.
pub(crate) fn demand_class(history: &[f64]) -> DemandClass {
    let known = history.iter().copied().filter(|value| value.is_finite());
    DemandClass::of(&known.skip_while(|value| *value == 0.0).collect::<Vec<_>>())
}

fn reason(reason: &Reason) -> &'static str {
    match reason {
        Reason::Given => "given",
        Reason::NoDemand => "no_demand",
        Reason::ShortHistory => "short_history",
        Reason::Constant => "constant",
        Reason::Class(_) => "demand_class",
        Reason::BacktestWeights { .. } => "backtest_weights",
        Reason::LevelAndSeason { .. } => "level_and_season",
        Reason::BacktestWinner { .. } => "backtest_winner",
    }
}

struct Methods {
    file: TableFile,
    kind: Kind,
    is_typed: bool,
    /// Names of the columns of effects.
    effects: Vec<String>,
    rows: Vec<MethodRow>,
}

impl Methods {
    fn create(path: &Path, kind: Kind, dialect: Dialect, regressors: &[String]) -> Result<Methods, Failure> {
        let is_typed = FileForm::of(path)?.is_typed();
        let effects: Vec<String> = regressors.iter().map(|name| format!("effect-{name}")).collect();
        let schema = rows_of(kind, is_typed, &effects, &[])?.schema();
        let file = TableFile::create(path, schema)?.in_dialect(dialect)?;
        Ok(Methods { file, kind, is_typed, effects, rows: Vec::new() })
    }

    fn add(&mut self, series: &Series, forecast: Option<&Forecast>) -> Result<(), Failure> {
        self.rows.push(MethodRow::of(series, forecast));
        if self.rows.len() >= BATCH_ROWS { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), Failure> {
        let rows = std::mem::take(&mut self.rows);
        self.file.write(&rows_of(self.kind, self.is_typed, &self.effects, &rows)?)
    }

    fn finish(mut self) -> Result<(), Failure> {
        self.flush()?;
        self.file.finish()
    }
}

fn rows_of(
    kind: Kind,
    is_typed: bool,
    effects: &[String],
    rows: &[MethodRow],
) -> Result<RecordBatch, Failure> {
    let text = |of: fn(&MethodRow) -> Option<&str>| -> ArrayRef {
        Arc::new(rows.iter().map(of).collect::<StringArray>())
    };
    let number = |of: fn(&MethodRow) -> Option<f64>| -> ArrayRef {
        let finite = |row: &MethodRow| of(row).filter(|value| value.is_finite());
        Arc::new(rows.iter().map(finite).collect::<Float64Array>())
    };
    let count = |of: fn(&MethodRow) -> Option<u64>| -> ArrayRef {
        Arc::new(rows.iter().map(of).collect::<UInt64Array>())
    };
    let time = |of: fn(&MethodRow) -> i64| kind.column(rows.iter().map(of).map(Some).collect(), is_typed);
    let mut columns: Vec<(&str, ArrayRef, bool)> = vec![
        ("unique_id", text(|row| Some(&row.id)), false),
        ("method", text(|row| row.method.as_deref()), true),
        ("reason", text(|row| row.reason), true),
        ("demand_class", text(|row| Some(&row.class)), false),
        ("step", text(|row| Some(&row.step)), false),
        ("periods", count(|row| Some(row.periods)), false),
        ("first", time(|row| row.first), false),
        ("last", time(|row| row.last), false),
        ("rmsse", number(|row| row.rmsse), true),
        ("naive_rmsse", number(|row| row.naive_rmsse), true),
        ("origins", count(|row| row.origins), true),
        ("largest", text(|row| row.largest.as_deref()), true),
        ("weight", number(|row| row.weight), true),
        ("error_sd", number(|row| row.error_sd), true),
    ];
    for (place, name) in effects.iter().enumerate() {
        let factors: Float64Array = rows.iter().map(|row| row.effects.get(place).copied()).collect();
        columns.push((name, Arc::new(factors), true));
    }
    record_batch(columns)
}
