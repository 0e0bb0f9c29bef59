//! The times of the periods of a series.

use planning::day::Day;

use super::step::Step;
use super::when::{DAY, day_of};

/// The times of a series' periods, from 0 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    first: i64,
    step: Step,
    /// Day of the month on which months begin; in a shorter month its last.
    month_day: u32,
}

impl Grid {
    /// Periods from the first of `times` on, which are in ascending order and at least one.
    pub(super) fn new(times: &[i64], step: Step) -> Grid {
        let first = times.first().copied().unwrap_or_default();
        let month_day = match step {
            Step::Months(_) if times.iter().all(|at| day_of(*at).is_month_end()) => 31,
            Step::Months(_) => day_of(first).ymd().2,
            _ => 0,
        };
        Grid { first, step, month_day }
    }

    /// The step.
    pub fn step(&self) -> Step {
        self.step
    }

    /// Beginning of a period.
    pub fn at(&self, period: i64) -> i64 {
        match self.step {
            Step::Integers(step) | Step::Micros(step) => self.first + period * step,
            Step::Months(months) => {
                let month = day_of(self.first).month_number() + period * months;
                let day = Day::in_month(month, self.month_day);
                i64::from(day.unwrap_or_default().0) * DAY + self.first.rem_euclid(DAY)
            }
        }
    }

    /// The period in which a time falls, and whether it is its beginning.
    pub(super) fn period(&self, at: i64) -> (i64, bool) {
        let period = match self.step {
            Step::Integers(step) | Step::Micros(step) => (at - self.first).div_euclid(step),
            Step::Months(months) => {
                let near = (day_of(at).month_number() - day_of(self.first).month_number()).div_euclid(months);
                near - i64::from(self.at(near) > at)
            }
        };
        (period, self.at(period) == at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::long::Kind;

    #[test]
    fn a_month_of_thirty_days_ends_on_its_last() {
        let time = |day| Kind::parse(day).expect("a time").0;
        let grid = Grid::new(&[time("2023-12-30"), time("2024-01-30")], Step::Months(1));
        let at = |period| Kind::Date.to_text(grid.at(period));
        assert_eq!([at(2), at(3)], ["2024-02-29", "2024-03-30"]);
        assert_eq!(grid.period(time("2024-02-10")), (1, false));
        assert_eq!(grid.period(time("2023-12-29")), (-1, false));
    }
}
