//! The step from one period of a series to the next.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use planning::day::Day;
use planning::month_day::MonthDay;

use super::when::{DAY, Kind, day_of};

const HOUR: i64 = DAY / 24;
const MINUTE: i64 = HOUR / 60;
/// The shortest month.
const MONTH_MIN: i64 = 28 * DAY;
/// Largest number of different steps counted; with more the times are irregular anyway.
const STEPS_MAX: usize = 10_000;
/// Fewest steps of a series from which its own step is accepted.
const OWN_MIN: usize = 3;

/// From one period to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// A difference of integers.
    Integers(i64),
    /// A length of time, in microseconds.
    Micros(i64),
    /// Calendar months: three are a quarter, twelve a year.
    Months(i64),
}

impl Step {
    /// A day.
    pub const DAY: Step = Step::Micros(DAY);
    /// A week.
    pub(crate) const WEEK: Step = Step::Micros(7 * DAY);

    /// Step of files whose series have one row each.
    pub(super) fn only(kind: Kind) -> Step {
        match kind {
            Kind::Integer => Step::Integers(1),
            _ => Step::Micros(DAY),
        }
    }

    /// The step from one time to a later one. The same day of another month, or the last days of two months, are
    /// months apart.
    fn between(kind: Kind, earlier: i64, later: i64) -> Step {
        if kind == Kind::Integer {
            return Step::Integers(later - earlier);
        }
        let apart = later - earlier;
        if apart < MONTH_MIN {
            return Step::Micros(apart);
        }
        match day_of(later).whole_months_since(day_of(earlier)) {
            Some(months) if earlier.rem_euclid(DAY) == later.rem_euclid(DAY) => Step::Months(months),
            _ => Step::Micros(apart),
        }
    }

    /// The steps between ascending times. Dates that share a day of the month have monthly steps, even where one of
    /// them is on another day.
    fn between_all(kind: Kind, times: &[i64]) -> impl Iterator<Item = Step> {
        let is_dated = kind != Kind::Integer
            && MonthDay::of_months(times.iter().map(|at| day_of(*at))).is_some()
            && times.windows(2).all(|pair| (pair[1] - pair[0]).rem_euclid(DAY) == 0);
        let months = |at: i64| day_of(at).month_number();
        times.windows(2).map(move |pair| {
            let [earlier, later] = [pair[0], pair[1]];
            if is_dated {
                Step::Months(months(later) - months(earlier))
            } else {
                Step::between(kind, earlier, later)
            }
        })
    }

    /// Whether several of these steps fit into another.
    pub(super) fn is_finer_than(self, other: Step) -> bool {
        let days_of_month = 30;
        let length = |step| match step {
            Step::Integers(step) | Step::Micros(step) => step,
            Step::Months(months) => months.saturating_mul(days_of_month * DAY),
        };
        length(self) < length(other)
    }

    /// The usual season of the step: the days of a week, the months of a year; none for integers, whose unit is not
    /// known.
    pub fn season(self) -> Option<usize> {
        match self {
            Step::Micros(step) if step == 7 * DAY => Some(52),
            Step::Micros(DAY) => Some(7),
            Step::Micros(step) if (MINUTE..DAY).contains(&step) && DAY % step == 0 => {
                usize::try_from(DAY / step).ok()
            }
            Step::Months(months) if months < 12 && 12 % months == 0 => usize::try_from(12 / months).ok(),
            _ => None,
        }
    }

    /// True if times of this kind can have the step.
    pub fn suits(self, kind: Kind) -> bool {
        matches!(self, Step::Integers(_)) == (kind == Kind::Integer)
    }
}

