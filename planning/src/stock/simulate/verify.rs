//! A policy held against days that it was not fitted to.

use super::{Achieved, DailyDemand, LeadTimes, Lot, Precision, Recommendation, Setting, Target};
use super::{recommend, simulate};
use core::ops::RangeInclusive;

/// Days of a block at least: what one day of the week says about another is kept.
const BLOCK_DAYS_MIN: usize = 7;
/// A history gives at least so many blocks.
const BLOCKS_MIN: usize = 8;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Days of the history that the forecast had not seen, in blocks.
    HeldOut,
    /// Independent days of the fitted distribution: the history has too few demands to tell.
    Fitted,
}

/// What simulation says of a policy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verification {
    /// On what the recommendation rests.
    pub evidence: Evidence,
    /// The smallest reorder point that meets the target, and what it and the formula's achieve.
    pub recommendation: Recommendation,
    /// What the recommended reorder point achieves on the fitted distribution.
    pub on_fitted: Achieved,
}

/// Tries a policy on days that its forecast had not seen, by blocks of them as long as lead time and review period,
/// and on its fitted distribution; recommends the smallest reorder point that meets the target on the former.
///
/// Where the days held out have fewer demands than 1 ÷ (1 − service level), the largest of them alone would decide: then
/// the fitted distribution does, negative binomial for whole units, else normal or gamma by its variation. `None`
/// without demand or a lot, or where a lead time is longer than a replay can hold.
pub fn verify(case: &Case<'_>, precision: &Precision) -> Option<Verification> {
    let (mean, sd) = case.demand;
    let fitted = DailyDemand::from_moments(mean, sd, case.whole_units)?;
    let lead_times = LeadTimes::from_moments(case.lead_time.0, case.lead_time.1)?;
    let exposed = libm::ceil(case.lead_time.0) as usize + case.review_days as usize;
    let block_days = exposed.min(case.held_out.len() / BLOCKS_MIN).max(BLOCK_DAYS_MIN);
    let blocks = DailyDemand::Blocks { history: case.held_out, block_days };
    let demands = case.held_out.iter().filter(|units| **units > 0.0).count();
    let tells = demands as f64 >= 1.0 / (1.0 - case.service_level) - 1e-9;
    let evidence = if tells { Evidence::HeldOut } else { Evidence::Fitted };
    let quantity = if case.whole_units { libm::ceil(case.order_quantity) } else { case.order_quantity };
    let lot = Lot::Fixed(quantity);
    // A hundred cycles to begin with.
    let cycle_days = (quantity / mean).max(f64::from(case.review_days));
    let days = (100.0 * cycle_days).clamp(4096.0, f64::from(precision.days_max)) as u32;
    let setting = |demand, days| Setting {
        demand,
        lead_times: &lead_times,
        review_days: case.review_days,
        days,
        seed: case.seed,
    };
    let tried = setting(if tells { &blocks } else { &fitted }, days);
    let target = Target::CycleService(case.service_level);
    let recommendation = recommend(&tried, lot, target, case.formula, &case.within, precision)?;
    let level = recommendation.level;
    let on_fitted = match evidence {
        Evidence::Fitted => recommendation.achieved,
        Evidence::HeldOut => simulate(&setting(&fitted, recommendation.days), lot, level)?,
    };
    Some(Verification { evidence, recommendation, on_fitted })
}
