//! The columns of the plan that is handed to purchasing: its file, and the view of the lines to be ordered today.

use super::ProposalRow;
use crate::table::{Column, Unit, count, date, number, single, text};

impl ProposalRow {
    /// Its values as columns.
    pub const COLUMNS: &'static [Column<ProposalRow>] = &[
        text("sku", "Stock keeping unit", |row: &ProposalRow| Some(&row.sku)).always(),
        text("name", "Product name", |row: &ProposalRow| Some(&row.name)).always(),
        text("supplier", "Supplier", |row: &ProposalRow| row.supplier.as_deref()),
        text("location", "Location id", |row: &ProposalRow| Some(&row.location)).always(),
        text("category", "Category", |row: &ProposalRow| Some(&row.category)).always(),
        text("class", "ABC class", |row: &ProposalRow| Some(row.class.name())).always(),
        text("status", "Status under the settings", |row: &ProposalRow| Some(row.status.name())).always(),
        single("on_hand", "Units on hand; a value below zero is owed to customers", |row: &ProposalRow| {
            row.on_hand
        })
        .counted_in(Unit::Units),
        single("on_order", "Units on order", |row: &ProposalRow| row.on_order).counted_in(Unit::Units),
        single("position", "Units on hand plus on order", |row: &ProposalRow| row.position)
            .counted_in(Unit::Units),
        single("demand_per_day", "Forecast demand under the scenario, units per day", |row: &ProposalRow| {
            row.demand_per_day
        })
        .counted_in(Unit::UnitsPerDay),
        single("lead_time_days", "Mean lead time under the scenario, days", |row: &ProposalRow| {
            row.lead_time_days
        })
        .counted_in(Unit::Days),
        number("safety_stock", "Safety stock, units", |row: &ProposalRow| row.safety_stock)
            .counted_in(Unit::Units),
        number("reorder_point", "Reorder point, units", |row: &ProposalRow| row.reorder_point)
            .counted_in(Unit::Units),
        number("order_quantity", "Order quantity, units", |row: &ProposalRow| row.order_quantity)
            .counted_in(Unit::Units),
        single("proposed_order", "To order today, units; zero for nothing", |row: &ProposalRow| {
            row.proposed_order
        })
        .counted_in(Unit::Units),
        date("order_by", "Day on which to order", |row: &ProposalRow| row.order_by),
        single("unit_cost", "What one unit costs, money", |row: &ProposalRow| row.unit_cost)
            .counted_in(Unit::Money),
        single("proposed_value", "The proposed order at cost, money", |row: &ProposalRow| row.proposed_value)
            .counted_in(Unit::Money),
        single(
            "achieved_service",
            "Cycle service in simulation under the settings, a share",
            |row: &ProposalRow| row.achieved_service,
        )
        .counted_in(Unit::Share),
        single("achieved_fill_rate", "Fill rate in that simulation, a share", |row: &ProposalRow| {
            row.achieved_fill_rate
        })
        .counted_in(Unit::Share),
        text("variability", "XYZ class", |row: &ProposalRow| Some(row.variability.name())).always(),
        number(
            "service_level",
            "Service level that is promised, or cycle service that a stock budget's share gives, a fraction",
            |row: &ProposalRow| Some(row.service_level),
        )
        .counted_in(Unit::Share)
        .always(),
        number(
            "review_days",
            "Days between reviews under the scenario and the item's rule",
            |row: &ProposalRow| Some(row.review_days),
        )
        .counted_in(Unit::Days)
        .always(),
        count(
            "policy_rule",
            "Rule of the settings that sets its policy, counted from 1",
            |row: &ProposalRow| row.policy_rule,
        ),
        text("decision", "What is decided about its order", |row: &ProposalRow| row.decision.as_deref()),
        text("decision_reason", "Why", |row: &ProposalRow| row.decision_reason.as_deref()),
        single("order_without_decision", "To order today without decisions, units", |row: &ProposalRow| {
            row.order_without_decision
        })
        .counted_in(Unit::Units),
    ];
}
