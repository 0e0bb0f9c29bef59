//! Queries that people write: read-only SQL with the functions of `planning`, over a snapshot or without tables.

mod explain;
mod gate;
mod nesting;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::prelude::{DataFrame, SessionContext};
use explain::Known;
use futures::StreamExt;
use std::collections::BTreeSet;

use crate::catalogue::{self, Catalogue};
use crate::engine;
use crate::error::{Error, Result};
use crate::publish;
use crate::store::Tenant;

/// A source of queries.
pub struct Session {
    context: SessionContext,
    /// Tables that a query may name; each is opened when one does.
    catalogue: Option<Catalogue>,
    known: Known,
}

/// The answer to a query, not computed yet.
pub struct Answer<'a> {
    frame: DataFrame,
    known: &'a Known,
}

/// The rows of an answer, as a stream.
pub struct Batches<'a> {
    stream: SendableRecordBatchStream,
    known: &'a Known,
}

impl Session {
    /// Without any table: for expressions and VALUES.
    ///
    /// # Errors
    /// The engine does not start.
    pub fn without_tables() -> Result<Session> {
        Ok(Session::of(engine::session()?, None, Vec::new()))
    }

    /// Over the newest snapshot, under the settings of the current publication. Nothing of it is read yet.
    ///
    /// # Errors
    /// No snapshot; settings that cannot be told.
    pub fn open(tenant: &Tenant) -> Result<Session> {
        let manifest = tenant.newest_snapshot()?;
        let settings = publish::current_settings(tenant)?;
        let catalogue = Catalogue::new(tenant, &manifest, &settings);
        Ok(Session::of(engine::session()?, Some(catalogue), catalogue::names()))
    }

    fn of(context: SessionContext, catalogue: Option<Catalogue>, tables: Vec<&'static str>) -> Session {
        let state = context.state();
        let scalar = state.scalar_functions().keys();
        let all = scalar.chain(state.aggregate_functions().keys()).chain(state.window_functions().keys());
        let functions: BTreeSet<_> = all.cloned().collect();
        Session { context, catalogue, known: Known { tables, functions: functions.into_iter().collect() } }
    }

    /// Plans a query, and opens the tables that it names. Only queries are let through: nothing changes, and no file but
    /// the snapshot's is read.
    ///
    /// # Errors
    /// A file of those tables that is missing or damaged. With the place where the engine gives it: text that is not
    /// SQL, not a query or more than one; unknown names; comparisons of incompatible types.
    pub async fn query<'a>(&'a mut self, sql: &str) -> Result<Answer<'a>> {
        let state = self.context.state();
        let statement = gate::query(&state, sql)?;
        let explained = |error| explain::explain(&error, &self.known);
        if let Some(catalogue) = &mut self.catalogue {
            for name in state.resolve_table_references(&statement).map_err(explained)? {
                catalogue.open(&self.context, name.table()).await?;
            }
        }
        let plan = state.statement_to_plan(statement).await.map_err(explained)?;
        gate::refuse_effects(&plan)?;
        Ok(Answer { frame: DataFrame::new(state, plan), known: &self.known })
    }
}

impl<'a> Answer<'a> {
    /// Names and types of its columns.
    pub fn schema(&self) -> SchemaRef {
        self.frame.schema().inner().clone()
    }

    /// Starts computing it.
    ///
    /// # Errors
    /// A plan that the optimiser refuses.
    pub async fn batches(self) -> Result<Batches<'a>> {
        let known = self.known;
        let stream = self.frame.execute_stream().await.map_err(|error| explain::explain(&error, known))?;
        Ok(Batches { stream, known })
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
        Some(batch.map_err(|error| explain::explain(&error, self.known)))
    }
}

#[cfg(test)]
mod tests;
