use proptest::prelude::*;

use super::order_lines::{HEADER, MAPPING};
use super::*;

#[tokio::test]
async fn the_same_sources_make_the_same_snapshot_even_when_memory_is_short() {
    let bench = Bench::new();
    let mut text = HEADER.to_owned();
    for n in 0..60_000_u32 {
        let (sku, customer) = (n.wrapping_mul(2_654_435_761) % 500, n.wrapping_mul(40_503) % 97);
        let (day, cancels) = (1 + n % 28, n % 50 == 7);
        let (mark, sign) = if cancels { ("C", "-") } else { ("", "") };
        text.push_str(&format!(
            "{mark}{},SKU{sku},THING NUMBER {sku} WITH A LONG NAME,{sign}{},2011-03-{day:02} 10:00:00,2.5,{customer},France\n",
            n / 5,
            1 + n % 3,
        ));
    }
    let source = bench.file("orders.csv", text);
    let plenty = bench.import(std::slice::from_ref(&source), Some(MAPPING)).await.unwrap();
    let mut short = request(&[source], Some(MAPPING));
    short.memory_bytes = 4 << 20;
    let other = Bench::new();
    let again = run(&other.tenant, &short, &mut |_| ()).await.unwrap().manifest;
    assert_eq!(plenty, again);
    let report = again.quality.unwrap();
    assert_eq!(report.verdicts.iter().map(|count| count.lines).sum::<u64>(), 60_000);
    assert!(report.lines("cancellation") > 0 && report.lines("return") > 0, "{report:#?}");
    let left: Vec<_> =
        fs::read_dir(other.tenant.root()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "only files, snapshots and the lock are left: {left:?}");
}

#[tokio::test]
async fn errors_name_the_file_the_line_the_column_and_the_remedy() {
    let bench = Bench::new();
    let check = async |content: String, expected: &[&str]| {
        let source = bench.file("orders.csv", content);
        let error = bench.import(&[source], Some(MAPPING)).await.unwrap_err();
        assert!(error.is_bad_input(), "{error}");
        let text = error.to_string();
        assert!(expected.iter().all(|part| text.contains(part)), "{text}");
    };
    let good = "1,A,MUG,1,2011-03-01,1,7,France\n";
    check(
        format!("{HEADER}{good}1,A,MUG,1,soon,1,7,France\n"),
        &["orders.csv, line 3", "soon", "timestamps"],
    )
    .await;
    check(HEADER.replace("StockCode", "Item") + good, &["StockCode", "found InvoiceNo, Item", "columns.sku"])
        .await;
    check(format!("{HEADER}1,POST,POSTAGE,1,2011-03-01,1,7,France\n"), &["no sales are left of 1 rows"])
        .await;
    check(HEADER.into(), &["no sales are left of 0 rows"]).await;
    check(format!("{HEADER}{good}1,A\n"), &["orders.csv, line 3", "2 cells"]).await;
    assert!(bench.tenant.snapshots().unwrap().is_empty());
    let missing = bench.import(&[bench.dir.path().join("none.csv")], Some(MAPPING)).await.unwrap_err();
    assert!(missing.is_not_found(), "{missing}");
    assert!(bench.import(&[], Some(MAPPING)).await.unwrap_err().is_bad_input());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn units_and_revenue_of_sales_are_those_of_the_lines_that_stand(
        lines in prop::collection::vec((0..4_u8, 1..20_i64, 0..300_i64, 1..4_u8), 1..60),
    ) {
        let mut text = HEADER.to_owned();
        for (number, (sku, quantity, cents, day)) in lines.iter().enumerate() {
            let price = format!("{}.{:02}", cents / 100, cents % 100);
            text.push_str(&format!("{number},S{sku},MUG,{quantity},2011-03-{day:02},{price},7,France\n"));
        }
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let bench = Bench::new();
        let source = bench.file("orders.csv", text);
        let sold = lines.iter().filter(|(_, _, cents, _)| *cents > 0);
        let (units, revenue) = sold.fold((0, 0), |(units, revenue), (_, q, cents, _)| (units + q, revenue + q * cents));
        match runtime.block_on(bench.import(&[source], Some(MAPPING))) {
            Err(error) => prop_assert!(units == 0 && error.is_bad_input(), "{}", error),
            Ok(manifest) => {
                let total = |column: usize| -> f64 {
                    let rows = bench.rows(&manifest, "sales");
                    rows.iter().map(|row| row.split(' ').nth(column).unwrap().parse::<f64>().unwrap()).sum()
                };
                prop_assert_eq!(total(3).round(), units as f64);
                prop_assert_eq!((total(4) * 100.0).round(), revenue as f64);
            }
        }
    }
}