impl fmt::Display for Step {
    /// As in "by week".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let several = |f: &mut fmt::Formatter<'_>, count: i64, unit: &str| match count {
            1 => f.write_str(unit),
            _ => write!(f, "{count} {unit}s"),
        };
        match *self {
            Step::Integers(step) => write!(f, "{step}"),
            Step::Months(3) => f.write_str("quarter"),
            Step::Months(months) if months % 12 == 0 => several(f, months / 12, "year"),
            Step::Months(months) => several(f, months, "month"),
            Step::Micros(step) if step % (7 * DAY) == 0 => several(f, step / (7 * DAY), "week"),
            Step::Micros(step) if step % DAY == 0 => several(f, step / DAY, "day"),
            Step::Micros(step) if step % HOUR == 0 => several(f, step / HOUR, "hour"),
            Step::Micros(step) if step % MINUTE == 0 => several(f, step / MINUTE, "minute"),
            Step::Micros(step) => write!(f, "{} seconds", step as f64 / 1e6),
        }
    }
}

impl FromStr for Step {
    type Err = String;

    /// `day`, `4 weeks`, `month`, or for integers a number.
    fn from_str(text: &str) -> Result<Step, String> {
        let refuse = || {
            format!(
                "`{text}` is not a step; write day, week, month, quarter, year, hour, minute, 2 weeks, or a number"
            )
        };
        let words: Vec<&str> = text.split_whitespace().collect();
        let (count, unit) = match words[..] {
            [one] if one.bytes().all(|byte| byte.is_ascii_digit()) => (one, ""),
            [unit] => ("1", unit),
            [count, unit] => (count, unit),
            _ => return Err(refuse()),
        };
        let count =
            count.parse::<i64>().ok().filter(|count| (1..=1_000_000).contains(count)).ok_or_else(refuse)?;
        match unit.strip_suffix('s').unwrap_or(unit) {
            "" => Ok(Step::Integers(count)),
            "minute" => Ok(Step::Micros(count * MINUTE)),
            "hour" => Ok(Step::Micros(count * HOUR)),
            "day" => Ok(Step::Micros(count * DAY)),
            "week" => Ok(Step::Micros(count * 7 * DAY)),
            "month" => Ok(Step::Months(count)),
            "quarter" => Ok(Step::Months(count * 3)),
            "year" => Ok(Step::Months(count * 12)),
            _ => Err(refuse()),
        }
    }
}

/// The most frequent step between ascending days; `None` of fewer than two.
pub(crate) fn usual_step(days: &[Day]) -> Option<Step> {
    let times: Vec<i64> = days.iter().map(|day| i64::from(day.0) * DAY).collect();
    let mut steps = Steps::default();
    steps.count(Kind::Date, &times);
    steps.usual()
}

/// How often each step occurs.
#[derive(Debug, Default)]
pub(super) struct Steps(HashMap<Step, u64>);

impl Steps {
    /// Counts the steps between ascending, distinct times.
    pub(super) fn count(&mut self, kind: Kind, times: &[i64]) {
        // Steps come in long runs of the same.
        let mut run: Option<(Step, u64)> = None;
        for step in Step::between_all(kind, times) {
            match &mut run {
                Some((same, count)) if *same == step => *count += 1,
                other => {
                    if let Some((step, count)) = other.replace((step, 1)) {
                        self.add(step, count);
                    }
                }
            }
        }
        if let Some((step, count)) = run {
            self.add(step, count);
        }
    }

    fn add(&mut self, step: Step, count: u64) {
        if self.0.len() < STEPS_MAX || self.0.contains_key(&step) {
            *self.0.entry(step).or_default() += count;
        }
    }

    /// The most frequent step, the shortest if there are several; `None` if none was counted.
    pub(super) fn usual(&self) -> Option<Step> {
        self.0.iter().max_by_key(|(step, count)| (**count, std::cmp::Reverse(**step))).map(|(step, _)| *step)
    }

