//! The rows of an answer, as a stream.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::compute::cast;
use arrow::datatypes::{DataType, FieldRef, Fields, Schema, SchemaRef};
use contract::SqlStep;
use datafusion::error::DataFusionError;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::physical_plan::ExecutionPlan;
use futures::StreamExt;

use super::explain::{Known, explain};
use super::refuse::Failed;
use super::steps;
use crate::catalogue::Catalogue;

/// The rows of an answer, as a stream.
pub struct Batches<'a> {
    stream: SendableRecordBatchStream,
    schema: SchemaRef,
    plan: Arc<dyn ExecutionPlan>,
    known: &'a Known,
    catalogue: Option<&'a Catalogue>,
}

impl<'a> Batches<'a> {
    /// Of a plan that runs, with the names that there are.
    pub(super) fn new(
        (stream, plan): (SendableRecordBatchStream, Arc<dyn ExecutionPlan>),
        known: &'a Known,
        catalogue: Option<&'a Catalogue>,
    ) -> Self {
        let schema = told_columns(&stream.schema());
        Batches { stream, schema, plan, known, catalogue }
    }

    /// Names and types of the columns.
    pub fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    /// The next rows, none at the end.
    ///
    /// # Errors
    /// Arguments that a function refuses; numbers out of range; too little memory.
    pub async fn next(&mut self) -> Option<Result<RecordBatch, Failed>> {
        let batch = self.stream.next().await?.and_then(|batch| self.told(&batch));
        Some(batch.map_err(|error| explain(&error, self.known)))
    }

    /// Rows with texts as every program reads them.
    fn told(&self, batch: &RecordBatch) -> Result<RecordBatch, DataFusionError> {
        let columns = batch.columns().iter().zip(self.schema.fields());
        let columns = columns.map(|(column, field)| match column.data_type() == field.data_type() {
            true => Ok(column.clone()),
            false => cast(column, field.data_type()),
        });
        let rows = arrow::array::RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
        Ok(RecordBatch::try_new_with_options(self.schema(), columns.collect::<Result<_, _>>()?, &rows)?)
    }

    /// Bytes of files that were read so far.
    pub fn bytes_read(&self) -> u64 {
        let mut read = 0;
        let mut steps = vec![self.plan.clone()];
        while let Some(step) = steps.pop() {
            let scanned = step.metrics().and_then(|metrics| metrics.sum_by_name("bytes_scanned"));
            read += scanned.map_or(0, |scanned| scanned.as_usize() as u64);
            steps.extend(step.children().into_iter().cloned());
        }
        read
    }

    /// The steps so far, the last first.
    pub fn steps(&self) -> Vec<SqlStep> {
        steps::steps(&self.plan, self.catalogue)
    }
}

/// The columns in which those of the engine are handed out.
pub(super) fn told_columns(columns: &Schema) -> SchemaRef {
    Arc::new(Schema::new(columns.fields().iter().map(told_field).collect::<Fields>()))
}

fn told_field(field: &FieldRef) -> FieldRef {
    Arc::new(field.as_ref().clone().with_data_type(told(field.data_type())))
}

/// The type in which values of a type are handed out: one that every program knows which reads Arrow. Texts in place of the
/// views that the engine reads, values in place of dictionaries, in lists and structures too.
pub(super) fn told(kind: &DataType) -> DataType {
    match kind {
        DataType::Utf8View => DataType::Utf8,
        DataType::BinaryView => DataType::Binary,
        DataType::Dictionary(_, values) => told(values),
        DataType::List(field) | DataType::ListView(field) => DataType::List(told_field(field)),
        DataType::LargeList(field) | DataType::LargeListView(field) => DataType::LargeList(told_field(field)),
        DataType::FixedSizeList(field, size) => DataType::FixedSizeList(told_field(field), *size),
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(told_field).collect()),
        other => other.clone(),
    }
}
