//! Totals by category, now and in the scenario.

use super::WhatIfState;
use crate::category;
use crate::charts::scroll;
use crate::view::{Element, cards, el};
use crate::{format, text};
use contract::{CategoryTotals, Facts};
use planning::what_if::Totals;

/// The table.
pub(super) fn section(facts: &Facts, state: &WhatIfState, found: &[CategoryTotals]) -> Element {
    let head = |name| el("th").attr("scope", "col").child(name);
    let heads = [
        text::category(),
        text::average_stock(),
        text::change(),
        text::cost_a_year(),
        text::change(),
        text::expected_fill_rate(),
    ];
    let now = facts.settings.scenario();
    let rows = found.iter().map(|row| {
        let mut filter = state.filter.clone();
        filter.category = vec![row.category.id.clone()];
        let href = WhatIfState { filter, ..state.clone() }.href(&now);
        category(&facts.currency, row, href)
    });
    let table = el("table")
        .child(el("caption").class("hidden").child(text::categories_title()))
        .child(el("thead").child(el("tr").children(heads.map(head))))
        .child(el("tbody").children(rows));
    el("section")
        .class("totals categories")
        .attr("aria-labelledby", "categories-title")
        .child(el("h2").attr("id", "categories-title").child(text::categories_title()))
        .child(el("p").class("hint").child(text::categories_hint()))
        .child(scroll(text::categories_title().to_owned()).child(cards(table)))
}

fn category(currency: &str, row: &CategoryTotals, href: String) -> Element {
    let known = |totals: &Totals| totals.items > 0;
    let money = |value: f64| format::money(currency, value, 0);
    let pair = |value: fn(&Totals) -> f64| {
        let (now, then) = (value(&row.now), value(&row.scenario));
        let shown = if known(&row.now) { money(then) } else { text::no_data().to_owned() };
        let change = if then == now || !known(&row.now) {
            text::no_change().to_owned()
        } else {
            format::signed(then - now, money(then - now))
        };
        let exact = row.now.known(then).map(|value| value.to_string());
        [el("td").attr("data-value", exact).child(shown), el("td").class("change").child(change)]
    };
    let fill_rate = row.scenario.fill_rate();
    el("tr")
        .attr("data-category", row.category.id.clone())
        .child(
            el("th")
                .attr("scope", "row")
                .child(el("a").attr("href", href).child(category::name(&row.category.name).to_owned())),
        )
        .children(pair(|totals| totals.stock_value))
        .children(pair(Totals::cost_per_year))
        .child(el("td").child(fill_rate.map_or(text::no_data().to_owned(), |rate| format::percent(rate, 1))))
}
