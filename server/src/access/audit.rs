//! Who did what: a line of JSON for each sign-in, refusal, query and download, added to a file that is never rewritten.

use crate::failure::Failure;
use crate::lock::lock;
use data::import::Timestamp;
use serde::Serialize;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;

/// The log; without a file it keeps nothing.
#[derive(Default)]
pub struct Audit(Option<Mutex<File>>);

/// Something that somebody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Signed in.
    SignedIn,
    /// Tried to, with a name or password that is wrong.
    SignInRefused,
    /// Signed out.
    SignedOut,
    /// Showed a token that is not valid.
    TokenRefused,
    /// Asked for something that they may not have.
    Refused,
    /// Asked in SQL.
    Asked,
    /// Wrote decisions down.
    Decided,
    /// Took a table away as a file.
    Downloaded,
}

#[derive(Serialize)]
struct Line<'a> {
    /// UTC, RFC 3339.
    time: String,
    deed: Deed,
    /// Whose name it was done under; absent where nobody had signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a str>,
    /// What it was done to: a path without its query.
    path: &'a str,
}

impl Audit {
    /// A log that goes on in a file.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let file = OpenOptions::new().create(true).append(true).open(path).map_err(|error| {
            Failure::new(format!("cannot open {}: {error}", path.display()), "Check the path of `audit_file`")
        })?;
        Ok(Audit(Some(Mutex::new(file))))
    }

    /// Adds a line.
    pub fn note(&self, deed: Deed, subject: Option<&str>, path: &str) {
        let Some(file) = &self.0 else { return };
        let line = Line { time: Timestamp::now().to_string(), deed, subject, path };
        let Ok(mut text) = serde_json::to_string(&line) else { return };
        text.push('\n');
        // One write a line, so that no other process cuts it in two.
        if let Err(error) = lock(file).write_all(text.as_bytes()) {
            tracing::error!(%error, "the audit log cannot be written");
        }
    }
}
