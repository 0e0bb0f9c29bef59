//! What-if: the stock policy of every item-location under a scenario, and its totals.

mod movers;
mod parts;
mod policy;
mod totals;

pub use movers::{Mover, movers};
pub use parts::{Parts, parts};
pub use policy::{ORDER_COVER_DAYS_MAX, Policy, policy};
pub use totals::{CURVE_SERVICE_LEVELS, CurvePoint, Totals, curve, totals};

use crate::bounds::{self, Bound};
use serde::{Deserialize, Serialize};

/// What the sliders set.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Scenario {
    /// Target cycle service level, in (0, 1).
    pub service_level: f64,
    /// Multiplies mean lead times.
    pub lead_time_factor: f64,
    /// Multiplies lead-time deviations.
    pub lead_time_sd_factor: f64,
    /// Multiplies demand and the deviation of its forecast error.
    pub demand_factor: f64,
    /// Money per order line.
    pub order_cost: f64,
    /// Holding cost per year as a share of stock value.
    pub holding_rate: f64,
    /// Days between reviews.
    pub review_days: f64,
}

impl Scenario {
    /// The value of each parameter, in the order of [`bounds::SCENARIO`].
    pub fn values(&self) -> [f64; 7] {
        [
            self.service_level,
            self.lead_time_factor,
            self.lead_time_sd_factor,
            self.demand_factor,
            self.order_cost,
            self.holding_rate,
            self.review_days,
        ]
    }

    /// A scenario from values in the order of [`bounds::SCENARIO`].
    pub fn from_values(values: [f64; 7]) -> Self {
        let [
            service_level,
            lead_time_factor,
            lead_time_sd_factor,
            demand_factor,
            order_cost,
            holding_rate,
            review_days,
        ] = values;
        Scenario {
            service_level,
            lead_time_factor,
            lead_time_sd_factor,
            demand_factor,
            order_cost,
            holding_rate,
            review_days,
        }
    }

    /// The first parameter outside its bounds, with its value.
    pub fn out_of_bounds(&self) -> Option<(&'static Bound, f64)> {
        bounds::SCENARIO.iter().zip(self.values()).find(|(bound, value)| !bound.allows(*value))
    }
}

/// The columns that what-if reads, one value an item-location; NaN where a fact is missing.
#[derive(Clone, Copy, Debug)]
pub struct Items<'a> {
    /// Forecast demand, units per day.
    pub demand_per_day: &'a [f32],
    /// Deviation of the forecast error, units per √day.
    pub error_sd_per_day: &'a [f32],
    /// Mean lead time, days.
    pub lead_time_days: &'a [f32],
    /// Deviation of the lead time, days.
    pub lead_time_sd_days: &'a [f32],
    /// Unit cost, money.
    pub unit_cost: &'a [f32],
    /// Smallest order, units.
    pub minimum_order: &'a [f32],
    /// Units per pack; orders are whole packs.
    pub pack_size: &'a [f32],
}

/// One item-location's inputs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Forecast demand, units per day.
    pub demand_per_day: f64,
    /// Deviation of the forecast error, units per √day.
    pub error_sd_per_day: f64,
    /// Mean lead time, days.
    pub lead_time_days: f64,
    /// Deviation of the lead time, days.
    pub lead_time_sd_days: f64,
    /// Unit cost, money; NaN if unknown.
    pub unit_cost: f64,
    /// Smallest order, units; NaN if none.
    pub minimum_order: f64,
    /// Units per pack; NaN if none.
    pub pack_size: f64,
}

impl Items<'_> {
    /// Number of item-locations.
    pub fn len(&self) -> usize {
        self.demand_per_day.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.demand_per_day.is_empty()
    }

    /// The inputs of one row.
    pub fn item(&self, row: usize) -> Item {
        Item {
            demand_per_day: f64::from(self.demand_per_day[row]),
            error_sd_per_day: f64::from(self.error_sd_per_day[row]),
            lead_time_days: f64::from(self.lead_time_days[row]),
            lead_time_sd_days: f64::from(self.lead_time_sd_days[row]),
            unit_cost: f64::from(self.unit_cost[row]),
            minimum_order: f64::from(self.minimum_order[row]),
            pack_size: f64::from(self.pack_size[row]),
        }
    }
}
