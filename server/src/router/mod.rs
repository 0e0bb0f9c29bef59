//! The router: which address leads where, and what every request passes through.

/// What is written down about each request.
mod observe;

/// Headers that every answer carries.
mod security;

/// Refusals, written out for who asked.
mod refuse;

/// Hosts that the server answers to.
pub mod host;

/// What is refused before anything is done for it.
mod guard;

/// Files whose address changes with their content.
mod files;

/// The overview in one file.
mod report;

/// The door: who comes, and what they get.
mod sign_in;

/// Parts of the publication in use.
mod parts;

/// Views within pages of others.
pub mod embed;

/// For those who look after the server.
mod health;

#[cfg(feature = "flight")]
use crate::flight_sql;
use crate::refusal::Refusal;
use crate::service::Shared;
use crate::{api, mcp, pages};
use axum::Router;
use axum::http::{HeaderValue, header};
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use host::Hosts;
use parts::Parts;
use std::sync::Arc;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;

/// The part of the routes that a listener serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everything.
    All,
    /// Everything except what the operators' listener serves.
    Readers,
    /// The endpoints for operators.
    Operators,
    /// Queries of drivers, by Arrow Flight SQL.
    #[cfg(feature = "flight")]
    Drivers,
}

/// Every address of a listener. A page is registered in `app`, an endpoint of the API in `api`.
pub fn router(server: Shared, hosts: Hosts, audience: Audience) -> Router {
    let data = || {
        let frames = embed::routes(&server);
        if server.keys.as_ref().is_some_and(|keys| keys.only) {
            return frames;
        }
        let data = frames
            .merge(sign_in::routes(&server))
            .merge(pages::routes())
            .merge(api::routes())
            .merge(files::routes())
            .merge(report::routes());
        if server.mcp { data.merge(mcp::routes(&server)) } else { data }
    };
    let routes = match audience {
        Audience::All => data().merge(health::alive()).merge(health::state()),
        Audience::Readers => data().merge(health::alive()),
        Audience::Operators => health::alive().merge(health::state()),
        #[cfg(feature = "flight")]
        Audience::Drivers => flight_sql::routes(&server).merge(health::alive()),
    };
    let routes = routes
        .method_not_allowed_fallback(async || Refusal::MethodNotAllowed)
        .fallback(async || Refusal::UnknownAddress);
    // The operators' listener is for operators, and asks nobody.
    let routes = if audience == Audience::Operators { routes } else { asking(routes, &server) };
    within(routes, server, hosts)
}

/// The same over TLS.
pub fn over_tls(routes: Router) -> Router {
    routes.layer(map_response(security::add_for_tls))
}

/// Routes behind the door.
fn asking(routes: Router<Shared>, server: &Shared) -> Router<Shared> {
    let parts = Arc::new(Parts::new(server.site.for_part()));
    routes.layer(from_fn_with_state((server.clone(), parts), sign_in::ask))
}

/// The answer on connections beyond the limit: try again, on another connection.
pub fn overloaded(server: Shared, hosts: Hosts) -> Router {
    let close = async |mut response: Response| {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        response
    };
    within(Router::new().fallback(async || Refusal::Overloaded), server, hosts).layer(map_response(close))
}

/// Wraps routes in the layers that every request passes through, from the outside in.
fn within(routes: Router<Shared>, server: Shared, hosts: Hosts) -> Router {
    let layers = ServiceBuilder::new()
        .layer(from_fn(observe::request))
        .layer(map_response(security::add))
        .layer(from_fn_with_state(server.clone(), refuse::written_out))
        .layer(from_fn_with_state(Arc::new(hosts), host::check))
        .layer(from_fn_with_state(server.clone(), guard::request))
        .layer(CatchPanicLayer::custom(|_| Refusal::Internal.into_response()));
    routes.layer(layers).with_state(server)
}

#[cfg(test)]
mod tests;
