//! The API: the same functions over the same derived files as the pages, under the same parameters.

/// Which representation a client wants.
mod wanted;

/// Parameters, and which of them a request may have.
pub(crate) mod parameter;

/// Which page of how many an answer is.
mod paging;

/// Tables of endpoints that page, made batch by batch.
mod long_table;

/// What an endpoint is.
mod endpoint;

/// Key figures.
mod kpis;

/// Every item at every location.
mod items;

/// Today's orders.
mod orders;

/// What people decided.
mod decisions;

/// One item at one location.
mod item;

/// An item's forecast.
mod forecast;

/// Scenarios.
mod what_if;

/// Forecast accuracy.
mod accuracy;

/// How well past plans kept their promise.
mod proof;

/// What the store holds.
mod snapshots;

/// Queries in SQL.
mod sql;

/// Answers of queries as workbooks.
mod sql_workbook;

/// What queries can name.
mod sql_schema;

/// The description of all endpoints.
mod openapi;

/// Endpoints for ways in that have no addresses.
mod function;

use crate::refusal::Refusal;
use crate::service::Shared;
use crate::table::Representation;
use crate::wire::{About, Asker, Basis, Caching, Encoded, Encoding};
use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum::routing::{get, post};
use contract::QueryString;
use endpoint::{Asked, FunctionOf, Operation};
pub use function::Function;
use wanted::{FORMAT, wanted};

/// The registry: one line for each endpoint.
const ALL: [&dyn Operation; 11] = [
    &accuracy::ENDPOINT,
    &decisions::ENDPOINT,
    &forecast::ENDPOINT,
    &item::ENDPOINT,
    &items::ENDPOINT,
    &kpis::ENDPOINT,
    &orders::ENDPOINT,
    &proof::ENDPOINT,
    &snapshots::ENDPOINT,
    &sql_schema::ENDPOINT,
    &what_if::ENDPOINT,
];

/// Key figures, as a function.
pub const KPIS: Function = Function::of(&kpis::ENDPOINT);
/// The list of items, as a function.
pub const ITEMS: Function = Function::of(&items::ENDPOINT);
/// One item, as a function.
pub const ITEM: Function = Function::of(&item::ENDPOINT);
/// Its forecast, as a function.
pub const FORECAST: Function = Function::of(&forecast::ENDPOINT);
/// Scenarios, as a function.
pub const WHAT_IF: Function = Function::of(&what_if::ENDPOINT);

/// Where queries are asked.
const SQL: &str = "/api/v1/sql";

/// A route for each endpoint, one for queries, and their description.
pub fn routes() -> Router<Shared> {
    let add = |router: Router<Shared>, operation: &&'static dyn Operation| {
        let operation = *operation;
        let handler = async move |State(server): State<Shared>, RawQuery(query): RawQuery, asker: Asker| {
            give(operation, server, query.unwrap_or_default(), asker).await
        };
        let method = get(handler);
        let method = if path(operation) == decisions::PATH { method.post(decisions::write) } else { method };
        router.route(&path(operation), method)
    };
    let others = Router::new()
        .route("/openapi.json", get(description))
        .route(SQL, post(sql::answer).get(sql::answer_link));
    ALL.iter().fold(others, add)
}

fn path(operation: &dyn Operation) -> String {
    format!("/api/v1/{}", operation.about().name)
}

async fn give(
    operation: &'static dyn Operation,
    server: Shared,
    text: String,
    asker: Asker,
) -> Result<Response, Refusal> {
    let query = QueryString::parse(&text);
    parameter::check(&query, &operation.parameters())?;
    let representation = wanted(&asker.headers, query.get(FORMAT))?;
    let served = server.shelf.current()?;
    let (name, id) = (representation.name(), served.id());
    let about = About {
        function_of: match operation.about().function_of {
            FunctionOf::Publication => {
                let answer = format!("api {name} {id} {}?{text}", path(operation));
                Some(Basis::of_tenant(server.shelf.tenant(), answer))
            }
            FunctionOf::Store => None,
        },
        sha256: None,
        content_type: representation.content_type(),
        negotiated: true,
        caching: Caching::Revalidate,
    };
    let shared = server.clone();
    if representation != Representation::Json && operation.pages() && !paging::is_asked_for(&query) {
        let offered: &[Encoding] = match representation.is_compressed() {
            true => &[Encoding::Identity],
            false => &[Encoding::Gzip, Encoding::Identity],
        };
        let make = move || {
            let asked = Asked { served: &served, shelf: &shared.shelf, query: &query };
            operation.table(&served, &asked, representation)
        };
        let mut response = server.answers.stream(&asker, about, offered, make).await?;
        response.headers_mut().extend(download(operation.about().name, representation));
        return Ok(response);
    }
    let make = move |encoding| {
        let asked = Asked { served: &served, shelf: &shared.shelf, query: &query };
        let written = operation.write(&asked, representation)?;
        let encoding = if representation.is_compressed() { Encoding::Identity } else { encoding };
        let mut body = Encoded::of(written.body, encoding);
        if let Some(paging) = written.paging {
            body.headers.extend(paging.links(&path(operation), &query));
        }
        if representation != Representation::Json {
            body.headers.extend(download(operation.about().name, representation));
        }
        Ok(body)
    };
    server.answers.give(&asker, about, make).await
}

/// The file name under which a browser saves a table.
fn download(name: &str, representation: Representation) -> Option<(header::HeaderName, HeaderValue)> {
    let file = format!("attachment; filename=\"{}.{}\"", name.replace('/', "-"), representation.name());
    Some((header::CONTENT_DISPOSITION, HeaderValue::try_from(file).ok()?))
}

/// `GET /openapi.json`: the description of all endpoints.
async fn description(State(server): State<Shared>, asker: Asker) -> Result<Response, Refusal> {
    let about = About {
        function_of: Some(Basis::of_program("openapi")),
        sha256: None,
        content_type: "application/json",
        negotiated: false,
        caching: Caching::Revalidate,
    };
    server.answers.give(&asker, about, |encoding| Ok(Encoded::of(openapi::document(), encoding))).await
}
