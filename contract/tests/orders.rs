//! Today's orders by supplier, on a plan small enough to reckon by hand.

#[path = "items/fixture.rs"]
#[allow(dead_code, reason = "shared with the tests of lists")]
mod fixture;

use contract::{
    Derived, OrderEdit, OrderEdits, OrderLine, Orders, OrdersQuery, OrdersToday, QueryString, SupplierTerms,
    Suppliers, Today, order_lines, order_rows, orders, proposals, top_ups,
};
use planning::day::Day;
use planning::periods::Step;

/// Rows of a SKU, its supplier and place, on hand, unit cost, pack size, to order.
const ROWS: [(usize, usize, u16, [f32; 4]); 6] = [
    (0, 1, 0, [-3.0, 2.5, 6.0, 12.0]),
    (1, 2, 0, [4.0, 10.0, f32::NAN, 7.0]),
    (2, 1, 1, [0.0, f32::NAN, f32::NAN, 5.0]),
    (3, 0, 0, [1.0, 1.0, f32::NAN, 30.0]),
    (4, 1, 0, [9.0, 4.0, 2.0, 0.0]),
    (0, 1, 1, [2.0, 2.5, 6.0, 6.0]),
];

fn derived() -> Derived {
    let rows = ROWS.map(|(sku, supplier, place, [on_hand, cost, ..])| {
        ((sku, sku, supplier), (0, place, 0, 0), [on_hand, cost, 3.0, 1.0, 2.0, 1.0])
    });
    let mut derived = fixture::derived(&rows);
    for (row, (.., [.., pack, suggested])) in ROWS.into_iter().enumerate() {
        let (policy, items) = (&mut derived.plan.policy, &mut derived.plan.items);
        policy.pack_size[row] = pack;
        policy.minimum_order[row] = f32::NAN;
        items.suggested_order[row] = suggested;
        items.order_in_days[row] = if suggested > 0.0 { 0.0 } else { 9.0 };
        items.on_order[row] = if row == 1 { f32::NAN } else { 1.0 };
    }
    derived
}

fn terms() -> Suppliers {
    let acme = SupplierTerms {
        supplier: "Acme & Sons".to_owned(),
        name: "Acme".to_owned(),
        minimum_order_value: Some(60.0),
        free_freight_value: Some(100.0),
        order_weekday: Some(2),
    };
    let free = SupplierTerms {
        supplier: "Øst".to_owned(),
        name: String::new(),
        minimum_order_value: Some(0.0),
        ..acme.clone()
    };
    Suppliers { version: 0, suppliers: vec![acme, SupplierTerms { free_freight_value: Some(70.0), ..free }] }
}

fn query(text: &str) -> OrdersQuery {
    OrdersQuery::from_query(&QueryString::parse(text)).expect(text)
}

fn today(edits: &OrderEdits) -> Orders {
    Orders::today(&derived(), &terms(), &query(""), edits)
}

fn skus(lines: &[OrderLine]) -> Vec<(&str, &str)> {
    lines.iter().map(|line| (&*line.sku, &*line.location)).collect()
}

#[test]
fn suppliers_come_by_money_and_what_has_none_comes_last() {
    let (derived, orders) = (derived(), today(&OrderEdits::default()));
    let seen = |of: &contract::SupplierOrder| {
        (of.supplier.clone(), of.sum.lines, of.sum.value, of.sum.value_unknown)
    };
    let suppliers: Vec<_> = orders.suppliers.iter().map(seen).collect();
    let named = |name: &str| Some(name.to_owned());
    assert_eq!(
        suppliers,
        [
            (named("Øst"), 1, Some(70.0), 0),
            (named("Acme & Sons"), 3, Some(45.0), 1),
            (None, 1, Some(30.0), 0)
        ]
    );
    let lines = orders.lines(&derived, orders.places(1));
    assert_eq!(skus(&lines), [("85123A", "uk"), ("85123A", "eu"), ("POST", "eu")], "most money first");
    assert_eq!((orders.total.lines, orders.total.value, orders.total.units), (5, Some(145.0), 60.0));
    assert_eq!(orders.lines(&derived, orders.places(2)).len(), 1);
    assert!(orders.places(3).is_empty());
}

