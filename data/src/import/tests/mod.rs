//! Whole imports of small files of every kind, from sources to tables in a store.

mod formats;
mod later;
mod many;
mod nonsense;
mod order_lines;
mod overlap;
mod periods;
mod places;
mod promises;
mod replaced;
mod tables;
mod wide;

use std::fs;
use std::path::{Path, PathBuf};

use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use arrow::util::display::{ArrayFormatter, FormatOptions};

use super::*;
use crate::report::shown;
use crate::store::Store;

/// A directory with sources and a store.
struct Bench {
    dir: tempfile::TempDir,
    tenant: Tenant,
}

impl Bench {
    fn new() -> Bench {
        let dir = tempfile::tempdir().unwrap();
        let tenant =
            Store::create(dir.path().join("store").to_str().unwrap()).unwrap().tenant("main").unwrap();
        Bench { dir, tenant }
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    async fn import(&self, sources: &[PathBuf], mapping: Option<&str>) -> Result<Manifest> {
        let request = request(sources, mapping);
        Ok(run(&self.tenant, &request, &mut |_| ()).await?.manifest)
    }

    /// Imports sources, given as name and content, on top of the existing snapshot, one second later each time.
    async fn update(&self, sources: &[(&str, &str)], mapping: Option<&str>) -> Result<Imported> {
        self.update_by(Replace::Items, sources, mapping).await
    }

    async fn update_by(
        &self,
        replace: Replace,
        sources: &[(&str, &str)],
        mapping: Option<&str>,
    ) -> Result<Imported> {
        let paths: Vec<_> = sources.iter().map(|(name, content)| self.file(name, content)).collect();
        let mut request = ImportRequest { replace, ..request(&paths, mapping) };
        request.created_at += std::time::Duration::from_secs(self.tenant.snapshots()?.len() as u64);
        update(&self.tenant, &request, &mut |_| ()).await
    }

    /// Rows of a table, cells joined by blanks, an empty one as `·`.
    fn rows(&self, manifest: &Manifest, table: &str) -> Vec<String> {
        let files = manifest.files_of(table).map(|file| self.tenant.verified_path(file).unwrap());
        files.flat_map(|path| parquet_rows(&path)).collect()
    }
}

fn request(sources: &[PathBuf], mapping: Option<&str>) -> ImportRequest {
    ImportRequest {
        sources: sources.iter().map(SourceFile::from).collect(),
        mapping: mapping.map(|text| Mapping::parse("mapping.toml", text).unwrap()),
        period: None,
        created_at: "2012-01-01T00:00:00Z".parse().unwrap(),
        memory_bytes: ImportRequest::MEMORY_BYTES,
        replace: Replace::Items,
    }
}

fn parquet_rows(path: &Path) -> Vec<String> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(fs::File::open(path).unwrap()).unwrap();
    let options = FormatOptions::default().with_null("·");
    let mut rows = Vec::new();
    for batch in reader.build().unwrap() {
        let batch = batch.unwrap();
        let cells: Vec<_> =
            batch.columns().iter().map(|column| ArrayFormatter::try_new(column, &options).unwrap()).collect();
        rows.extend((0..batch.num_rows()).map(|row| {
            let texts: Vec<_> = cells.iter().map(|cell| cell.value(row).to_string()).collect();
            texts.join(" ")
        }));
    }
    rows
}
