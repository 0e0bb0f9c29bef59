//! Rows that a later import replaces and rows that it keeps: docs/decisions/0008-later-imports.md.

use super::later::JANUARY;
use super::*;

/// One line of a day is corrected: the shop's other sales of that day stay, unless the import replaces whole days.
#[tokio::test]
async fn a_correction_of_one_line_leaves_the_rest_of_the_day_and_a_whole_day_is_said_to_be_one() {
    let day = "date,sku,location,units\n2011-01-05,A,UK,1\n2011-01-05,B,UK,2\n2011-01-05,C,FR,3\n";
    let corrected = [("corrected.csv", "date,sku,location,units\n2011-01-05,A,UK,9\n")];
    for (replace, line, vanishing, sales) in [
        (
            Replace::Items,
            "sales: replaced 1 day (1 row by 1), left other 1 row of 1 day as they are",
            None,
            &["2011-01-05 A UK 9.0000", "2011-01-05 B UK 2.0000", "2011-01-05 C FR 3.0000"][..],
        ),
        (
            Replace::Days,
            "sales: replaced 1 day (2 rows by 1), took out 1 row of 1 day",
            Some("sales: 1 row of 1 day would vanish"),
            &["2011-01-05 A UK 9.0000", "2011-01-05 C FR 3.0000"],
        ),
    ] {
        let bench = Bench::new();
        bench.update(&[("day.csv", day)], None).await.unwrap();
        let source = bench.file(corrected[0].0, corrected[0].1);
        let request = ImportRequest { replace, ..request(&[source], None) };
        let seen = preview(&bench.tenant, &request, &mut |_| ()).await.unwrap().change.unwrap();
        assert_eq!((seen.to_line().as_str(), seen.vanishing(false).as_deref()), (line, vanishing));
        assert_eq!(bench.tenant.snapshots().unwrap().len(), 1, "a preview writes nothing");
        let later = bench.update_by(replace, &corrected, None).await.unwrap();
        assert_eq!(later.change, Some(seen));
        let mut rows = bench.rows(&later.manifest, "sales");
        rows.sort();
        assert_eq!(rows, sales, "{replace:?}");
        assert!(bench.update_by(replace, &corrected, None).await.unwrap().is_nothing_new());
    }
}

#[tokio::test]
async fn a_new_item_of_a_stored_day_is_beside_the_others_and_so_is_another_channel() {
    let bench = Bench::new();
    let header = "date,sku,location,channel,units\n";
    let first = format!("{header}2011-01-05,A,UK,shop,1\n2011-01-05,A,UK,web,2\n2011-01-05,B,UK,shop,3\n");
    bench.update(&[("first.csv", &first)], None).await.unwrap();
    let later = format!("{header}2011-01-05,C,UK,shop,4\n2011-01-05,A,UK,shop,5\n");
    let later = bench.update(&[("later.csv", &later)], None).await.unwrap();
    let line = "sales: replaced 1 day (1 row by 2), left other 1 row of 1 day as they are";
    assert_eq!(later.change.unwrap().to_line(), line, "the web is not spoken for");
    let mut rows = bench.rows(&later.manifest, "sales");
    rows.sort();
    let expected = ["A UK shop 5.0000", "A UK web 2.0000", "B UK shop 3.0000", "C UK shop 4.0000"];
    assert_eq!(rows, expected.map(|row| format!("2011-01-05 {row}")));
}

/// Some orders of a day are sent again: they are replaced by their number, the others stay.
#[tokio::test]
async fn customer_orders_are_replaced_by_their_number() {
    let bench = Bench::new();
    let header = "order,line,placed_at,sku,location,units_ordered,units_shipped\n";
    let first = format!(
        "{header}1,1,2011-01-01T09:00,A,UK,5,5\n1,2,2011-01-01T09:00,B,UK,1,1\n2,1,2011-01-01T10:00,A,UK,2,2\n"
    );
    bench.update(&[("sales.csv", JANUARY), ("orders.csv", &first)], None).await.unwrap();
    let again = format!("{header}1,1,2011-01-02T09:00,A,FR,5,4\n");
    let later = bench.update(&[("orders.csv", &again)], None).await.unwrap();
    assert_eq!(later.change.unwrap().to_line(), "orders: replaced 1 order (2 rows by 1)");
    let rows = bench.rows(&later.manifest, "orders");
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows.iter().any(|row| row.starts_with("1 1 2011-01-02T09:00:00 A FR")), "{rows:?}");
}
