//! The replay itself. Balances are kept relative to the level, which only shifts them.

use super::{Achieved, DailyDemand, Lot, Random, Setting, Target};
use crate::convert::{count_u32, whole_usize};

/// A balance this far below zero is rounding, in units.
const ROUNDING: f64 = 1e-9;

const DEMAND_STREAM: u64 = 1;
const LEAD_TIME_STREAM: u64 = 2;

/// Largest number of parts into which a replay of a fixed lot is cut, each beginning at another point of the lot.
const PARTS: usize = 32;

/// Fewest cycles in a part, so that the cycles lost at its ends do not matter.
const CYCLES_PER_PART: f64 = 40.0;

/// Batches whose spread gives a standard error.
const BATCHES: usize = 20;

/// A policy's balances over whole cycles, less its level.
pub(super) struct Replay {
    /// At the end of each day, units.
    balances: Vec<f64>,
    /// Demand of each day, units.
    demands: Vec<f64>,
    /// Lowest balance of each cycle, units.
    lows: Vec<f64>,
    /// Demand and lot are whole units.
    is_whole: bool,
}

impl Replay {
    /// Replays the setting's days; `None` without a complete cycle.
    ///
    /// Under a fixed lot the inventory position is in the long run uniform over the lot (Hadley & Whitin, *Analysis
    /// of Inventory Systems* (1963), §4.7), but steady demand takes very long to get there. So the days are cut into
    /// parts whose starting positions are spread evenly over the lot; a history is replayed in one part, from a full
    /// lot.
    pub(super) fn new(setting: &Setting<'_>, lot: Lot) -> Option<Self> {
        let (Lot::Fixed(size) | Lot::UpTo(size)) = lot;
        let usable = size.is_finite() && size >= 0.0 && lot != Lot::Fixed(0.0);
        if !usable {
            return None;
        }
        let path =
            setting.demand.path(setting.days as usize, &mut Random::new(setting.seed, DEMAND_STREAM))?;
        let is_whole = [size].iter().chain(&path).all(|units| is_whole(*units));
        let (balances, demands) = (Vec::with_capacity(path.len()), Vec::with_capacity(path.len()));
        let mut replay = Replay { balances, demands, lows: Vec::new(), is_whole };
        let random = &mut Random::new(setting.seed, LEAD_TIME_STREAM);
        let parts = match (lot, setting.demand) {
            (Lot::UpTo(_), _) | (_, DailyDemand::Replayed(_)) => 1,
            (Lot::Fixed(quantity), _) => parts(setting, quantity, &path),
        };
        for part in 0..parts {
            let days = &path[path.len() * part / parts..path.len() * (part + 1) / parts];
            let start = size * ((part + 1) as f64 / parts as f64);
            replay.run(setting, lot, days, if is_whole { libm::ceil(start) } else { start }, random);
        }
        (!replay.lows.is_empty()).then_some(replay)
    }

    /// Replays days from a balance with nothing on order. Counting runs from the first receipt after the longest lead
    /// time, when everything ordered before the start has arrived, to the last receipt.
    fn run(&mut self, setting: &Setting<'_>, lot: Lot, days: &[f64], start: f64, random: &mut Random) {
        let longest = setting.lead_times.longest_days();
        let review = setting.review_days.max(1) as usize;
        // Units that arrive on a day, by day modulo the length.
        let mut arrivals = vec![0.0; longest + 2];
        let (mut balance, mut on_order) = (start, 0.0);
        let (mut today, mut to_review) = (0, review);
        let mut low = f64::INFINITY;
        let mut is_counting = false;
        let mut complete = self.balances.len();
        for (day, units) in days.iter().enumerate() {
            let arrived: f64 = core::mem::take(&mut arrivals[today]);
            if arrived > 0.0 {
                balance += arrived;
                on_order -= arrived;
                if is_counting {
                    self.lows.push(low);
                    complete = self.balances.len();
                }
                is_counting |= day > longest;
                low = f64::INFINITY;
            }
            balance -= units;
            low = low.min(balance);
            if is_counting {
                self.balances.push(balance);
                self.demands.push(*units);
            }
            to_review -= 1;
            if to_review == 0 {
                to_review = review;
                let ordered = order(lot, balance + on_order);
                if ordered > 0.0 {
                    on_order += ordered;
                    let due = today + 1 + setting.lead_times.draw(random);
                    arrivals[due % (longest + 2)] += ordered;
                }
            }
            today = if today == longest + 1 { 0 } else { today + 1 };
        }
        self.balances.truncate(complete);
        self.demands.truncate(complete);
    }

    /// The policy's achievement at a level.
    pub(super) fn at(&self, level: f64) -> Achieved {
        let (mut demanded, mut unmet, mut ready, mut stock, mut owed) = (0.0, 0.0, 0u32, 0.0, 0.0);
        for (balance, units) in self.balances.iter().zip(&self.demands) {
            let balance = level + balance;
            demanded += units;
            unmet += units.min((-balance).max(0.0));
            ready += u32::from(balance > ROUNDING);
            stock += balance.max(0.0);
            owed += (-balance).max(0.0);
        }
        let served = self.lows.iter().filter(|low| level + **low >= -ROUNDING).count();
        let days = self.balances.len() as f64;
        Achieved {
            cycle_service: served as f64 / self.lows.len() as f64,
            fill_rate: if demanded > 0.0 { 1.0 - unmet / demanded } else { 1.0 },
            ready_rate: f64::from(ready) / days,
            average_stock: stock / days,
            average_owed: owed / days,
            orders_per_day: self.lows.len() as f64 / days,
            cycles: count_u32(self.lows.len()),
            days: count_u32(self.balances.len()),
        }
    }

