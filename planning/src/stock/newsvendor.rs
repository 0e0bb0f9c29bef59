//! The newsvendor: one order for demand that comes once, or the level to restore every period.

use crate::distribution::Distribution;
use crate::normal;

/// Stock level for normal demand: mean + Φ⁻¹(shortage ÷ (shortage + holding))·sd, in units.
///
/// `holding` is the cost of a unit left over, `shortage` the cost of a unit short, in money. Mean and deviation are
/// of the demand that the level must cover: one period, or lead time plus one period where it is restored every
/// period. Source: Arrow, Harris & Marschak (1951); Snyder & Shen, *Fundamentals of Supply Chain Theory*, eq. 4.20.
pub fn newsvendor(holding: f64, shortage: f64, mean: f64, sd: f64) -> f64 {
    mean + normal::ppf(critical_ratio(holding, shortage)) * sd
}

/// The critical ratio, the probability of no shortage that is worth paying for: shortage ÷ (shortage + holding).
pub fn critical_ratio(holding: f64, shortage: f64) -> f64 {
    shortage / (shortage + holding)
}

/// Stock level for demand of any distribution, in units: its quantile at the critical ratio; arguments as for
/// [`newsvendor`]. Where demand comes in whole units, the smallest best level.
pub fn newsvendor_level<D: Distribution + ?Sized>(holding: f64, shortage: f64, demand: &D) -> f64 {
    demand.quantile(critical_ratio(holding, shortage))
}

/// Expected cost of a level, money: holding·E\[(S − X)⁺\] + shortage·E\[(X − S)⁺\].
pub fn newsvendor_cost<D: Distribution + ?Sized>(holding: f64, shortage: f64, demand: &D, level: f64) -> f64 {
    holding * demand.complementary_loss(level) + shortage * demand.loss(level)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::{Empirical, Gamma, NegativeBinomial, Normal};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn neighbours_are_not_better(
            h in 0.01..10.0f64, p in 0.01..100.0f64, mean in 0.5..200.0f64, cv in 0.1..2.0f64, step in 0.001..2.0f64,
        ) {
            let sd = cv * mean;
            let samples: Vec<f64> = (0..9u8).map(|i| (f64::from(i * i) * mean / 30.0).floor()).collect();
            let mut demands: Vec<Box<dyn Distribution>> = vec![
                Box::new(Normal::new(mean, sd).expect("valid")),
                Box::new(Gamma::from_moments(mean, sd).expect("valid")),
                Box::new(Empirical::from_samples(&samples).expect("samples")),
            ];
            demands.extend(NegativeBinomial::new(mean, sd).map(|counts| Box::new(counts) as Box<dyn Distribution>));
            for demand in &demands {
                let demand = demand.as_ref();
                let level = newsvendor_level(h, p, demand);
                let best = newsvendor_cost(h, p, demand, level);
                for other in [level - step, level + step] {
                    prop_assert!(newsvendor_cost(h, p, demand, other) >= best * (1.0 - 1e-9));
                }
            }
            prop_assert!((newsvendor(h, p, mean, sd) - newsvendor_level(h, p, demands[0].as_ref())).abs() < 1e-9);
        }
    }
}
