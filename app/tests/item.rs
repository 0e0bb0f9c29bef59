//! The page of one item-location: the numbers of the API, what is not known, what is not there.

#[path = "support/document.rs"]
mod document;
#[path = "support/publication.rs"]
mod publication;

use app::{
    About, Language, Page, PageError, PageRequest, Refusal, SeriesFiles, SeriesUnreadable, error_page,
    item_record, render,
};
use contract::{ItemKey, QueryString, SeriesGroup, SeriesItem, UnknownItem};
use document::{Document, Element, assets, page, place};
use planning::forecast::Notice;
use planning::panel::{HolidayName, SeasonEffect, SeasonGroup};
use planning::stock::Status;
use publication::Site;
use std::sync::Arc;

/// A series file that a test made.
#[derive(Debug)]
struct Made(Arc<SeriesGroup>);

impl SeriesFiles for Made {
    fn group(&self, _: usize) -> Result<Arc<SeriesGroup>, SeriesUnreadable> {
        Ok(self.0.clone())
    }
}

/// The small publication with another history or forecast of SKU3.
fn with_series(change: impl FnOnce(&mut SeriesItem)) -> Site {
    let mut site = publication::site();
    let mut group = (*site.series.group(0).expect("a series file")).clone();
    change(group.items.iter_mut().find(|item| item.sku == "SKU3").expect("an item"));
    site.series = Arc::new(Made(Arc::new(group)));
    site
}

#[test]
fn an_item_shows_the_numbers_of_the_api() {
    let site = publication::site();
    for text in ["sku=SKU3&location=eu", "sku=SKU5&location=uk&demand_factor=1.5&service_level=0.99"] {
        let html = page(&site, "item", text);
        let query = QueryString::parse(text);
        let now = site.published.derived.facts.settings.scenario();
        let scenario = contract::scenario_from_query(&query, "", &now).expect("a scenario");
        let key = ItemKey::from_query(&query).expect("a key");
        let record = item_record(&site.published.derived, &*site.series, &key).expect("an item");
        let answer = contract::item(&site.published.derived.facts, &record, scenario);
        let quantity = answer.scenario.advice.quantity.expect("an order");
        assert_eq!(html.one(".headline[data-quantity]").value("data-quantity"), quantity.to_string());
        for (which, policy) in [("now", answer.now), ("scenario", answer.scenario)] {
            let parts = policy.parts.expect("demand");
            let values = [
                ("reorder_point", Some(parts.policy.reorder_point)),
                ("safety_stock", Some(parts.policy.safety_stock)),
                ("holding_cost_per_year", policy.holding_cost_per_year),
            ];
            for (id, value) in values {
                let number = html.one(&format!("[data-number={id}][data-scenario={which}]"));
                match value {
                    Some(value) => assert_eq!(number.value("data-value"), value.to_string(), "{id}"),
                    // SKU5 has no unit cost.
                    None => assert_eq!(
                        (number.attribute("data-value"), number.text()),
                        (None, "no data".into()),
                        "{id}"
                    ),
                }
            }
        }
    }
}

#[test]
fn an_item_is_drawn_for_a_year_or_for_all_its_history() {
    let site = publication::site();
    let periods = |query| page(&site, "item", query).all("tr[data-from]").len() / 3;
    assert_eq!(periods("sku=SKU3&location=eu"), 52 + 13);
    assert_eq!(periods("sku=SKU3&location=eu&history=all"), 60 + 13);
}

#[test]
fn the_same_weeks_of_last_year_lie_under_the_forecast() {
    const LINE: &str = ".year-before";
    // So many units as the week's number, from week `born` on, and thirteen weeks to come: those of 8 to 20 again.
    let drawn = |born: usize| {
        let sold = move |week: usize| if week < born { 0.0 } else { week as f32 };
        let site = with_series(|item| item.units = (0..60).map(sold).collect());
        page(&site, "item", "sku=SKU3&location=eu")
    };
    let cells = |html: &Document, coming: usize| -> Vec<String> {
        html.all("tr[data-from]")[52 + coming].all("td").iter().map(Element::text).collect()
    };
    let html = drawn(1);
    assert!(html.says("In the same 13 weeks last year 182 units were demanded."), "{}", html.text());
    assert!(html.has(LINE) && html.says("Same time last year"), "{}", html.text());
    assert_eq!((cells(&html, 0)[4].as_str(), cells(&html, 12)[4].as_str()), ("8", "20"));
    // What was before its first demand is not known, and no sum of the thirteen weeks either.
    let html = drawn(10);
    assert_eq!((cells(&html, 1)[4].as_str(), cells(&html, 2)[4].as_str()), ("", "10"));
    assert!(html.has(LINE) && !html.says("In the same"), "{}", html.text());
    let html = drawn(30);
    assert_eq!(cells(&html, 0).len(), 4);
    assert!(!html.has(LINE) && !html.says("Same time last year"), "{}", html.text());
}

