//! From rows of a series to equal periods.

use std::collections::HashMap;

use planning::convert::count_i64;
use planning::day::Day;
use planning::month_day::MonthDay;

/// Largest number of periods that rows may span. A larger span means a wrong time, and would fill memory with empty
/// periods.
const PERIODS_PER_ROW: i64 = 100;
const PERIODS_MIN: i64 = 10_000;

/// The reason why rows do not form a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Irregular {
    /// Two rows have this time.
    Repeated(i64),
    /// This time lies between two periods.
    Between(i64),
    /// The times span this many periods, out of proportion to the number of rows.
    TooLong(i64),
    /// The coming times are beyond the largest possible time.
    Endless,
}

/// From one period to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Step {
    /// Days, or of whole numbers.
    Units(i64),
    /// Calendar months.
    Months(i64),
}

/// A series in equal periods.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Periods {
    first: i64,
    step: Step,
    /// Day of the month that dates share.
    month_day: MonthDay,
    /// Values by period, oldest first; NaN where missing.
    pub(super) history: Vec<f64>,
}

impl Periods {
    /// From at least one row in the order of time; `are_days` says that times are days since 1970-01-01.
    pub(super) fn new(rows: &[(i64, f64)], are_days: bool) -> Result<Periods, Irregular> {
        if let Some(pair) = rows.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(Irregular::Repeated(pair[0].0));
        }
        let step = usual_step(rows, are_days);
        let month_day = match step {
            Step::Months(_) => MonthDay::of_most(rows.iter().map(|row| day(row.0))).0,
            Step::Units(_) => MonthDay::Numbered(1),
        };
        let mut periods = Periods { first: rows[0].0, step, month_day, history: Vec::new() };
        let last = periods.number_of(rows[rows.len() - 1].0);
        let most = PERIODS_MIN + PERIODS_PER_ROW * count_i64(rows.len());
        let count = usize::try_from(last).ok().filter(|_| last <= most);
        let count = count.ok_or(Irregular::TooLong(last.saturating_add(1)))? + 1;
        periods.history = vec![f64::NAN; count];
        for (time, value) in rows {
            let number = periods.number_of(*time);
            let place = usize::try_from(number).ok().filter(|_| periods.begin(number) == Some(*time));
            periods.history[place.ok_or(Irregular::Between(*time))?] = *value;
        }
        Ok(periods)
    }

    /// The beginning of a period, counted from 0 at the beginning of the history; `None` beyond the largest time.
    pub(super) fn begin(&self, number: i64) -> Option<i64> {
        match self.step {
            Step::Units(step) => self.first.checked_add(number.checked_mul(step)?),
            Step::Months(step) => {
                let month = day(self.first).month_number().checked_add(number.checked_mul(step)?)?;
                Some(i64::from(self.month_day.in_month(month)?.0))
            }
        }
    }

    fn number_of(&self, time: i64) -> i64 {
        match self.step {
            Step::Units(step) => time.saturating_sub(self.first) / step,
            Step::Months(step) => (day(time).month_number() - day(self.first).month_number()) / step,
        }
    }
}

/// The most frequent step between rows, the shortest if there are several; one unit for a single row.
fn usual_step(rows: &[(i64, f64)], are_days: bool) -> Step {
    let mut counts: HashMap<Step, usize> = HashMap::new();
    let is_dated = are_days && MonthDay::of_months(rows.iter().map(|row| day(row.0))).is_some();
    for pair in rows.windows(2) {
        let (earlier, later) = (pair[0].0, pair[1].0);
        let step = if is_dated {
            Step::Months(day(later).month_number() - day(earlier).month_number())
        } else {
            step_between(earlier, later, are_days)
        };
        *counts.entry(step).or_default() += 1;
    }
    let best = counts.into_iter().max_by_key(|(step, count)| (*count, std::cmp::Reverse(*step)));
    best.map_or(Step::Units(1), |(step, _)| step)
}

/// The same day of another month, or the last days of two, are months apart.
fn step_between(earlier: i64, later: i64, are_days: bool) -> Step {
    if are_days && let Some(months) = day(later).whole_months_since(day(earlier)) {
        return Step::Months(months);
    }
    Step::Units(later.saturating_sub(earlier))
}

fn day(time: i64) -> Day {
    Day(i32::try_from(time).unwrap_or(i32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(days: &[&str], history: usize, next: &str) {
        let days = days.iter().map(|text| i64::from(text.parse::<Day>().expect("a day").0));
        let rows: Vec<(i64, f64)> = days.map(|day| (day, 1.0)).collect();
        let periods = Periods::new(&rows, true).expect("a series");
        assert_eq!(periods.history.len(), history);
        assert_eq!(periods.history.iter().filter(|y| y.is_finite()).count(), rows.len());
        assert_eq!(
            periods.begin(count_i64(history)).map(|next| day(next).to_string()).as_deref(),
            Some(next)
        );
    }

    #[test]
    fn steps_are_found_and_gaps_are_missing() {
        check(&["2024-02-27", "2024-02-28"], 2, "2024-02-29");
        check(&["2024-02-22", "2024-02-29", "2024-03-07", "2024-03-21"], 5, "2024-03-28");
        check(&["2023-11-01", "2023-12-01", "2024-02-01", "2024-03-01"], 5, "2024-04-01");
        check(&["2023-12-31", "2024-01-31", "2024-02-29"], 3, "2024-03-31");
        check(&["2023-06-30", "2023-09-30", "2023-12-31"], 3, "2024-03-31");
        check(&["2023-12-30", "2024-01-30", "2024-02-29"], 3, "2024-03-30");
        check(&["2023-02-28", "2023-03-30", "2023-05-30"], 4, "2023-06-30");
        check(&["2023-12-29", "2024-01-31", "2024-03-29"], 4, "2024-04-30");
        check(&["2024-01-01"], 1, "2024-01-02");
    }

    #[test]
    fn what_is_no_series_is_refused() {
        let found = |times: &[i64]| {
            let rows: Vec<(i64, f64)> = times.iter().map(|time| (*time, 1.0)).collect();
            Periods::new(&rows, false).map(|periods| periods.history.len())
        };
        assert_eq!(found(&[3, 5, 7, 11]), Ok(5));
        assert_eq!(found(&[1, 2, 2]), Err(Irregular::Repeated(2)));
        assert_eq!(found(&[2, 4, 6, 7]), Err(Irregular::Between(7)));
        assert_eq!(found(&[1, 2, 3_000_000]), Err(Irregular::TooLong(3_000_000)));
        assert_eq!(found(&[i64::MIN, 0, 1, i64::MAX]), Err(Irregular::TooLong(i64::MAX)));
        assert_eq!(found(&[i64::MIN, i64::MAX]), Err(Irregular::Between(i64::MAX)));
    }
}
