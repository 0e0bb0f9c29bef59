//! What-if: the stock policy of every item-location under a scenario, and its totals.

/// Safety factors that items alike have needed.
mod factors;

/// A service target, ready to be applied to many item-locations.
mod target;

/// The policy of one item-location.
mod policy;

/// What that policy is made of, number by number.
mod parts;

/// Items with a rule of their own.
mod item_rule;

/// Totals over item-locations.
mod totals;

/// Totals under several targets at once.
mod ladder;

/// How totals change with the service level.
mod curve;

/// The item-locations that a scenario changes most.
mod movers;

/// Which assumption moves the cost most.
mod sensitivity;

/// A sum of money for stock, spent where it does most.
mod budget;

pub use budget::{Budget, BudgetSearch, Spent, budget};
pub use curve::{CURVE_SERVICE_LEVELS, Curve, CurvePoint, curve};
pub use factors::{FACTOR_LEVELS, FactorLine, Factors};
pub use item_rule::ItemRule;
pub use movers::{Mover, Movers, movers};
pub use parts::{Parts, parts};
pub use policy::{ORDER_COVER_DAYS_MAX, Policy, order_quantity, policy};
pub use sensitivity::{SWING, Sensitivity, Swing, sensitivity};
pub use target::Target;
pub use totals::{GroupTotals, Totals, totals};

use crate::bounds::{self, Bound};
use crate::stock::Uncertain;
use serde::{Deserialize, Serialize};

/// What a service level promises.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ServiceType {
    /// Type 1: the share of replenishment cycles without a stockout.
    #[default]
    Cycle,
    /// Type 2: the share of units shipped from stock.
    Fill,
}

/// How a reorder point is computed from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Formula {
    /// Also covers the undershoot: demand between the reorder point and the next review.
    #[default]
    Corrected,
    /// The formula of textbooks and most programs: only demand over the lead time and its deviation.
    Textbook,
}

impl ServiceType {
    /// All of them, in the order in which they are offered.
    pub const ALL: [ServiceType; 2] = [ServiceType::Cycle, ServiceType::Fill];

    /// Name in query strings and the API.
    pub fn name(self) -> &'static str {
        match self {
            ServiceType::Cycle => "cycle",
            ServiceType::Fill => "fill",
        }
    }
}

impl Formula {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Formula; 2] = [Formula::Corrected, Formula::Textbook];

    /// Name in query strings and the API.
    pub fn name(self) -> &'static str {
        match self {
            Formula::Corrected => "corrected",
            Formula::Textbook => "textbook",
        }
    }
}

/// The values of the sliders and switches.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Scenario {
    /// Target service level, in (0, 1).
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
    /// What the service level promises.
    #[serde(default)]
    pub service_type: ServiceType,
    /// How reorder points are computed.
    #[serde(default)]
    pub formula: Formula,
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

    /// The scenario with other values, in the order of [`bounds::SCENARIO`].
    #[must_use]
    pub fn with_values(self, values: [f64; 7]) -> Self {
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
            ..self
        }
    }

    /// The first parameter outside its bounds, with its value.
    pub fn out_of_bounds(&self) -> Option<(&'static Bound, f64)> {
        bounds::SCENARIO.iter().zip(self.values()).find(|(bound, value)| !bound.allows(*value))
    }
}

/// The columns that what-if reads, one value for each item-location; NaN where a fact is missing.
#[derive(Clone, Copy, Debug)]
pub struct Items<'a> {
    /// Forecast demand over the coming quarter of a year, units per day.
    pub demand_per_day: &'a [f32],
    /// The same over the coming lead time and review period, units per day.
    pub exposed_demand_per_day: &'a [f32],
    /// Deviation of the forecast error over the lead time, units per √day.
    pub error_sd_per_day: &'a [f32],
    /// Deviation of the demand of a review period, units per √day: for the undershoot.
    pub review_sd_per_day: &'a [f32],
    /// Safety factors at each of [`FACTOR_LEVELS`].
    pub factors: [&'a [f32]; FACTOR_LEVELS.len()],
    /// See [`Item::shortage_factor`].
    pub shortage_factor: &'a [f32],
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
    /// See [`ItemRule::service_level_parts`].
    pub own_service_level_parts: &'a [u16],
    /// See [`ItemRule::review_days`].
    pub own_review_days: &'a [u16],
}

/// One item-location's inputs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Forecast demand over the coming quarter of a year, units per day.
    pub demand_per_day: f64,
    /// Forecast demand over the coming lead time and review period, units per day; the season may make it higher or
    /// lower than the quarter's.
    pub exposed_demand_per_day: f64,
    /// Deviation of the forecast error over the lead time, units per √day. Errors of neighbouring days are
    /// correlated, so it is larger than that of one day.
    pub error_sd_per_day: f64,
    /// Deviation of the demand of a review period, units per √day, for the undershoot, which grows with the lumpiness
    /// of demand.
    pub review_sd_per_day: f64,
    /// Safety factors that similar items have needed, in deviations of the demand that safety stock covers; the
    /// normal's where they are not known.
    pub factors: Factors,
    /// Units short as a multiple of what the normal's losses on the lines of `factors` expect, above zero; 1 where that is
    /// not known. What is short comes more at once than on lines between service levels.
    pub shortage_factor: f64,
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

impl Item {
    /// The uncertainty of its demand until an order arrives, under the settings.
    pub fn uncertain(&self) -> Uncertain {
        Uncertain {
            lead_time_days: self.lead_time_days,
            lead_time_sd_days: self.lead_time_sd_days,
            demand_per_day: self.exposed_demand_per_day,
            error_sd_per_day: self.error_sd_per_day,
            factors: self.factors,
        }
    }
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

    /// What the rule of one row sets.
    pub fn own(&self, row: usize) -> ItemRule {
        ItemRule {
            service_level_parts: self.own_service_level_parts[row],
            review_days: self.own_review_days[row],
        }
    }

    /// The inputs of one row.
    pub fn item(&self, row: usize) -> Item {
        Item {
            demand_per_day: f64::from(self.demand_per_day[row]),
            exposed_demand_per_day: f64::from(self.exposed_demand_per_day[row]),
            error_sd_per_day: f64::from(self.error_sd_per_day[row]),
            review_sd_per_day: f64::from(self.review_sd_per_day[row]),
            factors: Factors(self.factors.map(|column| f64::from(column[row]))),
            shortage_factor: f64::from(self.shortage_factor[row]),
            lead_time_days: f64::from(self.lead_time_days[row]),
            lead_time_sd_days: f64::from(self.lead_time_sd_days[row]),
            unit_cost: f64::from(self.unit_cost[row]),
            minimum_order: f64::from(self.minimum_order[row]),
            pack_size: f64::from(self.pack_size[row]),
        }
    }
}
