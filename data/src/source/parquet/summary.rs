//! What a file says of its own rows. Few programs write checksums of pages; damage that none shows may leave the range
//! that the file states, or change the number of empty cells.

use arrow::array::{Array, ArrayRef, AsArray, Scalar};
use arrow::compute::kernels::cmp::{gt, lt};
use arrow::compute::{SortOptions, cast, sort_to_indices, take};
use arrow::datatypes::{DataType, Float64Type, Schema};
use parquet::arrow::arrow_reader::statistics::StatisticsConverter;
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};

/// The summary of the chosen columns, compared with their values as these are read.
pub(super) struct Summary {
    rows: u64,
    columns: Vec<Stated>,
}

/// What is stated of a column.
#[derive(Default)]
struct Stated {
    /// The least and the greatest value of a column of numbers or times.
    range: Option<(Scalar<ArrayRef>, Scalar<ArrayRef>)>,
    empty: Option<u64>,
    found_empty: u64,
}

impl Summary {
    /// Of the columns with these names, as `schema` has their types.
    pub(super) fn new<'a>(
        metadata: &ParquetMetaData,
        schema: &Schema,
        names: impl Iterator<Item = Option<&'a str>>,
    ) -> Summary {
        let stated = |name: Option<&str>| name.and_then(|name| Stated::of(metadata, schema, name));
        Summary {
            rows: u64::try_from(metadata.file_metadata().num_rows()).unwrap_or(0),
            columns: names.map(|name| stated(name).unwrap_or_default()).collect(),
        }
    }

    /// Compares the values of a batch; an error says what contradicts what the file states.
    pub(super) fn check(&mut self, column: usize, values: &ArrayRef) -> Result<(), String> {
        let stated = &mut self.columns[column];
        stated.found_empty += values.logical_null_count() as u64;
        match stated.has_outside(values) {
            Ok(true) => Err("holds values outside the range that the file states".into()),
            // A range of another type says nothing.
            Ok(false) | Err(_) => Ok(()),
        }
    }

    /// Compares the counts, once `rows` have been read and no more follow.
    pub(super) fn finish(&self, rows: u64) -> Result<(), String> {
        if rows != self.rows {
            return Err(format!("holds {rows} rows where the file states {}", self.rows));
        }
        let differs = |column: &&Stated| column.empty.is_some_and(|empty| empty != column.found_empty);
        match self.columns.iter().find(differs) {
            None => Ok(()),
            Some(column) => Err(format!(
                "holds {} empty cells in a column where the file states {}",
                column.found_empty,
                column.empty.unwrap_or(0)
            )),
        }
    }
}

impl Stated {
    fn of(metadata: &ParquetMetaData, schema: &Schema, name: &str) -> Option<Stated> {
        let parquet = metadata.file_metadata().schema_descr();
        let converter = StatisticsConverter::try_new(name, schema, parquet).ok()?;
        let converter = converter.with_missing_null_counts_as_zero(false);
        let groups = metadata.row_groups();
        let nulls = converter.row_group_null_counts(groups).ok()?;
        let kind = converter.arrow_field().data_type();
        // A column without a type is empty, whatever the file states.
        let is_counted = nulls.null_count() == 0 && *kind != DataType::Null;
        let empty = is_counted.then(|| nulls.values().iter().sum());
        // Programs differ in how they order and shorten texts.
        let is_ordered = kind.is_numeric() || kind.is_temporal();
        let extreme = |values: ArrayRef, descending: bool| -> Option<Scalar<ArrayRef>> {
            let options = SortOptions { descending, nulls_first: false };
            let first = sort_to_indices(&values, Some(options), Some(1)).ok()?;
            let is_stated = !values.is_empty() && values.null_count() == 0;
            is_stated.then(|| take(&values, &first, None).ok().map(Scalar::new)).flatten()
        };
        let column = converter.parquet_column_index()?;
        let is_reliable = |group: &RowGroupMetaData| {
            group.column(column).statistics().is_some_and(|stated| !stated.is_min_max_deprecated())
        };
        let range = || {
            // Programs differed in how they compared numbers for the oldest kind of range.
            if !groups.iter().all(is_reliable) {
                return None;
            }
            let least = extreme(converter.row_group_mins(groups).ok()?, false)?;
            Some((least, extreme(converter.row_group_maxes(groups).ok()?, true)?))
        };
        Some(Stated { range: is_ordered.then(range).flatten(), empty, found_empty: 0 })
    }

