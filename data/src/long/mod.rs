//! Series in the long format that forecasting tools share, a row for each series and time: columns `unique_id`, `ds`
//! and `y`, in CSV, JSON Lines, a workbook or Parquet.
//!
//! A file is read twice: once to see what its times are and whether its rows stand together by series, once to hand out
//! its series. Memory holds one series at a time, and a number for each name.

mod block;
mod grid;
mod group;
mod note;
mod numbers;
mod parquet;
mod series;
mod sort;
mod step;
mod survey;
mod times;
mod when;

use std::collections::HashSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

pub use grid::Grid;
pub use group::RawSeries;
pub use note::Note;
pub use numbers::{Numbers, has_column};
pub use series::{Duplicates, Gaps, Series};
pub use step::Step;
pub use survey::Survey;
pub use when::{Kind, Offset};

use planning::convert::count_i64;
use planning::forecast::{Calendar, CalendarDay, NoNumber, SharedDemand};

use crate::error::{Error, Place, Result};
use block::Blocks;
use group::Groups;
use sort::Sorted;
use survey::{Surveyed, day, look_through};
use times::Reading;

/// Names of the columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnNames {
    /// Name of the series.
    pub id: String,
    /// Time of the row.
    pub ds: String,
    /// Value.
    pub y: String,
    /// Regressors: what is known to move the value. With any, rows after a series' last value say what is to come.
    pub regressors: Vec<String>,
}

impl Default for ColumnNames {
    fn default() -> Self {
        ColumnNames { id: "unique_id".into(), ds: "ds".into(), y: "y".into(), regressors: Vec::new() }
    }
}

/// What to make of rows that are no regular series.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rules {
    /// The step of all series; none to find it out.
    pub step: Option<Step>,
    /// Periods without a row.
    pub gaps: Gaps,
    /// Periods with several.
    pub duplicates: Duplicates,
}

/// Called as a file is read: what is being done, how much of it is done, how much there is.
pub type OnProgress<'a> = &'a mut dyn FnMut(&'static str, u64, u64);

/// A long file, looked through.
pub struct LongFile {
    path: PathBuf,
    names: ColumnNames,
    reading: Reading,
    survey: Survey,
    shared: SharedDemand,
    sorted: Option<Sorted>,
}

impl LongFile {
    /// Looks through a file, for periods of a step; none is the step that most of its rows are apart.
    ///
    /// # Errors
    /// A file that cannot be read, lacks a column or has no rows; a cell that holds no name, time or number.
    pub async fn open(
        path: &Path,
        names: ColumnNames,
        step: Option<Step>,
        progress: OnProgress<'_>,
    ) -> Result<LongFile> {
        let mut reading = Reading::default();
        loop {
            match LongFile::read(path, &names, step, reading, progress).await? {
                Ok(file) => return Ok(file),
                Err(better) => reading = better,
            }
        }
    }

    /// The file as it is read, or how it is read better.
    async fn read(
        path: &Path,
        names: &ColumnNames,
        step: Option<Step>,
        reading: Reading,
        progress: OnProgress<'_>,
    ) -> Result<Result<LongFile, Reading>> {
        let bytes = fs::metadata(path).map_err(Error::io("read", path))?.len();
        let mut told = |blocks: &dyn Blocks| progress("reading", blocks.bytes_done(), bytes);
        let mut seen = HashSet::new();
        let is_new = |id: &str| {
            let mut hash = DefaultHasher::new();
            id.hash(&mut hash);
            // Two names with one hash are only sorted in vain.
            seen.insert(hash.finish())
        };
        let is_coming = !names.regressors.is_empty();
        let mut found = look_through(block::open(path, names, reading)?, step, is_coming, is_new, &mut told)?;
        let mut sorted = None;
        if matches!(found, Surveyed::Scattered) {
            let rows = sort::sort(block::open(path, names, reading)?, bytes, progress).await?;
            found = match &rows {
                Some(rows) => look_through(rows.blocks()?, step, is_coming, |_| true, &mut |_| ())?,
                None => Surveyed::Misread(reading.of_integers()),
            };
            sorted = rows;
        }
        match found {
            Surveyed::Together(survey, shared) => {
                let (path, names) = (path.to_path_buf(), names.clone());
                Ok(Ok(LongFile { path, names, reading, survey, shared, sorted }))
            }
            Surveyed::Misread(better) => Ok(Err(better)),
            _ => Err(Error::bad(Place::file(path), "has no rows", "Give a file with a header and rows")),
        }
    }

    /// What it holds.
    pub fn survey(&self) -> &Survey {
        &self.survey
    }

    /// Whether its series have a calendar in common, as far as all of it tells.
    pub fn has_calendar(&self, step: Step, seasons: &[usize]) -> bool {
        let Survey { kind, last, .. } = self.survey;
        are_days(step, seasons) && self.shared.calendar(day(kind, last), NoNumber::Missing).is_some()
    }

    /// What the calendar of all its series says of the first `known` periods of one and of `horizon` more, as known
    /// after those; empty unless its periods are days, and of few series or short history: see
    /// [`SharedDemand::calendar`]. Of integers nobody knows the month.
    pub fn calendar(
        &self,
        grid: &Grid,
        known: usize,
        horizon: usize,
        seasons: &[usize],
        gaps: Gaps,
    ) -> Vec<CalendarDay> {
        if !are_days(grid.step(), seasons) {
            return Vec::new();
        }
        let kind = self.survey.kind;
        let day = |period: usize| day(kind, grid.at(count_i64(period)));
        let no_number = match gaps {
            Gaps::Missing => NoNumber::Missing,
            Gaps::Zero => NoNumber::Zero,
        };
        let Some(calendar) = self.shared.calendar(day(known), no_number) else { return Vec::new() };
        let say = if kind == Kind::Integer { Calendar::counted_day } else { Calendar::day };
        (0..known + horizon).map(|period| say(&calendar, day(period))).collect()
    }

    /// Its series, in the order of their first rows.
    ///
    /// # Errors
    /// The file cannot be read any more.
    pub fn series(&self) -> Result<impl FnMut() -> Result<Option<RawSeries>> + use<>> {
        let blocks = match &self.sorted {
            Some(sorted) => sorted.blocks()?,
            None => block::open(&self.path, &self.names, self.reading)?,
        };
        let mut groups = Groups::new(blocks);
        Ok(move || groups.next())
    }
}

/// Whether periods are days: dates, or integers with a season of seven.
fn are_days(step: Step, seasons: &[usize]) -> bool {
    step == Step::DAY || (step == Step::Integers(1) && seasons.contains(&7))
}
