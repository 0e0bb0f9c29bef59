//! What an order must cover: the demand from the reorder point to the arrival of the goods.

use planning::normal;
use planning::what_if::Factors;

/// The service level whose reorder points are used to replay the year; it hardly affects which orders there are.
const REPLAYED_LEVEL: f64 = 0.95;

/// How needs are spread around what is expected of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// Safety factors.
    pub(super) factors: Factors,
    /// Units short as a multiple of what those expect.
    pub(super) shortage_factor: f64,
}

impl Shape {
    /// That of normally distributed demand.
    pub(super) const NORMAL: Self = Shape { factors: Factors::NORMAL, shortage_factor: 1.0 };
}

/// The expectation of an order's need.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Need {
    /// Demand over lead time and review period, units per day.
    pub(super) exposed_demand_per_day: f64,
    /// Deviation of the forecast error over the lead time, units per √day.
    pub(super) error_sd_per_day: f64,
    /// Deviation of a review period's demand, units per √day.
    pub(super) review_sd_per_day: f64,
    /// Mean of demand over the lead time and undershoot, units.
    pub(super) mean: f64,
    /// Its deviation, units.
    pub(super) sd: f64,
}

impl Need {
    /// At a steady pace, without any errors.
    pub(super) fn even(demand_per_day: f64) -> Self {
        Need { exposed_demand_per_day: demand_per_day, ..Need::default() }
    }

    /// The reorder point for replaying a year, units.
    pub(super) fn replayed_point(&self, factors: &Factors) -> f64 {
        self.at(factors.factor(normal::ppf(REPLAYED_LEVEL)))
    }

    /// The reorder point with so many deviations of safety stock, at least zero, units.
    pub(super) fn at(&self, factor: f64) -> f64 {
        self.mean + factor.max(0.0) * self.sd
    }
}
