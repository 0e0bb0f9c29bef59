//! Demand over a lead time that itself varies.

use serde::Serialize;

/// Mean and deviation of demand over the lead time, in units.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeadTimeDemand {
    /// Mean d·L.
    pub mean: f64,
    /// Deviation √(L·σ_d² + d²·σ_L²).
    pub sd: f64,
}

impl LeadTimeDemand {
    /// From demand per day (mean, deviation of its forecast error) and lead time in days (mean, deviation).
    ///
    /// Assumes demand independent from day to day and of the lead time, and orders that do not cross.
    /// Source: P. L. King, "Crack the Code: Understanding safety stock and mastering its equations", APICS (2011).
    pub fn new(demand: f64, sd_demand: f64, lead_time: f64, sd_lead_time: f64) -> Self {
        let variance = lead_time * sd_demand * sd_demand + demand * demand * sd_lead_time * sd_lead_time;
        LeadTimeDemand { mean: demand * lead_time, sd: variance.sqrt() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_without_either_uncertainty() {
        assert_eq!(LeadTimeDemand::new(50.0, 15.0, 4.0, 0.0).sd, 30.0);
        assert_eq!(LeadTimeDemand::new(50.0, 0.0, 4.0, 2.0).sd, 100.0);
    }
}
