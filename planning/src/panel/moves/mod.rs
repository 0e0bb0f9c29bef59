//! What holidays that move do to the demand of all, of each category and of each location.
//!
//! A season by week of the year puts a holiday where it was in other years. What demand does in the weeks around it is
//! learned here by the distance from the holiday, and only where that predicted other occurrences better than the week
//! of the year did, and better than around any other dates that move as the holiday does.

/// A group's demand as logs around its level.
mod logs;

/// The profile of a holiday, and whether it is more than chance.
mod profile;

#[cfg(test)]
mod tests;

use super::Group;
use super::holiday::{Holiday, HolidayName};
use super::known::{GroupSum, Known};
use logs::{Logs, after};
use profile::Profile;
use std::collections::BTreeMap;

/// A category or location with demand of fewer items a period has no profile of its own.
const ITEMS_MIN: f64 = 20.0;
/// What moves no period by more is not worth a word.
const SAID: f64 = 0.02;

/// What the holidays do, by group.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Moves {
    holidays: Vec<HolidayName>,
    /// Of all item-locations.
    all: Logarithms,
    /// Of the categories that have their own.
    categories: BTreeMap<u16, Logarithms>,
    /// Of the locations that have their own.
    locations: BTreeMap<u16, Logarithms>,
}

/// By holiday the log of its factor in each period, counted from the first of the history; empty where it does nothing.
type Logarithms = Vec<Vec<f64>>;

impl Moves {
    /// What was known at an origin.
    pub(super) fn learn(known: &Known<'_>) -> Self {
        let holidays = known.panel.holidays;
        if holidays.is_empty() || known.sums.is_empty() {
            return Moves::default();
        }
        let all_closed = known.all_closed();
        let all = profiles(&total(known, |_| true), &all_closed, known, None);
        let own = |key: &dyn Fn(Group) -> u16, closed: &dyn Fn(u16) -> Vec<bool>| {
            let mut keys: Vec<u16> = known.sums.iter().map(|sum| key(sum.group)).collect();
            keys.sort_unstable();
            keys.dedup();
            if keys.len() == 1 {
                // The same as all.
                keys.clear();
            }
            let sums = keys.into_iter().map(|at| (at, total(known, |group| key(group) == at)));
            let large = sums.filter(|(_, sum)| sum.items_a_period() >= ITEMS_MIN);
            let learned = large.map(|(at, sum)| (at, profiles(&sum, &closed(at), known, Some(&all))));
            learned.map(|(at, found)| (at, logarithms(&found, holidays))).collect()
        };
        Moves {
            holidays: holidays.iter().map(|holiday| holiday.name.clone()).collect(),
            categories: own(&|group| group.category, &|_| all_closed.clone()),
            locations: own(&|group| group.location, &|location| known.closed(location).to_vec()),
            all: logarithms(&all, holidays),
        }
    }

    /// Whether no holiday does anything to any group.
    pub(super) fn is_nothing(&self) -> bool {
        let groups = self.categories.values().chain(self.locations.values());
        groups.chain([&self.all]).flatten().all(Vec::is_empty)
    }

    /// What the holidays multiply a group's demand by in each period, counted from the first of the history; one after
    /// the last.
    pub(super) fn factors(&self, group: Group) -> Vec<f64> {
        let logs: Vec<Vec<f64>> = (0..self.holidays.len()).map(|holiday| self.logs(holiday, group)).collect();
        let periods = logs.iter().map(Vec::len).max().unwrap_or(0);
        let log = |period: usize| logs.iter().filter_map(|logs| logs.get(period)).sum::<f64>();
        (0..periods).map(|period| libm::exp(log(period))).collect()
    }

    /// The holidays that move some of these periods of a group by more than 2 %.
    pub(super) fn named(&self, group: Group, periods: core::ops::Range<usize>) -> Vec<HolidayName> {
        let moves = |(holiday, _): &(usize, &HolidayName)| {
            let logs = self.logs(*holiday, group);
            periods
                .clone()
                .filter_map(|period| logs.get(period))
                .any(|log| (libm::exp(*log) - 1.0).abs() > SAID)
        };
        self.holidays.iter().enumerate().filter(moves).map(|(_, name)| name.clone()).collect()
    }

    /// Logs of a holiday for a group: those of all, and what its category and its location have beyond them.
    fn logs(&self, holiday: usize, group: Group) -> Vec<f64> {
        let all = &self.all[holiday];
        let category = self.categories.get(&group.category).map_or(all, |own| &own[holiday]);
        let location = self.locations.get(&group.location).map_or(all, |own| &own[holiday]);
        let at = |logs: &Vec<f64>, period: usize| logs.get(period).copied().unwrap_or(0.0);
        let periods = all.len().max(category.len()).max(location.len());
        (0..periods).map(|t| at(category, t) + at(location, t) - at(all, t)).collect()
    }
}

/// The demand of several groups together.
fn total(known: &Known<'_>, is_one: impl Fn(Group) -> bool) -> GroupSum {
    let mut total = GroupSum::new(Group::default(), known.periods);
    known.sums.iter().filter(|sum| is_one(sum.group)).for_each(|sum| total.add(sum));
    total
}

/// The profile of each holiday that has one, the plainest first, each with those before it taken out: holidays that meet
/// do not count for each other.
fn profiles(
    sum: &GroupSum,
    closed: &[bool],
    known: &Known<'_>,
    all: Option<&[Option<Profile>]>,
) -> Vec<Option<Profile>> {
    let holidays = known.panel.holidays;
    let mut logs = Logs::of(&sum.demand, closed, known.panel.season);
    let mut found: Vec<Option<Profile>> = vec![None; holidays.len()];
    loop {
        let mut best: Option<(usize, f64, Profile)> = None;
        for place in (0..holidays.len()).filter(|place| found[*place].is_none()) {
            let larger = (all.is_none(), all.and_then(|all| all[place].as_ref()));
            if let Some((gain, profile)) = Profile::learn(&logs, place, holidays, larger)
                && best.as_ref().is_none_or(|(_, most, _)| gain > *most)
            {
                best = Some((place, gain, profile));
            }
        }
        let Some((place, _, profile)) = best else { return found };
        logs.take_out(&holidays[place], |after| profile.log(after));
        found[place] = Some(profile);
    }
}

fn logarithms(profiles: &[Option<Profile>], holidays: &[Holiday]) -> Logarithms {
    let of = |(profile, holiday): (&Option<Profile>, &Holiday)| {
        let mut logs = Vec::new();
        for (profile, begins) in
            profile.iter().flat_map(|profile| holiday.begins.iter().map(move |at| (profile, at)))
        {
            for period in holiday.window(*begins).filter_map(|period| usize::try_from(period).ok()) {
                if logs.len() <= period {
                    logs.resize(period + 1, 0.0);
                }
                logs[period] += profile.log(after(crate::convert::count_i64(period), *begins));
            }
        }
        logs
    };
    profiles.iter().zip(holidays).map(of).collect()
}
