//! The facts found by scanning a file.

use std::path::Path;

use planning::day::Day;
use planning::forecast::SharedDemand;

use super::ColumnNames;
use super::block::Blocks;
use super::grid::Grid;
use super::group::Groups;
use super::grouping::Grouping;
use super::step::{Step, Steps};
use super::times::Reading;
use super::when::{DAY, Kind, day_of};
use crate::error::{Error, Place, Result};

/// Facts about a file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Survey {
    /// Rows.
    pub rows: u64,
    /// Series.
    pub series: u64,
    /// The kind of its times.
    pub kind: Kind,
    /// The most frequent step between rows.
    pub step: Step,
    /// The first time.
    pub first: i64,
    /// The last time.
    pub last: i64,
    /// Where periods are summed from finer rows: whether the file's first period lacks rows at its beginning, and the
    /// last one at its end, that no other period lacks.
    pub is_cut: [bool; 2],
}

/// The demand of a file's series, from which calendars are learned.
pub(super) enum Demand {
    /// Demand of all series together.
    Shared(SharedDemand),
    /// Demand by group.
    Grouped(Grouping),
}

/// The result of scanning a file.
pub(super) enum Surveyed {
    Together(Survey, Demand),
    /// The rows of some series are not adjacent.
    Scattered,
    /// There are no rows.
    Empty,
    /// Its times are of another kind than assumed.
    Misread(Reading),
}

/// Scans blocks until `is_new` says that the name of a series has occurred before. Where rows without a value may
/// give coming values, they do not count as last times.
pub(super) fn look_through(
    blocks: Box<dyn Blocks>,
    (path, names): (&Path, &ColumnNames),
    step: Option<Step>,
    mut is_new: impl FnMut(&str) -> bool,
    progress: &mut dyn FnMut(&dyn Blocks),
) -> Result<Surveyed> {
    let mut groups = Groups::new(blocks);
    let (mut rows, mut count, mut first, mut last) = (0, 0, i64::MAX, i64::MIN);
    let (mut steps, mut days) = (Steps::default(), Days::default());
    let mut demand = match names.are_grouped() {
        true => Demand::Grouped(Grouping::default()),
        false => Demand::Shared(SharedDemand::default()),
    };
    while let Some(series) = groups.next()? {
        let times_read = groups.blocks().times();
        if times_read.is_misread() {
            return Ok(times_read.better(Step::DAY).map_or(Surveyed::Empty, Surveyed::Misread));
        }
        if !is_new(&series.id) {
            return Ok(Surveyed::Scattered);
        }
        let kind = times_read.kind();
        if let Some(kind) = kind {
            let days = series.times.iter().map(|at| day(kind, *at));
            match &mut demand {
                Demand::Shared(shared) => {
                    shared.add(&days.zip(series.values.iter().copied()).collect::<Vec<_>>());
                }
                Demand::Grouped(grouping) => {
                    let days: Vec<Day> = days.collect();
                    grouping.add(path, names, &series, &days, groups.blocks().words())?;
                }
            }
        }
        let mut times = series.times;
        let known =
            times.iter().zip(&series.values).filter(|(_, value)| !names.have_coming() || value.is_finite());
        for (at, _) in known {
            (first, last) = (first.min(*at), last.max(*at));
            if step.is_some() && kind.is_some_and(|kind| kind != Kind::Integer) {
                days.add(day_of(*at));
            }
        }
        (rows, count) = (rows + times.len() as u64, count + 1);
        times.sort_unstable();
        times.dedup();
        if let Some(kind) = kind {
            steps.count(kind, &times);
        }
        progress(groups.blocks());
    }
    let times = groups.blocks().times();
    let Some(kind) = times.kind() else {
        return Ok(Surveyed::Empty);
    };
    if let Some(part) = times.parts_of_years(first, last).filter(|_| kind == Kind::Integer) {
        return Err(refuse_parts(path, names, part, first));
    }
    if first > last {
        // No row has a value.
        (first, last) = (0, 0);
    }
    let found = steps.usual().or(step).unwrap_or(Step::only(kind));
    if let Some(better) = times.better(step.unwrap_or(found)) {
        return Ok(Surveyed::Misread(better));
    }
    let is_cut = step.filter(|step| found.is_finer_than(*step)).map_or([false; 2], |step| days.cut(step));
    Ok(Surveyed::Together(Survey { rows, series: count, kind, step: found, first, last, is_cut }, demand))
}

