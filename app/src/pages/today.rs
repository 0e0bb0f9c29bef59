//! What the day begins with: four sums with their definitions, how the stock stands, and orders by supplier. The same on every
//! page that shows it; none of it is redrawn, so no module holds it.

use crate::charts::{scroll, whole_place};
use crate::islands::shared::order_week::order_week;
use crate::islands::shared::status::status;
use crate::page::PageRequest;
use crate::view::{Element, el};
use crate::{address, format, text};
use contract::{Facts, ItemsQuery, MoneySum, Only, OrderWeek, OrdersQuery, SupplierOrder, Today};
use planning::stock::Status;

/// Suppliers that the front page lists.
const SUPPLIERS: usize = 8;
/// Width and height of the bar of the stock's health, in its own units.
const BAR: (f64, &str) = (1_000.0, "20");

/// The head of the front page: the sums, the stock's health, and whom to order from.
pub(super) fn today(request: &PageRequest<'_>) -> Element {
    let facts = &request.derived().facts;
    let today = Today::of(request.derived(), &request.published.suppliers);
    let header = el("header")
        .child(el("h2").attr("id", "today-title").child(text::today_title()))
        .child(el("p").class("hint").child(text::today_hint(&format::date(facts.as_of))));
    el("section")
        .class("today")
        .attr("aria-labelledby", "today-title")
        .child(header)
        .child(sums(facts, &today))
        .child(health(&today))
        .child(suppliers(facts, &today, &OrderWeek::kept(request.derived(), &ItemsQuery::default())))
}

/// The four sums.
pub(super) fn sums(facts: &Facts, today: &Today) -> Element {
    let is_known = today.orders.lines > 0 || today.orders.value.is_some();
    let lines = is_known
        .then(|| text::today_lines(&format::count(today.orders.lines), &today.suppliers.len().to_string()));
    let to_order = Sum {
        id: "to-order",
        name: text::today_to_order(),
        money: today.orders.value,
        more: lines,
        unknown: today.orders.value_unknown,
        href: address::page("orders", ""),
        definition: text::today_to_order_is().to_owned(),
    };
    let of = |id, name, sum: &MoneySum, query: ItemsQuery, definition: &str| Sum {
        id,
        name,
        money: sum.money,
        more: sum.money.map(|_| text::today_items(&format::count(sum.item_locations))),
        unknown: if sum.money.is_some() { sum.unknown } else { 0 },
        href: address::page("items", &query.to_query().to_string()),
        definition: definition.to_owned(),
    };
    let list = |only: Only| ItemsQuery { only: Some(only), ..ItemsQuery::default() };
    let sums = [
        to_order,
        of("owed", text::today_owed(), &today.owed, list(Only::Owed), text::today_owed_is()),
        of("at-risk", text::today_at_risk(), &today.at_risk, ItemsQuery::default(), text::note_at_risk()),
        of("excess", text::today_excess(), &today.excess, list(Only::Excess), text::today_excess_is()),
    ];
    el("div").class("day-sums").children(sums.into_iter().map(|sum| sum.draw(&facts.currency)))
}

/// A sum with what it is and where its parts are.
struct Sum {
    id: &'static str,
    name: &'static str,
    money: Option<f64>,
    more: Option<String>,
    unknown: u32,
    href: String,
    definition: String,
}

impl Sum {
    fn draw(self, currency: &str) -> Element {
        let shown = self.money.map_or(text::no_data().to_owned(), |money| format::money(currency, money, 0));
        let unknown = (self.unknown > 0).then(|| text::today_unknown(&format::count(self.unknown)));
        let more = [self.more, unknown].into_iter().flatten().collect::<Vec<_>>().join(text::list_comma());
        let name = el("span").class("hidden").child(text::colon()).child(self.name);
        el("article")
            .class("day-sum")
            .attr("data-sum", self.id)
            .child(el("h3").child(el("a").attr("href", self.href).child(self.name)))
            .child(
                el("p")
                    .class(if self.money.is_some() { "value" } else { "value none" })
                    .attr("data-value", self.money.map(|money| money.to_string()))
                    .child(shown),
            )
            .child(el("p").class("hint").child(more))
            .child(
                el("details")
                    .class("explain")
                    .child(el("summary").child(text::today_definition()).child(name))
                    .child(el("p").child(self.definition)),
            )
    }
}

