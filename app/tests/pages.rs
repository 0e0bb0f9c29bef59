//! Whole pages rendered from a small publication: the numbers of the API, every state as a link, nothing a strict
//! content security policy would stop.

#[path = "support/document.rs"]
mod document;
#[path = "support/publication.rs"]
mod publication;

use app::{About, Language, Page, PageError, PageRequest, Refusal, error_page, render};
use contract::{BadParameter, Derived, Filter, ItemsQuery, QueryString, WhatIfQuery};
use document::{Document, Element, assets, page, page_at, place, sent_at};
use planning::kpi::Known;
use planning::what_if::Scenario;

/// Where the links lead whose text begins so.
fn links_that_say(html: &Document, words: &str) -> Vec<String> {
    let links = html.all("a[href]").into_iter().filter(|link| link.text().starts_with(words));
    links.map(|link| link.value("href")).collect()
}

#[test]
fn tiles_show_the_numbers_of_the_api() {
    let site = publication::site();
    let Derived { facts, cube, .. } = &site.published.derived;
    for query in ["", "category=Lamps+%26+%3Cscript%3E", "location=uk&class=A&from=2011-10-01&to=2011-11-20"]
    {
        let html = page(&site, "overview", query);
        let filter = Filter::from_query(&QueryString::parse(query)).expect("a filter");
        for kpi in contract::kpis(facts, cube, &filter).kpis {
            let shown = html.one(&format!("[data-kpi={}] [data-value]", kpi.id)).value("data-value");
            assert_eq!(shown, kpi.current.expect("a value").value.to_string(), "{} of {query}", kpi.id);
        }
    }
}

#[test]
fn totals_show_the_numbers_of_the_api() {
    let site = publication::site();
    let derived = &site.published.derived;
    let html = page(&site, "what-if", "location=uk&service_level=0.98&b.demand_factor=1.5");
    let filter = Filter { location: vec!["uk".into()], ..Filter::default() };
    let now = derived.facts.settings.scenario();
    let scenario = Scenario { service_level: 0.98, ..now };
    let compared = Scenario { demand_factor: 1.5, ..now };
    let query = WhatIfQuery { filter, scenario, compared: Some(compared), stock_budget: None };
    let answer = contract::what_if(derived, query);
    let check = |which: &str, id: &str, value: f64| {
        let shown = html.one(&format!("[data-total={id}][data-scenario={which}]")).value("data-value");
        assert_eq!(shown, value.to_string(), "{id} {which}");
    };
    let columns = [
        ("now", answer.now),
        ("scenario", answer.scenario),
        ("compared", answer.compared.expect("a second scenario")),
    ];
    for (which, column) in columns {
        check(which, "stock_value", column.totals.stock_value);
        check(which, "safety_stock_value", column.totals.safety_stock_value);
        check(which, "holding_cost_per_year", column.totals.holding_cost_per_year);
        check(which, "ordering_cost_per_year", column.totals.ordering_cost_per_year);
        check(which, "cost_per_year", column.cost_per_year.expect("costs"));
        check(which, "fill_rate", column.fill_rate.expect("demand"));
        check(which, "turnover_per_year", column.turnover_per_year.expect("stock"));
        check(which, "orders_per_year", column.totals.orders_per_year);
        check(which, "stockouts_per_year", column.totals.stockouts_per_year);
        check(which, "cycle_service", column.cycle_service.expect("orders"));
    }
    assert!(html.says(&answer.movers[0].sku));
}

#[test]
fn the_list_shows_the_rows_of_the_api_in_its_order() {
    let site = publication::site();
    let derived = &site.published.derived;
    for query in ["", "sort=cover_days&page_size=7&page=2", "status=excess&location=uk", "q=sku1&sort=-sku"] {
        let html = page(&site, "items", query);
        let asked = ItemsQuery::from_query(&QueryString::parse(query)).expect("a query");
        let answer = contract::items(derived, &asked);
        let rows = html.all("tr[data-sku]");
        let shown: Vec<String> = rows.iter().map(|row| row.value("data-sku")).collect();
        let expected: Vec<&str> = answer.items.iter().map(|row| row.sku.as_str()).collect();
        assert!(!expected.is_empty());
        assert_eq!(shown, expected, "{query}");
        let mut link = QueryString::default();
        link.push("sku", &answer.items[0].sku);
        link.push("location", &answer.items[0].location);
        link.push("list", &asked.to_query().to_string());
        let first = format!("/item?{link}");
        assert!(rows[0].has(&format!("a[href={first}]")), "{first}");
    }
}

