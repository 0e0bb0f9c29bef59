//! Sorts item-locations by any column, in both directions. Ties stay in the order of the plan, and unknown values
//! come last in both directions.

use super::row::Facts;
use super::search::fold;
use crate::error::BadParameter;
use core::cmp::Ordering;
use core::fmt;
use serde::{Deserialize, Serialize};

/// A column that a list can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ItemColumn {
    /// Stock keeping unit.
    Sku,
    /// Product name.
    Name,
    /// Supplier.
    Supplier,
    /// Name of the location.
    Location,
    /// Category.
    Category,
    /// ABC class.
    Class,
    /// Units on hand.
    OnHand,
    /// Units on order.
    OnOrder,
    /// Forecast demand, units per day.
    DemandPerDay,
    /// Days the stock on hand lasts.
    CoverDays,
    /// Status, by urgency.
    Status,
    /// Stock on hand at cost.
    StockValue,
    /// Units short before a new order could arrive, at price.
    MoneyAtRisk,
    /// Reorder point, units.
    ReorderPoint,
    /// Order quantity, units.
    OrderQuantity,
    /// What to order now, units.
    SuggestedOrder,
    /// Day on which to order.
    OrderBy,
    /// XYZ class.
    Variability,
    /// Consumption of the last year at cost.
    AnnualValue,
    /// Demand of the last year that stock could not meet, at price.
    ShortValue,
    /// Stock above what the policy needs, at cost.
    ExcessValue,
}

impl ItemColumn {
    /// Every column, in the order in which lists show them.
    pub const ALL: [ItemColumn; 21] = [
        ItemColumn::Sku,
        ItemColumn::Name,
        ItemColumn::Supplier,
        ItemColumn::Location,
        ItemColumn::Category,
        ItemColumn::Class,
        ItemColumn::OnHand,
        ItemColumn::OnOrder,
        ItemColumn::DemandPerDay,
        ItemColumn::CoverDays,
        ItemColumn::Status,
        ItemColumn::StockValue,
        ItemColumn::MoneyAtRisk,
        ItemColumn::ReorderPoint,
        ItemColumn::OrderQuantity,
        ItemColumn::SuggestedOrder,
        ItemColumn::OrderBy,
        ItemColumn::Variability,
        ItemColumn::AnnualValue,
        ItemColumn::ShortValue,
        ItemColumn::ExcessValue,
    ];

    /// Its name in URLs and in the API.
    pub fn name(self) -> &'static str {
        [
            "sku",
            "name",
            "supplier",
            "location",
            "category",
            "class",
            "on_hand",
            "on_order",
            "demand_per_day",
            "cover_days",
            "status",
            "stock_value",
            "money_at_risk",
            "reorder_point",
            "order_quantity",
            "suggested_order",
            "order_by",
            "variability",
            "annual_value",
            "short_value",
            "excess_value",
        ][self as usize]
    }
}

/// A column and a direction; written as the column's name, with a minus before it for the largest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    /// The column.
    pub column: ItemColumn,
    /// Largest, or last of the alphabet, first.
    pub descending: bool,
}

impl Sort {
    /// Reads `column` or `-column`.
    ///
    /// # Errors
    /// No such column.
    pub fn parse(text: &str) -> Result<Self, BadParameter> {
        let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        let column = ItemColumn::ALL.into_iter().find(|column| column.name() == name);
        column.map(|column| Sort { column, descending }).ok_or_else(|| {
            let names = ItemColumn::ALL.map(ItemColumn::name).join(", ");
            let reason =
                format!("lists are sorted by one of {names}, with a minus before it for the largest first");
            BadParameter::new("sort", text, reason)
        })
    }
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.descending { "-" } else { "" })?;
        f.write_str(self.column.name())
    }
}

/// Sorts rows of the plan.
pub(super) fn sort(facts: &Facts<'_>, rows: &mut [u32], sort: Sort) {
    let Sort { column, descending } = sort;
    let number = |row: u32| match column {
        ItemColumn::OnHand => facts.plan.items.on_hand[row as usize],
        ItemColumn::OnOrder => facts.plan.items.on_order[row as usize],
        ItemColumn::DemandPerDay => facts.plan.policy.demand_per_day[row as usize],
        ItemColumn::CoverDays => facts.plan.items.cover_days[row as usize],
        ItemColumn::Class => f32::from(facts.plan.policy.class[row as usize]),
        ItemColumn::Status => f32::from(facts.status(row) as u8),
        ItemColumn::StockValue => facts.stock_value(row),
        ItemColumn::MoneyAtRisk => facts.money_at_risk(row),
        ItemColumn::ReorderPoint => facts.plan.items.reorder_point[row as usize],
        ItemColumn::OrderQuantity => facts.plan.items.order_quantity[row as usize],
        ItemColumn::SuggestedOrder => facts.plan.items.suggested_order[row as usize],
        ItemColumn::Variability => f32::from(facts.variability(row) as u8),
        ItemColumn::AnnualValue => facts.plan.items.annual_value[row as usize],
        ItemColumn::ShortValue => facts.plan.items.short_value[row as usize],
        ItemColumn::ExcessValue => facts.plan.items.excess_value[row as usize],
        _ => facts.plan.items.order_in_days[row as usize],
    };
    let text = |row: u32| match column {
        ItemColumn::Sku => facts.plan.items.sku[row as usize].as_str(),
        ItemColumn::Name => &facts.plan.items.name[row as usize],
        ItemColumn::Supplier => &facts.plan.items.supplier[row as usize],
        ItemColumn::Location => &facts.location(row).name,
        _ => &facts.category(row).name,
    };
    match column {
        ItemColumn::Sku
        | ItemColumn::Name
        | ItemColumn::Supplier
        | ItemColumn::Location
        | ItemColumn::Category => {
            let key = |row: &u32| {
                let mut key = String::new();
                fold(text(*row), &mut key);
                key
            };
            let keys: Vec<String> = rows.iter().map(key).collect();
            arrange(rows, descending, &|a, b| keys[a].cmp(&keys[b]), &|at| keys[at].is_empty());
        }
        _ => {
            let keys: Vec<f32> = rows.iter().map(|row| number(*row)).collect();
            let compare = |a: usize, b: usize| keys[a].partial_cmp(&keys[b]).unwrap_or(Ordering::Equal);
            arrange(rows, descending, &compare, &|at| keys[at].is_nan());
        }
    }
}

/// Sorts rows by keys given by index. One copy of the sort serves every kind of key, because the browser loads it.
fn arrange(
    rows: &mut [u32],
    descending: bool,
    compare: &dyn Fn(usize, usize) -> Ordering,
    unknown: &dyn Fn(usize) -> bool,
) {
    let mut places: Vec<usize> = (0..rows.len()).collect();
    places.sort_unstable_by(|a, b| {
        let order = compare(*a, *b);
        let known = unknown(*a).cmp(&unknown(*b));
        known.then(if descending { order.reverse() } else { order }).then(a.cmp(b))
    });
    let sorted: Vec<u32> = places.into_iter().map(|place| rows[place]).collect();
    rows.copy_from_slice(&sorted);
}
