//! A series in equal periods, made of rows that may lack some, repeat some, or stand in any order.

use super::grid::Grid;
use super::group::RawSeries;
use super::note::Note;
use super::step::Steps;
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
    /// Regressors by column and period, over the history and as many coming periods as have rows; NaN where missing.
    pub regressors: Vec<Vec<f64>>,
    /// The first period to come.
    pub next: i64,
    /// What is not as it should be.
    pub notes: Vec<Note>,
}

/// Periods that rows may span: many more are a wrong time, and would fill the memory with nothing.
const PERIODS_PER_ROW: u64 = 100;
const PERIODS_MIN: u64 = 10_000;

impl Survey {
    /// Brings the rows of a series into equal periods, from its first time to its last; with regressors to the last that
    /// has a value, what comes after is to come.
    pub fn regular(&self, raw: RawSeries, rules: &Rules) -> Series {
        let RawSeries { id, times, values, regressors } = raw;
        let mut notes = Vec::new();
        // With the place of the row among the series' own.
        let mut rows: Vec<(i64, f64, usize)> =
            times.into_iter().zip(values).enumerate().map(|(row, (at, value))| (at, value, row)).collect();
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
        let end = times.last().map_or(0, |at| grid.period(*at).0);
        let is_past = |row: &&(i64, f64, usize)| regressors.is_empty() || row.1.is_finite();
        let known = rows.iter().rfind(is_past).map(|row| row.0);
        let last = known.map_or(0, |at| grid.period(at).0);
        let last = if rules.gaps == Gaps::Zero { last.max(grid.period(self.last).0) } else { last };
        let (next, periods) = (last + 1, last.max(end).unsigned_abs() + 1);
        if periods > PERIODS_MIN + PERIODS_PER_ROW * rows.len() as u64 {
            notes.push(Note::TooLong(periods));
            return Series { id, grid, history: Vec::new(), regressors: Vec::new(), next, notes };
        }
        let past = &rows[..rows.partition_point(|row| grid.period(row.0).0 < next)];
        let history = fill(past, &grid, next.unsigned_abs() as usize, rules, &mut notes);
        let regressors: Vec<Vec<f64>> =
            regressors.iter().map(|column| by_period(column, &rows, &grid, periods as usize)).collect();
        let lack = |t: &usize| regressors.iter().any(|column| column[*t].is_nan());
        let lacking = (0..history.len()).filter(lack).count() as u64;
        if lacking > 0 {
            notes.push(Note::Regressors(lacking));
        }
        Series { id, grid, history, regressors, next, notes }
    }
}

/// The last known value of each period; rows have the places of theirs.
fn by_period(values: &[f64], rows: &[(i64, f64, usize)], grid: &Grid, periods: usize) -> Vec<f64> {
    let mut found = vec![f64::NAN; periods];
    for (at, _, row) in rows.iter().filter(|(.., row)| values[*row].is_finite()) {
        found[usize::try_from(grid.period(*at).0).unwrap_or(0)] = values[*row];
    }
    found
}

/// Values by period.
fn fill(
    rows: &[(i64, f64, usize)],
    grid: &Grid,
    periods: usize,
    rules: &Rules,
    notes: &mut Vec<Note>,
) -> Vec<f64> {
    let mut history = vec![f64::NAN; periods];
    let mut has_row = vec![false; periods];
    let (mut repeated, mut off_step) = (0, 0);
    for (at, value, _) in rows {
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
    use crate::long::step::Step;
    use crate::long::when::{DAY, Kind};

    const SURVEY: Survey =
        Survey { rows: 0, series: 0, kind: Kind::Date, step: Step::Micros(DAY), last: 9 * DAY };

    /// Days and values in; history and notes out.
    fn regular(rows: &[(i64, f64)], rules: &Rules) -> (Vec<f64>, Vec<Note>) {
        let times = rows.iter().map(|row| row.0 * DAY).collect();
        let values = rows.iter().map(|row| row.1).collect();
        let raw = RawSeries { id: "a".into(), times, values, regressors: Vec::new() };
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
    fn rows_after_the_last_value_say_what_is_to_come() {
        let raw = RawSeries {
            id: "a".into(),
            times: [0, 1, 1, 3, 5, 4].map(|day| day * DAY).to_vec(),
            values: vec![5.0, 6.0, 7.0, 8.0, NONE, NONE],
            regressors: vec![vec![0.0, 1.0, NONE, 0.0, 1.0, NONE]],
        };
        let found = SURVEY.regular(raw.clone(), &Rules::default());
        assert_eq!(format!("{:?}", found.history), "[5.0, 7.0, NaN, 8.0]");
        assert_eq!(format!("{:?}", found.regressors), "[[0.0, 1.0, NaN, 0.0, NaN, 1.0]]");
        assert_eq!(found.next, 4);
        let notes = [Note::Unsorted, Note::Duplicates(1), Note::Gaps(1), Note::Regressors(1)];
        assert_eq!(found.notes, notes);
        // Zero gaps go to the last value of the file, not to what is to come.
        let survey = Survey { last: 4 * DAY, ..SURVEY };
        let found = survey.regular(raw, &Rules { gaps: Gaps::Zero, ..Rules::default() });
        assert_eq!(format!("{:?}", found.history), "[5.0, 7.0, 0.0, 8.0, NaN]");
    }

    #[test]
    fn a_wrong_century_does_not_fill_the_memory() {
        let (history, notes) = regular(&[(0, 1.0), (1, 2.0), (400_000, 3.0)], &Rules::default());
        assert_eq!((history.len(), notes), (0, vec![Note::TooLong(400_001)]));
    }
}
