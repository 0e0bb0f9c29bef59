//! The times of the periods of a series.

use planning::month_day::MonthDay;

use super::step::Step;
use super::when::{DAY, day_of};

const WEEK: i64 = 7 * DAY;

/// The times of a series' periods, from 0 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Beginning of period 0; for months, any day of the first month.
    first: i64,
    step: Step,
    /// Day of the month that dates share.
    month_day: MonthDay,
}

impl Grid {
    /// Periods dated like the rows, from the first of `times` on, which are ascending and not empty. With months, a
    /// row is in the month of its date.
    pub(super) fn dated(times: &[i64], step: Step) -> Grid {
        let month_day = match step {
            Step::Months(_) => MonthDay::of_most(times.iter().map(|at| day_of(*at))).0,
            _ => MonthDay::Numbered(1),
        };
        Grid { first: times.first().copied().unwrap_or_default(), step, month_day }
    }

    /// Calendar periods, from the one that contains `at`: years, quarters, months, weeks from Monday, days and hours
    /// from midnight. Multiples, such as two weeks, are counted from the period that contains `origin`, so that they
    /// are the same for all series of a file.
    pub(super) fn of_calendar(at: i64, step: Step, origin: i64) -> Grid {
        let day = day_of(origin);
        let midnight = i64::from(day.0) * DAY;
        let origin = match step {
            Step::Integers(_) => origin,
            Step::Months(months) => {
                let parts = if 12 % months == 0 { months } else { 12 };
                let parts = if months % parts == 0 { parts } else { 1 };
                let month = day.month_number().div_euclid(parts) * parts;
                i64::from(MonthDay::Numbered(1).in_month(month).unwrap_or(day).0) * DAY
            }
            Step::Micros(step) if step % WEEK == 0 => midnight - i64::from(day.since_monday()) * DAY,
            Step::Micros(step) if step % DAY == 0 || DAY % step == 0 => midnight,
            Step::Micros(_) => origin,
        };
        let from_origin = Grid { first: origin, step, month_day: MonthDay::Numbered(1) };
        Grid { first: from_origin.at(from_origin.period(at).0), ..from_origin }
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
                let day = self.month_day.in_month(month);
                i64::from(day.unwrap_or_default().0) * DAY + self.first.rem_euclid(DAY)
            }
        }
    }

    /// The period that contains a time, and whether the time is the date of the period.
    pub(super) fn period(&self, at: i64) -> (i64, bool) {
        let period = match self.step {
            Step::Integers(step) | Step::Micros(step) => (at - self.first).div_euclid(step),
            Step::Months(months) => {
                (day_of(at).month_number() - day_of(self.first).month_number()).div_euclid(months)
            }
        };
        (period, self.at(period) == at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::long::Kind;

    fn time(day: &str) -> i64 {
        Kind::parse(day).expect("a time").0
    }

    #[test]
    fn a_month_of_thirty_days_ends_on_its_last() {
        let grid = Grid::dated(&[time("2023-12-30"), time("2024-01-30")], Step::Months(1));
        let at = |period| Kind::Date.to_text(grid.at(period));
        assert_eq!([at(2), at(3)], ["2024-02-29", "2024-03-30"]);
        assert_eq!(grid.period(time("2024-02-10")), (2, false));
        assert_eq!(grid.period(time("2023-11-30")), (-1, true));
    }

    #[track_caller]
    fn check(step: &str, at: &str, origin: &str, begins: [&str; 2]) {
        let step = step.parse().expect("a step");
        let grid = Grid::of_calendar(time(at), step, time(origin));
        let kind = Kind::parse(at).expect("a time").1;
        assert_eq!([0, 1].map(|period| kind.to_text(grid.at(period))), begins, "{step} from {at}");
        assert_eq!(grid.period(time(at)).0, 0);
        assert_eq!(grid.period(time(begins[1])), (1, true));
    }

    #[test]
    fn periods_of_the_calendar_begin_where_people_begin_them() {
        check("week", "2024-01-05", "2024-01-03", ["2024-01-01", "2024-01-08"]);
        check("week", "2024-12-31", "2024-01-03", ["2024-12-30", "2025-01-06"]);
        check("week", "2021-01-03", "2021-01-03", ["2020-12-28", "2021-01-04"]);
        check("2 weeks", "2024-01-14", "2024-01-03", ["2024-01-01", "2024-01-15"]);
        check("2 weeks", "2024-01-15", "2024-01-03", ["2024-01-15", "2024-01-29"]);
        check("month", "2024-01-15", "2023-05-31", ["2024-01-01", "2024-02-01"]);
        check("quarter", "2024-02-29", "2023-05-31", ["2024-01-01", "2024-04-01"]);
        check("year", "2024-02-29", "2023-05-31", ["2024-01-01", "2025-01-01"]);
        check("2 years", "2024-02-29", "2023-05-31", ["2023-01-01", "2025-01-01"]);
        check("5 months", "2023-10-01", "2023-05-31", ["2023-10-01", "2024-03-01"]);
        check("10 days", "2024-01-14", "2024-01-03", ["2024-01-13", "2024-01-23"]);
        check("day", "2024-01-01 09:30", "2024-01-01 08:15", ["2024-01-01 00:00:00", "2024-01-02 00:00:00"]);
        check(
            "6 hours",
            "2024-01-01 09:30",
            "2024-01-01 08:15",
            ["2024-01-01 06:00:00", "2024-01-01 12:00:00"],
        );
        check("7", "12", "3", ["10", "17"]);
    }
}
