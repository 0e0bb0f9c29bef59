//! The what-if page's view model.

use super::state::WhatIfState;
#[cfg(feature = "ssr")]
use crate::Derived;
use crate::islands::filter::Members;
#[cfg(feature = "ssr")]
use contract::WhatIfQuery;
use contract::{BudgetAnswer, CategoryTotals, Group, MoverAnswer, PlanPolicy, SwingAnswer};
use planning::bounds;
use planning::convert::count_u32;
use planning::what_if::{CurvePoint, Own, Totals};
use serde::{Deserialize, Serialize};

/// What the what-if page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct WhatIfModel {
    /// What was asked for.
    pub(crate) state: WhatIfState,
    /// Categories and locations.
    pub(crate) members: Members,
    /// Item-locations kept, and those of them with a rule that sets their service level or review period.
    pub(crate) ruled: (u32, u32),
    /// Totals of the settings.
    pub(crate) now: Totals,
    /// Totals of the scenario.
    pub(crate) scenario: Totals,
    /// Totals of the second scenario.
    pub(crate) compared: Option<Totals>,
    /// Service against cost.
    pub(crate) curve: Vec<CurveRow>,
    /// The item-locations that change most.
    pub(crate) movers: Vec<MoverRow>,
    /// Now and the scenario by category.
    pub(crate) categories: Vec<CategoryRow>,
    /// What moves the cost most.
    pub(crate) swings: Vec<SwingRow>,
    /// A sum of money in stock, spent in two ways.
    pub(crate) budget: BudgetRows,
}

/// What a sum of money in stock buys with one service level, and spread to where it does most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct BudgetRows {
    pub(crate) stock_budget: f64,
    pub(crate) is_too_small: bool,
    /// The one service level.
    pub(crate) service_level: f64,
    pub(crate) uniform: Totals,
    pub(crate) spread: Totals,
    pub(crate) movers: Vec<MoverRow>,
}

impl BudgetRows {
    /// An answer with locations' names.
    pub(crate) fn of(answer: BudgetAnswer, locations: &[Group]) -> Self {
        BudgetRows {
            stock_budget: answer.stock_budget,
            is_too_small: answer.is_too_small,
            service_level: answer.uniform.value,
            uniform: answer.uniform.totals,
            spread: answer.spread.totals,
            movers: answer.movers.into_iter().map(|mover| MoverRow::of(mover, locations)).collect(),
        }
    }
}

/// Totals of a category now and in the scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct CategoryRow {
    pub(crate) category: Group,
    pub(crate) now: Totals,
    pub(crate) scenario: Totals,
}

impl From<CategoryTotals> for CategoryRow {
    fn from(totals: CategoryTotals) -> Self {
        let CategoryTotals { category, now, scenario } = totals;
        CategoryRow { category, now, scenario }
    }
}

/// A parameter's lower and higher value, and cost per year at each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct SwingRow {
    /// Place in `bounds::SCENARIO`.
    pub(crate) parameter: usize,
    pub(crate) values: [f64; 2],
    pub(crate) costs: [f64; 2],
}

impl From<SwingAnswer> for SwingRow {
    fn from(swing: SwingAnswer) -> Self {
        let place = bounds::SCENARIO.iter().position(|bound| bound.name == swing.parameter);
        SwingRow {
            parameter: place.unwrap_or_default(),
            values: [swing.low, swing.high],
            costs: [swing.cost_per_year_low, swing.cost_per_year_high],
        }
    }
}

/// How many rows there are, and how many of them have a rule that sets what the scenario sets for the others.
pub(crate) fn ruled(policy: &PlanPolicy, rows: &[u32]) -> (u32, u32) {
    let items = policy.as_items();
    let has_rule = |row: &&u32| items.own(**row as usize) != Own::default();
    (count_u32(rows.len()), count_u32(rows.iter().filter(has_rule).count()))
}

/// A point of the curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct CurveRow {
    /// Target cycle service level.
    pub(crate) service_level: f64,
    /// Holding plus ordering cost per year.
    pub(crate) cost_per_year: f64,
    /// Average stock at cost.
    pub(crate) stock_value: f64,
    /// Expected fill rate.
    pub(crate) fill_rate: Option<f64>,
}

impl From<&CurvePoint> for CurveRow {
    fn from(point: &CurvePoint) -> Self {
        CurveRow {
            service_level: point.service_level,
            cost_per_year: point.totals.cost_per_year(),
            stock_value: point.totals.stock_value,
            fill_rate: point.totals.fill_rate(),
        }
    }
}

/// An item-location whose stock changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct MoverRow {
    pub(crate) sku: String,
    pub(crate) name: String,
    pub(crate) location: Group,
    /// Units now and in the scenario.
    pub(crate) reorder_point: (f64, f64),
    /// Units now and in the scenario.
    pub(crate) order_quantity: (f64, f64),
    /// Money.
    pub(crate) stock_value_change: f64,
}

impl MoverRow {
    /// A mover with its location's name instead of its id.
    pub(crate) fn of(mover: MoverAnswer, locations: &[Group]) -> Self {
        let location = locations.iter().find(|group| group.id == mover.location);
        MoverRow {
            sku: mover.sku,
            name: mover.name,
            location: location
                .cloned()
                .unwrap_or_else(|| Group { name: mover.location.clone(), id: mover.location.clone() }),
            reorder_point: (mover.reorder_point_now, mover.reorder_point),
            order_quantity: (mover.order_quantity_now, mover.order_quantity),
            stock_value_change: mover.stock_value_change,
        }
    }
}

#[cfg(feature = "ssr")]
impl WhatIfModel {
    /// Computes everything the page shows; the browser computes the same in steps, over several frames.
    pub(crate) fn new(derived: &Derived, state: WhatIfState) -> Self {
        let Derived { publication, cube, plan, .. } = derived;
        let WhatIfState { filter, scenario, compared, stock_budget } = state.clone();
        let query = WhatIfQuery { filter, scenario, compared, stock_budget };
        let answer = contract::what_if(publication, cube, plan, &query);
        WhatIfModel {
            members: Members::of(cube),
            ruled: ruled(&plan.policy, &plan.policy.rows(&cube.categories, &cube.locations, &query.filter)),
            now: answer.now.totals,
            scenario: answer.scenario.totals,
            compared: answer.compared.map(|compared| compared.totals),
            curve: answer.curve.iter().map(CurveRow::from).collect(),
            movers: answer.movers.into_iter().map(|mover| MoverRow::of(mover, &cube.locations)).collect(),
            categories: answer.categories.into_iter().map(CategoryRow::from).collect(),
            budget: BudgetRows::of(answer.budget, &cube.locations),
            swings: answer.sensitivity.into_iter().map(SwingRow::from).collect(),
            state,
        }
    }
}
