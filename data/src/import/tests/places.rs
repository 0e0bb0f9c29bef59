//! Order lines that name their location and channel.

use super::order_lines::{affected, counts};
use super::*;

const MAPPING: &str = r#"
currency = "EUR"
time_zone = "Europe/Berlin"

[columns]
invoice = ["Bon"]
sku = ["Artikel"]
quantity = ["Menge"]
placed_at = ["Datum"]
unit_price = ["Preis"]
customer = ["Kunde"]
location = ["Filiale"]
channel = ["Kanal"]
"#;

const LISTED: &str = r#"
[[location]]
id = "K"
name = "Köln"
kind = "store"

[[location]]
id = "WEB"
name = "Versand"
kind = "warehouse"
default = true
"#;

const HEADER: &str = "Bon,Artikel,Menge,Datum,Preis,Kunde,Filiale,Kanal\n";

#[tokio::test]
async fn lines_are_sold_where_they_say() {
    let lines =
        "1,A,2,2011-03-01,1.5,,Köln,Kasse\n2,A,1,2011-03-01,1.5,,Köln,\n3,A,4,2011-03-01,1.5,,Bonn,Kasse\n";
    let bench = Bench::new();
    let source = bench.file("lines.csv", format!("{HEADER}{lines}"));
    let manifest = bench.import(std::slice::from_ref(&source), Some(MAPPING)).await.unwrap();
    let expected = [
        "2011-03-01 A Bonn Kasse 4.0000 6.0000",
        "2011-03-01 A Köln · 1.0000 1.5000",
        "2011-03-01 A Köln Kasse 2.0000 3.0000",
    ];
    assert_eq!(bench.rows(&manifest, "sales"), expected);
    assert!(manifest.files_of("locations").next().is_none(), "no kind of these locations is known");

    // With a list a line means the location of that code or name, in any case, and others stay what they are.
    let bench = Bench::new();
    let lines = "1,A,2,2011-03-01,1.5,,köln,Kasse\n2,A,1,2011-03-01,1.5,,K,\n3,A,4,2011-03-01,1.5,,Bonn,\n4,A,8,2011-03-01,1.5,,,\n";
    let source = bench.file("lines.csv", format!("{HEADER}{lines}"));
    let manifest = bench.import(&[source], Some(&format!("{MAPPING}{LISTED}"))).await.unwrap();
    let expected = [
        "2011-03-01 A Bonn · 4.0000 6.0000",
        "2011-03-01 A K · 1.0000 1.5000",
        "2011-03-01 A K Kasse 2.0000 3.0000",
        "2011-03-01 A WEB · 8.0000 12.0000",
    ];
    assert_eq!(bench.rows(&manifest, "sales"), expected);
    assert_eq!(bench.rows(&manifest, "locations"), ["K Köln store ·", "WEB Versand warehouse ·"]);
    let report = manifest.quality.unwrap();
    assert_eq!((affected(&report, "location_missing"), affected(&report, "location_unlisted")), (1, 1));
}

/// Nothing says where the line belongs, so it is not put anywhere.
#[tokio::test]
async fn a_line_without_location_is_refused_where_no_location_is_the_default() {
    let bench = Bench::new();
    let source = bench.file("lines.csv", format!("{HEADER}1,A,2,2011-03-01,1.5,,,\n"));
    let error = bench.import(&[source], Some(MAPPING)).await.unwrap_err().to_string();
    for part in ["lines.csv, line 2", "location is empty", "[[location]] with default = true"] {
        assert!(error.contains(part), "{part} in {error}");
    }
}

/// Tills of different shops count their receipts alike.
#[tokio::test]
async fn receipts_with_the_same_number_are_told_apart_by_location() {
    let bench = Bench::new();
    let cologne = bench
        .file("koeln.csv", format!("{HEADER}1,A,2,2011-03-01,1.5,7,Köln,\n1,B,1,2011-03-01,9,7,Köln,\n"));
    let bonn = bench
        .file("bonn.csv", format!("{HEADER}1,A,2,2011-03-01,1.5,7,Bonn,\n2,A,-2,2011-03-02,1.5,7,Köln,\n"));
    let manifest = bench.import(&[cologne, bonn], Some(MAPPING)).await.unwrap();
    // The cancellation takes out the sale at its own location.
    let expected = ["2011-03-01 A Bonn · 2.0000 3.0000", "2011-03-01 B Köln · 1.0000 9.0000"];
    assert_eq!(bench.rows(&manifest, "sales"), expected);
    let report = manifest.quality.unwrap();
    assert_eq!(affected(&report, "overlap"), 0);
    assert_eq!(counts(&report), [("sale", 2), ("cancelled_sale", 1), ("cancellation", 1)]);

    // A second copy of a shop's receipt is one.
    let bench = Bench::new();
    let line = format!("{HEADER}1,A,2,2011-03-01,1.5,7,Köln,\n");
    let other = format!("{line}1,A,2,2011-03-01,1.5,7,Bonn,\n");
    let sources = [bench.file("one.csv", line), bench.file("two.csv", other)];
    let manifest = bench.import(&sources, Some(MAPPING)).await.unwrap();
    let expected = ["2011-03-01 A Bonn · 2.0000 3.0000", "2011-03-01 A Köln · 2.0000 3.0000"];
    assert_eq!(bench.rows(&manifest, "sales"), expected);
    assert_eq!(affected(&manifest.quality.unwrap(), "overlap"), 1);
}
