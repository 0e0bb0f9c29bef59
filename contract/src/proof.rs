//! `proof.json`: what plans would have kept, made in the past and replayed on days that they knew nothing of.

use crate::Facts;
use planning::day::Day;
use serde::{Deserialize, Serialize};

/// The proof of a publication.
///
/// At each of a few origins everything is learned anew from what was known then; the days that follow are replayed with
/// lead times drawn from receipts. Item-locations of which the plan in force keeps no stock do not count.
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
    /// How often the days were replayed, each time with other lead times and review days; cycles, units and causes are
    /// those of all of them.
    pub replays: u32,
    /// Item-locations that had a plan.
    pub item_locations: u32,
    /// Whether the history is long enough to learn from before the first day: at least a quarter of a year.
    pub is_known: bool,
    /// What each rule kept, the plan's first; empty where it is not known.
    pub rules: Vec<ProofResult>,
    /// Kept and stock at several promises, rule by rule, promises rising.
    pub curve: Vec<ProofPoint>,
    /// What the plan and the textbook kept in each group.
    pub groups: Vec<ProofGroup>,
    /// Why the plan's cycles failed.
    pub causes: ProofCauses,
    /// The item-locations where the plan missed most, by the value of what was short.
    pub missed: Vec<ProofMiss>,
}

/// How stock is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProofRule {
    /// By the plan, as the settings have it.
    Plan,
    /// As textbooks have it, of the same forecasts and order quantities: mean + z·σ over the lead time.
    Textbook,
    /// With a reorder point of the lead time and so many weeks, at the mean of the last eight weeks, and the plan's order
    /// quantities.
    Weeks(u32),
    /// With demand and lead times known before: what would be short before any later order could come is ordered.
    Foresight,
}

/// What was kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProofKept {
    /// Replenishment cycles, from one arrival of goods to the next.
    pub cycles: f64,
    /// Share of them that ended with nothing owed; absent without cycles.
    pub service: Option<f64>,
    /// Its standard error, item-locations being independent; absent where there are fewer than two.
    pub standard_error: Option<f64>,
    /// Share of units demanded that were shipped at once; absent without demand.
    pub fill_rate: Option<f64>,
}

/// A rule with what it kept and what that took.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProofResult {
    /// The rule.
    pub rule: ProofRule,
    /// The cycle service that it promised, each cycle weighing alike; absent for rules that promise nothing.
    pub promise: Option<f64>,
    /// What it kept.
    pub kept: ProofKept,
    /// Average stock at cost, money; item-locations without a cost count nothing.
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

/// What item-locations are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProofGrouping {
    /// ABC class.
    Class,
    /// How demand comes.
    DemandClass,
    /// Category of the product.
    Category,
}

/// What was kept in a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProofGroup {
    /// What groups it.
    pub grouping: ProofGrouping,
    /// The group: `A`, `smooth`, a category.
    pub group: String,
    /// Item-locations of the group that had a plan.
    pub item_locations: u32,
    /// What the plan promised on average, each cycle weighing alike.
    pub promise: Option<f64>,
    /// What the plan kept.
    pub plan: ProofKept,
    /// What the textbook kept.
    pub textbook: ProofKept,
}

/// Failed cycles by what was the matter, the first that holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProofCauses {
    /// The order took longer than its mean lead time and one deviation.
    pub late: f64,
    /// One day's demand was more than half of the reorder point.
    pub large_order: f64,
    /// More was wanted than expected, over many days.
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
    /// Of those, failed ones by what was the matter.
    pub causes: ProofCauses,
    /// Units short in the days replayed, mean of the replays, at the selling price, money.
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
    /// What plans of the past would have kept.
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

    /// What a rule kept.
    pub fn result(&self, rule: ProofRule) -> Option<&ProofResult> {
        self.rules.iter().find(|result| result.rule == rule)
    }

    /// How many plans were replayed: each begins where the days of the one before end.
    pub fn plans(&self) -> u32 {
        let days = u32::try_from(self.last.since(self.first) + 1).unwrap_or(0);
        days.div_ceil(self.plan_days.max(1))
    }
}

impl ProofRule {
    /// Name of the rule in one word, as tables have it: `plan`, `weeks_4`.
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
    /// How much less was kept than promised, where that is more than `least` and more than two standard errors: less
    /// than that may be chance.
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
