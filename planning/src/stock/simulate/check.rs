//! Tests a policy on days to which it was not fitted.

use super::replay::Replay;
use super::{Achieved, DailyDemand, LeadTimes, Lot, Setting, Target};
use crate::convert::{whole_u32, whole_usize};
use serde::{Deserialize, Serialize};

/// Fewest days in a block, so that the pattern within a week is kept.
const BLOCK_DAYS_MIN: usize = 7;
/// Fewest blocks that a history gives.
const BLOCKS_MIN: usize = 8;
/// Fewest held-out days: less than a quarter says nothing about a year.
const HELD_OUT_DAYS_MIN: usize = 91;
/// A replay has about so many replenishment cycles, in days within these bounds.
const CYCLES: f64 = 200.0;
const DAYS: (f64, f64) = (2048.0, 32_768.0);

/// An item-location's policy, and what is known about its demand.
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
    /// Reorder point, units.
    pub reorder_point: f64,
    /// The same seed gives the same answer.
    pub seed: u64,
}

/// The days on which a reorder point was tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Days of the history that the forecast had not seen, in blocks.
    HeldOut,
    /// Independent days of the fitted distribution, because the history has too few days or demands.
    Fitted,
}

/// The result of replaying a policy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Check {
    /// The days on which it was tested.
    pub evidence: Evidence,
    /// Its achievement.
    pub achieved: Achieved,
    /// Standard error of the cycle service achieved, as a share.
    pub standard_error: f64,
}

/// Replays a policy on days that its forecast had not seen, by blocks of them as long as lead time and review period.
///
/// Where the days held out are less than a quarter of a year, or have fewer demands than 1 ÷ (1 − service level), so
/// that the largest of them alone would decide, days of the fitted distribution are taken instead, negative binomial
/// for whole units, else normal or gamma by its variation. `None` without demand or a lot, or where a lead time is
/// longer than a replay can hold.
pub fn check(case: &Case<'_>) -> Option<Check> {
    let (mean, sd) = case.demand;
    let lead_times = LeadTimes::from_moments(case.lead_time.0, case.lead_time.1)?;
    let demands = case.held_out.iter().filter(|units| **units > 0.0).count();
    let tells =
        case.held_out.len() >= HELD_OUT_DAYS_MIN && demands as f64 >= 1.0 / (1.0 - case.service_level) - 1e-9;
    let exposed = whole_usize(libm::ceil(case.lead_time.0)) + case.review_days as usize;
    let block_days = exposed.min(case.held_out.len() / BLOCKS_MIN).max(BLOCK_DAYS_MIN);
    let demand = if tells {
        DailyDemand::Blocks { history: case.held_out, block_days }
    } else {
        DailyDemand::from_moments(mean, sd, case.whole_units)?
    };
    let whole = |units: f64| if case.whole_units { libm::ceil(units) } else { units };
    let cycle_days = (case.order_quantity / mean).max(f64::from(case.review_days));
    let setting = Setting {
        demand: &demand,
        lead_times: &lead_times,
        review_days: case.review_days,
        days: whole_u32((CYCLES * cycle_days).clamp(DAYS.0, DAYS.1)),
        seed: case.seed,
    };
    let lot = Lot::Fixed(whole(case.order_quantity));
    let replay = Replay::new(&setting, lot)?;
    let target = Target::CycleService(case.service_level);
    Some(Check {
        evidence: if tells { Evidence::HeldOut } else { Evidence::Fitted },
        achieved: replay.at(case.reorder_point),
        standard_error: replay.standard_error(target, case.reorder_point),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(held_out: &[f64]) -> Case<'_> {
        Case {
            held_out,
            demand: (2.0, 3.0),
            whole_units: true,
            lead_time: (10.0, 2.0),
            review_days: 7,
            order_quantity: 40.0,
            service_level: 0.95,
            reorder_point: 41.0,
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
    fn lumps_show_that_too_little_is_stocked_and_more_stock_keeps_more() {
        let held_out = lumps(5, 5.0);
        let found = check(&case(&held_out)).expect("cycles");
        assert_eq!(found.evidence, Evidence::HeldOut);
        assert!(found.achieved.cycle_service < 0.93, "{found:?}");
        assert_eq!(check(&case(&held_out)), Some(found), "the same seed, the same answer");
        let more = check(&Case { reorder_point: 90.0, ..case(&held_out) }).expect("cycles");
        assert!(
            more.achieved.cycle_service > 0.97
                && more.achieved.average_stock > found.achieved.average_stock + 40.0
        );
        assert!(more.standard_error < found.standard_error && found.standard_error < 0.05);
    }

    #[test]
    fn too_few_demands_leave_the_answer_to_the_fitted_distribution() {
        let few = lumps(20, 5.0);
        assert_eq!(few.iter().filter(|units| **units > 0.0).count(), 19);
        let evidence = |case: &Case<'_>| check(case).expect("cycles").evidence;
        assert_eq!(evidence(&case(&few)), Evidence::Fitted);
        let short = lumps(2, 5.0);
        assert_eq!(evidence(&case(&short[..90])), Evidence::Fitted, "45 demands, but less than a quarter");
        // For 90 % ten demands are enough.
        assert_eq!(evidence(&Case { service_level: 0.9, ..case(&few) }), Evidence::HeldOut);
    }

    #[test]
    fn what_cannot_be_replayed_has_no_answer() {
        let even = [2.0; 364];
        assert!(check(&case(&even)).is_some());
        assert_eq!(check(&Case { demand: (0.0, 1.0), ..case(&[]) }), None);
        assert_eq!(check(&Case { order_quantity: 0.0, ..case(&even) }), None);
        assert_eq!(check(&Case { lead_time: (1e5, 0.0), ..case(&even) }), None);
    }
}
