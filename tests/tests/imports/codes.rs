//! Codes and cells written by other programs and by our own.

use crate::Bench;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use tests::program::{Server, fail, granary, succeed};

/// The answer of `granary sql`, as JSON.
fn asked(bench: &Bench, query: &str) -> Value {
    let mut command = granary();
    command.arg("sql").arg(query).args(["--format", "json", "--store"]).arg(bench.store());
    serde_json::from_str(&succeed(&mut command)).expect("JSON")
}

/// Beyond the bytes that identify a file: a crash left zeros in a code, and in place of a line.
#[test]
fn zeros_late_in_a_file_make_no_item() {
    let mut text = String::from("date,sku,location,units\n");
    for row in 0..5_000 {
        match row {
            4_500 => text.push_str("2019-01-01,A\0,north,1\n"),
            4_600 => text.push_str(&format!("{}\n", "\0".repeat(100))),
            _ => text.push_str(&format!("2019-01-{:02},A,north,1\n", 1 + row % 28)),
        }
    }
    let bench = Bench::new();
    bench.import("sales.csv", &text, &["--no-publish"]);
    let items = asked(&bench, "select sku, cast(sum(units) as bigint) as units from sales group by sku");
    assert_eq!(items, serde_json::json!([{ "sku": "A", "units": 4_998 }]));
    let path = bench.directory.path().join("sales.csv");
    let report = succeed(granary().args(["check", "--format", "json"]).arg(path));
    let report: Value = serde_json::from_str(&report).expect("JSON");
    let checks = report["checks"].as_array().expect("checks");
    let check = checks.iter().find(|check| check["id"] == "sales_unreadable").expect("the check");
    assert_eq!(check["affected"], 2);
    let lines: Vec<_> =
        check["examples"].as_array().expect("examples").iter().map(|e| e["line"].as_u64()).collect();
    assert_eq!(lines, [Some(4_502), Some(4_602)]);
}

/// Every code that an import accepts has a page that the server can answer.
#[test]
fn the_longest_code_of_an_item_and_of_a_location_has_a_page() {
    let bench = Bench::new();
    let (sku, location) = ("x".repeat(2_048), "é".repeat(2_048 / 6));
    let sales =
        format!("date,sku,location,units\n2019-01-01,{sku},{location},3\n2019-01-02,{sku},{location},4\n");
    bench.import("sales.csv", &sales, &[]);
    let server = Server::start(&bench.store());
    let place = "%C3%A9".repeat(2_048 / 6);
    assert_eq!(server.get(&format!("/item?sku={sku}&location={place}")).status, 200);
}

/// Tables with everything that is hard to write.
const TABLES: [(&str, &str); 8] = [
    (
        "sales.csv",
        "date,sku,location,channel,units,revenue,promotion\n2019-01-01,00123,north,web,1.5,10.2501,\"half, \"\"off\"\"\"\n\
         2019-01-01,00123,north,,2,,\n2019-01-02,=A1,NA,web,3,-0.5,+2 for 1\n",
    ),
    (
        "stock.csv",
        "date,sku,location,on_hand,out_of_stock_hours\n2019-01-01,00123,north,-4,2.5\n2019-01-01,=A1,NA,,24\n",
    ),
    (
        "products.csv",
        "sku,name,category,unit_cost,weight_kg,volume_m3\n00123,'tis a mug,@home,0.0001,0.1,1e-7\n\
         =A1,\"-5 °C\nbox\",,123456789.1234,,\n",
    ),
    (
        "locations.csv",
        "location,name,kind,country,latitude\nnorth,North,store,GB,54.97\nNA,Namibia,store,NA,-22.55\n",
    ),
    (
        "suppliers.csv",
        "supplier,name,lead_time_days_mean,lead_time_days_sd,order_cost\nNULL,Null & Co,7,1.5,\n",
    ),
    (
        "receipts.csv",
        "purchase_order,supplier,sku,location,ordered_on,received_on,units_ordered,units_received\n\
         1,NULL,00123,north,2018-12-01,,5,0\n-2,NULL,=A1,NA,2018-12-01,2018-12-09,5,5\n",
    ),
    ("calendar.csv", "date,name,kind\n2030-12-25,=Christmas,holiday\n"),
    (
        "orders.csv",
        "order,line,placed_at,customer,sku,location,units_ordered,units_shipped,shipped_at\n\
         7,1,2019-01-01T23:59:59.123456,@me,00123,north,2,1,\n7,2,2019-01-01T23:59:59.123456,,=A1,NA,1,1,2019-01-02T00:00\n",
    ),
];

/// Every table that `granary sql` writes, in each format that can be imported, is read back unchanged.
#[test]
fn our_own_exports_are_nothing_new() {
    let bench = Bench::new();
    let import = |files: &[PathBuf]| {
        let mut command = granary();
        command.args(["import", "--no-publish", "--store"]).arg(bench.store()).args(files);
        succeed(&mut command)
    };
    let written = TABLES.map(|(name, content)| {
        let path = bench.directory.path().join(name);
        fs::write(&path, content).expect("written");
        path
    });
    import(&written);
    for ending in ["csv", "parquet"] {
        let directory = tempfile::tempdir().expect("a directory");
        let exported = TABLES.map(|(name, _)| {
            let table = name.trim_end_matches(".csv");
            let path = directory.path().join(format!("{table}.{ending}"));
            let query = format!("select * from \"{table}\"");
            succeed(
                granary().arg("sql").arg(query).arg("--store").arg(bench.store()).arg("--output").arg(&path),
            );
            path
        });
        let told = import(&exported);
        assert!(told.starts_with("Nothing new: snapshot"), "{ending}: {told}");
        for table in ["sales: kept 2 days", "orders: kept 1 order", "locations: kept 2 locations"] {
            assert!(told.contains(table), "{told}");
        }
        assert_eq!(bench.ids().len(), 1);
    }
}

/// What `--excel` writes is read as it was, codes of digits and texts like formulas among them.
#[test]
fn csv_for_a_spreadsheet_program_is_imported_as_it_was() {
    let bench = Bench::new();
    let sales = "date,sku,location,units,revenue\n2019-01-01,0012,=A1,1.5,1234.5\n2019-01-01,4006381333931,north,2,0.25\n";
    bench.import("sales.csv", sales, &["--no-publish"]);
    let before = asked(&bench, "select * from sales order by sku");
    let path = bench.directory.path().join("sales-excel.csv");
    let select = |format: &str, output: &std::path::Path| {
        let mut command = granary();
        command.args([
            "sql",
            "select * from sales order by sku",
            "--excel",
            "--language",
            "de",
            "--format",
            format,
        ]);
        command.arg("--store").arg(bench.store()).arg("--output").arg(output);
        command
    };
    succeed(&mut select("csv", &path));
    let text = fs::read_to_string(&path).expect("written");
    assert!(text.starts_with("\u{feff}date;sku;") && text.contains(";1234,5000"), "{text}");
    let mapping = bench.directory.path().join("german.toml");
    fs::write(&mapping, "currency = \"XXX\"\ntime_zone = \"UTC\"\n[numbers]\ndecimal = \",\"\n")
        .expect("written");
    let mut import = granary();
    import.arg("import").arg(&path).arg("--mapping").arg(&mapping).arg("--store").arg(bench.store());
    succeed(import.args(["--no-publish", "--fresh"]));
    assert_eq!(asked(&bench, "select * from sales order by sku"), before);
    let (told, code) = fail(&mut select("json", &path));
    assert!(code == 1 && told.contains("--excel says how CSV is written"), "{told}");
}
