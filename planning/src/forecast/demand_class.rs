//! Demand classes after Syntetos and Boylan.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// Pattern of demand: frequent or rare, in even or uneven sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DemandClass {
    /// Frequent and even.
    Smooth,
    /// Frequent, uneven sizes.
    Erratic,
    /// Rare, even sizes.
    Intermittent,
    /// Rare, uneven sizes.
    Lumpy,
    /// No demand at all.
    None,
}

impl DemandClass {
    /// Every class, in a stable order: derived files store the index.
    pub const ALL: [DemandClass; 5] = [
        DemandClass::Smooth,
        DemandClass::Erratic,
        DemandClass::Intermittent,
        DemandClass::Lumpy,
        DemandClass::None,
    ];

    /// Whether demand comes in few periods.
    pub(super) fn is_rare(self) -> bool {
        matches!(self, DemandClass::Intermittent | DemandClass::Lumpy)
    }

    /// Its name in the API.
    pub fn name(self) -> &'static str {
        ["smooth", "erratic", "intermittent", "lumpy", "none"][self as usize]
    }

    /// Class of a series, leaving out the phases of its season in which it is closed: a shop open from Monday to
    /// Friday that sells on each of these days has frequent demand.
    pub fn while_open(history: &[f64], season: usize) -> Self {
        DemandClass::of(&open_periods(history, season))
    }

    /// Class of a series: mean interval between demands at 1.32 periods, squared coefficient of variation of demand
    /// sizes at 0.49.
    ///
    /// Source: A. Syntetos, J. Boylan & J. Croston, "On the categorization of demand patterns", *Journal of the
    /// Operational Research Society* 56 (2005).
    pub fn of(history: &[f64]) -> Self {
        let sizes: Vec<f64> = history.iter().copied().filter(|y| *y > 0.0).collect();
        if sizes.is_empty() {
            return DemandClass::None;
        }
        let count = sizes.len() as f64;
        let mean = sizes.iter().sum::<f64>() / count;
        let variance = sizes.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>() / count;
        let rare = history.len() as f64 / count > 1.32;
        let uneven = variance / (mean * mean) > 0.49;
        match (rare, uneven) {
            (false, false) => DemandClass::Smooth,
            (false, true) => DemandClass::Erratic,
            (true, false) => DemandClass::Intermittent,
            (true, true) => DemandClass::Lumpy,
        }
    }
}

/// A phase without demand counts as closed if the probability of that by chance is below this.
const CLOSED_PROBABILITY: f64 = 1e-6;

/// Periods without the phases of a season that never had demand, where the frequency of demand rules out chance.
pub(super) fn open_periods(history: &[f64], season: usize) -> Cow<'_, [f64]> {
    let seasons = history.len() / season.max(1);
    let demands = history.iter().filter(|y| **y > 0.0).count();
    let frequency = (demands as f64 / history.len() as f64).min(0.9);
    if season < 2 || demands == 0 || libm::pow(1.0 - frequency, seasons as f64) >= CLOSED_PROBABILITY {
        return Cow::Borrowed(history);
    }
    let is_open: Vec<bool> =
        (0..season).map(|phase| history.iter().skip(phase).step_by(season).any(|y| *y != 0.0)).collect();
    let open = history.iter().enumerate().filter(|(t, _)| is_open[t % season]);
    Cow::Owned(open.map(|(_, y)| *y).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_days_are_no_periods_without_demand() {
        let week = [10.0, 20.0, 30.0, 25.0, 15.0, 0.0, 0.0];
        let history: Vec<f64> = (0..84).map(|t| week[t % 7]).collect();
        assert_eq!(DemandClass::of(&history), DemandClass::Intermittent);
        assert_eq!(DemandClass::while_open(&history, 7), DemandClass::Smooth);
        assert_eq!(DemandClass::while_open(&history, 1), DemandClass::Intermittent);
        // A unit now and then, by chance never on a weekend.
        let rare: Vec<f64> = (0..84).map(|t| f64::from(u8::from([3, 11, 30, 44].contains(&t)))).collect();
        assert_eq!(open_periods(&rare, 7), rare);
        assert_eq!(open_periods(&[], 7), Vec::<f64>::new());
    }

    #[test]
    fn four_classes_and_none() {
        for (series, class) in [
            (&[5.0, 6.0, 5.0, 4.0][..], DemandClass::Smooth),
            (&[1.0, 30.0, 2.0, 1.0, 25.0], DemandClass::Erratic),
            (&[0.0, 5.0, 0.0, 0.0, 5.0, 0.0], DemandClass::Intermittent),
            (&[0.0, 1.0, 0.0, 40.0, 0.0, 2.0], DemandClass::Lumpy),
            (&[0.0, 0.0], DemandClass::None),
            (&[], DemandClass::None),
        ] {
            assert_eq!(DemandClass::of(series), class, "{series:?}");
        }
        for (place, class) in DemandClass::ALL.into_iter().enumerate() {
            assert_eq!(class as usize, place);
            assert_eq!(serde_json::to_string(&class).ok(), Some(format!("\"{}\"", class.name())));
        }
    }
}
