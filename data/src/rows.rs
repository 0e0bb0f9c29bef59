//! Columns of a query's result, found by name and converted from whatever Arrow type the engine chose.

use arrow::array::{ArrayRef, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Decimal128Type, Float64Type, Int64Type};
use planning::convert::single;

use crate::error::{Error, Place, Result};
use crate::schema::DECIMAL_SCALE;

/// Digits of the engine's widest decimals.
const DECIMAL_SUM_PRECISION: u8 = 38;

/// The result of a query.
pub(crate) struct Rows<'a> {
    name: &'a str,
    batches: &'a [RecordBatch],
}

impl<'a> Rows<'a> {
    /// Errors call the query `name`.
    pub(crate) fn new(name: &'a str, batches: &'a [RecordBatch]) -> Self {
        Rows { name, batches }
    }

    /// Texts; null is the empty text.
    pub(crate) fn text(&self, column: &str) -> Result<Vec<String>> {
        let mut values = Vec::new();
        for array in self.arrays(column, &DataType::Utf8)? {
            values.extend(array.as_string::<i32>().iter().map(|text| text.unwrap_or_default().to_owned()));
        }
        Ok(values)
    }

    /// Whole numbers.
    pub(crate) fn i64(&self, column: &str) -> Result<Vec<Option<i64>>> {
        let mut values = Vec::new();
        for array in self.arrays(column, &DataType::Int64)? {
            values.extend(array.as_primitive::<Int64Type>().iter());
        }
        Ok(values)
    }

    /// Rows of item-locations, each below `count`.
    ///
    /// # Errors
    /// One that is missing, or none of so many.
    pub(crate) fn places(&self, column: &str, count: usize) -> Result<Vec<usize>> {
        let found = self.places_or_none(column, count)?;
        found.into_iter().map(|place| place.ok_or_else(|| self.no_place(column, "null", count))).collect()
    }

    /// The same where null stands for an item-location that is not in the plan.
    ///
    /// # Errors
    /// One that is none of so many.
    pub(crate) fn places_or_none(&self, column: &str, count: usize) -> Result<Vec<Option<usize>>> {
        let place = |number: Option<i64>| {
            let Some(number) = number else { return Ok(None) };
            let place = usize::try_from(number).ok().filter(|place| *place < count);
            place.map(Some).ok_or_else(|| self.no_place(column, &number.to_string(), count))
        };
        self.i64(column)?.into_iter().map(place).collect()
    }

    fn no_place(&self, column: &str, value: &str, count: usize) -> Error {
        Error::bad(
            Place::new(format!("query {}", self.name)).column(column).value(value),
            format!("is none of the {count} item-locations"),
            "Report it: this is a fault of the program",
        )
    }

    /// Numbers; null is NaN.
    pub(crate) fn f64(&self, column: &str) -> Result<Vec<f64>> {
        let mut values = Vec::new();
        for array in self.arrays(column, &DataType::Float64)? {
            values.extend(array.as_primitive::<Float64Type>().iter().map(|value| value.unwrap_or(f64::NAN)));
        }
        Ok(values)
    }

    /// Numbers as derived files store them; null is NaN.
    pub(crate) fn f32(&self, column: &str) -> Result<Vec<f32>> {
        Ok(self.f64(column)?.into_iter().map(single).collect())
    }

    /// Decimals in ten-thousandths, exactly.
    pub(crate) fn decimals(&self, column: &str) -> Result<Vec<Option<i128>>> {
        let mut values = Vec::new();
        for array in self.arrays(column, &DataType::Decimal128(DECIMAL_SUM_PRECISION, DECIMAL_SCALE))? {
            values.extend(array.as_primitive::<Decimal128Type>().iter());
        }
        Ok(values)
    }

    fn arrays(&self, column: &str, wanted: &DataType) -> Result<Vec<ArrayRef>> {
        let array = |batch: &RecordBatch| {
            let found = batch.column_by_name(column).ok_or_else(|| Error::Engine {
                doing: format!("query {}", self.name),
                source: Box::new(datafusion::error::DataFusionError::Execution(format!(
                    "no column {column}"
                ))),
            })?;
            cast(found, wanted).map_err(Error::engine(&format!("query {}, column {column}", self.name)))
        };
        self.batches.iter().map(array).collect()
    }
}
