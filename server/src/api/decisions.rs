//! `/api/v1/decisions`: the decisions that hold, and the door for more.

use super::endpoint::{AboutEndpoint, Endpoint, FunctionOf};
use super::parameter::{Kind, Parameter};
use crate::access::Deed;
use crate::decisions::of_body;
use crate::refusal::Refusal;
use crate::service::{Shared, Subject};
use crate::wire::Asker;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use contract::{Decision, DecisionRow, DecisionsAnswer, DecisionsWritten, Entry, ItemKey};
use data::decide::{NotWritten, decide};
use schemars::SchemaGenerator;
use serde_json::{Map, Value, json};

/// The path.
pub(super) const PATH: &str = "/api/v1/decisions";

pub(super) const ENDPOINT: Endpoint<DecisionsAnswer, DecisionRow> = Endpoint {
    about: AboutEndpoint {
        name: "decisions",
        summary: "The decisions that hold today, with what they change",
        details: "What somebody decided about items: orders skipped, other quantities, orders placed, overrides of forecasts, \
                  lead times and service targets. Units with all decisions stand beside units without any. With `sku` and \
                  `location`, those about one item at one location.",
        row: "decision",
        parameters: &[one_item],
        function_of: FunctionOf::Publication,
        refuses: &[],
    },
    answer: |asked| {
        let is_one = asked.query.get("sku").is_some() || asked.query.get("location").is_some();
        let key = is_one.then(|| ItemKey::from_query(asked.query)).transpose()?;
        Ok(DecisionsAnswer::of(asked.derived(), key.as_ref()))
    },
    rows: |answer| answer.decisions,
    columns: DecisionRow::COLUMNS,
    paging: None,
};

fn one_item() -> Vec<Parameter> {
    vec![
        Parameter::new("sku", "Stock keeping unit; with `location`.", Kind::Text(256)),
        Parameter::new("location", "Location id; with `sku`.", Kind::Text(256)),
    ]
}

/// What the door refuses, besides what every endpoint does.
pub(super) const REFUSES: [(&str, &str); 2] = [
    (
        "400",
        "The body is no decision, or one that cannot be written down: the field and what is wrong with it.",
    ),
    ("403", "This server writes no decisions down, or not those of who asks."),
];

/// The door as `/openapi.json` describes it, with its refusals and the headers of its answer.
pub(super) fn described(
    mut responses: Map<String, Value>,
    headers: &Value,
    generator: &mut SchemaGenerator,
) -> Value {
    let written = generator.subschema_for::<DecisionsWritten>().to_value();
    let one = generator.subschema_for::<Decision>().to_value();
    let schema = json!({ "oneOf": [one, { "type": "array", "items": one }] });
    responses.insert(
        "201".to_owned(),
        json!({
            "description": "All of them are written. What held already is not written again.",
            "headers": headers,
            "content": { "application/json": { "schema": written } },
        }),
    );
    json!({
        "operationId": "decide",
        "summary": "Write decisions down, all of them or none",
        "description": "Each takes the place of the one on the same thing before it. Orders follow at once; forecasts, lead \
            times and service targets count from the next publication on. What each kind needs stands in docs/decide.md.",
        "requestBody": { "required": true, "content": { "application/json": { "schema": schema } } },
        "responses": responses,
    })
}

/// Writes the decisions in a body down: all of them or none.
pub(super) async fn write(
    State(server): State<Shared>,
    asker: Asker,
    subject: Option<Extension<Subject>>,
    body: Body,
) -> Result<Response, Refusal> {
    if !server.site.takes_decisions() {
        return Err(Refusal::DecisionsOff);
    }
    check_sender(&asker.headers)?;
    let most = server.limits.body_bytes;
    let bytes = to_bytes(body, usize::try_from(most).unwrap_or(usize::MAX)).await;
    let decisions = of_body(&bytes.map_err(|_| Refusal::BodyTooLarge(most))?).map_err(Refusal::BadBody)?;
    let (shared, is_many) = (server.clone(), decisions.len() > 1);
    let who = subject.map_or(Entry::UNNAMED.to_owned(), |Extension(Subject(name))| name);
    let name = who.clone();
    let written = server.answers.work(asker.client, move || {
        let served = shared.shelf.current()?;
        let entries = decide(shared.shelf.store(), served.derived(), &name, decisions);
        let entries = entries.map_err(|error| match error {
            NotWritten::Bad(place, problem) if is_many => {
                Refusal::BadBody(format!("decision {}: {problem}", place + 1))
            }
            NotWritten::Bad(_, problem) => Refusal::BadBody(problem.to_string()),
            NotWritten::Store(error) => {
                tracing::error!(%error, "decisions cannot be written");
                Refusal::Internal
            }
        })?;
        // What is written stays written, whether or not it can be shown at once: then the next look at the store shows it.
        if let Err(error) = shared.shelf.refresh() {
            tracing::error!(%error, "decisions were written and cannot be shown");
        }
        Ok(DecisionsWritten { publication: shared.shelf.current()?.id().to_owned(), entries })
    });
    let written = written.await?;
    server.audit.note(
        Deed::Decided,
        Some(&who).filter(|who| *who != Entry::UNNAMED).map(String::as_str),
        PATH,
    );
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(written)).into_response())
}

/// Refuses what pages of other sites send: they cannot send this type without asking, and browsers say where a request is from.
fn check_sender(headers: &HeaderMap) -> Result<(), Refusal> {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let content_type = text(header::CONTENT_TYPE).unwrap_or_default();
    if content_type.split(';').next().map(str::trim) != Some("application/json") {
        return Err(Refusal::BadBody(format!("its content type is `{content_type}`")));
    }
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    let is_ours = match (site, text(header::ORIGIN)) {
        (Some(site), _) => ["same-origin", "none"].contains(&site),
        (None, Some(origin)) => origin.split_once("://").map(|(_, host)| host) == text(header::HOST),
        (None, None) => true,
    };
    if is_ours { Ok(()) } else { Err(Refusal::Forbidden) }
}
