//! The sums that key figures are made of.

use core::ops::{AddAssign, Index, IndexMut};

/// A sum in each cell of the cube. Money and units are counted in ten-thousandths, the rest in ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Units demanded (sold).
    Units,
    /// Revenue.
    Revenue,
    /// Revenue of sales whose item has a unit cost.
    CostedRevenue,
    /// Units sold × unit cost.
    CostOfGoodsSold,
    /// Σ over days of end-of-day stock (not below zero) × unit cost.
    InventoryValueDays,
    /// Stock value at cost at the end of the last day of the period.
    ClosingValue,
    /// Item-days on which the item-location was active and its stock is known.
    ActiveItemDays,
    /// Of those, item-days that ended with no stock.
    StockoutItemDays,
    /// Hours open on which availability was observed.
    HoursOpen,
    /// Of those, hours out of stock.
    HoursOut,
    /// Units demanded where it is known what was shipped at once.
    UnitsDue,
    /// Of those, units shipped from stock when demanded.
    UnitsFilled,
    /// Active item-locations on the last day of the period.
    ClosingActive,
    /// Of those, item-locations without stock.
    ClosingOut,
    /// Rows of the sales table.
    SalesRows,
    /// Rows of the stock table.
    StockRows,
}

impl Measure {
    /// Every measure, in the order of [`Sums`].
    pub const ALL: [Measure; 16] = [
        Measure::Units,
        Measure::Revenue,
        Measure::CostedRevenue,
        Measure::CostOfGoodsSold,
        Measure::InventoryValueDays,
        Measure::ClosingValue,
        Measure::ActiveItemDays,
        Measure::StockoutItemDays,
        Measure::HoursOpen,
        Measure::HoursOut,
        Measure::UnitsDue,
        Measure::UnitsFilled,
        Measure::ClosingActive,
        Measure::ClosingOut,
        Measure::SalesRows,
        Measure::StockRows,
    ];

    /// Column name in the named queries.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Units => "units",
            Measure::Revenue => "revenue",
            Measure::CostedRevenue => "costed_revenue",
            Measure::CostOfGoodsSold => "cost_of_goods_sold",
            Measure::InventoryValueDays => "inventory_value_days",
            Measure::ClosingValue => "closing_value",
            Measure::ActiveItemDays => "active_item_days",
            Measure::StockoutItemDays => "stockout_item_days",
            Measure::HoursOpen => "hours_open",
            Measure::HoursOut => "hours_out",
            Measure::UnitsDue => "units_due",
            Measure::UnitsFilled => "units_filled",
            Measure::ClosingActive => "closing_active",
            Measure::ClosingOut => "closing_out",
            Measure::SalesRows => "sales_rows",
            Measure::StockRows => "stock_rows",
        }
    }

    /// How many counts make one: 10 000 for money, units and hours, 1 for rows and item-days.
    pub fn scale(self) -> f64 {
        match self {
            Measure::ActiveItemDays
            | Measure::StockoutItemDays
            | Measure::ClosingActive
            | Measure::ClosingOut
            | Measure::SalesRows
            | Measure::StockRows => 1.0,
            _ => 10_000.0,
        }
    }

    /// Whether the measure is a balance at a moment: summed over items, but not over time.
    pub fn is_closing(self) -> bool {
        matches!(self, Measure::ClosingValue | Measure::ClosingActive | Measure::ClosingOut)
    }
}

/// Exact sums of every measure, as integers, so that the order of addition does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums([i128; Measure::ALL.len()]);

impl Sums {
    /// The sum in its unit (money, units, hours, item-days or rows).
    pub fn value(&self, measure: Measure) -> f64 {
        self[measure] as f64 / measure.scale()
    }
}

impl Index<Measure> for Sums {
    type Output = i128;
    fn index(&self, measure: Measure) -> &i128 {
        &self.0[measure as usize]
    }
}

impl IndexMut<Measure> for Sums {
    fn index_mut(&mut self, measure: Measure) -> &mut i128 {
        &mut self.0[measure as usize]
    }
}

impl AddAssign<&Sums> for Sums {
    fn add_assign(&mut self, other: &Sums) {
        for (sum, term) in self.0.iter_mut().zip(other.0) {
            *sum += term;
        }
    }
}