#[test]
fn the_form_of_an_item_keeps_the_item() {
    let html = page(&publication::site(), "item", "sku=SKU3&location=eu&history=all&order_cost=7");
    for (name, value) in [("sku", "SKU3"), ("location", "eu"), ("history", "all")] {
        assert!(html.has(&format!("form input[type=hidden][name={name}][value={value}]")), "{name}={value}");
    }
    assert!(html.has("a[href=?sku=SKU3&location=eu&history=all]"), "back to the settings");
    assert!(html.has("a[href=/what-if]"), "an item's location is no filter of other pages");
}

#[test]
fn what_is_not_known_of_an_item_is_said() {
    let mut site = publication::site();
    site.published.derived.plan.items.on_hand[3] = f32::NAN;
    site.published.derived.plan.policy.demand_per_day[6] = 0.0;
    let html = page(&site, "item", "sku=SKU3&location=eu");
    assert!(html.says("the stock on hand is not known") && !html.has("[data-order-by]"), "{}", html.text());
    let html = page(&site, "item", "sku=SKU6&location=eu");
    assert!(html.says("Order nothing: no demand is forecast."));
}

#[test]
fn what_sells_too_rarely_to_be_stocked_is_not_said_to_have_no_demand() {
    let mut site = with_series(|item| item.forecast.notices.push(Notice::OrderedOnDemand { units: 24 }));
    site.published.derived.plan.policy.demand_per_day[3] = 0.0;
    site.published.derived.plan.items.status[3] = Status::NoDemand as u8;
    let html = page(&site, "item", "sku=SKU3&location=eu");
    let advice = "Order when a customer asks: fewer than two customer orders of the usual 24 units are expected a year";
    assert!(html.says(advice) && html.says("8 units on hand, £11 at cost, sell off."), "{}", html.text());
    assert!(!html.says("no demand"), "{}", html.text());
    let list = page(&site, "items", "status=no_demand&q=SKU3");
    let status = list.one("tr[data-sku=SKU3]").text();
    assert!(status.contains("Not stocked") && !status.contains("No demand"), "{status}");
    site.published.derived.plan.items.on_hand[3] = 0.0;
    let html = page(&site, "item", "sku=SKU3&location=eu");
    assert!(html.says(advice) && !html.says("sell off"), "{}", html.text());
}

#[test]
fn an_item_that_is_not_there_is_looked_for_elsewhere() {
    let site = publication::site();
    let ask = |query| {
        render(&PageRequest {
            page: Page::named("item").expect("a page"),
            query,
            published: &site.published,
            series: &*site.series,
            sql: None,
            place: place("/", Language::En, &assets()),
        })
    };
    let key = ItemKey { sku: "SKU3".into(), location: "uk".into() };
    let unknown = UnknownItem { key, elsewhere: vec!["eu".into()] };
    assert_eq!(ask("sku=SKU3&location=uk"), Err(PageError::UnknownItem(unknown.clone())));
    let refusal = Refusal { status: 404, code: "unknown-item", about: About::Item(&unknown) };
    let html = Document::parse(&error_page(&refusal, place("/x/", Language::En, &assets()), None));
    let links = html.links("main a");
    for link in ["/x/item?sku=SKU3&location=eu", "/x/items?q=SKU3"] {
        assert!(links.iter().any(|to| to == link), "{link} in {links:?}");
    }
}

#[test]
fn an_item_without_a_location_is_shown_over_all_of_them() {
    let mut site = publication::site();
    site.published.derived.plan.items.sku[4] = "SKU3".into();
    let html = page(&site, "item", "sku=SKU3");
    let items = &site.published.derived.plan.items;
    let rows = html.links("[data-items=whole] tbody a");
    assert_eq!(rows, ["/item?sku=SKU3&location=eu", "/item?sku=SKU3&location=uk"]);
    assert!(
        html.one(".item-facts").text().contains("no data"),
        "the stock of SKU3 in the EU: {:?}",
        items.on_hand[3]
    );
    assert!(html.one("h1").text().ends_with("all locations"));
}

