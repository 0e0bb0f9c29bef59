//! Demand without its known influences: the calendar shared by many series, and regressors.

use super::calendar::{DAYS, DAYS_MIN, PARTS};
use super::effects::{Effects, effects};
use super::seasonal_index::shares;
use super::series::{Fit, Series};

/// Weight of the share of all series, as a number of demands of mean size, against a series' own share of a part of
/// the month.
const DRAWN: f64 = 128.0;

/// The known influences on the demand of a series, and its demand without them.
#[derive(Default)]
pub(super) struct Influences {
    /// Demand relative to the index.
    demand: Vec<f64>,
    /// Over history and horizon; empty if nothing is known to move demand.
    index: Vec<f64>,
    /// Those of regressors alone.
    pub(super) effects: Option<Effects>,
}

impl Influences {
    /// The influences on a series: the shared calendar, then regressors in the remainder, then the series' own
    /// pattern beyond the calendar.
    pub(super) fn of(series: &Series) -> Self {
        let mut found = Influences::default();
        let calendar = series.calendar.iter().take(series.history.len() + series.horizon);
        if !series.calendar.is_empty() {
            found.divide(series, calendar.clone().map(|day| day.index).collect());
        }
        if let Some(effects) = effects(&found.plain(series)) {
            found.divide(series, effects.index.clone());
            found.effects = Some(effects);
        }
        if let Some(own) = own_parts(&found.plain(series)) {
            found.divide(series, calendar.map(|day| own[usize::from(day.part)]).collect());
        }
        found
    }

    fn divide(&mut self, series: &Series, index: Vec<f64>) {
        self.demand = self.plain(series).relative(&index);
        if self.index.is_empty() {
            self.index = index;
        } else {
            self.index.iter_mut().zip(index).for_each(|(product, index)| *product *= index);
        }
    }

    /// Demand without them, and their index over history and horizon.
    pub(super) fn into_parts(self) -> (Vec<f64>, Vec<f64>) {
        (self.demand, self.index)
    }

    /// The series without them.
    fn plain<'a>(&'a self, series: &Series<'a>) -> Series<'a> {
        if self.index.is_empty() { *series } else { Series { history: &self.demand, ..*series } }
    }

    /// Runs a method on demand without the influences, and multiplies its forecast by them.
    pub(super) fn without(&self, series: &Series, fit: fn(&Series) -> Fit) -> Fit {
        let found = fit(&self.plain(series));
        if self.index.is_empty() { found } else { found.times(&self.index) }
    }
}

/// Demand by part of the month relative to the mean, drawn to one: the pattern that a series' own demand shows after
/// the shared calendar has been divided out. `None` without a calendar, for a short history, without demand, or where
/// demand is below zero.
fn own_parts(series: &Series) -> Option<Vec<f64>> {
    let from = series.history.len().saturating_sub(DAYS);
    let demand = &series.history[from..];
    if series.calendar.is_empty() || series.history.len() < DAYS_MIN || demand.iter().any(|y| *y < 0.0) {
        return None;
    }
    shares(demand, |t| usize::from(series.calendar[from + t].part), PARTS, DRAWN)
}

#[cfg(test)]
mod tests {
    use super::super::calendar::{Calendar, CalendarDay, WEEKDAYS, part};
    use super::*;
    use crate::day::Day;

    #[test]
    fn a_series_has_parts_of_the_month_of_its_own_as_far_as_its_demand_shows_them() {
        let end = Day::from_ymd(2016, 1, 1).expect("a date");
        let calendar = Calendar { weekday: [1.0; WEEKDAYS], part: [1.0; PARTS] };
        let days: Vec<Day> = (0..762).map(|t| end.plus(t - 731)).collect();
        let of_days: Vec<CalendarDay> = days.iter().map(|day| calendar.day(*day)).collect();
        let history: Vec<f64> =
            days[..731].iter().map(|day| if part(*day) == 0 { 9.0 } else { 3.0 }).collect();
        let series = Series { calendar: &of_days, ..Series::new(&history, &[], 31) };
        let own = own_parts(&series).expect("parts");
        // By hand: the first five days of 24 months.
        let mean = history.iter().sum::<f64>() / 731.0;
        assert!((own[0] - (120.0 * 9.0 + 128.0 * mean) / (248.0 * mean)).abs() < 1e-9, "{own:?}");
        let fit = Influences::of(&series).without(&series, |s| Fit::flat(s.history.to_vec(), 4.5, s.horizon));
        assert!(fit.mean[..5].iter().all(|y| *y > 5.5) && fit.mean[5] < 4.3, "{:?}", fit.mean);
        assert!(fit.fitted.iter().zip(&history).all(|(f, y)| (f - y).abs() < 1e-9));
    }
}
