//! The rows of an answer, as they are computed.

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use contract::SqlStep;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::physical_plan::ExecutionPlan;
use futures::StreamExt;
use std::sync::Arc;

use super::refuse::Failed;
use super::{Session, explain, steps};

/// The rows of an answer, as a stream.
pub struct Batches<'a> {
    pub(super) stream: SendableRecordBatchStream,
    pub(super) plan: Arc<dyn ExecutionPlan>,
    pub(super) session: &'a Session,
}

impl Batches<'_> {
    /// Names and types of the columns.
    pub fn schema(&self) -> SchemaRef {
        self.stream.schema()
    }

    /// The next rows, none at the end. Errors as for [`Answer::collect`](super::Answer::collect).
    pub async fn next(&mut self) -> Option<Result<RecordBatch, Failed>> {
        let batch = self.stream.next().await?;
        Some(batch.map_err(|error| explain::explain(&error, &self.session.known)))
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
        let catalogue = self.session.tables.as_ref().map(|(catalogue, _)| catalogue);
        steps::steps(&self.plan, catalogue)
    }
}
