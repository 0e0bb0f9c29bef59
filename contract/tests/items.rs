//! Lists of item-locations against a plain reading of the plan.

use contract::{
    CONTRACT_VERSION, Cell, Cells, Cube, Filter, Found, Group, ItemColumn, ItemRow, ItemsQuery, Plan,
    Publication, QueryString, Settings, Sort, all_items, find, items, items_csv,
};
use planning::day::Day;
use planning::kpi::{Known, Measure};
use planning::stock::Status;
use proptest::prelude::*;

/// A row: places in the lists of names, then numbers.
type Row = ((usize, usize, usize), (u16, u16, u8, u8), [f32; 6]);

const SKUS: [&str; 5] = ["85123A", "22423", "POST", "=1+1", "DCGS0076"];
const NAMES: [&str; 5] = ["Red Mug", "ÉTUDE lamp, \"small\"", "red lamp", "-5 candles", "straße"];
const SUPPLIERS: [&str; 3] = ["", "Acme & Sons", "Øst"];

fn groups(names: [&str; 3]) -> Vec<Group> {
    names.map(|name| Group { id: name.to_lowercase(), name: name.to_owned() }).to_vec()
}

fn publication() -> Publication {
    Publication {
        contract_version: CONTRACT_VERSION,
        id: "p".into(),
        tenant: "main".into(),
        snapshot: "s".into(),
        settings: Settings::default(),
        currency: "GBP".into(),
        time_zone: "UTC".into(),
        first_day: Day(0),
        as_of: Day(15_000),
        horizon_days: 91,
        known: Known::default(),
        sources: Vec::new(),
        simulated: vec!["Stock is simulated.".into()],
        category_note: None,
        tables: Vec::new(),
        item_locations: 0,
        kpi_sql: Vec::new(),
        files: Vec::new(),
    }
}

fn cube() -> Cube {
    Cube {
        version: CONTRACT_VERSION,
        grain_days: 7,
        periods: Vec::new(),
        categories: groups(["Mugs", "Lamps", "Candles"]),
        locations: groups(["UK", "EU", "ÅLAND"]),
        known: Known::default(),
        holding_rate_per_year: 0.25,
        cells: Cells { measures: vec![Vec::new(); Measure::ALL.len()], ..Cells::default() },
    }
}

fn plan(rows: &[Row]) -> Plan {
    let mut plan = Plan::default();
    for ((sku, name, supplier), (category, location, class, status), numbers) in rows {
        let [on_hand, unit_cost, unit_price, units_at_risk, cover_days, other] = *numbers;
        let (policy, items) = (&mut plan.policy, &mut plan.items);
        for column in [
            &mut policy.demand_per_day,
            &mut policy.error_sd_per_day,
            &mut policy.lead_time_days,
            &mut policy.lead_time_sd_days,
            &mut policy.minimum_order,
            &mut policy.pack_size,
            &mut items.on_order,
            &mut items.active_days,
            &mut items.stockout_days,
            &mut items.short_units,
            &mut items.short_value,
            &mut items.reorder_point,
            &mut items.safety_stock,
            &mut items.order_quantity,
            &mut items.excess_units,
            &mut items.excess_value,
            &mut items.suggested_order,
        ] {
            column.push(other);
        }
        policy.unit_cost.push(unit_cost);
        policy.category.push(*category);
        policy.location.push(*location);
        policy.class.push(*class);
        items.sku.push(SKUS[*sku].into());
        items.name.push(NAMES[*name].into());
        items.supplier.push(SUPPLIERS[*supplier].into());
        items.unit_price.push(unit_price);
        items.on_hand.push(on_hand);
        items.units_at_risk.push(units_at_risk);
        items.cover_days.push(cover_days);
        items.order_in_days.push(cover_days.ceil());
        items.status.push(*status);
        items.demand_class.push(0);
        items.method.push(0);
    }
    plan
}

fn number() -> impl Strategy<Value = f32> {
    // Few values, so that there are ties, and what is not known.
    prop_oneof![3 => (-2..6i8).prop_map(|n| f32::from(n) * 1.5), 1 => Just(f32::NAN)]
}

/// Days to come, or never, or not known.
fn days() -> impl Strategy<Value = f32> {
    prop_oneof![3 => (0..6i8).prop_map(|n| f32::from(n) * 1.5), 1 => Just(f32::NAN), 1 => Just(f32::INFINITY)]
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let names = (0..SKUS.len(), 0..NAMES.len(), 0..SUPPLIERS.len());
    let places = (0..3u16, 0..3u16, 0..3u8, 0..6u8);
    let numbers = (prop::array::uniform4(number()), days(), number())
        .prop_map(|([a, b, c, d], days, other)| [a, b, c, d, days, other]);
    prop::collection::vec((names, places, numbers), 0..40)
}

fn query(text: &str) -> ItemsQuery {
    ItemsQuery::from_query(&QueryString::parse(text)).expect(text)
}

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
    let rows = all_items(&publication(), &cube(), &plan(&small()), &query("sort=sku&q=red+mug"));
    let row = &rows[0];
    assert_eq!((row.stock_value, row.money_at_risk, row.cover_days), (Some(20.0), Some(12.0), Some(2.4)));
    // Two whole days are served; on the third it runs out.
    assert_eq!((row.runs_out_on, row.order_by), (Some(Day(15_003)), Some(Day(15_003))));
    assert_eq!((row.location.as_str(), row.location_name.as_str()), ("uk", "UK"));
    let rows = all_items(&publication(), &cube(), &plan(&small()), &query("location=eu"));
    let unknown = &rows[0];
    assert_eq!((unknown.on_hand, unknown.stock_value, unknown.money_at_risk), (None, None, None));
    assert_eq!(
        (unknown.cover_days, unknown.cover_beyond_horizon, unknown.supplier.as_ref()),
        (None, None, None)
    );
    let rows = all_items(&publication(), &cube(), &plan(&small()), &query("status=stocked_out"));
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
    let rows = all_items(&publication(), &cube(), &plan(&small()), &query(""));
    let json = serde_json::to_string(&rows[0]).expect("JSON");
    let mut from = 0;
    for name in ItemRow::COLUMNS {
        let place = json[from..]
            .find(&format!("\"{name}\":"))
            .unwrap_or_else(|| panic!("{name} in its place in {json}"));
        from += place + 1;
    }
    assert_eq!(json.matches("\":").count(), ItemRow::COLUMNS.len());
}

#[test]
fn the_filter_is_that_of_the_overview_without_its_dates() {
    let query = query("from=2011-01-01&category=lamps&class=C");
    assert_eq!(query.filter, Filter { from: None, ..query.filter.clone() });
    let answer = items(&publication(), &cube(), &plan(&small()), &query);
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
