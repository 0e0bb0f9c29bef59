//! Search, statuses with their counts, sums over the filtered rows, and downloads.

use super::model::ItemsModel;
use super::{href, rest};
use crate::address::{self, Host};
use crate::islands::shared::filter::{chip, hidden_inputs, page_form};
use crate::islands::shared::order_week::order_week;
use crate::islands::shared::status::status;
use crate::view::{Element, el};
use crate::{format, text};
use contract::{Facts, ItemsQuery, ItemsTotal, StatusTotal};
use planning::bounds;
use planning::stock::Status;

/// Everything between the filters and the list.
pub(super) fn toolbar(facts: &Facts, model: &ItemsModel) -> Element {
    let title = el("h2").attr("id", "choice-title").class("hidden").child(text::choice_title());
    let any = model.answer.total.item_locations > 0;
    let row = el("div")
        .class("toolbar-row")
        .child(search(&model.query))
        .child(any.then(|| downloads(facts, model)));
    el("section")
        .class("toolbar")
        .attr("aria-labelledby", "choice-title")
        .child(title)
        .child(row)
        .child(statuses(facts, model))
        .child(chosen(&model.query))
        .child(any.then(|| sums(facts, &model.answer.total)))
        .child(orders(facts, model))
}

/// Why there is much to order today.
fn orders(facts: &Facts, model: &ItemsModel) -> Option<Element> {
    let week = model.orders.as_ref()?;
    let sentence = order_week(&facts.currency, week)?;
    Some(el("p").class("sums").attr("data-usual-lines", week.usual_lines.to_string()).child(sentence))
}

fn search(query: &ItemsQuery) -> Element {
    let (rest, names) = rest(query, &["q"]);
    let input = el("input")
        .attr("type", "search")
        .attr("name", "q")
        .attr("value", query.search.clone())
        .attr("maxlength", bounds::SEARCH_LETTERS_MAX.to_string());
    let label = el("label").class("field").child(el("span").child(text::search_in_list())).child(input);
    page_form("search-form")
        .attr("role", "search")
        .attr("aria-label", text::search_in_list())
        .child(label)
        .child(hidden_inputs(&rest, &names))
        .child(el("button").attr("type", "submit").child(text::search()))
}

/// Links to the API: for CSV, which the browser's code replaces by a file of every row kept, and for a workbook. Where there is no
/// API, the browser makes both.
fn downloads(facts: &Facts, model: &ItemsModel) -> Vec<Element> {
    let link = |format: &'static str, href: String, label: String| {
        el("a")
            .attr("href", href)
            .attr("download", ["items-", &facts.as_of.to_string(), ".", format].concat())
            .child(label)
    };
    let at_api = |format| {
        // Without a page, a table has every row.
        let page_size = ItemsQuery::PAGE_SIZE;
        let mut query = ItemsQuery { page: 1, page_size, ..model.query.clone() }.to_query();
        query.push("format", format);
        address::at(&["api/v1/items?", &query.to_string()].concat())
    };
    let count = format::count(model.answer.total.item_locations);
    let csv = |href| link("csv", href, text::download_csv(&count)).attr("data-download", "csv");
    let xlsx = |href| link("xlsx", href, text::download_excel().to_owned());
    match address::host() {
        Host::Granary | Host::Frame => {
            vec![csv(at_api("csv")).class("action"), xlsx(at_api("xlsx")).class("action")]
        }
        Host::Files => vec![
            csv("#".to_owned()).class("action needs-script"),
            xlsx("#".to_owned()).attr("data-download", "xlsx").class("action needs-script"),
        ],
        Host::OneFile => vec![csv("#".to_owned()).class("action needs-script")],
    }
}

/// One link for each status; choosing it again removes it.
fn statuses(facts: &Facts, model: &ItemsModel) -> Element {
    let query = &model.query;
    let every = el("a")
        .attr("href", href(&ItemsQuery { status: Vec::new(), page: 1, ..query.clone() }))
        .attr("aria-current", query.status.is_empty().then_some("true"))
        .child(text::any_status());
    let link = |of: &StatusTotal| {
        let chosen = query.status.contains(&of.status);
        let mut list = query.status.clone();
        match chosen {
            true => list.retain(|other| *other != of.status),
            false => list.push(of.status),
        }
        let words = text::standing(of.status.name());
        let link = el("a")
            .attr("href", href(&ItemsQuery { status: list, page: 1, ..query.clone() }))
            .attr("aria-current", chosen.then_some("true"))
            .attr("title", words.hint)
            .attr("data-count", of.total.item_locations.to_string())
            .child(status(of.status))
            .child(" ")
            .child(el("strong").child(format::count(of.total.item_locations)))
            .child(money_of(facts, of));
        el("li").child(link)
    };
    el("div").class("chooser statuses").child(el("span").attr("id", "statuses").child(text::status())).child(
        el("ul")
            .attr("aria-labelledby", "statuses")
            .child(el("li").child(every))
            .children(model.answer.statuses.iter().map(link)),
    )
}

/// The money of a status: at risk where stock is short, in stock where there is too much.
fn money_of(facts: &Facts, of: &StatusTotal) -> Option<Element> {
    let money = |value| format::money_compact(&facts.currency, value);
    let words = match of.status {
        Status::StockedOut | Status::WillStockOut => text::at_risk_short(&money(of.total.money_at_risk?)),
        Status::Excess | Status::NoDemand => text::in_stock_short(&money(of.total.stock_value?)),
        Status::Fine | Status::NoData => return None,
    };
    let shown = of.total.item_locations > 0;
    shown.then(|| el("span").class("hint").child([" · ", &words].concat()))
}

/// Variabilities and suppliers kept, and what the list is about, each with a link that takes it out.
fn chosen(query: &ItemsQuery) -> Option<Element> {
    let variability = query.variability.iter().map(|chosen| {
        let others = query.variability.iter().filter(|other| *other != chosen).copied().collect();
        let less = ItemsQuery { variability: others, page: 1, ..query.clone() };
        without(&less, "variability", text::variability(chosen.name()).name.to_owned())
    });
    let supplier = query.supplier.iter().map(|chosen| {
        let others = query.supplier.iter().filter(|other| *other != chosen).cloned().collect();
        let less = ItemsQuery { supplier: others, page: 1, ..query.clone() };
        without(&less, "supplier", chosen.clone())
    });
    let only = query.only.map(|only| {
        let less = ItemsQuery { only: None, page: 1, ..query.clone() };
        without(&less, only.column(), text::only(only.name()).name.to_owned())
    });
    let chips: Vec<Element> = variability.chain(supplier).chain(only).collect();
    (!chips.is_empty()).then(|| el("ul").class("chips").child(chips))
}

fn without(query: &ItemsQuery, column: &'static str, name: String) -> Element {
    chip(href(query), text::column(column).name, name)
}

/// Sums over everything kept, with what they leave out.
fn sums(facts: &Facts, total: &ItemsTotal) -> Element {
    let money = |value: Option<f64>| {
        value.map_or(text::no_data().to_owned(), |value| format::money(&facts.currency, value, 0))
    };
    let kept = text::items_kept(
        &format::count(total.item_locations),
        &money(total.stock_value),
        &money(total.money_at_risk),
    );
    let unknown = |count_unknown: u32, say: fn(&str) -> String| {
        (count_unknown > 0).then(|| [" ", &say(&format::count(count_unknown))].concat())
    };
    el("p")
        .class("sums")
        .child(kept)
        .child(unknown(total.stock_value_unknown, text::stock_value_unknown))
        .child(unknown(total.money_at_risk_unknown, text::at_risk_unknown))
}