#[test]
fn a_list_says_what_is_beyond_the_forecast_what_is_unknown_and_how_it_is_sorted() {
    let mut site = publication::site();
    site.published.derived.plan.items.cover_days[7] = f32::INFINITY;
    site.published.derived.plan.items.on_hand[9] = f32::NAN;
    site.published.derived.plan.items.cover_days[9] = f32::NAN;
    let html = page(&site, "items", "sort=-cover_days&page_size=100");
    let cells = |sku: &str| {
        let cells = html.one(&format!("tr[data-sku={sku}]")).all("td");
        cells.iter().map(Element::text).collect::<Vec<_>>()
    };
    let has = |sku: &str, cell: &str| cells(sku).iter().any(|text| text == cell);
    assert!(has("SKU7", "> 91"), "{:?}", cells("SKU7"));
    assert!(has("SKU4", "not stocked"), "{:?}", cells("SKU4"));
    let unknown = cells("SKU9").join(" ").matches("no data").count();
    assert!(unknown >= 3, "stock, cover and value: {:?}", cells("SKU9"));
    assert_eq!(html.one("[aria-sort]").value("aria-sort"), "descending");
    assert_eq!(html.links("[aria-sort] a"), ["?sort=cover_days&page_size=100"]);
    let none = page(&site, "items", "q=nothing&class=A");
    assert!(none.says("No item-location matches."));
    assert!(links_that_say(&none, "Without the search").contains(&"?class=A".to_owned()));
    let beyond = page(&site, "items", "page=9");
    assert!(beyond.says("There is no page 9"));
    assert_eq!(links_that_say(&beyond, "To the last page, 1"), ["?"]);
}

#[test]
fn nothing_on_a_page_needs_a_laxer_policy() {
    let site = publication::site();
    for (which, query) in [
        ("overview", ""),
        ("overview", "category=Lamps+%26+%3Cscript%3E&kpi=units"),
        ("items", "q=mug&sort=-stock_value&status=fine"),
        ("what-if", "service_level=0.9&b.review_days=7"),
        ("item", "sku=SKU3&location=eu&service_level=0.9"),
        ("accuracy", "class=A"),
        ("proof", ""),
        ("data-quality", ""),
    ] {
        let html = page(&site, which, query);
        assert!(!html.has("style"), "a style in {query}");
        // One script: that of the module, or where nothing can change the one that finds the search field.
        let script = html.one("script");
        let is_live = Page::named(which).is_some_and(|page| page.module().is_some());
        let file = if is_live { "/pkg/overview.2.js" } else { "/pkg/find.1.js" };
        assert_eq!((script.value("type"), script.value("src")), ("module".to_owned(), file.to_owned()));
        assert_eq!(script.text(), "", "an inline script in {query}");
        for (name, value) in html.all("*").iter().flat_map(Element::attributes) {
            assert!(name != "style" && !name.starts_with("on"), "{name} in {query}");
            if ["src", "href", "action"].contains(&name.as_str()) {
                let outside = value.starts_with("http") && !value.starts_with("https://doi.org/");
                let is_script = value.starts_with("javascript:");
                assert!(!outside && !is_script && !value.starts_with("//"), "{value} in {query}");
            }
        }
    }
}

#[test]
fn names_from_the_data_are_text_wherever_they_stand() {
    let site = publication::site();
    for (which, query) in [
        ("overview", ""),
        ("items", ""),
        ("what-if", "service_level=0.99"),
        ("proof", ""),
        ("item", "sku=SKU3&location=eu"),
    ] {
        let html = page(&site, which, query);
        assert!(html.says("<img src=x onerror=alert(1)>"), "the hostile name is shown");
        assert!(!html.has("img"), "and only shown");
    }
}

#[test]
fn every_address_is_below_the_base() {
    let site = publication::site();
    let html = page_at(&site, "overview", "class=B&from=2011-10-01", "/inventory/");
    for selector in [
        "link[href=/inventory/pkg/granary.1.css]",
        "script[src=/inventory/pkg/overview.2.js]",
        "a[href=/inventory/what-if?from=2011-10-01&class=B]",
        "a[href=/inventory/?from=2011-10-01&class=B]",
    ] {
        assert!(html.has(selector), "{selector}");
    }
    let elements = html.all("*");
    let absolute = elements.iter().flat_map(Element::attributes).filter(|(_, value)| value.starts_with('/'));
    let astray: Vec<_> = absolute.filter(|(_, value)| !value.starts_with("/inventory/")).collect();
    assert!(astray.is_empty(), "{astray:?}");
}

