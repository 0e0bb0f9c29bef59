//! The answer to a query as a workbook. It is made whole before it is sent: its end says where everything stands, and what a
//! sheet cannot hold is refused in words instead of breaking off.

use crate::refusal::Refusal;
use crate::shelf::Served;
use crate::sql::{Batches, Next, Running};
use crate::table::{AboutRows, Workbook, WorkbookError, piece, publication_facts, xlsx};
use arrow::error::ArrowError;
use axum::body::Body;
use contract::{SqlCode, SqlParameters, SqlRefusal, SqlRequest};
use futures::stream::try_unfold;
use std::fs::File;
use tokio::task::spawn_blocking;

/// The body of an answer.
///
/// # Errors
/// The query fails on its way; a sheet of Excel cannot hold its rows.
pub(super) async fn body(running: Running, about: AboutRows) -> Result<Body, Refusal> {
    let file = made(running, about).await?;
    Ok(Body::from_stream(try_unfold(file, |mut file| async move {
        let read = spawn_blocking(move || piece(&mut file).map(|read| read.map(|piece| (piece, file))));
        read.await.unwrap_or_else(|error| Err(error.into()))
    })))
}

/// What is known of the rows before they come: the query with the values of its parameters, and of which data it asks.
pub(super) fn about(served: &Served, request: &SqlRequest) -> AboutRows {
    let facts = &served.derived().facts;
    let mut lines = vec![("query", request.sql.clone())];
    if !request.parameters.is_empty() {
        lines.push(("parameters", parameters(&request.parameters)));
    }
    lines.push(("granary.snapshot", served.published.publication.snapshot.clone()));
    lines.extend(publication_facts(facts));
    AboutRows { facts: lines, columns: Vec::new(), as_of: Some(facts.as_of) }
}

fn parameters(parameters: &SqlParameters) -> String {
    // Values of JSON can always be written as JSON.
    serde_json::to_string(parameters).unwrap_or_default()
}

/// The workbook, written while the rows come. The query keeps its turn until the file is whole.
async fn made(mut running: Running, about: AboutRows) -> Result<File, Refusal> {
    let (mut batches, mut book) = (Batches::default(), None);
    let cost = loop {
        match running.next().await? {
            Next::End(cost, _) => break cost,
            Next::Rows(bytes) => {
                let written = spawn_blocking(move || {
                    let book = write(bytes, &mut batches, book)?;
                    Ok::<_, Refusal>((batches, Some(book)))
                });
                (batches, book) = written.await.map_err(|_| Refusal::Internal)??;
            }
        }
    };
    let mut about = about.with_columns(&running.columns);
    about.facts.push(("rows", cost.row_count.to_string()));
    // Whether these are all rows.
    about
        .facts
        .push(("cut", cost.cut_at.map_or_else(|| "no".to_owned(), |limit| format!("at {limit} rows"))));
    let ended = spawn_blocking(move || {
        let book = match book {
            Some(book) => book,
            None => xlsx::begin(about.columns.iter().map(|[name, ..]| name.as_str()))?,
        };
        xlsx::finish(book, &about)
    });
    ended.await.map_err(|_| Refusal::Internal)?.map_err(refusal)
}

/// Writes a piece of the rows' stream; the first one begins the workbook.
fn write(bytes: Vec<u8>, batches: &mut Batches, book: Option<Workbook>) -> Result<Workbook, Refusal> {
    let rows = batches.of(bytes).map_err(unreadable)?;
    let schema = batches.schema();
    let names = schema.iter().flat_map(|schema| schema.fields().iter().map(|field| field.name().as_str()));
    let book = book.map_or_else(|| xlsx::begin(names.collect::<Vec<_>>().into_iter()), Ok);
    let mut book = book.map_err(refusal)?;
    rows.iter().try_for_each(|batch| xlsx::write(&mut book, batch)).map_err(refusal)?;
    Ok(book)
}

fn refusal(error: WorkbookError) -> Refusal {
    match error {
        WorkbookError::Rows(cause, remedy) => {
            Refusal::Sql(Box::new(SqlRefusal::new(SqlCode::TooLarge, cause, remedy)))
        }
        WorkbookError::Write(error) => {
            tracing::error!(%error, "a workbook cannot be written");
            Refusal::Internal
        }
    }
}

fn unreadable(error: ArrowError) -> Refusal {
    tracing::error!(%error, "rows of a worker cannot be read");
    Refusal::Internal
}
