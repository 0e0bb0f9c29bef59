//! The proof page: its verdict, the numbers of the publication, and what is said where nothing is known yet.

#[path = "support/document.rs"]
mod document;
#[path = "support/publication.rs"]
mod publication;

use contract::{ProofCauses, ProofKept, ProofRule};
use document::{Element, page};
use publication::Site;

/// Words with plain spaces.
fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

/// The verdict, with plain spaces.
fn verdict(site: &Site) -> String {
    plain(&page(site, "proof", "").one("p.verdict").text())
}

fn plan(site: &mut Site) -> &mut ProofKept {
    &mut site.published.proof.rules[0].kept
}

#[test]
fn a_promise_kept_is_said_in_a_sentence() {
    let said = verdict(&publication::site());
    let expected = "The plan promised 95.0 % of cycles without a stockout and kept 94.5 % (± 0.4), with £1.54M of stock on average; the \
                    textbook would have kept 79.7 % with £910k.";
    assert_eq!(said, expected);
    let html = page(&publication::site(), "proof", "");
    assert!(!html.has(".verdict.apart"));
    let text = plain(&html.text());
    for said in [
        "Of the units asked for, 97.3 % were shipped at once; the textbook would have shipped 89.8 %.",
        "50 % had a late delivery, 30 % one large customer order, and 20 % more demand",
        "from 11 Jun 2011 to 9 Dec 2011 were replayed 4 times with 7 plans, 4 weeks apart, for 29",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
}

#[test]
fn a_promise_missed_is_said_plainly_unless_it_may_be_chance() {
    let mut site = publication::site();
    plan(&mut site).service = Some(0.90625);
    let said = verdict(&site);
    assert!(page(&site, "proof", "").has(".verdict.apart"));
    assert!(
        said.contains("The plan missed its promise by 4.4 points: it promised 95.0 % of cycles"),
        "{said}"
    );
    plan(&mut site).standard_error = Some(0.03);
    assert!(
        verdict(&site)
            .contains("The plan promised 95.0 % of cycles without a stockout and kept 90.6 % (± 3.0)")
    );
    *plan(&mut site) = ProofKept::default();
    assert!(verdict(&site).contains("nothing can be said about the promise"));
}

#[test]
fn rules_and_groups_show_the_numbers_of_the_publication() {
    let site = publication::site();
    let html = page(&site, "proof", "");
    let check = |row: &Element, measure: &str, value: Option<f64>| {
        let cell = row.one(&format!("[data-measure={measure}]"));
        assert_eq!(cell.attribute("data-value"), value.map(|value| value.to_string()), "{measure}");
        assert_eq!(cell.says("no data"), value.is_none(), "{}", cell.text());
    };
    for result in &site.published.proof.rules {
        let row = html.of("tr", "data-rule", &result.rule.name());
        check(&row, "service", result.kept.service);
        check(&row, "fill_rate", result.kept.fill_rate);
        check(&row, "stock_value", Some(result.stock_value));
        check(&row, "short_value", Some(result.short_value));
        if result.promise.is_some() {
            check(&row, "promise", result.promise);
        }
    }
    for group in &site.published.proof.groups {
        let row = html.of("tr", "data-group", &group.group);
        check(&row, "cycles", Some(group.plan.cycles));
        check(&row, "promise", group.promise);
        check(&row, "service", group.plan.service);
        check(&row, "textbook_service", group.textbook.service);
        assert_eq!(
            row.has(".due"),
            group.group == "lumpy",
            "only what is below beyond chance: {}",
            row.text()
        );
    }
    assert!(html.says("4 weeks of stock") && html.says("Perfect foresight"));
}

#[test]
fn stock_is_drawn_against_service_with_a_table() {
    let site = publication::site();
    let html = page(&site, "proof", "");
    let chart = html.of("*", "data-chart", "proof-curve");
    assert_eq!(chart.all("tr[data-x]").len(), site.published.proof.curve.len());
    // From 70 % on: 0.8984375 of cycles are 661 of 1000 to the right.
    let lines: Vec<String> = chart.all("path.line").iter().map(|line| line.value("d")).collect();
    assert!(lines.contains(&"M661 400L818 230L896 50".to_owned()), "{lines:?}");
    assert!(chart.all("path.dot.dot-foresight").iter().any(|dot| dot.value("d") == "M1000 800h0"));
    assert!(chart.all("path.dot.dot-weeks").iter().any(|dot| dot.value("d") == "M10 150h0"));
    let text = plain(&chart.text());
    for shown in [
        "This plan: from 89.8 % of cycles with £1.2M of stock to 96.9 % with £1.9M.",
        "Textbook (mean + z·σ), 98.0 % promised",
    ] {
        assert!(text.contains(shown), "{shown} in {text}");
    }
    assert!(!chart.has(".readout") && !chart.has("svg[tabindex]"), "nothing moves");
}

#[test]
fn what_was_missed_leads_to_the_item_and_says_why() {
    let mut site = publication::site();
    let html = page(&site, "proof", "");
    let row = html.one("tr[data-sku=SKU3]");
    assert!(row.has("a[href=/item?sku=SKU3&location=eu]"));
    for shown in ["17 of 40", "one large customer order", "£1.23k"] {
        assert!(row.says(shown), "{shown} in {}", row.text());
    }
    assert!(html.one("tr[data-sku=SKU1]").says("late deliveries"));
    site.published.proof.missed.clear();
    site.published.proof.causes = ProofCauses::default();
    let html = page(&site, "proof", "");
    assert!(html.says("Nothing was short.") && !html.says("Of the cycles that failed"));
}

#[test]
fn money_that_is_not_known_is_no_data_and_no_zero() {
    let mut site = publication::site();
    site.published.derived.facts.known.cost = false;
    site.published.derived.facts.known.revenue = false;
    let html = page(&site, "proof", "");
    let row = html.one("tr[data-rule=plan]").text();
    assert_eq!(row.matches("no data").count(), 3, "{row}");
    assert!(!html.has("[data-chart]"));
    let said = verdict(&site);
    assert!(said.ends_with("kept 94.5 % (± 0.4); the textbook would have kept 79.7 %."), "{said}");
}

#[test]
fn a_history_too_short_is_said_calmly_and_nothing_else_is() {
    let mut site = publication::site();
    let proof = &mut site.published.proof;
    proof.is_known = false;
    proof.rules.clear();
    proof.curve.clear();
    proof.groups.clear();
    proof.missed.clear();
    let html = page(&site, "proof", "");
    assert!(html.says("Not known yet: the history is too short."), "{}", html.text());
    assert!(html.says("How this is computed"));
    assert!(!html.has("[data-measure]") && !html.has(".due") && !html.has("table"));
    assert!(site.published.proof.result(ProofRule::Plan).is_none());
}