#[test]
fn forms_lose_no_part_of_the_state() {
    let site = publication::site();
    let html = page(&site, "what-if", "class=A&class=C&service_level=0.9&b.order_cost=5");
    for (name, value) in [("class", "A"), ("class", "C"), ("service_level", "0.9"), ("b.order_cost", "5")] {
        assert!(html.has(&format!("form input[type=hidden][name={name}][value={value}]")), "{name}={value}");
    }
    let html = page(&site, "overview", "kpi=revenue");
    assert!(html.has("form input[type=hidden][name=kpi][value=revenue]"));
}

#[test]
fn a_bar_that_is_chosen_leads_back() {
    let site = publication::site();
    let html = page(&site, "overview", "location=uk");
    assert_eq!(html.one("a[href=?][aria-current=true] .name").text(), "United Kingdom");
    assert!(html.has("a[href=?location=uk&location=eu]"));
}

#[test]
fn what_is_not_known_is_no_data_with_its_reason() {
    let mut site = publication::site();
    site.published.derived.cube.known = Known { revenue: true, ..Known::default() };
    site.published.derived.facts.known = site.published.derived.cube.known;
    let html = page(&site, "overview", "");
    let tile = html.one("article[data-kpi=turnover]");
    assert!(tile.says("no data") && tile.says("Needs stock on hand and unit costs."), "{}", tile.text());
    assert!(!tile.has("[data-value]"));
    assert!(html.has("article[data-kpi=revenue] [data-value]"));
}

#[test]
fn dates_beyond_the_data_say_so() {
    let html = page(&publication::site(), "overview", "from=2030-01-01");
    assert!(html.says("There is no data for these dates."));
    assert!(html.says("No data in these dates."), "charts say so too");
}

#[test]
fn refusals_name_the_parameter() {
    let site = publication::site();
    for (which, query, name) in [
        ("overview", "kpi=happiness", "kpi"),
        ("overview", "from=soon", "from"),
        ("items", "sort=luck", "sort"),
        ("items", "page=0", "page"),
        ("what-if", "holding_rate=7", "holding_rate"),
        ("what-if", "b.order_cost=-1", "b.order_cost"),
        ("item", "", "sku"),
        ("item", "sku=SKU3&location=eu&history=some", "history"),
        ("item", "sku=SKU3&location=eu&review_days=0", "review_days"),
    ] {
        let names = assets();
        let request = PageRequest {
            page: Page::named(which).expect("a page"),
            query,
            published: &site.published,
            series: &*site.series,
            sql: None,
            place: place("/", Language::En, &names),
        };
        match render(&request).expect_err(query) {
            PageError::BadParameter(error) => assert_eq!(error.name, name),
            other => panic!("{query}: {other:?}"),
        }
    }
    let bad = BadParameter::new("from", "<b>", "not_a_date");
    let refusal = Refusal { status: 400, code: "bad-parameter", about: About::Parameter(&bad) };
    let html = Document::parse(&error_page(&refusal, place("/x/", Language::En, &assets()), None));
    assert!(html.says("<b>: it is not a date") && html.says("(400)") && html.has("a[href=/x/]"));
    let scripts = html.all("script").iter().map(|script| script.value("src")).collect::<Vec<_>>();
    assert!(scripts.iter().all(|file| !file.contains("overview")), "a refusal has nothing to make live");
}

#[test]
fn the_same_request_gives_the_same_bytes_from_any_thread() {
    let site = publication::site();
    let draw = || sent_at(&site, "overview", "class=A", "/");
    let first = draw();
    std::thread::scope(|scope| {
        let renders: Vec<_> = (0..4).map(|_| scope.spawn(draw)).collect();
        for other in renders {
            assert!(other.join().expect("a page") == first);
        }
    });
}

#[test]
fn lists_begin_with_the_largest_and_skip_what_is_unknown() {
    let html = page(&publication::site(), "overview", "");
    let list = |id: &str| {
        let skus = html.one(&format!("[data-items={id}]")).all(".sku");
        skus.iter().map(Element::text).collect::<Vec<_>>()
    };
    let names =
        |rows: std::ops::RangeInclusive<u8>| rows.rev().map(|row| format!("SKU{row}")).collect::<Vec<_>>();
    assert_eq!(list("short"), names(19..=28), "row 29 has no price");
    assert_eq!(list("excess"), names(20..=29));
}

#[test]
fn what_is_simulated_is_said_before_any_number() {
    let html = page(&publication::site(), "overview", "");
    let text = html.text();
    let (before, _) = text.split_once("These are simulated, not recorded: unit costs.").expect("the note");
    let tiles = html.all("[data-kpi]");
    assert!(!tiles.is_empty() && tiles.iter().all(|tile| !before.contains(&tile.text())));
    assert!(html.says("CC BY 4.0") && html.says("as of 9\u{a0}Dec\u{a0}2011"));
}
