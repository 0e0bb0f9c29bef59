//! Notices about the rows of a series.

use super::rules::{Duplicates, Gaps, Rules};
use super::step::Step;

/// A problem with the rows of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// Rows were not in the order of their times.
    Unsorted,
    /// Its step differs from that of the file.
    OwnStep(Step),
    /// This many rows had the period of another row.
    Duplicates(u64),
    /// This many rows fell between two steps, and count for the period that contains them.
    OffStep(u64),
    /// The rows of the file do not fill the first period.
    FirstIsPart,
    /// The rows of the file do not fill the last period, which is left out.
    LastIsPart,
    /// This many periods had no row.
    Gaps(u64),
    /// This many periods had rows but no number.
    Missing(u64),
    /// In this many periods of the history, not all regressors were known.
    Regressors(u64),
    /// No row had a number.
    NoValues,
    /// Its times span this many periods, out of proportion to its rows.
    TooLong(u64),
}

impl Note {
    /// A name for programs.
    pub fn name(&self) -> &'static str {
        match self {
            Note::Unsorted => "unsorted",
            Note::OwnStep(_) => "own_step",
            Note::Duplicates(_) => "duplicates",
            Note::OffStep(_) => "off_step",
            Note::FirstIsPart => "first_is_part",
            Note::LastIsPart => "last_is_part",
            Note::Gaps(_) => "gaps",
            Note::Missing(_) => "missing",
            Note::Regressors(_) => "regressors",
            Note::NoValues => "no_values",
            Note::TooLong(_) => "too_long",
        }
    }

    /// The number of rows or periods, if it has one.
    pub fn count(&self) -> Option<u64> {
        match *self {
            Note::Duplicates(count)
            | Note::OffStep(count)
            | Note::Gaps(count)
            | Note::Missing(count)
            | Note::Regressors(count)
            | Note::TooLong(count) => Some(count),
            Note::Unsorted | Note::OwnStep(_) | Note::FirstIsPart | Note::LastIsPart | Note::NoValues => None,
        }
    }

    /// A sentence for people.
    pub fn text(&self, rules: &Rules) -> String {
        let gaps = match rules.gaps {
            Gaps::Missing => "their values are taken as missing, and estimated",
            Gaps::Zero => "their values are taken as zero",
        };
        let duplicates = match rules.duplicates {
            Duplicates::Last => "the last row counts",
            Duplicates::Sum => "their values are added up",
        };
        match self {
            Note::Unsorted => "rows were not in the order of their times, and were sorted".into(),
            Note::OwnStep(step) => format!("goes by {step}, unlike most of the file"),
            Note::Duplicates(rows) => format!("{rows} rows share their period with another; {duplicates}"),
            Note::OffStep(rows) => {
                format!("{rows} rows fall between two steps; they count for the period they are in")
            }
            Note::FirstIsPart => {
                "the rows of the file do not fill its first period, which counts as it is".into()
            }
            Note::LastIsPart => {
                "the rows of the file do not fill its last period, which is forecast instead".into()
            }
            Note::Gaps(periods) => format!("{periods} periods have no row; {gaps}"),
            Note::Missing(periods) => format!("{periods} periods have no number, and are estimated"),
            Note::Regressors(periods) => {
                format!("{periods} periods lack a regressor; its mean there is used")
            }
            Note::NoValues => "no row has a number".into(),
            Note::TooLong(periods) => {
                format!("its times span {periods} periods for its few rows; is one of them wrong?")
            }
        }
    }
}
