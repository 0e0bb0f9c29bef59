//! Small stores that the program itself makes from tables written here.

use crate::program;
use planning::convert::count_u32;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Items at each location.
const ITEMS: u32 = 12;
/// Locations.
const LOCATIONS: [&str; 2] = ["north", "south"];

/// A store in its own directory.
pub struct Store {
    path: PathBuf,
    /// Removes the directory when dropped.
    _temporary: Option<TempDir>,
}

impl Store {
    /// A store with sales, stock and products of this many days, imported and published; dropping it removes it.
    pub fn published(days: u32) -> Self {
        let store = Store::temporary();
        store.import(days, &[]);
        store
    }

    /// The same at a path, replacing what is there; it stays.
    pub fn published_at(path: PathBuf, days: u32) -> Self {
        if path.exists() {
            fs::remove_dir_all(&path).expect("removed");
        }
        let store = Store { path, _temporary: None };
        store.import(days, &[]);
        store
    }

    /// A store from tables given by name as CSV, imported and published; dropping it removes it.
    pub fn of_tables(tables: &[(&str, &str)]) -> Self {
        let (store, sources) = (Store::temporary(), tempfile::tempdir().expect("a directory"));
        let write = |(table, text): &(&str, &str)| {
            let path = sources.path().join(format!("{table}.csv"));
            fs::write(&path, text).expect("written");
            path
        };
        let files = tables.iter().map(write);
        program::succeed(program::granary().arg("import").args(files).arg("--store").arg(store.path()));
        store
    }

    /// Three days of sales of this many items at one location, published at a path, replacing what is there; it
    /// stays.
    pub fn wide_at(path: PathBuf, items: u32) -> Self {
        if path.exists() {
            fs::remove_dir_all(&path).expect("removed");
        }
        let sources = tempfile::tempdir().expect("a directory");
        let sales = sources.path().join("sales.csv");
        let mut text = String::from("date,sku,location,units\n");
        for (item, day) in (0..items).flat_map(|item| (0..3).map(move |day| (item, day))) {
            let date = planning::day::Day(18_000).plus(day);
            let _ = writeln!(text, "{date},P{item:05},north,{}", 1 + item % 5);
        }
        fs::write(&sales, text).expect("written");
        program::succeed(program::granary().arg("import").arg(&sales).arg("--store").arg(&path));
        Store { path, _temporary: None }
    }

    /// A copy of a store that a test may change; dropping it removes it.
    pub fn copy_of(original: &Path) -> Self {
        let store = Store::temporary();
        copy(original, store.path());
        store
    }

    fn temporary() -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        Store { path: directory.path().to_owned(), _temporary: Some(directory) }
    }

    /// Its directory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The main tenant's directory.
    pub fn tenant(&self) -> PathBuf {
        self.path().join("main")
    }

    /// Id of the current publication.
    pub fn current(&self) -> String {
        let text = fs::read_to_string(self.tenant().join("current")).expect("a current publication");
        text.trim().to_owned()
    }

    /// Imports this many days of sales as a new snapshot, and publishes it unless the arguments say otherwise.
    pub fn import(&self, days: u32, arguments: &[&str]) {
        let sources = write_tables(days);
        let files = ["sales.csv", "stock.csv", "products.csv"].map(|name| sources.path().join(name));
        let mut command = program::granary();
        command.arg("import").args(files).arg("--store").arg(self.path()).args(arguments);
        program::succeed(&mut command);
    }
}

/// Tables of a snapshot as CSV files.
pub fn write_tables(days: u32) -> TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    let mut sales = String::from("date,sku,location,units,revenue\n");
    let mut stock = String::from("date,sku,location,on_hand,on_order\n");
    let mut products = String::from("sku,name,category,unit_cost,unit_price\n");
    for item in 0..ITEMS {
        let (category, cost) = (["Candles & lights", "Mugs", "Toys"][(item % 3) as usize], 2 + item);
        let _ = writeln!(products, "P{item:02},Product {item} <b>é</b>,{category},{cost}.25,{}.50", cost * 2);
        for location in LOCATIONS {
            for day in 0..days {
                let date = planning::day::Day(18_000).plus(day);
                // The pattern is arbitrary, with gaps, a weekly rhythm and differences between items.
                let units = (day * (item + 3) + item * 7 + count_u32(location.len())) % 11;
                let units = if units < 4 { 0 } else { units + day % 7 };
                let on_hand = (day * 5 + item * 13) % 40;
                if units > 0 {
                    let _ = writeln!(sales, "{date},P{item:02},{location},{units},{}.75", units * cost * 2);
                }
                let _ = writeln!(stock, "{date},P{item:02},{location},{on_hand},0");
            }
        }
    }
    for (name, text) in [("sales.csv", sales), ("stock.csv", stock), ("products.csv", products)] {
        fs::write(directory.path().join(name), text).expect("written");
    }
    directory
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a directory");
    for entry in fs::read_dir(from).expect("a listing") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}
