//! Lists of item-locations against a plain reading of the plan.

#[path = "items/accuracy.rs"]
mod accuracy;
#[path = "items/examples.rs"]
mod examples;
#[path = "items/fixture.rs"]
mod fixture;

use contract::{Cell, ItemColumn, ItemRow, ItemsQuery, Sort, all_items, items, items_csv};
use fixture::{cube, plan, publication, query, rows};
use planning::day::Day;
use planning::stock::Status;
use proptest::prelude::*;

/// A row's identity: its numbers and names, NaN as a text like any other.
fn seen(rows: &[ItemRow]) -> Vec<String> {
    rows.iter().map(|row| format!("{row:?}")).collect()
}

fn key(row: &ItemRow, column: ItemColumn) -> Option<Key> {
    let text = |text: &str| (!text.is_empty()).then(|| Key::Text(text.to_lowercase()));
    let days = |day: Day| Key::Number(f64::from(day.since(Day(15_000))));
    let number = |value: Option<f32>| value.map(|value| Key::Number(f64::from(value)));
    match column {
        ItemColumn::Sku => text(&row.sku),
        ItemColumn::Name => text(&row.name),
        ItemColumn::Supplier => text(row.supplier.as_deref().unwrap_or_default()),
        ItemColumn::Location => text(&row.location_name),
        ItemColumn::Category => text(&row.category),
        ItemColumn::Class => text(row.class.name()),
        ItemColumn::Status => Some(Key::Number(f64::from(row.status as u8))),
        ItemColumn::OnHand => number(row.on_hand),
        ItemColumn::OnOrder => number(row.on_order),
        ItemColumn::DemandPerDay => number(row.demand_per_day),
        ItemColumn::CoverDays if row.cover_beyond_horizon == Some(true) => Some(Key::Number(f64::INFINITY)),
        ItemColumn::CoverDays => number(row.cover_days),
        ItemColumn::StockValue => number(row.stock_value),
        ItemColumn::MoneyAtRisk => number(row.money_at_risk),
        ItemColumn::ReorderPoint => number(row.reorder_point),
        ItemColumn::OrderQuantity => number(row.order_quantity),
        ItemColumn::SuggestedOrder => number(row.suggested_order),
        ItemColumn::OrderBy => row.order_by.map(days),
        ItemColumn::Variability => Some(Key::Number(f64::from(row.variability as u8))),
        ItemColumn::AnnualValue => number(row.annual_value),
        ItemColumn::ShortValue => number(row.short_value),
        ItemColumn::ExcessValue => number(row.excess_value),
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
        rows in rows(), column in 0..ItemColumn::ALL.len(), descending: bool,
    ) {
        let (publication, cube, plan) = (publication(), cube(), plan(&rows));
        let column = ItemColumn::ALL[column];
        let list = |query: ItemsQuery| all_items(&publication, &cube, &plan, &query);
        let sorted = list(ItemsQuery { sort: Sort { column, descending }, ..ItemsQuery::default() });
        let keys: Vec<Option<Key>> = sorted.iter().map(|row| key(row, column)).collect();
        for pair in keys.windows(2) {
            // An order date that is not to be seen is infinitely far: known to be late, and absent from the row.
            let order_by = column == ItemColumn::OrderBy;
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
        let mut plan = plan(&rows);
        plan.policy.class.fill(1);
        let (publication, cube) = (publication(), cube());
        let sort = Sort { column: ItemColumn::Class, descending };
        // The search keeps all, in their order.
        let all = all_items(&publication, &cube, &plan, &ItemsQuery { sort, ..ItemsQuery::default() });
        prop_assert_eq!(
            all.iter().map(|row| &row.sku).collect::<Vec<_>>(),
            plan.items.sku.iter().collect::<Vec<_>>()
        );
    }

    #[test]
    fn pages_partition_what_is_kept(
        rows in rows(), page_size in 1..15u32, text in prop::sample::select(vec![
            "", "class=A&class=B", "status=fine&status=excess", "q=lamp", "supplier=Acme+%26+Sons&sort=sku", "category=mugs",
        ]),
    ) {
        let (publication, cube, plan) = (publication(), cube(), plan(&rows));
        let query = ItemsQuery { page_size, ..query(text) };
        let all = all_items(&publication, &cube, &plan, &query);
        let first = items(&publication, &cube, &plan, &query);
        let mut pages = Vec::new();
        for page in 1..=first.pages {
            let answer = items(&publication, &cube, &plan, &ItemsQuery { page, ..query.clone() });
            prop_assert_eq!(answer.total, first.total);
            prop_assert!(answer.items.len() == page_size as usize || page == first.pages);
            let next = answer.next.as_deref().map(|next| self::query(next.trim_start_matches('?')));
            let expected = (page < first.pages).then(|| ItemsQuery { page: page + 1, ..query.clone() });
            prop_assert_eq!(next, expected);
            pages.extend(answer.items);
        }
        prop_assert_eq!(seen(&pages), seen(&all));
        prop_assert_eq!(first.total.item_locations as usize, all.len());
        let beyond = items(&publication, &cube, &plan, &ItemsQuery { page: first.pages + 1, ..query });
        prop_assert!(beyond.items.is_empty() && beyond.total == first.total);
    }

    #[test]
    fn totals_are_the_sums_of_the_rows_and_statuses_add_up(rows in rows(), chosen in 0..6usize) {
        let (publication, cube, plan) = (publication(), cube(), plan(&rows));
        let every = items(&publication, &cube, &plan, &query("q=e"));
        let status = Status::ALL[chosen];
        let some = items(&publication, &cube, &plan, &ItemsQuery { status: vec![status], ..query("q=e") });
        prop_assert_eq!(&some.statuses, &every.statuses, "counts do not depend on the choice");
        prop_assert_eq!(every.statuses.iter().map(|s| s.total.item_locations).sum::<u32>(), every.total.item_locations);
        prop_assert_eq!(some.statuses[chosen].total, some.total);
        prop_assert!(some.items.iter().all(|row| row.status == status));
        let rows = all_items(&publication, &cube, &plan, &query("q=e"));
        let known: Vec<f64> = rows.iter().filter_map(|row| row.stock_value).map(f64::from).collect();
        prop_assert_eq!(every.total.stock_value_unknown as usize, rows.len() - known.len());
        prop_assert_eq!(every.total.stock_value.is_some(), !known.is_empty());
        if let Some(value) = every.total.stock_value {
            prop_assert!((value - known.iter().sum::<f64>()).abs() < 1e-6);
        }
    }

    #[test]
    fn a_search_keeps_what_has_every_word(rows in rows(), words in prop::collection::vec(
        prop::sample::select(vec!["RED", "mug", "lamp", "étude", "acme", "øst", "uk", "åland", "22423", "sTra", "zzz"]), 0..3,
    )) {
        let (publication, cube, plan) = (publication(), cube(), plan(&rows));
        let search = words.join("  ");
        let kept = all_items(&publication, &cube, &plan, &ItemsQuery { search, ..ItemsQuery::default() });
        let all = all_items(&publication, &cube, &plan, &ItemsQuery::default());
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
        let (publication, cube, plan) = (publication(), cube(), plan(&rows));
        let all = all_items(&publication, &cube, &plan, &query("sort=sku"));
        let csv = items_csv(&all);
        let lines = read_csv(&csv);
        prop_assert_eq!(&lines[0], &ItemRow::COLUMNS.map(str::to_owned));
        prop_assert_eq!(lines.len(), all.len() + 1);
        for (line, row) in lines[1..].iter().zip(&all) {
            for (cell, value) in line.iter().zip(row.cells()) {
                match value {
                    Cell::Number(Some(number)) => prop_assert_eq!(cell.parse::<f32>().ok(), Some(number)),
                    Cell::Text(Some(text)) => {
                        prop_assert_eq!(cell.strip_prefix('\'').unwrap_or(cell), text);
                        prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
                    }
                    Cell::Date(Some(day)) => prop_assert_eq!(cell, &day.to_string()),
                    Cell::Flag(Some(flag)) => prop_assert_eq!(cell, &flag.to_string()),
                    Cell::Exact(number) => prop_assert_eq!(cell.parse::<f64>().ok(), Some(number)),
                    Cell::Count(Some(count)) => prop_assert_eq!(cell, &count.to_string()),
                    _ => prop_assert_eq!(cell, ""),
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
