//! The protocol: what a driver asks for, and by which of our functions it is answered.

use super::command::{command, only_reads, unknown};
use super::rows::{described, rows, schema_bytes, whole};
use super::statement::Statement;
use super::status::{refused, status};
use super::values::{values, values_refused};
use super::{about, catalogue};
use crate::refusal::Refusal;
use crate::service::Shared;
use crate::shelf::Served;
use crate::sql::Shape;
use crate::wire::Client;
use arrow::array::RecordBatch;
use arrow::datatypes::{Fields, Schema};
use arrow_flight::flight_service_server::FlightService;
use arrow_flight::sql::{
    ActionCreatePreparedStatementRequest, ActionCreatePreparedStatementResult, Any, Command,
    DoPutPreparedStatementResult, ProstMessageExt, TicketStatementQuery,
};
use arrow_flight::{
    Action, ActionType, Criteria, Empty, FlightData, FlightDescriptor, FlightEndpoint, FlightInfo,
    HandshakeRequest, HandshakeResponse, PollInfo, PutResult, Result as Done, SchemaResult, Ticket,
};
use axum::body::Bytes;
use futures::stream::{BoxStream, StreamExt, iter};
use prost::Message;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::{Code, Extensions, Request, Response, Status, Streaming};

/// What the door hands to a program of somebody who gave their password: the value of its `authorization`.
#[derive(Clone)]
pub struct Token(pub String);

/// Answers drivers.
#[derive(Clone)]
pub(super) struct Service {
    server: Shared,
}

/// Answers of a call, one after another.
type Answers<T> = BoxStream<'static, Result<T, Status>>;

/// The actions that are done here.
const PREPARE: &str = "CreatePreparedStatement";
const CLOSE: &str = "ClosePreparedStatement";

/// Memory of an answer being sent: batches of rows, made and on their way.
const HELD_BYTES: usize = 4 * 1_024 * 1_024;

impl Service {
    /// Over a server.
    pub(super) fn new(server: Shared) -> Self {
        Service { server }
    }

    /// What a query would answer.
    async fn shape(&self, client: Client, statement: Statement) -> Result<Shape, Status> {
        let served = self.served()?;
        let shape = self.server.shape(&served, client, statement.request()).await;
        shape.map_err(|refusal| status(&refusal))
    }

    fn served(&self) -> Result<Arc<Served>, Status> {
        self.server.shelf.current().map_err(|refusal| status(&refusal))
    }

    fn read(&self, handle: &[u8]) -> Result<Statement, Status> {
        Statement::read(handle, &self.server.limits)
    }

    /// The query that a command asks, if it asks one.
    fn asked(&self, command: &Command) -> Result<Option<Statement>, Status> {
        Ok(Some(match command {
            Command::CommandStatementQuery(asked) if names_one(&asked.transaction_id) => {
                return Err(only_reads());
            }
            Command::CommandStatementQuery(asked) => {
                Statement::new(asked.query.clone(), &self.server.limits)?
            }
            Command::CommandPreparedStatementQuery(asked) => self.read(&asked.prepared_statement_handle)?,
            Command::TicketStatementQuery(asked) => self.read(&asked.statement_handle)?,
            _ => return Ok(None),
        }))
    }

    /// What a command asks about the server, its tables and types.
    async fn table(&self, client: Client, command: Command) -> Result<RecordBatch, Status> {
        match command {
            Command::CommandGetCatalogs(asked) => catalogue::catalogues(asked),
            Command::CommandGetDbSchemas(asked) => catalogue::schemas(asked),
            Command::CommandGetTables(asked) => {
                let (server, served) = (self.server.clone(), self.served()?);
                let names = self.server.answers.work(client, move || server.shelf.names(&served)).await;
                let names = names.map_err(|refusal| status(&refusal))?;
                catalogue::tables(asked, &names)
            }
            Command::CommandGetTableTypes(asked) => catalogue::kinds(asked),
            Command::CommandGetXdbcTypeInfo(asked) => catalogue::types(asked),
            Command::CommandGetPrimaryKeys(_) => Ok(catalogue::primary_keys()),
            Command::CommandGetExportedKeys(_)
            | Command::CommandGetImportedKeys(_)
            | Command::CommandGetCrossReference(_) => Ok(catalogue::foreign_keys()),
            Command::CommandGetSqlInfo(asked) => {
                asked.into_builder(&about::about()?).build().map_err(Status::from)
            }
            _ => Err(only_reads()),
        }
    }

