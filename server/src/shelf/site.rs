//! The browser's part: the files that `cargo xtask` builds, read once at start.

use crate::failure::Failure;
use crate::wire::{Encoded, Encoding};
use app::{Assets, Host, Language, Place};
use data::store::sha256_hex;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the site of a server begins.
pub const BASE: &str = "/";
/// Where its views within pages of others begin.
pub const FRAMES: &str = "/embed/";

/// The files of the site, in memory. There are few, and requests never reach the file system. The default has none, for a
/// server that draws no pages.
#[derive(Clone, Default)]
pub struct Site {
    base: String,
    host: Host,
    languages: Vec<Language>,
    names: Assets,
    forget: Option<String>,
    has_sign_out: bool,
    takes_decisions: bool,
    files: Arc<HashMap<String, Asset>>,
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
        for path in names.paths() {
            if files.contains_key(path) {
                continue;
            }
            let name = path.strip_prefix("pkg/").filter(|name| is_plain(name));
            let name = name.ok_or_else(|| failure(&list, &format!("{path} is not a file of pkg/")))?;
            let file = directory.join("pkg").join(name);
            let asset = Asset::read(&file).map_err(|error| failure(&file, &error))?;
            files.insert(path.clone(), asset);
        }
        let (base, host, languages) = (BASE.to_owned(), Host::Granary, Language::ALL.to_vec());
        let forget = names.pocket.as_ref().map(|pocket| pocket.forget.clone());
        let (has_sign_out, takes_decisions, files) = (false, false, Arc::new(files));
        Ok(Site { base, host, languages, names, forget, has_sign_out, takes_decisions, files })
    }

    /// The default directory of the site: beside the program, or where `cargo xtask` puts it.
    pub fn default_directory() -> PathBuf {
        let program = std::env::current_exe().unwrap_or_default();
        let beside = program.parent().unwrap_or(Path::new(".")).join("site");
        // A program that cargo built lies in target/debug or target/release, and the site in target/site.
        let above = program.ancestors().nth(2).unwrap_or(Path::new("target")).join("site");
        if !beside.is_dir() && above.is_dir() { above } else { beside }
    }

    /// The same for a host of files that serves it under a path, in English and some other languages.
    ///
    /// # Errors
    /// The path is none; the site was built without what such hosts need.
    pub fn for_files(self, base: &str, others: &[Language]) -> Result<Self, Failure> {
        if !is_base(base) {
            let cause = format!("{base} is not a path under which a site can live");
            let remedy = "Name one that begins and ends with a slash, such as /inventory/";
            return Err(Failure::new(cause, remedy));
        }
        if self.names.files.is_none() {
            let cause = "the site was built without the module that draws pages where no server answers";
            return Err(Failure::new(cause, "Take a release, or export with cargo xtask export"));
        }
        let is_kept = |language: &Language| *language == Language::default() || others.contains(language);
        let languages = self.languages.into_iter().filter(is_kept).collect();
        Ok(Site { base: base.to_owned(), host: Host::Files, languages, ..self })
    }

    /// The same for views within pages of others: below a path of their own, and nothing is kept in browsers.
    #[must_use]
    pub fn for_frames(&self) -> Self {
        let (base, host) = (FRAMES.to_owned(), Host::Frame);
        let alike = self.clone().for_decisions(false);
        Site { base, host, forget: None, has_sign_out: false, ..alike }.without_pocket()
    }

    /// The same for people who sign in: nothing is kept in browsers, and pages have a button that ends a session if there is one.
    #[must_use]
    pub fn for_people(self, has_sign_out: bool) -> Self {
        Site { has_sign_out, ..self }.without_pocket()
    }

    /// The same for who sees a part: what would hold all of it is not offered.
    #[must_use]
    pub fn for_part(&self) -> Self {
        let names = Assets { one_file: None, ..self.names.clone() };
        Site { names, ..self.clone().for_decisions(false) }
    }

    /// The same whose pages hand decisions in, or keep them in the browser.
    #[must_use]
    pub fn for_decisions(self, takes_decisions: bool) -> Self {
        Site { takes_decisions, ..self }
    }

    /// The same whose pages keep nothing in browsers.
    #[must_use]
    pub fn without_pocket(mut self) -> Self {
        self.names.pocket = None;
        self
    }

    /// The script in the place of the service worker where nothing is kept in browsers; none where something is, or where the site
    /// has no such script.
    pub fn forget(&self) -> Option<&str> {
        self.forget.as_deref().filter(|_| self.names.pocket.is_none())
    }

    /// Whether decisions are written down, for who may.
    pub fn takes_decisions(&self) -> bool {
        self.takes_decisions
    }

    /// Where it begins.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The languages it is read in.
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// Where its documents in a language are.
    pub fn place(&self, language: Language) -> Place<'_> {
        Place {
            base: &self.base,
            host: self.host,
            language,
            languages: &self.languages,
            assets: &self.names,
            has_sign_out: self.has_sign_out,
            takes_decisions: self.takes_decisions,
        }
    }

    /// The hashed names, for pages to refer to.
    pub fn names(&self) -> &Assets {
        &self.names
    }

    /// A file that is text.
    pub fn text(&self, path: &str) -> Option<String> {
        let asset = self.asset(path)?;
        Some(String::from_utf8_lossy(&asset.encoded(Encoding::Identity).bytes).into_owned())
    }

    /// A file, by its path below the site.
    pub fn asset(&self, path: &str) -> Option<&Asset> {
        self.files.get(path)
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

/// A path of plain segments between slashes.
fn is_base(path: &str) -> bool {
    let is_plain = |part: &str| {
        let is_letter = |letter: char| letter.is_ascii_alphanumeric() || "-._~".contains(letter);
        !part.is_empty() && !part.starts_with('.') && part.chars().all(is_letter)
    };
    let inner = path
        .strip_prefix('/')
        .and_then(|rest| if rest.is_empty() { Some("") } else { rest.strip_suffix('/') });
    inner.is_some_and(|inner| inner.is_empty() || inner.split('/').all(is_plain))
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\'])
}
