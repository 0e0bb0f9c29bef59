//! Registers Parquet files at any path as tables of the engine.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use datafusion::dataframe::DataFrame;
use datafusion::datasource::object_store::ObjectStoreUrl;
use datafusion::error::DataFusionError;
use datafusion::object_store::local::LocalFileSystem;
use datafusion::prelude::{ParquetReadOptions, SessionContext};

use crate::error::{Error, Result};
use crate::store::{FileEntry, Tenant, content_id};

/// Reads at least one file, with columns matched by name.
///
/// The engine treats `*`, `?` and `[` in a path as a pattern, `#` and `%` in an address specially, and a line break
/// as an error. So it gets the files' common directory as an object store, and reads only our own file names within
/// it.
pub(crate) async fn read<P: AsRef<Path>>(
    context: &SessionContext,
    paths: &[P],
    options: ParquetReadOptions<'_>,
) -> Result<DataFrame, DataFusionError> {
    let paths: Vec<PathBuf> = paths.iter().map(std::path::absolute).collect::<std::io::Result<_>>()?;
    let root = common_directory(&paths);
    let name = content_id(root.as_os_str().as_encoded_bytes());
    let store = ObjectStoreUrl::parse(format!("directory://{name}"))?;
    let directory = LocalFileSystem::new_with_prefix(&root)?;
    context.register_object_store(store.as_ref(), Arc::new(directory));
    let address = |path: &PathBuf| {
        let inner = path.strip_prefix(&root).unwrap_or(path);
        let parts = inner.components().filter_map(|part| match part {
            Component::Normal(name) => Some(encoded(&name.to_string_lossy())),
            _ => None,
        });
        format!("{}{}", store.as_str(), parts.collect::<Vec<_>>().join("/"))
    };
    context.read_parquet(paths.iter().map(address).collect::<Vec<_>>(), options).await
}

/// Reads files of a tenant by their paths in a manifest, columns matched by name. There is at least one, and all are verified.
pub(crate) async fn read_stored(
    context: &SessionContext,
    tenant: &Tenant,
    files: &[&FileEntry],
    options: ParquetReadOptions<'_>,
) -> Result<DataFrame> {
    let failed = || Error::engine("opening files of the store");
    let store = ObjectStoreUrl::parse(format!("tenant://{}", tenant.name())).map_err(failed())?;
    context.register_object_store(store.as_ref(), tenant.for_engine()?);
    let addresses: Vec<String> =
        files.iter().map(|file| format!("{}{}", store.as_str(), file.path)).collect();
    context.read_parquet(addresses, options).await.map_err(failed())
}

/// The directory that contains all of them, at any depth.
fn common_directory(paths: &[PathBuf]) -> PathBuf {
    let mut directories = paths.iter().filter_map(|path| path.parent());
    let first = directories.next().unwrap_or(Path::new("/")).to_path_buf();
    directories.fold(first, |common, directory| {
        let shared = common.components().zip(directory.components());
        shared.take_while(|(a, b)| a == b).map(|(part, _)| part).collect()
    })
}

fn encoded(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'-' | b'_' | b'.' | b'~' => text.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => text.push(char::from(byte)),
            byte => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::{Int32Array, RecordBatch};
    use parquet::arrow::ArrowWriter;

    fn write(path: &Path, value: i32) {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let values = Arc::new(Int32Array::from(vec![value])) as _;
        let batch = RecordBatch::try_from_iter([("n", values)]).unwrap();
        let mut writer =
            ArrowWriter::try_new(std::fs::File::create(path).unwrap(), batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
    }

    #[tokio::test]
    async fn no_name_of_a_directory_is_too_strange() {
        let dir = tempfile::tempdir().unwrap();
        for name in [
            "plain",
            "a b",
            "what?",
            "all*",
            "[set]",
            "50%25",
            "#1",
            "line\nbreak",
            "é 杯",
            "{a,b}",
            "a'b\"c",
        ] {
            let paths = ["files/a.parquet", ".unfinished-x/b.parquet", "c.parquet"]
                .map(|inner| dir.path().join(name).join(inner));
            paths.iter().zip(1..).for_each(|(path, value)| write(path, value));
            let context = SessionContext::new();
            for count in 1..=paths.len() {
                let frame = read(&context, &paths[..count], ParquetReadOptions::default()).await;
                let found = frame.unwrap_or_else(|error| panic!("{name:?}: {error}")).count().await.unwrap();
                assert_eq!(found, count, "{name:?}");
            }
        }
    }
}
