//! The what-if page's view model.

use super::state::WhatIfState;
#[cfg(feature = "ssr")]
use crate::Derived;
use crate::islands::filter::Members;
use contract::{Group, MoverAnswer};
use planning::what_if::{CurvePoint, Totals};
use serde::{Deserialize, Serialize};

/// What the what-if page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct WhatIfModel {
    /// What was asked for.
    pub(crate) state: WhatIfState,
    /// Categories and locations.
    pub(crate) members: Members,
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
        let WhatIfState { filter, scenario, compared } = &state;
        let answer = contract::what_if(publication, cube, plan, filter, *scenario, *compared);
        WhatIfModel {
            members: Members::of(cube),
            now: answer.now.totals,
            scenario: answer.scenario.totals,
            compared: answer.compared.map(|compared| compared.totals),
            curve: answer.curve.iter().map(CurveRow::from).collect(),
            movers: answer.movers.into_iter().map(|mover| MoverRow::of(mover, &cube.locations)).collect(),
            state,
        }
    }
}
