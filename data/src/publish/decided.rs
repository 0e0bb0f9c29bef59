//! What people decided about forecasts, lead times and service targets, applied to the rows that they name.

use contract::{Decision, DecisionKind, Entry, OverriddenNumber, in_force};
use planning::convert::count_u32;
use planning::day::Day;
use planning::forecast::Forecast;
use planning::periods::Periods;
use planning::what_if::ItemRule;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::item_locations::ItemLocations;
use super::lead_time::LeadTimes;
use super::periods::mean_per_day;
use super::rules::Rules;
use crate::error::Result;
use crate::store::Tenant;

/// The decisions that a publication is made with, by row.
#[derive(Debug, Default)]
pub(super) struct Decided {
    rows: BTreeMap<usize, Vec<Entry>>,
    /// Numbers with and without a decision, in the order in which they are found.
    numbers: Mutex<Vec<OverriddenNumber>>,
}

impl Decided {
    /// Reads what holds on the last day of the history, or from a day after it on.
    ///
    /// # Errors
    /// The log is damaged.
    pub(super) fn read(tenant: &Tenant, items: &ItemLocations, as_of: Day) -> Result<Self> {
        let held = in_force(&tenant.decision_log()?.entries, as_of);
        let mut decided = Decided::default();
        let waiting: Vec<Entry> =
            held.into_iter().filter(|entry| entry.decision.kind.waits_for_publication()).collect();
        if waiting.is_empty() {
            return Ok(decided);
        }
        for row in 0..items.len() {
            let (sku, location) = (&items.sku[row], &items.location_of(row).id);
            let about = waiting.iter().filter(|entry| entry.decision.is_about(sku, location)).cloned();
            let about: Vec<Entry> = about.collect();
            if !about.is_empty() {
                decided.rows.insert(row, about);
            }
        }
        Ok(decided)
    }

    /// Lead times and service targets.
    pub(super) fn apply(&self, lead_times: &mut LeadTimes, rules: &mut Rules, settings_level: f64) {
        for (row, entries) in &self.rows {
            for entry in entries {
                let Decision { kind, lead_time_days, service_level, .. } = entry.decision;
                match (kind, lead_time_days, service_level) {
                    (DecisionKind::LeadTime, Some(days), _) => {
                        self.note(entry, lead_times.of(*row).mean_days, days);
                        lead_times.decide(*row, days);
                    }
                    (DecisionKind::ServiceTarget, _, Some(level)) => {
                        let own = &mut rules.own[*row];
                        let without = match own.service_level_parts {
                            0 => settings_level,
                            parts => f64::from(parts) / ItemRule::SERVICE_LEVEL_PARTS,
                        };
                        self.note(entry, without, level);
                        own.service_level_parts = ItemRule::new(Some(level), None).service_level_parts;
                    }
                    _ => {}
                }
            }
        }
    }

    /// The forecast of a row. Where several are decided for a day, the latest holds. The band moves with the mean.
    pub(super) fn forecast(&self, row: usize, dates: Periods, forecast: &mut Forecast) {
        let Some(entries) = self.rows.get(&row) else { return };
        for entry in entries.iter().filter(|entry| entry.decision.kind == DecisionKind::Forecast) {
            let without = mean_per_day(dates.step, &forecast.mean);
            for period in 0..forecast.mean.len() {
                // Coming periods follow those of the history.
                let place = dates.count as usize + period;
                let days = as_number(dates.days(place));
                let share = as_number(held_days(dates, place, &entry.decision)) / days;
                let mean = forecast.mean[period];
                let wanted = match entry.decision.units_per_day {
                    Some(units) => units * days,
                    None => mean * (1.0 + entry.decision.percent.unwrap_or(0.0) / 100.0),
                };
                let moved = share * (wanted - mean);
                forecast.mean[period] = mean + moved;
                for interval in &mut forecast.intervals {
                    for end in [&mut interval.lower, &mut interval.upper] {
                        end[period] = (end[period] + moved).max(0.0);
                    }
                }
            }
            self.note(entry, without, mean_per_day(dates.step, &forecast.mean));
        }
    }

    fn note(&self, entry: &Entry, without: f64, value: f64) {
        let number = OverriddenNumber { entry: entry.clone(), value, without };
        self.numbers.lock().unwrap_or_else(PoisonError::into_inner).push(number);
    }

    /// The numbers that decisions changed, by their ids: rows are computed in whatever order.
    pub(super) fn numbers(self) -> Vec<OverriddenNumber> {
        let mut numbers = self.numbers.into_inner().unwrap_or_else(PoisonError::into_inner);
        numbers.sort_by(|a, b| a.entry.id.cmp(&b.entry.id));
        numbers
    }
}

/// Days of a period for which a decision holds.
fn held_days(dates: Periods, place: usize, decision: &Decision) -> usize {
    let first = dates.first_day(place);
    let days = (0..count_u32(dates.days(place))).map(|day| first.plus(day));
    let is_held = |day: &Day| {
        decision.from.is_none_or(|from| from <= *day) && decision.until.is_none_or(|until| *day <= until)
    };
    days.filter(is_held).count()
}

fn as_number(days: usize) -> f64 {
    f64::from(count_u32(days))
}

#[cfg(test)]
mod tests {
    use super::*;
    use planning::forecast::{Interval, Method, Reason};
    use planning::periods::Step;

    const DATES: Periods = Periods { step: Step::Week, last: Day(100), count: 52 };

    fn forecast(mean: &[f64]) -> Forecast {
        Forecast {
            method: Method::ALL[0],
            reason: Reason::Given,
            mean: mean.to_vec(),
            intervals: vec![Interval {
                level: 0.8,
                lower: vec![0.0; mean.len()],
                upper: vec![20.0; mean.len()],
            }],
            error_sd: 1.0,
            cumulative_sd: Vec::new(),
            effects: Vec::new(),
            season: None,
            notices: Vec::new(),
        }
    }

    fn decided(decisions: &[Decision]) -> Decided {
        let entry = |(place, decision): (usize, &Decision)| Entry {
            id: place.to_string(),
            at: String::new(),
            who: "ada".to_owned(),
            decision: decision.clone(),
        };
        let rows = [(3, decisions.iter().enumerate().map(entry).collect())].into();
        Decided { rows, numbers: Mutex::default() }
    }

    #[test]
    fn a_forecast_changes_on_the_days_that_are_named_and_keeps_what_it_was() {
        let half = Decision {
            percent: Some(50.0),
            from: Some(Day(108)),
            until: Some(Day(114)),
            ..Decision::of(DecisionKind::Forecast)
        };
        let fixed = Decision {
            units_per_day: Some(1.0),
            from: Some(Day(115)),
            ..Decision::of(DecisionKind::Forecast)
        };
        let decided = decided(&[half, fixed]);
        let mut of_row = forecast(&[14.0, 14.0, 14.0]);
        decided.forecast(3, DATES, &mut of_row);
        assert_eq!(of_row.mean, [14.0, 21.0, 7.0], "the second week, and from the third on");
        assert_eq!(of_row.intervals[0].upper, [20.0, 27.0, 13.0]);
        assert_eq!(of_row.intervals[0].lower, [0.0, 7.0, 0.0]);
        let mut other = forecast(&[14.0]);
        decided.forecast(2, DATES, &mut other);
        assert_eq!(other, forecast(&[14.0]));
        let numbers = decided.numbers();
        assert_eq!((numbers[0].without, numbers[1].value), (2.0, 2.0));
        assert!((numbers[0].value - 49.0 / 21.0).abs() < 1e-12 && numbers.len() == 2);
    }
}
