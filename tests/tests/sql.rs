//! Named queries over a small snapshot, as text: `tests/sql/*.slt`.
//!
//! Besides SQL a record may be `kpi ID FROM TO`: the query of a key figure over that window. The names of other named
//! queries, `data/src/query/*.sql`, stand for their results.

#[path = "sql/command.rs"]
mod command;

use std::path::{Path, PathBuf};

use arrow::util::display::{ArrayFormatter, FormatOptions};
use contract::{Settings, SqlParameters};
use data::engine::Engine;
use data::import::{self, ImportRequest, SourceFile};
use data::query;
use data::sql::{Room, Session};
use data::store::{Manifest, Store, Tenant};
use sqllogictest::{AsyncDB, DBOutput, DefaultColumnType};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sql")
}

struct Snapshot(Engine);

#[async_trait::async_trait]
impl AsyncDB for Snapshot {
    type Error = data::error::Error;
    type ColumnType = DefaultColumnType;

    async fn run(&mut self, record: &str) -> Result<DBOutput<DefaultColumnType>, Self::Error> {
        let batches = self.0.sql("slt", &expand(record)).await?;
        let mut rows = Vec::new();
        let mut types = Vec::new();
        for batch in &batches {
            types = vec![DefaultColumnType::Any; batch.num_columns()];
            let options = FormatOptions::default().with_null("NULL");
            let columns: Vec<_> = batch
                .columns()
                .iter()
                .map(|column| ArrayFormatter::try_new(column, &options).expect("a printable column"))
                .collect();
            rows.extend(
                (0..batch.num_rows())
                    .map(|row| columns.iter().map(|c| c.value(row).to_string()).collect::<Vec<_>>()),
            );
        }
        Ok(DBOutput::Rows { types, rows })
    }

    async fn shutdown(&mut self) {}

    fn engine_name(&self) -> &str {
        "granary"
    }
}

/// Name and text of every query in a folder, by name.
fn queries(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/src").join(folder);
    let files =
        std::fs::read_dir(&folder).expect("a folder of queries").map(|entry| entry.expect("an entry").path());
    let sql = files.filter(|path| path.extension().is_some_and(|extension| extension == "sql"));
    let mut found: Vec<(String, String)> = sql
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).expect("the query"))
        })
        .collect();
    found.sort();
    found
}

/// Files of records, by name.
fn records() -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder()).expect("tests/sql").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|extension| extension == "slt")).collect();
    files.sort();
    files
}

fn expand(record: &str) -> String {
    if let Some(window) = record.strip_prefix("kpi ") {
        let words: Vec<&str> = window.split_whitespace().collect();
        let named = query::KPI.iter().find(|named| named.name == words[0]).expect("a key figure");
        let rate = Settings::default().holding_rate.to_string();
        return named
            .sql
            .replace("{from}", words[1])
            .replace("{to}", words[2])
            .replace("{holding_rate}", &rate)
            .replace("{filter}", "");
    }
    let is_view = |name: &str| query::VIEWS.iter().any(|view| view.name == name);
    let mut sql = record.to_owned();
    for (name, text) in queries("query").into_iter().filter(|(name, _)| !is_view(name)) {
        let from = format!("from {name}");
        if sql.contains(&format!("{from} ")) || sql.ends_with(&from) {
            sql = sql.replace(&from, &format!("from ({text}) as {name}"));
        }
    }
    sql
}

#[test]
fn every_named_query_has_a_record() {
    let records: String =
        records().iter().map(|file| std::fs::read_to_string(file).expect("records")).collect();
    let lines: Vec<&str> = records.lines().filter(|line| !line.starts_with('#')).collect();
    let is_asked = |words: String| lines.iter().any(|line| format!("{line} ").contains(&format!("{words} ")));
    let named = queries("query").into_iter().map(|(name, _)| format!("from {name}"));
    let figures = queries("query/kpi").into_iter().map(|(name, _)| format!("kpi {name}"));
    let unasked: Vec<String> = named.chain(figures).filter(|words| !is_asked(words.clone())).collect();
    assert!(unasked.is_empty(), "no record in tests/sql/*.slt asks: {}", unasked.join(", "));
}

/// The snapshot of `tests/sql/fixture/`.
async fn snapshot(directory: &Path) -> (Tenant, Manifest) {
    let tenant =
        Store::create(&directory.to_string_lossy()).and_then(|s| s.tenant("main")).expect("a tenant");
    let sources = ["sales", "stock", "products", "receipts", "calendar"]
        .map(|t| folder().join(format!("fixture/{t}.csv")));
    let request = ImportRequest {
        sources: sources.iter().map(SourceFile::from).collect(),
        mapping: None,
        period: None,
        created_at: "2024-03-06T00:00:00Z".parse().expect("a moment"),
        memory_bytes: ImportRequest::MEMORY_BYTES,
        replace: data::import::Replace::Items,
    };
    let manifest = import::run(&tenant, &request, &mut |_| ()).await.expect("imports").manifest;
    (tenant, manifest)
}

