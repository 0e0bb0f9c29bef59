//! Demand without the effects of promotions and events.

use super::censored;
use super::influences::Influences;
use super::regressors::{self, Regressors, mean};
use super::series::Series;

/// A series without the effects of its regressors.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Freed {
    /// Demand as it would be at an index of one.
    pub demand: Vec<f64>,
    /// Demand relative to that, over history and horizon.
    pub index: Vec<f64>,
    /// Factor of each regressor, as [`super::Forecast::effects`].
    pub factors: Vec<f64>,
}

/// Divides the effects of regressors out of demand; NaN where demand is not known. Columns are as in
/// [`Options::regressors`](super::Options::regressors). An unknown coming value is assumed to have the column's
/// average effect. `None` where no regressor has an effect.
pub fn freed(history: &[f64], regressors: &[Vec<f64>], horizon: usize) -> Option<Freed> {
    if regressors.is_empty() {
        return None;
    }
    let filled = censored::fill(history, &[], &[], &mut Vec::new());
    let columns = regressors::complete(regressors, filled.len(), filled.len() + horizon);
    let series = Series { regressors: Regressors::new(&columns), ..Series::new(&filled, &[], horizon) };
    let influences = Influences::of(&series);
    let factors = influences.effects.as_ref().map(|effects| effects.factors.clone())?;
    let (mut demand, mut index) = influences.into_parts();
    for (column, factor) in regressors.iter().zip(&factors) {
        let average = average_effect(&column[..filled.len().min(column.len())], *factor);
        for (coming, index) in index.iter_mut().enumerate().skip(filled.len()) {
            // Completed columns have their mean there, whose effect is smaller than their average effect.
            let is_known = column.get(coming).is_some_and(|value| value.is_finite());
            *index *= if is_known { 1.0 } else { average };
        }
    }
    demand
        .iter_mut()
        .zip(history)
        .filter(|(_, known)| known.is_nan())
        .for_each(|(units, _)| *units = f64::NAN);
    Some(Freed { demand, index, factors })
}

/// The average effect of a column relative to its effect at the mean; `factor` is the effect from its lowest to its
/// highest value.
fn average_effect(history: &[f64], factor: f64) -> f64 {
    let known = || history.iter().copied().filter(|value| value.is_finite());
    let (lowest, highest) =
        (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let range = highest - lowest;
    if range.is_nan() || range <= 0.0 {
        return 1.0;
    }
    let usual = mean(known());
    mean(known().map(|value| libm::pow(factor, (value - usual) / range)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promotions_that_nobody_has_told_do_what_they_did_on_average() {
        // Ten a week, thirty when promoted: every eighth week.
        let promoted: Vec<f64> = (0..104).map(|t| if t % 8 == 3 { 1.0 } else { 0.0 }).collect();
        let history: Vec<f64> = promoted.iter().map(|promoted| 10.0 + 20.0 * promoted).collect();
        let coming = |told: [f64; 2]| {
            let column = promoted.iter().copied().chain(told).collect();
            let freed = freed(&history, &[column], 2).expect("promotions");
            let level = mean(freed.demand.iter().copied());
            [level * freed.index[104], level * freed.index[105]]
        };
        let [untold, told] = coming([f64::NAN, 0.0]);
        assert!((untold / 12.5 - 1.0).abs() < 0.05 && (told / 10.0 - 1.0).abs() < 0.05, "{untold} {told}");
        let [told, _] = coming([1.0, f64::NAN]);
        assert!((told / 30.0 - 1.0).abs() < 0.1, "{told}");
    }
}
