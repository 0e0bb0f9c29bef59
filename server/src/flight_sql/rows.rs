//! Rows on their way from a worker to a driver: a slow reader slows its own query, and one that leaves ends it.

use super::status::status;
use crate::refusal::Refusal;
use crate::sql::{Batches, Next, Running};
use arrow::array::RecordBatch;
use arrow::datatypes::{FieldRef, Fields, Schema, SchemaRef};
use arrow::error::ArrowError;
use arrow::ipc::writer::IpcWriteOptions;
use arrow_flight::encode::FlightDataEncoderBuilder;
use arrow_flight::error::FlightError;
use arrow_flight::{FlightData, IpcMessage, SchemaAsIpc};
use axum::body::Bytes;
use contract::SqlColumn;
use futures::stream::{BoxStream, StreamExt, try_unfold};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use tonic::Status;

/// Bytes of a message with rows, about: as many as a reader of the network takes at once.
const MESSAGE_BYTES: usize = 256 * 1_024;

/// Rows on their way.
struct Sending {
    running: Running,
    batches: Batches,
    schema: SchemaRef,
    /// Made, and not sent yet.
    made: VecDeque<RecordBatch>,
    ended: bool,
}

/// The rows of a query, whose columns have units and meanings.
///
/// # Errors
/// The query fails before its first rows.
pub(super) async fn rows(
    mut running: Running,
) -> Result<BoxStream<'static, Result<FlightData, Status>>, Status> {
    let (mut batches, mut made, mut ended) = (Batches::default(), Vec::new(), false);
    while batches.schema().is_none() && !ended {
        match running.next().await.map_err(|refusal| status(&refusal))? {
            Next::Rows(piece) => made.extend(batches.of(piece).map_err(|error| unreadable(&error))?),
            Next::End(_, _) => ended = true,
        }
    }
    let sent = batches.schema().ok_or_else(|| status(&Refusal::Internal))?;
    let schema = Arc::new(described(sent.fields(), &running.columns));
    let made = made.into_iter().map(|batch| batch.with_schema(schema.clone())).collect::<Result<_, _>>();
    let made = made.map_err(|error| unreadable(&error))?;
    let sending = Sending { running, batches, schema: schema.clone(), made, ended };
    let rows = try_unfold(sending, |mut sending| async move {
        let batch = sending.next().await;
        let batch = batch.inspect_err(|error| tracing::info!(%error, "a query broke off"))?;
        Ok::<_, FlightError>(batch.map(|batch| (batch, sending)))
    });
    let encoder =
        FlightDataEncoderBuilder::new().with_schema(schema).with_max_flight_data_size(MESSAGE_BYTES);
    Ok(encoder.build(rows).map(|data| data.map_err(broken)).boxed())
}

/// One table, known as a whole.
pub(super) fn whole(batch: RecordBatch) -> BoxStream<'static, Result<FlightData, Status>> {
    let encoder = FlightDataEncoderBuilder::new().with_schema(batch.schema());
    let rows = futures::stream::iter([Ok(batch)]);
    encoder.build(rows).map(|data| data.map_err(broken)).boxed()
}

/// Columns as drivers get them, with unit and meaning where a column has them.
pub(super) fn described(fields: &Fields, columns: &[SqlColumn]) -> Schema {
    let described = |(place, field): (usize, &FieldRef)| {
        let column = columns.get(place);
        let unit = column.and_then(|column| column.unit.as_deref());
        let meaning = column.and_then(|column| column.meaning.as_deref());
        let known = [("unit", unit), ("meaning", meaning)];
        let known = known.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?.to_owned())));
        field.as_ref().clone().with_metadata(known.collect::<HashMap<_, _>>())
    };
    Schema::new(fields.iter().enumerate().map(described).collect::<Vec<_>>())
}

/// Columns as bytes.
///
/// # Errors
/// None in practice: every schema can be written.
pub(super) fn schema_bytes(schema: &Schema) -> Result<Bytes, Status> {
    let options = IpcWriteOptions::default();
    let message: Result<IpcMessage, _> = SchemaAsIpc::new(schema, &options).try_into();
    let IpcMessage(bytes) = message.map_err(|_| status(&Refusal::Internal))?;
    Ok(bytes)
}

impl Sending {
    async fn next(&mut self) -> Result<Option<RecordBatch>, FlightError> {
        loop {
            if let Some(batch) = self.made.pop_front() {
                return Ok(Some(batch));
            }
            if self.ended {
                return Ok(None);
            }
            match self.running.next().await.map_err(|refusal| status(&refusal))? {
                Next::Rows(piece) => {
                    for batch in self.batches.of(piece)? {
                        self.made.push_back(batch.with_schema(self.schema.clone())?);
                    }
                }
                Next::End(_, _) => self.ended = true,
            }
        }
    }
}

/// Why rows end early.
fn broken(error: FlightError) -> Status {
    match error {
        FlightError::Tonic(status) => *status,
        other => {
            tracing::error!(error = %other, "rows of a worker cannot be sent");
            status(&Refusal::Internal)
        }
    }
}

fn unreadable(error: &ArrowError) -> Status {
    tracing::error!(%error, "rows of a worker cannot be read");
    status(&Refusal::Internal)
}
