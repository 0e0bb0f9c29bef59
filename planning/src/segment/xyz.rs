//! XYZ classes: how much demand varies once its season is taken out.

use serde::{Deserialize, Serialize};

/// Phases of a year at most: of four weeks, or each of a month.
const PHASES_A_YEAR: usize = 13;
/// Fewest periods since the first demand that show variability: a quarter of a year, and no fewer than these.
const HISTORY_PERIODS_MIN: usize = 6;

/// XYZ class by the variability of demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Variability {
    /// Steady.
    X,
    /// Those between.
    Y,
    /// Erratic.
    Z,
    /// Not known: no demand, or too little history.
    #[serde(rename = "unknown")]
    Unknown,
}

impl Variability {
    /// Every class; derived files store the index.
    pub const ALL: [Variability; 4] = [Variability::X, Variability::Y, Variability::Z, Variability::Unknown];
    /// The default coefficient of variation below which demand is X.
    pub const CUT_OFF_X: f64 = 0.5;
    /// The default coefficient of variation below which it is Y.
    pub const CUT_OFF_Y: f64 = 1.0;

    /// `X`, `Y`, `Z` or `unknown`.
    pub fn name(self) -> &'static str {
        ["X", "Y", "Z", "unknown"][self as usize]
    }

    /// Class of a coefficient of variation: X below the cut-off `x`, Y below `y`, Z the rest.
    ///
    /// Texts that name cut-offs do not agree: 0.1 and 0.25, or 0.5 and 1.0. They are settings.
    pub fn of(variation: Option<f64>, x: f64, y: f64) -> Variability {
        match variation {
            None => Variability::Unknown,
            Some(variation) if variation < x => Variability::X,
            Some(variation) if variation < y => Variability::Y,
            Some(_) => Variability::Z,
        }
    }
}

/// Coefficient of variation of demand per period once its season is taken out; `None` without demand, or with less than
/// a quarter of a year of it, or six periods.
///
/// `history` is demand per period since the first, oldest first, `season` the periods of a year. With two years of
/// history or more, every period is compared with the mean of its phase, the same four weeks or month of every year, and the
/// deviation is that within phases: √(Σ(y − ȳ_phase)² ÷ (n − phases)) ÷ ȳ. With less, it is compared with the mean of
/// all. Dividing by n − phases corrects for the fit of the phases' means to chance, so demand without a season gets
/// the same number. Source: Silver, Pyke & Thomas, *Inventory and Production Management in Supply Chains*, 4th ed.
/// (2017), §4.3 on seasonal indices; the deviation is the pooled one of an analysis of variance.
pub fn deseasonalised_variation(history: &[f64], season: usize) -> Option<f64> {
    let born = history.iter().position(|y| *y > 0.0)?;
    let lived = &history[born..];
    let n = lived.len();
    if n < HISTORY_PERIODS_MIN.max(season / 4) {
        return None;
    }
    let mean = lived.iter().sum::<f64>() / n as f64;
    let positive = mean > 0.0;
    if !positive {
        return None;
    }
    let phase_periods = season.div_ceil(PHASES_A_YEAR).max(1);
    let has_season = season > 2 * phase_periods && n >= 2 * season;
    let phases = if has_season { season.div_ceil(phase_periods) } else { 1 };
    // Counted from the end: the last periods of the history are the last phase of a year.
    let phase = |t: usize| if has_season { (n - 1 - t) % season / phase_periods } else { 0 };
    let (mut sums, mut counts) = (vec![0.0; phases], vec![0.0; phases]);
    for (t, y) in lived.iter().enumerate() {
        sums[phase(t)] += y;
        counts[phase(t)] += 1.0;
    }
    let squares: f64 = lived
        .iter()
        .enumerate()
        .map(|(t, y)| {
            let error = y - sums[phase(t)] / counts[phase(t)];
            error * error
        })
        .sum();
    Some((squares / (n - phases) as f64).sqrt() / mean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn class(history: &[f64]) -> &'static str {
        let variation = deseasonalised_variation(history, 52);
        Variability::of(variation, Variability::CUT_OFF_X, Variability::CUT_OFF_Y).name()
    }

    /// Two years with a Christmas of eight times the usual demand, and a little noise.
    fn seasonal() -> Vec<f64> {
        (0..104).map(|t| if t % 52 >= 48 { 80.0 } else { 10.0 } + f64::from(t % 3)).collect()
    }

    #[test]
    fn a_season_is_no_variability() {
        assert_eq!(class(&seasonal()), "X");
        let (n, mean) = (104.0, seasonal().iter().sum::<f64>() / 104.0);
        let raw = (seasonal().iter().map(|y| (y - mean) * (y - mean)).sum::<f64>() / (n - 1.0)).sqrt() / mean;
        assert!(raw > 1.0, "without taking the season out it would be Z: {raw}");
    }

    #[test]
    fn classes_by_hand() {
        // 8 and 12 in turn: mean 10, deviation 2·√(26 ÷ 25).
        let even: Vec<f64> = (0..26).map(|t| [8.0, 12.0][t % 2]).collect();
        let found = deseasonalised_variation(&even, 52).expect("a number");
        assert!((found - 0.2 * (26.0f64 / 25.0).sqrt()).abs() < 1e-12, "{found}");
        assert_eq!(class(&even), "X");
        let uneven: Vec<f64> = (0..26).map(|t| [2.0, 18.0][t % 2]).collect();
        assert_eq!(class(&uneven), "Y");
        let lumpy: Vec<f64> = (0..26).map(|t| [40.0, 0.0, 0.0, 0.0][t % 4]).collect();
        assert_eq!(class(&lumpy), "Z");
        assert_eq!(class(&[0.0; 104]), "unknown");
        assert_eq!(
            class(&[&[0.0; 92][..], &[5.0; 12]].concat()),
            "unknown",
            "twelve weeks since the first demand"
        );
        assert_eq!(class(&[&[0.0; 91][..], &[5.0; 13]].concat()), "X");
    }

    proptest! {
        #[test]
        fn units_do_not_matter(
            history in prop::collection::vec(0.0..100.0f64, 13..150), scale in 0.1..100.0f64,
        ) {
            let scaled: Vec<f64> = history.iter().map(|y| y * scale).collect();
            let (a, b) = (deseasonalised_variation(&history, 52), deseasonalised_variation(&scaled, 52));
            prop_assert!(a.zip(b).is_none_or(|(a, b)| (a - b).abs() < 1e-9 * (1.0 + a)));
            prop_assert_eq!(a.is_some(), b.is_some());
        }
    }
}
