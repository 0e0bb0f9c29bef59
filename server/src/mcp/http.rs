//! The protocol at an address of the server: streamable HTTP without sessions, so that a request needs nothing but itself.

use super::Assistants;
use crate::service::Shared;
use axum::Router;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use std::sync::Arc;

/// Where assistants ask.
const PATH: &str = "/mcp";

/// The route for assistants. Its guards are those of every route; besides, whoever comes from a page of a site is refused.
pub fn routes(server: &Shared) -> Router<Shared> {
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        // Hosts are checked for every route.
        .disable_allowed_hosts()
        .enforce_origin_validation()
        .with_max_request_body_bytes(usize::try_from(server.limits.body_bytes).unwrap_or(usize::MAX));
    let assistants = Assistants::new(server.clone());
    let sessions = Arc::new(NeverSessionManager::default());
    Router::new()
        .route_service(PATH, StreamableHttpService::new(move || Ok(assistants.clone()), sessions, config))
}
