use super::*;

pub(super) const MAPPING: &str = r#"
currency = "GBP"
time_zone = "Europe/London"

[columns]
invoice = ["Invoice", "InvoiceNo"]
sku = ["StockCode"]
description = ["Description"]
quantity = ["Quantity"]
placed_at = ["InvoiceDate"]
unit_price = ["Price", "UnitPrice"]
customer = ["Customer ID", "CustomerID"]
country = ["Country"]

[timestamps]
formats = ["%d/%m/%Y %H:%M"]

[cancellations]
invoice_prefix = "C"

[not_goods]
codes = ["POST"]

[limits]
max_quantity = 1000
max_refused_share = 0.2

[[location]]
id = "UK"
name = "United Kingdom"
kind = "warehouse"
country = "GB"
countries = ["United Kingdom"]

[[location]]
id = "ROW"
name = "Rest of the world"
kind = "warehouse"
default = true

[[category]]
name = "Kitchen"
keywords = ["MUG"]

[[source]]
file = "second*"
name = "The second"
licence = "CC BY 4.0"
"#;

pub(super) const HEADER: &str =
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

/// Every verdict at least once: twelve lines, and one that cannot be read.
const LINES: &str = "\
1,85123a,RED MUG,6.0,2011-03-01 10:00:00,2.55,17850.0,United Kingdom
1,85123A,RED MUG,2,2011-03-01 10:00:00,2.50,17850.0,United Kingdom
1,85123A,RED MUG,2,2011-03-01 10:00:00,2.50,17850.0,United Kingdom
2,22423,\"STAND, \"\"TALL\"\"\",1,2011-03-02 10:00:00,10,,France
C3,85123A,RED MUG,-6,2011-03-03 10:00:00,2.55,17850,United Kingdom
C4,22423,,-1,2011-03-03 10:00:00,10,,France
5,POST,POSTAGE,1,2011-03-03 10:00:00,18,17850,France
6,22423,damaged,-9,2011-03-04 10:00:00,0,,United Kingdom
7,22423,,3,2011-03-04 10:00:00,0,,United Kingdom
8,22423,\"STAND, \"\"TALL\"\"\",1001,2011-03-04 10:00:00,10,1,United Kingdom
9,85123A,MUG RED,4,2011-03-05 23:59:59,2.55,2,Atlantis
10,85123A,RED MUG,1,2011-03-05 10:00:00,2.55,2,
11,85123A,RED MUG,lots,2011-03-05 10:00:00,2.55,2,France
";

pub(super) fn counts(report: &Report) -> Vec<(&str, u64)> {
    report
        .verdicts
        .iter()
        .map(|count| (count.id.as_str(), count.lines))
        .filter(|(_, lines)| *lines > 0)
        .collect()
}

pub(super) fn affected(report: &Report, id: &str) -> u64 {
    report.check(id).unwrap_or_else(|| panic!("no check {id} in\n{report:#?}")).affected
}

#[tokio::test]
async fn order_lines_become_daily_sales_products_and_locations() {
    let bench = Bench::new();
    let source = bench.file("orders.csv", format!("{HEADER}{LINES}"));
    let manifest = bench.import(&[source], Some(MAPPING)).await.unwrap();
    assert_eq!(
        bench.rows(&manifest, "sales"),
        [
            "2011-03-02 22423 ROW 1.0000 10.0000",
            "2011-03-05 85123A ROW 5.0000 12.7500",
            "2011-03-01 85123A UK 2.0000 5.0000",
        ]
    );
    assert_eq!(
        bench.rows(&manifest, "products"),
        [
            "22423 STAND, \"TALL\" Other assigned by keyword 10.0000",
            "85123A RED MUG Kitchen assigned by keyword 2.5500",
        ]
    );
    assert_eq!(
        bench.rows(&manifest, "locations"),
        ["ROW Rest of the world warehouse ·", "UK United Kingdom warehouse GB",]
    );
    assert_eq!((manifest.currency.as_str(), manifest.time_zone.as_str()), ("GBP", "Europe/London"));
    assert_eq!((manifest.sources[0].file.as_str(), manifest.sources[0].rows), ("orders.csv", 13));
    assert_eq!(bench.tenant.latest_snapshot().unwrap(), Some(manifest));
}

