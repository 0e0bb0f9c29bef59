//! Lead times of an item that two suppliers have delivered.

use planning::day::Day;
use std::fmt::Write as _;
use tests::program::Server;
use tests::store::Store;

const FIRST: Day = Day(18_000);

#[test]
fn lead_times_are_those_of_the_supplier_that_an_item_has_now_or_of_all_where_none_is_known() {
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
    let products = "sku,name,supplier\nKNOWN,Known,Acme\nUNKNOWN,Unknown,\n";
    let store = Store::of_tables(&[("sales", &sales), ("receipts", &receipts), ("products", products)]);
    let server = Server::start(store.path());
    for (sku, receipts, days) in [("KNOWN", 12, 20.0), ("UNKNOWN", 24, 13.0)] {
        let answer = server.get(&format!("/api/v1/item?sku={sku}&location=north")).json();
        assert_eq!(answer["lead_time_source"], "own_receipts", "{sku}: {answer}");
        assert_eq!(answer["own_receipts"]["receipts"], receipts, "{sku}");
        assert_eq!(answer["now"]["parts"]["lead_time_days"], days, "{sku}");
    }
}
