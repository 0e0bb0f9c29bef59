//! The browser's part: the files that `cargo xtask` builds, read once at start.

use crate::failure::Failure;
use crate::wire::{Encoded, Encoding};
use app::Assets;
use data::store::sha256_hex;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The files of the site, in memory. There are few, and requests never reach the file system. The default has none, for a
/// server that draws no pages.
#[derive(Default)]
pub struct Site {
    names: Assets,
    files: HashMap<String, Asset>,
}

/// One file in each encoding.
pub struct Asset {
    brotli: Encoded,
    gzip: Encoded,
    identity: Encoded,
}

const REMEDY: &str =
    "Build it with cargo xtask serve (or cargo xtask dist), or name its directory with --site DIR";

impl Site {
    /// Reads a site directory: `assets.json` and what it names.
    ///
    /// # Errors
    /// No such directory, no list in it, or a missing file; the error names the command that makes them.
    pub fn read(directory: &Path) -> Result<Self, Failure> {
        let list = directory.join("assets.json");
        let failure = |path: &Path, error: &dyn std::fmt::Display| {
            Failure::new(format!("the site's file {} cannot be read: {error}", path.display()), REMEDY)
        };
        let json = fs::read(&list).map_err(|error| failure(&list, &error))?;
        let names: Assets = serde_json::from_slice(&json).map_err(|error| failure(&list, &error))?;
        let mut files = HashMap::new();
        let of_modules = names.modules.values().flat_map(|module| [&module.script, &module.wasm]);
        for path in of_modules.chain(names.scripts.values()).chain([&names.css, &names.find]) {
            if files.contains_key(path.trim_start_matches("pkg/")) {
                continue;
            }
            let name = path.strip_prefix("pkg/").filter(|name| is_plain(name));
            let name = name.ok_or_else(|| failure(&list, &format!("{path} is not a file of pkg/")))?;
            let file = directory.join("pkg").join(name);
            let asset = Asset::read(&file).map_err(|error| failure(&file, &error))?;
            files.insert(name.to_owned(), asset);
        }
        Ok(Site { names, files })
    }

    /// The default directory of the site: beside the program, or where `cargo xtask` puts it.
    pub fn default_directory() -> PathBuf {
        let program = std::env::current_exe().unwrap_or_default();
        let beside = program.parent().unwrap_or(Path::new(".")).join("site");
        // A program that cargo built lies in target/debug or target/release, and the site in target/site.
        let above = program.ancestors().nth(2).unwrap_or(Path::new("target")).join("site");
        if !beside.is_dir() && above.is_dir() { above } else { beside }
    }

    /// The hashed names, for pages to refer to.
    pub fn names(&self) -> &Assets {
        &self.names
    }

    /// A file of `pkg/`.
    pub fn asset(&self, name: &str) -> Option<&Asset> {
        self.files.get(name)
    }
}

impl Asset {
    fn read(path: &Path) -> std::io::Result<Self> {
        let content = fs::read(path)?;
        let sha256: Arc<str> = sha256_hex(&content).into();
        let encoded = |encoding: Encoding| {
            let beside = encoding.extension().map(|extension| format!("{}.{extension}", path.display()));
            let prepared = beside.and_then(|path| fs::read(path).ok());
            // A copy left from another build would be a different file under this name.
            match prepared.filter(|bytes| holds(encoding, bytes, &content)) {
                Some(bytes) => Encoded::prepared(sha256.clone(), encoding, bytes),
                None => Encoded::of(content.clone(), encoding),
            }
        };
        Ok(Asset {
            brotli: encoded(Encoding::Brotli),
            gzip: encoded(Encoding::Gzip),
            identity: encoded(Encoding::Identity),
        })
    }

    /// The file in the encoding that a client wants.
    pub fn encoded(&self, wanted: Encoding) -> &Encoded {
        match wanted {
            Encoding::Brotli => &self.brotli,
            Encoding::Gzip => &self.gzip,
            Encoding::Identity => &self.identity,
        }
    }
}

fn holds(encoding: Encoding, compressed: &[u8], content: &[u8]) -> bool {
    encoding.decode(compressed, content.len() as u64).is_ok_and(|body| body == content)
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\'])
}
