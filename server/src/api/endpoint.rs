//! Endpoints: an answer as a function of the request, and its table for other programs.

use super::long_table::LongTable;
use super::paging::Paging;
use super::parameter::{self, Parameter};
use super::wanted::dialect;
use crate::refusal::Refusal;
use crate::shelf::{Served, Shelf};
use crate::table::{Column, Representation, TableWriter, WriteError, publication_facts};
use crate::wire::Pieces;
use app::item_record;
use contract::{Derived, ItemKey, ItemRecord, QueryString};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use std::sync::Arc;

/// The inputs of an answer.
pub(super) struct Asked<'a> {
    /// The publication.
    pub(super) served: &'a Served,
    /// Its other files, and the rest of the store.
    pub(super) shelf: &'a Shelf,
    /// The parameters.
    pub(super) query: &'a QueryString,
}

impl<'a> Asked<'a> {
    /// What the publication's figures are computed from.
    pub(super) fn derived(&self) -> &'a Derived {
        self.served.derived()
    }

    /// Everything known of an item-location.
    ///
    /// # Errors
    /// There is none of these names; its series file cannot be read.
    pub(super) fn record(&self, key: &ItemKey) -> Result<ItemRecord, Refusal> {
        Ok(item_record(self.derived(), &*self.served.series, key)?)
    }
}

/// The inputs of answers besides the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FunctionOf {
    /// Only the publication, so an answer may be cached.
    Publication,
    /// The rest of the store, which can change at any time.
    Store,
}

/// How an endpoint is described: its name, its parameters, what it refuses.
pub(super) struct AboutEndpoint {
    /// Last part of its path.
    pub(super) name: &'static str,
    /// Its answer, in a few words.
    pub(super) summary: &'static str,
    /// Further details.
    pub(super) details: &'static str,
    /// What a row of its table is.
    pub(super) row: &'static str,
    /// Its parameters, in groups.
    pub(super) parameters: &'static [fn() -> Vec<Parameter>],
    /// The inputs of its answers.
    pub(super) function_of: FunctionOf,
    /// Statuses of its own refusals, besides those of every endpoint, with their meanings.
    pub(super) refuses: &'static [(&'static str, &'static str)],
}

/// An endpoint with answers `T`, whose tables have rows `R`.
pub(super) struct Endpoint<T, R: 'static> {
    /// How it is described.
    pub(super) about: AboutEndpoint,
    /// The answer.
    pub(super) answer: fn(&Asked<'_>) -> Result<T, Refusal>,
    /// The rows of an answer's table.
    pub(super) rows: fn(T) -> Vec<R>,
    /// The columns of its table.
    pub(super) columns: &'static [Column<R>],
    /// Its paging, if it has any.
    pub(super) paging: Option<Paged<T, R>>,
}

/// An endpoint whose JSON is paged. Its table has every row, unless a page is asked for.
pub(super) struct Paged<T, R: 'static> {
    /// The page number and the number of pages of an answer.
    pub(super) page: fn(&T) -> Paging,
    /// Indices of all rows, in the order asked for.
    pub(super) places: fn(&Asked<'_>) -> Result<Vec<u32>, Refusal>,
    /// The rows at some of these indices.
    pub(super) rows: fn(&Derived, &[u32]) -> Vec<R>,
}

/// A body, with its page number and the number of pages.
pub(super) struct Written {
    pub(super) body: Vec<u8>,
    pub(super) paging: Option<Paging>,
}

/// The description of a column.
pub(super) struct AboutColumn {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) kind: &'static str,
}

/// An endpoint with any type of answer.
pub(super) trait Operation: Sync {
    /// How it is described.
    fn about(&self) -> &AboutEndpoint;

    /// Its answer, in a representation.
    ///
    /// # Errors
    /// The endpoint's refusals.
    fn write(&self, asked: &Asked<'_>, representation: Representation) -> Result<Written, Refusal>;

    /// Every row of its table, if it pages, to be written piece by piece.
    ///
    /// # Errors
    /// As [`Operation::write`].
    fn table(
        &self,
        served: &Arc<Served>,
        asked: &Asked<'_>,
        representation: Representation,
    ) -> Result<Box<dyn Pieces>, Refusal>;

    /// Schema of its answers.
    fn schema(&self, generator: &mut SchemaGenerator) -> Schema;

    /// Columns of its table.
    fn columns(&self) -> Vec<AboutColumn>;

    /// Whether it answers page by page.
    fn pages(&self) -> bool;

    /// Every parameter it knows.
    fn parameters(&self) -> Vec<Parameter> {
        let own = self.about().parameters.iter().flat_map(|group| group());
        own.chain(parameter::common()).collect()
    }
}

impl<T: Serialize + JsonSchema, R> Operation for Endpoint<T, R> {
    fn about(&self) -> &AboutEndpoint {
        &self.about
    }

    fn write(&self, asked: &Asked<'_>, representation: Representation) -> Result<Written, Refusal> {
        let dialect = dialect(asked.query)?;
        let answer = (self.answer)(asked)?;
        let paging = self.paging.as_ref().map(|paged| (paged.page)(&answer));
        let facts = publication_facts(&asked.derived().facts);
        let body = match TableWriter::new(representation, self.columns, facts) {
            Ok(None) => serde_json::to_vec(&answer).map_err(WriteError::from),
            Ok(Some(table)) => {
                let (rows, table) = ((self.rows)(answer), table.in_dialect(dialect));
                representation.refuse_more(rows.len())?;
                table.whole(&rows)
            }
            Err(error) => Err(error),
        };
        let body = body.map_err(|error: WriteError| {
            tracing::error!(endpoint = self.about.name, %error, "an answer cannot be written");
            Refusal::Internal
        });
        Ok(Written { body: body?, paging })
    }

    fn table(
        &self,
        served: &Arc<Served>,
        asked: &Asked<'_>,
        representation: Representation,
    ) -> Result<Box<dyn Pieces>, Refusal> {
        let paged = self.paging.as_ref().ok_or(Refusal::Internal)?;
        let places = (paged.places)(asked)?;
        representation.refuse_more(places.len())?;
        let writer =
            TableWriter::new(representation, self.columns, publication_facts(&served.derived().facts));
        let table = writer.ok().flatten().ok_or(Refusal::Internal)?.in_dialect(dialect(asked.query)?);
        Ok(Box::new(LongTable::new(served.clone(), places, paged.rows, table)))
    }

    fn schema(&self, generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<T>()
    }

    fn columns(&self) -> Vec<AboutColumn> {
        let about = |column: &Column<R>| AboutColumn {
            name: column.name,
            about: column.about,
            kind: column.cell.kind(),
        };
        self.columns.iter().map(about).collect()
    }

    fn pages(&self) -> bool {
        self.paging.is_some()
    }
}
