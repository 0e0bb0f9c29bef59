//! Pages of queries: a file each, whose head, text in Markdown and queries somebody wrote. `docs/query-pages.md` says how.
//! They are read here and drawn in `pages`.

/// From a file to a page, or to what is wrong with it.
mod read;

/// Values in the text.
mod place;

/// Links of the text.
mod link;

use contract::{QueryString, SavedQuery, SqlRequest, parameter_names};
use pulldown_cmark::Options;
use serde::{Deserialize, Serialize};
use std::fmt;

pub(crate) use link::is_allowed;
pub(crate) use place::{Piece, pieces};
pub(crate) use read::is_query;

/// The path below which pages have their names.
pub(crate) const FOLDER: &str = "q";

/// Queries of a page at most: each waits for its turn while somebody waits for the page.
pub const PAGE_QUERIES_MAX: usize = 12;

/// Rows of an answer at most: a page is for people.
const ROWS_MAX: u64 = 2_000;

/// A page of queries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryPage {
    /// Its name, title, description and parameters; its own text is empty.
    pub about: SavedQuery,
    /// Code of the language (BCP 47) in which the text is written, if the head says so.
    pub language: Option<String>,
    /// The text, with the queries in it.
    pub text: String,
    /// The queries, in their order.
    pub queries: Vec<PageQuery>,
}

/// A query of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageQuery {
    /// Its name on the page.
    pub name: String,
    /// How its answer is shown; by its types if the page does not say.
    pub shown: Option<Shown>,
    /// Its text.
    pub sql: String,
}

/// How an answer is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shown {
    /// Its rows.
    Table,
    /// A line over time for each number.
    Line,
    /// A bar for each word.
    Bar,
    /// A cell for each pair of words or times.
    Heat,
    /// A point for each row.
    Scatter,
    /// The values of its only row, large.
    Number,
}

/// A file that is no page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadPage {
    /// Its name, without the ending.
    pub name: String,
    /// Line, counted from 1, where it is known.
    pub line: Option<usize>,
    /// The problem, as a clause without a full stop.
    pub problem: String,
    /// What to do about it, as a sentence without a full stop.
    pub remedy: String,
}

impl fmt::Display for BadPage {
    /// `queries/NAME.md, line 3: problem. Remedy`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file())?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {}. {}", self.problem, self.remedy)
    }
}

impl BadPage {
    /// The file below the tenant's directory.
    pub fn file(&self) -> String {
        ["queries/", &self.name, ".md"].concat()
    }
}

impl Shown {
    /// Every way, with its word.
    const ALL: [(&'static str, Shown); 6] = [
        ("table", Shown::Table),
        ("line", Shown::Line),
        ("bar", Shown::Bar),
        ("heat", Shown::Heat),
        ("scatter", Shown::Scatter),
        ("number", Shown::Number),
    ];

    /// Its word.
    pub(crate) fn name(self) -> &'static str {
        Shown::ALL.iter().find(|(_, shown)| *shown == self).map_or("", |(name, _)| name)
    }

    /// The one of a word; none if there is no such one.
    pub(crate) fn named(word: &str) -> Option<Shown> {
        Shown::ALL.iter().find(|(name, _)| *name == word).map(|(_, shown)| *shown)
    }
}

impl QueryPage {
    /// What the page asks, in the order of its queries: the values that a query string gives its parameters, or else
    /// their own.
    pub fn requests(&self, query: &QueryString) -> Vec<SqlRequest> {
        let request = |of: &PageQuery| {
            let values = self.values(of, query);
            let texts = values.iter().map(|(name, text)| (&**name, &**text));
            SqlRequest {
                row_limit: Some(ROWS_MAX),
                ..SqlRequest::of_texts(&of.sql, Some(&self.about), texts)
            }
        };
        self.queries.iter().map(request).collect()
    }

    /// Its queries as saved ones, each under the page's name and its own: so the page for SQL and the API know them.
    pub fn saved(&self) -> impl Iterator<Item = SavedQuery> {
        self.queries.iter().map(|of| {
            let mut about = self.about.clone();
            let named = parameter_names(&of.sql);
            about.parameters.retain(|parameter| named.contains(&&*parameter.name));
            SavedQuery { name: self.saved_name(of), sql: of.sql.trim_end().to_owned(), ..about }
        })
    }

    /// The name of a query beyond the page.
    pub(crate) fn saved_name(&self, of: &PageQuery) -> String {
        [&*self.about.name, "/", &of.name].concat()
    }

    /// The parameters that a query names, with the texts of their values.
    pub(crate) fn values(&self, of: &PageQuery, query: &QueryString) -> Vec<(String, String)> {
        let names = parameter_names(&of.sql).into_iter();
        names.map(|name| (name.to_owned(), self.value(name, query))).collect()
    }

    /// The text of a parameter's value.
    pub(crate) fn value(&self, name: &str, query: &QueryString) -> String {
        let given = query.get(name).filter(|text| !text.is_empty()).map(str::to_owned);
        let own = || self.about.parameters.iter().find(|parameter| parameter.name == name);
        given.or_else(|| own().map(|parameter| parameter.value.clone())).unwrap_or_default()
    }
}

/// What the text may hold besides CommonMark.
pub(crate) fn markdown() -> Options {
    Options::ENABLE_TABLES
}

#[cfg(test)]
mod tests;
