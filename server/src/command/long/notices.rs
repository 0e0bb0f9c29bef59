//! Notices about series. Each is counted for the terminal and, if a file is named, written to it.

use crate::command::terminal::{plain, tell};
use crate::failure::Failure;
use crate::table::{Dialect, FileForm, TableFile, record_batch};
use arrow::array::{ArrayRef, RecordBatch, StringArray, UInt64Array};
use data::long::{Grid, Kind, Note, Rules, Series};
use data::terminal::grouped;
use planning::forecast::{self, Forecast, Reason};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Notices gathered before they are written.
const BATCH_ROWS: usize = 8_192;
/// Series named on the terminal for each kind of notice.
const NAMED: usize = 3;

/// Something that a reader of a series' forecast should know.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Notice {
    name: &'static str,
    count: Option<u64>,
    at: Option<i64>,
    text: String,
}

impl Notice {
    /// A notice without number or time.
    pub(crate) fn new(name: &'static str, text: impl Into<String>) -> Notice {
        Notice { name, count: None, at: None, text: text.into() }
    }

    /// A notice with a number of periods.
    pub(crate) fn counted(name: &'static str, count: u64, text: impl Into<String>) -> Notice {
        Notice { name, count: Some(count), at: None, text: text.into() }
    }

    /// Its name, for programs.
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }
}

/// Notices about the rows of a series.
pub(crate) fn about_rows(notes: &[Note], rules: &Rules) -> Vec<Notice> {
    let notice =
        |note: &Note| Notice { name: note.name(), count: note.count(), at: None, text: note.text(rules) };
    notes.iter().map(notice).collect()
}

/// A notice about coming periods whose regressors are not all known.
pub(crate) fn about_coming(series: &Series, horizon: usize) -> Option<Notice> {
    let known = series.history.len();
    let is_known = |column: &Vec<f64>, t: usize| column.get(t).is_some_and(|value| value.is_finite());
    let lacks = |t: &usize| series.regressors.iter().any(|column| !is_known(column, *t));
    let count = (known..known + horizon).filter(lacks).count() as u64;
    let text = format!("{count} of the coming {horizon} periods lack a regressor; its mean so far is used");
    let notice = Notice { name: "coming", count: Some(count), at: None, text };
    (count > 0).then_some(notice)
}

/// Notices about the values of a series and its forecast.
pub(crate) fn about_forecast(history: &[f64], grid: &Grid, forecast: &Forecast) -> Vec<Notice> {
    let mut known = history.iter().copied().filter(|value| value.is_finite());
    let first = known.next().unwrap_or_default();
    let is_single = known.clone().next().is_none();
    let is_constant = known.all(|value| value == first);
    let at = |period: u32| Some(grid.at(i64::from(period)));
    let mut notices = Vec::new();
    if is_constant && first == 0.0 {
        notices.push(Notice::new("no_demand", "all values are zero"));
    } else if is_constant && !is_single {
        notices.push(Notice::new("constant", "all values are the same"));
    }
    for notice in &forecast.notices {
        let (name, at, text) = match *notice {
            forecast::Notice::ShortHistory => {
                ("short_history", None, "too few periods to fit or to test a method")
            }
            forecast::Notice::DemandEnded => {
                ("demand_ended", None, "so long without demand that demand is taken to have ended")
            }
            forecast::Notice::MayHaveEnded { .. } => (
                "may_have_ended",
                None,
                "after a pause its forecast is reduced to the probability that demand goes on",
            ),
            forecast::Notice::Outlier { period } => {
                ("outlier", at(period), "a single value far from its neighbours")
            }
            forecast::Notice::LevelShift { period } => {
                ("level_shift", at(period), "from here on values stay higher or lower")
            }
            // Said above, or about the rows; the others come of options that are not given here.
            forecast::Notice::Constant
            | forecast::Notice::Missing { .. }
            | forecast::Notice::Censored { .. }
            | forecast::Notice::OrderedOnDemand { .. }
            | forecast::Notice::Borrowed => continue,
        };
        notices.push(Notice { name, count: None, at, text: text.to_owned() });
    }
    let is_told = notices.iter().any(|notice| notice.name == "short_history");
    if matches!(forecast.reason, Reason::Given) && history.len() < SHORT && !is_told {
        notices.push(Notice::new("short_history", "too few periods to fit a method"));
    }
    notices
}

