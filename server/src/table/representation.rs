//! Representations of an answer: what they are called, and how clients know them.

/// The form in which an answer is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Representation {
    /// The whole answer.
    Json,
    /// The answer's table as CSV.
    Csv,
    /// The answer's table as an Arrow IPC stream.
    Arrow,
    /// The answer's table as a Parquet file.
    Parquet,
}

impl Representation {
    /// In the order in which the server prefers them where the client does not care.
    pub const ALL: [Representation; 4] =
        [Representation::Json, Representation::Csv, Representation::Arrow, Representation::Parquet];

    /// Values of `format`, in the order of [`Representation::ALL`].
    pub const NAMES: [&str; 4] = ["json", "csv", "arrow", "parquet"];

    /// Name, and extension of a file.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The representation of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|representation| representation.name() == name)
    }

    /// Content type of answers.
    pub fn content_type(self) -> &'static str {
        match self {
            Representation::Json => "application/json",
            Representation::Csv => "text/csv; charset=utf-8",
            Representation::Arrow => "application/vnd.apache.arrow.stream",
            Representation::Parquet => "application/vnd.apache.parquet",
        }
    }

    /// Content type without its parameters, as `Accept` names it.
    pub fn media_type(self) -> &'static str {
        let content_type = self.content_type();
        content_type.split_once(';').map_or(content_type, |(media_type, _)| media_type)
    }
}
