//! Features of demand, as numbers for clustering.

use super::xyz::deseasonalised_variation;
use serde::{Deserialize, Serialize};

/// Limit of a trend, in multiples of the mean per year, because young items could have any.
const TREND_MAX: f64 = 2.0;

/// A feature of an item-location's demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    /// Units a year, as a power of ten.
    Volume,
    /// Consumption of a year at cost, as a power of ten.
    Value,
    /// Coefficient of variation of demand per period without its season, as a power of ten.
    Variability,
    /// Mean periods from one demand to the next, as a power of ten.
    Interval,
    /// Change of demand per year as a share of its mean.
    Trend,
}

impl Feature {
    /// Every feature, in the order of their numbers.
    pub const ALL: [Feature; 5] =
        [Feature::Volume, Feature::Value, Feature::Variability, Feature::Interval, Feature::Trend];
}

/// The features of an item-location; `None` without demand, with too little history, or without a known value.
///
/// `history` is demand per period, oldest first, `season` the periods of a year, `annual_value` money. Scales are
/// chosen so that a difference means about the same everywhere: volume and value are compared by ratio.
pub fn features(history: &[f64], season: usize, annual_value: f64) -> Option<[f64; Feature::ALL.len()]> {
    let variability = deseasonalised_variation(history, season)?;
    let valued = annual_value >= 0.0;
    if !valued {
        return None;
    }
    let born = history.iter().position(|y| *y > 0.0)?;
    let lived = &history[born..];
    let n = lived.len() as f64;
    let mean = lived.iter().sum::<f64>() / n;
    let demands = lived.iter().filter(|y| **y > 0.0).count() as f64;
    let middle = (n - 1.0) / 2.0;
    let slope = lived.iter().enumerate().map(|(t, y)| (t as f64 - middle) * (y - mean)).sum::<f64>()
        / (n * (n * n - 1.0) / 12.0);
    let per_year = season as f64;
    Some([
        libm::log10(1.0 + mean * per_year),
        libm::log10(1.0 + annual_value),
        libm::log10(1.0 + variability),
        libm::log10(n / demands),
        (slope * per_year / mean).clamp(-TREND_MAX, TREND_MAX),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_and_a_pulse_by_hand() {
        // 1, 2, … 26: mean 13.5, one more each week.
        let line: Vec<f64> = (1..=26u8).map(f64::from).collect();
        let [volume, value, _, interval, trend] = features(&line, 52, 999.0).expect("features");
        assert!((volume - (1.0 + 13.5 * 52.0f64).log10()).abs() < 1e-12 && (value - 3.0).abs() < 1e-12);
        assert_eq!((interval, trend), (0.0, 2.0), "a slope of 52 ÷ 13.5 a year is cut off");
        let pulse: Vec<f64> = (0..52).map(|t| if t % 4 == 0 { 8.0 } else { 0.0 }).collect();
        let [_, _, variability, interval, trend] = features(&pulse, 52, 10.0).expect("features");
        let [variability, interval] = [10f64.powf(variability) - 1.0, 10f64.powf(interval)];
        let expected = deseasonalised_variation(&pulse, 52).expect("a number");
        assert!(
            (interval - 4.0).abs() < 1e-12 && (variability - expected).abs() < 1e-12 && trend.abs() < 0.4
        );
        assert_eq!(features(&pulse, 52, f64::NAN), None);
        assert_eq!(features(&[0.0; 52], 52, 0.0), None);
    }
}
