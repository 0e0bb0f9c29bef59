//! Key figures, as the API answers them.

use crate::{Cube, Facts, Filter};
use planning::day::Day;
use planning::kpi::{self, Better, Definition, Unit, Window};
use serde::{Deserialize, Serialize};

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
    /// First day of the previous window, if the snapshot reaches back so far.
    pub previous_from: Option<Day>,
    /// Last day of the previous window.
    pub previous_to: Option<Day>,
    /// Days of the window.
    pub days: u32,
    /// Days of the window at whose end any stock is known; averages are over these.
    pub stock_days: u32,
    /// ISO 4217 code of all money.
    pub currency: String,
    /// What is simulated in the snapshot.
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

/// A value with its parts: value = numerator ÷ denominator × factor.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
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

    /// Whether the change from the previous window is an improvement; `None` without both values, without a change or
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
pub fn kpis(facts: &Facts, cube: &Cube, filter: &Filter) -> KpisAnswer {
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
        publication: facts.id.clone(),
        as_of: facts.as_of,
        from: days.map(|d| d.0),
        to: days.map(|d| d.1),
        previous_from: previous_days.map(|d| d.0),
        previous_to: previous_days.map(|d| d.1),
        days: current.days,
        stock_days: current.stock_days,
        currency: facts.currency.clone(),
        simulated: facts.simulated.clone(),
        kpis: kpi::ALL.iter().map(answer).collect(),
    }
}
