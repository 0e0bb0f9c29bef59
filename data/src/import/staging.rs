//! Stages all order lines of all sources in one file for sorting, because the sources may be larger than memory.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, Int64Builder, RecordBatch, StringArray, StringBuilder, UInt32Builder,
    UInt64Builder,
};
use arrow::datatypes::{Int64Type, UInt32Type, UInt64Type};

use super::line::OrderLine;
use crate::error::{Error, Result};
use crate::scratch::{BATCH_BYTES, BATCH_ROWS, ScratchFile};
use crate::sorting::column;

/// Order lines being gathered into batches.
#[derive(Default)]
struct Columns {
    source: UInt32Builder,
    line: UInt64Builder,
    invoice: StringBuilder,
    sku: StringBuilder,
    description: StringBuilder,
    quantity: Int64Builder,
    /// Quantity without its sign, which a cancellation and its sale share.
    magnitude: Int64Builder,
    unit_price: Int64Builder,
    total: Int64Builder,
    placed_at: Int64Builder,
    customer: StringBuilder,
    country: StringBuilder,
    units_shipped: Int64Builder,
    location: StringBuilder,
    channel: StringBuilder,
}

/// Writes order lines to a scratch file.
pub(super) struct Staging {
    file: ScratchFile,
    columns: Columns,
    rows: usize,
    bytes: usize,
}

impl Staging {
    pub(super) fn new(dir: &Path) -> Staging {
        Staging { file: ScratchFile::new(dir, "lines"), columns: Columns::default(), rows: 0, bytes: 0 }
    }

    pub(super) fn push(&mut self, line: &OrderLine) -> Result<()> {
        let columns = &mut self.columns;
        columns.source.append_value(line.source);
        columns.line.append_value(line.line);
        columns.invoice.append_value(&line.invoice);
        columns.sku.append_value(&line.sku);
        columns.description.append_option(line.description.as_deref());
        columns.quantity.append_value(line.quantity);
        // Quantities have at most 18 digits, so the sign can always be dropped.
        columns.magnitude.append_value(line.quantity.abs());
        columns.unit_price.append_option(line.unit_price);
        columns.total.append_option(line.total);
        columns.placed_at.append_value(line.placed_at);
        columns.customer.append_option(line.customer.as_deref());
        columns.country.append_option(line.country.as_deref());
        columns.units_shipped.append_option(line.units_shipped);
        columns.location.append_option(line.location.as_deref());
        columns.channel.append_option(line.channel.as_deref());
        self.rows += 1;
        self.bytes += line.text_bytes();
        if self.rows == BATCH_ROWS || self.bytes > BATCH_BYTES { self.flush() } else { Ok(()) }
    }

    pub(super) fn finish(mut self) -> Result<Option<PathBuf>> {
        if self.rows > 0 {
            self.flush()?;
        }
        self.file.finish()
    }

    fn flush(&mut self) -> Result<()> {
        (self.rows, self.bytes) = (0, 0);
        let columns = &mut self.columns;
        let arrays: [(&str, ArrayRef, bool); 15] = [
            ("source", Arc::new(columns.source.finish()), false),
            ("line", Arc::new(columns.line.finish()), false),
            ("invoice", Arc::new(columns.invoice.finish()), false),
            ("sku", Arc::new(columns.sku.finish()), false),
            ("description", Arc::new(columns.description.finish()), true),
            ("quantity", Arc::new(columns.quantity.finish()), false),
            ("magnitude", Arc::new(columns.magnitude.finish()), false),
            ("unit_price", Arc::new(columns.unit_price.finish()), true),
            ("total", Arc::new(columns.total.finish()), true),
            ("placed_at", Arc::new(columns.placed_at.finish()), false),
            ("customer", Arc::new(columns.customer.finish()), true),
            ("country", Arc::new(columns.country.finish()), true),
            ("units_shipped", Arc::new(columns.units_shipped.finish()), true),
            ("location", Arc::new(columns.location.finish()), true),
            ("channel", Arc::new(columns.channel.finish()), true),
        ];
        let batch = RecordBatch::try_from_iter_with_nullable(arrays)
            .map_err(Error::engine("writing a scratch file"))?;
        self.file.write(&batch)
    }
}

/// The order lines of a batch, by column name, each with whether its invoice is kept from another source.
pub(super) fn lines(batch: &RecordBatch) -> Result<Vec<(OrderLine, bool)>> {
    let text = |name| column(batch, name, |array| array.as_string_opt::<i32>());
    let number = |name| column(batch, name, |array| array.as_primitive_opt::<Int64Type>());
    let (invoice, sku, description) = (text("invoice")?, text("sku")?, text("description")?);
    let (customer, country) = (text("customer")?, text("country")?);
    let (location, channel) = (text("location")?, text("channel")?);
    let (quantity, price, total) = (number("quantity")?, number("unit_price")?, number("total")?);
    let (placed_at, shipped) = (number("placed_at")?, number("units_shipped")?);
    let source = column(batch, "source", |array| array.as_primitive_opt::<UInt32Type>())?;
    let kept = column(batch, "kept_source", |array| array.as_primitive_opt::<UInt32Type>())?;
    let line = column(batch, "line", |array| array.as_primitive_opt::<UInt64Type>())?;
    let optional = |array: &StringArray, row: usize| array.is_valid(row).then(|| array.value(row).to_owned());
    let understood = |row: usize| {
        let line = OrderLine {
            source: source.value(row),
            line: line.value(row),
            invoice: invoice.value(row).to_owned(),
            sku: sku.value(row).to_owned(),
            description: optional(description, row),
            quantity: quantity.value(row),
            unit_price: price.is_valid(row).then(|| price.value(row)),
            total: total.is_valid(row).then(|| total.value(row)),
            placed_at: placed_at.value(row),
            customer: optional(customer, row),
            country: optional(country, row),
            units_shipped: shipped.is_valid(row).then(|| shipped.value(row)),
            location: optional(location, row),
            channel: optional(channel, row),
        };
        (line, source.value(row) != kept.value(row))
    };
    Ok((0..batch.num_rows()).map(understood).collect())
}
