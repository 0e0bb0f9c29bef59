//! Series: history, forecast and evidence of every item-location, as its page shows them.

use contract::{CONTRACT_VERSION, Interval, SERIES_GROUP_ITEMS, SeriesGroup, SeriesItem};
use planning::convert::single;
use planning::forecast::Forecast;

use super::demand::Demand;
use super::item_locations::ItemLocations;
use super::lead_time::LeadTimes;
use super::outcome::Outcome;
use super::spread::{LEVELS, MEDIAN};

/// What series are made of, row for row.
pub(super) struct Series<'a> {
    pub(super) items: &'a ItemLocations,
    pub(super) demand: &'a Demand,
    pub(super) lead_times: &'a LeadTimes,
}

impl Series<'_> {
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
            // Its intervals are stored above, in half the bytes, and its effects below, with names.
            forecast: Forecast { intervals: Vec::new(), effects: Vec::new(), ..forecast },
            effects,
            verification,
            unserved,
            weights,
        }
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
