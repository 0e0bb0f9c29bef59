//! Reads Parquet in its own types, column by column, because a long file may have a hundred million rows.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, Int64Type, TimeUnit};
use jiff::fmt::temporal::Pieces;
use jiff::tz::TimeZone;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::{Block, Blocks, find_columns, influence, nameless, new_words, no_number, number, refused};
use crate::error::{Error, Place, Result};
use crate::long::ColumnNames;
use crate::long::times::Times;
use crate::long::when::{DAY, Kind};
use crate::long::words::Words;
use crate::source::parquet::guarded;

/// Rows of a block.
const BLOCK_ROWS: usize = 8_192;

/// Rows of a Parquet file.
pub(super) struct ParquetBlocks {
    path: PathBuf,
    names: ColumnNames,
    /// The columns as the file spells them; the first is missing if all rows are of one series.
    headers: Vec<Option<String>>,
    reader: ParquetRecordBatchReader,
    times: Times,
    words: Vec<Words>,
    bytes: u64,
    rows: u64,
    row: u64,
}

impl ParquetBlocks {
    pub(super) fn open(path: &Path, names: &ColumnNames, times: Times) -> Result<ParquetBlocks> {
        let file = File::open(path).map_err(Error::io("read", path))?;
        let bytes = file.metadata().map_err(Error::io("read", path))?.len();
        let builder = guarded(path, || ParquetRecordBatchReaderBuilder::try_new(file))?;
        let fields = builder.schema().fields().clone();
        let headers: Vec<String> = fields.iter().map(|field| field.name().clone()).collect();
        let columns = find_columns(path, &headers, None, names)?;
        let wanted = [Wanted::Text, Wanted::Time, Wanted::Number].into_iter();
        let wanted = wanted.chain(names.regressors.iter().map(|_| Wanted::Influence));
        for (column, wanted) in columns.iter().zip(wanted.chain(std::iter::repeat(Wanted::Word))) {
            if let Some(column) = *column {
                wanted.check(path, &headers[column], fields[column].data_type())?;
            }
        }
        let rows = u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0);
        let reader = guarded(path, || {
            let mask = ProjectionMask::roots(builder.parquet_schema(), columns.iter().flatten().copied());
            builder.with_projection(mask).with_batch_size(BLOCK_ROWS).build()
        })?;
        let headers =
            columns.into_iter().map(|column| column.map(|column| headers[column].clone())).collect();
        Ok(ParquetBlocks {
            path: path.to_path_buf(),
            names: names.clone(),
            headers,
            reader,
            times,
            words: new_words(names),
            bytes,
            rows,
            row: 0,
        })
    }

    /// A row of the next block, from 0.
    fn place(&self, row: usize) -> Place {
        Place::file(&self.path).line(self.row + row as u64 + 1)
    }

    fn ids(&self, array: &ArrayRef) -> Result<StringArray> {
        let ids = self.cast(array, &DataType::Utf8)?.as_string::<i32>().clone();
        let unnamed = |row: &usize| ids.is_null(*row) || ids.value(*row).is_empty();
        match (0..ids.len()).find(unnamed) {
            Some(row) => Err(nameless(self.place(row), &self.names)),
            None => Ok(ids),
        }
    }

    fn read_times(&mut self, array: &ArrayRef) -> Result<Vec<i64>> {
        let array = self.plain(array)?;
        // Reading continues with the times so far; the place of a problem is within this block.
        let mut times = self.times.clone();
        let found = if is_text(array.data_type()) {
            let texts = self.cast(&array, &DataType::Utf8)?;
            let texts =
                texts.as_string::<i32>().iter().map(|text| text.unwrap_or_default().trim()).enumerate();
            let read = |(row, text): (usize, &str)| {
                times.text(text).map_err(|problem| self.refuse(row, text, &problem))
            };
            texts.map(read).collect::<Result<Vec<_>>>()?
        } else {
            let (counted, form) = self.counts(&array)?;
            let read = |(row, count): (usize, Option<i64>)| {
                let count = count.ok_or_else(|| self.refuse(row, "", "is empty"))?;
                let at = match &form {
                    Counted::Integers => times.integer(count),
                    Counted::Days => times.moment(count.saturating_mul(DAY), Kind::Date),
                    Counted::Clocks => times.moment(count, Kind::Moment { offset: None, blank: false }),
                    Counted::Utc(zone) => times.utc(count, zone),
                };
                at.map_err(|problem| self.refuse(row, &count.to_string(), &problem))
            };
            counted.as_primitive::<Int64Type>().iter().enumerate().map(read).collect::<Result<Vec<_>>>()?
        };
        self.times = times;
        Ok(found)
    }

    /// A column of times as whole numbers, with their unit.
    fn counts(&self, array: &ArrayRef) -> Result<(ArrayRef, Counted)> {
        let (array, form) = match array.data_type() {
            DataType::Date32 | DataType::Date64 => {
                let days = self.cast(&self.cast(array, &DataType::Date32)?, &DataType::Int32)?;
                (days, Counted::Days)
            }
            DataType::Timestamp(_, zone) => {
                let micros = self.cast(array, &DataType::Timestamp(TimeUnit::Microsecond, zone.clone()))?;
                (micros, zone.as_deref().map_or(Counted::Clocks, |zone| Counted::Utc(zone_of(zone))))
            }
            _ => (Arc::clone(array), Counted::Integers),
        };
        Ok((self.cast(&array, &DataType::Int64)?, form))
    }

    fn refuse(&self, row: usize, value: &str, problem: &str) -> Error {
        refused(self.place(row).column(&self.names.ds).value(value), problem)
    }

    /// Numbers of the column with this user-given name.
    fn values(&self, name: &str, array: &ArrayRef, read: fn(&str) -> Option<f64>) -> Result<Vec<f64>> {
        let array = self.plain(array)?;
        if is_text(array.data_type()) {
            let texts = self.cast(&array, &DataType::Utf8)?;
            let read = |(row, text): (usize, Option<&str>)| {
                let text = text.unwrap_or_default().trim();
                read(text).ok_or_else(|| no_number(self.place(row), name, text))
            };
            return texts.as_string::<i32>().iter().enumerate().map(read).collect();
        }
        let values = self.cast(&array, &DataType::Float64)?;
        Ok(values.as_primitive::<Float64Type>().iter().map(|value| value.unwrap_or(f64::NAN)).collect())
    }

    /// Numbers of words of a column.
    fn numbers(&self, words: &mut Words, array: &ArrayRef) -> Result<Vec<u32>> {
        let texts = self.cast(&self.plain(array)?, &DataType::Utf8)?;
        Ok(texts.as_string::<i32>().iter().map(|text| words.number(text.unwrap_or_default())).collect())
    }

    /// Values themselves instead of indices into a dictionary.
    fn plain(&self, array: &ArrayRef) -> Result<ArrayRef> {
        match array.data_type() {
            DataType::Dictionary(_, values) => self.cast(array, values),
            _ => Ok(Arc::clone(array)),
        }
    }

    fn cast(&self, array: &ArrayRef, to: &DataType) -> Result<ArrayRef> {
        if array.data_type() == to {
            return Ok(Arc::clone(array));
        }
        guarded(&self.path, || cast(array, to))
    }
}

