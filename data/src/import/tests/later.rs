//! Imports into a store that has a snapshot: docs/decisions/0008-later-imports.md, case by case.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

pub(super) const JANUARY: &str = "date,sku,location,units,revenue\n\
                       2011-01-01,A,UK,1,10\n2011-01-02,A,UK,2,20\n2011-01-02,B,FR,3,30\n";

/// Imports January, then these sources; the change in one line and the rows of sales after it.
async fn check(sources: &[(&str, &str)], line: &str, sales: &[&str]) -> (Bench, Manifest, Imported) {
    let bench = Bench::new();
    let first = bench.update(&[("january.csv", JANUARY)], None).await.unwrap().manifest;
    let later = bench.update(sources, None).await.unwrap();
    assert_eq!(later.change.as_ref().unwrap().to_line(), line);
    let mut rows = bench.rows(&later.manifest, "sales");
    rows.sort();
    assert_eq!(rows, sales);
    (bench, first, later)
}

#[tokio::test]
async fn the_same_rows_change_nothing_whatever_file_they_come_in() {
    let same = "units;date;sku;revenue;location\n3,0;2011-01-02;B;30;FR\n1;2011-01-01;A;10;UK\n2;2011-01-02;A;20;UK\n";
    for content in [JANUARY, &same.replace("3,0", "3.0")] {
        let sales = [
            "2011-01-01 A UK 1.0000 10.0000",
            "2011-01-02 A UK 2.0000 20.0000",
            "2011-01-02 B FR 3.0000 30.0000",
        ];
        let (bench, first, again) = check(&[("again.csv", content)], "sales: kept 2 days", &sales).await;
        assert!(again.is_nothing_new());
        assert_eq!((again.manifest, bench.tenant.snapshots().unwrap().len()), (first, 1));
        assert_eq!(fs::read_dir(bench.tenant.address("files")).unwrap().count(), 1);
    }
}

#[tokio::test]
async fn later_days_are_appended_and_stored_files_stay_as_they_are() {
    let february = "date,sku,location,units\n2011-02-01,C,UK,4\n";
    let sales = [
        "2011-01-01 A UK 1.0000 10.0000",
        "2011-01-02 A UK 2.0000 20.0000",
        "2011-01-02 B FR 3.0000 30.0000",
        "2011-02-01 C UK 4.0000",
    ];
    let line = "sales: appended 1 day (1 row)";
    let (_, first, later) = check(&[("february.csv", february)], line, &sales).await;
    assert_eq!((later.manifest.files.len(), &later.manifest.files[0]), (2, &first.files[0]));
    let sources: Vec<_> = later.manifest.sources.iter().map(|source| source.file.as_str()).collect();
    assert_eq!(sources, ["january.csv", "february.csv"]);
    assert_eq!(later.manifest.quality.unwrap().rows, 4, "the reports of both imports, added up");
    assert_eq!(later.report.rows, 1);
}

#[tokio::test]
async fn a_corrected_day_is_replaced_for_the_locations_of_the_file() {
    let corrected =
        "date,sku,location,units,revenue\n2011-01-02,A,UK,5,50\n2011-01-02,C,UK,6,60\n2011-01-03,A,UK,7,70\n";
    let sales = [
        "2011-01-01 A UK 1.0000 10.0000",
        "2011-01-02 A UK 5.0000 50.0000",
        "2011-01-02 B FR 3.0000 30.0000",
        "2011-01-02 C UK 6.0000 60.0000",
        "2011-01-03 A UK 7.0000 70.0000",
    ];
    let line = "sales: appended 1 day (1 row), replaced 1 day (1 row by 2)";
    check(&[("corrected.csv", corrected)], line, &sales).await;
}

#[tokio::test]
async fn a_file_that_has_all_days_takes_the_place_of_the_snapshot() {
    let all = format!("{}2011-01-03,A,UK,4,40\n", JANUARY.replace("A,UK,2,20", "A,UK,2,25"));
    let sales = [
        "2011-01-01 A UK 1.0000 10.0000",
        "2011-01-02 A UK 2.0000 25.0000",
        "2011-01-02 B FR 3.0000 30.0000",
        "2011-01-03 A UK 4.0000 40.0000",
    ];
    let line = "sales: appended 1 day (1 row), replaced 1 day (2 rows by 2), kept 1 day";
    let (_, _, later) = check(&[("all.csv", &all)], line, &sales).await;
    assert_eq!(later.manifest.sources.len(), 1, "{:?}", later.manifest.sources);
    assert_eq!(later.manifest.quality, Some(later.report));
}

