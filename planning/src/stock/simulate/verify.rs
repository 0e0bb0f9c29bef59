//! A policy held against days that it was not fitted to.

use super::{Achieved, DailyDemand, LeadTimes, Lot, Precision, Setting, Target};
use super::{recommend, simulate};
use crate::convert::{whole_u32, whole_usize};
use core::ops::RangeInclusive;
use serde::{Deserialize, Serialize};

/// Days of a block at least: what one day of the week says about another is kept.
const BLOCK_DAYS_MIN: usize = 7;
/// A history gives at least so many blocks.
const BLOCKS_MIN: usize = 8;
/// Days held out tell nothing of a year if there are fewer than a quarter of one.
const HELD_OUT_DAYS_MIN: usize = 91;
/// A simulation has at least so many days.
const DAYS_MIN: f64 = 4096.0;

/// An item-location's policy and what is known of its demand.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// Demand of days that the forecast had not seen, oldest first: see [`super::held_out_days`].
    pub held_out: &'a [f64],
    /// Forecast demand per day (mean, deviation of its error), units.
    pub demand: (f64, f64),
    /// Whether demand comes in whole units.
    pub whole_units: bool,
    /// Lead time (mean, deviation), days.
    pub lead_time: (f64, f64),
    /// Days between reviews, at least 1.
    pub review_days: u32,
    /// Order quantity, units.
    pub order_quantity: f64,
    /// Target cycle service level, in (0, 1).
    pub service_level: f64,
    /// Reorder point of the formula, units.
    pub formula: f64,
    /// Reorder points that may be recommended, units.
    pub within: RangeInclusive<f64>,
    /// The same seed gives the same answer.
    pub seed: u64,
}

/// On what a reorder point was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Days of the history that the forecast had not seen, in blocks.
    HeldOut,
    /// Independent days of the fitted distribution: the history has too few days or demands to tell.
    Fitted,
}

/// A reorder point and what it achieves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tried {
    /// Units; whole where demand is.
    pub reorder_point: f64,
    /// What it achieves.
    pub achieved: Achieved,
}

/// What simulation says of a policy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verification {
    /// On what the reorder points were tried.
    pub evidence: Evidence,
    /// The formula's reorder point, rounded up to whole units where demand is whole.
    pub formula: Tried,
    /// The smallest that meets the target, or the nearest to it within the limits.
    pub smallest: Tried,
    /// The larger of the two on the fitted distribution.
    pub on_fitted: Achieved,
    /// Standard error of the cycle services achieved, as a share.
    pub standard_error: f64,
}

impl Verification {
    /// The reorder point to use: the formula's, or the smallest that meets the target where that is more.
    ///
    /// Never less than the formula's: one good year is no reason to hold less (docs/decisions/0016, with measurements).
    pub fn chosen(&self) -> Tried {
        if self.smallest.reorder_point > self.formula.reorder_point { self.smallest } else { self.formula }
    }
}