impl Blocks for ParquetBlocks {
    fn next(&mut self) -> Result<Option<Block>> {
        let reader = &mut self.reader;
        let Some(batch) = guarded(&self.path, || reader.next().transpose())? else {
            return Ok(None);
        };
        // The reader returns the chosen columns in the file's order, so they are found by name.
        let column = |column: usize| {
            let found = self.headers[column].as_ref().and_then(|header| batch.column_by_name(header));
            found.ok_or_else(|| {
                Error::bad(Place::file(&self.path), "has lost a column", "Write the file again")
            })
        };
        let (ds, y) = (column(1)?, column(2)?);
        let regressors = self.names.regressors.iter().zip(3..);
        let regressors = regressors.map(|(name, place)| self.values(name, column(place)?, influence));
        let regressors = regressors.collect::<Result<_>>()?;
        let ids = match self.headers[0] {
            Some(_) => self.ids(column(0)?)?,
            // One series, which has the name of its values.
            None => StringArray::from_iter_values(std::iter::repeat_n(&self.names.y, batch.num_rows())),
        };
        let values = self.values(&self.names.y, y, number)?;
        let mut known = std::mem::take(&mut self.words);
        let words = known.iter_mut().zip(3 + self.names.regressors.len()..);
        let words = words.map(|(words, place)| self.numbers(words, column(place)?)).collect::<Result<_>>()?;
        self.words = known;
        let block = Block { ids, times: self.read_times(ds)?, values, regressors, words };
        self.row += batch.num_rows() as u64;
        Ok(Some(block))
    }

