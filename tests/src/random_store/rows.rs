//! The rows of a store's tables, as CSV.

use super::shape::{Reach, Shape, Size};
use crate::random::Random;
use planning::day::Day;
use std::fmt::Write as _;

/// Ten-thousandths in one.
const ONE: i64 = 10_000;
/// Largest number of units sold or held.
const HUGE: i64 = 100_000_000_000 * ONE;
const CATEGORIES: [&str; 3] = ["Candles & lights", "Mugs", "Toys, wooden"];
const CHANNELS: [&str; 2] = ["web", "shop"];
const SUPPLIERS: [&str; 2] = ["Klein & Sohn", "north"];

/// Draws the rows of one table.
pub(super) struct Rows<'a> {
    shape: &'a Shape,
    random: Random,
    text: String,
}

impl<'a> Rows<'a> {
    /// `stream` separates tables, so that the rows of one do not depend on whether another exists.
    pub(super) fn new(shape: &'a Shape, stream: u64, columns: &[(&str, bool)]) -> Rows<'a> {
        let names: Vec<&str> =
            columns.iter().filter(|(_, is_there)| *is_there).map(|(name, _)| *name).collect();
        Rows { shape, random: Random::new(shape.seed, stream), text: format!("{}\n", names.join(",")) }
    }

    fn line(&mut self, cells: &[Option<String>]) {
        let quoted = |cell: &String| if cell.contains(',') { format!("\"{cell}\"") } else { cell.clone() };
        let cells: Vec<String> = cells.iter().flatten().map(quoted).collect();
        let _ = writeln!(self.text, "{}", cells.join(","));
    }

    /// A cell of an optional column; it may be empty.
    fn may(&mut self, is_there: bool, draw: impl FnOnce(&mut Random) -> String) -> Option<String> {
        let empty = self.random.percent(self.shape.empty_percent);
        let drawn = draw(&mut self.random);
        is_there.then(|| if empty { String::new() } else { drawn })
    }

    fn item_locations(&self, items: std::ops::Range<usize>) -> Vec<(String, String)> {
        let locations = 0..self.shape.locations;
        items
            .flat_map(|item| locations.clone().map(move |location| (sku(item), self::location(location))))
            .collect()
    }

    /// Sales: at least one on the first day and one on the last.
    pub(super) fn sales(mut self) -> String {
        let (shape, columns) = (self.shape, self.shape.sales);
        let channels: &[&str] = if columns.channel { &CHANNELS } else { &CHANNELS[..1] };
        for (place, (sku, location)) in self.item_locations(0..shape.items).into_iter().enumerate() {
            for day in 0..shape.days {
                let must = place == 0 && (day == 0 || day == shape.days - 1);
                for channel in channels {
                    if !(self.random.percent(shape.sold_percent) || must && *channel == CHANNELS[0]) {
                        continue;
                    }
                    let sold = units(&mut self.random, shape.size, 20);
                    // Returns are rows besides the sales, and count as none.
                    let is_return = columns.returns && !must && self.random.percent(3);
                    let sold = if is_return { -sold } else { sold };
                    let price = money(&mut self.random);
                    let revenue = |_: &mut Random| {
                        decimal(
                            i64::try_from(i128::from(sold) * i128::from(price) / i128::from(ONE))
                                .unwrap_or(0),
                        )
                    };
                    let cells = [
                        Some(shape.first.plus(day).to_string()),
                        Some(sku.clone()),
                        Some(location.clone()),
                        columns.channel.then(|| (*channel).to_owned()),
                        Some(decimal(sold)),
                        self.may(columns.revenue, revenue),
                        self.may(columns.promotion, |random| {
                            random.of(&["", "", "", "two for one"]).to_owned()
                        }),
                    ];
                    self.line(&cells);
                }
            }
        }
        self.text
    }

    /// Stock: a daily balance that rises and falls, for items that sell and items that do not.
    pub(super) fn stock(mut self) -> String {
        let shape = self.shape;
        let Some(stock) = shape.stock else { return self.text };
        let days = days(shape, stock.reach);
        let is_open: Vec<bool> = days.iter().map(|_| !self.random.percent(stock.gap_percent)).collect();
        for (sku, location) in self.item_locations(stock.uncounted..shape.items + stock.unsold) {
            let most = units(&mut self.random, shape.size, 60);
            let least = if stock.owes { -most / 4 } else { 0 };
            let mut on_hand = most;
            // The first and the last day have every row.
            for (place, day) in days.iter().enumerate() {
                let is_end = place == 0 || place + 1 == days.len();
                if !is_open[place] && !is_end {
                    continue;
                }
                on_hand = match self.random.between(0, 5) {
                    0 => most,
                    1 => least,
                    _ => (on_hand - on_hand.abs() / 3 - ONE).max(least),
                };
                let held = on_hand;
                let cells = [
                    Some(day.to_string()),
                    Some(sku.clone()),
                    Some(location.clone()),
                    self.may(stock.on_hand, |_| decimal(held)),
                    self.may(stock.on_order, |random| decimal(random.between(0, 40) * ONE)),
                    self.may(stock.out_of_stock_hours, |random| {
                        decimal(random.of(&[0, 0, 0, 25_000, 9 * ONE, 24 * ONE]))
                    }),
                ];
                self.line(&cells);
            }
        }
        self.text
    }

    pub(super) fn products(mut self) -> String {
        let Some(products) = self.shape.products else { return self.text };
        let unsold = self.shape.stock.map_or(0, |stock| stock.unsold);
        for item in 0..self.shape.items + unsold {
            let is_lacking = self.random.percent(30) && products.lacks_items;
            let cells = [
                Some(sku(item)),
                Some(format!("Item <{item}> é")),
                self.may(products.category, |random| random.of(&CATEGORIES).to_owned()),
                self.may(products.supplier, |random| random.of(&SUPPLIERS).to_owned()),
                self.may(products.unit_cost, |random| {
                    decimal(if random.percent(8) { 0 } else { money(random) })
                }),
                self.may(products.unit_price, |random| decimal(2 * money(random))),
                self.may(products.order_rules, |random| random.of(&["0", "1", "6", "2.5"]).to_owned()),
                self.may(products.order_rules, |random| random.of(&["0", "1", "24"]).to_owned()),
            ];
            if !is_lacking {
                self.line(&cells);
            }
        }
        self.text
    }

    pub(super) fn locations(mut self) -> String {
        for place in 0..self.shape.locations {
            let kind = self.random.of(&["warehouse", "store", "online"]);
            let name = format!("Place no. {place}");
            self.line(&[location(place), name, kind.to_owned(), "GB".to_owned()].map(Some));
        }
        self.text
    }

    pub(super) fn suppliers(mut self) -> String {
        for supplier in SUPPLIERS {
            let [mean, sd] = [(0, 40), (0, 12)].map(|(least, most)| self.random.between(least, most));
            let cells = [supplier.to_owned(), supplier.to_owned(), mean.to_string(), sd.to_string()];
            self.line(&cells.map(Some));
        }
        self.text
    }

    /// Purchase orders, some of which nobody ever closed.
    pub(super) fn receipts(mut self) -> String {
        let shape = self.shape;
        let before = shape.receipts_before_days.unwrap_or_default();
        for (sku, location) in self.item_locations(0..shape.items) {
            for number in 0..self.random.between(0, 4) {
                let ordered =
                    shape.first.plus(self.random.between(i64::from(-before), i64::from(shape.days) - 1));
                let units = self.random.between(1, 50);
                let lasted = self.random.between(0, 30);
                let last = shape.first.plus(shape.days - 1);
                let is_received = self.random.percent(75) && ordered.plus(lasted) <= last;
                let cells = [
                    format!("PO-{sku}-{location}-{number}"),
                    self.random.of(&SUPPLIERS).to_owned(),
                    sku.clone(),
                    location.clone(),
                    ordered.to_string(),
                    if is_received { ordered.plus(lasted).to_string() } else { String::new() },
                    units.to_string(),
                    if is_received { units.to_string() } else { "0".to_owned() },
                ];
                self.line(&cells.map(Some));
            }
        }
        self.text
    }

    /// Customers' order lines, for the items that are sold.
    pub(super) fn orders(mut self) -> String {
        let shape = self.shape;
        let Some(reach) = shape.orders else { return self.text };
        // Fractions where sales are, and never huge.
        let size = if shape.size == Size::Fractions { Size::Fractions } else { Size::Few };
        let mut number = 0;
        for (sku, location) in self.item_locations(0..shape.items) {
            for day in days(shape, reach) {
                if !self.random.percent(shape.sold_percent) {
                    continue;
                }
                number += 1;
                let ordered = units(&mut self.random, size, 20);
                let shipped = self.random.of(&[ordered, ordered, ordered / 2, 0]);
                let hour = self.random.between(0, 23);
                let cells = [
                    format!("o{}", number / 2),
                    (number % 2).to_string(),
                    format!("{day}T{hour:02}:30:00"),
                    sku.clone(),
                    location.clone(),
                    decimal(ordered),
                    decimal(shipped),
                ];
                self.line(&cells.map(Some));
            }
        }
        self.text
    }
}

fn sku(item: usize) -> String {
    format!("S{item:03}")
}

fn location(place: usize) -> String {
    ["main", "north", "St. Ives"].get(place).map_or_else(|| format!("L{place}"), |name| (*name).to_owned())
}

/// The days of a table, one at least.
fn days(shape: &Shape, reach: Reach) -> Vec<Day> {
    let (first, last) = (-reach.before_days, shape.days - 1 + reach.after_days);
    (first..=last.max(first)).map(|day| shape.first.plus(day)).collect()
}

/// Units in ten-thousandths; above zero.
fn units(random: &mut Random, size: Size, most: i64) -> i64 {
    match size {
        Size::Few => random.between(1, most) * ONE,
        Size::Fractions => random.between(1, most * ONE),
        Size::Huge if random.percent(3) => HUGE,
        Size::Huge => random.between(1, most * ONE),
    }
}

/// Money per unit in ten-thousandths; below ten, so that the value of huge quantities still fits in the store.
fn money(random: &mut Random) -> i64 {
    if random.percent(50) { random.between(1, 999) * 100 } else { random.between(1, 10 * ONE - 1) }
}

fn decimal(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let (whole, fraction) = (value.abs() / ONE, value.abs() % ONE);
    if fraction == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction:04}") }
}
