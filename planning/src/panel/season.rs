//! The season of the year, learned from groups.
//!
//! Two years of an item-location's periods are too few to tell its season from chance, but enough for a category at a
//! location. The index of each period of the year is the group's demand relative to the year's mean, with growth from
//! year to year taken out, and smoothed over neighbouring periods. Where a group has few items, its index is drawn to
//! the larger group's (a category at a location to the category, the category to all). Its strength is the one with
//! which the category was forecast best from earlier origins, so a season counts only as far as it has proved itself.

use super::known::{GroupSum, Known};
use super::moves::Moves;
use super::recent_level::recent_level;
use super::{Group, SeasonEffect, SeasonGroup};
use crate::convert::single;
use std::borrow::Cow;

/// Years of history used.
const YEARS_MAX: usize = 3;
/// Weight of the larger group's index, in items with demand a period.
const DRAWN_ITEMS: f64 = 20.0;
/// An index is smoothed over this part of a year before and after, with linearly falling weights: three weeks. Months are
/// not smoothed.
const SMOOTHED_A_YEAR: usize = 16;
/// Limits of the growth from year to year.
const GROWTH: (f64, f64) = (0.5, 2.0);
/// Possible strengths: shares of a season's swing to keep.
const STRENGTHS: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];
/// Origins from which a season's strength is tested, a quarter of a year apart.
const ORIGINS: usize = 4;

/// Demand relative to its level by period of the year; without groups one in every period.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seasons {
    /// By group, sorted.
    groups: Vec<GroupSeason>,
    /// What holidays that move do beside it.
    moves: Moves,
}

#[derive(Clone, Debug, PartialEq)]
struct GroupSeason {
    group: Group,
    /// By period of the year, counted from the first period of the history.
    index: Vec<f64>,
    /// Share of the swing shown by the group's demand that is kept, 0 to 1.
    strength: f64,
    /// The group from which most of the index was learned.
    from: SeasonGroup,
    /// What holidays that move multiply demand by in each period from the history's first; one after the last.
    moved: Vec<f64>,
}

impl Seasons {
    /// Demand of a period relative to the level, for a group; periods count from the first of the history and go on
    /// beyond the known ones. One for all periods where less than a year is known.
    pub fn index(&self, group: Group, period: usize) -> f64 {
        self.of(group).map_or(1.0, |season| season.at(period))
    }

    /// The indices of some periods.
    pub fn indices(&self, group: Group, periods: core::ops::Range<usize>) -> Vec<f64> {
        let of = self.of(group);
        periods.map(|period| of.map_or(1.0, |season| season.at(period))).collect()
    }

    /// The effect of the season in some periods, and whose season it is; `None` where the effect is negligible.
    pub fn effect(&self, group: Group, periods: core::ops::Range<usize>) -> Option<SeasonEffect> {
        let from = self.of(group)?.from;
        let holidays = self.moves.named(group, periods.clone());
        SeasonEffect::new(self.indices(group, periods).into_iter().map(single).collect(), from, holidays)
    }

    /// Share of the swing shown by a group's demand that is kept, 0 to 1; `None` where less than a year is known.
    pub fn strength(&self, group: Group) -> Option<f64> {
        self.of(group).map(|season| season.strength)
    }

    fn of(&self, group: Group) -> Option<&GroupSeason> {
        let place = self.groups.binary_search_by_key(&group, |season| season.group).ok()?;
        self.groups.get(place)
    }
}

impl GroupSeason {
    fn at(&self, period: usize) -> f64 {
        self.index[period % self.index.len()] * self.moved.get(period).copied().unwrap_or(1.0)
    }
}

impl Known<'_> {
    /// The season of every group as known at the origin; the horizon is a quarter of a year.
    pub fn seasons(&self) -> Seasons {
        let season = self.panel.season;
        if season < 2 || self.periods < season {
            return Seasons::default();
        }
        let moves = Moves::learn(self);
        let sums = Sums::of(self, &moves);
        let believed = sums.strengths(season);
        let groups = sums.indices(self.periods, season).into_iter().map(|(group, index, from)| {
            let strength = sums.strength_of(&believed, group.category);
            GroupSeason {
                group,
                index: index.iter().map(|index| 1.0 + strength * (index - 1.0)).collect(),
                strength,
                from,
                moved: moves.factors(group),
            }
        });
        Seasons { groups: groups.collect(), moves }
    }
}