/// Tries a policy on days that its forecast had not seen, by blocks of them as long as lead time and review period,
/// and on its fitted distribution; finds the smallest reorder point that meets the target on the former.
///
/// Where the days held out are less than a quarter of a year, or have fewer demands than 1 ÷ (1 − service level), so
/// that the largest of them alone would decide, the fitted distribution decides, negative binomial for whole units,
/// else normal or gamma by its variation. `None` without demand or a lot, or where a lead time is longer than a
/// replay can hold.
pub fn verify(case: &Case<'_>, precision: &Precision) -> Option<Verification> {
    let (mean, sd) = case.demand;
    let fitted = DailyDemand::from_moments(mean, sd, case.whole_units)?;
    let lead_times = LeadTimes::from_moments(case.lead_time.0, case.lead_time.1)?;
    let exposed = whole_usize(libm::ceil(case.lead_time.0)) + case.review_days as usize;
    let block_days = exposed.min(case.held_out.len() / BLOCKS_MIN).max(BLOCK_DAYS_MIN);
    let blocks = DailyDemand::Blocks { history: case.held_out, block_days };
    let demands = case.held_out.iter().filter(|units| **units > 0.0).count();
    let tells =
        case.held_out.len() >= HELD_OUT_DAYS_MIN && demands as f64 >= 1.0 / (1.0 - case.service_level) - 1e-9;
    let whole = |units: f64| if case.whole_units { libm::ceil(units) } else { units };
    let lot = Lot::Fixed(whole(case.order_quantity));
    let formula = whole(case.formula);
    let setting = |demand, days| Setting {
        demand,
        lead_times: &lead_times,
        review_days: case.review_days,
        days,
        seed: case.seed,
    };
    // A hundred cycles to begin with.
    let cycle_days = (case.order_quantity / mean).max(f64::from(case.review_days));
    let days = whole_u32((100.0 * cycle_days).clamp(DAYS_MIN, f64::from(precision.days_max)));
    let tried = setting(if tells { &blocks } else { &fitted }, days);
    let target = Target::CycleService(case.service_level);
    let found = recommend(&tried, lot, target, formula, &case.within, precision)?;
    let on_fitted = simulate(&setting(&fitted, found.days), lot, found.level.max(formula))?;
    Some(Verification {
        evidence: if tells { Evidence::HeldOut } else { Evidence::Fitted },
        formula: Tried { reorder_point: formula, achieved: found.formula },
        smallest: Tried { reorder_point: found.level, achieved: found.achieved },
        on_fitted,
        standard_error: found.standard_error,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRECISION: Precision = Precision { standard_error: 0.005, days_max: 1 << 18 };

    fn case(held_out: &[f64]) -> Case<'_> {
        Case {
            held_out,
            demand: (2.0, 3.0),
            whole_units: true,
            lead_time: (10.0, 2.0),
            review_days: 7,
            order_quantity: 40.0,
            service_level: 0.95,
            formula: 41.3,
            within: 0.0..=700.0,
            seed: 5,
        }
    }

    /// A demand of `size` every `every` days, and ten times as much every tenth time.
    fn lumps(every: usize, size: f64) -> Vec<f64> {
        let day = |day: usize| match (day % every, day / every % 10) {
            (0, 0) => 10.0 * size,
            (0, _) => size,
            _ => 0.0,
        };
        (0..364).map(day).collect()
    }

    #[test]
    fn lumps_that_the_fitted_distribution_does_not_know_raise_the_reorder_point() {
        let held_out = lumps(5, 5.0);
        let found = verify(&case(&held_out), &PRECISION).expect("cycles");
        assert_eq!((found.evidence, found.formula.reorder_point), (Evidence::HeldOut, 42.0));
        assert!(found.formula.achieved.cycle_service < 0.93, "{found:?}");
        let chosen = found.chosen();
        assert_eq!(chosen, found.smallest);
        assert!(chosen.reorder_point > 42.0 && chosen.reorder_point.fract() == 0.0);
        assert!((chosen.achieved.cycle_service - 0.95).abs() < 0.02, "{found:?}");
        assert!(found.on_fitted.cycle_service > chosen.achieved.cycle_service, "{found:?}");
        assert_eq!(verify(&case(&held_out), &PRECISION), Some(found), "the same seed, the same answer");
    }

    #[test]
    fn too_few_demands_leave_the_answer_to_the_fitted_distribution() {
        let few = lumps(20, 5.0);
        assert_eq!(few.iter().filter(|units| **units > 0.0).count(), 19);
        let found = verify(&case(&few), &PRECISION).expect("cycles");
        assert_eq!(found.evidence, Evidence::Fitted);
        assert_eq!(verify(&case(&[]), &PRECISION).map(|other| other.smallest), Some(found.smallest));
        let short = lumps(2, 5.0);
        let found = verify(&case(&short[..90]), &PRECISION).expect("cycles");
        assert_eq!(found.evidence, Evidence::Fitted, "45 demands, but less than a quarter");
        // For 90 % ten demands are enough.
        let found = verify(&Case { service_level: 0.9, ..case(&few) }, &PRECISION).expect("cycles");
        assert_eq!(found.evidence, Evidence::HeldOut);
    }

    #[test]
    fn the_formula_is_kept_where_less_would_do_and_limits_hold() {
        let even = [2.0; 364];
        let found = verify(&case(&even), &PRECISION).expect("cycles");
        assert!(found.smallest.reorder_point < 42.0 && found.smallest.achieved.cycle_service >= 0.95);
        assert_eq!(found.chosen(), found.formula);
        let held_out = lumps(5, 5.0);
        let limited = Case { within: 0.0..=45.5, ..case(&held_out) };
        let found = verify(&limited, &PRECISION).expect("cycles");
        assert_eq!(found.chosen().reorder_point, 45.0);
        assert!(found.chosen().achieved.cycle_service < 0.94, "{found:?}");
        assert_eq!(verify(&Case { demand: (0.0, 1.0), ..case(&even) }, &PRECISION), None);
        assert_eq!(verify(&Case { order_quantity: 0.0, ..case(&even) }, &PRECISION), None);
        assert_eq!(verify(&Case { lead_time: (1e5, 0.0), ..case(&even) }, &PRECISION), None);
    }
}
