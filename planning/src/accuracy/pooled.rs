//! Errors of many series together. How each measure extends to many series is a choice, made here once:
//!
//! - MAE, RMSE, MAPE, sMAPE, pinball loss and coverage are over all periods of all series and origins, each counted
//!   once; MAPE has no value if any of these periods had no demand.
//! - WAPE and relative bias are ratios of sums over them.
//! - MASE and RMSSE are means over the values of each series and origin, as in the M4 and M5 competitions. A history
//!   that never changes has no scale and is left out; `Measures::scaled` counts the values in the mean.

use super::interval::loss;
use super::point::symmetric;
use super::{mase, pairs, ratio, rmsse};
use crate::forecast::Interval;

/// A forecast from an origin, with the demand that followed.
#[derive(Clone, Copy, Debug)]
pub struct Tested<'a> {
    /// Demand known at the origin, oldest first.
    pub history: &'a [f64],
    /// Season of MASE in periods; 1 for none. RMSSE is on the scale of the naive method, as in M5.
    pub season: usize,
    /// Actual demand.
    pub actual: &'a [f64],
    /// Demand forecast.
    pub mean: &'a [f64],
    /// Intervals forecast.
    pub intervals: &'a [Interval],
}

/// Sums from which the measures of many forecasts follow.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pooled {
    windows: u64,
    periods: u64,
    absolute: f64,
    squared: f64,
    error: f64,
    demand: f64,
    demand_absolute: f64,
    percentage: f64,
    without_demand: u64,
    symmetric: f64,
    mase: Mean,
    rmsse: Mean,
    levels: Vec<Level>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Mean {
    sum: f64,
    count: u64,
}

/// Sums of the intervals of one level.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Level {
    level: f64,
    periods: u64,
    inside: u64,
    loss: f64,
}

/// Measures of forecasts; `None` where one is not defined.
#[derive(Clone, Debug, PartialEq)]
pub struct Measures {
    /// Number of forecasts: series times origins.
    pub windows: u64,
    /// Number of forecasts that have a MASE.
    pub scaled: u64,
    /// Periods with known demand.
    pub periods: u64,
    /// Mean absolute error, units.
    pub mae: Option<f64>,
    /// Root mean squared error, units.
    pub rmse: Option<f64>,
    /// Σ|a − f| ÷ Σ|a|.
    pub wape: Option<f64>,
    /// Mean absolute percentage error, a fraction.
    pub mape: Option<f64>,
    /// Symmetric mean absolute percentage error in [0, 2].
    pub smape: Option<f64>,
    /// Mean absolute scaled error.
    pub mase: Option<f64>,
    /// Root mean squared scaled error.
    pub rmsse: Option<f64>,
    /// Σ(f − a) ÷ Σa: above zero where too much was forecast.
    pub relative_bias: Option<f64>,
    /// Mean pinball loss of the ends of all intervals, units.
    pub pinball: Option<f64>,
    /// By level of the intervals, in the order given.
    pub levels: Vec<LevelMeasures>,
}

/// Measures of the intervals of one level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelMeasures {
    /// Nominal probability that demand lies within.
    pub level: f64,
    /// Share of periods whose demand lay within.
    pub coverage: Option<f64>,
}

impl Mean {
    fn add(&mut self, value: Option<f64>) {
        self.sum += value.unwrap_or(0.0);
        self.count += u64::from(value.is_some());
    }

    fn value(self) -> Option<f64> {
        ratio(self.sum, self.count as f64)
    }
}

impl Pooled {
    /// Adds a forecast. Periods with missing demand do not count; nor does a forecast without any known demand.
    pub fn add(&mut self, tested: &Tested) {
        let Tested { history, season, actual, mean, intervals } = *tested;
        if pairs(actual, mean).next().is_none() {
            return;
        }
        for (a, f) in pairs(actual, mean) {
            self.periods += 1;
            self.absolute += (a - f).abs();
            self.squared += (a - f) * (a - f);
            self.error += f - a;
            self.demand += a;
            self.demand_absolute += a.abs();
            match ratio((a - f).abs(), a.abs()) {
                Some(share) => self.percentage += share,
                None => self.without_demand += 1,
            }
            self.symmetric += symmetric((a, f));
        }
        self.windows += 1;
        self.mase.add(mase(history, season, actual, mean));
        self.rmsse.add(rmsse(history, 1, actual, mean));
        for interval in intervals {
            let sums = Level::of(interval, actual);
            self.level(interval.level).add(&sums);
        }
    }

