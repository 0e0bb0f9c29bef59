//! Periods: the steps in which history and forecasts count, back from as_of.

use planning::day::Day;
use planning::periods::{Periods, Step};

/// What plans of the past are made by, in periods: origins of the half-year of the proof, and of the year before it that
/// shows the needs of orders.
#[derive(Clone, Copy, Debug)]
pub(super) struct PastPlans {
    /// Origins of the year.
    pub(super) year_origins: usize,
    /// Origins of the half-year.
    pub(super) proof_origins: usize,
    /// Periods from one origin to the next: four weeks, or a month.
    pub(super) periods: usize,
    /// Days of a period, at most.
    period_days: usize,
}

impl PastPlans {
    /// Those of a step.
    pub(super) const fn of(step: Step) -> Self {
        match step {
            Step::Week => PastPlans { year_origins: 13, proof_origins: 7, periods: 4, period_days: 7 },
            Step::Month => PastPlans { year_origins: 12, proof_origins: 6, periods: 1, period_days: 31 },
        }
    }

    /// All origins.
    pub(super) const fn origins(self) -> usize {
        self.year_origins + self.proof_origins
    }

    /// Days from one origin to the next, at most.
    pub(super) const fn days(self) -> usize {
        self.periods * self.period_days
    }
}

/// Fewest periods known at an origin.
pub(super) fn known_min(step: Step) -> usize {
    match step {
        Step::Week => 8,
        Step::Month => 6,
    }
}

/// Origins whose forecasts pages compare with actual demand: those of a year, one horizon apart, the newest first.
pub(super) fn accuracy_origins(step: Step, periods: usize) -> impl Iterator<Item = usize> {
    let horizon = step.horizon_periods();
    let origins =
        (1..=step.periods_a_year() / horizon).filter_map(move |back| periods.checked_sub(back * horizon));
    origins.filter(move |known| *known >= known_min(step))
}

/// How many item-locations and periods a table of cells has: `periods` cells a row, the oldest period first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    pub(super) rows: usize,
    pub(super) periods: usize,
    pub(super) dates: Periods,
}

impl Shape {
    /// Of so many rows over these periods.
    pub(super) fn new(rows: usize, dates: Periods) -> Self {
        Shape { rows, periods: dates.count as usize, dates }
    }

    /// Of so many weeks, for tests.
    #[cfg(test)]
    pub(super) fn weeks(rows: usize, periods: usize) -> Self {
        let count = planning::convert::count_u32(periods);
        Shape::new(rows, Periods { step: Step::Week, last: Day(20_000), count })
    }

    /// A cell for each period of each row.
    pub(super) fn cells(self, value: f32) -> Vec<f32> {
        vec![value; self.rows * self.periods]
    }

    /// The cells of a row.
    pub(super) fn row(self, cells: &[f32], row: usize) -> &[f32] {
        &cells[row * self.periods..(row + 1) * self.periods]
    }

    /// The period of a day, counted since 1970; `None` before the history.
    pub(super) fn place(self, day: Option<i64>) -> Option<usize> {
        self.dates.place(Day(i32::try_from(day?).ok()?))
    }

    /// Periods of history and forecast.
    pub(super) fn with_horizon(self) -> usize {
        self.periods + self.dates.step.horizon_periods()
    }
}

/// The period of the first demand; the number of periods without any.
pub(super) fn born(history: &[f64]) -> usize {
    history.iter().position(|units| *units > 0.0).unwrap_or(history.len())
}

/// Mean of some periods, units per day.
pub(super) fn mean_per_day(step: Step, periods: &[f64]) -> f64 {
    periods.iter().sum::<f64>() / periods.len() as f64 / step.days()
}

/// Sum over so many days of coming periods; the last period continues beyond its end.
pub(super) fn sum(step: Step, periods: &[f64], days: f64) -> f64 {
    let length = days / step.days();
    let whole = planning::convert::whole_usize(length).min(periods.len());
    let next = periods.get(whole).or(periods.last()).copied().unwrap_or(0.0);
    periods[..whole].iter().sum::<f64>() + (length - whole as f64) * next
}
