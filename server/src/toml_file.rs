//! Files that people write in TOML.

use crate::failure::Failure;
use serde::de::DeserializeOwned;
use std::io::ErrorKind;
use std::path::Path;

/// Reads a file.
///
/// # Errors
/// It cannot be read; an invalid line, by its number.
pub fn read<T: DeserializeOwned>(path: &Path) -> Result<T, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| match error.kind() {
        ErrorKind::InvalidData => {
            Failure::new(format!("{} is not UTF-8 text", path.display()), "Save it as UTF-8")
        }
        _ => Failure::new(format!("cannot read {}: {error}", path.display()), "Check the path"),
    })?;
    toml::from_str(&text).map_err(|error| {
        let before = error.span().map_or("", |span| &text[..span.start.min(text.len())]);
        let line = before.matches('\n').count() + 1;
        let cause = format!("{}, line {line}: {}", path.display(), error.message().trim_end());
        Failure::new(cause, "Correct the line")
    })
}
