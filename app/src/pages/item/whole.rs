//! `/item?sku=…`: an item over all its locations.

use crate::charts::{Form, Shape, Timeline, scroll, timeline};
use crate::islands::item::{demand_finding, known, units, units_a_period};
use crate::islands::shared::status::status;
use crate::page::PageRequest;
use crate::page_error::PageError;
use crate::view::{Element, cards, el};
use crate::{address, category, format, text};
use contract::{Facts, ForecastRow, ItemKey, ItemRow, SeriesGroup, WholeItem};
use leptos::prelude::*;
use planning::convert::single;
use planning::day::Day;
use planning::periods::Step;

/// The page's content.
pub(super) fn content(request: &PageRequest<'_>, sku: &str) -> Result<AnyView, PageError> {
    let facts = &request.derived().facts;
    let whole = WholeItem::of(request.derived(), sku)?;
    let rows = whole.periods(|group| request.series.group(group))?;
    let group = request.series.group(SeriesGroup::of_row(whole.rows[0] as usize))?;
    let page = el("div")
        .class("item-page whole-item")
        .child(identity(facts, sku, &whole))
        .child(el("p").class("headline").child(el("strong").child(verdict(facts, &whole))))
        .child(chart(&rows, group.periods.step))
        .child(locations(facts, &whole))
        .child(el("p").class("hint").child(text::whole_hint()));
    Ok(view! { {page} }.into_any())
}

/// Name of the item; none where there is no such.
pub(super) fn title(request: &PageRequest<'_>, sku: &str) -> Option<String> {
    let items = &request.derived().plan.items;
    let row = items.sku.iter().position(|known| known == sku)?;
    Some([&items.name[row], text::list_comma(), text::whole_place()].concat())
}

fn verdict(facts: &Facts, whole: &WholeItem) -> String {
    let locations = whole.items.len().to_string();
    let ordered = whole.items.iter().filter(|item| item.suggested_order > Some(0.0)).count();
    let cost = whole.total.order_value.filter(|_| whole.total.order_value_unknown == 0);
    let cost = cost.map(|money| text::verdict_cost(&format::money(&facts.currency, money, 0)));
    match whole.to_order {
        Some(to_order) if to_order > 0.0 => {
            text::whole_to_order(&units(to_order), &cost.unwrap_or_default(), &ordered.to_string())
        }
        Some(_) => text::whole_nothing(&locations),
        None => text::whole_unknown().to_owned(),
    }
}

fn identity(facts: &Facts, sku: &str, whole: &WholeItem) -> Element {
    let first = &whole.items[0];
    let money = |value: Option<f64>, unknown: u32| {
        value.filter(|_| unknown == 0).map(|value| format::money(&facts.currency, value, 0))
    };
    let no_data = || text::no_data().to_owned();
    let total = &whole.total;
    let named = [
        (text::sku(), sku.to_owned()),
        (text::category(), category::name(&first.category).to_owned()),
        (text::supplier(), first.supplier.clone().unwrap_or_else(no_data)),
        (text::on_hand(), known(whole.on_hand, units)),
        (text::on_order(), known(whole.on_order, units)),
        (text::demand_a_day(), known(whole.demand_per_day, |demand| format::number(demand, 2))),
        (
            text::item_stock_value(),
            money(total.stock_value, total.stock_value_unknown).unwrap_or_else(no_data),
        ),
        (
            text::column("money_at_risk").name,
            money(total.money_at_risk, total.money_at_risk_unknown).unwrap_or_else(no_data),
        ),
    ];
    let fact = |(name, value): (&'static str, String)| {
        el("div").child(el("dt").child(name)).child(el("dd").child(value))
    };
    el("dl").class("item-facts").children(named.into_iter().map(fact))
}

/// Demand with its forecast, in sum.
fn chart(rows: &[ForecastRow], step: Step) -> Element {
    let periods: Vec<(Day, Day)> = rows.iter().map(|row| (row.from, row.to)).collect();
    let past = rows.iter().filter(|row| row.mean.is_none()).count();
    let column = |of: fn(&ForecastRow) -> Option<f64>| -> Vec<Option<f32>> {
        rows.iter().map(|row| of(row).map(single)).collect()
    };
    let shape = |class, name: &str, form| Shape { class, name: name.to_owned(), form };
    let cells = rows.iter().map(|row| {
        [row.units, row.mean, row.on_hand].map(|value| value.map_or(String::new(), units)).to_vec()
    });
    timeline(Timeline {
        id: "demand",
        title: text::item_demand_chart(),
        unit: units_a_period(step).to_owned(),
        periods: &periods,
        past,
        shapes: vec![
            shape("bars", text::demanded(), Form::Bars(column(|row| row.units))),
            shape("line", text::forecast(), Form::Line(column(|row| row.mean))),
        ],
        columns: [text::demanded(), text::forecast(), text::on_hand()].map(str::to_owned).to_vec(),
        cells: cells.collect(),
        finding: demand_finding(step, rows, past, &vec![None; rows.len()]),
    })
}

/// A row for each location, with a link to the item there.
fn locations(facts: &Facts, whole: &WholeItem) -> Element {
    let columns =
        ["location", "status", "on_hand", "on_order", "demand_per_day", "cover_days", "suggested_order"]
            .into_iter()
            .chain(["suggested_value", "stock_value", "money_at_risk"]);
    let columns: Vec<_> = columns.collect();
    let head = |name: &&'static str| {
        let class = ["location", "status"].contains(name).then_some("text");
        el("th").attr("scope", "col").attr("class", class).child(text::column(name).name)
    };
    let row = |item: &ItemRow| {
        let key = ItemKey { sku: item.sku.clone(), location: item.location.clone() };
        let link = el("a").attr("href", address::item(&key)).child(item.location_name.clone());
        let cells = columns
            .iter()
            .skip(2)
            .map(|name| el("td").child(crate::islands::items::words(facts, item, name)));
        el("tr")
            .attr("data-location", item.location.clone())
            .child(el("th").attr("scope", "row").child(link))
            .child(el("td").class("text").child(status(item.status)))
            .children(cells)
    };
    let table = el("table")
        .attr("data-items", "whole")
        .child(el("caption").class("hidden").child(text::whole_locations()))
        .child(el("thead").child(el("tr").children(columns.iter().map(head))))
        .child(el("tbody").children(whole.items.iter().map(row)));
    el("section")
        .class("item-list")
        .attr("aria-labelledby", "locations-title")
        .child(el("h2").attr("id", "locations-title").child(text::whole_locations()))
        .child(scroll(text::whole_locations().to_owned()).child(cards(table)))
}
