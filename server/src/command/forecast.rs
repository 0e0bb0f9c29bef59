//! `granary forecast`: series in, their coming periods out.

/// Forecasts as they are written.
mod output;

use super::long::{Input, Level, about_coming, about_forecast, about_rows};
use super::meter::Meter;
use super::terminal::{plain, tell};
use crate::failure::Failure;
use clap::builder::PossibleValuesParser;
use data::long::{LongFile, RawSeries, Rules, Series};
use data::parallel::in_order;
use data::terminal::grouped;
use output::Output;
pub(super) use output::{class_name, demand_class};
use planning::forecast::{Definition, Forecast, METHODS, Options, find, forecast};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// The method. auto combines the methods that suit the demand class, weighted by their errors from earlier dates.
    #[arg(long, value_name = "NAME", default_value = "auto")]
    #[arg(value_parser = PossibleValuesParser::new(METHODS.iter().map(|method| method.name)))]
    method: String,
    /// File for the forecasts: unique_id, ds, mean, lo-80, hi-80, …. Its extension sets the format: .csv, .json (an
    /// array), .jsonl (one object per line) or .parquet. `-` is CSV on standard output.
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
    /// File for the method of each series, with the reason for it, its demand class and its errors from earlier
    /// dates.
    #[arg(long, value_name = "FILE")]
    methods: Option<PathBuf>,
}

/// A series with its forecast; `None` if it has no values to forecast from.
struct Forecasted {
    series: Series,
    forecast: Option<Forecast>,
}

/// The options of one run, the same for every series.
struct Ask<'a> {
    input: &'a Input,
    file: &'a LongFile,
    rules: Rules,
    method: &'static Definition,
    levels: Vec<f64>,
}

impl Ask<'_> {
    fn forecast(&self, raw: RawSeries) -> Forecasted {
        let series = self.file.survey().regular(raw, &self.rules);
        let known = series.history.len();
        let calendar = self.input.calendar(self.file, [self.method], &series, known);
        let options = Options {
            method: self.method,
            seasons: &self.input.seasons(series.grid.step()),
            horizon: self.input.horizon(),
            levels: &self.levels,
            calendar: &calendar,
            regressors: &series.regressors,
            dampen_outliers: self.input.dampens_outliers(),
            ..Options::default()
        };
        let forecast = (!series.history.is_empty()).then(|| forecast(&series.history, &options));
        Forecasted { series, forecast }
    }
}

/// Levels as fractions, before them that of the median, if there are any.
fn with_median(levels: &[Level]) -> Vec<f64> {
    let median = (!levels.is_empty()).then_some(0.0);
    median.into_iter().chain(levels.iter().map(|level| level.fraction)).collect()
}

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        // Endings are looked at before anything is read.
        let dialect = self.input.dialect(&[Some(&self.output), self.methods.as_deref()])?;
        let method = find(&self.method).ok_or_else(|| {
            Failure::new(format!("there is no method {}", self.method), "Look at granary forecast --help")
        })?;
        self.input.check_columns(&[method])?;
        let (started, meter) = (Instant::now(), Meter::new());
        let file = self.input.open(&meter)?;
        let survey = file.survey();
        let levels = self.input.levels();
        let ask = Ask {
            input: &self.input,
            file: &file,
            rules: self.input.rules(),
            method,
            levels: with_median(levels),
        };
        let regressors = file.own_regressors();
        let mut output = Output::create(
            (&self.output, self.methods.as_deref()),
            (survey.kind, dialect),
            levels,
            &regressors,
        )?;
        let mut log = self.input.notice_log(&file, dialect)?;
        let mut told = Told::default();
        let mut next = file.series()?;
        let take = |done: Forecasted| {
            let Forecasted { series, forecast } = &done;
            let mut notices = about_rows(&series.notes, &ask.rules);
            if let Some(forecast) = forecast {
                notices.extend(about_coming(series, self.input.horizon()));
                notices.extend(about_forecast(&series.history, &series.grid, forecast));
            }
            log.add(&series.id, notices)?;
            output.add(series, forecast.as_ref(), self.input.horizon())?;
            told.add(&done);
            meter.show("forecasting", told.series, survey.series);
            Ok::<(), Failure>(())
        };
        in_order(self.input.threads(), || Ok(next()?), |raw| ask.forecast(raw), take)?;
        drop(meter);
        let gaps = log.count("gaps");
        log.finish()?;
        output.finish()?;
        self.tell(&told, &regressors, gaps, started);
        Ok(())
    }

    fn tell(&self, told: &Told, regressors: &[String], gaps: u64, started: Instant) {
        let methods = told.methods.iter().map(|(method, series)| format!("{method} {}", grouped(*series)));
        let (series, horizon) = (grouped(told.series - told.without), self.input.horizon());
        let seconds = started.elapsed().as_secs_f64();
        tell!(
            "{series} series forecast {horizon} periods ahead in {seconds:.1} s: {}.",
            methods.collect::<Vec<_>>().join(", ")
        );
        for (name, factors) in regressors.iter().zip(&told.effects) {
            if let Some(factor) = median(factors) {
                tell!(
                    "From the lowest to the highest {} demand is times {factor:.2} (median of series).",
                    plain(name)
                );
            }
        }
        if told.without > 0 {
            tell!(
                "{} series have nothing to forecast from; their forecasts are empty.",
                grouped(told.without)
            );
        }
        // A tenth of all periods: more than a closed day now and then.
        if gaps * 10 > told.periods && self.input.rules().gaps == data::long::Gaps::Missing {
            tell!(
                "{} of {} periods have no row. If that means that nothing was sold, give --gaps zero.",
                grouped(gaps),
                grouped(told.periods)
            );
        }
    }
}

/// Counts for the closing lines.
#[derive(Default)]
struct Told {
    series: u64,
    /// Series without a forecast.
    without: u64,
    periods: u64,
    methods: BTreeMap<String, u64>,
    /// Factors on demand, by regressor.
    effects: Vec<Vec<f64>>,
}

fn median(values: &[f64]) -> Option<f64> {
    let mut values = values.to_vec();
    let half = values.len() / 2;
    (!values.is_empty()).then(|| *values.select_nth_unstable_by(half, f64::total_cmp).1)
}

impl Told {
    fn add(&mut self, done: &Forecasted) {
        self.series += 1;
        self.periods += done.series.history.len() as u64;
        match &done.forecast {
            Some(forecast) => {
                *self.methods.entry(output::method_name(forecast.method)).or_default() += 1;
                self.effects.resize(self.effects.len().max(forecast.effects.len()), Vec::new());
                for (known, factor) in self.effects.iter_mut().zip(&forecast.effects) {
                    known.push(*factor);
                }
            }
            None => self.without += 1,
        }
    }
}
