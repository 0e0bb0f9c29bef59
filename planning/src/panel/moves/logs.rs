//! A group's demand as logs around its level, in which a holiday's factor is a sum.

use super::super::holiday::Holiday;
use core::ops::Range;

/// Periods before and after that a season is smoothed over, with weights that fall in a line.
const SMOOTHED: i64 = 3;
/// Seen periods on each side that a phase is interpolated from which was never seen without the holiday.
const BESIDE: usize = 3;
/// Periods before and after a holiday's that tell the level around it.
const AROUND: i64 = 6;
/// Of so few nothing is told.
const AROUND_MIN: usize = 4;

/// Logs of a group's demand relative to its level of the year around.
#[derive(Clone, Debug)]
pub(super) struct Logs {
    pub(super) season: usize,
    /// By period; NaN where nothing is known.
    logs: Vec<f64>,
}

/// How demand went when a holiday came.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Occurrence {
    /// When the holiday began, periods.
    pub(super) begins: f64,
    pub(super) weeks: Vec<Week>,
}

/// A period near a holiday.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Week {
    /// Periods from the holiday's beginning to the middle of this one.
    pub(super) after: f64,
    /// Log of demand relative to the season, as it is without the holiday, and to the periods around.
    pub(super) moved: f64,
    /// The same relative to the season of the other years as they were, for want of them the one above.
    pub(super) unlike_other_years: f64,
}

impl Logs {
    /// Of demand by period; closed periods are not known.
    pub(super) fn of(demand: &[f64], closed: &[bool], season: usize) -> Self {
        let log = |(units, closed): (&f64, &bool)| {
            if *closed || *units <= 0.0 { f64::NAN } else { libm::log(*units) }
        };
        let raw: Vec<f64> = demand.iter().zip(closed).map(log).collect();
        let level = level(&raw, season);
        Logs { season, logs: raw.iter().zip(level).map(|(log, level)| log - level).collect() }
    }

    /// Takes a holiday's logs out of its periods.
    pub(super) fn take_out(&mut self, holiday: &Holiday, log: impl Fn(f64) -> f64) {
        for begins in &holiday.begins {
            for period in holiday.window(*begins) {
                if let Some(value) = usize::try_from(period).ok().and_then(|t| self.logs.get_mut(t)) {
                    *value -= log(after(period, *begins));
                }
            }
        }
    }

    /// The same without what is known of a holiday's periods.
    pub(super) fn without(&self, holiday: &Holiday) -> Self {
        let mut without = self.clone();
        without.take_out(holiday, |_| f64::NAN);
        without
    }

    /// The occurrences of a holiday all whose periods have been.
    pub(super) fn occurrences(&self, holiday: &Holiday) -> Vec<Occurrence> {
        let windows: Vec<Range<i64>> = holiday.begins.iter().map(|begins| holiday.window(*begins)).collect();
        let is_near = |period: i64| windows.iter().any(|window| window.contains(&period));
        let season = self.season_where(|period| !is_near(period));
        let phase = |period: i64| usize::try_from(period).map_or(0.0, |t| season[t % self.season]);
        let of = |(begins, window): (&f64, &Range<i64>)| {
            let has_been =
                window.start >= 0 && usize::try_from(window.end).is_ok_and(|end| end <= self.logs.len());
            let around = (window.start - AROUND..window.end + AROUND).filter(|period| !is_near(*period));
            let around: Vec<i64> = around.filter(|period| self.at(*period).is_some()).collect();
            (has_been && around.len() >= AROUND_MIN).then(|| Occurrence {
                begins: *begins,
                weeks: self.weeks(*begins, window.clone(), &around, &phase),
            })
        };
        holiday.begins.iter().zip(&windows).filter_map(of).collect()
    }

    fn weeks(
        &self,
        begins: f64,
        window: Range<i64>,
        around: &[i64],
        phase: &impl Fn(i64) -> f64,
    ) -> Vec<Week> {
        let relative = |base: &dyn Fn(i64) -> f64| {
            let over = |period: i64| self.at(period).map(|log| log - base(period));
            let usual = around.iter().filter_map(|period| over(*period)).sum::<f64>() / around.len() as f64;
            window.clone().map(|period| over(period).map(|log| log - usual)).collect::<Vec<_>>()
        };
        let (moved, other) =
            (relative(phase), relative(&|period| self.other_years(period).unwrap_or_else(|| phase(period))));
        let week = |((period, moved), other): ((i64, Option<f64>), Option<f64>)| {
            Some(Week { after: after(period, begins), moved: moved?, unlike_other_years: other? })
        };
        window.zip(moved).zip(other).filter_map(week).collect()
    }

