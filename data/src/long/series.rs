//! A series in equal periods, made from rows that may have gaps or repeats and may be in any order.

use super::Survey;
use super::grid::Grid;
use super::group::RawSeries;
use super::note::Note;
use super::rules::{Duplicates, Gaps, Rules};
use super::step::{Step, Steps};

/// A series in equal periods.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name.
    pub id: String,
    /// Its group among those of the file.
    pub(super) group: usize,
    /// Times of its periods; the history begins with period 0.
    pub grid: Grid,
    /// Values by period, oldest first; NaN where missing. Empty if there are no usable values.
    pub history: Vec<f64>,
    /// Regressors by column and period, over the history and as many coming periods as have rows; NaN where missing.
    pub regressors: Vec<Vec<f64>>,
    /// The first coming period.
    pub next: i64,
    /// Problems with its rows.
    pub notes: Vec<Note>,
}

/// Largest number of periods that rows may span. A larger span means a wrong time, and would fill memory with empty
/// periods.
const PERIODS_PER_ROW: u64 = 100;
const PERIODS_MIN: u64 = 10_000;

impl Survey {
    /// Brings the rows of a series into equal periods, from its first time to its last or, where later rows give
    /// coming values, to the last time that has a value.
    pub fn regular(&self, raw: RawSeries, rules: &Rules) -> Series {
        let RawSeries { id, times, values, regressors, group, has_coming, .. } = raw;
        let mut notes = Vec::new();
        // With the index of the row within the series.
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
        let calendar = rules.step.and_then(|step| self.calendar(&times, step));
        let grid = calendar.unwrap_or_else(|| Grid::dated(&times, step));
        let end = times.last().map_or(0, |at| grid.period(*at).0);
        let is_past = |row: &&(i64, f64, usize)| !has_coming || row.1.is_finite();
        let known = rows.iter().rfind(is_past).map(|row| row.0);
        let last = known.map_or(0, |at| grid.period(at).0);
        let mut last = if rules.gaps == Gaps::Zero { last.max(grid.period(self.last).0) } else { last };
        let periods = last.max(end).unsigned_abs() + 1;
        let [first_is_part, last_is_part] = match calendar {
            Some(grid) if rules.duplicates == Duplicates::Sum => self.parts(&grid, last),
            _ => [false; 2],
        };
        if first_is_part || (last_is_part && last == 0) {
            notes.push(Note::FirstIsPart);
        }
        if last_is_part && last > 0 {
            notes.push(Note::LastIsPart);
            last -= 1;
        }
        let next = last + 1;
        if periods > PERIODS_MIN + PERIODS_PER_ROW * rows.len() as u64 {
            notes.push(Note::TooLong(periods));
            return Series { id, group, grid, history: Vec::new(), regressors: Vec::new(), next, notes };
        }
        let size = |periods: u64| usize::try_from(periods).unwrap_or(usize::MAX);
        let past = &rows[..rows.partition_point(|row| grid.period(row.0).0 < next)];
        let history = fill(past, &grid, size(next.unsigned_abs()), rules, &mut notes);
        if calendar.is_some() {
            notes.retain(|note| !matches!(note, Note::OffStep(_)));
        }
        let regressors: Vec<Vec<f64>> =
            regressors.iter().map(|column| by_period(column, &rows, &grid, size(periods))).collect();
        let lack = |t: &usize| regressors.iter().any(|column| column[*t].is_nan());
        let lacking = (0..history.len()).filter(lack).count() as u64;
        if lacking > 0 {
            notes.push(Note::Regressors(lacking));
        }
        Series { id, group, grid, history, regressors, next, notes }
    }

    /// Calendar periods for rows that are finer than the step or share no day; `None` for rows that already are
    /// periods and keep their dates.
    fn calendar(&self, times: &[i64], step: Step) -> Option<Grid> {
        let first = times.first()?;
        let dated = Grid::dated(times, step);
        let on_it = times.iter().filter(|at| dated.period(**at).1).count();
        let is_dated = !self.step.is_finer_than(step) && 2 * on_it > times.len();
        (!is_dated).then(|| Grid::of_calendar(*first, step, self.first))
    }

    /// Whether the rows of the file do not fill period 0 and the last.
    fn parts(&self, grid: &Grid, last: i64) -> [bool; 2] {
        let ends = [(self.first, 0), (self.last, last)].map(|(at, period)| grid.period(at).0 == period);
        [0, 1].map(|end| self.is_cut[end] && ends[end])
    }
}

/// The last known value of each period, given the period of each row.
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
mod tests;