/// With fewer periods than this, methods fall back on a mean or the last value.
const SHORT: usize = 4;

/// Writes and counts notices.
pub(crate) struct NoticeLog {
    file: Option<TableFile>,
    kind: Kind,
    is_typed: bool,
    waiting: Vec<(String, Notice)>,
    seen: BTreeMap<&'static str, Seen>,
}

#[derive(Default)]
struct Seen {
    series: u64,
    count: u64,
    named: Vec<String>,
}

impl NoticeLog {
    pub(super) fn create(path: Option<&Path>, kind: Kind, dialect: Dialect) -> Result<NoticeLog, Failure> {
        let is_typed = path.map(FileForm::of).transpose()?.is_some_and(FileForm::is_typed);
        let mut log = NoticeLog { file: None, kind, is_typed, waiting: Vec::new(), seen: BTreeMap::new() };
        let schema = log.batch()?.schema();
        let begun = |path| TableFile::create(path, schema).and_then(|file| file.in_dialect(dialect));
        log.file = path.map(begun).transpose()?;
        Ok(log)
    }

    /// Adds notices about a series.
    pub(crate) fn add(&mut self, id: &str, notices: Vec<Notice>) -> Result<(), Failure> {
        let mut last = "";
        for notice in notices {
            let seen = self.seen.entry(notice.name).or_default();
            seen.count += notice.count.unwrap_or(0);
            if notice.name != last {
                seen.series += 1;
                if seen.named.len() < NAMED {
                    seen.named.push(plain(id).into_owned());
                }
            }
            last = notice.name;
            if self.file.is_some() {
                self.waiting.push((id.to_owned(), notice));
            }
        }
        if self.waiting.len() >= BATCH_ROWS { self.flush() } else { Ok(()) }
    }

    /// Periods and series of one kind of notice.
    pub(crate) fn count(&self, name: &str) -> u64 {
        self.seen.get(name).map_or(0, |seen| seen.count)
    }

    /// Moves the finished file into place and prints the counts.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        self.flush()?;
        if !self.seen.is_empty() {
            let rest = if self.file.is_some() { "" } else { "; --notices FILE writes all" };
            tell!("Notices{rest}:");
        }
        for (name, Seen { series, count, named }) in &self.seen {
            let more = if *series > named.len() as u64 { ", …" } else { "" };
            let counted = if *count > 0 { format!("({}) ", grouped(*count)) } else { String::new() };
            tell!("  {name:<14}{:>9} series  {counted}{}{more}", grouped(*series), named.join(", "));
        }
        self.file.map_or(Ok(()), TableFile::finish)
    }

    fn flush(&mut self) -> Result<(), Failure> {
        let batch = self.batch()?;
        self.waiting.clear();
        self.file.as_mut().map_or(Ok(()), |file| file.write(&batch))
    }

    fn batch(&self) -> Result<RecordBatch, Failure> {
        let text = |of: fn(&(String, Notice)) -> &str| -> ArrayRef {
            Arc::new(self.waiting.iter().map(of).map(Some).collect::<StringArray>())
        };
        let times = self.waiting.iter().map(|(_, notice)| notice.at).collect();
        let counts: UInt64Array = self.waiting.iter().map(|(_, notice)| notice.count).collect();
        record_batch(vec![
            ("unique_id", text(|(id, _)| id), false),
            ("notice", text(|(_, notice)| notice.name), false),
            ("ds", self.kind.column(times, self.is_typed), true),
            ("count", Arc::new(counts), true),
            ("text", text(|(_, notice)| &notice.text), false),
        ])
    }
}
