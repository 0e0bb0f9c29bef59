//! Rows, files and suggestions by example.

use crate::fixture::{Row, cube, derived, plan, query};
use contract::{
    Filter, Found, ItemKey, ItemRow, ItemsQuery, Only, Sort, Walk, WholeItem, all_items, find, items,
};
use planning::day::Day;
use planning::stock::Status;

fn small() -> Vec<Row> {
    let known = [10.0, 2.0, 3.0, 4.0, 2.4, 5.0];
    let unknown = [f32::NAN, 2.0, 3.0, f32::NAN, f32::NAN, f32::NAN];
    let endless = [-2.0, 2.0, f32::NAN, 7.0, f32::INFINITY, f32::INFINITY];
    vec![
        ((0, 0, 1), (0, 0, 0, Status::WillStockOut as u8), known),
        ((1, 1, 0), (1, 1, 1, Status::NoData as u8), unknown),
        ((2, 2, 2), (1, 2, 2, Status::StockedOut as u8), endless),
    ]
}

#[test]
fn a_row_says_what_is_known_and_when_it_runs_out() {
    let rows = all_items(&derived(&small()), &query("sort=sku&q=red+mug"));
    let row = &rows[0];
    assert_eq!((row.stock_value, row.money_at_risk, row.cover_days), (Some(20.0), Some(12.0), Some(2.4)));
    // Two whole days are served; on the third it runs out.
    assert_eq!((row.runs_out_on, row.order_by), (Some(Day(15_003)), Some(Day(15_003))));
    assert_eq!((row.location.as_str(), row.location_name.as_str()), ("uk", "UK"));
    let rows = all_items(&derived(&small()), &query("location=eu"));
    let unknown = &rows[0];
    assert_eq!((unknown.on_hand, unknown.stock_value, unknown.money_at_risk), (None, None, None));
    assert_eq!(
        (unknown.cover_days, unknown.cover_beyond_horizon, unknown.supplier.as_ref()),
        (None, None, None)
    );
    let rows = all_items(&derived(&small()), &query("status=stocked_out"));
    let endless = &rows[0];
    assert_eq!(
        (endless.on_hand, endless.stock_value),
        (Some(-2.0), Some(0.0)),
        "what is owed is worth nothing"
    );
    assert_eq!((endless.units_at_risk, endless.money_at_risk), (Some(7.0), None), "no price, no money");
    assert_eq!(
        (endless.cover_days, endless.cover_beyond_horizon, endless.order_by),
        (None, Some(true), None)
    );
}

#[test]
fn columns_of_a_file_are_the_names_of_the_json() {
    let rows = all_items(&derived(&small()), &query(""));
    let json = serde_json::to_string(&rows[0]).expect("JSON");
    let mut from = 0;
    for column in ItemRow::COLUMNS {
        let name = column.name;
        let place = json[from..]
            .find(&format!("\"{name}\":"))
            .unwrap_or_else(|| panic!("{name} in its place in {json}"));
        from += place + 1;
    }
    assert_eq!(json.matches("\":").count(), ItemRow::COLUMNS.len());
}

#[test]
fn every_name_that_lists_are_sorted_by_is_a_column() {
    let is_column = |name: &str| ItemRow::COLUMNS.iter().any(|column| column.name == name);
    let sorts = Sort::columns().chain(Only::ALL.map(Only::column)).chain([ItemsQuery::default().sort.column]);
    for name in sorts {
        assert!(is_column(name) && Sort::parse(name).is_ok(), "{name}");
    }
}

#[test]
fn the_filter_is_that_of_the_overview_without_its_dates() {
    let query = query("from=2011-01-01&category=lamps&class=C");
    assert_eq!(query.filter, Filter { from: None, ..query.filter.clone() });
    let answer = items(&derived(&small()), &query);
    assert_eq!((answer.total.item_locations, answer.items[0].sku.as_str()), (1, "POST"));
    assert_eq!((answer.as_of, answer.horizon_days, answer.currency.as_str()), (Day(15_000), 91, "GBP"));
}

#[test]
fn letters_mean_groups_first_then_items_that_begin_with_them() {
    let check = |text: &str, most: usize, expected: &[Found]| {
        assert_eq!(find(&cube(), &plan(&small()), text, most), expected, "{text}");
    };
    check("lamp", 9, &[Found::Category(1), Found::Item(1), Found::Item(2)]);
    check("RED", 9, &[Found::Item(0), Found::Item(2)]);
    check("mug red", 9, &[Found::Item(0)]);
    check("ål", 9, &[Found::Location(2)]);
    check("lamp", 1, &[Found::Category(1)]);
    check("lamp", 0, &[]);
    check("2", 9, &[Found::Item(1), Found::Item(0)]);
    check("  ", 9, &[]);
}

#[test]
fn a_list_is_walked_from_one_item_to_the_next_over_its_pages() {
    let derived = derived(&small());
    let walk = |text: &str, row: usize| Walk::of(&derived, &query(text), row);
    let key = |sku: &str, location: &str| Some(ItemKey { sku: sku.into(), location: location.into() });
    let first = walk("sort=sku&page_size=1&page=3", 1).expect("it is kept");
    assert_eq!((first.place, first.of, &first.previous), (1, 3, &None));
    assert_eq!(first.next, key("85123A", "uk"));
    let second = walk("sort=sku", 0).expect("it is kept");
    assert_eq!((second.place, second.previous, second.next), (2, key("22423", "eu"), key("POST", "åland")));
    assert_eq!(walk("status=stocked_out", 0), None, "the list does not keep it");
}

#[test]
fn an_item_over_all_its_locations_is_the_sum_of_what_is_known() {
    let mut rows = small();
    rows[1].0.0 = 0;
    let whole = WholeItem::of(&derived(&rows), "85123A").expect("two of them");
    assert_eq!(whole.rows, [0, 1]);
    assert_eq!((whole.on_hand, whole.to_order), (None, None), "what is not known of one is not known of all");
    assert_eq!((whole.total.stock_value, whole.total.stock_value_unknown), (Some(20.0), 1));
    rows[1].2 = rows[0].2;
    let whole = WholeItem::of(&derived(&rows), "85123A").expect("two of them");
    assert_eq!((whole.on_hand, whole.to_order, whole.demand_per_day), (Some(20.0), Some(10.0), Some(10.0)));
    assert_eq!(whole.total.order_value, Some(20.0));
    let unknown = WholeItem::of(&derived(&rows), "nothing").expect_err("there is none");
    assert_eq!((&*unknown.key.sku, unknown.elsewhere.len()), ("nothing", 0));
}
