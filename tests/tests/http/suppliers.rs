//! Lead times of an item that two suppliers have delivered.

use planning::day::Day;
use std::fmt::Write as _;
use std::fs;
use tests::program::{Server, granary, succeed};

const FIRST: Day = Day(18_000);

#[test]
fn lead_times_are_those_of_the_supplier_that_an_item_has_now_or_of_all_where_none_is_known() {
    let directory = tempfile::tempdir().expect("a directory");
    let mut sales = String::from("date,sku,location,units\n");
    let mut receipts = String::from(
        "purchase_order,supplier,sku,location,ordered_on,received_on,units_ordered,units_received\n",
    );
    for sku in ["KNOWN", "UNKNOWN"] {
        for day in 0..400 {
            let _ = writeln!(sales, "{},{sku},north,3", FIRST.plus(day));
        }
        // Twelve receipts of each: one takes 20 days, the other, later in the alphabet, 6.
        for (supplier, taken) in [("Acme", 20), ("Zeta", 6)] {
            for order in 0..12 {
                let ordered = FIRST.plus(25 * order);
                let received = ordered.plus(taken);
                let _ = writeln!(
                    receipts,
                    "{sku}{supplier}{order},{supplier},{sku},north,{ordered},{received},9,9"
                );
            }
        }
    }
    let products = "sku,name,supplier\nKNOWN,Known,Acme\nUNKNOWN,Unknown,\n".to_owned();
    let files = [("sales.csv", sales), ("receipts.csv", receipts), ("products.csv", products)];
    let files = files.map(|(name, text)| {
        let path = directory.path().join(name);
        fs::write(&path, text).expect("written");
        path
    });
    let store = directory.path().join("store");
    succeed(granary().arg("import").args(files).arg("--store").arg(&store));
    let server = Server::start(&store);
    for (sku, receipts, days) in [("KNOWN", 12, 20.0), ("UNKNOWN", 24, 13.0)] {
        let answer = server.get(&format!("/api/v1/item?sku={sku}&location=north")).json();
        assert_eq!(answer["lead_time_source"], "own_receipts", "{sku}: {answer}");
        assert_eq!(answer["own_receipts"]["receipts"], receipts, "{sku}");
        assert_eq!(answer["now"]["parts"]["lead_time_days"], days, "{sku}");
    }
}
