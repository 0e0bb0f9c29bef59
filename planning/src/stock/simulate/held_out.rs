//! Days that a forecast had not seen, scaled to today's level.

use super::is_whole;
use crate::forecast::Backtest;
use std::ops::Range;

/// Largest factor on the level of past days, because a past forecast near zero does not measure that level.
const LEVEL_FACTOR_MAX: f64 = 2.0;

/// Demand of the days that the origins of a backtest forecast, oldest first, as it would be if today's forecast erred
/// as the forecasts of that time did: each origin's days times today's mean ÷ the mean forecast from it.
///
/// `days` are recorded units per day, `of_period` says which of them are those of a period (none where they were not
/// recorded by day), `mean` is today's forecast of a period. A period with unknown demand is left out; the days of a period with
/// estimated demand are scaled to that estimate. Where all recorded units are whole, so are these; remainders of
/// rounding are carried to the next demand.
pub fn held_out_days(
    days: &[f64],
    of_period: impl Fn(usize) -> Option<Range<usize>>,
    backtest: &Backtest,
    mean: f64,
) -> Vec<f64> {
    let whole = days.iter().all(|units| is_whole(*units));
    let mut held_out = Vec::new();
    let mut carried = 0.0;
    for window in backtest.method.iter().rev() {
        let forecast = window.forecast.iter().sum::<f64>() / window.forecast.len() as f64;
        let level = (mean / forecast).min(LEVEL_FACTOR_MAX);
        for (h, actual) in window.actual.iter().enumerate() {
            if actual.is_nan() {
                continue;
            }
            let Some(recorded) = of_period(window.known + h).and_then(|range| days.get(range)) else {
                continue;
            };
            let total: f64 = recorded.iter().sum();
            for units in recorded {
                let share = if total > 0.0 { units / total } else { 1.0 / recorded.len() as f64 };
                let wanted = level * actual * share;
                // Days without demand stay so.
                let due = if wanted > 0.0 { wanted + carried } else { 0.0 };
                let units = if whole { libm::floor(due + 1e-9) } else { due };
                carried = if whole && wanted > 0.0 { due - units } else { carried };
                held_out.push(units);
            }
        }
    }
    held_out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accuracy::Window;

    fn window(known: usize, actual: [f64; 2], forecast: [f64; 2]) -> Window {
        Window { known, actual: actual.to_vec(), forecast: forecast.to_vec() }
    }

    /// Periods of two days, of which the first are not recorded by day.
    fn two_days(first: usize) -> impl Fn(usize) -> Option<Range<usize>> {
        move |period| period.checked_sub(first).map(|place| 2 * place..2 * place + 2)
    }

    #[test]
    fn days_are_at_the_level_of_today_and_whole_where_they_were() {
        // Six periods of two days; the first two are not recorded by day.
        let days = [0.0, 4.0, 1.0, 3.0, 2.0, 0.0, 0.0, 0.0];
        let method = vec![window(4, [2.0, 0.0], [2.0, 2.0]), window(2, [4.0, 4.0], [8.0, 8.0])];
        let backtest = Backtest { method, ..Backtest::default() };
        let check = |mean, expected: &[f64]| {
            assert_eq!(held_out_days(&days, two_days(2), &backtest, mean), expected, "{mean}");
        };
        // Half of the first four days, twice the rest: the level has fallen less than was forecast.
        check(4.0, &[0.0, 2.0, 0.0, 2.0, 4.0, 0.0, 0.0, 0.0]);
        // A factor of four is taken for two.
        check(16.0, &[0.0, 8.0, 2.0, 6.0, 4.0, 0.0, 0.0, 0.0]);
        check(2.0, &[0.0, 1.0, 0.0, 1.0, 2.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn demand_that_stock_hid_comes_as_estimated() {
        let method = vec![window(0, [6.0, 3.0], [1.0, 1.0])];
        let backtest = Backtest { method, ..Backtest::default() };
        // The first period had half its demand on the shelf, the second none of it.
        assert_eq!(held_out_days(&[2.5, 0.5, 0.0, 0.0], two_days(0), &backtest, 1.0), [5.0, 1.0, 1.5, 1.5]);
        assert!(held_out_days(&[], two_days(0), &backtest, 1.0).is_empty());
    }
}
