//! Sales by week and by month: found, told, and gone on with.

use std::fmt::Write as _;

use planning::day::Day;

use super::order_lines::affected;
use super::*;

/// Rows of two items, one each for a date, without its header.
fn rows(dates: &[Day]) -> String {
    let mut text = String::new();
    for (place, date) in dates.iter().enumerate() {
        let _ = writeln!(text, "{date},A,main,{}\n{date},B,main,3", 70 + place);
    }
    text
}

fn sales(dates: &[Day]) -> String {
    format!("date,sku,location,units\n{}", rows(dates))
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Mondays of 2011 from the first on.
fn mondays(count: i32) -> Vec<Day> {
    (0..count).map(|week| day("2011-01-03").plus(7 * week)).collect()
}

fn dates_of(bench: &Bench, manifest: &Manifest, table: &str) -> Vec<String> {
    let mut dates: Vec<String> =
        bench.rows(manifest, table).iter().map(|row| row.split(' ').next().unwrap().to_owned()).collect();
    dates.sort();
    dates.dedup();
    dates
}

#[tokio::test]
async fn rows_of_weeks_stand_on_their_last_day_with_their_stock() {
    let bench = Bench::new();
    // A holiday moved one of them to a Tuesday.
    let mut dates = mondays(12);
    dates[5] = dates[5].plus(1);
    let sold = bench.file("sales.csv", sales(&dates));
    let stock: String = dates.iter().map(|date| format!("{date},A,main,9\n")).collect();
    let stock = bench.file("stock.csv", format!("date,sku,location,on_hand\n{stock}"));
    let manifest = bench.import(&[sold, stock], None).await.unwrap();
    let rows = manifest.row_periods;
    assert_eq!((rows.sales, rows.last_weekday, rows.is_stock_alike), (SalesPeriod::Week, 6, true));
    let sundays: Vec<String> = mondays(12).iter().map(|monday| monday.plus(6).to_string()).collect();
    assert_eq!(
        (dates_of(&bench, &manifest, "sales"), dates_of(&bench, &manifest, "stock")),
        (sundays.clone(), sundays)
    );
    let report = manifest.quality.unwrap();
    assert_eq!(affected(&report, "sales_by_period"), 24);
    let check = report.check("sales_by_period").unwrap();
    assert_eq!(shown(&check.examples[0]), "weeks_found: dates 11, last 2011-03-27, strays 1");
    let json = serde_json::to_string(&rows).unwrap();
    assert_eq!(json, r#"{"sales":"week","last_weekday":6,"is_stock_alike":true}"#);
}

#[tokio::test]
async fn rows_of_months_stand_on_their_last_day_and_a_later_count_stays_where_it_is() {
    let bench = Bench::new();
    let months: Vec<Day> = (0..8).filter_map(|month| Day::in_month(2011 * 12 + month, 15)).collect();
    let sold = bench.file("sales.csv", sales(&months));
    let counted = bench.file("stock.csv", "date,sku,location,on_hand\n2011-09-10,A,main,9\n");
    let manifest = bench.import(&[sold, counted], None).await.unwrap();
    assert_eq!(
        (manifest.row_periods.sales, manifest.row_periods.is_stock_alike),
        (SalesPeriod::Month, false)
    );
    let dates = dates_of(&bench, &manifest, "sales");
    assert_eq!((dates[1].as_str(), dates[7].as_str()), ("2011-02-28", "2011-08-31"));
    assert_eq!(dates_of(&bench, &manifest, "stock"), ["2011-09-10"]);
}

#[tokio::test]
async fn what_was_told_goes_before_what_dates_show() {
    let head = "currency = \"EUR\"\ntime_zone = \"UTC\"\n";
    for (told, last) in [
        ("[sales]\nperiod = \"day\"\n", "2011-03-21"),
        ("[sales]\nperiod = \"week\"\ndated = \"last\"\n", "2011-03-21"),
        ("[sales]\nperiod = \"week\"\n", "2011-03-27"),
        ("[sales]\nperiod = \"month\"\n", "2011-03-31"),
    ] {
        let bench = Bench::new();
        let source = bench.file("sales.csv", sales(&mondays(12)));
        let manifest = bench.import(&[source], Some(&format!("{head}{told}"))).await.unwrap();
        assert_eq!(dates_of(&bench, &manifest, "sales").last().map(String::as_str), Some(last), "{told}");
        let units: f64 = bench
            .rows(&manifest, "sales")
            .iter()
            .map(|row| row.rsplit(' ').next().unwrap().parse::<f64>().unwrap())
            .sum();
        assert_eq!(units, (0..12).map(|place| 73.0 + f64::from(place)).sum::<f64>(), "{told}");
    }
    for (wrong, part) in
        [("[sales]\nperiod = \"quarter\"\n", "quarter"), ("[sales]\nperiods = \"week\"\n", "periods")]
    {
        let error = Mapping::parse("m", &format!("{head}{wrong}")).unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    }
}

#[tokio::test]
async fn a_later_week_takes_its_place_and_single_days_are_refused() {
    let bench = Bench::new();
    let first = sales(&mondays(12));
    bench.update(&[("sales.csv", &first)], None).await.unwrap();
    // Once more the last week, corrected, and the next: two dates would show nothing by themselves.
    let next =
        format!("date,sku,location,units\n{},A,main,1\n{},A,main,2\n", day("2011-03-21"), day("2011-03-28"));
    let imported = bench.update(&[("next.csv", &next)], None).await.unwrap();
    assert_eq!(imported.manifest.row_periods.sales, SalesPeriod::Week);
    let rows = bench.rows(&imported.manifest, "sales");
    for row in ["2011-03-27 A main 1.0000", "2011-03-27 B main 3.0000", "2011-04-03 A main 2.0000"] {
        assert!(rows.contains(&row.to_owned()), "{row} in {rows:?}");
    }
    assert!(bench.update(&[("next.csv", &next)], None).await.unwrap().is_nothing_new());
    let days: Vec<Day> = (0..10).map(|place| day("2011-04-04").plus(place)).collect();
    let error = bench.update(&[("days.csv", &sales(&days))], None).await.unwrap_err().to_string();
    assert!(error.contains("10 dates in 2 weeks") && error.contains("--fresh"), "{error}");
    let told = "currency = \"XXX\"\ntime_zone = \"UTC\"\n[sales]\nperiod = \"day\"\n";
    let error = bench.update(&[("next.csv", &next)], Some(told)).await.unwrap_err().to_string();
    assert!(error.contains("told to be by day") && error.contains("by week"), "{error}");
}

#[tokio::test]
async fn a_store_that_counts_weeks_by_day_goes_on_so_and_says_it() {
    let bench = Bench::new();
    bench.update(&[("sales.csv", &sales(&mondays(3)))], None).await.unwrap();
    let imported = bench.update(&[("more.csv", &sales(&mondays(12)))], None).await.unwrap();
    assert_eq!(imported.manifest.row_periods.sales, SalesPeriod::Day);
    assert_eq!(dates_of(&bench, &imported.manifest, "sales").last().map(String::as_str), Some("2011-03-21"));
    assert_eq!(affected(&imported.report, "sales_stored_days"), 24);
}

#[tokio::test]
async fn order_lines_have_days() {
    let bench = Bench::new();
    let mapping = "currency = \"EUR\"\ntime_zone = \"UTC\"\n[sales]\nperiod = \"week\"\n[columns]\ninvoice = [\"i\"]\n\
                   sku = [\"s\"]\nquantity = [\"q\"]\nplaced_at = [\"d\"]\n";
    let source = bench.file("lines.csv", "i,s,q,d\n1,A,2,2011-01-03\n");
    let error = bench.import(&[source], Some(mapping)).await.unwrap_err().to_string();
    assert!(error.contains("order lines") && error.contains("[tables.sales]"), "{error}");
}
