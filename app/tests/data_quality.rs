//! The data-quality page: what the report counts, what was done, and what is said where there is no report.

#[path = "support/document.rs"]
mod document;
#[path = "support/publication.rs"]
mod publication;

use contract::{Quality, TableSummary};
use document::{Document, Element};
use publication::Site;

fn page(site: &Site, query: &str) -> Document {
    document::page(site, "data-quality", query)
}

#[test]
fn the_fates_of_all_lines_are_shown_and_add_up() {
    let html = page(&publication::site(), "");
    for (id, cells) in [
        ("sale", ["Sale, kept", "900", "90.0\u{a0}%", "5,000", "£1,235"]),
        ("duplicate", ["Exact duplicate", "99", "9.9\u{a0}%", "−8", "£1,235"]),
        ("refused", ["Unreadable", "1", "0.1\u{a0}%", "no data", "no data"]),
    ] {
        let row = html.one(&format!("tr[data-verdict={id}]"));
        let numbers: Vec<String> = row.all("td").iter().map(Element::text).collect();
        assert!(row.text().starts_with(cells[0]), "{}", row.text());
        for cell in &cells[1..] {
            assert!(numbers.iter().any(|number| number == cell), "{cell} in {numbers:?}");
        }
    }
    let order: Vec<String> =
        html.all("tr[data-verdict]").iter().map(|row| row.value("data-verdict")).collect();
    assert_eq!(
        order,
        ["sale", "duplicate", "refused"],
        "kept first, then the largest; what no line met takes no room"
    );
    assert!(html.one("tr.sum").all("td").iter().any(|cell| cell.text() == "1,000"));
}

#[test]
fn each_check_says_how_often_of_how_many_and_what_was_done() {
    let html = page(&publication::site(), "");
    let odd = html.one("[data-check=odd]");
    for shown in ["Title of odd", "of 1,000 lines (0.1\u{a0}%)", "Action of odd.", "a.csv, line 1,007"] {
        assert!(odd.says(shown), "{shown} in {}", odd.text());
    }
    assert!(odd.all("*").iter().any(|element| element.text() == "1"), "{}", odd.text());
    assert!(odd.says("<img src=x> lots") && !html.has("img"), "data is text");
    let missing = html.one("[data-check=missing]");
    assert!(missing.says("nothing found") && !missing.says("Action"), "{}", missing.text());
}

#[test]
fn settings_say_where_they_come_from() {
    let mut site = publication::site();
    site.published.publication.settings.holding_rate = 0.3;
    let html = page(&site, "");
    let setting = |id: &str| html.one(&format!("tr[data-setting={id}]")).text();
    let rate = setting("holding_rate");
    assert!(
        rate.contains("30.0\u{a0}% a year") && rate.contains("the default is 25.0\u{a0}% a year"),
        "{rate}"
    );
    assert!(setting("order_cost").contains("£10.00") && setting("order_cost").contains("Granary’s default"));
    assert!(html.says("These are simulated, not recorded: unit costs."));
    assert!(html.says("Categories are assigned by keyword."));
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
    let row = |name: &str| html.one(&format!("tr[data-table={name}]")).text();
    for shown in ["5,560,097", "9\u{a0}Dec\u{a0}2011", "simulated"] {
        assert!(row("stock").contains(shown), "{shown} in {}", row("stock"));
    }
    assert!(row("orders").contains("no data") && row("orders").contains("not in the snapshot"));
}

#[test]
fn a_source_becomes_a_link_only_to_the_web() {
    let html = page(&publication::site(), "");
    assert!(html.links("a").iter().all(|link| !link.contains("javascript:")), "a manifest is data");
    let source = html.one(".source-files");
    assert!(source.says("no licence stated") && source.says("1,000 rows read"), "{}", source.text());
}

#[test]
fn a_store_without_a_report_says_so_and_shows_no_zero() {
    let mut site = publication::site();
    site.published.quality = Quality::default();
    site.published.publication.simulated = Vec::new();
    site.published.publication.simulated_data = Vec::new();
    site.published.publication.category_note = None;
    let html = page(&site, "class=A&utm_source=mail");
    assert!(html.says("has no import report") && html.says("granary check"));
    assert!(html.says("Nothing is simulated") && html.says("does not name its sources"));
    assert!(!html.has("[data-check]") && !html.has("[data-verdict]"));
    assert!(html.has("a[href=/what-if?class=A]"), "the filter is carried on");
}
