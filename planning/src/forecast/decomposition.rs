//! Classical decomposition: seasonal indices, and whether there is a season at all.

/// Seasonal indices of the first `season` periods: means of the remainders from a centred moving average of one
/// season, with mean 0 (additive) or 1 (multiplicative). With less than two seasons, deviations from the mean are
/// used instead.
///
/// Source: Hyndman & Athanasopoulos, *Forecasting: Principles and Practice*, §3.4.
pub(super) fn indices(history: &[f64], season: usize, is_multiplicative: bool) -> Vec<f64> {
    let mut sums = vec![0.0; season];
    let mut counts = vec![0.0; season];
    let mut add = |t: usize, trend: f64| {
        let value = if is_multiplicative { history[t] / trend.max(1e-12) } else { history[t] - trend };
        sums[t % season] += value;
        counts[t % season] += 1.0;
    };
    if history.len() >= 2 * season {
        moving_average(history, season, &mut add);
    } else {
        let mean = history.iter().sum::<f64>() / history.len().max(1) as f64;
        (0..history.len()).for_each(|t| add(t, mean));
    }
    let neutral = f64::from(u8::from(is_multiplicative));
    let mut indices: Vec<f64> = sums
        .iter()
        .zip(&counts)
        .map(|(sum, count)| if *count > 0.0 { sum / count } else { neutral })
        .collect();
    let mean = indices.iter().sum::<f64>() / season as f64;
    for index in &mut indices {
        if is_multiplicative {
            *index = (*index / mean).max(0.01);
        } else {
            *index -= mean;
        }
    }
    indices
}

/// Calls `add` with each period that has half a season on both sides and the mean of that season; the ends of an even
/// season count half.
fn moving_average(history: &[f64], season: usize, add: &mut impl FnMut(usize, f64)) {
    let half = season / 2;
    let is_even = season.is_multiple_of(2);
    for t in half..history.len() - half {
        let inner = if is_even { &history[t - half + 1..t + half] } else { &history[t - half..=t + half] };
        let mut sum: f64 = inner.iter().sum();
        if is_even {
            sum += 0.5 * (history[t - half] + history[t + half]);
        }
        add(t, sum / season as f64);
    }
}

/// Whether the autocorrelation at one season is above the two-sided 90 % limit of chance.
///
/// Source: J. Fiorucci, T. Pellegrini, F. Louzada, F. Petropoulos & A. Koehler, "Models for optimising the theta method
/// and their relationship to state space models", *International Journal of Forecasting* 32 (2016), §4.
pub(super) fn is_seasonal(history: &[f64], season: usize) -> bool {
    let n = history.len();
    if season < 4 || n < 2 * season {
        return false;
    }
    let mean = history.iter().sum::<f64>() / n as f64;
    let covariance =
        |lag: usize| (lag..n).map(|t| (history[t] - mean) * (history[t - lag] - mean)).sum::<f64>();
    let variance = covariance(0);
    if variance <= 0.0 {
        return false;
    }
    let squares: f64 = (1..season).map(|lag| covariance(lag) / variance).map(|r| r * r).sum();
    let limit = 1.644_853_626_951_472_6 * ((1.0 + 2.0 * squares) / n as f64).sqrt();
    (covariance(season) / variance).abs() > limit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indices_of_a_trend_with_a_season() {
        let season = [3.0, -1.0, -2.0, 0.0];
        let history: Vec<f64> = (0..24).map(|t| 10.0 + 0.5 * t as f64 + season[t % 4]).collect();
        let found = indices(&history, 4, false);
        assert!(found.iter().zip(season).all(|(f, s)| (f - s).abs() < 1e-12), "{found:?}");
        let level: Vec<f64> = (0..24).map(|t| 10.0 + season[t % 4]).collect();
        assert!(is_seasonal(&level, 4));
        let odd: Vec<f64> = (0..21).map(|t| 10.0 * [1.5, 0.5, 1.0][t % 3]).collect();
        let found = indices(&odd, 3, true);
        assert!(found.iter().zip([1.5, 0.5, 1.0]).all(|(f, s)| (f - s).abs() < 1e-12), "{found:?}");
    }

    #[test]
    fn no_season_in_a_constant() {
        assert!(!is_seasonal(&[5.0; 40], 7));
        assert!(!is_seasonal(&[5.0, 1.0, 3.0], 7));
    }
}
