//! The days added up in one pass are what SQL finds over `item_day`, whatever a snapshot knows.

use super::*;
use crate::import::{self, ImportRequest, Replace, SourceFile};
use crate::rows::Rows;
use crate::store::Store;
use arrow::array::RecordBatch;
use planning::convert::count_i64;
use planning::kpi::Known;
use planning::kpi::Measure;
use std::fmt::Write as _;

/// The cube as SQL.
const CUBE: &str = "
    select age_days / 7 as age, category, location, class,
        sum(units) as units, sum(revenue) as revenue, sum(costed_revenue) as costed_revenue,
        sum(cost_of_goods_sold) as cost_of_goods_sold, sum(inventory_value) as inventory_value_days,
        sum(case when age_days % 7 = 0 then inventory_value end) as closing_value, sum(active) as active_item_days,
        sum(out_of_stock) as stockout_item_days, sum(hours_open) as hours_open, sum(hours_out) as hours_out,
        sum(units_due) as units_due, sum(units_filled) as units_filled,
        sum(case when age_days % 7 = 0 then active end) as closing_active,
        sum(case when age_days % 7 = 0 then out_of_stock end) as closing_out,
        sum(sales_rows) as sales_rows, sum(stock_rows) as stock_rows,
        bit_or(case when on_hand is not null then 1 << (age_days % 7) else 0 end) as known_days
    from item_day cross join settings
    where age_days >= 0 and cast(date as int) >= first_day
    group by age_days / 7, category, location, class
    order by age desc, category, location, class";

/// Cells of rows and periods as SQL; shares and sums of the year too.
const PERIODS: &str = "
    select row, age_days / 7 as age, sum(units) as units,
        max(case when age_days % 7 = 0 then on_hand end) as on_hand,
        sum(case when on_hand <= 0 then 1 when on_hand is not null then 0 end) as stockout_days,
        case
            when sum(hours_open) > 0 then 1 - cast(sum(hours_out) as double) / cast(sum(hours_open) as double)
            when sum(active) > 0 then 1 - cast(sum(out_of_stock) as double) / cast(sum(active) as double)
        end as served
    from item_day where age_days >= 0
    group by row, age_days / 7 order by row, age desc";
const YEAR: &str = "
    select row, sum(active) as active_days, sum(out_of_stock) as stockout_days,
        sum(units_due) - sum(units_filled) as short_units
    from item_day where age_days between 0 and 364 group by row order by row";
const DAYS: &str = "
    select row, age_days as age, units from item_day
    where units is not null and age_days between 0 and 559 order by row, age desc";

