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
    assert_eq!(report.check("sales_repeated").unwrap().examples[0].content, "2011-03-02 A UK: 2 rows");
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
    check("lines.csv", orders, &["lines.csv: is no table", "Invoice, StockCode", "--mapping", "products"])
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
