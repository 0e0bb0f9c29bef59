//! The columns of the list: their heads, and what stands in their cells.

use super::href;
use crate::view::{Element, el};
use crate::{format, text};
use contract::{ItemColumn, ItemRow, ItemsQuery, Only, Publication, Sort};
use planning::day::Day;
use planning::stock::Status;

/// Columns after the item's own, in their order; the money that the list is about comes last.
pub(super) fn columns(query: &ItemsQuery) -> impl Iterator<Item = ItemColumn> {
    let money = query.only.map_or(ItemColumn::MoneyAtRisk, Only::column);
    COLUMNS.into_iter().chain([money])
}

const COLUMNS: [ItemColumn; 14] = [
    ItemColumn::Location,
    ItemColumn::Category,
    ItemColumn::Class,
    ItemColumn::Variability,
    ItemColumn::Status,
    ItemColumn::OnHand,
    ItemColumn::OnOrder,
    ItemColumn::DemandPerDay,
    ItemColumn::CoverDays,
    ItemColumn::OrderBy,
    ItemColumn::SuggestedOrder,
    ItemColumn::ReorderPoint,
    ItemColumn::OrderQuantity,
    ItemColumn::StockValue,
];

/// Columns that share the first place.
const ITEM: [ItemColumn; 3] = [ItemColumn::Name, ItemColumn::Sku, ItemColumn::Supplier];

/// The head of the item's own column, by whose parts the list can be sorted.
pub(super) fn item_head(query: &ItemsQuery) -> Element {
    let links = ITEM.map(|column| el("li").child(sort_link(query, column)));
    let sorted = ITEM.into_iter().find(|column| *column == query.sort.column);
    el("th")
        .attr("scope", "col")
        .attr("data-column", "item")
        .attr("aria-sort", sorted.map(|_| direction(query.sort)))
        .child(el("ul").class("sorts").children(links))
}

/// The head of another column.
pub(super) fn head(query: &ItemsQuery, column: ItemColumn) -> Element {
    el("th")
        .attr("scope", "col")
        .attr("data-column", column.name())
        .attr("class", is_text(column).then_some("text"))
        .attr("aria-sort", (query.sort.column == column).then(|| direction(query.sort)))
        .child(sort_link(query, column))
}

fn direction(sort: Sort) -> &'static str {
    if sort.descending { "descending" } else { "ascending" }
}

/// A link that sorts by a column, the other way round if the list is sorted by it.
fn sort_link(query: &ItemsQuery, column: ItemColumn) -> Element {
    let words = text::column(column.name());
    let current = query.sort.column == column;
    let descending = if current { !query.sort.descending } else { most_first(column) };
    let sort = Sort { column, descending };
    let arrow = current.then_some(if query.sort.descending { " ▾" } else { " ▴" });
    el("a")
        .attr("href", href(&ItemsQuery { sort, page: 1, ..query.clone() }))
        .attr("title", words.hint)
        .child(words.name)
        .child(arrow.map(|arrow| el("span").attr("aria-hidden", "true").child(arrow)))
}

/// Whether the largest is what one looks for first.
fn most_first(column: ItemColumn) -> bool {
    use ItemColumn::{CoverDays, Name, OrderBy, Sku, Supplier};
    !is_text(column) && !matches!(column, CoverDays | Name | OrderBy | Sku | Supplier)
}

fn is_text(column: ItemColumn) -> bool {
    use ItemColumn::{Category, Class, Location, Status, Variability};
    matches!(column, Location | Category | Class | Variability | Status)
}

/// The cell of a column.
pub(super) fn cell(publication: &Publication, row: &ItemRow, column: ItemColumn) -> Element {
    let cell = el("td").attr("class", is_text(column).then_some("text"));
    let number = |value: Option<f32>, decimals| value.map(|value| format::number(f64::from(value), decimals));
    let money = |value: Option<f32>| value.map(|v| format::money(&publication.currency, f64::from(v), 0));
    let shown = match column {
        ItemColumn::Location => Some(row.location_name.clone()),
        ItemColumn::Category => Some(row.category.clone()),
        ItemColumn::Class => Some(row.class.name().to_owned()),
        ItemColumn::Variability => Some(text::variability(row.variability.name()).short.to_owned()),
        ItemColumn::Status => return cell.child(status(row.status)),
        ItemColumn::OnHand => number(row.on_hand, 0),
        ItemColumn::OnOrder => number(row.on_order, 0),
        ItemColumn::DemandPerDay => number(row.demand_per_day, 2),
        ItemColumn::CoverDays => cover(publication, row),
        ItemColumn::OrderBy => return cell.child(order_by(publication.as_of, row)),
        ItemColumn::SuggestedOrder => number(row.suggested_order, 0),
        ItemColumn::ReorderPoint => number(row.reorder_point, 0),
        ItemColumn::OrderQuantity => number(row.order_quantity, 0),
        ItemColumn::StockValue => money(row.stock_value),
        ItemColumn::ShortValue => money(row.short_value),
        ItemColumn::ExcessValue => money(row.excess_value),
        _ => money(row.money_at_risk),
    };
    match shown {
        Some(shown) => cell.child(shown),
        None => cell.child(none(text::no_data())),
    }
}

fn none(words: &'static str) -> Element {
    el("span").class("none").child(words)
}

/// A status with a mark of its own shape: colour alone would not do.
pub(crate) fn status(status: Status) -> Element {
    let words = text::standing(status.name());
    let mark = el("span").class("mark").attr("aria-hidden", "true").child(words.mark);
    el("span").class("standing").attr("data-status", status.name()).child(mark).child(words.name)
}

fn cover(publication: &Publication, row: &ItemRow) -> Option<String> {
    let demanded = row.demand_per_day.is_some_and(|demand| demand > 0.0);
    match row.cover_days {
        Some(days) => Some(format::number(f64::from(days), if (0.05..9.95).contains(&days) { 1 } else { 0 })),
        None if row.cover_beyond_horizon != Some(true) => None,
        None if demanded => Some(text::beyond(&publication.horizon_days.to_string())),
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