#[test]
fn what_is_missing_is_counted_where_it_is_given_and_nowhere_else() {
    let orders = today(&OrderEdits::default());
    let missing = |place: usize| {
        let of = &orders.suppliers[place];
        (of.missing_to_minimum, of.missing_to_free_freight, of.missing())
    };
    assert_eq!(
        missing(0),
        (None, Some(0.0), None),
        "a minimum of nothing is none, and free freight is reached"
    );
    assert_eq!(missing(1), (Some(15.0), Some(55.0), Some(15.0)));
    assert_eq!(missing(2), (None, None, None));
    assert_eq!(orders.suppliers[1].order_weekday, Some(2));
}

#[test]
fn a_line_says_packs_money_cover_and_what_happens_without_it() {
    let (derived, orders) = (derived(), today(&OrderEdits::default()));
    let line = &orders.lines(&derived, orders.places(1))[0];
    assert_eq!((line.units, line.packs, line.value), (12.0, Some(2.0), Some(30.0)));
    // −3 on hand, 1 on order and 12 last ten days at one a day.
    assert_eq!((line.cover_days, line.runs_out_on), (Some(10.0), Day(15_000).after(3.0)));
    assert_eq!((line.units_at_risk, line.money_at_risk), (Some(1.0), Some(3.0)));
    let uncosted = &orders.lines(&derived, orders.places(1))[2];
    assert_eq!((uncosted.unit_cost, uncosted.value, uncosted.packs), (None, None, None));
}

#[test]
fn what_somebody_decides_moves_sums_and_no_line_changes_its_place() {
    let key = |sku: &str, place: &str| (sku.to_owned(), place.to_owned());
    let derived = derived();
    let of = |line: &OrderLine, wanted| OrderEdit::of_units(line, wanted);
    let before = today(&OrderEdits::default());
    let line = before.lines(&derived, before.places(1)).remove(0);
    assert_eq!(of(&line, 13.0), OrderEdit::Units(18.0), "whole packs");
    let skip = |days: u32| OrderEdit::Skip { until: Some(Day(15_000).plus(days)), reason: "late".to_owned() };
    let edits = OrderEdits {
        own: [
            (key("85123A", "uk"), of(&line, 13.0)),
            (key("22423", "uk"), skip(0)),
            (key("DCGS0076", "uk"), OrderEdit::Units(4.0)),
        ]
        .into(),
        ..OrderEdits::default()
    };
    let after = today(&edits);
    let acme = &after.suppliers[1];
    assert_eq!((acme.sum.lines, acme.sum.value, acme.missing_to_minimum), (4, Some(76.0), Some(0.0)));
    let skipped = &after.suppliers[0];
    assert_eq!((skipped.sum.lines, skipped.sum.value, skipped.missing_to_free_freight), (0, None, None));
    assert_eq!(after.sent(&derived, Some(0)), [], "nothing is sent of what is skipped");
    assert_eq!(after.sent(&derived, None).len(), 5);
    let proposed = |orders: &Orders| -> Vec<u32> {
        orders.ordered.iter().filter(|line| line.proposed > 0.0).map(|line| line.row).collect()
    };
    assert_eq!(proposed(&before), proposed(&after));
    // A day later it is proposed again.
    assert_eq!(skip(0).units(7.0, Day(15_001)), 7.0);
    assert_eq!(skip(1).units(7.0, Day(15_001)), 0.0);
}

