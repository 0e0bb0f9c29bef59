//! The curve of service against cost, the items that move most, and what all of it assumes.

use super::controls::review;
use super::model::{CurveRow, MoverRow, WhatIfModel};
use crate::charts::{Curve, curve};
use crate::{format, text};
use contract::Publication;
use leptos::prelude::*;

/// The curve with the points of now and of the scenario.
pub(super) fn curve_section(publication: &Publication, model: &WhatIfModel) -> AnyView {
    let currency = &publication.currency;
    let money = |value: f64| format::money(currency, value, 0);
    let point = |row: &CurveRow| {
        let fill_rate = row.fill_rate.map_or(text::no_data().to_owned(), |rate| format::percent(rate, 2));
        (row.service_level, row.cost_per_year, vec![money(row.cost_per_year), fill_rate, money(row.stock_value)])
    };
    let now = publication.settings.service_level;
    let scenario = model.state.scenario.service_level;
    let (cost_now, cost) = (model.now.cost_per_year(), model.scenario.cost_per_year());
    let finding = text::curve_finding(
        &format::percent(now, 1),
        &money(cost_now),
        &format::percent(scenario, 1),
        &money(cost),
    );
    let columns = [text::cost_a_year(), text::expected_fill_rate(), text::average_stock()];
    let chart = curve(Curve {
        points: model.curve.iter().map(point).collect(),
        columns: columns.map(str::to_owned).to_vec(),
        now: (now, cost_now),
        scenario: (scenario, cost),
        format: &|value| format::money_compact(currency, value),
        finding,
    });
    view! {
        <section class="service-curve" aria-labelledby="curve-heading">
            <h2 id="curve-heading">{text::curve_heading()}</h2>
            {chart}
        </section>
    }
    .into_any()
}

/// The item-locations whose stock changes most.
pub(super) fn movers(publication: &Publication, model: &WhatIfModel) -> AnyView {
    let rows: Vec<_> = model.movers.iter().map(|row| mover(&publication.currency, row)).collect();
    let none = rows.is_empty().then(|| view! { <p class="none">{text::no_movers()}</p> });
    let heads = [
        text::reorder_point(),
        text::order_quantity(),
        text::stock_value_change(),
    ]
    .map(|head| view! { <th scope="col">{head}</th> });
    let heads = Vec::from(heads);
    view! {
        <section class="items" aria-labelledby="movers-title">
            <h2 id="movers-title">{text::movers_title()}</h2>
            <div class="scroll" tabindex="0" role="region" aria-label=text::movers_title()>
                <table data-items="movers">
                    <caption>{text::movers_hint()}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{text::item()}</th>
                            <th scope="col" class="text">{text::location()}</th>
                            {heads}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                {none}
            </div>
        </section>
    }
    .into_any()
}

fn mover(currency: &str, row: &MoverRow) -> impl IntoView + use<> {
    let units = |(now, then): (f64, f64)| text::now_then(&format::number(now, 0), &format::number(then, 0));
    let change = row.stock_value_change;
    view! {
        <tr>
            <th scope="row">
                <span class="item-name">{row.name.clone()}</span>
                " "
                <span class="sku">{row.sku.clone()}</span>
            </th>
            <td class="text">{row.location.clone()}</td>
            <td>{units(row.reorder_point)}</td>
            <td>{units(row.order_quantity)}</td>
            <td>{format::signed(change, format::money(currency, change, 0))}</td>
        </tr>
    }
}

/// What the numbers mean and rest on.
pub(super) fn notes(publication: &Publication, _: &WhatIfModel) -> AnyView {
    let settings = &publication.settings;
    let assumed = text::assumed_now(
        &format::percent(settings.service_level, 1),
        &review(settings.review_days),
        &format::money(&publication.currency, settings.order_cost, 2),
        &format::percent(settings.holding_rate, 1),
    );
    let notes: Vec<_> = [
        assumed,
        text::note_stock().to_owned(),
        text::note_service().to_owned(),
        text::note_orders().to_owned(),
        text::note_forecast(&format::date(publication.as_of)),
    ]
    .into_iter()
    .map(|note| view! { <li>{note}</li> })
    .collect();
    view! {
        <section class="notes" aria-labelledby="notes-title">
            <h2 id="notes-title">{text::notes_title()}</h2>
            <ul>{notes}</ul>
        </section>
    }
    .into_any()
}
