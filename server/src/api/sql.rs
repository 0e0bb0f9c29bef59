//! `/api/v1/sql`: a query over the snapshot of the publication that is served.

use super::download;
use super::parameter;
use super::sql_workbook;
use super::wanted::{DIALECT, FORMAT, dialect, wanted};
use crate::refusal::Refusal;
use crate::service::Shared;
use crate::sql::{Batches, Next, Running};
use crate::table::query_rows::{RowForm, RowWriter};
use crate::table::{Dialect, Pipe, Representation};
use crate::wire::Asker;
use crate::wrote::Wrote;
use axum::Json;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use contract::{BadParameter, QueryString, SavedQuery, SqlRequest, SqlSort};
use futures::stream::try_unfold;
use std::sync::Arc;

/// The parameter that holds a query in an address.
pub(super) const SQL_TEXT: &str = "sql";

/// The parameter that names a saved query: its text where there is no other, and the kinds of its parameters.
pub(super) const SAVED: &str = "query";

/// The parameter that names the column by which rows are sorted.
pub(super) const SORT: &str = "sort";

/// Memory of an answer being sent: a row group of Parquet, and what is read ahead.
const HELD_BYTES: usize = 8 * 1_024 * 1_024;

/// Answers the query in a body, in the representation asked for.
pub(super) async fn answer(
    State(server): State<Shared>,
    RawQuery(query): RawQuery,
    asker: Asker,
    body: Body,
) -> Result<Response, Refusal> {
    let query = QueryString::parse(query.as_deref().unwrap_or_default());
    parameter::check(&query, &parameter::common())?;
    let form = (wanted(&asker.headers, query.get(FORMAT))?, dialect(&query)?);
    let request = request(&server, &asker.headers, body).await?;
    respond(&server, &asker, request, form).await
}

/// The same for a query in an address, where a link or a form asks.
pub(super) async fn answer_link(
    State(server): State<Shared>,
    RawQuery(query): RawQuery,
    asker: Asker,
) -> Result<Response, Refusal> {
    let query = QueryString::parse(query.as_deref().unwrap_or_default());
    let form = (wanted(&asker.headers, query.get(FORMAT))?, dialect(&query)?);
    query.pairs().try_for_each(|(name, _)| parameter::once(&query, name))?;
    let all = if query.get(SAVED).is_some() { Wrote::read(&server).await?.saved } else { Vec::new() };
    respond(&server, &asker, linked(&query, &all)?, form).await
}

/// The request in an address: every field but those of the address itself is the value of a parameter.
fn linked(query: &QueryString, all: &[SavedQuery]) -> Result<SqlRequest, BadParameter> {
    let given = |name: &str| query.get(name).filter(|text| !text.trim().is_empty());
    let saved = given(SAVED).map(|name| SavedQuery::named(all, name)).transpose()?;
    let sort = given(SORT)
        .map(|text| SqlSort::parse(text).ok_or_else(|| BadParameter::new(SORT, text, "sort_by_place")));
    let is_value = |name: &str| ![SQL_TEXT, SAVED, SORT, FORMAT, DIALECT].contains(&name);
    let mut texts: Vec<(&str, &str)> = query.pairs().filter(|(name, _)| is_value(name)).collect();
    let sql = match (given(SQL_TEXT), saved) {
        (None, Some(saved)) => {
            texts = texts.into_iter().map(|(name, text)| (name, saved.text_of(name, Some(text)))).collect();
            let own = saved.parameters.iter().filter(|own| query.get(&own.name).is_none());
            texts.extend(own.map(|own| (&*own.name, &*own.value)));
            &*saved.sql
        }
        (text, _) => text.unwrap_or_default(),
    };
    Ok(SqlRequest { sort: sort.transpose()?, ..SqlRequest::of_texts(sql, saved, texts) })
}

