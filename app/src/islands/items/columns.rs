//! The columns of the list: their heads and cells.

use super::model::ItemsModel;
use super::shown::{LAST, Shown};
use crate::category;
use crate::islands::shared::status::status;
use crate::view::{Element, el};
use crate::{format, text};
use contract::table::{Cell, Column, Unit};
use contract::{Facts, ItemRow, ItemsQuery, Only, Sort};
use planning::day::Day;

/// Columns after the item's own, in their order; the money that the list is about comes last.
pub(super) fn columns(query: &ItemsQuery, shown: Shown) -> Vec<&'static Column<ItemRow>> {
    let money = query.only.map_or(LAST, Only::column);
    let named = |name| ItemRow::COLUMNS.iter().find(|column| column.name == name);
    shown.names().filter(|name| *name != money).chain([money]).filter_map(named).collect()
}

/// Columns that come first on a phone, with the money that the list is about.
const LEADING: [&str; 5] = ["location", "status", "cover_days", "order_by", "suggested_order"];

/// Columns that share the first place.
const ITEM: [&str; 2] = ["name", "sku"];

/// The head of the item's own column, by whose parts the list can be sorted.
pub(super) fn item_head(model: &ItemsModel) -> Element {
    let query = &model.query;
    let links = ITEM.map(|name| el("li").child(sort_link(model, name, false)));
    let sorted = ITEM.into_iter().find(|name| *name == query.sort.column);
    el("th")
        .attr("scope", "col")
        .attr("data-column", "item")
        .attr("aria-sort", sorted.map(|_| direction(query.sort)))
        .child(el("ul").class("sorts").children(links))
}

/// The head of another column.
pub(super) fn head(model: &ItemsModel, column: &Column<ItemRow>) -> Element {
    let query = &model.query;
    el("th")
        .attr("scope", "col")
        .attr("data-column", column.name)
        .attr("class", is_text(column).then_some("text"))
        .attr("aria-sort", (query.sort.column == column.name).then(|| direction(query.sort)))
        .child(sort_link(model, column.name, most_first(column)))
}

fn direction(sort: Sort) -> &'static str {
    if sort.descending { "descending" } else { "ascending" }
}

/// A link that sorts by a column, the other way round if the list is sorted by it.
fn sort_link(model: &ItemsModel, column: &'static str, most_first: bool) -> Element {
    let query = &model.query;
    let words = text::column(column);
    let current = query.sort.column == column;
    let descending = if current { !query.sort.descending } else { most_first };
    let sort = Sort { column, descending };
    let arrow = current.then_some(if query.sort.descending { " ▾" } else { " ▴" });
    el("a")
        .attr("href", model.href(&ItemsQuery { sort, page: 1, ..query.clone() }))
        .attr("title", words.hint)
        .child(words.name)
        .child(arrow.map(|arrow| el("span").attr("aria-hidden", "true").child(arrow)))
}

/// Whether the largest is what one looks for first: not so of words, and of what comes soonest.
fn most_first(column: &Column<ItemRow>) -> bool {
    !is_text(column) && column.unit != Unit::Days && !matches!(column.cell, Cell::Date(_))
}

fn is_text(column: &Column<ItemRow>) -> bool {
    matches!(column.cell, Cell::Text(_))
}

/// The cell of a column.
pub(super) fn cell(facts: &Facts, row: &ItemRow, column: &Column<ItemRow>) -> Element {
    let class = match (is_text(column), LEADING.contains(&column.name)) {
        (true, true) => Some("text leading"),
        (true, false) => Some("text"),
        (false, true) => Some("leading"),
        (false, false) => None,
    };
    let cell = el("td").attr("class", class);
    match column.name {
        "status" => cell.child(status(row.status)),
        "order_by" => cell.child(order_by(facts.as_of, row)),
        _ => match shown(facts, row, column) {
            Some(shown) => cell.child(shown),
            None => cell.child(none(text::no_data())),
        },
    }
}

/// What a cell says of a value, if that is known; status and days have marks of their own.
fn shown(facts: &Facts, row: &ItemRow, column: &Column<ItemRow>) -> Option<String> {
    match column.name {
        "location" => Some(row.location_name.clone()),
        "category" => Some(category::name(&row.category).to_owned()),
        "class" => Some(text::abc_class(row.class.name()).name.to_owned()),
        "variability" => Some(text::variability(row.variability.name()).short.to_owned()),
        "cover_days" => cover(facts, row),
        _ => plain(&facts.currency, row, column),
    }
}

/// What the list says of a number, by its column, for documents that draw it in another way.
#[cfg(feature = "ssr")]
pub(crate) fn words(facts: &Facts, row: &ItemRow, name: &str) -> String {
    let column = ItemRow::COLUMNS.iter().find(|column| column.name == name);
    let shown = column.and_then(|column| shown(facts, row, column));
    shown.unwrap_or_else(|| text::no_data().to_owned())
}

/// A value as its unit has it.
fn plain(currency: &str, row: &ItemRow, column: &Column<ItemRow>) -> Option<String> {
    let number = |value: f64| match column.unit {
        Unit::Money => format::money(currency, value, 0),
        Unit::Share => format::percent(value, 1),
        Unit::UnitsPerDay => format::number(value, 2),
        Unit::Plain | Unit::Units | Unit::Days => format::number(value, 0),
    };
    match column.cell {
        Cell::Text(of) => of(row).map(str::to_owned),
        Cell::Number(of) => of(row).map(number),
        Cell::Single(of) => of(row).map(f64::from).map(number),
        Cell::Count(of) => of(row).map(format::count),
        Cell::Date(of) => of(row).map(format::date),
        Cell::Flag(of) => of(row).map(|flag| flag.to_string()),
    }
}

fn none(words: &'static str) -> Element {
    el("span").class("none").child(words)
}

fn cover(facts: &Facts, row: &ItemRow) -> Option<String> {
    let demanded = row.demand_per_day.is_some_and(|demand| demand > 0.0);
    match row.cover_days {
        Some(days) => Some(format::number(f64::from(days), if (0.05..9.95).contains(&days) { 1 } else { 0 })),
        None if row.cover_beyond_horizon != Some(true) => None,
        None if demanded => Some(text::beyond(&facts.horizon_days.to_string())),
        None => Some(text::not_stocked().to_owned()),
    }
}

fn order_by(today: Day, row: &ItemRow) -> Element {
    match row.order_by {
        Some(day) if day <= today => el("span").class("due").child(text::today()),
        Some(day) => el("span").child(format::date(day)),
        None if row.on_hand.is_none() => none(text::no_data()),
        None => none(text::not_soon()),
    }
}