    /// The columns of what a descriptor asks for.
    async fn columns(&self, client: Client, descriptor: &FlightDescriptor) -> Result<Schema, Status> {
        let command = command(&descriptor.cmd)?;
        Ok(match self.asked(&command)? {
            None => self.table(client, command).await?.schema().as_ref().clone(),
            Some(statement) => {
                let shape = self.shape(client, statement).await?;
                described(&shape.answer, &shape.columns)
            }
        })
    }

    /// The ticket of what a descriptor asks for: of a query that has its values, or else what was asked.
    fn ticket(&self, descriptor: &FlightDescriptor) -> Result<Ticket, Status> {
        Ok(match self.asked(&command(&descriptor.cmd)?)? {
            None => Ticket::new(descriptor.cmd.clone()),
            Some(statement) => {
                statement.bound()?;
                let ticket = TicketStatementQuery { statement_handle: statement.bytes()? };
                Ticket::new(ticket.as_any().encode_to_vec())
            }
        })
    }

    /// Plans a query and hands out what stands for it.
    async fn prepare(&self, client: Client, sql: String) -> Result<Done, Status> {
        let statement = Statement::new(sql, &self.server.limits)?;
        let handle = statement.bytes()?;
        let names: Vec<String> = statement.names().into_iter().map(str::to_owned).collect();
        let shape = self.shape(client, statement).await?;
        // In the order in which values without names are bound.
        let place = |name: &str| names.iter().position(|known| known == name);
        let mut parameters: Vec<_> = shape.parameters.iter().cloned().collect();
        parameters.sort_by_key(|field| place(field.name()));
        let result = ActionCreatePreparedStatementResult {
            prepared_statement_handle: handle,
            dataset_schema: schema_bytes(&described(&shape.answer, &shape.columns))?,
            parameter_schema: schema_bytes(&described(&Fields::from(parameters), &[]))?,
        };
        Ok(Done::new(result.as_any().encode_to_vec()))
    }
}

#[tonic::async_trait]
impl FlightService for Service {
    type HandshakeStream = Answers<HandshakeResponse>;
    type ListFlightsStream = Answers<FlightInfo>;
    type DoGetStream = Answers<FlightData>;
    type DoPutStream = Answers<PutResult>;
    type DoExchangeStream = Answers<FlightData>;
    type DoActionStream = Answers<Done>;
    type ListActionsStream = Answers<ActionType>;

    async fn handshake(
        &self,
        request: Request<Streaming<HandshakeRequest>>,
    ) -> Result<Response<Self::HandshakeStream>, Status> {
        let Some(Token(token)) = request.extensions().get() else {
            let remedy = "Leave name and password out.";
            return Err(refused(Code::InvalidArgument, "no-sign-in", "Nobody signs in here.", remedy));
        };
        let value = MetadataValue::<Ascii>::try_from(token).map_err(|_| status(&Refusal::Internal))?;
        let answer = HandshakeResponse { protocol_version: 0, payload: Bytes::new() };
        let mut response = Response::new(iter([Ok(answer)]).boxed());
        response.metadata_mut().insert("authorization", value);
        Ok(response)
    }

    async fn get_flight_info(
        &self,
        request: Request<FlightDescriptor>,
    ) -> Result<Response<FlightInfo>, Status> {
        let client = client(request.extensions());
        let descriptor = request.into_inner();
        let ticket = self.ticket(&descriptor)?;
        let schema = self.columns(client, &descriptor).await?;
        let info = FlightInfo::new().try_with_schema(&schema).map_err(|_| status(&Refusal::Internal))?;
        let endpoint = FlightEndpoint::new().with_ticket(ticket);
        Ok(Response::new(info.with_endpoint(endpoint).with_descriptor(descriptor)))
    }

    async fn get_schema(&self, request: Request<FlightDescriptor>) -> Result<Response<SchemaResult>, Status> {
        let client = client(request.extensions());
        let schema = self.columns(client, request.get_ref()).await?;
        Ok(Response::new(SchemaResult { schema: schema_bytes(&schema)? }))
    }

