//! Whole pages rendered from a small publication: the numbers of the API, every state as a link, nothing a strict
//! content security policy would stop.

#[path = "support/document.rs"]
mod document;
#[path = "support/publication.rs"]
mod publication;

use app::{About, Language, Page, PageError, PageRequest, Refusal, error_page, render};
use contract::{BadParameter, Derived, Filter, ItemsQuery, QueryString, WhatIfQuery};
use document::{assets, attribute, page, page_at};
use planning::kpi::Known;
use planning::what_if::Scenario;

#[test]
fn tiles_show_the_numbers_of_the_api() {
    let site = publication::site();
    let Derived { facts, cube, .. } = &site.published.derived;
    for query in ["", "category=Lamps+%26+%3Cscript%3E", "location=uk&class=A&from=2011-10-01&to=2011-11-20"]
    {
        let html = page(&site, "overview", query);
        let filter = Filter::from_query(&QueryString::parse(query)).expect("a filter");
        for kpi in contract::kpis(facts, cube, &filter).kpis {
            let marker = format!("data-kpi=\"{}\"", kpi.id);
            let shown = attribute(&html, &marker, "data-value");
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
        let marker = format!("data-total=\"{id}\" data-scenario=\"{which}\"");
        assert_eq!(attribute(&html, &marker, "data-value"), value.to_string(), "{id} {which}");
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
    assert!(html.contains(&answer.movers[0].sku));
}

#[test]
fn the_list_shows_the_rows_of_the_api_in_its_order() {
    let site = publication::site();
    let derived = &site.published.derived;
    for query in ["", "sort=cover_days&page_size=7&page=2", "status=excess&location=uk", "q=sku1&sort=-sku"] {
        let html = page(&site, "items", query);
        let asked = ItemsQuery::from_query(&QueryString::parse(query)).expect("a query");
        let answer = contract::items(derived, &asked);
        let rows: Vec<&str> = html.split("<tr data-sku=\"").skip(1).collect();
        let shown: Vec<&str> = rows.iter().filter_map(|row| row.split('"').next()).collect();
        let expected: Vec<&str> = answer.items.iter().map(|row| row.sku.as_str()).collect();
        assert!(!expected.is_empty());
        assert_eq!(shown, expected, "{query}");
        let linked =
            format!("href=\"item?sku={}&amp;location={}\"", answer.items[0].sku, answer.items[0].location);
        assert!(rows[0].contains(&linked), "{linked}");
    }
}

#[test]
fn a_list_says_what_is_beyond_the_forecast_what_is_unknown_and_how_it_is_sorted() {
    let mut site = publication::site();
    site.published.derived.plan.items.cover_days[7] = f32::INFINITY;
    site.published.derived.plan.items.on_hand[9] = f32::NAN;
    site.published.derived.plan.items.cover_days[9] = f32::NAN;
    let html = page(&site, "items", "sort=-cover_days&page_size=100");
    let row = |sku: &str| {
        let row = html.split(&format!("<tr data-sku=\"{sku}\"")).nth(1).expect(sku);
        row.split("</tr>").next().expect("its end")
    };
    assert!(row("SKU7").contains("<td>&gt; 91</td>"), "{}", row("SKU7"));
    assert!(row("SKU4").contains("<td>not stocked</td>"), "{}", row("SKU4"));
    assert!(row("SKU9").matches("no data").count() >= 3, "stock, cover and value: {}", row("SKU9"));
    assert_eq!(html.matches("aria-sort=").count(), 1);
    assert!(html.contains("aria-sort=\"descending\"><a href=\"?sort=cover_days&amp;page_size=100\""));
    let none = page(&site, "items", "q=nothing&class=A");
    assert!(
        none.contains("No item-location matches.")
            && none.contains("<a href=\"?class=A\">Without the search")
    );
    let beyond = page(&site, "items", "page=9");
    assert!(
        beyond.contains("There is no page 9") && beyond.contains("<a href=\"?\">To the last page, 1</a>")
    );
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
        assert!(!html.contains("style="), "an inline style in {query}");
        // One script: that of the module, or where nothing can change the one that finds the search field.
        assert_eq!(html.matches("<script").count(), 1, "scripts in {query}");
        let script = if Page::named(which).is_some_and(|page| page.module().is_some()) {
            "boot.2.js"
        } else {
            "find.1.js"
        };
        let script = format!("<script type=\"module\" src=\"/pkg/{script}\"></script>");
        assert!(html.contains(&script), "{query}");
        for handler in [" onclick=\"", " oninput=\"", " onerror=\"", "\"javascript:"] {
            assert!(!html.contains(handler), "{handler} in {query}");
        }
        let addresses = html.split("src=\"").chain(html.split("href=\"")).skip(1);
        for address in addresses.filter_map(|rest| rest.split('"').next()) {
            let outside = address.starts_with("http") && !address.starts_with("https://doi.org/");
            assert!(!outside && !address.starts_with("//"), "{address} in {query}");
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
        assert!(html.contains("&lt;img src=x onerror=alert(1)&gt;"), "the hostile name is shown");
        assert!(!html.contains("<img"), "and only shown");
    }
}

#[test]
fn every_address_is_below_the_base() {
    let site = publication::site();
    let html = page_at(&site, "overview", "class=B&from=2011-10-01", "/inventory/");
    for address in [
        "href=\"/inventory/pkg/granary.1.css\"",
        "src=\"/inventory/pkg/boot.2.js\"",
        "href=\"/inventory/what-if?from=2011-10-01&amp;class=B\"",
        "href=\"/inventory/?from=2011-10-01&amp;class=B\"",
    ] {
        assert!(html.contains(address), "{address}");
    }
    assert!(!html.contains("=\"/pkg") && !html.contains("href=\"/\""));
}

#[test]
fn forms_lose_no_part_of_the_state() {
    let site = publication::site();
    let html = page(&site, "what-if", "class=A&class=C&service_level=0.9&b.order_cost=5");
    for field in [
        "<input type=\"hidden\" name=\"class\" value=\"A\"",
        "<input type=\"hidden\" name=\"class\" value=\"C\"",
        "<input type=\"hidden\" name=\"service_level\" value=\"0.9\"",
        "<input type=\"hidden\" name=\"b.order_cost\" value=\"5\"",
    ] {
        assert!(html.contains(field), "{field}");
    }
    let html = page(&site, "overview", "kpi=revenue");
    assert!(html.contains("<input type=\"hidden\" name=\"kpi\" value=\"revenue\""));
}

#[test]
fn a_bar_that_is_chosen_leads_back() {
    let site = publication::site();
    let html = page(&site, "overview", "location=uk");
    assert!(html.contains("<a href=\"?\" aria-current=\"true\"><span class=\"name\">United Kingdom</span>"));
    assert!(html.contains("<a href=\"?location=uk&amp;location=eu\""));
}

#[test]
fn what_is_not_known_is_no_data_with_its_reason() {
    let mut site = publication::site();
    site.published.derived.cube.known = Known { revenue: true, ..Known::default() };
    site.published.derived.facts.known = site.published.derived.cube.known;
    let html = page(&site, "overview", "");
    let tile = html.split("data-kpi=\"turnover\"").nth(1).expect("a tile");
    let tile = tile.split("</article>").next().expect("its end");
    assert!(tile.contains("no data") && tile.contains("Needs stock on hand and unit costs."), "{tile}");
    assert!(!tile.contains("data-value"));
    assert!(html.split("data-kpi=\"revenue\"").nth(1).is_some_and(|tile| tile.contains("data-value=")));
}

#[test]
fn dates_beyond_the_data_say_so() {
    let html = page(&publication::site(), "overview", "from=2030-01-01");
    assert!(html.contains("There is no data for these dates."));
    assert!(html.contains("No data in these dates."), "charts say so too");
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
        ("item", "sku=SKU3", "location"),
        ("item", "sku=SKU3&location=eu&history=some", "history"),
        ("item", "sku=SKU3&location=eu&review_days=0", "review_days"),
    ] {
        let request = PageRequest {
            page: Page::named(which).expect("a page"),
            query,
            base: "/",
            language: Language::En,
            published: &site.published,
            series: &*site.series,
            assets: &assets(),
        };
        match render(&request).expect_err(query) {
            PageError::BadParameter(error) => assert_eq!(error.name, name),
            other => panic!("{query}: {other:?}"),
        }
    }
    let bad = BadParameter::new("from", "<b>", "not_a_date");
    let refusal = Refusal { status: 400, code: "bad-parameter", about: About::Parameter(&bad) };
    let html = error_page(&refusal, "/x/", Language::En, &assets());
    assert!(
        html.contains("<code>&lt;b&gt;</code>: it is not a date")
            && html.contains("(400)")
            && html.contains("href=\"/x/\"")
    );
    assert!(!html.contains("boot"), "a refusal has nothing to make live");
}

#[test]
fn the_same_request_gives_the_same_bytes_from_any_thread() {
    let site = publication::site();
    let first = page(&site, "overview", "class=A");
    std::thread::scope(|scope| {
        let renders: Vec<_> = (0..4).map(|_| scope.spawn(|| page(&site, "overview", "class=A"))).collect();
        for other in renders {
            assert!(other.join().expect("a page") == first);
        }
    });
}

#[test]
fn lists_begin_with_the_largest_and_skip_what_is_unknown() {
    let html = page(&publication::site(), "overview", "");
    let list = |id: &str| {
        let table = html.split(&format!("data-items=\"{id}\"")).nth(1).expect(id);
        let skus = table.split("</table>").next().expect("its end").split("class=\"sku\">").skip(1);
        skus.map(|rest| rest.split('<').next().expect("a sku").to_owned()).collect::<Vec<_>>()
    };
    let names =
        |rows: std::ops::RangeInclusive<u8>| rows.rev().map(|row| format!("SKU{row}")).collect::<Vec<_>>();
    assert_eq!(list("short"), names(19..=28), "row 29 has no price");
    assert_eq!(list("excess"), names(20..=29));
}

#[test]
fn what_is_simulated_is_said_before_any_number() {
    let html = page(&publication::site(), "overview", "");
    let note = html.find("These are simulated, not recorded: unit costs.").expect("the note");
    assert!(note < html.find("data-kpi=").expect("a tile"));
    assert!(html.contains("CC BY 4.0") && html.contains("as of 9\u{a0}Dec\u{a0}2011"));
}
