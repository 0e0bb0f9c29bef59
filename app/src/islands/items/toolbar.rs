//! Search, filters, columns, statuses with their counts, sums over the filtered rows, and downloads.

use super::model::ItemsModel;
use crate::address::{self, Host};
use crate::islands::shared::filter::{chip, filter_chips, hidden_inputs, menus, page_form};
use crate::islands::shared::menu::{MenuOption, menu};
use crate::islands::shared::order_week::order_week;
use crate::islands::shared::status::status;
use crate::view::{Element, el};
use crate::{format, text};
use contract::{Facts, Filter, ItemsQuery, ItemsTotal, Only, Sort, StatusTotal};
use planning::bounds;
use planning::convert::count_u32;
use planning::stock::Status;

/// Everything above the list.
pub(super) fn toolbar(facts: &Facts, model: &ItemsModel) -> Element {
    let title = el("h2").attr("id", "choice-title").class("hidden").child(text::choice_title());
    let any = model.answer.total.item_locations > 0;
    let row = el("div")
        .class("toolbar-row")
        .child(choices(model))
        .child(any.then(|| el("div").class("files").child(downloads(facts, model))));
    el("section")
        .class("toolbar")
        .attr("aria-labelledby", "choice-title")
        .child(title)
        .child(row)
        .child(statuses(facts, model))
        .child(chosen(model))
        .child(any.then(|| sums(facts, text::list_title(), &model.answer.total)))
        .child(picked(facts, model))
        .child(orders(facts, model))
}

/// Why there is much to order today.
fn orders(facts: &Facts, model: &ItemsModel) -> Option<Element> {
    let week = model.orders.as_ref()?;
    let sentence = order_week(&facts.currency, week)?;
    Some(el("p").class("hint").attr("data-usual-lines", week.usual_lines.to_string()).child(sentence))
}

/// One form for what is searched, kept and shown.
fn choices(model: &ItemsModel) -> Element {
    /// What the form must carry: all but the page, which begins anew.
    const CARRIED: [&str; 5] = ["status", "variability", "only", "sort", "page_size"];
    let query = &model.query;
    let input = el("input")
        .attr("type", "search")
        .attr("name", "q")
        .attr("value", query.search.clone())
        .attr("aria-label", text::search_in_list())
        .attr("placeholder", text::search_in_list())
        .attr("maxlength", bounds::SEARCH_LETTERS_MAX.to_string());
    // A supplier that the menu leaves out is offered as long as it is chosen.
    let more = query.supplier.iter().filter(|name| !model.suppliers.contains(name));
    let option = |name: &String| MenuOption {
        value: name.clone(),
        name: name.clone(),
        is_chosen: query.supplier.contains(name),
    };
    let options: Vec<_> = model.suppliers.iter().chain(more).map(option).collect();
    let of = options.len();
    let suppliers = (of > 0).then(|| menu("supplier", text::supplier(), options, of));
    page_form("filter-form list-form")
        .attr("role", "search")
        .attr("aria-label", text::choice_title())
        .child(input)
        .child(suppliers)
        .children(menus(&query.filter, &model.members))
        .child(model.shown.menu())
        .child(hidden_inputs(&query.to_query(), &CARRIED.map(str::to_owned)))
        .child(el("button").attr("type", "submit").child(text::apply()))
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
    // Picked rows are a file of their own.
    let count = match model.picked.len() {
        0 => format::count(model.answer.total.item_locations),
        picked => format::count(count_u32(picked)),
    };
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
        .attr("href", model.href(&ItemsQuery { status: Vec::new(), page: 1, ..query.clone() }))
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
            .attr("href", model.href(&ItemsQuery { status: list, page: 1, ..query.clone() }))
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
            .children(model.answer.statuses.iter().map(link))
            .child(to_order(facts, model)),
    )
}