    /// Standard error of the target's measure, from the spread between batches of successive days. For a cycle
    /// service it is at least that of independent cycles that meet the target, because few failures may be spread
    /// evenly by chance.
    ///
    /// Source: Law, *Simulation Modeling and Analysis*, §9.5 (batch means), for a ratio.
    pub(super) fn standard_error(&self, target: Target, level: f64) -> f64 {
        let batch = |number: usize, length: usize| length * number / BATCHES..length * (number + 1) / BATCHES;
        let sums = |number: usize| match target {
            Target::CycleService(_) => {
                let lows = &self.lows[batch(number, self.lows.len())];
                (lows.iter().filter(|low| level + **low < -ROUNDING).count() as f64, lows.len() as f64)
            }
            Target::FillRate(_) => {
                let days = batch(number, self.balances.len());
                let pairs = self.balances[days.clone()].iter().zip(&self.demands[days]);
                pairs.fold((0.0, 0.0), |(unmet, demanded), (balance, units)| {
                    (unmet + units.min((-level - balance).max(0.0)), demanded + units)
                })
            }
        };
        let sums: [(f64, f64); BATCHES] = core::array::from_fn(sums);
        let (missed, all) = sums.iter().fold((0.0, 0.0), |total, sum| (total.0 + sum.0, total.1 + sum.1));
        let squares = sums.iter().fold(0.0, |total, (part, of)| {
            let error = part - missed / all * of;
            total + error * error
        });
        let between = (squares * BATCHES as f64 / (BATCHES as f64 - 1.0)).sqrt() / all;
        match target {
            Target::CycleService(share) => between.max((share * (1.0 - share) / all).sqrt()),
            Target::FillRate(_) => between,
        }
    }

    /// The smallest level that meets a target; `None` unless the target is in (0, 1).
    pub(super) fn smallest_level(&self, target: Target) -> Option<f64> {
        let (Target::CycleService(share) | Target::FillRate(share)) = target;
        let usable = share > 0.0 && share < 1.0;
        if !usable {
            return None;
        }
        Some(match target {
            Target::CycleService(share) => self.level_for_cycles(share),
            Target::FillRate(share) => self.level_for_units(share),
        })
    }

    /// Some cycles may fail; the level is the need of the lowest cycle beyond these.
    fn level_for_cycles(&self, share: f64) -> f64 {
        let cycles = self.lows.len();
        let may_fail = whole_usize((1.0 - share) * cycles as f64 + ROUNDING);
        let mut lows = self.lows.clone();
        let (_, low, _) = lows.select_nth_unstable_by(may_fail.min(cycles - 1), f64::total_cmp);
        let level = 0.0 - *low;
        if self.is_whole { libm::rint(level) } else { level }
    }

    /// Bisection. Days whose demand is met at the lower end are met at every remaining level and drop out.
    fn level_for_units(&self, share: f64) -> f64 {
        let demanded = self.demands.iter().fold(0.0, |sum, units| sum + units);
        let allowed = (1.0 - share) * demanded + ROUNDING;
        let days = || self.balances.iter().copied().zip(self.demands.iter().copied());
        // Nothing is shipped at `low`, everything at `high`.
        let mut low =
            0.0 - days().fold(f64::NEG_INFINITY, |most, (balance, units)| most.max(balance + units));
        let mut high = 0.0 - self.balances.iter().fold(f64::INFINITY, |least, balance| least.min(*balance));
        let mut open: Vec<(f64, f64)> = days().filter(|(_, units)| *units > 0.0).collect();
        let precision = if self.is_whole { 1.0 } else { ROUNDING * (1.0 + high.abs()) };
        while high - low > precision {
            let middle = 0.5 * (low + high);
            let middle = if self.is_whole { libm::floor(middle) } else { middle };
            let unmet = |(balance, units): &(f64, f64)| units.min((-middle - balance).max(0.0));
            if open.iter().fold(0.0, |sum, day| sum + unmet(day)) > allowed {
                low = middle;
                open.retain(|(balance, _)| *balance < -low);
            } else {
                high = middle;
            }
        }
        high
    }
}

pub(super) fn is_whole(units: f64) -> bool {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a number that this changes is not whole, or too large for units"
    )]
    let counted = units as i64;
    counted as f64 == units
}

/// Parts long enough to lose little at their ends.
fn parts(setting: &Setting<'_>, quantity: f64, path: &[f64]) -> usize {
    let mean = path.iter().fold(0.0, |sum, units| sum + units) / path.len().max(1) as f64;
    let cycle_days = (quantity / mean).max(f64::from(setting.review_days));
    let part_days = setting.lead_times.longest_days() as f64 + CYCLES_PER_PART * cycle_days;
    whole_usize(path.len() as f64 / part_days).clamp(1, PARTS)
}

/// Units to order at an inventory position, relative to the level.
fn order(lot: Lot, position: f64) -> f64 {
    if position > 0.0 {
        return 0.0;
    }
    match lot {
        Lot::Fixed(quantity) => quantity * (libm::floor(-position / quantity) + 1.0),
        Lot::UpTo(size) => size - position,
    }
}
