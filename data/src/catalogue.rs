//! The tables of a session over a snapshot: each is opened, its files verified, when something first needs it.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, Field, Schema};
use contract::Settings;
use datafusion::catalog::TableProvider;
use datafusion::datasource::MemTable;
use datafusion::prelude::{ParquetReadOptions, SessionContext};

use crate::error::{Error, Result};
use crate::facts::Facts;
use crate::parquet_files;
use crate::query::{self, Named};
use crate::schema::{self, Kind, Table};
use crate::store::{FileEntry, Manifest, Tenant};

/// The table of the settings that queries need.
const SETTINGS: &str = "settings";

/// What is computed of the snapshot's tables, and what each reads.
const COMPUTED: [(&str, &[&str]); 5] = [
    (SETTINGS, &["sales", "stock", "products", "orders"]),
    (query::ITEM_LOCATION.name, &["sales", "stock", "products", SETTINGS]),
    (query::ITEM_DAY.name, &["sales", "stock", "orders", SETTINGS, query::ITEM_LOCATION.name]),
    (query::KPI_DAY.name, &[query::ITEM_DAY.name]),
    (query::KPI_PERIOD.name, &[query::ITEM_DAY.name, SETTINGS]),
];

/// Names of all tables and views that there can be: the snapshot's own, and what is computed of them.
pub(crate) fn names() -> Vec<&'static str> {
    let own = schema::TABLES.iter().map(|table| table.name);
    own.chain(COMPUTED.map(|(name, _)| name)).collect()
}

/// The tables of a session over one snapshot under one record of settings.
pub(crate) struct Catalogue {
    tenant: Tenant,
    manifest: Manifest,
    settings: Settings,
    /// The type that columns of text are read as.
    text: DataType,
    opened: BTreeSet<&'static str>,
    facts: Option<Facts>,
}

impl Catalogue {
    /// With nothing opened yet.
    pub(crate) fn new(tenant: &Tenant, manifest: &Manifest, settings: &Settings) -> Self {
        Catalogue {
            tenant: tenant.clone(),
            manifest: manifest.clone(),
            settings: settings.clone(),
            text: Kind::Text.arrow(),
            opened: BTreeSet::new(),
            facts: None,
        }
    }

    /// With columns of text read as another type of texts.
    pub(crate) fn with_text(self, text: DataType) -> Self {
        Catalogue { text, ..self }
    }

    /// Opens a table or view after all that it reads; nothing happens if there is none of that name.
    ///
    /// # Errors
    /// A file that is missing or damaged; a snapshot without sales, where something is computed of them.
    pub(crate) async fn open(&mut self, context: &SessionContext, name: &str) -> Result<()> {
        for name in with_sources(name) {
            if !self.opened.contains(name) {
                self.open_one(context, name).await?;
                self.opened.insert(name);
            }
        }
        Ok(())
    }

    /// What the snapshot holds, once something computed of it was opened.
    pub(crate) fn facts(&self) -> Option<Facts> {
        self.facts
    }

    /// The table of the snapshot that a file of the store belongs to.
    pub(crate) fn table_of(&self, path: &str) -> Option<&'static str> {
        let mut names = schema::TABLES.into_iter().map(|table| table.name);
        names.find(|name| self.manifest.files_of(name).any(|file| path.ends_with(&file.path)))
    }

    async fn open_one(&mut self, context: &SessionContext, name: &'static str) -> Result<()> {
        if let Some(table) = schema::TABLES.into_iter().find(|table| table.name == name) {
            return self.open_table(context, table).await;
        }
        if name == SETTINGS {
            let facts = Facts::read(&run(context, query::FACTS).await?, &self.tenant, &self.manifest)?;
            add_memory(context, SETTINGS, vec![facts.settings_row(&self.settings)?])?;
            self.facts = Some(facts);
            return Ok(());
        }
        let Some(view) = query::VIEWS.into_iter().find(|view| view.name == name) else { return Ok(()) };
        if name == query::ITEM_LOCATION.name {
            return add_memory(context, name, run(context, view).await?);
        }
        add_view(context, view).await
    }

    /// A table of the snapshot: an absent one is empty, an absent column null.
    async fn open_table(&self, context: &SessionContext, table: &Table) -> Result<()> {
        let failed = || Error::engine(&format!("opening table {}", table.name));
        let read = |field: &Arc<Field>| match field.data_type() {
            DataType::Utf8 => field.as_ref().clone().with_data_type(self.text.clone()),
            _ => field.as_ref().clone(),
        };
        let fields = table.arrow_schema(|_| true).fields().iter().map(read).collect::<Vec<_>>();
        let schema = Arc::new(Schema::new(fields));
        let files: Vec<&FileEntry> = self.manifest.files_of(table.name).collect();
        let provider: Arc<dyn TableProvider> = if files.is_empty() {
            Arc::new(MemTable::try_new(schema, vec![Vec::new()]).map_err(failed())?)
        } else {
            files.iter().try_for_each(|file| self.tenant.verify_once(file))?;
            let options = ParquetReadOptions::default().schema(&schema);
            parquet_files::read_stored(context, &self.tenant, &files, options).await?.into_view()
        };
        context.register_table(table.name, provider).map_err(failed())?;
        Ok(())
    }
}

/// Everything that a name stands on, and last the name.
fn with_sources(name: &str) -> Vec<&'static str> {
    let Some(known) = names().into_iter().find(|known| *known == name) else { return Vec::new() };
    let reads = COMPUTED.iter().find(|(computed, _)| *computed == known).map_or(&[][..], |(_, reads)| *reads);
    reads.iter().flat_map(|source| with_sources(source)).chain([known]).collect()
}

/// Runs a named query to its end.
pub(crate) async fn run(context: &SessionContext, named: Named) -> Result<Vec<RecordBatch>> {
    run_sql(context, named.name, named.sql).await
}

/// Runs any SQL to its end; errors call it `name`.
pub(crate) async fn run_sql(context: &SessionContext, name: &str, sql: &str) -> Result<Vec<RecordBatch>> {
    let failed = || Error::engine(&format!("query {name}"));
    context.sql(sql).await.map_err(failed())?.collect().await.map_err(failed())
}

fn add_memory(context: &SessionContext, name: &str, batches: Vec<RecordBatch>) -> Result<()> {
    let failed = || Error::engine(&format!("registering {name}"));
    let Some(schema) = batches.first().map(RecordBatch::schema) else {
        return Err(Error::NotFound {
            what: format!("table {name} of the snapshot: it would be empty, and"),
            remedy: "Import sales with at least one row".into(),
        });
    };
    let table = MemTable::try_new(schema, vec![batches]).map_err(failed())?;
    context.register_table(name, Arc::new(table)).map_err(failed())?;
    Ok(())
}

async fn add_view(context: &SessionContext, named: Named) -> Result<()> {
    let failed = || Error::engine(&format!("view {}", named.name));
    let frame = context.sql(named.sql).await.map_err(failed())?;
    context.register_table(named.name, frame.into_view()).map_err(failed())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_opened_first() {
        assert_eq!(with_sources("sales"), ["sales"]);
        let day = with_sources("item_day");
        let at = |name: &str| day.iter().position(|opened| *opened == name).unwrap_or(usize::MAX);
        assert!(at("sales") < at("settings") && at("settings") < at("item_location"), "{day:?}");
        assert_eq!(day.last(), Some(&"item_day"));
        assert!(at("receipts") == usize::MAX && with_sources("no_such_table").is_empty());
    }
}
