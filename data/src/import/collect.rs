//! Turns lines with verdicts, item by item, into daily sales and products.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::category::ASSIGNED;
use super::clean::Verdict;
use super::field::Field;
use super::findings::Findings;
use super::line::OrderLine;
use super::mapping::Mapping;
use super::rows::{TableRows, Value, fitting};
use crate::error::{Error, Place, Result};
use crate::number::divide;
use crate::schema::{DECIMAL_ONE, ORDERS, PRODUCTS, SALES};

/// Takes lines grouped by item.
pub(super) struct Collector<'a> {
    mapping: &'a Mapping,
    locations: Texts,
    channels: Texts,
    item: Item,
    sales: TableRows,
    products: TableRows,
    orders: Option<TableRows>,
    findings: Findings,
}

/// The scratch files of one import; a table without rows has none.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub(super) sales: Option<PathBuf>,
    pub(super) products: Option<PathBuf>,
    pub(super) orders: Option<PathBuf>,
}

/// What is known so far about the current item.
#[derive(Debug, Default)]
struct Item {
    sku: String,
    /// Number of sales lines by description.
    names: BTreeMap<String, u64>,
    /// Number of lines by price, over sales that stand.
    prices: BTreeMap<i64, u64>,
    /// Units (ten-thousandths) and revenue (hundred-millionths) by location, channel and day.
    days: BTreeMap<(usize, Option<usize>, i32), (i128, i128)>,
    /// Source and line of lines without description.
    nameless: Vec<(u32, u64)>,
}

/// Texts that many lines share, by their places.
#[derive(Debug, Default)]
struct Texts {
    all: Vec<String>,
    places: HashMap<String, usize>,
}

impl Texts {
    fn place(&mut self, text: &str) -> usize {
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        self.all.push(text.to_owned());
        self.places.insert(text.to_owned(), self.all.len() - 1);
        self.all.len() - 1
    }
}