#[test]
fn an_item_of_a_list_leads_to_those_beside_it() {
    let site = publication::site();
    let html = page(&site, "item", "sku=SKU3&location=eu&list=sort%3Dsku%26page_size%3D2");
    let list = "list=sort%3Dsku%26page_size%3D2";
    let beside = ["SKU29", "SKU4"].map(|sku| format!("/item?sku={sku}&location=uk&{list}"));
    let [before, after] = &beside;
    assert_eq!(html.links(".walk a"), [before, after, "/items?sort=sku&page=12&page_size=2"]);
    assert!(!page(&site, "item", "sku=SKU3&location=eu").has(".walk"));
    assert!(!page(&site, "item", "sku=SKU3&location=eu&list=q%3Dnothing").has(".walk"));
}

#[test]
fn promise_and_achievement_stand_side_by_side() {
    let site = publication::site();
    let html = page(&site, "item", "sku=SKU3&location=eu");
    for (id, service) in [("promised", "0.95"), ("achieved", "0.86")] {
        assert_eq!(html.one(&format!("[data-verified={id}] [data-value]")).value("data-value"), service);
    }
    assert_eq!(html.one(".verdict[data-apart]").value("data-apart"), "true");
    let html = page(&site, "item", "sku=SKU6&location=eu");
    assert_eq!(html.one(".verdict[data-apart]").value("data-apart"), "false");
    let html = page(&site, "item", "sku=SKU4&location=uk");
    assert!(!html.has("[data-verified]") && !html.has("[data-number]"), "it is not stocked: {}", html.text());
}

#[test]
fn the_forecast_says_how_it_did_what_it_is_made_of_and_what_stock_hid() {
    let site = publication::site();
    let html = page(&site, "item", "sku=SKU3&location=eu");
    // 50 of 400 units off, the naive method 200; √(0.5 ÷ 2) = 0.5.
    for said in [
        "off by 13\u{a0}% of demand, week by week; repeating the last period was off by 50\u{a0}%",
        "its scaled error is 50\u{a0}% smaller",
        "forecasts ran 5\u{a0}% too low",
        "A promotion multiplies demand by 1.62, judging by 11 weeks with one.",
        "Black Friday multiplies demand by 0.90, judging by 1 week with it.",
        "No coming promotion is known; their usual share is assumed.",
        "On 23 days the item was out of stock. Counted as days without demand they would give a forecast of 0.90 units a day",
    ] {
        assert!(html.says(said), "{said} in {}", html.text());
    }
    let rows = html.all("li").iter().chain(&html.all("tr")).map(Element::text).collect::<Vec<_>>();
    let weight = |method: &str| rows.iter().find(|row| row.starts_with(method)).cloned();
    let smoothing = "exponential smoothing, form by AICc";
    assert!(weight(smoothing).is_some_and(|row| row.ends_with("70\u{a0}%")), "{rows:?}");
    assert_eq!(
        weight("the last value and the mean change"),
        None,
        "a weight of a thousandth is not worth a line"
    );
    let html = page(&site, "item", "sku=SKU25&location=uk");
    assert!(!html.says("Forecast value added"), "it was not tested");
}

#[test]
fn a_season_is_said_with_its_group_and_without_contradiction() {
    let said = |season: Option<SeasonEffect>| {
        let site = with_series(|item| item.forecast.season = season);
        page(&site, "item", "sku=SKU3&location=eu")
    };
    let index = [vec![0.4; 6], vec![0.9; 3], vec![0.6; 4]].concat();
    let season = |group| SeasonEffect::new(index.clone(), group, Vec::new());
    for (group, name) in [
        (SeasonGroup::All, "the whole assortment"),
        (SeasonGroup::Category, "the category Bags"),
        (SeasonGroup::CategoryAtLocation, "the category Bags at Continental Europe"),
    ] {
        let html = said(season(group));
        let weeks = "Season: demand in the next 13 weeks is expected at 0.6 times its usual level (from 0.4 to 0.9), from the season of";
        assert!(html.says(&format!("{weeks} {name}.")), "{}", html.text());
        assert!(html.says("This item alone shows no season beyond chance"), "{}", html.text());
        assert!(html.says(&format!("The forecast uses the season of {name}.")), "{}", html.text());
    }
    let holidays = vec![HolidayName::LunarNewYear, HolidayName::Event("Diwali".to_owned())];
    let html = said(SeasonEffect::new(index.clone(), SeasonGroup::All, holidays));
    for name in ["The Lunar New Year", "Diwali"] {
        let sentence = format!("{name} does not fall in the same week every year: the forecast moves");
        assert!(html.says(&sentence), "{}", html.text());
    }
    let html = said(None);
    assert!(html.says("This item alone shows no season beyond chance"), "{}", html.text());
    assert!(!html.says("Season: demand in") && !html.says("uses the season of"), "{}", html.text());
}
