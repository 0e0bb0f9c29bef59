use super::*;

const SALES: &str = "Date,SKU,Location,Units,Revenue,Colour\n\
                     2011-03-02,A,UK,2,5,red\n\
                     2011-03-01,B,UK,1.5,,red\n\
                     2011-03-02,A,UK,1,2.5,blue\n\
                     2011-03-03,A,UK,-1,-2.5,blue\n";

#[tokio::test]
async fn tables_come_in_by_their_columns_without_a_mapping() {
    let bench = Bench::new();
    let source = bench.file("export.csv", SALES);
    let manifest = bench.import(&[source], None).await.unwrap();
    assert_eq!(bench.rows(&manifest, "sales"), ["2011-03-02 A UK 3.0000 7.5000", "2011-03-01 B UK 1.5000 ·"]);
    assert_eq!((manifest.currency.as_str(), manifest.time_zone.as_str()), ("XXX", "UTC"));
    let file = manifest.files_of("sales").next().unwrap();
    assert_eq!(
        (file.first_date.unwrap().to_string(), file.last_date.unwrap().to_string()),
        ("2011-03-01".into(), "2011-03-02".into())
    );
    let report = manifest.quality.unwrap();
    let affected = |id: &str| report.check(id).unwrap().affected;
    assert_eq!((affected("sales_repeated"), affected("sales_negative_units")), (1, 1));
    let repeated = &report.check("sales_repeated").unwrap().examples[0];
    assert_eq!(shown(repeated), "repeated: count 2, key 2011-03-02 A UK");
    assert_eq!(report.check("sales_unknown_columns").unwrap().examples[0].content, "Colour");
}

#[tokio::test]
async fn other_tables_come_in_by_their_names() {
    let bench = Bench::new();
    let sources = [
        bench.file("sales-2011.csv", "date,sku,location,units\n2011-03-02,A,UK,2\n"),
        bench.file("sales-2010.csv", "date;sku;location;units;channel\n2010-03-02;A;UK;2;web\n"),
        bench.file("Products.csv", "sku,name,unit_cost,weight_kg\nA,\"Mug,  red\",1.2345,0.312500\n"),
        bench.file(
            "locations.csv",
            "location,name,kind,latitude,longitude\nUK,Leicester,warehouse,52.636879,-1.139759\n",
        ),
        bench.file("calendar.csv", "date,name,kind\n2012-12-25,Christmas Day,holiday\n"),
    ];
    let manifest = bench.import(&sources, None).await.unwrap();
    assert_eq!(bench.rows(&manifest, "sales"), ["2010-03-02 A UK web 2.0000", "2011-03-02 A UK · 2.0000"]);
    assert_eq!(bench.rows(&manifest, "products"), ["A Mug, red 1.2345 0.3125"]);
    assert_eq!(bench.rows(&manifest, "locations"), ["UK Leicester warehouse 52.636879 -1.139759"]);
    assert_eq!(bench.rows(&manifest, "calendar"), ["2012-12-25 Christmas Day holiday"]);
    assert_eq!(manifest.sources.iter().map(|source| source.rows).collect::<Vec<_>>(), [1, 1, 1, 1, 1]);
}

#[tokio::test]
async fn text_in_an_older_encoding_is_read_and_counted() {
    let bench = Bench::new();
    let sales = bench.file("sales.csv", "date,sku,location,units\n2011-03-02,A,UK,2\n");
    let products = bench.file("products.csv", b"sku,name\nA,caf\xe9 cr\xe8me\n");
    let manifest = bench.import(&[sales, products], None).await.unwrap();
    assert_eq!(bench.rows(&manifest, "products"), ["A café crème"]);
    let check = manifest.quality.as_ref().unwrap().check("products_recoded").unwrap();
    assert_eq!((check.affected, check.examples[0].content.as_str()), (1, "A, café crème"));
}

#[tokio::test]
async fn a_stored_table_can_be_imported_again() {
    let bench = Bench::new();
    let first = bench.import(&[bench.file("sales.csv", SALES)], None).await.unwrap();
    let stored = bench.tenant.verified_path(first.files_of("sales").next().unwrap()).unwrap();
    let second = bench.import(&[stored], None).await.unwrap();
    assert_eq!(first.files, second.files);
}

#[tokio::test]
async fn what_is_no_table_is_refused_with_the_way_out() {
    let bench = Bench::new();
    let sales = bench.file("sales.csv", "date,sku,location,units\n2011-03-02,A,UK,2\n");
    let check = async |name: &str, content: &str, expected: &[&str]| {
        let error = bench.import(&[sales.clone(), bench.file(name, content)], None).await.unwrap_err();
        assert!(error.is_bad_input(), "{error}");
        let text = error.to_string();
        assert!(expected.iter().all(|part| text.contains(part)), "{text}");
    };
    let orders = "Invoice,StockCode\n1,A\n";
    check("orders2.csv", orders, &["orders2.csv", "has no column order, line", "--mapping"]).await;
    check("lines.csv", orders, &["lines.csv: is not a table", "Invoice, StockCode", "--mapping", "products"])
        .await;
    check("products.csv", "sku,name\nA,Mug\nA,Cup\n", &["table products", "2 rows", "Keep one"]).await;
    check(
        "stock.csv",
        "date,sku,location,on_hand\n2011-03-01,A,UK,NaN\n2011-03-01,B,UK,inf\n",
        &["stock.csv, line 3", "is not finite"],
    )
    .await;
    check("stock.csv", "date,sku,location\n2011-03-01,A,UK\n", &["on_hand, on_order"]).await;
    check("stock.csv", "date,sku,location,on_hand\n2031-03-01,A,UK,1\n", &["2031-03-01", "2012-01-01"]).await;
}

