//! The table of totals: now, the scenario, and the one compared with.

use crate::charts::scroll;
use crate::format::Form;
use crate::view::{Element, cards, el};
use crate::{format, text};
use contract::{Facts, WhatIfSums};
use planning::kpi::Better;
use planning::what_if::Totals;

/// A row of the table.
struct TotalRow {
    /// Name in the API.
    id: &'static str,
    value: fn(&Totals) -> Option<f64>,
    form: Form,
    better: Better,
}

const ROWS: [TotalRow; 10] = [
    TotalRow {
        id: "stock_value",
        value: |t| t.known(t.stock_value),
        form: Form::Money(0),
        better: Better::Lower,
    },
    TotalRow {
        id: "safety_stock_value",
        value: |t| t.known(t.safety_stock_value),
        form: Form::Money(0),
        better: Better::Neither,
    },
    TotalRow {
        id: "holding_cost_per_year",
        value: |t| t.known(t.holding_cost_per_year),
        form: Form::Money(0),
        better: Better::Lower,
    },
    TotalRow {
        id: "ordering_cost_per_year",
        value: |t| t.known(t.ordering_cost_per_year),
        form: Form::Money(0),
        better: Better::Lower,
    },
    TotalRow {
        id: "cost_per_year",
        value: |t| t.known(t.cost_per_year()),
        form: Form::Money(0),
        better: Better::Lower,
    },
    TotalRow { id: "fill_rate", value: Totals::fill_rate, form: Form::Percent, better: Better::Higher },
    TotalRow {
        id: "cycle_service",
        value: Totals::cycle_service,
        form: Form::Percent,
        better: Better::Higher,
    },
    TotalRow {
        id: "turnover_per_year",
        value: Totals::turnover_per_year,
        form: Form::Number(2),
        better: Better::Higher,
    },
    TotalRow {
        id: "orders_per_year",
        value: |t| t.known(t.orders_per_year),
        form: Form::Number(0),
        better: Better::Neither,
    },
    TotalRow {
        id: "stockouts_per_year",
        value: |t| t.known(t.stockouts_per_year),
        form: Form::Number(0),
        better: Better::Lower,
    },
];

/// The table and what it leaves out.
pub(super) fn totals(facts: &Facts, sums: &WhatIfSums) -> Element {
    let rows = ROWS.iter().map(|row| row_view(&facts.currency, sums, row));
    let head = |name| el("th").attr("scope", "col").child(name);
    let mut heads = vec![text::measure(), text::now(), text::scenario(), text::change()];
    if sums.compared.is_some() {
        heads.extend([text::compared(), text::compared_change()]);
    }
    let heads = heads.into_iter().map(head);
    let now = &sums.now;
    let left_out = text::left_out(
        &format::count(now.items),
        &format::count(now.without_cost),
        &format::count(now.without_demand),
    );
    let table = el("table")
        .child(el("caption").class("hidden").child(text::totals_title()))
        .child(el("thead").child(el("tr").children(heads)))
        .child(el("tbody").children(rows));
    el("section")
        .class("totals")
        .attr("aria-labelledby", "totals-title")
        .child(el("h2").attr("id", "totals-title").child(text::totals_title()))
        .child(el("p").class("hint").child(left_out))
        .child(scroll(text::totals_title().to_owned()).child(cards(table)))
}

/// Scenarios beside today, each with its change.
pub(super) fn side_by_side(facts: &Facts, now: &Totals, scenarios: &[(String, Totals)]) -> Element {
    let head = |name: String| el("th").attr("scope", "col").child(name);
    let names = scenarios.iter().map(|(name, _)| name.clone());
    let heads = [text::measure(), text::now()].map(str::to_owned).into_iter().chain(names).map(head);
    let rows = ROWS.iter().map(|row| {
        let currency = &facts.currency;
        let cells = scenarios.iter().map(|(name, totals)| {
            let (class, words) = change(currency, row, now, totals);
            let change = el("span").class(class).child(words);
            value(currency, row, totals).attr("data-beside", name.clone()).child(" ").child(change)
        });
        el("tr").child(row_head(row)).child(value(currency, row, now)).children(cells)
    });
    let table = el("table")
        .class("beside")
        .child(el("caption").class("hidden").child(text::saved_beside()))
        .child(el("thead").child(el("tr").children(heads)))
        .child(el("tbody").children(rows));
    scroll(text::saved_beside().to_owned()).child(cards(table))
}

