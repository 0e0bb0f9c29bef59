//! Failures of commands: the cause, and what to do about it.

use data::error::{Error, system_remedy};
use data::terminal::plain;
use std::fmt;

/// The remedy for a fault of this program.
const REPORT: &str = "Report it with the command that was given";

/// A command's failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    cause: String,
    remedy: String,
}

impl Failure {
    /// A failure with its cause and remedy, neither with a full stop.
    pub fn new(cause: impl Into<String>, remedy: impl Into<String>) -> Self {
        Failure { cause: cause.into(), remedy: remedy.into() }
    }

    /// The same with a prefix before the cause.
    #[must_use]
    pub fn after(self, words: &str) -> Self {
        Failure { cause: [words, &self.cause].concat(), ..self }
    }

    /// A failure that may be an operating system error in the words of some library; then it gets the remedy of that
    /// error.
    pub fn of_text(cause: impl Into<String>, remedy: &str) -> Self {
        let cause = cause.into();
        let remedy = system_remedy(&cause).unwrap_or(remedy).to_owned();
        Failure { cause, remedy }
    }
}

impl fmt::Display for Failure {
    /// `error: …`, and on the next line `help: …`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // One line each, whatever data and file names they contain.
        write!(f, "error: {}\nhelp: {}", plain(&self.cause), plain(&self.remedy))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::new(error.cause(), error.remedy().unwrap_or(REPORT))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cause_and_remedy_stand_on_a_line_each() {
        let uri = Error::UnsupportedUri { uri: "s3://bucket".into() };
        let text = Failure::from(uri).to_string();
        let (error, help) = text.split_once('\n').expect("two lines");
        assert!(error.starts_with("error: s3://bucket: this build reads"), "{error}");
        assert!(help.starts_with("help: Copy the store"), "{help}");
        let forged = Failure::new("a\u{1b}[2J\nhelp: b", "c\rd").to_string();
        assert_eq!(forged, "error: a\\u{1b}[2J\\nhelp: b\nhelp: c\\rd");
        let missing = Error::NotFound { what: "store x".into(), remedy: "Make one".into() };
        assert_eq!(Failure::from(missing).to_string(), "error: store x does not exist\nhelp: Make one");
    }
}
