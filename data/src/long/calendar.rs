//! What daily series learn about the calendar from all series of a file together, or from their group.

use planning::convert::count_i64;
use planning::forecast::{Calendar, CalendarDay, NoNumber, SharedDemand};

use super::grouping::Grouped;
use super::survey::{Demand, day};
use super::{ColumnNames, Gaps, Kind, LongFile, Series, Step, Survey};

/// The series from which calendars are learned.
pub(super) enum Learned {
    /// All series together.
    Shared(SharedDemand),
    /// The series of each group.
    Grouped(Grouped),
}

impl Learned {
    /// A calendar from the demand of a file with these columns.
    pub(super) fn of(demand: Demand, names: &ColumnNames, survey: &Survey) -> Learned {
        match demand {
            Demand::Shared(shared) => Learned::Shared(shared),
            Demand::Grouped(grouping) => {
                Learned::Grouped(grouping.finish(names, day(survey.kind, survey.last).plus(1)))
            }
        }
    }
}

impl LongFile {
    /// Whether its series, or those of each group, share a calendar, judged by the whole file.
    pub fn has_calendar(&self, step: Step, seasons: &[usize]) -> bool {
        let Survey { kind, last, .. } = self.survey;
        let before = day(kind, last).plus(1);
        is_by_day(step, seasons)
            && match &self.learned {
                Learned::Shared(shared) => shared.calendar(day(kind, last), NoNumber::Missing).is_some(),
                Learned::Grouped(grouped) => {
                    grouped.calendars(before, NoNumber::Missing, kind != Kind::Integer).is_some()
                }
            }
    }

    /// Groups of its series; `None` if they are not grouped.
    pub fn groups(&self) -> Option<usize> {
        match &self.learned {
            Learned::Shared(_) => None,
            Learned::Grouped(grouped) => Some(grouped.count),
        }
    }

    /// The number of coming days, up to the horizon, whose event is not known.
    pub fn days_without_events(&self, days: usize) -> usize {
        let Learned::Grouped(grouped) = &self.learned else { return days };
        let end = day(self.survey.kind, self.survey.last);
        let known = grouped.last.map_or(0, |last| usize::try_from(last.since(end)).unwrap_or(0));
        days.saturating_sub(known)
    }

    /// Names of the regressors that differ between series. The others are flags that all series of a group have on
    /// the same days, from which the group learns.
    pub fn own_regressors(&self) -> Vec<String> {
        let names = &self.names.regressors;
        match &self.learned {
            Learned::Shared(_) => names.clone(),
            Learned::Grouped(grouped) => grouped.own.iter().map(|place| names[*place].clone()).collect(),
        }
    }

    /// The calendar of all series, or of a series' group, for the first `known` periods of the series and `horizon`
    /// more, as known after the former. Empty unless periods are days, and for too few series or too short a history:
    /// see [`SharedDemand::calendar`] and [`planning::forecast::GroupDemand::calendars`]. Integer days have no
    /// months.
    pub fn calendar(
        &self,
        series: &Series,
        known: usize,
        horizon: usize,
        seasons: &[usize],
        gaps: Gaps,
    ) -> Vec<CalendarDay> {
        if !is_by_day(series.grid.step(), seasons) {
            return Vec::new();
        }
        let kind = self.survey.kind;
        let day = |period: usize| day(kind, series.grid.at(count_i64(period)));
        let days = (0..known + horizon).map(day);
        let no_number = match gaps {
            Gaps::Missing => NoNumber::Missing,
            Gaps::Zero => NoNumber::Zero,
        };
        match &self.learned {
            Learned::Shared(shared) => {
                let Some(calendar) = shared.calendar(day(known), no_number) else { return Vec::new() };
                let say = if kind == Kind::Integer { Calendar::counted_day } else { Calendar::day };
                days.map(|day| say(&calendar, day)).collect()
            }
            Learned::Grouped(grouped) => {
                grouped.days(series.group, (day(known), no_number, kind != Kind::Integer), days)
            }
        }
    }
}

/// Whether periods are days: dates, or integers with a season of seven.
pub fn is_by_day(step: Step, seasons: &[usize]) -> bool {
    step == Step::DAY || (step == Step::Integers(1) && seasons.contains(&7))
}
