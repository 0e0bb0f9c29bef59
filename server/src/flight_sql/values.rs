//! Values that a driver sends for the parameters of a query.

use super::status::{refused, status};
use crate::limits::Limits;
use crate::refusal::Refusal;
use arrow::array::RecordBatch;
use arrow_flight::FlightData;
use arrow_flight::decode::FlightRecordBatchStream;
use arrow_flight::error::FlightError;
use futures::stream::{StreamExt, TryStreamExt, once};
use tonic::{Code, Status, Streaming};

/// The values, of which there may be as many bytes as of a query.
///
/// # Errors
/// They are no rows, or in several batches, or too many.
pub(super) async fn values(
    sent: Streaming<FlightData>,
    first: FlightData,
    limits: &Limits,
) -> Result<RecordBatch, Status> {
    let most = usize::try_from(limits.body_bytes).unwrap_or(usize::MAX);
    let too_much = Refusal::BodyTooLarge(limits.body_bytes);
    let sent = once(async { Ok(first) }).chain(sent).scan(0_usize, move |bytes, data| {
        let data = data.and_then(|data| {
            *bytes += data.data_header.len() + data.data_body.len();
            if *bytes > most { Err(status(&too_much)) } else { Ok(data) }
        });
        std::future::ready(Some(data.map_err(|status| FlightError::Tonic(Box::new(status)))))
    });
    let batches = FlightRecordBatchStream::new_from_flight_data(sent);
    let batches: Vec<RecordBatch> = batches.try_collect().await.map_err(unreadable)?;
    let mut batches = batches.into_iter().filter(|batch| batch.num_rows() > 0);
    match (batches.next(), batches.next()) {
        (Some(batch), None) => Ok(batch),
        (None, _) => Err(values_refused("There are no values.")),
        (Some(_), Some(_)) => Err(values_refused("There are several rows of values.")),
    }
}

/// The refusal of values.
pub(super) fn values_refused(cause: &str) -> Status {
    refused(Code::InvalidArgument, "bad-parameter", cause, "Bind one row of values to a prepared query.")
}

fn unreadable(error: FlightError) -> Status {
    match error {
        FlightError::Tonic(status) => *status,
        _ => values_refused("The values are no record batch of Arrow."),
    }
}
