//! Key figures as ratios of sums: add up the filtered values first, then divide once.

/// The sums that key figures are made of.
mod measure;

/// How many times a year the stock is sold.
mod turnover;

/// How long the average stock lasts.
mod days_of_inventory;

/// The share of item-days that ended without stock.
mod stockout_rate;

/// The share of demanded units shipped from stock at once.
mod fill_rate;

/// What keeping the stock cost.
mod holding_cost;

/// Margin earned a year per unit of money in stock.
mod gross_margin_return;

/// What lies in stock at the end of the window.
mod stock_value;

/// Revenue of the window.
mod revenue;

pub use measure::{Measure, Sums};

/// The registry: every key figure, in the order in which they are shown.
pub const ALL: [Definition; 8] = [
    turnover::DEFINITION,
    days_of_inventory::DEFINITION,
    stockout_rate::DEFINITION,
    fill_rate::DEFINITION,
    holding_cost::DEFINITION,
    gross_margin_return::DEFINITION,
    stock_value::DEFINITION,
    revenue::DEFINITION,
];

/// The key figure of that id.
pub fn find(id: &str) -> Option<&'static Definition> {
    ALL.iter().find(|definition| definition.id == id)
}

/// The facts that the snapshot holds. A key figure that needs an absent one is "no data".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Known {
    /// Sales carry revenue.
    pub revenue: bool,
    /// Products carry unit costs.
    pub cost: bool,
    /// Stock on hand is recorded.
    pub on_hand: bool,
    /// Hours out of stock are recorded.
    pub hours: bool,
    /// Where unmet demand is recorded, if it is.
    pub fill: Option<FillBasis>,
}

/// The source of the fill rate's units shipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum FillBasis {
    /// Order lines, with units ordered and units shipped.
    Orders,
    /// Stock balances that fall below zero by what is backordered.
    Backorders,
}

/// The filtered data over a window of whole days.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Window {
    /// Days in the window.
    pub days: u32,
    /// Of those, days at whose end any stock is known.
    pub stock_days: u32,
    /// Whether any stock is known at the end of the last day.
    pub is_closing_known: bool,
    /// Annual holding cost as a share of stock value.
    pub holding_rate_per_year: f64,
    /// Which facts are known.
    pub known: Known,
    /// The sums.
    pub sums: Sums,
}

/// Unit of a key figure's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Money in the snapshot's currency.
    Money,
    /// A fraction, shown as a percentage.
    Percent,
    /// Times per year.
    TimesPerYear,
    /// Days.
    Days,
    /// Money of margin per money of stock and year.
    MoneyPerMoneyYear,
}

/// The direction in which a key figure improves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither by itself.
    Neither,
}

/// A key figure: its name, and its computation from sums.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// Stable id: in the API, in text keys, and as the name of its SQL file.
    pub id: &'static str,
    /// Unit of the value.
    pub unit: Unit,
    /// Direction of improvement.
    pub better: Better,
    /// Computes it; `None` means "no data".
    pub measure: fn(&Window) -> Option<Ratio>,
}

/// A key figure's value with its parts: value = numerator ÷ denominator × factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// Upper sum.
    pub numerator: f64,
    /// Lower sum.
    pub denominator: f64,
    /// Constant factor, such as 365 ÷ days of the window.
    pub factor: f64,
    /// Rows of the snapshot that were counted.
    pub rows: u64,
}

impl Ratio {
    /// The value; `None` where the denominator is zero.
    pub fn value(&self) -> Option<f64> {
        (self.denominator != 0.0).then(|| self.numerator / self.denominator * self.factor)
    }
}

/// Mean end-of-day stock value at cost over the days on which any of it is known.
fn average_inventory(window: &Window) -> Option<f64> {
    let known = window.known.on_hand && window.known.cost && window.stock_days > 0;
    known.then(|| window.sums.value(Measure::InventoryValueDays) / f64::from(window.stock_days))
}

fn rows(window: &Window, measures: &[Measure]) -> u64 {
    measures.iter().map(|m| u64::try_from(window.sums[*m]).unwrap_or(0)).sum()
}

#[cfg(test)]
pub(crate) fn window(days: u32, values: &[(Measure, f64)]) -> Window {
    let mut sums = Sums::default();
    for (measure, value) in values {
        #[expect(clippy::cast_possible_truncation, reason = "numbers of examples are small")]
        let scaled = (value * measure.scale()).round() as i128;
        sums[*measure] = scaled;
    }
    let known =
        Known { revenue: true, cost: true, on_hand: true, hours: false, fill: Some(FillBasis::Backorders) };
    Window { days, stock_days: days, is_closing_known: true, holding_rate_per_year: 0.25, known, sums }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_measures_are_in_order() {
        for (i, definition) in ALL.iter().enumerate() {
            assert!(ALL[..i].iter().all(|other| other.id != definition.id));
            assert!(core::ptr::eq(find(definition.id).unwrap(), find(definition.id).unwrap()));
        }
        for (i, measure) in Measure::ALL.iter().enumerate() {
            assert_eq!(*measure as usize, i);
        }
    }

    #[test]
    fn nothing_known_is_no_data_never_zero() {
        let nothing = Window { days: 364, ..Window::default() };
        for definition in &ALL {
            assert_eq!((definition.measure)(&nothing).and_then(|r| r.value()), None, "{}", definition.id);
        }
    }
}
