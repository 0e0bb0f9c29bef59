//! How wrong a forecast may be: by period ahead, and for demand summed over the periods of a lead time.

use super::definition::Run;
use super::method::Method;
use super::options::Options;
use super::selection::Selection;
use super::series::{Fit, Series};
use crate::accuracy::Origins;

/// Backtest origins for a method that was asked for.
const ORIGINS: usize = 8;
const HISTORY_MIN: usize = 8;
/// One-step errors over the last so many periods, or over the longest season, give the deviation of the next period.
const RECENT_PERIODS: usize = 26;

/// Deviations of forecast errors, in units.
pub(super) struct Uncertainty {
    /// Root mean square of recent one-step errors.
    pub(super) error_sd: f64,
    /// Error variance of each coming period.
    pub(super) variance: Vec<f64>,
    /// Deviation of the summed error of the first h periods; empty if not asked for.
    pub(super) cumulative_sd: Vec<f64>,
}

impl Uncertainty {
    pub(super) fn of(series: &Series, options: &Options, selection: &Selection) -> Self {
        let OneStep { recent, fading } = one_step(series, &selection.fit, selection.method);
        let error_sd = recent * fading;
        let given = selection.fit.variance.clone();
        let needs_errors = options.cumulative || (!options.levels.is_empty() && given.is_none());
        let errors = match options.method.run {
            _ if !needs_errors || selection.method == Method::Zero => Vec::new(),
            Run::Fit(fit) => past_errors(series, fit),
            Run::Choose(_) => selection.backtest.method.iter().map(|w| w.errors().collect()).collect(),
        };
        let horizon = series.horizon;
        let mut variance = given.unwrap_or_else(|| by_period(&errors, error_sd * error_sd, horizon));
        if let Some(effects) = &selection.effects {
            let tested = errors.iter().map(Vec::len).sum::<usize>().clamp(1, series.history.len());
            let spread = effects.spread(tested, horizon);
            variance.iter_mut().zip(spread).for_each(|(variance, spread)| *variance *= spread);
        }
        let cumulative_sd = if options.cumulative {
            cumulative(&errors, recent * recent, horizon).into_iter().map(|sd| sd * fading).collect()
        } else {
            Vec::new()
        };
        Uncertainty { error_sd, variance, cumulative_sd }
    }
}

/// Errors one period ahead.
struct OneStep {
    /// Their root mean square over recent periods.
    recent: f64,
    /// Factor of at most 1 that reduces deviations where less demand is expected than in the past. The variance of
    /// rare demand is proportional to its frequency, and a mean near zero with a large deviation would make no sense.
    fading: f64,
}

fn one_step(series: &Series, fit: &Fit, method: Method) -> OneStep {
    if method == Method::Zero {
        return OneStep { recent: 0.0, fading: 1.0 };
    }
    let history = series.history;
    let window = series.seasons.last().copied().unwrap_or(1).max(RECENT_PERIODS);
    let from = history.len().saturating_sub(window);
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let (before, coming) = (mean(&history[from..]), mean(&fit.mean));
    let spread = |values: &[f64]| {
        let before = mean(values);
        mean(&values.iter().map(|y| (y - before) * (y - before)).collect::<Vec<_>>()).sqrt()
    };
    // A series that has not changed lately may have changed before.
    let spread = [&history[from..], history].map(spread).into_iter().find(|sd| *sd > 0.0).unwrap_or(0.0);
    // A method that has just begun, or one member of several, can be far off in sample. Repeating the last value of
    // independent demands has √2 times their deviation; no method needs to be worse. Where the method forecast none
    // of these periods, as before a second demand, its error is that of their mean.
    let recent = fit.error_sd(history, from).unwrap_or(spread).min(core::f64::consts::SQRT_2 * spread);
    if history.len() < 4 {
        // Two or three periods hardly show a deviation: at least that of Poisson demand.
        return OneStep { recent: recent.max(before.max(0.0).sqrt()), fading: 1.0 };
    }
    let is_count = history.iter().all(|y| *y >= 0.0);
    let fading = if is_count && before > 0.0 { (coming / before).clamp(0.0, 1.0).sqrt() } else { 1.0 };
    OneStep { recent, fading }
}

/// Errors of forecasts from earlier origins, demand − forecast, with the method fitted again at each.
fn past_errors(series: &Series, fit: fn(&Series) -> Fit) -> Vec<Vec<f64>> {
    let history = series.history;
    let horizon = series.horizon.clamp(1, (history.len() / 3).max(1));
    // Origins are closer than a horizon where history is short: overlapping origins are better than too few.
    let step = (history.len() / (2 * ORIGINS)).clamp(1, horizon);
    let origins = Origins { count: ORIGINS, horizon, step, history_min: HISTORY_MIN };
    let errors = |known: usize| {
        let past = Series { history: &history[..known], horizon, ..*series };
        history[known..].iter().zip(fit(&past).mean).map(|(y, f)| y - f).collect()
    };
    origins.of(history.len()).map(errors).collect()
}

