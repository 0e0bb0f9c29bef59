//! Lists of item-locations against a plain reading of the plan.

#[path = "items/accuracy.rs"]
mod accuracy;
#[path = "items/examples.rs"]
mod examples;
#[path = "items/fixture.rs"]
mod fixture;
#[path = "items/restrict.rs"]
mod restrict;

use contract::table::Cell;
use contract::{ItemRow, ItemsQuery, ItemsTotal, Sort, all_items, items, items_csv};
use fixture::{derived, query, rows};
use planning::convert::single;
use planning::day::Day;
use planning::stock::Status;
use proptest::prelude::*;

/// A row's identity: its numbers and names, NaN as a text like any other.
fn seen(rows: &[ItemRow]) -> Vec<String> {
    rows.iter().map(|row| format!("{row:?}")).collect()
}

fn key(row: &ItemRow, column: &str) -> Option<Key> {
    let text = |text: &str| (!text.is_empty()).then(|| Key::Text(text.to_lowercase()));
    let days = |day: Day| Key::Number(f64::from(day.since(Day(15_000))));
    let number = |value: Option<f32>| value.map(|value| Key::Number(f64::from(value)));
    match column {
        "sku" => text(&row.sku),
        "name" => text(&row.name),
        "supplier" => text(row.supplier.as_deref().unwrap_or_default()),
        "location" => text(&row.location_name),
        "category" => text(&row.category),
        "class" => text(row.class.name()),
        "status" => Some(Key::Number(f64::from(row.status as u8))),
        "on_hand" => number(row.on_hand),
        "on_order" => number(row.on_order),
        "demand_per_day" => number(row.demand_per_day),
        "cover_days" if row.cover_beyond_horizon == Some(true) => Some(Key::Number(f64::INFINITY)),
        "cover_days" => number(row.cover_days),
        "stock_value" => number(row.stock_value),
        "money_at_risk" => number(row.money_at_risk),
        "reorder_point" => number(row.reorder_point.map(single)),
        "order_quantity" => number(row.order_quantity.map(single)),
        "suggested_order" => number(row.suggested_order),
        "order_by" => row.order_by.map(days),
        "variability" => Some(Key::Number(f64::from(row.variability as u8))),
        "annual_value" => number(row.annual_value),
        "short_value" => number(row.short_value),
        "excess_value" => number(row.excess_value),
        "owed_value" => number(row.owed_value),
        "unit_cost" => number(row.unit_cost),
        "suggested_value" => number(row.suggested_value),
        other => panic!("{other} is sorted by, and this test does not know how"),
    }
}

#[derive(Clone, Debug, PartialEq, PartialOrd)]
enum Key {
    Number(f64),
    Text(String),
}

