//! The shape of a random store, drawn before its rows.

use crate::random::Random;
use planning::day::Day;

/// The shape of a store. Its rows follow from it alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// The seed.
    pub seed: u64,
    /// Day of the first sale.
    pub first: Day,
    /// Days from the first sale to the last, both included.
    pub days: i32,
    /// Items that may be sold.
    pub items: usize,
    /// Locations that may sell.
    pub locations: usize,
    /// Share of the days of each item-location with a sale.
    pub sold_percent: u8,
    /// Share of optional cells that are empty.
    pub empty_percent: u8,
    /// How much is sold and held.
    pub size: Size,
    /// Optional columns of sales.
    pub sales: SalesColumns,
    /// The table of stock.
    pub stock: Option<Stock>,
    /// The table of items.
    pub products: Option<Products>,
    /// Whether there are tables of locations and suppliers.
    pub has_places: bool,
    /// Days before the first sale on which the oldest purchase order was placed, if there are any.
    pub receipts_before_days: Option<i32>,
    /// The days of customers' orders, if there are any.
    pub orders: Option<Reach>,
}

/// How much is sold and held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Whole units, a few.
    Few,
    /// Four digits after the point.
    Fractions,
    /// Occasionally a hundred thousand million units.
    Huge,
}

/// Columns of sales.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SalesColumns {
    /// `revenue`.
    pub revenue: bool,
    /// `channel`, with two on each day.
    pub channel: bool,
    /// `promotion`.
    pub promotion: bool,
    /// Whether some rows are returns: negative units.
    pub returns: bool,
}

/// The days of a table relative to those of sales.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Days from its first row to the first sale; negative if it begins later.
    pub before_days: i32,
    /// Days from the last sale to its last row; negative if it ends earlier.
    pub after_days: i32,
}

/// The table of stock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stock {
    /// Its days.
    pub reach: Reach,
    /// Whether there is `on_hand`.
    pub on_hand: bool,
    /// Whether there is `on_order`.
    pub on_order: bool,
    /// Whether there is `out_of_stock_hours`.
    pub out_of_stock_hours: bool,
    /// Whether balances fall below zero.
    pub owes: bool,
    /// Share of days without any row.
    pub gap_percent: u8,
    /// Items that are held and never sold.
    pub unsold: usize,
    /// Items that are sold and never counted.
    pub uncounted: usize,
}

/// The table of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Products {
    /// Whether there is `category`.
    pub category: bool,
    /// Whether there is `supplier`.
    pub supplier: bool,
    /// Whether there is `unit_cost`.
    pub unit_cost: bool,
    /// Whether there is `unit_price`.
    pub unit_price: bool,
    /// Whether there are `pack_size` and `minimum_order`.
    pub order_rules: bool,
    /// Whether some items have no row.
    pub lacks_items: bool,
}

impl Shape {
    /// The shape for a seed.
    pub fn drawn(seed: u64) -> Shape {
        let mut random = Random::new(seed, 0);
        let random = &mut random;
        let days = match random.between(0, 9) {
            0 => 1,
            1 => random.between(2, 6),
            2 => random.between(7, 20),
            3..=7 => random.between(21, 150),
            _ => random.between(151, 500),
        };
        let days = i32::try_from(days).unwrap_or(1);
        let items = if random.percent(15) { 1 } else { usize::try_from(random.between(2, 8)).unwrap_or(1) };
        Shape {
            seed,
            first: Day(17_900).plus(random.between(0, 1_200)),
            days,
            items,
            locations: random.of(&[1, 1, 2, 3]),
            sold_percent: random.of(&[2, 10, 30, 60, 100]),
            empty_percent: random.of(&[0, 0, 5, 40]),
            size: random.of(&[Size::Few, Size::Few, Size::Fractions, Size::Huge]),
            sales: SalesColumns {
                revenue: random.percent(75),
                channel: random.percent(25),
                promotion: random.percent(15),
                returns: random.percent(25),
            },
            stock: random.percent(85).then(|| Stock::drawn(random, days, items)),
            products: random.percent(85).then(|| Products::drawn(random)),
            has_places: random.percent(50),
            receipts_before_days: random.percent(50).then(|| random.of(&[0, 30, 400, 1_500])),
            orders: random.percent(25).then(|| Reach::drawn(random, days)),
        }
    }
}

impl Reach {
    /// Up to ninety days beyond the sales at either end, or within them.
    fn drawn(random: &mut Random, days: i32) -> Reach {
        let mut end = || {
            let days = match random.between(0, 3) {
                0 => 0,
                1 => random.between(1, 13),
                2 => random.between(14, 90),
                _ => -random.between(0, i64::from(days / 3)),
            };
            i32::try_from(days).unwrap_or(0)
        };
        Reach { before_days: end(), after_days: end() }
    }
}

impl Stock {
    fn drawn(random: &mut Random, days: i32, items: usize) -> Stock {
        // At least one measure must be present.
        let [on_hand, on_order, out_of_stock_hours] = random.of(&[
            [true, true, false],
            [true, true, false],
            [true, false, false],
            [true, true, true],
            [false, false, true],
            [false, true, false],
        ]);
        Stock {
            reach: Reach::drawn(random, days),
            on_hand,
            on_order,
            out_of_stock_hours,
            owes: random.percent(40),
            gap_percent: random.of(&[0, 0, 10, 60]),
            unsold: random.of(&[0, 0, 1, 3]),
            uncounted: random.of(&[0, 0, 1]).min(items - 1),
        }
    }
}

impl Products {
    fn drawn(random: &mut Random) -> Products {
        Products {
            category: random.percent(70),
            supplier: random.percent(50),
            unit_cost: random.percent(80),
            unit_price: random.percent(60),
            order_rules: random.percent(40),
            lacks_items: random.percent(25),
        }
    }
}
