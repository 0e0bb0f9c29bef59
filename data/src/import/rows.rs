//! Typed rows of a snapshot table, collected in a scratch file until they are sorted into the store.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{
    ArrayRef, Date32Builder, Decimal128Builder, Float64Builder, Int64Builder, RecordBatch, StringBuilder,
    TimestampMicrosecondBuilder,
};

use crate::error::{Error, Result};
use crate::schema::{DECIMAL_PRECISION, DECIMAL_SCALE, Kind, Table};
use crate::scratch::{BATCH_BYTES, BATCH_ROWS, ScratchFile};

/// One value, of the kind its column has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Text(&'a str),
    /// Days since 1970-01-01.
    Date(i32),
    /// Microseconds since 1970-01-01 on local clocks.
    Moment(i64),
    /// Ten-thousandths.
    Decimal(i64),
    Integer(i64),
    Float(f64),
}

/// Rows with some of a table's columns.
pub(super) struct TableRows {
    file: ScratchFile,
    columns: Vec<(&'static str, Builder)>,
    rows: usize,
    /// Bytes of the texts of these rows.
    bytes: usize,
}

enum Builder {
    Text(StringBuilder),
    Date(Date32Builder),
    Moment(TimestampMicrosecondBuilder),
    Decimal(Decimal128Builder),
    Integer(Int64Builder),
    Float(Float64Builder),
}

impl TableRows {
    /// Rows with the columns of `table` for which `keep` is true, in the table's order.
    pub(super) fn new(dir: &Path, table: &Table, keep: impl Fn(&str) -> bool) -> TableRows {
        let kept = table.columns.iter().filter(|column| keep(column.name));
        let columns = kept.map(|column| (column.name, Builder::new(column.kind))).collect();
        TableRows { file: ScratchFile::new(dir, table.name), columns, rows: 0, bytes: 0 }
    }

    /// Names of the columns, in order.
    pub(super) fn columns(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|(name, _)| *name)
    }

    /// Adds a row: one value or `None` for each column.
    pub(super) fn push(&mut self, values: &[Option<Value<'_>>]) -> Result<()> {
        for ((_, builder), value) in self.columns.iter_mut().zip(values) {
            builder.append(*value);
            if let Some(Value::Text(text)) = value {
                self.bytes += text.len();
            }
        }
        self.rows += 1;
        if self.rows == BATCH_ROWS || self.bytes > BATCH_BYTES { self.flush() } else { Ok(()) }
    }

    /// Path of the finished file; `None` if there were no rows.
    pub(super) fn finish(mut self) -> Result<Option<PathBuf>> {
        if self.rows > 0 {
            self.flush()?;
        }
        self.file.finish()
    }

    fn flush(&mut self) -> Result<()> {
        (self.rows, self.bytes) = (0, 0);
        let columns = self.columns.iter_mut().map(|(name, builder)| (*name, builder.finish(), true));
        let batch = RecordBatch::try_from_iter_with_nullable(columns)
            .map_err(Error::engine("writing a scratch file"))?;
        self.file.write(&batch)
    }
}

impl Builder {
    fn new(kind: Kind) -> Builder {
        match kind {
            Kind::Text => Builder::Text(StringBuilder::new()),
            Kind::Date => Builder::Date(Date32Builder::new()),
            Kind::Moment => Builder::Moment(TimestampMicrosecondBuilder::new()),
            Kind::Decimal => Builder::Decimal(Decimal128Builder::new().with_data_type(Kind::Decimal.arrow())),
            Kind::Integer => Builder::Integer(Int64Builder::new()),
            Kind::Float => Builder::Float(Float64Builder::new()),
        }
    }

    /// A value of another kind than the column's becomes empty; callers take kinds from the same schema.
    fn append(&mut self, value: Option<Value<'_>>) {
        match (self, value) {
            (Builder::Text(builder), Some(Value::Text(text))) => builder.append_value(text),
            (Builder::Date(builder), Some(Value::Date(day))) => builder.append_value(day),
            (Builder::Moment(builder), Some(Value::Moment(at))) => builder.append_value(at),
            (Builder::Decimal(builder), Some(Value::Decimal(value))) => {
                builder.append_value(i128::from(value))
            }
            (Builder::Integer(builder), Some(Value::Integer(value))) => builder.append_value(value),
            (Builder::Float(builder), Some(Value::Float(value))) => builder.append_value(value),
            (Builder::Text(builder), _) => builder.append_null(),
            (Builder::Date(builder), _) => builder.append_null(),
            (Builder::Moment(builder), _) => builder.append_null(),
            (Builder::Decimal(builder), _) => builder.append_null(),
            (Builder::Integer(builder), _) => builder.append_null(),
            (Builder::Float(builder), _) => builder.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Builder::Text(builder) => Arc::new(builder.finish()),
            Builder::Date(builder) => Arc::new(builder.finish()),
            Builder::Moment(builder) => Arc::new(builder.finish()),
            Builder::Decimal(builder) => Arc::new(builder.finish()),
            Builder::Integer(builder) => Arc::new(builder.finish()),
            Builder::Float(builder) => Arc::new(builder.finish()),
        }
    }
}

/// A decimal of the store, if it does not have too many digits.
pub(super) fn fitting(value: i128) -> Option<i64> {
    const { assert!(DECIMAL_PRECISION == 18 && DECIMAL_SCALE == 4) };
    i64::try_from(value).ok().filter(|value| value.unsigned_abs() < 10_u64.pow(u32::from(DECIMAL_PRECISION)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{ORDERS, TABLES};
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    #[test]
    fn every_column_of_every_table_has_its_type() {
        let dir = tempfile::tempdir().unwrap();
        for table in TABLES {
            let mut rows = TableRows::new(dir.path(), table, |_| true);
            let names: Vec<_> = rows.columns().collect();
            rows.push(&vec![None; names.len()]).unwrap();
            let file = std::fs::File::open(rows.finish().unwrap().unwrap()).unwrap();
            let schema = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().schema().clone();
            for column in table.columns {
                let field = schema.field_with_name(column.name).unwrap();
                assert_eq!(field.data_type(), &column.kind.arrow(), "{}.{}", table.name, column.name);
            }
        }
    }

    #[test]
    fn no_rows_make_no_file() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(TableRows::new(dir.path(), &ORDERS, |_| true).finish().unwrap(), None);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn only_eighteen_digits_fit() {
        assert_eq!(fitting(-999_999_999_999_999_999), Some(-999_999_999_999_999_999));
        assert_eq!(fitting(1_000_000_000_000_000_000), None);
        assert_eq!(fitting(i128::MAX), None);
    }
}
