//! A series in equal periods, made of rows that may lack some, repeat some, or stand in any order.

use super::grid::Grid;
use super::group::RawSeries;
use super::step::{Step, Steps};
use super::{Rules, Survey};

/// What a period without a row means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gaps {
    /// Its value is not known.
    #[default]
    Missing,
    /// Its value is zero, up to the last time of the file.
    Zero,
}

/// Which value counts where a period has several rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Duplicates {
    /// That of the last row.
    #[default]
    Last,
    /// The sum of all.
    Sum,
}

/// A series in equal periods.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name.
    pub id: String,
    /// Times of its periods; the history begins with period 0.
    pub grid: Grid,
    /// Values by period, oldest first; NaN where missing. Empty if there are none that can be used.
    pub history: Vec<f64>,
    /// The first period to come.
    pub next: i64,
    /// What is not as it should be.
    pub notes: Vec<Note>,
}

/// What was not as it should be with the rows of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// Rows were not in the order of their times.
    Unsorted,
    /// Its step is another than that of the file.
    OwnStep(Step),
    /// So many rows had the period of another row.
    Duplicates(u64),
    /// So many rows fell between two steps, and count for the period they fall in.
    OffStep(u64),
    /// So many periods had no row.
    Gaps(u64),
    /// So many periods had rows, but no number.
    Missing(u64),
    /// No row had a number.
    NoValues,
    /// From its first to its last time it would have so many periods, out of proportion to its rows.
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
            Note::Gaps(_) => "gaps",
            Note::Missing(_) => "missing",
            Note::NoValues => "no_values",
            Note::TooLong(_) => "too_long",
        }
    }

    /// Rows or periods, where it counts any.
    pub fn count(&self) -> Option<u64> {
        match *self {
            Note::Duplicates(count) | Note::OffStep(count) | Note::Gaps(count) | Note::Missing(count) => {
                Some(count)
            }
            Note::TooLong(periods) => Some(periods),
            Note::Unsorted | Note::OwnStep(_) | Note::NoValues => None,
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
            Note::Gaps(periods) => format!("{periods} periods have no row; {gaps}"),
            Note::Missing(periods) => format!("{periods} periods have no number, and are estimated"),
            Note::NoValues => "no row has a number".into(),
            Note::TooLong(periods) => {
                format!("its times span {periods} periods for its few rows; is one of them wrong?")
            }
        }
    }
}

/// Periods that rows may span: many more are a wrong time, and would fill the memory with nothing.
const PERIODS_PER_ROW: u64 = 100;
const PERIODS_MIN: u64 = 10_000;

impl Survey {
    /// Brings the rows of a series into equal periods, from its first time to its last.
    pub fn regular(&self, raw: RawSeries, rules: &Rules) -> Series {
        let RawSeries { id, times, values } = raw;
        let mut notes = Vec::new();
        let mut rows: Vec<(i64, f64)> = times.into_iter().zip(values).collect();
        if !rows.is_sorted_by_key(|row| row.0) {
            notes.push(Note::Unsorted);
            rows.sort_by_key(|row| row.0);
        }
        let mut times: Vec<i64> = rows.iter().map(|row| row.0).collect();
        times.dedup();
        let own = (rules.gaps == Gaps::Missing).then(|| Steps::own(self.kind, &times)).flatten();
        let step = rules.step.or(own).unwrap_or(self.step);
        if step != rules.step.unwrap_or(self.step) {
            notes.push(Note::OwnStep(step));
        }
        let grid = Grid::new(&times, step);
        let last = times.last().map_or(0, |at| grid.period(*at).0);
        let last = if rules.gaps == Gaps::Zero { last.max(grid.period(self.last).0) } else { last };
        let (next, periods) = (last + 1, last.unsigned_abs() + 1);
        if periods > PERIODS_MIN + PERIODS_PER_ROW * rows.len() as u64 {
            notes.push(Note::TooLong(periods));
            return Series { id, grid, history: Vec::new(), next, notes };
        }
        let history = fill(&rows, &grid, periods as usize, rules, &mut notes);
        Series { id, grid, history, next, notes }
    }
}

