//! The page of orders and the head of the front page: the numbers of `contract`, and names that would be markup.

#[path = "support/document.rs"]
mod document;
#[path = "support/publication.rs"]
mod publication;

use contract::{OrderEdits, Orders, OrdersQuery, QueryString, Today, orders};
use document::{Document, page};

fn query(text: &str) -> OrdersQuery {
    OrdersQuery::from_query(&QueryString::parse(text)).expect(text)
}

/// Attributes of the elements that a selector finds.
fn values(html: &Document, selector: &str, name: &str) -> Vec<String> {
    html.all(selector).iter().map(|element| element.value(name)).collect()
}

#[test]
fn each_supplier_shows_its_lines_and_sums() {
    let site = publication::site();
    let (derived, suppliers) = (&site.published.derived, &site.published.suppliers);
    for text in ["", "location=uk", "supplier=ACME", "class=A&q=sku1"] {
        let html = page(&site, "orders", text);
        let answer = orders(derived, suppliers, &query(text));
        let names: Vec<String> =
            answer.suppliers.iter().map(|of| of.supplier.clone().unwrap_or_default()).collect();
        assert_eq!(values(&html, ".supplier-order", "data-supplier"), names, "{text}");
        let shown = values(&html, "tr[data-units]", "data-sku");
        assert_eq!(shown, answer.lines.iter().map(|line| line.sku.clone()).collect::<Vec<_>>(), "{text}");
        let total = html.one(".sums[data-lines]").value("data-lines");
        assert_eq!(total, answer.total.lines.to_string(), "{text}");
    }
    let alone = page(&site, "orders", "supplier=ACME");
    assert!(alone.says("Acme <b>& Sons</b>"), "a name is text");
    assert_eq!(alone.all(".supplier-order[open]").len(), 1, "one alone is open");
    assert!(alone.says("£500.00") && alone.says("Monday, next on"), "{}", alone.text());
    let bare = page(&site, "orders", "supplier=BARE");
    assert_eq!(
        bare.text().matches("not given").count(),
        3,
        "what is not stated is not zero: {}",
        bare.text()
    );
}

#[test]
fn files_and_the_purchase_order_are_of_the_supplier_under_the_filter() {
    let site = publication::site();
    let html = page(&site, "orders", "location=uk");
    let links = values(&html, "details[data-supplier=ACME] a[data-of]", "href");
    assert_eq!(
        links,
        ["csv", "xlsx"].map(|form| format!("/api/v1/orders?location=uk&supplier=ACME&format={form}"))
    );
    let nobody = html.all("details[data-supplier=\"\"] a[data-of]");
    assert!(
        nobody.iter().all(|link| link.value("data-download") == "csv"),
        "the API asks for suppliers by name"
    );
    let alone = page(&site, "orders", "supplier=ACME");
    assert_eq!(alone.all(".only-print").len(), 1);
    assert_eq!(html.all(".only-print").len(), 0, "one order is printed, not three");
}

#[test]
fn the_day_begins_with_the_sums_of_lists() {
    let site = publication::site();
    let (derived, suppliers) = (&site.published.derived, &site.published.suppliers);
    let day = Today::of(derived, suppliers);
    for (name, text) in [("overview", ""), ("overview", "location=uk"), ("orders", "supplier=ACME")] {
        let html = page(&site, name, text);
        let sum = |id: &str| html.one(&format!("[data-sum={id}] [data-value]")).value("data-value");
        let shown = ["to-order", "owed", "at-risk", "excess"].map(sum);
        let expected = [day.orders.value, day.owed.money, day.at_risk.money, day.excess.money];
        assert_eq!(shown, expected.map(|money| money.expect("known").to_string()), "{name}?{text}");
        let links = values(&html, "[data-sum] h3 a", "href");
        assert_eq!(links, ["/orders", "/items?only=owed", "/items", "/items?only=excess"]);
    }
    let html = page(&site, "overview", "");
    let counts = values(&html, ".health a[data-count]", "data-count");
    let all: u32 = counts.iter().map(|count| count.parse::<u32>().expect("a count")).sum();
    assert_eq!(all, 30, "the bar has every item-location once");
    let listed = values(&html, ".day-suppliers tr[data-supplier] a", "href");
    assert!(listed.contains(&"/orders?supplier=ACME".to_owned()), "{listed:?}");
}

#[test]
fn without_stock_nothing_is_zero() {
    let mut site = publication::site();
    let items = &mut site.published.derived.plan.items;
    for column in
        [&mut items.on_hand, &mut items.units_at_risk, &mut items.excess_value, &mut items.suggested_order]
    {
        column.fill(f32::NAN);
    }
    items.status.fill(5);
    for name in ["overview", "orders"] {
        let html = page(&site, name, "");
        for id in ["to-order", "owed", "at-risk", "excess"] {
            let text = html.one(&format!("[data-sum={id}] .value")).text();
            assert_eq!(text, "no data", "{id} on {name}");
        }
        assert!(html.says("No data: stock on hand is not known."), "{name}");
    }
    let nothing =
        Orders::today(&site.published.derived, &site.published.suppliers, &query(""), &OrderEdits::default());
    assert_eq!((nothing.total.lines, nothing.total.value), (0, None));
}