/// Tables of a snapshot, as the text of their files.
struct Tables {
    sales: String,
    others: Vec<(&'static str, String)>,
}

/// Sales of three items at two places on some of 500 days, of which some are long before the others.
fn sales() -> String {
    let mut sales = String::from("date,sku,location,channel,units,revenue\n");
    for day in 0..500_i32 {
        let date = planning::day::Day(18_000 + day);
        for (item, sku) in (0..).zip(["A", "B", "C"]) {
            let (draw, is_at_rest) = ((day * 7 + item * 11) % 13, item == 2 && (20..460).contains(&day));
            if draw > 4 || is_at_rest {
                continue;
            }
            let place = ["north", "south"][usize::from(draw % 2 == 0)];
            let revenue = if draw == 3 { String::new() } else { format!("{}.{:04}", draw * 3, draw * 77) };
            let _ = writeln!(sales, "{date},{sku},{place},web,{draw}.5,{revenue}");
            if draw == 2 {
                let _ = writeln!(sales, "{date},{sku},{place},shop,1,2.25");
            }
        }
    }
    sales
}

/// Stock from before the first sale until after the last, each column by what it is to hold.
fn stock(header: &str, cells: impl Fn(i32) -> String) -> String {
    let mut stock = format!("date,sku,location,{header}\n");
    for day in (-3..503_i32).filter(|day| day % 11 != 4) {
        let date = planning::day::Day(18_000 + day);
        for (item, sku) in (0..).zip(["A", "C", "D"]) {
            let _ = writeln!(stock, "{date},{sku},north,{}", cells(day + item));
        }
    }
    stock
}

fn orders() -> String {
    let mut orders = String::from("order,line,placed_at,sku,location,units_ordered,units_shipped\n");
    for day in (0..500_i32).step_by(3) {
        let date = planning::day::Day(18_000 + day);
        for (line, sku) in ["A", "B", "Z"].into_iter().enumerate() {
            let _ =
                writeln!(orders, "O{day},{line},{date}T10:00:00Z,{sku},north,{},{}", 2 + day % 4, day % 3);
        }
    }
    orders
}

fn products() -> (&'static str, String) {
    (
        "products",
        "sku,name,category,unit_cost\nA,Lantern,Garden,2.3333\nB,Candle,Candles,\nC,Card,Garden,0.0001\n"
            .into(),
    )
}

async fn engine(tables: &Tables, settings: &Settings) -> (tempfile::TempDir, Engine) {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::create(directory.path().join("store").to_str().unwrap()).unwrap();
    let tenant = store.tenant("main").unwrap();
    let sources = std::iter::once(("sales", &tables.sales))
        .chain(tables.others.iter().map(|(name, text)| (*name, text)));
    let file = |(name, text): (&str, &String)| {
        let path = directory.path().join(format!("{name}.csv"));
        std::fs::write(&path, text).unwrap();
        path
    };
    let request = ImportRequest {
        sources: sources.map(file).map(SourceFile::from).collect(),
        mapping: None,
        period: None,
        created_at: "2022-01-01T00:00:00Z".parse().unwrap(),
        memory_bytes: ImportRequest::MEMORY_BYTES,
        replace: Replace::Items,
    };
    let manifest = import::run(&tenant, &request, &mut |_| ()).await.unwrap().manifest;
    let engine = Engine::open(&tenant, &manifest, settings).await.unwrap();
    (directory, engine)
}

/// Every cube cell, every cell of demand, every day and year is the one that SQL finds.
async fn check(tables: Tables) -> Known {
    let settings = Settings { activity_window_days: 90, ..Settings::default() };
    let (_directory, engine) = engine(&tables, &settings).await;
    let items = ItemLocations::read(&engine).await.unwrap();
    let found = History::read(&engine, &items, &settings, &|_| ()).await.unwrap();
    check_cube(&found.cube, &items, &engine.sql("cube", CUBE).await.unwrap());
    let known = engine.facts().known;
    let is_lost = known.hours || (known.on_hand && known.fill.is_none());
    check_demand(&found.demand, is_lost, &engine.sql("periods", PERIODS).await.unwrap());
    let batches = engine.sql("year", YEAR).await.unwrap();
    let year = Rows::new("year", &batches);
    let places = year.places("row", items.len()).unwrap();
    let of = |column: &[f32]| places.iter().map(|row| column[*row]).collect::<Vec<f32>>();
    if known.on_hand {
        same(&of(&found.year.active_days), &year.f32("active_days").unwrap(), "active days");
        same(&of(&found.year.stockout_days), &year.f32("stockout_days").unwrap(), "days without stock");
    }
    assert_eq!(found.year.short_units.is_some(), known.fill.is_some());
    if let Some(short) = &found.year.short_units {
        same(&of(short), &year.f32("short_units").unwrap(), "units short");
    }
    let batches = engine.sql("days", DAYS).await.unwrap();
    let days = Rows::new("days", &batches);
    let history_days = 7 * found.demand.shape.periods;
    let mut expected = vec![vec![0.0; history_days.min(560)]; items.len()];
    let cells = days.places("row", items.len()).unwrap().into_iter().zip(days.i64("age").unwrap());
    for ((row, age), units) in cells.zip(days.f32("units").unwrap()) {
        let place = expected[row].len() - 1 - usize::try_from(age.unwrap()).unwrap();
        expected[row][place] = f64::from(units);
    }
    for (row, expected) in expected.iter().enumerate() {
        assert_eq!(found.days.of(row, found.days.count(usize::MAX)), *expected, "days of row {row}");
    }
    known
}

fn check_cube(cube: &Cube, items: &ItemLocations, batches: &[RecordBatch]) {
    let rows = Rows::new("cube", batches);
    let cells = &cube.cells;
    let ages: Vec<_> = cells
        .period
        .iter()
        .map(|period| Some(count_i64(cube.periods.len()) - 1 - i64::from(*period)))
        .collect();
    assert_eq!(ages, rows.i64("age").unwrap());
    assert_eq!(cells.category, items.members.categories.places(&rows.text("category").unwrap()).unwrap());
    assert_eq!(cells.location, items.members.locations.places(&rows.text("location").unwrap()).unwrap());
    let known: Vec<_> = cells.known_days.iter().map(|days| Some(i64::from(*days))).collect();
    assert_eq!(known, rows.i64("known_days").unwrap());
    for (column, measure) in cells.measures.iter().zip(Measure::ALL) {
        let expected: Vec<i128> = if measure.scale() == 1.0 {
            rows.i64(measure.name()).unwrap().into_iter().map(|count| count.unwrap_or(0).into()).collect()
        } else {
            rows.decimals(measure.name()).unwrap().into_iter().map(Option::unwrap_or_default).collect()
        };
        let column: Vec<i128> = column.iter().copied().map(i128::from).collect();
        assert_eq!(column, expected, "{}", measure.name());
    }
}

fn check_demand(demand: &Demand, is_lost: bool, batches: &[RecordBatch]) {
    let rows = Rows::new("periods", batches);
    let places = rows.places("row", demand.shape.rows).unwrap().into_iter().zip(rows.i64("age").unwrap());
    let newest = count_i64(demand.shape.periods) - 1;
    // Before the first sale there are no periods.
    let cells: Vec<_> = places.map(|(row, age)| Some((row, usize::try_from(newest - age?).ok()?))).collect();
    assert!(cells.iter().flatten().count() > 100, "too few to tell");
    let columns: [(&str, fn(&Demand, usize) -> &[f32]); 4] = [
        ("units", Demand::units_of),
        ("on_hand", Demand::on_hand_of),
        ("stockout_days", Demand::stockout_days_of),
        ("served", Demand::served_of),
    ];
    for (name, of) in columns {
        let expected = rows.f32(name).unwrap();
        let known = cells.iter().zip(expected).filter_map(|(cell, value)| Some(((*cell)?, value)));
        let (found, expected): (Vec<f32>, Vec<f32>) = known
            .map(|((row, period), value)| {
                (of(demand, row)[period], if name == "units" && value.is_nan() { 0.0 } else { value })
            })
            .unzip();
        if name != "served" || is_lost {
            same(&found, &expected, name);
        } else {
            assert!(
                found.iter().all(|share| share.is_nan()),
                "demand without stock is recorded all the same"
            );
        }
    }
}

#[track_caller]
fn same(found: &[f32], expected: &[f32], what: &str) {
    let bits = |values: &[f32]| {
        values.iter().map(|value| if value.is_nan() { None } else { Some(*value) }).collect::<Vec<_>>()
    };
    assert_eq!(bits(found), bits(expected), "{what}");
}

#[tokio::test]
async fn sales_alone() {
    let known = check(Tables { sales: sales(), others: Vec::new() }).await;
    assert!(!known.on_hand && known.fill.is_none());
}

#[tokio::test]
async fn balances_that_never_fall_below_zero() {
    let stock = stock("on_hand,on_order", |n| format!("{},{}", (n * 5).rem_euclid(9), n.rem_euclid(4)));
    let known = check(Tables { sales: sales(), others: vec![("stock", stock), products()] }).await;
    assert!(known.on_hand && known.fill.is_none() && known.cost);
}

#[tokio::test]
async fn balances_below_zero_are_backorders() {
    let stock =
        stock(
            "on_hand",
            |n| if n % 6 == 1 { String::new() } else { format!("{}", (n * 5).rem_euclid(9) - 3) },
        );
    // A row must have a measure.
    let stock: String =
        stock.lines().filter(|line| !line.ends_with(',')).map(|line| format!("{line}\n")).collect();
    let known = check(Tables { sales: sales(), others: vec![("stock", stock), products()] }).await;
    assert!(known.fill.is_some());
}

#[tokio::test]
async fn hours_without_stock() {
    let stock = stock("out_of_stock_hours", |n| format!("{}.25", (n * 5).rem_euclid(17)));
    let known = check(Tables { sales: sales(), others: vec![("stock", stock)] }).await;
    assert!(known.hours && !known.on_hand);
}

#[tokio::test]
async fn order_lines() {
    let stock = stock("on_hand", |n| format!("{}", (n * 5).rem_euclid(9) - 3));
    let others = vec![("stock", stock), ("orders", orders()), products()];
    let known = check(Tables { sales: sales(), others }).await;
    assert!(known.fill.is_some());
}
