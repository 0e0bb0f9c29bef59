//! What-if, as the API answers it.

mod run;

pub use run::{WhatIf, WhatIfDetails, WhatIfRun, WhatIfStep, WhatIfSums};

use crate::{Derived, Filter, Group, Plan};
use planning::day::Day;
use planning::what_if::{Budget, CurvePoint, Mover, Scenario, Spent, Swing, Totals};
use serde::{Deserialize, Serialize, Serializer};

/// `GET /api/v1/what-if`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WhatIfAnswer {
    /// The publication all numbers are from.
    pub publication: String,
    /// "Today" of the publication.
    pub as_of: Day,
    /// ISO 4217 code of all money.
    pub currency: String,
    /// What is simulated in the snapshot.
    pub simulated: Vec<String>,
    /// The settings as a scenario, and its totals.
    pub now: WhatIfTotals,
    /// The scenario asked for, and its totals.
    pub scenario: WhatIfTotals,
    /// The second scenario, if the query has one under the prefix `b.`.
    pub compared: Option<WhatIfTotals>,
    /// Service against cost, everything else as in the scenario; empty where the scenario’s sums are absent.
    pub curve: Vec<CurvePoint>,
    /// The item-locations whose stock value changes most from now to the scenario.
    pub movers: Vec<MoverAnswer>,
    /// Totals of each filtered category, in the order of the publication.
    pub categories: Vec<CategoryTotals>,
    /// The effect of each parameter of the scenario on the cost, largest first; empty where the scenario’s sums are
    /// absent.
    pub sensitivity: Vec<Swing>,
    /// A stock budget, with one service level for all items and with the best spread.
    pub budget: BudgetAnswer,
}

/// What a stock budget buys, everything else as in the scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BudgetAnswer {
    /// The budget: the amount asked for, or else the scenario’s average stock at cost; absent where that is not
    /// known.
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub stock_budget: f64,
    /// Whether the budget is too small even for the order quantities without safety stock.
    pub is_too_small: bool,
    /// One cycle service level for all; `value` is that level.
    pub uniform: SpentAnswer,
    /// Spread so that the last unit of money serves as much demand everywhere; `value` is that demand a year, at
    /// cost.
    pub spread: SpentAnswer,
    /// The item-locations whose stock value differs most between the two ways; here “now” is the one service level.
    pub movers: Vec<MoverAnswer>,
}

/// One way to spend a stock budget.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SpentAnswer {
    /// The value that is the same for all item-locations.
    pub value: f64,
    /// The sums; absent where no item with demand has a unit cost.
    #[serde(serialize_with = "known")]
    pub totals: Totals,
    /// Expected fill rate.
    pub fill_rate: Option<f64>,
    /// Expected share of replenishment cycles without a stockout.
    pub cycle_service: Option<f64>,
}

impl From<&Spent> for SpentAnswer {
    fn from(spent: &Spent) -> Self {
        SpentAnswer {
            value: spent.value,
            totals: spent.totals,
            fill_rate: spent.totals.fill_rate(),
            cycle_service: spent.totals.cycle_service(),
        }
    }
}

impl BudgetAnswer {
    /// The result, with the item-locations that differ most.
    pub fn of(budget: &Budget, movers: Vec<MoverAnswer>) -> Self {
        BudgetAnswer {
            stock_budget: budget.stock_budget,
            is_too_small: budget.is_too_small(),
            uniform: SpentAnswer::from(&budget.uniform),
            spread: SpentAnswer::from(&budget.spread),
            movers,
        }
    }
}

/// Totals of a category now and in the scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CategoryTotals {
    /// Category.
    pub category: Group,
    /// Under the settings.
    #[serde(serialize_with = "known")]
    pub now: Totals,
    /// Under the scenario.
    #[serde(serialize_with = "known")]
    pub scenario: Totals,
}

impl CategoryTotals {
    /// The categories with any item-location kept.
    pub fn of(categories: &[Group], now: &[Totals], scenario: &[Totals]) -> Vec<Self> {
        let counted = |totals: &Totals| totals.items + totals.without_cost + totals.without_demand > 0;
        let pairs = categories.iter().zip(now.iter().zip(scenario));
        pairs
            .filter(|(_, (now, _))| counted(now))
            .map(|(category, (now, scenario))| CategoryTotals {
                category: category.clone(),
                now: *now,
                scenario: *scenario,
            })
            .collect()
    }
}

