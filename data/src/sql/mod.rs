//! Queries that people write: read-only SQL with the functions of `planning`, over a snapshot or over nothing.

mod explain;
mod gate;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::prelude::{DataFrame, SessionContext};
use futures::StreamExt;

use crate::engine::{self, Engine};
use crate::error::{Error, Result};
use crate::publish;
use crate::store::Tenant;

/// Something to query.
pub struct Session {
    context: SessionContext,
    /// Names of the tables there are, for those who ask for another.
    tables: Vec<&'static str>,
}

/// The answer to a query, not computed yet.
pub struct Answer<'a> {
    frame: DataFrame,
    tables: &'a [&'static str],
}

/// The rows of an answer as they come.
pub struct Batches<'a> {
    stream: SendableRecordBatchStream,
    tables: &'a [&'static str],
}

impl Session {
    /// Without any table: for expressions and VALUES.
    ///
    /// # Errors
    /// The engine does not start.
    pub fn without_tables() -> Result<Session> {
        Ok(Session { context: engine::session()?, tables: Vec::new() })
    }

    /// Over the newest snapshot, under the settings of the current publication.
    ///
    /// # Errors
    /// No snapshot; as [`Engine::open`].
    pub async fn open(tenant: &Tenant) -> Result<Session> {
        let manifest = tenant.newest_snapshot()?;
        let settings = publish::current_settings(tenant)?;
        let engine = Engine::open(tenant, &manifest, &settings).await?;
        Ok(Session { context: engine.into_context(), tables: Engine::tables() })
    }

    /// Plans a query. Only queries are let through: nothing changes, and no file but the snapshot's is read.
    ///
    /// # Errors
    /// With the place where the engine tells it: what is no SQL, no query or more than one, names what there is not,
    /// or compares what cannot be compared.
    pub async fn query<'a>(&'a self, sql: &str) -> Result<Answer<'a>> {
        let state = self.context.state();
        let statement = gate::query(&state, sql)?;
        let explained = |error| explain::explain(&error, &self.tables);
        let plan = state.statement_to_plan(statement).await.map_err(explained)?;
        gate::refuse_effects(&plan)?;
        Ok(Answer { frame: DataFrame::new(state, plan), tables: &self.tables })
    }
}

impl<'a> Answer<'a> {
    /// Names and types of its columns.
    pub fn schema(&self) -> SchemaRef {
        self.frame.schema().inner().clone()
    }

    /// Begins to compute it.
    ///
    /// # Errors
    /// What the optimiser finds impossible.
    pub async fn batches(self) -> Result<Batches<'a>> {
        let tables = self.tables;
        let stream = self.frame.execute_stream().await.map_err(|error| explain::explain(&error, tables))?;
        Ok(Batches { stream, tables })
    }

    /// Computes all of it.
    ///
    /// # Errors
    /// Arguments that a function refuses; numbers out of range; too little memory.
    pub async fn collect(self) -> Result<Vec<RecordBatch>> {
        let mut batches = self.batches().await?;
        let mut collected = Vec::new();
        while let Some(batch) = batches.next().await {
            collected.push(batch?);
        }
        Ok(collected)
    }
}

impl Batches<'_> {
    /// Names and types of the columns.
    pub fn schema(&self) -> SchemaRef {
        self.stream.schema()
    }

    /// The next rows, none at the end. Errors as for [`Answer::collect`].
    pub async fn next(&mut self) -> Option<Result<RecordBatch, Error>> {
        let batch = self.stream.next().await?;
        Some(batch.map_err(|error| explain::explain(&error, self.tables)))
    }
}

#[cfg(test)]
mod tests;
