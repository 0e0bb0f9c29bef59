//! Which assumption moves the cost most: each parameter a tenth lower and a tenth higher, everything else unchanged.

use super::item_rule::Rules;
use super::policy::Basis;
use super::{Items, Scenario, Target, Totals};
use crate::bounds::{self, Bound};
use serde::{Deserialize, Serialize};

/// The share by which each parameter is moved.
pub const SWING: f64 = 0.1;

/// A parameter moved by a tenth either way, everything else as in the scenario.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Swing {
    /// Name of the parameter.
    #[serde(rename = "parameter", with = "by_name")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub bound: &'static Bound,
    /// Its lower value; for a service level, the one at which a tenth more cycles or units are missed.
    pub low: f64,
    /// Its higher value.
    pub high: f64,
    /// Holding plus ordering cost per year at the lower value.
    pub cost_per_year_low: f64,
    /// The same at the higher value.
    pub cost_per_year_high: f64,
}

impl Swing {
    /// The difference in cost per year between the two ends.
    pub fn cost_range(&self) -> f64 {
        (self.cost_per_year_high - self.cost_per_year_low).abs()
    }
}

/// A parameter goes over the wire as its name.
mod by_name {
    use crate::bounds::{Bound, SCENARIO};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(bound: &Bound, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(bound.name)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(reader: D) -> Result<&'static Bound, D::Error> {
        let name = String::deserialize(reader)?;
        SCENARIO
            .iter()
            .find(|bound| bound.name == name)
            .ok_or_else(|| D::Error::custom("not a parameter of a scenario"))
    }
}

/// The swings of every parameter, to which item-locations are added.
pub struct Sensitivity {
    ends: Vec<(Rules, Target, Totals)>,
}

/// A parameter's values at both ends.
fn ends(bound: &Bound, value: f64) -> [f64; 2] {
    let moved = if bound.name == bounds::SERVICE_LEVEL.name {
        [1.0 - (1.0 - value) * (1.0 + SWING), 1.0 - (1.0 - value) * (1.0 - SWING)]
    } else {
        [value * (1.0 - SWING), value * (1.0 + SWING)]
    };
    moved.map(|value| value.clamp(bound.min, bound.max))
}

impl Sensitivity {
    /// Swings around a scenario, before any rows are added.
    pub fn new(scenario: &Scenario) -> Self {
        let values = scenario.values();
        let scenarios = bounds::SCENARIO.iter().enumerate().flat_map(|(place, bound)| {
            ends(bound, values[place]).map(|end| {
                let mut moved = values;
                moved[place] = end;
                scenario.with_values(moved)
            })
        });
        let end = |scenario: Scenario| (Rules::new(&scenario), Target::of(&scenario), Totals::default());
        Sensitivity { ends: scenarios.map(end).collect() }
    }

    /// Adds rows.
    pub fn add(&mut self, items: &Items<'_>, rows: &[u32]) {
        for row in rows {
            let item = items.item(*row as usize);
            let own = items.own(*row as usize);
            for (rules, target, totals) in &mut self.ends {
                let (scenario, level) = rules.of(own);
                let policy = Basis::of(&item, scenario).map(|basis| basis.policy(level.unwrap_or(target)));
                totals.add(&item, policy, scenario);
            }
        }
    }

    /// The swings of the rows added, largest range of cost first; ties in the order of the parameters.
    pub fn swings(&self) -> Vec<Swing> {
        let swing = |(place, bound): (usize, &'static Bound)| {
            let pair = [&self.ends[2 * place], &self.ends[2 * place + 1]];
            let [low, high] = pair.map(|(rules, ..)| rules.scenario().values()[place]);
            let [cost_per_year_low, cost_per_year_high] = pair.map(|(.., totals)| totals.cost_per_year());
            Swing { bound, low, high, cost_per_year_low, cost_per_year_high }
        };
        let mut swings: Vec<Swing> = bounds::SCENARIO.iter().enumerate().map(swing).collect();
        swings.sort_by(|a, b| b.cost_range().total_cmp(&a.cost_range()));
        swings
    }
}

/// The swings of every parameter around a scenario, over the kept rows.
pub fn sensitivity(items: &Items<'_>, rows: &[u32], scenario: &Scenario) -> Vec<Swing> {
    let mut sensitivity = Sensitivity::new(scenario);
    sensitivity.add(items, rows);
    sensitivity.swings()
}
