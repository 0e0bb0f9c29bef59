//! Refusals with problem, place and remedy.

use thiserror::Error;

/// A parameter of a URL or API call that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadParameter {
    /// Name in the query string.
    pub name: String,
    /// The value given, shortened to 80 characters.
    pub value: String,
    /// The problem, and what would be right.
    pub reason: Reason,
}

/// Why a parameter cannot be used: its stable name, with values by theirs. Whoever answers has the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Stable name.
    pub id: &'static str,
    /// Values by name.
    pub values: Vec<(&'static str, String)>,
}

impl Reason {
    /// A reason with its values.
    pub fn new(id: &'static str, values: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        Reason { id, values: values.into_iter().collect() }
    }

    /// That the value must be one of several names.
    pub fn one_of(id: &'static str, names: &[&str]) -> Self {
        Reason::new(id, [("names", names.join(", "))])
    }

    /// A value by its name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

impl From<&'static str> for Reason {
    fn from(id: &'static str) -> Self {
        Reason { id, values: Vec::new() }
    }
}

impl BadParameter {
    /// A refusal of a parameter's value, shortened.
    pub fn new(name: &str, value: &str, reason: impl Into<Reason>) -> Self {
        BadParameter { name: name.to_owned(), value: value.chars().take(80).collect(), reason: reason.into() }
    }
}

/// A derived file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DecodeError {
    /// Made by another version of Granary.
    #[error(
        "{what} has version {found}, this program reads {expected}: publish again with `granary publish`"
    )]
    Version {
        /// Which derived file.
        what: &'static str,
        /// Version in the file.
        found: u32,
        /// Version of this program.
        expected: u32,
    },
    /// Cut short or not such a file.
    #[error("{what} cannot be decoded ({why}): publish again with `granary publish`")]
    Malformed {
        /// Which derived file.
        what: &'static str,
        /// The inconsistency.
        why: String,
    },
    /// Too long to be written.
    #[error("{what} would be longer than 4 GiB: shorten the names and codes of items")]
    TooLong {
        /// Which derived file.
        what: &'static str,
    },
}

impl DecodeError {
    pub(crate) fn malformed(what: &'static str, why: impl Into<String>) -> Self {
        DecodeError::Malformed { what, why: why.into() }
    }

    pub(crate) fn check_version(what: &'static str, found: u32) -> Result<(), Self> {
        let expected = crate::CONTRACT_VERSION;
        if found == expected { Ok(()) } else { Err(DecodeError::Version { what, found, expected }) }
    }
}
