//! A reorder point that keeps its promise: the formula's where it does, else the smallest that does in simulation.

use super::replay::Replay;
use super::{Achieved, Lot, Setting, Target};
use crate::convert::whole_u32;
use core::ops::RangeInclusive;

/// How far above its target a formula may land before it is replaced: half a point of service.
const GENEROUS: f64 = 0.005;

/// Where a level comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The formula, confirmed in simulation.
    Formula,
    /// The smallest level that meets the target in simulation.
    Simulation,
}

/// A reorder point with what it was seen to achieve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recommendation {
    /// Reorder point, or order-up-to level of (R,S), units; whole where demand and lot are.
    pub level: f64,
    /// Where it comes from.
    pub basis: Basis,
    /// What it achieves on days it was not chosen on.
    pub achieved: Achieved,
    /// Standard error of the service there, as a share.
    pub standard_error: f64,
    /// What the formula's level achieves on the same days, rounded up where levels are whole.
    pub formula: Achieved,
    /// Days replayed.
    pub days: u32,
}

/// How sure a recommendation must be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    /// Standard error of the service that the chosen level achieves, as a share; 0.0025 keeps nearly every
    /// recommendation within a point of its target.
    pub standard_error: f64,
    /// Days to replay at most, where that is not reached sooner.
    pub days_max: u32,
}

/// The smallest level whose service in simulation is a standard error above the target, so that sampling alone seldom
/// takes it below; or the formula's where that is confirmed to meet it and is at most half a point more generous. Then
/// replays other days to see what it and the formula's achieve. The level stays `within` limits, even where the target
/// is then missed. `None` as for [`super::smallest_reorder_point`].
///
/// Begins with the setting's days and takes as many more as the choice needs to be as sure as asked.
pub fn recommend(
    setting: &Setting<'_>,
    lot: Lot,
    target: Target,
    formula: f64,
    within: &RangeInclusive<f64>,
    precision: &Precision,
) -> Option<Recommendation> {
    let mut setting = *setting;
    loop {
        let found = Replay::new(&setting, lot).and_then(|replay| {
            let error = replay.standard_error(target, replay.smallest_level(target)?);
            Some((replay, error))
        });
        let excess = found.as_ref().map_or(f64::INFINITY, |(_, error)| error / precision.standard_error);
        if excess > 1.0 && setting.days < precision.days_max {
            // The error falls with the square root of the days; its estimate is rough, so not all at once.
            let factor = (excess * excess).clamp(1.25, 8.0);
            let days = f64::from(setting.days.max(1)) * factor;
            setting.days = whole_u32(libm::ceil(days.min(f64::from(precision.days_max))));
            continue;
        }
        let (replay, error) = found?;
        let formula = if replay.is_whole() { libm::ceil(formula) } else { formula };
        let (level, basis) = choose(&replay, target, error, formula)?;
        let level = limited(level, within, replay.is_whole());
        let other_days = Replay::new(&Setting { seed: !setting.seed, ..setting }, lot)?;
        return Some(Recommendation {
            level,
            basis,
            achieved: other_days.at(level),
            standard_error: other_days.standard_error(target, level),
            formula: other_days.at(formula),
            days: setting.days,
        });
    }
}

fn choose(replay: &Replay, target: Target, error: f64, formula: f64) -> Option<(f64, Basis)> {
    // Never more than half of what is left to certainty.
    let safe = |share: f64| (share + error).min(0.5 * (1.0 + share));
    let target = match target {
        Target::CycleService(share) => Target::CycleService(safe(share)),
        Target::FillRate(share) => Target::FillRate(safe(share)),
    };
    let (Target::CycleService(share) | Target::FillRate(share)) = target;
    let smallest = replay.smallest_level(target)?;
    let kept = formula >= smallest && replay.at(formula).of(target) <= share + GENEROUS;
    Some(if kept { (formula, Basis::Formula) } else { (smallest, Basis::Simulation) })
}

fn limited(level: f64, within: &RangeInclusive<f64>, is_whole: bool) -> f64 {
    let (least, most) = (*within.start(), *within.end());
    let (least, most) = if is_whole { (libm::ceil(least), libm::floor(most)) } else { (least, most) };
    level.min(most).max(least)
}

#[cfg(test)]
mod tests;
