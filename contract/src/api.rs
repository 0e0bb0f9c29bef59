//! Answers of the API, computed from the same derived files and by the same functions as the pages.

use crate::{Cube, Filter, Group, Plan, PlanPolicy, Publication};
use planning::day::Day;
use planning::kpi::{self, Better, Definition, Unit, Window};
use planning::what_if::{self, Mover, Scenario, Totals};
use serde::Serialize;

/// `GET /api/v1/kpis`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KpisAnswer {
    /// The publication all numbers are from.
    pub publication: String,
    /// "Today" of the publication.
    pub as_of: Day,
    /// First day of the window, after snapping to whole periods.
    pub from: Option<Day>,
    /// Last day of the window.
    pub to: Option<Day>,
    /// First day of the window compared with, if the snapshot reaches back so far.
    pub previous_from: Option<Day>,
    /// Last day of the window compared with.
    pub previous_to: Option<Day>,
    /// ISO 4217 code of all money.
    pub currency: String,
    /// What in the snapshot is simulated.
    pub simulated: Vec<String>,
    /// The key figures.
    pub kpis: Vec<KpiAnswer>,
}

/// A key figure in its window and the one before.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KpiAnswer {
    /// Id of the key figure.
    pub id: &'static str,
    /// Unit: `money`, `fraction`, `times_per_year`, `days` or `money_per_money_year`.
    pub unit: &'static str,
    /// In the window; absent where there is no data.
    pub current: Option<KpiValue>,
    /// In the window before; absent where there is no data.
    pub previous: Option<KpiValue>,
}

/// A value with what it was made of: value = numerator ÷ denominator × factor.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KpiValue {
    /// The value.
    pub value: f64,
    /// Upper sum.
    pub numerator: f64,
    /// Lower sum.
    pub denominator: f64,
    /// Constant factor.
    pub factor: f64,
    /// Rows of the snapshot that were counted.
    pub rows: u64,
}

impl KpiValue {
    /// A key figure of a window; `None` where there is no data.
    pub fn of(definition: &Definition, window: &Window) -> Option<Self> {
        let ratio = (definition.measure)(window)?;
        let kpi::Ratio { numerator, denominator, factor, rows } = ratio;
        ratio.value().map(|value| KpiValue { value, numerator, denominator, factor, rows })
    }
}

impl KpiAnswer {
    /// Name of a unit on the wire.
    pub fn unit_name(unit: Unit) -> &'static str {
        match unit {
            Unit::Money => "money",
            Unit::Percent => "fraction",
            Unit::TimesPerYear => "times_per_year",
            Unit::Days => "days",
            Unit::MoneyPerMoneyYear => "money_per_money_year",
        }
    }

    /// Whether the change from the window before is an improvement; `None` without both values, without change or
    /// where neither direction is better.
    pub fn improved(&self) -> Option<bool> {
        let change = self.current?.value - self.previous?.value;
        match kpi::find(self.id)?.better {
            _ if change == 0.0 => None,
            Better::Neither => None,
            Better::Higher => Some(change > 0.0),
            Better::Lower => Some(change < 0.0),
        }
    }
}

/// Every key figure for a filter.
pub fn kpis(publication: &Publication, cube: &Cube, filter: &Filter) -> KpisAnswer {
    let range = cube.range(filter);
    let current = cube.window(filter, range);
    let before = range.before();
    let previous = before.map(|range| cube.window(filter, range));
    let (days, previous_days) = (cube.days(range), before.and_then(|range| cube.days(range)));
    let answer = |definition: &Definition| KpiAnswer {
        id: definition.id,
        unit: KpiAnswer::unit_name(definition.unit),
        current: days.and_then(|_| KpiValue::of(definition, &current)),
        previous: previous.as_ref().and_then(|window| KpiValue::of(definition, window)),
    };
    KpisAnswer {
        publication: publication.id.clone(),
        as_of: publication.as_of,
        from: days.map(|d| d.0),
        to: days.map(|d| d.1),
        previous_from: previous_days.map(|d| d.0),
        previous_to: previous_days.map(|d| d.1),
        currency: publication.currency.clone(),
        simulated: publication.simulated.clone(),
        kpis: kpi::ALL.iter().map(answer).collect(),
    }
}

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
    /// What in the snapshot is simulated.
    pub simulated: Vec<String>,
    /// The settings as a scenario, and its totals.
    pub now: WhatIfTotals,
    /// The scenario asked for, and its totals.
    pub scenario: WhatIfTotals,
    /// The second scenario, if one was given with the prefix `b.`.
    pub compared: Option<WhatIfTotals>,
    /// Service against cost, all else as in the scenario.
    pub curve: Vec<what_if::CurvePoint>,
    /// The item-locations whose stock value changes most from now to the scenario.
    pub movers: Vec<MoverAnswer>,
}

/// A scenario with its totals.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WhatIfTotals {
    /// What was assumed.
    pub scenario: Scenario,
    /// The sums.
    pub totals: Totals,
    /// Expected fill rate.
    pub fill_rate: Option<f64>,
    /// Inventory turnover per year.
    pub turnover_per_year: Option<f64>,
    /// Holding plus ordering cost per year.
    pub cost_per_year: f64,
}

impl WhatIfTotals {
    /// Totals of the kept rows under a scenario.
    pub fn of(policy: &PlanPolicy, rows: &[u32], scenario: Scenario) -> Self {
        let totals = what_if::totals(&policy.as_items(), rows, &scenario);
        WhatIfTotals {
            scenario,
            totals,
            fill_rate: totals.fill_rate(),
            turnover_per_year: totals.turnover_per_year(),
            cost_per_year: totals.cost_per_year(),
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

/// How many movers are shown.
const MOVERS: usize = 10;

/// Totals, curve and movers of one or two scenarios for a filter.
pub fn what_if(
    publication: &Publication,
    cube: &Cube,
    plan: &Plan,
    filter: &Filter,
    scenario: Scenario,
    compared: Option<Scenario>,
) -> WhatIfAnswer {
    let rows = plan.policy.rows(&cube.categories, &cube.locations, filter);
    let items = plan.policy.as_items();
    let now = publication.settings.scenario();
    let movers = what_if::movers(&items, &rows, &now, &scenario, MOVERS);
    WhatIfAnswer {
        publication: publication.id.clone(),
        as_of: publication.as_of,
        currency: publication.currency.clone(),
        simulated: publication.simulated.clone(),
        now: WhatIfTotals::of(&plan.policy, &rows, now),
        scenario: WhatIfTotals::of(&plan.policy, &rows, scenario),
        compared: compared.map(|scenario| WhatIfTotals::of(&plan.policy, &rows, scenario)),
        curve: what_if::curve(&items, &rows, &scenario, &what_if::CURVE_SERVICE_LEVELS),
        movers: movers.iter().map(|mover| MoverAnswer::of(mover, plan, &cube.locations)).collect(),
    }
}
