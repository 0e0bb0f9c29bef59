//! Series: history, forecast and evidence of every item-location, as its page shows them.

use contract::{CONTRACT_VERSION, Due, Interval, Plan, SERIES_GROUP_ITEMS, SeriesGroup, SeriesItem};
use planning::convert::{single, whole_u32};
use planning::forecast::Forecast;
use planning::stock::{self, Arrival};

use super::demand::Demand;
use super::item_locations::ItemLocations;
use super::lead_time::LeadTimes;
use super::on_order::OpenOrders;
use super::outcome::Outcome;
use super::spread::{LEVELS, MEDIAN};

/// What series are made of, row for row.
pub(super) struct Series<'a> {
    items: &'a ItemLocations,
    demand: &'a Demand,
    lead_times: &'a LeadTimes,
    open: &'a OpenOrders,
    plan: &'a Plan,
}

impl<'a> Series<'a> {
    /// From what each row is known by, what is on order, and the plan.
    pub(super) fn of(
        (items, demand, lead_times): (&'a ItemLocations, &'a Demand, &'a LeadTimes),
        open: &'a OpenOrders,
        plan: &'a Plan,
    ) -> Self {
        Series { items, demand, lead_times, open, plan }
    }

    /// The groups, in the order of their files.
    pub(super) fn groups(&self, outcomes: Vec<Outcome>) -> impl Iterator<Item = SeriesGroup> {
        let (rows, mut outcomes) = (outcomes.len(), outcomes.into_iter().enumerate());
        (0..rows).step_by(SERIES_GROUP_ITEMS).map(move |first| SeriesGroup {
            version: CONTRACT_VERSION,
            periods: self.demand.shape.dates,
            items: outcomes
                .by_ref()
                .take(SERIES_GROUP_ITEMS)
                .map(|(row, outcome)| self.item(row, outcome))
                .collect(),
            suppliers: self
                .lead_times
                .of_suppliers(&self.items.supplier[first..rows.min(first + SERIES_GROUP_ITEMS)]),
        })
    }

    fn item(&self, row: usize, outcome: Outcome) -> SeriesItem {
        let Outcome { forecast, verification, unserved, weights, effects, .. } = outcome;
        SeriesItem {
            sku: self.items.sku[row].clone(),
            location: self.items.location_of(row).id.clone(),
            units: self.demand.units_of(row).to_vec(),
            on_hand: self.demand.on_hand_of(row).to_vec(),
            stockout_days: self.demand.stockout_days_of(row).to_vec(),
            demand_class: self.demand.class(row),
            median: interval(&forecast, MEDIAN).lower,
            interval_80: interval(&forecast, LEVELS[1]),
            interval_95: interval(&forecast, LEVELS[2]),
            lead_time_source: self.lead_times.source(row),
            lead_times: self.lead_times.receipts_of(row).to_vec(),
            due: self.due(row),
            // Its intervals are stored above, in half the bytes, and its effects below, with names.
            forecast: Forecast { intervals: Vec::new(), effects: Vec::new(), ..forecast },
            effects,
            verification,
            unserved,
            weights,
        }
    }

    /// What is on order, by the day it is due.
    fn due(&self, row: usize) -> Vec<Due> {
        let lead_time_days = f64::from(self.plan.policy.lead_time_days[row]);
        let on_order = f64::from(self.plan.items.on_order[row]);
        let arrivals = stock::arrivals(self.open.arriving(row), on_order, lead_time_days);
        let due = |arrival: Arrival| {
            let in_days = u16::try_from(whole_u32(arrival.days.ceil())).unwrap_or(u16::MAX);
            Due { in_days, units: single(arrival.units) }
        };
        arrivals.into_iter().filter(|arrival| arrival.units > 0.0).map(due).collect()
    }
}

fn interval(forecast: &Forecast, level: f64) -> Interval {
    let narrow = |ends: &[f64]| ends.iter().map(|units| single(*units)).collect();
    let found = forecast.intervals.iter().find(|interval| interval.level == level);
    found.map_or_else(Interval::default, |interval| Interval {
        lower: narrow(&interval.lower),
        upper: narrow(&interval.upper),
    })
}