async fn respond(
    server: &Shared,
    asker: &Asker,
    request: SqlRequest,
    (representation, dialect): (Representation, Dialect),
) -> Result<Response, Refusal> {
    let served = server.shelf.current()?;
    let mut response = match form(representation) {
        None if representation == Representation::Json => {
            Json(server.answer(&served, asker.client, request).await?).into_response()
        }
        form => {
            let about = sql_workbook::about(&served, &request);
            let running = server.query(&served, asker.client, request).await?;
            let body = match form {
                Some(form) => Body::from_stream(pieces(running, form, dialect)),
                None => sql_workbook::body(running, about).await?,
            };
            let mut response = body.into_response();
            // Counted with the answers on their way, so that slow readers of queries do not fill the memory.
            let passage = server.answers.flight().carry(asker.client, HELD_BYTES);
            response.extensions_mut().insert(Arc::new(passage));
            response
        }
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(representation.content_type()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    if representation != Representation::Json {
        headers.extend(download("query", representation));
    }
    Ok(response)
}

/// The request in a body.
async fn request(server: &Shared, headers: &HeaderMap, body: Body) -> Result<SqlRequest, Refusal> {
    // A page of another site can send text without asking, but not this type.
    let content_type =
        headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if content_type.split(';').next().map(str::trim) != Some("application/json") {
        return Err(Refusal::BadBody(format!("its content type is `{content_type}`")));
    }
    let most = server.limits.body_bytes;
    let bytes = to_bytes(body, usize::try_from(most).unwrap_or(usize::MAX)).await;
    let bytes = bytes.map_err(|_| Refusal::BodyTooLarge(most))?;
    serde_json::from_slice(&bytes).map_err(|error| Refusal::BadBody(error.to_string()))
}

/// The form of rows that are sent as they come; none of answers that are made whole.
fn form(representation: Representation) -> Option<RowForm> {
    match representation {
        Representation::Json | Representation::Xlsx => None,
        Representation::Csv => Some(RowForm::Csv),
        Representation::Arrow => Some(RowForm::Arrow),
        Representation::Parquet => Some(RowForm::Parquet),
    }
}

/// Rows on their way from a worker to a client.
struct Sending {
    running: Running,
    batches: Batches,
    /// None for Arrow, which is sent as it comes, and before the first rows.
    writer: Option<RowWriter<Pipe>>,
    pipe: Pipe,
    form: RowForm,
    dialect: Dialect,
    ended: bool,
}

type Broken = Box<dyn std::error::Error + Send + Sync>;

/// The body, piece by piece. A query that fails on its way breaks it off, so that no client takes a part for the whole.
fn pieces(
    running: Running,
    form: RowForm,
    dialect: Dialect,
) -> impl futures::Stream<Item = Result<Bytes, Broken>> {
    let pipe = Pipe::default();
    let sending =
        Sending { running, batches: Batches::default(), writer: None, pipe, form, dialect, ended: false };
    try_unfold(sending, |mut sending| async move {
        let piece = sending.next().await.inspect_err(|error| tracing::info!(%error, "a query broke off"))?;
        Ok(piece.map(|piece| (piece, sending)))
    })
}

impl Sending {
    async fn next(&mut self) -> Result<Option<Bytes>, Broken> {
        while !self.ended {
            let next = self.running.next().await.map_err(|refusal| refusal.account().cause)?;
            let piece = match (next, self.form) {
                (Next::Rows(bytes), RowForm::Arrow) => bytes,
                (Next::Rows(bytes), form) => {
                    let batches = self.batches.of(bytes)?;
                    if let (None, Some(schema)) = (&self.writer, self.batches.schema()) {
                        self.writer = Some(RowWriter::begin(form, self.dialect, &schema, self.pipe.clone())?);
                    }
                    if let Some(writer) = &mut self.writer {
                        batches.iter().try_for_each(|batch| writer.write(batch))?;
                    }
                    self.pipe.take()
                }
                (Next::End(_, _), _) => {
                    self.ended = true;
                    if let Some(writer) = self.writer.take() {
                        writer.finish()?;
                    }
                    self.pipe.take()
                }
            };
            if !piece.is_empty() {
                return Ok(Some(piece.into()));
            }
        }
        Ok(None)
    }
}