proptest! {
    #[test]
    fn every_column_sorts_both_ways_with_the_unknown_last(
        rows in rows(), column in 0..Sort::columns().count(), descending: bool,
    ) {
        let derived = derived(&rows);
        let column = Sort::columns().nth(column).expect("a column");
        let list = |query: ItemsQuery| all_items(&derived, &query);
        let sorted = list(ItemsQuery { sort: Sort { column, descending }, ..ItemsQuery::default() });
        let keys: Vec<Option<Key>> = sorted.iter().map(|row| key(row, column)).collect();
        for pair in keys.windows(2) {
            // An order date that is not to be seen is infinitely far: known to be late, and absent from the row.
            let order_by = column == "order_by";
            match (&pair[0], &pair[1]) {
                (Some(a), Some(b)) if descending => prop_assert!(a >= b, "{a:?} before {b:?}"),
                (Some(a), Some(b)) => prop_assert!(a <= b, "{a:?} before {b:?}"),
                (None, Some(_)) => prop_assert!(order_by && descending, "unknown before {:?}", pair[1]),
                (_, None) => {}
            }
        }
        // The same item-locations, whatever the order.
        let (mut before, mut after) = (seen(&list(query(""))), seen(&sorted));
        before.sort();
        after.sort();
        prop_assert_eq!(before, after);
    }

    #[test]
    fn ties_stay_in_the_order_of_the_plan(rows in rows(), descending: bool) {
        let mut derived = derived(&rows);
        derived.plan.policy.class.fill(1);
        let sort = Sort { column: "class", descending };
        // The search keeps all, in their order.
        let all = all_items(&derived, &ItemsQuery { sort, ..ItemsQuery::default() });
        prop_assert_eq!(
            all.iter().map(|row| &row.sku).collect::<Vec<_>>(),
            derived.plan.items.sku.iter().collect::<Vec<_>>()
        );
    }

    #[test]
    fn pages_partition_what_is_kept(
        rows in rows(), page_size in 1..15u32, text in prop::sample::select(vec![
            "", "class=A&class=B", "status=fine&status=excess", "q=lamp", "supplier=Acme+%26+Sons&sort=sku", "category=mugs",
        ]),
    ) {
        let derived = derived(&rows);
        let query = ItemsQuery { page_size, ..query(text) };
        let all = all_items(&derived, &query);
        let first = items(&derived, &query);
        let mut pages = Vec::new();
        for page in 1..=first.pages {
            let answer = items(&derived, &ItemsQuery { page, ..query.clone() });
            prop_assert_eq!(answer.total, first.total);
            prop_assert!(answer.items.len() == page_size as usize || page == first.pages);
            let next = answer.next.as_deref().map(|next| self::query(next.trim_start_matches('?')));
            let expected = (page < first.pages).then(|| ItemsQuery { page: page + 1, ..query.clone() });
            prop_assert_eq!(next, expected);
            pages.extend(answer.items);
        }
        prop_assert_eq!(seen(&pages), seen(&all));
        prop_assert_eq!(first.total.item_locations as usize, all.len());
        let beyond = items(&derived, &ItemsQuery { page: first.pages + 1, ..query });
        prop_assert!(beyond.items.is_empty() && beyond.total == first.total);
    }

    #[test]
    fn totals_are_the_sums_of_the_rows_and_statuses_add_up(rows in rows(), chosen in 0..6usize) {
        let derived = derived(&rows);
        let every = items(&derived, &query("q=e"));
        let status = Status::ALL[chosen];
        let some = items(&derived, &ItemsQuery { status: vec![status], ..query("q=e") });
        prop_assert_eq!(&some.statuses, &every.statuses, "counts do not depend on the choice");
        prop_assert_eq!(every.statuses.iter().map(|s| s.total.item_locations).sum::<u32>(), every.total.item_locations);
        prop_assert_eq!(some.statuses[chosen].total, some.total);
        prop_assert!(some.items.iter().all(|row| row.status == status));
        let rows = all_items(&derived, &query("q=e"));
        let known: Vec<f64> = rows.iter().filter_map(|row| row.stock_value).map(f64::from).collect();
        prop_assert_eq!(every.total.stock_value_unknown as usize, rows.len() - known.len());
        prop_assert_eq!(every.total.stock_value.is_some(), !known.is_empty());
        if let Some(value) = every.total.stock_value {
            prop_assert!((value - known.iter().sum::<f64>()).abs() < 1e-6);
        }
        prop_assert_eq!(ItemsTotal::of_rows(&rows).item_locations, every.total.item_locations);
        prop_assert_eq!(ItemsTotal::of_rows(&rows).order_lines, every.total.order_lines);
        let ordered = all_items(&derived, &query("q=e&only=order"));
        prop_assert_eq!(every.total.order_lines as usize, ordered.len());
        prop_assert!(ordered.iter().all(|row| row.suggested_order > Some(0.0)));
        let values: f64 = rows.iter().filter_map(|row| row.suggested_value).map(f64::from).sum();
        prop_assert!((every.total.order_value.unwrap_or(0.0) - values).abs() < 1e-6);
    }

    #[test]
    fn a_search_keeps_what_has_every_word(rows in rows(), words in prop::collection::vec(
        prop::sample::select(vec!["RED", "mug", "lamp", "étude", "acme", "øst", "uk", "åland", "22423", "sTra", "zzz"]), 0..3,
    )) {
        let derived = derived(&rows);
        let search = words.join("  ");
        let kept = all_items(&derived, &ItemsQuery { search, ..ItemsQuery::default() });
        let all = all_items(&derived, &ItemsQuery::default());
        let has = |row: &&ItemRow| {
            let names = [&row.sku, &row.name, &row.location_name, &row.category];
            let supplier = row.supplier.iter();
            let names: Vec<String> = names.into_iter().chain(supplier).map(|name| name.to_lowercase()).collect();
            words.iter().all(|word| names.iter().any(|name| name.contains(&word.to_lowercase())))
        };
        prop_assert_eq!(seen(&kept), all.iter().filter(has).map(|row| format!("{row:?}")).collect::<Vec<_>>());
    }

    #[test]
    fn a_file_holds_every_row_and_no_formula(rows in rows()) {
        let derived = derived(&rows);
        let all = all_items(&derived, &query("sort=sku"));
        let csv = items_csv(&all);
        let lines = read_csv(&csv);
        let names: Vec<&str> = ItemRow::COLUMNS.iter().map(|column| column.name).collect();
        prop_assert_eq!(&lines[0], &names);
        prop_assert_eq!(lines.len(), all.len() + 1);
        for (line, row) in lines[1..].iter().zip(&all) {
            prop_assert_eq!(line.len(), names.len());
            for (cell, column) in line.iter().zip(ItemRow::COLUMNS) {
                match column.cell {
                    Cell::Single(of) => prop_assert_eq!(cell.parse::<f32>().ok(), of(row)),
                    Cell::Number(of) => prop_assert_eq!(cell.parse::<f64>().ok(), of(row)),
                    Cell::Count(of) => prop_assert_eq!(cell.parse::<u64>().ok(), of(row)),
                    Cell::Flag(of) => prop_assert_eq!(cell.parse::<bool>().ok(), of(row)),
                    Cell::Date(of) => {
                        prop_assert_eq!(cell, &of(row).map(|day| day.to_string()).unwrap_or_default());
                    }
                    Cell::Text(of) => {
                        prop_assert_eq!(cell.strip_prefix('\'').unwrap_or(cell), of(row).unwrap_or_default());
                        prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
                    }
                }
            }
        }
    }
}

/// A reader as RFC 4180 describes it.
fn read_csv(text: &str) -> Vec<Vec<String>> {
    let (mut lines, mut line, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => line.push(std::mem::take(&mut cell)),
            '\r' if !quoted && letters.peek() == Some(&'\n') => {
                letters.next();
                line.push(std::mem::take(&mut cell));
                lines.push(std::mem::take(&mut line));
            }
            letter => cell.push(letter),
        }
    }
    lines
}
