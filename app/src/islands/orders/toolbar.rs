//! What is above the suppliers: sums of what is kept, files of all of it, and what has been changed.

use super::model::OrdersModel;
use super::{OTHER_NAMES, href};
use crate::address::{self, Host};
use crate::islands::shared::filter::{chip, hidden_inputs, page_form};
use crate::islands::shared::order_week::order_week;
use crate::view::{Element, el};
use crate::{format, text};
use contract::{Facts, OrdersQuery, SupplierOrder};
use planning::bounds;

/// Everything between the filters and the suppliers.
pub(super) fn toolbar(facts: &Facts, model: &OrdersModel) -> Element {
    let title = el("h2").attr("id", "choice-title").class("hidden").child(text::choice_title());
    let any = !model.groups.is_empty();
    let files = any.then(|| {
        let links = downloads(facts, &model.query, None, !model.edits.own.is_empty());
        el("div").class("order-files").child(links)
    });
    el("section")
        .class("toolbar")
        .attr("aria-labelledby", "choice-title")
        .child(title)
        .child(el("div").class("toolbar-row").child(search(&model.query)).child(files))
        .child(chosen(&model.query))
        .child(any.then(|| sums(facts, model)))
        .child(order_week(&facts.currency, &model.week).map(|sentence| el("p").class("sums").child(sentence)))
        .child(changes(model))
}

fn search(query: &OrdersQuery) -> Element {
    let names = OTHER_NAMES.iter().filter(|name| **name != "q").map(|name| (*name).to_owned());
    let names: Vec<String> = names.chain(["category", "location", "class"].map(str::to_owned)).collect();
    let input = el("input")
        .attr("type", "search")
        .attr("name", "q")
        .attr("value", query.kept.search.clone())
        .attr("maxlength", bounds::SEARCH_LETTERS_MAX.to_string());
    page_form("search-form")
        .attr("role", "search")
        .attr("aria-label", text::search_in_list())
        .child(el("label").class("field").child(el("span").child(text::search_in_list())).child(input))
        .child(hidden_inputs(&query.to_query(), &names))
        .child(el("button").attr("type", "submit").child(text::search()))
}

/// Suppliers kept, each with a link that takes it out, and a link to all.
fn chosen(query: &OrdersQuery) -> Option<Element> {
    let without = |chosen: &String| {
        let mut less = query.clone();
        less.kept.supplier.retain(|other| other != chosen);
        chip(href(&less), text::supplier(), chosen.clone())
    };
    let chips: Vec<Element> = query.kept.supplier.iter().map(without).collect();
    (!chips.is_empty()).then(|| {
        let mut all = query.clone();
        all.kept.supplier.clear();
        let link = el("a").class("reset").attr("href", href(&all)).child(text::orders_to_all());
        el("ul").class("chips").child(chips).child(el("li").child(link))
    })
}

fn sums(facts: &Facts, model: &OrdersModel) -> Element {
    let money = |value: Option<f64>| {
        value.map_or(text::no_data().to_owned(), |value| format::money(&facts.currency, value, 0))
    };
    let sentence = text::orders_sums(
        &format::count(model.total.lines),
        &format::count(model.supplier_count),
        &money(model.total.value),
        &money(model.total.money_at_risk),
    );
    let unknown = (model.total.value_unknown > 0)
        .then(|| [" ", &text::order_week_unknown(&format::count(model.total.value_unknown))].concat());
    el("p")
        .class("sums")
        .attr("data-lines", model.total.lines.to_string())
        .attr("data-value", model.total.value.map(|value| value.to_string()))
        .child(sentence)
        .child(unknown)
}

/// Links to files of an order, or of all: to the API, and where there is none, or something has been changed, made in the
/// browser.
pub(super) fn downloads(
    facts: &Facts,
    query: &OrdersQuery,
    of: Option<&SupplierOrder>,
    is_changed: bool,
) -> Vec<Element> {
    let code = of.map(|order| order.supplier.clone().unwrap_or_default());
    let name = match &code {
        None => "orders".to_owned(),
        Some(code) => ["order-", &file_letters(code)].concat(),
    };
    let spoken = of.map_or(text::orders_whole().to_owned(), supplier_name);
    let link = |format: &'static str, label: &'static str, href: String| {
        el("a")
            .attr("href", href)
            .attr("download", [&*name, "-", &facts.as_of.to_string(), ".", format].concat())
            .attr("data-of", code.clone())
            .attr("aria-label", text::orders_download(label, &spoken))
            .child(label)
    };
    // The API asks for a supplier by name, so it has no file of those that have none.
    let is_at_api = address::host() == Host::Granary && code.as_deref() != Some("");
    let at_api = |format| {
        let mut query = query.to_query();
        query.push("format", format);
        address::at(&["api/v1/orders?", &query.to_string()].concat())
    };
    let csv = |href| link("csv", text::orders_csv(), href).attr("data-download", "csv");
    let made = |link: Element| link.class("action needs-script");
    match (is_at_api, address::host()) {
        (true, _) => {
            let label = if is_changed { text::orders_xlsx_proposed() } else { text::orders_xlsx() };
            vec![csv(at_api("csv")).class("action"), link("xlsx", label, at_api("xlsx")).class("action")]
        }
        (false, Host::Files) => {
            let xlsx = link("xlsx", text::orders_xlsx(), "#".to_owned()).attr("data-download", "xlsx");
            vec![made(csv("#".to_owned())), made(xlsx)]
        }
        (false, _) => vec![made(csv("#".to_owned()))],
    }
}

/// What a supplier is called.
pub(super) fn supplier_name(order: &SupplierOrder) -> String {
    match (&order.name, &order.supplier) {
        (Some(name), _) => name.clone(),
        (None, Some(code)) => code.clone(),
        (None, None) => text::orders_no_supplier().to_owned(),
    }
}

/// A code as a part of a file's name.
fn file_letters(code: &str) -> String {
    let safe = |letter: char| if letter.is_ascii_alphanumeric() || letter == '_' { letter } else { '-' };
    let letters: String = code.chars().map(safe).collect();
    if letters.is_empty() { "without-supplier".to_owned() } else { letters }
}

/// How much has been changed, with the file of it.
fn changes(model: &OrdersModel) -> Option<Element> {
    let count = model.edits.own.len();
    let button = |does: &'static str, label: &'static str| {
        el("button").attr("type", "button").flag(does, true).child(label)
    };
    (count > 0).then(|| {
        el("div")
            .class("order-changes needs-script")
            .child(el("p").child(text::orders_changes(&count.to_string())))
            .child(model.is_heard.then(|| button("data-changes-send", text::orders_changes_send())))
            .child(button("data-changes-file", text::orders_changes_file()))
            .child(button("data-changes-undo", text::orders_changes_undo()))
    })
}
