//! Today's list of orders beside those of a usual week, on the pages that show it.

#[path = "support/document.rs"]
mod document;
#[path = "support/publication.rs"]
mod publication;

use contract::{ItemsQuery, OrderWeek, QueryString};
use document::page;
use publication::Site;

/// One a day of each of thirty item-locations in lots of 70: three lines a week. Six are to be ordered today.
fn site() -> Site {
    let mut site = publication::site();
    let policy = &mut site.published.derived.plan.policy;
    policy.demand_per_day.fill(1.0);
    policy.pack_size.fill(f32::NAN);
    policy.unit_cost.fill(2.0);
    policy.exposed_demand_per_day.fill(1.0);
    policy.minimum_order.fill(70.0);
    // Orders that cost nothing are as small as they may be.
    site.published.derived.facts.settings.order_cost = 0.0;
    site
}

#[test]
fn a_long_list_is_measured_by_a_usual_week_of_what_the_filter_keeps() {
    let mut site = site();
    let check = |site: &Site, query: &str, said: &str| {
        let html = page(site, "overview", query);
        assert!(html.says(said), "{said} in {}", html.text());
        let list = page(site, "items", &format!("{query}&sort=-suggested_order"));
        assert!(list.says(said), "{said} in {}", list.text());
        list.one("[data-usual-lines]").value("data-usual-lines")
    };
    let today = "today’s list also catches up on stock that has been below its reorder point for longer.";
    let about = "A usual week under this plan has about";
    check(&site, "", &format!("To order today: 6 lines. {about} 3.0 for £420; {today}"));
    let lines =
        check(&site, "location=uk", &format!("To order today: 4 lines. {about} 2.0 for £280; {today}"));
    let query = ItemsQuery::from_query(&QueryString::parse("location=uk")).expect("a query");
    let week = OrderWeek::kept(&site.published.derived, &query);
    assert_eq!(lines, week.usual_lines.to_string());
    let list = page(&site, "items", "");
    assert!(!list.says(about), "only where the list is sorted by what to order");
    site.published.derived.plan.policy.unit_cost[5] = f32::NAN;
    check(&site, "location=uk", &format!("2.0 for £266; {today} The cost of 1 is not known."));
    site.published.derived.plan.policy.unit_cost.fill(f32::NAN);
    check(&site, "location=uk", &format!("{about} 2.0; {today}"));
}

#[test]
fn a_list_of_a_usual_length_is_not_explained() {
    let mut site = site();
    // 4.3 lines in a usual week: six are not one and a half times as many.
    site.published.derived.plan.policy.minimum_order.fill(49.0);
    for (page_of, query) in [("overview", ""), ("items", "sort=order_by")] {
        let html = page(&site, page_of, query);
        assert!(!html.says("A usual week"), "{}", html.text());
    }
}