#[tokio::test]
async fn every_line_is_counted_under_one_verdict_and_every_repair_under_a_check() {
    let bench = Bench::new();
    let source = bench.file("orders.csv", format!("{HEADER}{LINES}"));
    let manifest = bench.import(&[source], Some(MAPPING)).await.unwrap();
    let report = manifest.quality.unwrap();
    assert_eq!(report.rows, 13);
    assert_eq!(
        counts(&report),
        [
            ("sale", 4),
            ("cancelled_sale", 1),
            ("cancellation", 1),
            ("return", 1),
            ("duplicate", 1),
            ("not_goods", 1),
            ("adjustment", 1),
            ("zero_price", 1),
            ("impossible_quantity", 1),
            ("refused", 1),
        ]
    );
    let returned = report.verdicts.iter().find(|count| count.id == "return").unwrap();
    assert_eq!((returned.units.as_deref(), returned.value.as_deref()), (Some("-1"), Some("-10")));
    for (id, expected) in [
        ("customer_missing", 4),
        ("description_filled", 2),
        ("description_missing", 0),
        ("descriptions_differ", 1),
        ("country_missing", 1),
        ("country_unlisted", 4),
        ("sku_respelt", 1),
        ("unreadable_quantity", 1),
        ("unreadable_placed_at", 0),
        ("days_without_sales", 2),
        ("overlap", 0),
    ] {
        assert_eq!(affected(&report, id), expected, "{id} in\n{report:#?}");
    }
    let refused = &report.check("unreadable_quantity").unwrap().examples[0];
    assert_eq!((refused.file.as_str(), refused.line), ("orders.csv", Some(14)));
    assert_eq!(shown(refused), "cell_not_a_number: column quantity, value lots");
}

#[tokio::test]
async fn order_lines_are_kept_where_the_source_says_what_was_shipped() {
    let bench = Bench::new();
    let mapping = r#"
        currency = "EUR"
        time_zone = "Europe/Berlin"
        columns = { invoice = ["order"], sku = ["sku"], quantity = ["ordered"], placed_at = ["at"], units_shipped = ["shipped"] }
        orders = { keep = true }
        numbers = { decimal = "," }
    "#;
    let content = "order;sku;ordered;at;shipped\nB;X;2,5;2011-03-01T23:30:00Z;2\nB;A;1;2011-03-01T23:30:00Z;0\n\
                   A;A;4;2011-03-05;4\n";
    let source = bench.file("orders.csv", content);
    let manifest = bench.import(&[source], Some(mapping)).await.unwrap();
    assert_eq!(
        bench.rows(&manifest, "orders"),
        [
            "B 1 2011-03-02T00:30:00 · X main 2.5000 2.0000",
            "B 2 2011-03-02T00:30:00 · A main 1.0000 0.0000",
            "A 1 2011-03-05T00:00:00 · A main 4.0000 4.0000",
        ]
    );
    assert_eq!(bench.rows(&manifest, "sales")[2], "2011-03-02 X main 2.5000");
    assert_eq!(bench.rows(&manifest, "products"), ["A A", "X X"]);
}

#[tokio::test]
async fn progress_covers_every_phase_and_never_exceeds_its_total() {
    let bench = Bench::new();
    let source = bench.file("orders.csv", format!("{HEADER}{LINES}"));
    let mut seen = Vec::new();
    run(&bench.tenant, &request(&[source], Some(MAPPING)), &mut |progress| seen.push(progress))
        .await
        .unwrap();
    assert!(seen.iter().all(|progress| progress.done <= progress.total), "{seen:?}");
    for phase in [Phase::Reading, Phase::Cleaning, Phase::Writing] {
        let last = seen.iter().rfind(|progress| progress.phase == phase).unwrap();
        assert_eq!(last.done, last.total, "{phase:?}");
    }
}

#[tokio::test]
async fn a_check_tells_the_same_without_a_store() {
    let bench = Bench::new();
    let source = bench.file("orders.csv", format!("{HEADER}{LINES}"));
    let request = request(&[source], Some(MAPPING));
    let report = check_sources(&request, &mut |_| ()).await.unwrap();
    assert!(!bench.tenant.root().exists());
    let imported = run(&bench.tenant, &request, &mut |_| ()).await.unwrap();
    assert_eq!(imported.manifest.quality, Some(report));
}

#[tokio::test]
async fn lines_in_another_currency_are_counted() {
    let bench = Bench::new();
    let header = HEADER.replace("Country", "Country,Currency");
    let lines = "1,A,MUG,1,2011-03-01,1,7,France,GBP\n2,A,MUG,1,2011-03-01,9,7,France,SEK\n";
    let source = bench.file("orders.csv", format!("{header}{lines}"));
    let report = bench.import(&[source], Some(MAPPING)).await.unwrap().quality.unwrap();
    let check = report.check("other_currency").unwrap();
    assert_eq!((check.affected, check.seen), (1, 2));
    assert_eq!(shown(&check.examples[0]), "other_currency: currency GBP, said SEK");
    let source = bench.file("plain.csv", format!("{HEADER}1,A,MUG,1,2011-03-01,1,7,France\n"));
    let report = bench.import(&[source], Some(MAPPING)).await.unwrap().quality.unwrap();
    assert!(report.check("other_currency").is_none(), "nothing was said of currencies");
}