/// Demand of all items, of each category, and of each category at each location.
struct Sums<'a> {
    all: GroupSum,
    categories: Vec<GroupSum>,
    groups: Cow<'a, [GroupSum]>,
    /// Whether all locations were closed, by period.
    closed: Vec<bool>,
}

impl<'a> Sums<'a> {
    /// Without what holidays that move did to it.
    fn of(known: &'a Known<'_>, moves: &Moves) -> Self {
        let groups: Cow<'a, [GroupSum]> = if moves.is_nothing() {
            Cow::Borrowed(&known.sums)
        } else {
            known.sums.iter().map(|sum| sum.without(&moves.factors(sum.group))).collect()
        };
        let mut all = GroupSum::new(Group::default(), known.periods);
        let mut categories: Vec<GroupSum> = Vec::new();
        for sum in groups.iter() {
            let category = Group { location: 0, ..sum.group };
            if categories.last().is_none_or(|last| last.group != category) {
                categories.push(GroupSum::new(category, known.periods));
            }
            if let Some(last) = categories.last_mut() {
                last.add(sum);
            }
            all.add(sum);
        }
        Sums { all, categories, groups, closed: known.all_closed() }
    }

    /// The index of every group from its demand in the first `known` periods, and the group that contributed most.
    fn indices(&self, known: usize, season: usize) -> Vec<(Group, Vec<f64>, SeasonGroup)> {
        let shut = shut(&self.closed[..known], season);
        let (of_all, _) = self.index(&self.all, known, &shut);
        let mut indices = Vec::with_capacity(self.groups.len());
        for sum in &self.categories {
            let category = self.index(sum, known, &shut);
            let category_share = own_share(category.1);
            let of_category = drawn(category, &of_all);
            for group in self.groups.iter().filter(|group| group.group.category == sum.group.category) {
                let own = self.index(group, known, &shut);
                let from = SeasonGroup::of(own_share(own.1), category_share);
                indices.push((group.group, drawn(own, &of_category), from));
            }
        }
        indices.iter_mut().for_each(|(_, index, _)| to_mean_one(index));
        indices
    }

    /// A group's own index with its weight: items with demand a period.
    fn index(&self, sum: &GroupSum, known: usize, shut: &[bool]) -> (Vec<f64>, f64) {
        let season = shut.len();
        let years = (known / season).min(YEARS_MAX);
        let from = known - years * season;
        let (demand, closed) = (&sum.demand[from..known], &self.closed[from..known]);
        let open = |year: usize| {
            let periods = year * season..(year + 1) * season;
            periods.filter(|t| !closed[*t]).map(|t| (t, demand[t]))
        };
        let mean = |year: usize| {
            let (total, count) =
                open(year).fold((0.0, 0.0), |(total, count), (_, units)| (total + units, count + 1.0));
            if count > 0.0 { total / count } else { 0.0 }
        };
        let growth = match (mean(0), mean(years - 1)) {
            (first, last) if years > 1 && first > 0.0 && last > 0.0 => {
                libm::pow(last / first, 1.0 / (years - 1) as f64).clamp(GROWTH.0, GROWTH.1)
            }
            _ => 1.0,
        };
        let trend = |t: usize| libm::pow(growth, ((t % season) as f64 + 0.5) / season as f64 - 0.5);
        let (mut ratios, mut seen) = (vec![0.0; season], vec![0.0; season]);
        for year in (0..years).filter(|year| mean(*year) > 0.0) {
            for (t, units) in open(year) {
                ratios[(from + t) % season] += units / trend(t) / mean(year);
                seen[(from + t) % season] += 1.0;
            }
        }
        let ratio = |(ratio, seen): (f64, f64)| if seen > 0.0 { ratio / seen } else { 1.0 };
        let ratios: Vec<f64> = ratios.into_iter().zip(seen).map(ratio).collect();
        let items = sum.items[from..known].iter().sum::<f64>() / (known - from) as f64;
        (smoothed(&ratios, shut), items)
    }

    /// The strength of each category's season: the one that forecast its demand best from earlier origins, with all
    /// categories together as one more group. Full strength where less than two years are known, because there is
    /// nothing to test it on.
    fn strengths(&self, season: usize) -> Vec<f64> {
        let periods = self.all.demand.len();
        let horizon = season / 4;
        let mut squares = vec![[0.0; STRENGTHS.len()]; self.categories.len()];
        let origins = (1..=ORIGINS).filter_map(|back| periods.checked_sub(back * horizon));
        let origins: Vec<usize> = origins.filter(|known| *known >= season).collect();
        if origins.is_empty() {
            return vec![1.0; self.categories.len()];
        }
        for known in origins {
            let shut = shut(&self.closed[..known], season);
            let (of_all, _) = self.index(&self.all, known, &shut);
            for (sum, squares) in self.categories.iter().zip(&mut squares) {
                let mut index = drawn(self.index(sum, known, &shut), &of_all);
                to_mean_one(&mut index);
                for (strength, square) in STRENGTHS.iter().zip(squares) {
                    let error = group_error(&sum.demand, known, season, |t| {
                        1.0 + strength * (index[t % season] - 1.0)
                    });
                    *square += error * error;
                }
            }
        }
        let all: Vec<f64> = (0..STRENGTHS.len())
            .map(|place| squares.iter().map(|squares| squares[place]).sum::<f64>() / squares.len() as f64)
            .collect();
        let best = |squares: &[f64; STRENGTHS.len()]| {
            let error = |place: &usize| squares[*place] + all[*place];
            let place = (0..STRENGTHS.len()).min_by(|a, b| error(a).total_cmp(&error(b)));
            place.map_or(1.0, |place| STRENGTHS[place])
        };
        squares.iter().map(best).collect()
    }

    fn strength_of(&self, strengths: &[f64], category: u16) -> f64 {
        let place = self.categories.binary_search_by_key(&category, |sum| sum.group.category);
        place.ok().and_then(|place| strengths.get(place)).copied().unwrap_or(1.0)
    }
}

