//! The page of one item-location: the numbers of the API, what is not known, what is not there.

#[path = "support/document.rs"]
mod document;
#[path = "support/publication.rs"]
mod publication;

use app::{Page, PageError, PageRequest, Refusal, error_page, render};
use contract::{ItemKey, QueryString, UnknownItem};
use document::{assets, attribute, page};

#[test]
fn an_item_shows_the_numbers_of_the_api() {
    let derived = publication::derived();
    for text in ["sku=SKU3&location=eu", "sku=SKU5&location=uk&demand_factor=1.5&service_level=0.99"] {
        let html = page(&derived, Page::Item, text);
        let query = QueryString::parse(text);
        let now = derived.publication.settings.scenario();
        let scenario = contract::scenario_from_query(&query, "", &now).expect("a scenario");
        let record = derived.item(&ItemKey::from_query(&query).expect("a key")).expect("an item");
        let answer = contract::item(&derived.publication, &record, scenario);
        let quantity = answer.scenario.advice.quantity.expect("an order");
        assert_eq!(attribute(&html, "class=\"headline\"", "data-quantity"), quantity.to_string());
        for (which, policy) in [("now", answer.now), ("scenario", answer.scenario)] {
            let parts = policy.parts.expect("demand");
            let values = [
                ("reorder_point", Some(parts.policy.reorder_point)),
                ("safety_stock", Some(parts.policy.safety_stock)),
                ("holding_cost_per_year", policy.holding_cost_per_year),
            ];
            for (id, value) in values {
                let marker = format!("data-number=\"{id}\" data-scenario=\"{which}\"");
                match value {
                    Some(value) => {
                        assert_eq!(attribute(&html, &marker, "data-value"), value.to_string(), "{id}")
                    }
                    // SKU5 has no unit cost.
                    None => assert!(html.contains(&format!("{marker}>no data")), "{id}"),
                }
            }
        }
    }
}

#[test]
fn an_item_is_drawn_for_a_year_or_for_all_its_history() {
    let derived = publication::derived();
    let periods = |query| page(&derived, Page::Item, query).matches("<tr data-from=").count() / 2;
    assert_eq!(periods("sku=SKU3&location=eu"), 52 + 13);
    assert_eq!(periods("sku=SKU3&location=eu&history=all"), 60 + 13);
}

#[test]
fn the_form_of_an_item_keeps_the_item() {
    let html = page(&publication::derived(), Page::Item, "sku=SKU3&location=eu&history=all&order_cost=7");
    for (name, value) in [("sku", "SKU3"), ("location", "eu"), ("history", "all")] {
        let field = format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\"");
        assert!(html.contains(&field), "{field}");
    }
    assert!(html.contains("href=\"?sku=SKU3&amp;location=eu&amp;history=all\""), "back to the settings");
    assert!(html.contains("href=\"/what-if\""), "an item's location is no filter of other pages");
}

#[test]
fn what_is_not_known_of_an_item_is_said() {
    let mut derived = publication::derived();
    derived.plan.items.on_hand[3] = f32::NAN;
    derived.plan.policy.demand_per_day[6] = 0.0;
    let html = page(&derived, Page::Item, "sku=SKU3&location=eu");
    assert!(html.contains("the stock on hand is not known") && !html.contains("data-order-by"), "{html}");
    let html = page(&derived, Page::Item, "sku=SKU6&location=eu");
    assert!(html.contains("Order nothing: no demand is forecast."));
}

#[test]
fn an_item_that_is_not_there_is_looked_for_elsewhere() {
    let derived = publication::derived();
    let ask = |query| {
        render(&PageRequest { page: Page::Item, query, base: "/", derived: &derived, assets: &assets() })
    };
    let key = ItemKey { sku: "SKU3".into(), location: "uk".into() };
    let unknown = UnknownItem { key, elsewhere: vec!["eu".into()] };
    assert_eq!(ask("sku=SKU3&location=uk"), Err(PageError::UnknownItem(unknown.clone())));
    let refusal = Refusal {
        status: 404,
        code: "unknown-item",
        cause: "None.",
        remedy: "Search.",
        item: Some(&unknown),
    };
    let html = error_page(&refusal, "/x/", &assets());
    assert!(html.contains("href=\"/x/item?sku=SKU3&amp;location=eu\""), "{html}");
    assert!(html.contains("href=\"/x/items?q=SKU3\""), "{html}");
}
