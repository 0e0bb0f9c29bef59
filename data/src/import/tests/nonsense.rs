//! Values that cannot be, and rows that repeat each other: found with file, line and column, and none of them fatal.

use super::*;

/// A check's count and examples, each with its file and line.
fn found(report: &Report, id: &str) -> (u64, Vec<String>) {
    let check = report.check(id).unwrap_or_else(|| panic!("no check {id} in\n{report:#?}"));
    let line = |line: Option<u64>| line.map(|line| format!(":{line} ")).unwrap_or_default();
    let examples = check
        .examples
        .iter()
        .map(|example| format!("{}{}{}", example.file, line(example.line), shown(example)));
    (check.affected, examples.collect())
}

const SALES: &str = "date,sku,location,units\n2011-03-02,A,UK,2\n";

#[tokio::test]
async fn impossible_values_count_as_missing_and_rows_that_need_them_are_left_out() {
    let bench = Bench::new();
    let products = "sku,name,unit_cost,unit_price,pack_size,weight_kg\n\
                    A,Mug,-5,9,12,0.3\nB,Cup,0,9,-1,-0.3\nC,Jug,30,9,1,-2\nD,Lid,18,9,0,0\n";
    let suppliers =
        "supplier,name,lead_time_days_mean,lead_time_days_sd\nS,Near,-7,1\nL,Far,9999,1\nO,Own,0,0\n";
    let sources = [
        bench.file("sales.csv", SALES),
        bench.file("products.csv", products),
        bench.file("suppliers.csv", suppliers),
        bench.file("locations.csv", "location,name,kind,latitude\nUK,Leeds,store,253.8\n"),
        bench.file("stock.csv", "date,sku,location,on_hand,on_order\n2011-03-02,A,UK,-3,-4\n"),
    ];
    let manifest = bench.import(&sources, None).await.unwrap();
    let expected = [
        "A Mug · 9.0000 12.0000 0.3",
        "B Cup 0.0000 9.0000 · ·",
        "C Jug 30.0000 9.0000 1.0000 ·",
        "D Lid 18.0000 9.0000 0.0000 0.0",
    ];
    assert_eq!(bench.rows(&manifest, "products"), expected);
    assert_eq!(bench.rows(&manifest, "suppliers"), ["O Own 0.0000 0.0000"]);
    assert_eq!(bench.rows(&manifest, "stock"), ["2011-03-02 A UK -3.0000 ·"], "units owed are no nonsense");
    let report = manifest.quality.as_ref().unwrap();
    let expected = [
        "products.csv:2 cell_below: column unit_cost, least 0, value -5",
        "products.csv:3 cell_below: column pack_size, least 0, value -1",
        "products.csv:4 cell_below: column weight_kg, least 0, value -2",
    ];
    // A row with two such values is one row.
    assert_eq!(found(report, "products_impossible"), (3, expected.map(str::to_owned).to_vec()));
    let expected = [
        "suppliers.csv:2 cell_not_between: column lead_time_days_mean, first 0, last 730, value -7",
        "suppliers.csv:3 cell_not_between: column lead_time_days_mean, first 0, last 730, value 9999",
    ];
    assert_eq!(found(report, "suppliers_impossible"), (2, expected.map(str::to_owned).to_vec()));
    let far = "locations.csv:2 cell_not_between: column latitude, first -90, last 90, value 253.8";
    assert_eq!(found(report, "locations_impossible"), (1, vec![far.to_owned()]));
    // A cost of a little more than the price happens; one of three times the price is that of a pack.
    let dear = "products.csv:4 C, Jug, 30, 9, 1, -2";
    assert_eq!(found(report, "products_cost_above_price"), (1, vec![dear.to_owned()]));
}

