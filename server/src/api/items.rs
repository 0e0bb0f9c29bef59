//! `GET /api/v1/items`: a page of item-locations.

use super::endpoint::{AboutEndpoint, Endpoint, Of, Paged};
use super::paging::Paging;
use super::parameter::{self, Kind, Parameter};
use crate::table::{Column, count, date, flag, number, single, text};
use contract::{
    Derived, ItemColumn, ItemRow, ItemsAnswer, ItemsQuery, Only, Variability, item_rows, items, kept_items,
};
use planning::bounds;
use planning::stock::Status;
use std::borrow::Cow;

pub(super) const ENDPOINT: Endpoint<ItemsAnswer, ItemRow> = Endpoint {
    about: AboutEndpoint {
        name: "items",
        summary: "Item-locations, page by page",
        details: "Filtered, searched and sorted as the page of the same name. The totals are over everything kept, \
                  whatever the page. What is not known is null. As a table: everything kept, unless `page` or \
                  `page_size` asks for a page.",
        row: "item-location",
        parameters: &[parameter::no_window, parameter::filter, list],
        of: Of::Publication,
        refuses: &[],
    },
    answer: |asked| {
        let query = ItemsQuery::from_query(asked.query)?;
        Ok(items(&asked.derived().publication, &asked.derived().cube, &asked.derived().plan, &query))
    },
    rows: |answer| answer.items,
    columns: &COLUMNS,
    paging: Some(Paged {
        page: |answer| Paging { page: answer.page.into(), pages: answer.pages.into() },
        places: |asked| {
            let Derived { publication, cube, plan } = asked.derived();
            Ok(kept_items(publication, cube, plan, &ItemsQuery::from_query(asked.query)?))
        },
        rows: |derived, places| item_rows(&derived.publication, &derived.cube, &derived.plan, places),
    }),
};

fn list() -> Vec<Parameter> {
    let sorts = ItemColumn::ALL.into_iter().flat_map(|column| {
        let name = column.name();
        [Cow::from(name), Cow::from(format!("-{name}"))]
    });
    let sizes = format!("Item-locations of a page; {} without it, in JSON.", ItemsQuery::PAGE_SIZE);
    vec![
        Parameter::new(
            "q",
            "Words that all occur in SKU, name, supplier, category or location.",
            Kind::Text(bounds::SEARCH_LETTERS_MAX),
        ),
        Parameter::new(
            "status",
            "Statuses kept; all without it.",
            Kind::Choices(Status::ALL.map(Status::name).to_vec()),
        ),
        Parameter::new(
            "variability",
            "XYZ classes kept, by the variability of demand without its season; all without it.",
            Kind::Choices(Variability::ALL.map(Variability::name).to_vec()),
        ),
        Parameter::new("supplier", "Suppliers kept; all without it.", Kind::Names),
        Parameter::new(
            "only",
            "Only those short of stock in the last year, or with stock above what their policy would hold.",
            Kind::Choice(Only::ALL.map(|only| Cow::from(only.name())).to_vec()),
        ),
        Parameter::new(
            "sort",
            "Column to sort by, with a minus for largest first; most money at risk first without it.",
            Kind::Choice(sorts.collect()),
        ),
        Parameter::new(
            bounds::PAGE.name,
            "Page, counted from 1; the first without it.",
            Kind::Whole(bounds::PAGE),
        ),
        Parameter {
            about: sizes.into(),
            ..Parameter::new(bounds::PAGE_SIZE.name, "", Kind::Whole(bounds::PAGE_SIZE))
        },
    ]
}

const COLUMNS: [Column<ItemRow>; 31] = [
    text("sku", "Stock keeping unit", |row| Some(&row.sku)),
    text("name", "Product name", |row| Some(&row.name)),
    text("supplier", "Supplier", |row| row.supplier.as_deref()),
    text("location", "Location id", |row| Some(&row.location)),
    text("location_name", "Name of the location", |row| Some(&row.location_name)),
    text("category", "Category", |row| Some(&row.category)),
    text("class", "ABC class", |row| Some(row.class.name())),
    text("status", "Status", |row| Some(row.status.name())),
    single("on_hand", "Units; below zero what is owed", |row| row.on_hand),
    single("on_order", "Units", |row| row.on_order),
    single("demand_per_day", "Forecast, units per day", |row| row.demand_per_day),
    single("cover_days", "Days the stock on hand lasts, within the horizon", |row| row.cover_days),
    flag("cover_beyond_horizon", "Whether it lasts beyond the horizon", |row| row.cover_beyond_horizon),
    date("runs_out_on", "Day on which it runs out", |row| row.runs_out_on),
    single("stock_value", "On hand at cost, money", |row| row.stock_value),
    single("units_at_risk", "Expected short before an order could arrive", |row| row.units_at_risk),
    single("money_at_risk", "Those at unit price, money", |row| row.money_at_risk),
    single("reorder_point", "Under the settings, units", |row| row.reorder_point),
    single("order_quantity", "Under the settings, units", |row| row.order_quantity),
    single("suggested_order", "To order now, units; zero for nothing", |row| row.suggested_order),
    date("order_by", "Day on which to order", |row| row.order_by),
    single("achieved_service", "Cycle service of the reorder point in simulation, a share", |row| {
        row.achieved_service
    }),
    single("achieved_fill_rate", "Its fill rate there, a share", |row| row.achieved_fill_rate),
    single("achieved_stock", "Average stock it leaves there, units", |row| row.achieved_stock),
    text("variability", "XYZ class", |row| Some(row.variability.name())),
    single("annual_value", "Consumption of the last year at cost, money", |row| row.annual_value),
    number("service_level", "Of its policy, a fraction", |row| Some(row.service_level)),
    number("review_days", "Between reviews of its policy", |row| Some(row.review_days)),
    count("policy_rule", "Rule of the settings that sets its policy", |row| row.policy_rule.map(u64::from)),
    single("short_value", "Demand of the last year that found no stock, at price, money", |row| {
        row.short_value
    }),
    single("excess_value", "Stock above what the policy would hold, at cost, money", |row| row.excess_value),
];
