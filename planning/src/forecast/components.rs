//! Components of a history: a level, a season where there is one, and the rest.

use super::decomposition::{indices, is_seasonal};

/// Periods whose mean is the level: a quarter of weeks.
pub const LEVEL_PERIODS: usize = 13;

/// A history as level + season + rest, and its forecast as level + season.
#[derive(Clone, Debug, PartialEq)]
pub struct Components {
    /// Level of each past and coming period; for coming periods it is the forecast without its season.
    pub level: Vec<f64>,
    /// The season's addition in each period; `None` where no season is beyond chance.
    pub season: Option<Vec<f64>>,
    /// Share of the variance around the level that the season explains, 0 to 1; 0 without season.
    pub season_strength: f64,
}

/// Components of a history and of a forecast that follows it, `season` the periods of a year.
///
/// The season is the additive one of classical decomposition, if the autocorrelation at one season is beyond chance;
/// the level of a period is the mean of the [`LEVEL_PERIODS`] surrounding periods without their season, of fewer at
/// the ends; the strength is max(0, 1 − Var(rest) ÷ Var(season + rest)). `None` where the history is too short for a
/// level, or a value is missing.
///
/// Source: Hyndman & Athanasopoulos, *Forecasting: Principles and Practice*, 3rd ed., §3.4 and §4.3.
pub fn components(history: &[f64], forecast: &[f64], season: usize) -> Option<Components> {
    let n = history.len();
    if n < LEVEL_PERIODS || history.iter().chain(forecast).any(|y| !y.is_finite()) {
        return None;
    }
    let index = is_seasonal(history, season).then(|| indices(history, season, false));
    let added = |t: usize| index.as_ref().map_or(0.0, |index| index[t % season]);
    let adjusted: Vec<f64> = history.iter().enumerate().map(|(t, y)| y - added(t)).collect();
    let half = LEVEL_PERIODS / 2;
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let mut level: Vec<f64> =
        (0..n).map(|t| mean(&adjusted[t.saturating_sub(half)..(t + half + 1).min(n)])).collect();
    let season_strength = strength(&adjusted, history, &level);
    level.extend(forecast.iter().enumerate().map(|(h, y)| y - added(n + h)));
    let season = index.is_some().then(|| (0..level.len()).map(added).collect());
    Some(Components { level, season, season_strength })
}

/// 1 − Var(without season − level) ÷ Var(history − level), not below zero.
fn strength(adjusted: &[f64], history: &[f64], level: &[f64]) -> f64 {
    let variance = |values: &[f64]| {
        let rest: Vec<f64> = values.iter().zip(level).map(|(y, level)| y - level).collect();
        let mean = rest.iter().sum::<f64>() / rest.len() as f64;
        rest.iter().map(|r| (r - mean) * (r - mean)).sum::<f64>()
    };
    let with_season = variance(history);
    if with_season > 0.0 { (1.0 - variance(adjusted) / with_season).max(0.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trend_with_a_season_comes_apart_and_its_forecast_too() {
        let season = [6.0, -2.0, -4.0, 0.0];
        let at = |t: usize| 20.0 + 0.25 * t as f64 + season[t % 4];
        let history: Vec<f64> = (0..40).map(at).collect();
        let forecast: Vec<f64> = (40..46).map(at).collect();
        let found = components(&history, &forecast, 4).expect("long enough");
        let added = found.season.expect("a season");
        assert_eq!((found.level.len(), added.len()), (46, 46));
        for t in 6..34 {
            assert!((found.level[t] - (20.0 + 0.25 * t as f64)).abs() < 1e-9, "{t}");
        }
        assert!((0..46).all(|t| (added[t] - season[t % 4]).abs() < 1e-9));
        assert!((40..46).all(|t| (found.level[t] + added[t] - at(t)).abs() < 1e-9));
        assert!(found.season_strength > 0.95, "{}", found.season_strength);
    }

    #[test]
    fn what_chance_may_do_is_no_season() {
        let history: Vec<f64> = (0..104).map(|t| 5.0 + ((t * 7) % 11) as f64).collect();
        let found = components(&history, &[9.0], 52).expect("long enough");
        assert_eq!((found.season, found.season_strength, found.level[104]), (None, 0.0, 9.0));
    }

    #[test]
    fn nothing_is_said_of_a_short_history_or_one_with_gaps() {
        assert_eq!(components(&[1.0; 12], &[1.0], 52), None);
        assert_eq!(components(&[&[1.0; 20][..], &[f64::NAN]].concat(), &[1.0], 52), None);
    }
}