/// Error variance by period ahead: a line through the mean squares that neither falls nor more than doubles from one
/// period to the next, and never exceeds a random walk with the one-step variance `one_step`. Without a backtest that
/// random walk is used.
fn by_period(errors: &[Vec<f64>], one_step: f64, horizon: usize) -> Vec<f64> {
    let periods = errors.iter().map(Vec::len).min().unwrap_or(0);
    if periods == 0 {
        return vec![one_step; horizon];
    }
    let square = |h: usize| errors.iter().map(|row| row[h] * row[h]).sum::<f64>() / errors.len() as f64;
    let squares: Vec<f64> = (0..periods).map(square).collect();
    let count = periods as f64;
    let mean = squares.iter().sum::<f64>() / count;
    let centre = (count - 1.0) / 2.0;
    let spread = count * (count * count - 1.0) / 12.0;
    let cross: f64 = squares.iter().enumerate().map(|(h, s)| (h as f64 - centre) * (s - mean)).sum();
    let slope = if periods > 1 { (cross / spread).max(0.0) } else { 0.0 };
    // A line that would begin below a third of the mean begins at that third and keeps the mean.
    let slope = if centre > 0.0 { slope.min(mean * 2.0 / 3.0 / centre) } else { 0.0 };
    let first = mean - slope * centre;
    (0..horizon).map(|h| (first + slope * h as f64).min(one_step * (h + 1) as f64)).collect()
}

/// Deviation of the error of demand summed over 1 … `horizon` periods, from every run of as many periods within the
/// errors of each origin. One run of independent errors is added, so that few origins cannot give zero. The deviation
/// is at most that of the sum of a random walk with the one-step variance `one_step`, because a method that exploded
/// from one origin is no measure.
///
/// Errors of neighbouring periods are correlated (a level too low is too low for all of them), so √h would be too
/// small. Beyond the tested periods the deviation grows by the power of h that they showed, between √h and h.
fn cumulative(errors: &[Vec<f64>], one_step: f64, horizon: usize) -> Vec<f64> {
    let tested = errors.iter().map(Vec::len).min().unwrap_or(0).min(horizon);
    let mut deviations: Vec<f64> = Vec::with_capacity(horizon);
    for h in 1..=tested {
        let (mut sum, mut count) = (one_step * h as f64, 1.0);
        for row in errors {
            for run in row.windows(h) {
                let total: f64 = run.iter().sum();
                sum += total * total;
                count += 1.0;
            }
        }
        let walk = one_step * (h * (h + 1) * (2 * h + 1)) as f64 / 6.0;
        let deviation = (sum / count).min(walk).sqrt();
        deviations.push(deviations.last().map_or(deviation, |before| deviation.max(*before)));
    }
    let (first, last) = match (deviations.first(), deviations.last()) {
        (Some(first), Some(last)) => (*first, *last),
        _ => (one_step.sqrt(), one_step.sqrt()),
    };
    let power = if tested > 1 && first > 0.0 {
        (libm::log(last / first) / libm::log(tested as f64)).clamp(0.5, 1.0)
    } else {
        0.5
    };
    let base = tested.max(1) as f64;
    deviations.extend((tested + 1..=horizon).map(|h| last * libm::pow(h as f64 / base, power)));
    deviations
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_that_go_together_add_up_faster_than_the_root() {
        // Every period of an origin is wrong by the same amount: the sum grows with h.
        let errors: Vec<Vec<f64>> = (0..40).map(|o| vec![if o % 2 == 0 { 3.0 } else { -3.0 }; 5]).collect();
        let sd = cumulative(&errors, 9.0, 8);
        assert!((sd[0] - 3.0).abs() < 1e-9 && sd[4] > 14.0 && sd[7] > 22.0, "{sd:?}");
        // Errors that cancel do not shrink the sum below that of fewer periods.
        let errors: Vec<Vec<f64>> = (0..40).map(|_| vec![3.0, -3.0, 3.0, -3.0]).collect();
        let sd = cumulative(&errors, 9.0, 4);
        assert!(sd.windows(2).all(|pair| pair[1] >= pair[0]), "{sd:?}");
        assert_eq!(cumulative(&[], 4.0, 4), [2.0, 8f64.sqrt(), 12f64.sqrt(), 4.0]);
        // An explosion is no more than the sum of a random walk: 4·1, 4·(1 + 4), 4·(1 + 4 + 9).
        assert_eq!(cumulative(&[vec![1e9; 3]], 4.0, 3), [2.0, 20f64.sqrt(), 56f64.sqrt()]);
    }

    #[test]
    fn variance_is_a_rising_line() {
        let errors = [vec![1.0, 2.0, 3.0], vec![-1.0, -2.0, -3.0]];
        let variance = by_period(&errors, 9.0, 4);
        assert!(variance.windows(2).all(|pair| pair[1] > pair[0]) && variance[0] > 0.0, "{variance:?}");
        assert_eq!(by_period(&[vec![2.0, 1.0]], 9.0, 2), [2.5, 2.5]);
        // An explosion in the backtest is no more than a random walk.
        assert_eq!(by_period(&[vec![1e9, 1e9]], 4.0, 3), [4.0, 8.0, 12.0]);
    }
}