/// Phases of the year in which all was closed every time.
fn shut(closed: &[bool], season: usize) -> Vec<bool> {
    let phase = |phase: usize| {
        let mut seen = closed.iter().skip(phase).step_by(season).peekable();
        seen.peek().is_some() && seen.all(|closed| *closed)
    };
    (0..season).map(phase).collect()
}

/// The mean of neighbouring periods of the year, except those in which all is closed: these have an index of zero.
fn smoothed(ratios: &[f64], shut: &[bool]) -> Vec<f64> {
    let season = ratios.len();
    let reach = season / SMOOTHED_A_YEAR;
    let smooth = |phase: usize| {
        if shut[phase] {
            return 0.0;
        }
        let (mut sum, mut weights) = (0.0, 0.0);
        for step in 0..=2 * reach {
            let at = (phase + season + step - reach) % season;
            let weight = (reach + 1 - step.abs_diff(reach)) as f64;
            if !shut[at] {
                sum += weight * ratios[at];
                weights += weight;
            }
        }
        sum / weights
    };
    (0..season).map(smooth).collect()
}

/// An index drawn to a larger group's, the more the fewer items it has.
fn drawn((own, items): (Vec<f64>, f64), larger: &[f64]) -> Vec<f64> {
    let own_share = own_share(items);
    own.iter().zip(larger).map(|(own, larger)| own_share * own + (1.0 - own_share) * larger).collect()
}

/// Weight of a group's own index with this many items, 0 to 1.
fn own_share(items: f64) -> f64 {
    items / (items + DRAWN_ITEMS)
}

fn to_mean_one(index: &mut [f64]) {
    let mean = index.iter().sum::<f64>() / index.len() as f64;
    if mean > 0.0 {
        index.iter_mut().for_each(|index| *index /= mean);
    }
}

/// Error of a group's demand over the coming quarter of a year, relative to its demand of a year before.
fn group_error(demand: &[f64], known: usize, season: usize, index: impl Fn(usize) -> f64) -> f64 {
    let history = &demand[..known];
    let told = history.iter().enumerate().map(|(t, units)| (*units, index(t)));
    let (level, horizon) = (recent_level(told, (0.0, 0.0), season), season / 4);
    let usual = history.iter().sum::<f64>() / known as f64;
    let periods = known..known + horizon;
    let error: f64 = periods.map(|t| demand[t] - level * index(t)).sum();
    if usual > 0.0 { error / (usual * horizon as f64) } else { 0.0 }
}
