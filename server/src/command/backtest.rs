//! `granary backtest`: forecasts the past from earlier dates by several methods, and measures how far off each was.

/// The result, for people and for programs.
mod report;

use super::forecast::demand_class;
use super::long::{Input, Notice, about_rows};
use super::meter::Meter;
use super::terminal::{say, tell};
use crate::failure::Failure;
use crate::table::TableFile;
use clap::builder::PossibleValuesParser;
use data::long::{LongFile, RawSeries, Rules, Series};
use data::parallel::in_order;
use data::terminal::grouped;
use planning::accuracy::{Origins, Pooled, Tested};
use planning::forecast::{CalendarDay, Definition, DemandClass, METHODS, Options, find, forecast};
use report::Report;
use std::path::PathBuf;
use std::time::Instant;

/// Methods tested by default: `auto`, its members, and the ones that cost nothing.
const USUAL: [&str; 7] =
    ["auto", "auto_ets", "dynamic_optimized_theta", "sba", "tsb", "seasonal_naive", "naive"];
/// Periods of history that an origin needs: fewer cannot be fitted.
const HISTORY_MIN: usize = 4;
/// The word for every method.
const ALL: &str = "all";

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// Largest number of origins: dates from which the past is forecast, the last one horizon before a series' end.
    #[arg(long, value_name = "N", default_value = "3", value_parser = clap::value_parser!(u32).range(1..=1_000))]
    origins: u32,
    /// Periods between origins [default: the horizon].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    step: Option<u32>,
    /// Methods to test, separated by commas, or all.
    #[arg(long, value_name = "NAME,...", value_delimiter = ',', default_values = USUAL)]
    #[arg(value_parser = PossibleValuesParser::new(METHODS.iter().map(|method| method.name).chain([ALL])))]
    method: Vec<String>,
    /// File for the table, besides the terminal: .csv, .json, .jsonl or .parquet; `-` is CSV on standard output.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The result for one series.
struct Outcome {
    series: Series,
    class: DemandClass,
    /// Errors by method; empty if the series is too short for any origin.
    errors: Option<Vec<Pooled>>,
}

/// The options of one run, the same for every series.
struct Ask<'a> {
    input: &'a Input,
    file: &'a LongFile,
    rules: Rules,
    methods: &'a [&'static Definition],
    origins: Origins,
    levels: Vec<f64>,
}

impl Ask<'_> {
    fn test(&self, raw: RawSeries) -> Outcome {
        let series = self.file.survey().regular(raw, &self.rules);
        let seasons = self.input.seasons(series.grid.step());
        let known: Vec<usize> = self.origins.of(series.history.len()).collect();
        // A file's calendar as it was known at each origin.
        let methods = || self.methods.iter().copied();
        let calendar = |known: &usize| self.input.calendar(self.file, methods(), &series, *known);
        let origins: Vec<_> = known.iter().map(|known| (*known, calendar(known))).collect();
        let test = |method: &&'static Definition| self.errors(method, &series, &origins, &seasons);
        let errors = (!known.is_empty()).then(|| self.methods.iter().map(test).collect());
        Outcome { class: demand_class(&series.history), series, errors }
    }

    /// Errors of a method from each origin.
    fn errors(
        &self,
        method: &'static Definition,
        series: &Series,
        origins: &[(usize, Vec<CalendarDay>)],
        seasons: &[usize],
    ) -> Pooled {
        let (horizon, levels) = (self.origins.horizon, &self.levels[..]);
        let mut errors = Pooled::default();
        for (known, calendar) in origins {
            let (history, coming) = series.history.split_at(*known);
            let actual = &coming[..horizon];
            // Before its first number a series cannot be forecast.
            if history.iter().all(|value| value.is_nan()) {
                continue;
            }
            let options = Options {
                method,
                seasons,
                horizon,
                levels,
                calendar,
                regressors: &series.regressors,
                dampen_outliers: self.input.dampens_outliers(),
                ..Options::default()
            };
            let forecast = forecast(history, &options);
            let season = seasons.iter().copied().min().unwrap_or(1);
            let (mean, intervals) = (&forecast.mean[..], &forecast.intervals[..]);
            errors.add(&Tested { history, season, actual, mean, intervals });
        }
        errors
    }
}

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let started = Instant::now();
        let dialect = self.input.dialect(&[self.output.as_deref()])?;
        let methods = self.methods();
        self.input.check_columns(&methods)?;
        let meter = Meter::new();
        let file = self.input.open(&meter)?;
        let survey = file.survey();
        let horizon = self.input.horizon();
        let step = self.step.map_or(horizon, |step| step as usize);
        let ask = Ask {
            input: &self.input,
            file: &file,
            rules: self.input.rules(),
            methods: &methods,
            origins: Origins { count: self.origins as usize, horizon, step, history_min: HISTORY_MIN },
            levels: self.input.levels().iter().map(|level| level.fraction).collect(),
        };
        let mut log = self.input.notice_log(&file, dialect)?;
        let mut report = Report::new(&methods, self.input.levels());
        let mut done = 0;
        let mut next = file.series()?;
        let take = |outcome: Outcome| {
            let mut notices = about_rows(&outcome.series.notes, &ask.rules);
            match &outcome.errors {
                Some(errors) => report.add(outcome.class, errors),
                None => notices.push(too_short(horizon)),
            }
            log.add(&outcome.series.id, notices)?;
            done += 1;
            meter.show("testing", done, survey.series);
            Ok::<(), Failure>(())
        };
        in_order(self.input.threads(), || Ok(next()?), |raw| ask.test(raw), take)?;
        drop(meter);
        log.finish()?;
        let tested = report.series();
        if tested == 0 {
            let cause = format!(
                "no series has the {} periods that a test from an earlier date needs",
                HISTORY_MIN + horizon
            );
            return Err(Failure::new(cause, "Give a smaller --horizon, or more history"));
        }
        let seconds = started.elapsed().as_secs_f64();
        tell!(
            "{} of {} series tested, {horizon} periods from up to {} origins {step} periods apart, in {seconds:.1} s.",
            grouped(tested),
            grouped(survey.series),
            self.origins
        );
        self.give(&report)
    }

    fn methods(&self) -> Vec<&'static Definition> {
        if self.method.iter().any(|name| name == ALL) {
            return METHODS.iter().collect();
        }
        let mut methods = Vec::new();
        for method in self.method.iter().filter_map(|name| find(name)) {
            if methods.iter().all(|known: &&Definition| known.name != method.name) {
                methods.push(method);
            }
        }
        methods
    }

    /// Prints the table, and writes it to a file if one is named.
    fn give(&self, report: &Report) -> Result<(), Failure> {
        let is_on_output = self.output.as_deref().is_some_and(|path| path.as_os_str() == "-");
        if !is_on_output {
            say!("{}", report.to_text().trim_end());
        }
        let Some(path) = &self.output else { return Ok(()) };
        let rows = report.to_batch()?;
        let dialect = self.input.dialect(&[self.output.as_deref()])?;
        let mut file = TableFile::create(path, rows.schema())?.in_dialect(dialect)?;
        file.write(&rows)?;
        file.finish()
    }
}

fn too_short(horizon: usize) -> Notice {
    let needed = HISTORY_MIN + horizon;
    Notice::new(
        "too_short",
        format!("has fewer than the {needed} periods that a test from an earlier date needs"),
    )
}