/// Values by period.
fn fill(rows: &[(i64, f64)], grid: &Grid, periods: usize, rules: &Rules, notes: &mut Vec<Note>) -> Vec<f64> {
    let mut history = vec![f64::NAN; periods];
    let mut has_row = vec![false; periods];
    let (mut repeated, mut off_step) = (0, 0);
    for (at, value) in rows {
        let (period, is_begin) = grid.period(*at);
        // Rows are in order and the first is period 0.
        let period = usize::try_from(period).unwrap_or(0);
        off_step += u64::from(!is_begin);
        repeated += u64::from(has_row[period]);
        has_row[period] = true;
        if value.is_finite() {
            let before = history[period];
            let adds = rules.duplicates == Duplicates::Sum && before.is_finite();
            history[period] = if adds { before + value } else { *value };
        }
    }
    let gaps = has_row.iter().filter(|has_row| !**has_row).count() as u64;
    let missing =
        has_row.iter().zip(&history).filter(|(has_row, value)| **has_row && value.is_nan()).count() as u64;
    for (count, note) in [
        (repeated, Note::Duplicates(repeated)),
        (off_step, Note::OffStep(off_step)),
        (gaps, Note::Gaps(gaps)),
        (missing, Note::Missing(missing)),
    ] {
        if count > 0 {
            notes.push(note);
        }
    }
    if history.iter().all(|value| value.is_nan()) {
        notes.push(Note::NoValues);
        return Vec::new();
    }
    if rules.gaps == Gaps::Zero {
        let empty = has_row.iter().zip(&mut history).filter(|(has_row, _)| !**has_row);
        empty.for_each(|(_, value)| *value = 0.0);
    }
    history
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::long::when::{DAY, Kind};

    const SURVEY: Survey =
        Survey { rows: 0, series: 0, kind: Kind::Date, step: Step::Micros(DAY), last: 9 * DAY };

    /// Days and values in; history and notes out.
    fn regular(rows: &[(i64, f64)], rules: &Rules) -> (Vec<f64>, Vec<Note>) {
        let times = rows.iter().map(|row| row.0 * DAY).collect();
        let raw = RawSeries { id: "a".into(), times, values: rows.iter().map(|row| row.1).collect() };
        let series = SURVEY.regular(raw, rules);
        (series.history, series.notes)
    }

    #[track_caller]
    fn check(rows: &[(i64, f64)], rules: Rules, history: &[f64], notes: &[Note]) {
        let found = regular(rows, &rules);
        // NaN is not equal to itself; its text is.
        assert_eq!(format!("{:?}", found.0), format!("{history:?}"));
        assert_eq!(found.1, notes);
    }

    const NONE: f64 = f64::NAN;

    #[test]
    fn gaps_are_missing_unless_told_to_be_zero() {
        let rows = [(2, 5.0), (3, 6.0), (6, 7.0)];
        check(&rows, Rules::default(), &[5.0, 6.0, NONE, NONE, 7.0], &[Note::Gaps(2)]);
        let zero = Rules { gaps: Gaps::Zero, ..Rules::default() };
        check(&rows, zero, &[5.0, 6.0, 0.0, 0.0, 7.0, 0.0, 0.0, 0.0], &[Note::Gaps(5)]);
    }

    #[test]
    fn of_rows_of_one_period_the_last_counts_or_all() {
        let rows = [(0, 1.0), (1, 2.0), (1, 3.0), (1, NONE)];
        check(&rows, Rules::default(), &[1.0, 3.0], &[Note::Duplicates(2)]);
        check(
            &rows,
            Rules { duplicates: Duplicates::Sum, ..Rules::default() },
            &[1.0, 5.0],
            &[Note::Duplicates(2)],
        );
    }

    #[test]
    fn order_does_not_matter_and_missing_is_not_zero() {
        let rows = [(2, NONE), (0, 1.0), (1, f64::INFINITY), (3, 4.0)];
        check(&rows, Rules::default(), &[1.0, NONE, NONE, 4.0], &[Note::Unsorted, Note::Missing(2)]);
        check(&[(0, NONE)], Rules::default(), &[], &[Note::Missing(1), Note::NoValues]);
    }

    #[test]
    fn a_regular_series_keeps_its_own_step_unless_one_is_given() {
        let rows = [(0, 1.0), (7, 2.0), (14, 3.0), (21, 4.0)];
        check(&rows, Rules::default(), &[1.0, 2.0, 3.0, 4.0], &[Note::OwnStep(Step::Micros(7 * DAY))]);
        let daily = Rules { step: Some(Step::Micros(DAY)), ..Rules::default() };
        assert_eq!(regular(&rows, &daily).1, [Note::Gaps(18)]);
        let fortnight =
            Rules { step: Some(Step::Micros(14 * DAY)), duplicates: Duplicates::Sum, ..Rules::default() };
        check(&rows, fortnight, &[3.0, 7.0], &[Note::Duplicates(2), Note::OffStep(2)]);
    }

    #[test]
    fn a_wrong_century_does_not_fill_the_memory() {
        let (history, notes) = regular(&[(0, 1.0), (1, 2.0), (400_000, 3.0)], &Rules::default());
        assert_eq!((history.len(), notes), (0, vec![Note::TooLong(400_001)]));
    }
}