impl<'a> Collector<'a> {
    pub(super) fn new(mapping: &'a Mapping, scratch: &Path, findings: Findings) -> Collector<'a> {
        let priced = findings.has_price();
        let has_channel = findings.columns.has(Field::Channel);
        let category = mapping.categories.of("").is_some();
        Collector {
            mapping,
            locations: Texts::default(),
            channels: Texts::default(),
            item: Item::default(),
            sales: TableRows::new(scratch, &SALES, |name| match name {
                "promotion" => false,
                "channel" => has_channel,
                name => priced || name != "revenue",
            }),
            products: TableRows::new(scratch, &PRODUCTS, |name| match name {
                "sku" | "name" => true,
                "category" | "category_source" => category,
                name => priced && name == "unit_price",
            }),
            orders: mapping.keep_orders.then(|| {
                TableRows::new(scratch, &ORDERS, |name| match name {
                    "shipped_at" => false,
                    "channel" => has_channel,
                    _ => true,
                })
            }),
            findings,
        }
    }

    pub(super) fn take(&mut self, line: &OrderLine, verdict: Verdict) -> Result<()> {
        if line.sku != self.item.sku {
            self.close_item()?;
            self.item.sku.clone_from(&line.sku);
        }
        let places = &self.mapping.places;
        let (location, is_listed) = match &line.location {
            Some(location) => (location.as_str(), places.named(location).is_some()),
            // It was refused if no location ships to its country.
            None => places.shipping_to(line.country.as_deref()).unwrap_or_default(),
        };
        self.findings.note(line, verdict, is_listed);
        if verdict != Verdict::Overlap && line.description.is_none() {
            self.item.nameless.push((line.source, line.line));
        }
        if let Some(name) = &line.description
            && matches!(verdict, Verdict::Sale | Verdict::CancelledSale)
        {
            *self.item.names.entry(name.clone()).or_default() += 1;
        }
        if verdict != Verdict::Sale {
            return Ok(());
        }
        if let Some(price) = line.unit_price.filter(|price| *price > 0) {
            *self.item.prices.entry(price).or_default() += 1;
        }
        let channel = line.channel.as_deref().map(|channel| self.channels.place(channel));
        let day = self.item.days.entry((self.locations.place(location), channel, line.day())).or_default();
        day.0 += i128::from(line.quantity);
        day.1 += line.value().unwrap_or(0);
        self.keep_order(line, location)
    }

    pub(super) fn finish(mut self) -> Result<(Collected, Findings)> {
        self.close_item()?;
        let orders = self.orders.map(TableRows::finish).transpose()?.flatten();
        let collected = Collected { sales: self.sales.finish()?, products: self.products.finish()?, orders };
        Ok((collected, self.findings))
    }

    fn keep_order(&mut self, line: &OrderLine, location: &str) -> Result<()> {
        let Some(orders) = &mut self.orders else {
            return Ok(());
        };
        // The place in the sources serves as line number until the lines of each order are together.
        let position = (i64::from(line.source) << 40) | i64::try_from(line.line).unwrap_or(i64::MAX >> 24);
        let mut row = vec![
            Some(Value::Text(&line.invoice)),
            Some(Value::Integer(position)),
            Some(Value::Moment(line.placed_at)),
            line.customer.as_deref().map(Value::Text),
            Some(Value::Text(&line.sku)),
            Some(Value::Text(location)),
        ];
        if self.findings.columns.has(Field::Channel) {
            row.push(line.channel.as_deref().map(Value::Text));
        }
        row.extend([Some(Value::Decimal(line.quantity)), line.units_shipped.map(Value::Decimal)]);
        orders.push(&row)
    }

    fn close_item(&mut self) -> Result<()> {
        let item = std::mem::take(&mut self.item);
        if item.sku.is_empty() {
            return Ok(());
        }
        let names: Vec<_> = item.names.keys().map(String::as_str).collect();
        self.findings.note_item(&item.sku, &names, &item.nameless);
        if item.days.is_empty() {
            return Ok(());
        }
        let priced = self.findings.has_price();
        let has_channel = self.findings.columns.has(Field::Channel);
        for ((location, channel, day), (units, value)) in &item.days {
            self.findings.days.insert(*day);
            let location = Value::Text(&self.locations.all[*location]);
            let mut row = vec![Some(Value::Date(*day)), Some(Value::Text(&item.sku)), Some(location)];
            if has_channel {
                row.push(channel.map(|channel| Value::Text(&self.channels.all[channel])));
            }
            row.push(Some(Value::Decimal(item.fitting(*units)?)));
            if priced {
                row.push(Some(Value::Decimal(item.fitting(divide(*value, i128::from(DECIMAL_ONE)))?)));
            }
            self.sales.push(&row)?;
        }
        let name = item.name();
        let category = self.mapping.categories.of(name);
        let mut row = vec![Some(Value::Text(&item.sku)), Some(Value::Text(name))];
        if let Some(category) = category {
            row.extend([Some(Value::Text(category)), Some(Value::Text(ASSIGNED))]);
        }
        if priced {
            row.push(item.median_price().map(Value::Decimal));
        }
        self.products.push(&row)
    }
}

impl Item {
    /// The most frequent description, or the first in the alphabet of equally frequent ones; the code if there is
    /// none.
    fn name(&self) -> &str {
        let mut best = (self.sku.as_str(), 0);
        for (name, count) in &self.names {
            if *count > best.1 {
                best = (name, *count);
            }
        }
        best.0
    }

    /// The median of the prices paid, each line counting once. Of an even number it is the lower middle one, so that
    /// it is a price that was really paid.
    fn median_price(&self) -> Option<i64> {
        let lines: u64 = self.prices.values().sum();
        let mut seen = 0;
        self.prices.iter().find_map(|(price, count)| {
            seen += count;
            (seen >= lines.div_ceil(2)).then_some(*price)
        })
    }

    fn fitting(&self, value: i128) -> Result<i64> {
        fitting(value).ok_or_else(|| {
            Error::bad(
                Place::new(format!("item {}", self.sku)),
                "the units or the revenue of one day have more than 14 digits",
                "Look for a wrong quantity or price, and set limits.max_quantity in the mapping",
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(names: &[(&str, u64)], prices: &[(i64, u64)]) -> Item {
        Item {
            sku: "A1".into(),
            names: names.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect(),
            prices: prices.iter().copied().collect(),
            ..Item::default()
        }
    }

    #[test]
    fn an_item_is_called_what_most_lines_call_it() {
        assert_eq!(item(&[("MUG", 2), ("CUP", 3)], &[]).name(), "CUP");
        assert_eq!(item(&[("MUG", 2), ("CUP", 2)], &[]).name(), "CUP");
        assert_eq!(item(&[], &[]).name(), "A1");
    }

    #[test]
    fn the_price_is_the_lower_median_of_prices_paid() {
        assert_eq!(item(&[], &[(1, 1), (5, 1), (9, 1)]).median_price(), Some(5));
        assert_eq!(item(&[], &[(1, 2), (5, 2)]).median_price(), Some(1));
        assert_eq!(item(&[], &[(1, 1), (5, 3)]).median_price(), Some(5));
        assert_eq!(item(&[], &[]).median_price(), None);
    }
}
