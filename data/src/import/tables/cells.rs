//! Turns the text of a row into the values of a table.

use super::found::Found;
use crate::error::Result;
use crate::import::Job;
use crate::import::code;
use crate::import::line::single_spaced;
use crate::import::moment::{Moments, day_of};
use crate::import::rows::{TableRows, Value};
use crate::number::{self, Point};
use crate::schema::{CALENDAR, Column, DECIMAL_ONE, Kind, PRODUCTS, RECEIPTS, SALES, Table};
use crate::source::Reason;
use crate::source::Row;

/// Parses the cells of one table.
pub(super) struct Cells<'a> {
    job: &'a Job<'a>,
    columns: &'a [&'a Column],
    moments: Moments<'a>,
    /// Index of the column that must not be negative, because returns are not demand.
    units: Option<usize>,
    /// Indices of the days of order and receipt.
    ordered_received: Option<[usize; 2]>,
    /// Indices of unit cost and unit price.
    cost_price: Option<[usize; 2]>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(job: &'a Job<'a>, table: &Table, columns: &'a [&'a Column]) -> Cells<'a> {
        // Holidays may lie in the future; sales, counts and orders may not.
        let last = (table.name != CALENDAR.name).then_some(job.last_day);
        let of = |expected: &Table, name: &str| {
            let place = columns.iter().position(|column| column.name == name);
            place.filter(|_| table.name == expected.name)
        };
        let both = |expected: &Table, one: &str, other: &str| {
            of(expected, one).zip(of(expected, other)).map(|(one, other)| [one, other])
        };
        Cells {
            job,
            columns,
            moments: Moments::new(&job.mapping, last),
            units: of(&SALES, "units"),
            ordered_received: both(&RECEIPTS, "ordered_on", "received_on"),
            cost_price: both(&PRODUCTS, "unit_cost", "unit_price"),
        }
    }

    /// Adds a row to the scratch file, or to the findings.
    pub(super) fn push(
        &self,
        source: u32,
        row: &Row,
        staged: &mut TableRows,
        found: &mut Found,
    ) -> Result<()> {
        let Some(texts) = self.texts(source, row, found) else {
            return Ok(());
        };
        let mut rounded = false;
        let Some(values) = self.values(source, row, &texts, &mut rounded, found) else {
            return Ok(());
        };
        let example = || describe(row, self.columns.len());
        let number = |index: usize| match values[index] {
            Some(Value::Decimal(value)) => Some(value),
            Some(Value::Date(day)) => Some(i64::from(day)),
            _ => None,
        };
        let pair = |indices: Option<[usize; 2]>| indices.and_then(|[a, b]| number(a).zip(number(b)));
        if self.units.and_then(number).is_some_and(|units| units < 0) {
            found.negative.add(source, row.line, example);
            return Ok(());
        }
        if rounded {
            found.rounded.add(source, row.line, example);
        }
        if pair(self.ordered_received).is_some_and(|(ordered, received)| received < ordered) {
            found.received_early.add(source, row.line, example);
        }
        if pair(self.cost_price).is_some_and(|(cost, price)| price > 0 && cost > COST_PRICES * price) {
            found.cost_above_price.add(source, row.line, example);
        }
        staged.push(&values)
    }

    /// The texts of a row, by column; `None` if a cell of it cannot be used.
    fn texts(&self, source: u32, row: &Row, found: &mut Found) -> Option<Vec<Option<String>>> {
        let mut texts = Vec::with_capacity(self.columns.len());
        for (index, column) in self.columns.iter().enumerate() {
            let text = row.text(index);
            if text.is_none() && column.required {
                found.refused.add(source, row.line, || row.absence(index).of_cell(column.name, None));
                return None;
            }
            let text = text.filter(|_| column.kind == Kind::Text).map(single_spaced);
            texts.push(match text {
                Some(text) if column.is_code() => {
                    if let Err(reason) = addressed(column, &text) {
                        found.refused.add(source, row.line, || reason.of_cell(column.name, Some(&text)));
                        return None;
                    }
                    found.note_code(source, row.line, column, &text);
                    Some(code::normal(&text).to_owned())
                }
                text => text,
            });
        }
        Some(texts)
    }

    /// The values of a row, by column; `None` if a required one cannot be used.
    fn values<'t>(
        &self,
        source: u32,
        row: &Row,
        texts: &'t [Option<String>],
        rounded: &mut bool,
        found: &mut Found,
    ) -> Option<Vec<Option<Value<'t>>>> {
        let mut values = Vec::with_capacity(self.columns.len());
        let mut is_impossible = false;
        for (index, column) in self.columns.iter().enumerate() {
            let value = match (row.text(index), &texts[index]) {
                (_, Some(text)) => Some(Value::Text(text)),
                (None, None) => None,
                (Some(text), None) => match self.value(text, column.kind, rounded) {
                    Ok(value) => match column.range.filter(|range| !is_within(value, *range)) {
                        None => Some(value),
                        Some(range) => {
                            let example = || Reason::of_range(range).of_cell(column.name, Some(text));
                            if !std::mem::replace(&mut is_impossible, true) {
                                found.impossible.add(source, row.line, example);
                            }
                            if column.required {
                                return None;
                            }
                            None
                        }
                    },
                    Err(reason) => {
                        let called =
                            || row.heading.as_ref().map_or(column.name, |heading| heading.text.as_str());
                        found.refused.add(source, row.line, || reason.of_cell(called(), Some(text)));
                        return None;
                    }
                },
            };
            values.push(value);
        }
        Some(values)
    }

    fn value(&self, text: &str, kind: Kind, rounded: &mut bool) -> Result<Value<'static>, Reason> {
        let decimal = || number::parse(text, self.job.mapping.point).map_err(Reason::from);
        match kind {
            Kind::Text => Err("is not text".into()),
            Kind::Date => self.moments.local(text).map(|at| Value::Date(day_of(at))),
            Kind::Moment => self.moments.local(text).map(Value::Moment),
            Kind::Decimal => decimal().map(|parsed| {
                *rounded |= parsed.rounded;
                Value::Decimal(parsed.value)
            }),
            // Data frames write whole numbers with a point where a cell of the column is empty.
            Kind::Integer => match text.strip_suffix(".0").unwrap_or(text).parse() {
                Ok(value) => Ok(Value::Integer(value)),
                Err(_) => Err(Reason::NotWhole),
            },
            Kind::Float => match text
                .replace(if self.job.mapping.point == Point::Comma { ',' } else { '.' }, ".")
                .parse::<f64>()
            {
                Ok(value) if value.is_finite() => Ok(Value::Float(value)),
                _ => Err(Reason::NotFinite),
            },
        }
    }
}

/// Times its price that an item's cost may be before that is a finding. A cost far above the price is nearly always
/// that of a pack, or in another unit.
const COST_PRICES: i64 = 2;

/// True for a number in a range, and for what is no number.
fn is_within(value: Value<'_>, (least, most): (f64, f64)) -> bool {
    let number = match value {
        Value::Decimal(value) => value as f64 / DECIMAL_ONE as f64,
        Value::Float(value) => value,
        Value::Integer(value) => value as f64,
        _ => return true,
    };
    (least..=most).contains(&number)
}

/// Items and locations have pages, whose addresses contain their codes.
fn addressed(column: &Column, text: &str) -> Result<(), Reason> {
    if matches!(column.name, "sku" | "location") { code::addressable(text) } else { Ok(()) }
}

/// A row as an example.
pub(super) fn describe(row: &Row, cells: usize) -> String {
    (0..cells).map(|index| row.text(index).unwrap_or("")).collect::<Vec<_>>().join(", ")
}
