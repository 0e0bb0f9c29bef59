//! Refusals as answers: a page for people, problem details (RFC 9457) for programs, a status for what speaks gRPC.

#[cfg(feature = "flight")]
use crate::flight_sql;
use crate::pages;
use crate::problem::Problem;
use crate::refusal::Refusal;
use crate::service::Shared;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

/// Turns a refusal into an answer for the client.
pub async fn written_out(State(server): State<Shared>, request: Request, next: Next) -> Response {
    let for_people = !request.uri().path().starts_with("/api/") && accepts_html(request.headers());
    let language = pages::language(request.uri().path());
    let request_id = request.headers().get("x-request-id").cloned();
    #[cfg(feature = "flight")]
    let is_grpc = flight_sql::is_grpc(request.headers());
    let mut response = next.run(request).await;
    let Some(refusal) = response.extensions_mut().remove::<Refusal>() else {
        return response;
    };
    #[cfg(feature = "flight")]
    if is_grpc {
        return flight_sql::written_out(&refusal);
    }
    let mut written = if for_people {
        let page = app::error_page(&refusal.facts(), server.site.place(language), None);
        Html(page).into_response()
    } else {
        let mut problem =
            Json(Problem::of(&refusal, request_id.as_ref().and_then(|id| id.to_str().ok()))).into_response();
        let content_type = HeaderValue::from_static(Problem::CONTENT_TYPE);
        problem.headers_mut().insert(header::CONTENT_TYPE, content_type);
        problem
    };
    *written.status_mut() = refusal.status();
    let headers = written.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if refusal == Refusal::Unauthorized {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if let Some(seconds) = refusal.retry_after_s() {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    written
}

fn accepts_html(headers: &HeaderMap) -> bool {
    let accept = headers.get_all(header::ACCEPT).iter().filter_map(|line| line.to_str().ok());
    accept.flat_map(|line| line.split(',')).any(|kind| kind.trim().starts_with("text/html"))
}