    /// Adds the sums of another.
    pub fn merge(&mut self, other: &Pooled) {
        self.windows += other.windows;
        self.periods += other.periods;
        self.without_demand += other.without_demand;
        for (sum, more) in [
            (&mut self.absolute, other.absolute),
            (&mut self.squared, other.squared),
            (&mut self.error, other.error),
            (&mut self.demand, other.demand),
            (&mut self.demand_absolute, other.demand_absolute),
            (&mut self.percentage, other.percentage),
            (&mut self.symmetric, other.symmetric),
            (&mut self.mase.sum, other.mase.sum),
            (&mut self.rmsse.sum, other.rmsse.sum),
        ] {
            *sum += more;
        }
        self.mase.count += other.mase.count;
        self.rmsse.count += other.rmsse.count;
        for level in &other.levels {
            self.level(level.level).add(level);
        }
    }

    /// The measures of all forecasts added so far.
    pub fn measures(&self) -> Measures {
        let periods = self.periods as f64;
        let ends: u64 = self.levels.iter().map(|level| 2 * level.periods).sum();
        let coverage = |level: &Level| LevelMeasures {
            level: level.level,
            coverage: ratio(level.inside as f64, level.periods as f64),
        };
        Measures {
            windows: self.windows,
            scaled: self.mase.count,
            periods: self.periods,
            mae: ratio(self.absolute, periods),
            rmse: ratio(self.squared, periods).map(f64::sqrt),
            wape: ratio(self.absolute, self.demand_absolute),
            mape: ratio(self.percentage, periods).filter(|_| self.without_demand == 0),
            smape: ratio(self.symmetric, periods),
            mase: self.mase.value(),
            rmsse: self.rmsse.value(),
            relative_bias: ratio(1.0, self.demand).map(|per| self.error * per),
            pinball: ratio(self.levels.iter().map(|level| level.loss).sum(), ends as f64),
            levels: self.levels.iter().map(coverage).collect(),
        }
    }

    fn level(&mut self, level: f64) -> &mut Level {
        let known = self.levels.iter().position(|sums| sums.level == level);
        let place = known.unwrap_or_else(|| {
            self.levels.push(Level { level, periods: 0, inside: 0, loss: 0.0 });
            self.levels.len() - 1
        });
        &mut self.levels[place]
    }
}

impl Level {
    fn of(interval: &Interval, actual: &[f64]) -> Level {
        let mut sums = Level { level: interval.level, periods: 0, inside: 0, loss: 0.0 };
        for (a, (l, u)) in actual.iter().zip(interval.lower.iter().zip(&interval.upper)) {
            if !(a.is_finite() && l.is_finite() && u.is_finite()) {
                continue;
            }
            sums.periods += 1;
            sums.inside += u64::from(l <= a && a <= u);
            sums.loss += loss((*a, *l), (1.0 - interval.level) / 2.0);
            sums.loss += loss((*a, *u), (1.0 + interval.level) / 2.0);
        }
        sums
    }

    fn add(&mut self, other: &Level) {
        self.periods += other.periods;
        self.inside += other.inside;
        self.loss += other.loss;
    }
}

#[cfg(test)]
mod tests {
    use super::super::{coverage, mae, mape, pinball, relative_bias, rmse, smape, wape};
    use super::*;

    const HISTORY: [f64; 6] = [0.0, 2.0, 5.0, 3.0, 6.0, 4.0];
    const ACTUAL: [f64; 4] = [4.0, f64::NAN, 7.0, 2.0];
    const MEAN: [f64; 4] = [5.0, 5.0, 4.0, 4.0];

