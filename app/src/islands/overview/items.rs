//! The item-locations that lose most money to stockouts, and those with most money in excess stock.

use super::model::{ItemList, ItemRow, OverviewModel};
use crate::{format, text};
use contract::Publication;
use leptos::prelude::*;

/// Both lists.
pub(super) fn items(publication: &Publication, model: &OverviewModel) -> AnyView {
    view! {
        <section class="items" aria-labelledby="items-title">
            <header>
                <h2 id="items-title">{text::items_title()}</h2>
                <p class="hint">{text::items_hint(&format::date(publication.as_of))}</p>
            </header>
            {short(publication, &model.short)}
            {excess(publication, &model.excess)}
        </section>
    }
    .into_any()
}

fn number(value: Option<f32>) -> String {
    value.map_or("–".to_owned(), |value| format::number(f64::from(value), 0))
}

fn short(publication: &Publication, list: &ItemList) -> impl IntoView + use<> {
    let row = |row: &ItemRow| {
        let position = row.on_hand.map(|on_hand| on_hand + row.on_order.unwrap_or(0.0));
        let due = position.zip(row.reorder_point).is_some_and(|(position, point)| position <= point);
        let days_out = text::days_of(&number(row.stockout_days), &number(row.active_days));
        let cells = vec![
            format::money(&publication.currency, f64::from(row.money), 0),
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
            &format::money(&publication.currency, total, 0),
            &format::number(f64::from(list.count), 0),
        )
    });
    let empty = if list.total.is_none() { text::short_unknown() } else { text::short_none() };
    item_table("short", text::short_title(), total, &heads, list.rows.iter().map(row).collect(), empty)
}

fn excess(publication: &Publication, list: &ItemList) -> impl IntoView + use<> {
    let row = |row: &ItemRow| {
        let lasts = row.on_hand.zip(row.demand_per_day).filter(|(_, demand)| *demand > 0.0);
        let cells = vec![
            format::money(&publication.currency, f64::from(row.money), 0),
            number(row.units),
            number(row.on_hand),
            number(row.on_order),
            number(row.reorder_point),
            row.demand_per_day.map_or("–".to_owned(), |demand| format::number(f64::from(demand), 2)),
            lasts.map_or(text::no_demand().to_owned(), |(stock, demand)| number(Some(stock / demand))),
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
            &format::money(&publication.currency, total, 0),
            &format::number(f64::from(list.count), 0),
        )
    });
    let empty = if list.total.is_none() { text::excess_unknown() } else { text::excess_none() };
    item_table("excess", text::excess_title(), total, &heads, list.rows.iter().map(row).collect(), empty)
}

/// A row; `due` says whether an order is due, where that is the question.
fn item_row(row: &ItemRow, cells: Vec<String>, due: Option<bool>) -> AnyView {
    let cells: Vec<_> = cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect();
    view! {
        <tr>
            <th scope="row">
                <span class="item-name">{row.name.clone()}</span>
                " "
                <span class="sku">{row.sku.clone()}</span>
            </th>
            <td class="text">{row.location.clone()}</td>
            {cells}
            {due.map(|due| {
                let words = if due { text::order_now() } else { text::covered() };
                view! { <td class=if due { "due" } else { "" }>{words}</td> }
            })}
        </tr>
    }
    .into_any()
}

fn item_table(
    id: &'static str,
    caption: &'static str,
    total: Option<String>,
    heads: &[&'static str],
    rows: Vec<AnyView>,
    empty: &'static str,
) -> impl IntoView + use<> {
    let none = rows.is_empty();
    let heads: Vec<_> = heads.iter().map(|head| view! { <th scope="col">{*head}</th> }).collect();
    view! {
        <div class="scroll" id=id tabindex="0" role="region" aria-label=caption>
            <table data-items=id>
                <caption>
                    <strong>{caption}</strong>
                    " "
                    {total}
                </caption>
                <thead>
                    <tr>
                        <th scope="col">{text::item()}</th>
                        <th scope="col" class="text">{text::location()}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {none.then(|| view! { <p class="none">{empty}</p> })}
        </div>
    }
}
