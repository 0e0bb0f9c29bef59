//! The proof page: its verdict, the numbers of the publication, and what is said where nothing is known yet.

#[path = "support/document.rs"]
mod document;
#[path = "support/publication.rs"]
mod publication;

use contract::{ProofCauses, ProofKept, ProofRule};
use document::{attribute, page};
use publication::Site;

/// The element that begins with a marker, up to its end.
fn part<'a>(html: &'a str, marker: &str, end: &str) -> &'a str {
    let from = html.find(marker).unwrap_or_else(|| panic!("no {marker}"));
    html[from..].split(end).next().unwrap_or_default()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The verdict and the paragraph's class, with plain spaces.
fn verdict(site: &Site) -> String {
    part(&page(site, "proof", ""), "<p class=\"verdict", "</p>").replace('\u{a0}', " ")
}

fn plan(site: &mut Site) -> &mut ProofKept {
    &mut site.published.proof.rules[0].kept
}

#[test]
fn a_promise_kept_is_said_in_a_sentence() {
    let said = verdict(&publication::site());
    let expected = "The plan promised 95.0 % of cycles without a stockout and kept 94.5 % (± 0.4), with £1.54M of stock on average; the \
                    textbook would have kept 79.7 % with £910k.";
    assert_eq!(said, format!("<p class=\"verdict\"><strong>{expected}</strong>"));
    let html = page(&publication::site(), "proof", "").replace('\u{a0}', " ");
    for said in [
        "Of the units asked for, 97.3 % were shipped at once; the textbook would have shipped 89.8 %.",
        "50 % had a late delivery, 30 % one large customer order, and 20 % more demand",
        "from 11 Jun 2011 to 9 Dec 2011 were replayed 4 times with 7 plans, one every 28 days, for 29",
    ] {
        assert!(html.contains(said), "{said}");
    }
}

#[test]
fn a_promise_missed_is_said_plainly_unless_it_may_be_chance() {
    let mut site = publication::site();
    plan(&mut site).service = Some(0.90625);
    let said = verdict(&site);
    assert!(said.contains("class=\"verdict apart\""), "{said}");
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
    let check = |row: &str, measure: &str, value: Option<f64>| {
        let cell = part(row, &format!("data-measure=\"{measure}\""), "</td>");
        match value {
            Some(value) => assert_eq!(attribute(cell, "", "data-value"), value.to_string(), "{measure}"),
            None => assert!(cell.contains("no data") && !cell.contains("data-value"), "{cell}"),
        }
    };
    for result in &site.published.proof.rules {
        let row = part(&html, &format!("data-rule=\"{}\"", result.rule.name()), "</tr>");
        check(row, "service", result.kept.service);
        check(row, "fill_rate", result.kept.fill_rate);
        check(row, "stock_value", Some(result.stock_value));
        check(row, "short_value", Some(result.short_value));
        if result.promise.is_some() {
            check(row, "promise", result.promise);
        }
    }
    for group in &site.published.proof.groups {
        let row = part(&html, &format!("data-group=\"{}\"", escaped(&group.group)), "</tr>");
        check(row, "cycles", Some(group.plan.cycles));
        check(row, "promise", group.promise);
        check(row, "service", group.plan.service);
        check(row, "textbook_service", group.textbook.service);
        let is_marked = row.contains("class=\"due\"");
        assert_eq!(is_marked, group.group == "lumpy", "only what is below beyond chance: {row}");
    }
    assert!(html.contains("4 weeks of stock") && html.contains("Perfect foresight"));
}

#[test]
fn stock_is_drawn_against_service_with_a_table() {
    let site = publication::site();
    let html = page(&site, "proof", "").replace('\u{a0}', " ");
    let chart = part(&html, "data-chart=\"proof-curve\"", "</figure>");
    assert_eq!(chart.matches("<tr data-x=").count(), site.published.proof.curve.len());
    for shown in [
        // From 70 % on: 0.8984375 of cycles are 661 of 1000 to the right.
        "class=\"line\" d=\"M661 400L818 230L896 50\"",
        "class=\"dot dot-foresight\" d=\"M1000 800h0\"",
        "class=\"dot dot-weeks\" d=\"M10 150h0\"",
        "This plan: from 89.8 % of cycles with £1.2M of stock to 96.9 % with £1.9M.",
        "Textbook (mean + z·σ), 98.0 % promised",
    ] {
        assert!(chart.contains(shown), "{shown} in {chart}");
    }
    assert!(!chart.contains("readout") && !part(chart, "<svg", ">").contains("tabindex"), "nothing moves");
}

#[test]
fn what_was_missed_leads_to_the_item_and_says_why() {
    let mut site = publication::site();
    let html = page(&site, "proof", "");
    let row = part(&html, "data-sku=\"SKU3\"", "</tr>");
    for shown in ["href=\"item?sku=SKU3&amp;location=eu\"", "17 of 40", "one large customer order", "£1.23k"]
    {
        assert!(row.contains(shown), "{shown} in {row}");
    }
    assert!(part(&html, "data-sku=\"SKU1\"", "</tr>").contains("late deliveries"));
    site.published.proof.missed.clear();
    site.published.proof.causes = ProofCauses::default();
    let html = page(&site, "proof", "");
    assert!(html.contains("Nothing was short.") && !html.contains("Of the cycles that failed"));
}

#[test]
fn money_that_is_not_known_is_no_data_and_no_zero() {
    let mut site = publication::site();
    site.published.derived.facts.known.cost = false;
    site.published.derived.facts.known.revenue = false;
    let html = page(&site, "proof", "");
    let row = part(&html, "data-rule=\"plan\"", "</tr>");
    assert_eq!(row.matches("no data").count(), 3, "{row}");
    assert!(!html.contains("data-chart="));
    let said = verdict(&site);
    assert!(said.contains("kept 94.5 % (± 0.4); the textbook would have kept 79.7 %.<"), "{said}");
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
    assert!(html.contains("Not known yet: the history is too short."), "{html}");
    assert!(html.contains("How this is computed"));
    assert!(!html.contains("data-measure") && !html.contains("class=\"due\"") && !html.contains("<table"));
    assert!(site.published.proof.result(ProofRule::Plan).is_none());
}