/// The scenario in a sentence, in sight wherever the page is scrolled to.
pub(super) fn headline(facts: &Facts, sums: &WhatIfSums) -> Element {
    let (now, then) = (&sums.now, &sums.scenario);
    if !now.is_known() {
        let left_out = format::count(now.without_cost);
        return el("p").class("headline").child(text::headline_unknown(&left_out));
    }
    let (cost, stock) = (then.cost_per_year(), then.stock_value);
    let (more_cost, more_stock) = (cost - now.cost_per_year(), stock - now.stock_value);
    let money = |value: f64| format::money(&facts.currency, value, 0);
    let service = then.fill_rate().map_or(text::no_data().to_owned(), |rate| format::percent(rate, 1));
    let same = more_cost == 0.0 && more_stock == 0.0 && now.fill_rate() == then.fill_rate();
    let sentence = if same {
        text::headline_same(&money(cost), &money(stock), &service)
    } else {
        let (more_cost, more_stock) =
            (format::signed(more_cost, money(more_cost)), format::signed(more_stock, money(more_stock)));
        text::headline(&money(cost), &more_cost, &money(stock), &more_stock, &service)
    };
    el("p").class("headline").child(sentence)
}

fn row_view(currency: &str, sums: &WhatIfSums, row: &TotalRow) -> Element {
    let cell = |which: &'static str, totals: &Totals| {
        value(currency, row, totals).attr("data-total", row.id).attr("data-scenario", which)
    };
    let change = |totals: &Totals| {
        let (class, words) = change(currency, row, &sums.now, totals);
        el("td").class(class).child(words)
    };
    let compared = sums.compared.map(|totals| vec![cell("compared", &totals), change(&totals)]);
    el("tr")
        .child(row_head(row))
        .child(cell("now", &sums.now))
        .child(cell("scenario", &sums.scenario))
        .child(change(&sums.scenario))
        .child(compared)
}

/// The cell of a value.
fn value(currency: &str, row: &TotalRow, totals: &Totals) -> Element {
    let value = (row.value)(totals);
    let shown = value.map_or(text::no_data().to_owned(), |value| row.form.write(currency, value));
    el("td").attr("data-value", value.map(|value| value.to_string())).child(shown)
}

/// A row's name and unit.
fn row_head(row: &TotalRow) -> Element {
    let words = text::total(row.id);
    el("th")
        .attr("scope", "row")
        .child(el("span").class("name").child(words.name))
        .child(" ")
        .child(el("span").class("unit").child(words.unit))
}

/// A change against now: its class and its words.
fn change(currency: &str, row: &TotalRow, now: &Totals, then: &Totals) -> (&'static str, String) {
    let Some((before, after)) = (row.value)(now).zip((row.value)(then)) else {
        return ("change", text::no_data().to_owned());
    };
    let difference = after - before;
    if difference == 0.0 {
        return ("change", text::no_change().to_owned());
    }
    let good = match row.better {
        Better::Neither => None,
        Better::Higher => Some(difference > 0.0),
        Better::Lower => Some(difference < 0.0),
    };
    let (class, word) = match good {
        Some(true) => ("change good", text::better()),
        Some(false) => ("change bad", text::worse()),
        None => ("change", ""),
    };
    let size = match row.form {
        Form::Percent => {
            let points = difference * 100.0;
            text::percentage_points(&format::signed(points, format::number(points, 2)))
        }
        form => {
            let share = if before > 0.0 { difference / before } else { f64::NAN };
            let absolute = format::signed(difference, form.write(currency, difference));
            if share.is_finite() {
                let relative = format::signed(share, format::percent(share, 1));
                text::change_both(&absolute, &relative)
            } else {
                absolute
            }
        }
    };
    (class, [&size, " ", word].concat().trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_say_how_much_and_whether_it_is_better() {
        let now =
            Totals { stock_value: 1_000.0, demand_per_year: 10.0, filled_per_year: 9.0, ..Totals::default() };
        let then =
            Totals { stock_value: 1_250.0, demand_per_year: 10.0, filled_per_year: 9.5, ..Totals::default() };
        let check = |id: &str, class: &str, words: &str| {
            let row = ROWS.iter().find(|row| row.id == id).expect("a row");
            let (found_class, found) = change("GBP", row, &now, &then);
            assert_eq!((found_class, &*found.replace('\u{a0}', " ")), (class, words));
        };
        check("stock_value", "change bad", "+£250 (+25.0 %) worse");
        check("fill_rate", "change good", "+5.00 points better");
        check("orders_per_year", "change", "no change");
        check("turnover_per_year", "change", "no change");
    }
}