/// Totals whose sums are missing, not zero, where they are meaningless: NaN becomes null in JSON.
fn known<S: Serializer>(totals: &Totals, serializer: S) -> Result<S::Ok, S::Error> {
    totals.missing_unless_known().serialize(serializer)
}

/// A scenario with its totals.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WhatIfTotals {
    /// The scenario’s assumptions.
    pub scenario: Scenario,
    /// The sums; absent where no item with demand has a unit cost.
    #[serde(serialize_with = "known")]
    pub totals: Totals,
    /// Expected fill rate.
    pub fill_rate: Option<f64>,
    /// Expected share of replenishment cycles without a stockout.
    pub cycle_service: Option<f64>,
    /// Inventory turnover per year.
    pub turnover_per_year: Option<f64>,
    /// Holding plus ordering cost per year; absent where the sums are.
    pub cost_per_year: Option<f64>,
}

impl WhatIfTotals {
    /// A scenario and its totals, with what follows from them.
    pub fn new(scenario: Scenario, totals: Totals) -> Self {
        WhatIfTotals {
            scenario,
            totals,
            fill_rate: totals.fill_rate(),
            cycle_service: totals.cycle_service(),
            turnover_per_year: totals.turnover_per_year(),
            cost_per_year: totals.known(totals.cost_per_year()),
        }
    }
}

/// An item-location whose stock changes between now and the scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MoverAnswer {
    /// Stock keeping unit.
    pub sku: String,
    /// Product name.
    pub name: String,
    /// Location id.
    pub location: String,
    /// Reorder point now, units.
    pub reorder_point_now: f64,
    /// Reorder point in the scenario, units.
    pub reorder_point: f64,
    /// Order quantity now, units.
    pub order_quantity_now: f64,
    /// Order quantity in the scenario, units.
    pub order_quantity: f64,
    /// Change of average stock at cost.
    pub stock_value_change: f64,
}

impl MoverAnswer {
    /// A mover with its names.
    pub fn of(mover: &Mover, plan: &Plan, locations: &[Group]) -> Self {
        let row = mover.row as usize;
        MoverAnswer {
            sku: plan.items.sku[row].clone(),
            name: plan.items.name[row].clone(),
            location: locations[usize::from(plan.policy.location[row])].id.clone(),
            reorder_point_now: mover.before.reorder_point,
            reorder_point: mover.after.reorder_point,
            order_quantity_now: mover.before.order_quantity,
            order_quantity: mover.after.order_quantity,
            stock_value_change: mover.stock_value_change,
        }
    }
}

/// A request for what-if.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIfQuery {
    /// The item-locations that count.
    pub filter: Filter,
    /// The scenario.
    pub scenario: Scenario,
    /// The second scenario, for comparison.
    pub compared: Option<Scenario>,
    /// The stock budget; without it, the cost of the scenario’s average stock.
    pub stock_budget: Option<f64>,
}

/// Totals, curve, movers and all other results of one or two scenarios for a filter.
pub fn what_if(derived: &Derived, query: WhatIfQuery) -> WhatIfAnswer {
    let asked = WhatIf::new(derived, query);
    let (details, budget) = asked.run(derived).run_out(derived);
    let (query, sums) = (asked.query(), asked.sums());
    let facts = &derived.facts;
    let WhatIfDetails { curve, movers, categories, sensitivity } = details;
    WhatIfAnswer {
        publication: facts.id.clone(),
        as_of: facts.as_of,
        currency: facts.currency.clone(),
        simulated: facts.simulated.clone(),
        now: WhatIfTotals::new(facts.settings.scenario(), sums.now),
        scenario: WhatIfTotals::new(query.scenario, sums.scenario),
        compared: query
            .compared
            .zip(sums.compared)
            .map(|(scenario, totals)| WhatIfTotals::new(scenario, totals)),
        curve,
        movers,
        categories,
        sensitivity,
        budget,
    }
}
