//! Stores of random shape, made from a seed: tables that begin and end on different days, with gaps, with one row,
//! with missing columns, and with negative, huge or missing values.

/// What is drawn before the rows are.
mod shape;

/// The rows, as CSV.
mod rows;

pub use shape::{Products, Reach, SalesColumns, Shape, Size, Stock};

use rows::Rows;
use std::fs;
use std::path::{Path, PathBuf};

/// The tables of a store as CSV.
#[derive(Clone, Debug, PartialEq)]
pub struct RandomStore {
    /// What was drawn.
    pub shape: Shape,
    /// File names with their contents; `sales.csv` first.
    pub tables: Vec<(&'static str, String)>,
}

impl RandomStore {
    /// The store for a seed.
    pub fn drawn(seed: u64) -> RandomStore {
        RandomStore::of(Shape::drawn(seed))
    }

    /// The store for a shape.
    pub fn of(shape: Shape) -> RandomStore {
        let tables = [
            Some(("sales.csv", sales(&shape))),
            shape.stock.map(|stock| ("stock.csv", stock_rows(&shape, stock))),
            shape.products.map(|products| ("products.csv", product_rows(&shape, products))),
            shape.has_places.then(|| ("locations.csv", locations(&shape))),
            shape.has_places.then(|| ("suppliers.csv", suppliers(&shape))),
            shape.receipts_before_days.map(|_| ("receipts.csv", receipts(&shape))),
            shape.orders.map(|_| ("orders.csv", orders(&shape))),
        ];
        // A table without rows is left out.
        let has_rows = |(_, text): &(_, String)| text.lines().count() > 1;
        RandomStore { tables: tables.into_iter().flatten().filter(has_rows).collect(), shape }
    }

    /// Writes the tables to an existing folder and returns their paths.
    pub fn write(&self, folder: &Path) -> Vec<PathBuf> {
        let write = |(name, text): &(&str, String)| {
            let path = folder.join(name);
            fs::write(&path, text).expect("written");
            path
        };
        self.tables.iter().map(write).collect()
    }
}

fn must<const N: usize>(names: [&str; N]) -> [(&str, bool); N] {
    names.map(|name| (name, true))
}

fn sales(shape: &Shape) -> String {
    let columns = shape.sales;
    let names = [
        ("date", true),
        ("sku", true),
        ("location", true),
        ("channel", columns.channel),
        ("units", true),
        ("revenue", columns.revenue),
        ("promotion", columns.promotion),
    ];
    Rows::new(shape, 1, &names).sales()
}

fn stock_rows(shape: &Shape, stock: Stock) -> String {
    let names = [
        ("date", true),
        ("sku", true),
        ("location", true),
        ("on_hand", stock.on_hand),
        ("on_order", stock.on_order),
        ("out_of_stock_hours", stock.out_of_stock_hours),
    ];
    Rows::new(shape, 2, &names).stock()
}

fn product_rows(shape: &Shape, products: Products) -> String {
    let names = [
        ("sku", true),
        ("name", true),
        ("category", products.category),
        ("supplier", products.supplier),
        ("unit_cost", products.unit_cost),
        ("unit_price", products.unit_price),
        ("pack_size", products.order_rules),
        ("minimum_order", products.order_rules),
    ];
    Rows::new(shape, 3, &names).products()
}

fn locations(shape: &Shape) -> String {
    Rows::new(shape, 4, &must(["location", "name", "kind", "country"])).locations()
}

fn suppliers(shape: &Shape) -> String {
    Rows::new(shape, 5, &must(["supplier", "name", "lead_time_days_mean", "lead_time_days_sd"])).suppliers()
}

fn receipts(shape: &Shape) -> String {
    let names = must([
        "purchase_order",
        "supplier",
        "sku",
        "location",
        "ordered_on",
        "received_on",
        "units_ordered",
        "units_received",
    ]);
    Rows::new(shape, 6, &names).receipts()
}

fn orders(shape: &Shape) -> String {
    let names = must(["order", "line", "placed_at", "sku", "location", "units_ordered", "units_shipped"]);
    Rows::new(shape, 7, &names).orders()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_a_store_and_seeds_differ() {
        assert_eq!(RandomStore::drawn(7), RandomStore::drawn(7));
        let shapes: Vec<Shape> = (0..200).map(Shape::drawn).collect();
        let count = |is: fn(&Shape) -> bool| shapes.iter().filter(|shape| is(shape)).count();
        for (what, count) in [
            ("one day", count(|shape| shape.days == 1)),
            ("one item", count(|shape| shape.items == 1)),
            ("no stock", count(|shape| shape.stock.is_none())),
            ("no items", count(|shape| shape.products.is_none())),
            ("huge", count(|shape| shape.size == Size::Huge)),
            ("orders", count(|shape| shape.orders.is_some())),
            ("stock before", count(|shape| shape.stock.is_some_and(|stock| stock.reach.before_days > 13))),
            ("stock after", count(|shape| shape.stock.is_some_and(|stock| stock.reach.after_days > 0))),
            ("stock within", count(|shape| shape.stock.is_some_and(|stock| stock.reach.after_days < 0))),
            ("hours alone", count(|shape| shape.stock.is_some_and(|stock| !stock.on_hand))),
        ] {
            assert!((4..160).contains(&count), "{what}: {count}");
        }
    }

    #[test]
    fn every_line_has_the_cells_of_its_header() {
        for seed in 0..20 {
            for (name, text) in RandomStore::drawn(seed).tables {
                // A quoted cell contains one comma.
                let cells = |line: &str| line.matches(',').count() - line.matches('"').count() / 2;
                let width = cells(text.lines().next().expect("a header"));
                assert!(text.lines().all(|line| cells(line) == width), "{name} of {seed}");
            }
        }
    }
}
