//! Files with a column for each period, and with several rows of headings.

use super::order_lines::affected;
use super::*;
use crate::report::shown;
use planning::periods::SalesPeriod;

const HEAD: &str = "currency = \"EUR\"\ntime_zone = \"Europe/Berlin\"\n";

#[tokio::test]
async fn a_column_for_each_month_becomes_a_row() {
    let mapping = format!(
        "{HEAD}[header]\nline = 3\n[tables.sales]\ncolumns = {{ sku = [\"Artikel\"] }}\nconstants = {{ location = \"main\" }}\n\
         wide = {{ units = \"%Y-%m\" }}\n"
    );
    let bench = Bench::new();
    let text =
        "Absatz 2011\n\nArtikel;Name;2011-02;2011-01;Summe\nA;Tasse;3;5;8\nB;Teller;;-;0\nC;Krug;0;2;2\n";
    let source = bench.file("absatz.csv", text);
    let manifest = bench.import(&[source], Some(&mapping)).await.unwrap();
    // A month without a value is no month without sales.
    let expected = [
        "2011-01-31 A main 5.0000",
        "2011-02-28 A main 3.0000",
        "2011-01-31 C main 2.0000",
        "2011-02-28 C main 0.0000",
    ];
    assert_eq!(bench.rows(&manifest, "sales"), expected);
    assert_eq!(manifest.row_periods.sales, SalesPeriod::Month);
    let report = manifest.quality.unwrap();
    let periods = report.check("sales_by_period").unwrap();
    assert_eq!((periods.affected, periods.seen, report.check("sales_periods").is_none()), (4, 4, true));
    assert_eq!(shown(&periods.examples[0]), "months_found: dates 2, last 2011-02-28, strays 0");
    assert_eq!(affected(&report, "sales_unknown_columns"), 2);

    let bench = Bench::new();
    let source = bench.file("absatz.csv", text.replace(";5;", ";viele;"));
    let error = bench.import(&[source], Some(&mapping)).await.unwrap_err().to_string();
    assert!(error.contains("absatz.csv, line 4") && error.contains("2011-01 \"viele\""), "{error}");
    for (from, to, part) in [
        ("2011-0", "Monat ", "no column is headed as %Y-%m"),
        ("2011-01", "2011-2", "two columns have the units of 2011-02-01"),
    ] {
        let source = bench.file("absatz.csv", text.replace(from, to));
        let error = bench.import(&[source], Some(&mapping)).await.unwrap_err().to_string();
        assert!(error.contains(part), "{part} in {error}");
    }
}

/// Weeks under the names of shops would be another table; here each week has units and money.
#[tokio::test]
async fn two_rows_of_headings_are_one() {
    let mapping = format!(
        "{HEAD}[header]\nrows = 2\n[tables.sales]\ncolumns = {{ sku = [\"Artikel\"], location = [\"Filiale\"] }}\n\
         wide = {{ units = \"KW %V/%G Menge\", revenue = \"KW %V/%G Umsatz\" }}\n"
    );
    let bench = Bench::new();
    let text = ",,KW 52/2010,,KW 01/2011,\nArtikel,Filiale,Menge,Umsatz,Menge,Umsatz\nA,Köln,3,4.5,1,1.5\n";
    let source = bench.file("wochen.csv", text);
    let manifest = bench.import(&[source], Some(&mapping)).await.unwrap();
    let expected = ["2011-01-02 A Köln 3.0000 4.5000", "2011-01-09 A Köln 1.0000 1.5000"];
    assert_eq!(bench.rows(&manifest, "sales"), expected);
}

/// Columns that are headed by days hold weeks if they are seven days apart.
#[tokio::test]
async fn headings_of_days_last_until_the_next() {
    let mapping = |format: &str| {
        format!(
            "{HEAD}[tables.sales]\nconstants = {{ location = \"main\" }}\nwide = {{ units = \"{format}\" }}\n"
        )
    };
    let bench = Bench::new();
    let weekly = bench.file("a.csv", "sku,2011-01-03,2011-01-10,2011-01-24\nA,1,2,3\n");
    let report = bench.import(&[weekly], Some(&mapping("%Y-%m-%d"))).await.unwrap().quality.unwrap();
    assert_eq!(affected(&report, "sales_by_period"), 3);
    let bench = Bench::new();
    let yearly = bench.file("a.csv", "sku,2010,2011\nA,1,2\n");
    let manifest = bench.import(&[yearly], Some(&mapping("%Y"))).await.unwrap();
    assert_eq!(bench.rows(&manifest, "sales"), ["2010-01-01 A main 1.0000", "2011-01-01 A main 2.0000"]);
    let report = manifest.quality.unwrap();
    let periods = report.check("sales_periods").unwrap();
    assert_eq!((periods.affected, periods.seen), (2, 2));
    assert_eq!(
        (periods.examples[0].line, shown(&periods.examples[0]).as_str()),
        (Some(2), "2010: 2010-01-01, A, main, 1")
    );
    let bench = Bench::new();
    let daily = bench.file("a.csv", "sku,2011-01-03,2011-01-04\nA,1,2\n");
    let report = bench.import(&[daily], Some(&mapping("%Y-%m-%d"))).await.unwrap().quality.unwrap();
    assert!(report.check("sales_periods").is_none());
    for (wide, part) in [
        ("wide = { units = \"Menge\" }", "is not the format of a day, week, month or year"),
        ("wide = { date = \"%Y\" }", "date has no value for each period"),
        ("wide = { unit = \"%Y\" }", "unit is not a column of sales"),
    ] {
        let error = Mapping::parse("m", &format!("{HEAD}[tables.sales]\n{wide}\n")).unwrap_err().to_string();
        assert!(error.contains(part), "{part} in {error}");
    }
}
