//! The group of each series of a file, and the daily facts that the series of a group share.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use planning::day::Day;
use planning::forecast::{CalendarDay, GroupCalendars, GroupDemand, NoNumber};

use super::ColumnNames;
use super::group::RawSeries;
use super::words::Words;
use crate::error::{Error, Place, Result};

/// Largest number of groups, because each holds its daily demand in memory.
const GROUPS_MAX: usize = 1_000;
/// Largest number of events in a column; an event must occur more than once to be learned.
const EVENTS_MAX: u32 = 1_000;
/// Number of calendars kept, each as known before one day; most series of a file end on the same day.
const KEPT: usize = 16;

/// Groups found so far.
#[derive(Default)]
pub(super) struct Grouping {
    /// Indices of groups by their words.
    places: HashMap<Vec<u32>, usize>,
    /// Of each series.
    groups: Vec<usize>,
    demand: GroupDemand,
    /// The use of each regressor.
    regressors: Vec<Regressor>,
    last: Option<Day>,
}

/// The use of a regressor for groups.
#[derive(Clone, Copy, Default, PartialEq)]
enum Regressor {
    /// Zero so far.
    #[default]
    Zero,
    /// Zero and one, the same for all series of a group.
    Flag,
    /// Different for each series.
    Own,
}

impl Grouping {
    /// Adds a series, whose rows are of these days.
    ///
    /// # Errors
    /// A series in two groups, a day with two events, or too many of either.
    pub(super) fn add(
        &mut self,
        path: &Path,
        names: &ColumnNames,
        series: &RawSeries,
        days: &[Day],
        words: &[Words],
    ) -> Result<()> {
        let (of_groups, of_events) = series.words.split_at(names.groups.len());
        let group = names.groups.iter().zip(words).zip(of_groups);
        let group = group.map(|((name, words), numbers)| only(path, name, &series.id, numbers, words));
        let group = group.collect::<Result<Vec<u32>>>()?;
        let count = self.places.len();
        let place = *self.places.entry(group).or_insert(count);
        if place == GROUPS_MAX {
            let problem = format!("{} make more than {GROUPS_MAX} groups", names.groups.join(" and "));
            return Err(Error::bad(
                Place::file(path),
                problem,
                "Name columns of few, as of stores or departments",
            ));
        }
        self.groups.push(place);
        let demand: Vec<(Day, f64)> = days.iter().copied().zip(series.values.iter().copied()).collect();
        self.demand.add(place, &demand);
        for (column, (name, numbers)) in names.events.iter().zip(of_events).enumerate() {
            let words = &words[names.groups.len() + column];
            for (day, number) in days.iter().zip(numbers) {
                if *number > EVENTS_MAX {
                    let problem = format!("names more than {EVENTS_MAX} events");
                    return Err(Error::bad(
                        Place::file(path).column(name),
                        problem,
                        "Name a column of events",
                    ));
                }
                self.last = self.last.max(Some(*day));
                self.demand.set_event(place, column, *day, *number).map_err(|known| {
                    let (one, other) = (words.word(known), words.word(*number));
                    let problem = format!("{one} and {other} are both the event of {day} in the group of {}", series.id);
                    let remedy = "Name one event for all series of a group; give what moves single series as --regressors";
                    Error::bad(Place::file(path).column(name), problem, remedy)
                })?;
            }
        }
        self.add_regressors(place, names.events.len(), series, days);
        Ok(())
    }

    /// Regressors that are a flag of the group's days count as its events.
    fn add_regressors(&mut self, group: usize, from: usize, series: &RawSeries, days: &[Day]) {
        self.regressors.resize(series.regressors.len(), Regressor::default());
        for (place, (kind, values)) in self.regressors.iter_mut().zip(&series.regressors).enumerate() {
            let known = days.iter().zip(values).filter(|(_, value)| value.is_finite());
            for (day, value) in known {
                let is_one = *value == 1.0;
                let is_flag = *kind != Regressor::Own && (is_one || *value == 0.0);
                if !is_flag || self.demand.set_event(group, from + place, *day, u32::from(is_one)).is_err() {
                    *kind = Regressor::Own;
                    break;
                }
                if is_one {
                    *kind = Regressor::Flag;
                }
            }
        }
    }

    /// The groups of all series of a file that ends before a day.
    pub(super) fn finish(mut self, names: &ColumnNames, end: Day) -> Grouped {
        let are_learned = self.demand.calendars(end, NoNumber::Missing, true).is_some();
        let is_own = |place: &usize| !are_learned || self.regressors.get(*place) != Some(&Regressor::Flag);
        let own: Vec<usize> = (0..names.regressors.len()).filter(is_own).collect();
        for place in &own {
            self.demand.forget_events(names.events.len() + place);
        }
        let (of_series, demand) = (self.groups, self.demand);
        Grouped { count: self.places.len(), of_series, demand, own, last: self.last, kept: Mutex::default() }
    }
}

/// The word shared by all rows of a series.
fn only(path: &Path, name: &str, id: &str, numbers: &[u32], words: &Words) -> Result<u32> {
    let mut said = numbers.iter().copied().filter(|number| *number > 0);
    let first = said.next().unwrap_or(0);
    let Some(other) = said.find(|number| *number != first) else { return Ok(first) };
    let problem = format!("{id} is in {} and in {}", words.word(first), words.word(other));
    let remedy = "Name columns for --groups that are the same in all rows of a series";
    Err(Error::bad(Place::file(path).column(name), problem, remedy))
}

/// Groups of the series of a file.
pub(super) struct Grouped {
    pub(super) count: usize,
    /// The group of each series, in the order of the file.
    pub(super) of_series: Vec<usize>,
    /// Positions of the regressors that differ between series.
    pub(super) own: Vec<usize>,
    /// The last day with known events.
    pub(super) last: Option<Day>,
    demand: GroupDemand,
    kept: Mutex<Vec<(Asked, Known)>>,
}

/// The day before which calendars are known, and whether days are dates.
type Asked = (Day, NoNumber, bool);
type Known = Option<Arc<GroupCalendars>>;

impl Grouped {
    /// Calendars as known before a day.
    pub(super) fn calendars(&self, before: Day, no_number: NoNumber, are_dates: bool) -> Known {
        let asked = (before, no_number, are_dates);
        // Other threads that need the same calendar wait for it instead of computing it again.
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = kept.iter().find(|(known, _)| *known == asked) {
            return known.clone();
        }
        let found = self.demand.calendars(before, no_number, are_dates).map(Arc::new);
        if kept.len() == KEPT {
            kept.remove(0);
        }
        kept.push((asked, found.clone()));
        found
    }

    /// The calendar of a group for some days.
    pub(super) fn days(
        &self,
        group: usize,
        asked: Asked,
        days: impl Iterator<Item = Day>,
    ) -> Vec<CalendarDay> {
        let (before, no_number, are_dates) = asked;
        let Some(calendars) = self.calendars(before, no_number, are_dates) else { return Vec::new() };
        days.map(|day| calendars.day(group, day)).collect()
    }
}
