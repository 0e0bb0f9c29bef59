//! The item-locations with most money at risk, and what to order today.

use super::parts::{block, cell_of_words, heading, line, number, table};
use super::{ROWS, Told, item, short};
use crate::islands::items::words;
use crate::view::{Element, el};
use crate::{format, text};
use contract::{ItemRow, OrdersToday, ProposalRow};
use planning::stock::Status;

/// The columns of the list of items that are told of those at risk.
const RISK: [&str; 4] = ["on_hand", "on_order", "suggested_order", "money_at_risk"];

/// The worst of the list of items, which begins with most money at risk.
pub(super) fn at_risk(told: &Told<'_>) -> Element {
    let facts = &told.mail.published.derived.facts;
    let total = &told.risk.total;
    let row = |row: &ItemRow| {
        let place = (&*row.location, &*row.location_name);
        let cells = RISK.map(|column| number(words(facts, row, column)));
        el("tr").child(item(told.mail, &row.sku, &row.name, place)).children(cells)
    };
    let worst = told.risk.items.iter().filter(|row| row.money_at_risk > Some(0.0));
    let rows: Vec<_> = worst.map(row).collect();
    let Some(risk) = told.at_risk() else {
        let none = match total.money_at_risk {
            Some(_) => text::mail_risk_none(),
            None => text::mail_risk_unknown(),
        };
        return block().child(heading(text::mail_risk_title(), None)).child(line(none));
    };
    let mut note = text::mail_risk_total(&format::money(&facts.currency, risk, 0));
    if total.money_at_risk_unknown > 0 {
        note =
            text::two_sentences(&note, &text::at_risk_unknown(&format::count(total.money_at_risk_unknown)));
    }
    let columns = RISK.map(|column| text::column(column).name);
    let heads: Vec<_> = [text::item_at_location()].into_iter().chain(columns).collect();
    block()
        .child(heading(text::mail_risk_title(), Some(note)))
        .child(table("at-risk", &heads, 1, rows))
        .child(told.all("money_at_risk", text::mail_all_risk()))
}

/// What to order today, the largest value first.
pub(super) fn orders(told: &Told<'_>) -> Element {
    let derived = &told.mail.published.derived;
    let currency = &derived.facts.currency;
    let OrdersToday { rows, value, value_unknown } = told.mail.orders;
    if rows.is_empty() {
        let unknown = told.risk.statuses.iter().find(|total| total.status == Status::NoData);
        let unknown = unknown.map_or(0, |total| total.total.item_locations);
        let none = match unknown < told.risk.total.item_locations {
            true => text::mail_orders_none(),
            false => text::mail_orders_unknown(),
        };
        return block().child(heading(text::mail_orders_title(), None)).child(line(none));
    }
    let lines = format::count(rows.len() as u64);
    let note = match value {
        None => text::mail_orders_lines(&lines),
        Some(value) => {
            let note = text::mail_orders_total(&lines, &format::money(currency, *value, 0));
            match value_unknown {
                0 => note,
                some => text::two_sentences(&note, &text::order_week_unknown(&format::count(*some as u64))),
            }
        }
    };
    let row = |row: &ProposalRow| {
        let locations = &derived.cube.locations;
        let name = locations.iter().find(|location| location.id == row.location);
        let name = name.map_or(&*row.location, |location| &*location.name);
        let quantity = row.proposed_order.map(|units| format::number(f64::from(units), 0));
        let value = row.proposed_value.map(|value| format::money(currency, f64::from(value), 0));
        let known = |shown: Option<String>| number(shown.unwrap_or_else(|| text::no_data().to_owned()));
        el("tr")
            .child(item(told.mail, &row.sku, &row.name, (&row.location, name)))
            .child(cell_of_words().child(row.supplier.as_deref().map(short)))
            .child(known(quantity))
            .child(known(value))
    };
    let heads = [
        text::item_at_location(),
        text::column("supplier").name,
        text::column("suggested_order").name,
        text::mail_order_value(),
    ];
    block()
        .child(heading(text::mail_orders_title(), Some(note)))
        .child(table("orders", &heads, 2, rows.iter().take(ROWS).map(row).collect()))
        .child(told.all("suggested_order", text::mail_all_orders()))
}