/// A spreadsheet writes 1900-01-01, a database 1970-01-01, where nothing was entered.
#[tokio::test]
async fn days_that_programs_write_for_no_date_are_none_and_receipts_before_their_order_are_named() {
    let bench = Bench::new();
    let header = "purchase_order,supplier,sku,location,ordered_on,received_on,units_ordered,units_received\n";
    let rows = "P1,S,A,UK,2011-02-01,1900-01-01,5,0\nP2,S,A,UK,2011-02-01,2011-01-02,5,5\n\
                P3,S,A,UK,2011-02-01,1970-01-01 00:00:00,5,0\n";
    let sources = [bench.file("sales.csv", SALES), bench.file("receipts.csv", [header, rows].concat())];
    let manifest = bench.import(&sources, None).await.unwrap();
    let open = |order: &str| format!("{order} S A UK 2011-02-01 · 5.0000 0.0000");
    let stored = bench.rows(&manifest, "receipts");
    assert_eq!([&stored[0], &stored[2]], [&open("P1"), &open("P3")]);
    let early = "receipts.csv:3 P2, S, A, UK, 2011-02-01, 2011-01-02, 5, 5";
    let report = manifest.quality.as_ref().unwrap();
    assert_eq!(found(report, "receipts_received_before_ordered"), (1, vec![early.to_owned()]));
}

#[tokio::test]
async fn rows_that_repeat_others_are_counted_and_do_not_stop_the_import() {
    let bench = Bench::new();
    let mut receipts = String::from(
        "purchase_order,supplier,sku,location,ordered_on,received_on,units_ordered,units_received\n",
    );
    for order in 0..668 {
        let row = format!("P{order:03},S,A,UK,2011-02-01,2011-02-08,5,5\n");
        receipts.push_str(&row.repeat(2));
    }
    // Two deliveries of one day.
    receipts.push_str("Q,S,A,UK,2011-02-01,2011-02-08,4,4\nQ,S,A,UK,2011-02-01,2011-02-08,6,5\n");
    let sources = [
        bench.file("sales.csv", SALES),
        bench.file("receipts.csv", receipts),
        bench.file("products.csv", "sku,name\nA,Mug\nA,Mug\nB,Cup\n"),
    ];
    let manifest = bench.import(&sources, None).await.unwrap();
    let stored = bench.rows(&manifest, "receipts");
    assert_eq!(stored.len(), 669);
    assert_eq!(stored[0], "P000 S A UK 2011-02-01 2011-02-08 5.0000 5.0000");
    assert_eq!(stored[668], "Q S A UK 2011-02-01 2011-02-08 10.0000 9.0000");
    assert_eq!(bench.rows(&manifest, "products"), ["A Mug", "B Cup"]);
    let report = manifest.quality.as_ref().unwrap();
    assert_eq!(found(report, "receipts_identical").0, 668);
    let sum = "repeated: count 2, key Q A UK 2011-02-08";
    assert_eq!(found(report, "receipts_repeated"), (1, vec![sum.to_owned()]));
    assert_eq!(found(report, "products_identical"), (1, vec!["repeated: count 2, key A Mug".to_owned()]));
    // Which of two different names is right, nobody can tell.
    let differing = bench.file("products.csv", "sku,name\nA,Mug\nA,Cup\nB,Lid\nB,Jug\nC,Pot\n");
    let error =
        bench.import(&[bench.file("sales.csv", SALES), differing], None).await.unwrap_err().to_string();
    assert!(
        error.contains("rows have the same sku: A: 2 rows that differ; 2 keys in all, among them B: 2"),
        "{error}"
    );
}

#[tokio::test]
async fn a_table_in_two_currencies_is_named() {
    let sales =
        "date,sku,location,units,revenue,currency\n2011-03-02,A,UK,1,5,GBP\n2011-03-03,A,UK,1,9,SEK\n";
    let euro = "currency = \"EUR\"\ntime_zone = \"UTC\"\n";
    for (mapping, count, first) in [
        (None, 1, "sales.csv:3 second_currency: currency GBP, said SEK"),
        (Some(euro), 2, "sales.csv:2 other_currency: currency EUR, said GBP"),
    ] {
        let bench = Bench::new();
        let manifest = bench.import(&[bench.file("sales.csv", sales)], mapping).await.unwrap();
        let report = manifest.quality.as_ref().unwrap();
        let (affected, examples) = found(report, "sales_other_currency");
        assert_eq!((affected, examples[0].as_str()), (count, first));
        assert_eq!(found(report, "sales_unknown_columns").0, 0, "it is looked at");
    }
}
