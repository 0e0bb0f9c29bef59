//! The season that all series of a file show together; with rare demand no series shows its own.

use std::collections::BTreeMap;

use crate::convert::count_i64;

/// Series needed in a period before it says something about all.
const SERIES_MIN: f64 = 10.0;
/// From this length on, neighbouring periods of a season are alike, and a quarter of it makes a level.
const LONG: usize = 26;
/// A factor is drawn halfway to one, on a logarithmic scale, because a series shares only part of the season of all.
/// In replays of two data sets, full factors cost more, and so did no factors.
const SHARE: f64 = 0.5;
/// Limits of factors: beyond them a period has no demand, or nothing but demand.
const FACTOR_MAX: f64 = 4.0;

/// Sums of demand by period, each series relative to its own mean.
#[derive(Clone, Debug)]
pub struct SharedSeason {
    season: usize,
    /// Sum and number of series by period; 0 is the first of the replay.
    sums: BTreeMap<i64, (f64, f64)>,
}

impl SharedSeason {
    /// For a season of this many periods; below 2 there is no season.
    pub fn new(season: usize) -> SharedSeason {
        SharedSeason { season, sums: BTreeMap::new() }
    }

    /// Adds a series whose demand begins at period `first` relative to the replay's first. Its mean is over the
    /// periods known before the replay; a series without any is ignored.
    pub fn add(&mut self, first: i64, demand: &[f64]) {
        if self.season < 2 {
            return;
        }
        let by_period = || (first..).zip(demand).filter(|(_, units)| units.is_finite());
        let known = by_period().filter(|(period, _)| *period < 0);
        let (sum, count) = known.fold((0.0, 0.0), |(sum, count), (_, units)| (sum + units, count + 1.0));
        if sum <= 0.0 {
            return;
        }
        for (period, units) in by_period() {
            let total = self.sums.entry(period).or_default();
            *total = (total.0 + units * count / sum, total.1 + 1.0);
        }
    }

    /// Factors on the level for `periods` periods from `next` on, from earlier seasons alone; all 1 without any.
    pub fn factors(&self, next: i64, periods: usize) -> Vec<f64> {
        if self.season < 2 {
            return vec![1.0; periods];
        }
        let season = count_i64(self.season);
        let is_long = self.season >= LONG;
        let (window, around) = if is_long { (season / 4, 1) } else { (season, 0) };
        let mut levels = 0.0;
        let mut coming = vec![0.0; periods];
        let mut back = next;
        // Ends at the latest with the first season that lacks a period.
        loop {
            back -= season;
            let Some(level) = self.mean(back - window, back) else { break };
            let at = |ahead: usize| back + count_i64(ahead % self.season);
            let means: Option<Vec<f64>> = (0..periods)
                .map(|ahead| self.mean(at(ahead) - around, next.min(at(ahead) + around + 1)))
                .collect();
            let Some(means) = means else { break };
            levels += level;
            coming.iter_mut().zip(means).for_each(|(sum, mean)| *sum += mean);
        }
        if levels <= 0.0 {
            return vec![1.0; periods];
        }
        let factor = |sum: f64| libm::pow((sum / levels).clamp(1.0 / FACTOR_MAX, FACTOR_MAX), SHARE);
        coming.into_iter().map(factor).collect()
    }

    /// Mean over periods; `None` if one of them has too few series.
    fn mean(&self, from: i64, to: i64) -> Option<f64> {
        let mut sum = 0.0;
        for period in from..to {
            let (units, series) = self.sums.get(&period).filter(|(_, series)| *series >= SERIES_MIN)?;
            sum += units / series;
        }
        Some(sum / (to - from) as f64)
    }
}
