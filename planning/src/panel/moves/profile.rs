//! The profile of a holiday, and whether it is more than chance.

use super::super::holiday::Holiday;
use super::logs::{Logs, Occurrence};
use crate::convert::count_i64;

/// How much of a profile may be believed.
const STRENGTHS: [f64; 4] = [0.25, 0.5, 0.75, 1.0];
/// And of the profile of all by one group: it may be the only one that keeps the holiday.
const LENT_STRENGTHS: [f64; 6] = [0.25, 0.5, 0.75, 1.0, 1.5, 2.0];
/// Occurrences that a category or a location must have shown for a profile of its own: two may agree by chance, and of
/// many groups some would.
const OWN_OCCURRENCES: usize = 3;
/// A profile must leave at most this share of the squared errors that there are without it.
const LEFT_MAX: f64 = 0.5;
/// It must be so many times as good as one of any other dates that move as the holiday does.
const CHANCE_TIMES: f64 = 2.0;
/// So many where only two occurrences tell it: they agree by chance more often.
const CHANCE_TIMES_OF_TWO: f64 = 4.0;
/// So many other dates at least must have been tried.
const OTHERS_MIN: usize = 10;
/// Occurrences whose periods of the year differ by no more tell nothing of a holiday that the season does not.
const SAME_PERIOD: f64 = 0.5;

/// Demand around a holiday, relative to the season.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Profile {
    /// How much of it is believed.
    strength: f64,
    occurrences: Vec<Occurrence>,
}

/// How well other occurrences told each one.
#[derive(Clone, Copy, Debug)]
struct Tried {
    /// Periods compared.
    periods: f64,
    /// The strength with the least sum of squared errors.
    strength: f64,
    /// That sum.
    error: f64,
    /// That of the better season: of other years as they were, or without the holiday.
    without: f64,
}

impl Profile {
    /// What a group's demand shows of a holiday, or of the profile that a larger group's has shown; with how much less
    /// its squared errors are than without; of all there is no larger group. `None` where that is nothing.
    pub(super) fn learn(
        logs: &Logs,
        place: usize,
        holidays: &[Holiday],
        (is_all, larger): (bool, Option<&Profile>),
    ) -> Option<(f64, Self)> {
        let occurrences = logs.occurrences(&holidays[place]);
        let lent = larger.and_then(|larger| {
            let tried = Tried::of(&occurrences, &larger.occurrences, &LENT_STRENGTHS, logs.season);
            // A group that has not seen the holiday is as all are.
            let (gain, strength) =
                tried.map_or((0.0, larger.strength), |tried| (tried.gain(), tried.strength));
            let profile = || Profile { strength, occurrences: larger.occurrences.clone() };
            (tried.is_none() || gain > 0.0).then(|| (gain, profile()))
        });
        let own = Tried::of(&occurrences, &occurrences, &STRENGTHS, logs.season).filter(|tried| {
            let is_enough = is_all || occurrences.len() >= OWN_OCCURRENCES;
            is_enough
                && tried.error <= LEFT_MAX * tried.without
                && !is_chance(logs, (place, holidays), occurrences.len(), tried)
        });
        let own = own.map(|tried| (tried.gain(), Profile { strength: tried.strength, occurrences }));
        lent.into_iter().chain(own).max_by(|a, b| a.0.total_cmp(&b.0))
    }

    /// Log of the factor on demand so many periods after the holiday's beginning.
    pub(super) fn log(&self, after: f64) -> f64 {
        self.strength * mean_at(self.occurrences.iter(), after)
    }
}

impl Tried {
    /// Of occurrences, each as others told it that came in other periods of the year; `None` where there are none.
    fn of(
        held_out: &[Occurrence],
        taught_by: &[Occurrence],
        strengths: &[f64],
        season: usize,
    ) -> Option<Self> {
        let (mut periods, mut other_years, mut none, mut errors) =
            (0.0, 0.0, 0.0, vec![0.0; strengths.len()]);
        for occurrence in held_out {
            let teaches = |other: &&Occurrence| differs(other.begins, occurrence.begins, season);
            if !taught_by.iter().any(|other| teaches(&other)) {
                continue;
            }
            for week in &occurrence.weeks {
                let told = mean_at(taught_by.iter().filter(teaches), week.after);
                for (error, strength) in errors.iter_mut().zip(strengths) {
                    let missed = week.moved - strength * told;
                    *error += missed * missed;
                }
                none += week.moved * week.moved;
                other_years += week.unlike_other_years * week.unlike_other_years;
                periods += 1.0;
            }
        }
        let best = errors.into_iter().zip(strengths).min_by(|a, b| a.0.total_cmp(&b.0));
        let (error, strength) = best.filter(|_| periods > 0.0)?;
        Some(Tried { periods, strength: *strength, error, without: f64::min(other_years, none) })
    }

    /// How much less the squared errors are than without the profile.
    fn gain(&self) -> f64 {
        self.without - self.error
    }
}

/// Whether around some other dates, moving as the holiday does, as much seems to be learned.
fn is_chance(logs: &Logs, (place, holidays): (usize, &[Holiday]), occurrences: usize, tried: &Tried) -> bool {
    let holiday = &holidays[place];
    let hidden = logs.without(holiday);
    let width = i64::from(holiday.before) + i64::from(holiday.after) + 1;
    let half = count_i64(logs.season) / 2;
    let others = (-half..half).filter(|shift| shift.abs() >= width).map(|shift| Holiday {
        begins: holiday.begins.iter().map(|begins| begins + shift as f64).collect(),
        ..holiday.clone()
    });
    let is_holiday = |dates: &Holiday| {
        holidays.iter().enumerate().any(|(at, other)| at != place && is_always_near(dates, other))
    };
    let gains: Vec<f64> = others
        .filter(|dates| !is_holiday(dates))
        .filter_map(|dates| {
            let occurrences = hidden.occurrences(&dates);
            Tried::of(&occurrences, &occurrences, &STRENGTHS, hidden.season)
        })
        .map(|tried| tried.gain() / tried.periods)
        .collect();
    let times = if occurrences > 2 { CHANCE_TIMES } else { CHANCE_TIMES_OF_TWO };
    gains.len() < OTHERS_MIN || gains.iter().any(|other| times * other >= tried.gain() / tried.periods)
}

/// Whether dates fall in the periods of another holiday each time.
fn is_always_near(dates: &Holiday, other: &Holiday) -> bool {
    let meets = |begins: &f64| {
        let window = dates.window(*begins);
        other.begins.iter().any(|other_begins| {
            let window_of_other = other.window(*other_begins);
            window.start < window_of_other.end && window_of_other.start < window.end
        })
    };
    dates.begins.iter().all(meets)
}

/// Whether two moments lie in different periods of the year.
fn differs(a: f64, b: f64, season: usize) -> bool {
    let apart = libm::fmod((a - b).abs(), season as f64);
    apart.min(season as f64 - apart) > SAME_PERIOD
}

/// The mean of what occurrences show so many periods after their beginning, between their periods in a line.
fn mean_at<'a>(occurrences: impl Iterator<Item = &'a Occurrence>, after: f64) -> f64 {
    let (mut sum, mut weights) = (0.0, 0.0);
    for week in occurrences.flat_map(|occurrence| &occurrence.weeks) {
        let weight = (1.0 - (week.after - after).abs()).max(0.0);
        sum += weight * week.moved;
        weights += weight;
    }
    if weights > 0.0 { sum / weights } else { 0.0 }
}