    fn has_outside(&self, values: &ArrayRef) -> Result<bool, arrow::error::ArrowError> {
        let Some((least, most)) = &self.range else {
            return Ok(false);
        };
        if values.data_type().is_floating() {
            // NaN is in no range, and no damage.
            let wide = |array: &dyn Array| cast(array, &DataType::Float64);
            let bound = |scalar: &Scalar<ArrayRef>| -> Result<f64, arrow::error::ArrowError> {
                Ok(wide(&scalar.clone().into_inner())?.as_primitive::<Float64Type>().value(0))
            };
            let (least, most) = (bound(least)?, bound(most)?);
            let numbers = wide(values)?;
            let numbers = numbers.as_primitive::<Float64Type>();
            return Ok(numbers.iter().flatten().any(|number| number < least || number > most));
        }
        let any = |outside: arrow::array::BooleanArray| outside.true_count() > 0;
        Ok(any(lt(values, least)?) || any(gt(values, most)?))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{Date32Array, Float64Array, Int64Array, NullArray, RecordBatch, StringArray};
    use parquet::arrow::ArrowWriter;
    use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
    use parquet::file::properties::WriterProperties;

    use super::*;

    /// What is wrong with these values of a file that was written with others, in groups of two rows.
    fn check(written: ArrayRef, read: ArrayRef) -> Result<(), String> {
        let batch = RecordBatch::try_from_iter_with_nullable([("x", written, true)]).unwrap();
        let properties = WriterProperties::builder().set_max_row_group_row_count(Some(2)).build();
        let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).unwrap();
        writer.write(&batch).unwrap();
        let file = bytes::Bytes::from(writer.into_inner().unwrap());
        let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).unwrap();
        let mut summary = Summary::new(metadata.metadata(), metadata.schema(), [Some("x")].into_iter());
        summary.check(0, &read)?;
        summary.finish(read.len() as u64)
    }

    #[test]
    fn values_out_of_range_and_other_counts_are_noticed() {
        let integers = |values: &[i64]| Arc::new(Int64Array::from(values.to_vec())) as ArrayRef;
        let floats = |values: &[f64]| Arc::new(Float64Array::from(values.to_vec())) as ArrayRef;
        let written = || integers(&[5, 9, 1, 7]);
        assert_eq!(check(written(), written()), Ok(()));
        assert_eq!(check(written(), integers(&[2, 2, 2, 2])), Ok(()), "no range shows this");
        for wrong in [&[5, 9, 0, 7][..], &[5, 10, 1, 7]] {
            assert!(
                check(written(), integers(wrong)).unwrap_err().contains("outside the range"),
                "{wrong:?}"
            );
        }
        assert!(
            check(written(), integers(&[5, 9, 1])).unwrap_err().contains("3 rows where the file states 4")
        );
        let holes = Arc::new(Int64Array::from(vec![Some(5), None, Some(1), Some(7)])) as ArrayRef;
        assert!(
            check(written(), holes)
                .unwrap_err()
                .contains("1 empty cells in a column where the file states 0")
        );
        let floating = || floats(&[0.5, f64::NAN, -1.5, 2.0]);
        assert_eq!(check(floating(), floating()), Ok(()));
        assert!(check(floating(), floats(&[0.5, 3.0, -1.5, 2.0])).is_err());
        let days = |values: &[i32]| Arc::new(Date32Array::from(values.to_vec())) as ArrayRef;
        assert!(check(days(&[15_000, 15_001]), days(&[15_000, -15_001])).is_err());
        let texts = |values: &[&str]| Arc::new(StringArray::from(values.to_vec())) as ArrayRef;
        assert_eq!(check(texts(&["b", "c"]), texts(&["a", "d"])), Ok(()), "texts have no range");
        let nothing = || Arc::new(NullArray::new(3)) as ArrayRef;
        assert_eq!(check(nothing(), nothing()), Ok(()), "every cell of a column without a type is empty");
    }
}