#[tokio::test]
async fn one_channels_file_leaves_the_others_rows_and_one_without_channels_replaces_all() {
    let bench = Bench::new();
    let header = "date,sku,location,channel,units\n";
    let shop = format!("{header}2011-01-01,A,UK,shop,1\n");
    bench.update(&[("shop.csv", &shop)], None).await.unwrap();
    let web = format!("{header}2011-01-01,A,UK,web,2\n");
    let both = bench.update(&[("web.csv", &web)], None).await.unwrap();
    assert_eq!(both.change.unwrap().to_line(), "sales: appended 1 day (1 row)");
    let mut rows = bench.rows(&both.manifest, "sales");
    rows.sort();
    assert_eq!(rows, ["2011-01-01 A UK shop 1.0000", "2011-01-01 A UK web 2.0000"]);
    let sum = "date,sku,location,units\n2011-01-01,A,UK,4\n";
    let one = bench.update(&[("sum.csv", sum)], None).await.unwrap();
    assert_eq!(bench.rows(&one.manifest, "sales"), ["2011-01-01 A UK 4.0000"]);
}

#[tokio::test]
async fn master_data_is_replaced_item_by_item_and_keeps_columns_the_import_lacks() {
    let bench = Bench::new();
    let products = "sku,name,unit_cost\nA,Mug,1.5\nB,Cup,2\n";
    bench.update(&[("january.csv", JANUARY), ("products.csv", products)], None).await.unwrap();
    let later = "sku,name,category\nB,Cup of tea,Cups\nC,Jug,Jugs\n";
    let later = bench.update(&[("january.csv", JANUARY), ("products.csv", later)], None).await.unwrap();
    let line = later.change.unwrap().to_line();
    assert_eq!(line, "sales: kept 2 days; products: appended 1 item (1 row), replaced 1 item (1 row by 1)");
    let mut rows = bench.rows(&later.manifest, "products");
    rows.sort();
    assert_eq!(rows, ["A Mug 1.5000", "B Cup of tea Cups 2.0000", "C Jug Jugs ·"]);
}

#[tokio::test]
async fn a_table_can_come_later_without_sales_but_not_first() {
    let bench = Bench::new();
    let stock = "date,sku,location,on_hand\n2011-01-01,A,UK,5\n";
    let error = bench.update(&[("stock.csv", stock)], None).await.unwrap_err();
    assert!(error.to_string().contains("stock.csv: no sales are left of 1 rows"), "{error}");
    let first = bench.update(&[("january.csv", JANUARY)], None).await.unwrap().manifest;
    let later = bench.update(&[("stock.csv", stock)], None).await.unwrap();
    assert_eq!(later.change.unwrap().to_line(), "stock: appended 1 day (1 row)");
    assert_eq!(later.manifest.files[..1], first.files);
    assert_eq!(bench.rows(&later.manifest, "stock"), ["2011-01-01 A UK 5.0000"]);
}

#[tokio::test]
async fn purchase_orders_are_replaced_whole() {
    let bench = Bench::new();
    let header = "purchase_order,supplier,sku,location,ordered_on,received_on,units_ordered,units_received\n";
    let open = format!("{header}P1,S,A,UK,2011-01-01,,5,0\nP2,S,A,UK,2011-01-01,,6,0\n");
    bench.update(&[("january.csv", JANUARY), ("receipts.csv", &open)], None).await.unwrap();
    let closed = format!("{header}P1,S,A,UK,2011-01-01,2011-01-09,5,5\n");
    let later = bench.update(&[("january.csv", JANUARY), ("receipts.csv", &closed)], None).await.unwrap();
    let line = later.change.unwrap().to_line();
    assert_eq!(line, "sales: kept 2 days; receipts: replaced 1 purchase order (1 row by 1)");
    let mut rows = bench.rows(&later.manifest, "receipts");
    rows.sort();
    assert_eq!(
        rows,
        ["P1 S A UK 2011-01-01 2011-01-09 5.0000 5.0000", "P2 S A UK 2011-01-01 · 6.0000 0.0000"]
    );
}

#[tokio::test]
async fn currencies_and_zones_are_never_mixed_and_words_about_sources_can_be_mended() {
    let bench = Bench::new();
    let mapping = |currency: &str, zone: &str, name: &str| {
        let source = format!("source = [{{ file = \"january*\", name = \"{name}\" }}]");
        format!("currency = \"{currency}\"\ntime_zone = \"{zone}\"\n{source}\n")
    };
    let january = [("january.csv", JANUARY)];
    let first = bench.update(&january, None).await.unwrap();
    let named = bench.update(&january, Some(&mapping("GBP", "Europe/London", "Till"))).await.unwrap();
    assert!(!named.is_nothing_new() && named.manifest.files == first.manifest.files);
    assert_eq!((named.manifest.currency.as_str(), named.manifest.sources[0].name.as_str()), ("GBP", "Till"));
    let again = bench.update(&january, Some(&mapping("GBP", "Europe/London", "Till"))).await.unwrap();
    assert!(again.is_nothing_new());
    assert!(bench.update(&january, None).await.unwrap().is_nothing_new(), "saying nothing changes nothing");
    for (currency, zone, expected) in [
        ("EUR", "Europe/London", "mapping, column currency, value \"EUR\": differs from snapshot"),
        ("GBP", "Asia/Tokyo", "mapping, column time_zone, value \"Asia/Tokyo\": differs from snapshot"),
    ] {
        let error = bench.update(&january, Some(&mapping(currency, zone, "Till"))).await.unwrap_err();
        assert!(error.is_bad_input() && error.to_string().contains(expected), "{error}");
    }
}