/// What of the list is to be ordered today, most money first; choosing it again shows the list as before.
fn to_order(facts: &Facts, model: &ItemsModel) -> Element {
    let (query, total) = (&model.query, &model.answer.total);
    let is_chosen = query.only == Some(Only::Order);
    let other = match is_chosen {
        true => ItemsQuery { only: None, sort: ItemsQuery::default().sort, page: 1, ..query.clone() },
        false => {
            let sort = Sort { column: Only::Order.column(), descending: true };
            ItemsQuery { only: Some(Only::Order), sort, page: 1, ..query.clone() }
        }
    };
    let money = total.order_value.map(|value| format::money_compact(&facts.currency, value));
    let link = el("a")
        .attr("href", model.href(&other))
        .attr("aria-current", is_chosen.then_some("true"))
        .attr("data-only", Only::Order.name())
        .attr("data-count", total.order_lines.to_string())
        .child(text::today_to_order())
        .child(" ")
        .child(el("strong").child(format::count(total.order_lines)))
        .child(money.map(|money| el("span").class("hint").child([" · ", &money].concat())));
    el("li").class("apart").child(link)
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

/// What the list keeps, each with a link that takes it out; what the list is about stands among the statuses, if it is there.
fn chosen(model: &ItemsModel) -> Option<Element> {
    let query = &model.query;
    let first = ItemsQuery { page: 1, ..query.clone() };
    let variability = query.variability.iter().map(|chosen| {
        let others = query.variability.iter().filter(|other| *other != chosen).copied().collect();
        let less = ItemsQuery { variability: others, ..first.clone() };
        without(model, &less, "variability", text::variability(chosen.name()).name.to_owned())
    });
    let supplier = query.supplier.iter().map(|chosen| {
        let others = query.supplier.iter().filter(|other| *other != chosen).cloned().collect();
        let less = ItemsQuery { supplier: others, ..first.clone() };
        without(model, &less, "supplier", chosen.clone())
    });
    let only = query.only.filter(|only| *only != Only::Order).map(|only| {
        let less = ItemsQuery { only: None, ..first.clone() };
        without(model, &less, only.column(), text::only(only.name()).name.to_owned())
    });
    let filter = |filter: &Filter| model.href(&ItemsQuery { filter: filter.clone(), ..first.clone() });
    let mut chips: Vec<Element> = variability.chain(supplier).chain(only).collect();
    chips.extend(filter_chips(&query.filter, &model.members, &filter));
    if chips.is_empty() {
        return None;
    }
    let none = ItemsQuery { sort: query.sort, page_size: query.page_size, ..ItemsQuery::default() };
    let reset = el("a").class("reset").attr("href", model.href(&none)).child(text::reset_filters());
    Some(el("ul").class("chips").child(chips).child(el("li").child(reset)))
}

fn without(model: &ItemsModel, query: &ItemsQuery, column: &'static str, name: String) -> Element {
    chip(model.href(query), text::column(column).name, name)
}

/// Sums over everything kept, with what they leave out.
fn sums(facts: &Facts, title: &'static str, total: &ItemsTotal) -> Element {
    let sum = |id: &'static str, name: &'static str, value: Option<f64>, unknown: u32| {
        let shown = match value {
            Some(value) => format::money(&facts.currency, value, 0),
            None => text::no_data().to_owned(),
        };
        let unknown = (unknown > 0 && value.is_some()).then(|| text::today_unknown(&format::count(unknown)));
        let unknown = unknown.map(|words| el("span").class("hint").child([" ", &words].concat()));
        el("div")
            .attr("data-sum", id)
            .attr("data-value", value.map(|value| value.to_string()))
            .child(el("dt").child(name))
            .child(el("dd").child(shown).child(unknown))
    };
    let count = el("div")
        .attr("data-sum", "item_locations")
        .child(el("dt").child(title))
        .child(el("dd").child(format::count(total.item_locations)));
    let name = |column| text::column(column).name;
    el("dl").class("list-sums").child(count).children([
        sum("stock_value", name("stock_value"), total.stock_value, total.stock_value_unknown),
        sum("order_value", text::today_to_order(), total.order_value, total.order_value_unknown),
        sum("money_at_risk", name("money_at_risk"), total.money_at_risk, total.money_at_risk_unknown),
    ])
}

/// The same sums over the rows that are picked.
fn picked(facts: &Facts, model: &ItemsModel) -> Option<Element> {
    let rows = &model.picked;
    let none = el("button").attr("type", "button").flag("data-pick-none", true).child(text::pick_none());
    (!rows.is_empty()).then(|| {
        el("div").class("picked").child(sums(facts, text::picked(), &ItemsTotal::of_rows(rows))).child(none)
    })
}
