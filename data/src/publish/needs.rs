//! How far the need for an order goes from what was expected.

use planning::panel::{Facts, Level, Quantiles, Scale};
use planning::stock::{LeadTimeDemand, Undershoot};
use planning::what_if::Factors;

use super::calibration::Calibration;
use super::need::{Need, Shape};
use super::orders::Order;
use super::periods::sum;

/// An order covers at most (1 + this ÷ the item's age in years) times the largest need that the item has shown:
/// nine times after half a year, because such a record is soon broken; three times after two years.
pub(super) const RECORD_YEARS: f64 = 4.0;

/// The spread of needs.
#[derive(Clone)]
pub(super) struct Needs {
    pub(super) scale: Option<Scale>,
    pub(super) quantiles: Quantiles,
    pub(super) calibration: Calibration,
    /// See [`RECORD_YEARS`]; in periods.
    pub(super) record_periods: f64,
}

impl Needs {
    /// The expectation of an order's need, from the mean demand of coming periods.
    pub(super) fn expected(&self, order: &Order<'_>, level: &Level, mean: &[f64]) -> Need {
        let exposed_days = order.lead_time_days + order.review_days;
        let pace = sum(order.step, mean, exposed_days) / exposed_days;
        let review_sd = order.review_sd_per_day(level, pace);
        let lead_time_mean = pace * order.lead_time_days;
        let variance = level.variance * order.lead_time_days / order.step.days();
        let error_sd = Scale::sd_or_own(self.scale, lead_time_mean, variance, level.lump);
        let error_sd_per_day =
            if order.lead_time_days > 0.0 { error_sd / order.lead_time_days.sqrt() } else { 0.0 };
        let demand =
            LeadTimeDemand::new(pace, error_sd_per_day, order.lead_time_days, order.lead_time_sd_days);
        let undershoot = Undershoot::new(pace * order.review_days, review_sd * order.review_days.sqrt());
        Need {
            exposed_demand_per_day: pace,
            error_sd_per_day,
            review_sd_per_day: review_sd,
            mean: demand.mean + undershoot.mean,
            sd: (demand.sd * demand.sd + undershoot.variance).sqrt(),
        }
    }

    /// The spread around a need with these facts.
    pub(super) fn shape(&self, need: &Need, facts: &Facts) -> Shape {
        if need.mean <= 0.0 || need.sd <= 0.0 {
            return Shape::NORMAL;
        }
        let mut needed = Factors::NORMAL;
        for (factor, units) in needed.0.iter_mut().zip(self.quantiles.of(facts)) {
            *factor = (units - need.mean) / need.sd;
        }
        let mut factors = self.calibration.factors(&needed);
        let most = (facts.largest * (1.0 + self.record_periods / facts.lived.max(1.0))).max(need.mean);
        factors.0.iter_mut().for_each(|factor| *factor = factor.min((most - need.mean) / need.sd));
        Shape { factors, shortage_factor: self.calibration.shortage_factor }
    }
}