    fn at(&self, period: i64) -> Option<f64> {
        let log = usize::try_from(period).ok().and_then(|t| self.logs.get(t)).copied()?;
        (!log.is_nan()).then_some(log)
    }

    /// The smoothed mean of the same periods of all other years.
    fn other_years(&self, period: i64) -> Option<f64> {
        let year = crate::convert::count_i64(self.season);
        let years = crate::convert::count_i64(self.logs.len()) / year + 1;
        let (mut sum, mut weights) = (0.0, 0.0);
        for step in -SMOOTHED..=SMOOTHED {
            for log in (-years..=years).filter(|k| *k != 0).filter_map(|k| self.at(period + step + k * year))
            {
                sum += weight(step) * log;
                weights += weight(step);
            }
        }
        (weights > 0.0).then(|| sum / weights)
    }

    /// The season by phase, from the periods that count; phases of which none counts are interpolated.
    fn season_where(&self, counts: impl Fn(i64) -> bool) -> Vec<f64> {
        let (mut sums, mut seen) = (vec![0.0; self.season], vec![0.0; self.season]);
        for (t, log) in self.logs.iter().enumerate() {
            if !log.is_nan() && counts(crate::convert::count_i64(t)) {
                sums[t % self.season] += log;
                seen[t % self.season] += 1.0;
            }
        }
        let mean: Vec<Option<f64>> =
            sums.iter().zip(&seen).map(|(sum, seen)| (*seen > 0.0).then(|| sum / seen)).collect();
        let filled: Vec<f64> =
            (0..self.season).map(|phase| mean[phase].unwrap_or_else(|| between(&mean, phase))).collect();
        (0..self.season).map(|phase| smoothed(&filled, phase)).collect()
    }
}

/// Periods from a moment to the middle of a period.
pub(super) fn after(period: i64, begins: f64) -> f64 {
    period as f64 + 0.5 - begins
}

fn weight(step: i64) -> f64 {
    (SMOOTHED + 1 - step.abs()) as f64
}

fn smoothed(values: &[f64], phase: usize) -> f64 {
    let (length, phase) = (crate::convert::count_i64(values.len()), crate::convert::count_i64(phase));
    let (mut sum, mut weights) = (0.0, 0.0);
    for step in -SMOOTHED..=SMOOTHED {
        let at = usize::try_from((phase + step).rem_euclid(length)).unwrap_or(0);
        sum += weight(step) * values[at];
        weights += weight(step);
    }
    sum / weights
}

/// In a line between the nearest phases that were seen; zero, no season, where none was.
fn between(mean: &[Option<f64>], phase: usize) -> f64 {
    let length = mean.len();
    let side = |step: &dyn Fn(usize) -> usize| -> Option<(f64, f64)> {
        let seen = (1..length).filter_map(|distance| Some((distance as f64, mean[step(distance)]?)));
        let nearest: Vec<(f64, f64)> = seen.take(BESIDE).collect();
        let distance = nearest.first()?.0;
        Some((distance, nearest.iter().map(|(_, log)| log).sum::<f64>() / nearest.len() as f64))
    };
    let before = side(&|distance| (phase + length - distance) % length);
    let later = side(&|distance| (phase + distance) % length);
    match (before, later) {
        (Some((a, left)), Some((b, right))) => (b * left + a * right) / (a + b),
        (one, other) => one.or(other).map_or(0.0, |(_, log)| log),
    }
}

/// The mean log of the year around each period; at the ends it goes on as it grew from year to year.
fn level(logs: &[f64], season: usize) -> Vec<f64> {
    let (half, periods) = (season / 2, logs.len());
    let mean = |values: &mut dyn Iterator<Item = f64>| {
        let (sum, count) =
            values.filter(|v| !v.is_nan()).fold((0.0, 0.0), |(sum, count), v| (sum + v, count + 1.0));
        if count > 0.0 { sum / count } else { 0.0 }
    };
    let growth = mean(&mut (season..periods).map(|t| logs[t] - logs[t - season])) / season as f64;
    let last = (periods + half).saturating_sub(season).max(half);
    let of = |t: usize| {
        let middle = t.clamp(half, last);
        let year = middle - half..(middle - half + season).min(periods);
        mean(&mut logs[year].iter().copied()) + growth * (t as f64 - middle as f64)
    };
    (0..periods).map(of).collect()
}
