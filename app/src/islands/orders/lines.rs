//! The lines of an order.

use super::model::{OrdersModel, REASON_LETTERS_MAX, SupplierGroup};
use crate::charts::scroll;
use crate::islands::shared::item_table::named_row;
use crate::view::{Element, cards, el};
use crate::{format, text};
use contract::{Facts, Group, OrderEdit, OrderLine};

/// The table of a supplier's lines.
pub(super) fn lines(facts: &Facts, model: &OrdersModel, group: &SupplierGroup) -> Element {
    let head = |name: &'static str| el("th").attr("scope", "col").child(name);
    let heads = [
        text::item_at_location(),
        text::on_hand(),
        text::on_order(),
        text::reorder_point(),
        text::orders_units(),
        text::orders_unit_cost(),
        text::orders_value(),
        text::orders_cover(),
    ];
    let without = head(text::orders_without()).class("text");
    let change = head(text::orders_change()).class("text needs-script");
    let name = super::toolbar::supplier_name(&group.order);
    let table = el("table")
        .class("order-lines-table")
        .child(el("caption").class("hidden").child(name.clone()))
        .child(el("thead").child(el("tr").children(heads.map(head)).child(without).child(change)))
        .child(el("tbody").children(group.lines.iter().map(|line| row(facts, model, line))));
    scroll(name).child(cards(table))
}

fn row(facts: &Facts, model: &OrdersModel, line: &OrderLine) -> Element {
    let edit = model.edits.edit(&line.sku, &line.location);
    let number = |value: Option<f64>, decimals: u32| match value {
        Some(value) => el("td").child(format::number(value, decimals)),
        None => el("td").child(el("span").class("none").child(text::no_data())),
    };
    let units = |value: Option<f32>| number(value.map(f64::from), 0);
    let money = |value: Option<f32>, decimals: u32| match value {
        Some(value) => el("td").child(format::money(&facts.currency, f64::from(value), decimals)),
        None => el("td").child(el("span").class("none").child(text::no_data())),
    };
    let place = Group { id: line.location.clone(), name: line.location_name.clone() };
    named_row(&line.sku, &line.name, &place)
        .attr("data-sku", line.sku.clone())
        .attr("data-location", line.location.clone())
        .attr("data-units", line.units.to_string())
        .attr("class", (line.units <= 0.0).then_some("skipped"))
        .child(units(line.on_hand))
        .child(units(line.on_order))
        .child(number(line.reorder_point, 0))
        .child(ordered(line, edit, model.edits.reason(&line.sku, &line.location)).class("leading"))
        .child(money(line.unit_cost, 2))
        .child(money(line.value, 2).class("leading"))
        .child(number(line.cover_days, 0).class("leading"))
        .child(el("td").class("text leading").child(without(facts, line)))
        .child(change(facts, model, line, edit))
}

/// Units with their packs, and what was proposed where somebody decided otherwise.
fn ordered(line: &OrderLine, edit: Option<&OrderEdit>, reason: Option<(&str, &str)>) -> Element {
    let units = |units: f32| format::number(f64::from(units), 0);
    let packs = line.packs.zip(line.pack_size).filter(|(packs, size)| *packs > 0.0 && *size > 1.0);
    let hint = |words: String| el("span").class("hint").child(words);
    let said = match edit {
        Some(OrderEdit::Skip { until: Some(until), reason }) if line.units <= 0.0 => {
            Some(text::orders_skipped(&format::date(*until), reason))
        }
        Some(OrderEdit::Skip { until: None, reason }) => Some(text::orders_not_ordered(reason)),
        Some(OrderEdit::Placed { units: ordered, arrives_on }) => {
            let on = arrives_on.map_or_else(|| text::no_data().to_owned(), format::date);
            Some(text::orders_placed(&units(*ordered), &on))
        }
        Some(_) => Some(text::orders_proposed(&units(line.proposed_units))),
        None => None,
    };
    let said = said.map(|said| match (edit, reason) {
        (Some(OrderEdit::Skip { .. }), Some((who, _))) => by(said, "", who),
        (_, Some((who, why))) => by(said, why, who),
        _ => said,
    });
    el("td")
        .child(el("strong").child(units(line.units)))
        .child(packs.map(|(packs, size)| hint(text::orders_packs(&units(packs), &units(size)))))
        .child(said.map(|said| hint(said).attr("data-edited", "true")))
}

