//! Settings of a tenant: one versioned record, part of the publication.

use crate::policy::{self, PolicyRule};
use planning::bounds;
use planning::segment::{AbcClass, Variability};
use planning::what_if::{Formula, Scenario, ServiceType};
use serde::{Deserialize, Serialize};

/// The assumptions of a tenant. They are not in the sales data, so every page shows them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Holding cost per year as a share of stock value at cost.
    pub holding_rate: f64,
    /// Target cycle service level.
    pub service_level: f64,
    /// Money per replenishment order line.
    pub order_cost: f64,
    /// Days between two stock reviews.
    pub review_days: f64,
    /// Opening hours per day, for stockout hours.
    pub opening_hours_per_day: f64,
    /// An item-location is active on a date if it sold or held stock within this many days up to it.
    pub activity_window_days: u32,
    /// Class A: the items that together make up this share of annual consumption value at cost.
    pub abc_a: f64,
    /// Classes A and B together.
    pub abc_b: f64,
    /// Lead time in days of items whose lead time neither receipts nor a supplier give.
    pub lead_time_days: f64,
    /// XYZ class X: demand whose coefficient of variation without its season is below this.
    pub xyz_x: f64,
    /// Class Y: below this.
    pub xyz_y: f64,
    /// Rules that replace the settings above for some item-locations.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub policy: Vec<PolicyRule>,
}

impl Default for Settings {
    /// The defaults where a tenant has set nothing; shown on screen like any setting.
    fn default() -> Self {
        Settings {
            holding_rate: 0.25,
            service_level: 0.95,
            order_cost: 10.0,
            review_days: 1.0,
            opening_hours_per_day: 16.0,
            activity_window_days: 365,
            abc_a: AbcClass::CUT_OFF_A,
            abc_b: AbcClass::CUT_OFF_B,
            lead_time_days: 14.0,
            xyz_x: Variability::CUT_OFF_X,
            xyz_y: Variability::CUT_OFF_Y,
            policy: Vec::new(),
        }
    }
}

impl Settings {
    /// The scenario that these settings describe: everything as it is today.
    pub fn scenario(&self) -> Scenario {
        Scenario {
            service_level: self.service_level,
            lead_time_factor: 1.0,
            lead_time_sd_factor: 1.0,
            demand_factor: 1.0,
            order_cost: self.order_cost,
            holding_rate: self.holding_rate,
            review_days: self.review_days,
            service_type: ServiceType::Cycle,
            formula: Formula::Corrected,
        }
    }

    /// The first setting outside its limits, as a sentence with the remedy.
    pub fn problem(&self) -> Option<String> {
        let others = [
            self.opening_hours_per_day,
            f64::from(self.activity_window_days),
            self.abc_a,
            self.abc_b,
            self.lead_time_days,
            self.xyz_x,
            self.xyz_y,
        ];
        let mut others = bounds::SETTINGS.iter().zip(others);
        let outside = self.scenario().out_of_bounds();
        if let Some((bound, value)) = outside.or_else(|| others.find(|(bound, value)| !bound.allows(*value)))
        {
            return Some(format!(
                "setting `{}` is {value}: a {} must be between {} and {} ({})",
                bound.name, bound.phrase, bound.min, bound.max, bound.unit
            ));
        }
        let cut_offs =
            [("abc_a", self.abc_a, "abc_b", self.abc_b), ("xyz_x", self.xyz_x, "xyz_y", self.xyz_y)];
        for (lower, low, upper, high) in cut_offs {
            if low >= high {
                return Some(format!("setting `{lower}` is {low}: it must be below `{upper}`, {high}"));
            }
        }
        policy::problem(&self.policy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_within_their_own_limits() {
        assert_eq!(Settings::default().problem(), None);
    }

    #[test]
    fn a_setting_out_of_its_limits_is_named() {
        let check = |settings: Settings, name: &str| {
            let problem = settings.problem().expect("a problem");
            assert!(problem.contains(name), "{problem}");
        };
        check(Settings { holding_rate: f64::NAN, ..Settings::default() }, "`holding_rate`");
        check(Settings { service_level: 1.0, ..Settings::default() }, "`service_level`");
        check(Settings { abc_a: 0.96, ..Settings::default() }, "`abc_a`");
        check(Settings { xyz_x: 1.0, ..Settings::default() }, "`xyz_x`");
        check(Settings { policy: vec![PolicyRule::default()], ..Settings::default() }, "`policy`");
        check(Settings { activity_window_days: 0, ..Settings::default() }, "`activity_window_days`");
    }
}
