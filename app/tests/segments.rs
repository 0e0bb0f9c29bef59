//! The segments page: what stands in a pair of classes, where its policy is from, and what sets segments apart.

#[path = "support/document.rs"]
mod document;
#[path = "support/publication.rs"]
mod publication;

use contract::{PolicyRule, Segments};
use document::{Document, Element};
use publication::Site;

fn page(site: &Site, query: &str) -> Document {
    document::page(site, "segments", query)
}

#[test]
fn a_pair_of_classes_links_to_its_items_with_the_filter() {
    let site = publication::site();
    let html = page(&site, "");
    // Rows 0, 12, 24: class A is every third row, X every fourth; their values 100, 1300 and 2500 of 46 500.
    let cell = html.one("td[data-cell=AX]");
    assert_eq!(cell.value("data-count"), "3");
    assert!(cell.has("a[href=/items?class=A&variability=X]"));
    for shown in ["3 item-locations", "8.4\u{a0}%", "95.0\u{a0}% service, reviewed every 1 day: settings"] {
        assert!(cell.says(shown), "{shown} in {}", cell.text());
    }
    let html = page(&site, "location=eu&from=2011-01-01");
    assert!(html.one("td[data-cell=AX]").has("a[href=/items?location=eu&class=A&variability=X]"));
    assert!(html.one("td[data-cell=BX]").says("none"), "only every third row is there");
}

#[test]
fn rules_say_what_they_apply_to_and_how_many_have_them() {
    let mut site = publication::site();
    assert!(page(&site, "").says("There are no rules"));
    let rule = |class, service_level| PolicyRule {
        class: Some(class),
        category: Some("Bags".into()),
        service_level: Some(service_level),
        ..PolicyRule::default()
    };
    site.published.derived.facts.settings.policy =
        vec![rule(contract::AbcClass::B, 0.98), rule(contract::AbcClass::C, 0.9)];
    let html = page(&site, "");
    let row = html.one("tr[data-rule=1]");
    for shown in ["ABC class B, Category Bags", "98.0\u{a0}% service"] {
        assert!(row.says(shown), "{shown} in {}", row.text());
    }
    assert!(row.all("td").iter().any(|cell| cell.text() == "1"), "{}", row.text());
    assert!(html.one("tr[data-rule=2]").says("none"));
    // Row 7: B and unknown variability, beside another of that pair without a rule.
    let cell = html.one("td[data-cell=Bunknown]");
    assert!(cell.says("1 × 98.0\u{a0}% service, reviewed every 1 day: rule 1"), "{}", cell.text());
}

#[test]
fn segments_say_what_sets_them_apart_strongest_first() {
    let mut site = publication::site();
    let html = page(&site, "");
    let first = html.one("tr[data-segment=1]").all("td").iter().map(Element::text).collect::<Vec<_>>();
    assert!(first.iter().any(|cell| cell.ends_with("many units, high value, steady")), "{first:?}");
    assert!(html.one("tr[data-segment=2]").says("like most others"));
    assert!(html.says("Mean silhouette 0.41: they overlap"), "{}", html.text());
    site.published.segments = Segments::default();
    assert!(page(&site, "").says("too few item-locations"));
}
