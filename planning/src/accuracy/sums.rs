//! Errors of many forecasts together: measures are ratios of sums, so that items with little demand do not outweigh
//! others.

use super::{Window, ratio};
use serde::{Deserialize, Serialize};

/// Sums of the errors of one backtest or of many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ErrorSums {
    /// Periods forecast.
    pub periods: f64,
    /// Σ demand, units.
    pub demand: f64,
    /// Σ (forecast − demand), units: above zero where too much was forecast.
    pub bias: f64,
    /// Σ |demand − forecast|, units.
    pub absolute: f64,
    /// Σ (demand − forecast)² ÷ the mean squared change from one period to the next of the item's history.
    pub scaled_square: f64,
}

impl ErrorSums {
    /// Sums over the periods of all windows whose demand is known, squares divided by `scale` (see [`mean_squared_change`]); `None` without
    /// periods or where the history never changes.
    pub fn of(windows: &[Window], scale: f64) -> Option<Self> {
        let mut sums = ErrorSums::default();
        for window in windows {
            let known = window.actual.iter().zip(window.errors()).filter(|(_, error)| error.is_finite());
            for (demand, error) in known {
                sums.add(&ErrorSums {
                    periods: 1.0,
                    demand: *demand,
                    bias: -error,
                    absolute: error.abs(),
                    scaled_square: error * error / scale,
                });
            }
        }
        (sums.periods > 0.0 && scale > 0.0).then_some(sums)
    }

    /// Adds another's sums.
    pub fn add(&mut self, other: &ErrorSums) {
        self.periods += other.periods;
        self.demand += other.demand;
        self.bias += other.bias;
        self.absolute += other.absolute;
        self.scaled_square += other.scaled_square;
    }

    /// Weighted absolute percentage error, a fraction, as [`super::wape`]; `None` without demand.
    pub fn wape(&self) -> Option<f64> {
        ratio(self.absolute, self.demand)
    }

    /// Bias as a fraction of demand, as [`super::relative_bias`]; `None` without demand.
    pub fn relative_bias(&self) -> Option<f64> {
        ratio(1.0, self.demand).map(|per| self.bias * per)
    }

    /// Root mean squared scaled error, as [`super::rmsse`]; over several items the root of the mean of their squares.
    pub fn rmsse(&self) -> Option<f64> {
        ratio(self.scaled_square, self.periods).map(f64::sqrt)
    }
}

/// Mean squared change from one period to the next, units²: the mean squared error of the naive method in sample. Zero
/// for fewer than two periods.
pub fn mean_squared_change(history: &[f64]) -> f64 {
    let changes = history.windows(2).map(|pair| (pair[1] - pair[0]) * (pair[1] - pair[0])).sum::<f64>();
    changes / history.len().saturating_sub(1).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::super::{relative_bias, rmsse, wape};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn one_window_has_the_measures_of_its_lists(
            history in prop::collection::vec(1.0..50.0f64, 3..30),
            pairs in prop::collection::vec((0.5..50.0f64, 0.0..50.0f64), 1..14),
        ) {
            let (actual, forecast): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
            let window = Window { known: history.len(), actual: actual.clone(), forecast: forecast.clone() };
            let sums = ErrorSums::of(&[window.clone(), window], mean_squared_change(&history)).expect("changes");
            let same = |a: Option<f64>, b: Option<f64>| (a.expect("a") - b.expect("b")).abs() < 1e-9;
            prop_assert!(same(sums.wape(), wape(&actual, &forecast)));
            prop_assert!(same(sums.relative_bias(), relative_bias(&actual, &forecast)));
            prop_assert!(same(sums.rmsse(), rmsse(&history, 1, &actual, &forecast)));
        }
    }

    #[test]
    fn sums_of_two_items_are_ratios_of_sums() {
        // Errors 1 of 10 and 9 of 90 on histories whose squared changes are 1 and 100.
        let window = |actual, forecast| [Window { known: 2, actual: vec![actual], forecast: vec![forecast] }];
        let mut sums = ErrorSums::of(&window(10.0, 9.0), mean_squared_change(&[4.0, 5.0])).expect("changes");
        sums.add(&ErrorSums::of(&window(90.0, 99.0), mean_squared_change(&[20.0, 30.0])).expect("changes"));
        assert_eq!((sums.wape(), sums.relative_bias()), (Some(0.1), Some(0.08)));
        assert_eq!(sums.rmsse(), Some((0.5f64 * (1.0 + 0.81)).sqrt()));
        assert_eq!(ErrorSums::of(&window(1.0, 1.0), mean_squared_change(&[3.0, 3.0])), None);
        assert_eq!(ErrorSums::of(&[], 1.0), None);
        assert_eq!(ErrorSums::default().wape(), None);
    }
}