    fn times(&self) -> &Times {
        &self.times
    }

    fn words(&self) -> &[Words] {
        &self.words
    }

    fn bytes_done(&self) -> u64 {
        let share = u128::from(self.bytes) * u128::from(self.row) / u128::from(self.rows.max(1));
        u64::try_from(share).unwrap_or(self.bytes)
    }
}

/// The unit of a column of times.
enum Counted {
    Integers,
    Days,
    /// Microseconds of local time in an unknown zone.
    Clocks,
    /// Microseconds of UTC, shown in a zone.
    Utc(TimeZone),
}

/// The zone that a column names, as in `Europe/Berlin` or `+02:00`; UTC if it is unknown.
fn zone_of(name: &str) -> TimeZone {
    let offset = || {
        let text = format!("1970-01-01T00:00:00{name}");
        Some(TimeZone::fixed(Pieces::parse(&text).ok()?.to_numeric_offset()?))
    };
    TimeZone::get(name).ok().or_else(offset).unwrap_or(TimeZone::UTC)
}

/// The required type of a column.
#[derive(Clone, Copy)]
enum Wanted {
    Text,
    Time,
    Number,
    Influence,
    Word,
}

impl Wanted {
    fn check(self, path: &Path, header: &str, kind: &DataType) -> Result<()> {
        let plain = match kind {
            DataType::Dictionary(_, values) => values,
            kind => kind,
        };
        let (is_right, wanted, remedy) = match self {
            Wanted::Text => (
                is_text(plain) || plain.is_integer() || is_decimal(plain),
                "names or numbers of series",
                "Write text or integers",
            ),
            Wanted::Time => (
                is_text(plain)
                    || plain.is_integer()
                    || matches!(plain, DataType::Date32 | DataType::Date64 | DataType::Timestamp(..)),
                "dates or integers",
                "Write dates, timestamps or integers",
            ),
            Wanted::Number => (is_number(plain), "numbers", "Write integers, floats or decimals"),
            Wanted::Influence => (
                is_number(plain) || *plain == DataType::Boolean,
                "numbers or truth values",
                "Write integers, floats, decimals or booleans",
            ),
            Wanted::Word => {
                (is_number(plain) || *plain == DataType::Boolean, "names", "Write text, numbers or booleans")
            }
        };
        if is_right {
            return Ok(());
        }
        let problem = format!("holds {kind} where {wanted} are needed");
        Err(Error::bad(Place::file(path).column(header), problem, remedy))
    }
}

fn is_text(kind: &DataType) -> bool {
    use DataType::{Binary, BinaryView, LargeBinary, LargeUtf8, Utf8, Utf8View};
    matches!(kind, Utf8 | LargeUtf8 | Utf8View | Binary | LargeBinary | BinaryView)
}

fn is_number(kind: &DataType) -> bool {
    is_text(kind) || kind.is_numeric() || is_decimal(kind) || *kind == DataType::Null
}

fn is_decimal(kind: &DataType) -> bool {
    use DataType::{Decimal32, Decimal64, Decimal128, Decimal256};
    matches!(kind, Decimal32(..) | Decimal64(..) | Decimal128(..) | Decimal256(..))
}
