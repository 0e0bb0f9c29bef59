//! Errors of files, stores and queries. Each text names the thing, the place and the remedy.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use datafusion::error::DataFusionError;

/// Result with this crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Every failure of this crate.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The operating system refused a file operation.
    Io {
        /// The attempted operation, as a verb: "read", "write", "rename".
        action: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// The operating system's reason.
        source: io::Error,
    },
    /// A store, tenant, snapshot, publication or table that does not exist.
    NotFound {
        /// What was looked for, with its name.
        what: String,
        /// What to do about it.
        remedy: String,
    },
    /// A store address of a kind that this build cannot open.
    UnsupportedUri {
        /// The address as given.
        uri: String,
    },
    /// A value that people wrote or supplied (a file, a mapping, an option) cannot be used.
    BadInput {
        /// The place of the value.
        place: Box<Place>,
        /// Its problem, if it has one.
        problem: String,
        /// What to do about it.
        remedy: String,
    },
    /// A file of the store is not what the manifest says it is.
    Damaged {
        /// The file.
        path: PathBuf,
        /// How it differs.
        problem: String,
        /// What to do about it.
        remedy: String,
    },
    /// The engine failed on a query or a plan of this crate.
    Engine {
        /// The operation.
        doing: String,
        /// The engine's error.
        source: Box<DataFusionError>,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.remedy() {
            Some(remedy) => write!(f, "{}. {remedy}", self.cause()),
            None => f.write_str(&self.cause()),
        }
    }
}

impl Error {
    /// What is wrong, without a full stop.
    pub fn cause(&self) -> String {
        match self {
            Error::Io { action, path, source } => format!("cannot {action} {}: {source}", path.display()),
            Error::NotFound { what, .. } => format!("{what} does not exist"),
            Error::UnsupportedUri { uri } => {
                format!("{uri}: this build reads stores in local directories only")
            }
            Error::BadInput { place, problem, .. } => format!("{place}: {problem}"),
            Error::Damaged { path, problem, .. } => format!("{}: {problem}", path.display()),
            Error::Engine { doing, source } => format!("{doing} failed: {source}"),
        }
    }

    /// What to do about it, without a full stop; none where that depends on what the engine met.
    pub fn remedy(&self) -> Option<&str> {
        match self {
            Error::Io { source, .. } => Some(io_remedy(source)),
            Error::NotFound { remedy, .. }
            | Error::BadInput { remedy, .. }
            | Error::Damaged { remedy, .. } => Some(remedy),
            Error::UnsupportedUri { .. } => {
                Some("Copy the store to a directory and give that directory's path")
            }
            Error::Engine { source, .. } => system_remedy(&source.to_string()),
        }
    }

    /// True if something asked for does not exist.
    pub fn is_not_found(&self) -> bool {
        match self {
            Error::NotFound { .. } => true,
            Error::Io { source, .. } => source.kind() == io::ErrorKind::NotFound,
            _ => false,
        }
    }

    /// True if the remedy is to change an input: a file, a mapping, an option, an address.
    pub fn is_bad_input(&self) -> bool {
        matches!(self, Error::BadInput { .. } | Error::UnsupportedUri { .. })
    }

    /// True if a stored file was altered, truncated or lost since it was written.
    pub fn is_damaged(&self) -> bool {
        matches!(self, Error::Damaged { .. })
    }

    /// The same with another name for the file that its place names.
    pub(crate) fn in_file(self, file: &str, name: &str) -> Error {
        match self {
            Error::BadInput { place, problem, remedy } if place.file == file => {
                Error::bad(Place { file: name.to_owned(), ..*place }, problem, remedy)
            }
            other => other,
        }
    }

    /// For `map_err` on file operations.
    pub fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error + use<> {
        let path = path.to_path_buf();
        move |source| Error::Io { action, path, source }
    }

    /// For `map_err` on anything the engine, Arrow or Parquet returns while this crate works on its own
    /// files.
    pub(crate) fn engine<E: Into<DataFusionError>>(doing: &str) -> impl FnOnce(E) -> Error + use<E> {
        let doing = doing.to_owned();
        move |source| Error::Engine { doing, source: Box::new(source.into()) }
    }

    /// A value that cannot be used, at `place`.
    pub(crate) fn bad(place: Place, problem: impl Into<String>, remedy: impl Into<String>) -> Error {
        Error::BadInput { place: Box::new(place), problem: problem.into(), remedy: remedy.into() }
    }
}

