//! The stock budget: one service level for all items, or the best spread.

use super::model::BudgetRows;
use super::results::movers_table;
use super::state::{WhatIfState, other_names};
use crate::charts::scroll;
use crate::islands::shared::filter::{hidden_inputs, page_form};
use crate::view::{Element, el};
use crate::{format, text};
use contract::{Dimension, Facts, scenario_names};
use planning::bounds::STOCK_BUDGET;
use planning::what_if::Totals;

/// The form, the results of both ways, and the items that differ most.
pub(super) fn section(facts: &Facts, state: &WhatIfState, budget: &BudgetRows) -> Element {
    let currency = &facts.currency;
    let hint = text::budget_movers_hint(&format::percent(budget.service_level, 1));
    el("section")
        .class("totals budget")
        .attr("aria-labelledby", "budget-title")
        .child(el("h2").attr("id", "budget-title").child(text::budget_title()))
        .child(el("p").class("hint").child(text::budget_hint()))
        .child(form(facts, state, budget))
        .child(finding(currency, budget))
        .child(scroll(text::budget_title().to_owned()).child(table(currency, budget)))
        .child(movers_table(currency, "budget-movers", &budget.movers, &hint))
}

fn form(facts: &Facts, state: &WhatIfState, budget: &BudgetRows) -> Element {
    let now = facts.settings.scenario();
    let unspent = WhatIfState { stock_budget: None, ..state.clone() };
    let mut kept = Dimension::ALL.map(|dimension| dimension.name().to_owned()).to_vec();
    kept.extend(scenario_names().map(str::to_owned));
    kept.extend(other_names().filter(|name| name != STOCK_BUDGET.name));
    let input = el("input")
        .attr("type", "number")
        .attr("name", STOCK_BUDGET.name)
        .attr("min", STOCK_BUDGET.min.to_string())
        .attr("max", STOCK_BUDGET.max.to_string())
        .attr("step", "any")
        .attr("placeholder", format::number(budget.stock_budget, 0))
        .attr("value", state.stock_budget.map(|money| money.to_string()).unwrap_or_default());
    let label = text::budget_label(&facts.currency);
    let field = el("label").class("field").child(el("span").child(label)).child(input);
    page_form("budget-form")
        .child(field)
        .child(hidden_inputs(&unspent.to_query(&now), &kept))
        .child(el("button").attr("type", "submit").child(text::spread_it()))
}

fn finding(currency: &str, budget: &BudgetRows) -> Element {
    let money = format::money(currency, budget.stock_budget, 0);
    let rates = budget.uniform.fill_rate().zip(budget.spread.fill_rate());
    let sentence = match rates {
        None => text::budget_nothing().to_owned(),
        _ if budget.is_too_small => {
            text::budget_too_small(&money, &format::money(currency, budget.spread.stock_value, 0))
        }
        Some((uniform, spread)) => text::budget_finding(
            &money,
            &format::percent(spread, 2),
            &format::percent(uniform, 2),
            &format::number(budget.spread.stockouts_per_year, 0),
            &format::number(budget.uniform.stockouts_per_year, 0),
        ),
    };
    el("p").class("finding").child(sentence)
}

fn table(currency: &str, budget: &BudgetRows) -> Element {
    let head = |name: String| el("th").attr("scope", "col").child(name);
    let level = format::percent(budget.service_level, 1);
    let heads = [text::measure().to_owned(), text::one_level(&level), text::spread().to_owned()];
    let money = |value: f64| format::money(currency, value, 0);
    let percent = |value: f64| format::percent(value, 2);
    let number = |value: f64| format::number(value, 0);
    let cells: [(&'static str, fn(&Totals) -> Option<f64>, &dyn Fn(f64) -> String); 5] = [
        ("stock_value", |t| t.known(t.stock_value), &money),
        ("fill_rate", Totals::fill_rate, &percent),
        ("cycle_service", Totals::cycle_service, &percent),
        ("stockouts_per_year", |t| t.known(t.stockouts_per_year), &number),
        ("cost_per_year", |t| t.known(t.cost_per_year()), &money),
    ];
    let rows = cells.map(|(id, value, shown)| {
        let words = text::total(id);
        let cell = |way: &'static str, totals: &Totals| {
            let value = value(totals);
            el("td")
                .attr("data-budget", [way, "-", id].concat())
                .attr("data-value", value.map(|value| value.to_string()))
                .child(value.map_or(text::no_data().to_owned(), shown))
        };
        let name = el("th").attr("scope", "row").child(el("span").class("name").child(words.name)).child(" ");
        el("tr")
            .child(name.child(el("span").class("unit").child(words.unit)))
            .child(cell("uniform", &budget.uniform))
            .child(cell("spread", &budget.spread))
    });
    el("table")
        .child(el("caption").class("hidden").child(text::budget_title()))
        .child(el("thead").child(el("tr").children(heads.map(head))))
        .child(el("tbody").children(rows))
}
