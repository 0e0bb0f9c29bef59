//! The period of a series where a replay begins, and notices about the replayed periods.

use crate::command::long::Notice;
use data::long::Series;
use planning::convert::count_i64;

/// Where a replay begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Begin {
    /// With this period of the series.
    At(usize),
    /// The series begins after the start.
    Later,
    /// The series ended before the start.
    Ended,
    /// The series has no numbers.
    Empty,
}

/// A series with the periods to replay.
pub(super) struct Placed {
    pub(super) series: Series,
    /// Whether stock ran out, by period.
    pub(super) censored: Vec<bool>,
    pub(super) begin: Begin,
}

impl Begin {
    pub(super) fn notice(self) -> Option<Notice> {
        let (name, text) = match self {
            Begin::Later => ("begins_later", "begins after --start, and is not replayed"),
            Begin::Ended => ("ended_before", "ends before --start, and is not replayed"),
            // The notices about its rows say it.
            Begin::At(_) | Begin::Empty => return None,
        };
        Some(Notice::new(name, text))
    }
}

/// The first period that begins at `start` or later.
fn first_from(series: &Series, start: i64) -> usize {
    let (mut low, mut high) = (0, series.history.len());
    while low < high {
        let middle = low + (high - low) / 2;
        if series.grid.at(count_i64(middle)) < start { low = middle + 1 } else { high = middle }
    }
    low
}

pub(super) fn find_begin(series: &Series, start: i64) -> Begin {
    let period = first_from(series, start);
    match series.history.len() {
        0 => Begin::Empty,
        _ if series.grid.at(0) > start => Begin::Later,
        periods if period >= periods => Begin::Ended,
        _ => Begin::At(period),
    }
}

/// The time of a series' period that is nearest to `start`.
pub(super) fn nearest(series: &Series, start: i64) -> Option<i64> {
    let last = series.history.len().checked_sub(1)?;
    let after = first_from(series, start).min(last);
    let times = [after.saturating_sub(1), after].map(|period| series.grid.at(count_i64(period)));
    times.into_iter().min_by_key(|at| at.abs_diff(start))
}

/// Notices about replayed periods whose demand is not known.
pub(super) fn about_demand(placed: &Placed) -> Vec<Notice> {
    let Begin::At(start) = placed.begin else { return Vec::new() };
    let replayed = &placed.series.history[start..];
    let missing = replayed.iter().filter(|units| !units.is_finite()).count() as u64;
    let censored = placed.censored.iter().skip(start).take(replayed.len());
    let censored = censored.filter(|censored| **censored).count() as u64;
    let below = replayed.iter().filter(|units| **units < 0.0).count() as u64;
    let counted = [
        ("unknown_demand", missing, "replayed periods have no number, and count as without demand"),
        (
            "censored_demand",
            censored,
            "replayed periods ran out of stock: their demand was at least what was sold",
        ),
        ("negative_demand", below, "replayed periods have demand below zero, and count as without"),
    ];
    let notice = |(name, count, text): (&'static str, u64, &str)| {
        (count > 0).then(|| Notice::counted(name, count, format!("{count} {text}")))
    };
    counted.into_iter().filter_map(notice).collect()
}