/// What is decided, with why and by whom, as far as that is said.
fn by(said: String, why: &str, who: &str) -> String {
    let because = if why.is_empty() { String::new() } else { [text::colon(), " ", why].concat() };
    let who = if who.is_empty() { String::new() } else { [" (", who, ")"].concat() };
    [said, because, who].concat()
}

/// What happens where the line is not ordered.
fn without(facts: &Facts, line: &OrderLine) -> Vec<Element> {
    let owed = line.on_hand.filter(|units| *units < 0.0).map(|units| -f64::from(units));
    let first = match (owed, line.runs_out_on) {
        (Some(owed), _) => text::orders_owes(&format::number(owed, 0)),
        (None, Some(day)) => text::orders_runs_out(&format::date(day)),
        (None, None) if line.on_hand.is_some_and(|units| units > 0.0) => {
            text::orders_lasts_on(&facts.horizon_days.to_string())
        }
        (None, None) => text::standing(line.status.name()).name.to_owned(),
    };
    let risk = line.money_at_risk.filter(|money| *money >= 0.005).map(|money| {
        text::at_risk_short(&format::money(
            &facts.currency,
            f64::from(money),
            if money < 100.0 { 2 } else { 0 },
        ))
    });
    let risk = risk.map(|words| el("span").class("hint").child(words));
    [Some(el("span").child(first)), risk].into_iter().flatten().collect()
}

/// Fields to change a line.
fn change(facts: &Facts, model: &OrdersModel, line: &OrderLine, edit: Option<&OrderEdit>) -> Element {
    let is_asked =
        model.asked.as_ref().is_some_and(|(sku, place)| *sku == line.sku && *place == line.location);
    let cell = el("td").class("text needs-script order-change");
    if is_asked {
        return cell.child(why(facts, line));
    }
    let button = |does: &'static str, label: &'static str, spoken: String| {
        el("button").attr("type", "button").flag(does, true).attr("aria-label", spoken).child(label)
    };
    if matches!(edit, Some(OrderEdit::Skip { .. } | OrderEdit::Placed { .. })) && line.units <= 0.0 {
        return cell.child(button("data-undo", text::orders_undo(), text::orders_undo_of(&line.name)));
    }
    let step = line.pack_size.filter(|size| *size > 0.0).map_or("1".to_owned(), |size| size.to_string());
    let field = el("input")
        .attr("type", "number")
        .attr("inputmode", "numeric")
        .attr("min", "0")
        .attr("step", step)
        .attr("value", line.units.to_string())
        .flag("data-units-of", true)
        .attr("aria-label", text::orders_units_of(&line.name));
    let other = match edit {
        Some(_) => button("data-undo", text::orders_undo(), text::orders_undo_of(&line.name)),
        None => button("data-ask", text::orders_skip(), text::orders_skip_of(&line.name)),
    };
    let place = button("data-place", text::orders_place(), text::orders_place_of(&line.name));
    cell.child(field).child(other).child((line.units > 0.0).then_some(place))
}

/// Until when and why a line is to be skipped.
fn why(facts: &Facts, line: &OrderLine) -> Element {
    let label = |name: &'static str, field: Element| {
        el("label").class("field").child(el("span").child(name)).child(field)
    };
    let until = el("input")
        .attr("type", "date")
        .attr("name", "until")
        .attr("min", facts.as_of.to_string())
        .attr("value", facts.as_of.plus(7).to_string())
        .flag("required", true);
    let reason = el("input")
        .attr("type", "text")
        .attr("name", "reason")
        .attr("maxlength", REASON_LETTERS_MAX.to_string())
        .flag("required", true);
    el("form")
        .class("order-skip")
        .flag("data-skip", true)
        .attr("autocomplete", "off")
        .attr("aria-label", text::orders_skip_of(&line.name))
        .child(label(text::orders_skip_until(), until))
        .child(label(text::orders_skip_reason(), reason))
        .child(el("button").attr("type", "submit").child(text::orders_skip_do()))
        .child(el("button").attr("type", "button").flag("data-cancel", true).child(text::orders_cancel()))
}
