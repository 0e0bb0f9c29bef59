//! The segments page: what stands in a pair of classes, where its policy is from, and what sets segments apart.

#[path = "support/publication.rs"]
mod publication;

use app::{Assets, Language, Page, PageRequest, render};
use contract::{PolicyRule, Segments};
use publication::Site;
use std::collections::BTreeMap;

fn page(site: &Site, query: &str) -> String {
    let assets = Assets { css: "c".into(), find: "f".into(), modules: BTreeMap::new() };
    render(&PageRequest {
        page: Page::named("segments").expect("a page"),
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
fn a_pair_of_classes_links_to_its_items_with_the_filter() {
    let site = publication::site();
    let html = page(&site, "");
    // Rows 0, 12, 24: class A is every third row, X every fourth; their values 100, 1300 and 2500 of 46 500.
    let cell = part(&html, "data-cell=\"AX\"", "</td>");
    for shown in
        ["data-count=\"3\"", "href=\"/items?class=A&amp;variability=X\"", "3 item-locations", "8.4\u{a0}%"]
    {
        assert!(cell.contains(shown), "{shown} in {cell}");
    }
    assert!(cell.contains("95.0\u{a0}% service, reviewed every 1 day: settings"), "{cell}");
    let html = page(&site, "location=eu&from=2011-01-01");
    let cell = part(&html, "data-cell=\"AX\"", "</td>");
    assert!(cell.contains("href=\"/items?location=eu&amp;class=A&amp;variability=X\""), "{cell}");
    assert!(part(&html, "data-cell=\"BX\"", "</td>").contains("none"), "only every third row is there");
}

#[test]
fn rules_say_what_they_apply_to_and_how_many_have_them() {
    let mut site = publication::site();
    assert!(page(&site, "").contains("There are no rules"));
    let rule = |class, service_level| PolicyRule {
        class: Some(class),
        category: Some("Bags".into()),
        service_level: Some(service_level),
        ..PolicyRule::default()
    };
    site.published.derived.facts.settings.policy =
        vec![rule(contract::AbcClass::B, 0.98), rule(contract::AbcClass::C, 0.9)];
    let html = page(&site, "");
    let row = part(&html, "data-rule=\"1\"", "</tr>");
    for shown in ["ABC class B, Category Bags", "98.0\u{a0}% service", ">1<"] {
        assert!(row.contains(shown), "{shown} in {row}");
    }
    assert!(part(&html, "data-rule=\"2\"", "</tr>").contains("none"));
    // Row 7: B and unknown variability, beside another of that pair without a rule.
    let cell = part(&html, "data-cell=\"Bunknown\"", "</td>");
    assert!(cell.contains("1 × 98.0\u{a0}% service, reviewed every 1 day: rule 1"), "{cell}");
}

#[test]
fn segments_say_what_sets_them_apart_strongest_first() {
    let mut site = publication::site();
    let html = page(&site, "");
    let first = part(&html, "data-segment=\"1\"", "</tr>");
    assert!(first.contains("many units, high value, steady<"), "{first}");
    assert!(part(&html, "data-segment=\"2\"", "</tr>").contains("like most others"));
    assert!(html.contains("Mean silhouette 0.41: they overlap"), "{html}");
    site.published.segments = Segments::default();
    assert!(page(&site, "").contains("too few item-locations"));
}
