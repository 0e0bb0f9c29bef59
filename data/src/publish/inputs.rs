//! What is known of every item-location before anything is forecast, and how it is ordered by that.

use contract::Settings;
use planning::convert::single;
use planning::day::Day;
use planning::periods::Step;
use planning::what_if::{self, Factors, Item, Scenario};
use std::ops::Range;

use super::days::Days;
use super::decided::Decided;
use super::demand::Demand;
use super::item_locations::ItemLocations;
use super::lead_time::{LeadTime, LeadTimes};
use super::need::{Need, Shape};
use super::orders::Order;
use super::progress::OnProgress;
use super::rules::Rules;
use super::together::Together;
use crate::store::sha256_hex;

/// If demand differs from sales by less than this share, it counts as equal to sales.
const ESTIMATED_MIN: f64 = 1e-3;
/// Demand until an order arrives is at least this share of the quarter's.
const EXPOSED_SHARE_MIN: f64 = 0.01;

/// What is known before anything is forecast, all of it row for row.
#[derive(Clone, Copy)]
pub(super) struct Inputs<'a> {
    pub(super) items: &'a ItemLocations,
    pub(super) demand: &'a Demand,
    pub(super) days: &'a Days,
    pub(super) lead_times: &'a LeadTimes,
    pub(super) rules: &'a Rules,
    pub(super) decided: &'a Decided,
    pub(super) settings: &'a Settings,
    /// The last day of the history.
    pub(super) as_of: Day,
    pub(super) progress: OnProgress<'a>,
    /// Whether something is learned that counts for all rows: then lead times are those that the data tell, because what somebody
    /// decided about one item is to change no other.
    pub(super) is_for_all: bool,
}

impl<'a> Inputs<'a> {
    /// The settings, with the values that a row's rule sets.
    pub(super) fn scenario(&self, row: usize) -> Scenario {
        self.rules.own[row].scenario(&self.settings.scenario())
    }

    /// From one period to the next.
    pub(super) fn step(&self) -> Step {
        self.demand.shape.dates.step
    }

    fn lead_time(&self, row: usize) -> LeadTime {
        if self.is_for_all { self.lead_times.told(row) } else { self.lead_times.of(row) }
    }

    /// How a row is ordered.
    pub(super) fn order(&self, row: usize, demand_per_day: f64, scenario: &Scenario) -> Order<'a> {
        let time = self.lead_time(row);
        Order {
            step: self.step(),
            lead_time_days: time.mean_days,
            lead_time_sd_days: time.sd_days,
            receipts: self.lead_times.evidence_of(row, &self.items.supplier[row]),
            review_days: scenario.review_days,
            quantity: self.quantity(row, demand_per_day, scenario),
            seed: self.seed(row),
        }
    }

    /// Units of an order; infinite where nothing is ordered.
    pub(super) fn quantity(&self, row: usize, demand_per_day: f64, scenario: &Scenario) -> f64 {
        // The order quantity does not depend on errors.
        let item = self.item(row, demand_per_day, &Need::even(demand_per_day), &Shape::NORMAL);
        what_if::order_quantity(&item, scenario).unwrap_or(f64::INFINITY)
    }

    /// Daily demand of a row over some periods: sales, or the estimate where a stockout hid demand.
    pub(super) fn came(&self, row: usize, together: &Together, periods: Range<usize>) -> Vec<f64> {
        let count = self.days.count(usize::MAX);
        let sold = self.days.of(row, count);
        let mut days = Vec::with_capacity(count);
        for period in periods {
            let sold = self.days.place(count, period).and_then(|place| sold.get(place)).unwrap_or_default();
            let (total, wanted) = (sold.iter().sum::<f64>(), together.came(row, period));
            let is_hidden = (wanted - total).abs() > ESTIMATED_MIN * wanted;
            days.extend(sold.iter().map(|units| match is_hidden {
                true if total > 0.0 => units * wanted / total,
                true => wanted / sold.len() as f64,
                false => *units,
            }));
        }
        days
    }

    /// A row as what-if takes it.
    pub(super) fn item(&self, row: usize, demand_per_day: f64, need: &Need, shape: &Shape) -> Item {
        // Rounded as in derived files, so that pages compute the same.
        let kept = |value: f64| f64::from(single(value));
        let known = |column: &[f32]| f64::from(column[row]);
        let lead_time = self.lead_time(row);
        Item {
            demand_per_day: kept(demand_per_day),
            // Small but not zero out of season, because a stocked item has a policy.
            exposed_demand_per_day: kept(need.exposed_demand_per_day.max(EXPOSED_SHARE_MIN * demand_per_day)),
            error_sd_per_day: kept(need.error_sd_per_day),
            review_sd_per_day: kept(need.review_sd_per_day),
            factors: Factors(shape.factors.0.map(kept)),
            shortage_factor: kept(shape.shortage_factor),
            lead_time_days: kept(lead_time.mean_days),
            lead_time_sd_days: kept(lead_time.sd_days),
            unit_cost: known(&self.items.unit_cost),
            minimum_order: known(&self.items.minimum_order),
            pack_size: known(&self.items.pack_size),
        }
    }

    /// A seed that depends only on the names, whatever else the snapshot holds.
    pub(super) fn seed(&self, row: usize) -> u64 {
        let (location, sku) = (&self.items.location_of(row).id, &self.items.sku[row]);
        let digest = sha256_hex(format!("{location}\0{sku}").as_bytes());
        u64::from_str_radix(&digest[..16], 16).unwrap_or(0)
    }
}
