//! The what-if page's view model: what it shows, apart by what changes it.

use super::state::WhatIfState;
use crate::islands::shared::filter::Members;
use contract::{BudgetAnswer, CategoryTotals, Group, MoverAnswer, WhatIfDetails, WhatIfSums};
#[cfg(feature = "ssr")]
use contract::{Derived, WhatIf, WhatIfQuery};
use planning::what_if::{CurvePoint, Swing, Totals};
use serde::{Deserialize, Serialize};

/// What the what-if page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct WhatIfModel {
    /// Categories and locations.
    pub(crate) members: Members,
    /// What every move of a slider changes.
    pub(crate) moving: Moving,
    /// What a scenario changes once the slider rests.
    pub(crate) details: Details,
    /// A sum of money in stock, spent in two ways; found last.
    pub(crate) budget: BudgetRows,
}

/// What is asked for, and its totals.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Moving {
    /// What was asked for.
    pub(crate) state: WhatIfState,
    /// Item-locations kept, and those of them with a rule that sets their service level or review period.
    pub(crate) ruled: (u32, u32),
    /// Totals of the settings, of the scenario and of the second scenario.
    pub(crate) sums: WhatIfSums,
}

/// What is found beside the totals.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Details {
    /// Holding plus ordering cost per year in the scenario that these are of.
    pub(crate) cost_per_year: f64,
    /// Service against cost.
    pub(crate) curve: Vec<CurveRow>,
    /// The item-locations that change most.
    pub(crate) movers: Vec<MoverRow>,
    /// Now and the scenario by category.
    pub(crate) categories: Vec<CategoryTotals>,
    /// What moves the cost most.
    pub(crate) swings: Vec<Swing>,
}

impl Details {
    /// What a run has found, with locations' names.
    pub(crate) fn of(found: WhatIfDetails, sums: &WhatIfSums, locations: &[Group]) -> Self {
        let WhatIfDetails { curve, movers, categories, sensitivity } = found;
        Details {
            cost_per_year: sums.scenario.cost_per_year(),
            curve: curve.iter().map(CurveRow::from).collect(),
            movers: movers.into_iter().map(|mover| MoverRow::of(mover, locations)).collect(),
            categories,
            swings: sensitivity,
        }
    }
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
    /// Runs out what a browser does in steps, over several frames.
    pub(crate) fn new(derived: &Derived, state: WhatIfState) -> Self {
        let asked = WhatIf::new(derived, WhatIfQuery::from(&state));
        let (details, budget) = asked.run(derived).run_out(derived);
        let (sums, locations) = (*asked.sums(), &derived.cube.locations);
        WhatIfModel {
            members: Members::of(&derived.cube),
            moving: Moving { state, ruled: asked.ruled(derived), sums },
            details: Details::of(details, &sums, locations),
            budget: BudgetRows::of(budget, locations),
        }
    }
}