    fn interval() -> Interval {
        Interval { level: 0.8, lower: vec![3.0, 1.0, 2.0, 3.0], upper: vec![6.0, 9.0, 6.0, 5.0] }
    }

    fn pooled(windows: &[(&[f64], &[f64], &[Interval])]) -> Pooled {
        let mut pooled = Pooled::default();
        for (actual, mean, intervals) in windows {
            pooled.add(&Tested { history: &HISTORY, season: 2, actual, mean, intervals });
        }
        pooled
    }

    fn near(found: Option<f64>, expected: Option<f64>) {
        let difference = found.expect("a value") - expected.expect("a value");
        assert!(difference.abs() < 1e-12, "{found:?}, expected {expected:?}");
    }

    #[test]
    fn of_one_forecast_they_are_its_own() {
        let measures = pooled(&[(&ACTUAL, &MEAN, &[interval()])]).measures();
        assert_eq!((measures.windows, measures.scaled, measures.periods), (1, 1, 3));
        near(measures.mae, mae(&ACTUAL, &MEAN));
        near(measures.rmse, rmse(&ACTUAL, &MEAN));
        near(measures.wape, wape(&ACTUAL, &MEAN));
        near(measures.mape, mape(&ACTUAL, &MEAN));
        near(measures.smape, smape(&ACTUAL, &MEAN));
        near(measures.mase, mase(&HISTORY, 2, &ACTUAL, &MEAN));
        near(measures.rmsse, rmsse(&HISTORY, 1, &ACTUAL, &MEAN));
        near(measures.relative_bias, relative_bias(&ACTUAL, &MEAN));
        let Interval { lower, upper, .. } = interval();
        near(measures.levels[0].coverage, coverage(&ACTUAL, &lower, &upper));
        let ends = [pinball(&ACTUAL, &lower, 0.1), pinball(&ACTUAL, &upper, 0.9)];
        near(measures.pinball, Some((ends[0].expect("a loss") + ends[1].expect("a loss")) / 2.0));
    }

    #[test]
    fn over_several_every_period_counts_once_and_every_scaled_error_once() {
        // One period 10 too high of 20; then two without error of 5 each.
        let measures = pooled(&[(&[20.0], &[30.0], &[]), (&[5.0; 2], &[5.0; 2], &[])]).measures();
        near(measures.mae, Some(10.0 / 3.0));
        near(measures.rmse, Some((100.0f64 / 3.0).sqrt()));
        near(measures.wape, Some(10.0 / 30.0));
        near(measures.relative_bias, Some(10.0 / 30.0));
        near(measures.mape, Some(0.5 / 3.0));
        near(measures.mase, mase(&HISTORY, 2, &[20.0], &[30.0]).map(|one| one / 2.0));
        assert_eq!(measures.pinball, None, "no intervals");
    }

    #[test]
    fn what_is_undefined_stays_so() {
        assert_eq!(pooled(&[(&[0.0, 3.0], &[1.0, 3.0], &[])]).measures().mape, None);
        let none = pooled(&[(&[f64::NAN], &[1.0], &[])]).measures();
        assert_eq!((none.windows, none.mae, none.smape, none.mase), (0, None, None, None));
        let mut constant = Pooled::default();
        constant.add(&Tested { history: &[3.0; 5], season: 1, actual: &[4.0], mean: &[3.0], intervals: &[] });
        let measures = constant.measures();
        assert_eq!((measures.windows, measures.scaled, measures.mase, measures.mae), (1, 0, None, Some(1.0)));
    }

    #[test]
    fn merging_is_adding() {
        let windows: [(&[f64], &[f64], &[Interval]); 2] =
            [(&ACTUAL, &MEAN, &[interval()]), (&[1.0; 4], &MEAN, &[interval()])];
        let mut merged = pooled(&windows[..1]);
        merged.merge(&pooled(&windows[1..]));
        assert_eq!(merged, pooled(&windows));
    }
}
