//! A panel as known at an origin.

use super::quantile::quantile;
use super::{Group, Panel};
use crate::convert::whole_usize;

/// For seasons and levels, a period's demand counts up to this many times the 90 % quantile of periods with demand,
/// so that a single large order does not make a level.
const CAP: f64 = 1.5;
const CAP_SHARE: f64 = 0.9;
/// A location that sells less than this share of its usual demand is closed.
const CLOSED: f64 = 0.1;
/// Periods before and after that define usual demand.
const AROUND: usize = 6;
/// A location where fewer items a period than this have demand may sell nothing by chance.
const OPEN_ITEMS_MIN: f64 = 5.0;

/// A panel as it was known at an origin: nothing of it depends on what came later.
#[derive(Clone, Debug)]
pub struct Known<'a> {
    pub(super) panel: Panel<'a>,
    /// Periods known.
    pub(super) periods: usize,
    pub(super) rows: Vec<RowFacts>,
    /// Demand of each category at each location, in the order of the groups.
    pub(super) sums: Vec<GroupSum>,
    /// Periods in which a location was closed, by its number.
    closed: Vec<Vec<bool>>,
}

/// Facts about the history of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct RowFacts {
    /// Period of its first demand; the periods known without any.
    pub(super) born: usize,
    /// The most that a period's demand counts for, units.
    pub(super) cap: f64,
}

/// Demand of a group, each item-location relative to the root of its mean. Weighted by demand, the largest items
/// would set the season of all; weighted equally, the chance of the rarest would.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct GroupSum {
    pub(super) group: Group,
    /// By period.
    pub(super) demand: Vec<f64>,
    /// Item-locations with demand, by period.
    pub(super) items: Vec<f64>,
}

impl<'a> Known<'a> {
    /// A panel whose first `periods` periods are known.
    pub fn new(panel: Panel<'a>, periods: usize) -> Self {
        let mut known = Known { panel, periods, rows: Vec::new(), sums: Vec::new(), closed: Vec::new() };
        let mut order: Vec<usize> = (0..panel.rows()).collect();
        order.sort_by_key(|row| panel.groups[*row]);
        known.rows = (0..panel.rows()).map(|row| RowFacts::of(panel.history(row, periods))).collect();
        for row in order {
            known.add(row);
        }
        known.find_closed();
        known
    }

    /// Demand of a row, limited to what counts; NaN where it is not known.
    pub(super) fn capped(&self, row: usize) -> impl Iterator<Item = f64> + '_ {
        let cap = self.rows[row].cap;
        self.panel
            .history(row, self.periods)
            .iter()
            .map(move |units| if units.is_nan() { *units } else { units.min(cap) })
    }

    /// Periods in which a location was closed.
    pub(super) fn closed(&self, location: u16) -> &[bool] {
        &self.closed[usize::from(location)]
    }

    /// Periods in which all locations were closed.
    pub(super) fn all_closed(&self) -> Vec<bool> {
        let mut locations: Vec<u16> = self.panel.groups.iter().map(|group| group.location).collect();
        locations.sort_unstable();
        locations.dedup();
        (0..self.periods).map(|t| locations.iter().all(|location| self.closed(*location)[t])).collect()
    }

    fn add(&mut self, row: usize) {
        let group = self.panel.groups[row];
        if self.sums.last().is_none_or(|sum| sum.group != group) {
            self.sums.push(GroupSum::new(group, self.periods));
        }
        let recent = self.periods.saturating_sub(2 * self.panel.season);
        let known = self.capped(row).skip(recent).filter(|units| !units.is_nan());
        let (sum, count) = known.fold((0.0, 0.0), |(sum, count), units| (sum + units, count + 1.0));
        if sum <= 0.0 {
            return;
        }
        let weight = 1.0 / f64::sqrt(sum / count);
        let demand: Vec<f64> = self.capped(row).collect();
        if let Some(sum) = self.sums.last_mut() {
            for (period, units) in demand.iter().enumerate().filter(|(_, units)| **units > 0.0) {
                sum.demand[period] += weight * units;
                sum.items[period] += 1.0;
            }
        }
    }

    fn find_closed(&mut self) {
        let locations =
            self.panel.groups.iter().map(|group| usize::from(group.location) + 1).max().unwrap_or(0);
        let mut totals: Vec<(Vec<f64>, f64)> = vec![(vec![0.0; self.periods], 0.0); locations];
        for sum in &self.sums {
            let (demand, items) = &mut totals[usize::from(sum.group.location)];
            demand.iter_mut().zip(&sum.demand).for_each(|(total, units)| *total += units);
            *items += sum.items.iter().sum::<f64>() / self.periods.max(1) as f64;
        }
        let is_closed = |demand: &[f64], t: usize| {
            let around = &demand[t.saturating_sub(AROUND)..(t + AROUND + 1).min(demand.len())];
            demand[t] < CLOSED * around.iter().sum::<f64>() / around.len() as f64
        };
        let closed = |(demand, items): &(Vec<f64>, f64)| {
            (0..self.periods).map(|t| *items >= OPEN_ITEMS_MIN && is_closed(demand, t)).collect()
        };
        self.closed = totals.iter().map(closed).collect();
    }
}

impl RowFacts {
    fn of(history: &[f64]) -> Self {
        let mut demands: Vec<(f64, f64)> =
            history.iter().filter(|units| **units > 0.0).map(|units| (*units, 1.0)).collect();
        demands.sort_by(|a, b| a.0.total_cmp(&b.0));
        let born = history.iter().position(|units| *units > 0.0).unwrap_or(history.len());
        // With few demands, the largest.
        let cap = if demands.len() < whole_usize(1.0 / (1.0 - CAP_SHARE)) {
            demands.last().map_or(0.0, |(largest, _)| *largest)
        } else {
            quantile(&demands, CAP_SHARE)
        };
        RowFacts { born, cap: CAP * cap }
    }
}

impl GroupSum {
    pub(super) fn new(group: Group, periods: usize) -> Self {
        GroupSum { group, demand: vec![0.0; periods], items: vec![0.0; periods] }
    }

    /// Item-locations with demand in a period.
    pub(super) fn items_a_period(&self) -> f64 {
        self.items.iter().sum::<f64>() / self.items.len().max(1) as f64
    }

    /// The same without factors on its periods.
    pub(super) fn without(&self, factors: &[f64]) -> GroupSum {
        let mut without = self.clone();
        without.demand.iter_mut().zip(factors).for_each(|(demand, factor)| *demand /= factor);
        without
    }

    /// Adds another group's.
    pub(super) fn add(&mut self, other: &GroupSum) {
        self.demand.iter_mut().zip(&other.demand).for_each(|(sum, units)| *sum += units);
        self.items.iter_mut().zip(&other.items).for_each(|(sum, items)| *sum += items);
    }
}
