//! Arrow Flight SQL, by which drivers ask (ADBC, JDBC, ODBC): through the same gate, in the same workers and under the same
//! limits as queries of the API. It only reads, and keeps nothing between two calls.

/// Refusals as gRPC says them.
mod status;

/// Commands, as descriptors and tickets carry them.
mod command;

/// A query, as tickets and handles carry it.
mod statement;

/// Values for its parameters.
mod values;

/// Rows on their way.
mod rows;

/// What drivers ask about the server.
mod about;

/// What drivers ask about tables and types.
mod catalogue;

/// The protocol.
mod service;

pub use service::Token;
pub use status::{is_grpc, refused, written_out};

use crate::access::FLIGHT_SERVICE;
use crate::refusal::Refusal;
use crate::service::Shared;
use arrow_flight::flight_service_server::FlightServiceServer;
use axum::Router;
use axum::extract::Request;
use axum::http::header;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use service::Service;

/// The calls of the protocol that are answered, if only by saying that this server does not do that.
const CALLS: [&str; 10] = [
    "Handshake",
    "ListFlights",
    "GetFlightInfo",
    "PollFlightInfo",
    "GetSchema",
    "DoGet",
    "DoPut",
    "DoExchange",
    "DoAction",
    "ListActions",
];

/// A route for each call. Their guards are those of every route; besides, only what speaks gRPC is answered: a page of another
/// site cannot say that it does without asking first.
pub fn routes(server: &Shared) -> Router<Shared> {
    let most = statement::message_bytes(&server.limits);
    let service = FlightServiceServer::new(Service::new(server.clone())).max_decoding_message_size(most);
    let calls = CALLS.iter().fold(Router::new(), |routes, call| {
        routes.route_service(&format!("/{FLIGHT_SERVICE}/{call}"), service.clone())
    });
    calls.layer(from_fn(only_grpc))
}

async fn only_grpc(request: Request, next: Next) -> Response {
    if is_grpc(request.headers()) {
        return next.run(request).await;
    }
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    Refusal::BadBody(format!("its content type is `{}`", kind.unwrap_or_default())).into_response()
}
