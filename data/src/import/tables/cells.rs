//! Turns the text of a row into the values of a table.

use super::found::Found;
use crate::error::Result;
use crate::import::Job;
use crate::import::code;
use crate::import::line::single_spaced;
use crate::import::moment::{Moments, day_of};
use crate::import::rows::{TableRows, Value};
use crate::number::{self, Point};
use crate::schema::{CALENDAR, Column, Kind, SALES, Table};
use crate::source::Reason;
use crate::source::Row;

/// Parses the cells of one table.
pub(super) struct Cells<'a> {
    job: &'a Job<'a>,
    columns: &'a [&'a Column],
    moments: Moments<'a>,
    /// Index of the column that must not be negative, because returns are not demand.
    units: Option<usize>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(job: &'a Job<'a>, table: &Table, columns: &'a [&'a Column]) -> Cells<'a> {
        // Holidays may lie in the future; sales, counts and orders may not.
        let last = (table.name != CALENDAR.name).then_some(job.last_day);
        let is_sales = table.name == SALES.name;
        let units = columns.iter().position(|column| is_sales && column.name == "units");
        Cells { job, columns, moments: Moments::new(&job.mapping, last), units }
    }

    /// Adds a row to the scratch file, or to the findings.
    pub(super) fn push(
        &self,
        source: u32,
        row: &Row,
        staged: &mut TableRows,
        found: &mut Found,
    ) -> Result<()> {
        let mut rounded = false;
        let mut texts = Vec::with_capacity(self.columns.len());
        for (index, column) in self.columns.iter().enumerate() {
            let text = row.text(index);
            if text.is_none() && column.required {
                found.refused.add(source, row.line, || row.absence(index).of_cell(column.name, None));
                return Ok(());
            }
            let text = text.filter(|_| column.kind == Kind::Text).map(single_spaced);
            texts.push(match text {
                Some(text) if column.is_code() => {
                    if let Err(reason) = addressed(column, &text) {
                        found.refused.add(source, row.line, || reason.of_cell(column.name, Some(&text)));
                        return Ok(());
                    }
                    found.note_code(source, row.line, column, &text);
                    Some(code::normal(&text).to_owned())
                }
                text => text,
            });
        }
        let mut values = Vec::with_capacity(self.columns.len());
        for (index, column) in self.columns.iter().enumerate() {
            let value = match (row.text(index), &texts[index]) {
                (_, Some(text)) => Some(Value::Text(text)),
                (None, None) => None,
                (Some(text), None) => match self.value(text, column.kind, &mut rounded) {
                    Ok(value) => Some(value),
                    Err(reason) => {
                        found.refused.add(source, row.line, || reason.of_cell(column.name, Some(text)));
                        return Ok(());
                    }
                },
            };
            values.push(value);
        }
        if let Some(Some(Value::Decimal(units))) = self.units.map(|index| values[index])
            && units < 0
        {
            found.negative.add(source, row.line, || describe(row, self.columns.len()));
            return Ok(());
        }
        if rounded {
            found.rounded.add(source, row.line, || describe(row, self.columns.len()));
        }
        staged.push(&values)
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

/// Items and locations have pages, whose addresses contain their codes.
fn addressed(column: &Column, text: &str) -> Result<(), Reason> {
    if matches!(column.name, "sku" | "location") { code::addressable(text) } else { Ok(()) }
}

/// A row as an example.
pub(super) fn describe(row: &Row, cells: usize) -> String {
    (0..cells).map(|index| row.text(index).unwrap_or("")).collect::<Vec<_>>().join(", ")
}
