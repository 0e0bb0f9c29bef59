//! Queries that people write: read-only SQL with the functions of `planning`, over a snapshot or without tables.
//!
//! The engine is no boundary by itself: it plans texts that exhaust its stack, takes memory beside its pool and wraps
//! numbers around. So a query is measured (`measure`), parsed and checked against lists (`gate`, `allowed`), made exact
//! (`exact`) and plain (`standard`), and whoever answers strangers runs all of this in a process with limits of its own.

/// What a query may be made of.
pub(crate) mod allowed;

/// Functions under the names that people know.
mod usual;

/// How large it may be.
mod caps;

/// Whether it is larger.
mod measure;

/// Calls within one another that the parser reads twice.
mod nesting;

/// Which queries are let through.
mod gate;

/// Values of parameters.
mod parameters;

/// Arithmetic that does not wrap.
mod exact;

/// Where the engine departs from the standard.
mod standard;

/// Columns of an answer.
mod columns;

/// How files are read for a query.
mod reading;

/// How rows are grouped.
mod grouping;

/// What a query would answer.
mod shape;

/// The steps of a plan that ran.
mod steps;

/// Rows of an answer.
mod batches;

/// Errors of the engine in words.
mod explain;

/// Refusals.
mod refuse;

/// Sessions of the engine for queries.
mod room;

/// Lists of the current publication.
mod published;

/// What queries can name.
mod names;

use arrow::array::RecordBatch;
use arrow::datatypes::DataType;
use contract::{Settings, SqlCode, SqlColumn, SqlParameters, SqlRefusal, SqlSort};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder};
use datafusion::physical_plan::execute_stream;
use datafusion::prelude::{DataFrame, SessionContext};
use datafusion::sql::parser::Statement;
use explain::Known;
use published::Lists;
use std::collections::HashSet;
use std::sync::Arc;

use crate::catalogue::{self, Catalogue};
use crate::error::Result;
use crate::publish;
use crate::store::{Manifest, Tenant};

pub use allowed::page;
pub use batches::Batches;
pub use names::names;
pub use refuse::{Failed, cannot_run};
pub use room::{CATALOGUE, Room, SCHEMA};
pub use shape::Shape;

/// A source of queries.
pub struct Session {
    context: SessionContext,
    /// What a query may name: tables of the snapshot, lists of the publication. Each is opened when one does.
    tables: Option<(Catalogue, Lists)>,
    known: Known,
}

/// A query that was read, not planned yet.
pub struct Read {
    statement: Statement,
    /// Names that it gives to what it computes.
    aliases: HashSet<String>,
}

/// The answer to a query, not computed yet.
pub struct Answer<'a> {
    frame: DataFrame,
    columns: Vec<SqlColumn>,
    session: &'a Session,
}

impl Session {
    /// Without any table: for expressions and VALUES.
    ///
    /// # Errors
    /// The engine does not start.
    pub fn without_tables(room: &Room) -> Result<Session> {
        Ok(Session::of(room.session()?, None))
    }

    /// Over the newest snapshot, with the settings and the lists of the current publication. Nothing of them is read yet.
    ///
    /// # Errors
    /// No snapshot; settings that cannot be told.
    pub fn open(tenant: &Tenant, room: &Room) -> Result<Session> {
        let (manifest, settings) = (tenant.newest_snapshot()?, publish::current_settings(tenant)?);
        Session::over(tenant, (&manifest, &settings), tenant.current()?, room)
    }

    /// Over a snapshot under a record of settings, with the lists of a publication. Nothing of them is read yet.
    ///
    /// # Errors
    /// The engine does not start.
    pub fn over(
        tenant: &Tenant,
        (manifest, settings): (&Manifest, &Settings),
        publication: Option<String>,
        room: &Room,
    ) -> Result<Session> {
        let catalogue = Catalogue::new(tenant, manifest, settings).with_text(DataType::Utf8View);
        Ok(Session::of(room.session()?, Some((catalogue, Lists::new(tenant, publication)))))
    }

    fn of(context: SessionContext, tables: Option<(Catalogue, Lists)>) -> Session {
        let names = match tables {
            Some(_) => catalogue::names().into_iter().chain(published::names()).collect(),
            None => Vec::new(),
        };
        let state = context.state();
        let scalar = state.scalar_functions().keys();
        let all = scalar.chain(state.aggregate_functions().keys()).chain(state.window_functions().keys());
        let mut functions: Vec<String> = all.cloned().collect();
        functions.sort();
        functions.dedup();
        Session { context, tables, known: Known { tables: names, functions } }
    }