/// Shops export the date and the customer of an order on its first line only.
#[tokio::test]
async fn what_stands_on_the_first_line_of_an_order_can_be_told_to_hold_for_all() {
    let lines = [
        HEADER,
        "1,A,MUG,2,2011-03-01,2.5,K,United Kingdom\n1,B,CUP,3,,1.5,,\n2,A,MUG,1,2011-03-02,2.5,L,France\n",
    ];
    let bench = Bench::new();
    let source = bench.file("lines.csv", lines.concat());
    let error = bench.import(std::slice::from_ref(&source), Some(MAPPING)).await.unwrap_err().to_string();
    for part in ["lines.csv, line 3", "placed_at is empty", "lines.first_only = [\"placed_at\"]"] {
        assert!(error.contains(part), "{part} in {error}");
    }
    let first_only = "\n[lines]\nfirst_only = [\"placed_at\", \"customer\", \"country\"]\n\n[cancellations]";
    let mapping = MAPPING.replacen("\n[cancellations]", first_only, 1);
    let manifest = bench.import(&[source], Some(&mapping)).await.unwrap();
    let expected =
        ["2011-03-02 A ROW 1.0000 2.5000", "2011-03-01 A UK 2.0000 5.0000", "2011-03-01 B UK 3.0000 4.5000"];
    assert_eq!(bench.rows(&manifest, "sales"), expected);
    assert_eq!(manifest.quality.unwrap().check("country_missing").unwrap().affected, 0);
}

#[tokio::test]
async fn a_refusal_names_the_way_out_that_fits_the_cell() {
    let check = async |cells: &str, way: &str| {
        let bench = Bench::new();
        let source = bench.file("lines.csv", format!("{HEADER}1,A,MUG,{cells},K,France\n"));
        let error = bench.import(&[source], Some(MAPPING)).await.unwrap_err().to_string();
        assert!(error.contains("lines.csv, line 2") && error.contains(way), "{way} in {error}");
    };
    check("\"1.234,50\",2011-03-01,2", "numbers.decimal = \",\"").await;
    check("2,13.08.2010,2", "timestamps.formats in a mapping: \"%d.%m.%Y\"").await;
    check("2,40603,2", "40603 counts days, up to 2011-03-01").await;
    check("NULL,2011-03-01,2", "text.missing").await;
}

/// What customers paid adds up to the totals of the lines, whatever a unit cost.
#[tokio::test]
async fn a_line_may_have_its_total_with_discount_and_tax() {
    let mapping = r#"
        currency = "EUR"
        time_zone = "UTC"
        columns = { invoice = ["order"], sku = ["sku"], quantity = ["qty"], placed_at = ["day"], line_total = ["total"], discount = ["off"], tax_percent = ["vat"] }
        limits = { max_refused_share = 0.5 }
    "#;
    let header = "order,sku,qty,day,total,off,vat\n";
    let bench = Bench::new();
    let lines = "1,A,3,2011-03-01,10,,0\n2,A,3,2011-03-01,10,,0\n3,A,3,2011-03-01,11.90,,19 %\n4,B,2,2011-03-01,12.90,-1,19\n\
                 5,B,0,2011-03-02,7,,19\n6,B,1,2011-03-02,1,2,19\n7,C,1,2011-03-02,1,,0.19\n";
    let source = bench.file("lines.csv", format!("{header}{lines}"));
    let manifest = bench.import(&[source], Some(mapping)).await.unwrap();
    let expected = ["2011-03-01 A main 9.0000 30.0000", "2011-03-01 B main 2.0000 10.0000"];
    assert_eq!(bench.rows(&manifest, "sales"), expected);
    assert_eq!(bench.rows(&manifest, "products"), ["A A 3.3333", "B B 5.0000"]);
    let report = manifest.quality.unwrap();
    let said = |id: &str| {
        report
            .check(id)
            .unwrap()
            .examples
            .iter()
            .map(|e| format!("{:?} {}", e.line, shown(e)))
            .collect::<Vec<_>>()
    };
    assert_eq!(said("unreadable_line_total"), ["Some(6) cell_without_quantity: column line_total, value 7"]);
    assert_eq!(said("unreadable_discount"), ["Some(7) cell_above_total: column discount, value 2"]);
    assert_eq!(affected(&report, "unreadable_tax_percent"), 1);
}
