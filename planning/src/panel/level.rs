//! The level of each item-location, and the spread that its own history shows.

use super::Panel;
use super::known::Known;
use super::recent_level::{faded, recent_level};
use super::season::Seasons;
use crate::convert::count_u32;
use crate::forecast::goes_on;
use std::collections::BTreeMap;

/// Half-life of the weight of a period for spread, as a part of a year.
const SPREAD_HALF_LIFE_YEARS: f64 = 0.5;
/// Weight of the demand of other new items for a new item, in periods.
const NEW_PERIODS: f64 = 4.0;
/// An item whose first demand is in the history's first periods may be older than it.
const BORN_MIN: usize = 4;
/// Parts of a year after which an item is not new, and of which other new items' first demand is used: quarters.
const NEW_A_YEAR: usize = 4;
/// An item is in season where it sells at least this share of its mean; a pause out of season is weaker evidence of
/// an end.
const IN_SEASON: f64 = 0.5;

/// The level of an item-location at an origin.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Level {
    /// Demand of a period whose season is one, units, if demand goes on.
    pub units: f64,
    /// The probability that demand goes on.
    pub goes_on: f64,
    /// Variance of a period's demand around level and season, units².
    pub variance: f64,
    /// Mean size of demand, weighted by units: E\[D²\] ÷ E\[D\] of a period, units.
    pub lump: f64,
    /// Periods since the first demand.
    pub lived: u32,
    /// Periods since then with demand.
    pub demands: u32,
    /// Share of the level that comes from other new items.
    pub lent: f64,
}

impl Level {
    /// Share of the periods since the first demand that had demand.
    pub fn frequency(&self) -> f64 {
        f64::from(self.demands) / f64::from(self.lived.max(1))
    }
}

/// First sales of new item-locations by category and location, by category, and overall: the sum of the roots of
/// their demand at an index of one, and their number. The square of the mean root is below the mean, so that a few
/// exceptional items do not set the level for the next.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FirstDemand(BTreeMap<(Option<u16>, Option<u16>), (f64, f64)>);

impl Known<'_> {
    /// The sales of new items in their first quarter of a year, relative to the season, from items that are older by
    /// now and whose first demand is not the first of the history.
    pub fn first_demand(&self, seasons: &Seasons) -> FirstDemand {
        let (mut found, new_periods) = (FirstDemand::default(), self.panel.season / NEW_A_YEAR);
        for (row, facts) in self.rows.iter().enumerate() {
            let first = facts.born..facts.born + new_periods;
            let group = self.panel.groups[row];
            let index: f64 = seasons.indices(group, first.clone()).iter().sum();
            if facts.born < BORN_MIN || first.end > self.periods || index <= 0.0 {
                continue;
            }
            let demand: f64 =
                self.capped(row).skip(first.start).take(new_periods).filter(|units| !units.is_nan()).sum();
            for key in keys(group) {
                let (roots, items) = found.0.entry(key).or_default();
                *roots += (demand / index).sqrt();
                *items += 1.0;
            }
        }
        found
    }

    /// The level of a row.
    pub fn level(&self, row: usize, seasons: &Seasons, first: &FirstDemand) -> Level {
        let (Panel { groups, season, .. }, born) = (self.panel, self.rows[row].born);
        if born == self.periods {
            return Level { goes_on: 1.0, ..Level::default() };
        }
        let group = groups[row];
        let index = seasons.indices(group, born..self.periods);
        let closed = &self.closed(group.location)[born..];
        let known: Vec<bool> = self.panel.history(row, self.periods)[born..]
            .iter()
            .zip(closed)
            .map(|(units, closed)| !units.is_nan() && !closed)
            .collect();
        let capped: Vec<f64> = self.capped(row).skip(born).collect();
        let told = |values: &[f64]| -> Vec<(f64, f64)> {
            let all = values.iter().zip(&index).zip(&known);
            all.map(|((units, index), known)| if *known { (*units, *index) } else { (0.0, 0.0) }).collect()
        };
        let capped = told(&capped);
        let lived = capped.len();
        let established = (season / NEW_A_YEAR).max(1);
        let new = NEW_PERIODS * (1.0 - lived as f64 / established as f64).max(0.0);
        let lent = first.of(group).filter(|_| new > 0.0);
        let begins_with = lent.map_or((0.0, 0.0), |lent| (new * lent, new));
        let units = recent_level(capped.iter().copied(), begins_with, season);
        let raw = told(&self.panel.history(row, self.periods)[born..]);
        let (variance, lump) = spread(&raw, SPREAD_HALF_LIFE_YEARS * season as f64);
        let shown: Vec<f64> =
            raw.iter().zip(&known).filter(|(_, known)| **known).map(|((units, _), _)| *units).collect();
        let run = shown.iter().rev().take_while(|units| **units <= 0.0).count();
        let told = raw.iter().zip(&known).filter(|(_, known)| **known);
        let pause: f64 = told.map(|((_, index), _)| (index / IN_SEASON).min(1.0)).rev().take(run).sum();
        Level {
            units,
            goes_on: goes_on(&shown[..shown.len() - run], pause),
            variance,
            lump,
            lived: count_u32(lived),
            demands: count_u32(shown.iter().filter(|units| **units > 0.0).count()),
            lent: if lent.is_some() { new / (new + lived as f64) } else { 0.0 },
        }
    }
}

impl FirstDemand {
    /// Demand of a period whose season is one, from the smallest group that has new items.
    fn of(&self, group: super::Group) -> Option<f64> {
        keys(group)
            .into_iter()
            .find_map(|key| self.0.get(&key))
            .map(|(roots, items)| (roots / items) * (roots / items))
    }
}

fn keys(group: super::Group) -> [(Option<u16>, Option<u16>); 3] {
    [(Some(group.category), Some(group.location)), (Some(group.category), None), (None, None)]
}

/// Variance around level and season, and mean size of demand weighted by units, from (demand, index) of each period
/// since the first demand; both zero where nothing is known.
fn spread(periods: &[(f64, f64)], half_life: f64) -> (f64, f64) {
    let (units, index) = faded(periods.iter().copied(), half_life);
    let level = if index > 0.0 { units / index } else { 0.0 };
    let kept = libm::exp2(-1.0 / half_life);
    let (mut count, mut sum, mut squares, mut errors) = (0.0, 0.0, 0.0, 0.0);
    for (units, index) in periods {
        let (told, error) = (if *index > 0.0 { 1.0 } else { 0.0 }, units - level * index);
        count = kept * count + told;
        sum = kept * sum + units;
        squares = kept * squares + units * units;
        errors = kept * errors + told * error * error;
    }
    let per = |total: f64, of: f64| if of > 0.0 { total / of } else { 0.0 };
    (per(errors, count), per(squares, sum))
}