    async fn do_get(&self, request: Request<Ticket>) -> Result<Response<Self::DoGetStream>, Status> {
        let client = client(request.extensions());
        let command = command(&request.get_ref().ticket)?;
        let Some(statement) = self.asked(&command)? else {
            return Ok(Response::new(whole(self.table(client, command).await?)));
        };
        let served = self.served()?;
        let running = self.server.query(&served, client, statement.request()).await;
        let rows = rows(running.map_err(|refusal| status(&refusal))?).await?;
        let mut response = Response::new(rows);
        // Counted with the answers on their way, so that slow readers of queries do not fill the memory.
        let passage = self.server.answers.flight().carry(client, HELD_BYTES);
        response.extensions_mut().insert(Arc::new(passage));
        Ok(response)
    }

    async fn do_put(
        &self,
        request: Request<Streaming<FlightData>>,
    ) -> Result<Response<Self::DoPutStream>, Status> {
        let mut sent = request.into_inner();
        let first = sent.message().await?.ok_or_else(|| values_refused("There is no command."))?;
        let descriptor = first.flight_descriptor.clone().unwrap_or_default();
        let command = command(&descriptor.cmd)?;
        let Command::CommandPreparedStatementQuery(asked) = command else { return Err(only_reads()) };
        let statement = self.read(&asked.prepared_statement_handle)?;
        let values = values(sent, first, &self.server.limits).await?;
        let handle = statement.with(&values, &self.server.limits)?.bytes()?;
        let result = DoPutPreparedStatementResult { prepared_statement_handle: Some(handle) };
        let result = PutResult { app_metadata: result.encode_to_vec().into() };
        Ok(Response::new(iter([Ok(result)]).boxed()))
    }

    async fn do_action(&self, request: Request<Action>) -> Result<Response<Self::DoActionStream>, Status> {
        let client = client(request.extensions());
        let action = request.into_inner();
        match action.r#type.as_str() {
            PREPARE => {
                let any = Any::decode(action.body).map_err(|_| unknown())?;
                let asked: Option<ActionCreatePreparedStatementRequest> =
                    any.unpack().map_err(|_| unknown())?;
                let asked = asked.ok_or_else(unknown)?;
                if names_one(&asked.transaction_id) {
                    return Err(only_reads());
                }
                let prepared = self.prepare(client, asked.query).await?;
                Ok(Response::new(iter([Ok(prepared)]).boxed()))
            }
            // The handle holds all there is.
            CLOSE => Ok(Response::new(iter([]).boxed())),
            "CancelQuery" | "CancelFlightInfo" => {
                let remedy = "Cancel its DoGet, or close the connection: that ends the query.";
                Err(refused(Code::Unimplemented, "no-cancel", "Queries are not cancelled by a call.", remedy))
            }
            _ => Err(only_reads()),
        }
    }

    async fn list_actions(&self, _: Request<Empty>) -> Result<Response<Self::ListActionsStream>, Status> {
        let actions = [
            (PREPARE, "Prepares a query. Nothing of it is kept: its handle holds it."),
            (CLOSE, "Forgets a prepared query."),
        ];
        let actions = actions
            .map(|(name, about)| Ok(ActionType { r#type: name.to_owned(), description: about.to_owned() }));
        Ok(Response::new(iter(actions).boxed()))
    }

    async fn list_flights(&self, _: Request<Criteria>) -> Result<Response<Self::ListFlightsStream>, Status> {
        Err(unknown())
    }

    async fn poll_flight_info(&self, _: Request<FlightDescriptor>) -> Result<Response<PollInfo>, Status> {
        Err(refused(Code::Unimplemented, "no-poll", "Queries are not polled.", "Ask with GetFlightInfo."))
    }

    async fn do_exchange(
        &self,
        _: Request<Streaming<FlightData>>,
    ) -> Result<Response<Self::DoExchangeStream>, Status> {
        Err(only_reads())
    }
}

/// Whether a transaction is named.
fn names_one(transaction: &Option<Bytes>) -> bool {
    transaction.as_ref().is_some_and(|id| !id.is_empty())
}

/// Who asks. Every connection names its client; only a request without a connection does not.
fn client(extensions: &Extensions) -> Client {
    extensions.get().copied().unwrap_or_else(|| Client::from(IpAddr::from(Ipv4Addr::UNSPECIFIED)))
}