#[tokio::test]
async fn files_do_not_pile_up_and_put_together_they_hold_the_same_rows() {
    let bench = Bench::new();
    let mut expected = Vec::new();
    for day in 1..=28 {
        for (name, hour) in [("a", 0), ("b", 1)] {
            let location = format!("{name}{day:02}");
            let content = format!("date,sku,location,units\n2011-01-{day:02},A,{location},{hour}.5\n");
            let imported = bench.update(&[("sales.csv", &content)], None).await.unwrap();
            expected.push(format!("2011-01-{day:02} A {location} {hour}.5000"));
            assert!(imported.manifest.files.len() <= 32, "{}", imported.manifest.files.len());
        }
    }
    let newest = bench.tenant.latest_snapshot().unwrap().unwrap();
    let mut rows = bench.rows(&newest, "sales");
    rows.sort();
    expected.sort();
    assert_eq!(rows, expected);
}

#[tokio::test]
async fn two_imports_never_work_at_once_and_what_a_killed_one_left_is_removed() {
    let bench = Bench::new();
    bench.update(&[("january.csv", JANUARY)], None).await.unwrap();
    // A clone would share the lock, as the steps of one command do; another process has its own tenant value.
    let store = Store::open(bench.tenant.root().parent().unwrap().to_str().unwrap()).unwrap();
    let other = store.tenant("main").unwrap().lock("import").unwrap();
    let error = bench.update(&[("january.csv", JANUARY)], None).await.unwrap_err();
    assert!(error.to_string().contains("tenant main: another granary import (process "), "{error}");
    drop(other);
    fs::create_dir(bench.tenant.root().join(".unfinished-1")).unwrap();
    fs::write(bench.tenant.address("files").join(".unfinished-2"), "half").unwrap();
    assert!(bench.update(&[("january.csv", JANUARY)], None).await.unwrap().is_nothing_new());
    let names = |dir: &Path| -> Vec<String> {
        let entries = fs::read_dir(dir).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    assert!(names(&bench.tenant.root()).iter().all(|name| !name.starts_with(".unfinished")));
    assert_eq!(names(&bench.tenant.address("files")).len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Compares imports with a model: a map from day, location and item to units, in which an import replaces the
    /// rows it repeats, or all rows of its days at its locations.
    #[test]
    fn any_imports_in_any_order_leave_what_the_rule_says(
        imports in prop::collection::vec(
            (any::<bool>(), prop::collection::vec((1..6_u8, 0..3_u8, 0..2_u8, 0..50_u32), 1..12)), 1..5,
        ),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let bench = Bench::new();
        let mut model: BTreeMap<(u8, u8, u8), u32> = BTreeMap::new();
        let mut newest = None;
        for (whole_days, import) in imports {
            let mut given: BTreeMap<(u8, u8, u8), u32> = BTreeMap::new();
            let mut text = String::from("date,sku,location,units\n");
            for (day, sku, location, units) in import {
                *given.entry((day, location, sku)).or_default() += units;
                text.push_str(&format!("2011-01-0{day},S{sku},L{location},{units}\n"));
            }
            let before = model.len();
            let replace = if whole_days { Replace::Days } else { Replace::Items };
            if whole_days {
                let days: Vec<u8> = given.keys().map(|(day, ..)| *day).collect();
                let locations: Vec<u8> = given.keys().map(|(_, location, _)| *location).collect();
                let goes = |key: &(u8, u8, u8)| {
                    days.contains(&key.0) && locations.contains(&key.1) && !given.contains_key(key)
                };
                model.retain(|key, _| !goes(key));
            }
            let gone = (before - model.len()) as u64;
            model.extend(given);
            let done = runtime.block_on(bench.update_by(replace, &[("sales.csv", &text)], None)).unwrap();
            let vanished = done.change.map_or(0, |change| change.tables[0].vanished.rows_before);
            prop_assert_eq!(vanished, gone);
            newest = Some(done.manifest);
        }
        let expected: Vec<_> = model
            .iter()
            .map(|((day, location, sku), units)| format!("2011-01-0{day} S{sku} L{location} {units}.0000"))
            .collect();
        let mut rows = bench.rows(&newest.unwrap(), "sales");
        rows.sort_by_key(|row| {
            let cells: Vec<_> = row.split(' ').map(str::to_owned).collect();
            (cells[0].clone(), cells[2].clone(), cells[1].clone())
        });
        prop_assert_eq!(rows, expected);
    }
}
