//! Input and output of a method.

use super::calendar::CalendarDay;
use super::regressors::Regressors;

/// A series to forecast.
#[derive(Clone, Copy, Debug)]
pub struct Series<'a> {
    /// Demand in equal periods, oldest first; finite.
    pub history: &'a [f64],
    /// Lengths of the seasons in periods, shortest first, each above one; empty without season.
    pub seasons: &'a [usize],
    /// Periods to forecast.
    pub horizon: usize,
    /// Known influences. The members of a combination see demand without them.
    pub regressors: Regressors<'a>,
    /// The effect of the calendar on demand, over the history and the horizon: see [`super::Options`]. The members of
    /// a combination see demand without it.
    pub calendar: &'a [CalendarDay],
}

/// An index below this means a closed day.
pub(super) const CLOSED: f64 = 0.1;

impl<'a> Series<'a> {
    /// A series without regressors or a calendar.
    pub fn new(history: &'a [f64], seasons: &'a [usize], horizon: usize) -> Self {
        Series { history, seasons, horizon, regressors: Regressors::default(), calendar: &[] }
    }

    /// The shortest season, 1 without one.
    pub fn season(&self) -> usize {
        self.seasons.first().copied().unwrap_or(1).max(1)
    }

    /// Demand divided by `index`, of history and horizon.
    ///
    /// A closed day says nothing about the level, so it repeats the day before.
    pub(super) fn relative(&self, index: &[f64]) -> Vec<f64> {
        let parts = || self.history.iter().zip(index);
        let open = |(y, index): (&f64, &f64)| (*index >= CLOSED).then(|| y / index);
        let mut last = parts().find_map(open).unwrap_or(0.0);
        parts()
            .map(|part| {
                last = open(part).unwrap_or(last);
                last
            })
            .collect()
    }
}

/// A method's fit: a one-step-ahead forecast of every period of the history (NaN before the method has started) and
/// of the coming periods.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// Same length as the history.
    pub fitted: Vec<f64>,
    /// The coming periods.
    pub mean: Vec<f64>,
    /// Variance of the error of each coming period, units², where the method's model has a formula for it.
    pub variance: Option<Vec<f64>>,
}

impl Fit {
    /// A fit without a formula for its error variance.
    pub fn new(fitted: Vec<f64>, mean: Vec<f64>) -> Self {
        Fit { fitted, mean, variance: None }
    }

    /// The same forecast for every coming period.
    pub fn flat(fitted: Vec<f64>, value: f64, horizon: usize) -> Self {
        Fit::new(fitted, vec![value; horizon])
    }

    /// Converts a fit of relative demand into units, by its index over history and horizon. The variance is then
    /// unknown.
    pub(super) fn times(mut self, index: &[f64]) -> Self {
        let (history, horizon) = index.split_at(index.len() - self.mean.len());
        self.fitted.iter_mut().zip(history).for_each(|(value, index)| *value *= index);
        self.mean.iter_mut().zip(horizon).for_each(|(value, index)| *value *= index);
        self.variance = None;
        self
    }

    /// Sets the error variance to σ² × `factor(h)`, h = 1 for the next period, σ² the mean squared one-step error over
    /// `history` corrected for `parameters` estimated from it.
    pub(super) fn with_variance(
        mut self,
        history: &[f64],
        parameters: usize,
        factor: impl Fn(usize) -> f64,
    ) -> Self {
        let (sum, count) = self.squared_errors(history, 0);
        if count > parameters {
            let sigma2 = sum / (count - parameters) as f64;
            self.variance = Some((1..=self.mean.len()).map(|h| sigma2 * factor(h)).collect());
        }
        self
    }

    /// Root mean square of one-step errors from period `from` on; `None` if no period there was forecast.
    pub fn error_sd(&self, history: &[f64], from: usize) -> Option<f64> {
        let (sum, count) = self.squared_errors(history, from);
        (count > 0).then(|| (sum / count as f64).sqrt())
    }

    fn squared_errors(&self, history: &[f64], from: usize) -> (f64, usize) {
        let (mut sum, mut count) = (0.0, 0);
        for (actual, fitted) in history.iter().zip(&self.fitted).skip(from) {
            if fitted.is_finite() {
                let error = actual - fitted;
                sum += error * error;
                count += 1;
            }
        }
        (sum, count)
    }
}
