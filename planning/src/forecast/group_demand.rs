//! Demand of groups of series by day, and the events of their days.

use super::calendar::DAYS_MIN;
use super::event_days::EventDays;
use super::group_calendar::{Group, GroupCalendars, Past};
use super::shared_demand::NoNumber;
use crate::day::Day;

/// Days of history used: three years, which show each yearly event three times.
const DAYS: i32 = 1_096;

/// Demand of groups of series, as of the departments of stores, by day, with the events of its days.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupDemand {
    groups: Vec<Group>,
}

impl GroupDemand {
    /// Adds a series to a group: its days with their demand in any order, NaN where missing. Demand below zero counts
    /// as zero.
    ///
    /// Each series counts with all its demand, because the forecast of the group's demand is what matters.
    pub fn add(&mut self, group: usize, demand: &[(Day, f64)]) {
        self.group(group).demand.add_weighted(demand, |_| 1.0);
    }

    /// Sets the event of a day for a group, in a column of events: its number from one, zero for none.
    ///
    /// # Errors
    /// The day already has another event.
    pub fn set_event(&mut self, group: usize, column: usize, day: Day, event: u32) -> Result<(), u32> {
        let columns = &mut self.group(group).events;
        columns.resize(columns.len().max(column + 1), EventDays::default());
        columns[column].set(day, event)
    }

    /// Removes all events of a column.
    pub fn forget_events(&mut self, column: usize) {
        for events in self.groups.iter_mut().filter_map(|group| group.events.get_mut(column)) {
            *events = EventDays::default();
        }
    }

    fn group(&mut self, group: usize) -> &mut Group {
        self.groups.resize(self.groups.len().max(group + 1), Group::default());
        &mut self.groups[group]
    }

    /// The calendar of each group from its demand before a day. Days of the month are used only where days are dates.
    /// `None` for less than half a year.
    pub fn calendars(&self, before: Day, no_number: NoNumber, are_dates: bool) -> Option<GroupCalendars> {
        let first = self.groups.iter().filter_map(|group| group.demand.first()).min()?;
        let from = first.max(before.plus(-DAYS));
        let days = usize::try_from(before.since(from)).unwrap_or(0);
        let past = |group: &Group| Past::of(group, from, days, no_number, are_dates);
        (days >= DAYS_MIN)
            .then(|| GroupCalendars::of(self.groups.iter().map(past).collect(), from, are_dates))
    }
}

#[cfg(test)]
mod tests;
