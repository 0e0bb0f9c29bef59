//! The lists of the current publication as tables: what the list of items shows, and what the plan orders today. They are made
//! by the functions that answer the API and write the plan, when a query first names one.

use arrow::array::{ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{Field, Schema};
use contract::table::{Cell, Column, as_written};
use contract::{ItemRow, ItemsQuery, ProposalRow, SqlCode, SqlRefusal, all_items};
use datafusion::datasource::MemTable;
use datafusion::prelude::SessionContext;
use std::sync::Arc;

use super::refuse::Failed;
use crate::error::{Error, Result};
use crate::publish;
use crate::schema::{ITEM_STATUS, ORDERS_TODAY, View};
use crate::store::Tenant;

/// The lists.
static LISTS: [&View; 2] = [&ITEM_STATUS, &ORDERS_TODAY];

/// Names of the lists.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    LISTS.iter().map(|view| view.name)
}

/// The lists of a publication, each registered when a query first names it.
pub(super) struct Lists {
    tenant: Tenant,
    publication: Option<String>,
    opened: Vec<&'static str>,
}

impl Lists {
    /// Of a publication, or of none.
    pub(super) fn new(tenant: &Tenant, publication: Option<String>) -> Self {
        Lists { tenant: tenant.clone(), publication, opened: Vec::new() }
    }

    /// Registers the list of a name; nothing happens if there is none.
    ///
    /// # Errors
    /// Nothing is published; a file of the publication that is missing or damaged.
    pub(super) fn open(&mut self, context: &SessionContext, name: &str) -> Result<(), Failed> {
        let Some(view) = LISTS.into_iter().find(|view| view.name == name) else {
            return Ok(());
        };
        if self.opened.contains(&view.name) {
            return Ok(());
        }
        let Some(id) = &self.publication else { return Err(unpublished(view).into()) };
        let (publication, derived) = publish::figures(&self.tenant, id)?;
        let everything = ItemsQuery::default();
        let batch = if view.name == ITEM_STATUS.name {
            batch(view, ItemRow::COLUMNS, &all_items(&derived, &everything))?
        } else {
            let settings = publication.settings.scenario();
            let planned =
                publish::proposals(&self.tenant, &publication, &derived, &everything, (&settings, None))?;
            let today = planned.0.into_iter().filter(|row| row.proposed_order > Some(0.0));
            batch(view, ProposalRow::COLUMNS, &today.collect::<Vec<_>>())?
        };
        let failed = || Error::engine(&format!("registering {}", view.name));
        let table = MemTable::try_new(batch.schema(), vec![vec![batch]]).map_err(failed())?;
        context.register_table(view.name, Arc::new(table)).map_err(failed())?;
        self.opened.push(view.name);
        Ok(())
    }
}

fn unpublished(view: &View) -> SqlRefusal {
    SqlRefusal::new(
        SqlCode::UnknownName,
        format!("{} is a list of the current publication, and nothing is published", view.name),
        "Publish first: granary publish --store URI",
    )
}

/// The rows of a list under the names and types that the data dictionary gives them.
fn batch<R>(view: &View, columns: &[Column<R>], rows: &[R]) -> Result<RecordBatch> {
    let field =
        |column: &crate::schema::Column| Field::new(column.name, column.kind.arrow(), !column.required);
    let schema = Schema::new(view.columns.iter().map(field).collect::<Vec<_>>());
    let arrays = columns.iter().map(|column| array(&column.cell, rows)).collect();
    RecordBatch::try_new(Arc::new(schema), arrays).map_err(Error::engine(&format!("making {}", view.name)))
}

fn array<R>(cell: &Cell<R>, rows: &[R]) -> ArrayRef {
    let finite = |number: &f64| number.is_finite();
    match cell {
        Cell::Text(of) => Arc::new(rows.iter().map(of).collect::<StringArray>()),
        Cell::Number(of) => Arc::new(rows.iter().map(|row| of(row).filter(finite)).collect::<Float64Array>()),
        Cell::Single(of) => {
            let written = |row| of(row).map(as_written).filter(finite);
            Arc::new(rows.iter().map(written).collect::<Float64Array>())
        }
        Cell::Count(of) => {
            let count = |row| of(row).and_then(|count| i64::try_from(count).ok());
            Arc::new(rows.iter().map(count).collect::<Int64Array>())
        }
        Cell::Date(of) => Arc::new(rows.iter().map(|row| of(row).map(|day| day.0)).collect::<Date32Array>()),
        Cell::Flag(of) => Arc::new(rows.iter().map(|row| of(row).map(i64::from)).collect::<Int64Array>()),
    }
}