    /// Reads a query, and opens the tables that it names. Only queries are let through: nothing changes, and no file but
    /// the snapshot's and the publication's is read.
    ///
    /// # Errors
    /// A file of those tables that is missing or damaged. With the place where the engine gives it: text that is not
    /// SQL, not a query, more than one or beyond `caps`.
    pub async fn read(&mut self, sql: &str) -> Result<Read, Failed> {
        let (statement, aliases) = gate::query(sql)?;
        let state = self.context.state();
        let names = state.resolve_table_references(&statement);
        if let Some((catalogue, lists)) = &mut self.tables {
            for name in names.map_err(|error| explain::explain(&error, &self.known))? {
                catalogue.open(&self.context, name.table()).await?;
                lists.open(&self.context, name.table())?;
            }
        }
        Ok(Read { statement, aliases })
    }

    /// Plans a query.
    ///
    /// # Errors
    /// Unknown names; comparisons of incompatible types; something that is not in the lists of what is allowed;
    /// parameters without a value.
    pub async fn plan(&self, mut read: Read, parameters: &SqlParameters) -> Result<Answer<'_>, Failed> {
        parameters::typed(&mut read.statement, parameters);
        let (plan, aliases) = self.logical(read).await?;
        let plan = parameters::bind(plan, parameters)?;
        let columns = columns::columns(&plan, &aliases);
        let state = reading::suited(self.context.state(), &plan);
        Ok(Answer { frame: DataFrame::new(state, plan), columns, session: self })
    }

    /// The plan of a query that the gate lets through, before its parameters have values.
    async fn logical(&self, read: Read) -> Result<(LogicalPlan, HashSet<String>), Failed> {
        let explained = |error| explain::explain(&error, &self.known);
        let plan = self.context.state().statement_to_plan(read.statement).await.map_err(explained)?;
        gate::plan(&plan)?;
        Ok((plan, read.aliases))
    }

    /// Reads and plans a query.
    ///
    /// # Errors
    /// As [`Session::read`] and [`Session::plan`].
    pub async fn query(&mut self, sql: &str, parameters: &SqlParameters) -> Result<Answer<'_>, Failed> {
        let read = self.read(sql).await?;
        self.plan(read, parameters).await
    }
}

impl<'a> Answer<'a> {
    /// Its columns.
    pub fn columns(&self) -> &[SqlColumn] {
        &self.columns
    }

    /// The same with at most so many rows.
    ///
    /// # Errors
    /// None in practice: a limit fits on every query.
    pub fn limit(self, rows: usize) -> Result<Self, Failed> {
        self.around(|plan| LogicalPlanBuilder::from(plan).limit(0, Some(rows))?.build())
    }

    /// The same in another order, with missing values last.
    ///
    /// # Errors
    /// It has no such column; values of this type have no order.
    pub fn sort(self, by: SqlSort) -> Result<Self, Failed> {
        let place = usize::try_from(by.column).unwrap_or(usize::MAX).wrapping_sub(1);
        let columns = self.frame.schema().columns();
        let Some(column) = columns.get(place).cloned() else {
            let problem = format!("the answer has no column {} to sort by", by.column);
            let remedy = format!("Sort by a column from 1 to {}", columns.len());
            return Err(SqlRefusal::new(SqlCode::BadParameter, problem, remedy).into());
        };
        let by = Expr::Column(column).sort(!by.descending, false);
        self.around(|plan| LogicalPlanBuilder::from(plan).sort([by])?.build())
    }

    /// The same with a step around all of it.
    fn around(
        self,
        step: impl FnOnce(LogicalPlan) -> Result<LogicalPlan, DataFusionError>,
    ) -> Result<Self, Failed> {
        let Answer { frame, columns, session } = self;
        let (state, plan) = frame.into_parts();
        let plan = step(plan).map_err(|error| explain::explain(&error, &session.known))?;
        Ok(Answer { frame: DataFrame::new(state, plan), columns, session })
    }

    /// Starts computing it.
    ///
    /// # Errors
    /// A plan that the optimiser refuses.
    pub async fn batches(self) -> Result<Batches<'a>, Failed> {
        let session = self.session;
        let explained = |error| explain::explain(&error, &session.known);
        let task = Arc::new(self.frame.task_ctx());
        let plan = self.frame.create_physical_plan().await.map_err(explained)?;
        let stream = execute_stream(plan.clone(), task).map_err(explained)?;
        let catalogue = session.tables.as_ref().map(|(catalogue, _)| catalogue);
        Ok(Batches::new((stream, plan), &session.known, catalogue))
    }

    /// Computes all of it.
    ///
    /// # Errors
    /// Arguments that a function refuses; numbers out of range; too little memory.
    pub async fn collect(self) -> Result<Vec<RecordBatch>, Failed> {
        let mut batches = self.batches().await?;
        let mut collected = Vec::new();
        while let Some(batch) = batches.next().await {
            collected.push(batch?);
        }
        Ok(collected)
    }
}

#[cfg(test)]
mod tests;
