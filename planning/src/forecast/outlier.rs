//! Outliers and level shifts of demand that comes in most periods.

use super::decomposition;
use super::demand_class::DemandClass;
use super::result::Notice;
use crate::convert::count_u32;

/// Neighbours on each side whose median a value is compared with.
const NEIGHBOURS: usize = 5;
/// Robust deviations beyond which a value is an outlier: at most one in a hundred thousand normal values.
const OUTLIER_DEVIATIONS: f64 = 6.0;
/// One value in this many may be higher than usual demand; it then counts as the highest of the others.
const SPARED: usize = 50;
/// Periods on each side of a level shift.
const SHIFT_PERIODS: usize = 12;
/// Standard errors between the means of the two sides that make a level shift.
const SHIFT_ERRORS: f64 = 8.0;
/// Median absolute deviations in a normal standard deviation.
const MAD_TO_SD: f64 = 1.482_602_218_505_602;

/// Notes outliers and the clearest level shift; draws outliers to the limit if `dampen`.
///
/// Only smooth demand is examined, because in other classes large values are normal. Source of the rule for outliers:
/// F. Hampel, "The influence curve and its role in robust estimation", *Journal of the American Statistical
/// Association* 69 (1974).
pub(super) fn inspect(demand: &mut [f64], seasons: &[usize], dampen: bool, notices: &mut Vec<Notice>) {
    let n = demand.len();
    if n < 3 * SHIFT_PERIODS {
        return;
    }
    // One wild value must make neither demand erratic nor its phase of the season high.
    let usual_max = *demand.to_vec().select_nth_unstable_by(n - n.div_ceil(SPARED), f64::total_cmp).1;
    let usual: Vec<f64> = demand.iter().map(|y| y.min(usual_max)).collect();
    if DemandClass::of(&usual) != DemandClass::Smooth {
        return;
    }
    let season = seasons.iter().copied().find(|season| n >= 2 * season).unwrap_or(1);
    let indices = if season > 1 { decomposition::indices(&usual, season, false) } else { vec![0.0] };
    let adjusted: Vec<f64> = demand.iter().enumerate().map(|(t, y)| y - indices[t % season]).collect();
    let middle: Vec<f64> = (0..n)
        .map(|t| median(&mut adjusted[t.saturating_sub(NEIGHBOURS)..(t + NEIGHBOURS + 1).min(n)].to_vec()))
        .collect();
    let mut distances: Vec<f64> = adjusted.iter().zip(&middle).map(|(y, m)| (y - m).abs()).collect();
    let deviation = MAD_TO_SD * median(&mut distances);
    if deviation <= 0.0 {
        return;
    }
    let limit = OUTLIER_DEVIATIONS * deviation;
    for t in 0..n {
        let distance = adjusted[t] - middle[t];
        if distance.abs() > limit {
            notices.push(Notice::Outlier { period: count_u32(t) });
            if dampen {
                demand[t] = (middle[t] + limit * distance.signum() + indices[t % season]).max(0.0);
            }
        }
    }
    if let Some(period) = level_shift(&middle, deviation) {
        notices.push(Notice::LevelShift { period });
    }
}

/// The period at which the means of the medians before and after differ most, if they differ enough.
fn level_shift(middle: &[f64], deviation: f64) -> Option<u32> {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let step = |t: usize| mean(&middle[t..t + SHIFT_PERIODS]) - mean(&middle[t - SHIFT_PERIODS..t]);
    let steps = (SHIFT_PERIODS..=middle.len() - SHIFT_PERIODS).map(|t| (t, step(t).abs()));
    let (period, size) = steps.fold((0, 0.0), |best, now| if now.1 > best.1 { now } else { best });
    let error = deviation * (2.0 / SHIFT_PERIODS as f64).sqrt();
    (size > SHIFT_ERRORS * error).then(|| count_u32(period))
}

fn median(values: &mut [f64]) -> f64 {
    let half = values.len() / 2;
    *values.select_nth_unstable_by(half, f64::total_cmp).1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(t: usize) -> f64 {
        20.0 + ((t * 7) % 5) as f64
    }

    #[test]
    fn one_wild_value_is_named_and_dampened() {
        let mut demand: Vec<f64> = (0..60).map(level).collect();
        demand[30] = 70.0;
        let mut notices = Vec::new();
        inspect(&mut demand, &[], true, &mut notices);
        assert_eq!(notices, [Notice::Outlier { period: 30 }]);
        assert!(demand[30] < 40.0, "{}", demand[30]);
        // One with two noughts too many, in the season, too.
        for seasons in [&[][..], &[7]] {
            let mut demand: Vec<f64> = (0..60).map(level).collect();
            demand[30] *= 100.0;
            notices.clear();
            inspect(&mut demand, seasons, true, &mut notices);
            assert_eq!(notices, [Notice::Outlier { period: 30 }], "{seasons:?}");
            assert!(demand[30] < 40.0, "{}", demand[30]);
        }
    }

    #[test]
    fn a_shift_is_no_outlier_and_noise_is_neither() {
        let mut demand: Vec<f64> = (0..60).map(|t| level(t) + if t < 33 { 0.0 } else { 15.0 }).collect();
        let mut notices = Vec::new();
        inspect(&mut demand, &[], false, &mut notices);
        assert_eq!(notices, [Notice::LevelShift { period: 33 }]);
        let mut demand: Vec<f64> = (0..60).map(|t| level(t) + [0.0, 30.0, 5.0, 1.0][t % 4]).collect();
        notices.clear();
        inspect(&mut demand, &[4], false, &mut notices);
        assert_eq!(notices, [], "a season is no outlier");
    }
}
