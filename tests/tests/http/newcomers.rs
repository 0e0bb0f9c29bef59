//! New items borrow from the first sales of other new items of their category and location.

use planning::day::Day;
use std::fmt::Write as _;
use tests::program::Server;
use tests::store::Store;

const FIRST: Day = Day(18_000);
const WEEKS: i32 = 60;

#[test]
fn a_new_item_borrows_from_new_items_of_its_category_and_one_that_never_sold_does_not() {
    let mut sales = String::from("date,sku,location,units\n");
    let mut stock = String::from("date,sku,location,on_hand,on_order\n");
    let mut products = String::from("sku,name,category\n");
    for (sku, category) in [
        ("OLD1", "Mugs"),
        ("OLD2", "Mugs"),
        ("TOY", "Toys"),
        ("NEW", "Mugs"),
        ("NEVER", "Mugs"),
        ("ONLY", "Hats"),
    ] {
        let _ = writeln!(products, "{sku},{sku},{category}");
        for day in 0..7 * WEEKS {
            let _ = writeln!(stock, "{},{sku},north,9,0", FIRST.plus(day));
            // Weeks of 140, 280 and 7 000; the new ones four of 35. Mugs began in the sixth week, so they show how
            // new items begin; toys, as old as the history, do not.
            let is_new = day >= 7 * (WEEKS - 4);
            let units = match sku {
                "OLD1" if day >= 42 => 20,
                "OLD2" if day >= 42 => 40,
                "TOY" => 1_000,
                "NEW" | "ONLY" if is_new => 5,
                _ => 0,
            };
            if units > 0 {
                let _ = writeln!(sales, "{},{sku},north,{units}", FIRST.plus(day));
            }
        }
    }
    let store = Store::of_tables(&[("sales", &sales), ("stock", &stock), ("products", &products)]);
    let server = Server::start(store.path());
    let of = |sku: &str| {
        let answer = server.get(&format!("/api/v1/forecast?sku={sku}&location=north")).json();
        let rows = answer["rows"].as_array().expect("rows");
        let means: Vec<f64> = rows.iter().filter_map(|row| row["mean"].as_f64()).collect();
        let is_borrowed =
            answer["notices"].as_array().is_some_and(|notices| notices.contains(&"borrowed".into()));
        (means.iter().sum::<f64>() / means.len() as f64, is_borrowed)
    };
    // New mugs sold 140 and 280 a week: 2.8 weeks of about 200 are added to its own four, of which newer ones count
    // more. Hats have no other new items, so this one borrows from all.
    for sku in ["NEW", "ONLY"] {
        let (new, is_borrowed) = of(sku);
        assert!(is_borrowed && (70.0..140.0).contains(&new), "{sku}: {new}");
    }
    for (sku, right) in [("OLD1", 140.0), ("NEVER", 0.0)] {
        let (mean, is_borrowed) = of(sku);
        assert!(!is_borrowed && (mean - right).abs() < 0.1 * right + 0.5, "{sku}: {mean}");
    }
    let page = server.get_with("/item?sku=NEW&location=north", &[("accept", "text/html")]);
    assert!(page.text().contains("the first sales of other new items of its category at its location"));
}
