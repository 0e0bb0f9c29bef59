//! What would fill up an order to the next limit of its supplier.

use super::model::SupplierGroup;
use super::toolbar::supplier_name;
use crate::charts::scroll;
use crate::islands::shared::item_table::item_link;
use crate::view::{Element, cards, el};
use crate::{format, text};
use contract::Facts;

/// Most lines that are shown; all of them are added.
const LINES_MAX: usize = 25;

/// The lines to add, folded.
pub(super) fn top_up(facts: &Facts, group: &SupplierGroup) -> Option<Element> {
    let of = group.top_up.as_ref()?;
    let money = |value: f64| format::money(&facts.currency, value, 2);
    let head = |name: &'static str| el("th").attr("scope", "col").child(name);
    let heads = [
        text::item_at_location(),
        text::orders_units(),
        text::orders_value(),
        text::orders_needed_in(),
        text::orders_holding(),
    ];
    let rows = of.lines.iter().take(LINES_MAX).map(|line| {
        let name = el("th")
            .attr("scope", "row")
            .child(item_link(&line.sku, &line.location, &line.name, None))
            .child(" ")
            .child(el("span").class("sku").child(line.sku.clone()))
            .child(" ")
            .child(el("span").class("place").child(line.location.clone()));
        el("tr")
            .child(name)
            .child(el("td").class("leading").child(format::number(f64::from(line.units), 0)))
            .child(el("td").class("leading").child(money(line.value)))
            .child(el("td").class("leading").child(format::number(line.needed_in_days, 0)))
            .child(el("td").class("leading").child(money(line.holding_cost)))
    });
    let table = el("table")
        .child(el("caption").class("hidden").child(text::orders_top_up(&money(of.missing))))
        .child(el("thead").child(el("tr").children(heads.map(head))))
        .child(el("tbody").children(rows));
    let left = of.missing - of.value;
    let short = (left > 0.005).then(|| [" ", &text::orders_top_up_short(&money(left))].concat());
    let add = el("button")
        .attr("type", "button")
        .class("needs-script")
        .attr("data-add", group.order.supplier.clone().unwrap_or_default())
        .child(text::orders_top_up_add());
    let title = text::orders_top_up(&money(of.missing));
    let more = of.lines.len().saturating_sub(LINES_MAX);
    let more = (more > 0).then(|| el("p").class("hint").child(text::orders_top_up_more(&more.to_string())));
    Some(
        el("details")
            .class("top-up")
            .child(el("summary").child(title.clone()))
            .child(
                el("p")
                    .class("hint")
                    .child(text::orders_top_up_says(&money(of.value), &money(of.holding_cost)))
                    .child(short),
            )
            .child(scroll([&*title, " ", &*supplier_name(&group.order)].concat()).child(cards(table)))
            .child(more)
            .child(add),
    )
}
