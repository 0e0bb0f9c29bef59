//! What the commands over long files share: the file, the meaning of its rows, and notices about its series.

/// Columns of a file, checked before anything is computed.
mod columns;

/// Levels of intervals.
mod levels;

/// What is said about series.
mod notices;

pub(super) use levels::{Level, Levels};
pub(super) use notices::{Notice, NoticeLog, about_coming, about_forecast, about_rows};

use super::excel::Excel;
use super::meter::Meter;
use super::runtime;
use super::terminal::{plain, tell};
use crate::failure::Failure;
use crate::table::{Dialect, FileForm};
use clap::ValueEnum;
use data::long::{ColumnNames, Duplicates, Gaps, Kind, LongFile, Rules, Series, Step};
use data::terminal::grouped;
use planning::convert::count_u32;
use planning::forecast::{CalendarDay, Definition};
use std::path::{Path, PathBuf};

/// The file and what its rows mean.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Input {
    /// The series: CSV or JSON Lines (plain, gzip or zstd), Excel or Parquet, with one row for each series and time.
    #[arg(long, value_name = "FILE", required = true)]
    input: Option<PathBuf>,
    /// The file's own column names, as in unique_id=item,ds=date,y=sales.
    #[arg(long, value_name = "NAMES", default_value = "", value_parser = columns::named, hide_default_value = true)]
    columns: ColumnNames,
    /// Columns that are known to move y, as in price,promotion (numbers, or true and false). Rows after a series'
    /// last y give their coming values. auto, the combinations and linear_regression use them.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    regressors: Vec<String>,
    /// Columns that together name the group of a series, as in store,department. For daily series, auto and the
    /// combinations then follow the weekdays, days of the month and events of each group, and half of its level. A
    /// regressor of 0 and 1 that is the same for all series of a group is learned by the group.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    groups: Vec<String>,
    /// Columns with the name of the day's event (empty or 0 for none), as in holiday,benefits. They must be the same
    /// for all series of a group or, without --groups, of the file. Rows after a series' last y give coming events.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    events: Vec<String>,
    /// Periods to forecast.
    #[arg(long, value_name = "H", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    horizon: u32,
    /// Length of a season in periods; may be repeated; 1 means no season. The default depends on the step: 7 days, 24
    /// hours, 52 weeks, 12 months, 4 quarters.
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    season: Vec<u32>,
    /// The step of all series: day, week, month, quarter, year, hour or minute, as in 2 weeks, or a number for
    /// integers. By default it is found from the rows. Finer rows are summed by the calendar: months from their first
    /// day, weeks from Monday.
    #[arg(long, value_name = "STEP")]
    freq: Option<Step>,
    /// What a period without a row means: its value is missing, or it is zero (up to the last time of the file).
    #[arg(long, value_enum, default_value = "missing")]
    gaps: GapsMean,
    /// Which value counts if a period has several rows. An incomplete last period is forecast, not summed.
    #[arg(long, value_enum, default_value = "last")]
    duplicates: DuplicatesMean,
    /// Whether auto follows, for daily series, the weekdays and parts of the month that all series of the file show
    /// together (at least thirty series and half a year; for integers with a season of 7 only the weekdays), or the
    /// pattern of each series alone.
    #[arg(long, value_enum, default_value = "shared")]
    calendar: CalendarOf,
    /// Whether single values far from their neighbours are kept, or moved towards them before a method is fitted.
    /// Notices name them either way.
    #[arg(long, value_enum, default_value = "keep")]
    outliers: OutliersAre,
    /// Levels of the prediction intervals in percent, or none.
    #[arg(long, value_name = "LEVELS", default_value = "80,95")]
    levels: Levels,
    /// File for notices about series: .csv, .json, .jsonl or .parquet.
    #[arg(long, value_name = "FILE")]
    notices: Option<PathBuf>,
    #[command(flatten)]
    excel: Excel,
    /// Number of threads [default: one per processor].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1_024))]
    threads: Option<u16>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum GapsMean {
    Missing,
    Zero,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum DuplicatesMean {
    Last,
    Sum,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
enum CalendarOf {
    Shared,
    Own,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
enum OutliersAre {
    Keep,
    Dampen,
}

impl Input {
    /// Scans the file.
    pub(super) fn open(&self, meter: &Meter) -> Result<LongFile, Failure> {
        let mut progress = |step: &'static str, done, total| meter.show(step, done, total);
        let names = ColumnNames {
            regressors: self.regressors.clone(),
            groups: self.groups.clone(),
            events: self.events.clone(),
            ..self.columns.clone()
        };
        let file = runtime()?.block_on(LongFile::open(self.path(), names, self.freq, &mut progress))?;
        let survey = file.survey();
        if let Some(step) = self.freq.filter(|step| !step.suits(survey.kind)) {
            let cause = format!("{}: its times do not go by {step}", self.name());
            return Err(Failure::new(
                cause,
                "Give --freq a number for integers, and for dates a word such as week; or leave it out",
            ));
        }
        self.check_groups(&file)?;
        tell!("{}.", self.summary(&file));
        self.tell_events(&file);
        if survey.kind == Kind::Dashless {
            let (column, first) = (&self.columns.ds, survey.kind.to_text(survey.first));
            let date = Kind::Date.to_text(survey.first);
            tell!("The whole numbers of {column} are taken as dates without dashes: {first} is {date}.");
        }
        Ok(file)
    }

    /// One line on what the file holds.
    fn summary(&self, file: &LongFile) -> String {
        let survey = file.survey();
        let step = self.freq.unwrap_or(survey.step);
        let by = if self.freq.is_some() { "as --freq says" } else { "found from its rows; --freq sets it" };
        let seasons = self.seasons(step);
        let season = match (seasons.as_slice(), self.season.is_empty()) {
            ([], _) => "no season (--season gives one)".to_owned(),
            (seasons, is_found) => {
                let list = seasons.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
                format!(
                    "season {list}{}",
                    if is_found { " (goes with the step; --season sets it)" } else { "" }
                )
            }
        };
        let (rows, series) = (grouped(survey.rows), grouped(survey.series));
        let is_shared = self.calendar == CalendarOf::Shared && file.has_calendar(step, &seasons);
        let shared = match file.groups().filter(|_| self.calendar == CalendarOf::Shared) {
            Some(groups) if is_shared => {
                format!(
                    ", auto with the calendars of {} groups (--calendar own without)",
                    grouped(groups as u64)
                )
            }
            Some(_) => ", too short for the calendars of groups: half a year is needed".to_owned(),
            None if is_shared => {
                ", auto with the calendar its series share (--calendar own without)".to_owned()
            }
            None => String::new(),
        };
        format!("{}: {rows} rows, {series} series, by {step} ({by}), {season}{shared}", self.name())
    }

    fn name(&self) -> String {
        let path = self.path();
        let name = path.file_name().unwrap_or(path.as_os_str());
        plain(&name.to_string_lossy()).into_owned()
    }

    /// Periods to forecast.
    pub(super) fn horizon(&self) -> usize {
        self.horizon as usize
    }

    /// The same with more columns besides the regressors, for so many periods ahead.
    pub(super) fn over(&self, periods: usize, columns: &[&str]) -> Input {
        let mut input = self.clone();
        input.horizon = count_u32(periods);
        input.regressors.extend(columns.iter().map(|name| (*name).to_owned()));
        input
    }

    /// The same for another file.
    pub(super) fn of_file(&self, input: PathBuf) -> Input {
        Input { input: Some(input), ..self.clone() }
    }

    /// The path of the file; `None` if the command does not need one and none was given.
    pub(super) fn path(&self) -> &Path {
        self.input.as_deref().unwrap_or(Path::new(""))
    }

    /// The column that names the series.
    pub(super) fn id_column(&self) -> &str {
        &self.columns.id
    }

    /// Whether outliers are drawn to their neighbours.
    pub(super) fn dampens_outliers(&self) -> bool {
        self.outliers == OutliersAre::Dampen
    }

    /// Lengths of seasons for a step.
    pub(super) fn seasons(&self, step: Step) -> Vec<usize> {
        match self.season.as_slice() {
            [] => step.season().into_iter().collect(),
            given => given.iter().filter(|season| **season > 1).map(|season| *season as usize).collect(),
        }
    }

    /// The calendar's index for the first periods of a series and for the horizon; empty where there is no calendar,
    /// or no method uses it.
    pub(super) fn calendar<'a>(
        &self,
        file: &LongFile,
        methods: impl IntoIterator<Item = &'a Definition>,
        series: &Series,
        known: usize,
    ) -> Vec<CalendarDay> {
        if self.calendar == CalendarOf::Own || !methods.into_iter().any(Definition::follows_calendar) {
            return Vec::new();
        }
        file.calendar(series, known, self.horizon(), &self.seasons(series.grid.step()), self.rules().gaps)
    }

    /// What its rows mean.
    pub(super) fn rules(&self) -> Rules {
        Rules {
            step: self.freq,
            gaps: match self.gaps {
                GapsMean::Missing => Gaps::Missing,
                GapsMean::Zero => Gaps::Zero,
            },
            duplicates: match self.duplicates {
                DuplicatesMean::Last => Duplicates::Last,
                DuplicatesMean::Sum => Duplicates::Sum,
            },
        }
    }

    /// Levels of the intervals, rising.
    pub(super) fn levels(&self) -> &[Level] {
        &self.levels.0
    }

    /// Threads to work with.
    pub(super) fn threads(&self) -> usize {
        let all = || std::thread::available_parallelism().map_or(1, usize::from);
        self.threads.map_or_else(all, usize::from)
    }

    /// The dialect of what is written as CSV: to these files, or of notices.
    ///
    /// # Errors
    /// One for spreadsheet programs, and no file of CSV.
    pub(super) fn dialect(&self, outputs: &[Option<&Path>]) -> Result<Dialect, Failure> {
        let paths = outputs.iter().copied().chain([self.notices.as_deref()]);
        let forms = paths.flatten().map(FileForm::of).collect::<Result<Vec<_>, _>>()?;
        self.excel.dialect(forms.contains(&FileForm::Csv))
    }

    /// A log for notices about the series of a file.
    pub(super) fn notice_log(&self, file: &LongFile, dialect: Dialect) -> Result<NoticeLog, Failure> {
        NoticeLog::create(self.notices.as_deref(), file.survey().kind, dialect)
    }
}
