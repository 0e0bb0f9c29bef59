//! `proof.json`: how well past plans would have kept their promise, replayed on days that they did not know.

use crate::Facts;
use planning::day::Day;
use serde::{Deserialize, Serialize};

/// The proof of a publication.
///
/// At each of a few origins everything is learned again from what was known then, and the following days are replayed
/// with lead times drawn from receipts. Item-locations that the plan in force does not stock do not count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Proof {
    /// [`crate::CONTRACT_VERSION`] of the program that made it.
    pub version: u32,
    /// First day replayed.
    pub first: Day,
    /// Last day replayed.
    pub last: Day,
    /// Days from one plan to the next.
    pub plan_days: u32,
    /// Number of replays, each with other lead times and review days; cycles, units and causes are summed over all of
    /// them.
    pub replays: u32,
    /// Item-locations that had a plan.
    pub item_locations: u32,
    /// Whether the history is long enough to learn from before the first day: at least a quarter of a year.
    pub is_known: bool,
    /// The result of each rule, the plan's first; empty where it is not known.
    pub rules: Vec<ProofResult>,
    /// Service kept and stock at several promises, by rule, with rising promises.
    pub curve: Vec<ProofPoint>,
    /// The service that plan and textbook kept in each group.
    pub groups: Vec<ProofGroup>,
    /// The causes of the plan's failed cycles.
    pub causes: ProofCauses,
    /// The item-locations where the plan missed most, by the value of the shortage.
    pub missed: Vec<ProofMiss>,
}

/// A rule for ordering stock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProofRule {
    /// The plan under the settings.
    Plan,
    /// The textbook's reorder point, mean + z·σ over the lead time, from the same forecasts and with the same order
    /// quantities.
    Textbook,
    /// A reorder point that covers the lead time and this many weeks at the mean of the last eight weeks (where
    /// sales are by month, three months), with the plan's order quantities.
    Weeks(u32),
    /// Perfect foresight: orders what would be short before any later order could arrive, with known demand and lead
    /// times.
    Foresight,
}

/// Service that was kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProofKept {
    /// Replenishment cycles, from one arrival of goods to the next.
    pub cycles: f64,
    /// Share of cycles that ended with nothing owed; absent without cycles.
    pub service: Option<f64>,
    /// Its standard error, assuming independent item-locations; absent with fewer than two.
    pub standard_error: Option<f64>,
    /// Share of units demanded that were shipped at once; absent without demand.
    pub fill_rate: Option<f64>,
}

/// A rule with its service and its cost.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProofResult {
    /// The rule.
    pub rule: ProofRule,
    /// The cycle service that it promised, averaged over cycles; absent for rules without a promise.
    pub promise: Option<f64>,
    /// The service that it kept.
    pub kept: ProofKept,
    /// Average stock at cost, money; item-locations without a cost count as zero.
    pub stock_value: f64,
    /// Cost of holding it for a year, money.
    pub holding_cost: f64,
    /// Units short a year at the selling price, money.
    pub short_value: f64,
    /// Orders a year.
    pub orders_per_year: f64,
}

/// A point of the curve of stock against service.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProofPoint {
    /// The rule: the plan's or the textbook's.
    pub rule: ProofRule,
    /// The cycle service level promised.
    pub promise: f64,
    /// Share of cycles kept.
    pub service: f64,
    /// Share of units shipped at once.
    pub fill_rate: f64,
    /// Average stock at cost, money.
    pub stock_value: f64,
}

/// The property that item-locations are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProofGrouping {
    /// ABC class.
    Class,
    /// Demand class.
    DemandClass,
    /// Category of the product.
    Category,
}

/// Service kept in a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProofGroup {
    /// The property that defines the group.
    pub grouping: ProofGrouping,
    /// The group: `A`, `smooth`, a category.
    pub group: String,
    /// Item-locations of the group that had a plan.
    pub item_locations: u32,
    /// The plan's promise, averaged over cycles.
    pub promise: Option<f64>,
    /// The service that the plan kept.
    pub plan: ProofKept,
    /// The service that the textbook kept.
    pub textbook: ProofKept,
}

