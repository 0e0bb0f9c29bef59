//! The item-locations that lose most money to stockouts, and those with most money in excess stock.

use super::model::{ItemRow, OverviewModel};
use crate::islands::shared::filter::undated;
use crate::islands::shared::item_table::{ItemTable, item_table, named_row};
use crate::view::{Element, el};
use crate::{address, format, text};
use contract::{Facts, ItemsQuery, Only, Sort};

/// Both lists.
pub(super) fn items(facts: &Facts, model: &OverviewModel) -> Element {
    let header = el("header")
        .child(el("h2").attr("id", "items-title").child(text::items_title()))
        .child(el("p").class("hint").child(text::items_hint(&format::date(facts.as_of))));
    el("section")
        .class("items")
        .attr("aria-labelledby", "items-title")
        .child(header)
        .child(short(facts, model))
        .child(excess(facts, model))
}

fn number(value: Option<impl Into<f64>>) -> String {
    value.map_or("–".to_owned(), |value| format::number(value.into(), 0))
}

fn short(facts: &Facts, model: &OverviewModel) -> Element {
    let list = &model.short;
    let row = |row: &ItemRow| {
        let position = row.on_hand.map(|on_hand| on_hand + row.on_order.unwrap_or(0.0));
        let due =
            position.zip(row.reorder_point).is_some_and(|(position, point)| f64::from(position) <= point);
        let days_out = text::days_of(&number(row.stockout_days), &number(row.active_days));
        let cells = vec![
            format::money(&facts.currency, f64::from(row.money), 0),
            number(row.units),
            days_out,
            number(row.on_hand),
            number(row.on_order),
            number(row.reorder_point),
        ];
        item_row(row, cells, Some(due))
    };
    let heads = [
        text::money_short(),
        text::units_short(),
        text::days_out(),
        text::on_hand(),
        text::on_order(),
        text::reorder_point(),
        text::status(),
    ];
    let total = list.total.map(|total| {
        text::short_total(
            &format::money(&facts.currency, total, 0),
            &format::number(f64::from(list.count), 0),
        )
    });
    let empty = if list.total.is_none() { text::short_unknown() } else { text::short_none() };
    item_table(ItemTable {
        id: "short",
        title: text::short_title(),
        note: total,
        heads: heads.to_vec(),
        rows: list.rows.iter().map(row).collect(),
        more: Some(all(model, Only::Short, text::all_short())),
        on_phones: core::convert::identity,
        empty,
    })
}

fn excess(facts: &Facts, model: &OverviewModel) -> Element {
    let list = &model.excess;
    let row = |row: &ItemRow| {
        let lasts = row.on_hand.zip(row.demand_per_day).filter(|(_, demand)| *demand > 0.0);
        let cells = vec![
            format::money(&facts.currency, f64::from(row.money), 0),
            number(row.units),
            number(row.on_hand),
            number(row.on_order),
            number(row.reorder_point),
            row.demand_per_day.map_or("–".to_owned(), |demand| format::number(f64::from(demand), 2)),
            // Units owed last zero days.
            lasts.map_or(text::not_stocked().to_owned(), |(stock, demand)| {
                number(Some(stock.max(0.0) / demand))
            }),
        ];
        item_row(row, cells, None)
    };
    let heads = [
        text::money_excess(),
        text::units_excess(),
        text::on_hand(),
        text::on_order(),
        text::reorder_point(),
        text::demand_a_day(),
        text::days_of_stock(),
    ];
    let total = list.total.map(|total| {
        text::excess_total(
            &format::money(&facts.currency, total, 0),
            &format::number(f64::from(list.count), 0),
        )
    });
    let empty = if list.total.is_none() { text::excess_unknown() } else { text::excess_none() };
    item_table(ItemTable {
        id: "excess",
        title: text::excess_title(),
        note: total,
        heads: heads.to_vec(),
        rows: list.rows.iter().map(row).collect(),
        more: Some(all(model, Only::Excess, text::all_excess())),
        on_phones: core::convert::identity,
        empty,
    })
}

/// A link to the whole list of what is kept, largest first.
fn all(model: &OverviewModel, only: Only, label: &'static str) -> Element {
    let query = ItemsQuery {
        filter: undated(&model.state.filter),
        only: Some(only),
        sort: Sort { column: only.column(), descending: true },
        ..ItemsQuery::default()
    };
    el("a").attr("href", address::page("items", &query.to_query().to_string())).child(label)
}

/// A row; `due` says whether an order is due, where that matters.
fn item_row(row: &ItemRow, cells: Vec<String>, due: Option<bool>) -> Element {
    let cells = cells.into_iter().map(|cell| el("td").child(cell));
    let status = due.map(|due| match due {
        true => el("td").class("due").child(text::order_now()),
        false => el("td").child(text::covered()),
    });
    named_row(&row.sku, &row.name, &row.location).children(cells).child(status)
}