    /// The step of a series that has exactly one; `None` if it varies, or occurs too seldom to be accepted.
    pub(super) fn own(kind: Kind, times: &[i64]) -> Option<Step> {
        let mut steps = Step::between_all(kind, times);
        let first = steps.next()?;
        (times.len() > OWN_MIN && steps.all(|step| step == first)).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::long::Grid;
    use planning::convert::count_i64;

    fn times(days: &[&str]) -> Vec<i64> {
        days.iter().map(|day| Kind::parse(day).expect("a time").0).collect()
    }

    #[track_caller]
    fn check(days: &[&str], step: &str, season: Option<usize>, next: &[&str]) {
        let times = times(days);
        let kind = Kind::parse(days[0]).expect("a time").1;
        let mut steps = Steps::default();
        steps.count(kind, &times);
        let found = steps.usual().expect("a step");
        assert_eq!((found.to_string().as_str(), found.season()), (step, season));
        let grid = Grid::dated(&times, found);
        let last = grid.period(times[times.len() - 1]);
        assert!(last.1, "the last time begins a period");
        let coming: Vec<String> =
            (1..=count_i64(next.len())).map(|h| kind.to_text(grid.at(last.0 + h))).collect();
        assert_eq!(coming, next);
    }

    #[test]
    fn steps_are_found_and_continued() {
        check(&["2024-02-27", "2024-02-28"], "day", Some(7), &["2024-02-29", "2024-03-01"]);
        check(&["2024-02-22", "2024-02-29", "2024-03-07"], "week", Some(52), &["2024-03-14"]);
        check(&["2023-11-01", "2023-12-01", "2024-01-01"], "month", Some(12), &["2024-02-01", "2024-03-01"]);
        check(&["2023-12-31", "2024-01-31", "2024-02-29"], "month", Some(12), &["2024-03-31", "2024-04-30"]);
        check(&["2023-06-30", "2023-09-30", "2023-12-31"], "quarter", Some(4), &["2024-03-31"]);
        check(&["2022-01-15", "2023-01-15"], "year", None, &["2024-01-15"]);
        check(&["2020-02-29", "2021-02-28"], "year", None, &["2022-02-28", "2023-02-28", "2024-02-29"]);
        check(&["2019-01-30", "2019-02-28"], "month", Some(12), &["2019-03-30", "2019-04-30"]);
        check(&["2019-02-28", "2019-03-29", "2019-04-29"], "month", Some(12), &["2019-05-29"]);
        check(&["2019-05-30", "2019-08-30", "2019-11-30"], "quarter", Some(4), &["2020-02-29", "2020-05-30"]);
        check(&["2024-01-31", "2024-02-29", "2024-03-29"], "month", Some(12), &["2024-04-30", "2024-05-31"]);
        check(&["2023-06-30", "2023-09-29", "2023-12-29"], "quarter", Some(4), &["2024-03-29", "2024-06-28"]);
        check(&["2022-12-30", "2023-12-29"], "year", None, &["2024-12-31"]);
        check(&["2024-02-28T23:00:00", "2024-02-29T00:00:00"], "hour", Some(24), &["2024-02-29T01:00:00"]);
        check(&["2024-01-01 00:00", "2024-01-01 00:30"], "30 minutes", Some(48), &["2024-01-01 01:00:00"]);
        check(&["3", "5", "7"], "2", None, &["9", "11"]);
        check(&["2024-01-29", "2024-02-26", "2024-03-25"], "4 weeks", None, &["2024-04-22"]);
    }

    #[test]
    fn only_a_regular_series_has_a_step_of_its_own() {
        let weekly = ["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22"];
        assert_eq!(Steps::own(Kind::Date, &times(&weekly)), Some(Step::Micros(7 * DAY)));
        assert_eq!(Steps::own(Kind::Date, &times(&weekly[..3])), None);
        assert_eq!(
            Steps::own(Kind::Date, &times(&["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-05"])),
            None
        );
    }

    #[test]
    fn steps_are_understood() {
        for (text, step) in [
            ("day", Step::Micros(DAY)),
            ("2 weeks", Step::Micros(14 * DAY)),
            ("quarter", Step::Months(3)),
            ("5", Step::Integers(5)),
        ] {
            assert_eq!(text.parse(), Ok(step));
        }
        for text in ["", "fortnight", "0 days", "-1 day", "1 2 days"] {
            assert!(text.parse::<Step>().is_err(), "{text}");
        }
    }
}