/// One bar of all item-locations by status; each part leads to the list of its own.
fn health(today: &Today) -> Element {
    let count = |place: usize| f64::from(today.statuses[place].total.item_locations);
    let all: f64 = (0..today.statuses.len()).map(count).sum();
    let share = |place: usize| if all > 0.0 { count(place) / all } else { 0.0 };
    let href = |status: Status| {
        let query = ItemsQuery { status: vec![status], ..ItemsQuery::default() };
        address::page("items", &query.to_query().to_string())
    };
    let edge = |place: usize| whole_place((0..place).map(share).sum::<f64>() * BAR.0);
    let places = (0..today.statuses.len()).filter(|place| count(*place) > 0.0);
    let part = |place: usize| {
        let status = today.statuses[place].status;
        let rect = el("rect")
            .attr("data-status", status.name())
            .attr("x", edge(place).to_string())
            .attr("width", (edge(place + 1) - edge(place)).to_string())
            .attr("height", BAR.1);
        el("a").attr("href", href(status)).attr("tabindex", "-1").child(rect)
    };
    let bar = el("svg")
        .class("health-bar")
        .attr("aria-hidden", "true")
        .attr("viewBox", "0 0 1000 20")
        .attr("preserveAspectRatio", "none")
        .children(places.clone().map(part));
    let named = |place: usize| {
        let of = &today.statuses[place];
        let number = el("strong").child(format::count(of.total.item_locations));
        let share = el("span").class("hint").child(format::percent(share(place), 0));
        let link =
            el("a").attr("href", href(of.status)).attr("data-count", of.total.item_locations.to_string());
        el("li").child(link.child(status(of.status)).child(" ").child(number).child(" ").child(share))
    };
    el("div")
        .class("health")
        .child(el("h3").attr("id", "health-title").child(text::health_title()))
        .child(bar)
        .child(el("ul").attr("aria-labelledby", "health-title").children(places.map(named)))
}

/// Whom to order from, those of most money first, and why the list is long where it is.
fn suppliers(facts: &Facts, today: &Today, week: &OrderWeek) -> Element {
    let title = el("h3").attr("id", "suppliers-title").child(text::orders_by_supplier());
    let figure = el("figure").class("item-list day-suppliers");
    if today.suppliers.is_empty() {
        let known =
            today.statuses.iter().any(|of| of.status != Status::NoData && of.total.item_locations > 0);
        let words = if known { text::orders_none() } else { text::orders_unknown() };
        return figure.child(el("figcaption").child(title)).child(el("p").class("none").child(words));
    }
    let head = |name: &'static str| el("th").attr("scope", "col").child(name);
    let heads = [text::orders_supplier(), text::orders_lines(), text::orders_value(), text::orders_missing()]
        .map(head);
    let rows = today.suppliers.iter().take(SUPPLIERS).map(|order| supplier(facts, order));
    let table = el("table")
        .class("narrow")
        .child(el("caption").class("hidden").child(text::orders_by_supplier()))
        .child(el("thead").child(el("tr").children(heads)))
        .child(el("tbody").children(rows));
    let all = el("a").attr("href", address::page("orders", "")).child(text::orders_all());
    figure
        .child(el("figcaption").child(title).child(el("p").child(all)))
        .child(order_week(&facts.currency, week).map(|sentence| el("p").class("hint").child(sentence)))
        .child(scroll(text::orders_by_supplier().to_owned()).child(table))
}

fn supplier(facts: &Facts, order: &SupplierOrder) -> Element {
    let money = |value: Option<f64>| {
        value.map_or(text::no_data().to_owned(), |value| format::money(&facts.currency, value, 0))
    };
    let mut query = OrdersQuery::default();
    query.kept.supplier = order.supplier.iter().cloned().collect();
    let name = order.name.clone().or_else(|| order.supplier.clone());
    let name = name.unwrap_or_else(|| text::orders_no_supplier().to_owned());
    let missing = match order.minimum_order_value {
        None => el("span").class("none").child(text::orders_not_given()),
        Some(_) if order.missing_to_minimum == Some(0.0) => {
            el("span").class("hint").child(text::orders_reached())
        }
        Some(_) => el("span").class("due").child(money(order.missing_to_minimum)),
    };
    let link = el("a").attr("href", address::page("orders", &query.to_query().to_string())).child(name);
    el("tr")
        .attr("data-supplier", order.supplier.clone().unwrap_or_default())
        .child(el("th").attr("scope", "row").child(link))
        .child(el("td").child(format::count(order.sum.lines)))
        .child(el("td").child(money(order.sum.value)))
        .child(el("td").child(missing))
}
