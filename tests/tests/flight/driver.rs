//! A driver, call by call, so that a test sees the status of each.

use arrow::array::RecordBatch;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use arrow_flight::decode::FlightRecordBatchStream;
use arrow_flight::encode::FlightDataEncoderBuilder;
use arrow_flight::error::FlightError;
use arrow_flight::flight_service_client::FlightServiceClient;
use arrow_flight::sql::{
    ActionCreatePreparedStatementRequest, ActionCreatePreparedStatementResult, Any,
    CommandPreparedStatementQuery, CommandStatementQuery, DoPutPreparedStatementResult, ProstMessageExt,
};
use arrow_flight::{Action, FlightDescriptor, FlightInfo, Ticket};
use futures::{StreamExt, TryStreamExt};
use prost::Message;
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};
use tonic::metadata::MetadataValue;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};

/// A connection.
pub struct Driver {
    runtime: Runtime,
    client: FlightServiceClient<Channel>,
    authorization: Option<String>,
}

impl Driver {
    /// Connects without encryption.
    pub fn to(address: &str) -> Self {
        Driver::at(Endpoint::from_shared(format!("http://{address}")).expect("an address"))
    }

    /// Connects.
    pub fn at(endpoint: Endpoint) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let channel = runtime.block_on(endpoint.connect()).expect("a connection");
        Driver { runtime, client: FlightServiceClient::new(channel), authorization: None }
    }

    /// The same with a key.
    #[must_use]
    pub fn with(mut self, authorization: &str) -> Self {
        self.authorization = Some(authorization.to_owned());
        self
    }

    /// A message as a request.
    pub fn request<T>(&self, message: T) -> Request<T> {
        let mut request = Request::new(message);
        if let Some(authorization) = &self.authorization {
            let value = MetadataValue::try_from(authorization).expect("a header");
            request.metadata_mut().insert("authorization", value);
        }
        request
    }

    /// Does something with the client.
    pub fn run<T, F: Future<Output = T>>(
        &mut self,
        call: impl FnOnce(FlightServiceClient<Channel>) -> F,
    ) -> T {
        self.runtime.block_on(call(self.client.clone()))
    }

    /// What a command would answer.
    pub fn info(&mut self, command: &impl ProstMessageExt) -> Result<FlightInfo, Status> {
        let request = self.request(FlightDescriptor::new_cmd(command.as_any().encode_to_vec()));
        self.run(|mut client| async move { client.get_flight_info(request).await })
            .map(tonic::Response::into_inner)
    }

    /// The rows behind a ticket.
    pub fn take(&mut self, ticket: Ticket) -> Result<Vec<RecordBatch>, Status> {
        let request = self.request(ticket);
        self.run(|mut client| async move {
            let data = client.do_get(request).await?.into_inner();
            let rows = FlightRecordBatchStream::new_from_flight_data(data.map_err(FlightError::from));
            rows.try_collect().await.map_err(Status::from)
        })
    }

    /// The answer to a command: what it says first, and its rows.
    pub fn answer(
        &mut self,
        command: &impl ProstMessageExt,
    ) -> Result<(FlightInfo, Vec<RecordBatch>), Status> {
        let info = self.info(command)?;
        let ticket = info.endpoint[0].ticket.clone().expect("a ticket");
        Ok((info, self.take(ticket)?))
    }

    /// The rows of a query.
    pub fn query(&mut self, sql: &str) -> Result<Vec<RecordBatch>, Status> {
        self.answer(&statement(sql)).map(|(_, rows)| rows)
    }

    /// Prepares a query.
    pub fn prepare(&mut self, sql: &str) -> Result<ActionCreatePreparedStatementResult, Status> {
        let asked = ActionCreatePreparedStatementRequest { query: sql.to_owned(), transaction_id: None };
        let result = self.act("CreatePreparedStatement", asked.as_any().encode_to_vec())?;
        let any = Any::decode(&*result).expect("a message");
        Ok(any.unpack().expect("a result").expect("of preparing"))
    }

    /// Does an action; its first result.
    pub fn act(&mut self, action: &str, body: Vec<u8>) -> Result<Vec<u8>, Status> {
        let request = self.request(Action::new(action, body));
        self.run(|mut client| async move {
            let mut results = client.do_action(request).await?.into_inner();
            Ok(results.message().await?.map(|result| result.body.to_vec()).unwrap_or_default())
        })
    }

    /// Sends rows under a command; what comes back.
    pub fn put(&mut self, command: &impl ProstMessageExt, rows: Vec<RecordBatch>) -> Result<Vec<u8>, Status> {
        let descriptor = FlightDescriptor::new_cmd(command.as_any().encode_to_vec());
        let schema = rows[0].schema();
        let data =
            FlightDataEncoderBuilder::new().with_schema(schema).with_flight_descriptor(Some(descriptor));
        let data = data.build(futures::stream::iter(rows.into_iter().map(Ok)));
        let request = self.request(data.map(|data| data.expect("encoded")));
        self.run(|mut client| async move {
            let mut results = client.do_put(request).await?.into_inner();
            Ok(results.message().await?.map(|result| result.app_metadata.to_vec()).unwrap_or_default())
        })
    }

    /// Binds rows to a prepared query: the new handle.
    pub fn bind(&mut self, handle: &[u8], rows: Vec<RecordBatch>) -> Result<Vec<u8>, Status> {
        let bound = self.put(&prepared(handle), rows)?;
        let bound = DoPutPreparedStatementResult::decode(&*bound).expect("a result");
        Ok(bound.prepared_statement_handle.expect("a handle").to_vec())
    }
}

/// The command of a query.
pub fn statement(sql: &str) -> CommandStatementQuery {
    CommandStatementQuery { query: sql.to_owned(), transaction_id: None }
}

/// The command of a prepared query.
pub fn prepared(handle: &[u8]) -> CommandPreparedStatementQuery {
    CommandPreparedStatementQuery { prepared_statement_handle: handle.to_vec().into() }
}

/// Rows as texts; none for what is missing.
pub fn texts(rows: &[RecordBatch]) -> Vec<Vec<Option<String>>> {
    let options = FormatOptions::default();
    let mut texts = Vec::new();
    for batch in rows {
        let shown = batch.columns().iter().map(|column| ArrayFormatter::try_new(column, &options));
        let shown: Vec<_> = shown.collect::<Result<_, _>>().expect("columns that can be shown");
        for row in 0..batch.num_rows() {
            let cell = |(column, shown): (&arrow::array::ArrayRef, &ArrayFormatter<'_>)| {
                (!column.is_null(row)).then(|| shown.value(row).to_string())
            };
            texts.push(batch.columns().iter().zip(&shown).map(cell).collect());
        }
    }
    texts
}

/// Whether a cell of JSON says the same as a text.
pub fn says(cell: &Value, text: Option<&str>) -> bool {
    match (cell, text) {
        (Value::Null, None) => true,
        (Value::Number(number), Some(text)) => number.as_f64() == text.parse().ok(),
        (Value::Bool(flag), Some(text)) => flag.to_string() == text,
        (Value::String(cell), Some(text)) => cell == text,
        _ => false,
    }
}
