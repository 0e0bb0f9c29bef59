//! How totals change with the service level.

use super::ladder::Ladder;
use super::{Items, Scenario, Target, Totals};
use serde::{Deserialize, Serialize};

/// Service levels of the curve on a page, denser where it bends.
pub const CURVE_SERVICE_LEVELS: [f64; 14] =
    [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.965, 0.98, 0.99, 0.995, 0.999];

/// A point of the curve of service against cost.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CurvePoint {
    /// Target service level.
    pub service_level: f64,
    /// Totals at this level, everything else as in the scenario.
    pub totals: Totals,
}

/// The curve while item-locations are added to it.
pub struct Curve(Ladder);

impl Curve {
    /// An empty curve.
    pub fn new(scenario: &Scenario, service_levels: &[f64]) -> Self {
        let target = |level| Target::new(level, scenario.service_type, scenario.formula);
        Curve(Ladder::new(scenario, service_levels.iter().copied(), target).keeping_levels())
    }

    /// Adds rows.
    pub fn add(&mut self, items: &Items<'_>, rows: &[u32]) {
        self.0.add(items, rows);
    }

    /// The curve of the rows added.
    pub fn points(&self) -> Vec<CurvePoint> {
        let steps = self.0.steps.iter();
        steps.map(|step| CurvePoint { service_level: step.value, totals: step.totals }).collect()
    }
}

/// Totals at each service level, everything else as in the scenario.
pub fn curve(
    items: &Items<'_>,
    rows: &[u32],
    scenario: &Scenario,
    service_levels: &[f64],
) -> Vec<CurvePoint> {
    let mut curve = Curve::new(scenario, service_levels);
    curve.add(items, rows);
    curve.points()
}