/// Refuses whole numbers that are months or weeks of years, because counting does not go on with them.
fn refuse_parts(path: &Path, names: &ColumnNames, part: &str, first: i64) -> Error {
    Error::bad(
        Place::file(path).column(&names.ds).value(&first.to_string()),
        format!(
            "looks like the {part} of a date, and after the last {part} of a year the next whole number is none"
        ),
        format!("Write the first day of each {part}, as in 2024-01-01"),
    )
}

/// The day of a time; an integer is a day itself, limited to the range of days.
pub(super) fn day(kind: Kind, at: i64) -> Day {
    match kind {
        Kind::Integer => Day(i32::try_from(at).unwrap_or(i32::MAX)),
        _ => day_of(at),
    }
}

/// The days that have rows.
#[derive(Debug, Default)]
struct Days {
    /// By day from `first` on.
    has_rows: Vec<bool>,
    first: i32,
}

impl Days {
    fn add(&mut self, day: Day) {
        if self.has_rows.is_empty() {
            self.first = day.0;
        }
        if day.0 < self.first {
            let before = self.first.abs_diff(day.0) as usize;
            self.has_rows.splice(0..0, std::iter::repeat_n(false, before));
            self.first = day.0;
        }
        let place = day.0.abs_diff(self.first) as usize;
        if place >= self.has_rows.len() {
            self.has_rows.resize(place + 1, false);
        }
        self.has_rows[place] = true;
    }

    /// Whether the first calendar period begins, and the last one ends, with more days without rows than any other
    /// period. Closed days recur at the ends of periods, but an extract is cut only once.
    fn cut(&self, step: Step) -> [bool; 2] {
        let times = (0..).zip(&self.has_rows).filter(|(_, has_rows)| **has_rows);
        let mut times = times.map(|(place, _)| i64::from(self.first + place) * DAY).peekable();
        let Some(first) = times.peek().copied() else { return [false; 2] };
        let grid = Grid::of_calendar(first, step, first);
        // For each period with rows: days without rows before the first row and after the last.
        let mut ends: Vec<(i64, [i64; 2])> = Vec::new();
        for at in times {
            let period = grid.period(at).0;
            let [before, after] =
                [at - grid.at(period), grid.at(period + 1) - at - DAY].map(|time| time / DAY);
            match ends.last_mut().filter(|(known, _)| *known == period) {
                Some((_, ends)) => ends[1] = after,
                None => ends.push((period, [before, after])),
            }
        }
        let most = |ends: &[(i64, [i64; 2])], end: usize| ends.iter().map(|(_, days)| days[end]).max();
        let (Some((first, later)), Some((last, earlier))) = (ends.split_first(), ends.split_last()) else {
            return [false; 2];
        };
        [first.1[0] > most(later, 0).unwrap_or(0), last.1[1] > most(earlier, 1).unwrap_or(0)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(days: impl Iterator<Item = i32>, step: &str, cut: [bool; 2]) {
        let mut seen = Days::default();
        days.for_each(|day| seen.add(Day(day)));
        assert_eq!(seen.cut(step.parse().expect("a step")), cut);
    }

    #[test]
    fn an_extract_is_cut_and_a_closed_day_is_not() {
        let day = |text: &str| text.parse::<Day>().expect("a day").0;
        let days = |from: &str, to: &str| day(from)..=day(to);
        check(days("2024-01-01", "2024-03-31"), "month", [false, false]);
        check(days("2024-01-15", "2024-03-30").rev(), "month", [true, true]);
        check(days("2024-01-15", "2024-06-30"), "quarter", [true, false]);
        check(days("2024-01-03", "2024-03-31"), "week", [true, false]);
        // Closed on Sundays: 30 June 2024 is a Sunday, as was 31 March.
        let open = |day: &i32| Day(*day).since_monday() != 6;
        check(days("2024-01-01", "2024-06-29").filter(open), "month", [false, false]);
        check(days("2024-01-01", "2024-06-28").filter(open), "month", [false, true]);
        check(days("2024-01-01", "2024-06-29").filter(open), "week", [false, false]);
        check(days("2024-01-01", "2024-06-28").filter(open), "week", [false, true]);
        check(std::iter::once(day("2024-01-31")), "month", [true, false]);
        check(std::iter::empty(), "month", [false, false]);
    }
}
