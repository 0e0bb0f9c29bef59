//! The data-quality page: what the report counts, what was done, and what is said where there is no report.

#[path = "support/publication.rs"]
mod publication;

use app::{Assets, Language, Page, PageRequest, render};
use contract::{Quality, TableSummary};
use publication::Site;
use std::collections::BTreeMap;

fn page(site: &Site, query: &str) -> String {
    let assets = Assets { css: "c".into(), find: "f".into(), modules: BTreeMap::new() };
    render(&PageRequest {
        page: Page::named("data-quality").expect("a page"),
        query,
        base: "/",
        language: Language::En,
        published: &site.published,
        series: &*site.series,
        assets: &assets,
    })
    .expect(query)
}

/// The element that begins with a marker, up to its end.
fn part<'a>(html: &'a str, marker: &str, end: &str) -> &'a str {
    let from = html.find(marker).unwrap_or_else(|| panic!("no {marker}"));
    html[from..].split(end).next().unwrap_or_default()
}

#[test]
fn the_fates_of_all_lines_are_shown_and_add_up() {
    let html = page(&publication::site(), "");
    let row = |id: &str| part(&html, &format!("data-verdict=\"{id}\""), "</tr>");
    for (id, cells) in [
        ("sale", ["Sale, kept", ">900<", "90.0\u{a0}%", "5,000", "£1,235"]),
        ("duplicate", ["Exact duplicate", ">99<", "9.9\u{a0}%", "−8", "£1,235"]),
        ("refused", ["Unreadable", ">1<", "0.1\u{a0}%", "no data", "no data"]),
    ] {
        for cell in cells {
            assert!(row(id).contains(cell), "{cell} in {}", row(id));
        }
    }
    assert!(!html.contains("data-verdict=\"zero_price\""), "a fate that no line met takes no room");
    let order: Vec<_> =
        ["sale", "duplicate", "refused"].map(|id| html.find(&format!("data-verdict=\"{id}\""))).to_vec();
    assert!(order.is_sorted(), "kept first, then the largest");
    assert!(part(&html, "class=\"sum\"", "</tr>").contains(">1,000<"));
}

#[test]
fn each_check_says_how_often_of_how_many_and_what_was_done() {
    let html = page(&publication::site(), "");
    let odd = part(&html, "data-check=\"odd\"", "</details>");
    for shown in ["Title of odd", ">1<", "of 1,000 lines (0.1\u{a0}%)", "Action of odd.", "a.csv, line 1,007"]
    {
        assert!(odd.contains(shown), "{shown} in {odd}");
    }
    assert!(odd.contains("&lt;img src=x&gt; lots") && !html.contains("<img"), "data is text");
    let missing = part(&html, "data-check=\"missing\"", "</li>");
    assert!(missing.contains("nothing found") && !missing.contains("Action"), "{missing}");
}

#[test]
fn settings_say_where_they_come_from() {
    let mut site = publication::site();
    site.published.publication.settings.holding_rate = 0.3;
    let html = page(&site, "");
    let setting = |id: &str| part(&html, &format!("data-setting=\"{id}\""), "</tr>");
    let rate = setting("holding_rate");
    assert!(
        rate.contains("30.0\u{a0}% a year") && rate.contains("the default is 25.0\u{a0}% a year"),
        "{rate}"
    );
    assert!(setting("order_cost").contains("£10.00") && setting("order_cost").contains("Granary’s default"));
    assert!(
        html.contains("These are simulated, not recorded: unit costs.")
            && html.contains("Categories are assigned by keyword.")
    );
}

#[test]
fn tables_that_are_not_there_are_no_data() {
    let mut site = publication::site();
    let day = site.published.publication.as_of;
    site.published.publication.tables = vec![TableSummary {
        table: "stock".into(),
        rows: 5_560_097,
        first: Some(day),
        last: Some(day),
        simulated: true,
    }];
    let html = page(&site, "");
    let row = |name: &str| part(&html, &format!("data-table=\"{name}\""), "</tr>");
    for shown in ["5,560,097", "9\u{a0}Dec\u{a0}2011", "simulated"] {
        assert!(row("stock").contains(shown), "{shown} in {}", row("stock"));
    }
    assert!(row("orders").contains("no data") && row("orders").contains("not in the snapshot"));
}

#[test]
fn a_source_becomes_a_link_only_to_the_web() {
    let html = page(&publication::site(), "");
    assert!(!html.contains("javascript:"), "a manifest is data");
    let source = part(&html, "class=\"source-files\"", "</section>");
    assert!(source.contains("no licence stated") && source.contains("1,000 rows read"), "{source}");
}

#[test]
fn a_store_without_a_report_says_so_and_shows_no_zero() {
    let mut site = publication::site();
    site.published.quality = Quality::default();
    site.published.publication.simulated = Vec::new();
    site.published.publication.simulated_data = Vec::new();
    site.published.publication.category_note = None;
    let html = page(&site, "class=A&utm_source=mail");
    assert!(html.contains("has no import report") && html.contains("granary check"));
    assert!(html.contains("Nothing is simulated") && html.contains("does not name its sources"));
    assert!(!html.contains("data-check") && !html.contains("data-verdict"));
    assert!(html.contains("href=\"/what-if?class=A\""), "the filter is carried on");
}