/// Failed cycles by the first cause that applies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProofCauses {
    /// The order took longer than its mean lead time and one deviation.
    pub late: f64,
    /// One day's demand was more than half of the reorder point.
    pub large_order: f64,
    /// Demand was higher than expected over many days.
    pub demand: f64,
}

/// An item-location that was short.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProofMiss {
    /// Stock keeping unit.
    pub sku: String,
    /// Location id.
    pub location: String,
    /// Name of the product.
    pub name: String,
    /// Cycles.
    pub cycles: f64,
    /// Failed cycles by cause.
    pub causes: ProofCauses,
    /// Units short in the replayed days, averaged over the replays, at the selling price, money.
    pub short_value: f64,
}

/// `GET /api/v1/proof`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProofAnswer {
    /// The publication all numbers are from.
    pub publication: String,
    /// "Today" of the publication.
    pub as_of: Day,
    /// ISO 4217 code of all money.
    pub currency: String,
    /// The proof of past plans.
    pub proof: Proof,
}

impl ProofAnswer {
    /// The proof of a publication.
    pub fn new(facts: &Facts, proof: &Proof) -> Self {
        ProofAnswer {
            publication: facts.id.clone(),
            as_of: facts.as_of,
            currency: facts.currency.clone(),
            proof: proof.clone(),
        }
    }
}

impl Proof {
    /// Path below the publication.
    pub const PATH: &str = "proof.json";

    /// The result of a rule.
    pub fn result(&self, rule: ProofRule) -> Option<&ProofResult> {
        self.rules.iter().find(|result| result.rule == rule)
    }

    /// The number of plans replayed; each begins where the days of the previous one end.
    pub fn plans(&self) -> u32 {
        let days = u32::try_from(self.last.since(self.first) + 1).unwrap_or(0);
        days.div_ceil(self.plan_days.max(1))
    }
}

impl ProofRule {
    /// Name of the rule in one word, for tables: `plan`, `weeks_4`.
    pub fn name(self) -> String {
        match self {
            ProofRule::Plan => "plan".to_owned(),
            ProofRule::Textbook => "textbook".to_owned(),
            ProofRule::Weeks(weeks) => format!("weeks_{weeks}"),
            ProofRule::Foresight => "foresight".to_owned(),
        }
    }
}

impl ProofKept {
    /// The shortfall of service against the promise, if it exceeds `least` and two standard errors; a smaller one may
    /// be chance.
    pub fn short_of(&self, promise: Option<f64>, least: f64) -> Option<f64> {
        let short = promise? - self.service?;
        (short > least && short > 2.0 * self.standard_error?).then_some(short)
    }
}

impl ProofCauses {
    /// All failed cycles.
    pub fn failed(&self) -> f64 {
        self.late + self.large_order + self.demand
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_is_missed_beyond_a_size_and_beyond_chance() {
        let kept = |service, standard_error| ProofKept { service, standard_error, ..ProofKept::default() };
        for (kept, promise, expected) in [
            (kept(Some(0.75), Some(0.0625)), Some(1.0), Some(0.25)),
            (kept(Some(0.75), Some(0.125)), Some(1.0), None),
            (kept(Some(0.75), None), Some(1.0), None),
            (kept(Some(0.995), Some(0.001)), Some(1.0), None),
            (kept(Some(1.0), Some(0.001)), Some(0.75), None),
            (kept(None, None), Some(0.75), None),
            (kept(Some(0.75), Some(0.0625)), None, None),
        ] {
            assert_eq!(kept.short_of(promise, 0.01), expected, "{kept:?}");
        }
    }

    #[test]
    fn the_last_plan_may_be_replayed_on_fewer_days() {
        let proof = |days: i32| Proof {
            version: 1,
            first: Day(0),
            last: Day(days - 1),
            plan_days: 28,
            replays: 1,
            item_locations: 0,
            is_known: false,
            rules: Vec::new(),
            curve: Vec::new(),
            groups: Vec::new(),
            causes: ProofCauses::default(),
            missed: Vec::new(),
        };
        assert_eq!([1, 28, 29, 182].map(|days| proof(days).plans()), [1, 1, 2, 7]);
        assert_eq!(proof(0).plans(), 0);
    }
}
