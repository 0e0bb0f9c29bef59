//! The accuracy page: the numbers of the API, what its filter keeps, and what is said where nothing was tested.

#[path = "support/document.rs"]
mod document;
#[path = "support/publication.rs"]
mod publication;

use app::{Language, Page, PageError, PageRequest, render};
use contract::{AccuracyAnswer, Derived, Filter, PlanAccuracy, QueryString, accuracy};
use document::{assets, page, place};
use publication::Site;

fn answer(site: &Site, query: &str) -> AccuracyAnswer {
    let filter = Filter::from_query(&QueryString::parse(query)).expect("a filter");
    let Derived { facts, cube, plan, .. } = &site.published.derived;
    accuracy(facts, cube, plan, &filter)
}

#[test]
fn each_group_shows_the_numbers_of_the_api() {
    let site = publication::site();
    for query in ["", "category=Bags", "class=A&class=B&from=2011-01-01"] {
        let (html, answer) = (page(&site, "accuracy", query), answer(&site, query));
        let tested = answer.groups.iter().filter(|row| row.item_locations > 0);
        assert!(tested.clone().count() >= 3, "{query}");
        for row in tested {
            let cells = html.of("tr", "data-group", &row.group);
            for (id, value) in [("rmsse", row.rmsse), ("wape", row.wape), ("bias", row.bias)] {
                let shown = cells.one(&format!("[data-measure={id}]")).value("data-value");
                assert_eq!(shown, value.expect("tested").to_string(), "{id} of {}", row.group);
            }
        }
        let counted: u32 = answer.ratios.iter().map(|bin| bin.item_locations).sum();
        assert_eq!(counted, answer.total.item_locations);
    }
}

#[test]
fn the_filter_is_a_form_that_needs_no_script() {
    let html = page(&publication::site(), "accuracy", "category=Bags&class=A");
    assert!(html.has("form input[name=category][value=Bags][checked]"));
    assert!(html.has("a[href=?class=A]"), "a link without the category");
    assert!(!html.has("link[type=application/wasm]"), "nothing on it changes");
    let site = publication::site();
    let names = assets();
    let request = PageRequest {
        page: Page::named("accuracy").expect("a page"),
        query: "class=D",
        published: &site.published,
        series: &*site.series,
        sql: None,
        place: place("/", Language::En, &names),
    };
    assert!(matches!(render(&request), Err(PageError::BadParameter(error)) if error.name == "class"));
}

#[test]
fn where_nothing_was_tested_there_is_no_data_and_no_zero() {
    let mut site = publication::site();
    let rows = site.published.derived.plan.policy.len();
    site.published.derived.plan.accuracy = PlanAccuracy::default();
    (0..rows).for_each(|_| site.published.derived.plan.accuracy.push(None));
    let html = page(&site, "accuracy", "");
    assert!(html.says("No data: none of 30 item-locations has"), "{}", html.text());
    assert!(!html.has("[data-measure]"));
}
