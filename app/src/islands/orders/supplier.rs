//! A supplier: what is ordered from it, what it asks of an order, its lines, what would fill them up.

use super::model::{OrdersModel, SupplierGroup};
use super::toolbar::{downloads, supplier_name};
use super::{href, lines, top_up};
use crate::view::{Element, el};
use crate::{format, text};
use contract::{Facts, SupplierTerms};

/// Everything of a supplier, to be folded. One that stands alone is open.
pub(super) fn supplier(facts: &Facts, model: &OrdersModel, group: &SupplierGroup) -> Element {
    let order = &group.order;
    let name = supplier_name(order);
    let code = order.supplier.clone().filter(|code| *code != name);
    let lines_of = text::orders_line_count(&format::count(order.sum.lines));
    let value = order.sum.value.map_or(text::no_data().to_owned(), |value| {
        format::money(&facts.currency, value, if model.is_alone() { 2 } else { 0 })
    });
    let summary = el("summary")
        .child(
            el("h3").child(name).child(code.map(|code| el("span").class("sku").child([" ", &code].concat()))),
        )
        .child(el("span").class("order-lines").child(lines_of))
        .child(el("strong").class("order-value").child(value))
        .child(el("span").class("order-missing").child(missing(facts, group)));
    el("details")
        .class("supplier-order")
        .attr("data-supplier", order.supplier.clone().unwrap_or_default())
        .attr("data-value", order.sum.value.map(|value| value.to_string()))
        .flag("open", model.is_alone())
        .child(summary)
        .child(purchase_order(facts, model))
        .child(terms(facts, model, group))
        .child(lines::lines(facts, model, group))
        .child(more(model, group))
        .child(top_up::top_up(facts, group))
        .child(actions(facts, model, group))
}

/// What paper says of an order.
fn purchase_order(facts: &Facts, model: &OrdersModel) -> Option<Element> {
    model.is_alone().then(|| {
        el("p").class("only-print").child(text::orders_purchase_order_of(&format::date(facts.as_of)))
    })
}

fn missing(facts: &Facts, group: &SupplierGroup) -> Option<Element> {
    let order = &group.order;
    order.minimum_order_value?;
    let missing = order.missing_to_minimum?;
    Some(match missing > 0.0 {
        true => el("span").class("due").child(text::orders_missing_of(&format::money(
            &facts.currency,
            missing,
            2,
        ))),
        false => el("span").class("hint").child(text::orders_reached()),
    })
}

/// What the supplier asks of an order; nothing where it states nothing.
fn terms(facts: &Facts, model: &OrdersModel, group: &SupplierGroup) -> Option<Element> {
    let order = &group.order;
    if order.supplier.is_none() {
        return Some(el("p").class("hint").child(text::orders_no_supplier_hint()));
    }
    let limit = |value: Option<f64>, missing: Option<f64>| {
        let Some(value) = value else { return text::orders_not_given().to_owned() };
        let money = |value| format::money(&facts.currency, value, 2);
        let state = missing.map(|missing| match missing > 0.0 {
            true => text::orders_missing_of(&money(missing)),
            false => text::orders_reached().to_owned(),
        });
        let state = state.map(|state| [" (", &state, ")"].concat()).unwrap_or_default();
        [&*money(value), &*state].concat()
    };
    let stated = SupplierTerms { order_weekday: order.order_weekday, ..SupplierTerms::default() };
    let weekday = order.order_weekday.zip(stated.next_order_day(facts.as_of)).map(|(weekday, next)| {
        text::orders_weekday_next(text::weekday(&weekday.to_string()).name, &format::date(next))
    });
    let row = |name: &'static str, value: String| {
        el("div").child(el("dt").child([name, text::colon()].concat())).child(el("dd").child(value))
    };
    let rows = [
        row(text::orders_minimum(), limit(order.minimum_order_value, order.missing_to_minimum)),
        row(text::orders_freight(), limit(order.free_freight_value, order.missing_to_free_freight)),
        row(text::orders_weekday(), weekday.unwrap_or_else(|| text::orders_not_given().to_owned())),
    ];
    let is_part = !model.is_whole() && order.missing().is_some();
    let part = is_part.then(|| el("p").class("hint").child(text::orders_filtered()));
    Some(el("div").class("order-terms").child(el("dl").children(rows)).child(part))
}

/// A link to all lines, where only some are shown; of one supplier alone, where they are.
fn more(model: &OrdersModel, group: &SupplierGroup) -> Option<Element> {
    if group.more_lines == 0 {
        return None;
    }
    let count = format::count(group.more_lines);
    if group.order.supplier.is_none() || model.is_alone() {
        return Some(el("p").class("hint").child(text::orders_more_in_file(&count)));
    }
    let all = format::count(group.order.sum.lines);
    let link = el("a").attr("href", href(&model.of_supplier(&group.order)));
    Some(el("p").class("order-more").child(link.child(text::orders_more_lines(&count, &all))))
}

fn actions(facts: &Facts, model: &OrdersModel, group: &SupplierGroup) -> Element {
    let query = model.of_supplier(&group.order);
    let print = match (&group.order.supplier, model.is_alone()) {
        (None, _) => None,
        (Some(_), false) => {
            Some(el("a").class("action").attr("href", href(&query)).child(text::orders_purchase_order()))
        }
        (Some(_), true) => {
            let button = el("button").attr("type", "button").class("needs-script").flag("data-print", true);
            Some(button.child(text::orders_print()))
        }
    };
    el("div")
        .class("order-files")
        .child(downloads(facts, &query, Some(&group.order), model.is_changed(group)))
        .child(print)
        .child(place_all(group))
}

/// Takes down that the whole order was placed.
fn place_all(group: &SupplierGroup) -> Option<Element> {
    let button = el("button").attr("type", "button").class("needs-script");
    let button = button.attr("data-place-all", group.order.supplier.clone().unwrap_or_default());
    (group.order.sum.lines > 0).then(|| button.child(text::orders_place_all()))
}
