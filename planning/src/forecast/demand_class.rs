//! Demand classes after Syntetos and Boylan.

use serde::{Deserialize, Serialize};

/// How demand comes: often or rarely, in even or uneven sizes.
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

#[cfg(test)]
mod tests {
    use super::*;

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
