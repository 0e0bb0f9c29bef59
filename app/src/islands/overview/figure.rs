//! The measure that charts and breakdowns show: a key figure, or units sold.

use crate::{format, text};
use contract::{BadParameter, KpiValue, Reason};
use planning::kpi::{self, Definition, Measure, Unit, Window};
use serde::{Deserialize, Serialize};

/// Something that can be drawn per period and per group: one of [`kpi::ALL`], or units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Figure(u8);

impl Figure {
    /// Units sold, which is no key figure of its own.
    #[expect(clippy::cast_possible_truncation, reason = "there are a dozen key figures")]
    pub(crate) const UNITS: Figure = Figure(kpi::ALL.len() as u8);

    /// Every one, in the order in which they are offered.
    pub(crate) fn all() -> impl Iterator<Item = Figure> {
        (0..=Self::UNITS.0).map(Figure)
    }

    /// The one of that id.
    ///
    /// # Errors
    /// There is none.
    pub(crate) fn parse(id: &str) -> Result<Figure, BadParameter> {
        Figure::all().find(|figure| figure.id() == id).ok_or_else(|| {
            let ids: Vec<&str> = Figure::all().map(Figure::id).collect();
            BadParameter::new("kpi", id, Reason::one_of("kpi", &ids))
        })
    }

    /// The key figure of that id, or units.
    pub(crate) fn of(id: &str) -> Figure {
        Figure::all().find(|figure| figure.id() == id).unwrap_or(Figure::UNITS)
    }

    /// Place among all, as series are stored.
    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }

    fn definition(self) -> Option<&'static Definition> {
        kpi::ALL.get(self.index())
    }

    /// Id in URLs.
    pub(crate) fn id(self) -> &'static str {
        self.definition().map_or("units", |definition| definition.id)
    }

    /// Name on screen.
    pub(crate) fn name(self) -> &'static str {
        text::kpi(self.id()).name
    }

    /// Whether it adds up over time, so that bars from zero show it best.
    pub(crate) fn is_flow(self) -> bool {
        matches!(self.id(), "revenue" | "units" | "holding_cost")
    }

    /// Its value in a window; `None` where there is no data.
    pub(crate) fn value(self, window: &Window) -> Option<f64> {
        match self.definition() {
            Some(definition) => KpiValue::of(definition, window).map(|value| value.value),
            None => Some(window.sums.value(Measure::Units)),
        }
    }

    /// A value with its unit, short.
    pub(crate) fn short(self, currency: &str, value: f64) -> String {
        match self.definition() {
            Some(definition) => format::kpi_short(definition.unit, currency, value),
            None => format::compact(value),
        }
    }

    /// The unit as an axis says it.
    pub(crate) fn axis(self, currency: &str) -> String {
        match self.definition().map(|definition| definition.unit) {
            Some(Unit::Money) => currency.to_owned(),
            Some(Unit::Percent) => text::unit_percent().to_owned(),
            Some(Unit::TimesPerYear) => text::unit_times_a_year().to_owned(),
            Some(Unit::Days) => text::unit_days().to_owned(),
            Some(Unit::MoneyPerMoneyYear) => text::unit_margin(&format::money(currency, 1.0, 0)),
            None => text::unit_units().to_owned(),
        }
    }
}
