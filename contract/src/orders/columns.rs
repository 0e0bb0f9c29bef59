//! The columns of orders: of their lines, and of their sums by supplier.

use super::{OrderLine, SupplierOrder};
use crate::table::{Column, Unit, count, date, number, single, text};

impl OrderLine {
    /// Its values as columns.
    pub const COLUMNS: &'static [Column<OrderLine>] = &[
        text("supplier", "Code of the supplier", |line: &OrderLine| line.supplier.as_deref()),
        text("sku", "Stock keeping unit", |line: &OrderLine| Some(&line.sku)).always(),
        text("name", "Product name", |line: &OrderLine| Some(&line.name)).always(),
        text("location", "Location id", |line: &OrderLine| Some(&line.location)).always(),
        text("location_name", "Name of the location", |line: &OrderLine| Some(&line.location_name)).always(),
        text("status", "Status", |line: &OrderLine| Some(line.status.name())).always(),
        single("on_hand", "Units on hand; a value below zero is owed to customers", |line: &OrderLine| line.on_hand)
            .counted_in(Unit::Units),
        single("on_order", "Units on order", |line: &OrderLine| line.on_order).counted_in(Unit::Units),
        number("reorder_point", "Reorder point, units", |line: &OrderLine| line.reorder_point)
            .counted_in(Unit::Units),
        single("demand_per_day", "Forecast demand of the coming quarter, units per day", |line: &OrderLine| {
            line.demand_per_day
        })
        .counted_in(Unit::UnitsPerDay),
        single("proposed_units", "Units that the plan proposes", |line: &OrderLine| Some(line.proposed_units))
            .counted_in(Unit::Units)
            .always(),
        single("units", "Units to order", |line: &OrderLine| Some(line.units)).counted_in(Unit::Units).always(),
        single("pack_size", "Units per pack", |line: &OrderLine| line.pack_size).counted_in(Unit::Units),
        single("packs", "The same order in packs", |line: &OrderLine| line.packs),
        single("minimum_order", "Smallest order, units", |line: &OrderLine| line.minimum_order)
            .counted_in(Unit::Units),
        single("unit_cost", "What one unit costs, money", |line: &OrderLine| line.unit_cost)
            .counted_in(Unit::Money),
        single("value", "The line at cost, money", |line: &OrderLine| line.value).counted_in(Unit::Money),
        number(
            "cover_days",
            "Days that stock on hand, on order and this line last at the forecast demand of the coming quarter",
            |line: &OrderLine| line.cover_days,
        )
        .counted_in(Unit::Days),
        date("runs_out_on", "Without it: the day on which stock on hand runs out", |line: &OrderLine| {
            line.runs_out_on
        }),
        single(
            "units_at_risk",
            "Without it: units expected to be short before a new order could arrive",
            |line: &OrderLine| line.units_at_risk,
        )
        .counted_in(Unit::Units),
        single("money_at_risk", "Those units at unit price, money", |line: &OrderLine| line.money_at_risk)
            .counted_in(Unit::Money),
        date("arrives_on", "Day on which it is expected, ordered today, after the mean lead time", |line: &OrderLine| {
            line.arrives_on
        }),
        text("decision", "What is decided about it", |line: &OrderLine| line.decision.as_deref()),
        text("decision_reason", "Why", |line: &OrderLine| line.decision_reason.as_deref()),
    ];
}

/// The sums of a supplier's order as columns.
pub const SUPPLIER_COLUMNS: &[Column<SupplierOrder>] = &[
    text("supplier", "Code of the supplier", |of: &SupplierOrder| of.supplier.as_deref()),
    text("name", "Name of the supplier", |of: &SupplierOrder| of.name.as_deref()),
    count("lines", "Lines to order today", |of: &SupplierOrder| Some(of.sum.lines.into())).always(),
    number("units", "Their units", |of: &SupplierOrder| Some(of.sum.units)).counted_in(Unit::Units).always(),
    number("value", "Their value at cost, money", |of: &SupplierOrder| of.sum.value).counted_in(Unit::Money),
    count("value_unknown", "Lines whose unit cost is not known", |of: &SupplierOrder| {
        Some(of.sum.value_unknown.into())
    })
    .always(),
    number(
        "money_at_risk",
        "What those items are expected to be short before a new order could arrive, at unit price, money",
        |of: &SupplierOrder| of.sum.money_at_risk,
    )
    .counted_in(Unit::Money),
    number("minimum_order_value", "Least value of an order at cost, money", |of: &SupplierOrder| {
        of.minimum_order_value
    })
    .counted_in(Unit::Money),
    number("missing_to_minimum", "What is missing to it, money", |of: &SupplierOrder| of.missing_to_minimum)
        .counted_in(Unit::Money),
    number(
        "free_freight_value",
        "Value of an order from which freight is free, money",
        |of: &SupplierOrder| of.free_freight_value,
    )
    .counted_in(Unit::Money),
    number("missing_to_free_freight", "What is missing to it, money", |of: &SupplierOrder| {
        of.missing_to_free_freight
    })
    .counted_in(Unit::Money),
    count(
        "order_weekday",
        "Day of the week for orders, 1 for Monday to 7 for Sunday",
        |of: &SupplierOrder| of.order_weekday.map(u64::from),
    ),
];
