//! The curve of service against cost, the items that move most, and the assumptions.

use super::model::{CurveRow, MoverRow, Moving};
use crate::charts::{Curve, Mark, curve};
use crate::islands::shared::item_table::{ItemTable, item_table, named_row};
use crate::islands::shared::scenario::days;
use crate::view::{Element, cards, el};
use crate::{format, text};
use contract::Facts;

/// The curve with the points of now and of the scenario.
pub(super) fn curve_section(facts: &Facts, moving: &Moving, points: &[CurveRow]) -> Element {
    let currency = &facts.currency;
    let money = |value: f64| format::money(currency, value, 0);
    let row = |row: &CurveRow| {
        let fill_rate = row.fill_rate.map_or(text::no_data().to_owned(), |rate| format::percent(rate, 2));
        let cells = vec![money(row.cost_per_year), fill_rate, money(row.stock_value)];
        (row.service_level, format::percent(row.service_level, 1), cells)
    };
    let now = (facts.settings.service_level, moving.sums.now.cost_per_year());
    let scenario = (moving.state.scenario.service_level, moving.sums.scenario.cost_per_year());
    let finding = text::curve_finding(
        &format::percent(now.0, 1),
        &money(now.1),
        &format::percent(scenario.0, 1),
        &money(scenario.1),
    );
    let columns = [text::cost_a_year(), text::expected_fill_rate(), text::average_stock()];
    let keys = [("key key-now", text::now()), ("key key-scenario", text::scenario())];
    let key_compared = compared(moving).map(|_| ("key key-compared", text::compared()));
    let chart = curve(Curve {
        id: "curve",
        title: text::curve_title(),
        unit: text::curve_unit(),
        from: 0.5,
        marks: marks(moving, points, now, scenario),
        legend: keys.into_iter().chain(key_compared).collect(),
        format: &|value| format::money_compact(currency, value),
        finding,
        first: text::service_level(),
        columns: columns.map(str::to_owned).to_vec(),
        rows: points.iter().map(row).collect(),
        is_live: true,
    });
    el("section")
        .class("service-curve")
        .attr("aria-labelledby", "curve-heading")
        .child(el("h2").attr("id", "curve-heading").child(text::curve_heading()))
        .child(chart)
}

/// Service level and cost of the second scenario, if there is one.
fn compared(moving: &Moving) -> Option<(f64, f64)> {
    let (scenario, totals) = moving.state.compared.zip(moving.sums.compared)?;
    Some((scenario.service_level, totals.cost_per_year()))
}

/// The curve, and the scenarios on it.
fn marks(moving: &Moving, points: &[CurveRow], now: (f64, f64), scenario: (f64, f64)) -> Vec<Mark> {
    let dot = |class, points| Mark { class, is_line: false, points };
    let line = points.iter().map(|row| (row.service_level, row.cost_per_year)).collect();
    vec![
        Mark { class: "line", is_line: true, points: line },
        dot("dot dot-now", vec![now]),
        dot("dot dot-compared", compared(moving).into_iter().collect()),
        dot("dot dot-scenario", vec![scenario]),
    ]
}

/// The item-locations whose stock changes most.
pub(super) fn movers(facts: &Facts, movers: &[MoverRow]) -> Element {
    let table = movers_table(&facts.currency, "movers", movers, text::movers_hint());
    el("section").class("items").attr("aria-label", text::movers_section()).child(table)
}

/// A list of item-locations with what changes.
pub(super) fn movers_table(currency: &str, id: &'static str, movers: &[MoverRow], hint: &str) -> Element {
    item_table(ItemTable {
        id,
        title: text::movers_title(),
        note: Some(hint.to_owned()),
        more: None,
        heads: vec![text::reorder_point(), text::order_quantity(), text::stock_value_change()],
        rows: movers.iter().map(|row| mover(currency, row)).collect(),
        on_phones: cards,
        empty: text::no_movers(),
    })
}

fn mover(currency: &str, row: &MoverRow) -> Element {
    let units = |(now, then): (f64, f64)| {
        el("td").child(text::now_then(&format::number(now, 0), &format::number(then, 0)))
    };
    let change = row.stock_value_change;
    named_row(&row.sku, &row.name, &row.location)
        .child(units(row.reorder_point))
        .child(units(row.order_quantity))
        .child(el("td").child(format::signed(change, format::money(currency, change, 0))))
}

/// The meaning of the numbers and their assumptions.
pub(super) fn notes(facts: &Facts) -> Element {
    let settings = &facts.settings;
    let assumed = text::assumed_now(
        &format::percent(settings.service_level, 1),
        &days(settings.review_days),
        &format::money(&facts.currency, settings.order_cost, 2),
        &format::percent(settings.holding_rate, 1),
    );
    let notes = [
        assumed,
        text::note_stock().to_owned(),
        text::note_service().to_owned(),
        text::note_formula().to_owned(),
        text::note_fill_target().to_owned(),
        text::note_orders().to_owned(),
        text::note_forecast(&format::date(facts.as_of)),
    ]
    .into_iter()
    .map(|note| el("li").child(note));
    el("section")
        .class("notes")
        .attr("aria-labelledby", "notes-title")
        .child(el("h2").attr("id", "notes-title").child(text::notes_title()))
        .child(el("ul").children(notes))
}