/// The remedy for an operating system error that a library has wrapped in its own words; `None` if the text contains
/// no such error.
pub fn system_remedy(text: &str) -> Option<&'static str> {
    let (_, rest) = text.rsplit_once("(os error ")?;
    let number = rest.split_once(')')?.0.parse().ok()?;
    Some(io_remedy(&io::Error::from_raw_os_error(number)))
}

/// The remedy for an operating system error.
pub fn io_remedy(error: &io::Error) -> &'static str {
    // Who adds a path to an error hides its number.
    if error.raw_os_error().is_none()
        && let Some(remedy) = system_remedy(&error.to_string())
    {
        return remedy;
    }
    // Linux, macOS and the BSDs use the same numbers; the standard library has no kinds for these errors.
    const TOO_MANY_OPEN_FILES: [i32; 2] = [23, 24];
    if cfg!(unix) && error.raw_os_error().is_some_and(|number| TOO_MANY_OPEN_FILES.contains(&number)) {
        return "Raise the limit on open files (ulimit -n 1024, or LimitNOFILE of a service) and try again";
    }
    match error.kind() {
        io::ErrorKind::NotFound => "Check the path",
        io::ErrorKind::FileTooLarge => {
            "Raise the limit on the size of files (ulimit -f unlimited, or LimitFSIZE of a service), or choose a file \
             system that holds larger ones"
        }
        io::ErrorKind::ReadOnlyFilesystem => "Choose a place that can be written to",
        io::ErrorKind::PermissionDenied => "Check the permissions of the file and of its directory",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "Free some disk space and try again",
        _ => "Check the disk and try again",
    }
}

/// The place of an unusable value: `orders.csv, line 7, column Quantity, value "lots"`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    file: String,
    line: Option<u64>,
    column: Option<String>,
    value: Option<String>,
}

impl Place {
    /// Somewhere in a file, or in something else that has a name.
    pub fn new(file: impl Into<String>) -> Place {
        Place { file: file.into(), ..Place::default() }
    }

    /// A file, by the last part of its path.
    pub fn file(path: &Path) -> Place {
        Place::new(file_name(path))
    }

    /// With a line, or in Parquet a row, counted from 1.
    #[must_use]
    pub fn line(mut self, line: u64) -> Place {
        self.line = Some(line);
        self
    }

    /// With a column, as the file spells it.
    #[must_use]
    pub fn column(mut self, column: impl Into<String>) -> Place {
        self.column = Some(column.into());
        self
    }

    /// With the value found, shortened.
    #[must_use]
    pub fn value(mut self, value: &str) -> Place {
        self.value = Some(shorten(value, 40));
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        if let Some(value) = &self.value {
            write!(f, ", value {value:?}")?;
        }
        Ok(())
    }
}

/// The last part of a path, for reports and messages; the whole path if it has none.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// At most `limit` characters of a text, with an ellipsis where it was cut.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_names_file_line_column_and_a_shortened_value() {
        let place = Place::new("orders.csv").line(7).column("Quantity").value(&"é".repeat(60));
        assert_eq!(
            place.to_string(),
            format!("orders.csv, line 7, column Quantity, value \"{}…\"", "é".repeat(40))
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_the_system_refuses_has_its_remedy_in_whatever_words() {
        for (number, part) in
            [(24, "ulimit -n"), (23, "ulimit -n"), (27, "ulimit -f"), (28, "disk space"), (13, "permissions")]
        {
            let error = io::Error::from_raw_os_error(number);
            assert!(io_remedy(&error).contains(part), "{error}");
            let told = io::Error::other(format!("{error} at path \"/tmp/x\""));
            assert!(io_remedy(&told).contains(part), "{told}");
            let wrapped = format!("query cube failed: External error: {error}, and more");
            assert!(system_remedy(&wrapped).is_some_and(|remedy| remedy.contains(part)), "{wrapped}");
        }
        assert_eq!(system_remedy("column x (os error ?)"), None);
    }

    #[test]
    fn errors_say_which_kind_they_are() {
        let missing = Error::io("read", Path::new("x"))(io::Error::from(io::ErrorKind::NotFound));
        assert!(missing.is_not_found() && !missing.is_bad_input());
        assert!(missing.to_string().starts_with("cannot read x: "), "{missing}");
        assert!(Error::UnsupportedUri { uri: "s3://b".into() }.is_bad_input());
    }
}