#[test]
fn a_filter_keeps_what_a_list_keeps_and_pages_have_every_line_once() {
    let derived = derived();
    let of = |text: &str| orders(&derived, &terms(), &query(text));
    assert_eq!(of("supplier=%C3%98st").suppliers.len(), 1);
    assert_eq!(of("location=eu").total.lines, 2);
    assert_eq!(of("q=nothing").suppliers, []);
    let whole = of("");
    let mut paged = Vec::new();
    for page in 1..=3 {
        let answer = of(&format!("page={page}&page_size=2"));
        assert_eq!((answer.pages, answer.next.is_some(), answer.total), (3, page < 3, whole.total));
        paged.extend(answer.lines);
    }
    assert_eq!(paged, whole.lines);
    let rows = order_rows(&derived, &query(""));
    assert_eq!(order_lines(&derived, &rows), whole.lines, "a table has the same lines");
    assert_eq!(of("page=9").lines, []);
}

#[test]
fn the_lines_are_those_of_the_plan() {
    let derived = derived();
    let scenario = derived.facts.settings.scenario();
    let query = query("");
    let (mut rows, _) = proposals(&derived, &query.kept, (&scenario, None), Step::Week, |_| &[]);
    // The plan's own units stand in for those of the forecasts, which this plan has not.
    for (row, (.., [.., units])) in rows.iter_mut().zip(ROWS) {
        row.proposed_order = Some(units);
        row.proposed_value = row.unit_cost.map(|cost| units * cost);
    }
    let mine = Orders::proposed(&derived, &terms(), &query, &rows);
    assert_eq!(mine, today(&OrderEdits::default()));
    let theirs = OrdersToday::of(rows);
    assert_eq!((theirs.value, theirs.value_unknown), (mine.total.value, 1));
}

#[test]
fn an_order_is_filled_up_with_what_is_needed_soonest() {
    let (derived, orders) = (derived(), today(&OrderEdits::default()));
    let top_ups = top_ups(&derived, &orders, &query(""));
    assert!(top_ups[0].is_none() && top_ups[2].is_none(), "nothing is missing there");
    let acme = top_ups[1].as_ref().expect("fifteen are missing");
    assert!(acme.value >= acme.missing && acme.missing == 15.0, "{acme:?}");
    let days: Vec<f64> = acme.lines.iter().map(|line| line.needed_in_days).collect();
    assert!(days.is_sorted(), "{days:?}");
    assert_eq!(acme.value, acme.lines.iter().map(|line| line.value).sum::<f64>());
    // An item without a cost fills up nothing; somebody who skips a line wants no more of it.
    assert!(acme.lines.iter().all(|line| line.sku != "POST"));
    let skip = OrderEdit::Skip { until: Some(Day(15_000)), reason: "no room".to_owned() };
    let own = [(("85123A".to_owned(), "uk".to_owned()), skip)].into();
    let edits = OrderEdits { own, ..OrderEdits::default() };
    let skipped = today(&edits);
    let again = contract::top_ups(&derived, &skipped, &query(""));
    let place = skipped.suppliers.iter().position(|of| of.name.as_deref() == Some("Acme")).expect("Acme");
    let lines = &again[place].as_ref().expect("more is missing").lines;
    assert!(!lines.iter().any(|line| line.sku == "85123A" && line.location == "uk"), "{lines:?}");
}

#[test]
fn the_day_has_four_sums_and_says_of_how_many_it_does_not_know() {
    let mut derived = derived();
    derived.plan.items.on_hand[3] = f32::NAN;
    derived.plan.items.excess_value[0] = f32::NAN;
    let day = Today::of(&derived, &terms());
    assert_eq!(day.orders, today(&OrderEdits::default()).total);
    // Three units at a price of 3; of one row the stock is not known.
    assert_eq!((day.owed.money, day.owed.item_locations, day.owed.unknown), (Some(9.0), 1, 1));
    assert_eq!((day.at_risk.money, day.excess.money, day.excess.unknown), (Some(18.0), Some(5.0), 1));
    let total = contract::items(&derived, &contract::ItemsQuery::default()).total;
    assert_eq!(day.at_risk.money, total.money_at_risk, "the same sum as over the list");
    assert_eq!(day.statuses.iter().map(|of| of.total.item_locations).sum::<u32>(), 6);
}