#[tokio::test]
async fn words_for_no_value_are_none_and_codes_may_be_any_word() {
    let promotions = ["\\N", "NA", "#N/A", "NULL", "n/a", "None", "-", "nan", "<NA>", ""];
    let mut csv = String::from("date,sku,location,units,promotion\n");
    let mut json = String::new();
    for (day, promotion) in (1..).zip(promotions) {
        csv.push_str(&format!("2011-03-{day:02},NULL,NA,2,{promotion}\n"));
        let promotion = promotion.replace('\\', "\\\\");
        json.push_str(&format!(
            "{{\"date\": \"2011-03-{day:02}\", \"sku\": \"NULL\", \"location\": \"NA\", \"units\": 2, \
             \"promotion\": \"{promotion}\"}}\n"
        ));
    }
    let expected: Vec<_> = (1..=10).map(|day| format!("2011-03-{day:02} NULL NA 2.0000 ·")).collect();
    for (name, content) in [("sales.csv", csv), ("sales.jsonl", json)] {
        let bench = Bench::new();
        let manifest = bench.import(&[bench.file(name, content)], None).await.unwrap();
        assert_eq!(bench.rows(&manifest, "sales"), expected, "{name}");
    }
    // A mapping lists the words for missing values; then they hold in every column.
    let mapping = "currency = \"XXX\"\ntime_zone = \"UTC\"\ntext = { missing = [\"NULL\"] }\n";
    let bench = Bench::new();
    let source = bench.file("sales.csv", "date,sku,location,units\n2011-03-02,NULL,UK,2\n");
    let error = bench.import(&[source], Some(mapping)).await.unwrap_err();
    assert!(error.to_string().contains("sku is empty: \"NULL\" counts as missing"), "{error}");
}

/// One program writes codes as numbers, another as text: equal codes are merged, and similar ones become a finding.
#[tokio::test]
async fn codes_join_whether_written_as_numbers_or_as_text() {
    let bench = Bench::new();
    let sources = [
        bench.file(
            "sales.csv",
            "date,sku,location,units\n2011-03-02,13085.0,7.0,2\n2011-03-02,000123,7,1\n2011-03-02,ab1,7,1\n",
        ),
        bench.file("stock.csv", "date,sku,location,on_hand\n2011-03-02,13085,7,5\n2011-03-02,AB1,7,5\n"),
        bench.file("products.csv", "sku,name\n13085,Mug\n123,Cup\n"),
        bench.file("locations.csv", "location,name,kind\n7,Leeds,store\n"),
    ];
    let manifest = bench.import(&sources, None).await.unwrap();
    assert!(bench.rows(&manifest, "sales").contains(&"2011-03-02 13085 7 2.0000".to_owned()));
    let report = manifest.quality.as_ref().unwrap();
    let check = |report: &Report, id: &str| {
        let check = report.check(id).unwrap();
        let contents: Vec<_> = check.examples.iter().map(shown).collect();
        (check.affected, contents)
    };
    let respelt = (
        2,
        vec![
            "respelt: column sku, normal 13085, text 13085.0".to_owned(),
            "respelt: column location, normal 7, text 7.0".to_owned(),
        ],
    );
    assert_eq!(check(report, "sales_respelt"), respelt);
    let spellings = vec![
        "sku_spellings: one 000123 (sales), other 123 (products)".to_owned(),
        "sku_spellings: one AB1 (stock), other ab1 (sales)".to_owned(),
    ];
    assert_eq!(check(report, "sku_spellings"), (2, spellings.clone()));
    assert_eq!(check(report, "product_unknown"), (2, vec!["000123".to_owned(), "ab1".to_owned()]));
    let stored = crate::quality::check_store(&bench.tenant, &manifest).await.unwrap();
    assert_eq!(check(&stored, "sku_spellings"), (2, spellings));
}

/// An order is overdue at 180 days, or at three times its supplier's lead time and three deviations.
#[tokio::test]
async fn open_orders_of_long_ago_are_named() {
    let bench = Bench::new();
    let header = "purchase_order,supplier,sku,location,ordered_on,received_on,units_ordered,units_received\n";
    let receipts = format!(
        "{header}OLD,S,A,UK,2009-01-01,,50,0\nLATE,S,A,UK,2010-09-01,,5,1\nNEW,S,A,UK,2010-09-10,,5,0\n\
         SLOW,L,A,UK,2010-08-01,,7,0\nSLOWER,L,A,UK,2010-01-01,,7,0\nDONE,S,A,UK,2009-01-01,2009-01-09,5,5\n\
         FULL,S,A,UK,2009-01-01,,5,5\n"
    );
    let sources = [
        bench.file("sales.csv", "date,sku,location,units\n2011-03-02,A,UK,2\n"),
        bench.file("receipts.csv", receipts),
        bench.file(
            "suppliers.csv",
            "supplier,name,lead_time_days_mean,lead_time_days_sd\nS,Near,7,1\nL,Far,100,10\n",
        ),
    ];
    let expected = [
        "order_overdue: location UK, ordered_on 2010-09-01, purchase_order LATE, sku A, units 4.0000",
        "order_overdue: location UK, ordered_on 2009-01-01, purchase_order OLD, sku A, units 50.0000",
        "order_overdue: location UK, ordered_on 2010-01-01, purchase_order SLOWER, sku A, units 7.0000",
    ];
    let manifest = bench.import(&sources, None).await.unwrap();
    let stored = crate::quality::check_store(&bench.tenant, &manifest).await.unwrap();
    for report in [manifest.quality.as_ref().unwrap(), &stored] {
        let check = report.check("order_overdue").unwrap();
        let found: Vec<_> = check.examples.iter().map(shown).collect();
        assert_eq!((check.affected, check.seen), (3, 7));
        assert_eq!(found, expected);
    }
}
