//! Least squares on trend, season and regressors.

use super::definition::{Definition, Run};
use super::historic_average::historic_average;
use super::method::Method;
use super::series::{Fit, Series};
use crate::linear_system::solve;

/// Linear regression.
pub const DEFINITION: Definition = Definition {
    method: Some(Method::LinearRegression),
    name: "linear_regression",
    description: "least squares on trend, season and given columns",
    run: Run::Fit(linear_regression),
};

/// Weight of the penalty, relative to the mean square of a column. It matters only between columns with equal
/// information.
const RIDGE: f64 = 1e-8;
/// Longest season with a column for each period.
const SEASON_MAX: usize = 60;

/// Least squares on a constant, the time, an indicator of each period of the shortest season but one, and the
/// regressors; the mean where history has fewer periods than columns.
///
/// A regressor must be known for the horizon; one that is shorter counts as zero beyond its end. The error variance is
/// that of the residuals. Source: Hyndman & Athanasopoulos, *Forecasting: Principles and Practice*, §7.
pub fn linear_regression(series: &Series) -> Fit {
    let n = series.history.len();
    let season = if series.season() <= SEASON_MAX && n > 2 * series.season() { series.season() } else { 1 };
    let width = 2 + season - 1 + series.regressors.len();
    if n <= width {
        return historic_average(series.history, series.horizon);
    }
    let row = |t: usize| {
        let mut row = Vec::with_capacity(width);
        row.extend([1.0, t as f64 / n as f64]);
        row.extend((1..season).map(|phase| f64::from(u8::from(t % season == phase))));
        row.extend(series.regressors.at(t));
        row
    };
    let rows: Vec<Vec<f64>> = (0..n).map(row).collect();
    let coefficients = least_squares(&rows, series.history);
    let value = |row: &Vec<f64>| row.iter().zip(&coefficients).map(|(x, c)| x * c).sum::<f64>();
    let fitted = rows.iter().map(value).collect();
    let mean = (n..n + series.horizon).map(row).map(|row| value(&row)).collect();
    Fit::new(fitted, mean).with_variance(series.history, width, |_| 1.0)
}

/// Coefficients by the normal equations, with [`RIDGE`] against dependent columns.
fn least_squares(rows: &[Vec<f64>], y: &[f64]) -> Vec<f64> {
    let width = rows.first().map_or(0, Vec::len);
    let mut gram = vec![vec![0.0; width]; width];
    let mut right = vec![0.0; width];
    for (row, y) in rows.iter().zip(y) {
        for i in 0..width {
            right[i] += row[i] * y;
            for j in 0..=i {
                gram[i][j] += row[i] * row[j];
            }
        }
    }
    for (i, row) in gram.iter_mut().enumerate() {
        row[i] += RIDGE * row[i].max(1e-12);
    }
    solve(gram, right)
}

#[cfg(test)]
mod tests {
    use super::super::regressors::Regressors;
    use super::*;

    #[test]
    fn finds_trend_season_and_the_effect_of_a_promotion() {
        let promotion: Vec<f64> = (0..32).map(|t| f64::from(u8::from(t % 5 == 0))).collect();
        let y = |t: usize| 3.0 + 0.25 * t as f64 + [0.0, 4.0, -1.0, 2.0][t % 4] + 7.0 * promotion[t];
        let history: Vec<f64> = (0..28).map(y).collect();
        let columns = [promotion.clone()];
        let series = Series { regressors: Regressors::new(&columns), ..Series::new(&history, &[4], 4) };
        let fit = linear_regression(&series);
        assert!((0..4).all(|h| (fit.mean[h] - y(28 + h)).abs() < 1e-4), "{fit:?}");
    }

    #[test]
    fn columns_that_say_the_same_do_no_harm() {
        let column: Vec<f64> = (0..30).map(|t| t as f64).collect();
        let columns = [column.clone(), column.clone(), vec![0.0; 30]];
        let series = Series { regressors: Regressors::new(&columns), ..Series::new(&column[..28], &[], 2) };
        let fit = linear_regression(&series);
        assert!((fit.mean[1] - 29.0).abs() < 1e-3, "{fit:?}");
    }
}