#[tokio::test]
async fn tables_and_views_have_the_columns_that_the_dictionary_names() {
    let directory = tempfile::tempdir().expect("a directory");
    let (tenant, manifest) = snapshot(directory.path()).await;
    let publication = data::publish::publish(&tenant, None, &|_| ()).await.expect("a publication");
    let (settings, room) = (Settings::default(), Room::default());
    let mut session =
        Session::over(&tenant, (&manifest, &settings), Some(publication.id), &room).expect("a session");
    for table in data::sql::names(&manifest).expect("names").tables {
        let sql = format!("select * from {}", table.name);
        let answer = session.query(&sql, &SqlParameters::default()).await.expect("a plan");
        // How the fill rate is found concerns this program only.
        let own = answer.columns().iter().filter(|column| !column.name.starts_with("fill_from_"));
        let found: Vec<_> = own.map(|column| (column.name.as_str(), column.kind)).collect();
        let named: Vec<_> = table.columns.iter().map(|column| (column.name.as_str(), column.kind)).collect();
        assert_eq!(found, named, "{}", table.name);
    }
}

#[tokio::test]
async fn rows_are_filtered_while_they_are_read_where_those_that_pass_are_neighbours() {
    let directory = tempfile::tempdir().expect("a directory");
    let (tenant, _) = snapshot(directory.path()).await;
    let mut session = Session::open(&tenant, &Room::default()).expect("a session");
    for (sql, while_read) in [
        ("select count(*), sum(units) from sales where date >= date '2024-03-03' and location = 'uk'", true),
        ("select max(units) from sales as s where s.sku = 'A' or s.date < date '2024-03-03'", true),
        (
            "select count(*) from sales where date between '2024-03-01' and '2024-03-03' and sku in ('A', 'B')",
            true,
        ),
        (
            "select count(*) from sales where date > date '2024-03-03' - interval '2 days' and sku like 'A%'",
            true,
        ),
        ("select count(*) from sales where date >= date '2024-03-03' and units > 1", false),
        ("select count(*) from sales where cast(date as int) > 3 or upper(sku) = 'A'", false),
        (
            "select count(*) from sales where sku <> cast(7 as varchar) and date <> timestamp '2024-03-03T00:00:00'",
            false,
        ),
        ("select count(*) from sales where units > 1", false),
        (
            "select count(*) from sales join products on products.sku = sales.sku where date >= date '2024-03-03'",
            false,
        ),
        ("select count(*) from sales where date = (select max(date) from sales)", false),
    ] {
        let answer = session.query(sql, &SqlParameters::default()).await.expect("a plan");
        let mut batches = answer.batches().await.expect("it runs");
        while let Some(batch) = batches.next().await {
            batch.expect("rows");
        }
        let steps = batches.steps();
        let filters = steps.iter().any(|step| step.name == "Filter");
        assert_eq!(!filters, while_read, "{sql}: {steps:?}");
    }
}

#[tokio::test]
async fn texts_are_handed_out_in_one_type() {
    let directory = tempfile::tempdir().expect("a directory");
    let (tenant, _) = snapshot(directory.path()).await;
    let mut session = Session::open(&tenant, &Room::default()).expect("a session");
    let sql = "select sku, upper(sku) as large, cast(units as varchar) as number, 'a' as word, sku || 'b' as both from sales";
    let answer = session.query(sql, &SqlParameters::default()).await.expect("a plan");
    let types: Vec<_> = answer.columns().iter().map(|column| column.data_type.clone()).collect();
    assert_eq!(types, ["Utf8"; 5]);
    for batch in answer.collect().await.expect("rows") {
        assert!(batch.schema().fields().iter().all(|field| field.data_type().to_string() == "Utf8"));
    }
}

#[tokio::test]
async fn lists_of_a_publication_need_one() {
    let directory = tempfile::tempdir().expect("a directory");
    let (tenant, _) = snapshot(directory.path()).await;
    let mut session = Session::open(&tenant, &Room::default()).expect("a session");
    for list in ["item_status", "orders_today"] {
        let asked = session.query(&format!("select * from {list}"), &SqlParameters::default()).await;
        let refused = asked.err().expect("nothing is published").to_string();
        assert!(refused.contains(list) && refused.contains("granary publish"), "{refused}");
    }
}

#[tokio::test]
async fn named_queries() {
    let directory = tempfile::tempdir().expect("a directory");
    let (tenant, manifest) = snapshot(directory.path()).await;
    let files = records();
    assert!(files.len() >= 5, "only {} .slt files", files.len());
    for file in files {
        let (tenant, manifest) = (&tenant, &manifest);
        let mut runner = sqllogictest::Runner::new(|| async move {
            Engine::open(tenant, manifest, &Settings::default()).await.map(Snapshot)
        });
        runner.run_file_async(&file).await.unwrap_or_else(|error| panic!("{error}"));
    }
}
