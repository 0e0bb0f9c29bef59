//! Series in the long format that forecasting tools share, with one row for each series and time: columns
//! `unique_id`, `ds` and `y`, in CSV, JSON Lines, a workbook or Parquet.
//!
//! A file is read twice: once to find out the kind of its times and whether its rows are grouped by series, and once
//! for the series themselves. Memory holds one series at a time, and a number for each name.

mod block;
mod calendar;
mod grid;
mod group;
mod grouping;
mod note;
mod numbers;
mod rules;
mod series;
mod sort;
mod step;
mod survey;
mod times;
mod when;
mod words;

use std::collections::HashSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::take;
use std::path::{Path, PathBuf};

pub use calendar::is_by_day;
pub use grid::Grid;
pub use group::RawSeries;
pub use note::Note;
pub use numbers::{Numbers, has_column};
pub use rules::{Duplicates, Gaps, Rules};
pub use series::Series;
pub use step::Step;
pub(crate) use step::usual_step;
pub use survey::Survey;
pub use when::{Kind, Offset};

use crate::error::{Error, Place, Result};
use block::Blocks;
use calendar::Learned;
use group::Groups;
use sort::Sorted;
use survey::{Surveyed, look_through};
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
    /// Regressors, which are known to move the value.
    pub regressors: Vec<String>,
    /// Columns that together name the group of a series.
    pub groups: Vec<String>,
    /// Events of the day, one for all series of a group.
    pub events: Vec<String>,
}

impl ColumnNames {
    /// Whether calendars are learned by group.
    pub(super) fn are_grouped(&self) -> bool {
        !self.groups.is_empty() || !self.events.is_empty()
    }

    /// Whether rows after a series' last value give coming values of other columns.
    pub(super) fn have_coming(&self) -> bool {
        !self.regressors.is_empty() || self.are_grouped()
    }
}

impl Default for ColumnNames {
    fn default() -> Self {
        let (regressors, groups, events) = (Vec::new(), Vec::new(), Vec::new());
        ColumnNames { id: "unique_id".into(), ds: "ds".into(), y: "y".into(), regressors, groups, events }
    }
}

/// Called while a file is read: the activity, the amount done, the total amount.
pub type OnProgress<'a> = &'a mut dyn FnMut(&'static str, u64, u64);

/// A scanned long file.
pub struct LongFile {
    path: PathBuf,
    names: ColumnNames,
    reading: Reading,
    survey: Survey,
    learned: Learned,
    sorted: Option<Sorted>,
}

impl LongFile {
    /// Scans a file, for periods of a step; `None` means the most frequent step of its rows.
    ///
    /// # Errors
    /// A file that cannot be read, lacks a column or has no rows; a cell without a valid name, time or number.
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

    /// The scanned file, or a better way to read it.
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
            // If two names share a hash, the rows are merely sorted without need.
            seen.insert(hash.finish())
        };
        let of = (path, names);
        let mut found = look_through(block::open(path, names, reading)?, of, step, is_new, &mut told)?;
        let mut sorted = None;
        if matches!(found, Surveyed::Scattered) {
            let rows = sort::sort(block::open(path, names, reading)?, bytes, progress).await?;
            found = match &rows {
                Some(rows) => look_through(rows.blocks()?, of, step, |_| true, &mut |_| ())?,
                None => Surveyed::Misread(reading.of_integers()),
            };
            sorted = rows;
        }
        match found {
            Surveyed::Together(survey, demand) => {
                let learned = Learned::of(demand, names, &survey);
                let (path, names) = (path.to_path_buf(), names.clone());
                Ok(Ok(LongFile { path, names, reading, survey, learned, sorted }))
            }
            Surveyed::Misread(better) => Ok(Err(better)),
            _ => Err(Error::bad(Place::file(path), "has no rows", "Give a file with a header and rows")),
        }
    }

    /// The facts found by the scan.
    pub fn survey(&self) -> &Survey {
        &self.survey
    }

    /// Its series, in the order of their first rows.
    ///
    /// # Errors
    /// The file can no longer be read.
    pub fn series(&self) -> Result<impl FnMut() -> Result<Option<RawSeries>> + use<'_>> {
        let blocks = match &self.sorted {
            Some(sorted) => sorted.blocks()?,
            // All groups and their events are known now.
            None => {
                let names = ColumnNames { groups: Vec::new(), events: Vec::new(), ..self.names.clone() };
                block::open(&self.path, &names, self.reading)?
            }
        };
        let (mut groups, mut place) = (Groups::new(blocks), 0);
        Ok(move || {
            let Some(mut series) = groups.next()? else { return Ok(None) };
            series.has_coming = self.names.have_coming();
            if let Learned::Grouped(grouped) = &self.learned {
                series.group = grouped.of_series.get(place).copied().unwrap_or_default();
                series.regressors =
                    grouped.own.iter().map(|own| take(&mut series.regressors[*own])).collect();
            }
            place += 1;
            Ok(Some(series))
        })
    }
}
