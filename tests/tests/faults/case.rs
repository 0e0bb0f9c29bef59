//! A case, and how it is checked.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use tests::program::{Server, fail, granary};
use tests::store::Store;

/// Faulty input, with the expected error.
pub struct Case {
    /// The files given to the command, in this order.
    pub files: &'static [(&'static str, Content)],
    /// A mapping, given as `mapping.toml`.
    pub mapping: Option<&'static str>,
    /// Parts of the error's one line: the thing and the place.
    pub error: &'static [&'static str],
    /// Part of the help's one line: the remedy.
    pub help: &'static str,
}

/// The content of a file.
pub enum Content {
    Text(&'static str),
    Bytes(&'static [u8]),
    /// A header and one row, made longer than any record may be.
    Long(&'static str),
    /// Text that is too long to be written here.
    Made(fn() -> String),
    Gzip(&'static str),
    /// A gzip file without its last bytes.
    GzipCut(&'static str),
    ZstdCut(&'static str),
    /// A file of `tests/fixtures`.
    Fixture(&'static str),
    /// The beginning of a fixture.
    Cut(&'static str, usize),
    /// A fixture with one byte changed, counted from its end.
    Flip(&'static str, usize),
    Directory,
    Missing,
}

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

impl Content {
    fn write(&self, path: &Path) {
        let bytes = match self {
            Content::Missing => return,
            Content::Directory => return fs::create_dir(path).expect("a directory"),
            Content::Text(text) => text.as_bytes().to_vec(),
            Content::Bytes(bytes) => bytes.to_vec(),
            Content::Long(start) => [start.as_bytes(), &vec![b'x'; 3 << 20]].concat(),
            Content::Made(make) => make().into_bytes(),
            Content::Gzip(text) => gzip(text),
            Content::GzipCut(text) => cut(gzip(text), 9),
            Content::ZstdCut(text) => cut(zstd::encode_all(text.as_bytes(), 3).expect("packed"), 3),
            Content::Fixture(name) => fixture(name),
            Content::Cut(name, bytes) => fixture(name)[..*bytes].to_vec(),
            Content::Flip(name, from_end) => {
                let mut bytes = fixture(name);
                let at = bytes.len() - from_end;
                bytes[at] ^= 0x55;
                bytes
            }
        };
        fs::write(path, bytes).expect("written");
    }
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).expect("packed");
    encoder.finish().expect("packed")
}

fn cut(mut bytes: Vec<u8>, from_end: usize) -> Vec<u8> {
    bytes.truncate(bytes.len() - from_end);
    bytes
}

/// A store with a server over it.
pub struct Bench {
    pub store: Store,
    server: Server,
    served: String,
}

impl Bench {
    pub fn new() -> Bench {
        let store = Store::published(40);
        let server = Server::start_with(store.path(), "[limits]\npoll_interval_ms = 20\n");
        let served = server.get("/api/v1/kpis").text().to_owned();
        Bench { store, server, served }
    }

    /// The command must fail as expected, change nothing in the store, and not be noticed by readers. Returns what is
    /// wrong.
    pub fn check(&self, command: &mut Command, error: &[&str], help: &str) -> Result<(), String> {
        let before = tree(self.store.path());
        let (told, code) = fail(command);
        let wrong =
            |what: &str| Err(format!("{what}: expected {error:?} and {help:?}, got code {code} and\n{told}"));
        let line = |start: &str| told.lines().find_map(|line| line.strip_prefix(start)).unwrap_or_default();
        if code != 1 || told.contains("panicked") {
            return wrong("it must end with 1");
        }
        if !error.iter().all(|part| line("error: ").contains(part)) {
            return wrong("thing and place");
        }
        if line("help: ").is_empty() || !line("help: ").contains(help) {
            return wrong("remedy");
        }
        let after = tree(self.store.path());
        if before != after {
            return wrong(&format!("the store changed in {:?}", differences(&before, &after)));
        }
        let page = self.server.get("/").status;
        if page != 200 || self.server.get("/api/v1/kpis").text() != self.served {
            return wrong("readers see something else");
        }
        Ok(())
    }
}

/// Fails with the whole list of what is wrong, not only its first entry.
#[track_caller]
pub fn all_right(found: impl IntoIterator<Item = Result<(), String>>) {
    let wrong: Vec<_> = found.into_iter().filter_map(Result::err).collect();
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

/// Checks cases of import.
#[track_caller]
pub fn check_imports(cases: &[Case]) {
    let bench = Bench::new();
    all_right(cases.iter().map(|case| {
        let directory = tempfile::tempdir().expect("a directory");
        let mut command = granary();
        command.arg("import").arg("--store").arg(bench.store.path());
        for (name, content) in case.files {
            let path = directory.path().join(name);
            content.write(&path);
            command.arg(path);
        }
        if let Some(mapping) = case.mapping {
            let path = directory.path().join("mapping.toml");
            fs::write(&path, mapping).expect("written");
            command.arg("--mapping").arg(path);
        }
        bench.check(&mut command, case.error, case.help)
    }));
}

/// Checks cases of settings: the one file is given to `granary publish`.
#[track_caller]
pub fn check_settings(cases: &[Case]) {
    let bench = Bench::new();
    all_right(cases.iter().map(|case| {
        let directory = tempfile::tempdir().expect("a directory");
        let (name, content) = &case.files[0];
        let path = directory.path().join(name);
        content.write(&path);
        let mut command = granary();
        command.arg("publish").arg("--store").arg(bench.store.path()).arg("--settings").arg(path);
        bench.check(&mut command, case.error, case.help)
    }));
}

/// Every file below a directory with its content.
fn tree(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut directories = vec![root.to_owned()];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(&directory).expect("a listing") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                directories.push(path);
            } else {
                files.insert(path.clone(), fs::read(&path).expect("the file"));
            }
        }
    }
    files
}

fn differences(before: &BTreeMap<PathBuf, Vec<u8>>, after: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<PathBuf> {
    let all = before.keys().chain(after.keys());
    all.filter(|path| before.get(*path) != after.get(*path)).cloned().collect()
}
