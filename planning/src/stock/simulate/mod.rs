//! The achievement of a policy, from a daily replay, and the smallest reorder point that meets a target.
//!
//! For skewed, lumpy or whole-unit demand no formula keeps its promise. A replay shows what a policy achieves and
//! finds the level that meets the target. Every draw follows from a seed.
//!
//! A day: goods arrive in the morning, demand takes them, and unmet demand is owed and served first later. At the end
//! of every `review_days`-th day the inventory position is compared with the reorder point. An order with a lead time
//! of L arrives before the demand of the (L + 1)-th day after. Orders may overtake each other.

/// Random numbers from a seed.
mod random;

/// Quick draws from a table of probabilities.
mod table;

/// Where the demand of a simulated day comes from.
mod daily_demand;

/// Lead times of simulated orders, in whole days.
mod lead_times;

/// Days that a forecast had not seen.
mod held_out;

/// The replay, day by day.
mod replay;

/// A policy held against days that it was not fitted to.
mod check;

/// Orders on days that came, by a rule that may change.
mod past;

#[cfg(test)]
mod tests;

pub use check::{Case, Check, Evidence, check};
pub use daily_demand::DailyDemand;
pub use held_out::held_out_days;
pub use lead_times::LeadTimes;
pub use past::{Arrival, Past, PastOrder, PastService, Review};
pub use random::split_mix;

use random::Random;
use replay::{Replay, is_whole};

/// The order when a review finds the inventory position at or below the level, which is the reorder point or, for
/// (R,S), the order-up-to level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Lot {
    /// (s,Q): lots of this many units until the position is above s.
    Fixed(f64),
    /// (s,S) with S this many units above s; with 0 it is (R,S), whose level is S.
    UpTo(f64),
}

/// The conditions under which a policy is replayed.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// Demand of each day.
    pub demand: &'a DailyDemand<'a>,
    /// Lead time of each order.
    pub lead_times: &'a LeadTimes,
    /// Days from one review to the next, at least 1.
    pub review_days: u32,
    /// Days to replay; each takes 24 bytes of memory.
    pub days: u32,
    /// The same seed gives the same days and lead times, whatever the policy.
    pub seed: u64,
}

/// A promise to customers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// Type 1: share of replenishment cycles in which nothing is owed at the end of any day.
    CycleService(f64),
    /// Type 2: share of units demanded that are shipped from stock.
    FillRate(f64),
}

/// The achievement of a policy over whole replenishment cycles, from one receipt of goods to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Achieved {
    /// Share of cycles without a day that ended with units owed.
    pub cycle_service: f64,
    /// Units shipped from stock when demanded ÷ units demanded; 1 without demand.
    pub fill_rate: f64,
    /// Share of days that ended with stock on hand.
    pub ready_rate: f64,
    /// Mean stock on hand at the end of a day, units.
    pub average_stock: f64,
    /// Mean units owed at the end of a day.
    pub average_owed: f64,
    /// Receipts per day.
    pub orders_per_day: f64,
    /// Cycles counted.
    pub cycles: u32,
    /// Days counted.
    pub days: u32,
}

impl Achieved {
    /// The achieved value of the target's measure.
    pub fn of(&self, target: Target) -> f64 {
        match target {
            Target::CycleService(_) => self.cycle_service,
            Target::FillRate(_) => self.fill_rate,
        }
    }
}

/// Replays a policy; `None` if no cycle is completed, or the lot is not usable (a fixed one must be positive).
///
/// `level` is the reorder point, or for (R,S) the order-up-to level, in units.
pub fn simulate(setting: &Setting<'_>, lot: Lot, level: f64) -> Option<Achieved> {
    Replay::new(setting, lot).map(|replay| replay.at(level))
}

/// The smallest level that meets the target in simulation, with what it achieves there; in whole units where demand
/// and lot are. `None` where [`simulate`] gives none or the target is not in (0, 1).
///
/// One replay serves every level: raising the level lifts each day's balance equally and changes nothing else.
pub fn smallest_reorder_point(setting: &Setting<'_>, lot: Lot, target: Target) -> Option<(f64, Achieved)> {
    let replay = Replay::new(setting, lot)?;
    let level = replay.smallest_level(target)?;
    Some((level, replay.at(level)))
}
